//! Whether a value can be what its key says.

mod machine;

use super::super::bytes;
use super::super::{Kind, contact, dictionary, host};
use super::keys;
use super::people::{is_displayed, is_full_name, says_person};
use super::spelling::is_grouped;
use super::value::is_placeholder;
use machine::is_machine;

/// A value, and where it stands.
pub(super) struct Candidate<'a> {
    pub(super) kind: Kind,
    /// In normal form.
    pub(super) key: &'a [u8],
    pub(super) text: &'a [u8],
    /// Whether quotes or an equals sign say that this is a value, where a colon may stand in prose.
    pub(super) sure: bool,
    /// Whether it stands in quotes or between tags.
    pub(super) quoted: bool,
    pub(super) line: &'a [u8],
}

impl Candidate<'_> {
    /// Whether the same text is an identifier in the rest of the item.
    pub(super) fn teaches(&self) -> bool {
        let taught = matches!(
            self.kind,
            Kind::Secret
                | Kind::User
                | Kind::Host
                | Kind::Ssid
                | Kind::Serial
                | Kind::Session
                | Kind::Key
                | Kind::Account
        );
        let part = matches!(self.key, b"actor" | b"nick" | b"submitter" | b"sub");
        taught && !part && self.text.len() >= 4 && (self.kind != Kind::Host || host::is_likely(self.text))
    }

    pub(super) fn digits(&self) -> usize {
        self.text.iter().filter(|byte| byte.is_ascii_digit()).count()
    }

    fn has_letters(&self) -> bool {
        self.text.iter().any(u8::is_ascii_alphabetic)
    }

    fn is_number(&self) -> bool {
        self.digits() == self.text.len()
    }

    fn is_word(&self) -> bool {
        dictionary::is_word(&self.text.to_ascii_lowercase())
    }

    /// A number written with its base, short enough to be an id of PCI or an address in memory.
    fn is_hexadecimal(&self) -> bool {
        self.text.starts_with(b"0x") && self.text.len() <= 18
    }

    /// `0000:00:14.0`, where a host controller of USB says its serial number.
    fn is_bus_address(&self) -> bool {
        self.text.len() == 12 && self.text[4] == b':' && self.text[7] == b':' && self.text[10] == b'.'
    }
}

/// Whether a value can be what its key says.
pub(super) fn is_plausible(value: &Candidate<'_>) -> bool {
    let text = value.text;
    let word = text.split(|byte| *byte == b' ').next().unwrap_or_default();
    let is_none = is_placeholder(text) || is_placeholder(word);
    match value.kind {
        Kind::Secret => !is_none && is_secret(value),
        Kind::Session => !is_none && is_session(value),
        Kind::Ssid => !is_none,
        Kind::Location => is_place(value),
        Kind::User => is_login(value),
        Kind::Host | Kind::Domain => is_machine(value),
        Kind::Phone => value.digits() >= 5,
        Kind::Serial => {
            text.len() >= 4
                && text[0] != b'/'
                && value.digits() > 0
                && (value.sure || value.key != b"devid")
                && (value.key != b"sn" || value.sure && text.len() >= 8 && value.has_letters() && value.digits() >= 3)
                && !value.is_bus_address()
                // What is counted, not made.
                && ![&b"connectionserialnumber"[..], b"incidentserialno"].iter().any(|end| value.key.ends_with(end))
                && !(value.is_number() && says_zone(value.line))
        }
        Kind::Account if value.key == b"projectid" && value.is_number() => false,
        Kind::Account => {
            !is_none && !text.starts_with(b"S-1-") && (value.digits() > 0 || text.contains(&b'-') || !value.is_word())
        }
        Kind::Key if is_grouped(text) => true,
        // `subjectKeyIdentifier = hash`
        Kind::Key if value.key.ends_with(b"identifier") || value.key.ends_with(b"thumbprint") => {
            text.len() >= 16 && text.iter().all(|byte| byte.is_ascii_hexdigit() || *byte == b':')
        }
        Kind::Key => text.len() >= 16 && text[0] != b'/' && !text.contains(&b' '),
        // What openssl.cnf asks of a request.
        Kind::Organisation if matches!(text, b"match" | b"supplied") || bytes::find(text, b" (eg, ").is_some() => false,
        Kind::Person if value.key == b"displayname" && value.quoted => {
            is_displayed(text, value.line) && (!is_thing(value) || says_person(value.line))
        }
        Kind::Person if is_thing(value) || is_role(value.key) && !is_full_name(text) => false,
        // Who made a program, as its file says.
        Kind::Organisation if matches!(value.key, b"company" | b"companyname") && says_file(value.line) => false,
        Kind::Person | Kind::Organisation | Kind::Title => value.has_letters() && text.len() >= 2 && !is_none,
        Kind::Mac => {
            let digits = text.iter().filter(|byte| byte.is_ascii_hexdigit()).count();
            let marks = text.iter().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'-' | b'.'));
            let even = text.len() == 17 && [2, 5, 8, 11, 14].iter().all(|at| text[*at] == text[2] && text[2] != b'.');
            marks && matches!(digits, 12 | 16) && (digits == text.len() || even)
        }
        Kind::Email => text.contains(&b'@'),
        _ => true,
    }
}

