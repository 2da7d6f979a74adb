//! Secrets by shape: tokens whose makers gave them a prefix, password hashes, and keys in PEM armour.

use super::bytes;
use super::sight::{Finder, Needs, mark};
use super::{Found, Kind, Way};

/// What a line must show to hold one.
pub(crate) const NEEDS: Needs = Needs {
    finder: Finder::Secret,
    marks: mark::TOKEN | mark::DOLLAR | mark::BRACE | mark::COLONS | mark::STARRED,
    words: &[
        "ghp",
        "gho",
        "ghu",
        "ghs",
        "ghr",
        "github",
        "glpat",
        "gldt",
        "glrt",
        "xoxb",
        "xoxp",
        "xoxa",
        "xoxs",
        "xoxr",
        "xapp",
        "live",
        "test",
        "whsec",
        "sk",
        "ya29",
        "npm",
        "pypi",
        "hvs",
        "hvb",
        "SG",
        "dop",
        "shpat",
        "AGE",
        "services",
        "grub",
        "SHA256",
        "sess",
        "session",
        "ssh",
        "ecdsa",
        "incomingwebhook",
        "webhooks",
        "telegram",
    ],
};

/// Finds tokens and hashes in one line.
pub(crate) fn find(line: &[u8], found: &mut Vec<Found>) {
    let mut past = 0;
    for (at, prefix) in prefixes(line) {
        if at < past {
            continue;
        }
        let body = at + prefix.text.len();
        let end = body + line[body..].iter().take_while(|byte| (prefix.body)(**byte)).count();
        let bounded = prefix.text.starts_with('$') || at == 0 || !is_word(line[at - 1]);
        if bounded && end - at >= prefix.least {
            past = end;
            let end = trimmed(line, at, end);
            let start = at + if prefix.keep { prefix.text.len() } else { 0 };
            let kind = if line[at..].starts_with(CERTIFICATE) { Kind::Key } else { prefix.kind };
            found.push(Found { start, end, kind, way: Way::Structure, learn: kind == Kind::Secret });
            if let Some(login) = before_hash(line, at).filter(|_| prefix.text.starts_with('$')) {
                found.push(Found { start: login, end: at - 1, kind: Kind::User, way: Way::Structure, learn: true });
            }
        }
    }
    starred(line, found);
    fingerprint(line, found);
    known_host(line, found);
}

/// Which armour a line opens, when it opens one: what becomes of the body.
pub(crate) fn armour(line: &[u8]) -> Option<(usize, Kind)> {
    // RFC 4716 has a dash less and a blank.
    if line.starts_with(b"---- BEGIN SSH2 ") {
        return Some((line.len(), Kind::Key));
    }
    let at = bytes::find(line, b"-----BEGIN ")?;
    let label = &line[at + 11..];
    let end = bytes::find(label, b"-----")?;
    // OpenVPN's `Static key` is shared by both sides.
    let secret = [&b"PRIVATE"[..], b"Static key"].iter().any(|word| bytes::find(&label[..end], word).is_some());
    Some((at + 11 + end + 5, if secret { Kind::Secret } else { Kind::Key }))
}

/// Whether a line can be part of an armour's body.
pub(crate) fn is_armoured(line: &[u8]) -> bool {
    let text = line.trim_ascii();
    let header = [&b"Proc-Type:"[..], b"DEK-Info:", b"Version:", b"Comment:", b"Hash:"];
    // Dashes alone begin another document of YAML.
    let body =
        text.iter().all(|byte| is_base64(*byte)) && (text.is_empty() || text.iter().any(u8::is_ascii_alphanumeric));
    body || header.iter().any(|name| text.starts_with(name))
}

/// Every place where a known prefix stands.
fn prefixes(line: &[u8]) -> impl Iterator<Item = (usize, &'static Prefix)> {
    let automaton = AUTOMATON.get_or_init(|| aho_corasick::AhoCorasick::new(PREFIXES.iter().map(|one| one.text)).ok());
    let found: Vec<_> = automaton.iter().flat_map(|automaton| automaton.find_iter(line)).collect();
    found.into_iter().map(|one| (one.start(), &PREFIXES[one.pattern().as_usize()]))
}

/// Where the login begins before a hash and a colon, as a server of HTTP reads them.
fn before_hash(line: &[u8], at: usize) -> Option<usize> {
    let head = line[..at].strip_suffix(b":")?;
    let length = head.iter().rev().take_while(|byte| is_dotted(**byte)).count();
    let start = head.len() - length;
    let open = start.checked_sub(1).is_none_or(|before| matches!(line[before], b'"' | b'\'' | b'=' | b',' | b' '));
    (open && head[start..].iter().any(u8::is_ascii_alphabetic)).then_some(start)
}

