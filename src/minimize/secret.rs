//! Secrets by shape: tokens whose makers gave them a prefix, password hashes, and keys in PEM armour.

mod prefix;
mod ssh;

use super::ascii::{DIGIT, HEX, KEY, LETTER, NAME};
use super::prefilter::{Finder, Needs, mark};
use super::{Evidence, Found, Kind, bytes};
use prefix::prefixes;
use ssh::{digest, fingerprint, known_host};

/// What a line must show to hold one.
pub(crate) const NEEDS: Needs = Needs {
    finder: Finder::Secret,
    marks: mark::TOKEN | mark::DOLLAR | mark::BRACE | mark::COLONS | mark::STARRED,
    words: &[
        "ghp",
        "k8s",
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
        "DHHC",
        "TGT",
        "services",
        "grub",
        "SHA256",
        "fingerprint",
        "sess",
        "session",
        "ssh",
        "ecdsa",
        "incomingwebhook",
        "webhooks",
        "webhook",
        "telegram",
        "discord",
        "bot",
        "recipient",
        "dckr",
        "tskey",
        "hf",
        "glsa",
        "lin",
        "nrak",
        "glcbt",
        "glft",
        "glsoat",
        "glptt",
        "xoxe",
        "rk",
        "gsk",
        "shpss",
        "shpca",
        "xkeysib",
        "sntrys",
        "nfp",
        "sbp",
        "figd",
        "rubygems",
        "pmak",
        "sq0atp",
        "gocspx",
        "pbkdf2",
        "scrypt",
        "twilio",
    ],
};

/// Finds tokens and hashes in one line.
pub(crate) fn find(line: &[u8], found: &mut Vec<Found>) {
    let mut past = 0;
    for (at, prefix) in prefixes(line) {
        if at < past {
            continue;
        }
        if !prefix.text.starts_with('$') && at > 0 && is_word(line[at - 1]) {
            continue;
        }
        let body = at + prefix.text.len();
        let end = body + line[body..].iter().take_while(|byte| (prefix.body)(**byte)).count();
        if end - at >= prefix.least {
            past = end;
            let end = trimmed(line, at, end);
            let start = at + if prefix.keep { prefix.text.len() } else { 0 };
            let kind = if line[at..].starts_with(CERTIFICATE) { Kind::Key } else { prefix.kind };
            found.push(Found::new(start..end, kind, Evidence::Structure).teaching_if(kind == Kind::Secret));
            if let Some(login) = before_hash(line, at)
                && prefix.text.starts_with('$')
            {
                let end = at - 1 - usize::from(line[at - 1] == b'$');
                found.push(Found::new(login..end, Kind::User, Evidence::Structure).teaching());
            }
        }
    }
    pins(line, found);
    starred(line, found);
    robot(line, found);
    dumped(line, found);
    fingerprint(line, found);
    digest(line, found);
    discord(line, found);
    known_host(line, found);
}

/// Where the login begins before a hash and a colon, as a server of HTTP reads them, or alone before it in a block, as Caddy does.
fn before_hash(line: &[u8], at: usize) -> Option<usize> {
    let alone = |head: &&[u8]| head.first().is_some_and(u8::is_ascii_whitespace) && NAME.fills(head.trim_ascii_start());
    // Docker's files have dollars twice.
    let at = if line[..at].ends_with(b":$") { at - 1 } else { at };
    let head = line[..at].strip_suffix(b":").or_else(|| line[..at].strip_suffix(b" ").filter(alone))?;
    let length = NAME.run_back(head);
    let start = head.len() - length;
    let open = start.checked_sub(1).is_none_or(|before| matches!(line[before], b'"' | b'\'' | b'=' | b',' | b' '));
    (open && LETTER.is_in(&head[start..])).then_some(start)
}

/// `*2470C0C0…`: a password as MySQL has it, in forty hexadecimal digits.
fn starred(line: &[u8], found: &mut Vec<Found>) {
    for star in memchr::memchr_iter(b'*', line) {
        let start = star + 1;
        let digits = HEX.run(&line[start..]);
        if digits == 40 && !line.get(start + 40).is_some_and(|byte| is_word(*byte)) {
            found.push(Found::new(start..start + 40, Kind::Secret, Evidence::Structure).teaching());
        }
    }
}

/// Discord's token of a bot: its number in base64, a time and what proves both, with dots between.
fn discord(line: &[u8], found: &mut Vec<Found>) {
    if !bytes::holds_any(line, &["iscord", "Bot ", "bot "]) {
        return;
    }
    for start in memchr::memchr3_iter(b'M', b'N', b'O', line) {
        if start > 0 && is_dotted(line[start - 1]) {
            continue;
        }
        let part = |from: usize| KEY.run_within(&line[from..], LONGEST);
        let first = part(start);
        let second = start + first + 1;
        if !(24..=28).contains(&first) || line.get(second - 1) != Some(&b'.') || part(second) != 6 {
            continue;
        }
        let third = second + 7;
        let length = line.get(third..).map_or(0, |_| part(third));
        if line.get(third - 1) == Some(&b'.') && length >= 27 {
            found.push(Found::new(start..third + length, Kind::Secret, Evidence::Structure).teaching());
        }
    }
}

