//! What is told on the way, to somebody who may have stopped listening.
//!
//! A pipe whose reader has stalled (a lost connection, a stopped pager) holds up whoever writes to it, and with it the
//! lock of the run. So a line that nobody takes is left out.

use std::io::{self, Write};
use std::os::fd::AsFd;

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

/// Tells lines on standard error.
pub(super) struct LossyStderr {
    /// Nobody took the last line in time.
    stalled: bool,
}

impl LossyStderr {
    /// Waits a moment for a reader that is not ready.
    pub(super) const fn new() -> Self {
        Self { stalled: false }
    }

    /// Does not wait for a reader that is not ready.
    pub(super) const fn impatient() -> Self {
        Self { stalled: true }
    }

    /// Tells a line that matters: whoever did not take the one before is waited for once more.
    pub(super) fn write_important(&mut self, line: &str) {
        self.stalled = false;
        self.write_line(line);
    }

    /// Tells a line, if it is taken; waits a moment for somebody who took the one before.
    pub(super) fn write_line(&mut self, line: &str) {
        let stderr = io::stderr();
        let patience = if self.stalled { PollTimeout::ZERO } else { PollTimeout::from(PATIENCE) };
        // What is told to be ready takes a page, and no line is as long.
        let ready = poll(&mut [PollFd::new(stderr.as_fd(), PollFlags::POLLOUT)], patience);
        self.stalled = !ready.is_ok_and(|count| count > 0);
        if !self.stalled {
            // A caller that has gone away must not end the collection.
            let _ = writeln!(&stderr, "{line}");
        }
    }
}

/// How long somebody is waited for who took the line before, in milliseconds.
const PATIENCE: u16 = 1000;
