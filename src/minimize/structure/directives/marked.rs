//! Values that a mark of their own tells, whatever the directive: keys of IPsec, a header of HTTP, positions of NMEA.

use super::push;
use crate::minimize::ascii::{DIGIT, DOTTED, HEX, NAME};
use crate::minimize::structure::columns::words;
use crate::minimize::structure::keys;
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary};

/// The keys of an IPsec association, as ip-xfrm(8) prints them.
pub(super) fn hexadecimal(line: &[u8], found: &mut Vec<Found>) {
    for (start, end) in words(line).iter().copied() {
        if end - start >= 18 && line[start..].starts_with(b"0x") {
            found.push(Found::new(start + 2..end, Kind::Secret, Evidence::Structure).teaching());
        }
    }
}

/// `esp=aes key=32 0f1e…`: how long a key is, and the key, as FortiOS prints the tunnels of IPsec.
pub(super) fn sized(line: &[u8], found: &mut Vec<Found>) {
    for at in bytes::every(line, b" key=").map(|at| at + 5) {
        let size = DIGIT.run(&line[at..]);
        let start = at + size + 1;
        let digits = HEX.run(line.get(start..).unwrap_or_default());
        if size > 0 && line.get(at + size) == Some(&b' ') && digits >= SIZED {
            found.push(Found::new(start..start + digits, Kind::Secret, Evidence::Structure).teaching());
        }
    }
}

/// Digits of the shortest of these.
const SIZED: usize = 32;

/// nginx's `proxy_set_header Authorization "Basic …"`.
pub(super) fn header(line: &[u8], found: &mut Vec<Found>) {
    let Some(at) = bytes::find(line, b"Authorization \"") else { return };
    let start = at + 15;
    let end = start + memchr::memchr(b'"', &line[start..]).unwrap_or(line.len() - start);
    let from = start + memchr::memchr(b' ', &line[start..end]).map_or(0, |space| space + 1);
    push(line, (from, end), Kind::Secret, found);
}

/// Caddy's `login $2a$14$…`, Prometheus' `login: $2y$10$…`: a login alone before the hash of its password.
pub(super) fn hashed(line: &[u8], spans: &[(usize, usize)], found: &mut Vec<Found>) {
    let [login, (start, end)] = spans else { return };
    let keyed = line[login.0..login.1].ends_with(b":");
    let login = &(login.0, login.1 - usize::from(keyed));
    let name = &line[login.0..login.1];
    let plain = NAME.fills(name);
    let hash = end - start >= HASH && bytes::starts_with_any(&line[*start..], &HASHES);
    if hash && plain && keys::kind(&keys::normal(name)).is_none() && !dictionary::is_word(name) {
        push(line, *login, Kind::User, found);
    }
}

/// What a hash of crypt(3) begins with, and bytes of the shortest.
const HASHES: [&str; 6] = ["$2a$", "$2b$", "$2y$", "$5$", "$6$", "$argon2id$"];
const HASH: usize = 40;

/// Nagios' `$USER3$=X`: a secret or a login where it is no path.
pub(super) fn macros(line: &[u8], found: &mut Vec<Found>) {
    let Some(rest) = line.strip_prefix(b"$USER") else { return };
    let digits = DIGIT.run(rest);
    let Some(text) = rest[digits..].strip_prefix(b"$=").filter(|_| digits > 0) else { return };
    let start = line.len() - text.len();
    let end = start + text.trim_ascii_end().len();
    // An address, a path, options.
    let other = DOTTED.or(b":").fills(text)
        || matches!(text.first(), Some(b'/' | b'-'))
        || bytes::find(text, b"://").is_some()
        || text.contains(&b'\\');
    if text.first().is_some_and(u8::is_ascii_graphic) && !other && end - start >= 4 {
        push(line, (start, end), Kind::Secret, found);
    }
}

/// NMEA's positions: `$GPGGA,time,4729.87,N,01902.41,E,…`.
pub(super) fn names(line: &[u8], found: &mut Vec<Found>) {
    let Some(at) = bytes::find(line, b"$G").filter(|at| line.get(at + 6) == Some(&b',')) else { return };
    let mut start = at;
    let parts: Vec<(usize, usize)> = line[at..]
        .split(|byte| *byte == b',')
        .map(|part| {
            let span = (start, start + part.len());
            start = span.1 + 1;
            span
        })
        .collect();
    for pair in parts.windows(2) {
        let degrees = line[pair[0].0..pair[0].1].contains(&b'.');
        if degrees && matches!(&line[pair[1].0..pair[1].1], b"N" | b"S" | b"E" | b"W") {
            push(line, pair[0], Kind::Location, found);
        }
    }
}
