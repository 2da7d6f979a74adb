//! Reads files of the appliance, and files that the operator attaches.

use std::path::Path;

use super::{Outcome, Sink, Turn};
use crate::host::Root;
use crate::host::reader::{Reader, Wanted};
use crate::host::whole_lines::WholeLines;
use crate::plan::{Item, Status, Task};

/// Reads one file through the reader, which may already begin with the next item if that is a file too.
pub(super) fn read<S: Sink>(
    Turn { item, deadline, .. }: Turn<'_>,
    path: &Path,
    next: Option<&Item>,
    reader: &mut Reader,
    sink: &mut S,
) -> Result<Outcome, S::Error> {
    let next = next.and_then(|next| match &next.task {
        Task::File(path) => Some(Wanted { path, keep: next.keep, limit: next.limit }),
        _ => None,
    });
    let wanted = Wanted { path, keep: item.keep, limit: item.limit };
    let mut lines = WholeLines::default();
    let end = reader.read(wanted, next, deadline, |bytes| lines.push(bytes, |bytes| sink.write(item, bytes)))?;
    // The reader makes sure that a file that a limit cuts ends with a whole line.
    if matches!(end.status, Status::Collected | Status::Cut) {
        lines.finish(|bytes| sink.write(item, bytes))?;
    }
    Ok(Outcome::of(end.status, end.reason))
}

/// Reads a file by the operator's own path, always from the running system.
pub(super) fn attach<S: Sink>(turn: Turn<'_>, path: &Path, sink: &mut S) -> Result<Outcome, S::Error> {
    let Ok(absolute) = std::path::absolute(path) else {
        return Ok(Outcome::of(Status::Failed, "its path cannot be made absolute".to_owned()));
    };
    read(turn, &absolute, None, &mut Reader::new(Root::Live), sink)
}
