//! Ids that a text of their own stands before or within: accounts of Windows and of clouds, the folder of a journal, clocks.

use std::sync::LazyLock;

use crate::minimize::ascii::{self, DIGIT, HEX};
use crate::minimize::bytes::{self, Any};
use crate::minimize::{Evidence, Found, Kind};

/// What one of them must hold.
static MARKS: LazyLock<Any> =
    LazyLock::new(|| Any::new(&[b"S-1-", b"arn:aws", b"projects/", b"ocid1.", b"journal/", b".fffe."]));

/// Finds them in one line, of which few hold any.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    if !MARKS.stands_in(line) {
        return;
    }
    for at in bytes::every(line, b"S-1-") {
        security(line, at, found);
    }
    for at in bytes::every(line, b"arn:aws") {
        resource(line, at, found);
    }
    for at in bytes::every(line, b"ocid1.") {
        object(line, at, found);
    }
    for at in bytes::every(line, b"projects/") {
        project(line, at, found);
    }
    for at in bytes::every(line, b"journal/") {
        machine_id(line, at + 8, found);
    }
    for middle in bytes::every(line, b".fffe.") {
        clock(line, middle, found);
    }
}

/// `S-1-5-21-A-B-C-513`, `S-1-12-1-A-B-C-D`: the numbers that stand for a domain or an account (MS-DTYP, section
/// 2.4.2). Those of services and groups that every machine has are fewer, shorter or more; what stands for one in a
/// domain stays.
fn security(line: &[u8], at: usize, found: &mut Vec<Found>) {
    if at > 0 && line[at - 1].is_ascii_alphanumeric() {
        return;
    }
    let digits = |start: usize| DIGIT.run(&line[start..]);
    // Behind the revision stand the authority and its parts.
    let (mut start, mut parts, mut count) = (at + 4, [(0, 0); 7], 0);
    while let (Some(part), length @ 1..=10) = (parts.get_mut(count), digits(start.min(line.len()))) {
        *part = (start, start + length);
        (start, count) = (start + length + 1, count + 1);
        if line.get(start - 1) != Some(&b'-') {
            break;
        }
    }
    let long = |(start, end): &&(usize, usize)| end - start >= 4;
    let telling = parts[..count].iter().skip(2).take_while(long).count();
    let length = |index: usize| parts[index].1 - parts[index].0;
    let last = match (count, telling) {
        (5 | 6, 3..) if length(0) == 1 && length(1) == 2 => 4,
        (6, 4) if length(0) == 2 && length(1) == 1 => 5,
        _ => return,
    };
    found.push(Found::new(parts[2].0..parts[last].1, Kind::Serial, Evidence::Structure).teaching());
}

/// `arn:aws:iam::482913750164:user/name`: the account, and who in it.
fn resource(line: &[u8], at: usize, found: &mut Vec<Found>) {
    let mut start = at;
    for (index, part) in line[at..].split(|byte| *byte == b':').take(6).enumerate() {
        let end = start + part.len();
        if index == 4 && part.len() == 12 && DIGIT.fills(part) {
            found.push(Found::new(start..end, Kind::Account, Evidence::Structure).teaching());
        }
        for kind in [&b"user/"[..], b"mfa/"] {
            let Some(name) = part.strip_prefix(kind).filter(|_| index == 5) else { continue };
            let is_part =
                |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(**byte, b'.' | b'_' | b'-' | b'@' | b'+');
            let from = start + kind.len();
            let end = from + name.iter().take_while(is_part).count();
            if end > from {
                found.push(Found::new(from..end, Kind::User, Evidence::Structure).teaching_unless_short());
            }
        }
        start = end + 1;
    }
}

/// `ocid1.user.oc1..aaaa…`, `ocid1.instance.oc1.eu-frankfurt-1.anth…`: how Oracle's cloud calls one thing of its kind.
fn object(line: &[u8], at: usize, found: &mut Vec<Found>) {
    let end = at + ascii::NAME.run_within(&line[at..], NAME);
    let start = memchr::memrchr(b'.', &line[at..end]).map_or(end, |dot| at + dot + 1);
    if end - start >= OBJECT && (at == 0 || !line[at - 1].is_ascii_alphanumeric()) {
        found.push(Found::new(start..end, Kind::Account, Evidence::Structure).teaching());
    }
}

/// Bytes of the shortest end of such a name.
const OBJECT: usize = 20;

/// `projects/acme-plant-7/logs/…`, as Google's cloud names what a customer has there.
fn project(line: &[u8], at: usize, found: &mut Vec<Found>) {
    let start = at + b"projects/".len();
    let is_part = |byte: &&u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || **byte == b'-';
    let length = line[start..].iter().take(NAME).take_while(is_part).count();
    let end = start + length;
    let parts = [
        "/logs",
        "/traces",
        "/zones/",
        "/regions/",
        "/topics/",
        "/secrets/",
        "/locations/",
        "/subscriptions/",
        "/serviceAccounts/",
        "/global/",
    ];
    // A folder of somebody's projects.
    let path = at > 0 && line[at - 1] == b'/' && bytes::find(line, b"googleapis").is_none();
    let inside = at > 0 && line[at - 1].is_ascii_alphanumeric();
    if length >= 6 && !path && !inside && bytes::starts_with_any(&line[end..], &parts) {
        found.push(Found::new(start..end, Kind::Account, Evidence::Structure).teaching());
    }
}

/// Bytes of a project's name, and of what may stand behind it.
const NAME: usize = 256;

/// The folder of a journal is named by the machine's id.
fn machine_id(line: &[u8], start: usize, found: &mut Vec<Found>) {
    let digits = HEX.run(&line[start..]);
    if digits == 32 {
        found.push(Found::new(start..start + 32, Kind::Uuid, Evidence::Grammar).teaching());
    }
}

/// `001b21.fffe.9c4d7e`: a clock of PTP's, by its hardware address (IEEE 1588, section 7.5.2), around its middle.
fn clock(line: &[u8], middle: usize, found: &mut Vec<Found>) {
    let Some(start) = middle.checked_sub(6) else { return };
    let end = middle + b".fffe.".len() + 6;
    let digits = |text: Option<&[u8]>| text.is_some_and(|text| HEX.fills(text));
    let beside = |at: usize| line.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric());
    if digits(line.get(start..middle))
        && digits(line.get(end - 6..end))
        && !beside(start.wrapping_sub(1))
        && !beside(end)
    {
        found.push(Found::new(start..end, Kind::Serial, Evidence::Structure).teaching());
    }
}