fn is_secret(value: &Candidate<'_>) -> bool {
    let (key, text) = (value.key, value.text);
    match key {
        // The working folder, as sudo and shells have it.
        b"pwd" | b"oldpwd" => !matches!(text.first(), Some(b'/' | b'~')),
        // A piece of a program: `key_material: bytes`, `p_hash = D::digest(x)`.
        b"keymaterial" => value.quoted,
        b"phash" if !text.iter().all(|byte| byte.is_ascii_alphanumeric() || b"$./=+,*-".contains(byte)) => false,
        // A signal in `sig=11`, a state in `signature: valid`.
        _ if key == b"sig" || key.ends_with(b"signature") => text.len() >= 16 && !text.contains(&b' '),
        // The file that holds them, as mount(8) has it.
        b"credentials" | b"credential" if text.starts_with(b"/") => false,
        // How a browser asks.
        b"credentials" if [&b"same-origin"[..], b"include", b"omit"].iter().any(|mode| text.starts_with(mode)) => false,
        // How often a test did, and a word that a program reads.
        b"pass" if !value.sure && counts_more(text) => false,
        b"token" if value.is_word() || bytes::find(value.line, b"\"start_offset\":").is_some() => false,
        // An option's name in prose.
        _ if key.starts_with(b"setcredential") && bytes::find(value.line, b"SetCredential").is_none() => false,
        // Where it stands, not what it is.
        _ if !value.quoted && is_reference(text) || may_be_file(key) && is_file(text) => false,
        // Its parts are pairs of their own.
        b"connectionstring" => !text.contains(&b'='),
        b"pin" | b"simpin" => value.digits() >= 4,
        // What SASL answers, in base64.
        b"resp" => text.len() >= 12 && data_encoding::BASE64.decode(text).is_ok(),
        // A queue's key and a service's name are words.
        b"routingkey" | b"servicekey" | b"userkey" | b"appkey" => {
            // Microsoft 365 has accounts' numbers of sixteen digits there.
            let least = if key == b"userkey" { 17 } else { 16 };
            text.len() >= least && value.digits() > 0 && !text.contains(&b' ')
        }
        // A BGP community is two numbers.
        b"community" => !text.iter().all(|byte| byte.is_ascii_digit() || *byte == b':'),
        _ if key.ends_with(b"pass") && value.is_number() && (text.len() <= 2 || counts_passes(value)) => false,
        // `login : TTY=pts/0` has no password behind its colon.
        _ if !value.sure && is_pair(text) => false,
        _ => {
            text.len() > 1
                && (value.sure || !is_prose(text))
                && (value.quoted || !is_object(text) && !is_code(text) && !host::is_reversed(text))
        }
    }
}

/// `"displayName":"Windows Update"`, `full_name: alarms.table`: what is shown of a thing, not of a person.
fn is_thing(value: &Candidate<'_>) -> bool {
    let shown = matches!(value.key, b"displayname" | b"fullname");
    let mut words = value.text.split(|byte| *byte == b' ');
    // `Office 365`, `alarms.table`, but neither `J. Doe` nor `gwen7`.
    let joined = value.text.windows(2).any(|pair| matches!(pair[0], b'.' | b'_' | b'/' | b':') && pair[1] != b' ');
    let numbered = value.digits() > 0 && value.text.contains(&b' ');
    let listed = |word: &[u8]| THINGS.iter().any(|thing| word.eq_ignore_ascii_case(thing.as_bytes()));
    shown && !value.text.contains(&b'@') && (numbered || joined || words.any(listed))
}

/// Whether a key names who did something, where a program or a word may stand as well as a person.
fn is_role(key: &[u8]) -> bool {
    matches!(key, b"reporter" | b"technician" | b"operator" | b"contact" | b"approvedby" | b"operatorname")
}

/// `12 fail: 0`: a number, and what else happened.
fn counts_more(text: &[u8]) -> bool {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (1..=6).contains(&digits) && matches!(text.get(digits), Some(b' ' | b','))
}

/// `"full_hash_pass":2128`: how often something passed, a bare number in JSON.
fn counts_passes(value: &Candidate<'_>) -> bool {
    !value.quoted && bytes::find(value.line, b"_pass\":").is_some()
}

