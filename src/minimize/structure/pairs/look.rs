//! What a value is by its look, where its key may mean several things.

use crate::minimize::ascii::{self, ALNUM, BASE64, DIGIT, HEX, LOWER, NAME, UPPER};
use crate::minimize::structure::spelling::LONG;
use crate::minimize::{bytes, dictionary, host};

/// A text up to the last comma before a key of its own: `Zorgalgasse 7, zip: …`.
pub(super) fn before_pair(text: &[u8]) -> &[u8] {
    let comma = memchr::memchr(b':', text).and_then(|colon| memchr::memrchr(b',', &text[..colon]));
    &text[..comma.unwrap_or(text.len())]
}

/// Whether a text is a number of 128 bits in hexadecimal digits, as many a service's keys are.
pub(in crate::minimize::structure) fn is_digest(text: &[u8]) -> bool {
    text.len() == 32 && HEX.fills(text)
}

/// Whether a text is hexadecimal digits, as many as a hardware address and its type have, or more.
pub(super) fn is_identifier(text: &[u8]) -> bool {
    text.len() >= 14 && HEX.fills(text)
}

/// Whether a text is twelve digits, as the accounts of Amazon's cloud are called.
pub(super) fn is_amazons(text: &[u8]) -> bool {
    text.len() == 12 && DIGIT.fills(text)
}

/// Whether a text has capitals and digits as numbers of devices have, and no surname.
pub(super) fn is_number_of_device(text: &[u8]) -> bool {
    text.len() >= SERIAL
        && ascii::SERIAL.or(b"-").fills(text)
        && UPPER.is_in(text)
        && text.iter().filter(|byte| byte.is_ascii_digit()).count() >= 3
}

/// A text up to its first blank or comma.
pub(super) fn first_word(text: &[u8]) -> &[u8] {
    &text[..memchr::memchr2(b' ', b',', text).unwrap_or(text.len())]
}

/// Whether a text is 16, 24 or 32 bytes in base64.
pub(super) fn is_cipher(text: &[u8]) -> bool {
    matches!(text.len(), 24 | 32 | 44) && BASE64.fills(text) && (text.len() == 32 || text.ends_with(b"="))
}

/// Whether a text begins with more of base64 than any word has.
pub(super) fn is_long_base64(text: &[u8]) -> bool {
    BASE64.run(text) >= 60
}

/// Whether a text is one word as names of families are.
pub(super) fn is_surname(text: Option<&[u8]>) -> bool {
    let text = text.unwrap_or_default().trim_ascii_end();
    text.len() >= 2
        && text[0].is_ascii_uppercase()
        && LOWER.or_not_ascii().fills(&text[1..])
        && !dictionary::is_ordinary(text)
}

/// Whether a text is a machine's name and nothing else: no address, no number of a device's.
pub(super) fn is_machine(text: &[u8]) -> bool {
    text.len() >= MACHINE
        && text[0].is_ascii_alphabetic()
        && NAME.fills(text)
        && !HEX.or(b"-").fills(text)
        && LOWER.is_in(text)
        && text.split(|byte| !byte.is_ascii_alphanumeric()).any(is_name)
        && host::is_likely(text)
}

/// Whether a part of a name is no word with a number at most, as in `bus-0`.
fn is_name(part: &[u8]) -> bool {
    let digits = DIGIT.run_back(part);
    let stem = part[..part.len() - digits].to_ascii_lowercase();
    stem.len() > 2 && !dictionary::is_ordinary(&stem)
}

/// Whether the path that ends at `end` names somebody or a machine: where it begins, brackets included.
pub(super) fn path(line: &[u8], end: usize) -> &[u8] {
    let length = NAME.or(b"[]").run_back_within(&line[..end], LONG);
    &line[end - length..end]
}

/// Whether an object holds an address with dots behind a key that says so: `"mgmt_addr": "192.0.2.7"`.
pub(super) fn holds_address(object: &[u8]) -> bool {
    memchr::memchr_iter(b'.', object).any(|dot| {
        let digits = DIGIT.run_back(&object[..dot]);
        let head = bytes::without_end(&object[..dot - digits], b" \"':=", GAP);
        let key = ALNUM.run_back_within(head, KEY);
        let key = &head[head.len() - key..];
        (1..=3).contains(&digits) && head.len() < dot - digits && bytes::is_one_of_in_any_case(key, &ADDRESSES)
    })
}

/// Whether a section is about whom servers of RADIUS or TACACS believe.
pub(super) fn is_believed(section: &[u8]) -> bool {
    let lower = section.to_ascii_lowercase();
    bytes::starts_with_any(&lower, &["radius", "tacacs", "wifi", "wlan"])
}

/// Whether a text is one word that is in no list, in small letters.
pub(super) fn is_login(text: &[u8]) -> bool {
    let text = text.strip_suffix(b",").unwrap_or(text);
    text.len() > 3
        && text[0].is_ascii_lowercase()
        && LOWER.or(b"0123456789._").fills(text)
        && !dictionary::is_ordinary(text)
}

/// Ends of the keys of addresses.
const ADDRESSES: [&str; 6] = ["addr", "address", "host", "ip", "ipaddr", "ipaddress"];

/// Bytes of the longest of these, and of what may stand between a key and its value.
const KEY: usize = 12;
const GAP: usize = 6;

/// Bytes of the shortest name of a machine that is told by its look, and of the shortest number of a device.
const MACHINE: usize = 5;
pub(super) const SERIAL: usize = 8;
