//! A folder that is held open: files are written into it and nowhere else, even if its path changes.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use ring::rand::SecureRandom;
use rustix::fs::{
    AtFlags, CWD, Dir, FlockOperation, Mode, OFlags, RenameFlags, flock, linkat, openat, renameat, renameat_with,
    statat, unlinkat,
};
use rustix::io::Errno;

use super::Error;

/// A folder.
pub(super) struct Folder {
    path: PathBuf,
    handle: File,
}

/// A file that is being written.
pub(super) enum Pending {
    /// A file without a name.
    Nameless(File),
    /// A file with a name that the next start removes; a lock on it, until it is closed, shows that it is in use.
    Partial(File, PathBuf),
}

/// The room on a file system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Space {
    /// Bytes that we may still write.
    pub free: u64,
    /// Bytes in total.
    pub total: u64,
}

impl Folder {
    /// Opens a folder.
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let failed = |source: io::Error| Error::System { verb: "open", path: path.to_owned(), source };
        let flags = OFlags::DIRECTORY | OFlags::CLOEXEC;
        let handle = openat(CWD, path, flags, Mode::empty()).map_err(|error| failed(error.into()))?;
        Ok(Self { path: path.to_owned(), handle: handle.into() })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the room on its file system, if it can be determined.
    pub(super) fn space(&self) -> Option<Space> {
        let told = rustix::fs::fstatvfs(&self.handle).ok()?;
        Some(Space {
            free: told.f_bavail.saturating_mul(told.f_frsize),
            total: told.f_blocks.saturating_mul(told.f_frsize),
        })
    }

    /// Begins a file: without a name, or if the file system does not support that, under a name that `sweep` removes.
    pub(super) fn begin(&self) -> Result<Pending, Error> {
        match self.nameless() {
            Ok(file) => Ok(Pending::Nameless(file)),
            Err(error) if is_unsupported(error) => self.partial(),
            Err(error) => Err(Error::System { verb: "write to", path: self.path.clone(), source: error.into() }),
        }
    }

    /// Begins a file under a name that `sweep` removes.
    fn partial(&self) -> Result<Pending, Error> {
        let name = partial();
        let path = self.path.join(&name);
        partials().push(path.clone());
        let created = self.create(name.as_ref()).inspect_err(|_| forget(&path))?;
        // From here on it is removed, whatever happens.
        let pending = Pending::Partial(created, path);
        // Where locking is not supported, the sweep does not take it for a leftover either.
        let _ = lock(pending.file());
        Ok(pending)
    }

    /// Opens a file without a name.
    pub(super) fn unnamed(&self) -> Result<File, Error> {
        match self.nameless() {
            Ok(file) => Ok(file),
            Err(error) if is_unsupported(error) => {
                let name = partial();
                let file = self.create(name.as_ref())?;
                let removed = unlinkat(&self.handle, &name, AtFlags::empty());
                removed.map(|()| file).map_err(|error| self.failed("remove", name.as_ref(), error.into()))
            }
            Err(error) => Err(Error::System { verb: "write to", path: self.path.clone(), source: error.into() }),
        }
    }

    /// Gives a file its name once its bytes are on the disk; never takes a name that is in use.
    pub(super) fn publish(&self, pending: Pending, name: &OsStr) -> Result<PathBuf, Error> {
        let failed = |source: io::Error| match source.kind() {
            io::ErrorKind::AlreadyExists => Error::Exists { path: self.path.join(name) },
            _ => self.failed("link", name, source),
        };
        pending.file().sync_all().map_err(|error| self.failed("write", name, error))?;
        let named = match &pending {
            Pending::Nameless(file) => {
                let handle = format!("/proc/self/fd/{}", file.as_raw_fd());
                linkat(CWD, handle.as_str(), &self.handle, name, AtFlags::SYMLINK_FOLLOW)
            }
            Pending::Partial(..) => self.rename(pending.name(), name),
        };
        named.map_err(|error| failed(error.into()))?;
        // If this reports a failure, the file must not be there.
        self.sync().inspect_err(|_| _ = unlinkat(&self.handle, name, AtFlags::empty()))?;
        Ok(self.path.join(name))
    }

    /// Renames a file with a partial name to one that is not in use. If the file system cannot rename like that (NFS,
    /// most of those in user space), the file gets a second name, and loses the first when it is closed; if a file can
    /// have only one name (FAT in user space), the name is looked up first.
    fn rename(&self, partial: &OsStr, name: &OsStr) -> rustix::io::Result<()> {
        match renameat_with(&self.handle, partial, &self.handle, name, RenameFlags::NOREPLACE) {
            Err(Errno::INVAL | Errno::NOSYS) => {}
            renamed => return renamed,
        }
        match linkat(&self.handle, partial, &self.handle, name, AtFlags::empty()) {
            Err(Errno::PERM | Errno::OPNOTSUPP | Errno::NOSYS) => {}
            linked => return linked,
        }
        match statat(&self.handle, name, AtFlags::SYMLINK_NOFOLLOW) {
            // A file that appears in between was made by someone who can write to the folder, which in any but a sticky
            // one is only us, and who loses only that file.
            Err(Errno::NOENT) => renameat(&self.handle, partial, &self.handle, name),
            found => Err(found.err().unwrap_or(Errno::EXIST)),
        }
    }

