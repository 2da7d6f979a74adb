//! What findings came to, remembered: most identifiers of a log stand in it more than once.

use std::ops::Range;

use super::{Kind, bytes};

/// What a finding is resolved by: its kind, its text, and what else of its line counts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key<'a> {
    pub(crate) kind: Kind,
    pub(crate) context: Context,
    pub(crate) text: &'a [u8],
}

/// What of the line around a text decides what the text comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Context {
    /// Nothing but whether a grammar says what it is, and whether an address is one of the kernel's, whose bytes stand
    /// in the machine's order.
    Plain { grammar: bool, little_endian: bool },
    /// It is an address before a prefix of so many bits.
    Network(u8),
    /// A profile says what it is, whatever it looks like; before a prefix of so many bits, if any.
    Profile(Option<u8>),
    /// It is the domain within a longer name.
    Domain,
}

/// Resolutions by their keys. What is forgotten is resolved again, to the same.
#[derive(Debug)]
pub(crate) struct ResolutionCache {
    /// By a hash of what was asked: another part of the hash, and the number of the entry from 1. Who comes to a place
    /// that is taken takes it. All of it stays in a processor's cache; to resolve again what has not come for long costs
    /// less than a table that does not.
    places: Box<[(u16, u16)]>,
    entries: Vec<Entry>,
    parts: Vec<Part>,
    bytes: Vec<u8>,
    /// Counts how often everything was forgotten.
    age: u64,
}

/// A finding that was resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Resolution {
    /// Its number, from 0.
    pub(crate) number: u32,
    first: u32,
    past: u32,
}

impl Resolution {
    /// Whether the text may stay.
    pub(crate) fn is_nothing(self) -> bool {
        self.first == self.past
    }
}

/// A part of a finding, and what stands in its place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    /// First byte, counted from the finding's.
    pub(crate) start: u32,
    /// One past the last.
    pub(crate) end: u32,
    pub(crate) kind: Kind,
    from: u32,
    to: u32,
}

#[derive(Debug)]
struct Entry {
    kind: Kind,
    context: Context,
    from: u32,
    to: u32,
    resolution: Resolution,
}

impl Default for ResolutionCache {
    fn default() -> Self {
        let places = vec![(0, 0); PLACES].into();
        Self { places, entries: Vec::new(), parts: Vec::new(), bytes: Vec::new(), age: 0 }
    }
}

impl ResolutionCache {
    /// What a finding came to.
    pub(crate) fn get(&self, key: Key<'_>) -> Option<Resolution> {
        let Key { kind, context, text } = key;
        let (place, check) = place(key);
        let (held, number) = self.places[place];
        if held != check || number == 0 {
            return None;
        }
        let entry = &self.entries[number as usize - 1];
        let same = entry.kind == kind && entry.context == context && bytes::same(self.text(entry.from, entry.to), text);
        same.then_some(entry.resolution)
    }

    /// Remembers what it came to.
    pub(crate) fn put<'a>(
        &mut self,
        key: Key<'_>,
        parts: impl Iterator<Item = (Range<usize>, Kind, &'a [u8])>,
    ) -> Resolution {
        let Key { kind, context, text } = key;
        let (from, to) = self.store(text);
        let first = self.parts.len() as u32;
        for (span, kind, text) in parts {
            let (from, to) = self.store(text);
            self.parts.push(Part { start: span.start as u32, end: span.end as u32, kind, from, to });
        }
        let number = self.entries.len() as u32;
        let resolution = Resolution { number, first, past: self.parts.len() as u32 };
        self.entries.push(Entry { kind, context, from, to, resolution });
        let (place, check) = place(key);
        // What one line brings beyond that is resolved again.
        self.places[place] = (check, u16::try_from(number + 1).unwrap_or(0));
        resolution
    }

    /// The parts of a resolution, in no order.
    pub(crate) fn parts(&self, resolution: Resolution) -> &[Part] {
        &self.parts[resolution.first as usize..resolution.past as usize]
    }

    /// What stands in a part's place.
    pub(crate) fn replacement(&self, part: &Part) -> &[u8] {
        self.text(part.from, part.to)
    }

    /// How often everything was forgotten: numbers hold within one age.
    pub(crate) fn age(&self) -> u64 {
        self.age
    }

    /// Forgets everything.
    pub(crate) fn forget(&mut self) {
        self.places.fill((0, 0));
        self.entries.clear();
        self.parts.clear();
        self.bytes.clear();
        self.age += 1;
    }

    /// Forgets everything when it has become too much.
    pub(crate) fn make_room(&mut self) {
        if self.entries.len() >= ENTRIES || self.bytes.len() >= BYTES {
            self.forget();
        }
    }

    fn store(&mut self, text: &[u8]) -> (u32, u32) {
        let from = self.bytes.len() as u32;
        bytes::append(&mut self.bytes, text);
        (from, self.bytes.len() as u32)
    }

    fn text(&self, from: u32, to: u32) -> &[u8] {
        &self.bytes[from as usize..to as usize]
    }
}

/// A set of resolutions.
#[derive(Debug, Default)]
pub(crate) struct ResolutionSet {
    age: u64,
    bits: Vec<u64>,
}

impl ResolutionSet {
    /// Adds a resolution of this age; `true` where it was not there.
    pub(crate) fn insert(&mut self, resolution: Resolution, age: u64) -> bool {
        if self.age != age {
            self.bits.clear();
            self.age = age;
        }
        let (word, bit) = (resolution.number as usize / 64, 1 << (resolution.number % 64));
        if self.bits.len() <= word {
            self.bits.resize(word + 1, 0);
        }
        let new = self.bits[word] & bit == 0;
        self.bits[word] |= bit;
        new
    }
}

/// The class of a key's hash, and another part of it.
#[inline]
fn place(Key { kind, context, text }: Key<'_>) -> (usize, u16) {
    let context = match context {
        Context::Plain { grammar, little_endian } => u16::from(grammar) | u16::from(little_endian) << 1,
        Context::Domain => 1 << 2,
        Context::Network(length) => 1 << 8 | u16::from(length),
        Context::Profile(length) => 1 << 9 | length.map_or(0, u16::from),
    };
    let seed = (kind as u64) << 16 | u64::from(context);
    let hash = text.chunks(8).fold(seed, |hash, chunk| {
        let mixed = (hash ^ bytes::eight(chunk)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed ^ (mixed >> 29)
    });
    ((hash >> 32) as usize % PLACES, hash as u16)
}

/// Remembered at most: about 1 MiB. Numbers of entries take 16 bits.
const PLACES: usize = 1 << 14;
const ENTRIES: usize = 1 << 13;
const BYTES: usize = 1 << 19;
