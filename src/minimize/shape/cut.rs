//! Cuts a line into what it shares with other lines of its shape and the slots between: numbers, addresses of four
//! numbers and opaque words.
//!
//! A number is a run of digits that stands alone. A letter beside it, or within it, makes it part of a word. Of a
//! number only its length counts, and of a process's not even that; of four numbers with dots between them, only what
//! kind of address they make and whether they are as short as a version; of an opaque word, see
//! [`super::super::opaque`], about how long it is and how many digits end it. A time of day is one slot, and so is a date
//! in the notation of ISO 8601, with the time behind it. Of hexadecimal digits, alone, as a hardware address or as a
//! UUID, only the notation counts.

use std::ops::Range;

use super::super::bytes::eight;
use super::super::opaque;
use super::super::prefilter::Word;
use super::super::prefilter::run::{HIGH, ONES, classes};
use super::super::{structure, uuid};
use super::hex;
use super::token::Token;

/// A place in a line that holds something else in other lines of its shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot {
    /// First byte in the line.
    pub(super) start: u32,
    /// One past the last byte.
    pub(super) end: u32,
    pub(super) token: Token,
    /// Of an opaque word.
    pub(super) hash: u64,
}

impl Slot {
    /// The slot that begins at `at`, where one may begin: behind anything but a letter or a digit. An opaque word is a
    /// slot only where it is no part of a key, which its surroundings say.
    ///
    /// It is made in registers and put away once: read back at once in other pieces it would cost more than to find it.
    #[inline(always)]
    pub(super) fn at(line: &[u8], at: usize) -> Option<Self> {
        let first = *line.get(at)?;
        let ((end, token), hash) = match first {
            b'0'..=b'9' => (number(line, at), 0),
            b'a'..=b'z' => {
                let end = run(line, at);
                match opaque::word(line, at, end) {
                    Some(_) if is_key_before_colon(line, at, end) || is_escape(line, at) => return None,
                    Some((word, letters)) => ((end, Token::word(end - at, end - at - letters)), word.hash),
                    None if first <= b'f' => (hexadecimal(line, at, end), 0),
                    None => return None,
                }
            }
            b'A'..=b'F' => (hexadecimal(line, at, run(line, at)), 0),
            _ => return None,
        };
        (token != Token::END).then_some(Self { start: at as u32, end: end as u32, token, hash })
    }

    /// The opaque word that stands there.
    pub(super) const fn word(&self) -> Word {
        Word::from_hash(self.start, self.end, self.hash)
    }

    /// The runs of letters and digits that stand there.
    pub(super) fn runs(&self, line: &[u8]) -> impl Iterator<Item = Range<usize>> {
        runs(line, self.range())
    }

