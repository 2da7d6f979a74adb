//! Mail addresses and what is written like them: `local@domain.tld`, `login@192.0.2.1`, Matrix' `@login:domain.tld`,
//! Kerberos' `service/machine@REALM`.

mod credentials;

use super::is_part_of_program;
use crate::minimize::ascii::{self, Class, DIGIT, DOTTED, LETTER};
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary, host, structure};

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    for at in memchr::memchr_iter(b'@', line) {
        mail(line, at, found);
        federated(line, at, found);
    }
}

/// `local@domain.tld`, and `login@192.0.2.1`, in brackets or not.
fn mail(line: &[u8], at: usize, found: &mut Vec<Found>) {
    let Some(start) = local_part(line, at) else { return };
    returned(line, start, found);
    dialling(line, start, found);
    // `login@[192.0.2.1]` (RFC 5321, section 4.1.3)
    let literal = usize::from(line.get(at + 1) == Some(&b'['));
    let mut end = at + 1 + literal + domain_length(&line[at + 1 + literal..]);
    if literal == 1 && line.get(end) != Some(&b']') {
        return;
    }
    while end > at + 1 && matches!(line[end - 1], b'.' | b'-') {
        end -= 1;
    }
    end = without_file_end(line, at + 1 + literal, end);
    if credentials::find(line, at, end, found) {
        return;
    }
    let domain = &line[at + 1 + literal..end];
    if let Some(service) = service_before(line, start) {
        found.push(Found::new(service..end, Kind::User, Evidence::Grammar));
        return;
    }
    let numeric = DOTTED.fills(domain);
    if numeric && std::str::from_utf8(domain).is_ok_and(|text| text.parse::<std::net::Ipv4Addr>().is_ok()) {
        let number = at - start >= 9 && DIGIT.fills(&line[start..at]);
        let dialled = is_dialled(line, start) || number;
        let kind = if dialled { Kind::Phone } else { Kind::User };
        // `server@192.0.2.7` is whom ntpd(8) keeps its time by.
        let role = matches!(&line[start..at], b"server" | b"client" | b"peer");
        // Lustre's `MGC192.0.2.7@tcp@192.0.2.8@tcp` has a kind of network there.
        let role = role || line[..start].ends_with(b"@") || line.get(end) == Some(&b'@');
        // Jetty's `Connector@0.0.0.0:8080`: what listens on every address.
        let role = role || domain == b"0.0.0.0";
        if dialled || !role && !is_part_of_program(&line[start..at]) {
            found.push(Found::new(start..at, kind, Evidence::Grammar));
        }
    } else if literal == 0 && ends_in_top_level(domain) {
        // What a message is called is nobody's address; a machine has called it so.
        let called = is_message_id(line, start) && !is_somebody(&line[start..at]) || is_slot(&line[start..at]);
        let (from, kind) = if called { (at + 1, Kind::Host) } else { (start, Kind::Email) };
        found.push(Found::new(from..end, kind, Evidence::Grammar));
        if kind == Kind::Email {
            named(line, (start, at, end), found);
        }
    }
}

/// Bytes of the domain that a text begins with; letters beyond ASCII stand in it before its last dot.
fn domain_length(text: &[u8]) -> usize {
    let plain = ascii::NAME.run(text);
    if text.get(plain).is_none_or(u8::is_ascii) {
        return plain;
    }
    let wide = ascii::NAME.or_not_ascii().run_within(text, LONGEST);
    let name = text[..wide].trim_ascii_end();
    let name = name.strip_suffix(b".").unwrap_or(name);
    if ends_in_top_level(name) { wide } else { plain }
}

/// Bytes of the longest domain.
const LONGEST: usize = 254;

