//! Waits for a reader's answer, frame by frame, and says what a request comes to whose answer does not come.
//!
//! A wait is as long as the caller says, and no longer than the run where a request to end it counts.

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

/// The next frame of an answer, read into `buffer`; the errors `TimedOut` at the deadline, `Interrupted` when the run is
/// asked to end and there is haste.
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
            // A frame that has begun to come comes whole, or its reader hangs.
            stream.set_read_timeout(Some(left))?;
            return Frame::read(stream, std::mem::take(buffer));
        }
    }
}

/// What a request comes to whose answer did not come, or not whole, in the time that was `waited`.
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

/// Why an answer was not waited for when the whole run is asked to end.
const STOPPED: &str = "the run was asked to stop";
