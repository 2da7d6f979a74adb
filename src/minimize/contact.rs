//! Ways to reach a person: mail addresses, telephone numbers, and the names and passwords in URLs.

use super::sight::{Finder, Needs, mark};
use super::{Found, Kind, Way, bytes, namespace, uuid};

/// What a line must show to hold one.
pub(crate) const NEEDS: Needs = Needs {
    finder: Finder::Contact,
    marks: mark::AT | mark::SCHEME | mark::PLUS,
    words: &["sms", "call", "calling", "dialing", "dialling", "message", "fax"],
};

/// Finds them in one line.
pub(crate) fn find(line: &[u8], found: &mut Vec<Found>) {
    for at in memchr::memchr_iter(b'@', line) {
        mail(line, at, found);
        federated(line, at, found);
    }
    for at in bytes::every(line, b"://") {
        if !NAMELESS.iter().any(|scheme| line[..at].ends_with(scheme.as_bytes())) {
            url(line, at + 3, found);
        }
    }
    for at in memchr::memchr_iter(b'+', line) {
        phone(line, at, found);
    }
    abroad(line, found);
}

/// `local@domain.tld`, and `login@192.0.2.1`.
fn mail(line: &[u8], at: usize, found: &mut Vec<Found>) {
    let Some(start) = local_part(line, at) else { return };
    returned(line, start, found);
    let length = line[at + 1..].iter().take_while(|byte| is_name(**byte)).count();
    let mut end = at + 1 + length;
    while end > at + 1 && matches!(line[end - 1], b'.' | b'-') {
        end -= 1;
    }
    let domain = &line[at + 1..end];
    if let Some(service) = service_before(line, start) {
        found.push(Found { start: service, end, kind: Kind::User, way: Way::Grammar, learn: false });
        return;
    }
    let last = domain.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    let numeric = domain.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.');
    if numeric && std::str::from_utf8(domain).is_ok_and(|text| text.parse::<std::net::Ipv4Addr>().is_ok()) {
        // `CoarseGrainedScheduler@192.0.2.7` is a part of a program.
        let number = at - start >= 9 && line[start..at].iter().all(u8::is_ascii_digit);
        let dialled = is_dialled(line, start) || number;
        let kind = if dialled { Kind::Phone } else { Kind::User };
        // `server@192.0.2.7` is whom ntpd(8) keeps its time by.
        let role = matches!(&line[start..at], b"server" | b"client" | b"peer");
        if dialled || !role && !is_camel(&line[start..at]) {
            found.push(Found { start, end: at, kind, way: Way::Grammar, learn: false });
        }
    } else if last.len() < domain.len() && is_top_level(last) && !UNITS.iter().any(|unit| unit.as_bytes() == last) {
        found.push(Found { start, end, kind: Kind::Email, way: Way::Grammar, learn: false });
    }
}

/// `@login:domain.tld`, as Matrix calls its people.
fn federated(line: &[u8], at: usize, found: &mut Vec<Found>) {
    let open = at == 0 || matches!(line[at - 1], b' ' | b'"' | b'\'' | b'{' | b'(' | b'[' | b'<' | b'=' | b',');
    let start = at + 1;
    let is_login = |byte: &&u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-=/".contains(byte);
    let end = start + line[start..].iter().take(64).take_while(is_login).count();
    if !open || end == start || line.get(end) != Some(&b':') || &line[start..end] == b"media" {
        return;
    }
    let length = line[end + 1..].iter().take_while(|byte| is_name(**byte)).count();
    let domain = &line[end + 1..end + 1 + length];
    let last = domain.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    if last.len() < domain.len() && is_top_level(last) && !UNITS.iter().any(|unit| unit.as_bytes() == last) {
        found.push(Found { start, end, kind: Kind::User, way: Way::Grammar, learn: end - start >= 4 });
    }
}

