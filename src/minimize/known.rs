//! Identifiers that are known by their text: what the appliance knows of itself, what earlier lines taught.
//!
//! Found exactly, ASCII case aside, on the borders of runs of letters and digits. Each text is filed under the hash
//! of its longest run, so that a line costs one hash for each of its runs and next to nothing for the rest.

mod spellings;
mod telling;

use std::sync::atomic::{AtomicU64, Ordering};

use super::prefilter::mark::is_run;
use super::prefilter::{Word, hash};
use super::word_map::WordMap;
use super::{Evidence, Found, Kind};
use spellings::spellings;
use telling::TELLING_DIGITS;
pub(crate) use telling::{is_sought, is_telling, longest_run};

/// A set of known identifiers.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    /// The first of the forms that are filed under a word, by its number from 1; 0 where they have been forgotten.
    by_run: WordMap<u32>,
    /// The first of the texts of a hash, by its number from 1; 0 where they have been forgotten.
    by_text: WordMap<u32>,
    /// In the order in which they came, as the texts.
    forms: Vec<Form>,
    entries: Vec<Entry>,
    /// Their letters, in lower case.
    texts: Vec<u8>,
    /// A text at hand.
    lower: Vec<u8>,
    /// One bit for each length of the numbers that texts are filed under.
    number_lengths: u64,
    /// How many texts there may be, and bytes of them.
    most: (usize, usize),
    /// Whether a text was left out because there was no room.
    full: bool,
}

/// Where in a text the run stands that it is filed under: of ten thousand accounts `quvnix-0001` there is one.
#[derive(Debug, Clone)]
struct Form {
    run: u64,
    /// Of the text.
    length: u32,
    /// Where the run begins in it.
    offset: u32,
    /// The next that is filed there, by its number from 1, or 0: the longest come first.
    next: u32,
    /// How many texts there are of it, and the number of the first.
    texts: u32,
    first: u32,
}

#[derive(Debug, Clone)]
struct Entry {
    hash: u64,
    /// The number of its form, from 1.
    form: u32,
    /// Where it begins in the texts.
    from: u32,
    /// The text of the same hash that came before, by its number from 1, or 0.
    before: u32,
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

impl Default for Known {
    fn default() -> Self {
        Self::with_room(LIMIT, BYTES)
    }
}

impl Known {
    /// A set of what a whole appliance knows: of more users and machines than one item teaches.
    pub(crate) fn of_an_appliance() -> Self {
        Self::with_room(APPLIANCE * LIMIT, APPLIANCE * BYTES)
    }

    fn with_room(texts: usize, bytes: usize) -> Self {
        Self {
            by_run: WordMap::default(),
            by_text: WordMap::default(),
            forms: Vec::new(),
            entries: Vec::new(),
            texts: Vec::new(),
            lower: Vec::new(),
            number_lengths: 0,
            most: (texts, bytes),
            full: false,
        }
    }

    /// Adds a text; short and dictionary words are left out, as only their context can say what they are. A secret is
    /// added in base64 and in hexadecimal too, as it often travels so, and letters beyond ASCII in either case.
    pub(crate) fn learn(&mut self, text: &[u8], kind: Kind) -> bool {
        let text = text.trim_ascii();
        let new = self.add(text, kind);
        if new && !text.is_ascii() && text.len() <= ENCODED {
            spellings(text).iter().for_each(|text| _ = self.add(text, kind));
        }
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
        let (own, mut alike) = (hash(lower), 0);
        for entry in self.entries_of(own) {
            if self.text(entry) == lower {
                return false;
            }
            alike += 1;
        }
        let room = self.entries.len() < self.most.0 && self.texts.len() + lower.len() <= self.most.1;
        let form = if room && alike < ALIKE { self.form(run, lower.len() as u32, offset as u32) } else { None };
        let Some(form) = form else {
            self.full = true;
            return false;
        };
        self.forms[form as usize - 1].texts += 1;
        let (from, version) = (self.texts.len() as u32, VERSIONS.fetch_add(1, Ordering::Relaxed));
        self.texts.extend_from_slice(lower);
        let before = std::mem::replace(self.by_text.entry(own), self.entries.len() as u32 + 1);
        self.entries.push(Entry { hash: own, form, from, before, kind, version });
        self.number_lengths |= u64::from(is_number) << length.min(63);
        true
    }

    /// The form of a text, made where there is none; `None` where too many are filed under one run.
    fn form(&mut self, run: u64, length: u32, offset: u32) -> Option<u32> {
        let (mut before, mut count) = (None, 0);
        for (number, form) in self.forms_of(run) {
            if (form.length, form.offset) == (length, offset) {
                return Some(number);
            }
            // The longest first, so that the order in which they came says nothing.
            if (form.length, form.offset) > (length, offset) {
                before = Some(number);
            }
            count += 1;
        }
        if count >= ALIKE {
            return None;
        }
        let own = self.forms.len() as u32 + 1;
        let next = std::mem::replace(self.link(run, before), own);
        self.forms.push(Form { run, length, offset, next, texts: 0, first: self.entries.len() as u32 + 1 });
        Some(own)
    }

