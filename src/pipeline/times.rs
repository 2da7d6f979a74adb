//! The times of a run.

use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::clock::Clock;

/// The clock of a run, and its beginning.
#[derive(Clone, Copy)]
pub(super) struct Times<'a> {
    pub(super) clock: &'a dyn Clock,
    /// The time at which the bundle is made, however long that takes.
    pub(super) now: Timestamp,
    /// The time from which its limits count.
    pub(super) start: Instant,
}

impl Times<'_> {
    /// Returns how long it has taken; zero with a fixed clock, so that two runs are the same, byte for byte.
    pub(super) fn took(&self) -> Duration {
        if self.clock.is_fixed() { Duration::ZERO } else { self.start.elapsed() }
    }
}