    /// Replaces a file; `write` decides whether its bytes are on the disk by then.
    pub(super) fn replace(&self, name: &OsStr, write: impl FnOnce(&mut File) -> io::Result<()>) -> Result<(), Error> {
        let mut pending = self.partial()?;
        let whole = write(pending.file_mut());
        let written = whole.and_then(|()| Ok(renameat(&self.handle, pending.name(), &self.handle, name)?));
        written.map_err(|error| self.failed("write", name, error))
    }

    /// Removes what killed runs left behind: files of ours whose lock nobody holds.
    pub(super) fn sweep(&self) {
        for entry in Dir::read_from(&self.handle).into_iter().flatten().flatten() {
            let name = entry.file_name();
            if !name.to_bytes().starts_with(PARTIAL.as_bytes()) {
                continue;
            }
            let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
            let Ok(file) = openat(&self.handle, name, flags, Mode::empty()).map(File::from) else {
                continue;
            };
            let caller = nix::unistd::geteuid().as_raw();
            let ours = file.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.uid() == caller);
            if ours && lock(&file).is_ok() {
                let _ = unlinkat(&self.handle, name, AtFlags::empty());
            }
        }
    }

    fn nameless(&self) -> rustix::io::Result<File> {
        let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
        openat(&self.handle, ".", flags, Mode::RUSR | Mode::WUSR).map(File::from)
    }

    fn create(&self, name: &OsStr) -> Result<File, Error> {
        let flags = OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::RDWR | OFlags::CLOEXEC;
        let opened = openat(&self.handle, name, flags, Mode::RUSR | Mode::WUSR);
        opened.map(File::from).map_err(|error| self.failed("create", name, error.into()))
    }

    /// Makes sure that the names in it are on the disk.
    pub(super) fn sync(&self) -> Result<(), Error> {
        self.handle.sync_all().map_err(|source| Error::System { verb: "write", path: self.path.clone(), source })
    }

    fn failed(&self, verb: &'static str, name: &OsStr, source: io::Error) -> Error {
        Error::System { verb, path: self.path.join(name), source }
    }
}

impl Pending {
    pub(super) fn file(&self) -> &File {
        let (Self::Nameless(file) | Self::Partial(file, _)) = self;
        file
    }

    fn file_mut(&mut self) -> &mut File {
        let (Self::Nameless(file) | Self::Partial(file, _)) = self;
        file
    }

    /// Returns the name that it has until it is complete.
    fn name(&self) -> &OsStr {
        match self {
            Self::Nameless(_) => OsStr::new(""),
            Self::Partial(_, path) => path.file_name().unwrap_or_default(),
        }
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if let Self::Partial(_, path) = self {
            // A published file has another name by now. What cannot be removed is swept at the next start.
            let _ = fs::remove_file(&*path);
            forget(path);
        }
    }
}

/// Removes every file that is being written under a name, because the process ends now.
pub fn remove_partials() {
    for path in partials().drain(..) {
        let _ = fs::remove_file(path);
    }
}

/// Locks a file that nobody else has locked; closing it, which cannot fail, releases the lock.
fn lock(file: &File) -> rustix::io::Result<()> {
    rustix::io::retry_on_intr(|| flock(file, FlockOperation::NonBlockingLockExclusive))
}

/// Removes a path from the list of those that are being written.
fn forget(path: &Path) {
    partials().retain(|partial| partial != path);
}

/// Returns the files that are being written under a name.
fn partials() -> std::sync::MutexGuard<'static, Vec<PathBuf>> {
    static PARTIALS: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());
    PARTIALS.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Makes a name that nobody can predict.
fn partial() -> String {
    let mut bytes = [0; 8];
    // Without randomness the name may be in use, and then creating it fails.
    let _ = ring::rand::SystemRandom::new().fill(&mut bytes);
    format!("{PARTIAL}{}", data_encoding::HEXLOWER.encode(&bytes))
}

/// Returns whether an error says that the file system does not support files without a name.
fn is_unsupported(error: Errno) -> bool {
    [Errno::OPNOTSUPP, Errno::ISDIR, Errno::NOENT, Errno::INVAL].contains(&error)
}

const PARTIAL: &str = ".casepack-partial-";
