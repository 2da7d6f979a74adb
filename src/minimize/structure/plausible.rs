//! Whether a value can be what its key says.

mod machine;
mod person;
mod prose;
mod secret;

use super::super::bytes;
use super::super::{Kind, dictionary, host, uuid};
use super::people::{is_displayed, is_full_name, says_person};
use super::spelling::is_grouped;
use super::value::is_placeholder;
use machine::is_machine;
pub(super) use person::is_role;
use person::{is_login, is_thing};
pub(super) use secret::is_routing;
use secret::is_secret;

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

    fn begins_with_number(&self) -> bool {
        self.text.split(|byte| *byte == b' ').next().is_some_and(|word| word.iter().all(u8::is_ascii_digit))
    }

    /// A number written with its base, short enough to be an id of PCI or an address in memory.
    fn is_hexadecimal(&self) -> bool {
        self.text.starts_with(b"0x") && self.text.len() <= 18
    }

    /// `S-1-5-18`: a security id of Windows, of which the domain is found elsewhere; which number it begins with does
    /// not count.
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

/// Whether a value can be what its key says.
pub(super) fn is_plausible(value: &Candidate<'_>) -> bool {
    let text = value.text;
    let word = text.split(|byte| *byte == b' ').next().unwrap_or_default();
    let is_none = is_placeholder(text) || is_placeholder(word);
    match value.kind {
        Kind::Secret => !is_none && is_secret(value),
        Kind::Session => !is_none && is_session(value),
        // NetworkManager calls a cable's connection what the interface is called.
        Kind::Ssid => !is_none && !host::is_interface(text),
        Kind::Location => is_place(value),
        Kind::User => is_login(value),
        Kind::Host | Kind::Domain => is_machine(value),
        // JSONP's is a function.
        Kind::Phone if value.key == b"callback" => {
            value.digits() >= 7 && !text.iter().any(|byte| byte.is_ascii_uppercase() || *byte == b'_')
        }
        Kind::Phone => value.digits() >= 5,
        // On Fibre Channel; of a network's card it is a word.
        Kind::Serial if value.key == b"portname" => text.len() == 16 && text.iter().all(u8::is_ascii_hexdigit),
        Kind::Serial
            if matches!(
                value.key,
                b"gatewayid" | b"eui64" | b"extaddr" | b"extaddress" | b"extendedpanid" | b"extpanid" | b"xpanid"
            ) =>
        {
            is_interface_id(text)
        }
        // Of a disk; of much else it is a UUID, and of a pool twenty digits.
        Kind::Serial if value.key == b"guid" => is_interface_id(text) || value.is_number() && text.len() >= 17,
        Kind::Serial if value.key.ends_with(b"engineid") => text.len() >= 10 && text.iter().all(u8::is_ascii_hexdigit),
        // Of goods it is a number that all of them have; `code128` is how it is drawn.
        Kind::Serial if value.key == b"barcode" && (value.is_number() || text.len() < 8) => false,
        // A file system's of Ceph; of NFS it is a number.
        Kind::Uuid if value.key == b"fsid" => uuid::has_shape(text),
        Kind::Serial if value.key.ends_with(b"productid") => is_product_id(text),
        // `*PNP0C08`: a model's.
        Kind::Serial if value.key == b"hardwareid" && text.len() < 12 => false,
        Kind::Serial => is_serial(value),
        Kind::Account if value.key == b"projectid" && value.is_number() => false,
        // `DsTenantId=0`: one of a few.
        Kind::Account if value.is_number() && text.len() < 4 && !super::keys::is_listed(value.key) => false,
        Kind::Account => {
            !is_none && !value.is_security_id() && (value.digits() > 0 || text.contains(&b'-') || !value.is_word())
        }
        Kind::Key if is_grouped(text) => true,
        // `subjectKeyIdentifier = hash`
        Kind::Key if value.key.ends_with(b"identifier") || value.key.ends_with(b"thumbprint") => {
            text.len() >= 16 && text.iter().all(|byte| byte.is_ascii_hexdigit() || *byte == b':')
        }
        // What of all pictures begins so.
        Kind::Key => text.len() >= 16 && (text[0] != b'/' || text.starts_with(b"/9j/")) && !text.contains(&b' '),
        // What openssl.cnf asks of a request.
        Kind::Organisation if matches!(text, b"match" | b"supplied") || bytes::find(text, b" (eg, ").is_some() => false,
        Kind::Organisation if text.starts_with(b"Internet Widgits") => false,
        Kind::Person if matches!(value.key, b"dob" | b"dateofbirth" | b"birthdate" | b"birthday") => {
            value.digits() >= 4
        }
        // `"name":"curl","full_name":"curl"`: a package.
        Kind::Person if value.key == b"fullname" && value.quoted && is_named_so(value) => false,
        Kind::Person if value.key == b"displayname" && value.quoted => {
            is_displayed(text, value.line) && (!is_thing(value) || says_person(value.line))
        }
        // A mail address, which is found as one.
        Kind::Person if text.starts_with(b"mailto:") => false,
        // `repo_full_name: works/tools`
        Kind::Person if value.key.ends_with(b"fullname") && value.key != b"fullname" => is_full_name(text),
        Kind::Person if is_thing(value) || is_role(value.key) && !is_full_name(&spaced(text)) => false,
        // Who made a program, as its file says.
        Kind::Organisation if matches!(value.key, b"company" | b"companyname") && says_file(value.line) => false,
        Kind::Person | Kind::Organisation | Kind::Title => value.has_letters() && text.len() >= 2 && !is_none,
        Kind::Mac => is_hardware(text),
        Kind::Email => text.contains(&b'@'),
        _ => true,
    }
}

