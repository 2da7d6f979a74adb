//! Units of the journal, as journalctl prints them: of the running system, or of a journal's folder under another root.

use std::path::Path;
use std::time::Duration;

use super::{Outcome, Sink, command};
use crate::host::process::Program;
use crate::host::reader::Reader;
use crate::plan::{Item, Status, Window};

/// What of the journal is wanted.
pub(super) struct Wanted<'a> {
    pub(super) units: &'a [String],
    pub(super) priority: Option<&'a str>,
    pub(super) kernel: bool,
    pub(super) window: Window,
}

/// Reads it within the window.
pub(super) fn read<S: Sink>(
    item: &Item,
    wanted: &Wanted<'_>,
    reader: &mut Reader,
    deadline: Duration,
    sink: &mut S,
) -> Result<Outcome, S::Error> {
    let mut arguments = arguments(wanted);
    if !reader.root().is_live() {
        let Some(folder) = reader.folder("/var/log/journal") else {
            return Ok(Outcome::of(Status::Absent, "no journal below this root".to_owned()));
        };
        arguments.push(format!("--directory={}", folder.display()));
    }
    let program = Program { path: Path::new("journalctl"), arguments: &arguments, writes: None, reads_files: true };
    let mut outcome = command::stream(item, program, reader, deadline, sink)?;
    if outcome.status == Status::Absent {
        outcome.reason = Some("no journalctl on this system".to_owned());
    }
    Ok(outcome)
}

/// journalctl(1), quiet and in UTC.
fn arguments(wanted: &Wanted<'_>) -> Vec<String> {
    let moment = |timestamp: jiff::Timestamp| format!("@{}", timestamp.as_second());
    let mut arguments = ["--no-pager", "--quiet", "--utc", "--output=short-iso-precise"].map(str::to_owned).to_vec();
    arguments.push(format!("--since={}", moment(wanted.window.since)));
    arguments.push(format!("--until={}", moment(wanted.window.until)));
    arguments.extend(wanted.units.iter().map(|unit| format!("--unit={unit}")));
    arguments.extend(wanted.priority.map(|priority| format!("--priority={priority}")));
    if wanted.kernel {
        // Not --dmesg, which also means "this boot alone".
        arguments.push("_TRANSPORT=kernel".to_owned());
    }
    arguments
}
