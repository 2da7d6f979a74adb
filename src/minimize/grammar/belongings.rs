//! Devices that are called after whose they are: `Gwendolin's iPhone`, `iPhone von Gwendolin`, as their makers name them.

use crate::minimize::ascii::{Class, LETTER, UPPER};
use crate::minimize::prefilter::{Finder, Needs};
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary};

/// What a line must hold to name one of them.
pub(super) const NEEDS: Needs = Needs { finder: Finder::Belongings, marks: 0, words: &DEVICES };

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    let mut at = 0;
    while at < line.len() {
        let length = LETTER.run(&line[at..]);
        let noun = &line[at..at + length];
        if UPPER.is_in(noun) && bytes::is_one_of_in_any_case(noun, &DEVICES) {
            let start = owner(&line[..at]);
            let end = at + length + owned(&line[at + length..]);
            if start.is_some() || end > at + length {
                found.push(Found::new(start.unwrap_or(at)..end, Kind::Host, Evidence::Structure).teaching());
            }
        }
        at += length.max(1);
    }
}

/// Where the owner's name begins that ends a text: `Gwendolin's `, `Gwendolins `.
fn owner(head: &[u8]) -> Option<usize> {
    let head = head.strip_suffix(b" ")?;
    let marks = [&b"'s"[..], b"\xe2\x80\x99s", b"'", b"\xe2\x80\x99", b"s"];
    let name = marks.iter().find_map(|mark| head.strip_suffix(*mark))?;
    let start = name.len() - LETTERS.run_back(name);
    let open = start == 0 || !matches!(last(&name[..start]), b'-' | b'_' | b'.' | b'/' | b'0'..=b'9');
    (open && is_given(&name[start..])).then_some(start)
}

/// The last byte of a text that has one.
fn last(text: &[u8]) -> u8 {
    text.last().copied().unwrap_or_default()
}

/// How long the owner's name behind a device is, with what leads to it: ` von Gwendolin`.
fn owned(rest: &[u8]) -> usize {
    let Some(word) = OF.iter().find(|word| rest.starts_with(word.as_bytes())) else { return 0 };
    let name = &rest[word.len()..];
    let length = LETTERS.run(name);
    if is_given(&name[..length]) { word.len() + length } else { 0 }
}

/// Whether a word may be a given name: with a capital, and no word of a language or of a maker.
fn is_given(word: &[u8]) -> bool {
    let lower = word.to_ascii_lowercase();
    let possessive = [lower.as_slice(), b"s"].concat();
    word.len() >= 4
        && word[0].is_ascii_uppercase()
        && !UPPER.is_in(&word[1..])
        && !MAKERS.contains(&&*lower)
        && !dictionary::is_ordinary(word)
        && !dictionary::is_ordinary(&possessive)
}

/// Who makes such devices and may be nobody's word.
const MAKERS: [&[u8]; 16] = [
    b"acer",
    b"amazon",
    b"apple",
    b"asus",
    b"fitbit",
    b"garmin",
    b"google",
    b"huawei",
    b"lenovo",
    b"microsoft",
    b"motorola",
    b"nokia",
    b"samsung",
    b"sony",
    b"toshiba",
    b"xiaomi",
];

/// Letters, beyond ASCII as well.
const LETTERS: Class = LETTER.or_not_ascii();

/// What leads from a device to whose it is.
const OF: [&str; 7] = [" von ", " van ", " de ", " di ", " av ", " of ", " do "];

/// What such devices are.
const DEVICES: [&str; 8] = ["airpods", "handy", "imac", "ipad", "iphone", "laptop", "macbook", "tablet"];

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn devices_are_called_after_whose_they_are() {
        assert_eq!(
            texts("connected: Quvnana's iPhone 13, \"iPhone von Quvnana\""),
            ["Quvnana's iPhone", "iPhone von Quvnana"]
        );
        assert_eq!(texts("peer Quvnanas Laptop, Galaxy de Zorgal"), ["Quvnanas Laptop"]);
    }

    #[test]
    fn devices_of_nobodys_stay() {
        for line in [
            "the user's laptop, Apple's iPhone, Samsung's Galaxy, Windows Laptop, Wireless Tablet",
            "iPhone of the user, Galaxy of Things, Pixel of 7, watch de facto, Rooms laptop, Quvnanas laptop",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
