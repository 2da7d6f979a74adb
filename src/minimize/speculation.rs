//! One item, searched on several threads at once.
//!
//! What a line teaches holds for the lines behind it, so that a block can be searched for good only when those before
//! it have been. A [`Searcher`] does not wait for them: it searches a block as if they taught nothing that it does not
//! know yet, and makes good afterwards, in the order of the blocks, what they did teach: lines that hold a word of it
//! are searched again. Where a block begins in another state than was supposed (in a table, in armour) it is searched
//! again as a whole. What comes out is what one thread would have given.

use std::sync::Arc;

use super::Minimizer;
use super::block::{Minimized, Scanned};
use super::cut::{Cut, Cutter, Extent};
use super::history::{Lessons, LineState};
use super::item::Withheld;
use super::item_progress::{Ahead, ItemProgress};
use super::search::{Engine, Replacements, Search, affected_lines};
use super::structure::Structure;
use crate::panics::{self, Panic};
use crate::profile::Format;

/// Takes the bytes of one item and gives blocks that any [`Searcher`] may search.
pub struct ItemSplitter {
    cutter: Cutter,
    progress: ItemProgress,
    count: u64,
}

/// A block of an item.
pub struct Block(Content);

enum Content {
    /// It has been searched, or has nothing to be searched.
    Scanned(Scanned),
    /// It has not.
    Pending(Pending),
}

/// A block with its place among those of its item.
struct Pending {
    /// Taken when it is searched.
    cut: Option<Cut>,
    number: u64,
    progress: ItemProgress,
}

/// Searches blocks of any item; a thread has its own.
pub struct Searcher {
    pub(super) engine: Engine,
    current: Option<CurrentItem>,
}

/// The item that a searcher is at.
struct CurrentItem {
    progress: ItemProgress,
    search: Search,
    /// How much of what was taught it has learnt.
    lessons_seen: usize,
}

impl ItemSplitter {
    pub(super) fn new(minimizer: &Minimizer, (name, format): (&str, Format), block: usize) -> Self {
        let state = LineState::new(Structure::new(name, format).with_fields(&minimizer.fields));
        let progress = ItemProgress::new(Arc::clone(&minimizer.known), state, minimizer.teaching);
        let pool = Arc::clone(&minimizer.searcher.engine.pool);
        Self { cutter: Cutter::new(pool, block), progress, count: 0 }
    }

    /// Takes the next bytes; gives the blocks that they complete.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<Block> {
        self.cutter.push(bytes).into_iter().map(|cut| ahead(cut, &mut self.count, &self.progress)).collect()
    }

    /// Closes the item; gives its last block and what tells how far its search has come.
    ///
    /// # Errors
    /// The item is no text that the minimizer can vouch for; nothing of it has been given out.
    pub fn finish(self) -> Result<(Option<Block>, ItemProgress), Withheld> {
        let Self { cutter, progress, mut count } = self;
        let last = cutter.finish()?.map(|cut| ahead(cut, &mut count, &progress));
        progress.close(count);
        Ok((last, progress))
    }
}

fn ahead(cut: Cut, count: &mut u64, progress: &ItemProgress) -> Block {
    let number = *count;
    *count += 1;
    Block(Content::Pending(Pending { cut: Some(cut), number, progress: progress.clone() }))
}

impl Block {
    /// Length before rewriting, in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.0 {
            Content::Scanned(scanned) => scanned.len(),
            Content::Pending(pending) => pending.cut.as_ref().map_or(0, |cut| cut.bytes.len()),
        }
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The same block, searched.
    #[must_use]
    pub fn searched(self, minimizer: &mut Minimizer) -> Self {
        Self(Content::Scanned(minimizer.searcher.search(self)))
    }
}

impl From<Scanned> for Block {
    fn from(scanned: Scanned) -> Self {
        Self(Content::Scanned(scanned))
    }
}

/// What has been searched is passed, and what nobody will search.
impl Drop for Pending {
    fn drop(&mut self) {
        self.progress.pass(self.number);
    }
}

impl Searcher {
    pub(super) fn new(engine: Engine) -> Self {
        Self { engine, current: None }
    }

