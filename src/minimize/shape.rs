//! Shapes of lines: what was found in one line holds for every other line that differs from it in its numbers alone.
//!
//! Logs say the same few things again and again. The shape of a line is the line with its numbers blotted out. Finders
//! read nothing but the line, and they ask of a number only how long it is, with exceptions that the shape itself
//! betrays: numbers in a chain of colons, dashes or underscores may be a hardware address or one of IPv6. Where a shape
//! has such places, what stands there is part of what is compared. A shape in which numbers count otherwise is never
//! remembered.
//!
//! What is found is settled anew for each line, and what is known is looked for anew: at the words of the shape that
//! something known is filed under.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::Found;
use super::blot::{Blot, mixed};
use super::bytes;
use super::known::Known;
use super::names::Hashed;
use super::sight::{Sight, Word, mark};

/// What was found in each shape. What is forgotten is looked for again.
#[derive(Debug)]
pub(crate) struct Shapes {
    blot: Blot,
    shapes: HashMap<u64, Shape, BuildHasherDefault<Hashed>>,
    leaves: HashMap<u64, u32, BuildHasherDefault<Hashed>>,
    memories: Vec<Memory>,
    bytes: Vec<u8>,
    places: Vec<Place>,
    found: Vec<Found>,
    /// What stands in the places of the line at hand.
    content: Vec<u8>,
    /// Hashes of shapes that were seen once: only what comes again is remembered.
    once: Vec<u64>,
}

/// A shape, and its places where numbers count.
#[derive(Debug, Clone, Copy)]
struct Shape {
    text: Span,
    places: Span,
}

/// A number that counts, by its place in the shape.
#[derive(Debug, Clone, Copy)]
struct Place {
    start: u32,
    end: u32,
}

/// What was found in lines of a shape that have the same in its places.
#[derive(Debug)]
pub(crate) struct Memory {
    content: Span,
    found: Span,
    /// Whether such a line may hold an escape, which its numbers decide.
    pub(crate) escapes: bool,
    /// Words under which something known is filed, as of [`Self::stamps`], by their places in the shape.
    words: Vec<Word>,
    stamps: (u64, u64),
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
            blot: Blot::default(),
            shapes: HashMap::default(),
            leaves: HashMap::default(),
            memories: Vec::new(),
            bytes: Vec::new(),
            places: Vec::new(),
            found: Vec::new(),
            content: Vec::new(),
            once: vec![0; ONCE],
        }
    }
}

impl Shapes {
    /// The number of the memory of a line like this one; `None` where there is none.
    pub(crate) fn recall(&mut self, line: &[u8]) -> Option<u32> {
        self.blot.take(line);
        let shape = *self.shapes.get(&self.blot.hash())?;
        if &self.bytes[shape.text.range()] != self.blot.text() {
            return None;
        }
        let hash = self.read(line, shape.places);
        let number = *self.leaves.get(&hash)?;
        let content = self.memories.get(number as usize)?.content;
        (self.bytes[content.range()] == *self.content).then_some(number)
    }

    /// A memory by its number.
    pub(crate) fn memory(&self, number: u32) -> &Memory {
        &self.memories[number as usize]
    }

    /// What was found, where it lies in the line that was asked for last.
    pub(crate) fn found(&self, number: u32) -> impl Iterator<Item = Found> {
        let found = &self.found[self.memories[number as usize].found.range()];
        found.iter().map(|one| Found { start: self.blot.line(one.start), end: self.blot.line(one.end), ..*one })
    }

    /// Finds what is known in a line that is like the one remembered.
    pub(crate) fn find_known(
        &mut self,
        number: u32,
        line: &[u8],
        known: [&Known; 2],
        sight: &mut Sight,
        found: &mut Vec<Found>,
    ) {
        let memory = &mut self.memories[number as usize];
        let stamps = (known[0].stamp(), known[1].stamp());
        if memory.stamps != stamps {
            sight.look(line);
            let filed = |word: &&Word| !word.is_number() && known.iter().any(|known| known.holds(word));
            let blot = &self.blot;
            let place = |word: &Word| {
                let (start, end) = (blot.shape(word.start as usize)?, blot.shape(word.end as usize)?);
                Some(word.moved(start, end))
            };
            memory.words = sight.words.iter().filter(filed).filter_map(place).collect();
            memory.stamps = stamps;
        }
        for word in &memory.words {
            let (start, end) = (self.blot.line(word.start as usize), self.blot.line(word.end as usize));
            let word = word.moved(start, end);
            found.extend(known.iter().filter_map(|known| known.at(line, &word)));
        }
        let lengths = known[0].number_lengths() | known[1].number_lengths();
        if lengths != 0 {
            self.blot.numbers(|start, end| {
                if lengths >> (end - start).min(63) & 1 == 1 {
                    let word = Word::at(line, start, end);
                    found.extend(known.iter().filter_map(|known| known.at(line, &word)));
                }
            });
        }
    }

