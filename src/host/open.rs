//! Opens files so that nobody can redirect the open: step by step below a held folder, regular files only.
//!
//! `openat2` resolves a path below an anchor without following any link and without leaving the anchor's file system. A
//! symbolic link is followed only if nobody but root (or the caller) could have made it, one step at a time.

use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use nix::errno::Errno;
use nix::fcntl::{AT_FDCWD, AtFlags, OFlag, OpenHow, ResolveFlag, openat, openat2, readlinkat};
use nix::sys::stat::{FileStat, Mode, fstat, fstatat};
use rustix::fs::Dir;

use super::mounts::{Mounts, kernel_file_may_be_read};
use super::root::Root;
use crate::plan::Status;

/// A file that was found and may be read.
#[derive(Debug)]
pub(crate) struct Located {
    handle: OwnedFd,
    /// The kernel's metadata of it.
    pub(crate) stat: FileStat,
}

/// The reason why a path is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: Status,
    pub(crate) reason: String,
}

/// Opens paths of one root.
#[derive(Debug)]
pub(crate) struct Opener {
    root: Root,
    mounts: Arc<Mounts>,
    /// Mount points to enter although they may not answer.
    allowed: Vec<PathBuf>,
}

impl Opener {
    /// Makes an opener with the current mounts.
    #[cfg(test)]
    pub(crate) fn new(root: Root) -> Self {
        Self::with(root, Arc::new(Mounts::read()))
    }

    /// Makes an opener with mounts that were read before.
    pub(crate) fn with(root: Root, mounts: Arc<Mounts>) -> Self {
        Self { root, mounts, allowed: Vec::new() }
    }

    /// Returns where a path of the appliance lies on this machine.
    pub(crate) fn locate_here(&self, path: &Path) -> PathBuf {
        self.root.locate(path)
    }

    /// Also enters these mounts, given by their paths on the appliance.
    pub(crate) fn entering(mut self, mounts: &[PathBuf]) -> Self {
        self.allowed = mounts.iter().map(|point| self.root.locate(point)).collect();
        self
    }

    /// Returns why a path of the appliance must not be entered, if so.
    pub(crate) fn refusal(&self, path: &Path) -> Option<String> {
        match &self.root {
            Root::Live => self.mounts.refusal(path, &self.allowed),
            Root::Tree(folder) => self.mounts.refusal_below(folder, &self.root.locate(path), &self.allowed),
        }
    }

    /// Finds a regular file by its absolute path on the appliance; enters nothing that may not answer.
    pub(crate) fn locate(&self, path: &Path) -> Result<Located, Refusal> {
        self.walk_to(path, Wanted::File).map(|(located, _)| located)
    }

    /// Does the same, and also returns its path without links.
    pub(crate) fn locate_real(&self, path: &Path) -> Result<(Located, PathBuf), Refusal> {
        self.walk_to(path, Wanted::File)
    }

    /// Finds a folder in the same way; returns it with its path without links.
    pub(crate) fn folder(&self, path: &Path) -> Result<(Located, PathBuf), Refusal> {
        self.walk_to(path, Wanted::Folder)
    }

    /// Finds a folder by a path that holds no link, as its parent was found.
    pub(crate) fn subfolder(&self, path: &Path) -> Result<Located, Refusal> {
        match self.step(path, Wanted::Folder)? {
            Step::Found(located) => Ok(located),
            Step::Link(_) => Err(refusal(Status::Failed, CHANGED)),
        }
    }

    /// The names in a folder that was found; what they stand for is not touched.
    pub(crate) fn entries(&self, folder: &Located) -> Result<Dir, Refusal> {
        Dir::new(self.open(folder)?).map_err(|error| failed("read", Errno::from_raw(error.raw_os_error())))
    }

    fn walk_to(&self, path: &Path, wanted: Wanted) -> Result<(Located, PathBuf), Refusal> {
        let mut path = path.to_owned();
        for _ in 0..LINKS {
            match self.step(&path, wanted)? {
                Step::Found(located) => return Ok((located, path)),
                Step::Link(target) => path = target,
            }
        }
        Err(refusal(Status::Denied, "a chain of more than 16 symbolic links"))
    }

