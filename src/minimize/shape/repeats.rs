//! Lines that came before, word for word but for when they were written and by which process.
//!
//! Programs repeat themselves: a line of a log is often another one with a later time. Where no more is known than when
//! the other was searched, what is to be written in it is the same, and costs no more than comparing the two.

use std::hash::Hasher;
use std::ops::Range;

use rustc_hash::FxHasher;

use super::super::bytes::{first, same, starts_alike};
use super::super::known::Known;
use super::super::prefilter::Word;
use super::super::repeat;
use super::super::search::Replacements;
use super::cut::{self, Slot};
use super::token::Token;

/// A line, and what of it is left out where it is compared with others.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StampedLine<'a> {
    pub(super) text: &'a [u8],
    pub(super) stamp: Stamp,
    hash: u64,
}

/// The slots that say when a line was written and by which process: `Nov 27 18:25:57 gw7 cron[4711]:`. Only the last
/// may be longer or shorter in another line that is the same for the rest.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stamp {
    /// Where each begins and ends, and what counts of it.
    slots: [(u32, u32, Token); SLOTS],
    count: usize,
}

impl Stamp {
    #[inline]
    fn of(line: &[u8]) -> Self {
        let mut stamp = Self { slots: [(0, 0, Token::END); SLOTS], count: 0 };
        // Parts of a word with other letters are filed under hashes of their own.
        if !line.is_ascii() {
            return stamp;
        }
        let at = stamp.syslog(line).unwrap_or_else(|| stamp.time(line));
        let near = line.get(at..line.len().min(at + NEAR)).unwrap_or_default();
        if stamp.count > 0
            && let Some(opens) = memchr::memchr(b'[', near)
            && let Some(slot) = Slot::at(line, at + opens + 1).filter(|slot| slot.token == Token::PROCESS)
        {
            stamp.push((slot.start, slot.end, slot.token));
        }
        stamp
    }

    /// The most common time: `Nov 27 18:25:57 `; gives where it ends.
    #[inline]
    fn syslog(&mut self, line: &[u8]) -> Option<usize> {
        let [_, _, _, b' ', ten, one, b' ', ..] = *line.first_chunk::<16>()? else { return None };
        let end = cut::clock(line, 7).filter(|end| line[*end] == b' ' && one.is_ascii_digit())?;
        let day = match ten {
            b'0'..=b'9' => 4,
            b' ' => 5,
            _ => return None,
        };
        self.push((day, 6, Token::number(6 - day as usize)));
        self.push((7, end as u32, Token::CLOCK));
        Some(end)
    }

    /// Any time at the beginning of a line, none that is part of an escape; gives where it ends.
    fn time(&mut self, line: &[u8]) -> usize {
        let begins = line.iter().take(BEFORE).position(u8::is_ascii_digit);
        let Some(mut at) = begins.filter(|at| *at == 0 || !line[at - 1].is_ascii_alphanumeric()) else { return 0 };
        while self.count < SLOTS - 1
            && !matches!(line.get(at.wrapping_sub(1)), Some(b'%' | b'#' | b'\\'))
            && let Some(slot) = Slot::at(line, at).filter(|slot| is_fixed(slot.token))
        {
            self.push((slot.start, slot.end, slot.token));
            at = slot.end as usize + 1;
        }
        at
    }

    fn push(&mut self, slot: (u32, u32, Token)) {
        self.slots[self.count] = slot;
        self.count += 1;
    }

    pub(super) fn slots(&self) -> &[(u32, u32, Token)] {
        &self.slots[..self.count]
    }

    /// Whether each of them is one of these.
    pub(super) fn is_of(&self, slots: &[Slot]) -> bool {
        let is_slot = |one: &(u32, u32, Token)| slots.iter().any(|slot| (slot.start, slot.end, slot.token) == *one);
        self.slots().iter().all(is_slot)
    }

    /// Whether one of them reaches into a part of the line.
    pub(super) fn touches(&self, start: usize, end: usize) -> bool {
        self.slots().iter().any(|slot| start < slot.1 as usize && end > slot.0 as usize)
    }

    /// Whether a text that is filed under a word of the line, which is none of them, would reach into one of them.
    pub(super) fn is_reached(&self, word: &Word, known: &Known) -> bool {
        let at = word.start as usize;
        // What is filed under a slot itself is looked for in every line.
        !self.touches(at, at + 1) && known.around_run(at, word.hash).any(|(start, end)| self.touches(start, end))
    }

