//! Names of certificates and directories: `O = Acme, CN = gw`, `/CN=gw/O=Acme`, `dn: uid=ada,dc=acme`; serial numbers.

mod common;

use super::numbers;
use super::people::is_full_name;
use crate::minimize::ascii::{self, ALNUM, BASE64, HEX, LETTER, LOWER, SPACE, UPPER};
use crate::minimize::prefilter::{Finder, Needs};
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary, host};
use common::{is_container, is_public};

/// What a line must show to hold a name or a serial number.
pub(super) const NEEDS: Needs = Needs {
    finder: Finder::Certificate,
    marks: 0,
    words: &[
        "serial",
        "^dn",
        "cn",
        "o",
        "^pub",
        "^sec",
        "^sub",
        "^ssb",
        "asn",
        "printable",
        "^priv",
        "^private",
        "^modulus",
        "^privateexponent",
        "^prime1",
        "^prime2",
        "^exponent1",
        "^exponent2",
        "^coefficient",
        "^signature",
        "^x509v3",
        "fingerprints",
    ],
};

/// What is remembered from line to line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Certificate {
    /// The next line holds the serial number.
    serial: bool,
    /// The text is LDIF, in which `cn` and `sn` are people.
    directory: bool,
    /// The next line holds the fingerprint of a key of OpenPGP.
    fingerprint: bool,
    /// The lines below are a number in pairs of digits.
    number: Option<Kind>,
}

impl Certificate {
    /// Whether the next line, whatever it shows, belongs to something.
    pub(super) fn is_open(&self) -> bool {
        let Self { serial, directory, fingerprint, number } = self;
        *serial || *directory || *fingerprint || number.is_some()
    }

    /// Whether nothing belongs to it but as to an entry of a directory.
    pub(super) fn is_stable(&self) -> bool {
        Self { directory: false, ..*self } == Self::default()
    }

    pub(super) fn line(&mut self, line: &[u8], found: &mut Vec<Found>) {
        let text = line.trim_ascii();
        if self.serial {
            let pairs = text.len() >= 8 && HEX.or(b":").fills(text);
            if pairs {
                let start = line.len() - line.trim_ascii_start().len();
                found.push(Found::new(start..start + text.len(), Kind::Serial, Evidence::Profile).teaching());
            }
        }
        if let Some(kind) = self.number {
            let pairs = numbers::pairs(line);
            if let Some((start, end)) = pairs {
                found.push(Found::new(start..end, kind, Evidence::Profile));
            }
            self.number = pairs.map(|_| kind);
        }
        numbers::find(line, found);
        self.number = self.number.or_else(|| numbers::opened_by(text));
        self.serial = text == b"Serial Number:";
        let whole = text.len() == 40 && HEX.fills(text);
        if std::mem::take(&mut self.fingerprint) && whole {
            let start = line.len() - line.trim_ascii_start().len();
            found.push(Found::new(start..start + 40, Kind::Key, Evidence::Structure).teaching());
        }
        if bytes::starts_with_any(line, &["pub ", "sec ", "sub ", "ssb "]) {
            self.fingerprint = true;
            key_id(line, found);
        }
        attribute(line, found);
        self.directory |= text.starts_with(b"dn: ") || is_encoded_name(text);
        if self.directory {
            person(line, found);
        } else {
            alone(line, found);
        }
        names(line, found);
    }
}

/// `pub   rsa4096/0123456789ABCDEF 2024-01-02 [SC]`: a key by the end of its fingerprint.
fn key_id(line: &[u8], found: &mut Vec<Found>) {
    let Some(start) = memchr::memchr(b'/', &line[..line.len().min(KEY)]).map(|at| at + 1) else { return };
    let start = start + if line[start..].starts_with(b"0x") { 2 } else { 0 };
    let length = HEX.run(&line[start..]);
    if matches!(length, 8 | 16 | 40) && line.get(start + length).is_none_or(|byte| *byte == b' ') {
        let end = start + length;
        found.push(Found::new(start..end, Kind::Key, Evidence::Structure).teaching());
    }
}