/// `*2470C0C0…`: a password as MySQL has it, in forty hexadecimal digits.
fn starred(line: &[u8], found: &mut Vec<Found>) {
    for star in memchr::memchr_iter(b'*', line) {
        let start = star + 1;
        let digits = line[start..].iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
        if digits == 40 && !line.get(start + 40).is_some_and(|byte| is_word(*byte)) {
            found.push(Found { start, end: start + 40, kind: Kind::Secret, way: Way::Structure, learn: true });
        }
    }
}

/// Cuts off the sentence's full stop.
fn trimmed(line: &[u8], start: usize, mut end: usize) -> usize {
    while end > start && matches!(line[end - 1], b'.' | b',') {
        end -= 1;
    }
    end
}

/// Sixteen pairs or more with colons, where the line says that they are a key's or a certificate's fingerprint.
fn fingerprint(line: &[u8], found: &mut Vec<Found>) {
    let Some(first) = memchr::memchr(b':', line) else { return };
    let says = |word: &[u8]| bytes::find(line, word).is_some();
    if !(says(b"ingerprint") || says(b"MD5:") || says(b"host key") || says(b"FINGERPRINT")) {
        return;
    }
    let mut at = first.saturating_sub(2);
    while let Some(start) =
        (at..line.len()).find(|at| is_pair(&line[*at..]) && (*at == 0 || !line[at - 1].is_ascii_alphanumeric()))
    {
        let pairs = line[start..]
            .chunks(3)
            .take_while(|pair| is_pair(pair) && matches!(pair.get(2), None | Some(b':')))
            .count();
        let last = line.get(start + pairs * 3..).is_some_and(is_pair) as usize;
        let end = (start + (pairs + last) * 3 - 1).min(line.len());
        if pairs + last >= 16 {
            found.push(Found { start, end, kind: Kind::Key, way: Way::Structure, learn: true });
        }
        at = end.max(start + 1);
    }
}

/// `|1|salt|hash`: a machine's name in `known_hosts`, hashed; `name,192.0.2.7 ssh-ed25519 …` where it is not.
fn known_host(line: &[u8], found: &mut Vec<Found>) {
    let length = memchr::memchr(b' ', line).unwrap_or(line.len());
    if [&b" ssh-"[..], b" ecdsa-", b" sk-"].iter().any(|key| line[length..].starts_with(key))
        && bytes::find(&line[length..], b" AAAA").is_some()
        && !line[..length].ends_with(b":")
        && line[..length].iter().all(|byte| is_dotted(*byte) || matches!(byte, b',' | b'[' | b']' | b':' | b'*'))
    {
        let mut start = 0;
        for name in line[..length].split(|byte| *byte == b',') {
            let bracket = usize::from(name.first() == Some(&b'['));
            let end = memchr::memchr(b']', name).filter(|_| bracket > 0).unwrap_or(name.len());
            found.push(Found {
                start: start + bracket,
                end: start + end,
                kind: Kind::Host,
                way: Way::Grammar,
                learn: end >= 4,
            });
            start += name.len() + 1;
        }
    }
    let Some(at) = bytes::find(line, b"|1|") else { return };
    let start = at + 3;
    let end = start + line[start..].iter().take_while(|byte| is_base64(**byte) || **byte == b'|').count();
    // Twenty bytes each, in base64.
    let parts: Vec<&[u8]> = line[start..end].split(|byte| *byte == b'|').collect();
    if parts.len() == 2 && parts.iter().all(|part| part.len() == 28 && part.ends_with(b"=")) {
        found.push(Found { start, end, kind: Kind::Key, way: Way::Structure, learn: false });
    }
}

/// Whether two hexadecimal digits stand at the beginning, alone.
fn is_pair(text: &[u8]) -> bool {
    text.len() >= 2
        && text[..2].iter().all(u8::is_ascii_hexdigit)
        && !text.get(2).is_some_and(u8::is_ascii_alphanumeric)
}

/// How a kind of token looks.
struct Prefix {
    text: &'static str,
    least: usize,
    keep: bool,
    kind: Kind,
    body: fn(u8) -> bool,
}

const fn secret(text: &'static str, least: usize, body: fn(u8) -> bool) -> Prefix {
    Prefix { text, least, keep: false, kind: Kind::Secret, body }
}