    pub(super) fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// The runs of letters and digits in a part of a line.
pub(super) fn runs(line: &[u8], part: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut at = part.start;
    let runs = line[part].split(|byte| !byte.is_ascii_alphanumeric()).map(move |run| {
        let start = at;
        at += run.len() + 1;
        start..start + run.len()
    });
    runs.filter(|run| !run.is_empty())
}

/// Cuts a line whose words have been seen; numbers for which `counts` is true are no slots.
pub(super) fn cut(
    line: &[u8],
    words: &[Word],
    mut counts: impl FnMut(usize) -> bool,
    own_keys: bool,
    slots: &mut Vec<Slot>,
) {
    slots.clear();
    // Where the chain `a-b_c.d` at hand begins and ends, and which is the first of its slots: they share what stands
    // before and behind it. Whatever an address covers is done.
    let (mut begin, mut past, mut first, mut done) = (0, 0, 0, 0);
    for (index, word) in words.iter().enumerate() {
        let (start, end) = (word.start as usize, word.end as usize);
        if start < done {
            continue;
        }
        let joined = start > 0 && start == past + 1 && matches!(line[past], b'-' | b'_' | b'.');
        if !joined || index == 0 {
            close(line, (begin, past), first, own_keys, slots);
            (begin, first) = (start, slots.len());
        }
        let slot = Slot::at(line, start);
        past = slot.map_or(end, |slot| slot.end as usize);
        // The parts of a word stand within it.
        done = past;
        let mut within = (index..words.len()).take_while(|index| (words[*index].start as usize) < past);
        let stays =
            |slot: &Slot| slot.token.is_hexadecimal() || !within.any(|index| words[index].is_number() && counts(index));
        slots.extend(slot.filter(stays));
    }
    close(line, (begin, past), first, own_keys, slots);
}

/// A hash of the shape of a line that was cut.
pub(super) fn hash(line: &[u8], slots: &[Slot]) -> u64 {
    let (mut at, mut hash) = (0, 0);
    for slot in slots {
        hash = literal(hash, &line[at..slot.start as usize]);
        hash = mixed(hash, u64::from(slot.token.0));
        at = slot.end as usize;
    }
    literal(hash, &line[at..])
}

fn literal(hash: u64, text: &[u8]) -> u64 {
    text.chunks(8).fold(mixed(hash, text.len() as u64), |hash, chunk| mixed(hash, eight(chunk)))
}

/// Mixes eight bytes into a hash.
#[inline]
pub(super) const fn mixed(hash: u64, chunk: u64) -> u64 {
    let product = (hash ^ chunk).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    product ^ (product >> 32)
}

/// Takes back the words of a chain where it is a key's or an option's. An opaque word before a colon with spaces around it
/// is whom the line tells of, as in sudo's `login : TTY=pts/0`, where it ends like no key that is listed and a profile
/// names none of its own: any other word there would say as little.
fn close(line: &[u8], (begin, past): (usize, usize), first: usize, own_keys: bool, slots: &mut Vec<Slot>) {
    if !slots[first..].iter().any(|slot| slot.token.is_word()) {
        return;
    }
    let subject = || match &slots[first..] {
        [slot] => slot.range() == (begin..past) && line[past..].starts_with(b" : "),
        _ => false,
    };
    let key = opaque::is_key(line, past) && (own_keys || !subject());
    if key || opaque::is_marked(line, begin) && !is_mail(line, begin, past) {
        let mut index = 0;
        slots.retain(|slot| {
            index += 1;
            index <= first || !slot.token.is_word()
        });
    }
}

/// Whether a word before a colon that stands between spaces ends as a key does that is listed.
#[inline]
fn is_key_before_colon(line: &[u8], at: usize, end: usize) -> bool {
    line[end..].starts_with(b" : ") && structure::may_end_a_key(&line[at..end])
}

/// Whether the first letter of a word may be an escape's: `\nquvnix`.
#[inline]
fn is_escape(line: &[u8], at: usize) -> bool {
    at > 0 && line[at - 1] == b'\\' && matches!(line[at], b'b' | b'f' | b'n' | b'r' | b't' | b'u' | b'x')
}

/// Whether the chain is the first part of a mail address in brackets, as no name of an element is.
fn is_mail(line: &[u8], begin: usize, past: usize) -> bool {
    line[..begin].ends_with(b"<") && line.get(past) == Some(&b'@')
}

/// Where that ends which begins with the digit at `at`, and what counts of it; [`Token::END`] where it is no slot.
#[inline]
fn number(line: &[u8], at: usize) -> (usize, Token) {
    let end = digits(line, at);
    let special = match (end - at, line.get(end)) {
        (1..=3, Some(b'.')) => address(line, at),
        // No hardware address.
        (2, Some(b':')) if line.get(at + 8) != Some(&b':') => timed(line, at),
        (2, Some(b':' | b'-')) => match hexadecimal(line, at, end) {
            (_, Token::END) if line[end] == b':' => timed(line, at),
            slot => slot,
        },
        (8, Some(b'-')) => hexadecimal(line, at, end),
        (4, Some(b'-')) => date(line, at).map_or(NO_SLOT, |end| (end, Token::date(end - at))),
        _ => NO_SLOT,
    };
    match special {
        (_, Token::END) if is_run_at(line, end) => hexadecimal(line, at, run(line, end)),
        (_, Token::END) if is_process(line, at, end) => (end, Token::PROCESS),
        (_, Token::END) => (end, Token::number(end - at)),
        slot => slot,
    }
}

/// The same of a time of day.
#[inline]
fn timed(line: &[u8], at: usize) -> (usize, Token) {
    let end = clock(line, at).filter(|end| !is_run_at(line, *end));
    end.map_or(NO_SLOT, |end| (end, Token::CLOCK))
}

/// Whether the digits from `at` to `end` are the number of a process.
#[inline]
fn is_process(line: &[u8], at: usize, end: usize) -> bool {
    let named = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-.)/".contains(byte);
    end - at <= PROCESS
        && line[end..].starts_with(b"]:")
        && line[..at].strip_suffix(b"[").and_then(<[u8]>::last).is_some_and(named)
}

