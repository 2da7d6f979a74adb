//! What the text of a finding looks like: where it begins and ends, whether it names anybody.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::super::network::{is_nobody4, is_nobody6};
use super::super::{bytes, uuid};

/// The span without white space and quotes at its ends; `None` where nothing is left.
pub(super) fn trimmed(line: &[u8], mut start: usize, mut end: usize) -> Option<(usize, usize)> {
    end = end.min(line.len());
    while start < end && is_edge(line[start]) {
        start += 1;
    }
    while end > start && is_edge(line[end - 1]) {
        end -= 1;
    }
    (start < end).then_some((start, end))
}

const fn is_edge(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'"' | b'\'' | b'\r')
}

/// What stands around an address, or between two.
pub(super) const fn is_bracket(byte: u8) -> bool {
    matches!(byte, b'[' | b']' | b'(' | b')' | b'<' | b'>' | b',' | b';' | b' ' | b'\t')
}

/// Writes a text in lower case, its white space folded.
pub(super) fn canonical(text: &[u8], out: &mut Vec<u8>) {
    out.clear();
    for word in text.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(b' ');
        }
        bytes::append(out, word);
    }
    out.make_ascii_lowercase();
    if !out.is_ascii()
        && let Ok(text) = std::str::from_utf8(out)
    {
        *out = text.to_lowercase().into_bytes();
    }
}

/// Whether a text is the id of nothing, `{00000000-0000-…}`: one of the UUIDs that every machine has.
pub(super) fn is_nil(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"{").and_then(|text| text.strip_suffix(b"}")).unwrap_or(text);
    uuid::is_constant(text)
}

/// Whether a text can begin with an address: with digits, or with a group of hexadecimal digits and a colon.
pub(super) fn may_be_address(text: &[u8]) -> bool {
    text.first().is_some_and(u8::is_ascii_digit) || memchr::memchr(b':', text).is_some()
}

/// End of the address that a host's text begins with, a port or a zone behind it or not.
pub(super) fn address_end(text: &[u8]) -> Option<usize> {
    let whole = std::str::from_utf8(text).ok()?;
    let zone = whole.find(['%', '/']).unwrap_or(whole.len());
    let whole = &whole[..zone];
    let stays = |address: IpAddr| match address {
        IpAddr::V4(address) => is_nobody4(address),
        IpAddr::V6(address) => is_nobody6(address),
    };
    if let Ok(address) = whole.parse::<IpAddr>() {
        return Some(if stays(address) { 0 } else { whole.len() });
    }
    let colon = whole.rfind(':')?;
    let head = &whole[..colon];
    (head.parse::<Ipv4Addr>().is_ok() || head.parse::<Ipv6Addr>().is_ok()).then_some(colon)
}

pub(super) fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'$') || byte >= 0x80
}

/// Whether a text is what somebody calls a device: words and blanks.
pub(super) fn is_called(text: &[u8]) -> bool {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'-' | b'_' | b'\'' | 0x80..);
    text.contains(&b' ') && text[0].is_ascii_alphanumeric() && text.iter().all(plain)
}

/// Where the slash stands in a principal of Kerberos: `service/machine@REALM` (RFC 4120, section 6.2).
pub(super) fn principal(text: &[u8]) -> Option<usize> {
    let slash = memchr::memchr(b'/', text).filter(|slash| *slash > 0)?;
    let at = memchr::memchr(b'@', text).filter(|at| *at > slash + 1 && at + 1 < text.len())?;
    let name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    (text[..slash].iter().all(name) && text[slash + 1..at].iter().all(name) && text[at + 1..].iter().all(name))
        .then_some(slash)
}

/// Words that stand where a login would and name nobody.
pub(super) fn is_nothing(text: &[u8]) -> bool {
    const NOTHING: [&str; 23] = [
        "",
        "-",
        "?",
        "*",
        "none",
        "null",
        "(null)",
        "nil",
        "unknown",
        "unset",
        "(unknown)",
        "anonymous",
        "n/a",
        "true",
        "false",
        "%u",
        "%any",
        "all",
        "any",
        "self",
        "current",
        "undefined",
        "everyone",
    ];
    NOTHING.iter().any(|word| word.as_bytes().eq_ignore_ascii_case(text))
        || text.starts_with(b"${")
        || text.starts_with(b"{{")
        || text.starts_with(b"<")
}

/// Whether a text stands for whatever may stand there: a variable in `user $name`, a part of an expression in `user=\S*`.
pub(super) fn is_template(text: &[u8]) -> bool {
    let expression = text.len() <= 3 || text.iter().any(|byte| b"?|+()[]\\".contains(byte));
    matches!(text, [b'$', name, ..] if name.is_ascii_alphabetic()) || text.contains(&b'*') && expression
}

