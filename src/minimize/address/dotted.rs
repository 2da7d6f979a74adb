//! Addresses of IPv4 in a line, told from versions, object identifiers and ports by what stands around them.

use std::net::Ipv4Addr;

use super::shape;
use super::version::{PACKAGE_ENDS, is_version, product_before};
use crate::minimize::ascii::{DIGIT, DOTTED, HEX};
use crate::minimize::{Found, Kind, bytes};

/// Handles the run of digits and dots around a dot; gives where to go on.
pub(super) fn dotted(line: &[u8], dot: usize, found: &mut Vec<Found>) -> usize {
    let mut start = dot - DOTTED.run_back_within(&line[..dot], REACH);
    let mut end = dot + DOTTED.run_within(&line[dot..], REACH);
    // Two dots or three stand between two addresses: `192.0.2.7...192.0.2.8`.
    start = memchr::memmem::rfind(&line[start..dot], b"..").map_or(start, |at| start + at + 2);
    end = bytes::find(&line[dot..end], b"..").map_or(end, |at| dot + at);
    let next = end;
    while line[end - 1] == b'.' {
        end -= 1;
    }
    // DB2's `APPID: 192.0.2.7.51000.260102030405`: an address, a port and a time.
    if line[..start].ends_with(b"APPID: ") && line[start..end].iter().filter(|byte| **byte == b'.').count() == 5 {
        let port = memchr::memrchr(b'.', &line[start..end]).map_or(end, |dot| start + dot);
        end = memchr::memrchr(b'.', &line[start..port]).map_or(end, |dot| start + dot);
        if ipv4_length(&line[start..end]).is_some() {
            found.push(shape(start, end, Kind::Ipv4));
        }
        return next;
    }
    let Some(length) = ipv4_length(&line[start..end]) else { return next };
    if length < end - start && !is_port(line, start, start + length, end) {
        return next;
    }
    let stop = start + length;
    // What is reversed is none as it stands.
    if line[stop..].starts_with(b".in-addr.") {
        return next;
    }
    let follows = found.last().is_some_and(|last| last.kind == Kind::Ipv4 && last.end + 1 == start);
    let between = is_between(line, start, end);
    let open = between || right_is_open(line, end) || is_file_name(line, start, end) || is_joined(line, start, end);
    if !is_version(line, start, stop) && (follows || between || left_is_open(line, start, stop)) && open {
        found.push(shape(start, stop, Kind::Ipv4));
    }
    next
}

/// Length of the four octets that a run begins with, where it holds four or five numbers.
fn ipv4_length(run: &[u8]) -> Option<usize> {
    if run.len() > NUMBERS {
        return None;
    }
    let text = std::str::from_utf8(run).ok()?;
    let length = match text.split('.').count() {
        4 => text.len(),
        5 => text.rfind('.')?,
        _ => return None,
    };
    text[..length].parse::<Ipv4Addr>().ok().map(|_| length)
}

/// Whether the fifth number is a port, as tcpdump writes it: `10.0.0.1.51514 > 10.0.0.2.443:`; one of an ephemeral
/// port's size where nothing says that something flows, behind anything but an object identifier.
fn is_port(line: &[u8], begin: usize, start: usize, end: usize) -> bool {
    // netstat(1) of BSD says first where its own block of memory lies, if it is asked to.
    let row = &line[HEX.or(b" ").run_within(line, 64)..];
    let rows = ["tcp4 ", "udp4 ", "tcp46 ", "udp46 "];
    let table = || bytes::starts_with_any(line, &rows) || bytes::starts_with_any(row, &rows);
    let flow = || bytes::find(line, b" > ").is_some() || table();
    let number = std::str::from_utf8(&line[start + 1..end]).ok().and_then(|text| text.parse::<u16>().ok());
    let large = number.is_some_and(|number| number >= EPHEMERAL) && !line[begin..].starts_with(b"1.3.");
    number.is_some() && matches!(line.get(end), None | Some(b' ' | b':')) && (large || flow())
}

/// Whether what stands before an address lets it begin here.
fn left_is_open(line: &[u8], start: usize, end: usize) -> bool {
    let Some(&before) = start.checked_sub(1).and_then(|at| line.get(at)) else { return true };
    match before {
        b'.' => line[..start].ends_with(b".."),
        b'~' | b'$' => false,
        // A mark before a peer, as ntpq(8) has it, and no build's number.
        b'+' => !line[..start - 1].last().is_some_and(u8::is_ascii_alphanumeric),
        b'-' | b'_' => {
            is_private_range(line, start)
                || is_long(&line[start..end])
                || !line[..start - 1].last().is_some_and(u8::is_ascii_alphanumeric)
        }
        b'/' => !product_before(line, start - 1),
        // Lustre's `MGC192.0.2.7@tcp`: what a client calls its way to who manages all.
        b'C' => line[..start].ends_with(b"MGC"),
        // An equals sign in the quoted printable of mail.
        b'D' => line[..start].ends_with(b"=3D"),
        // `*>i10.77.0.0/16`: a route that another router told of.
        b'i' => matches!(line[..start - 1].last(), Some(b'>' | b'=' | b'*')),
        byte => !byte.is_ascii_alphanumeric(),
    }
}

