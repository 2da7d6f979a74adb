//! Hardware addresses by shape: colons, dashes, underscores, dots of four, and twelve digits in context.

use super::ascii::{ALNUM, DIGIT, HEX, LETTER, SPACE, UPPER};
use super::network::{Network, is_nobody_mac};
use super::prefilter::{Finder, Needs, Prefilter, mark};
use super::{Evidence, Found, Kind, bytes};

/// What a line must show to hold a hardware address.
pub(crate) const NEEDS: Needs = Needs {
    finder: Finder::Mac,
    marks: mark::COLONS | mark::DASHES | mark::UNDERSCORES | mark::QUADS | mark::INTERFACE,
    words: &[
        "mac",
        "cli",
        "hwaddr",
        "bssid",
        "hardware",
        "physical",
        "sta",
        "station",
        "beacon",
        "peripheral",
        "header",
    ],
};

/// Finds hardware addresses in one line.
pub(crate) fn find(line: &[u8], prefilter: &Prefilter, found: &mut Vec<Found>) {
    for (shown, mark) in [(mark::COLONS, b':'), (mark::DASHES, b'-'), (mark::UNDERSCORES, b'_')] {
        if prefilter.shows(shown) {
            bytes::each(line, mark, |at| run(line, at, mark, found));
        }
    }
    if prefilter.shows(mark::QUADS) {
        for at in memchr::memchr_iter(b'.', line) {
            quads(line, at, found);
            bridge(line, at, found);
            client(line, at, found);
        }
        bytes::each(line, b'-', |at| dashed(line, at, found));
    }
    let named = prefilter.names(NEEDS.finder);
    for prefix in [&b"enx"[..], b"wlx", b"mac", b"SEP"].into_iter().filter(|_| prefilter.shows(mark::INTERFACE)) {
        bytes::every(line, prefix).for_each(|at| bare(line, at + prefix.len(), found));
    }
    for word in prefilter.words.iter().filter(|_| named) {
        let (start, end) = (word.start as usize, word.end as usize);
        let said = bytes::is_one_of_in_any_case(&line[start..end], &CALLED);
        if said && matches!(line.get(end), Some(b' ' | b'=')) {
            let more = if line[end..].starts_with(b" address ") { b" address".len() } else { 0 };
            bare(line, end + more + 1, found);
        }
    }
    if named && prefilter.shows(mark::DASHES | mark::QUADS) {
        titled(line, found);
    }
    if named {
        dumped(line, found);
    }
}

/// `ll header: 00000000: ff ff ff ff ff ff 02 00 5e 00 53 07 08 06`: whom a packet of a martian was for, and whose it
/// is.
fn dumped(line: &[u8], found: &mut Vec<Found>) {
    let Some(start) = bytes::find(line, HEADER).map(|at| at + HEADER.len()) else { return };
    let pairs = |(at, byte): (usize, &u8)| if at % 3 == 2 { *byte == b' ' } else { byte.is_ascii_hexdigit() };
    if line.get(start..start + 35).is_some_and(|text| text.iter().enumerate().all(pairs)) {
        found.extend([shape(start, start + 17), shape(start + 18, start + 35)]);
    }
}

/// What the kernel says before the bytes of a packet's head.
const HEADER: &[u8] = b"ll header: 00000000: ";

/// `Physical Address. . . : 02-00-53-07-11-22`, `MAC Address : 020053-071122`: behind such a title the form is enough.
fn titled(line: &[u8], found: &mut Vec<Found>) {
    for title in TITLES {
        let Some(behind) = bytes::find_past(line, title) else { continue };
        let near = &line[behind..line.len().min(behind + TITLE)];
        let Some(colon) = memchr::memchr(b':', near).map(|colon| behind + colon + 1) else { continue };
        let start = colon + SPACE.run(&line[colon..]);
        let end = start + ALNUM.or(b"-").run(&line[start..]);
        let groups = line[start..end].split(|byte| *byte == b'-').map(<[u8]>::len);
        let formed = groups.clone().eq([4; 3]) || groups.clone().eq([6; 2]) || groups.eq([2; 6]);
        if formed && HEX.or(b"-").fills(&line[start..end]) {
            found.push(shape(start, end));
        }
    }
}

