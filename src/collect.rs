//! Reads what the plan names and hands the bytes on, item by item, in plan order.
//!
//! A source that fails is an [`Outcome`], never the end of the run. This stage knows nothing of archives, keys or
//! identifiers; it writes into a [`Sink`].

mod ahead;
mod command;
mod file;
mod journal;
mod kernel;

use std::path::Path;
use std::time::{Duration, Instant};

use ahead::Ahead;
use command::Order;

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
    let live = reader.root().is_live();
    let (mut sampler, mut ahead) = (kernel::Sampler::start(plan, live), Ahead::default());
    for (index, item) in plan.items.iter().enumerate() {
        let next = plan.items.get(index + 1);
        let left = plan.limits.time.0.saturating_sub(start.elapsed());
        let began = Instant::now();
        let over = || left.is_zero().then(|| (Status::TimedOut, "the time for the whole run was over".to_owned()));
        let outcome = if let Some((status, reason)) = stop().or_else(over) {
            ahead.end();
            Outcome::of(status, reason)
        } else {
            // What the reader is asked in between would undo what it was asked ahead.
            if live && !reader.is_ahead() {
                ahead.start(plan, index, reader);
            }
            read((index, item, next), plan, (reader, &mut sampler, &mut ahead), item.deadline.min(left), sink)?
        };
        sink.finish(item, &Outcome { took: began.elapsed(), ..outcome })?;
    }
    Ok(())
}

fn read<S: Sink>(
    (number, item, next): (usize, &Item, Option<&Item>),
    plan: &Plan,
    (reader, sampler, ahead): (&mut Reader, &mut kernel::Sampler, &mut Ahead),
    deadline: Duration,
    sink: &mut S,
) -> Result<Outcome, S::Error> {
    let live = reader.root().is_live();
    match &item.task {
        // A file that does not come must leave time for the rest.
        Task::File(path) => file::read(item, path, next, reader, deadline.min(plan.limits.time.0 / PARTS), sink),
        Task::Attachment(path) => file::attach(item, path, deadline, sink),
        Task::Command { .. } if !live => command::recorded(item, reader, deadline, sink),
        Task::Command { .. } => {
            let start = |order| command::start(&order, reader);
            let Some(started) = ahead.take(number).or_else(|| order(item, plan, None).map(start)) else {
                return Ok(Outcome::of(Status::Absent, None));
            };
            command::hear(item, started, deadline, sink)
        }
        Task::Journal { .. } => {
            let folder = if live { None } else { reader.folder(journal::FOLDER) };
            if !live && folder.is_none() {
                return Ok(Outcome::of(Status::Absent, "no journal below this root".to_owned()));
            }
            let start = |order| command::start(&order, reader);
            let started = ahead.take(number).or_else(|| order(item, plan, folder.as_deref()).map(start));
            let Some(started) = started else { return Ok(Outcome::of(Status::Absent, None)) };
            let outcome = command::hear(item, started, deadline, sink)?;
            let absent = || Outcome::of(Status::Absent, "no journalctl on this system".to_owned());
            Ok(if outcome.status == Status::Absent { absent() } else { outcome })
        }
        Task::Kernel { .. } if !live => {
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

/// The program that prints an item, the journal's from a folder where it is not the running system's; `None` where no
/// program does.
fn order<'a>(item: &'a Item, plan: &Plan, folder: Option<&Path>) -> Option<Order<'a>> {
    match &item.task {
        Task::Command { run, writes } => Order::of(run, writes.as_deref()),
        Task::Journal { units, priority, kernel } => {
            let wanted = journal::Wanted { units, priority: priority.as_deref(), kernel: *kernel, window: plan.window };
            Some(wanted.order(folder))
        }
        _ => None,
    }
}

/// The share of the whole time that one file may take at most.
const PARTS: u32 = 5;
