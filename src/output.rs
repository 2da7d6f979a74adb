//! Writes files: complete under their final name, or not at all.
//!
//! A file grows without a name, and gets its name when it is complete and on the disk. If the file system does not
//! support that, it grows under a name that the next start removes.

mod folder;
mod piped;

use std::ffi::{OsStr, OsString};
use std::fs::{self, DirBuilder, File};
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::trust;
use folder::{Folder, Pending};
use piped::Piped;

pub use folder::{Space, remove_partials};

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder does not exist, or is not a directory.
    #[error("output folder {} {why}", folder.display())]
    Folder {
        /// Its path.
        folder: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// Others can write to the folder, or to one above it.
    #[error("output folder: {} {}", fault.path.display(), fault.why)]
    Unsafe {
        /// Which folder, and why.
        fault: trust::Fault,
    },
    /// A file of that name already exists.
    #[error("{} already exists", path.display())]
    Exists {
        /// Its path.
        path: PathBuf,
    },
    /// The system reported an error.
    #[error("cannot {verb} {}: {source}", path.display())]
    System {
        /// What was tried.
        verb: &'static str,
        /// The path.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
}

/// A file that has no name yet, or standard output.
pub struct Output(Sink);

enum Sink {
    File { folder: Folder, pending: Pending, name: OsString },
    Standard(Piped),
}

impl Output {
    /// Opens a file that will be `path` when it is complete.
    ///
    /// # Errors
    /// If the folder does not exist or others can write to it, if there is a file of that name, or the system's.
    pub fn file(path: &Path) -> Result<Self, Error> {
        let (place, name) = parts(path);
        check_folder(&place)?;
        let folder = Folder::open(&place)?;
        folder.sweep();
        match fs::symlink_metadata(path) {
            Ok(_) => return Err(Error::Exists { path: path.to_owned() }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            // An invalid file name is better reported now than when the bundle is complete.
            Err(source) => return Err(Error::System { verb: "write", path: path.to_owned(), source }),
        }
        let pending = folder.begin()?;
        Ok(Self(Sink::File { folder, pending, name }))
    }

    /// Opens standard output; a reader that takes nothing for [`PATIENCE`] ends the run.
    ///
    /// # Errors
    /// The system's.
    pub fn standard() -> Result<Self, Error> {
        let path = || PathBuf::from("standard output");
        let handle = io::stdout().as_fd().try_clone_to_owned();
        let handle = handle.map_err(|source| Error::System { verb: "open", path: path(), source })?;
        Ok(Self(Sink::Standard(Piped::new(File::from(handle), PATIENCE))))
    }

    /// Returns the folder in which the file grows; `None` for standard output.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        match &self.0 {
            Sink::File { folder, .. } => Some(folder.path()),
            Sink::Standard(_) => None,
        }
    }

    /// Returns the room on the file system of the file; `None` for standard output.
    #[must_use]
    pub fn space(&self) -> Option<Space> {
        match &self.0 {
            Sink::File { folder, .. } => folder.space(),
            Sink::Standard(_) => None,
        }
    }

    /// Gives the file its name once it is on the disk; returns its path.
    ///
    /// # Errors
    /// If there is a file of that name, or the system's.
    pub fn publish(self) -> Result<Option<PathBuf>, Error> {
        match self.0 {
            Sink::File { folder, pending, name } => folder.publish(pending, &name).map(Some),
            Sink::Standard(_) => Ok(None),
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.0 {
            Sink::File { pending, .. } => pending.file().write(bytes),
            Sink::Standard(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.0 {
            Sink::File { pending, .. } => pending.file().flush(),
            Sink::Standard(out) => out.flush(),
        }
    }
}

/// Replaces a small file of our own atomically: a reader sees either all of the old one or all of the new one.
///
/// It need not survive a power cut and is not flushed: on a machine in trouble that may take seconds.
///
/// # Errors
/// The system's.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let (place, name) = parts(path);
    Folder::open(&place)?.replace(&name, |file| file.write_all(bytes))
}

/// Replaces a file of our own atomically with what `write` writes, which need never be in memory as a whole. The
/// content is on the disk before the file gets its name, and the name is on the disk when this returns.
///
/// # Errors
/// The system's, and those of `write`.
pub fn replace_with(path: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> Result<(), Error> {
    let (place, name) = parts(path);
    let folder = Folder::open(&place)?;
    folder.replace(&name, |file| write(file).and_then(|()| file.sync_all()))?;
    folder.sync()
}

/// Creates a small file of our own; an existing one stays.
///
/// # Errors
/// The system's, [`Error::Exists`] if the file already exists.
pub fn create_new(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let (place, name) = parts(path);
    let folder = Folder::open(&place)?;
    folder.sweep();
    let pending = folder.begin()?;
    let written = pending.file().write_all(bytes);
    written.map_err(|source| Error::System { verb: "write", path: path.to_owned(), source })?;
    folder.publish(pending, &name).map(drop)
}

/// Clears the umask(2) of the caller, so that files get exactly the modes that we give them.
pub fn keep_modes() {
    nix::sys::stat::umask(nix::sys::stat::Mode::from_bits_truncate(0o077));
}

/// Removes the files that killed runs left in a folder of our own.
pub fn sweep(folder: &Path) {
    if let Ok(folder) = Folder::open(folder) {
        folder.sweep();
    }
}

/// Makes a folder of our own with mode 0700, and those above it.
///
/// # Errors
/// The system's.
pub fn make_folder(path: &Path) -> Result<(), Error> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(path);
    made.map_err(|source| Error::System { verb: "create folder", path: path.to_owned(), source })
}

/// Returns the room on the file system of a folder, if it can be determined.
#[must_use]
pub fn space(folder: &Path) -> Option<Space> {
    Folder::open(folder).ok()?.space()
}

/// Opens a file without a name, for what does not fit into memory.
///
/// # Errors
/// The system's.
pub fn unnamed(folder: &Path) -> io::Result<File> {
    Folder::open(folder).and_then(|folder| folder.unnamed()).map_err(|error| match error {
        Error::System { source, .. } => source,
        error => io::Error::other(error.to_string()),
    })
}

/// Time for which the reader of a bundle may take nothing of it: a run that waited for ever would keep its lock for
/// ever.
const PATIENCE: Duration = Duration::from_secs(300);

/// Checks that nobody else can put a file into the folder or take ours out of it.
fn check_folder(folder: &Path) -> Result<(), Error> {
    let wrong = |why: String| Error::Folder { folder: folder.to_owned(), why };
    match fs::metadata(folder) {
        Ok(metadata) if metadata.is_dir() => {}
        Ok(_) => return Err(wrong("is not a directory".to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(wrong("does not exist".to_owned())),
        Err(error) => return Err(wrong(format!("cannot be accessed: {error}"))),
    }
    // Security: anyone who can write there, or above, could put a link or another file in place of ours.
    trust::folder(folder).map_err(|fault| Error::Unsafe { fault })
}

/// Returns a path's folder and the name in it; for a path that ends in a slash the name is empty.
fn parts(path: &Path) -> (PathBuf, OsString) {
    use std::os::unix::ffi::OsStrExt;
    if path.as_os_str().as_bytes().ends_with(b"/") {
        return (path.to_owned(), OsString::new());
    }
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    (folder.to_owned(), path.file_name().map(OsStr::to_owned).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write;
    use std::os::unix::fs::PermissionsExt;

    use super::{Error, Output, create_new, replace};

    #[test]
    fn a_file_appears_whole_and_private_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bundle");
        let mut output = Output::file(&path).unwrap();
        output.write_all(b"half").unwrap();
        drop(output);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        let mut output = Output::file(&path).unwrap();
        output.write_all(b"whole").unwrap();
        output.publish().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"whole");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn w3_an_existing_file_a_missing_folder_and_an_open_folder_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bundle");
        fs::write(&path, "old").unwrap();
        assert!(matches!(Output::file(&path), Err(Error::Exists { .. })));
        assert!(matches!(Output::file(&folder.path().join("no/bundle")), Err(Error::Folder { .. })));
        let open = folder.path().join("open");
        fs::create_dir(&open).unwrap();
        fs::set_permissions(&open, fs::Permissions::from_mode(0o777)).unwrap();
        assert!(matches!(Output::file(&open.join("bundle")), Err(Error::Unsafe { .. })));
    }

    #[test]
    fn a_small_file_is_made_once_and_replaced_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("small");
        create_new(&path, b"one").unwrap();
        assert!(matches!(create_new(&path, b"two"), Err(Error::Exists { .. })));
        replace(&path, b"three").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"three");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
