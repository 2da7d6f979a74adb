//! Names of the domain system by shape, and machines' names that say so themselves.
//!
//! Logs are full of words with dots: files, packages, classes, keys of configuration. A name counts where its last
//! label is one that names end in, and nothing around it says that it is something else.

mod alone;
mod beside;
mod files;
mod interface;
mod labels;
mod managed;
mod telling;

use super::ascii::{DIGIT, DOTTED, HEX, LETTER, LOWER, is_number};
use super::bytes;
use super::prefilter::{Finder, Needs, Prefilter, mark};
use super::{Evidence, Found, Kind, dictionary, domain, namespace};
use alone::stands_alone;
use beside::{PARTS, escape, is_reached, is_thread, job, opens};
use files::{dated, ends_as_none, is_counted, is_duration, is_file, is_in_folder, is_part};
use labels::{IS_CERTAIN, IS_DOUBTFUL, IS_FILE, IS_WORD, endings};

pub(crate) use interface::is_interface;
pub(crate) use labels::{is_reversed, last_labels};
pub(crate) use managed::spare;
pub(crate) use telling::{is_platform, is_telling, is_told, says_machine};

/// What a line must show to hold a name: a dash before digits, or one of the [`last_labels`] behind a dot.
pub(crate) const NEEDS: Needs = Needs { finder: Finder::Host, marks: mark::NUMBERED, words: &[] };

/// Finds names in one line.
pub(crate) fn find(line: &[u8], prefilter: &Prefilter, found: &mut Vec<Found>) {
    if prefilter.names(NEEDS.finder) {
        bytes::each(line, b'.', |dot| dotted(line, dot, found));
    }
    if prefilter.shows(mark::NUMBERED) {
        bytes::each(line, b'-', |dash| numbered(line, dash, found));
    }
}

/// The run of name characters around a dot; gives where to go on.
fn dotted(line: &[u8], dot: usize, found: &mut Vec<Found>) -> usize {
    let (start, end) = run(line, dot, |byte| is_name(byte) || byte == b'.');
    // `192.0.2.7...gw.plant.example`: one end and the other of a tunnel.
    let mut start = bytes::find(&line[start..dot], b"..").map_or(start, |_| dot);
    let mut end = bytes::find(&line[dot..end], b"..").map_or(end, |length| dot + length);
    let next = end.max(dot + 1);
    while start < end && matches!(line[start], b'.' | b'-') {
        start += 1;
    }
    while end > start && matches!(line[end - 1], b'.' | b'-') {
        end -= 1;
    }
    // `gw.plant.example.key`: what a file is of, which is called after a machine.
    if line[..start].ends_with(b"/")
        && let Some(dot) = memchr::memrchr(b'.', &line[start..end]).map(|length| start + length)
        && bytes::is_one_of(&line[dot + 1..end], &FILES)
        && line[start..dot].iter().filter(|byte| **byte == b'.').count() >= 2
    {
        end = dot;
    }
    if let Some(dash) = dated(&line[start..end]) {
        end = start + dash;
    }
    // `_ldap._tcp.dc._msdcs.plant.example`: a service's label, and the name behind it (RFC 2782).
    if line[..start].ends_with(b"_")
        && (start == 1 || !line[start - 2].is_ascii_alphanumeric() && line[start - 2] != b'_')
        && let Some(first) = memchr::memchr(b'.', &line[start..end])
    {
        start += first + 1;
    }
    start += job(line, start, end);
    start += escape(line, start, end);
    let file = is_in_folder(line, start, end);
    let algorithm = line[..start].ends_with(b"@") && domain::names_algorithms(&line[start..end]);
    if start < end
        && !file
        && !algorithm
        && !is_parameter(line, start, end)
        && is_open(line, start, end)
        && !namespace::holds(line, start)
        && (is_domain_name(&line[start..end]) || is_reached(line, start, end))
    {
        let labels = line[start..end].split(|byte| *byte == b'.').count();
        // A machine's short name that is known is not all that is to go of its whole name.
        let (kind, evidence) =
            if labels > 2 { (Kind::Host, Evidence::Grammar) } else { (Kind::Domain, Evidence::Shape) };
        found.push(Found::new(start..end, kind, evidence));
    }
    next
}