/// Whether a run stands where a mail server has the number of a message in its queue, of which no finder asks more than
/// what it is made of: `postfix/qmgr[4711]: 3F2A9C01B7: removed`.
#[inline]
fn is_queued(line: &[u8], at: usize, end: usize) -> bool {
    line[..at].ends_with(b"]: ") && line[end..].starts_with(b": ")
}

/// The same of what is made of hexadecimal digits and begins with the run from `at` to `end`.
fn hexadecimal(line: &[u8], at: usize, end: usize) -> (usize, Token) {
    let slot = match (end - at, line.get(end)) {
        (2, Some(b':' | b'-')) => {
            hex::mac(line, at).map(|(mark, hex)| (at + 17, Token::mac(mark, hex.letters > 0, hex.upper)))
        }
        (8, Some(b'-')) => hex::uuid(line, at).map(|hex| (at + uuid::LENGTH, Token::uuid(hex.upper))),
        (length @ 8..=64, _) => hex::run(line, at, end).map(|hex| {
            let is_digit = |at: usize| line[at].is_ascii_digit();
            match is_queued(line, at, end) {
                true => (end, Token::hexadecimal(length, 0, false, false, hex.upper)),
                false => (end, Token::hexadecimal(length, hex.few(), is_digit(at), is_digit(end - 1), hex.upper)),
            }
        }),
        _ => None,
    };
    slot.unwrap_or(NO_SLOT)
}

/// The same of an address, of which its kind counts: of a private range, like a version, an object identifier, a
/// netmask.
#[inline]
fn address(line: &[u8], at: usize) -> (usize, Token) {
    let Some((first, mut end)) = octet(line, at) else { return NO_SLOT };
    let (mut low, mut most) = (0, 0);
    let (mut second, mut octets) = (0, first);
    for index in 1..4 {
        if line.get(end) != Some(&b'.') {
            return NO_SLOT;
        }
        let Some((value, past)) = octet(line, end + 1) else { return NO_SLOT };
        (low, most, end) = (low | value, most.max(value), past);
        second = if index == 1 { value } else { second };
        octets = octets << 8 | value;
    }
    // A fifth number, or a word.
    let dotted = line.get(end) == Some(&b'.') && line.get(end + 1).is_some_and(u8::is_ascii_digit);
    if dotted || is_run_at(line, end) {
        return NO_SLOT;
    }
    let ten = first == 10;
    let private = ten || first == 172 || (first, second) == (192, 168);
    // Roots of object identifiers: SNMP's, and those of attributes and extensions of X.500.
    let root = octets == 0x0103_0601;
    let attribute = matches!(octets >> 8, 0x02_0504 | 0x02_0506 | 0x02_051d);
    // What most versions are, and few addresses: one digit and three numbers of two at most, or zeros at the end.
    let small = first < 10;
    let short = small && most < 100;
    let round = first < 100 && octets & 0xffff == 0;
    let form = u32::from(small) | u32::from(short) << 1 | u32::from(round) << 2;
    let class = u32::from(ten) | u32::from(private) << 1 | u32::from(low == 0) << 2;
    // What says that names follow: of this machine, or behind a netmask.
    let (local, mask) = (first == 127, first == 255);
    let special = u32::from(root) | u32::from(attribute) << 1 | u32::from(local) << 2 | u32::from(mask) << 3;
    (end, Token::address(class | special << 3 | form << 7))
}

