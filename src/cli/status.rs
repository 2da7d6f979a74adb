//! `casepack status`

use serde_json::json;

use super::args::Status;
use super::error::Failure;
use super::exit::Exit;
use super::print;
use super::terminal::safe;
use crate::profile::ByteSize;
use crate::progress::{Phase, RunStatus};
use crate::state::State;

/// Shows the progress of the running collection, or how the last one ended.
pub(super) fn run(arguments: &Status) -> Result<Exit, Failure> {
    let state = super::state(State::look)?;
    let running = state.holder().is_some();
    let status = state.read_status();
    let text = if arguments.json {
        json!({"running": running, "standing": status}).to_string()
    } else {
        match &status {
            Some(status) if running => under_way(status),
            Some(status) => ended(status),
            None if running => "a collection is running".to_owned(),
            None => "no collection is running".to_owned(),
        }
    };
    print::line(&text)?;
    Ok(Exit::Done)
}

/// Describes the progress of the running collection.
fn under_way(status: &RunStatus) -> String {
    let RunStatus { phase, started, items, of, process, .. } = status;
    let source = status.source.as_ref().map_or_else(String::new, |source| format!(", at {}", safe(source)));
    let left = status.seconds_left.map_or_else(String::new, |left| format!(", about {left:.0} s left"));
    let (read, made) = (ByteSize(status.bytes_in), ByteSize(status.bytes_out));
    let word = phase.word();
    format!(
        "{word} since {}: {items} of {of} items{source}; {read} read, {made} written{left} (process {process})",
        safe(started)
    )
}

/// Describes how the last collection ended.
fn ended(status: &RunStatus) -> String {
    let last = match (status.phase, &status.bundle) {
        (Phase::Done, Some(bundle)) => format!("it made {}", safe(bundle)),
        (Phase::Done, None) => "its bundle was written to standard output".to_owned(),
        (Phase::Failed, _) => "it failed".to_owned(),
        (Phase::Cancelled, _) => "it was cancelled".to_owned(),
        _ => "it was killed".to_owned(),
    };
    format!("no collection is running; the last one began {}: {last}", safe(&status.started))
}
