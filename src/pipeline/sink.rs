//! Turns collected bytes into blocks of the archive, and outcomes into records.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::time::Instant;

use super::bounds::Bounds;
use super::item::{Record, Replaced};
use super::sources::Sources;
use super::{Growing, minimized, minimized_path, minimized_reason, shown};
use crate::collect::{self, Outcome};
use crate::host::reader::{Haste, Reader};
use crate::host::throttle::Throttle;
use crate::minimize::{Block, ItemSplitter, Minimizer};
use crate::pack::Names;
use crate::plan::{Item, Plan, Status, Task};
use crate::progress::{Event, Events};

/// Takes what `collect` reads.
pub(super) struct Sink<'a> {
    archive: &'a mut Growing,
    minimizer: &'a mut Minimizer,
    events: &'a mut dyn Events,
    plan: &'a Plan,
    bounds: &'a Bounds,
    throttle: Throttle,
    names: Names,
    current: Option<(ItemSplitter, Current)>,
    records: Vec<Record>,
    /// Number of records that have been searched, with their replacements counted.
    records_counted: usize,
    sources: Sources,
    bytes_in: u64,
    /// Total bytes that the plan expects.
    bytes_planned: u64,
    /// `bytes_in` of the last progress event.
    bytes_reported: u64,
    /// Upper bound of the bundle's bytes: what is packed, and the maximum for blocks that are not packed yet.
    packed_bound: u64,
    /// The bound at which it is computed again.
    recheck_at: u64,
    start: Instant,
}

/// The item that is being read.
struct Current {
    /// Its entry's path, once a block of it was given to the archive.
    path: Option<String>,
    /// Its original name, minimized; any bytes.
    name: Vec<u8>,
    bytes: u64,
    /// Why a part of it had no room.
    cut: Option<String>,
    /// Maximum bytes of its first block, while it is the only one.
    first: u64,
    inflated: bool,
}

impl<'a> Sink<'a> {
    pub(super) fn new(
        archive: &'a mut Growing,
        minimizer: &'a mut Minimizer,
        events: &'a mut dyn Events,
        plan: &'a Plan,
        bounds: &'a Bounds,
    ) -> Self {
        Self {
            archive,
            minimizer,
            events,
            plan,
            bounds,
            throttle: Throttle::new(plan.limits.cpu.0, Path::new(PRESSURE)),
            names: Names::default(),
            current: None,
            records: Vec::new(),
            records_counted: 0,
            sources: Sources::default(),
            bytes_in: 0,
            bytes_planned: plan.bytes(),
            bytes_reported: 0,
            packed_bound: 0,
            recheck_at: bounds.left(0) / PARTS,
            start: Instant::now(),
        }
    }

    /// Collects every item of the plan, for a run that began at `start`; returns the outcome of each.
    pub(super) fn fill(mut self, reader: &mut Reader, start: Instant) -> io::Result<Vec<Record>> {
        let (plan, bounds) = (self.plan, self.bounds);
        reader.hasten(Haste::WhenAsked);
        collect::collect(plan, reader, start, &|| bounds.stop(), &mut self)?;
        self.into_records()
    }

    /// Returns the outcome of every item, in order, once all have been searched.
    fn into_records(mut self) -> io::Result<Vec<Record>> {
        self.minimizer.freeze();
        self.sources.end(self.records.len());
        self.archive.settle()?;
        self.records.iter_mut().for_each(Record::count);
        self.records_counted = self.records.len();
        self.tell_of_sources();
        Ok(self.records)
    }

    /// Begins an item with its first bytes, or when it ends without any.
    fn begin(&mut self, item: &Item, bytes: &[u8]) -> (ItemSplitter, Current) {
        if !item.category.teaches() {
            self.minimizer.freeze();
        }
        if let Some(started) = self.sources.begin(item.source.as_str(), self.records.len()) {
            self.events.event(&started);
        }
        let name = minimized_path(self.minimizer, &item.name);
        let inflated =
            item.name.ends_with(b".gz") && matches!(item.task, Task::File(_)) && !bytes.starts_with(&[0x1f, 0x8b]);
        let original = String::from_utf8_lossy(&item.name).into_owned();
        let original = if inflated { original.strip_suffix(".gz").unwrap_or(&original) } else { &original };
        let cut = self.minimizer.cut(original, item.format);
        (cut, Current { path: None, name, bytes: 0, cut: None, first: 0, inflated })
    }

    /// Gives blocks to the archive, under the item's name if they are its first.
    fn pack(&mut self, item: &Item, current: &mut Current, blocks: impl IntoIterator<Item = Block>) -> io::Result<()> {
        for mut block in blocks {
            let most = self.plan.compress.most(block.len() as u64);
            if let Some(reason) = self.lack_of_room(current, most)? {
                current.cut.get_or_insert(reason);
                continue;
            }
            if current.path.is_none() {
                let plain = current.name.strip_suffix(b".gz").filter(|_| current.inflated);
                let name = plain.unwrap_or(&current.name);
                let name = self.names.item(item.category, &item.source, name);
                current.path = Some(name.as_str().to_owned());
                current.first = most;
                self.bounds.count_item(name.as_str());
                self.archive.begin(name);
                // The minimizer waits for what a teaching item teaches, and the archive keeps a first block until there
                // is a second.
                if self.minimizer.is_teaching() {
                    block = block.searched(self.minimizer);
                }
            } else {
                current.first = 0;
            }
            self.packed_bound += most;
            self.archive.push(block)?;
        }
        let bytes = self.grown();
        self.archive.output().inner().inspect(|output| self.bounds.look(bytes, output));
        Ok(())
    }

