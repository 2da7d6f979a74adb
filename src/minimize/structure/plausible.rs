//! Whether a value can be what its key says.

mod machine;
mod person;
mod place;
mod prose;
mod secret;
mod serial;

use super::spelling::is_grouped;
use super::value::is_placeholder;
use crate::minimize::ascii::{BASE64, Class, DIGIT, DOTTED, HEX, LETTER, UPPER};
use crate::minimize::{Kind, bytes, dictionary, host, uuid};
use machine::is_machine;
use person::{is_login, is_person};
use place::is_place;
use secret::{is_scheme, is_secret};
use serial::is_serial;

pub(super) use person::is_role;
pub(super) use place::is_street;
pub(super) use prose::is_package_version;
pub(super) use secret::is_routing;

/// A value, and where it stands.
pub(super) struct Value<'a> {
    pub(super) kind: Kind,
    /// In normal form.
    pub(super) key: &'a [u8],
    pub(super) text: &'a [u8],
    /// Whether quotes or an equals sign say that this is a value, where a colon may stand in prose.
    pub(super) sure: bool,
    /// Whether it stands in quotes or between tags.
    pub(super) quoted: bool,
    /// What stands [`around`] it.
    pub(super) line: &'a [u8],
}

/// As much of a line around a value as may say what it is.
///
/// Security: a line of many values that each look through all of it would take time by the square of its length.
pub(super) fn around(line: &[u8], (start, end): (usize, usize)) -> &[u8] {
    &line[start.saturating_sub(AROUND)..line.len().min(end + AROUND)]
}

/// Bytes of a line on either side of a value.
const AROUND: usize = 2048;

impl Value<'_> {
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
        LETTER.is_in(self.text)
    }

    fn is_number(&self) -> bool {
        self.digits() == self.text.len()
    }

    /// Whether it stands for no value, as `none` and `-` do.
    fn says_nothing(&self) -> bool {
        let word = self.text.split(|byte| *byte == b' ').next().unwrap_or_default();
        // `missing; …`
        let word = word.strip_suffix(b";").filter(|_| word.len() < self.text.len()).unwrap_or(word);
        // `password=on` of a screen of QEMU's says that one is asked for; more words are more than that.
        let switch = bytes::is_one_of_in_any_case(self.text, &["on", "off"]);
        // `"no more heroes 7"`: words in quotes with a number among them say more than their first one.
        let goes_on = self.quoted && word.len() < self.text.len() && self.digits() > 0;
        let spoken = goes_on && bytes::is_one_of_in_any_case(word, &BEGINNINGS);
        switch || is_placeholder(self.text) || !spoken && is_placeholder(word)
    }

    /// Whether something may be called so.
    fn is_called(&self) -> bool {
        self.has_letters() && self.text.len() >= 2 && !self.says_nothing()
    }

    fn is_word(&self) -> bool {
        dictionary::is_word(self.text)
    }

    fn begins_with_number(&self) -> bool {
        self.text.split(|byte| *byte == b' ').next().is_some_and(|word| DIGIT.fills(word))
    }

    /// A number written with its base, short enough to be an id of PCI or an address in memory.
    fn is_hexadecimal(&self) -> bool {
        self.text.starts_with(b"0x") && self.text.len() <= 18
    }

    /// `S-1-5-18`: a security id of Windows, of which the domain is found elsewhere; which number it begins with may
    /// not be asked (see [`finder`](crate::minimize::finder)).
    fn is_security_id(&self) -> bool {
        self.text.starts_with(b"S-")
            && self.text.get(2).is_some_and(u8::is_ascii_digit)
            && self.text.get(3) == Some(&b'-')
    }

    /// `0000:00:14.0`, where a host controller of USB says its serial number.
    fn is_bus_address(&self) -> bool {
        self.text.len() == 12 && self.text[4] == b':' && self.text[7] == b':' && self.text[10] == b'.'
    }
}

/// Words that stand for a value, and that a sentence may begin with.
const BEGINNINGS: [&str; 8] = ["ask", "no", "read", "set", "valid", "write", "wrong", "yes"];

/// Whether a value can be what its key says.
pub(super) fn is_plausible(value: &Value<'_>) -> bool {
    match value.kind {
        Kind::Secret => !value.says_nothing() && is_secret(value),
        Kind::Session => !value.says_nothing() && is_session(value),
        // NetworkManager calls a cable's connection what the interface is called.
        Kind::Ssid => {
            // `ssid: not configured`
            let said = !value.quoted && value.text.starts_with(b"not ");
            !value.says_nothing() && !said && !host::is_interface(value.text)
        }
        Kind::Location => is_place(value),
        Kind::User => is_login(value),
        Kind::Host | Kind::Domain => is_machine(value),
        Kind::Phone => is_phone(value),
        Kind::Serial => is_serial(value),
        // `hostid: 10084` is how a database numbers a machine, and eight digits and more are gethostid(3)'s.
        Kind::Uuid if value.key == b"hostid" => value.text.len() >= 8,
        // `fsid` is the UUID of a cluster in Ceph and a number in NFS: it is one only where it has a UUID's shape.
        Kind::Uuid => !matches!(value.key, b"fsid" | b"tunnelid" | b"vmid") || uuid::has_shape(value.text),
        Kind::Account => is_account(value),
        Kind::Key => is_key(value),
        Kind::Person => is_person(value),
        Kind::Organisation => is_organisation(value),
        Kind::Title => value.is_called(),
        // `gatewayid` of LoRaWAN has sixteen digits; elsewhere it is a number or a name.
        Kind::Mac if value.key == b"gatewayid" && value.text.len() < 16 => false,
        Kind::Mac => is_hardware(value.text),
        Kind::Email => value.text.contains(&b'@'),
        _ => true,
    }
}

