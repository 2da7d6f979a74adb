//! Files that are written: whole under their final name, or not at all.
//!
//! A bundle grows in a file without a name and gets its name when it is complete and on the disk. Where the file
//! system cannot do that, it grows under a name that the next start removes.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::fd::AsRawFd;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use nix::fcntl::{AT_FDCWD, AtFlags, OFlag};
use rustix::fs::{CWD, RenameFlags, renameat_with};

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder is not there, or is none.
    #[error("output folder {} {why}", folder.display())]
    Folder {
        /// Its path.
        folder: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// Others may write in the folder.
    #[error("output folder {} may be written by others", folder.display())]
    Unsafe {
        /// Its path.
        folder: PathBuf,
    },
    /// There is a file of the name already.
    #[error("{} exists already", path.display())]
    Exists {
        /// Its path.
        path: PathBuf,
    },
    /// The system refused.
    #[error("cannot {verb} {}: {source}", path.display())]
    System {
        /// What was tried.
        verb: &'static str,
        /// On what.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
}

/// A file that has no name yet, or standard output.
pub struct Output {
    sink: Sink,
    path: Option<PathBuf>,
}

enum Sink {
    /// A file without a name.
    Nameless(File),
    /// A file under a name that the next start removes.
    Partial(File, PathBuf),
    /// Standard output.
    Standard(io::Stdout),
}

impl Output {
    /// A file that will be `path` when it is whole.
    ///
    /// # Errors
    /// A folder that is not there or that others may write to, a file of that name, or the system's.
    pub fn file(path: &Path) -> Result<Self, Error> {
        let folder = folder_of(path);
        check_folder(&folder)?;
        sweep(&folder);
        if fs::symlink_metadata(path).is_ok() {
            return Err(Error::Exists { path: path.to_owned() });
        }
        let nameless =
            OpenOptions::new().write(true).read(true).mode(0o600).custom_flags(OFlag::O_TMPFILE.bits()).open(&folder);
        let sink = match nameless {
            Ok(file) => Sink::Nameless(file),
            Err(error) if unsupported(&error) => {
                let partial = folder.join(format!("{PARTIAL}{}", std::process::id()));
                Sink::Partial(create(&partial)?, partial)
            }
            Err(source) => return Err(Error::System { verb: "write in", path: folder, source }),
        };
        Ok(Self { sink, path: Some(path.to_owned()) })
    }

    /// Standard output.
    #[must_use]
    pub fn standard() -> Self {
        Self { sink: Sink::Standard(io::stdout()), path: None }
    }

    /// Gives the file its name, once it is on the disk; gives the name back.
    ///
    /// # Errors
    /// A file of that name, or the system's.
    pub fn publish(mut self) -> Result<Option<PathBuf>, Error> {
        let Some(path) = self.path.clone() else {
            self.flush().map_err(|source| Error::System { verb: "write", path: "standard output".into(), source })?;
            return Ok(None);
        };
        let failed = |source: io::Error| match source.kind() {
            io::ErrorKind::AlreadyExists => Error::Exists { path: path.clone() },
            _ => Error::System { verb: "name", path: path.clone(), source },
        };
        match &self.sink {
            Sink::Nameless(file) => {
                file.sync_all().map_err(|source| Error::System { verb: "write", path: path.clone(), source })?;
                let handle = format!("/proc/self/fd/{}", file.as_raw_fd());
                nix::unistd::linkat(AT_FDCWD, handle.as_str(), AT_FDCWD, &path, AtFlags::AT_SYMLINK_FOLLOW)
                    .map_err(|error| failed(error.into()))?;
            }
            Sink::Partial(file, partial) => {
                file.sync_all().map_err(|source| Error::System { verb: "write", path: path.clone(), source })?;
                renameat_with(CWD, partial, CWD, &path, RenameFlags::NOREPLACE)
                    .map_err(|error| failed(error.into()))?;
            }
            Sink::Standard(_) => {}
        }
        sync_folder(&folder_of(&path))?;
        self.path = None;
        Ok(Some(path))
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.sink {
            Sink::Nameless(file) | Sink::Partial(file, _) => file.write(bytes),
            Sink::Standard(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.sink {
            Sink::Nameless(file) | Sink::Partial(file, _) => file.flush(),
            Sink::Standard(out) => out.flush(),
        }
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        if let (Sink::Partial(_, partial), Some(_)) = (&self.sink, &self.path) {
            // What cannot be removed now is swept at the next start.
            let _ = fs::remove_file(partial);
        }
    }
}

/// Writes a small file of our own, whole or not at all, in place of an older one.
///
/// # Errors
/// The system's.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let partial = partial_of(path);
    let _ = fs::remove_file(&partial);
    write_whole(&partial, bytes)?;
    fs::rename(&partial, path).map_err(|source| Error::System { verb: "write", path: path.to_owned(), source })?;
    sync_folder(&folder_of(path))
}

/// Writes a small file of our own where there is none; one that was there first stays.
///
/// # Errors
/// The system's, [`Error::Exists`] where another was first.
pub fn create_new(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let partial = partial_of(path);
    write_whole(&partial, bytes)?;
    let linked = renameat_with(CWD, &partial, CWD, path, RenameFlags::NOREPLACE);
    if let Err(error) = linked {
        let _ = fs::remove_file(&partial);
        return Err(match error {
            rustix::io::Errno::EXIST => Error::Exists { path: path.to_owned() },
            error => Error::System { verb: "write", path: path.to_owned(), source: error.into() },
        });
    }
    sync_folder(&folder_of(path))
}

/// Makes a folder of our own, 0700, and those above it.
///
/// # Errors
/// The system's.
pub fn make_folder(path: &Path) -> Result<(), Error> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(path);
    made.map_err(|source| Error::System { verb: "make folder", path: path.to_owned(), source })
}

/// A file that no name leads to, for what does not fit into memory.
///
/// # Errors
/// The system's.
pub fn unnamed(folder: &Path) -> io::Result<File> {
    let nameless =
        OpenOptions::new().write(true).read(true).mode(0o600).custom_flags(OFlag::O_TMPFILE.bits()).open(folder);
    match nameless {
        Err(error) if unsupported(&error) => {
            let path = folder.join(format!("{PARTIAL}spill-{}", std::process::id()));
            let file = OpenOptions::new()
                .read(true)
                .write(true)
                .create_new(true)
                .mode(0o600)
                .custom_flags(OFlag::O_NOFOLLOW.bits())
                .open(&path)?;
            fs::remove_file(&path)?;
            Ok(file)
        }
        other => other,
    }
}

/// Whether nobody else can put a file into the folder or take ours out of it.
fn check_folder(folder: &Path) -> Result<(), Error> {
    let wrong = |why: String| Error::Folder { folder: folder.to_owned(), why };
    let metadata = match fs::metadata(folder) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(wrong("does not exist".to_owned())),
        Err(error) => return Err(wrong(format!("cannot be reached: {error}"))),
    };
    if !metadata.is_dir() {
        return Err(wrong("is no folder".to_owned()));
    }
    // Security: where others may write, they could put a link or a file of theirs in our place. A sticky folder keeps
    // them from taking ours away, and a name is never followed or replaced.
    let shared =
        metadata.mode() & 0o002 != 0 || (metadata.mode() & 0o020 != 0 && metadata.gid() != 0 && metadata.uid() == 0);
    if shared && metadata.mode() & 0o1000 == 0 {
        return Err(Error::Unsafe { folder: folder.to_owned() });
    }
    Ok(())
}

