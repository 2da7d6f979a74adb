//! Identifiers that are known by their text: what the appliance knows of itself, what earlier lines taught.
//!
//! Found exactly, ASCII case aside, on the borders of runs of letters and digits. Each text is filed under the hash
//! of its longest run, so that a line costs one hash for each of its runs and next to nothing for the rest.

use std::sync::atomic::{AtomicU64, Ordering};

use super::prefilter::mark::is_run;
use super::prefilter::{Word, hash};
use super::word_map::WordMap;
use super::{Evidence, Found, Kind, dictionary};

/// A set of known identifiers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    /// The first text of those that are filed under a word, by its number from 1; 0 where they have been forgotten.
    by_run: WordMap<u32>,
    /// In the order in which they came.
    entries: Vec<Entry>,
    /// Their letters, in lower case.
    texts: Vec<u8>,
    /// A text at hand.
    lower: Vec<u8>,
    /// One bit for each length of the numbers that texts are filed under.
    number_lengths: u64,
    /// Whether a text was left out because there was no room.
    full: bool,
}

#[derive(Debug, Clone)]
struct Entry {
    /// The hash of the run that it is filed under.
    run: u64,
    /// Where it begins in the texts.
    from: u32,
    length: u32,
    /// Where the run begins in it.
    offset: u32,
    /// The next that is filed there, by its number from 1, or 0: the longest come first.
    next: u32,
    kind: Kind,
    /// Tells the set that ended with it from every other one.
    version: u64,
}

