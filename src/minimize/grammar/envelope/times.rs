//! What times and dates look like, and the numbers in them.

use crate::minimize::ascii::is_number;
use crate::minimize::bytes;

pub(super) fn is_clock(text: &[u8]) -> bool {
    text.len() >= 8 && text[2] == b':' && text[5] == b':' && is_number(&text[..2]) && is_number(&text[3..5])
}

/// `2026-01-02T03:04:05…`, and `2026:01:02-03:04:05`, as Astaro had it.
pub(super) fn is_iso(text: &[u8]) -> bool {
    text.len() >= 19
        && matches!((text[4], text[7], text[10]), (b'-', b'-', b'T') | (b':', b':', b'-'))
        && text[13] == b':'
        && is_number(&text[..4])
}

/// `2026-01-02`
pub(super) fn is_date(text: &[u8]) -> bool {
    text.len() == 10 && text[4] == b'-' && text[7] == b'-' && is_number(&text[..4])
}

pub(super) fn is_epoch(text: &[u8]) -> bool {
    text.len() == 10 && is_number(text)
}

/// `1748935000.112233445`
pub(super) fn is_seconds(text: &[u8]) -> bool {
    text.len() > 11 && is_epoch(&text[..10]) && text[10] == b'.' && is_number(&text[11..])
}

pub(super) fn is_dotted_date(text: &[u8]) -> bool {
    text.len() == 10 && text[4] == b'.' && text[7] == b'.' && is_number(&text[..4])
}

/// The zone of a time of day.
pub(super) fn is_zone(text: &[u8]) -> bool {
    bytes::is_one_of(text, &ZONES)
}

const ZONES: [&str; 22] = [
    "AEST", "BST", "CDT", "CEST", "CET", "CST", "EDT", "EEST", "EET", "EST", "GMT", "HST", "IST", "JST", "KST", "MDT",
    "MSK", "MST", "PDT", "PST", "UTC", "WET",
];