    /// Returns the bytes of the bundle that are packed.
    fn grown(&self) -> u64 {
        self.archive.output().written() + self.archive.held()
    }

    /// Returns why a block that packs to at most `most` bytes does not fit, if so. Text may hardly compress, or become
    /// longer when it is minimized; so each time a part of the room may be used up, this waits for the blocks that were
    /// given out and measures them.
    fn lack_of_room(&mut self, current: &Current, most: u64) -> io::Result<Option<String>> {
        // This may be an earlier item that is still being written.
        if self.archive.is_crowded() {
            self.archive.settle()?;
        }
        if self.archive.is_crowded() {
            return Ok(Some("the disk has no room left for the rest of it".to_owned()));
        }
        if self.packed_bound + most > self.recheck_at {
            self.archive.settle()?;
            // An item's first block waits in the archive until there is a second, or the end.
            self.packed_bound = self.grown() + current.first;
            self.recheck_at = self.packed_bound + self.bounds.left(self.packed_bound) / PARTS;
        }
        if most > self.bounds.left(self.packed_bound) {
            self.bounds.fill();
        }
        Ok(self.bounds.full())
    }

    /// Counts the replacements of the items that have been searched, in order, because a count takes less memory than a
    /// progress.
    fn count(&mut self) {
        for record in self.records.iter_mut().skip(self.records_counted) {
            if matches!(&record.replaced, Replaced::Searching(progress) if !progress.is_over()) {
                break;
            }
            record.count();
            self.records_counted += 1;
        }
        self.tell_of_sources();
    }

    /// Reports the sources whose items have all been counted.
    fn tell_of_sources(&mut self) {
        while let Some(finished) = self.sources.finished(&self.records[..self.records_counted]) {
            self.events.event(&finished);
        }
    }

    fn tell(&mut self, step: u64) {
        if self.bytes_in < self.bytes_reported + step {
            return;
        }
        self.bytes_reported = self.bytes_in;
        let (items, of) = (self.records.len() as u64, self.plan.items.len() as u64);
        let (bytes_in, bytes_out) = (self.bytes_in, self.archive.output().written());
        let seconds_left = self.seconds_left();
        self.events.event(&Event::Progress { bytes_in, bytes_out, items, of, seconds_left });
    }

    /// Estimates the remaining seconds from the speed so far; `None` while there is none.
    fn seconds_left(&self) -> Option<f64> {
        let passed = self.start.elapsed().as_secs_f64();
        let left = self.bytes_planned.saturating_sub(self.bytes_in) as f64;
        if self.records.len() == self.plan.items.len() {
            return Some(0.0);
        }
        // Generated kernel files have no size that could be planned for, and a run ends at its time limit.
        let most = self.plan.limits.time.0.as_secs_f64() - passed;
        (passed > 1.0 && self.bytes_in > 0).then(|| (left * passed / self.bytes_in as f64).min(most).max(0.0).round())
    }
}

impl collect::Sink for Sink<'_> {
    type Error = io::Error;

    fn write(&mut self, item: &Item, bytes: &[u8]) -> io::Result<()> {
        let (mut cut, mut current) = match self.current.take() {
            Some(begun) => begun,
            None => self.begin(item, bytes),
        };
        self.bytes_in += bytes.len() as u64;
        current.cut = current.cut.or_else(|| self.bounds.full());
        if current.cut.is_some() {
            self.current = Some((cut, current));
            return Ok(());
        }
        self.throttle.pause();
        current.bytes += bytes.len() as u64;
        let blocks = cut.push(bytes);
        self.pack(item, &mut current, blocks)?;
        self.current = Some((cut, current));
        self.tell(STEP);
        Ok(())
    }

    fn finish(&mut self, item: &Item, outcome: &Outcome) -> io::Result<()> {
        let (cut, mut current) = match self.current.take() {
            Some(begun) => begun,
            None => self.begin(item, b""),
        };
        let mut outcome = outcome.clone();
        let replaced = match cut.finish() {
            Ok((last, progress)) => {
                self.pack(item, &mut current, last)?;
                self.minimizer.learn(&progress);
                // The reader may have cut it too, at its other end.
                if let Some(reason) = current.cut.take() {
                    outcome.worsen(Status::Cut, &reason);
                }
                Replaced::Searching(progress)
            }
            Err(withheld) => {
                outcome.worsen(Status::Withheld, &withheld.to_string());
                outcome.status = Status::Withheld;
                Replaced::Counted(BTreeMap::new())
            }
        };
        if current.path.is_some() {
            self.archive.end()?;
        } else if outcome.status == Status::Collected {
            outcome.status = Status::Empty;
        }
        outcome.reason = outcome.reason.map(|reason| minimized_reason(self.minimizer, &reason));
        let writes = match &item.task {
            Task::Command { writes: Some(folder), .. } => Some(minimized(self.minimizer, folder.as_bytes())),
            _ => None,
        };
        let Current { path, name, bytes, .. } = current;
        let (source, category, name) = (item.source.clone(), item.category, shown(&name));
        self.records.push(Record { source, category, outcome, name, path, bytes_in: bytes, writes, replaced });
        self.count();
        self.tell(1);
        Ok(())
    }
}

/// Folder in which the kernel reports pressure.
const PRESSURE: &str = "/proc/pressure";
/// Number of parts in which the rest of the bundle's limit is given out, each a part of what is left.
const PARTS: u64 = 4;
/// Bytes between two progress events within an item.
const STEP: u64 = 1 << 20;
