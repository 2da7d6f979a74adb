//! Words of a command line: where one ends, in quotes or not, also where the command line is itself a string of JSON or the
//! text of an element, and what becomes of one that is a secret.

use super::super::super::quote::{self, is_escaped};
use super::super::super::{Found, Kind, Way, bytes};
use super::super::value::is_placeholder;

/// The word at `start`, in quotes or not, is a secret.
pub(in crate::minimize::structure) fn word(line: &[u8], start: usize, found: &mut Vec<Found>) {
    if let Some(span) = extent(line, start) {
        secret(line, span, found);
    }
}

/// Takes a word for a secret, unless it stands for one.
pub(in crate::minimize::structure) fn secret(line: &[u8], (start, end): (usize, usize), found: &mut Vec<Found>) {
    if !is_placeholder(&line[start..end]) {
        found.push(Found { start, end, kind: Kind::Secret, way: Way::Structure, learn: true });
    }
}

/// The word at `start` is a name, where it looks like one.
pub(super) fn plain(line: &[u8], start: usize, kind: Kind, found: &mut Vec<Found>) {
    if let Some((start, end)) = extent(line, start)
        .filter(|(start, end)| !line[*start..*end].contains(&b':') && line[*start] != b'-' && end - start > 1)
    {
        let name = line[start..end].iter().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(byte))
            && !line[start..end].iter().all(u8::is_ascii_digit);
        if name {
            found.push(Found { start, end, kind, way: Way::Grammar, learn: false });
        }
    }
}

/// What stands behind an option that ends at `end`: the next word, or the next item of a list.
pub(in crate::minimize::structure) fn argument(line: &[u8], end: usize) -> Option<(usize, usize)> {
    match line.get(end)? {
        b' ' | 0 => extent(line, end + 1),
        quote @ (b'"' | b'\'') => {
            let rest = line[end + 1..].trim_ascii_start().strip_prefix(b",")?.trim_ascii_start();
            let rest = rest.strip_prefix(std::slice::from_ref(quote))?;
            let start = line.len() - rest.len();
            memchr::memchr(*quote, rest).filter(|length| *length > 0).map(|length| (start, start + length))
        }
        _ => None,
    }
}

/// Where the word at `start` begins and ends, without its quotes.
pub(in crate::minimize::structure) fn extent(line: &[u8], start: usize) -> Option<(usize, usize)> {
    let first = *line.get(start)?;
    let quoted = is_quoted(line, start);
    if matches!(first, b'\'' | b'"') && !(quoted && first == b'"') {
        let end = quote::close(line, start + 1, first)?;
        return (end > start + 1).then_some((start + 1, end));
    }
    let rest = &line[start..];
    let ends =
        |at: usize, byte: u8| byte == 0 || byte.is_ascii_whitespace() && !(byte == b' ' && is_escaped(&rest[..at]));
    let length = rest.iter().enumerate().take_while(|(at, byte)| !ends(*at, **byte)).count();
    // A command line may itself be a string of JSON, or the text of an element.
    let closing = quotes(&rest[..length]).next().filter(|_| in_string(line, start));
    let element = [&b"</"[..], b"]]>"].into_iter().filter_map(|mark| bytes::find(&rest[..length], mark)).min();
    let end = start + closing.into_iter().chain(element).min().unwrap_or(length);
    (end > start).then_some((start, end))
}

/// Whether a quote is open at a place; of JSON within JSON that cannot be told, so that its strings count as open.
pub(in crate::minimize::structure) fn in_string(line: &[u8], at: usize) -> bool {
    is_quoted(line, at) || matches!(line.trim_ascii_start().first(), Some(b'{' | b'[' | b'"'))
}

fn is_quoted(line: &[u8], at: usize) -> bool {
    quotes(&line[..at]).count() % 2 == 1
}

/// The places of double quotes that no backslash stands before.
fn quotes(text: &[u8]) -> impl Iterator<Item = usize> {
    memchr::memchr_iter(b'"', text).filter(|at| {
        let slashes = text[..*at].iter().rev().take_while(|byte| **byte == b'\\').count();
        slashes % 2 == 0
    })
}
