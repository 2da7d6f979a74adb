//! A folder that is held open: what is written goes into it and nowhere else, whatever becomes of its path.

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
    /// It has no name.
    Nameless(File),
    /// It has a name that the next start removes; a lock on it, until it is closed, says that it is in use.
    Partial(File, PathBuf),
}

/// Room on a file system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Space {
    /// Bytes that we may still write.
    pub free: u64,
    /// Bytes in all.
    pub total: u64,
}

impl Folder {
    /// Opens it.
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let failed = |source: io::Error| Error::System { verb: "open", path: path.to_owned(), source };
        let flags = OFlags::DIRECTORY | OFlags::CLOEXEC;
        let handle = openat(CWD, path, flags, Mode::empty()).map_err(|error| failed(error.into()))?;
        Ok(Self { path: path.to_owned(), handle: handle.into() })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The room on its file system, where that can be known.
    pub(super) fn space(&self) -> Option<Space> {
        let told = rustix::fs::fstatvfs(&self.handle).ok()?;
        Some(Space {
            free: told.f_bavail.saturating_mul(told.f_frsize),
            total: told.f_blocks.saturating_mul(told.f_frsize),
        })
    }

    /// Begins a file: without a name, or where the file system cannot do that under a name that `sweep` removes.
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
        // From here on it is removed however this ends.
        let pending = Pending::Partial(created, path);
        // Where nobody can lock, nobody takes it for one that was left behind either.
        let _ = lock(pending.file());
        Ok(pending)
    }

    /// A file that no name leads to.
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

    /// Gives a file its name, once its bytes are on the disk; never takes a name that is in use.
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
        // Who is told that it failed must not find it there.
        self.sync().inspect_err(|_| _ = unlinkat(&self.handle, name, AtFlags::empty()))?;
        Ok(self.path.join(name))
    }

    /// Gives a file that has a partial name another that is not in use. Where the file system cannot rename like that
    /// (NFS, most of those in user space), it gets a second name, and loses the first when it is closed; where a file has
    /// one name only (FAT in user space), the name is looked up first.
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
            // Who takes the name in between may write in the folder, as nobody else may but in a sticky one, and only
            // loses what it stood for.
            Err(Errno::NOENT) => renameat(&self.handle, partial, &self.handle, name),
            found => Err(found.err().unwrap_or(Errno::EXIST)),
        }
    }

    /// Writes a file in place of an older one; whether its bytes are on the disk by then is the writer's matter.
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

    /// Sees to it that the names in it are on the disk.
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

    /// The name that it has until it is whole.
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
            // A published one has another name by now. What cannot be removed is swept at the next start.
            let _ = fs::remove_file(&*path);
            forget(path);
        }
    }
}

/// Removes every file that is being written under a name: the process ends here and now.
pub fn remove_partials() {
    for path in partials().drain(..) {
        let _ = fs::remove_file(path);
    }
}

/// Locks a file that nobody else has locked; closing it, which cannot fail, lets it go.
fn lock(file: &File) -> rustix::io::Result<()> {
    rustix::io::retry_on_intr(|| flock(file, FlockOperation::NonBlockingLockExclusive))
}

/// Takes a path off the list of those that are being written.
fn forget(path: &Path) {
    partials().retain(|partial| partial != path);
}

/// Files that are being written under a name.
fn partials() -> std::sync::MutexGuard<'static, Vec<PathBuf>> {
    static PARTIALS: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());
    PARTIALS.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// A name that nobody can foresee.
fn partial() -> String {
    let mut bytes = [0; 8];
    // Without randomness the name may be in use, and creating it fails.
    let _ = ring::rand::SystemRandom::new().fill(&mut bytes);
    format!("{PARTIAL}{}", data_encoding::HEXLOWER.encode(&bytes))
}

/// Whether an error says that the file system has no files without a name.
fn is_unsupported(error: Errno) -> bool {
    [Errno::OPNOTSUPP, Errno::ISDIR, Errno::NOENT, Errno::INVAL].contains(&error)
}

const PARTIAL: &str = ".casepack-partial-";
