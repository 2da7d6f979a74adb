//! Shapes of lines: what was found in one line holds for every other line that differs from it in its numbers and its
//! opaque words alone.
//!
//! Logs say the same few things again and again. The shape of a line is what it shares with the others: its text, with
//! slots where numbers and [opaque words](super::opaque) stand. Finders read nothing but the line, and they ask of what
//! stands in a slot only how long it is, with exceptions that the shape itself betrays: numbers in a chain of colons,
//! dashes or underscores may be a hardware address or one of IPv6. Such numbers are no slots but part of the text. A
//! shape in which numbers count otherwise is never remembered.
//!
//! What is found is settled anew for each line, and what is known is looked for anew: at the opaque words of the line,
//! and at those words of the shape that something known is filed under.

mod cut;
mod hex;
mod numbers;
mod repeats;
mod token;
mod tree;
mod twins;

use std::ops::Range;

use super::known::{Known, Snapshot};
use super::prefilter::{Prefilter, Word};
use super::repeat::{self, Name};
use super::search::Replacements;
use super::word_map::WordMap;
use super::{Evidence, Found, Kind};
use cut::{Slot, cut};
use numbers::{is_chained, numbers_say_nothing};
use repeats::RepeatCache;
pub(crate) use repeats::StampedLine;
use tree::Tree;
use twins::{Placed, Twins, twins};

/// What was found in each shape. What is forgotten is looked for again.
#[derive(Debug)]
pub(crate) struct Shapes {
    tree: Tree,
    memories: Vec<Memory>,
    found: Vec<Finding>,
    /// By the hashes of their letters.
    words: Vec<(Place, Place, u64)>,
    /// The same hashes.
    hashes: WordMap<()>,
    /// What was known when something was looked for last, and how often that changed what is known of the words.
    marks: [Snapshot; 2],
    round: u64,
    /// What stands in the slots of the line at hand.
    slots: Vec<Slot>,
    /// Of hashes of shapes that were seen once: of many shapes only those are remembered that come again.
    once: Vec<u32>,
    /// Whether a profile names keys of its own, so that any word may be one.
    own_keys: bool,
    /// How many are remembered at most.
    most: usize,
    repeats: RepeatCache,
}

/// What was found in lines of one shape.
#[derive(Debug)]
pub(crate) struct Memory {
    found: Span,
    /// Whether such a line may hold an escape, which its numbers decide.
    pub(crate) escapes: bool,
    twins: Twins,
    /// The words that are the same in every such line.
    words: Span,
    /// Those of them under which something known is filed, as of a round, by their places in `words`.
    known: Vec<u32>,
    round: u64,
}

/// What was found in a line that is like one remembered.
pub(crate) struct ByShape<'a> {
    /// The number of the memory.
    pub(crate) number: u32,
    pub(crate) found: &'a [Found],
    /// The names that were looked for in the rest of the line.
    pub(crate) sought: &'a [Name],
}

/// A finding by its place in a shape.
#[derive(Debug, Clone, Copy)]
struct Finding {
    start: Place,
    end: Place,
    kind: Kind,
    evidence: Evidence,
    learn: bool,
}

/// So many bytes behind a slot, by its number, from 1; behind the line's beginning where that is 0. Lines that are
/// remembered are short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    slot: u16,
    bytes: u16,
}

/// A part of one of the stores.
#[derive(Debug, Clone, Copy)]
struct Span {
    from: u32,
    to: u32,
}

impl Default for Shapes {
    fn default() -> Self {
        Self {
            tree: Tree::default(),
            memories: Vec::new(),
            found: Vec::new(),
            words: Vec::new(),
            hashes: WordMap::default(),
            marks: [Snapshot::default(); 2],
            round: 0,
            slots: Vec::new(),
            once: vec![0; ONCE],
            own_keys: false,
            most: MEMORIES,
            repeats: RepeatCache::default(),
        }
    }
}

impl Shapes {
    /// Remembers nothing yet; `own_keys` says whether a profile names keys of its own.
    pub(crate) fn new(own_keys: bool) -> Self {
        Self { own_keys, ..Self::default() }
    }

    /// Another one for the same profile that remembers nothing yet.
    pub(crate) fn fork(&self) -> Self {
        Self::new(self.own_keys)
    }

    /// Another one for the same profile, for few shapes.
    pub(crate) fn few(&self) -> Self {
        Self { most: FEW, ..self.fork() }
    }

    /// The number of the memory of a line like this one; `None` where there is none.
    pub(crate) fn recall(&mut self, line: &[u8]) -> Option<u32> {
        self.tree.find(line, &mut self.slots)
    }

    /// A memory by its number.
    pub(crate) fn memory(&self, number: u32) -> &Memory {
        &self.memories[number as usize]
    }