/// What makers write where a serial number would stand.
pub(super) fn is_no_serial(text: &[u8]) -> bool {
    const NONE: [&str; 12] = [
        "not specified",
        "none",
        "unknown",
        "n/a",
        "to be filled by o.e.m.",
        "default string",
        "system serial number",
        "not provided",
        "no asset information",
        "not applicable",
        "0",
        "null",
    ];
    let lower = text.to_ascii_lowercase();
    NONE.iter().any(|word| word.as_bytes() == lower)
        || lower.iter().all(|byte| matches!(byte, b'0' | b' ' | b'.' | b'-' | b'x'))
        || is_of_zone(&lower)
}

/// `2026031001`: a day and how often a zone changed on it, which is what a SOA record counts by.
fn is_of_zone(text: &[u8]) -> bool {
    let digits = text.len() == 10 && text.iter().all(u8::is_ascii_digit);
    let number = |from: usize| (text[from] - b'0') * 10 + (text[from + 1] - b'0');
    digits && matches!(number(0), 19 | 20) && (1..=12).contains(&number(4)) && (1..=31).contains(&number(6))
}

/// Whether the span is a number or a truth value that stands as a value in JSON or TOML, where a word would need
/// quotes; in TOML it may be a time too.
pub(crate) fn is_json_number(line: &[u8], start: usize, end: usize) -> bool {
    let text = &line[start..end];
    let is = |more: &[u8]| text.iter().all(|byte| byte.is_ascii_digit() || more.contains(byte));
    let count = |mark: u8| text.iter().filter(|byte| **byte == mark).count();
    let truth = matches!(text, b"true" | b"false");
    // An address is none: no parser takes it without quotes before, and no reader of keys and values wants them behind.
    let number = is(b".-+eE_T:Z") && count(b'.') <= 1 && matches!(count(b':'), 0 | 2 | 3);
    if !truth && !number {
        return false;
    }
    let after = line[end..].trim_ascii_start().first();
    // TOML has spaces around the equals sign, and no word without quotes behind it.
    if line[..start].ends_with(b" = ") {
        return matches!(after, None | Some(b'#' | b',' | b'}'));
    }
    let head = line[..start].trim_ascii_end();
    // A blank may stand before the colon.
    let member = || head.strip_suffix(b":").is_some_and(|key| key.trim_ascii_end().ends_with(b"\""));
    (truth || is(b".-+eE")) && matches!(after, None | Some(b',' | b'}' | b']')) && (member() || is_item(head))
}

/// Whether what follows is an item of a list, or of one within it, that a member holds: `"coordinates": [7.5, `,
/// `"at": [{"x": 1}, [`.
fn is_item(head: &[u8]) -> bool {
    if !matches!(head.last(), Some(b'[' | b',')) {
        return false;
    }
    let near = &head[head.len().saturating_sub(ITEMS)..];
    let (mut depth, mut string) = (0_usize, false);
    for (at, byte) in near.iter().enumerate().rev() {
        match byte {
            b'"' => string = !string,
            _ if string => {}
            b']' | b'}' => depth += 1,
            b'[' | b'{' if depth > 0 => depth -= 1,
            b'[' => {
                let before = near[..at].trim_ascii_end();
                if !matches!(before.last(), Some(b'[' | b',')) {
                    return before.ends_with(b"\":");
                }
            }
            // Numbers, `true`, `false` and `null`.
            b't' | b'r' | b'u' | b'e' | b'f' | b'a' | b'l' | b's' | b'n' => {}
            byte if byte.is_ascii_digit() || b" ,.-+E".contains(byte) || *byte == b':' && depth > 0 => {}
            _ => return false,
        }
    }
    false
}

/// Bytes of a list before an item of it that are looked at.
const ITEMS: usize = 256;

#[cfg(test)]
mod tests {
    use super::is_json_number;

    #[test]
    fn a_number_of_json_stands_behind_its_key_or_in_a_list() {
        let is = |line: &str, number: &str| {
            let start = line.find(number).unwrap();
            is_json_number(line.as_bytes(), start, start + number.len())
        };
        assert!(
            is(r#"{"lat": 7.5}"#, "7.5")
                && is(r#"  "lat" : 7.5,"#, "7.5")
                && is(r#"{"at":[-7.25, 3.5]}"#, "3.5")
                && is(r#"{"at": [ -7.25]}"#, "-7.25")
        );
        assert!(!is("at [7.5, 3.5]", "3.5") && !is(r#"{"at":"x [1, 3.5]"}"#, "3.5") && !is("f(1, 2)", "2"));
        assert!(is(r#"{"at":["x", 3.5]}"#, "3.5") && is(r#"{"at":[{"x":1},2]}"#, "2"));
        assert!(is(r#"{"at":[[1,2],[3]]}"#, "2") && is(r#"{"at":[[1,2],[3]]}"#, "3"));
        assert!(is(r#"{"at":true}"#, "true") && is("at = false", "false") && is(r#"{"at":[7,true]}"#, "true"));
        assert!(!is("at: true", "true") && !is("at=true, x", "true") && !is(r#"{"at":"x, true"}"#, "true"));
    }
}
