//! Reads what the plan names and hands the bytes on, item by item, in plan order.
//!
//! A source that fails is an [`Outcome`], never the end of the run. This stage knows nothing of archives, keys or
//! identifiers; it writes into a [`Sink`].

mod command;
mod file;
mod journal;
mod kernel;
mod prefetch;

use std::path::Path;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::host::process::Stopped;
use crate::host::read::TOO_LONG;
use crate::host::reader::Reader;
use crate::plan::{Item, KERNEL_ELSEWHERE, Plan, Status, Task, Window};
use command::{Order, Started};
use journal::Direction;
use kernel::Sampler;
use prefetch::Prefetch;

/// Where collected bytes go.
pub trait Sink {
    /// The reason why a sink stops taking bytes, which ends the run.
    type Error;

    /// Takes the next bytes of `item`; items come one after the other, and their bytes in order.
    ///
    /// # Errors
    /// The sink's own, if it cannot go on.
    fn write(&mut self, item: &Item, bytes: &[u8]) -> Result<(), Self::Error>;

    /// Closes `item`, which may have had no bytes at all.
    ///
    /// # Errors
    /// The sink's own, if it cannot go on.
    fn finish(&mut self, item: &Item, outcome: &Outcome) -> Result<(), Self::Error>;
}

/// The outcome of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The status that the manifest records.
    pub status: Status,
    /// The reason, unless the status is `Collected`; it may contain identifiers, so the pipeline minimizes it.
    pub reason: Option<String>,
    /// Time that it took.
    pub took: Duration,
    /// A command's exit status.
    pub exit: Option<i32>,
}

impl Outcome {
    fn of(status: Status, reason: impl Into<Option<String>>) -> Self {
        Self { status, reason: reason.into(), took: Duration::ZERO, exit: None }
    }

    /// Adds another outcome: keeps the worse status, and both reasons.
    pub fn worsen(&mut self, status: Status, reason: &str) {
        self.status = self.status.max(status);
        self.reason = Some(match self.reason.take() {
            Some(before) => format!("{before}; {reason}"),
            None => reason.to_owned(),
        });
    }
}

/// Works through the plan of a run that began at `start`; between items, `stop` returns why no further item should be
/// read.
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
    let sampler = if live { Sampler::start(plan) } else { Sampler::default() };
    let has_journals = plan.items.iter().any(|item| matches!(item.task, Task::Journal { .. }));
    let orders =
        Orders { window: plan.window, journal: if has_journals { crate::host::journal::size(reader) } else { 0 } };
    let mut readers = Readers { plan, live, reader, sampler, orders, ahead: Prefetch::default() };
    for (number, item) in plan.items.iter().enumerate() {
        let left = plan.limits.time.0.saturating_sub(start.elapsed());
        let began = Instant::now();
        let over = || left.is_zero().then(|| (Status::TimedOut, "the time limit of the run was reached".to_owned()));
        let outcome = match stop().or_else(over) {
            Some((status, reason)) => {
                readers.ahead.end();
                Outcome::of(status, reason)
            }
            None => {
                let outcome = readers.read(Turn { number, item, deadline: item.deadline.min(left) }, sink)?;
                named(outcome, item, plan)
            }
        };
        sink.finish(item, &Outcome { took: began.elapsed(), ..outcome })?;
    }
    Ok(())
}

/// Corrects the reason of an item that was cut by the limit of the bundle and not by its own.
fn named(mut outcome: Outcome, item: &Item, plan: &Plan) -> Outcome {
    if item.limit == plan.limits.bundle.0 && outcome.reason.as_deref() == Some(TOO_LONG) {
        outcome.reason = Some(format!("longer than {}", plan.bound("the bundle's")));
    }
    outcome
}

/// The item that is being collected.
#[derive(Clone, Copy)]
struct Turn<'a> {
    item: &'a Item,
    /// Its index in the plan.
    number: usize,
    /// The time that it may take.
    deadline: Duration,
}

/// The readers that the items of a plan go through.
struct Readers<'a> {
    plan: &'a Plan,
    /// Whether the running system is read, and not another tree.
    live: bool,
    reader: &'a mut Reader,
    sampler: Sampler,
    orders: Orders,
    ahead: Prefetch,
}

