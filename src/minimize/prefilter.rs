//! A prefilter of lines: one pass that hashes its words and notes its marks, so that a finder looks only at lines
//! in which it can find something.
//!
//! A mark says that something *may* stand in a line, never what it is: a finder that is called in vain finds nothing,
//! and one that is not called would have found nothing.

pub(crate) mod mark;
pub(crate) mod run;

use super::Found;
use super::keywords::{Hit, Keywords};
use mark::{ALONE, BESIDE, Counts, beside, by_length, is_run, three, whole};
use run::{HIGH, Run, WINDOW, masks};

pub(crate) use super::finder::Find;
pub(crate) use run::hash;

/// A run of letters and digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word {
    /// First byte in the line.
    pub(crate) start: u32,
    /// One past the last byte.
    pub(crate) end: u32,
    /// Of its letters in lower case.
    pub(crate) hash: u64,
    number: bool,
}

impl Word {
    /// Whether it is made of digits alone.
    pub(crate) fn is_number(&self) -> bool {
        self.number
    }

    /// The word that begins and ends there.
    pub(crate) fn at(line: &[u8], start: usize, end: usize) -> Self {
        let run = Run::of(line, start, end);
        Self { start: start as u32, end: end as u32, hash: run.hash, number: run.upper == 0 }
    }

    /// A word by its hash, that is not asked whether it is a number.
    pub(crate) const fn from_hash(start: u32, end: u32, hash: u64) -> Self {
        Self { start, end, hash, number: false }
    }

    /// Its letters and digits.
    pub(crate) fn len(&self) -> usize {
        (self.end - self.start) as usize
    }
}

/// What a line shows; reused from line to line.
#[derive(Debug, Default)]
pub(crate) struct Prefilter {
    /// Every run of letters and digits, in order; a run with letters beyond ASCII also by its ASCII parts.
    pub(crate) words: Vec<Word>,
    /// The words that some finder waits for.
    pub(crate) hits: Vec<Hit>,
    marks: u64,
    finders: u64,
}

impl Prefilter {
    /// Looks at a line.
    pub(crate) fn scan(&mut self, line: &[u8]) {
        self.words.clear();
        self.marks = whole(line);
        let mut counts = Counts::default();
        // Where the word at hand begins, and whether the byte before the window belongs to it.
        let (mut start, mut inside) = (0, 0);
        for (number, window) in line.chunks(WINDOW).enumerate() {
            let base = number * WINDOW;
            let (runs, others) = masks(window);
            let mut edges = runs ^ (runs << 1 | inside);
            inside = runs >> (WINDOW - 1);
            while edges != 0 {
                let at = base + edges.trailing_zeros() as usize;
                if runs >> (at - base) & 1 == 1 {
                    start = at;
                } else {
                    self.word(line, start, at);
                }
                edges &= edges - 1;
            }
            let mut others = others;
            while others != 0 {
                let at = base + others.trailing_zeros() as usize;
                let byte = line[at];
                self.marks |= ALONE[usize::from(byte)];
                if BESIDE[usize::from(byte)] {
                    self.marks |= beside(line, at, byte, &mut counts);
                }
                others &= others - 1;
            }
        }
        if line.last().is_some_and(|byte| is_run(*byte)) && line.len().is_multiple_of(WINDOW) {
            self.word(line, start, line.len());
        }
        self.marks |= counts.marks();
        self.finders = Keywords::all().scan(&self.words, line, &mut self.hits);
    }

    /// Whether the line shows any of the marks, or holds any of the words, that a finder needs.
    pub(crate) fn admits(&self, needs: &Needs) -> bool {
        self.marks & needs.marks != 0 || self.finders & needs.finder.bit() != 0
    }

    /// Calls those of the finders that may find something.
    pub(crate) fn call(&self, finders: &[(&Needs, Find)], line: &[u8], found: &mut Vec<Found>) {
        for (needs, find) in finders {
            if self.admits(needs) {
                find(line, found);
            }
        }
    }

    /// Whether a word of the line calls a finder.
    pub(crate) fn names(&self, finder: Finder) -> bool {
        self.finders & finder.bit() != 0
    }

    /// Whether the line shows any of these marks.
    pub(crate) fn shows(&self, marks: u64) -> bool {
        self.marks & marks != 0
    }

    /// Whether the line may hold something that reads otherwise than it stands.
    pub(crate) fn may_be_encoded(&self) -> bool {
        self.shows(mark::ESCAPE) || self.shows(mark::NUL) || self.names(Finder::Audit)
    }

    /// Admits every finder: what that leads to is what the line itself must lead to.
    #[cfg(test)]
    pub(crate) fn admit_all(&mut self, line: &[u8]) {
        self.scan(line);
        self.marks = u64::MAX;
        self.finders = u64::MAX;
    }

