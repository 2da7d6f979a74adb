//! Keys in files that have no armour: PuTTY's, minisign's, and the log of keys of TLS that Wireshark reads.

use super::columns::words;
use crate::minimize::ascii::{BASE64, DIGIT, HEX};
use crate::minimize::prefilter::{Finder, Needs};
use crate::minimize::{Evidence, Found, Kind, bytes};

/// What a line must show to hold or to open one.
pub(super) const NEEDS: Needs = Needs {
    finder: Finder::KeyFiles,
    marks: 0,
    words: &[
        "ansible",
        "^comment",
        "^public",
        "^private",
        "^untrusted",
        "^client",
        "^server",
        "^exporter",
        "^early",
        "hex",
        "ascii",
        "hexdump",
        "binary",
    ],
};

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    comment(line, found);
    logged(line, found);
    clock(line, found);
    binary(line, found);
    dumped(line, found);
}

/// What becomes of the lines behind one that says what they are: PuTTY's `Private-Lines: 14`, minisign's comment.
pub(super) fn body(line: &[u8]) -> Option<Kind> {
    let says = |word: &[u8]| bytes::find(line, word).is_some();
    match line {
        _ if line.starts_with(b"Private-Lines: ") => Some(Kind::Secret),
        _ if line.starts_with(b"Public-Lines: ") => Some(Kind::Key),
        // Ansible's, whose lines are hexadecimal digits.
        _ if line.starts_with(b"$ANSIBLE_VAULT;") => Some(Kind::Secret),
        _ if !line.starts_with(b"untrusted comment: ") => None,
        // `signature from minisign secret key`
        _ if says(b"signature") => None,
        _ if says(b"secret key") => Some(Kind::Secret),
        _ if says(b"public key") => Some(Kind::Key),
        _ => None,
    }
}

/// `Comment: ann@gw7`, `Comment: "256-bit ED25519, ann@gw7"`: whose key it is.
fn comment(line: &[u8], found: &mut Vec<Found>) {
    let Some(text) = line.strip_prefix(b"Comment: ").map(<[u8]>::trim_ascii_end) else { return };
    let text = text.strip_suffix(b"\"").unwrap_or(text);
    let from = text.iter().rposition(|byte| matches!(byte, b' ' | b'"')).map_or(0, |at| at + 1);
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let Some(at) = memchr::memchr(b'@', &text[from..]).map(|at| from + at) else { return };
    if at > from && at + 1 < text.len() && text[from..at].iter().chain(&text[at + 1..]).all(is_name) {
        let (start, base) = (b"Comment: ".len() + from, b"Comment: ".len());
        push(start, base + at, Kind::User, found);
        push(base + at + 1, base + text.len(), Kind::Host, found);
    }
}

/// `CLIENT_RANDOM 0123… 4567…`, as `SSLKEYLOGFILE` holds it: what the keys of a connection are made of, and the keys.
fn logged(line: &[u8], found: &mut Vec<Found>) {
    let words = words(line);
    let [label, random, secret] = &*words else { return };
    let text = |(start, end): (usize, usize)| &line[start..end];
    let known = text(*label) == b"CLIENT_RANDOM" || bytes::ends_with_any(text(*label), &["_SECRET", "_SECRET_0"]);
    let is_hex = |span| text(span).len() >= RANDOM && HEX.fills(text(span));
    if known && is_hex(*random) && is_hex(*secret) {
        for (start, end) in [*random, *secret] {
            found.push(Found::new(start..end, Kind::Secret, Evidence::Structure));
        }
    }
}

/// `1 SHA1 HEX:…`, `2 MD5 ASCII:…` of `chrony.keys` and `ntp.keys`.
fn clock(line: &[u8], found: &mut Vec<Found>) {
    let words = words(line);
    let [number, kind, (start, end)] = &*words else { return };
    let text = |span: &(usize, usize)| &line[span.0..span.1];
    let known = bytes::is_one_of(text(kind), &CLOCKS);
    let form = [&b"HEX:"[..], b"ASCII:"].into_iter().find(|form| line[*start..*end].starts_with(form));
    if let Some(form) = form
        && known
        && DIGIT.fills(text(number))
    {
        found.push(Found::new(start + form.len()..*end, Kind::Secret, Evidence::Structure).teaching());
    }
}

