//! The output of a command: no shell, a fixed environment, a deadline, a limit.

use std::borrow::Cow;
use std::path::Path;
use std::time::Duration;

use super::{Outcome, Sink, Turn, file, journal};
use crate::host::process::{Ended, Program, Running, Stopped};
use crate::host::read::TOO_LONG;
use crate::host::reader::Reader;
use crate::host::whole_lines::WholeLines;
use crate::plan::{COMMAND_ELSEWHERE, Status, Task};

/// A program to run, by name or path.
pub(super) struct Order<'a> {
    pub(super) name: &'a str,
    pub(super) arguments: Cow<'a, [String]>,
    /// The one folder that it may write to.
    pub(super) writes: Option<&'a str>,
    /// Whether it reads files on our behalf, and must not leave a trace of that.
    pub(super) reads_files: bool,
}

impl<'a> Order<'a> {
    /// Makes the order for a command of a profile; `None` if that names no program.
    pub(super) fn of(run: &'a [String], writes: Option<&'a str>) -> Option<Self> {
        let (name, arguments) = run.split_first()?;
        Some(Self { name, arguments: Cow::Borrowed(arguments), writes, reads_files: false })
    }
}

/// A running command, or the outcome if it could not be started.
pub(super) type Started = Result<Running, (Status, String)>;

/// Starts a program.
pub(super) fn start(order: &Order<'_>, reader: &mut Reader) -> Started {
    let path = reader.program(order.name)?;
    let Order { arguments, writes, reads_files, .. } = order;
    Running::start(Program { path: &path, arguments, writes: *writes, reads_files: *reads_files })
        .map_err(|error| (Status::Failed, format!("cannot start it: {error}")))
}

/// Passes on what a program prints, up to the item's limit; if the program is killed, an unfinished last line is left
/// out.
pub(super) fn hear<S: Sink>(
    Turn { item, deadline, .. }: Turn<'_>,
    started: Started,
    sink: &mut S,
) -> Result<Outcome, S::Error> {
    let running = match started {
        Ok(running) => running,
        Err((status, reason)) => return Ok(Outcome::of(status, reason)),
    };
    let (mut printed, mut lines) = (0_u64, WholeLines::default());
    let ended = running.run(deadline, |bytes| {
        let room = usize::try_from(item.limit - printed).unwrap_or(usize::MAX).min(bytes.len());
        lines.push(bytes.get(..room).unwrap_or_default(), |bytes| sink.write(item, bytes))?;
        printed += room as u64;
        Ok(room == bytes.len())
    })?;
    if ended.stopped.is_none() && (ended.exit.is_some() || ended.forgotten) {
        lines.finish(|bytes| sink.write(item, bytes))?;
    }
    let outcome = outcome(&ended, printed, deadline);
    Ok(match &item.task {
        Task::Journal { .. } => journal::held_to(outcome, &ended.said, printed),
        _ => outcome,
    })
}

/// Reads what replaces a command under another root: a recording, if there is one.
pub(super) fn recorded<S: Sink>(turn: Turn<'_>, reader: &mut Reader, sink: &mut S) -> Result<Outcome, S::Error> {
    let recording = Path::new("/.casepack/commands").join(turn.item.source.as_str());
    let outcome = file::read(turn, &recording, None, reader, sink)?;
    let absent = || Outcome::of(Status::Absent, COMMAND_ELSEWHERE.to_owned());
    Ok(if outcome.status == Status::Absent { absent() } else { outcome })
}

/// Returns the outcome of a command that has ended.
fn outcome(ended: &Ended, printed: u64, deadline: Duration) -> Outcome {
    let said = ended.said.lines().next().map_or_else(String::new, |line| format!(": {line}"));
    let (status, reason) = match (ended.stopped, ended.exit) {
        (Some(Stopped::Full), _) => (Status::Cut, Some(TOO_LONG.to_owned())),
        (Some(Stopped::Asked), _) => (Status::TimedOut, Some("the run was asked to stop".to_owned())),
        (Some(Stopped::Late), _) => {
            (Status::TimedOut, Some(format!("it did not end within {:.1} s", deadline.as_secs_f32())))
        }
        (None, Some(0)) if printed == 0 && !said.is_empty() => {
            (Status::Empty, Some(format!("it printed nothing but an error{said}")))
        }
        (None, Some(0)) if printed == 0 => (Status::Empty, None),
        (None, Some(0)) => (Status::Collected, None),
        (None, Some(126)) => (Status::Denied, Some(format!("it could not be run{said}"))),
        (None, Some(code)) if printed == 0 => (Status::Failed, Some(format!("exit status {code}{said}"))),
        (None, Some(code)) => (Status::Collected, Some(format!("exit status {code}{said}"))),
        (None, None) if ended.forgotten => {
            let reason = "its exit status is unknown, because casepack was started with SIGCHLD ignored".to_owned();
            (if printed == 0 { Status::Failed } else { Status::Collected }, Some(reason))
        }
        (None, None) => (Status::Failed, Some(format!("killed by a signal{said}"))),
    };
    Outcome { exit: ended.exit, ..Outcome::of(status, reason) }
}