/// Whether a text with dots is a name that somebody registered, or one of a site's own.
pub(crate) fn is_domain_name(text: &[u8]) -> bool {
    let endings = endings(text);
    if endings == 0 {
        return false;
    }
    let labels: Vec<&[u8]> = text.split(|byte| *byte == b'.').collect();
    let Some((last, first)) = labels.last().zip(labels.first()) else { return false };
    let class = |label: &[u8]| is_camel(label) && !DIGIT.is_in(label);
    let whole = labels.iter().all(|label| (1..=63).contains(&label.len()) && !class(label));
    if labels.len() < 2 || !whole || text.ends_with(b".arpa") {
        return false;
    }
    let number = |label: &&[u8]| DIGIT.fills(label);
    // `events.INFO`: a channel and how grave it is; `auth-pam.so`: a library.
    let small = |label: &[u8]| LOWER.is_in(label);
    if last.len() > 1 && !small(last) && labels.iter().any(|label| small(label))
        || last == b"so" && (labels.len() == 2 || text.starts_with(b"lib") || number(&labels[labels.len() - 2]))
    {
        return false;
    }
    // `X.Org`, `failed.In`: a proper name, or a sentence without its space.
    if last.len() > 1 && last[0].is_ascii_uppercase() && last[1].is_ascii_lowercase() {
        return false;
    }
    // `org.apache.…`, `java.net.…`: the labels of packages and bundles stand in reverse.
    let marked = |label: &&[u8]| DIGIT.or(b"-").is_in(label);
    // `input.3.id`: a number of its own tells nothing, but four are an address, of which providers make names.
    let addressed = labels.iter().filter(|label| number(label)).count() >= 4;
    // `mail.info`, `local0.info`: what syslog sorts by, and `Mail.app` are no machines.
    if last == b"info" && labels.len() == 2 && first.len() == LOCAL && first.starts_with(b"local") {
        return false;
    }
    let telling = labels[..labels.len() - 1].iter().any(|label| marked(label) && (addressed || !number(label)))
        || first.eq_ignore_ascii_case(b"www")
        || first.eq_ignore_ascii_case(b"mail") && labels.len() > 2;
    if bytes::is_one_of(text, &PRODUCTS) || is_reversed(text) || is_file(text) {
        return false;
    }
    endings & IS_CERTAIN != 0
        || (endings & IS_DOUBTFUL != 0 && (labels.len() > 2 || telling))
        || (endings & IS_WORD != 0 && telling)
        || (endings & IS_FILE != 0 && telling && labels.len() > 2 && (addressed || !labels.iter().any(number)))
}

/// Bytes of a facility of syslog's that is a site's own: `local0`.
const LOCAL: usize = 6;

