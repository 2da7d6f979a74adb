//! Files that hold logins and passwords and little else: `chap-secrets`, `.netrc`, `ipsec.secrets`, Postfix's relays.

use super::columns::{quoted_words, words};
use super::plausible::is_wireguard_key;
use crate::minimize::ascii::{DIGIT, NAME};
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary, host};

/// `client server secret address…`, each in quotes or not (pppd(8)).
pub(super) fn secrets(line: &[u8], found: &mut Vec<Found>) {
    let words = quoted_words(line);
    for (index, kind) in [(0, Kind::User), (1, Kind::Host), (2, Kind::Secret)] {
        if let Some((start, end)) =
            words.get(index).filter(|(start, end)| &line[*start..*end] != b"*" && words.len() >= 3)
            // The server may be the program that asks for the secret, by its own name.
            && !(kind == Kind::Host && dictionary::is_word(&line[*start..*end]))
        {
            found.push(Found::new(*start..*end, kind, Evidence::Structure).teaching_if(kind != Kind::Host));
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
    words.len().is_multiple_of(2) && words.chunks(2).all(|pair| is_key(&line[pair[0].0..pair[0].1]))
}

/// `machine X login Y password Z` (netrc(5)), on one line or several.
pub(super) fn netrc(line: &[u8], found: &mut Vec<Found>) {
    let words = words(line);
    let marks = line.iter().take_while(|byte| **byte == b'#').count();
    if marks > 0 && !is_commented_out(&line[marks..]) {
        return;
    }
    for pair in words.windows(2) {
        let (from, (start, end)) = (pair[0].0.max(marks), pair[1]);
        let kind = match &line[from..pair[0].1.max(from)] {
            b"machine" => Kind::Host,
            b"login" => Kind::User,
            b"password" | b"account" => Kind::Secret,
            _ => continue,
        };
        found.push(Found::new(start..end, kind, Evidence::Structure).teaching());
    }
}

/// Whether a comment holds nothing but keys and their values. In `# password required` that is a sentence.
fn is_commented_out(text: &[u8]) -> bool {
    let words = text.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let mut words = words.take_while(|word| word[0] != b'#').skip_while(|word| *word == b"default");
    let (mut pairs, mut prose) = (0, false);
    while let Some(key) = words.next() {
        let Some(value) = words.next().filter(|_| is_key(key)) else { return false };
        pairs += 1;
        prose = text.first() == Some(&b' ') && dictionary::is_word_as_written(value);
    }
    pairs > 1 || pairs == 1 && !prose
}

/// Whether a word is a key of netrc(5).
fn is_key(word: &[u8]) -> bool {
    matches!(word, b"machine" | b"login" | b"password" | b"account" | b"macdef")
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
            found.push(Found::new(start + at_sign..end, kind, Evidence::Structure).teaching());
        }
        let rest = at + kind.len();
        let quoted = quoted_words(&line[rest..]);
        let plain = kind == b": PSK " || kind == b": XAUTH " || kind == b": EAP ";
        let secret = match kind {
            // `: PIN %smartcard "X"` has the card before the PIN (ipsec.secrets(5)).
            b": PIN " => quoted.get(1),
            _ => quoted.iter().find(|(start, _)| plain || line.get(rest + start - 1) == Some(&b'"')),
        };
        if let Some((start, end)) = secret {
            found.push(Found::new(rest + start..rest + end, Kind::Secret, Evidence::Structure).teaching());
        }
    }
}

/// Postfix's `[relay]:587 login:secret`, and without brackets `relay login@domain:secret`.
pub(super) fn relay(line: &[u8], found: &mut Vec<Found>) {
    // A mail address before a colon is a login.
    let addressed = || memchr::memchr(b'@', line).is_some_and(|at| memchr::memchr(b':', &line[at..]).is_some());
    if line.first() != Some(&b'[') && !addressed() {
        return;
    }
    let Some(relay) = Relay::of(line) else { return };
    if relay.is_for_mail(line) {
        relay.push(line, found);
    } else if relay.is_in_brackets(line) {
        relay.push_login(found);
    }
}

