//! Messages during a run, for a reader that may have stopped reading.
//!
//! A pipe whose reader has stalled (a lost connection, a stopped pager) blocks whoever writes to it, and with it the
//! lock of the run. So a line that is not read in time is dropped.

use std::io::{self, Write};
use std::os::fd::AsFd;

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

/// Writes lines to standard error.
pub(super) struct LossyStderr {
    /// Whether the last line was not read in time.
    stalled: bool,
}

impl LossyStderr {
    /// Makes a writer that waits a moment for a reader that is not ready.
    pub(super) const fn new() -> Self {
        Self { stalled: false }
    }

    /// Makes a writer that does not wait for a reader that is not ready.
    pub(super) const fn impatient() -> Self {
        Self { stalled: true }
    }

    /// Writes an important line: it waits again for the reader even if the line before was dropped.
    pub(super) fn write_important(&mut self, line: &str) {
        self.stalled = false;
        self.write_line(line);
    }

    /// Writes a line if it can be written; waits a moment for a reader that took the line before.
    pub(super) fn write_line(&mut self, line: &str) {
        let stderr = io::stderr();
        let patience = if self.stalled { PollTimeout::ZERO } else { PollTimeout::from(PATIENCE) };
        // A pipe that is ready has room for a page, and no line is longer than that.
        let ready = poll(&mut [PollFd::new(stderr.as_fd(), PollFlags::POLLOUT)], patience);
        self.stalled = !ready.is_ok_and(|count| count > 0);
        if !self.stalled {
            // A caller that has gone away must not end the collection.
            let _ = writeln!(&stderr, "{line}");
        }
    }
}

/// Milliseconds to wait for a reader that took the line before.
const PATIENCE: u16 = 1000;
