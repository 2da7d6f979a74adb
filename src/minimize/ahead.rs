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
use super::course::Course;
use super::cut::{Cut, Cutter, Extent};
use super::history::{Lessons, State};
use super::item::Withheld;
use super::search::{Engine, Replacements, Search, touched};
use super::structure::Structure;
use crate::panics::{self, Panic};
use crate::profile::Format;

/// Takes the bytes of one item and gives blocks that any [`Searcher`] may search.
pub struct ItemCut {
    cutter: Cutter,
    course: Course,
    count: u64,
}

/// A block of an item.
pub struct Block(Content);

enum Content {
    /// It has been searched, or has nothing to be searched.
    Scanned(Scanned),
    /// It has not.
    Ahead(Ahead),
}

/// A block with its place among those of its item.
struct Ahead {
    /// Taken when it is searched.
    cut: Option<Cut>,
    number: u64,
    course: Course,
}

/// Searches blocks of any item; a thread has its own.
pub struct Searcher {
    pub(super) engine: Engine,
    here: Option<Here>,
}

/// The item that a searcher is at.
struct Here {
    course: Course,
    search: Search,
    /// How much of what was taught it has learnt.
    heard: usize,
}

impl ItemCut {
    pub(super) fn new(minimizer: &Minimizer, (name, format): (&str, Format), block: usize) -> Self {
        let state = State::new(Structure::new(name, format).with_fields(&minimizer.fields));
        let course = Course::new(Arc::clone(&minimizer.known), state, minimizer.teaching);
        let spares = Arc::clone(&minimizer.searcher.engine.spares);
        Self { cutter: Cutter::new(spares, block), course, count: 0 }
    }

    /// Takes the next bytes; gives the blocks that they complete.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<Block> {
        self.cutter.push(bytes).into_iter().map(|cut| ahead(cut, &mut self.count, &self.course)).collect()
    }

    /// Closes the item; gives its last block and what tells how far its search has come.
    ///
    /// # Errors
    /// The item is no text that the minimizer can vouch for; nothing of it has been given out.
    pub fn finish(self) -> Result<(Option<Block>, Course), Withheld> {
        let Self { cutter, course, mut count } = self;
        let last = cutter.finish()?.map(|cut| ahead(cut, &mut count, &course));
        course.close(count);
        Ok((last, course))
    }
}

fn ahead(cut: Cut, count: &mut u64, course: &Course) -> Block {
    let number = *count;
    *count += 1;
    Block(Content::Ahead(Ahead { cut: Some(cut), number, course: course.clone() }))
}

impl Block {
    /// Length before rewriting, in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.0 {
            Content::Scanned(scanned) => scanned.len(),
            Content::Ahead(ahead) => ahead.cut.as_ref().map_or(0, |cut| cut.bytes.len()),
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
impl Drop for Ahead {
    fn drop(&mut self) {
        self.course.pass(self.number);
    }
}

impl Searcher {
    pub(super) fn new(engine: Engine) -> Self {
        Self { engine, here: None }
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
            Content::Ahead(mut ahead) => match ahead.cut.take() {
                Some(cut) => self.vouched(&ahead, cut),
                None => Scanned::empty(),
            },
        }
    }

    /// Nothing of a block whose search goes wrong, nor of those behind it: what it would have taught nobody knows.
    fn vouched(&mut self, ahead: &Ahead, cut: Cut) -> Scanned {
        let length = cut.bytes.len();
        // What it can teach holds for other items too, and is learnt from the rest of it.
        let lessons = ahead.course.teaches().then(|| cut.bytes.to_vec());
        let searched = match cut.extent {
            Extent::Lines => {
                // What goes wrong ahead may go well with what was taught.
                let begun = self.contain(|searcher| searcher.begin(ahead, &cut.bytes)).ok();
                self.contain(|searcher| searcher.end(ahead, cut, begun))
            }
            Extent::Piece | Extent::LastPiece => self.contain(|searcher| searcher.piece(ahead, cut)),
        };
        searched.flatten().unwrap_or_else(|panic| {
            lessons.iter().for_each(|bytes| self.study(ahead, bytes));
            ahead.course.lose(ahead.number, length, panic);
            Scanned::empty()
        })
    }

