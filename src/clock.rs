//! Time: reads clocks, and never waits.

use jiff::Timestamp;

/// A clock, which is passed in so that a run can be repeated byte for byte.
pub trait Clock {
    /// Returns the current time in UTC.
    fn now(&self) -> Timestamp;

    /// Returns whether the clock is fixed: runs can then be compared byte for byte, and nothing that varies between
    /// runs is written.
    fn is_fixed(&self) -> bool {
        false
    }
}

/// The system's clock.
#[derive(Debug, Default, Clone, Copy)]
pub struct System;

impl Clock for System {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A fixed clock: `SOURCE_DATE_EPOCH`, and tests.
#[derive(Debug, Clone, Copy)]
pub struct Fixed(pub Timestamp);

impl Clock for Fixed {
    fn now(&self) -> Timestamp {
        self.0
    }

    fn is_fixed(&self) -> bool {
        true
    }
}

/// Formats a time for file names: `20260102T030405Z`.
#[must_use]
pub fn compact(timestamp: Timestamp) -> String {
    timestamp.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Formats a time as RFC 3339 with whole seconds.
#[must_use]
pub fn rfc3339(timestamp: Timestamp) -> String {
    timestamp.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