/// `organizationName      :ASN.1 12:'Acme'`, as `openssl ca` shows what it signs.
fn attribute(line: &[u8], found: &mut Vec<Found>) {
    let Some(colon) = [&b":ASN.1 "[..], b":PRINTABLE:"].iter().find_map(|form| bytes::find(line, form)) else { return };
    let name = line[..colon].trim_ascii_end().rsplit(|byte| *byte == b' ').next().unwrap_or_default();
    let kind = match name {
        b"organizationName" | b"organizationalUnitName" => Kind::Organisation,
        b"commonName" => Kind::Host,
        b"localityName" => Kind::Location,
        _ => return,
    };
    let Some(start) = memchr::memchr(b'\'', &line[colon..]).map(|at| colon + at + 1) else { return };
    let text = line[start..].trim_ascii_end();
    let end = start + text.strip_suffix(b"'").unwrap_or(text).len();
    let kind = if kind == Kind::Host && line[start..end].contains(&b' ') { Kind::Organisation } else { kind };
    if start < end {
        found.push(Found::new(start..end, kind, Evidence::Structure).teaching_if(end - start >= 6));
    }
}

/// `cn: Ada Lee` of one entry, `cn:: …` in base64, wherever they stand.
fn alone(line: &[u8], found: &mut Vec<Found>) {
    let (start, encoded) = match line {
        [b'c', b'n', b':', b':', b' ', ..] => (5, true),
        [b'c', b'n', b':', b' ', ..] => (4, false),
        _ => return,
    };
    let text = line[start..].trim_ascii_end();
    let plain = if encoded {
        data_encoding::BASE64.decode(text).is_ok_and(|name| name.contains(&b' '))
    } else {
        is_full_name(text)
    };
    if plain {
        let end = start + text.len();
        found.push(Found::new(start..end, Kind::Person, Evidence::Structure).teaching_if(text.len() >= 8));
    }
}

/// `cn: Ada Lee`, `sn: Lee` in LDIF (RFC 2849).
fn person(line: &[u8], found: &mut Vec<Found>) {
    for key in [&b"o: "[..], b"l: ", b"title: ", b"street: "] {
        if line.starts_with(key) && line.len() > key.len() {
            let kind = match key[0] {
                b'o' => Kind::Organisation,
                b't' => Kind::Title,
                _ => Kind::Location,
            };
            let (start, end) = (key.len(), line.len());
            found.push(Found::new(start..end, kind, Evidence::Structure));
        }
    }
    if is_encoded_name(line) {
        found.push(
            Found::new(b"dn:: ".len()..line.trim_ascii_end().len(), Kind::Person, Evidence::Structure).teaching(),
        );
    }
    for key in NAMES {
        if line.starts_with(key) {
            found.push(
                Found::new(key.len()..line.len(), Kind::Person, Evidence::Structure)
                    .teaching_if(line.len() > key.len() + 8),
            );
        }
    }
}

/// Attributes of people's names; in base64 behind two colons.
const NAMES: [&[u8]; 9] =
    [b"cn: ", b"sn: ", b"cn:: ", b"sn:: ", b"displayName:: ", b"givenName: ", b"givenName:: ", b"gecos:: ", b"name:: "];

/// `dn:: …`: a distinguished name in base64, as LDIF has one with letters beyond ASCII.
fn is_encoded_name(line: &[u8]) -> bool {
    line.strip_prefix(b"dn:: ").is_some_and(|text| {
        let text = text.trim_ascii_end();
        text.len() >= 8 && BASE64.fills(text)
    })
}

/// The values of `O`, `CN` and `emailAddress` in a distinguished name, in either notation (RFC 4514, OpenSSL).
fn names(line: &[u8], found: &mut Vec<Found>) {
    if is_public(line) {
        return;
    }
    let directory = line.starts_with(b"dn: ") || bytes::holds_any(line, &["dc=", "DC="]);
    let mut long = 0;
    for at in memchr::memchr_iter(b'=', line) {
        let head = line[..at].trim_ascii_end();
        let length = LETTER.run_back(head);
        let start = head.len() - length;
        let key = &head[start..];
        let before = start.checked_sub(1).map(|at| head[at]);
        let place =
            matches!(before, None | Some(b' ' | b',' | b'/' | b'=' | b'"' | b'\'' | b'\t' | b'>' | b'(' | b';'));
        if !place || !matches!(key, b"O" | b"CN" | b"cn" | b"o") || matches!(key, b"cn" | b"o") && !directory {
            continue;
        }
        let slashes = before == Some(b'/');
        let from = at + 1 + SPACE.run(&line[at + 1..]);
        // `O="Acme, Inc."`
        let quoted = is_quoted(line, from);
        let from = from + usize::from(quoted);
        // What every cluster of Kubernetes calls its groups, and K3s those who sign; a node is found by its own phrase.
        if bytes::starts_with_any(&line[from..], &["system:", "k3s-server-ca@", "k3s-client-ca@"]) {
            continue;
        }
        // Security: names that reach into each other are none, and would be read again and again.
        let reach = if long < MANY { NAME } else { SHORT };
        let rest = &line[from..line.len().min(from + reach)];
        let ends = |(index, byte): (usize, &u8)| ends(&line[from..], index, *byte, slashes);
        let end = from + rest.iter().enumerate().position(ends).unwrap_or(rest.len());
        long += usize::from(end - from >= SHORT);
        if end - from == NAME {
            continue;
        }
        let text = line[from..end].trim_ascii_end();
        if text.is_empty() || is_container(text) || dictionary::is_nobodys_host(text) {
            continue;
        }
        let kind = match key {
            b"CN" if host::is_likely(text) && !text.contains(&b' ') => Kind::Host,
            b"cn" | b"CN" if directory => Kind::User,
            _ => Kind::Organisation,
        };
        found.push(Found::new(from..from + text.len(), kind, Evidence::Structure).teaching_if(text.len() >= 6));
    }
}

