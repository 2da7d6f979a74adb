//! Values whose key is no word before a mark: elements of XML and their attributes, objects of JSON, arguments of
//! calls, what PHP serializes.

mod attributes;
mod calls;
mod elements;
mod introduced;
mod nested;
mod objects;
mod php;
mod titles;

use super::Fields;
use crate::minimize::ascii::SPACE;
use crate::minimize::{Found, bytes};

pub(super) use introduced::{LISTED, is_value};
pub(super) use objects::{Object, list_of, member_of, object_of};
pub(super) use titles::{is_titled, opens, titles};

/// Finds them in one line.
pub(super) fn find(line: &[u8], fields: &Fields, found: &mut Vec<Found>) {
    attributes::values(line, fields, found);
    calls::find(line, found);
    if memchr::memchr(b'<', line).is_some() {
        elements::properties(line, fields, found);
        titles::find(line, found);
        elements::find(line, fields, found);
        attributes::data(line, fields, found);
        attributes::lone(line, fields, found);
        attributes::users(line, found);
        introduced::find(line, fields, found);
    }
    if memchr::memchr(b'"', line).is_some() {
        nested::find(line, fields, found);
        objects::find(line, found);
        php::serialized(line, found);
        attributes::entries(line, found);
        attributes::hashed(line, found);
    }
}

/// The text of the element that a tag opens at `from` or behind it.
pub(super) fn text_of(line: &[u8], from: usize, tag: &[u8]) -> Option<(usize, usize)> {
    let start = from + bytes::find_past(&line[from..], tag)?;
    Some((start, start + memchr::memchr(b'<', &line[start..])?))
}

/// The string that begins at `at`, behind spaces; a backslash stands before a quote that closes nothing.
fn string_at(line: &[u8], at: usize) -> Option<(usize, usize)> {
    let rest = line.get(at..)?;
    let open = at + SPACE.run(rest);
    let quote = *line.get(open).filter(|byte| matches!(byte, b'"' | b'\''))?;
    let closes = |at: &usize| line[open + *at] != b'\\';
    let length = memchr::memchr_iter(quote, &line[open + 1..]).find(closes)?;
    Some((open + 1, open + 1 + length))
}

/// What is found in a line, for the tests of the modules here.
#[cfg(test)]
fn texts(line: &str) -> Vec<String> {
    crate::minimize::testing::texts(line, |line, found| find(line, &Fields::default(), found))
}
