//! One item, searched on several threads at once.
//!
//! What a line teaches holds for the lines behind it, so that a block can be searched for good only when those before it
//! have been. A [`Searcher`] does not wait for them: it searches a block as if they taught nothing that it does not know
//! yet, and makes good afterwards, in the order of the blocks, what they did teach: lines that hold a word of it are
//! searched again. Where a block begins in another state than was supposed (in a table, in armour) it is searched again as
//! a whole. What comes out is what one thread would have given.

use std::sync::Arc;

use super::Minimizer;
use super::block::{Minimized, Scanned};
use super::course::Course;
use super::cut::{Cut, Cutter, Extent};
use super::history::{Lessons, State};
use super::item::Withheld;
use super::search::{Engine, Replacements, Search, touched};
use super::structure::Structure;
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
                Some(cut) if cut.extent == Extent::Lines => {
                    let begun = self.begin(&ahead, &cut.bytes);
                    self.end(&ahead, cut, begun)
                }
                Some(cut) => self.piece(&ahead, cut),
                None => Scanned::empty(),
            },
        }
    }

    /// Searches whole lines, ahead where that is worth it.
    fn begin(&mut self, ahead: &Ahead, bytes: &[u8]) -> Begun {
        let Ahead { number, course, .. } = ahead;
        let (here, engine) = self.at(course);
        let (state, taught) = course.begin(*number, here.heard);
        here.hear(&taught);
        here.search.memory().resume(state.clone());
        let mark = here.search.memory().taught().len();
        Begun { found: here.search.whole(engine, course.known(), bytes), state, mark }
    }

    /// Makes good what was found ahead, once all that comes before has been searched for good.
    fn end(&mut self, ahead: &Ahead, cut: Cut, begun: Begun) -> Scanned {
        let Ahead { number, course, .. } = ahead;
        let (here, engine) = self.at(course);
        let (state, later) = course.end(*number, here.heard);
        let Good { found, in_vain } = match begun.state == state && later.is_empty() {
            true => Good { found: begun.found, in_vain: false },
            false => here.make_good(engine, &cut.bytes, begun, (state, &later)),
        };
        let scanned = Scanned::new((cut.bytes, 0), found, cut.encoding, Arc::clone(&engine.spares));
        here.leave(&scanned, in_vain);
        scanned
    }

    /// Searches a piece of a line that has no end in sight, after all that comes before it.
    fn piece(&mut self, ahead: &Ahead, cut: Cut) -> Scanned {
        let Ahead { number, course, .. } = ahead;
        let (here, engine) = self.at(course);
        match course.endless(*number) {
            Some(search) => here.search = search,
            None => {
                let (state, taught) = course.end(*number, here.heard);
                here.hear(&taught);
                here.search.memory().resume(state);
            }
        }
        let goes_on = cut.extent == Extent::Piece;
        let scanned = here.search.cut(engine, course.known(), cut);
        here.leave(&scanned, false);
        if let Some(mut here) = self.here.take().filter(|_| goes_on) {
            here.search.memory().move_on();
            course.go_on(here.search);
        }
        scanned
    }

    /// Goes to the item of a course.
    fn at(&mut self, course: &Course) -> (&mut Here, &mut Engine) {
        let here = self.here.take().filter(|here| here.course.is(course));
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
        (state, later): (State, &[Arc<Lessons>]),
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
                    self.search.mended((engine, known), bytes, (&found, &history), &starts)
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
mod tests {
    use std::collections::VecDeque;

    use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_assert_eq, proptest};

    use super::super::{CaseKey, Minimizer};
    use super::{Ahead, Begun, Content, Cut, Extent, ItemCut, Searcher};
    use crate::profile::{Format, Purpose, Rules};

    /// A text as it comes out when it is searched in one thread.
    fn whole(name: &str, text: &[u8]) -> Vec<u8> {
        let mut minimizer = minimizer();
        let mut scan = minimizer.scan(name, Format::Auto);
        let mut blocks = scan.push(&mut minimizer, text);
        blocks.extend(scan.finish(&mut minimizer).unwrap().blocks);
        blocks.into_iter().flat_map(|block| block.rewrite().into_bytes()).collect()
    }

    /// The same and the number of replacements, when it is cut into short blocks and as many of them are begun at once as
    /// there are searchers, before the first of them is ended.
    fn ahead(name: &str, text: &[u8], block: usize, searchers: usize) -> (Vec<u8>, u64) {
        let minimizer = minimizer();
        let mut cut = ItemCut::new(&minimizer, (name, Format::Auto), block);
        let mut blocks = cut.push(text);
        let (last, course) = cut.finish().unwrap();
        blocks.extend(last);
        let mut idle: Vec<Searcher> = (0..searchers).map(|_| minimizer.searcher()).collect();
        let (mut busy, mut out) = (VecDeque::<(Searcher, Ahead, Cut, Begun)>::new(), Vec::new());
        let end = |busy: &mut VecDeque<_>, idle: &mut Vec<Searcher>, out: &mut Vec<u8>| {
            let (mut searcher, ahead, cut, begun): (Searcher, Ahead, Cut, Begun) = busy.pop_front().unwrap();
            out.extend(searcher.end(&ahead, cut, begun).rewrite().into_bytes());
            idle.insert(0, searcher);
        };
        for block in blocks {
            let Content::Ahead(mut ahead) = block.0 else { panic!("it has been searched") };
            let cut = ahead.cut.take().unwrap();
            while !busy.is_empty() && (idle.is_empty() || course.is_patient() || cut.extent != Extent::Lines) {
                end(&mut busy, &mut idle, &mut out);
            }
            let mut searcher = idle.pop().unwrap();
            if cut.extent == Extent::Lines {
                let begun = searcher.begin(&ahead, &cut.bytes);
                busy.push_back((searcher, ahead, cut, begun));
            } else {
                out.extend(searcher.piece(&ahead, cut).rewrite().into_bytes());
                idle.insert(0, searcher);
            }
        }
        while !busy.is_empty() {
            end(&mut busy, &mut idle, &mut out);
        }
        (out, course.tally().values().sum())
    }

    fn minimizer() -> Minimizer {
        let mut minimizer =
            Minimizer::new(CaseKey::derive(b"secret of a test", "case"), Purpose::Operations, &Rules::default());
        minimizer.harvest([("etc/passwd", &b"mkarlsson:x:1000:1000:Greta Holm:/home/mkarlsson:/bin/sh\n"[..])], &[]);
        minimizer.freeze();
        minimizer
    }

    /// Lines that teach, lines in which only what was taught tells, lines that open and close something.
    fn line() -> impl Strategy<Value = String> {
        let login = prop::sample::select(vec!["wkowalska", "gwendolyn77", "mbrandt9", "jo\\u0065lq7", "relay7"]);
        let secret = prop::sample::select(vec!["hunter2-and-more", "s3cr3t-of-mbrandt9", "aHVudGVyMi1hbmQtbW9yZQ"]);
        // What changes the state of all lines behind it is rare, or nothing would be searched again line by line.
        (login, secret, 1_u8..9, 0_usize..60).prop_map(|(login, secret, number, form)| match form {
            0 => "[mbrandt9]\n".to_owned(),
            1 => "-----BEGIN RSA PRIVATE KEY-----\n".to_owned(),
            2 => "-----END RSA PRIVATE KEY-----\n".to_owned(),
            3 => "USER PID %CPU COMMAND\n".to_owned(),
            4 => "\n".to_owned(),
            5 => format!("  secret: |\n    {secret}\n"),
            6 => format!("{}=x {login}\n", "long ".repeat(4_000)),
            7 => format!("{login} {number} 0.0 sh\n"),
            8..20 => {
                format!("sshd[7]: Failed password for invalid user {login} from 192.0.2.{number} port 2 ssh2\n")
            }
            20..26 => format!("mail of {login} kept for 192.0.2.{number}, {secret}\r\n"),
            26..32 => format!("password={secret} retries={number}\n"),
            32..36 => format!("tried {secret} again, {number} times\r"),
            36..40 => format!("{login}:x:100{number}:100{number}:Greta Holm:/home/{login}:/bin/sh\n"),
            40..48 => format!("kept %6Dbrandt9 and %67wendolyn77, {number} times\n"),
            48..52 => format!("password={login}-{secret} user={login}\n"),
            _ => format!("line {number} of no importance for {login}\n"),
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 192 } else { 2048 }))]

        #[test]
        fn blocks_searched_at_once_give_what_one_thread_gives(
            lines in prop::collection::vec(line(), 1..60),
            name in prop::sample::select(vec!["messages", "app.yaml", "some-secrets"]),
            block in 40_usize..2_000,
            searchers in 1_usize..5,
        ) {
            let text = lines.concat();
            let (out, replaced) = ahead(name, text.as_bytes(), block, searchers);
            let whole = whole(name, text.as_bytes());
            prop_assert_eq!(String::from_utf8_lossy(&out), String::from_utf8_lossy(&whole));
            prop_assert_eq!(replaced, ahead(name, text.as_bytes(), 1 << 20, 1).1);
        }

        #[test]
        fn any_bytes_searched_at_once_give_what_one_thread_gives(
            bytes in prop::collection::vec(any::<u8>(), 0..3_000),
            block in 40_usize..500,
        ) {
            // As much text before them as takes them for text.
            let text = [&b"text ".repeat(2_000)[..], &bytes, b"\nmail of wkowalska"].concat();
            prop_assert_eq!(ahead("messages", &text, block, 3).0, whole("messages", &text));
        }
    }

    #[test]
    fn a_block_that_nobody_searches_is_not_waited_for() {
        let minimizer = minimizer();
        let mut cut = ItemCut::new(&minimizer, ("messages", Format::Auto), 100);
        let mut blocks = cut.push(b"invalid user wkowalska from 192.0.2.7 port 2\n".repeat(20).as_slice());
        let (last, course) = cut.finish().unwrap();
        blocks.extend(last);
        assert!(blocks.len() > 4);
        let mut searcher = minimizer.searcher();
        let kept = blocks.split_off(3);
        drop(blocks);
        kept.into_iter().for_each(|block| assert!(!searcher.minimize(block).as_bytes().is_empty()));
        assert!(course.tally().values().sum::<u64>() > 0);
    }
}