/// Whether a part of a name begins there in quotes, behind which another part stands.
fn is_quoted(line: &[u8], from: usize) -> bool {
    let Some(rest) = line.get(from..).and_then(|rest| rest.strip_prefix(b"\"")) else { return false };
    let rest = &rest[..rest.len().min(SHORT)];
    let begins = rest.first().is_some_and(u8::is_ascii_alphanumeric);
    begins && memchr::memchr(b'"', rest).is_some_and(|close| rest.get(close + 1) == Some(&b','))
}

/// Where a part of a name ends: at the slash, or at a comma behind which another key stands.
fn ends(rest: &[u8], index: usize, byte: u8, slashes: bool) -> bool {
    match byte {
        b'/' => slashes || rest[index..].starts_with(b"/emailAddress="),
        b'"' | b'\n' | b';' | b'<' | b'>' => true,
        // `(CN=gw)`, and no bracket of its own.
        b')' => {
            let count = |bracket| memchr::memchr_iter(bracket, &rest[..index]).count();
            count(b'(') <= count(b')')
        }
        b'\'' => !rest.get(index + 1).is_some_and(u8::is_ascii_alphanumeric),
        // `CN=Lee\, Gwen,OU=Crew` (RFC 4514, section 2.4)
        b',' | b'+' if rest[..index].ends_with(b"\\") => false,
        // Keys are words, or several of them: `, Subject Alternative Name - DNS=…`.
        b',' | b'+' => {
            let next = rest[index + 1..].trim_ascii_start();
            let key = ALNUM.or(b" -.").run_within(next, KEY);
            let word = &next[..LOWER.run(next)];
            // `O=Acme, expires 2027-01-31`: what is said of it.
            key > 0 && next.get(key) == Some(&b'=') || dictionary::is_word(word)
        }
        // `CN=gw signed by CN=ca@7: notBefore=…`, as Go's services log it; `O=acme size=7`, where pairs follow.
        b' ' => {
            let next = &rest[index + 1..];
            let key = ascii::KEY.run(next);
            // `CN=gw7 SAN=gw8`; a part of the name itself has a comma before it, or a slash.
            let capitals = key > 2 && UPPER.fills(&next[..key]);
            let pair = (capitals || next.first().is_some_and(u8::is_ascii_lowercase)) && next.get(key) == Some(&b'=');
            let word = &next[..LOWER.run(next)];
            // `CN=gw7 accepted`
            let said = word.len() > 2 && dictionary::is_word(word) && host::is_likely(&rest[..index]);
            pair || said && !rest[..index].contains(&b' ')
                || bytes::starts_with_any(&rest[index..], &[" signed by ", " and is ", " is Allowed ", " is Denied "])
        }
        // `ORGANIZER;CN=Gwen Lee:mailto:…` (RFC 5545, section 3.8.4.3).
        b':' => {
            let calendar = || rest[index..].get(..8).is_some_and(|text| text.eq_ignore_ascii_case(b":mailto:"));
            rest[index..].starts_with(b": not") || calendar()
        }
        _ => false,
    }
}

/// Bytes of a key that are read.
const KEY: usize = 40;

/// Bytes of a name that are read; and of one behind so many that were longer than that.
const NAME: usize = 1024;
const SHORT: usize = 128;
const MANY: usize = 32;

#[cfg(test)]
mod tests {
    use super::Certificate;

