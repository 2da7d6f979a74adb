//! Files and folders that only we may access: checks and reads them.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use nix::fcntl::OFlag;
use zeroize::Zeroizing;

use super::Error;
use crate::quoting;

/// Reads the bytes of a secret file that only we may access.
pub(super) fn read_private(path: &Path) -> Result<Zeroizing<Vec<u8>>, Error> {
    check_private(path)?;
    let system = |source| Error::System { verb: "read", path: path.to_owned(), source };
    let mut file = open_nofollow(path).map_err(system)?;
    if !file.metadata().map_err(system)?.is_file() {
        let (why, remedy) =
            ("is not a regular file".to_owned(), format!("mv {} {}", quoting::word(path), quoting::word(&away(path))));
        return Err(Error::Unsafe { path: path.to_owned(), why, remedy });
    }
    let mut bytes = Zeroizing::new(Vec::new());
    file.by_ref().take(LARGEST).read_to_end(&mut bytes).map_err(system)?;
    Ok(bytes)
}

/// Returns the path to which something in the place of a file is moved.
fn away(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".away");
    name.into()
}

/// Opens a file of our own for reading, and nothing that has replaced it.
pub(super) fn open_nofollow(path: &Path) -> io::Result<File> {
    // Security: a link that has replaced it since the check is not followed, and a FIFO does not block.
    let flags = OFlag::O_NOFOLLOW.bits() | OFlag::O_NONBLOCK.bits();
    OpenOptions::new().read(true).custom_flags(flags).open(path)
}

/// Checks that a file or folder belongs to us and is not accessible to others.
pub(super) fn check_private(path: &Path) -> Result<(), Error> {
    let metadata =
        fs::symlink_metadata(path).map_err(|source| Error::System { verb: "stat", path: path.to_owned(), source })?;
    let caller = nix::unistd::geteuid().as_raw();
    let shown = quoting::word(path);
    let fault = |why: &str, remedy: String| Err(Error::Unsafe { path: path.to_owned(), why: why.to_owned(), remedy });
    if metadata.is_symlink() {
        return fault("is a symbolic link", format!("rm {shown}"));
    }
    if metadata.uid() != caller {
        let owner = metadata.uid();
        let remedy = match (caller, metadata.is_dir()) {
            (0, _) => format!("chown 0 {shown}"),
            // The command must not give another user's folder to the caller.
            (_, true) => format!("run it as user {owner}, or set {FOLDERS} to folders of your own"),
            (_, false) => format!("run it as user {owner}"),
        };
        return fault(&format!("belongs to user {owner}, not to {caller}"), remedy);
    }
    let (open, mode) = if metadata.is_dir() { (0o022, "go-w") } else { (0o077, "600") };
    if metadata.mode() & open != 0 {
        return fault("is accessible to other users", format!("chmod {mode} {shown}"));
    }
    Ok(())
}

/// The variables for the folders of state.
const FOLDERS: &str = "STATE_DIRECTORY and RUNTIME_DIRECTORY";
/// Maximum bytes of a key file.
const LARGEST: u64 = 4096;
