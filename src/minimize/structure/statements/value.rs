//! What stands where a sentence says its secret: how far it goes, and whether it looks like one.

use super::lead::{LONG, Lead};
use super::words::{ALGORITHMS, UNITS};
use crate::minimize::ascii::{Class, DIGIT, DOTTED, LOWER};
use crate::minimize::{bytes, dictionary};

/// A value, without its quotes.
pub(super) struct Value {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) quotes: Quotes,
}

/// Whether quotes say where a value begins and ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quotes {
    Around,
    None,
}

/// The value that begins there. The mark of a sentence behind it is part of it only where a colon leads to it.
pub(super) fn value(line: &[u8], at: usize, lead: Lead) -> Option<Value> {
    let first = *line.get(at)?;
    if let quote @ (b'"' | b'\'' | b'`') = first {
        let closes = |byte: &u8| *byte == quote || quote == b'`' && *byte == b'\'';
        let length = line[at + 1..].iter().take(LONG).position(closes)?;
        return Some(Value { start: at + 1, end: at + 1 + length, quotes: Quotes::Around });
    }
    // What a server of MySQL makes for its first login has any sign.
    let led = lead == Lead::Colon && b";,=>^_+".contains(&first);
    if !first.is_ascii_alphanumeric() && !b"!#&*?".contains(&first) && !led {
        return None;
    }
    // Behind the text of an element markup goes on.
    let element = lead != Lead::Colon || bytes::find(&line[at..line.len().min(at + LONG)], b"</").is_some();
    let ends = |byte: &u8| {
        byte.is_ascii_whitespace()
            || matches!(byte, b'"' | b'\'' | b'`' | b'|' | 0)
            || element && matches!(byte, b'<' | b'>')
    };
    let mut end = at + line[at..].iter().take(LONG).take_while(|byte| !ends(byte)).count();
    while lead != Lead::Colon && end > at && matches!(line[end - 1], b'.' | b',' | b';' | b':' | b')' | b']' | b'}') {
        end -= 1;
    }
    Some(Value { start: at, end, quotes: Quotes::None })
}

/// Whether a word looks like a secret: letters and digits, and neither a word nor an algorithm, a size, nor, where no
/// colon leads to it, a path or a pair.
pub(super) fn is_telling(text: &[u8], lead: Lead) -> bool {
    let digits = text.iter().filter(|byte| byte.is_ascii_digit()).count();
    let letters = text.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let lower = text.to_ascii_lowercase();
    let count = DIGIT.run(text);
    let unit = &lower[count..];
    let unit = unit.strip_prefix(b"-").unwrap_or(unit);
    let pointer = text.starts_with(b"0x") && text.len() <= 18;
    // What is longer may be hexadecimal digits, of which another line has others.
    let measured = text.len() < HEXADECIMAL && bytes::is_one_of_in_any_case(unit, &UNITS);
    let sized = pointer || count > 0 && (unit.is_empty() || measured);
    // `sha256`, `aes-256-gcm`: a name, and behind it digits and what stands apart.
    let numbered = |rest: &[u8]| rest.iter().take_while(|byte| **byte != b'-').all(u8::is_ascii_digit);
    let algorithm = ALGORITHMS.iter().any(|name| lower.strip_prefix(name.as_bytes()).is_some_and(numbered));
    let inner = text.strip_suffix(b"=").map_or(text, |text| text.strip_suffix(b"=").unwrap_or(text));
    let marked = Class::of(b"/\\(={[<").is_in(inner);
    // `login@machine.example`, `pam_unix2.so`, `2026-01-02`
    let end = text.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    let file = end.len() < text.len() && (1..=4).contains(&end.len()) && LOWER.fills(end);
    let mail = end.len() < text.len() && text.contains(&b'@');
    let date = count == 4 && DOTTED.or(b"-T:Z").fills(&text[4..]);
    let mixed = digits > 0 && letters > 0;
    // A secret of base32, as authenticators have it.
    let upper = text.len() >= WIDE && text.iter().all(|byte| matches!(byte, b'A'..=b'Z' | b'2'..=b'7' | b'='));
    let other = lead != Lead::Colon && (marked || file || mail);
    (mixed && !other || upper) && !date && !sized && !algorithm && !dictionary::is_word(&lower)
}

/// Eight numbers of six digits, as BitLocker has them.
pub(super) fn is_recovery(text: &[u8]) -> bool {
    text.len() == 55
        && text.iter().enumerate().all(|(at, byte)| if at % 7 == 6 { *byte == b'-' } else { byte.is_ascii_digit() })
}

/// Digits from which on a run of hexadecimal ones is a slot of a line's shape.
const HEXADECIMAL: usize = 8;

/// Letters of the shortest secret in base32.
const WIDE: usize = 16;
