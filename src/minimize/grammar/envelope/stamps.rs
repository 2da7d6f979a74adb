//! Times of other forms before a machine and a program with its number.

use super::makers::{is_facility, tells_event};
use super::times::{is_clock, is_iso, is_seconds, is_zone};
use super::{Word, Words};
use crate::minimize::ascii::{DIGIT, LETTER, NAME, is_number};
use crate::minimize::calendar::{is_month, is_named};
use crate::minimize::{dictionary, host};

/// `[2026-01-02 03:04:05] HOST program[7]: …`, `02-Jan-2026 03:04:05 HOST program[7]: …`, and Kiwi's columns with the
/// facility before the machine. A machine without digits or marks may be another word where no facility stands.
pub(super) fn stamped<'a>(first: Word<'a>, mut words: Words<'a>) -> Option<Word<'a>> {
    // Those begin a time that is read elsewhere.
    if is_month(first.text) || is_iso(first.text) {
        return None;
    }
    let (mut word, mut clock) = (first, false);
    for _ in 0..STAMPS {
        let text = bare(word.text);
        if !is_stamp(text) {
            break;
        }
        clock |= is_clock(text);
        word = words.next()?;
    }
    if !clock {
        return None;
    }
    let faced = is_facility(&word.text.to_ascii_lowercase());
    if faced {
        word = words.next()?;
    }
    let program = words.next()?.text;
    let plain = NAME.fills(word.text) && LETTER.is_in(word.text) && !dictionary::is_word(word.text);
    (plain && (faced || speaks(program) && host::is_likely(word.text))).then_some(word)
}

/// Whether a word is a program with the number of its process, or an event for a collector of such.
pub(super) fn speaks(program: &[u8]) -> bool {
    let number = program.strip_suffix(b"]:").and_then(|rest| rest.rsplit(|byte| *byte == b'[').next());
    tells_event(program) || number.is_some_and(is_number) && program[0].is_ascii_alphanumeric()
}

/// Meraki's `1 1748935000.112233445 HOST events …`, behind the machine that passes it on.
pub(super) fn versioned<'a>(first: Word<'a>, mut words: Words<'a>) -> Option<Word<'a>> {
    let numbered = first.text.len() == 1 && is_number(first.text);
    words.next().filter(|time| numbered && is_seconds(time.text)).and_then(|_| words.next())
}

/// A word without the brackets around a time.
fn bare(text: &[u8]) -> &[u8] {
    let text = text.strip_prefix(b"[").unwrap_or(text);
    text.strip_suffix(b"]").or_else(|| text.strip_suffix(b",")).unwrap_or(text)
}

/// Whether a word is a part of a time: a number with marks, a day or a month, a zone.
fn is_stamp(text: &[u8]) -> bool {
    let part = |part: &[u8]| part.is_empty() || is_number(part) || is_month(part);
    let parts = || text.split(|byte| matches!(byte, b'-' | b'/' | b':' | b'.' | b'+' | b',')).all(part);
    is_named(text) || is_zone(text) || DIGIT.is_in(text) && parts()
}

/// Words of a time at most: the day, the month, its day, the year, the time and its zone.
const STAMPS: usize = 6;