    /// The forms that are filed under a run, with their numbers.
    fn forms_of(&self, run: u64) -> impl Iterator<Item = (u32, &Form)> {
        let form = |number: u32| number.checked_sub(1).map(|index| (number, &self.forms[index as usize]));
        std::iter::successors(self.by_run.get(run).and_then(|first| form(*first)), move |(_, before)| form(before.next))
    }

    /// What leads on from a form, or to the first that is filed under a run.
    fn link(&mut self, run: u64, before: Option<u32>) -> &mut u32 {
        match before {
            Some(number) => &mut self.forms[number as usize - 1].next,
            None => self.by_run.entry(run),
        }
    }

    /// A text by its number from 1.
    fn entry(&self, number: u32) -> Option<&Entry> {
        number.checked_sub(1).map(|index| &self.entries[index as usize])
    }

    /// The text that these are the letters of, in any case.
    fn entry_of(&self, letters: &[u8]) -> Option<&Entry> {
        self.entries_of(hash(letters)).find(|entry| self.text(entry).eq_ignore_ascii_case(letters))
    }

    /// The texts of a hash.
    fn entries_of(&self, hash: u64) -> impl Iterator<Item = &Entry> {
        let first = self.by_text.get(hash).and_then(|first| self.entry(*first));
        std::iter::successors(first, |entry| self.entry(entry.before))
    }

    fn form_of(&self, entry: &Entry) -> &Form {
        &self.forms[entry.form as usize - 1]
    }

    fn text(&self, entry: &Entry) -> &[u8] {
        &self.texts[entry.from as usize..(entry.from + self.form_of(entry).length) as usize]
    }

    /// How many texts there are; [`Self::forget`] takes it back to when there were so many.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Forgets every text but the first so many.
    pub(crate) fn forget(&mut self, length: usize) {
        while self.entries.len() > length
            && let Some(Entry { hash, form, from, before, .. }) = self.entries.pop()
        {
            self.texts.truncate(from as usize);
            *self.by_text.entry(hash) = before;
            let Form { run, texts, .. } = &mut self.forms[form as usize - 1];
            *texts -= 1;
            // The form of its first text is the last that came.
            if *texts == 0 {
                let run = *run;
                let before = self.forms_of(run).map(|(number, _)| number).take_while(|number| *number != form).last();
                *self.link(run, before) = self.forms.pop().map_or(0, |last| last.next);
            }
        }
    }

    /// The hashes of the words that every text but the first so many is filed under.
    pub(crate) fn filed(&self, from: usize) -> impl Iterator<Item = u64> {
        self.entries.iter().skip(from).map(|entry| self.form_of(entry).run)
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
        self.entries.iter().map(|entry| (self.text(entry), entry.kind))
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
        let forms = self.by_run.may_hold(run).then(|| self.forms_of(run)).into_iter().flatten();
        forms.map(move |(_, form)| {
            let start = at.saturating_sub(form.offset as usize);
            (start, start + form.length as usize)
        })
    }

    /// The longest of the texts that are filed under a word and stand around it.
    fn around(&self, line: &[u8], word: &Word) -> Option<Found> {
        self.forms_of(word.hash).find_map(|(_, form)| {
            let start = (word.start as usize).checked_sub(form.offset as usize)?;
            let end = start + form.length as usize;
            let there = line.get(start..end).filter(|_| is_bordered(line, start, end))?;
            // Most forms are of one text.
            let entry = match form.texts {
                1 => self.entry(form.first).filter(|entry| self.text(entry).eq_ignore_ascii_case(there)),
                _ => self.entry_of(there),
            }?;
            let start = if entry.kind == Kind::Domain { first_label(line, start) } else { start };
            Some(Found { start, end, kind: entry.kind, evidence: Evidence::Known, learn: false })
        })
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

/// The next version.
static VERSIONS: AtomicU64 = AtomicU64::new(1);

/// Bytes of a secret that is looked for in other encodings too.
const ENCODED: usize = 64;
/// Texts that one set holds at most, and their bytes; how many times as many an appliance may know.
const LIMIT: usize = 20_000;
const BYTES: usize = 1 << 20;
const APPLIANCE: usize = 8;
/// Forms that share their run, and texts that share their hash, at most: somebody may plant them to make every line slow.
const ALIKE: usize = 64;

#[cfg(test)]
mod tests;