/// Whether what stands behind an address lets it end here.
fn right_is_open(line: &[u8], end: usize) -> bool {
    let after = line.get(end).copied();
    let next = line.get(end + 1).copied();
    match (after, next) {
        (Some(b'-'), Some(byte)) if byte.is_ascii_digit() => {
            let digits = DOTTED.run(&line[end + 1..]);
            ipv4_length(&line[end + 1..end + 1 + digits]).is_some() || digits > 3 || is_range(line, end, digits)
        }
        (Some(b'.'), Some(b'.')) => true,
        (Some(b'.'), Some(byte)) if byte.is_ascii_alphabetic() => {
            !bytes::starts_with_any(&line[end + 1..], &PACKAGE_ENDS)
        }
        (Some(b'+'), Some(byte)) if byte.is_ascii_digit() => {
            let digits = DOTTED.run(&line[end + 1..]);
            ipv4_length(&line[end + 1..end + 1 + digits]).is_some()
        }
        (Some(b'+' | b'~'), _) => false,
        (Some(byte), _) => !byte.is_ascii_alphanumeric() && byte != b'_',
        (None, _) => true,
    }
}

/// `10.44.1.64-200`: a private address, and the last number of another, in a line that speaks of a range.
fn is_range(line: &[u8], end: usize, digits: usize) -> bool {
    let number = line[..end].iter().rev().take(NUMBERS).take_while(|byte| byte.is_ascii_digit() || **byte == b'.');
    let start = end - number.count();
    let says = |word: &&[u8]| bytes::find(line, word).is_some();
    let beside = start.checked_sub(1).is_some_and(|before| matches!(line[before], b'-' | b'_'));
    let next = line.get(end + 1 + digits);
    digits > 1
        && !beside
        && is_private_range(line, start)
        && RANGES.iter().any(says)
        && !next.is_some_and(|byte| byte.is_ascii_alphanumeric() || b"._-~+".contains(byte))
}

/// Parts of words of which one stands in such a line.
const RANGES: [&[u8]; 8] = [b"range", b"pool", b"nmap", b"addr", b"lease", b"dhcp", b"remoteip", b"localip"];

/// `10.44.1.64_20260310.pcap`: a private address, and a port or a date behind it, in the name of a file; of one that is
/// no version anything.
fn is_file_name(line: &[u8], start: usize, end: usize) -> bool {
    let Some(rest) = line.get(end..).and_then(|rest| rest.strip_prefix(b"_")) else { return false };
    let numbered = rest.len() >= 3 && DIGIT.fills(&rest[..3]);
    is_private_range(line, start) && numbered || is_long(&line[start..end])
}

/// Whether two numbers of an address have three digits, as those of hardly any version do.
fn is_long(number: &[u8]) -> bool {
    number.split(|byte| *byte == b'.').filter(|part| part.len() == 3).count() > 1
}

/// `$192.0.2.7$`: one of several, with a mark around each.
fn is_between(line: &[u8], start: usize, end: usize) -> bool {
    line[..start].ends_with(b"$") && line.get(end) == Some(&b'$')
}

/// `master@192.0.2.7_36778`, `192.0.2.7-02:00:5e:00:53:07`: a port or a hardware address behind it.
fn is_joined(line: &[u8], start: usize, end: usize) -> bool {
    let rest = line.get(end + 1..).unwrap_or_default();
    let digits = DIGIT.run(rest);
    let port = line[..start].ends_with(b"@")
        && (2..=5).contains(&digits)
        && !rest.get(digits).is_some_and(u8::is_ascii_alphanumeric);
    match line.get(end) {
        Some(b'_') => port,
        Some(b'-') => {
            matches!(rest, [a, b, b':', c, d, b':', ..] if [a, b, c, d].iter().all(|byte| byte.is_ascii_hexdigit()))
        }
        _ => false,
    }
}

fn is_private_range(line: &[u8], start: usize) -> bool {
    bytes::starts_with_any(&line[start..], &["10.", "192.168.", "172."]) && !line[..start].ends_with(b"-base-")
}

/// Bytes before and behind a dot that are looked at: more than make an address with a port.
const REACH: usize = 64;

/// Bytes of five numbers, of which the last may be a port.
const NUMBERS: usize = "255.255.255.255.65535".len();

/// The least of the ports that a system gives to its clients.
const EPHEMERAL: u16 = 1024;
