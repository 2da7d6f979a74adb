//! Waits for a reader's answer, frame by frame, and returns the outcome of a request that is not answered.
//!
//! A wait is as long as the caller says, but ends earlier if a request to stop the run counts.

use std::io;
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

use super::super::frame::{End, Frame};
use super::super::signals;
use super::Haste;
use crate::plan::Status;

/// Reads the next frame of an answer into `buffer`; returns the errors `TimedOut` at the deadline, and `Interrupted` if
/// the run is asked to stop and that counts.
pub(super) fn next(
    stream: &mut UnixStream,
    until: Instant,
    haste: Haste,
    buffer: &mut Vec<u8>,
) -> io::Result<Option<Frame>> {
    loop {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        if haste == Haste::WhenAsked && signals::stop_requested() {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let time = PollTimeout::try_from(left.min(signals::LOOK).as_millis() + 1).unwrap_or(PollTimeout::ZERO);
        let ready = match poll(&mut [PollFd::new(stream.as_fd(), PollFlags::POLLIN)], time) {
            Err(Errno::EINTR) => continue,
            ready => ready? > 0,
        };
        if ready {
            // A frame that has begun to arrive arrives completely, or its reader hangs.
            stream.set_read_timeout(Some(left))?;
            return Frame::read(stream, std::mem::take(buffer));
        }
    }
}

/// Returns the outcome of a request whose answer did not arrive completely in the time `waited`.
pub(super) fn unanswered(error: &io::Error, waited: Duration) -> End {
    match error.kind() {
        io::ErrorKind::Interrupted => End::without(Status::TimedOut, STOPPED),
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => {
            let waited = waited.as_secs_f32();
            End::without(Status::TimedOut, format!("no answer within {waited:.0} s; the file system may hang"))
        }
        _ => End::without(Status::Failed, format!("the reader's answer cannot be read: {error}")),
    }
}

/// The reason if an answer was not waited for because the run is asked to stop.
const STOPPED: &str = "the run was asked to stop";