    #[inline]
    fn word(&mut self, line: &[u8], start: usize, end: usize) {
        let length = end.wrapping_sub(start);
        let run = Run::of(line, start, end);
        if length >= 4 {
            self.marks |= by_length(line, start, end, run.first & 0xff_ffff);
        }
        self.words.push(Word { start: start as u32, end: end as u32, hash: run.hash, number: run.upper == 0 });
        if run.upper & HIGH != 0 {
            self.parts(line, start, end);
        }
    }

    /// The ASCII parts of a run that holds other letters too: a quotation mark of UTF-8 hides no word.
    fn parts(&mut self, line: &[u8], start: usize, end: usize) {
        let mut at = start;
        while at < end {
            let length = line[at..end].iter().take_while(|byte| byte.is_ascii()).count();
            if length > 0 {
                let part = &line[at..at + length];
                let hash = hash(part);
                let first = part.first_chunk::<3>().map_or(0, three);
                self.marks |= by_length(line, at, at + length, first);
                self.words.push(Word { start: at as u32, end: (at + length) as u32, hash, number: false });
            }
            at += length.max(1);
        }
    }
}

/// What must be in a line for a finder to find anything in it: any one of these.
#[derive(Debug)]
pub(crate) struct Needs {
    pub(crate) finder: Finder,
    /// A set of [`mark`]s.
    pub(crate) marks: u64,
    /// Words, whole, in any case; behind `^` only as the line's first, behind `.` only after a dot.
    pub(crate) words: &'static [&'static str],
}

/// Whom a word calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Finder {
    Address,
    Audit,
    Belongings,
    Blocks,
    Vcard,
    Certificate,
    Channels,
    CommandLine,
    Contact,
    Couples,
    Device,
    Directives,
    Directory,
    Cef,
    Filers,
    Gateways,
    Coordinates,
    Grants,
    Heads,
    Host,
    Hypervisors,
    Inserts,
    Ipsec,
    Joined,
    Jwk,
    KeyFiles,
    Listings,
    Mac,
    Mail,
    Neighbours,
    Pairs,
    Path,
    Prompts,
    Records,
    Redis,
    Registry,
    Roles,
    Dnsmasq,
    Secret,
    Separated,
    Settings,
    Snmp,
    Statements,
    Stations,
    Supplies,
    Table,
    Tickets,
    Tcpdump,
    Tunnels,
    Windows,
    Zone,
}

impl Finder {
    /// Its bit among those of all finders, which are fewer than 64.
    pub(super) const fn bit(self) -> u64 {
        1 << self as u64
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop, proptest};

    use super::{Prefilter, hash, is_run, mark};

    fn words(line: &[u8]) -> Vec<&[u8]> {
        let mut prefilter = Prefilter::default();
        prefilter.scan(line);
        prefilter.words.iter().map(|word| &line[word.start as usize..word.end as usize]).collect()
    }

    proptest! {
        #[test]
        fn words_are_the_runs_of_letters_and_digits(line in prop::collection::vec(0_u8..0x80, 0..64)) {
            let runs: Vec<&[u8]> = line.split(|byte| !is_run(*byte)).filter(|run| !run.is_empty()).collect();
            assert_eq!(words(&line), runs);
        }

        #[test]
        fn a_word_is_hashed_alike_in_either_case_and_wherever_it_stands(
            word in "[a-zA-Z0-9]{1,30}",
            before in any::<u8>(),
        ) {
            let mut prefilter = Prefilter::default();
            let line = format!("{}-{word}", before % 10);
            prefilter.scan(line.as_bytes());
            let seen = prefilter.words.last().map(|word| word.hash);
            assert_eq!(seen, Some(hash(word.to_ascii_uppercase().as_bytes())));
        }
    }

    #[test]
    fn quotation_marks_beyond_ascii_hide_no_word() {
        assert!(words("\u{201e}user\u{201c}".as_bytes()).contains(&&b"user"[..]));
    }

    #[test]
    fn marks_are_seen() {
        let shows = |line: &str, marks| {
            let mut prefilter = Prefilter::default();
            prefilter.scan(line.as_bytes());
            prefilter.shows(marks)
        };
        assert!(shows("at 10.0.0.1", mark::DOTS) && !shows("v1.2, x.y", mark::DOTS));
        assert!(shows("fe80::1", mark::COLONS) && !shows("12:30:01", mark::COLONS));
        assert!(shows("https://x", mark::SCHEME) && shows("+49", mark::PLUS) && shows("ls --all", mark::OPTION));
    }
}
