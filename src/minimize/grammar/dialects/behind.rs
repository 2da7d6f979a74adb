//! Names behind an address, in brackets.

use crate::minimize::ascii::{DIGIT, DOTTED};
use crate::minimize::grammar::spans::{name_end, push};
use crate::minimize::{Found, Kind, bytes, domain, host};

/// Finds the one that opens there.
pub(super) fn find(line: &[u8], open: usize, found: &mut Vec<Found>) {
    neighbour(line, open, found);
    told(line, open, found);
}

/// `192.0.2.7(name)`, as FRR has a neighbour with its name.
fn neighbour(line: &[u8], open: usize, found: &mut Vec<Found>) {
    let digits = DOTTED.run_back_within(&line[..open], 16);
    let end = name_end(line, open + 1);
    let start = open - digits;
    let address = digits >= 7 && memchr::memchr_iter(b'.', &line[start..open]).count() == 3;
    // `4.2.1.0(build-77)` is a version.
    let neighbour = bytes::ends_with_any(&line[..start], &["neighbor ", "peer "])
        || bytes::starts_with_any(&line[end..], &[") rcvd ", ") went ", ") sent ", ") sending ", ") [", ") graceful "]);
    if address && neighbour && line.get(end) == Some(&b')') && host::is_likely(&line[open + 1..end]) {
        push(open + 1, end, Kind::Host, found);
    }
}

/// `192.0.2.7 (gw-7) answered`: what has the address, be its name no network's, no zone's and no way's.
fn told(line: &[u8], open: usize, found: &mut Vec<Found>) {
    let Some(head) = line[..open].strip_suffix(b" ") else { return };
    let digits = DOTTED.run_back_within(head, 16);
    let address = &head[head.len() - digits..];
    let end = name_end(line, open + 1);
    if memchr::memchr_iter(b'.', address).count() != 3 || digits < 7 || line.get(end) != Some(&b')') {
        return;
    }
    let name = &line[open + 1..end];
    let stem = DIGIT.run_back(name);
    let stem = &name[..name.len() - stem];
    let stem = stem.strip_suffix(b"-").unwrap_or(stem);
    let other = bytes::is_one_of_in_any_case(stem, &NETWORKS);
    if host::is_likely(name)
        && !other
        && !name.contains(&b'.')
        && name[0].is_ascii_alphabetic()
        && !domain::is_region(name)
    {
        push(open + 1, end, Kind::Host, found);
    }
}

/// What addresses belong to, and what versions that look like them have, with a number behind.
const NETWORKS: [&str; 22] = [
    "as", "attempt", "build", "dmz", "if", "isp", "lan", "mtu", "nat", "port", "r", "release", "retry", "rev", "rfc",
    "tcp", "test-net", "ttl", "v", "vlan", "wan", "zone",
];

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, |line, found| {
            memchr::memchr_iter(b'(', line).for_each(|open| find(line, open, found));
        })
    }

    #[test]
    fn a_machine_stands_behind_its_address() {
        assert_eq!(texts("192.0.2.7 (quvnix-7) answered in 3 ms"), ["quvnix-7"]);
        assert_eq!(texts("neighbor 192.0.2.7(quvnix-7) Up"), ["quvnix-7"]);
        for line in [
            "192.0.2.7 (eth0)",
            "192.0.2.7 (AS64500), 192.0.2.0 (TEST-NET-1), 192.0.2.7 (vlan20)",
            "192.0.2.7 (link-local), 192.0.2.7 (RFC1918), 192.0.2.7 (10ms)",
            "release 7.2 (quvnix-7), 192.0.2.7 (us-east-1)",
            "tools 7.1.5.12 (build-18557794) and 7.12.0.7 (r8812)",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