/// A name such as `rack-node-07`: it says itself that it is a machine's.
fn numbered(line: &[u8], dash: usize, found: &mut Vec<Found>) -> usize {
    let (start, end) = run(line, dash, is_name);
    let next = end.max(dash + 1);
    let text = &line[start..end];
    // `node-07`, `node-D4`
    let digits = |part: &[u8]| {
        let number = part.strip_prefix(&part[..usize::from(part.first().is_some_and(u8::is_ascii_uppercase))]);
        number.is_some_and(|number| (1..=5).contains(&number.len()) && DIGIT.fills(number))
    };
    let port = line.get(end) == Some(&b':') && line.get(end + 1..end + 5).is_some_and(|port| DIGIT.fills(port));
    let ends = memchr::memrchr(b'-', text).is_some_and(|dash| digits(&text[dash + 1..]));
    // `us-east-2`, where a cloud's service runs.
    if domain::is_region(text) {
        return next;
    }
    if !is_interface(text) && stands_alone(line, start, end) {
        found.push(Found::new(start..end, Kind::Host, Evidence::Shape).teaching());
        return next;
    }
    if !ends && !port {
        return next;
    }
    // `openssh-server-5.3p1`: a package and its version.
    if line.get(end) == Some(&b'.') && line.get(end + 1).is_some_and(u8::is_ascii_digit) {
        return next;
    }
    let parts: Vec<&[u8]> = text.split(|byte| *byte == b'-').collect();
    let says = parts.iter().any(|part| bytes::is_one_of_in_any_case(part, &PARTS));
    let letters = text.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let open = start == 0 || !matches!(line[start - 1], b'.' | b'/' | b'$' | b'@' | b'%');
    // vCenter's id of an operation.
    let open = open && !line[..start].ends_with(b"opID=\"") && !line[..start].ends_with(b"opID=");
    let open = open && !is_thread(line, start, end);
    // `wk-89-aa2b:9000`: digits within, and a port behind.
    let closed =
        line[end..].iter().skip(1).find(|byte| !byte.is_ascii_digit()).is_none_or(|byte| !byte.is_ascii_alphanumeric());
    let open = open || port && line[..start].ends_with(b"//");
    let listens = port
        && closed
        && (parts.len() >= 3 || is_pair(line, start, end))
        && parts.iter().all(|part| !part.is_empty())
        && DIGIT.is_in(text)
        // A UUID and what it was asked for.
        && !parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12])
        && !is_part(line, start, parts[0]);
    if open && ((ends && letters >= 3 && says) || (listens && letters >= 2)) {
        found.push(Found::new(start..end, Kind::Host, Evidence::Shape).teaching_if(says || parts.len() >= 3));
    }
    next
}

/// `gw-db7:9092`: a word, letters with a number, and a port.
fn is_pair(line: &[u8], start: usize, end: usize) -> bool {
    let text = &line[start..end];
    let last = memchr::memrchr(b'-', text).map_or(text, |dash| &text[dash + 1..]);
    let digits = DIGIT.run_within(&line[end + 1..], 6);
    let numbered = last.first().is_some_and(u8::is_ascii_alphabetic) && last.last().is_some_and(u8::is_ascii_digit);
    digits <= 5 && numbered && !is_version(last) && is_likely(text)
}

/// `rd.lvm.lv=rhel/root`, `INFO nova.api.cloud [-]`: a key of the kernel's command line, and a part of a program that
/// speaks. Both hold nothing but small letters, and a country's or a word's ending, where a machine may have a number.
fn is_parameter(line: &[u8], start: usize, end: usize) -> bool {
    let name = &line[start..end];
    if name.iter().filter(|byte| **byte == b'.').count() < 2 {
        return false;
    }
    let last = memchr::memrchr(b'.', name).map_or(name, |dot| &name[dot + 1..]);
    let head = &line[..start];
    // `agent.server.serf.lan: `: a part of Consul that speaks, of its own network and of others.
    let parts = [".serf.lan", ".serf.wan", ".memberlist.lan", ".memberlist.wan"];
    if name.starts_with(b"agent.") && bytes::ends_with_any(name, &parts) && line[end..].starts_with(b": ") {
        return true;
    }
    let value = line.get(end) == Some(&b'=') && line.get(end + 1).is_some_and(u8::is_ascii_graphic);
    let begins = head.last().is_none_or(|byte| matches!(byte, b' ' | b'"' | b'\'' | b'\t' | 0));
    let key = value && begins && last.len() == 2 && LOWER.or(b".").fills(name);
    let graded = bytes::ends_with_any(head, &[" DEBUG ", " INFO ", " WARNING ", " ERROR ", " CRITICAL "]);
    key || graded && line[end..].starts_with(b" [") && endings(name) & (IS_WORD | IS_DOUBTFUL) != 0
}