/// What a hardware address is called right before it.
const CALLED: [&str; 8] = ["mac", "hwaddr", "bssid", "cli", "sta", "station", "beacon", "peripheral"];

/// Titles of hardware addresses.
const TITLES: [&[u8]; 9] = [
    b"MAC Addr",
    b"MAC addr",
    b"Mac Addr",
    b"mac addr",
    b"Hardware Address",
    b"Hardware address",
    b"hardware address",
    b"Physical Address",
    b"Physical address",
];

/// Bytes between such a title and the colon behind it.
const TITLE: usize = 40;

/// The pseudonym of the hardware address that `text` spells, in the same notation and case.
pub(crate) fn pseudonym(text: &[u8], network: &mut Network) -> Option<String> {
    if let Some(mut bytes) = short(text) {
        network.mac(&mut bytes);
        let upper = UPPER.is_in(text);
        let groups = bytes.map(|byte| if upper { format!("{byte:X}") } else { format!("{byte:x}") });
        return Some(groups.join(":"));
    }
    let (mut bytes, length) = octets(text).filter(|(_, length)| matches!(length, 6 | 8))?;
    network.mac(&mut bytes[..length]);
    let upper = UPPER.is_in(text);
    let digit = |nibble: u8| char::from_digit(nibble.into(), 16);
    let digit = |nibble| digit(nibble).map(|digit| if upper { digit.to_ascii_uppercase() } else { digit });
    let mut nibbles = bytes.into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let one = |byte: &u8| {
        if byte.is_ascii_hexdigit() { nibbles.next().and_then(digit) } else { Some(char::from(*byte)) }
    };
    text.iter().map(one).collect()
}

/// Handles the run of hexadecimal digits and marks around a mark; gives where to go on.
fn run(line: &[u8], at: usize, mark: u8, found: &mut Vec<Found>) -> usize {
    let is_run = |byte: &u8| byte.is_ascii_hexdigit() || *byte == mark;
    let mut start = at - line[..at].iter().rev().take_while(|byte| is_run(byte)).count();
    let mut end = at + line[at..].iter().take_while(|byte| is_run(byte)).count();
    let next = end.max(at + 1);
    if start > 0 && (line[start - 1].is_ascii_alphanumeric() || line[start - 1] == b'_') {
        start = at;
    }
    start += line[start..end].iter().take_while(|byte| **byte == mark).count();
    end -= line[start..end].iter().rev().take_while(|byte| **byte == mark).count();
    let after = (line.get(end).copied(), line.get(end + 1).copied());
    let open = match after {
        (Some(byte), _) if byte.is_ascii_alphanumeric() => false,
        // The mark itself ends a clause; another mark leads on only where digits in pairs follow.
        (Some(b':'), next) if mark == b':' => !next.is_some_and(|byte| byte == b':' || byte.is_ascii_alphanumeric()),
        (Some(b'-' | b':'), _) => !line.get(end + 1..).is_some_and(begins_with_octets),
        _ => true,
    };
    let length = end - start;
    let pair = |two: &[u8]| HEX.fills(&two[..2]) && two.get(2).is_none_or(|byte| *byte == mark);
    let pairs = length % 3 == 2 && line[start..end].chunks(3).all(pair);
    let letters = LETTER.is_in(&line[start..end]);
    if open && letters && mark == b':' && short(&line[start..end]).is_some() {
        found.push(shape(start, end));
    } else if open && letters && mark == b':' && is_typed(&line[start..end]) {
        found.push(shape(start + 2, end));
    } else if pairs && open && (mark == b':' || letters) {
        found.extend(groups(&line[start..end]).into_iter().map(|(from, to)| shape(start + from, start + to)));
    }
    next
}

/// Whether two pairs of digits with one mark between them stand at the beginning.
fn begins_with_octets(text: &[u8]) -> bool {
    text.len() >= 5 && [0, 1, 3, 4].iter().all(|at| text[*at].is_ascii_hexdigit()) && matches!(text[2], b':' | b'-')
}