/// Whether the line calls the same thing by the same word before, as a package and no person is called.
fn is_named_so(value: &Candidate<'_>) -> bool {
    let name = |quote: &[u8]| [b"\"name\":", quote, b"\"", value.text, b"\""].concat();
    value.text.iter().all(u8::is_ascii_lowercase)
        && [&b""[..], b" "].iter().any(|gap| bytes::find(value.line, &name(gap)).is_some())
}

/// A name in which underscores stand for blanks.
fn spaced(text: &[u8]) -> Vec<u8> {
    text.iter().map(|byte| if *byte == b'_' { b' ' } else { *byte }).collect()
}

/// Whether a text is WireGuard's public key: 32 bytes in base64.
pub(super) fn is_public_key(text: &[u8]) -> bool {
    text.len() == 44 && text.ends_with(b"=") && data_encoding::BASE64.decode(text).is_ok()
}

/// Whether a key of Ceph's begins there: 28 bytes in base64, the first of which say what it is for.
pub(super) fn is_ceph_key(line: &[u8], start: usize) -> bool {
    let rest = line.get(start..).unwrap_or_default();
    let length = rest.iter().take(41).take_while(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(byte)).count();
    length == 40 && rest.starts_with(b"AQ") && rest[..40].ends_with(b"==")
}

/// Whether a value can be the number of one device, and not of a model, a bus or a zone.
fn is_serial(value: &Candidate<'_>) -> bool {
    let text = value.text;
    // `SN   : X`, where a line has nothing else, or a word before it.
    let says_so = value.line.trim_ascii_start().get(..2).is_some_and(|first| first.eq_ignore_ascii_case(b"sn"))
        || bytes::find(value.line, b" SN ").is_some();
    let mixed = value.has_letters() && value.digits() >= 3;
    let counted = [&b"connectionserialnumber"[..], b"incidentserialno"].iter().any(|end| value.key.ends_with(end));
    text.len() >= 4
        && text[0] != b'/'
        // `Serial: 8250/16550 driver`, as Linux has what drives its serial ports.
        && !(text.contains(&b'/') && text.iter().all(|byte| byte.is_ascii_digit() || *byte == b'/'))
        && !text.ends_with(b" driver")
        // `PCI\\VEN_8086&DEV_15B8`: a model's.
        && !text.contains(&b'\\')
        && value.digits() > 0
        && (value.sure || value.key != b"devid")
        && (value.key != b"sn" || (value.sure || says_so) && text.len() >= 8 && mixed)
        && !value.is_bus_address()
        // `console_serial: ttyS0`, `soa_serial=2026031001`
        && (!value.key.ends_with(b"serial") || super::keys::is_listed(value.key) || text.len() >= 6 && mixed)
        && !counted
        && !(value.begins_with_number() && says_zone(value.line))
}

/// Sixteen hexadecimal digits, as radios and disks have them (EUI-64), which may stand in two groups.
fn is_interface_id(text: &[u8]) -> bool {
    let digits = text.iter().filter(|byte| byte.is_ascii_hexdigit()).count();
    digits == 16 && text.iter().all(|byte| byte.is_ascii_hexdigit() || b" :-".contains(byte))
}

