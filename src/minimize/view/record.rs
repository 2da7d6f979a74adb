//! Values of the kernel's audit log that are written in hexadecimal digits, as they hold a blank or a quotation mark:
//! command lines, names of files and programs.

use crate::minimize::bytes;

/// Where they stand in a line, in order; those alone that are text.
pub(super) fn values(line: &[u8]) -> impl Iterator<Item = (usize, usize)> {
    let arguments = super::bytes::find(line, b"EXECVE").is_some();
    memchr::memchr_iter(b'=', line).filter_map(move |equals| {
        let letters = line[..equals].iter().rev().take(LONGEST + 1).take_while(|byte| is_key(**byte)).count();
        let key = &line[equals - letters..equals];
        if !(bytes::is_one_of(key, &KEYS) || arguments && is_argument(key)) {
            return None;
        }
        let start = equals + 1;
        let digits = line[start..].iter().take_while(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F')).count();
        let end = start + digits;
        let ends = line.get(end).is_none_or(|byte| matches!(byte, b' ' | b'\'' | b'"' | b'\\' | 0x1d));
        (ends && digits >= SHORTEST && is_text(&line[start..end])).then_some((start, end))
    })
}

/// The byte that two digits stand for: what separates words is a blank.
pub(super) fn byte(digits: &[u8]) -> Option<u8> {
    match super::escape::hexadecimal(digits)? {
        0 | b'\t' | b'\n' => Some(b' '),
        byte if byte < 0x20 || byte == 0x7f => None,
        byte => Some(byte),
    }
}

/// The digits of a text.
pub(super) fn encoded(text: &[u8]) -> Vec<u8> {
    data_encoding::HEXUPPER.encode(text).into_bytes()
}

fn is_text(digits: &[u8]) -> bool {
    digits.len().is_multiple_of(2) && digits.chunks(2).all(|pair| byte(pair).is_some())
}

/// `a0`, `a12`: an argument of a program that was run.
fn is_argument(key: &[u8]) -> bool {
    key.strip_prefix(b"a").is_some_and(|number| !number.is_empty() && number.iter().all(u8::is_ascii_digit))
}

const fn is_key(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Keys of such values.
const KEYS: [&str; 6] = ["proctitle", "cmd", "comm", "exe", "name", "cwd"];
/// Letters of the longest, and digits of the shortest value.
const LONGEST: usize = 9;
const SHORTEST: usize = 4;