    /// Remembers what was found in the line that was asked for last, when its shape has come before.
    pub(crate) fn remember(&mut self, line: &[u8], sight: &Sight, found: &[Found]) {
        let hash = self.blot.hash();
        let once = &mut self.once[hash as usize % ONCE];
        if std::mem::replace(once, hash) != hash || !numbers_say_nothing(line, sight) {
            return;
        }
        let place =
            |one: &Found| Some(Found { start: self.blot.shape(one.start)?, end: self.blot.shape(one.end)?, ..*one });
        let Some(found) = found.iter().map(place).collect::<Option<Vec<_>>>() else { return };
        if self.memories.len() >= MEMORIES || self.bytes.len() >= BYTES {
            self.forget();
        }
        let shape = match self.shapes.get(&hash) {
            Some(shape) if self.bytes[shape.text.range()] == *self.blot.text() => *shape,
            _ => self.shape(line, sight),
        };
        let leaf = self.read(line, shape.places);
        self.leaves.insert(leaf, self.memories.len() as u32);
        let content = Span::of(&mut self.bytes, &self.content);
        let found = Span::of(&mut self.found, &found);
        let escapes = sight.shows(mark::ESCAPE);
        self.memories.push(Memory { content, found, escapes, words: Vec::new(), stamps: (u64::MAX, u64::MAX) });
    }

    /// Files the shape at hand.
    fn shape(&mut self, line: &[u8], sight: &Sight) -> Shape {
        let text = Span::of(&mut self.bytes, self.blot.text());
        let places: Vec<Place> = chained(line, &sight.words)
            .filter_map(|word| {
                let (start, end) = (self.blot.shape(word.start as usize)?, self.blot.shape(word.end as usize)?);
                Some(Place { start: start as u32, end: end as u32 })
            })
            .collect();
        let places = Span::of(&mut self.places, &places);
        let shape = Shape { text, places };
        self.shapes.insert(self.blot.hash(), shape);
        shape
    }

    /// Reads what stands in the places of a shape; gives a hash of it and the shape.
    fn read(&mut self, line: &[u8], places: Span) -> u64 {
        self.content.clear();
        let mut hash = self.blot.hash();
        for place in &self.places[places.range()] {
            let (start, end) = (self.blot.line(place.start as usize), self.blot.line(place.end as usize));
            self.content.extend_from_slice(&line[start..end]);
        }
        for byte in &self.content {
            hash = mixed(hash, u64::from(*byte));
        }
        hash
    }

    fn forget(&mut self) {
        self.shapes.clear();
        self.leaves.clear();
        self.memories.clear();
        self.bytes.clear();
        self.places.clear();
        self.found.clear();
    }
}

impl Span {
    fn of<T: Clone>(store: &mut Vec<T>, part: &[T]) -> Self {
        let from = store.len() as u32;
        store.extend_from_slice(part);
        Self { from, to: store.len() as u32 }
    }

    fn range(self) -> std::ops::Range<usize> {
        self.from as usize..self.to as usize
    }
}

/// Whether what is found in a line depends on its numbers that are [`chained`] alone. Telephone numbers, addresses with
/// dashes and the lines of account files ask more; a long number is a modem's or a SIM's.
fn numbers_say_nothing(line: &[u8], sight: &Sight) -> bool {
    let first = line.iter().position(|byte| matches!(byte, b' ' | b':' | b'['));
    let fields = first.is_some_and(|at| line[at] == b':');
    let long = sight.words.iter().any(|word| word.is_number() && word.len() >= LONG);
    let armour = sight.shows(mark::OPTION) && bytes::find(line, b"-----").is_some();
    // More than four numbers, or two addresses that dots stand between.
    let dotted = runs(line, &sight.words).iter().any(|run| run.len() > 4)
        || (sight.shows(mark::DOTS) && bytes::find(line, b"..").is_some());
    !(fields || long || armour || dotted || sight.shows(mark::PLUS | mark::IP))
}

/// Numbers that may be part of a hardware address or of one of IPv6.
fn chained<'a>(line: &'a [u8], words: &'a [Word]) -> impl Iterator<Item = &'a Word> {
    let numbers = words.iter().enumerate().filter(|(_, word)| word.is_number());
    numbers.filter(|(index, _)| is_chained(line, words, *index)).map(|(_, word)| word)
}

/// Runs of numbers with single dots between them.
fn runs<'a>(line: &[u8], words: &'a [Word]) -> Vec<&'a [Word]> {
    let joined = |one: &Word, other: &Word| {
        one.is_number() && other.is_number() && one.end + 1 == other.start && line[one.end as usize] == b'.'
    };
    words.chunk_by(joined).filter(|run| run.len() >= 4).collect()
}

/// Whether a number is part of what may be a hardware address or one of IPv6.
fn is_chained(line: &[u8], words: &[Word], index: usize) -> bool {
    let (start, end) = (words[index].start as usize, words[index].end as usize);
    if line[..start].ends_with(b"::") || line[end..].starts_with(b"::") {
        return true;
    }
    [b':', b'-', b'_'].into_iter().any(|mark| {
        // Words that stand within another one (see `Sight::words`) are joined to nothing.
        let joined = |pair: &&[Word]| match line.get(pair[0].end as usize..pair[1].start as usize).unwrap_or_default() {
            [one] => *one == mark,
            [one, other] => mark == b':' && (*one, *other) == (b':', b':'),
            _ => false,
        };
        let left = words[..=index].windows(2).rev().take_while(joined).count();
        let right = words[index..].windows(2).take_while(joined).count();
        left + right >= CHAIN
    })
}

/// Joints of a hardware address.
const CHAIN: usize = 5;
/// A number of so many digits may be a modem's or a SIM's.
const LONG: usize = 14;
/// Remembered at most: about 3 MiB.
const MEMORIES: usize = 1 << 13;
const BYTES: usize = 1 << 20;
const ONCE: usize = 1 << 12;
