//! Cuts a line into what it shares with other lines of its shape and the slots between: numbers, addresses of four
//! numbers and opaque words.
//!
//! A number is a run of digits that stands alone. A letter beside it, or within it, makes it part of a word. Of a number
//! only its length counts; of four numbers with dots between them, only what kind of address they make; of an opaque
//! word, see [`super::super::opaque`], how many letters it has and how many digits.

use std::net::Ipv4Addr;

use super::super::opaque;
use super::super::sight::Word;

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

/// What counts of what stands in a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token(pub(super) u32);

impl Token {
    /// The end of the line.
    pub(super) const END: Self = Self(0);

    const fn number(digits: usize) -> Self {
        Self(1 << 16 | digits as u32)
    }

    const fn word(letters: usize, digits: usize) -> Self {
        Self(2 << 16 | (letters << 8 | digits) as u32)
    }

    const fn address(class: u32) -> Self {
        Self(3 << 16 | class)
    }

    /// Whether an opaque word stands there.
    pub(super) const fn is_word(self) -> bool {
        self.0 >> 16 == 2
    }

    /// Whether a number stands there.
    pub(super) const fn is_number(self) -> bool {
        self.0 >> 16 == 1
    }
}

impl Slot {
    /// The slot that begins at `at`, where one may begin: behind anything but a letter or a digit. An opaque word is a
    /// slot only where it is no part of a key, which its surroundings say.
    #[inline]
    pub(super) fn at(line: &[u8], at: usize) -> Option<Self> {
        let first = *line.get(at)?;
        if first.is_ascii_digit() {
            return Self::number(line, at);
        }
        if !first.is_ascii_lowercase() {
            return None;
        }
        let end = at + line[at..].iter().take_while(|byte| is_run(**byte)).count();
        let (word, letters) = opaque::word(line, at, end)?;
        let token = Token::word(letters, end - at - letters);
        Some(Self { start: word.start, end: word.end, token, hash: word.hash })
    }

    fn number(line: &[u8], at: usize) -> Option<Self> {
        let digits = line[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let end = at + digits;
        let slot = |end: usize, token| Self { start: at as u32, end: end as u32, token, hash: 0 };
        if digits <= 3
            && line.get(end) == Some(&b'.')
            && let Some((end, class)) = address(line, at)
        {
            return Some(slot(end, Token::address(class)));
        }
        (!line.get(end).is_some_and(|byte| is_run(*byte))).then_some(slot(end, Token::number(digits)))
    }

    /// The opaque word that stands there.
    pub(super) const fn word(&self) -> Word {
        Word::opaque(self.start, self.end, self.hash)
    }

    pub(super) fn range(&self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Cuts a line whose words have been seen; numbers for which `counts` is true are no slots.
pub(super) fn cut(line: &[u8], words: &[Word], mut counts: impl FnMut(usize) -> bool, slots: &mut Vec<Slot>) {
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
            close(line, begin, past, first, slots);
            (begin, first) = (start, slots.len());
        }
        let slot = Slot::at(line, start);
        past = slot.map_or(end, |slot| slot.end as usize);
        // The parts of a word stand within it.
        done = past;
        slots.extend(slot.filter(|slot| !(slot.token.is_number() && counts(index))));
    }
    close(line, begin, past, first, slots);
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

/// The first eight bytes as a number, zeros behind them where there are fewer.
#[inline]
pub(super) fn eight(text: &[u8]) -> u64 {
    match text.first_chunk::<8>() {
        Some(bytes) => u64::from_le_bytes(*bytes),
        None => {
            let mut bytes = [0; 8];
            bytes[..text.len()].copy_from_slice(text);
            u64::from_le_bytes(bytes)
        }
    }
}

/// Takes back the words of a chain where it is a key's or an option's.
fn close(line: &[u8], begin: usize, past: usize, first: usize, slots: &mut Vec<Slot>) {
    if slots[first..].iter().any(|slot| slot.token.is_word())
        && (opaque::is_key(line, past) || opaque::is_marked(line, begin))
    {
        let mut index = 0;
        slots.retain(|slot| {
            index += 1;
            index <= first || !slot.token.is_word()
        });
    }
}

/// Where the address ends that begins at `at`, and what kind it is: of a private range, or like a version.
fn address(line: &[u8], at: usize) -> Option<(usize, u32)> {
    let length = line[at..].iter().take(LONGEST + 2).take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
    let text = &line[at..at + length];
    let text = &text[..text.len() - text.iter().rev().take_while(|byte| **byte == b'.').count()];
    let end = at + text.len();
    if text.len() > LONGEST || line.get(end).is_some_and(|byte| is_run(*byte)) || octets(text).is_none() {
        return None;
    }
    let ten = text.starts_with(b"10.");
    let private = ten || text.starts_with(b"192.168.") || text.starts_with(b"172.");
    let version = text.ends_with(b".0.0.0");
    Some((end, u32::from(ten) | u32::from(private) << 1 | u32::from(version) << 2))
}

fn octets(text: &[u8]) -> Option<Ipv4Addr> {
    std::str::from_utf8(text).ok()?.parse().ok()
}

const fn is_run(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

/// The longest address.
const LONGEST: usize = 15;
