//! When a run is.

use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::clock::Clock;

/// The clock of a run, and when it began.
#[derive(Clone, Copy)]
pub(super) struct Times<'a> {
    pub(super) clock: &'a dyn Clock,
    /// The one time that the bundle is made at, whatever it takes.
    pub(super) now: Timestamp,
    /// From when on its limits count.
    pub(super) start: Instant,
}

impl Times<'_> {
    /// How long it has taken; nothing under a clock that stands still, so that two runs are the same, byte for byte.
    pub(super) fn took(&self) -> Duration {
        if self.clock.is_fixed() { Duration::ZERO } else { self.start.elapsed() }
    }
}