    /// Opens a located file for reading, and makes sure that it is still the same file.
    pub(crate) fn open(&self, located: &Located) -> Result<File, Refusal> {
        let path = format!("/proc/self/fd/{}", located.handle.as_raw_fd());
        // Security: O_NONBLOCK because a lease or a FIFO would block a plain open, O_NOCTTY because a terminal would
        // become ours, O_NOATIME because reading must leave no trace.
        let flags = OFlag::O_RDONLY | OFlag::O_NONBLOCK | OFlag::O_NOCTTY | OFlag::O_CLOEXEC;
        let opened = nix::fcntl::open(path.as_str(), flags | OFlag::O_NOATIME, Mode::empty())
            .or_else(|error| {
                if error == Errno::EPERM { nix::fcntl::open(path.as_str(), flags, Mode::empty()) } else { Err(error) }
            })
            .map_err(|error| failed("open", error))?;
        let stat = fstat(&opened).map_err(|error| failed("stat", error))?;
        if (stat.st_dev, stat.st_ino) != (located.stat.st_dev, located.stat.st_ino) {
            return Err(refusal(Status::Failed, "it was replaced by another file while it was being opened"));
        }
        Ok(File::from(opened))
    }

    /// Resolves a path once, without following links.
    fn step(&self, path: &Path, wanted: Wanted) -> Result<Step, Refusal> {
        if let Some(reason) = self.refusal(path) {
            return Err(refusal(Status::Denied, &reason));
        }
        let kernels = self.root.is_live() && wanted == Wanted::File && !kernel_file_may_be_read(path);
        if kernels && !self.is_link(path) {
            return Err(refusal(
                Status::Denied,
                "a kernel file that is not on the list of those that are safe to read",
            ));
        }
        let (anchor, below) = self.anchor(path)?;
        match resolve(&anchor, &below) {
            Ok(handle) if wanted == Wanted::Folder => self.accept_folder(handle, path),
            Ok(handle) => self.accept(handle, &anchor, &below, path),
            Err(Errno::ELOOP) => self.follow(path).map(Step::Link),
            Err(error) => Err(failed("open", error)),
        }
    }

    fn is_link(&self, path: &Path) -> bool {
        let real = self.root.locate(path);
        std::fs::symlink_metadata(real).is_ok_and(|metadata| metadata.is_symlink())
    }

    /// Returns where resolution begins, and the path below it: the root, or the mount on which the path is, which may
    /// be a single file.
    fn anchor(&self, path: &Path) -> Result<(OwnedFd, PathBuf), Refusal> {
        let real = self.root.locate(path);
        let top = self.root.locate(Path::new("/"));
        let mount = self.mounts.of(&real).map(|mount| mount.point.as_path()).filter(|point| point.starts_with(&top));
        let point = mount.unwrap_or(&top);
        let below = real.strip_prefix(point).unwrap_or(&real);
        let whole = below.as_os_str().is_empty();
        let kind = if whole { OFlag::empty() } else { OFlag::O_DIRECTORY };
        let handle = anchor(point, kind).map_err(|error| failed("open", error))?;
        Ok((handle, if whole { PathBuf::from(WHOLE) } else { below.to_owned() }))
    }

    /// Accepts a folder, or a link that may be followed.
    fn accept_folder(&self, handle: OwnedFd, path: &Path) -> Result<Step, Refusal> {
        let stat = fstat(&handle).map_err(|error| failed("stat", error))?;
        match stat.st_mode & libc_mode::FORMAT {
            libc_mode::FOLDER => Ok(Step::Found(Located { handle, stat })),
            libc_mode::LINK => self.follow(path).map(Step::Link),
            _ => Err(refusal(Status::Absent, "not a directory")),
        }
    }