/// A name for a value that stands elsewhere: `var.db_password` of Terraform, `$dir/private/ca.pem` of OpenSSL.
fn is_reference(text: &[u8]) -> bool {
    let name = |text: &[u8]| text.iter().all(|byte| byte.is_ascii_alphanumeric() || b"._[]".contains(byte));
    let scope = [&b"var."[..], b"local.", b"module.", b"data.", b"req.body.", b"process.env.", b"os.environ", b"this."]
        .iter()
        .any(|scope| text.starts_with(scope));
    let variable = text.first() == Some(&b'$')
        && memchr::memchr(b'/', text)
            .is_some_and(|slash| slash > 1 && text[1..slash].iter().all(u8::is_ascii_lowercase));
    (scope && name(text)) || variable
}

/// Whether what a key says may be kept in a file of its own that its value names.
fn may_be_file(key: &[u8]) -> bool {
    [&b"credential"[..], b"credentials", b"privatekey", b"secret", b"token", b"password"]
        .iter()
        .any(|end| key.ends_with(end))
}

/// `/etc/app/private.key`: a path of two names or more, without the capitals that base64 has.
fn is_file(text: &[u8]) -> bool {
    let plain = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"/._-${}".contains(byte);
    text.first() == Some(&b'/') && text[1..].contains(&b'/') && text.iter().all(plain)
}

/// Whether a text is WireGuard's public key: 32 bytes in base64.
pub(super) fn is_public_key(text: &[u8]) -> bool {
    text.len() == 44 && text.ends_with(b"=") && data_encoding::BASE64.decode(text).is_ok()
}

/// Whether a key of Ceph's begins there: 28 bytes in base64, the first of which say what it is for.
pub(super) fn is_ceph_key(line: &[u8], start: usize) -> bool {
    let rest = line.get(start..).unwrap_or_default();
    let length = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(byte)).count();
    length == 40 && rest.starts_with(b"AQ") && rest[..40].ends_with(b"==")
}

/// A key and its value: `TTY=pts/0`.
fn is_pair(text: &[u8]) -> bool {
    let key = text.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    key >= 2 && text.get(key) == Some(&b'=')
}

/// A piece of a program: `auth::Token`, `read_password(`.
fn is_code(text: &[u8]) -> bool {
    let scope =
        text.windows(3).any(|three| &three[..2] == b"::" && (three[2].is_ascii_alphabetic() || three[2] == b'_'))
            && text.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'_' | b'<' | b'>'))
            && text.iter().filter(|byte| byte.is_ascii_digit()).count() < 4;
    let name = text.iter().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.')).count();
    // `ENC(…)` is a text that Jasypt has encrypted.
    let call = name >= 3 && text.get(name) == Some(&b'(') && !text[0].is_ascii_digit() && !text.starts_with(b"ENC(");
    scope || call
}

/// An object of Java as it prints itself: `Token{a64f992`, `android.os.BinderProxy@4a1b2c`.
fn is_object(text: &[u8]) -> bool {
    let length = text.iter().take_while(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'.' | b'$')).count();
    let name = text[..length].rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    length >= 4
        && name.first().is_some_and(u8::is_ascii_uppercase)
        && match text.get(length) {
            Some(b'{' | b'<') => true,
            Some(b'!') => matches!(text.get(length + 1), Some(b'[' | b'(')),
            Some(b':') => text.get(length + 1) == Some(&b':'),
            Some(b'@') => text[length + 1..].iter().all(u8::is_ascii_hexdigit) && text[..length].contains(&b'.'),
            _ => false,
        }
}

/// Several words, none of which holds anything but letters: what a log says of a password, not a password.
fn is_prose(text: &[u8]) -> bool {
    let mut words = 0;
    let plain = text.split(|byte| *byte == b' ').filter(|word| !word.is_empty()).all(|word| {
        words += 1;
        let word = word.strip_suffix(b",").or_else(|| word.strip_suffix(b".")).unwrap_or(word);
        dictionary::is_word(&word.to_ascii_lowercase()) || dictionary::is_stop_word(&word.to_ascii_lowercase())
    });
    plain && words >= 2
}

fn is_session(value: &Candidate<'_>) -> bool {
    let text = value.text;
    // `session: forced-command` says what is begun.
    let named = text.len() >= 4 && (value.digits() > 0 || text.len() >= 12 && value.sure);
    let cookies = value.key.ends_with(b"cookie") && text.contains(&b'=');
    let number = value.text.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'_' | b'-'))
        && text.len() < if value.key == b"deviceid" { 10 } else { 24 };
    let device = value.key.ends_with(b"deviceid") && text.len() < 8;
    // A security id, of which the domain is found elsewhere.
    let security = text.starts_with(b"S-1-");
    named && !security && !device && !number && !cookies && !value.is_hexadecimal() && !text.contains(&b' ')
}

