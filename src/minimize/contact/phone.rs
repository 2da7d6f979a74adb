//! Telephone numbers: with a country's code (E.164), and long ones behind what is said of a call.

use crate::minimize::ascii::{ALNUM, DIGIT};
use crate::minimize::{Evidence, Found, Kind, bytes};

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    for at in memchr::memchr_iter(b'+', line) {
        phone(line, at, found);
    }
    abroad(line, found);
    titled(line, found);
}

/// `+49 30 5550100`: a country code and, with it, nine to fifteen digits (E.164).
fn phone(line: &[u8], plus: usize, found: &mut Vec<Found>) {
    let before = plus.checked_sub(1).map(|at| line[at]);
    // What a modem dials.
    let dialled = line[..plus].ends_with(b"ATD");
    if !dialled && before.is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'.')
        || !matches!(line.get(plus + 1), Some(b'1'..=b'9'))
    {
        return;
    }
    let (mut end, mut digits, mut gap, mut grouped) = (plus + 1, 0, 0, false);
    for (offset, byte) in line[plus + 1..].iter().enumerate().take(24) {
        match byte {
            b'0'..=b'9' => (digits, gap, end) = (digits + 1, 0, plus + 2 + offset),
            b'(' if digits > 3 => break,
            // `+493055501990 12s`: a number without groups ends before a blank.
            b' ' if !grouped && digits > 8 => break,
            b' ' | b'-' | b'(' | b')' if gap < 2 => (gap, grouped) = (gap + 1, true),
            _ => break,
        }
    }
    if (9..=15).contains(&digits) {
        found.push(Found::new(plus..end, Kind::Phone, Evidence::Shape));
    }
}

/// `sms to 0049…`: a long number behind what is said before one. Which digits it begins with may not be asked
/// (see [`finder`](crate::minimize::finder)).
fn abroad(line: &[u8], found: &mut Vec<Found>) {
    for at in memchr::memchr_iter(b' ', line).filter(|at| line.get(at + 1).is_some_and(u8::is_ascii_digit)) {
        let head = &line[..at];
        let said = SAID.iter().any(|words| {
            let from = head.len().checked_sub(words.len());
            from.is_some_and(|from| head[from..].eq_ignore_ascii_case(words.as_bytes()))
        });
        let digits = DIGIT.run(&line[at + 1..]);
        let end = at + 1 + digits;
        let open = line.get(end).is_none_or(|byte| !byte.is_ascii_alphanumeric());
        if said && open && (11..=17).contains(&digits) {
            found.push(Found::new(at + 1..end, Kind::Phone, Evidence::Shape));
        }
    }
}

/// `Tel. 030 5550100`, `mobile 0151/5550100`: groups of digits behind what a number is called.
fn titled(line: &[u8], found: &mut Vec<Found>) {
    for at in memchr::memchr_iter(b' ', line).filter(|at| matches!(line.get(at + 1), Some(b'0'..=b'9' | b'('))) {
        let head = line[..at].strip_suffix(b".").unwrap_or(&line[..at]);
        let length = ALNUM.run_back(head);
        let title = &head[head.len() - length..];
        if !bytes::is_one_of_in_any_case(title, &TITLES) {
            continue;
        }
        let end = at + 1 + groups_end(&line[at + 1..]);
        let text = &line[at + 1..end];
        let mut groups = text.split(|byte| !byte.is_ascii_digit()).map(<[u8]>::len).filter(|length| *length > 0);
        let digits: usize = groups.clone().sum();
        // An area, and a number in it; a day has the year as a group of four.
        let area = groups.next().is_some_and(|length| (2..=5).contains(&length)) && groups.next().is_some();
        let day = is_day(text);
        if area && !day && (7..=15).contains(&digits) && !line.get(end).is_some_and(u8::is_ascii_alphanumeric) {
            found.push(Found::new(at + 1..end, Kind::Phone, Evidence::Shape));
        }
    }
}

/// Where the groups of digits end that a text begins with.
fn groups_end(text: &[u8]) -> usize {
    let (mut end, mut gap) = (0, 0);
    for (offset, byte) in text.iter().enumerate().take(24) {
        match byte {
            b'0'..=b'9' => (gap, end) = (0, offset + 1),
            b' ' | b'-' | b'/' | b'(' | b')' if gap < 2 => gap += 1,
            _ => break,
        }
    }
    end
}

/// `2026-11-27`, `12/11/2026`
fn is_day(text: &[u8]) -> bool {
    let shape: Vec<usize> = text.split(|byte| matches!(byte, b'-' | b'/')).take(3).map(<[u8]>::len).collect();
    matches!(shape.as_slice(), [4, 2, ..] | [2, 2, 4])
}

/// What a number is called that somebody can be reached at.
const TITLES: [&str; 10] =
    ["tel", "telefon", "telephone", "phone", "mobile", "mobil", "handy", "fax", "dial", "dialing"];

/// What is said before a number that somebody calls or writes to.
const SAID: [&str; 10] = [
    "sms to",
    "sms from",
    "call to",
    "call from",
    "calling",
    "dialing",
    "dialling",
    "message to",
    "message from",
    "fax to",
];

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::kinds_and_texts(line, find)
    }

    #[test]
    fn telephone_numbers_need_a_country_and_enough_digits() {
        assert_eq!(texts("call +49 30 5550199 now"), ["Phone +49 30 5550199"]);
        assert_eq!(
            texts("call +493055501990 12s, +493055501991 3 times"),
            ["Phone +493055501990", "Phone +493055501991"]
        );
        assert_eq!(texts("at 10:00:00+0100, +12 V, x+4930555019999"), Vec::<String>::new());
    }

    #[test]
    fn a_number_may_have_its_title() {
        assert_eq!(
            texts("# Gwen, Tel. 030 5550100, mobile 0151/55501 77"),
            ["Phone 030 5550100", "Phone 0151/55501 77"]
        );
        assert_eq!(
            texts("phone 12345, hotel 030 5550100, fax 2 pages, mobile 104857600 bytes, fax 2026-11-27 10"),
            Vec::<String>::new()
        );
    }

    #[test]
    fn a_number_of_another_country_is_one_where_somebody_calls() {
        assert_eq!(texts("SMS to 00493055501 99 x"), ["Phone 00493055501"]);
        assert_eq!(texts("call to 03055501234 done"), ["Phone 03055501234"]);
        assert_eq!(texts("block 00493055501 and call to 004930"), Vec::<String>::new());
    }
}
