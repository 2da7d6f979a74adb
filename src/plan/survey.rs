//! What a plan asks of the appliance before anything is read.

use super::Status;
use crate::profile::{Floor, PathPattern};

/// What is there: names and sizes, no contents.
pub trait Survey {
    /// Whether it is the running system, and not another tree.
    fn is_live(&self) -> bool;

    /// Whether a path is there.
    fn has(&mut self, path: &str) -> bool;

    /// Whether a program is there, by its name or path.
    fn has_program(&mut self, program: &str) -> bool;

    /// The files that match, and the paths that match and are not read.
    fn find(&mut self, paths: &[PathPattern], exclude: &[PathPattern], floor: Floor) -> (Vec<Seen>, Vec<Passed>);
}

/// A file that is there: path, bytes, seconds since 1970 when it was last changed.
pub type Seen = (Vec<u8>, u64, i64);

/// A path (empty: the source as a whole) that is not read, what it comes to, and why.
pub type Passed = (Vec<u8>, Status, String);