/// Where the time of day ends that begins at `at`: `12:30:01`.
pub(super) fn clock(line: &[u8], at: usize) -> Option<usize> {
    const COLONS: u64 = 0x0000_ff00_00ff_0000;
    const DIGITS: u64 = 0xf0f0_00f0_f000_f0f0;
    let text = eight(line.get(at..)?);
    let digits = |text: u64| text & DIGITS == 0x3030_3030_3030_3030 & DIGITS;
    let colons = text & COLONS == 0x3a3a_3a3a_3a3a_3a3a & COLONS;
    (colons && digits(text) && digits(text.wrapping_add(0x0606_0006_0600_0606))).then_some(at + 8)
}

/// Where the date ends that begins with the year at `at`: `2026-02-01`, `2026-02-01T12:30:01.123Z`.
fn date(line: &[u8], at: usize) -> Option<usize> {
    let rest = line.get(at + 4..at + 10)?;
    let two = |at: usize| rest[at].is_ascii_digit() && rest[at + 1].is_ascii_digit();
    if !(rest[0] == b'-' && two(1) && rest[3] == b'-' && two(4)) {
        return None;
    }
    let mut end = at + 10;
    if matches!(line.get(end), Some(b'T' | b't'))
        && let Some(time) = clock(line, end + 1)
    {
        end = time;
        if matches!(line.get(end), Some(b'.' | b',')) && line.get(end + 1).is_some_and(u8::is_ascii_digit) {
            end = digits(line, end + 1);
        }
        end += usize::from(matches!(line.get(end), Some(b'Z' | b'z')));
    }
    (!is_run_at(line, end)).then_some(end)
}

/// A number from 0 to 255 without a needless zero, and where it ends.
#[inline(always)]
fn octet(line: &[u8], at: usize) -> Option<(u32, usize)> {
    let digit = |at: usize| line.get(at).map(|byte| u32::from(byte.wrapping_sub(b'0'))).filter(|digit| *digit < 10);
    let first = digit(at)?;
    let Some(second) = digit(at + 1) else { return Some((first, at + 1)) };
    let two = first * 10 + second;
    let Some(third) = digit(at + 2) else { return (first > 0).then_some((two, at + 2)) };
    let three = two * 10 + third;
    (first > 0 && three <= 255 && digit(at + 3).is_none()).then_some((three, at + 3))
}

/// Where the digits end that begin at `at`.
#[inline]
fn digits(line: &[u8], at: usize) -> usize {
    let mut end = at;
    loop {
        // The high bit of each byte that is no digit; what is added carries into later bytes alone.
        let text = eight(&line[end..]) ^ (b'0' as u64 * ONES);
        let others = (text.wrapping_add(0x76 * ONES) | text) & HIGH;
        end += others.trailing_zeros() as usize / 8;
        if others != 0 {
            return end;
        }
    }
}

/// Where the letters and digits end that begin at `at`.
#[inline]
fn run(line: &[u8], at: usize) -> usize {
    let mut end = at;
    loop {
        let others = !classes(eight(&line[end..])).0 & HIGH;
        end += others.trailing_zeros() as usize / 8;
        if others != 0 {
            return end;
        }
    }
}

fn is_run_at(line: &[u8], at: usize) -> bool {
    line.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80)
}

/// Digits of a process's number, at most.
const PROCESS: usize = 7;

/// Nothing that counts as a slot.
const NO_SLOT: (usize, Token) = (0, Token::END);