    /// Whether a name, or the short name of a machine, may stand with its digits in one of them: they stand beside the
    /// same bytes, or nothing stands beside them.
    pub(super) fn may_hold(&self, line: &[u8], name: &[u8]) -> bool {
        let short = name.split(|byte| *byte == b'.').next().unwrap_or_default();
        let around =
            |slot: &(u32, u32, Token)| &line[(slot.0 as usize).saturating_sub(1)..line.len().min(slot.1 as usize + 1)];
        let is_beside = |byte: u8| self.slots().iter().any(|slot| around(slot).contains(&byte));
        let reaches = |pair: &[u8]| match (pair[0].is_ascii_digit(), pair[1].is_ascii_digit()) {
            (true, false) => is_beside(pair[1]),
            (false, true) => is_beside(pair[0]),
            _ => false,
        };
        let number = short.len() >= repeat::LEAST && short.iter().all(u8::is_ascii_digit);
        number || name.windows(2).any(reaches)
    }

    /// What stands in a line behind the last.
    #[inline]
    fn behind<'a>(&self, line: &'a [u8]) -> &'a [u8] {
        &line[self.end()..]
    }

    /// Whether something known stands in one of them.
    #[inline]
    fn holds_known(&self, line: &[u8], known: [&Known; 2]) -> bool {
        let is_known = |(start, end): (usize, usize)| {
            let word = Word::at(line, start, end);
            known.iter().any(|known| known.at(line, &word).is_some())
        };
        let lengths = known[0].number_lengths() | known[1].number_lengths();
        self.slots().iter().any(|(start, end, token)| {
            let (start, end) = (*start as usize, *end as usize);
            if token.is_number() {
                return lengths >> (end - start).min(63) & 1 == 1 && is_known((start, end));
            }
            // The numbers of a day are too short to be known.
            token.has_runs()
                && end - start > DAY
                && cut::runs(line, start..end).any(|run| is_known((run.start, run.end)))
        })
    }

    /// Where the last of them ends.
    fn end(&self) -> usize {
        self.count.checked_sub(1).map_or(0, |last| self.slots[last].1 as usize)
    }
}

impl<'a> StampedLine<'a> {
    #[inline]
    pub(crate) fn new(text: &'a [u8]) -> Self {
        let stamp = Stamp::of(text);
        let mut hasher = FxHasher::default();
        let mut past = 0;
        for (start, end, token) in stamp.slots() {
            hasher.write_u64(first(&text[past..], *start as usize - past) ^ u64::from(token.0) << 40);
            past = *end as usize;
        }
        hasher.write(stamp.behind(text));
        Self { text, stamp, hash: hasher.finish() }
    }

    /// Whether another line is the same but for its stamp.
    #[inline]
    fn is_like(&self, stamp: &Stamp, text: &[u8]) -> bool {
        let own = &self.stamp;
        if own.count != stamp.count {
            return false;
        }
        let (mut past, mut from) = (0, 0);
        for index in 0..own.count {
            let ((start, end, token), (to, ends, other)) = (own.slots[index], stamp.slots[index]);
            let (length, others) = (start as usize - past, to as usize - from);
            if token != other || !starts_alike(&self.text[past..], &text[from..], length, others) {
                return false;
            }
            (past, from) = (end as usize, ends as usize);
        }
        same(own.behind(self.text), stamp.behind(text))
    }
}

/// Whether what stands in such a slot is as long in every line.
fn is_fixed(token: Token) -> bool {
    token.is_time() || token.is_number() && token != Token::PROCESS
}

/// The last lines that came twice, and what was written in them.
#[derive(Debug, Default)]
pub(super) struct RepeatCache {
    /// By their hashes, [`WAYS`] places for each: the check of one that came. None before the first. Of a line that is
    /// new no more is looked at, which is small enough for a processor's cache.
    checks: Vec<[u16; WAYS]>,
    /// In the same places, its number where it came twice.
    numbers: Vec<[u32; WAYS]>,
    lines: Vec<Kept>,
    texts: Vec<u8>,
    written: Replacements,
    worth: Worth,
}

/// Whether it is worth to ask for lines that came before: a log in which every line is new is asked for few of them.
#[derive(Debug)]
struct Worth {
    /// How many more lines may be new before it is not.
    credit: u32,
    /// How many lines are not asked for.
    pause: u32,
}

#[derive(Debug)]
struct Kept {
    /// Where the line begins among the texts, and how long it is.
    from: u32,
    length: u32,
    stamp: Stamp,
    /// The stamps of what was known.
    known: (u64, u64),
    /// Which replacements are its own; their places are counted from where it begins.
    written: Range<u32>,
}

impl Default for Worth {
    fn default() -> Self {
        Self { credit: CREDIT, pause: 0 }
    }
}

impl Worth {
    /// Whether to ask for the next line.
    fn ask(&mut self) -> bool {
        if self.pause > 0 {
            self.pause -= 1;
            return false;
        }
        self.credit -= 1;
        if self.credit == 0 {
            *self = Self { credit: SAMPLE, pause: PAUSE };
        }
        true
    }