/// Whether what stands around a name lets it be one.
fn is_open(line: &[u8], start: usize, end: usize) -> bool {
    let before = start.checked_sub(1).map(|at| line[at]);
    let after = (line.get(end).copied(), line.get(end + 1).copied());
    // `gw-7.plant.example(51000)`: a machine and its port, where `x.y.call(7)` is called.
    let listens = || {
        let label = line[start..end].split(|byte| *byte == b'.').next().unwrap_or_default();
        let digits = DIGIT.run_within(&line[end + 1..], 6);
        DIGIT.or(b"-").is_in(label) && (3..=5).contains(&digits) && line.get(end + 1 + digits) == Some(&b')')
    };
    let called = match after {
        (Some(b'('), _) => !listens(),
        // exim's `mx.plant.example::587`
        (Some(b':'), Some(b':')) => !line.get(end + 2).is_some_and(u8::is_ascii_digit),
        _ => matches!(after, (Some(b'$' | b'_'), _)),
    };
    // `DNS=192.0.2.7#dns.works.example`: whom a server's certificate is for.
    let checked = before == Some(b'#') && is_addressed(&line[..start - 1]);
    !called
        && (checked || !matches!(before, Some(b'$' | b'_' | b'#' | b'%')))
        && (before.is_none_or(|byte| byte < 0x80) || opens(&line[..start]))
}

/// Whether a text ends with an address, and perhaps a port behind an at sign.
fn is_addressed(head: &[u8]) -> bool {
    let length = DOTTED.or(b"@").run_back_within(head, 24);
    head[head.len() - length..].iter().filter(|byte| **byte == b'.').count() == 3
}

fn run(line: &[u8], at: usize, is: impl Fn(u8) -> bool) -> (usize, usize) {
    let start = at - line[..at].iter().rev().take_while(|byte| is(**byte)).count();
    let end = at + line[at..].iter().take_while(|byte| is(**byte)).count();
    (start, end)
}

/// A small letter before a capital: a class, neither a name nor a login.
pub(crate) fn is_camel(label: &[u8]) -> bool {
    label.windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase())
}

const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-'
}

/// Whether a single word can be taken for a machine's name where the words around it only hint at one.
pub(crate) fn is_likely(text: &[u8]) -> bool {
    let letters = LETTER.is_in(text);
    let marked = DIGIT.is_in(text) || text.contains(&b'.') || text.contains(&b'-');
    letters
        && marked
        && !is_interface(text)
        && !is_duration(text)
        && !text.eq_ignore_ascii_case(b"ipv4")
        && !text.eq_ignore_ascii_case(b"ipv6")
        // `[IPv6:2001:db8::7]` (RFC 5321).
        && !text.get(..5).is_some_and(|family| family.eq_ignore_ascii_case(b"ipv6:"))
        && !text.contains(&b'(')
        && bytes::find(text, b"://").is_none()
        && !text.contains(&b'=')
        && !is_function(text)
        && !is_version(text)
        // The id of a member of a cluster, the sum of something.
        && !(matches!(text.len(), 16 | 32 | 40 | 64) && HEX.fills(text))
        && is_name_of_machine(&text.to_ascii_lowercase())
}

/// No word, or several that only a machine is called by, no file and no thing with its number.
fn is_name_of_machine(lower: &[u8]) -> bool {
    !ends_as_none(lower) && !is_counted(lower) && (!dictionary::is_word(lower) || dictionary::places_machine(lower))
}

/// `nfs4_discover_server_trunking`: a function of the kernel's.
fn is_function(text: &[u8]) -> bool {
    let is_letter = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'_';
    text.split(|byte| *byte == b'_').count() > 3 && text.iter().all(is_letter)
}

/// `v18`, `v20.20.2`, `v1.29.2-rc.1`: what runs there.
fn is_version(text: &[u8]) -> bool {
    // `schema_v2`
    let text = memchr::memrchr(b'_', text).map_or(text, |mark| &text[mark + 1..]);
    let numbers = text.strip_prefix(b"v").or_else(|| text.strip_prefix(b"V")).unwrap_or_default();
    (numbers.contains(&b'.') || is_number(numbers))
        && numbers.split(|byte| *byte == b'.').all(|part| part.first().is_some_and(u8::is_ascii_digit))
}

/// Ends of files that hold what one machine needs or says.
const FILES: [&str; 12] = ["key", "crt", "cer", "csr", "pem", "p12", "pfx", "jks", "conf", "log", "zone", "vhost"];

