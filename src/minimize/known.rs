//! Identifiers that are known by their text: what the appliance knows of itself, what earlier lines taught.
//!
//! Found exactly, ASCII case aside, on the borders of runs of letters and digits. Each text is filed under the hash
//! of its longest run, so that a line costs one hash for each of its runs and next to nothing for the rest.

use std::sync::atomic::{AtomicU64, Ordering};

use super::names::Names;
use super::sight::{Word, hash};
use super::{Found, Kind, Way, dictionary};

/// A set of known identifiers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    by_run: Names<Vec<Entry>>,
    /// What each text is filed under, in the order in which they came.
    order: Vec<u64>,
    /// Tells this state of this set from every other one.
    stamp: u64,
    /// One bit for each length of the numbers that texts are filed under.
    number_lengths: u64,
    /// Whether a text was left out because there was no room.
    full: bool,
}

#[derive(Debug, Clone)]
struct Entry {
    /// In lower case.
    text: Box<[u8]>,
    /// Where the run begins that it is filed under.
    offset: u32,
    /// When it came.
    number: u32,
    kind: Kind,
}

impl Known {
    /// Adds a text; short and dictionary words are left out, as only their context can say what they are. A secret is
    /// added in base64 and in hexadecimal too, as it often travels so.
    pub(crate) fn learn(&mut self, text: &[u8], kind: Kind) -> bool {
        let text = text.trim_ascii();
        let new = self.add(text, kind);
        if new && kind == Kind::Secret && text.len() <= ENCODED {
            self.add(data_encoding::BASE64_NOPAD.encode(text).as_bytes(), kind);
            self.add(data_encoding::BASE64URL_NOPAD.encode(text).as_bytes(), kind);
            self.add(data_encoding::HEXLOWER.encode(text).as_bytes(), kind);
        }
        new
    }

    fn add(&mut self, text: &[u8], kind: Kind) -> bool {
        let lower = text.to_ascii_lowercase();
        if !is_telling(&lower, kind) {
            return false;
        }
        let Some((offset, length)) = longest_run(&lower) else { return false };
        let number = lower[offset..offset + length].iter().all(u8::is_ascii_digit);
        if number && length < TELLING_DIGITS {
            return false;
        }
        let run = hash(&lower[offset..offset + length]);
        let entries = self.by_run.entry(run);
        if entries.iter().any(|entry| *entry.text == *lower) {
            return false;
        }
        if entries.len() >= ALIKE || self.order.len() >= LIMIT {
            self.full = true;
            return false;
        }
        // The longest first, and of those by their letters, so that the order in which they came says nothing.
        let place = entries.partition_point(|entry| (entry.text.len(), &*lower) > (lower.len(), &*entry.text));
        entries
            .insert(place, Entry { text: lower.into(), offset: offset as u32, number: self.order.len() as u32, kind });
        self.order.push(run);
        self.stamp = STAMPS.fetch_add(1, Ordering::Relaxed);
        self.number_lengths |= u64::from(number) << length.min(63);
        true
    }

    /// How many texts there are; [`Self::forget`] takes it back to when there were so many.
    pub(crate) fn len(&self) -> usize {
        self.order.len()
    }

    /// Forgets every text but the first so many.
    pub(crate) fn forget(&mut self, length: usize) {
        if length >= self.order.len() {
            return;
        }
        for run in self.order.drain(length..) {
            self.by_run.entry(run).retain(|entry| (entry.number as usize) < length);
        }
        self.stamp = STAMPS.fetch_add(1, Ordering::Relaxed);
    }

    /// The hashes of the words that every text but the first so many is filed under.
    pub(crate) fn filed(&self, from: usize) -> &[u64] {
        self.order.get(from..).unwrap_or_default()
    }

    /// Whether a text was left out because there was no room: what is known then depends on what came first.
    pub(crate) fn is_full(&self) -> bool {
        self.full
    }

    /// Whether nothing is known.
    pub(crate) fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// Tells this state of this set from every other one; 0 of an empty set.
    pub(crate) fn stamp(&self) -> u64 {
        self.stamp
    }

    /// One bit for each length, up to 63, of the numbers that texts are filed under.
    pub(crate) fn number_lengths(&self) -> u64 {
        self.number_lengths
    }

    /// Whether a text is filed under the word of this hash.
    pub(crate) fn holds(&self, hash: u64) -> bool {
        self.by_run.may_hold(hash) && self.by_run.get(hash).is_some()
    }

    /// Every text with its kind, in no order.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&[u8], Kind)> {
        self.by_run.values().flatten().map(|entry| (&*entry.text, entry.kind))
    }

    /// Finds what is known in one line whose words have been seen.
    pub(crate) fn find(&self, line: &[u8], words: &[Word], found: &mut Vec<Found>) {
        if self.is_empty() {
            return;
        }
        for word in words.iter().filter(|word| self.by_run.may_hold(word.hash)) {
            found.extend(self.at(line, word));
        }
    }

    /// The longest known text whose filed run is this word of the line.
    pub(crate) fn at(&self, line: &[u8], word: &Word) -> Option<Found> {
        if !self.by_run.may_hold(word.hash) {
            return None;
        }
        let entries = self.by_run.get(word.hash)?;
        entries.iter().find_map(|entry| {
            let start = (word.start as usize).checked_sub(entry.offset as usize)?;
            let end = start + entry.text.len();
            let fits = line.get(start..end)?.eq_ignore_ascii_case(&entry.text);
            let fits = fits && is_bordered(line, start, end);
            let start = if fits && entry.kind == Kind::Domain { first_label(line, start) } else { start };
            fits.then_some(Found { start, end, kind: entry.kind, way: Way::Known, learn: false })
        })
    }
}