    /// Accepts a regular file, or a final link that may be followed, and nothing else.
    fn accept(&self, handle: OwnedFd, anchor: &OwnedFd, below: &Path, path: &Path) -> Result<Step, Refusal> {
        let stat = fstat(&handle).map_err(|error| failed("stat", error))?;
        let denied = |what: &str| Err(refusal(Status::Denied, &format!("{what}, and only regular files are read")));
        match stat.st_mode & libc_mode::FORMAT {
            libc_mode::REGULAR => {}
            libc_mode::LINK => return self.follow(path).map(Step::Link),
            libc_mode::FOLDER => return denied("a directory"),
            libc_mode::FIFO => return denied("a FIFO"),
            libc_mode::SOCKET => return denied("a socket"),
            _ => return denied("a device"),
        }
        // Security: in a folder that others can write to, they can hard-link any file of root's under a name of their
        // choice. Only root can do the same by mounting it.
        if stat.st_nlink > 1 && below != Path::new(WHOLE) {
            let folder = below.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let folder =
                resolve(anchor, folder).and_then(|folder| fstat(&folder)).map_err(|error| failed("stat", error))?;
            if (!is_ours(&folder) && folder.st_uid != stat.st_uid) || folder.st_mode & 0o022 != 0 {
                return Err(refusal(Status::Withheld, "a hard link in a folder that others can write to"));
            }
        }
        Ok(Step::Found(Located { handle, stat }))
    }

    /// Replaces the first link on the way by its target.
    fn follow(&self, path: &Path) -> Result<PathBuf, Refusal> {
        let flags = OFlag::O_PATH | OFlag::O_DIRECTORY | OFlag::O_CLOEXEC;
        let top = anchor(&self.root.locate(Path::new("/")), OFlag::O_DIRECTORY);
        let mut folder = top.map_err(|error| failed("open", error))?;
        let mut done = PathBuf::from("/");
        let mut parts = path.components().filter(|part| matches!(part, Component::Normal(_)));
        while let Some(part) = parts.next() {
            let name = part.as_os_str();
            let stat = fstatat(&folder, name, AtFlags::AT_SYMLINK_NOFOLLOW).map_err(|error| failed("stat", error))?;
            if stat.st_mode & libc_mode::FORMAT == libc_mode::LINK {
                let above = fstat(&folder).map_err(|error| failed("stat", error))?;
                // Security: a link is followed only if nobody else could have made it or replaced it.
                if !is_ours(&stat) || !is_ours(&above) || (above.st_mode & 0o022 != 0) {
                    return Err(refusal(Status::Denied, "a symbolic link that another user could have made"));
                }
                let target = readlinkat(&folder, name).map_err(|error| failed("read", error))?;
                // The parts are joined one by one, because joining an empty rest would add a slash.
                let rest = parts.map(|part| part.as_os_str());
                return Ok(rest.fold(normal(&done.join(target)), |path, part| path.join(part)));
            }
            done.push(name);
            if let Some(reason) = self.refusal(&done) {
                return Err(refusal(Status::Denied, &reason));
            }
            match openat(&folder, name, flags | OFlag::O_NOFOLLOW, Mode::empty()) {
                Ok(next) => folder = next,
                // The last component may be a file.
                Err(Errno::ENOTDIR) => {}
                Err(error) => return Err(failed("open", error)),
            }
        }
        Err(refusal(Status::Failed, CHANGED))
    }
}

/// What the end of a path must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    File,
    Folder,
}

enum Step {
    Found(Located),
    Link(PathBuf),
}

/// Opens what resolution begins at: a mount point or a root, whose path contains no link.
fn anchor(path: &Path, kind: OFlag) -> nix::Result<OwnedFd> {
    let flags = OFlag::O_PATH | OFlag::O_CLOEXEC | kind;
    let links = ResolveFlag::RESOLVE_NO_SYMLINKS | ResolveFlag::RESOLVE_NO_MAGICLINKS;
    match openat2(AT_FDCWD, path, OpenHow::new().flags(flags).resolve(links)) {
        Err(Errno::ENOSYS) => nix::fcntl::open(path, flags | OFlag::O_NOFOLLOW, Mode::empty()),
        other => other,
    }
}

