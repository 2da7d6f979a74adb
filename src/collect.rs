//! Reads what the plan names and hands the bytes on, item by item, in plan order.
//!
//! A source that fails is an [`Outcome`], never the end of the run. This stage knows nothing of archives, keys or
//! identifiers; it writes into a [`Sink`].

mod command;
mod file;
mod journal;
mod kernel;

use std::time::{Duration, Instant};

use crate::host::reader::Reader;
use crate::plan::{Item, Plan, Status, Task};

/// Where collected bytes go.
pub trait Sink {
    /// Why a sink stops taking bytes; it ends the run.
    type Error;

    /// Takes the next bytes of `item`; items come one after the other, their bytes in order.
    ///
    /// # Errors
    /// The sink's own, when it cannot go on.
    fn write(&mut self, item: &Item, bytes: &[u8]) -> Result<(), Self::Error>;

    /// Closes `item`, which may have had no bytes at all.
    ///
    /// # Errors
    /// The sink's own, when it cannot go on.
    fn finish(&mut self, item: &Item, outcome: &Outcome) -> Result<(), Self::Error>;
}

/// What became of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The manifest's word for it.
    pub status: Status,
    /// Why, where it is not `Collected`; may hold identifiers, so the pipeline minimizes it.
    pub reason: Option<String>,
    /// How long it took.
    pub took: Duration,
    /// A command's exit status.
    pub exit: Option<i32>,
    /// Bytes that were left out, where that is known.
    pub dropped: u64,
}

impl Outcome {
    fn of(status: Status, reason: impl Into<Option<String>>) -> Self {
        Self { status, reason: reason.into(), took: Duration::ZERO, exit: None, dropped: 0 }
    }
}

/// Works through the plan of a run that began at `start`; `stop` says between items why no further one is to be read.
///
/// # Errors
/// Only the sink's.
pub fn collect<S: Sink>(
    plan: &Plan,
    reader: &mut Reader,
    start: Instant,
    stop: &dyn Fn() -> Option<(Status, String)>,
    sink: &mut S,
) -> Result<(), S::Error> {
    let mut sampler = kernel::Sampler::start(plan, reader.root().is_live());
    for (index, item) in plan.items.iter().enumerate() {
        let next = plan.items.get(index + 1);
        let left = plan.limits.time.0.saturating_sub(start.elapsed());
        let began = Instant::now();
        let outcome = match stop() {
            Some((status, reason)) => Outcome::of(status, reason),
            None if left.is_zero() => Outcome::of(Status::TimedOut, "the time for the whole run was over".to_owned()),
            None => read((index, item, next), plan, (reader, &mut sampler), item.deadline.min(left), sink)?,
        };
        sink.finish(item, &Outcome { took: began.elapsed(), ..outcome })?;
    }
    Ok(())
}

fn read<S: Sink>(
    (number, item, next): (usize, &Item, Option<&Item>),
    plan: &Plan,
    (reader, sampler): (&mut Reader, &mut kernel::Sampler),
    deadline: Duration,
    sink: &mut S,
) -> Result<Outcome, S::Error> {
    match &item.task {
        // A file that does not come must leave time for the rest.
        Task::File(path) => file::read(item, path, next, reader, deadline.min(plan.limits.time.0 / PARTS), sink),
        Task::Attachment(path) => file::attach(item, path, deadline, sink),
        Task::Command { run, writes } => command::read(item, run, writes.as_deref(), reader, deadline, sink),
        Task::Journal { units, priority, kernel } => {
            let wanted = journal::Wanted { units, priority: priority.as_deref(), kernel: *kernel, window: plan.window };
            journal::read(item, &wanted, reader, deadline, sink)
        }
        Task::Kernel { .. } if !reader.root().is_live() => {
            Ok(Outcome::of(Status::Absent, "the kernel's state belongs to the running system alone".to_owned()))
        }
        Task::Kernel { samples, .. } => sampler.read((number, item), *samples, deadline, sink),
        Task::Note(text) => {
            sink.write(item, text.as_bytes())?;
            sink.write(item, b"\n")?;
            Ok(Outcome::of(Status::Collected, None))
        }
    }
}

/// The share of the whole time that one file may take at most.
const PARTS: u32 = 5;