/// `bounce+gwen=plant.example@…`: whose mail comes back.
fn returned(line: &[u8], start: usize, found: &mut Vec<Found>) {
    let Some(head) = line[..start].strip_suffix(b"=") else { return };
    let length = head.iter().rev().take(64).take_while(|byte| is_local(**byte)).count();
    let Some(plus) = memchr::memrchr(b'+', &head[head.len() - length..]) else { return };
    let (from, end) = (head.len() - length + plus + 1, head.len());
    if end > from + 1 && plus > 0 {
        found.push(Found { start: from, end, kind: Kind::User, way: Way::Grammar, learn: end - from >= 4 });
    }
}

/// Where the service begins in Kerberos' `service/machine@REALM`, the machine of which begins at `start`.
fn service_before(line: &[u8], start: usize) -> Option<usize> {
    let head = line[..start].strip_suffix(b"/")?;
    let length = head.iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let open =
        length < head.len() && !matches!(head[head.len() - length - 1], b'/' | b'.' | b'-') || length == head.len();
    let known = SERVICES.iter().any(|service| head[head.len() - length..].eq_ignore_ascii_case(service.as_bytes()));
    (open && known).then_some(head.len() - length)
}

/// Services that have principals of their own.
const SERVICES: [&str; 12] =
    ["host", "http", "nfs", "cifs", "ldap", "dns", "imap", "smtp", "krbtgt", "postgres", "kafka", "mssqlsvc"];

/// Schemes behind which no machine stands.
const NAMELESS: [&str; 7] = ["usb", "otpauth", "containerd", "cri-o", "docker", "chrome-extension", "docker-pullable"];

/// Whether a number stands there in a SIP address.
fn is_dialled(line: &[u8], start: usize) -> bool {
    let number = line[start..].iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'+').count();
    let scheme =
        line[..start].ends_with(b"sip:") || line[..start].ends_with(b"sips:") || line[..start].ends_with(b"tel:");
    number >= 5 && scheme && line.get(start + number) == Some(&b'@')
}

/// Where the local part before `at` begins; `None` where there is none.
fn local_part(line: &[u8], at: usize) -> Option<usize> {
    if at >= 3 && line[at - 1] == b'"' {
        let open = memchr::memrchr(b'"', &line[..at - 1])?;
        return (at - open <= 66 && line[..open].last() != Some(&b'=')).then_some(open + 1);
    }
    let length = line[..at].iter().rev().take(64).take_while(|byte| is_local(**byte)).count();
    let mut start = at - length;
    while start < at && matches!(line[start], b'.' | b'-' | b'\'' | b'%' | b'=' | b'/') {
        start += 1;
    }
    // `%U@`: a letter that stands for a login.
    let template = start > 0 && line[start - 1] == b'%' && start + 1 == at;
    (start < at && !template).then_some(start)
}

/// Finds the login, the password and the host of the authority that begins at `start` (RFC 3986, section 3.2).
fn url(line: &[u8], start: usize, found: &mut Vec<Found>) {
    let rest = &line[start..line.len().min(start + AUTHORITY)];
    let stops = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'<' | b'>' | b'`' | b',');
    let closes = |byte: &u8| stops(byte) || matches!(byte, b'/' | b'?' | b'#');
    let close = rest.iter().position(closes).unwrap_or(rest.len());
    let stop = || close + rest[close..].iter().position(stops).unwrap_or(rest.len() - close);
    let authority_end = match may_hold_slash(&rest[..close]).then(stop) {
        Some(stop) if memchr::memchr(b'@', &rest[close..stop]).is_some() => stop,
        _ => close,
    };
    let mut host = 0;
    if let Some(at) = memchr::memrchr(b'@', &rest[..authority_end]) {
        let token = TOKENS.iter().any(|scheme| line[..start - 3].ends_with(scheme.as_bytes()));
        user_information(&rest[..at], start, token, found);
        host = at + 1;
    }
    let host = start + host;
    let length = line[host..].iter().take_while(|byte| is_name(**byte)).count();
    // `x-coredata://6C1FB0A2-…` names an object.
    let object = uuid::has_shape(&line[host..host + length]);
    // `etcd-endpoints://0xc000a3c000/…`: where it lies in memory.
    let pointer = line[host..].starts_with(b"0x") && line[host + 2..host + length].iter().all(u8::is_ascii_hexdigit);
    if length > 0 && line.get(host) != Some(&b'[') && !object && !pointer && !namespace::holds(line, host) {
        found.push(Found { start: host, end: host + length, kind: Kind::Host, way: Way::Grammar, learn: false });
    }
}