/// Resolves `below` under `anchor` without following links and without leaving its file system.
fn resolve(anchor: &OwnedFd, below: &Path) -> nix::Result<OwnedFd> {
    if below == Path::new(WHOLE) {
        return nix::unistd::dup(anchor);
    }
    let how = OpenHow::new().flags(OFlag::O_PATH | OFlag::O_NOFOLLOW | OFlag::O_CLOEXEC).resolve(
        ResolveFlag::RESOLVE_BENEATH
            | ResolveFlag::RESOLVE_NO_SYMLINKS
            | ResolveFlag::RESOLVE_NO_MAGICLINKS
            | ResolveFlag::RESOLVE_NO_XDEV,
    );
    match openat2(anchor, below, how) {
        Err(Errno::ENOSYS) => by_component(anchor, below),
        other => other,
    }
}

/// Does the same on kernels before 5.6, which have no `openat2`: one component after the other.
fn by_component(anchor: &OwnedFd, below: &Path) -> nix::Result<OwnedFd> {
    let device = fstat(anchor)?.st_dev;
    let flags = OFlag::O_PATH | OFlag::O_NOFOLLOW | OFlag::O_CLOEXEC;
    let mut at = openat(anchor, ".", flags, Mode::empty())?;
    let mut parts = below.components().peekable();
    while let Some(part) = parts.next() {
        let Component::Normal(name) = part else {
            if part == Component::CurDir {
                continue;
            }
            return Err(Errno::EXDEV);
        };
        at = openat(&at, name, flags, Mode::empty())?;
        let stat = fstat(&at)?;
        if stat.st_dev != device {
            return Err(Errno::EXDEV);
        }
        if parts.peek().is_some() && stat.st_mode & libc_mode::FORMAT == libc_mode::LINK {
            return Err(Errno::ELOOP);
        }
    }
    Ok(at)
}

/// Returns whether a file belongs to root or to the caller.
fn is_ours(stat: &FileStat) -> bool {
    stat.st_uid == 0 || stat.st_uid == nix::unistd::geteuid().as_raw()
}

/// Resolves `.` and `..` in an absolute path, lexically.
pub(super) fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::from("/");
    for part in path.components() {
        match part {
            Component::ParentDir => drop(out.pop()),
            Component::Normal(name) => out.push(name),
            _ => {}
        }
    }
    out
}

pub(crate) fn refusal(status: Status, reason: &str) -> Refusal {
    Refusal { status, reason: reason.to_owned() }
}

/// Returns the outcome for an error of the system.
pub(crate) fn failed(verb: &str, error: Errno) -> Refusal {
    let status = match error {
        Errno::ENOENT | Errno::ENOTDIR | Errno::ESRCH => Status::Absent,
        Errno::EACCES | Errno::EPERM | Errno::EXDEV => Status::Denied,
        _ => Status::Failed,
    };
    Refusal { status, reason: format!("cannot {verb} it: {}", io::Error::from(error)) }
}

/// The file types of `st_mode` (inode(7)).
mod libc_mode {
    pub(super) const FORMAT: u32 = 0o170_000;
    pub(super) const SOCKET: u32 = 0o140_000;
    pub(super) const LINK: u32 = 0o120_000;
    pub(super) const REGULAR: u32 = 0o100_000;
    pub(super) const FOLDER: u32 = 0o040_000;
    pub(super) const FIFO: u32 = 0o010_000;
}

/// Returns the bytes of a path, for frames.
pub(crate) fn bytes_of(path: &Path) -> &[u8] {
    path.as_os_str().as_bytes()
}

/// Returns the path of these bytes.
pub(crate) fn path_of(bytes: Vec<u8>) -> PathBuf {
    PathBuf::from(OsString::from_vec(bytes))
}

/// The path below an anchor that is the anchor itself.
const WHOLE: &str = ".";
const CHANGED: &str = "it changed while it was being opened";
const LINKS: usize = 16;

#[cfg(test)]
mod tests;