/// What stands behind a prefix that says nothing.
const fn kept(text: &'static str, least: usize, body: fn(u8) -> bool) -> Prefix {
    Prefix { text, least, keep: true, kind: Kind::Secret, body }
}

const fn key(text: &'static str, least: usize, keep: bool) -> Prefix {
    Prefix { text, least, keep, kind: Kind::Key, body: is_base64 }
}

const fn session(text: &'static str, least: usize) -> Prefix {
    Prefix { text, least, keep: true, kind: Kind::Session, body: is_token }
}

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

const fn is_token(byte: u8) -> bool {
    is_word(byte) || byte == b'-'
}

const fn is_dotted(byte: u8) -> bool {
    is_token(byte) || byte == b'.'
}

const fn is_base64(byte: u8) -> bool {
    is_word(byte) || matches!(byte, b'+' | b'/' | b'=' | b'-')
}

const fn is_crypt(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'$' | b'.' | b'/' | b'=' | b',' | b'+' | b'*' | b'-')
}

const fn is_path(byte: u8) -> bool {
    is_word(byte) || byte == b'/'
}

/// Telegram's number of a bot, and its token behind a colon.
const fn is_numbered(byte: u8) -> bool {
    is_token(byte) || byte == b':'
}

/// Any password in a field between colons.
const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b':' | b'"' | b'\'' | b'<' | b'>')
}

const fn is_scram(byte: u8) -> bool {
    is_base64(byte) || matches!(byte, b'$' | b':')
}

const fn is_address(byte: u8) -> bool {
    is_path(byte) || byte == b'-'
}

const fn is_scheme(byte: u8) -> bool {
    is_base64(byte) || matches!(byte, b'{' | b'}' | b'.')
}

static AUTOMATON: std::sync::OnceLock<Option<aho_corasick::AhoCorasick>> = std::sync::OnceLock::new();

/// How a certificate begins in base64 of its armour.
const CERTIFICATE: &[u8] = b"LS0tLS1CRUdJTiBDRVJUSUZJQ0FUR";

const PREFIXES: [Prefix; 63] = [
    secret("AKIA", 20, is_word),
    secret("ASIA", 20, is_word),
    secret("ghp_", 24, is_word),
    secret("gho_", 24, is_word),
    secret("ghu_", 24, is_word),
    secret("ghs_", 24, is_word),
    secret("ghr_", 24, is_word),
    secret("github_pat_", 30, is_word),
    secret("glpat-", 20, is_token),
    secret("gldt-", 20, is_token),
    secret("glrt-", 20, is_token),
    secret("xoxb-", 20, is_token),
    secret("xoxp-", 20, is_token),
    secret("xoxa-", 20, is_token),
    secret("xoxs-", 20, is_token),
    secret("xoxr-", 20, is_token),
    secret("xapp-", 20, is_token),
    secret("sk_live_", 20, is_word),
    secret("sk_test_", 20, is_word),
    secret("rk_live_", 20, is_word),
    secret("whsec_", 20, is_word),
    secret("sk-proj-", 24, is_token),
    secret("sk-ant-", 24, is_token),
    secret("AIza", 35, is_token),
    secret("ya29.", 20, is_dotted),
    secret("npm_", 30, is_word),
    secret("pypi-", 30, is_token),
    secret("hvs.", 20, is_dotted),
    secret("hvb.", 20, is_dotted),
    secret("SG.", 40, is_dotted),
    secret("dop_v1_", 30, is_word),
    secret("shpat_", 20, is_word),
    secret("eyJ", 30, is_dotted),
    secret("AGE-SECRET-KEY-1", 30, is_token),
    // What begins with `-----BEGIN`, in base64.
    secret("LS0tLS1CRUdJTi", 40, is_base64),
    kept("IncomingWebhook/", 30, is_address),
    kept("api/webhooks/", 30, is_address),
    secret("services/T", 30, is_path),
    secret("$1$", 20, is_crypt),
    secret("$5$", 20, is_crypt),
    secret("$6$", 20, is_crypt),
    secret("$y$", 20, is_crypt),
    secret("$2a$", 20, is_crypt),
    secret("$2b$", 20, is_crypt),
    secret("$2y$", 20, is_crypt),
    secret("$apr1$", 16, is_crypt),
    secret("$argon2", 20, is_crypt),
    // Junos' own, which anybody can read.
    secret("$9$", 8, is_crypt),
    secret("$8$", 20, is_crypt),
    kept("{PLAIN}", 9, is_plain),
    secret("SCRAM-SHA-256$", 30, is_scram),
    secret("grub.pbkdf2.", 30, is_dotted),
    secret("{SSHA}", 16, is_scheme),
    secret("{SHA}", 16, is_scheme),
    key("AAAAB3NzaC1", 30, false),
    key("AAAAC3NzaC1", 30, false),
    key("AAAAE2VjZHNh", 30, false),
    key("AAAAGnNrLXNz", 30, false),
    key("AAAAInNrLWVj", 30, false),
    kept("telegram.org/bot", 40, is_numbered),
    key("SHA256:", 40, true),
    session("sess_", 15),
    session("session-id-", 20),
];

