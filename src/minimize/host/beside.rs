//! What stands beside a name and says that it is one, is none, or begins later.

use super::is_reversed;
use crate::minimize::ascii::{DIGIT, LOWER};
use crate::minimize::bytes;

/// Whether a name of three labels that ends in a country whose letters are a word has a port, `gw.plant.no:3478`,
/// or is asked for.
pub(super) fn is_reached(line: &[u8], start: usize, end: usize) -> bool {
    let name = &line[start..end];
    let digits = line[end..].iter().skip(1).take(6).take_while(|byte| byte.is_ascii_digit()).count();
    let next = line.get(end + 1 + digits);
    let port = line.get(end) == Some(&b':')
        && (2..=5).contains(&digits)
        && next.is_none_or(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b':' | b'.'));
    let labels = name.split(|byte| *byte == b'.');
    let plain = |label: &[u8]| label.len() > 1 && LOWER.or(b"-").fills(label);
    let asked = bytes::starts_with_any(&line[end..], &[". A IN", ". AAAA IN", " IN A"]);
    (port || asked)
        && bytes::ends_with_any(name, &COUNTRIES)
        && labels.clone().count() > 2
        && labels.clone().all(plain)
        && !is_reversed(name)
}

/// Ends of names in countries whose letters are words, of which no file is called so.
const COUNTRIES: [&str; 8] = [".at", ".be", ".by", ".id", ".is", ".it", ".no", ".us"];

/// Whether brackets beside how grave a message is say which thread speaks: `[http-server-7] INFO `, `INFO […]`.
pub(super) fn is_thread(line: &[u8], start: usize, end: usize) -> bool {
    // `[Zorgal Web Server-7] x`: of several words, as one calls a thread.
    let open = memchr::memrchr2(b'[', b']', &line[..start]).filter(|open| line[*open] == b'[');
    let worded = open.is_some_and(|open| line[open..start].ends_with(b" ") && line[open + 1].is_ascii_uppercase());
    if worded && line[start].is_ascii_uppercase() && line[end..].starts_with(b"] ") {
        return true;
    }
    let Some(head) = line[..start].strip_suffix(b"[") else { return false };
    let (head, rest) = (head.trim_ascii_end(), line[end..].strip_prefix(b"] ").unwrap_or_default().trim_ascii_start());
    [&b"INFO"[..], b"WARN", b"ERROR", b"DEBUG", b"TRACE"]
        .iter()
        .any(|level| rest.starts_with(level) || line[end..].starts_with(b"]") && head.ends_with(level))
}

/// Length of a job's number before the machine that holds it, `job 7120.gw7.plant.example`, and the dot between them.
pub(super) fn job(line: &[u8], start: usize, end: usize) -> usize {
    let number = DIGIT.run(&line[start..end]);
    let named = number > 0 && line[..start].ends_with(b"job ") && line.get(start + number) == Some(&b'.');
    if named { (number + 1).min(end - start) } else { 0 }
}

/// Length of the letter that ends a line in a string, as `n` does in `x.go:7\ngw7.plant.example`, where a name seems to
/// begin with it; behind two backslashes one does, as Windows has it.
pub(super) fn escape(line: &[u8], start: usize, end: usize) -> usize {
    let head = line[..start].strip_suffix(b"\\").unwrap_or_default();
    let ends = start < end && matches!(line[start], b'n' | b't' | b'r');
    usize::from(
        ends && head
            .last()
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b')' | b'"' | b':' | b',')),
    )
}

/// Whether a quotation mark ends there that ASCII does not have: `“`, `‹`, `«`.
pub(super) fn opens(head: &[u8]) -> bool {
    bytes::ends_with_any(head, &["\u{201c}", "\u{201e}", "\u{2018}", "\u{2039}", "\u{ab}"])
}

/// Parts of names that clusters give to machines.
pub(super) const PARTS: [&str; 12] = [
    "master",
    "slave",
    "node",
    "host",
    "srv",
    "datanode",
    "namenode",
    "server",
    "hypervisor",
    "laptop",
    "desktop",
    "nas",
];
