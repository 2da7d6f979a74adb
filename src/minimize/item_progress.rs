//! How far the search of one item has come: what its blocks leave to those behind them.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::Kind;
use super::block::Tally;
use super::history::{Lessons, LineState};
use super::known::Known;
use super::search::Search;
use crate::panics::Panic;

/// How far the search of one item has come.
#[derive(Clone)]
pub struct ItemProgress(Arc<Shared>);

struct Shared {
    /// What was known when the item began.
    known: Arc<Known>,
    /// Whether what the item taught is asked for in the end.
    teaches: bool,
    progress: Mutex<Progress>,
    changed: Condvar,
}

/// What the blocks that have been searched for good leave to the next.
struct Progress {
    /// The number of the next block.
    next: u64,
    /// How many blocks there are, once that is known.
    count: Option<u64>,
    /// Numbers of blocks further on that nobody will search.
    skipped: Vec<u64>,
    state: LineState,
    /// What each block taught, where it did.
    taught: Vec<Arc<Lessons>>,
    /// What searches a line whose end is not in sight.
    endless: Option<Search>,
    /// Blocks wait for their turn before they are searched: searching ahead has been in vain.
    in_order: bool,
    tally: Tally,
    lost: Option<Lost>,
}

/// What is not given out, as searching it went wrong.
#[derive(Debug, Clone)]
pub struct Lost {
    /// How it went wrong.
    pub panic: Panic,
    /// Bytes of the blocks from there on.
    pub bytes: u64,
}

/// What came of searching a block ahead of its turn, where that was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ahead {
    /// What was found held, but for a few lines.
    Good,
    /// The block had to be searched again as a whole.
    InVain,
}

impl Progress {
    fn is_over(&self) -> bool {
        self.count.is_some_and(|count| self.next >= count)
    }

    fn leaves(&self, lessons_seen: usize) -> (LineState, Vec<Arc<Lessons>>) {
        (self.state.clone(), self.taught.get(lessons_seen..).unwrap_or_default().to_vec())
    }
}

impl ItemProgress {
    /// That of an item whose first line begins in `state`, and where `known` is known.
    pub(super) fn new(known: Arc<Known>, state: LineState, teaches: bool) -> Self {
        let progress = Progress {
            next: 0,
            count: None,
            skipped: Vec::new(),
            in_order: state.reads_a_document(),
            state,
            taught: Vec::new(),
            endless: None,
            tally: Tally::default(),
            lost: None,
        };
        Self(Arc::new(Shared { known, teaches, progress: Mutex::new(progress), changed: Condvar::new() }))
    }

    /// How many replacements of each kind were made; waits until the whole item has been searched.
    #[must_use]
    pub fn tally(&self) -> BTreeMap<Kind, u64> {
        self.ended().tally.by_kind()
    }

    /// What is not given out of it, as far as it has been searched.
    #[must_use]
    pub fn lost(&self) -> Option<Lost> {
        self.lock().lost.clone()
    }

    /// Whether the whole item has been searched.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.lock().is_over()
    }

    /// What the item taught; waits until all of it has been searched.
    pub(super) fn taught(&self) -> Known {
        let mut known = Known::default();
        for (_, text, kind) in std::mem::take(&mut self.ended().taught).iter().flat_map(|block| block.iter()) {
            known.learn(text, kind);
        }
        known
    }

    /// What was known when the item began.
    pub(super) fn known(&self) -> &Known {
        &self.0.known
    }

    /// Whether another one is of the same item.
    pub(super) fn is_same_item(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// What the last block that has been searched for good leaves of its lines.
    pub(super) fn state(&self) -> LineState {
        self.lock().state.clone()
    }

    /// What the blocks before a block leave until now: the state behind their lines, and what they taught beyond what
    /// has been seen. Waits for all of them where searching ahead is in vain.
    pub(super) fn left_so_far(&self, number: u64, lessons_seen: usize) -> (LineState, Vec<Arc<Lessons>>) {
        self.when(|progress| !progress.in_order || progress.next == number).leaves(lessons_seen)
    }

    /// What all blocks before a block leave; waits for its turn.
    ///
    /// # Errors
    /// The search of one before it went wrong.
    pub(super) fn left_at_turn(
        &self,
        number: u64,
        lessons_seen: usize,
    ) -> Result<(LineState, Vec<Arc<Lessons>>), Panic> {
        let progress = self.turn(number);
        match &progress.lost {
            Some(Lost { panic, .. }) => Err(panic.clone()),
            None => Ok(progress.leaves(lessons_seen)),
        }
    }

    /// The same, also where the search of one before it went wrong.
    pub(super) fn left_at_turn_even_if_lost(&self, number: u64, lessons_seen: usize) -> (LineState, Vec<Arc<Lessons>>) {
        self.turn(number).leaves(lessons_seen)
    }

    /// Whether what the item teaches is asked for in the end.
    pub(super) fn teaches(&self) -> bool {
        self.0.teaches
    }

    /// Waits for the turn of a piece of a line; gives what searched the piece before it.
    pub(super) fn endless(&self, number: u64) -> Option<Search> {
        self.turn(number).endless.take()
    }

    /// Keeps what searched a piece of a line for the next piece.
    pub(super) fn keep_endless(&self, search: Search) {
        self.lock().endless = Some(search);
    }

    /// Takes what a block leaves, whose turn it is.
    pub(super) fn leave(&self, state: LineState, taught: Lessons, tally: &Tally, ahead: Ahead) {
        let mut progress = self.lock();
        progress.in_order = ahead == Ahead::InVain || state.reads_a_document();
        progress.state = state;
        progress.tally.add(tally);
        if !taught.is_empty() {
            progress.taught.push(Arc::new(taught));
        }
    }

    /// Says that the search of a block went wrong, or of one before it: its bytes are not given out.
    pub(super) fn lose(&self, number: u64, bytes: usize, panic: Panic) {
        let mut progress = self.turn(number);
        progress.lost.get_or_insert(Lost { panic, bytes: 0 }).bytes += bytes as u64;
        progress.endless = None;
    }

    /// Says that a block has been searched for good, or that nobody will search it.
    pub(super) fn pass(&self, number: u64) {
        let mut progress = self.lock();
        if progress.next != number {
            progress.skipped.push(number);
            return;
        }
        progress.next += 1;
        while let Some(at) = progress.skipped.iter().position(|skipped| *skipped == progress.next) {
            progress.skipped.swap_remove(at);
            progress.next += 1;
        }
        self.tell(progress);
    }

    /// Says how many blocks there are.
    pub(super) fn close(&self, count: u64) {
        let mut progress = self.lock();
        progress.count = Some(count);
        self.tell(progress);
    }

    fn tell(&self, mut progress: MutexGuard<'_, Progress>) {
        if progress.is_over() && !self.0.teaches {
            progress.taught = Vec::new();
        }
        drop(progress);
        self.0.changed.notify_all();
    }

    fn ended(&self) -> MutexGuard<'_, Progress> {
        self.when(Progress::is_over)
    }

    fn turn(&self, number: u64) -> MutexGuard<'_, Progress> {
        self.when(|progress| progress.next == number)
    }

    fn when(&self, holds: impl Fn(&Progress) -> bool) -> MutexGuard<'_, Progress> {
        let waited = self.0.changed.wait_while(self.lock(), |progress| !holds(progress));
        waited.unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> MutexGuard<'_, Progress> {
        self.0.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether searching ahead is in vain.
    #[cfg(test)]
    pub(super) fn searches_in_order(&self) -> bool {
        self.lock().in_order
    }
}
