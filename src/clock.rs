//! Time: what the clock says, and nothing that waits.

use jiff::Timestamp;

/// Tells the time; handed in, so that a run can be repeated byte for byte.
pub trait Clock {
    /// Now, in UTC.
    fn now(&self) -> Timestamp;

    /// Whether it stands still: then runs can be compared byte for byte, and nothing that differs is written down.
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

/// A clock that stands still: `SOURCE_DATE_EPOCH`, and tests.
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

/// `20260102T030405Z`, for names.
#[must_use]
pub fn compact(timestamp: Timestamp) -> String {
    timestamp.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// RFC 3339 with whole seconds.
#[must_use]
pub fn rfc3339(timestamp: Timestamp) -> String {
    timestamp.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