/// Bytes of a URL in which its authority is looked for.
const AUTHORITY: usize = 2048;

/// Whether the slash behind a text may lie within a password: a colon that opens no port, and no `@` yet.
fn may_hold_slash(text: &[u8]) -> bool {
    let Some(colon) = memchr::memchr(b':', text) else { return false };
    !text[colon + 1..].iter().all(u8::is_ascii_digit) && memchr::memchr(b'@', text).is_none()
}

/// Schemes in which a login without a password is a token.
const TOKENS: [&str; 4] = ["nats", "tls", "stan", "liftbridge"];

/// Letters and digits of the shortest login that is taken for a token.
const TOKEN: usize = 20;

/// `login:password`, with a domain before the login (`DOMAIN;login`) or without one; a `token` alone.
fn user_information(text: &[u8], start: usize, token: bool, found: &mut Vec<Found>) {
    let colon = memchr::memchr(b':', text).unwrap_or(text.len());
    let long = text.len() >= TOKEN && text.iter().all(u8::is_ascii_alphanumeric) && !is_camel(text);
    if colon == text.len() && !text.is_empty() && (token || long) {
        found.push(Found { start, end: start + text.len(), kind: Kind::Secret, way: Way::Structure, learn: true });
        return;
    }
    let login = memchr::memchr(b';', &text[..colon]).map_or(0, |at| at + 1);
    let one = |start, end, kind, learn| Found { start, end, kind, way: Way::Structure, learn };
    if login > 0 {
        found.push(one(start, start + login - 1, Kind::Domain, false));
    }
    // `spark://CoarseGrainedScheduler@…` is a part of a program.
    if colon > login && !(colon == text.len() && is_camel(text)) {
        found.push(one(start + login, start + colon, Kind::User, false));
    }
    if colon + 1 < text.len() {
        found.push(one(start + colon + 1, start + text.len(), Kind::Secret, true));
    }
}

/// `+49 30 5550100`: a country code and, with it, nine to fifteen digits (E.164).
fn phone(line: &[u8], plus: usize, found: &mut Vec<Found>) {
    let before = plus.checked_sub(1).map(|at| line[at]);
    // What a modem dials.
    let dialled = line[..plus].ends_with(b"ATD");
    if !dialled && before.is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'.')
        || !matches!(line.get(plus + 1), Some(b'1'..=b'9'))
    {
        return;
    }
    let (mut end, mut digits, mut gap) = (plus + 1, 0, 0);
    for (offset, byte) in line[plus + 1..].iter().enumerate().take(24) {
        match byte {
            b'0'..=b'9' => (digits, gap, end) = (digits + 1, 0, plus + 2 + offset),
            b'(' if digits > 3 => break,
            b' ' | b'-' | b'(' | b')' if gap < 2 => gap += 1,
            _ => break,
        }
    }
    if (9..=15).contains(&digits) {
        found.push(Found { start: plus, end, kind: Kind::Phone, way: Way::Shape, learn: false });
    }
}

/// `sms to 0049…`: a long number behind what is said before one; which digits it begins with does not count.
fn abroad(line: &[u8], found: &mut Vec<Found>) {
    for at in memchr::memchr_iter(b' ', line).filter(|at| line.get(at + 1).is_some_and(u8::is_ascii_digit)) {
        let head = &line[..at];
        let said = SAID.iter().any(|words| {
            let from = head.len().checked_sub(words.len());
            from.is_some_and(|from| head[from..].eq_ignore_ascii_case(words.as_bytes()))
        });
        let digits = line[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let end = at + 1 + digits;
        let open = line.get(end).is_none_or(|byte| !byte.is_ascii_alphanumeric());
        if said && open && (11..=17).contains(&digits) {
            found.push(Found { start: at + 1, end, kind: Kind::Phone, way: Way::Shape, learn: false });
        }
    }
}

/// What is said before a number that somebody calls or writes to.
const SAID: [&str; 10] = [
    "sms to",
    "sms from",
    "call to",
    "call from",
    "calling",
    "dialing",
    "dialling",
    "message to",
    "message from",
    "fax to",
];

/// A small letter before a capital: a class, not a login.
pub(crate) fn is_camel(text: &[u8]) -> bool {
    text.windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase())
}

