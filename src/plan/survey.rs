//! What a plan asks of the appliance before anything is collected.

use std::path::Path;

use super::Status;
use crate::profile::{Compression, Floor, Keep, PathPattern};

/// A survey of what exists: names and sizes, and how well contents compress.
pub trait Survey {
    /// Returns whether it is the running system, and not another tree.
    fn is_live(&self) -> bool;

    /// Whether a path is there.
    ///
    /// # Errors
    /// [`Status::Absent`] where it is not there; another, and why, where nobody can tell.
    fn has(&mut self, path: &str) -> Result<(), (Status, String)>;

    /// Returns whether a program exists, by its name or path.
    fn has_program(&mut self, program: &str) -> bool;

    /// Returns the files that match, and the matching paths that are not read.
    fn find(&mut self, paths: &[PathPattern], exclude: &[PathPattern], floor: Floor) -> Listing;

    /// Returns what a part of a file packs to, at the end of it that is kept; `None` if it cannot be read.
    fn sample(&mut self, path: &Path, keep: Keep, compress: Compression) -> Option<Sample>;
}

/// A part of a file, and what it packs to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sample {
    /// Number of its bytes.
    pub bytes: u64,
    /// Number of its bytes when packed.
    pub packed: u64,
}

/// The result of a listing.
#[derive(Debug, Default)]
pub struct Listing {
    /// Files that match.
    pub found: Vec<FoundFile>,
    /// Paths that match and are not read.
    pub skipped: Vec<SkippedPath>,
}

/// A file that exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundFile {
    /// Its absolute path on the appliance.
    pub path: Vec<u8>,
    /// Its size in bytes; 0 for most kernel files.
    pub size: u64,
    /// When it was last changed, in seconds since 1970.
    pub modified: i64,
}

/// A path that matches and is not read.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SkippedPath {
    /// Its absolute path; empty if this is about the source as a whole.
    pub path: Vec<u8>,
    /// The outcome.
    pub status: Status,
    /// The reason why it is not read.
    pub reason: String,
}