    /// Searches a block and puts the pseudonyms in.
    #[must_use]
    pub fn minimize(&mut self, block: Block) -> Minimized {
        self.search(block).rewrite()
    }

    /// Blocks of one item must be given to searchers in order: one waits for those before it in the end.
    fn search(&mut self, block: Block) -> Scanned {
        match block.0 {
            Content::Scanned(scanned) => scanned,
            Content::Pending(mut pending) => match pending.cut.take() {
                Some(cut) => self.search_contained(&pending, cut),
                None => Scanned::empty(),
            },
        }
    }

    /// Nothing of a block whose search goes wrong, nor of those behind it: what it would have taught nobody knows.
    fn search_contained(&mut self, pending: &Pending, cut: Cut) -> Scanned {
        let length = cut.bytes.len();
        // What it can teach holds for other items too, and is learnt from the rest of it.
        let lessons = pending.progress.teaches().then(|| cut.bytes.to_vec());
        let searched = match cut.extent {
            Extent::Lines => {
                // What goes wrong ahead may go well with what was taught.
                let speculation = self.contain(|searcher| searcher.begin(pending, &cut.bytes)).ok();
                self.contain(|searcher| searcher.end(pending, cut, speculation))
            }
            Extent::Piece | Extent::LastPiece => self.contain(|searcher| searcher.piece(pending, cut)),
        };
        searched.flatten().unwrap_or_else(|panic| {
            lessons.iter().for_each(|bytes| self.study(pending, bytes));
            pending.progress.lose(pending.number, length, panic);
            Scanned::empty()
        })
    }

    /// Learns what the lines of a block teach, but for those whose search goes wrong.
    fn study(&mut self, pending: &Pending, bytes: &[u8]) {
        let Pending { number, progress, .. } = pending;
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            let _ = self.contain(|searcher| {
                let (current, engine) = searcher.at(progress);
                let (state, taught) = progress.left_at_turn_even_if_lost(*number, current.lessons_seen);
                current.resume(state, &taught);
                current.search.whole(engine, progress.known(), line);
                current.leave(&Scanned::empty(), Ahead::Good);
            });
        }
    }

    /// Does work; where that goes wrong, forgets what may be half changed.
    fn contain<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> Result<T, Panic> {
        let done = panics::contain(|| work(self));
        if done.is_err() {
            *self = Self::new(self.engine.fork());
        }
        done
    }

    /// Searches whole lines, ahead where that is worth it.
    fn begin(&mut self, pending: &Pending, bytes: &[u8]) -> Speculation {
        let Pending { number, progress, .. } = pending;
        let (current, engine) = self.at(progress);
        let (state, taught) = progress.left_so_far(*number, current.lessons_seen);
        current.resume(state.clone(), &taught);
        let mark = current.search.memory().taught().len();
        Speculation { found: current.search.whole(engine, progress.known(), bytes), state, mark }
    }

    /// Makes good what was found ahead, once all that comes before has been searched for good.
    fn end(&mut self, pending: &Pending, cut: Cut, speculation: Option<Speculation>) -> Result<Scanned, Panic> {
        let Pending { number, progress, .. } = pending;
        let (current, engine) = self.at(progress);
        let (state, later) = progress.left_at_turn(*number, current.lessons_seen)?;
        let Searched { found, ahead } = match speculation {
            Some(speculation) if speculation.state == state && later.is_empty() => {
                Searched { found: speculation.found, ahead: Ahead::Good }
            }
            Some(speculation) => current.reconcile(engine, &cut.bytes, speculation, state, &later),
            None => {
                current.resume(state, &later);
                Searched { found: current.search.whole(engine, progress.known(), &cut.bytes), ahead: Ahead::InVain }
            }
        };
        let scanned = Scanned::new((cut.bytes, 0), found, cut.encoding, Arc::clone(&engine.pool));
        current.leave(&scanned, ahead);
        Ok(scanned)
    }

    /// Searches a piece of a line that has no end in sight, after all that comes before it.
    fn piece(&mut self, pending: &Pending, cut: Cut) -> Result<Scanned, Panic> {
        let Pending { number, progress, .. } = pending;
        let (current, engine) = self.at(progress);
        match progress.endless(*number) {
            Some(search) => current.search = search,
            None => {
                let (state, taught) = progress.left_at_turn(*number, current.lessons_seen)?;
                current.resume(state, &taught);
            }
        }
        let goes_on = cut.extent == Extent::Piece;
        let scanned = current.search.cut(engine, progress.known(), cut);
        current.leave(&scanned, Ahead::Good);
        if let Some(mut current) = self.current.take().filter(|_| goes_on) {
            current.search.memory().forget_resolutions();
            progress.keep_endless(current.search);
        }
        Ok(scanned)
    }

    /// Goes to the item that a block belongs to.
    fn at(&mut self, progress: &ItemProgress) -> (&mut CurrentItem, &mut Engine) {
        let current = self.current.take().filter(|current| current.progress.is_same_item(progress));
        let current = self.current.insert(current.unwrap_or_else(|| CurrentItem {
            progress: progress.clone(),
            search: Search::new(progress.state()),
            lessons_seen: 0,
        }));
        (current, &mut self.engine)
    }
}