/// `"Gwen Lee": "g.lee@…"`, `Gwen Lee,g.lee@…`: whose address it is, as a key or a cell before it. A part of their name
/// stands in the address, or the line holds nothing else.
fn named(line: &[u8], (start, at, end): (usize, usize, usize), found: &mut Vec<Found>) {
    let head = bytes::without_end(&line[..start], b" \"',;:\t=", BETWEEN);
    if !Class::of(b",;:\t").is_in(&line[head.len()..start]) {
        return;
    }
    let length = LETTER.or(b" .'-").or_not_ascii().run_back_within(head, NAME);
    let from = head.len() - length;
    let name = head[from..].trim_ascii_start();
    let from = head.len() - name.len();
    let begins = from == 0 || matches!(line[from - 1], b'"' | b'\'' | b',' | b';' | b'\t' | b'{');
    let local = line[start..at].to_ascii_lowercase();
    let own = |word: &[u8]| word.len() > 2 && bytes::find(&local, &word.to_ascii_lowercase()).is_some();
    let alone = from == 0 && line[end..].trim_ascii().is_empty() && matches!(line[head.len()], b',' | b';' | b'\t');
    if begins && structure::is_full_name(name) && (alone || name.split(|byte| *byte == b' ').any(own)) {
        found.push(Found::new(from..head.len(), Kind::Person, Evidence::Grammar).teaching_unless_short());
    }
}

/// Bytes of the longest name before an address, and of what may stand between them.
const NAME: usize = 64;
const BETWEEN: usize = 6;

/// Whether what reaches to `start` opens the id of a message, `message-id=<77.`, `Message-ID: <`.
fn is_message_id(line: &[u8], start: usize) -> bool {
    // Exim's `S=2210 id=77@gw7.plant.example`
    if let Some(head) = line[..start].strip_suffix(b" id=") {
        let size = DIGIT.run_back(head);
        return size > 0 && head[..head.len() - size].ends_with(b" S=");
    }
    let from = start.saturating_sub(MESSAGE);
    let Some(open) = line[from..start].iter().rposition(|byte| *byte == b'<' || byte.is_ascii_whitespace()) else {
        return false;
    };
    let (head, open) = (&line[..from + open], line[from + open]);
    let key = head.len() - Class::of(b"=: \"").run_back_within(head, 4);
    let (head, between) = head.split_at(key);
    let keyed = Class::of(b"=:").is_in(between);
    open == b'<'
        && MESSAGES.iter().filter(|name| keyed || name.ends_with(" message")).any(|name| {
            let before = head.len().checked_sub(name.len());
            before.is_some_and(|at| {
                head[at..].eq_ignore_ascii_case(name.as_bytes()) && (at == 0 || !head[at - 1].is_ascii_alphanumeric())
            })
        })
}

/// Whether what stands before `@` is a name rather than a number: letters, and not such as hexadecimal digits are.
fn is_somebody(local: &[u8]) -> bool {
    LETTER.or(b"._-").fills(local) && local.iter().any(|byte| byte.is_ascii_alphabetic() && !byte.is_ascii_hexdigit())
}

/// `slot1@gw7.plant.example`, `slot1_2@…`: a part of a machine that jobs run on, by its number.
fn is_slot(local: &[u8]) -> bool {
    let number = local.strip_prefix(b"slot").unwrap_or_default();
    number.first().is_some_and(u8::is_ascii_digit) && DIGIT.or(b"_").fills(number)
}

/// What stands before the id of a message.
const MESSAGES: [&str; 10] = [
    "id",
    "message-id",
    "message_id",
    "messageid",
    "msgid",
    "mid",
    "in-reply-to",
    "references",
    "processing message",
    "clean message",
];

/// Bytes of the longest beginning of one.
const MESSAGE: usize = 128;

/// `@login:domain.tld`, as Matrix calls its people.
fn federated(line: &[u8], at: usize, found: &mut Vec<Found>) {
    let open = at == 0 || matches!(line[at - 1], b' ' | b'"' | b'\'' | b'{' | b'(' | b'[' | b'<' | b'=' | b',');
    if !open {
        return;
    }
    let start = at + 1;
    let is_login = |byte: &&u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-=/".contains(byte);
    let end = start + line[start..].iter().take(64).take_while(is_login).count();
    if end == start || line.get(end) != Some(&b':') {
        return;
    }
    let login = &line[start..end];
    let length = ascii::NAME.run(&line[end + 1..]);
    let domain = &line[end + 1..end + 1 + length];
    if ends_in_top_level(domain) && (host::is_domain_name(domain) || !is_attribute(login)) {
        found.push(Found::new(start..end, Kind::User, Evidence::Grammar).teaching_unless_short());
        let (from, to) = (end + 1, end + 1 + domain.len());
        found.push(Found::new(from..to, Kind::Host, Evidence::Grammar).teaching_if(!is_attribute(login)));
    }
}