    /// What was found, where it lies in the line that was asked for last.
    pub(crate) fn found(&self, number: u32) -> impl Iterator<Item = Found> {
        let found = &self.found[self.memories[number as usize].found.range()];
        let at = |place: Place| place.at(&self.slots);
        let one = move |one: &Finding| {
            let Finding { start, end, kind, evidence, learn } = *one;
            Found { start: at(start), end: at(end), kind, evidence, learn }
        };
        found.iter().map(one)
    }

    /// Finds what is known in a line that is like the one remembered.
    pub(crate) fn find_known(&mut self, number: u32, line: &[u8], known: [&Known; 2], found: &mut Vec<Found>) {
        self.compare(known);
        let memory = &mut self.memories[number as usize];
        if std::mem::replace(&mut memory.round, self.round) != self.round {
            let words = &self.words[memory.words.range()];
            let filed = |index: &u32| known.iter().any(|known| known.holds(words[*index as usize].2));
            memory.known.clear();
            memory.known.extend((0..words.len() as u32).filter(filed));
        }
        self.telling(number, line, known, |word| {
            found.extend(known.iter().filter_map(|known| known.at(line, &word)));
        });
    }

    /// Begins another round where something is known of a word of a shape that was not known before, or the other way
    /// round. Logs teach a name in every other line, and few of them are filed under such a word.
    fn compare(&mut self, known: [&Known; 2]) {
        for (before, known) in self.marks.iter_mut().zip(known) {
            let mark = known.snapshot();
            if *before != mark {
                let hashes = &self.hashes;
                let holds = |hash: u64| hashes.may_hold(hash) && hashes.get(hash).is_some();
                let same = known.added_since(*before).is_some_and(|mut filed| !filed.any(holds));
                self.round += u64::from(!same);
                *before = mark;
            }
        }
    }

    /// Calls `each` with every word of the line that was asked for last under which something known may be filed, as
    /// of when it was looked for last.
    fn telling(&self, number: u32, line: &[u8], known: [&Known; 2], mut each: impl FnMut(Word)) {
        let memory = self.memory(number);
        let words = &self.words[memory.words.range()];
        for index in &memory.known {
            let (start, end, hash) = words[*index as usize];
            each(Word::from_hash(start.at(&self.slots) as u32, end.at(&self.slots) as u32, hash));
        }
        let lengths = known[0].number_lengths() | known[1].number_lengths();
        for slot in &self.slots {
            let range = slot.range();
            match slot.token {
                token if token.is_word() => each(slot.word()),
                token if token.is_number() && lengths >> range.len().min(63) & 1 == 1 => {
                    each(Word::at(line, range.start, range.end));
                }
                // A date's fraction may be as long as a number that is known.
                token if token.has_runs() => slot.runs(line).for_each(|run| each(Word::at(line, run.start, run.end))),
                _ => {}
            }
        }
    }

    /// Whether a name may stand twice in the line that was asked for last, which is like the one remembered.
    pub(crate) fn may_stand_twice(&self, number: u32) -> bool {
        let memory = self.memory(number);
        if memory.twins != Twins::Opaque {
            return memory.twins == Twins::Maybe;
        }
        let mut seen = repeat::SeenWords::default();
        for (.., hash) in &self.words[memory.words.range()] {
            seen.insert(*hash);
        }
        self.slots.iter().filter(|slot| slot.token.is_word()).any(|slot| !seen.insert(slot.hash))
    }

    /// Whether lines come again often enough to ask whether the next one did.
    pub(crate) fn expects_repeats(&mut self) -> bool {
        self.repeats.is_worth_asking()
    }

    /// Puts what is to be written in a line that stands at `at`, where it came before and no more is known than then.
    pub(crate) fn recall_whole(
        &mut self,
        line: &StampedLine<'_>,
        known: [&Known; 2],
        at: usize,
        to: &mut Replacements,
    ) -> bool {
        self.repeats.recall(line, known, at, to)
    }

    /// Keeps what was written in the line that was asked for last and stands at `at`: the replacements from `first` on.
    /// What another stamp may change is not kept.
    pub(crate) fn keep_whole(
        &mut self,
        line: &StampedLine<'_>,
        ByShape { number, found, sought }: ByShape<'_>,
        known: [&Known; 2],
        at: usize,
        written: (&Replacements, usize),
    ) {
        let StampedLine { text, stamp, .. } = line;
        if self.repeats.record_first(line) {
            return;
        }
        let mut counts = !stamp.is_of(&self.slots)
            || found.iter().any(|one| stamp.touches(one.start, one.end))
            || sought.iter().any(|(name, _)| stamp.may_hold(text, &text[name.clone()]));
        self.telling(number, text, known, |word| counts |= known.iter().any(|known| stamp.is_reached(&word, known)));
        if !counts {
            self.repeats.keep(line, known, at, written);
        }
    }