/// What was found in a block, as if the blocks that were being searched just then taught nothing.
struct Speculation {
    found: Replacements,
    /// The state that the block was supposed to begin in.
    state: LineState,
    /// How many texts were known.
    mark: usize,
}

/// What was found in a block, for good.
struct Searched {
    found: Replacements,
    ahead: Ahead,
}

impl CurrentItem {
    /// Goes on behind blocks that left `state` and taught these.
    fn resume(&mut self, state: LineState, taught: &[Arc<Lessons>]) {
        self.learn_from(taught);
        self.search.memory().resume(state);
    }

    /// Learns what other blocks taught.
    fn learn_from(&mut self, taught: &[Arc<Lessons>]) {
        taught.iter().for_each(|block| self.search.memory().know(block));
        self.lessons_seen += taught.len();
    }

    /// Makes good what was found ahead of blocks that left `state` and taught `later`.
    fn reconcile(
        &mut self,
        engine: &mut Engine,
        bytes: &[u8],
        speculation: Speculation,
        state: LineState,
        later: &[Arc<Lessons>],
    ) -> Searched {
        let Speculation { found, state: supposed, mark } = speculation;
        let memory = self.search.memory();
        let full = memory.taught().is_full();
        let starts = affected_lines(bytes, later.iter().flat_map(|block| block.words()), memory.odd_lines());
        // No word of the block was taught by others, so that it says nothing who of them was first, if all have room.
        if state == supposed && !full && starts.is_empty() {
            self.learn_from(later);
            if !self.search.memory().taught().is_full() {
                return Searched { found, ahead: Ahead::Good };
            }
            self.lessons_seen -= later.len();
        }
        let memory = self.search.memory();
        let history = memory.take_history();
        memory.forget(mark);
        self.learn_from(later);
        let known = self.progress.known();
        let length = self.search.memory().taught().len();
        // Lines in the middle are searched again as they were, which is without anything open before them.
        if state == supposed && !full && history.steady && supposed.is_plain() {
            let good = self.search.search_again(engine, known, bytes, &found, &history, &starts);
            // What there was no room for was not known.
            if let Some(found) = good.filter(|_| !self.search.memory().taught().is_full()) {
                return Searched { found, ahead: Ahead::Good };
            }
        }
        let memory = self.search.memory();
        memory.forget(length);
        memory.take_history();
        memory.resume(state);
        Searched { found: self.search.whole(engine, known, bytes), ahead: Ahead::InVain }
    }

    /// Leaves to the next block what this one does.
    fn leave(&mut self, scanned: &Scanned, ahead: Ahead) {
        let memory = self.search.memory();
        let (state, taught) = (memory.state(), memory.take_history().taught);
        self.lessons_seen += usize::from(!taught.is_empty());
        self.progress.leave(state, taught, &scanned.tally(), ahead);
    }
}

#[cfg(test)]
mod tests;