/// The same where the item's name says that its lines are such: `relay login:secret`.
pub(super) fn named_relay(line: &[u8], found: &mut Vec<Found>) {
    if let Some(relay) = Relay::of(line) {
        relay.push(line, found);
    }
}

/// Where the parts of a line lie that may say how mail is handed on.
struct Relay {
    host: (usize, usize),
    login: (usize, usize),
    secret: (usize, usize),
}

impl Relay {
    /// Two words, of which the second has a colon that belongs to no URL.
    fn of(line: &[u8]) -> Option<Self> {
        let words = words(line);
        let [host, (start, end)] = *words else { return None };
        let colon = start + memchr::memchr(b':', &line[start..end]).filter(|length| *length > 0)?;
        let parts = Self { host, login: (start, colon), secret: (colon + 1, end) };
        (!line[colon..].starts_with(b"://")).then_some(parts)
    }

    /// Whether a mail address is the login, on a machine with a dot in its name, and no port the secret.
    fn is_for_mail(&self, line: &[u8]) -> bool {
        let [host, login, secret] = [self.host, self.login, self.secret].map(|(start, end)| &line[start..end]);
        let mail = memchr::memchr(b'@', login).is_some_and(|at| at > 0 && login[at..].contains(&b'.'))
            && NAME.or(b"@+").fills(login);
        let relayed = host.contains(&b'.') && host[0].is_ascii_alphanumeric() && !host.ends_with(b":");
        mail && self.host.0 == 0 && relayed && !DIGIT.fills(secret)
    }

    /// Whether the machine's name has a dot and stands in brackets.
    fn is_in_brackets(&self, line: &[u8]) -> bool {
        let host = &line[self.host.0..self.host.1];
        NAME.or(b"[]:").fills(host) && host.contains(&b']') && host.contains(&b'.')
    }

    /// Adds all three; what a machine in brackets is called is found elsewhere.
    fn push(&self, line: &[u8], found: &mut Vec<Found>) {
        if line[self.host.0] != b'[' {
            found.push(Found::new(self.host.0..self.host.1, Kind::Host, Evidence::Structure).teaching());
        }
        self.push_login(found);
    }

    fn push_login(&self, found: &mut Vec<Found>) {
        for ((start, end), kind) in [(self.login, Kind::User), (self.secret, Kind::Secret)] {
            found.push(Found::new(start..end, kind, Evidence::Structure).teaching());
        }
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
        found.push(Found::new(start..end, Kind::Key, Evidence::Structure).teaching());
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
    found.push(Found::new(private.0..private.1, Kind::Secret, Evidence::Structure).teaching());
}

#[cfg(test)]
mod tests {
    use super::{Found, ipsec, named_relay, relay, wireguard};

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
        assert_eq!(texts(named_relay, "relay7 gwen:h4x0r"), ["relay7", "gwen", "h4x0r"]);
        assert_eq!(texts(relay, "relay7 gwen:h4x0r"), Vec::<String>::new());
        assert_eq!(texts(relay, "relay7.example  gwen@x.example:h4x0r"), ["relay7.example", "gwen@x.example", "h4x0r"]);
        assert_eq!(texts(relay, "see.me gwen@x.example:"), Vec::<String>::new());
        assert_eq!(texts(relay, "[relay7.example]:587 gwen:h4x0r"), ["gwen", "h4x0r"]);
    }

    #[test]
    fn a_pin_stands_behind_its_card_and_anybody_is_nobody() {
        assert_eq!(texts(ipsec, ": PIN %smartcard:50 123456"), ["123456"]);
        assert_eq!(texts(ipsec, "%any : PSK \"h4x 0r\""), ["h4x 0r"]);
    }
}