/// Characters of the longest part of such a token.
const LONGEST: usize = 64;

/// `123456789:AA…`: what lets a program speak as a robot of Telegram's.
fn robot(line: &[u8], found: &mut Vec<Found>) {
    for colon in bytes::every(line, b":AA") {
        let digits = DIGIT.run_back_within(&line[..colon], 11);
        let end = colon + 1 + KEY.run_within(&line[colon + 1..], 64);
        if (8..=10).contains(&digits) && ROBOT.contains(&(end - colon - 1)) {
            let start = colon - digits;
            found.push(Found::new(start..end, Kind::Secret, Evidence::Structure).teaching());
        }
    }
}

/// `name:500:LM:NT:::`: hashes of Windows' passwords, each of 32 hexadecimal digits.
fn dumped(line: &[u8], found: &mut Vec<Found>) {
    for end in bytes::every(line, b":::") {
        let hash = |end: usize| end.checked_sub(HASH).filter(|start| HEX.fills(&line[*start..end]));
        let Some(second) = hash(end).filter(|start| line[..*start].ends_with(b":")) else { continue };
        let Some(first) = hash(second - 1).filter(|start| line[..*start].ends_with(b":")) else { continue };
        for start in [first, second] {
            found.push(Found::new(start..start + HASH, Kind::Secret, Evidence::Structure));
        }
    }
}

/// Characters of a robot's token.
const ROBOT: std::ops::RangeInclusive<usize> = 33..=40;

/// Digits of a hash that Windows keeps of a password.
const HASH: usize = 32;

/// Cuts off the sentence's full stop.
fn trimmed(line: &[u8], start: usize, mut end: usize) -> usize {
    while end > start && matches!(line[end - 1], b'.' | b',') {
        end -= 1;
    }
    end
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

/// Characters of a pin: 32 bytes in base64.
const PIN: usize = 44;

/// `sha256/…=`: the pin of a key, where a folder of that name holds hexadecimal digits.
fn pins(line: &[u8], found: &mut Vec<Found>) {
    for start in bytes::every(line, b"sha256/").map(|at| at + 7) {
        let length = line[start..].iter().take(PIN + 2).take_while(|byte| is_base64(**byte)).count();
        // curl's have two slashes.
        let doubled = usize::from(length == PIN + 1 && line[start] == b'/');
        let (start, length) = (start + doubled, length - doubled);
        if length == PIN && line[start + PIN - 1] == b'=' {
            found.push(Found::new(start..start + length, Kind::Secret, Evidence::Structure).teaching());
        }
    }
}

const fn is_base64(byte: u8) -> bool {
    is_word(byte) || matches!(byte, b'+' | b'/' | b'=' | b'-')
}

/// How a certificate begins in base64 of its armour.
const CERTIFICATE: &[u8] = b"LS0tLS1CRUdJTiBDRVJUSUZJQ0FUR";

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
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
        let token = "MTA5OTg4Nzc2NjU1NDQzMzIy.Gh4x0r.h4x0rh4x0rh4x0rh4x0rh4x0rh4";
        assert_eq!(texts(&format!("Authorization: Bot {token}")), [token]);
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
        let digits = "0a1b2c3d".repeat(8);
        assert_eq!(texts(&format!("node key fingerprint sha256:{digits} pinned")), [digits.as_str()]);
        assert_eq!(texts(&format!("cert fingerprint is {digits}")), [digits.as_str()]);
        assert_eq!(texts(&format!("image fingerprint {digits}")), Vec::<String>::new());
        assert_eq!(texts("host key fingerprint unknown"), Vec::<String>::new());
    }

    #[test]
    fn hooks_pins_and_tickets_are_found() {
        let id = "0123abcd-0123-0123-0123-0123456789ab";
        let hook = format!("/{id}@{id}/IncomingWebhook/0123456789abcdef0123456789abcdef/{id}");
        let parts = [format!("{id}@{id}"), format!("0123456789abcdef0123456789abcdef/{id}")];
        assert_eq!(texts(&format!("https://plant.webhook.office.com/webhookb2{hook}")), parts);
        let pin = "q9XkTzv0aB3cD4eF5gH6iJ7kL8mN9oP0qR1sT2uV3w0=";
        assert_eq!(texts(&format!("certificate pin sha256/{pin} rejected")), [pin]);
        assert_eq!(texts(&format!("sha256//{pin}")), [pin]);
        assert_eq!(texts("TGT-12-q9XkTzv0aB3cD4eF destroyed"), ["TGT-12-q9XkTzv0aB3cD4eF"]);
    }
}