/// Whether a text is looked for by itself: addresses have a form that tells them apart, others must be telling.
pub(crate) fn is_sought(lower: &[u8], kind: Kind) -> bool {
    let is_number = |(at, length): (usize, usize)| lower[at..at + length].iter().all(u8::is_ascii_digit);
    match kind {
        Kind::Ipv4 | Kind::Ipv6 | Kind::Mac => lower.len() >= 6,
        _ => {
            is_telling(lower, kind) && longest_run(lower).is_some_and(|run| run.1 >= TELLING_DIGITS || !is_number(run))
        }
    }
}

/// Whether a text stands for itself wherever it turns up.
fn is_telling(lower: &[u8], kind: Kind) -> bool {
    let digits = lower.iter().filter(|byte| byte.is_ascii_digit()).count();
    let number = digits == lower.len() || lower.starts_with(b"0x") && digits + 3 > lower.len();
    match kind {
        Kind::Secret => lower.len() >= 6 && !dictionary::is_word(lower) && !(number && lower.len() < 8),
        Kind::User | Kind::Host | Kind::Domain | Kind::Ssid | Kind::Person | Kind::Organisation => {
            lower.len() >= 4 && !number && !dictionary::is_word(lower)
        }
        _ => lower.len() >= 6,
    }
}

/// Where the name begins that a domain at `start` closes: `relay7.` before it belongs to it.
fn first_label(line: &[u8], start: usize) -> usize {
    if start == 0 || line[start - 1] != b'.' {
        return start;
    }
    let is_label = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let length = line[..start].iter().rev().take_while(|byte| is_label(byte)).count();
    let label = line[start - length..start].iter().position(u8::is_ascii_alphanumeric);
    label.map_or(start, |first| start - length + first)
}

pub(crate) fn is_bordered(line: &[u8], start: usize, end: usize) -> bool {
    let open = |edge: u8, beyond: Option<&u8>| !is_run(edge) || !beyond.is_some_and(|byte| is_run(*byte));
    open(line[start], start.checked_sub(1).and_then(|at| line.get(at))) && open(line[end - 1], line.get(end))
}

/// Offset and length of the longest run of letters and digits, one with a letter before a number.
fn longest_run(text: &[u8]) -> Option<(usize, usize)> {
    let mut best = None;
    let mut at = 0;
    while at < text.len() {
        let length = text[at..].iter().take_while(|byte| is_run(**byte)).count();
        let rank = (text[at..at + length].iter().any(|byte| !byte.is_ascii_digit()), length);
        if length > 0 && best.is_none_or(|(_, _, best)| rank > best) {
            best = Some((at, length, rank));
        }
        at += length + 1;
    }
    best.map(|(at, length, _)| (at, length))
}

const fn is_run(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

/// The next stamp.
static STAMPS: AtomicU64 = AtomicU64::new(1);

/// Bytes of a secret that is looked for in other encodings too.
const ENCODED: usize = 64;
/// Texts that one set holds at most.
const LIMIT: usize = 50_000;
/// Digits of a number, where a text holds no letters: with fewer, as in an address, its form says what it is.
const TELLING_DIGITS: usize = 6;
/// Texts that share their longest run, at most: somebody may plant them to make every line slow.
const ALIKE: usize = 64;

#[cfg(test)]
mod tests {
    use super::Known;
    use crate::minimize::Kind;
    use crate::minimize::sight::Sight;

    fn texts(known: &[(&str, Kind)], line: &str) -> Vec<String> {
        let mut set = Known::default();
        for (text, kind) in known {
            set.learn(text.as_bytes(), *kind);
        }
        let mut found = Vec::new();
        let mut sight = Sight::default();
        sight.look(line.as_bytes());
        set.find(line.as_bytes(), &sight.words, &mut found);
        found.iter().map(|one| line[one.start..one.end].to_owned()).collect()
    }

    #[test]
    fn known_texts_are_found_in_any_case_on_their_borders() {
        let known = [("db-prod7", Kind::Host), ("a.lindt", Kind::User)];
        assert_eq!(
            texts(&known, "DB-PROD7 db-prod71 xdb-prod7 (a.lindt) db-prod7_x"),
            ["DB-PROD7", "a.lindt", "db-prod7"]
        );
    }

    #[test]
    fn short_and_dictionary_words_are_left_to_their_context() {
        let known = [("bo", Kind::User), ("server", Kind::Host), ("1234", Kind::User)];
        assert_eq!(texts(&known, "bo server 1234"), Vec::<String>::new());
    }
}