/// Products, and a key of logs, that are called as a machine might be.
const PRODUCTS: [&str; 5] = ["ASP.NET", "ADO.NET", "VB.NET", "ML.NET", "addr.local"];

#[cfg(test)]
mod tests {
    use super::{find, is_likely};

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts_at_sight(line, find)
    }

    #[test]
    fn registered_names_are_found() {
        assert_eq!(texts("via mx1.works.example:25, (dsl-7.isp.net)."), ["mx1.works.example", "dsl-7.isp.net"]);
        assert_eq!(texts("\"_ldap._tcp.dc._msdcs.plant.example.\","), ["plant.example"]);
        for name in ["192.0.2.7.dyn.quvnix.at", "7.2.0.192.dsl.quvnix.pl"] {
            assert_eq!(texts(&format!("connection from 192.0.2.7 ({name}) at noon")), [name]);
        }
        assert_eq!(texts("_sip._tls.works.example SRV and x_a.works.example"), ["works.example"]);
        assert!(!is_likely(&b"0f1e2d3c4b".repeat(4)) && is_likely(b"0f1e2d3c4b"));
        assert_eq!(texts("Lost task on rack-node-07 again"), ["rack-node-07"]);
        assert_eq!(texts("New broker: quvnix-db7:9092, app-v2:2024, x-db7:92"), ["quvnix-db7"]);
        assert_eq!(texts("DNS=192.0.2.7#ns7.works.example /x#y.works.example"), ["ns7.works.example"]);
        assert_eq!(texts("STUN to turn.quvnix.no:3478 failed, x.y.no:7, a.quvnix.no"), ["turn.quvnix.no"]);
        assert_eq!(texts("y.go:7\\nx7.quvnix.de/y \\\\nas7.quvnix.de\\x"), ["x7.quvnix.de", "nas7.quvnix.de"]);
        assert_eq!(texts("in tm_request, job 7120.gw7.plant.example not running"), ["gw7.plant.example"]);
        assert_eq!(texts("(Tcp/Ip gw7.plant.example(51000)), x7.y.com(7) x.y.com(5100)"), ["gw7.plant.example"]);
    }

    #[test]
    fn devices_and_ids_of_members_are_no_likely_names() {
        for text in [
            "30s",
            "1w1d",
            "250ms",
            "Loopback0",
            "scsi0",
            "en0",
            "vmnic3",
            "8e9e05c52164694d",
            "eth0",
            "IPv4",
            "IPv6:2001:db8::7",
        ] {
            assert!(!is_likely(text.as_bytes()), "{text}");
        }
        assert!(is_likely(b"gw-7") && is_likely(b"enna7"));
    }

    #[test]
    fn files_packages_classes_and_calls_are_none() {
        for line in [
            "[ERROR] agent.server.memberlist.lan: memberlist: x",
            "main.rs setup.py x.service",
            "org.apache.hadoop.io",
            "java.net.Foo",
            "obj.com()",
            "libc.so.6",
            "java.home=/usr",
            "log.info",
            "security-events.INFO: x",
            "plugin rp-pppoe.so eno2",
            "Banner /etc/issue.net",
            "rijndael-cbc@lysator.liu.se,aes256",
            "pool-1-thread-2",
            "[http-server-2] INFO  x",
            "INFO [http-server-2] x",
            "main.spec.it:77:1",
            "ASP.NET Core",
            "error 4 in libq-2.36.so[7f2c3c000000+1c3000]",
            "opID=\"HB-host-12345@21513-abcd\" opID=k-host-77",
            "arn:aws:iam:us-east-2:123456789012:x",
            "ro rd.lvm.lv=quvnix/root \"rd.lvm.lv=quvnix/swap\"",
            "kern.evdev.input.3.id: {",
            "mail.info -/var/log/mail.info",
            "file \"named.ca\";",
            "12 INFO nova.api.ec2.cloud [-] x",
            "/lib/ld-2.32.so",
            "/Applications/Mail.app/x",
            "quvnix-server-5.3p1-104.el6",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
