//! `casepack cancel`

use std::io::Write;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};

use super::error::Failure;
use super::exit::Exit;

/// Ends the running collection and waits until it is gone.
pub(super) fn run() -> Result<Exit, Failure> {
    let state = super::state()?;
    let Some(process) = state.holder() else {
        return Err(Failure::new(Exit::Failed, "no collection is running")
            .hint("`casepack status` tells how the last one ended"));
    };
    kill(process, Signal::SIGINT)
        .map_err(|error| Failure::new(Exit::Failed, format!("cannot signal process {process}: {error}")))?;
    let until = Instant::now() + PATIENCE;
    while state.holder() == Some(process) {
        if Instant::now() > until {
            let hint = "it may be about to end with a bundle; `casepack status` tells";
            return Err(Failure::new(Exit::Failed, format!("process {process} does not end")).hint(hint));
        }
        pause();
    }
    writeln!(std::io::stdout(), "cancelled process {process}").map_err(Failure::print)?;
    Ok(Exit::Done)
}

#[expect(clippy::disallowed_methods, reason = "the end of a process that is not our child cannot be waited for")]
fn pause() {
    std::thread::sleep(Duration::from_millis(20));
}

const PATIENCE: Duration = Duration::from_secs(5);