fn is_phone(value: &Value<'_>) -> bool {
    // `callback=jQuery112_1710` names a function in JSONP, in which capitals or `_` stand.
    let function = UPPER.or(b"_");
    if value.key == b"callback" {
        return value.digits() >= 7 && !function.is_in(value.text);
    }
    // `callee=ffffffff81001000`: of a function.
    value.digits() >= 5 && (value.key != b"callee" || is_dialled(value.text))
}

/// Whether a text is a number as people write it that is dialled: with blanks or its country's code, as no other is.
pub(super) fn is_dialled(text: &[u8]) -> bool {
    let digits = text.iter().filter(|byte| byte.is_ascii_digit()).count();
    digits >= DIALLED && Class::of(b" +").is_in(text) && DOTTED.or(b" +-()/").fills(text)
}

/// Digits of the shortest number that reaches beyond a house.
pub(super) const DIALLED: usize = 7;

fn is_account(value: &Value<'_>) -> bool {
    // `DsTenantId=0`: one of a few.
    let few = if super::keys::is_listed(value.key) { 3 } else { 4 };
    let one_of_few = value.is_number() && value.text.len() < few;
    if one_of_few || matches!(value.key, b"projectid" | b"orgid" | b"workspaceid") && value.is_number() {
        return false;
    }
    // `o.customer_id = c.id`: a column.
    if value.text.ends_with(b".id") && value.digits() == 0 {
        return false;
    }
    // OCPP's `idTag` is the number of a card; a charger that everybody may use has a word there.
    if value.key == b"idtag" && (value.text.len() < 8 || value.digits() == 0) {
        return false;
    }
    !value.says_nothing()
        && !value.is_security_id()
        && (value.digits() > 0 || value.text.contains(&b'-') || !value.is_word())
}

fn is_key(value: &Value<'_>) -> bool {
    let text = value.text;
    if is_grouped(text) {
        return true;
    }
    // `subjectKeyIdentifier = hash`
    if value.key.ends_with(b"identifier") || value.key.ends_with(b"thumbprint") {
        return text.len() >= 16 && HEX.or(b":").fills(text);
    }
    // `/9j/…` is how every JPEG begins in base64, while other texts that begin with a slash are paths.
    text.len() >= 16 && (text[0] != b'/' || text.starts_with(b"/9j/")) && !text.contains(&b' ') && !is_scheme(text)
}

fn is_organisation(value: &Value<'_>) -> bool {
    let text = value.text;
    // `match`, `supplied` are what openssl.cnf asks of a request, and `Internet Widgits Pty Ltd` is what it proposes.
    let example = matches!(text, b"match" | b"supplied")
        // `Client name: "L2TP VPN Client"`: a program.
        || text.ends_with(b" Client")
        || bytes::find(text, b" (eg, ").is_some()
        || text.starts_with(b"Internet Widgits");
    // `CompanyName` beside `FileVersion` is who made a program, which Windows keeps in the program's file.
    let maker = || matches!(value.key, b"company" | b"companyname") && says_file(value.line);
    !example && !maker() && value.is_called()
}

/// Whether a text is a key of WireGuard's: 32 bytes in base64.
pub(super) fn is_wireguard_key(text: &[u8]) -> bool {
    text.len() == 44 && text.ends_with(b"=") && data_encoding::BASE64.decode(text).is_ok()
}

/// Whether a key of Ceph's begins there: 28 bytes in base64, the first of which say what it is for.
pub(super) fn is_ceph_key(line: &[u8], start: usize) -> bool {
    let rest = line.get(start..).unwrap_or_default();
    let length = BASE64.run_within(rest, 41);
    length == 40 && rest.starts_with(b"AQ") && rest[..40].ends_with(b"==")
}

/// A hardware address of six bytes or eight, or the digits of one.
pub(super) fn is_hardware(text: &[u8]) -> bool {
    let digits = text.iter().filter(|byte| byte.is_ascii_hexdigit()).count();
    let marks = HEX.or(b":-.").fills(text);
    let pairs = |text: &[u8]| text.iter().skip(2).step_by(3).all(|mark| *mark == text[2]) && text[2] != b'.';
    let even = matches!(text.len(), 17 | 23) && digits * 3 == text.len() * 2 + 2 && pairs(text);
    marks && matches!(digits, 12 | 16) && (digits == text.len() || even)
}

fn is_session(value: &Value<'_>) -> bool {
    let text = value.text;
    // `session: forced-command` says what is begun.
    let named = text.len() >= 4 && (value.digits() > 0 || text.len() >= 12 && value.sure);
    match value.key {
        // `gid=1000` is the number of a group, and `gid=GA1.2.…` a cookie of Google's analytics.
        b"gid" => return text.starts_with(b"GA1."),
        b"fbp" => return text.starts_with(b"fb."),
        b"sessionstate" if value.digits() == 0 => return false,
        _ => {}
    }
    let cookies = value.key.ends_with(b"cookie") && text.contains(&b'=');
    let number = DIGIT.or(b"_-").fills(value.text)
        && text.len()
            < match value.key {
                b"cookieid" => 7,
                b"deviceid" => 10,
                _ => 24,
            };
    let device = value.key.ends_with(b"deviceid") && text.len() < 8;
    named
        && !value.is_security_id()
        && !device
        && !number
        && !cookies
        && !value.is_hexadecimal()
        && !text.contains(&b' ')
}

/// Whether a line speaks of a program's file, as Windows' events and Sysmon do.
fn says_file(line: &[u8]) -> bool {
    bytes::holds_any(line, &["FileVersion", "OriginalFileName", "InternalName"])
}