/// Removes what killed runs left behind.
fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(process) = name.strip_prefix(PARTIAL) else { continue };
        let lives = Path::new("/proc").join(process.trim_start_matches("spill-")).exists();
        let ours = entry
            .metadata()
            .is_ok_and(|metadata| metadata.is_file() && metadata.uid() == nix::unistd::geteuid().as_raw());
        if ours && !lives {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let mut file = create(path)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(|source| Error::System {
        verb: "write",
        path: path.to_owned(),
        source,
    })
}

fn create(path: &Path) -> Result<File, Error> {
    let flags = OFlag::O_NOFOLLOW.bits();
    let opened = OpenOptions::new().write(true).create_new(true).mode(0o600).custom_flags(flags).open(path);
    opened.map_err(|source| Error::System { verb: "create", path: path.to_owned(), source })
}

fn sync_folder(folder: &Path) -> Result<(), Error> {
    let synced = File::open(folder).and_then(|handle| handle.sync_all());
    synced.map_err(|source| Error::System { verb: "write", path: folder.to_owned(), source })
}

fn folder_of(path: &Path) -> PathBuf {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned()
}

fn partial_of(path: &Path) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    folder_of(path).join(format!(".{name}.{}.partial", std::process::id()))
}

fn unsupported(error: &io::Error) -> bool {
    matches!(
        error.raw_os_error().map(nix::errno::Errno::from_raw),
        Some(
            nix::errno::Errno::EOPNOTSUPP
                | nix::errno::Errno::EISDIR
                | nix::errno::Errno::ENOENT
                | nix::errno::Errno::EINVAL
        )
    )
}

const PARTIAL: &str = ".casepack-partial-";

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write;
    use std::os::unix::fs::PermissionsExt;

    use super::{Error, Output};

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
}