/// `00425-00000-44110-AAOEM`, which Windows has from its key; of other products it is a model's number.
fn is_product_id(text: &[u8]) -> bool {
    let lengths = text.split(|byte| *byte == b'-').map(<[u8]>::len);
    (lengths.clone().eq([5, 5, 5, 5]) || lengths.eq([5, 3, 7, 5])) && text[..5].iter().all(u8::is_ascii_digit)
}

/// A hardware address of six bytes or eight, or the digits of one.
fn is_hardware(text: &[u8]) -> bool {
    let digits = text.iter().filter(|byte| byte.is_ascii_hexdigit()).count();
    let marks = text.iter().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'-' | b'.'));
    let even = text.len() == 17 && [2, 5, 8, 11, 14].iter().all(|at| text[*at] == text[2] && text[2] != b'.');
    marks && matches!(digits, 12 | 16) && (digits == text.len() || even)
}

fn is_session(value: &Candidate<'_>) -> bool {
    let text = value.text;
    // `session: forced-command` says what is begun.
    let named = text.len() >= 4 && (value.digits() > 0 || text.len() >= 12 && value.sure);
    match value.key {
        // A number of a group, where no cookie of analytics stands.
        b"gid" => return text.starts_with(b"GA1."),
        b"fbp" => return text.starts_with(b"fb."),
        b"sessionstate" if value.digits() == 0 => return false,
        _ => {}
    }
    let cookies = value.key.ends_with(b"cookie") && text.contains(&b'=');
    let number = value.text.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'_' | b'-'))
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

fn is_place(value: &Candidate<'_>) -> bool {
    let short = matches!(value.key, b"lat" | b"lon" | b"lng" | b"long") && !value.sure;
    let latency = value.key == b"lat" && bytes::find(value.line, b"on").is_none();
    let dotted = value.text.contains(&b'.');
    let number = value.text.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+'));
    match value.key {
        // A name of an archive and a degree of compression are none.
        b"zip" | b"postalcode" | b"zipcode" => value.digits() >= 4 && value.text.len() <= 10,
        b"postcode" => value.digits() >= 2 && value.text.len() <= 10,
        b"city" | b"locality" | b"addresslocality" => {
            value.quoted && value.digits() == 0 && value.text.len() >= 3 && !is_placeholder(value.text)
        }
        b"address" => is_street(value.text),
        // `coordinates: x=7.5 y=8.5`: of a point on a screen or in a plant.
        b"coordinates" if value.text.contains(&b'=') => false,
        b"addressline1" | b"addressline2" | b"billingaddress" | b"deliveryaddress" | b"homeaddress"
        | b"shippingaddress" | b"siteaddress" => value.digits() > 0 && value.text.contains(&b' '),
        b"lat" | b"lon" | b"lng" | b"long" => number && dotted && !short && !(latency && value.line.contains(&b'=')),
        _ => value.digits() > 0 && (value.has_letters() || dotted),
    }
}

/// `Quvnixgasse 23, 8020 Zorgal`: a number of a house, and a name with a capital that is no word of logs.
pub(super) fn is_street(text: &[u8]) -> bool {
    let mut words = text.split(|byte| matches!(byte, b' ' | b',')).filter(|word| !word.is_empty());
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || *byte >= 0x80 || b" ,.'-/".contains(byte);
    let number = |word: &[u8]| (1..=5).contains(&word.len()) && word.iter().all(u8::is_ascii_digit);
    let name = |word: &[u8]| {
        word.len() >= 4
            && word[0].is_ascii_uppercase()
            && word[1..].iter().all(|byte| byte.is_ascii_lowercase() || *byte >= 0x80)
            && !dictionary::is_word(&word.to_ascii_lowercase())
    };
    let part = |word: &[u8]| PARTS.iter().any(|part| word.eq_ignore_ascii_case(part.as_bytes()));
    text.iter().all(plain) && words.clone().any(number) && !words.clone().any(part) && words.any(name)
}

/// What machines have numbers of.
const PARTS: [&str; 8] = ["slot", "port", "rack", "unit", "bay", "node", "module", "line"];

/// Whether a line speaks of a program's file, as Windows' events and Sysmon do.
fn says_file(line: &[u8]) -> bool {
    [&b"FileVersion"[..], b"OriginalFileName", b"InternalName"].iter().any(|word| bytes::find(line, word).is_some())
}

/// Whether a line speaks of a zone of the domain system, whose serial number is a date.
fn says_zone(line: &[u8]) -> bool {
    [&b"zone"[..], b"SOA", b"transfer", b"soa", b"refresh:"].iter().any(|word| bytes::find(line, word).is_some())
}