/// Where the addresses lie in a run of pairs: alone, behind a hardware type, or two and an EtherType (netfilter); at
/// the end of a DHCP unique identifier (RFC 8415, section 11), which may stand behind an association's (RFC 4361). One
/// that is made of the machine's UUID is a number of it as a whole.
fn groups(run: &[u8]) -> Vec<(usize, usize)> {
    // Windows writes them with dashes.
    let begins = |at: usize, text: &[u8]| {
        run.len() >= at + text.len()
            && run[at..].iter().zip(text).all(|(one, other)| one == other || (*one, *other) == (b'-', b':'))
    };
    let timed = |at: usize| begins(at, b"00:01:00:01:") || begins(at, b"00:01:00:06:");
    // Of a maker, whose number stands behind; systemd makes them of the machine's id.
    let typed = bytes::ends_with_any(run, &[":08:00", ":86:dd"]);
    let made = |at: usize| begins(at, b"00:02:00:00:") && !typed;
    let plain = |at: usize| begins(at, b"00:03:00:01:") || begins(at, b"00:03:00:06:");
    match run.len().div_ceil(3) {
        6 | 8 => vec![(0, run.len())],
        7 => vec![(3, run.len())],
        10 if plain(0) => vec![(12, run.len())],
        // Behind a queue's number and the network that every port has, the port's own (RFC 4391, section 9.1.1).
        20 if begins(12, b"fe:80:00:00:00:00:00:00:") => vec![(36, run.len())],
        12 => vec![(0, 17), (18, 35)],
        14 if timed(0) => vec![(24, run.len())],
        14 if made(0) => vec![(18, run.len())],
        14 => vec![(0, 17), (18, 35)],
        15 if run.starts_with(b"ff:") && plain(15) => vec![(3, 14), (27, run.len())],
        // With the tag of a VLAN between.
        18 if begins(36, b"81:00:") => vec![(0, 17), (18, 35)],
        18 if run.starts_with(b"00:04:") => vec![(6, run.len())],
        19 if run.starts_with(b"ff:") && made(15) => vec![(3, 14), (33, run.len())],
        19 if run.starts_with(b"ff:") && timed(15) => vec![(3, 14), (39, run.len())],
        _ => Vec::new(),
    }
}

/// Three groups of four digits with dots, as Cisco writes them.
fn quads(line: &[u8], dot: usize, found: &mut Vec<Found>) {
    let Some(start) = dot.checked_sub(4) else { return };
    let Some(text) = line.get(start..start + 14) else { return };
    let closed = |at: usize| line.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'.');
    let digits =
        text.iter().enumerate().all(|(at, byte)| if at % 5 == 4 { *byte == b'.' } else { byte.is_ascii_hexdigit() });
    let sentence_end =
        line.get(start + 14) == Some(&b'.') && !line.get(start + 15).is_some_and(u8::is_ascii_alphanumeric);
    if digits && !(start > 0 && closed(start - 1)) && (sentence_end || !closed(start + 14)) {
        found.push(shape(start, start + 14));
    }
}

/// `0152.5400.abcd.ef`: a type of hardware and an address, as Cisco's DHCP server has who asks. The form alone tells
/// it.
fn client(line: &[u8], dot: usize, found: &mut Vec<Found>) {
    let Some(start) = dot.checked_sub(4) else { return };
    let Some(text) = line.get(start..start + CLIENT) else { return };
    let digits =
        text.iter().enumerate().all(|(at, byte)| if at % 5 == 4 { *byte == b'.' } else { byte.is_ascii_hexdigit() });
    let beside = |at: usize| line.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'.');
    if digits && !beside(start.wrapping_sub(1)) && !beside(start + CLIENT) {
        found.push(shape(start + 2, start + CLIENT));
    }
}

/// Bytes of the id of such a client: seven pairs of digits and three dots.
const CLIENT: usize = 17;

