//! Lines whose numbers say what something is, and numbers that do.

use super::super::bytes;
use super::super::prefilter::{Prefilter, Word, mark};
use super::cut::Slot;

/// Whether what is found in a line depends on its numbers that are [chained](is_chained) alone. Telephone numbers,
/// addresses with dashes and the lines of account files ask more; a long number is a modem's or a SIM's.
pub(super) fn numbers_say_nothing(line: &[u8], prefilter: &Prefilter) -> bool {
    let first = line.iter().position(|byte| matches!(byte, b' ' | b':' | b'[' | b'{' | b'<'));
    let timed = Slot::at(line, 0).is_some_and(|slot| slot.token.is_time());
    let fields = first.is_some_and(|at| line[at] == b':' && line.get(at + 1) != Some(&b' ')) && !timed;
    let long = prefilter.words.iter().any(|word| word.is_number() && word.len() >= LONG);
    let armour = prefilter.shows(mark::OPTION) && bytes::find(line, b"-----").is_some();
    // More than four numbers, an address before a letter beyond ASCII, or two that dots stand between.
    let beyond =
        |run: &&[Word]| run.last().and_then(|last| line.get(last.end as usize)).is_some_and(|byte| *byte >= 0x80);
    let dotted = runs(line, &prefilter.words).iter().any(|run| run.len() > 4 || beyond(run))
        || (prefilter.shows(mark::DOTS) && bytes::find(line, b"..").is_some());
    // `$6$…`: which hash follows.
    let salted = prefilter.shows(mark::DOLLAR)
        && memchr::memchr_iter(b'$', line).any(|at| line.get(at + 2) == Some(&b'$') && line[at + 1].is_ascii_digit());
    !(fields || salted || long || armour || dotted || prefilter.shows(mark::PLUS | mark::IP))
}

/// Runs of numbers with single dots between them.
fn runs<'a>(line: &[u8], words: &'a [Word]) -> Vec<&'a [Word]> {
    let joined = |one: &Word, other: &Word| {
        one.is_number() && other.is_number() && one.end + 1 == other.start && line[one.end as usize] == b'.'
    };
    words.chunk_by(joined).filter(|run| run.len() >= 4).collect()
}

/// Whether a number is part of what may be a hardware address or one of IPv6.
pub(super) fn is_chained(line: &[u8], words: &[Word], index: usize) -> bool {
    let (start, end) = (words[index].start as usize, words[index].end as usize);
    let joins = |byte: Option<&u8>| matches!(byte, Some(b':' | b'-' | b'_' | b'.'));
    if !joins(line[..start].last()) && !joins(line.get(end)) {
        return false;
    }
    if line[..start].ends_with(b"::") || line[end..].starts_with(b"::") {
        return true;
    }
    if words[index].len() == PORT && may_be_port(&line[..start]) {
        return true;
    }
    [b':', b'-', b'_'].into_iter().any(|mark| {
        // Words that stand within another one (see `Prefilter::words`) are joined to nothing.
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

/// Whether a number of five digits behind this may be a port, which by its value ends an address of IPv6 or not.
fn may_be_port(before: &[u8]) -> bool {
    let length = before.iter().rev().take_while(|byte| byte.is_ascii_hexdigit() || b":.".contains(byte)).count();
    let address = &before[before.len() - length..];
    address.windows(2).any(|pair| pair == b"::") || address.iter().filter(|byte| **byte == b':').count() >= CHAIN
}

/// Digits of a port that may be too large for one.
const PORT: usize = 5;
/// Joints of a hardware address.
const CHAIN: usize = 5;
/// A number of so many digits may be a modem's or a SIM's.
const LONG: usize = 14;
