//! Whom a path belongs to: what root runs, believes or writes to must be nobody else's to change.
//!
//! The rule is sudo's for sudoers: a file and every folder above it belong to root or to the caller, and nobody else
//! may write there. A sticky folder passes, because nobody can swap in it what is ours.

use std::fmt;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::quoting;

/// What is wrong with a path, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The path that is wrong: the one that was asked about, or one above it.
    pub path: PathBuf,
    /// What is wrong.
    pub why: String,
    /// The command that mends it; empty where there is none.
    pub mend: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.path.display(), self.why)?;
        if self.mend.is_empty() { Ok(()) } else { write!(formatter, "; run: {}", self.mend) }
    }
}

/// Holds a file that is believed or run to the rule. Follows links and checks where they lead.
///
/// # Errors
/// The first path that is wrong, from below.
pub fn file(path: &Path) -> Result<(), Fault> {
    check(path, Held::File)
}

/// Holds a folder that is written to to the rule; a sticky one passes. A caller who is not root may share it with a
/// group.
///
/// # Errors
/// As [`file()`].
pub fn folder(path: &Path) -> Result<(), Fault> {
    check(path, Held::Folder)
}

/// What is held to the rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Held {
    /// Nobody else may write it.
    File,
    /// A group may share it with a caller who is not root, and everybody where it is sticky.
    Folder,
}

fn check(path: &Path, held: Held) -> Result<(), Fault> {
    let shared = if held == Held::File || nix::unistd::geteuid().is_root() { 0o022 } else { 0o002 };
    let unreachable = |path: &Path, error: std::io::Error| Fault {
        path: path.to_owned(),
        why: format!("cannot be reached: {error}"),
        mend: String::new(),
    };
    // Security: the path is resolved first, so that what is checked is what will be opened by its real name.
    let real = fs::canonicalize(path).map_err(|error| unreachable(path, error))?;
    let caller = nix::unistd::geteuid().as_raw();
    for (depth, part) in real.ancestors().enumerate() {
        let metadata = fs::symlink_metadata(part).map_err(|error| unreachable(part, error))?;
        let fault = |why: String, mend: String| Err(Fault { path: part.to_owned(), why, mend });
        if metadata.uid() != 0 && metadata.uid() != caller {
            return fault(format!("belongs to user {}", metadata.uid()), format!("chown root {}", quoting::word(part)));
        }
        let sticky = (depth > 0 || held == Held::Folder) && metadata.mode() & 0o1000 != 0;
        if metadata.mode() & shared != 0 && !sticky {
            return fault("may be written by others".to_owned(), format!("chmod go-w {}", quoting::word(part)));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

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
        assert_eq!((fault.path.as_path(), fault.mend.starts_with("chmod go-w ")), (above.as_path(), true));
        mode(0o1777);
        assert_eq!((super::file(&path), super::folder(&above)), (Ok(()), Ok(())));
        assert!(super::file(&above).is_err());
    }
}