    /// A line came before.
    fn gain(&mut self) {
        self.credit = (self.credit + GAIN).min(CREDIT);
    }
}

impl RepeatCache {
    /// Whether to ask for the next line.
    #[inline]
    pub(super) fn is_worth_asking(&mut self) -> bool {
        self.worth.ask()
    }

    /// Puts what is to be written in a line that stands at `at`; `false` where it did not come before, or more is known.
    pub(super) fn recall(
        &mut self,
        line: &StampedLine<'_>,
        known: [&Known; 2],
        at: usize,
        to: &mut Replacements,
    ) -> bool {
        let Some(kept) = self.find(line.hash).and_then(|number| self.lines.get(number as usize)) else { return false };
        let text = &self.texts[kept.from as usize..(kept.from + kept.length) as usize];
        let is_same =
            kept.known == stamps(known) && line.is_like(&kept.stamp, text) && !line.stamp.holds_known(line.text, known);
        if is_same {
            self.worth.gain();
            let (end, ends) = (kept.stamp.end(), line.stamp.end());
            let place = |place: usize| at + if place < end { place } else { place - end + ends };
            for edit in &self.written.edits[kept.written.start as usize..kept.written.end as usize] {
                to.copy_to(edit, &self.written, place);
            }
        }
        is_same
    }

    /// Whether a line did not come before; from here on it did. Of many lines that come once none is kept.
    pub(super) fn record_first(&mut self, line: &StampedLine<'_>) -> bool {
        let new = self.find(line.hash).is_none();
        if new {
            self.file(line.hash, NONE);
        }
        new
    }

    /// Keeps what was written in a line that stands at `at`: the replacements from `first` on.
    pub(super) fn keep(
        &mut self,
        line: &StampedLine<'_>,
        known: [&Known; 2],
        at: usize,
        (found, first): (&Replacements, usize),
    ) {
        if self.texts.len() + self.written.room() > BYTES || self.lines.len() >= LINES {
            *self = Self { worth: std::mem::take(&mut self.worth), ..Self::default() };
        }
        let (from, length) = (self.texts.len() as u32, line.text.len() as u32);
        self.texts.extend_from_slice(line.text);
        let start = self.written.edits.len() as u32;
        found.edits[first..].iter().for_each(|edit| self.written.copy_to(edit, found, |place| place - at));
        let written = start..self.written.edits.len() as u32;
        self.lines.push(Kept { from, length, stamp: line.stamp, known: stamps(known), written });
        self.file(line.hash, self.lines.len() as u32 - 1);
    }

    /// The number of a line of this hash, or [`NONE`] where it came only once; `None` where it did not come.
    fn find(&self, hash: u64) -> Option<u32> {
        let (place, check) = place(hash);
        let way = self.checks.get(place)?.iter().position(|one| *one == check)?;
        Some(self.numbers[place][way])
    }

    fn file(&mut self, hash: u64, number: u32) {
        let (place, check) = place(hash);
        self.checks.resize(PLACES, [0; WAYS]);
        self.numbers.resize(PLACES, [NONE; WAYS]);
        let (checks, numbers) = (&mut self.checks[place], &mut self.numbers[place]);
        // The oldest is forgotten.
        let way = checks.iter().position(|one| *one == check).unwrap_or(WAYS - 1);
        checks.copy_within(..way, 1);
        numbers.copy_within(..way, 1);
        (checks[0], numbers[0]) = (check, number);
    }
}

/// The place of a line's hash, and a check that is never that of no line.
const fn place(hash: u64) -> (usize, u16) {
    ((hash as usize) % PLACES, (hash >> 48) as u16 | 1)
}

fn stamps(known: [&Known; 2]) -> (u64, u64) {
    (known[0].version(), known[1].version())
}

/// No line: it came only once.
const NONE: u32 = u32::MAX;
/// Slots of one stamp.
const SLOTS: usize = 4;
/// The length of a date alone.
const DAY: usize = 10;
/// Bytes before a line's time, as in `[Fri Nov 27 18:25:57 2026]`, and between it and the process.
const BEFORE: usize = 12;
const NEAR: usize = 80;
/// Lines, and bytes of them and of what was written: about 3 MiB in all.
const LINES: usize = 1 << 14;
const BYTES: usize = 2 << 20;
const PLACES: usize = 1 << 13;
const WAYS: usize = 4;
/// New lines after which no more are asked for, and what one that came before is worth: one in a hundred pays.
const CREDIT: u32 = 4096;
const GAIN: u32 = 128;
/// Lines that are not asked for then, and those that are before the next such pause.
const PAUSE: u32 = 1792;
const SAMPLE: u32 = 256;

#[cfg(test)]
mod tests;
