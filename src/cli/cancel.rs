//! `casepack cancel`

use std::time::{Duration, Instant};

use rustix::io::Errno;
use rustix::process::{Pid, PidfdFlags, Signal, kill_process, pidfd_open, pidfd_send_signal};

use super::error::Failure;
use super::exit::Exit;
use super::print;

use crate::state::State;

/// Cancels the running collection and waits until it has ended.
pub(super) fn run() -> Result<Exit, Failure> {
    let state = super::state(State::look)?;
    let Some(process) = state.holder() else {
        return Err(Failure::new(Exit::Failed, "no collection is running")
            .hint("`casepack status` shows how the last one ended"));
    };
    // Security: for a process outside our PID namespace the kernel returns 0 or -1, which kill(2) takes for whole
    // groups of processes.
    let Some(known) = Pid::from_raw(process.as_raw()).filter(|_| process.as_raw() > 0) else {
        return Err(Failure::new(Exit::Failed, "the running collection belongs to another container or to the host")
            .hint("cancel it where it was started"));
    };
    let failed = |error| Failure::new(Exit::Failed, format!("cannot signal process {process}: {error}"));
    match pidfd_open(known, PidfdFlags::empty()) {
        // Another process may have taken its number by now; the one that still has the lock is the right one.
        Ok(held) if state.holder() == Some(process) => pidfd_send_signal(held, Signal::INT).map_err(failed)?,
        Ok(_) | Err(Errno::SRCH) => {
            return Err(Failure::new(Exit::Failed, format!("process {process} has already ended"))
                .hint("`casepack status` shows how"));
        }
        // Kernels before 5.3 do not support pidfds.
        Err(Errno::NOSYS) => kill_process(known, Signal::INT).map_err(failed)?,
        Err(error) => return Err(failed(error)),
    }
    let until = Instant::now() + PATIENCE;
    while state.holder() == Some(process) {
        if Instant::now() > until {
            let hint = "it may be about to finish its bundle; see `casepack status`";
            return Err(Failure::new(Exit::Failed, format!("process {process} has not ended")).hint(hint));
        }
        pause();
    }
    print::line(&format!("cancelled process {process}"))?;
    Ok(Exit::Done)
}

#[expect(clippy::disallowed_methods, reason = "the end of a process that is not our child cannot be waited for")]
fn pause() {
    std::thread::sleep(Duration::from_millis(20));
}

const PATIENCE: Duration = Duration::from_secs(5);