fn is_place(value: &Candidate<'_>) -> bool {
    let short = matches!(value.key, b"lat" | b"lon" | b"lng" | b"long") && !value.sure;
    let latency = value.key == b"lat" && bytes::find(value.line, b"on").is_none();
    let dotted = value.text.contains(&b'.');
    let number = value.text.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+'));
    match value.key {
        // A name of an archive and a degree of compression are none.
        b"zip" | b"postalcode" | b"zipcode" => value.digits() >= 4 && value.text.len() <= 10,
        b"lat" | b"lon" | b"lng" | b"long" => number && dotted && !short && !(latency && value.line.contains(&b'=')),
        _ => value.digits() > 0 && (value.has_letters() || dotted),
    }
}

/// `TA0008`, `T1059.001`: what MITRE calls how somebody attacks.
fn is_technique(text: &[u8]) -> bool {
    let number = text.strip_prefix(b"TA").or_else(|| text.strip_prefix(b"T"));
    number.is_some_and(|number| number.len() >= 4 && number.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.'))
}

fn is_login(value: &Candidate<'_>) -> bool {
    let text = value.text;
    // Ids of connections and of objects.
    let mixed = text.len() >= 15
        && value.digits() > 0
        && text.iter().any(u8::is_ascii_uppercase)
        && text.iter().all(u8::is_ascii_alphanumeric);
    let uuid = text.len() == 36 && [8, 13, 18, 23].iter().all(|at| text[*at] == b'-');
    // In JSON many other things have one: `"uid": "TA0008"`.
    let class = contact::is_camel(text) && text.iter().all(u8::is_ascii_alphabetic);
    let id =
        value.quoted && (class || is_technique(text) || text.iter().any(|byte| matches!(byte, b':' | b'/' | b' ')));
    if value.key == b"uid" && (mixed || uuid || id) {
        return false;
    }
    // What a number of SIP is (RFC 3261, section 19.1.1).
    if value.key == b"user" && text == b"phone" {
        return false;
    }
    // What SPF looks at (RFC 7208).
    let identity = value.key == b"identity" && matches!(text, b"helo" | b"mailfrom" | b"pra");
    let plain = value.has_letters()
        && !identity
        && text.len() <= 64
        && !text.contains(&b'\n')
        // A security id, of which the domain is found elsewhere.
        && !text.starts_with(b"S-1-")
        && !matches!(text.first(), Some(b'/' | b'(' | b'<' | b'%' | b'$' | b'*' | b'{' | b'['))
        && !text.contains(&b'=')
        // A login before its hash is found with the hash.
        && bytes::find(text, b":$").is_none()
        && !host::is_reversed(text)
        && !is_code(text)
        && (!text.contains(&b' ') || text.contains(&b'\\'))
        && !value.is_hexadecimal();
    let lower = text.to_ascii_lowercase();
    let word = dictionary::is_word(&lower) || dictionary::is_stop_word(&lower);
    plain
        && text != b"LOGIN"
        && !(word
            && (!value.sure
                || value.key.ends_with(b"email")
                || value.key == b"accountname" && value.digits() == 0
                || may_be_part(value.key)
                || !keys::is_listed(value.key)))
}

/// Whether whoever a key names may be a part of a program.
fn may_be_part(key: &[u8]) -> bool {
    PARTS.iter().any(|part| part.as_bytes() == key)
}

/// Whether a line speaks of a program's file, as Windows' events and Sysmon do.
fn says_file(line: &[u8]) -> bool {
    [&b"FileVersion"[..], b"OriginalFileName", b"InternalName"].iter().any(|word| bytes::find(line, word).is_some())
}

/// Whether a line speaks of a zone of the domain system, whose serial number is a date.
fn says_zone(line: &[u8]) -> bool {
    [&b"zone"[..], b"SOA", b"transfer", b"soa"].iter().any(|word| bytes::find(line, word).is_some())
}

/// Words in the names of things that are shown.
const THINGS: [&str; 30] = [
    "windows",
    "update",
    "service",
    "services",
    "network",
    "adapter",
    "firewall",
    "manager",
    "agent",
    "server",
    "client",
    "device",
    "driver",
    "controller",
    "printer",
    "system",
    "security",
    "policy",
    "role",
    "group",
    "monitor",
    "the",
    "of",
    "for",
    "api",
    "app",
    "application",
    "module",
    "plugin",
    "default",
];

/// Keys of those who act, or to whom something belongs.
const PARTS: [&str; 9] =
    ["actor", "nick", "submitter", "modifiedby", "changedby", "lastchangedby", "account", "owner", "sub"];
