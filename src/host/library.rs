//! Profiles on the appliance: read them, list them, and say whether they can be trusted.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::profile::Library;

/// The running system's profiles.
#[derive(Debug, Default)]
pub struct Profiles;

impl Library for Profiles {
    fn read(&self, path: &Path) -> Result<Vec<u8>, String> {
        let size = fs::metadata(path).map_err(|error| error.to_string())?.len();
        if size > LARGEST {
            return Err(format!("it has {size} bytes; a profile has at most {LARGEST}"));
        }
        fs::read(path).map_err(|error| error.to_string())
    }

    fn list(&self, folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        let mut paths: Vec<_> = entries.filter(|path| path.extension().is_some_and(|end| end == "toml")).collect();
        paths.sort();
        paths
    }

    fn trust(&self, path: &Path) -> Result<(), String> {
        trusted(path)
    }
}

/// Whether `path` and every folder above it belong to root or to the caller and nobody else may write there; a
/// sticky folder passes, as nobody can swap in it what is ours. Follows links and checks where they lead.
///
/// # Errors
/// The path that is wrong, and how to mend it.
pub(crate) fn trusted(path: &Path) -> Result<(), String> {
    // Security: the path is resolved first, so that what is checked is what will be opened by its real name.
    let real = fs::canonicalize(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let caller = nix::unistd::geteuid().as_raw();
    for (depth, part) in real.ancestors().enumerate() {
        let metadata = fs::symlink_metadata(part).map_err(|error| format!("{}: {error}", part.display()))?;
        if metadata.uid() != 0 && metadata.uid() != caller {
            return Err(format!(
                "{} belongs to user {}; run: chown root {}",
                part.display(),
                metadata.uid(),
                part.display()
            ));
        }
        let shared = metadata.mode() & 0o022 != 0;
        let sticky = depth > 0 && metadata.mode() & 0o1000 != 0;
        if shared && !sticky {
            return Err(format!("{} may be written by others; run: chmod go-w {}", part.display(), part.display()));
        }
    }
    Ok(())
}

/// Bytes of a profile.
const LARGEST: u64 = 1 << 20;