    /// Remembers what was found in a line, when its shape has come before or there is much room.
    pub(crate) fn remember(&mut self, line: &[u8], prefilter: &Prefilter, found: &[Found]) {
        if !numbers_say_nothing(line, prefilter) {
            return;
        }
        cut(line, &prefilter.words, |index| is_chained(line, &prefilter.words, index), self.own_keys, &mut self.slots);
        let hash = cut::hash(line, &self.slots);
        let (once, check) = (&mut self.once[hash as usize % ONCE], (hash >> 32) as u32);
        if std::mem::replace(once, check) != check && self.memories.len() >= self.most / 2 {
            return;
        }
        let Some(findings) = found.iter().map(|one| self.finding(one)).collect::<Option<Vec<_>>>() else { return };
        if !self.tree.has_room() || self.memories.len() >= self.most || self.words.len() >= WORDS {
            self.forget();
        }
        if self.tree.add(line, &self.slots, self.memories.len() as u32).is_none() {
            return;
        }
        let placed = self.placed(&prefilter.words);
        let twins = found.iter().map(|one| twins(one, &prefilter.words, &placed)).max().unwrap_or(Twins::Never);
        let words: Vec<_> = placed.into_iter().filter_map(Placed::same).collect();
        words.iter().for_each(|(.., hash)| *self.hashes.entry(*hash) = ());
        self.memories.push(Memory {
            found: Span::of(&mut self.found, &findings),
            escapes: prefilter.may_be_encoded(),
            twins,
            words: Span::of(&mut self.words, &words),
            known: Vec::new(),
            round: NEVER,
        });
    }

    /// Where the slots of a line begin and end, with what counts of each.
    #[cfg(test)]
    pub(crate) fn slots(line: &[u8]) -> Vec<(usize, usize, u32)> {
        let (mut prefilter, mut slots) = (Prefilter::default(), Vec::new());
        prefilter.scan(line);
        cut(line, &prefilter.words, |_| false, false, &mut slots);
        slots.iter().map(|slot| (slot.start as usize, slot.end as usize, slot.token.0)).collect()
    }

    /// Where what a line's stamp says begins and ends.
    #[cfg(test)]
    pub(crate) fn stamp(line: &[u8]) -> Vec<(usize, usize)> {
        StampedLine::new(line).stamp.slots().iter().map(|(start, end, _)| (*start as usize, *end as usize)).collect()
    }

    fn finding(&self, found: &Found) -> Option<Finding> {
        let Found { start, end, kind, evidence, learn } = *found;
        Some(Finding {
            start: Place::of(start, &self.slots)?,
            end: Place::of(end, &self.slots)?,
            kind,
            evidence,
            learn,
        })
    }

    /// What becomes of each word of the line that was cut last in other lines of its shape.
    fn placed(&self, words: &[Word]) -> Vec<Placed> {
        let (mut before, mut from) = (0, 0);
        let place = |word: &Word| {
            // Both stand in the order of the line, and no slot begins within a word.
            while self.slots.get(before).is_some_and(|slot| slot.end <= word.start) {
                from = self.slots[before].end;
                before += 1;
            }
            if let Some(slot) = self.slots.get(before).filter(|slot| slot.start <= word.start) {
                return if slot.token.is_word() { Placed::Opaque } else { Placed::Number };
            }
            let place = |at: u32| {
                let (slot, bytes) = (u16::try_from(before).ok()?, u16::try_from(at - from).ok()?);
                Some(Place { slot, bytes })
            };
            match (place(word.start), place(word.end)) {
                (Some(start), Some(end)) => Placed::Same(start, end, word.hash),
                _ => Placed::Number,
            }
        };
        words.iter().map(place).collect()
    }

    fn forget(&mut self) {
        self.tree.clear();
        self.memories.clear();
        self.found.clear();
        self.words.clear();
        self.hashes = WordMap::default();
    }
}

impl Place {
    /// `None` within a slot.
    fn of(at: usize, slots: &[Slot]) -> Option<Self> {
        let before = slots.iter().take_while(|slot| slot.end as usize <= at).count();
        if slots.get(before).is_some_and(|slot| (slot.start as usize) < at) {
            return None;
        }
        let from = before.checked_sub(1).map_or(0, |last| slots[last].end as usize);
        Some(Self { slot: u16::try_from(before).ok()?, bytes: u16::try_from(at - from).ok()? })
    }

    fn at(self, slots: &[Slot]) -> usize {
        let from = usize::from(self.slot).checked_sub(1).map_or(0, |last| slots[last].end as usize);
        from + usize::from(self.bytes)
    }
}

impl Span {
    fn of<T: Clone>(store: &mut Vec<T>, part: &[T]) -> Self {
        let from = store.len() as u32;
        store.extend_from_slice(part);
        Self { from, to: store.len() as u32 }
    }

    fn range(self) -> Range<usize> {
        self.from as usize..self.to as usize
    }
}

/// Remembered at most, half of them at first sight: about 3 MiB.
const MEMORIES: usize = 1 << 13;
const WORDS: usize = 1 << 17;
/// No round.
const NEVER: u64 = u64::MAX;
/// Rows of one table are of few shapes.
const FEW: usize = MEMORIES / 8;
const ONCE: usize = 1 << 14;

#[cfg(test)]
mod tests;
