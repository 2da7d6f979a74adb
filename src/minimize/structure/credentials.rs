//! Files that hold logins and passwords and little else: `chap-secrets`, `.netrc`, `ipsec.secrets`, Postfix's relays.

use super::super::bytes;
use super::super::{Found, Kind, Way, host};
use super::columns::{quoted_words, words};

/// `client server secret address…`, each in quotes or not (pppd(8)).
pub(super) fn secrets(line: &[u8], found: &mut Vec<Found>) {
    let words = quoted_words(line);
    for (index, kind) in [(0, Kind::User), (1, Kind::Host), (2, Kind::Secret)] {
        if let Some((start, end)) =
            words.get(index).filter(|(start, end)| &line[*start..*end] != b"*" && words.len() >= 3)
        {
            found.push(Found { start: *start, end: *end, kind, way: Way::Structure, learn: kind != Kind::Host });
        }
    }
}

/// Whether a line opens an entry of netrc(5): a machine alone, or with a login or a password behind it.
pub(super) fn is_netrc(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"machine ") else { return false };
    let mut words = rest.split(|byte| *byte == b' ').filter(|word| !word.is_empty());
    let machine = words.next().unwrap_or_default();
    words.next().map_or_else(|| host::is_likely(machine), |key| matches!(key, b"login" | b"password" | b"account"))
}

/// Whether a line holds nothing but keys of netrc(5) and their values.
pub(super) fn continues_netrc(line: &[u8]) -> bool {
    let words = words(line);
    words.len().is_multiple_of(2)
        && words.chunks(2).all(|pair| {
            matches!(&line[pair[0].0..pair[0].1], b"machine" | b"login" | b"password" | b"account" | b"macdef")
        })
}

/// `machine X login Y password Z` (netrc(5)), on one line or several.
pub(super) fn netrc(line: &[u8], found: &mut Vec<Found>) {
    let words = words(line);
    for pair in words.windows(2) {
        let (key, (start, end)) = (&line[pair[0].0..pair[0].1], pair[1]);
        let kind = match key {
            b"machine" => Kind::Host,
            b"login" => Kind::User,
            b"password" | b"account" => Kind::Secret,
            _ => continue,
        };
        found.push(Found { start, end, kind, way: Way::Structure, learn: true });
    }
}

/// `ids : PSK "secret"` (ipsec.secrets(5)).
pub(super) fn ipsec(line: &[u8], found: &mut Vec<Found>) {
    for kind in [&b": PSK "[..], b": RSA ", b": XAUTH ", b": EAP ", b": ECDSA ", b": PKCS8 "] {
        let Some(at) = bytes::find(line, kind) else { continue };
        let ids = words(&line[..at]);
        if ids.len() > 4 || !line[..at].trim_ascii_start().is_empty() && !line[..at].ends_with(b" ") {
            continue;
        }
        for (start, end) in ids.iter().copied() {
            let at_sign = usize::from(line[start] == b'@');
            let kind = if at_sign == 1 { Kind::Host } else { Kind::User };
            found.push(Found { start: start + at_sign, end, kind, way: Way::Structure, learn: true });
        }
        let rest = at + kind.len();
        let quoted = quoted_words(&line[rest..]);
        let plain = kind == b": PSK " || kind == b": XAUTH " || kind == b": EAP ";
        let secret = quoted.iter().find(|(start, _)| plain || line.get(rest + start - 1) == Some(&b'"'));
        if let Some((start, end)) = secret {
            found.push(Found {
                start: rest + start,
                end: rest + end,
                kind: Kind::Secret,
                way: Way::Structure,
                learn: true,
            });
        }
    }
}

/// Postfix's `[relay]:587 login:secret`.
pub(super) fn relay(line: &[u8], found: &mut Vec<Found>) {
    if line.first() != Some(&b'[') {
        return;
    }
    let words = words(line);
    let [(from, to), (start, end)] = &*words else { return };
    let Some(colon) = memchr::memchr(b':', &line[*start..*end]) else { return };
    let name = |byte: &u8| byte.is_ascii_alphanumeric() || b"[].-_:".contains(byte);
    let host =
        line[*from..*to].iter().all(name) && line[*from..*to].contains(&b']') && line[*from..*to].contains(&b'.');
    if host && colon > 0 && !line[start + colon..].starts_with(b"://") {
        let one = |start, end, kind| Found { start, end, kind, way: Way::Structure, learn: true };
        found.push(one(*start, start + colon, Kind::User));
        found.push(one(start + colon + 1, *end, Kind::Secret));
    }
}
