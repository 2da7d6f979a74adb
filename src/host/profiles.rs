//! Profiles on the appliance: reads and lists them, and checks whether they can be trusted.

use std::fs;
use std::path::{Path, PathBuf};

use crate::profile::Library;
use crate::trust;

/// The running system's profiles.
#[derive(Debug, Default)]
pub struct Profiles;

impl Library for Profiles {
    fn read(&self, path: &Path) -> Result<Vec<u8>, String> {
        let metadata = fs::metadata(path).map_err(|error| error.to_string())?;
        if !metadata.is_file() {
            return Err("it is not a regular file".to_owned());
        }
        let size = metadata.len();
        if size > LARGEST {
            return Err(format!("it is {size} bytes long; a profile may have at most {LARGEST}"));
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
        trust::file(path).map_err(|fault| fault.to_string())
    }
}

/// Maximum bytes of a profile.
const LARGEST: u64 = 1 << 20;