const fn is_local(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80 || matches!(byte, b'.' | b'_' | b'+' | b'-' | b'%' | b'\'')
}

const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_')
}

/// Whether a last label can close a mail domain.
fn is_top_level(label: &[u8]) -> bool {
    label.starts_with(b"xn--") || (label.len() >= 2 && label.iter().all(u8::is_ascii_alphabetic))
}

/// Suffixes of systemd's units and of files: `getty@tty1.service` and `icon@2x.png` are no mail addresses.
const UNITS: [&str; 39] = [
    "service",
    "socket",
    "timer",
    "mount",
    "automount",
    "swap",
    "target",
    "path",
    "slice",
    "scope",
    "device",
    "conf",
    "png",
    "jpg",
    "jpeg",
    "svg",
    "gif",
    "webp",
    "tar",
    "gz",
    "xz",
    "bz2",
    "zip",
    "json",
    "xml",
    "yaml",
    "yml",
    "txt",
    "log",
    "js",
    "css",
    "html",
    "map",
    "so",
    "dll",
    "exe",
    "jar",
    "py",
    "rs",
];

#[cfg(test)]
mod tests {
    use super::{Found, find};

    fn texts(line: &str) -> Vec<String> {
        let mut found: Vec<Found> = Vec::new();
        find(line.as_bytes(), &mut found);
        found.iter().map(|one| format!("{:?} {}", one.kind, &line[one.start..one.end])).collect()
    }

    #[test]
    fn mail_addresses_are_found_and_units_are_not() {
        assert_eq!(texts("to=<ann.lee+x@mail.example>,"), ["Email ann.lee+x@mail.example"]);
        assert_eq!(texts("for [0049305550199@192.0.2.7]"), ["Phone 0049305550199"]);
        assert_eq!(texts("for host/gw7.plant.example@PLANT x"), ["User host/gw7.plant.example@PLANT"]);
        assert_eq!(texts("started user@1000.service, Worker@77"), Vec::<String>::new());
        assert_eq!(texts("ssh bob@192.0.2.1"), ["User bob"]);
        assert_eq!(texts("{@gwen:plant.example} @scope/x: y, @media: x.y, @app:main.js"), ["User gwen"]);
    }

    #[test]
    fn a_url_gives_up_its_login_and_its_password() {
        assert_eq!(
            texts("amqp://svc:p/w@mq.corp.example:5672/v"),
            ["Email w@mq.corp.example", "User svc", "Secret p/w", "Host mq.corp.example"].map(str::to_owned).to_vec()
        );
        assert_eq!(texts("http://web:8080/a:b@c"), ["Host web"]);
        assert_eq!(texts("otpauth://totp/x containerd://0a1b2c3d"), Vec::<String>::new());
        assert_eq!(texts("etcd-endpoints://0xc000a3c000/relay7:2379"), Vec::<String>::new());
    }

    #[test]
    fn telephone_numbers_need_a_country_and_enough_digits() {
        assert_eq!(texts("call +49 30 5550199 now"), ["Phone +49 30 5550199"]);
        assert_eq!(texts("at 10:00:00+0100, +12 V, x+4930555019999"), Vec::<String>::new());
    }

    #[test]
    fn a_number_of_another_country_is_one_where_somebody_calls() {
        assert_eq!(texts("SMS to 00493055501 99 x"), ["Phone 00493055501"]);
        assert_eq!(texts("call to 03055501234 done"), ["Phone 03055501234"]);
        assert_eq!(texts("block 00493055501 and call to 004930"), Vec::<String>::new());
    }
}
