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
            found.push(Found::new(*start..*end, kind, Way::Structure).teaching_if(kind != Kind::Host));
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
        found.push(Found::new(start..end, kind, Way::Structure).teaching());
    }
}

/// `ids : PSK "secret"` (ipsec.secrets(5)).
pub(super) fn ipsec(line: &[u8], found: &mut Vec<Found>) {
    for kind in [&b": PSK "[..], b": RSA ", b": XAUTH ", b": EAP ", b": ECDSA ", b": PKCS8 ", b": PIN "] {
        let Some(at) = bytes::find(line, kind) else { continue };
        let ids = words(&line[..at]);
        if ids.len() > 4 || !line[..at].trim_ascii_start().is_empty() && !line[..at].ends_with(b" ") {
            continue;
        }
        // `%any` is nobody.
        for (start, end) in ids.iter().copied().filter(|(start, _)| line[*start] != b'%') {
            let at_sign = usize::from(line[start] == b'@');
            let kind = if at_sign == 1 { Kind::Host } else { Kind::User };
            found.push(Found::new(start + at_sign..end, kind, Way::Structure).teaching());
        }
        let rest = at + kind.len();
        let quoted = quoted_words(&line[rest..]);
        let plain = kind == b": PSK " || kind == b": XAUTH " || kind == b": EAP ";
        let secret = match kind {
            // Behind the card.
            b": PIN " => quoted.get(1),
            _ => quoted.iter().find(|(start, _)| plain || line.get(rest + start - 1) == Some(&b'"')),
        };
        if let Some((start, end)) = secret {
            found.push(Found::new(rest + start..rest + end, Kind::Secret, Way::Structure).teaching());
        }
    }
}

/// Postfix's `[relay]:587 login:secret`; without brackets only where the item's name `says` what it is.
pub(super) fn relay(line: &[u8], says: bool, found: &mut Vec<Found>) {
    // A mail address before a colon is a login.
    let addressed = || memchr::memchr(b'@', line).is_some_and(|at| memchr::memchr(b':', &line[at..]).is_some());
    if line.first() != Some(&b'[') && !says && !addressed() {
        return;
    }
    let words = words(line);
    let [(from, to), (start, end)] = &*words else { return };
    let Some(colon) = memchr::memchr(b':', &line[*start..*end]) else { return };
    let login = &line[*start..*start + colon];
    let mail = memchr::memchr(b'@', login).is_some_and(|at| at > 0 && login[at..].contains(&b'.'))
        && login.iter().all(|byte| byte.is_ascii_alphanumeric() || b"@._+-".contains(byte));
    let port = |text: &[u8]| text.iter().all(u8::is_ascii_digit);
    let relayed = |text: &[u8]| text.contains(&b'.') && text[0].is_ascii_alphanumeric() && !text.ends_with(b":");
    let says = says || mail && *from == 0 && relayed(&line[*from..*to]) && !port(&line[*start + colon + 1..*end]);
    let name = |byte: &u8| byte.is_ascii_alphanumeric() || b"[].-_:".contains(byte);
    let host = &line[*from..*to];
    let host = says || host.iter().all(name) && host.contains(&b']') && host.contains(&b'.');
    if host && colon > 0 && !line[start + colon..].starts_with(b"://") {
        let one = |start, end, kind| Found::new(start..end, kind, Way::Structure).teaching();
        if says && line[*from] != b'[' {
            found.push(one(*from, *to, Kind::Host));
        }
        found.push(one(*start, start + colon, Kind::User));
        found.push(one(start + colon + 1, *end, Kind::Secret));
    }
}

/// What `wg show all dump` says: an interface with its private key, or a peer with the key that is shared with it.
pub(super) fn wireguard(line: &[u8], found: &mut Vec<Found>) {
    let columns = memchr::memchr_iter(b'\t', line).count() + 1;
    if !matches!(columns, 4 | 5 | 8 | 9) {
        return;
    }
    let mut start = 0;
    let spans = line.split(|byte| *byte == b'\t').map(|field| {
        let span = (start, start + field.len());
        start = span.1 + 1;
        span
    });
    let keys = spans.enumerate().filter(|(_, (start, end))| is_wireguard_key(&line[*start..*end]));
    let keys: Vec<_> = keys.take(3).collect();
    // An interface has its own public key behind the private one, a peer its own first.
    let public = match (&*keys, columns) {
        ([(first @ (0 | 1), _), (_, span), ..], 4 | 5) if columns - first == 4 => Some(*span),
        ([(first @ (0 | 1), span), ..], 8 | 9) if columns - first == 8 => Some(*span),
        _ => None,
    };
    if let Some((start, end)) = public {
        found.push(Found::new(start..end, Kind::Key, Way::Structure).teaching());
    }
    let mut keys = keys.into_iter();
    // Without `all` the interface's name does not stand before the rest.
    let Some((first @ (0 | 1), one)) = keys.next() else { return };
    let private = match columns - first {
        4 => one,
        8 => match keys.next() {
            Some((second, span)) if second == first + 1 => span,
            _ => return,
        },
        _ => return,
    };
    found.push(Found::new(private.0..private.1, Kind::Secret, Way::Structure).teaching());
}

/// 32 bytes in base64.
fn is_wireguard_key(text: &[u8]) -> bool {
    text.len() == 44 && text.ends_with(b"=") && data_encoding::BASE64.decode(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{Found, ipsec, relay, wireguard};

    fn texts(find: fn(&[u8], &mut Vec<Found>), line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn private_and_shared_keys_of_wireguard_are_found() {
        let key = |byte: u8| data_encoding::BASE64.encode(&[byte; 32]);
        let (one, other) = (key(0x17), key(0x2b));
        assert_eq!(texts(wireguard, &format!("wg0\t{one}\t{other}\t51820\toff")), [other.as_str(), one.as_str()]);
        assert_eq!(texts(wireguard, &format!("{one}\t{other}\t51820\toff")), [other.as_str(), one.as_str()]);
        let rest = "192.0.2.1:51820\t10.0.0.2/32\t0\t0\t0\toff";
        assert_eq!(texts(wireguard, &format!("wg0\t{one}\t{other}\t{rest}")), [one.as_str(), other.as_str()]);
        assert_eq!(texts(wireguard, &format!("wg0\t{one}\t(none)\t{rest}")), [one.as_str()]);
    }

    #[test]
    fn relays_stand_in_brackets_or_in_a_file_of_theirs() {
        let named = |line: &[u8], found: &mut Vec<Found>| relay(line, true, found);
        let other = |line: &[u8], found: &mut Vec<Found>| relay(line, false, found);
        assert_eq!(texts(named, "relay7 gwen:h4x0r"), ["relay7", "gwen", "h4x0r"]);
        assert_eq!(texts(other, "relay7 gwen:h4x0r"), Vec::<String>::new());
        assert_eq!(texts(other, "relay7.example  gwen@x.example:h4x0r"), ["relay7.example", "gwen@x.example", "h4x0r"]);
        assert_eq!(texts(other, "see.me gwen@x.example:"), Vec::<String>::new());
        assert_eq!(texts(other, "[relay7.example]:587 gwen:h4x0r"), ["gwen", "h4x0r"]);
    }

    #[test]
    fn a_pin_stands_behind_its_card_and_anybody_is_nobody() {
        assert_eq!(texts(ipsec, ": PIN %smartcard:50 123456"), ["123456"]);
        assert_eq!(texts(ipsec, "%any : PSK \"h4x 0r\""), ["h4x 0r"]);
    }
}