/// Whether words stand there and nothing else, as in `@event.type:page.exported` and `@media:screen.large`: what a
/// query or a style calls something.
fn is_attribute(login: &[u8]) -> bool {
    login.split(|byte| b"._-=/".contains(byte)).all(dictionary::is_word)
}

/// `bounce+gwen=plant.example@…`: whose mail comes back.
fn returned(line: &[u8], start: usize, found: &mut Vec<Found>) {
    let Some(head) = line[..start].strip_suffix(b"=") else { return };
    let length = LOCAL.run_back_within(head, 64);
    let Some(plus) = memchr::memrchr(b'+', &head[head.len() - length..]) else { return };
    let (from, end) = (head.len() - length + plus + 1, head.len());
    if end > from + 1 && plus > 0 {
        found.push(Found::new(from..end, Kind::User, Evidence::Grammar).teaching_unless_short());
    }
}

/// `004711#0001@t-online.de`: who dials in, before the number of those who share the line.
fn dialling(line: &[u8], start: usize, found: &mut Vec<Found>) {
    let Some(head) = line[..start].strip_suffix(b"#") else { return };
    let digits = DIGIT.run_back_within(head, 24);
    if digits >= 8 {
        found.push(Found::new(head.len() - digits..head.len(), Kind::Account, Evidence::Grammar).teaching());
    }
}

/// Where Kerberos' `service/machine@REALM` begins, of which the machine begins at `start`.
fn service_before(line: &[u8], start: usize) -> Option<usize> {
    let head = line[..start].strip_suffix(b"/")?;
    let length = LOCAL.run_back(head);
    let open = length < head.len() && head[head.len() - length - 1] != b'/' || length == head.len();
    // `gwen/admin@REALM`: what somebody is there.
    let role = line[start..].starts_with(b"admin@") && line.get(start + 6).is_some_and(u8::is_ascii_uppercase);
    (open && length > 0 && (role || is_service(&head[head.len() - length..]))).then_some(head.len() - length)
}

/// Whether a text is a service that has principals of its own.
pub(crate) fn is_service(text: &[u8]) -> bool {
    bytes::is_one_of_in_any_case(text, &SERVICES)
}

/// Services that have principals of their own.
const SERVICES: [&str; 13] =
    ["kadmin", "host", "http", "nfs", "cifs", "ldap", "dns", "imap", "smtp", "krbtgt", "postgres", "kafka", "mssqlsvc"];

/// Whether a number stands there in a SIP address.
fn is_dialled(line: &[u8], start: usize) -> bool {
    let number = DIGIT.or(b"+").run(&line[start..]);
    let scheme =
        line[..start].ends_with(b"sip:") || line[..start].ends_with(b"sips:") || line[..start].ends_with(b"tel:");
    number >= 5 && scheme && line.get(start + number) == Some(&b'@')
}

/// Bytes of the longest local part in quotes, with these.
const QUOTED: usize = 66;

/// Where the local part before `at` begins; `None` where there is none.
fn local_part(line: &[u8], at: usize) -> Option<usize> {
    if at >= 3 && line[at - 1] == b'"' {
        let from = at.saturating_sub(QUOTED);
        let open = from + memchr::memrchr(b'"', &line[from..at - 1])?;
        return (line[..open].last() != Some(&b'=')).then_some(open + 1);
    }
    let length = LOCAL.run_back_within(&line[..at], 64);
    let mut start = at - length;
    while start < at && matches!(line[start], b'.' | b'-' | b'\'' | b'%' | b'=' | b'/') {
        start += 1;
    }
    // `<bounce-gwen=plant.example@…>`: whom a message went to that came back, as a part of whom it came from.
    if let Some(head) = line[..start].strip_suffix(b"=")
        && host::is_domain_name(&line[start..at])
    {
        let length = LOCAL.run_back_within(head, 64);
        if length > 0 && head[..head.len() - length].ends_with(b"<") && !head.contains(&b'+') {
            start = head.len() - length;
        }
    }
    // `%U@`: a letter that stands for a login.
    let template = start > 0 && line[start - 1] == b'%' && start + 1 == at;
    (start < at && !template).then_some(start)
}

const LOCAL: Class = ascii::NAME.or(b"+%'").or_not_ascii();

