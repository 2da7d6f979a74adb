//! The words that finders wait for, in one table: whichever of them a line holds is known from one look at each word.

use std::cell::OnceCell;
use std::sync::OnceLock;

use super::prefilter::{Needs, Word, hash};
use super::word_map::WordMap;
use super::{address, contact, device, grammar, host, mac, path, secret, structure};

/// A word of a line that a phrase is anchored at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hit {
    /// Which phrase.
    pub(crate) phrase: u16,
    /// Where it begins if it stands there.
    pub(crate) start: u32,
}

/// The table.
#[derive(Debug)]
pub(crate) struct Keywords {
    words: WordMap<Called>,
}

/// Who is called by a word.
#[derive(Debug, Clone, Default)]
struct Called {
    finders: u64,
    /// By the word as the line's first.
    first: u64,
    /// By the word behind a dot.
    dotted: u64,
    /// Phrases with the word's place in them.
    phrases: Vec<(u16, u32)>,
}

impl Keywords {
    /// The one table.
    pub(crate) fn all() -> &'static Self {
        static TABLE: OnceLock<Keywords> = OnceLock::new();
        TABLE.get_or_init(Self::new)
    }

    fn new() -> Self {
        let mut words: WordMap<Called> = WordMap::default();
        for needs in needs() {
            let bit = needs.finder.bit();
            for word in needs.words {
                match word.split_at(1) {
                    ("^", word) => words.entry(hash(word.as_bytes())).first |= bit,
                    (".", word) => words.entry(hash(word.as_bytes())).dotted |= bit,
                    _ => words.entry(hash(word.as_bytes())).finders |= bit,
                }
            }
        }
        for label in host::last_labels() {
            words.entry(hash(label.as_bytes())).dotted |= host::NEEDS.finder.bit();
        }
        for text in path::folders() {
            words.entry(hash(anchor(text).1.as_bytes())).finders |= path::NEEDS.finder.bit();
        }
        for (index, phrase) in grammar::phrases().enumerate() {
            let (start, anchor) = anchor(phrase);
            words.entry(hash(anchor.as_bytes())).phrases.push((index as u16, start as u32));
        }
        Self { words }
    }

    /// Notes whom the words of a line call.
    pub(crate) fn scan(&self, words: &[Word], line: &[u8], hits: &mut Vec<Hit>) -> u64 {
        hits.clear();
        let (mut finders, begins) = (0, OnceCell::new());
        for word in words.iter().filter(|word| self.words.may_hold(word.hash)) {
            let Some(called) = self.words.get(word.hash) else { continue };
            finders |= called.finders;
            if called.dotted != 0 && word.start > 0 && line[word.start as usize - 1] == b'.' {
                finders |= called.dotted;
            }
            if called.first != 0 && word.start as usize <= *begins.get_or_init(|| beginning(line)) {
                finders |= called.first;
            }
            for (phrase, offset) in &called.phrases {
                if let Some(start) = word.start.checked_sub(*offset)
                    && grammar::stands(*phrase, line, start as usize)
                {
                    hits.push(Hit { phrase: *phrase, start });
                }
            }
        }
        finders
    }
}

/// Where something else than white space and quotation marks begins.
fn beginning(line: &[u8]) -> usize {
    line.iter().take_while(|byte| byte.is_ascii_whitespace() || **byte == b'"').count()
}

/// Every finder's needs.
fn needs() -> impl Iterator<Item = &'static Needs> {
    let own =
        [&address::NEEDS, &contact::NEEDS, &device::NEEDS, &host::NEEDS, &mac::NEEDS, &path::NEEDS, &secret::NEEDS];
    own.into_iter().chain(grammar::needs()).chain(structure::needs())
}

/// The longest run of letters and digits in a phrase, and where it begins.
fn anchor(phrase: &str) -> (usize, &str) {
    let mut best = (0, "");
    let mut at = 0;
    for run in phrase.split(|letter: char| !letter.is_ascii_alphanumeric()) {
        if run.len() > best.1.len() {
            best = (at, run);
        }
        at += run.len() + 1;
    }
    best
}
