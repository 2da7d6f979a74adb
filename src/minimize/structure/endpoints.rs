//! Lists of machines with their ports: `bootstrap.servers = [gw7:9092, gw8:9092]`, `server.1=gw7:2888:3888`.
//!
//! A port alone makes no machine of the word before it, and a key that only hints at one does not either; both do.

use std::net::Ipv4Addr;

use crate::minimize::ascii::{self, Class, DIGIT, LETTER, QUOTE};
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary, host};

/// Finds the machines in the value that begins at `start`, where `key` says that such stand there.
pub(super) fn find(line: &[u8], key: &[u8], start: usize, found: &mut Vec<Found>) {
    if key == b"ip" {
        return booted(line, start, found);
    }
    addressed(line, key, start, found);
    let mut at = start + opening(line.get(start..).unwrap_or_default());
    let mut listed = false;
    while let Some((length, end)) = endpoint(line.get(at..).unwrap_or_default()) {
        // A member of MongoDB's sets: `name: 'gw-7:27017'`.
        let member = || {
            let quoted = at > 0 && matches!(line[at - 1], b'"' | b'\'');
            key == b"name" && quoted && host::is_likely(&line[at..at + length])
        };
        // `"red7:6379,password=X,ssl=False"`: settings follow what a program connects to.
        let set = || bytes::starts_with_any(&line[at + end..], &SETTINGS);
        listed = listed || is_list(key) || member() || set() || is_one(key, &line[at..at + length]);
        if !listed {
            return;
        }
        if LETTER.is_in(&line[at..at + length]) {
            found.push(
                Found::new(at..at + length, Kind::Host, Evidence::Structure)
                    .teaching_if(length >= 4 && host::is_likely(&line[at..at + length])),
            );
        }
        let rest = &line[at + end..];
        let close = QUOTE.run(rest);
        if rest.get(close) != Some(&b',') {
            return;
        }
        at += end + close + 1;
        at += opening(&line[at..]);
    }
}

/// `Clients = 192.0.2.7, gw-7, 192.0.2.0/24;`: machines among addresses, behind a key of such.
fn addressed(line: &[u8], key: &[u8], start: usize, found: &mut Vec<Found>) {
    let ends = |end: &&str| key.len() >= end.len() && key[key.len() - end.len()..].eq_ignore_ascii_case(end.as_bytes());
    if !matches!(key.last(), Some(b's' | b'S' | b'd' | b'D')) || !ADDRESSED.iter().any(ends) {
        return;
    }
    let rest = &line[start.min(line.len())..line.len().min(start + BOOTED)];
    let rest = &rest[..rest.iter().position(|byte| b";#\"".contains(byte)).unwrap_or(rest.len())];
    let is_address = |item: &[u8]| {
        let text = item.split(|byte| *byte == b'/').next().unwrap_or_default();
        std::str::from_utf8(text).is_ok_and(|text| text.parse::<Ipv4Addr>().is_ok())
    };
    let items = || rest.split(|byte| matches!(byte, b',' | b' ')).filter(|item| !item.is_empty());
    if items().count() < 2 || !items().any(is_address) {
        return;
    }
    let mut at = start;
    for item in rest.split(|byte| matches!(byte, b',' | b' ')) {
        if ascii::NAME.fills(item) && host::is_likely(item) {
            found.push(Found::new(at..at + item.len(), Kind::Host, Evidence::Structure).teaching_unless_short());
        }
        at += item.len() + 1;
    }
}

/// Ends of keys whose values are machines by their names or addresses.
const ADDRESSED: [&str; 5] = ["clients", "hosts", "servers", "peers", "trusted"];

/// The kernel's `ip=client:server:gateway:mask:HOST:device:…` (its `nfsroot.rst`), where all but the mask may be empty.
fn booted(line: &[u8], start: usize, found: &mut Vec<Found>) {
    let rest = line.get(start..).unwrap_or_default();
    let length = ascii::NAME.or(b":").run_within(rest, BOOTED);
    let mut fields = rest[..length].split(|byte| *byte == b':');
    let Some(before) = (0..3).map(|_| fields.next().map(<[u8]>::len)).sum::<Option<usize>>() else { return };
    let (Some(mask), Some(name)) = (fields.next(), fields.next()) else { return };
    let from = start + before + 3 + mask.len() + 1;
    if mask.starts_with(b"255.") && !name.is_empty() {
        found.push(Found::new(from..from + name.len(), Kind::Host, Evidence::Structure).teaching_unless_short());
    }
}

/// Bytes of the longest of such values.
const BOOTED: usize = 512;

/// Bytes of brackets, quotes and blanks before a name.
fn opening(text: &[u8]) -> usize {
    Class::of(b"[\"' ").run_within(text, OPENING)
}

