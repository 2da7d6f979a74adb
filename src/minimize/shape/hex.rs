//! What is made of hexadecimal digits: a hardware address, a UUID, a hash or an id.
//!
//! Finders ask of it whether it is one, how long it is, whether letters stand in it and of which case. Where they count
//! its digits, they ask for five at most.

use super::super::prefilter::mark::is_run;

/// What counts of hexadecimal digits.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Hex {
    digits: usize,
    pub(super) letters: usize,
    /// Whether the letters are capitals.
    pub(super) upper: bool,
}

impl Hex {
    /// `None` where anything else stands there, or letters of both cases.
    fn of(text: &[u8]) -> Option<Self> {
        let count = |is: fn(&u8) -> bool| text.iter().filter(|byte| is(byte)).count();
        let digits = count(u8::is_ascii_digit);
        let (lower, upper) = (count(|byte| matches!(byte, b'a'..=b'f')), count(|byte| matches!(byte, b'A'..=b'F')));
        let whole = digits + lower + upper == text.len() && (lower == 0 || upper == 0);
        whole.then_some(Self { digits, letters: lower + upper, upper: upper > 0 })
    }

    /// How many digits, where there are fewer than finders count; or 0.
    pub(super) fn few(self) -> usize {
        if self.digits < DIGITS { self.digits } else { 0 }
    }

    fn and(self, other: Self) -> Option<Self> {
        let alike = self.letters == 0 || other.letters == 0 || self.upper == other.upper;
        alike.then_some(Self {
            digits: self.digits + other.digits,
            letters: self.letters + other.letters,
            upper: self.upper || other.upper,
        })
    }
}

/// A run of digits and letters, with enough of the first that it is no word, and any of the second.
pub(super) fn run(line: &[u8], start: usize, end: usize) -> Option<Hex> {
    Hex::of(&line[start..end]).filter(|hex| hex.digits >= FEW && hex.letters > 0)
}

/// `02:00:5e:00:53:07`, alone; gives the mark between the pairs too.
pub(super) fn mac(line: &[u8], at: usize) -> Option<(u8, Hex)> {
    let mark = *line.get(at + 2)?;
    if line.get(at + 5) != Some(&mark) || line.get(at + 8) != Some(&mark) {
        return None;
    }
    let hex = groups(line, at, mark, &[2; 6])?;
    // Of a number with dashes the letters tell whether it is an address.
    Some((mark, hex))
}

/// `123e4567-e89b-12d3-a456-426614174000`, alone.
pub(super) fn uuid(line: &[u8], at: usize) -> Option<Hex> {
    groups(line, at, b'-', &[8, 4, 4, 4, 12]).filter(|hex| hex.digits >= DIGITS && hex.letters > 0)
}

/// Groups of hexadecimal digits with marks between them, and nothing that would lead on before or behind them.
fn groups(line: &[u8], at: usize, mark: u8, lengths: &[usize]) -> Option<Hex> {
    let joins = |byte: u8| matches!(byte, b':' | b'-' | b'_' | b'.');
    if at > 0 && (joins(line[at - 1]) || is_run(line[at - 1])) {
        return None;
    }
    let (mut start, mut whole) = (at, Hex::default());
    for (index, length) in lengths.iter().enumerate() {
        if index > 0 {
            if line.get(start) != Some(&mark) {
                return None;
            }
            start += 1;
        }
        whole = whole.and(Hex::of(line.get(start..start + length)?)?)?;
        start += length;
    }
    let after = (line.get(start).copied().unwrap_or(b' '), line.get(start + 1).copied().unwrap_or(b' '));
    let closed = !is_run(after.0) && !(joins(after.0) && (joins(after.1) || is_run(after.1)));
    closed.then_some(whole)
}

/// As many digits as any finder counts.
const DIGITS: usize = 5;
/// With fewer it may be a word.
const FEW: usize = 3;