/// Whether a name has a last label that can close a domain, and is neither a unit of systemd's nor a file.
fn ends_in_top_level(name: &[u8]) -> bool {
    let Some(dot) = memchr::memrchr(b'.', name) else { return false };
    let last = &name[dot + 1..];
    let closes = last.starts_with(b"xn--") || (last.len() >= 2 && LETTER.fills(last));
    closes && !bytes::is_one_of(last, &UNITS)
}

/// Where a domain ends of which a file is called: `gwen@plant.example.log`.
fn without_file_end(line: &[u8], start: usize, end: usize) -> usize {
    let domain = &line[start..end];
    let Some(dot) = memchr::memrchr(b'.', domain) else { return end };
    let named = ends_in_top_level(&domain[..dot]) && !domain[0].is_ascii_digit();
    if named && bytes::is_one_of(&domain[dot + 1..], &FILES) { start + dot } else { end }
}

/// Ends of files that are called by whom they are about.
const FILES: [&str; 8] = ["log", "txt", "json", "xml", "yaml", "yml", "conf", "zip"];

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
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::kinds_and_texts(line, find)
    }

    #[test]
    fn mail_addresses_are_found_and_units_are_not() {
        assert_eq!(texts("to=<ann.lee+x@mail.example>,"), ["Email ann.lee+x@mail.example"]);
        assert_eq!(texts("ann.lee@plant.example.log"), ["Email ann.lee@plant.example"]);
        assert_eq!(texts("for [0049305550199@192.0.2.7]"), ["Phone 0049305550199"]);
        assert_eq!(texts("on slot1_2@gw7.plant.example <x"), ["Host gw7.plant.example"]);
        assert_eq!(texts("o4->store-osc-7@192.0.2.7@o2ib:6/4 lens"), Vec::<String>::new());
        assert_eq!(texts("Started SelectWithSafeStartup@0.0.0.0:8088"), Vec::<String>::new());
        assert_eq!(texts("for host/gw7.plant.example@PLANT x"), ["User host/gw7.plant.example@PLANT"]);
        assert_eq!(texts("started user@1000.service, Worker@77"), Vec::<String>::new());
        assert_eq!(texts("ssh bob@192.0.2.1"), ["User bob"]);
        assert_eq!(texts("ssh boQuv@192.0.2.1 of sparkDriver@192.0.2.2"), ["User boQuv"]);
        assert_eq!(texts("MGC192.0.2.7@tcp@192.0.2.8@tcp:26/25"), Vec::<String>::new());
        assert_eq!(texts("to <bob@[192.0.2.1]> of x@[y.example] and x@[192.0.2.1"), ["User bob"]);
    }

    #[test]
    fn an_id_of_a_message_is_nobodys_address() {
        for line in [
            "7C: message-id=<77.12AB@gw7.plant.example>",
            "Message-ID: <1$77@gw7.plant.example>",
            "spamd: processing message <77@gw7.plant.example> for x:7",
            "task: id: <77.12ab@gw7.plant.example>, qid: <7C>",
            "1aB-7 <= x P=esmtps S=2210 id=77.12ab@gw7.plant.example",
        ] {
            assert_eq!(texts(line), ["Host gw7.plant.example"], "{line}");
        }
        assert_eq!(texts("x id=gwen7@plant.example"), ["Email gwen7@plant.example"]);
        assert_eq!(texts("pyramid=<gwen@plant.example>"), ["Email gwen@plant.example"]);
        assert_eq!(texts("msgid=<7 gwen@plant.example>"), ["Email gwen@plant.example"]);
        assert_eq!(texts("message-id=<gwen.zorgal@plant.example>"), ["Email gwen.zorgal@plant.example"]);
        assert_eq!(texts("ticket 7 references <7@plant.example>"), ["Email 7@plant.example"]);
    }

    #[test]
    fn people_of_matrix_are_found_and_attributes_are_not() {
        let room = "{@gwen:plant.example} @scope/x: y, @media: x.y, @app:main.js";
        assert_eq!(texts(room), ["User gwen", "Host plant.example"]);
        assert_eq!(texts("@event.type:page.exported @media:screen.large"), Vec::<String>::new());
        assert_eq!(
            texts("@event:plant.example, @gwen.lee:plant.rocks"),
            ["User event", "Host plant.example", "User gwen.lee", "Host plant.rocks"]
        );
    }
}
