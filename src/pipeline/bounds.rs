//! Bounds of a run: the bundle's limit, the disk's reserve, a request to stop.

use std::cell::{Cell, RefCell};

use crate::host::signals;
use crate::output::{Output, Space};
use crate::pack::ITEMS;
use crate::plan::{Plan, Status, reserve};
use crate::profile::{ByteSize, Compression};

/// Watches a bundle grow.
pub(super) struct Bounds {
    limit: ByteSize,
    /// Description of the limit, for people.
    bound: String,
    floor: ByteSize,
    full: RefCell<Option<String>>,
    looked: Cell<u64>,
    items: Cell<usize>,
    /// Whether the records of items are packed too.
    packed: bool,
    /// Bytes that they take.
    told: Cell<u64>,
}

impl Bounds {
    /// Makes the bounds of a plan.
    pub(super) fn new(plan: &Plan) -> Self {
        Self {
            packed: plan.compress != Compression::None,
            told: Cell::new(0),
            limit: plan.limits.bundle,
            bound: plan.bound("its"),
            floor: plan.limits.free,
            full: RefCell::new(None),
            looked: Cell::new(0),
            items: Cell::new(0),
        }
    }

    /// Counts an item by its name in the bundle: readers accept only so many, and the manifest and the sums name each.
    pub(super) fn count_item(&self, name: &str) {
        self.items.set(self.items.get() + 1);
        let names = NAMED * name.len() as u64;
        let told = if self.packed { PACKED + names / 4 } else { PLAIN + names };
        self.told.set(self.told.get() + told);
    }

    /// Returns the outcome of an item of which nothing more may be collected, if so.
    pub(super) fn stop(&self) -> Option<(Status, String)> {
        let many = self.items.get() >= ITEMS;
        let many = many.then(|| format!("the bundle reached its limit of {ITEMS} items"));
        let asked = || signals::stop_requested().then(|| (Status::TimedOut, "the run was asked to stop".to_owned()));
        many.or_else(|| self.full()).map(|why| (Status::Cut, why)).or_else(asked)
    }

    /// Returns why not even the rest of the current item may be collected, if so.
    pub(super) fn full(&self) -> Option<String> {
        self.full.borrow().clone()
    }

    /// Returns the bytes of items by which a bundle of `bytes` may still grow.
    pub(super) fn left(&self, bytes: u64) -> u64 {
        self.limit.0.saturating_sub(bytes + reserve(self.limit.0).max(self.told.get()))
    }

    /// Stops collecting, because the bundle's limit is reached.
    pub(super) fn fill(&self) {
        self.full.replace(Some(format!("the bundle reached {}", self.bound)));
    }

    /// Checks the disk of a bundle of this many bytes.
    pub(super) fn look(&self, bytes: u64, output: &Output) {
        if bytes < self.looked.get() + STEP {
            return;
        }
        self.looked.set(bytes);
        if output.space().is_some_and(|space| is_tight(self.floor, space)) {
            self.full.replace(Some("the disk has no room left beyond the space that is kept free".to_owned()));
        }
    }
}

/// Returns whether a disk has less room than must be kept free.
pub(super) fn is_tight(free: ByteSize, space: Space) -> bool {
    space.free < floor(free, space)
}

/// Returns how much of a disk is kept free: the profile's bytes, or a tenth of a small disk.
fn floor(free: ByteSize, space: Space) -> u64 {
    free.0.min(space.total / 10)
}

/// Returns the bytes by which a bundle may grow before the disk is too full; `None` if it is not written to a disk of
/// ours.
pub(super) fn room(free: ByteSize, output: &Output) -> Option<ByteSize> {
    output.space().map(|space| ByteSize(space.free.saturating_sub(floor(free, space))))
}

/// How often the manifest and the sums name an item, and how many bytes they take besides, packed or not: two digests,
/// the activity, the outcome.
const NAMED: u64 = 4;
const PACKED: u64 = 160;
const PLAIN: u64 = 2 << 10;
/// Bytes of growth between two checks of the disk.
const STEP: u64 = 256 << 10;