/// `userCertificate;binary:: MIIB…` (RFC 4522): names and a key, as LDIF has them.
fn binary(line: &[u8], found: &mut Vec<Found>) {
    let Some(start) = bytes::find(line, b";binary:: ").map(|at| at + b";binary:: ".len()) else { return };
    let length = BASE64.run(&line[start..]);
    if length >= CERTIFICATE && line[..start].starts_with(b"userCertificate") {
        found.push(Found::new(start..start + length, Kind::Key, Evidence::Structure));
    }
}

/// Characters of the shortest certificate that somebody may have cut.
const CERTIFICATE: usize = 16;

/// `WPA: PSK - hexdump(len=32): 0a 1b …`, as wpa_supplicant(8) shows keys where it is told to.
fn dumped(line: &[u8], found: &mut Vec<Found>) {
    let Some(at) = bytes::find(line, b"hexdump(len=") else { return };
    let Some(start) = bytes::find_past(&line[at..], b"): ").map(|length| at + length) else { return };
    let words = line[..at].rsplit(|byte| !byte.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let says = words.take(NAME).any(|word| bytes::is_one_of_in_any_case(word, &KEYS));
    let length = HEX.or(b" ").run(&line[start..]);
    let end = start + line[start..start + length].trim_ascii_end().len();
    if says && end > start {
        found.push(Found::new(start..end, Kind::Secret, Evidence::Structure));
    }
}

/// Words for keys of wireless networks, and how many words before a dump may be one.
const KEYS: [&str; 14] =
    ["psk", "pmk", "ptk", "kck", "kek", "tk", "msk", "emsk", "gtk", "igtk", "key", "passphrase", "password", "secret"];
const NAME: usize = 3;

/// What a server of time may sign with.
const CLOCKS: [&str; 7] = ["MD5", "SHA1", "SHA256", "SHA384", "SHA512", "AES128", "AES256"];

fn push(start: usize, end: usize, kind: Kind, found: &mut Vec<Found>) {
    found.push(Found::new(start..end, kind, Evidence::Structure).teaching_unless_short());
}

/// Digits of what a connection begins with.
const RANDOM: usize = 64;

#[cfg(test)]
mod tests {
    use super::{Kind, body, find};

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn whose_key_it_is_is_found() {
        assert_eq!(texts("Comment: gwen@quvnix"), ["gwen", "quvnix"]);
        assert_eq!(texts("Comment: \"256-bit ED25519, gwen@quvnix\""), ["gwen", "quvnix"]);
    }

    #[test]
    fn keys_of_connections_are_found() {
        let (random, secret) = ("0a1b2c3d".repeat(8), "4e5f6a7b".repeat(12));
        assert_eq!(texts(&format!("CLIENT_RANDOM {random} {secret}")), [random.as_str(), &secret]);
        assert_eq!(texts(&format!("SERVER_TRAFFIC_SECRET_0 {random} {secret}")), [random.as_str(), &secret]);
    }

    #[test]
    fn certificates_of_people_stand_in_their_entries() {
        assert_eq!(texts("userCertificate;binary:: MIIBquvnixZorgal77=="), ["MIIBquvnixZorgal77=="]);
        assert_eq!(texts("userCertificate;binary:: short"), Vec::<String>::new());
    }

    #[test]
    fn keys_are_dumped_in_pairs_of_digits() {
        assert_eq!(texts("wlan0: WPA: PSK - hexdump(len=4): 0a 1b 2c 3d"), ["0a 1b 2c 3d"]);
        assert_eq!(texts("RX frame - hexdump(len=4): 0a 1b 2c 3d"), Vec::<String>::new());
        assert_eq!(texts("WPA: PTK - hexdump(len=48): [REMOVED]"), Vec::<String>::new());
    }

    #[test]
    fn lines_that_open_a_body_say_what_it_is() {
        assert_eq!(body(b"Private-Lines: 1"), Some(Kind::Secret));
        assert_eq!(body(b"untrusted comment: minisign encrypted secret key"), Some(Kind::Secret));
        assert_eq!(body(b"untrusted comment: minisign public key 7"), Some(Kind::Key));
        assert_eq!(body(b"untrusted comment: signature"), None);
        assert_eq!(body(b"Public-Lines of transport"), None);
    }

    #[test]
    fn other_lines_stay() {
        for line in
            ["Comment: added by the installer", "Comment: mail ann@", "CLIENT_RANDOM is set", "client sends secret"]
        {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