/// What a set held at some time, to ask later what was added since.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Snapshot {
    version: u64,
    length: usize,
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
        let mut lower = std::mem::take(&mut self.lower);
        lower.clear();
        lower.extend_from_slice(text);
        lower.make_ascii_lowercase();
        let new = is_telling(&lower, kind) && self.file(&lower, kind);
        self.lower = lower;
        new
    }

    /// Files a text in lower case under its longest run.
    fn file(&mut self, lower: &[u8], kind: Kind) -> bool {
        let Some((offset, length)) = longest_run(lower) else { return false };
        let is_number = lower[offset..offset + length].iter().all(u8::is_ascii_digit);
        if is_number && length < TELLING_DIGITS {
            return false;
        }
        let run = hash(&lower[offset..offset + length]);
        let (mut before, mut alike) = (None, 0);
        for number in self.filed_under(run) {
            let text = self.text(number);
            if text == lower {
                return false;
            }
            // The longest first, and of those by their letters, so that the order in which they came says nothing.
            if (text.len(), lower) > (lower.len(), text) {
                before = Some(number);
            }
            alike += 1;
        }
        if alike >= ALIKE || self.entries.len() >= LIMIT || self.texts.len() + lower.len() > BYTES {
            self.full = true;
            return false;
        }
        let own = self.entries.len() as u32 + 1;
        let link = self.link(run, before);
        let next = std::mem::replace(link, own);
        let (from, length_of_text) = (self.texts.len() as u32, lower.len() as u32);
        self.texts.extend_from_slice(lower);
        let version = VERSIONS.fetch_add(1, Ordering::Relaxed);
        self.entries.push(Entry { run, from, length: length_of_text, offset: offset as u32, next, kind, version });
        self.number_lengths |= u64::from(is_number) << length.min(63);
        true
    }

    /// The numbers of the texts that are filed under a run.
    fn filed_under(&self, run: u64) -> impl Iterator<Item = u32> {
        let first = self.by_run.get(run).copied().filter(|number| *number > 0);
        std::iter::successors(first, |number| Some(self.entry(*number).next).filter(|next| *next > 0))
    }

    /// What leads on from a text, or to the first that is filed under a run.
    fn link(&mut self, run: u64, before: Option<u32>) -> &mut u32 {
        match before {
            Some(number) => &mut self.entries[number as usize - 1].next,
            None => self.by_run.entry(run),
        }
    }

    fn entry(&self, number: u32) -> &Entry {
        &self.entries[number as usize - 1]
    }

    fn text(&self, number: u32) -> &[u8] {
        let entry = self.entry(number);
        &self.texts[entry.from as usize..(entry.from + entry.length) as usize]
    }

    /// How many texts there are; [`Self::forget`] takes it back to when there were so many.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Forgets every text but the first so many.
    pub(crate) fn forget(&mut self, length: usize) {
        while self.entries.len() > length {
            let own = self.entries.len() as u32;
            let Entry { run, from, next, .. } = *self.entry(own);
            let before = self.filed_under(run).take_while(|number| *number != own).last();
            *self.link(run, before) = next;
            self.texts.truncate(from as usize);
            self.entries.pop();
        }
    }

    /// The hashes of the words that every text but the first so many is filed under.
    pub(crate) fn filed(&self, from: usize) -> impl Iterator<Item = u64> {
        self.entries.iter().skip(from).map(|entry| entry.run)
    }

    /// Whether a text was left out because there was no room: what is known then depends on what came first.
    pub(crate) fn is_full(&self) -> bool {
        self.full
    }

    /// Whether nothing is known.
    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Tells what is known from everything else that ever was; 0 of an empty set.
    pub(crate) fn version(&self) -> u64 {
        self.entries.last().map_or(0, |last| last.version)
    }

    /// What is known now.
    pub(crate) fn snapshot(&self) -> Snapshot {
        Snapshot { version: self.version(), length: self.entries.len() }
    }

    /// The hashes of the words that every text is filed under which was learnt since; `None` where it was another set,
    /// or one of its texts was forgotten.
    pub(crate) fn added_since(&self, snapshot: Snapshot) -> Option<impl Iterator<Item = u64>> {
        let last = snapshot.length.checked_sub(1).map_or(Some(0), |last| Some(self.entries.get(last)?.version));
        (last == Some(snapshot.version)).then(|| self.filed(snapshot.length))
    }

    /// One bit for each length, up to 63, of the numbers that texts are filed under.
    pub(crate) fn number_lengths(&self) -> u64 {
        self.number_lengths
    }

    /// Whether a text is filed under the word of this hash.
    pub(crate) fn holds(&self, hash: u64) -> bool {
        self.by_run.may_hold(hash) && self.by_run.get(hash).is_some_and(|number| *number > 0)
    }

    /// Every text with its kind, in the order in which they came.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&[u8], Kind)> {
        (1..=self.entries.len() as u32).map(|number| (self.text(number), self.entry(number).kind))
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
    #[inline]
    pub(crate) fn at(&self, line: &[u8], word: &Word) -> Option<Found> {
        if self.by_run.may_hold(word.hash) { self.around(line, word) } else { None }
    }

    /// Where the texts that are filed under a run, which begins at `at`, would begin and end around it.
    pub(crate) fn around_run(&self, at: usize, run: u64) -> impl Iterator<Item = (usize, usize)> {
        let filed = self.by_run.may_hold(run).then(|| self.filed_under(run)).into_iter().flatten();
        filed.map(move |number| {
            let entry = self.entry(number);
            let start = at.saturating_sub(entry.offset as usize);
            (start, start + entry.length as usize)
        })
    }

    /// The longest of the texts that are filed under a word and stand around it.
    fn around(&self, line: &[u8], word: &Word) -> Option<Found> {
        self.filed_under(word.hash).find_map(|number| {
            let (entry, text) = (self.entry(number), self.text(number));
            let start = (word.start as usize).checked_sub(entry.offset as usize)?;
            let end = start + text.len();
            let there = line.get(start..end)?;
            // Names that are counted on, `gw-01`, `gw-02`, are told apart by their ends.
            let last = there.last().map(u8::to_ascii_lowercase) == text.last().copied();
            let fits = last && there.eq_ignore_ascii_case(text) && is_bordered(line, start, end);
            let start = if fits && entry.kind == Kind::Domain { first_label(line, start) } else { start };
            fits.then_some(Found { start, end, kind: entry.kind, evidence: Evidence::Known, learn: false })
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
pub(super) fn is_telling(lower: &[u8], kind: Kind) -> bool {
    let digits = lower.iter().filter(|byte| byte.is_ascii_digit()).count();
    let number = digits == lower.len() || lower.starts_with(b"0x") && digits + 3 > lower.len();
    match kind {
        // When something happened: every line of a log may hold it.
        Kind::Session | Kind::Account | Kind::Serial if number && is_epoch(lower) => false,
        Kind::Secret => lower.len() >= 6 && !dictionary::is_word(lower) && !(number && lower.len() < 8),
        Kind::User | Kind::Host | Kind::Domain | Kind::Ssid | Kind::Person | Kind::Organisation => {
            lower.len() >= 4 && !number && !dictionary::is_word(lower)
        }
        // A project may be called as other things are: `platform`.
        _ => lower.len() >= 6 && !(dictionary::is_word(lower) && lower.iter().all(u8::is_ascii_alphabetic)),
    }
}

/// Whether digits count the seconds or milliseconds since 1970, from 2014 to 2033.
pub(super) fn is_epoch(digits: &[u8]) -> bool {
    matches!(digits.len(), 10 | 13) && digits[0] == b'1' && (b'4'..=b'9').contains(&digits[1])
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
pub(super) fn longest_run(text: &[u8]) -> Option<(usize, usize)> {
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

/// The next version.
static VERSIONS: AtomicU64 = AtomicU64::new(1);

/// Bytes of a secret that is looked for in other encodings too.
const ENCODED: usize = 64;
/// Texts that one set holds at most, and their bytes.
const LIMIT: usize = 20_000;
const BYTES: usize = 1 << 20;
/// Digits of a number, where a text holds no letters: with fewer, as in an address, its form says what it is.
const TELLING_DIGITS: usize = 6;
/// Texts that share their longest run, at most: somebody may plant them to make every line slow.
const ALIKE: usize = 64;

#[cfg(test)]
mod tests {
    use super::Known;
    use crate::minimize::Kind;
    use crate::minimize::prefilter::Prefilter;

    fn texts(known: &[(&str, Kind)], line: &str) -> Vec<String> {
        let mut set = Known::default();
        for (text, kind) in known {
            set.learn(text.as_bytes(), *kind);
        }
        let mut found = Vec::new();
        let mut prefilter = Prefilter::default();
        prefilter.scan(line.as_bytes());
        set.find(line.as_bytes(), &prefilter.words, &mut found);
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
        let known = [("bo", Kind::User), ("server", Kind::Host), ("1234", Kind::User), ("platform", Kind::Account)];
        assert_eq!(texts(&known, "bo server 1234 platform_version"), Vec::<String>::new());
        assert_eq!(texts(&[("test-project", Kind::Account)], "x test-project"), ["test-project"]);
    }

    #[test]
    fn what_was_learnt_since_is_told_from_another_set() {
        let learnt = |set: &mut Known, text: &str| assert!(set.learn(text.as_bytes(), Kind::Host));
        let since = |set: &Known, snapshot| set.added_since(snapshot).map(Iterator::count);
        let (mut set, nothing) = (Known::default(), Known::default().snapshot());
        learnt(&mut set, "quvnix");
        let one = set.snapshot();
        let mut other = set.clone();
        learnt(&mut set, "zorgal");
        learnt(&mut other, "zorgal");
        assert_eq!([since(&set, nothing), since(&set, one), since(&set, set.snapshot())], [Some(2), Some(1), Some(0)]);
        assert_eq!([since(&other, one), since(&other, set.snapshot())], [Some(1), None]);
        let two = set.snapshot();
        set.forget(1);
        assert_eq!([since(&set, two), since(&set, one)], [None, Some(0)]);
        learnt(&mut set, "zorgal");
        assert_eq!([since(&set, two), since(&set, one)], [None, Some(1)]);
    }

    #[test]
    fn a_time_is_no_session() {
        let known = [("1770804000", Kind::Session), ("1770804000123", Kind::Serial), ("9970804000", Kind::Session)];
        assert_eq!(texts(&known, "1770804000 1770804000123 9970804000"), ["9970804000"]);
    }
}
