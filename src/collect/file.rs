//! Files of the appliance, and files that the operator gives.

use std::path::Path;
use std::time::Duration;

use super::{Outcome, Sink};
use crate::host::Root;
use crate::host::reader::Reader;
use crate::plan::{Item, Status};

/// Reads one file through the reader.
pub(super) fn read<S: Sink>(
    item: &Item,
    path: &Path,
    reader: &mut Reader,
    deadline: Duration,
    sink: &mut S,
) -> Result<Outcome, S::Error> {
    let (status, reason, dropped) =
        reader.read(path, (item.keep, item.limit), deadline, |bytes| sink.write(item, bytes))?;
    Ok(Outcome { dropped, ..Outcome::of(status, reason) })
}

/// Reads a file by the operator's own path, from the running system whatever the root is.
pub(super) fn attach<S: Sink>(item: &Item, path: &Path, deadline: Duration, sink: &mut S) -> Result<Outcome, S::Error> {
    let Ok(absolute) = std::path::absolute(path) else {
        return Ok(Outcome::of(Status::Failed, "its path cannot be made absolute".to_owned()));
    };
    read(item, &absolute, &mut Reader::new(Root::Live), deadline, sink)
}