impl Readers<'_> {
    /// Reads an item of any kind.
    fn read<S: Sink>(&mut self, turn: Turn<'_>, sink: &mut S) -> Result<Outcome, S::Error> {
        let Turn { item, number, deadline } = turn;
        // A question to the reader now would discard the request that it is already working on.
        if self.live && !self.reader.is_ahead() {
            self.ahead.start(self.plan, number, self.orders, self.reader);
        }
        match &item.task {
            Task::File(path) => {
                // A file that does not answer must leave time for the rest.
                let turn = Turn { deadline: deadline.min(self.plan.limits.time.0 / PARTS), ..turn };
                file::read(turn, path, self.plan.items.get(number + 1), self.reader, sink)
            }
            Task::Attachment(path) => file::attach(turn, path, sink),
            Task::Command { .. } if !self.live => command::recorded(turn, self.reader, sink),
            Task::Command { .. } => self.run(turn, None, sink),
            Task::Journal { .. } => self.journal(turn, sink),
            Task::Kernel { .. } if !self.live => Ok(Outcome::of(Status::Absent, KERNEL_ELSEWHERE.to_owned())),
            Task::Kernel { samples, .. } => self.sampler.read(turn, *samples, sink),
            Task::Note(text) => {
                sink.write(item, text.as_bytes())?;
                sink.write(item, b"\n")?;
                Ok(Outcome::of(Status::Collected, None))
            }
        }
    }

    /// Passes on what the program of an item prints.
    fn run<S: Sink>(&mut self, turn: Turn<'_>, folder: Option<&Path>, sink: &mut S) -> Result<Outcome, S::Error> {
        match self.start(turn, folder) {
            Some(started) => command::hear(turn, started, sink),
            None => Ok(Outcome::of(Status::Absent, None)),
        }
    }

    /// Starts the program of an item, which may have been started before its turn.
    fn start(&mut self, turn: Turn<'_>, folder: Option<&Path>) -> Option<Started> {
        let order = || self.orders.first(turn.item, folder);
        self.ahead.take(turn.number).or_else(|| order().map(|order| command::start(&order, self.reader)))
    }

    /// Passes on what journalctl prints of the journal of whatever root is read.
    fn journal<S: Sink>(&mut self, turn: Turn<'_>, sink: &mut S) -> Result<Outcome, S::Error> {
        let absent = |why: &str| Outcome::of(Status::Absent, why.to_owned());
        let folder = if self.live { None } else { self.reader.folder(journal::FOLDER) };
        if !self.live && folder.is_none() {
            return Ok(absent("no journal under this root"));
        }
        let outcome = match self.orders.is_long(turn.item) {
            true => self.newest(turn, folder.as_deref(), sink)?,
            false => self.run(turn, folder.as_deref(), sink)?,
        };
        Ok(if outcome.status == Status::Absent { absent("journalctl is not installed") } else { outcome })
    }

    /// The same of a journal that may be longer than its limit. When that cuts it, it cuts what is old: it is printed
    /// newest first to see how much fits, and then that part in the order of time.
    fn newest<S: Sink>(&mut self, turn: Turn<'_>, folder: Option<&Path>, sink: &mut S) -> Result<Outcome, S::Error> {
        let (began, mut newest) = (Instant::now(), journal::Newest::new(turn.item.limit, self.orders.window.since));
        let running = match self.start(turn, folder) {
            Some(Ok(running)) => running,
            Some(Err((status, reason))) => return Ok(Outcome::of(status, reason)),
            None => return Ok(Outcome::of(Status::Absent, None)),
        };
        let ended = running.run(turn.deadline / 2, |bytes| Ok(newest.push(bytes)))?;
        let why = match ended.stopped {
            // Nothing has been passed on, and nothing else is begun.
            Some(Stopped::Asked) => {
                let reason = "the run was asked to stop before it was known which entries are the newest";
                return Ok(Outcome::of(Status::TimedOut, reason.to_owned()));
            }
            Some(Stopped::Late) => "there was no time to read all of it",
            _ => TOO_LONG,
        };
        let since = ended.stopped.and_then(|_| newest.since());
        let Some(order) = self.orders.since(turn.item, folder, since) else {
            return Ok(Outcome::of(Status::Absent, None));
        };
        let turn = Turn { deadline: turn.deadline.saturating_sub(began.elapsed()), ..turn };
        let mut outcome = command::hear(turn, command::start(&order, self.reader), sink)?;
        if since.is_some() && outcome.status == Status::Collected {
            outcome.worsen(Status::Cut, why);
        }
        Ok(outcome)
    }
}

/// Which programs print the items of a plan.
#[derive(Clone, Copy)]
struct Orders {
    window: Window,
    /// Bytes that the files of the journal take.
    journal: u64,
}

impl Orders {
    /// The program that is started first for an item; `None` where no program prints it. The journal comes from a folder
    /// where it is not the running system's.
    fn first<'a>(self, item: &'a Item, folder: Option<&Path>) -> Option<Order<'a>> {
        match &item.task {
            Task::Command { run, writes } => Order::of(run, writes.as_deref()),
            // Where the clock was wrong for a while, journalctl would take an entry of then for the window's end.
            _ if self.is_long(item) => {
                let all = Window { since: Timestamp::UNIX_EPOCH, ..self.window };
                self.journal(item, folder, all, Direction::NewestFirst)
            }
            _ => self.since(item, folder, None),
        }
    }

    /// The program that prints the journal from some time on, where that is later than the window begins.
    fn since(self, item: &Item, folder: Option<&Path>, since: Option<Timestamp>) -> Option<Order<'static>> {
        let since = since.map_or(self.window.since, |since| since.max(self.window.since));
        self.journal(item, folder, Window { since, ..self.window }, Direction::OldestFirst)
    }

    fn journal(
        self,
        item: &Item,
        folder: Option<&Path>,
        window: Window,
        direction: Direction,
    ) -> Option<Order<'static>> {
        let Task::Journal { units, priority, kernel } = &item.task else { return None };
        let priority = priority.map(|priority| priority.word());
        let wanted = journal::Wanted { units, priority, kernel: *kernel, window };
        Some(wanted.order(folder, direction))
    }

    /// Whether what is printed of the journal may be longer than an item's limit.
    fn is_long(self, item: &Item) -> bool {
        matches!(item.task, Task::Journal { .. }) && self.journal > item.limit
    }
}

/// The part of the whole time that one file may take at most, as a divisor.
const PARTS: u32 = 5;