    fn texts(lines: &[&str]) -> Vec<String> {
        let mut certificate = Certificate::default();
        crate::minimize::testing::texts_of_lines(lines, |line, found| certificate.line(line, found))
    }

    #[test]
    fn names_are_found_in_both_notations() {
        assert_eq!(texts(&["subject=O = Acme & Sons, CN = gw-7"]), ["Acme & Sons", "gw-7"]);
        assert_eq!(texts(&["O=\"Acme, Inc.\", L=Zorgal"]), ["Acme, Inc."]);
        assert_eq!(texts(&["dn:: dWlkPXF1dm5peA==", "gecos:: UXV2bml4"]), ["dWlkPXF1dm5peA==", "UXV2bml4"]);
        assert_eq!(texts(&["-subj /CN=localhost"]), Vec::<String>::new());
        assert_eq!(texts(&["CN=system:node:quvnix,O=system:nodes approved"]), Vec::<String>::new());
        assert_eq!(texts(&["certificate CN=gw7-a signed by CN=ca-7@9: notBefore=x"]), ["gw7-a", "ca-7@9"]);
        assert_eq!(texts(&["failed for /CN=portal.acme.example/O=Acme One"]), ["portal.acme.example", "Acme One"]);
    }

    #[test]
    fn a_name_ends_where_something_else_begins() {
        assert_eq!(texts(&["<Signer>O=Acme One, CN=Acme One</Signer><Size>7</Size>"]), ["Acme One", "Acme One"]);
        assert_eq!(texts(&["CN=Quvnix\\, Gwen,OU=Crew,DC=plant"]), ["Quvnix\\, Gwen"]);
        assert_eq!(texts(&["O=Acme One, CN=Gwen Lee/emailAddress=g@x.example"]), ["Acme One", "Gwen Lee"]);
        assert_eq!(texts(&["ORGANIZER;CN=Gwen Lee:MAILTO:x"]), ["Gwen Lee"]);
        assert_eq!(texts(&["(O=Acme (Two) Ltd) origin=1"]), ["Acme (Two) Ltd"]);
        assert_eq!(texts(&["name=CN=gw-7,O=acme.plant.x9 number=103"]), ["gw-7", "acme.plant.x9"]);
        assert_eq!(
            texts(&["CN=gw7.plant, Subject Alternative Name - DNS=x, O=Acme, Inc., CN=b-7"]),
            ["gw7.plant", "Acme, Inc.", "b-7"]
        );
    }

    #[test]
    fn what_every_directory_has_stays() {
        let line = "CN=NTDS Settings,CN=quvnix7,CN=Servers,CN=zorgal,CN=Sites,CN=Configuration,DC=plant,DC=example";
        assert_eq!(texts(&[line]), ["quvnix7", "zorgal"]);
    }

    #[test]
    fn a_serial_number_stands_on_the_next_line() {
        assert_eq!(texts(&["    Serial Number:", "        4f:a4:e0:11:22"]), ["4f:a4:e0:11:22"]);
    }

    #[test]
    fn keys_of_openpgp_stand_behind_what_they_are() {
        assert_eq!(texts(&["pub   rsa4096/0123456789ABCDEF 2024-01-02 [SC]"]), ["0123456789ABCDEF"]);
        assert_eq!(texts(&["sub   rsa3072/0x0123456789ABCDEF 2024-01-02 [E]"]), ["0123456789ABCDEF"]);
        let key = "0123456789ABCDEF0123456789ABCDEF01234567";
        assert_eq!(texts(&["sec   ed25519 2024-01-02 [SC]", &format!("      {key}"), key]), [key]);
    }

    #[test]
    fn names_of_requests_and_of_entries_are_found() {
        assert_eq!(texts(&["organizationName      :ASN.1 12:'Acme Works'"]), ["Acme Works"]);
        assert_eq!(texts(&["cn: Gwendolyn Zorgal", "cn: Update Service"]), ["Gwendolyn Zorgal"]);
        assert_eq!(texts(&["dn: x", "o: Acme Works", "l: Zorgal", "title: Chief"]), ["Acme Works", "Zorgal", "Chief"]);
    }

    #[test]
    fn a_number_ends_where_its_pairs_end() {
        let lines = ["prime1:", "    00:d1:0a:", "    1b:2c", "publicExponent: 65537", "    0a:1b"];
        assert_eq!(texts(&lines), ["00:d1:0a:", "1b:2c"]);
    }
}
