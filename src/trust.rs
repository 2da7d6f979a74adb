//! Checks the owners of paths: what root runs, trusts or writes to must not be writable by anyone else.
//!
//! The rule is that of sudo for sudoers: a file and every folder above it belong to root or to the caller, and nobody
//! else can write there. A sticky folder is accepted, because others cannot replace our files in it.

use std::fmt;
use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use nix::errno::Errno;

use crate::quoting;

/// What is wrong with a path, and the command that fixes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The path that is wrong: the one that was checked, or one above it.
    pub path: PathBuf,
    /// What is wrong.
    pub why: String,
    /// The command that fixes it; empty if there is none.
    pub remedy: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.path.display(), self.why)?;
        if self.remedy.is_empty() { Ok(()) } else { write!(formatter, "; run: {}", self.remedy) }
    }
}

/// Checks a file that is trusted or run, with every link on the way to it and their targets.
///
/// # Errors
/// The first path that is wrong, from below.
pub fn file(path: &Path) -> Result<(), Fault> {
    check(path, Held::File)
}

/// Checks a folder that is written to; a sticky one is accepted. A caller who is not root may share it with a group.
///
/// # Errors
/// As [`file()`].
pub fn folder(path: &Path) -> Result<(), Fault> {
    check(path, Held::Folder)
}

/// The kinds of paths that are checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Held {
    /// A file that nobody else can write to.
    File,
    /// A folder that a group may share with a caller who is not root, and everyone if it is sticky.
    Folder,
}

fn check(path: &Path, held: Held) -> Result<(), Fault> {
    let shared = if held == Held::File || nix::unistd::geteuid().is_root() { 0o022 } else { 0o002 };
    let real = fs::canonicalize(path).map_err(|error| unreachable(path, &error))?;
    for (depth, part) in real.ancestors().enumerate() {
        let metadata = ours(part)?;
        let sticky = (depth > 0 || held == Held::Folder) && metadata.mode() & 0o1000 != 0;
        if metadata.mode() & shared != 0 && !sticky {
            let (why, remedy) = ("is writable by others".to_owned(), format!("chmod go-w {}", quoting::word(part)));
            return Err(Fault { path: part.to_owned(), why, remedy });
        }
    }
    // Security: anyone who can redirect a link between this check and the opening could substitute another file.
    let whole = std::path::absolute(path).map_err(|error| unreachable(path, &error))?;
    links(&whole, LINKS)
}

/// Checks the links on the way and their targets: each must be ours, in a folder that nobody else can write to.
fn links(path: &Path, left: usize) -> Result<(), Fault> {
    for part in path.ancestors() {
        let Ok(target) = fs::read_link(part) else { continue };
        ours(part)?;
        let folder = part.parent().unwrap_or(Path::new("/"));
        check(folder, Held::Folder)?;
        match left.checked_sub(1) {
            Some(left) => links(&folder.join(target), left)?,
            None => return Err(unreachable(part, &io::Error::from_raw_os_error(Errno::ELOOP as i32))),
        }
    }
    Ok(())
}

/// Returns the metadata of a path that belongs to root or to the caller.
fn ours(path: &Path) -> Result<Metadata, Fault> {
    let metadata = fs::symlink_metadata(path).map_err(|error| unreachable(path, &error))?;
    if [0, nix::unistd::geteuid().as_raw()].contains(&metadata.uid()) {
        return Ok(metadata);
    }
    let (why, remedy) =
        (format!("belongs to user {}", metadata.uid()), format!("chown -h root {}", quoting::word(path)));
    Err(Fault { path: path.to_owned(), why, remedy })
}

fn unreachable(path: &Path, error: &io::Error) -> Fault {
    Fault { path: path.to_owned(), why: format!("cannot be accessed: {error}"), remedy: String::new() }
}

/// Maximum number of links on the way to one path, as in the kernel (path_resolution(7)).
const LINKS: usize = 40;

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn c5_a_link_that_others_could_turn_elsewhere_counts_though_it_leads_to_what_is_ours() {
        let place = tempfile::tempdir().unwrap();
        let at = |name: &str| place.path().join(name);
        fs::create_dir(at("open")).unwrap();
        fs::write(at("file"), "").unwrap();
        std::os::unix::fs::symlink("../file", at("open/link")).unwrap();
        std::os::unix::fs::symlink("open/link", at("outer")).unwrap();
        std::os::unix::fs::symlink("round", at("round")).unwrap();
        assert_eq!([super::file(&at("open/link")), super::file(&at("outer"))], [Ok(()), Ok(())]);
        fs::set_permissions(at("open"), fs::Permissions::from_mode(0o777)).unwrap();
        for path in ["open/link", "outer", "open/../open/link"] {
            assert_eq!(super::file(&at(path)).unwrap_err().path, at("open").canonicalize().unwrap(), "{path}");
        }
        assert_eq!(super::file(&at("file")), Ok(()));
        assert!(super::file(&at("round")).is_err());
    }

    #[test]
    fn c5_every_folder_above_counts_and_a_sticky_one_passes() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("above/below");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("file"), "").unwrap();
        let above = place.path().join("above");
        let mode = |mode| fs::set_permissions(&above, fs::Permissions::from_mode(mode)).unwrap();
        let path = folder.join("file");
        assert_eq!(super::file(&path), Ok(()));
        mode(0o777);
        let fault = super::file(&path).unwrap_err();
        assert_eq!((fault.path.as_path(), fault.remedy.starts_with("chmod go-w ")), (above.as_path(), true));
        mode(0o1777);
        assert_eq!((super::file(&path), super::folder(&above)), (Ok(()), Ok(())));
        assert!(super::file(&above).is_err());
    }
}
