//! What a plan asks of the appliance before anything is collected.

use std::path::Path;

use super::Status;
use crate::profile::{Compression, Floor, Keep, PathPattern};

/// What is there: names and sizes, and of contents how they pack.
pub trait Survey {
    /// Whether it is the running system, and not another tree.
    fn is_live(&self) -> bool;

    /// Whether a path is there.
    ///
    /// # Errors
    /// [`Status::Absent`] where it is not there; another, and why, where nobody can tell.
    fn has(&mut self, path: &str) -> Result<(), (Status, String)>;

    /// Whether a program is there, by its name or path.
    fn has_program(&mut self, program: &str) -> bool;

    /// The files that match, and the paths that match and are not read.
    fn find(&mut self, paths: &[PathPattern], exclude: &[PathPattern], floor: Floor) -> Listing;

    /// What a part of a file packs to, at the end of it that is kept; `None` where it cannot be had.
    fn sample(&mut self, path: &Path, keep: Keep, compress: Compression) -> Option<Sample>;
}

/// A part of a file, and what it packs to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sample {
    /// Bytes of it.
    pub bytes: u64,
    /// Bytes of it packed.
    pub packed: u64,
}

/// What a listing gave.
#[derive(Debug, Default)]
pub struct Listing {
    /// Files that match.
    pub found: Vec<FoundFile>,
    /// Paths that match and are not read.
    pub skipped: Vec<SkippedPath>,
}

/// A file that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundFile {
    /// Its absolute path as the appliance knows it.
    pub path: Vec<u8>,
    /// Bytes that it says it has; 0 for most of the kernel's files.
    pub size: u64,
    /// When it was last changed, in seconds since 1970.
    pub modified: i64,
}

/// A path that matches and is not read.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SkippedPath {
    /// Its absolute path; empty: the source as a whole.
    pub path: Vec<u8>,
    /// What it comes to.
    pub status: Status,
    /// Why it is not read.
    pub reason: String,
}