    /// Learns what the lines of a block teach, but for those whose search goes wrong.
    fn study(&mut self, ahead: &Ahead, bytes: &[u8]) {
        let Ahead { number, course, .. } = ahead;
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            let _ = self.contain(|searcher| {
                let (here, engine) = searcher.at(course);
                let (state, taught) = course.left_at_turn_even_if_lost(*number, here.heard);
                here.resume(state, &taught);
                here.search.whole(engine, course.known(), line);
                here.leave(&Scanned::empty(), false);
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
    fn begin(&mut self, ahead: &Ahead, bytes: &[u8]) -> Begun {
        let Ahead { number, course, .. } = ahead;
        let (here, engine) = self.at(course);
        let (state, taught) = course.left_so_far(*number, here.heard);
        here.resume(state.clone(), &taught);
        let mark = here.search.memory().taught().len();
        Begun { found: here.search.whole(engine, course.known(), bytes), state, mark }
    }

    /// Makes good what was found ahead, once all that comes before has been searched for good.
    fn end(&mut self, ahead: &Ahead, cut: Cut, begun: Option<Begun>) -> Result<Scanned, Panic> {
        let Ahead { number, course, .. } = ahead;
        let (here, engine) = self.at(course);
        let (state, later) = course.left_at_turn(*number, here.heard)?;
        let Good { found, in_vain } = match begun {
            Some(begun) if begun.state == state && later.is_empty() => Good { found: begun.found, in_vain: false },
            Some(begun) => here.make_good(engine, &cut.bytes, begun, state, &later),
            None => {
                here.resume(state, &later);
                Good { found: here.search.whole(engine, course.known(), &cut.bytes), in_vain: true }
            }
        };
        let scanned = Scanned::new((cut.bytes, 0), found, cut.encoding, Arc::clone(&engine.spares));
        here.leave(&scanned, in_vain);
        Ok(scanned)
    }

    /// Searches a piece of a line that has no end in sight, after all that comes before it.
    fn piece(&mut self, ahead: &Ahead, cut: Cut) -> Result<Scanned, Panic> {
        let Ahead { number, course, .. } = ahead;
        let (here, engine) = self.at(course);
        match course.endless(*number) {
            Some(search) => here.search = search,
            None => {
                let (state, taught) = course.left_at_turn(*number, here.heard)?;
                here.resume(state, &taught);
            }
        }
        let goes_on = cut.extent == Extent::Piece;
        let scanned = here.search.cut(engine, course.known(), cut);
        here.leave(&scanned, false);
        if let Some(mut here) = self.here.take().filter(|_| goes_on) {
            here.search.memory().forget_resolutions();
            course.keep_endless(here.search);
        }
        Ok(scanned)
    }

    /// Goes to the item of a course.
    fn at(&mut self, course: &Course) -> (&mut Here, &mut Engine) {
        let here = self.here.take().filter(|here| here.course.is_same_item(course));
        let here = self.here.insert(here.unwrap_or_else(|| Here {
            course: course.clone(),
            search: Search::new(course.state()),
            heard: 0,
        }));
        (here, &mut self.engine)
    }
}

/// What was found in a block, as if the blocks that were being searched just then taught nothing.
struct Begun {
    found: Replacements,
    /// The state that the block was supposed to begin in.
    state: State,
    /// How many texts were known.
    mark: usize,
}

/// What was found in a block, for good.
struct Good {
    found: Replacements,
    /// It had to be searched again as a whole.
    in_vain: bool,
}

impl Here {
    /// Goes on behind blocks that left `state` and taught these.
    fn resume(&mut self, state: State, taught: &[Arc<Lessons>]) {
        self.hear(taught);
        self.search.memory().resume(state);
    }

    /// Learns what other blocks taught.
    fn hear(&mut self, taught: &[Arc<Lessons>]) {
        taught.iter().for_each(|block| self.search.memory().know(block));
        self.heard += taught.len();
    }

    /// Makes good what was found ahead of blocks that left `state` and taught `later`.
    fn make_good(
        &mut self,
        engine: &mut Engine,
        bytes: &[u8],
        begun: Begun,
        state: State,
        later: &[Arc<Lessons>],
    ) -> Good {
        let Begun { found, state: supposed, mark } = begun;
        let memory = self.search.memory();
        let full = memory.taught().is_full();
        let history = memory.take_history();
        memory.forget(mark);
        self.hear(later);
        let known = self.course.known();
        let memory = self.search.memory();
        let length = memory.taught().len();
        if state == supposed && !full {
            let starts = touched(bytes, memory.taught().filed(mark), &history.odd);
            let good = match starts.as_slice() {
                [] => {
                    memory.teach_all(history.taught.iter());
                    Some(found)
                }
                // Lines in the middle are searched again as they were, which is without anything open before them.
                _ if history.steady && supposed.is_plain() => {
                    self.search.mended(engine, known, bytes, &found, &history, &starts)
                }
                _ => None,
            };
            // What there was no room for was not known.
            if let Some(found) = good.filter(|_| !self.search.memory().taught().is_full()) {
                return Good { found, in_vain: false };
            }
        }
        let memory = self.search.memory();
        memory.forget(length);
        memory.take_history();
        memory.resume(state);
        Good { found: self.search.whole(engine, known, bytes), in_vain: true }
    }

    /// Leaves to the next block what this one does.
    fn leave(&mut self, scanned: &Scanned, in_vain: bool) {
        let memory = self.search.memory();
        let (state, taught) = (memory.state(), memory.take_history().taught);
        self.heard += usize::from(!taught.is_empty());
        self.course.leave(state, taught, &scanned.tally(), in_vain);
    }
}

#[cfg(test)]
mod tests;
