//! Opaque words: those that no finder knows, so that any other of the same make could stand in their place.
//!
//! A finder asks of a word what is written in its own lists: whether it is a keyword, a word of the dictionary, a
//! public suffix, the name of a device. All these are in one [`Vocabulary`]. Of any other word of lower-case letters
//! (and digits behind them) it can ask no more than its length, and of that no more than whether it has four bytes, six,
//! eight or twelve. Hexadecimal digits are not opaque, nor are the words of a key, whose ends and parts count, but for
//! those before a colon that end like none.

use std::sync::LazyLock;

use super::prefilter::run::{HIGH, ONES, classes, gathered};
use super::prefilter::{Word, hash};
use super::{bytes, dictionary};

/// The words that finders know.
struct Vocabulary {
    whole: Filter,
    edges: Edges,
}

/// The first and last letters of words that finders look for at the beginnings and ends of others, as many of them as
/// such a word has, and [`Edges::LONG`] at most.
struct Edges {
    /// The first and last four, of which few words have any: what they do not say the others need not be asked for.
    fours: Fours,
    all: Filter,
}

/// A set of hashes that rarely says yes in vain and never no.
struct Filter(Box<[u64; Filter::WORDS]>);

/// A set of four small letters each.
struct Fours(Box<[u64]>);

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::new);

/// The word from `start` to `end` of `line`, a whole run of letters and digits, where it is opaque, with the number of
/// its letters.
#[inline(always)]
pub(crate) fn word(line: &[u8], start: usize, end: usize) -> Option<(Word, usize)> {
    let length = end.wrapping_sub(start);
    if !(LEAST..=MOST).contains(&length) {
        return None;
    }
    let letters = letters(line, start, length)?;
    // What somebody does, rather than who does it.
    if line[start..start + letters].ends_with(b"ing") {
        return None;
    }
    let vocabulary = &*VOCABULARY;
    let stem = Word::at(line, start, start + letters);
    let word = if letters == length { stem } else { Word::at(line, start, end) };
    let edges = vocabulary.edges.stand_in(&line[start..start + letters]);
    (!edges && !vocabulary.whole.holds(stem.hash)).then_some((word, letters))
}

/// How many letters a run of lower-case letters has before its digits; `None` where it is no such run, or where its
/// letters are all hexadecimal digits.
#[inline]
fn letters(line: &[u8], start: usize, length: usize) -> Option<usize> {
    let (mut letters, mut telling) = (0_u64, 0_u64);
    for part in 0..length.div_ceil(8) {
        let from = start + 8 * part;
        let chunk = eight(line, from, (length - 8 * part).min(8));
        let letter = classes(chunk).1;
        // A letter beyond ASCII, or a capital.
        if (chunk | (letter & !(chunk << 2))) & HIGH != 0 {
            return None;
        }
        telling |= letter & (chunk.wrapping_add((0x80 - b'g' as u64) * ONES));
        letters |= gathered(letter) << (8 * part);
    }
    let count = letters.trailing_ones() as usize;
    (telling & HIGH != 0 && letters >> count == 0 && count >= 2).then_some(count)
}

/// Up to eight bytes as a number, zeros behind them.
#[inline]
fn eight(line: &[u8], from: usize, length: usize) -> u64 {
    match line.get(from..).and_then(<[u8]>::first_chunk::<8>) {
        Some(bytes) => u64::from_le_bytes(*bytes) & (u64::MAX >> (64 - 8 * length)),
        None => bytes::eight(&line[from..from + length]),
    }
}

/// Whether what ends at `end` may be a key: an equals sign or a colon follows, with nothing but marks before it.
pub(crate) fn is_key(line: &[u8], end: usize) -> bool {
    let marks = |byte: &&u8| matches!(**byte, b' ' | b'\t' | b'"' | b'\'' | b'\\' | b'[' | b']' | b')' | b'>');
    let rest = line.get(end..).unwrap_or_default();
    let length = rest.iter().take_while(marks).count();
    matches!(rest.get(length), Some(b'=' | b':'))
}

/// Whether what begins at `start` may be an option or the name of an element.
pub(crate) fn is_marked(line: &[u8], start: usize) -> bool {
    match start.checked_sub(1).map(|at| line[at]) {
        Some(b'<') => true,
        Some(b'/') => start >= 2 && line[start - 2] == b'<',
        // The name of an element behind its name space.
        Some(b':') => {
            let space = line[..start - 1].iter().rev().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            line[..start - 1 - space].ends_with(b"<") || line[..start - 1 - space].ends_with(b"</")
        }
        Some(b'-') => !start.checked_sub(2).is_some_and(|at| line[at].is_ascii_alphanumeric()),
        _ => false,
    }
}

impl Vocabulary {
    fn new() -> Self {
        let mut vocabulary = Self { whole: Filter::new(), edges: Edges::new() };
        let own = || include_str!("vocabulary.txt").split_ascii_whitespace();
        let letters = |text: &'static str| text.split(|letter: char| !letter.is_ascii_alphabetic());
        for word in own().chain(dictionary::all().flat_map(letters)) {
            vocabulary.whole.add(hash(word.as_bytes()));
        }
        own().for_each(|word| vocabulary.edges.add(word.as_bytes()));
        vocabulary
    }
}