/// Where the name and where all of `name:port`, `name:port:port` ends that a text begins with.
fn endpoint(text: &[u8]) -> Option<(usize, usize)> {
    let length = ascii::NAME.run_within(text, NAME);
    let mut end = length;
    while text.get(end) == Some(&b':') {
        let digits = DIGIT.run(&text[end + 1..]);
        if !(2..=5).contains(&digits) {
            return None;
        }
        end += 1 + digits;
    }
    let closed = text.get(end).is_none_or(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'.' | b'-' | b'_'));
    // `connect=at:10`
    (length >= 3 && end > length && closed).then_some((length, end))
}

/// Whether a name is a machine's where the last word of its key says that of one: no word, and without a dot, as others
/// say what they are.
fn is_one(key: &[u8], name: &[u8]) -> bool {
    ends_in(key, &SINGLE) && !name.contains(&b'.') && !dictionary::is_word(name)
}

/// Whether the last word of a key says that machines stand behind it.
fn is_list(key: &[u8]) -> bool {
    let numbered = key.strip_prefix(b"server.").is_some_and(|rest| DIGIT.fills(rest));
    // Nebula's map of lighthouses: `"192.0.2.7": ["gw-7:4242"]`.
    let address = std::str::from_utf8(key).is_ok_and(|text| text.parse::<Ipv4Addr>().is_ok());
    numbered || address || ends_in(key, &LISTS)
}

fn ends_in(key: &[u8], ends: &[&str]) -> bool {
    ends.iter().any(|end| {
        let from = key.len().checked_sub(end.len());
        from.is_some_and(|from| key[from..].eq_ignore_ascii_case(end.as_bytes()))
    })
}

/// Bytes of what may stand before a name.
const OPENING: usize = 4;
/// Bytes of a name.
const NAME: usize = 254;

/// The same of one machine.
const SINGLE: [&str; 8] = ["addr", "address", "broker", "endpoint", "node", "proxy", "server", "upstream"];

/// What may stand behind a machine and its port, of settings with commas between them.
const SETTINGS: [&str; 5] = [",abortConnect=", ",allowAdmin=", ",password=", ",ssl=", ",user="];

/// Ends of keys whose values are lists of machines, most with ports.
const LISTS: [&str; 14] = [
    "servers",
    "connect",
    "quorum",
    "brokers",
    "broker.list",
    "hosts",
    "seeds",
    "targets",
    "endpoints",
    "nodes",
    "instance",
    "members",
    "peers",
    "upstreams",
];

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        let mark = line.find(['=', ':']).unwrap();
        let start = mark + 1 + line[mark + 1..].len() - line[mark + 1..].trim_start().len();
        let key = line[..mark].trim().as_bytes();
        crate::minimize::testing::texts(line, |line, found| find(line, key, start, found))
    }

    #[test]
    fn every_machine_of_a_list_is_found() {
        assert_eq!(texts("bootstrap.servers = [gw7:9092, quvnix:9092]"), ["gw7", "quvnix"]);
        assert_eq!(texts("zookeeper.connect=gw7:2181,quvnix:2181/kafka"), ["gw7", "quvnix"]);
        assert_eq!(texts("name: 'quvnix-7:27017', health: 1"), ["quvnix-7"]);
        assert_eq!(texts("server.1=quvnix:2888:3888"), ["quvnix"]);
        assert_eq!(texts("Redis: \"quvnix:6379,password=x,ssl=False\""), ["quvnix"]);
        assert_eq!(texts("ServerAddress = \"quvnix:9000\""), ["quvnix"]);
        assert_eq!(texts("instance=\"quvnix:9100\",job=\"node\""), ["quvnix"]);
        assert_eq!(texts("targets: ['gw7:9100', '192.0.2.7:9100', \"quvnix:9090\"]"), ["gw7", "quvnix"]);
    }

    #[test]
    fn other_keys_and_other_values_stay() {
        for line in [
            "image=nginx:1234",
            "node: v18.17.0:22",
            "broker: message:9092",
            "name: 'nginx:8080'",
            "nodes: [a, b]",
            "hosts = all",
            "nodes=gw7:x",
            "targets: main.c:1234:5678901",
            "server.port=8080",
            "connect=timeout:30s",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn a_kernel_is_told_its_name_behind_the_mask() {
        assert_eq!(texts("ip=192.0.2.7:::255.255.255.0:quvnix::dhcp root=/dev/nfs"), ["quvnix"]);
        assert_eq!(texts("ip=192.0.2.7::192.0.2.1:255.255.255.0:quvnix:eth0:off"), ["quvnix"]);
        assert_eq!(texts("ip=192.0.2.7:443 ip=dhcp"), Vec::<String>::new());
    }
}