#[cfg(test)]
mod tests {
    use super::{armour, find};
    use crate::minimize::Kind;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::texts(line, find)
    }

    #[test]
    fn tokens_are_found_by_their_prefix() {
        assert_eq!(texts("used AKIAABCDEFGHIJKLMNOP."), ["AKIAABCDEFGHIJKLMNOP"]);
        assert_eq!(texts("x $6$abcdefgh$0123456789abcdef:1"), ["$6$abcdefgh$0123456789abcdef"]);
        assert_eq!(
            texts("users=gwen7:$apr1$abcdefgh$0123456789abcdefghijk1"),
            ["$apr1$abcdefgh$0123456789abcdefghijk1", "gwen7"]
        );
        let armoured = |label: &str| data_encoding::BASE64.encode(format!("-----BEGIN {label}-----\nTUlJQ").as_bytes());
        let (key, certificate) = (armoured("RSA PRIVATE KEY"), armoured("CERTIFICATE"));
        assert_eq!(texts(&format!("client-key-data: {key}")), [key]);
        assert_eq!(texts(&format!("certificate-authority-data: {certificate}")), [certificate]);
        let token = "0a1b2c3d4e5f60718293a4b5c6d7e8f9/6c1fb0a2-7a52-4f0e";
        assert_eq!(texts(&format!("https://x/IncomingWebhook/{token}")), [token]);
        assert_eq!(texts("secret \"$9$Qk7zF69tpO\"; ## SECRET-DATA"), ["$9$Qk7zF69tpO"]);
        let hash = "0123456789ABCDEF0123456789ABCDEF01234567";
        assert_eq!(texts(&format!("| gwen | % | *{hash} |")), [hash]);
        assert_eq!(texts("gwen:{PLAIN}h4x0r:1006:"), ["h4x0r"]);
        let token = "4411223344:AAh4x0rh4x0rh4x0rh4x0rh4x0rh4x0rh4x";
        assert_eq!(texts(&format!("https://api.telegram.org/bot{token}/sendMessage")), [token]);
        assert_eq!(texts("npm_package_name and eyJust"), Vec::<String>::new());
    }

    #[test]
    fn machines_stand_before_their_keys() {
        assert_eq!(texts("gw-ann,[relay7]:2222 ssh-ed25519 AAAA"), ["gw-ann", "relay7"]);
        assert_eq!(texts("agent refused ssh-rsa"), Vec::<String>::new());
        assert_eq!(texts("sshPublicKey: ssh-ed25519 AAAA"), Vec::<String>::new());
        let hashed = "F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg=";
        assert_eq!(texts(&format!("|1|{hashed} ssh-rsa x")), [hashed]);
        assert_eq!(texts("|Works|Audit|1|ObjectsOfDirectories|LogsOfEventsOfIt|1|cat=x"), Vec::<String>::new());
    }

    #[test]
    fn a_fingerprint_needs_its_word() {
        let pairs = "2d:4f:6e:55:4f:e8:5e:d2:d2:a3:73:62:ab:fd:f9:c5";
        assert_eq!(texts(&format!("host key: MD5:{pairs}")), [pairs]);
        assert_eq!(texts(&format!("module signature {pairs}")), Vec::<String>::new());
    }

    #[test]
    fn armour_says_what_becomes_of_its_body() {
        assert_eq!(armour(b"-----BEGIN EC PRIVATE KEY-----"), Some((30, Kind::Secret)));
        assert_eq!(armour(b"-----BEGIN CERTIFICATE-----"), Some((27, Kind::Key)));
        assert_eq!(armour(b"-----BEGIN OpenVPN Static key V1-----"), Some((37, Kind::Secret)));
        assert_eq!(armour(b"---- BEGIN SSH2 PUBLIC KEY ----"), Some((31, Kind::Key)));
        assert_eq!(armour(b"----- BEGIN"), None);
    }
}