impl Filter {
    /// 64 KiB, of which one word is looked at.
    const WORDS: usize = 1 << 13;

    fn new() -> Self {
        Self(Box::new([0; Self::WORDS]))
    }

    fn add(&mut self, hash: u64) {
        self.0[(hash >> 32) as usize % Self::WORDS] |= Self::bits(hash);
    }

    #[inline]
    fn holds(&self, hash: u64) -> bool {
        let bits = Self::bits(hash);
        self.0[(hash >> 32) as usize % Self::WORDS] & bits == bits
    }

    /// Three bits of a word of the filter.
    const fn bits(hash: u64) -> u64 {
        1 << (hash & 63) | 1 << (hash >> 6 & 63) | 1 << (hash >> 12 & 63)
    }
}

impl Edges {
    /// Letters of an edge, at most.
    const LONG: usize = 6;

    fn new() -> Self {
        Self { fours: Fours::new(), all: Filter::new() }
    }

    /// Adds those of a word.
    fn add(&mut self, word: &[u8]) {
        word.first_chunk().into_iter().chain(word.last_chunk()).for_each(|edge| self.fours.add(edge));
        let length = word.len().min(Self::LONG);
        self.all.add(hash(&word[..length]));
        self.all.add(hash(&word[word.len() - length..]));
    }

    /// Whether a word of small letters begins or ends with one.
    #[inline]
    fn stand_in(&self, word: &[u8]) -> bool {
        let lengths = || Fours::LENGTH..=word.len().min(Self::LONG);
        let four = |edge: Option<&[u8; Fours::LENGTH]>| edge.is_some_and(|edge| self.fours.holds(edge));
        four(word.first_chunk()) && lengths().any(|length| self.all.holds(hash(&word[..length])))
            || four(word.last_chunk()) && lengths().any(|length| self.all.holds(hash(&word[word.len() - length..])))
    }
}

impl Fours {
    const LENGTH: usize = 4;

    fn new() -> Self {
        Self(vec![0; 26_usize.pow(Self::LENGTH as u32).div_ceil(64)].into())
    }

    /// What holds anything but small letters is no edge of a word of them.
    fn add(&mut self, edge: &[u8; Self::LENGTH]) {
        if edge.iter().all(u8::is_ascii_lowercase) {
            let place = Self::place(edge);
            self.0[place / 64] |= 1 << (place % 64);
        }
    }

    #[inline]
    fn holds(&self, edge: &[u8; Self::LENGTH]) -> bool {
        let place = Self::place(edge);
        self.0.get(place / 64).is_some_and(|bits| bits >> (place % 64) & 1 == 1)
    }

    #[inline]
    fn place(edge: &[u8; Self::LENGTH]) -> usize {
        edge.iter().fold(0, |place, letter| 26 * place + usize::from(letter.wrapping_sub(b'a')))
    }
}

/// Letters and digits of an opaque word.
const LEAST: usize = 4;
const MOST: usize = 16;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::{MOST, word};

    fn is_opaque(text: &str) -> bool {
        word(text.as_bytes(), 0, text.len()).is_some()
    }

    #[test]
    fn a_word_that_says_nothing_is_opaque() {
        for text in ["quvnix", "zorgalop", "zyxwvu42", "wqmzk7", "connqux", "quvnance"] {
            assert!(is_opaque(text), "{text}");
        }
    }

    #[test]
    fn words_that_a_finder_may_ask_for_are_not() {
        let listed = ["password", "eth0", "server", "root", "example", "passwordless", "xpassword"];
        let made = ["deadbeef", "Quvnix", "QUVNIX", "7quvnix", "qu7vnix", "quv", "qüvnix", "quvnixquvnixquvnix"];
        for text in listed.into_iter().chain(made) {
            assert!(!is_opaque(text), "{text}");
        }
    }

    /// The words in the string literals of a finder, tests aside.
    fn named(code: &str) -> impl Iterator<Item = String> {
        let code = code.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        let marks = |line: &str| line.replace("'\"'", "").replace("\\\"", "");
        let literals = lines
            .flat_map(move |line| marks(line).split('"').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>());
        let letters = |literal: String| {
            literal.split(|letter: char| !letter.is_ascii_alphabetic()).map(str::to_owned).collect::<Vec<_>>()
        };
        let words = literals.flat_map(letters);
        words.filter(|word| (2..=MOST).contains(&word.len())).map(|word| word.to_ascii_lowercase())
    }

    #[test]
    fn every_word_that_a_finder_names_is_in_the_vocabulary() {
        let mut missing = BTreeSet::new();
        let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/minimize")];
        while let Some(folder) = folders.pop() {
            for path in folder.read_dir().unwrap().map(|entry| entry.unwrap().path()) {
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|end| end == "rs")
                    && !path.ends_with("dictionary.rs")
                    && !path.ends_with("dictionary/stops.rs")
                    && !path.ends_with("tests.rs")
                    && !path.ends_with("testing.rs")
                {
                    missing.extend(named(&std::fs::read_to_string(path).unwrap()));
                }
            }
        }
        for word in include_str!("vocabulary.txt").split_ascii_whitespace() {
            missing.remove(word);
        }
        assert!(missing.is_empty(), "add to src/minimize/vocabulary.txt: {missing:?}");
    }
}
