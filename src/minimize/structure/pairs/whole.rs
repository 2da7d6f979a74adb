//! Whole names of people at the beginning of a value, and where they end.

use crate::minimize::bytes;
use crate::minimize::grammar::connects;
use crate::minimize::structure::people::is_full_name;

/// Whether somebody's whole name stands at a place, and nothing behind it.
pub(super) fn is_whole_name(line: &[u8], at: usize) -> bool {
    let text = line.get(at..).unwrap_or_default().trim_ascii_end();
    text.len() <= NAME && is_full_name(text)
}

/// Whether somebody's whole name stands at a place, and a mark behind it.
pub(super) fn is_name_before_mark(line: &[u8], at: usize) -> bool {
    let text = line.get(at..).unwrap_or_default();
    let near = &text[..text.len().min(NAME)];
    // A query ends with its request.
    let end = near.iter().position(|byte| b",;(&".contains(byte)).or_else(|| bytes::find(near, b" HTTP/"));
    end.is_some_and(|end| is_full_name(text[..end].trim_ascii_end()))
}

/// Where somebody's whole name ends that a text begins with, before a comma or the words of a sentence.
pub(super) fn whole_name(text: &[u8]) -> Option<usize> {
    let near = &text[..text.len().min(NAME)];
    // Somebody else, a firm, or the rest of the name.
    let person = |end: usize| {
        let mut words = near[end..].split(|byte| b" ,".contains(byte)).filter(|word| !word.is_empty());
        let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let named = is_capital(first) && second.first().is_some_and(u8::is_ascii_uppercase);
        named || connects(first) || bytes::is_one_of(first, &AND)
    };
    let goes_on = |end: &usize| match near[*end] {
        b',' => !person(*end),
        _ => near.get(end + 1).is_some_and(u8::is_ascii_lowercase) && !person(*end),
    };
    let mut ends = memchr::memchr2_iter(b' ', b',', near).filter(goes_on);
    ends.rfind(|end| is_full_name(&near[..*end])).filter(|_| !is_full_name(text))
}

/// Whether a word is one that a name may begin with: a capital, and small letters to its end.
fn is_capital(word: &[u8]) -> bool {
    word.first().is_some_and(u8::is_ascii_uppercase) && word.iter().skip(1).all(u8::is_ascii_lowercase)
}

/// Words between two names.
const AND: [&str; 3] = ["and", "und", "et"];

/// Bytes of the longest whole name.
const NAME: usize = 64;
