//! tcpdump's flows, where machines' names stand in the place of their addresses: `IP gw7.lan.443 > pad7.51514: Flags
//! [S]`.

use super::spans::push;
use crate::minimize::ascii::{LETTER, NAME};
use crate::minimize::prefilter::{Finder, Needs};
use crate::minimize::{Found, Kind, bytes};

/// What a line must show to tell of a packet.
pub(super) const NEEDS: Needs = Needs { finder: Finder::Tcpdump, marks: 0, words: &["ip", "ip6", "flags", "arp"] };

/// Finds the names in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    if let Some(arrow) = bytes::find(line, b" > ") {
        flow(line, arrow, found);
    } else if bytes::find(line, b"ARP, ").is_some() {
        for words in [&b"who-has "[..], b" tell ", b"Reply "] {
            if let Some(start) = bytes::find_past(line, words) {
                machine(line, start, start + length(line, start), found);
            }
        }
    }
}

/// Two ends with an arrow between them and a colon behind; behind each stands a port or a service, but in ICMP.
fn flow(line: &[u8], arrow: usize, found: &mut Vec<Found>) {
    let start = memchr::memrchr(b' ', &line[..arrow]).map_or(0, |space| space + 1);
    let second = arrow + 3;
    let end = second + length(line, second);
    let behind = line.get(end..).unwrap_or_default();
    let flags = behind.starts_with(b": Flags [");
    let headed = line[..start].ends_with(b"IP ") || line[..start].ends_with(b"IP6 ");
    if !(headed || flags) || !behind.starts_with(b": ") {
        return;
    }
    let portless = behind.starts_with(b": ICMP");
    for (start, end) in [(start, arrow), (second, end)] {
        let port = memchr::memrchr(b'.', &line[start..end]).filter(|_| !portless);
        machine(line, start, port.map_or(end, |dot| start + dot), found);
    }
}

/// How long the name or address is that begins at `start`.
fn length(line: &[u8], start: usize) -> usize {
    NAME.run(line.get(start..).unwrap_or_default())
}

/// A name; addresses are found by their shape.
fn machine(line: &[u8], start: usize, end: usize, found: &mut Vec<Found>) {
    let text = &line[start..end];
    if NAME.fills(text) && LETTER.is_in(text) {
        push(start, end, Kind::Host, found);
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn names_of_both_ends_are_found() {
        assert_eq!(
            texts("12:00:01.0 IP quvnix.54321 > relay.plant.example.https: Flags [S]"),
            ["quvnix", "relay.plant.example"]
        );
        assert_eq!(texts("    192.0.2.7.22 > quvnix.54321: Flags [P.]"), ["quvnix"]);
        assert_eq!(texts("12:00:01.0 IP quvnix > relay.lan: ICMP echo request"), ["quvnix", "relay.lan"]);
        assert_eq!(texts("12:00:01.0 ARP, Request who-has quvnix tell relay, length 28"), ["quvnix", "relay"]);
        assert_eq!(texts("12:00:01.0 ARP, Reply quvnix is-at 02:00:5e:00:53:07"), ["quvnix"]);
    }

    #[test]
    fn addresses_and_other_arrows_stay() {
        for line in [
            "12:00:01.0 IP 192.0.2.7.54321 > 192.0.2.8.443: Flags [S]",
            "12:00:01.0 IP6 2001:db8::7.54321 > 2001:db8::8.443: Flags [S]",
            "IP range: a > b: no",
            "echo ip > file",
            "IP > ",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
