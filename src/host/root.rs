//! The tree to read: the running system, or another one given by `--root`.

use std::path::{Path, PathBuf};

/// The tree that holds the appliance's files.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Root {
    /// The running system.
    Live,
    /// Another tree, read as if it were the appliance's root.
    Tree(PathBuf),
}

impl Root {
    /// Returns whether it is the running system.
    #[must_use]
    pub const fn is_live(&self) -> bool {
        matches!(self, Self::Live)
    }

    /// Returns where a path of the appliance lies on this machine.
    #[must_use]
    pub fn locate(&self, path: &Path) -> PathBuf {
        match self {
            Self::Live => path.to_owned(),
            Self::Tree(folder) => folder.join(path.strip_prefix("/").unwrap_or(path)),
        }
    }
}
