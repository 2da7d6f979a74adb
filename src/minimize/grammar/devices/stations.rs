//! Who stands in the network of a router at home, as the router tells it: odhcpd's `IA_NA from 00010001…`, FRITZ!Box'
//! `WLAN-… (5 GHz), 866 Mbit/s, NAME, IP 192.0.2.7, MAC …`.

use crate::minimize::ascii::HEX;
use crate::minimize::grammar::spans::{name_start, push};
use crate::minimize::prefilter::{Finder, Needs};
use crate::minimize::{Found, Kind, bytes};

/// What a line must show to hold one of them.
pub(super) const NEEDS: Needs = Needs { finder: Finder::Stations, marks: 0, words: &["dhcpv6", "wlan"] };

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    identifier(line, found);
    station(line, found);
}

/// `IA_NA from 00010001…` as odhcpd has who asks: an identifier that ends in a hardware address (RFC 8415, section 11).
fn identifier(line: &[u8], found: &mut Vec<Found>) {
    if bytes::find(line, b"DHCPV6 ").is_none() {
        return;
    }
    for start in bytes::every(line, b" from ").map(|at| at + 6) {
        let digits = HEX.run(&line[start..]);
        // With the time of its making, and without.
        if matches!(digits, 28 | 20) {
            push(start + digits - 12, start + digits, Kind::Mac, found);
        }
    }
}

/// FRITZ!Box' `WLAN-… (5 GHz), 866 Mbit/s, NAME, IP 192.0.2.7, MAC …`.
fn station(line: &[u8], found: &mut Vec<Found>) {
    if bytes::find(line, b"WLAN-").is_none() {
        return;
    }
    let Some(end) = bytes::find(line, b", IP ").filter(|end| line.get(end + 5).is_some_and(u8::is_ascii_digit)) else {
        return;
    };
    let start = name_start(line, end);
    if line[..start].ends_with(b", ") {
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
    fn stations_are_found_by_name_and_by_hardware_address() {
        let asked = "DHCPV6 REQUEST IA_NA from 000100012abbccdd02005e005307 on br-lan: ok";
        assert_eq!(texts(asked), ["02005e005307"]);
        assert_eq!(texts("WLAN-Station (5 GHz), 866 Mbit/s, Zorgal, IP 192.0.2.7, MAC x"), ["Zorgal"]);
    }

    #[test]
    fn other_identifiers_and_networks_stay() {
        for line in ["DHCPV6 REQUEST IA_NA from 0001 on br-lan: ok", "WLAN-Station, Zorgal, IP unknown"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
