//! Which texts tell by themselves whose they are, wherever they turn up.

use super::super::prefilter::mark::is_run;
use super::super::{Kind, dictionary};

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
pub(crate) fn is_telling(lower: &[u8], kind: Kind) -> bool {
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
fn is_epoch(digits: &[u8]) -> bool {
    matches!(digits.len(), 10 | 13) && digits[0] == b'1' && (b'4'..=b'9').contains(&digits[1])
}

/// Offset and length of the longest run of letters and digits, one with a letter before a number.
pub(crate) fn longest_run(text: &[u8]) -> Option<(usize, usize)> {
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

/// Digits of a number, where a text holds no letters: with fewer, as in an address, its form says what it is.
pub(super) const TELLING_DIGITS: usize = 6;