/// `0200-5e00-5307`, as Huawei and H3C write it, and ProCurve's `02005e-005307`: alone, with a letter and a digit, as
/// numbers with dashes and words of those six letters are something else; gives where to go on.
fn dashed(line: &[u8], dash: usize, found: &mut Vec<Found>) -> usize {
    let run = HEX.or(b"-");
    let start = dash - run.run_back(&line[..dash]);
    let end = dash + run.run(&line[dash..]);
    let text = &line[start..end];
    let groups = text.split(|byte| *byte == b'-').map(<[u8]>::len);
    // `facade-123456` is a word and a number.
    let halves = || text.split(|byte| *byte == b'-').all(|half| DIGIT.is_in(half));
    let alike = groups.clone().eq([4, 4, 4]) || groups.eq([6, 6]) && halves();
    let has = |is: fn(&u8) -> bool| text.iter().any(is);
    let cases = has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase);
    let beside = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.');
    let closed =
        line[..start].last().is_some_and(beside) || line.get(end).is_some_and(|byte| byte.is_ascii_alphanumeric());
    if alike && !cases && !closed && has(u8::is_ascii_alphabetic) && has(u8::is_ascii_digit) {
        found.push(shape(start, end));
    }
    end.max(dash + 1)
}

/// `8000.021c7391a2d0`: how soon a bridge becomes the root, and its address (IEEE 802.1D, section 9.2.5). Which number
/// it is may not be asked (see [`finder`](super::finder)).
fn bridge(line: &[u8], dot: usize, found: &mut Vec<Found>) {
    let Some(start) = dot.checked_sub(4) else { return };
    let open = start == 0 || !(line[start - 1].is_ascii_alphanumeric() || line[start - 1] == b'.');
    let Some(address) = line.get(dot + 1..dot + 13) else { return };
    if open && DIGIT.fills(&line[start..dot]) && LETTER.is_in(address) {
        bare(line, dot + 1, found);
    }
}

/// Twelve digits where the text before says that they are an address.
fn bare(line: &[u8], start: usize, found: &mut Vec<Found>) {
    let length = HEX.run(&line[start..]);
    if length == 12 && !line.get(start + 12).is_some_and(u8::is_ascii_alphanumeric) {
        found.push(shape(start, start + 12));
    }
}

/// Whether `text` spells an address of no machine in particular.
pub(crate) fn is_nobody(text: &[u8]) -> bool {
    match short(text) {
        Some(bytes) => is_nobody_mac(&bytes),
        None => octets(text).is_some_and(|(bytes, length)| is_nobody_mac(&bytes[..length])),
    }
}

/// Whether a text is six pairs of digits with colons or dashes between.
pub(crate) fn is_in_pairs(text: &[u8]) -> bool {
    text.len() == 17
        && matches!(text[2], b':' | b'-')
        && text
            .iter()
            .enumerate()
            .all(|(at, byte)| if at % 3 == 2 { *byte == text[2] } else { byte.is_ascii_hexdigit() })
}

/// `2:1c:73:91:a2:d0`, as BSD writes an address: the zeros that begin a pair are left out.
fn short(text: &[u8]) -> Option<[u8; 6]> {
    let (mut bytes, mut count, mut left_out) = ([0; 6], 0, false);
    for group in text.split(|byte| *byte == b':') {
        let digit = |byte: u8| char::from(byte).to_digit(16);
        let byte = match group {
            [one] => digit(*one)?,
            [one, other] => digit(*one)? << 4 | digit(*other)?,
            _ => return None,
        };
        left_out |= group.len() == 1;
        *bytes.get_mut(count)? = byte as u8;
        count += 1;
    }
    (count == 6 && left_out).then_some(bytes)
}

/// `1:52:54:0:12:34:a6`, as ISC has the type of the hardware before an address.
fn is_typed(text: &[u8]) -> bool {
    text.strip_prefix(b"1:").is_some_and(|text| text.len() == 17 && begins_with_octets(text) || short(text).is_some())
}

/// The bytes that pairs of hexadecimal digits spell, whatever stands between, and how many they are.
fn octets(text: &[u8]) -> Option<([u8; LONGEST], usize)> {
    let (mut bytes, mut digits) = ([0; LONGEST], 0);
    for digit in text.iter().filter_map(|byte| char::from(*byte).to_digit(16)) {
        let byte = bytes.get_mut(digits / 2)?;
        *byte = *byte << 4 | digit as u8;
        digits += 1;
    }
    digits.is_multiple_of(2).then_some((bytes, digits / 2))
}

const fn shape(start: usize, end: usize) -> Found {
    Found::new(start..end, Kind::Mac, Evidence::Shape)
}

/// Bytes of the longest address, that of InfiniBand.
const LONGEST: usize = 20;

#[cfg(test)]
mod tests;
