//! The output of a command: no shell, a fixed environment, a deadline, a limit.

use std::path::Path;
use std::time::Duration;

use super::{Outcome, Sink, file};
use crate::host::process::{self, Ended, Program, Stopped};
use crate::host::reader::Reader;
use crate::plan::{Item, Status};

/// Runs a command; under another root a recording stands in for it, or nothing does.
pub(super) fn read<S: Sink>(
    item: &Item,
    run: &[String],
    writes: Option<&str>,
    reader: &mut Reader,
    deadline: Duration,
    sink: &mut S,
) -> Result<Outcome, S::Error> {
    if !reader.root().is_live() {
        let recording = Path::new("/.casepack/commands").join(item.source.as_str());
        let outcome = file::read(item, &recording, None, reader, deadline, sink)?;
        let absent =
            Outcome::of(Status::Absent, "no command runs under another root, and there is no recording".to_owned());
        return Ok(if outcome.status == Status::Absent { absent } else { outcome });
    }
    let Some((name, arguments)) = run.split_first() else { return Ok(Outcome::of(Status::Absent, None)) };
    let program = Program { path: Path::new(name), arguments, writes, reads_files: false };
    stream(item, program, reader, deadline, sink)
}

/// Runs a program, named or by its path, and passes on what it prints, up to the item's limit.
pub(super) fn stream<S: Sink>(
    item: &Item,
    program: Program<'_>,
    reader: &mut Reader,
    deadline: Duration,
    sink: &mut S,
) -> Result<Outcome, S::Error> {
    let path = match reader.program(&program.path.to_string_lossy()) {
        Ok(path) => path,
        Err((status, reason)) => return Ok(Outcome::of(status, reason)),
    };
    let mut printed = 0_u64;
    let ended = process::run(Program { path: &path, ..program }, deadline, |bytes| {
        let room = usize::try_from(item.limit - printed).unwrap_or(usize::MAX).min(bytes.len());
        sink.write(item, bytes.get(..room).unwrap_or_default())?;
        printed += room as u64;
        Ok(room == bytes.len())
    });
    match ended {
        Err(error) => Ok(Outcome::of(Status::Failed, format!("cannot start it: {error}"))),
        Ok(Err(error)) => Err(error),
        Ok(Ok(ended)) => Ok(outcome(&ended, printed, deadline)),
    }
}

/// What the end of a command comes to.
fn outcome(ended: &Ended, printed: u64, deadline: Duration) -> Outcome {
    let said = if ended.said.is_empty() { String::new() } else { format!(": {}", ended.said) };
    let (status, reason) = match ended.exit {
        _ if ended.stopped == Some(Stopped::Full) => {
            (Status::Cut, Some("longer than the limit for one item".to_owned()))
        }
        _ if ended.stopped == Some(Stopped::Asked) => (Status::TimedOut, Some("the run was asked to end".to_owned())),
        _ if ended.stopped == Some(Stopped::Late) => {
            (Status::TimedOut, Some(format!("it did not end within {:.1} s", deadline.as_secs_f32())))
        }
        Some(0) if printed == 0 => (Status::Empty, None),
        Some(0) => (Status::Collected, None),
        Some(126) => (Status::Denied, Some(format!("it cannot be run{said}"))),
        Some(code) if printed == 0 => (Status::Failed, Some(format!("exit status {code}{said}"))),
        Some(code) => (Status::Collected, Some(format!("exit status {code}{said}"))),
        None if ended.forgotten => {
            let reason = "how it ended is not known: who started casepack had it ignore SIGCHLD".to_owned();
            (if printed == 0 { Status::Failed } else { Status::Collected }, Some(reason))
        }
        None => (Status::Failed, Some(format!("a signal ended it{said}"))),
    };
    Outcome { exit: ended.exit, ..Outcome::of(status, reason) }
}
