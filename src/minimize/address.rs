//! IP addresses by shape: dotted, colon-separated, reversed for the domain system, dashed after `ip`.
//!
//! A shape counts only where a parser accepts it and its neighbourhood does not say that it is something else: a
//! version, an object identifier, a scope of C++ or Rust, a time.

pub(crate) mod prefix;

mod colons;
mod dotted;
mod spelling;
mod version;

use std::net::{Ipv4Addr, Ipv6Addr};

use super::bytes;
use super::network::Network;
use super::prefilter::{Finder, Needs, Prefilter, mark};
use super::{Evidence, Found, Kind};
use colons::colons;
use dotted::dotted;
use spelling::{guarded, hexadecimal, nibbles, octets, reversed, separated, tuple, unguarded};
pub(crate) use version::product_before;

/// What a line must show to hold an address.
pub(crate) const NEEDS: Needs = Needs {
    finder: Finder::Address,
    marks: mark::DOTS | mark::COLONS | mark::IP | mark::BRACE | mark::BRACKET,
    words: &["arpa"],
};

/// Finds addresses in one line.
pub(crate) fn find(line: &[u8], prefilter: &Prefilter, found: &mut Vec<Found>) {
    if prefilter.shows(mark::COLONS) {
        bytes::each(line, b':', |colon| colons(line, colon, found));
    }
    if prefilter.shows(mark::DOTS) {
        let stands = |dot: usize| is_digit(line, dot.wrapping_sub(1)) && is_digit(line, dot + 1);
        bytes::each(line, b'.', |dot| if stands(dot) { dotted(line, dot, found) } else { dot });
    }
    if prefilter.names(NEEDS.finder) {
        bytes::every(line, b".arpa").for_each(|at| reversed(line, at, found));
    }
    if prefilter.shows(mark::BRACKET) {
        bytes::every(line, b"[.]").for_each(|at| guarded(line, at, found));
    }
    if prefilter.shows(mark::BRACE) {
        memchr::memchr_iter(b'{', line).for_each(|at| tuple(line, at, found));
    }
    if prefilter.shows(mark::IP) {
        bytes::every(line, b"ip").for_each(|at| separated(line, at, found));
    }
}

/// The pseudonym of the address that `text` spells, in the canonical spelling of its family (RFC 5952) so that every
/// spelling of one address gives one text; `None` where it spells none or may stay.
pub(crate) fn pseudonym(text: &[u8], next: Option<u8>, length: Option<u8>, network: &mut Network) -> Option<String> {
    let text = std::str::from_utf8(text).ok()?;
    if let Some(reversed) = text.strip_suffix(".in-addr") {
        return octets(reversed, network).map(|out| out + ".in-addr");
    }
    if text.contains('[') {
        return unguarded(text, network);
    }
    if text.contains(',') {
        let address = text.replace(',', ".").parse::<Ipv4Addr>().ok()?;
        let out = network.ipv4(address);
        return (out != address).then(|| out.to_string().replace('.', ","));
    }
    if let Ok(address) = text.parse::<Ipv4Addr>() {
        let out = prefix::network4(address, network.ipv4(address), length);
        return (out != address).then(|| out.to_string());
    }
    if let Ok(address) = text.parse::<Ipv6Addr>() {
        let out = prefix::network6(address, network.ipv6(address), length);
        let out = Some(out).filter(|out| *out != address)?.to_string();
        // A colon at its end, where none was, would be the separator of YAML.
        let zero = if out.ends_with(':') && !text.ends_with(':') { "0" } else { "" };
        return Some(out + zero);
    }
    if text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return hexadecimal(text, next, network);
    }
    nibbles(text, network).or_else(|| octets(text, network))
}

/// Appends an address in its usual notation.
pub(crate) fn dotted_decimal(address: Ipv4Addr, out: &mut Vec<u8>) {
    for (index, octet) in address.octets().into_iter().enumerate() {
        if index > 0 {
            out.push(b'.');
        }
        for (least, power) in [(100, 100), (10, 10), (0, 1)] {
            if octet >= least {
                out.push(b'0' + octet / power % 10);
            }
        }
    }
}

fn is_digit(line: &[u8], at: usize) -> bool {
    line.get(at).is_some_and(u8::is_ascii_digit)
}

const fn shape(start: usize, end: usize, kind: Kind) -> Found {
    Found::new(start..end, kind, Evidence::Shape)
}

#[cfg(test)]
mod tests {
    use super::{find, pseudonym};
    use crate::minimize::network::Network;
    use crate::minimize::pseudonym::CaseKey;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts_at_sight(line, find)
    }

    #[test]
    fn a_pseudonym_ends_in_a_colon_only_where_the_address_does() {
        let mut network = Network::new(CaseKey::derive(b"secret", "case"));
        let mut of = |text: &str| pseudonym(text.as_bytes(), None, None, &mut network).unwrap();
        assert!(of("2001:db8:6::").ends_with("::"));
        assert!(of("2001:db8:6::0").ends_with("::0"));
    }

    #[test]
    fn addresses_are_found_among_marks() {
        assert_eq!(
            texts("from [192.0.2.7]:80, 192.0.2.8/24 and (192.0.2.9)."),
            ["192.0.2.7", "192.0.2.8", "192.0.2.9"]
        );
        assert_eq!(texts("range 192.0.2.10-192.0.2.20 full"), ["192.0.2.10", "192.0.2.20"]);
        assert_eq!(texts("via 2001:db8::7 dev"), ["2001:db8::7"]);
        assert_eq!(texts("$192.0.2.7$;$192.0.2.8$"), ["192.0.2.7", "192.0.2.8"]);
        assert_eq!(texts("block 192[.]0[.]2[.]7 and 192.0.2[.]8."), ["192[.]0[.]2[.]7", "192.0.2[.]8"]);
        assert_eq!(texts("[master@192.0.2.7_36778] AP 192.0.2.8-02:00:5e:00:53:07-x"), ["192.0.2.7", "192.0.2.8"]);
        assert_eq!(texts("pkg_192.0.2.7_3 $192.0.2.7 a@192.0.2.7_x 192.0.2.7-2"), Vec::<String>::new());
        assert_eq!(texts("en0:2001:db8:6:7::1)"), ["2001:db8:6:7::1"]);
        assert_eq!(texts("at 2001:db8:0:0:0:0:0:1234."), ["2001:db8:0:0:0:0:0:1234"]);
        assert_eq!(texts("=3D192.0.2.7=0A"), ["192.0.2.7"]);
        assert_eq!(texts("haproxy[7]: 2001:db8::7:58430 [x]"), ["2001:db8::7"]);
        assert_eq!(texts("Accepted {{192,0,2,4},12716} -> {{198,51,100,2},5222}"), ["192,0,2,4", "198,51,100,2"]);
        assert_eq!(texts("IP6 2001:db8:7::c.51111 > 2001:db8:7::d.443: Flags"), ["2001:db8:7::c", "2001:db8:7::d"]);
        assert_eq!(texts("tcp4 0 0 192.0.2.7.22 192.0.2.8.51111 X"), ["192.0.2.7", "192.0.2.8"]);
        assert_eq!(texts("*>i10.77.0.0/16  10.44.0.6 0 100 0 65010 i"), ["10.77.0.0", "10.44.0.6"]);
        assert_eq!(texts("pcap_10.44.1.64_20260310.pcap"), ["10.44.1.64"]);
        assert_eq!(texts("access-203.0.113.7.log fw_198.51.100.7_x"), ["203.0.113.7", "198.51.100.7"]);
        assert_eq!(texts("Address: 2001:db8:7:1::b0(Preferred)"), ["2001:db8:7:1::b0"]);
        assert_eq!(texts("tcp6 0 0 2001:db8:7::ab:22 2001:db8:7::1:51111 X"), ["2001:db8:7::ab", "2001:db8:7::1"]);
        assert_eq!(texts("[AF_INET6]2001:db8:7::b3:1194: TLS Error"), ["2001:db8:7::b3"]);
        assert_eq!(texts("udp6 from 2001:db8:7::b3:1194 x"), ["2001:db8:7::b3:1194"]);
        assert_eq!(texts("block: 192.0.2.7.50550 192.0.2.8.1080: error"), ["192.0.2.7", "192.0.2.8"]);
    }

    #[test]
    fn versions_oids_times_and_scopes_are_none() {
        assert_eq!(texts("nodes=192.0.2.7+192.0.2.8"), ["192.0.2.7", "192.0.2.8"]);
        for line in [
            "upgraded from 8.0.0.12 to 8.0.0.15",
            "firmware 8.0.0.12 -> 8.0.0.15, updated from version 8.0.0.12 to 8.0.0.15",
            "2026-03-10 upgrade quvnix:amd64 8.0.0.12 8.0.0.15",
            "Upgrade: quvnix:amd64 (8.0.0.12, 8.0.0.15), zorgal:all (8.0.0.12, 8.0.0.15)",
            "pip install numpy==1.26.4.1 'scipy>=1.12.0.1'",
            "Docker Engine 24.0.7.1, containerd 1.6.28.0",
            "OpenVPN 2.6.3.1 x86_64-pc-linux-gnu",
            "gadget 8.1.2.3 (build 7)",
            "release 8.0.0.12 is older than 8.0.0.15",
            "snmpwalk gw 1.3.6.1",
            "version 7.2.1.4",
            "zlib/1.2.13.1 nginx/1.22.1.4",
            "bootloader ver. 1.0.0.12",
            "image-10.2.3.4.bin",
            "Upgraded from 10.4.2.1 to 10.4.2.3",
            "\"AttributeSyntaxOID\":\"2.5.5.8\"",
            "&lt;Version&gt;1.3.185.27&lt;/Version&gt;",
            "a-1.2.3.4-5.el9",
            ".1.3.6.1.4.1",
            "12:30:01:22",
            "a::b",
            "x1.2.3.4",
            "1.2.3.4.5.6",
            "1.3.6.1.2021: x",
            "1.2.3.4.70000",
            "Viber/1.2.3.4",
            "subject 2.5.4.3=x",
            "sw 3.2.1.4",
            "app_10.0.0.1_rc1 app_1.2.3.4_20260310",
            "hi10.77.0.0",
            "x[.]y a[1].b[2].c 1[.]2 v1[.]2[.]3[.]4 1234[.]0[.]2[.]7",
            "mv x.{1,2,3,4} {{1,2,3},4} {{1,2,3,4}}",
            "a1::b2(x)",
            "02:00:5e:00:53:07:08:09",
            "com.zorgal.agent 3.2.1.4 started",
            "QuvnixBox 4.7.1.1, ZorgalWall 8.5.5.13",
            "version 216.0.314.0/pkg 21.60.22.11",
            "quvnix-http/2.25.1 zorgal/1.26.5.1",
            "ZorgalBox/1.8.4.1 (Linux)",
            "attributeTypes: ( 2.5.4.3 NAME x, ( 2.5.6.6 NAME y, usage 2.5.29.15",
            "fw=2.1.0.7",
            "versions 4.0.0.1, 4.0.0.2 and 4.1.0.7, section 4.1.2.3 or 4.1.2.4",
            "needs 12.2.0.4 or later, fixed in 5.6.1.2, the latest is 5.6.1.3",
            "galera 26.4.16.2, JDBC 4.29.24.112, fpga 1.0.0.24, item 3.2.1.4",
            "FROM registry/zorgal:1.2.3.4",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn every_spelling_of_an_address_has_one_pseudonym() {
        let mut network = Network::new(CaseKey::derive(b"s", "c"));
        let short = pseudonym(b"2001:db8:1::2f", None, None, &mut network).unwrap();
        let full = pseudonym(b"2001:0DB8:0001:0000:0000:0000:0000:002F", None, None, &mut network).unwrap();
        assert_eq!(short, full);
        let dotted = pseudonym(b"192.0.2.7", None, None, &mut network).unwrap();
        let hex = pseudonym(b"070200C0", None, None, &mut network).unwrap();
        let octets: [u8; 4] = dotted.parse::<std::net::Ipv4Addr>().unwrap().octets();
        assert_eq!(hex, format!("{:02X}{:02X}{:02X}{:02X}", octets[3], octets[2], octets[1], octets[0]));
        let tuple = pseudonym(b"192,0,2,7", None, None, &mut network);
        assert_eq!(tuple, Some(dotted.replace('.', ",")));
        let reversed = pseudonym(b"7.2.0.192", None, None, &mut network);
        assert!(reversed.is_some());
    }

    #[test]
    fn addresses_beside_names_of_fields_and_programs_are_found() {
        assert_eq!(texts("ip.src==192.0.2.7 && addr==192.0.2.8"), ["192.0.2.7", "192.0.2.8"]);
        assert_eq!(texts("mstsc /v:192.0.2.7"), ["192.0.2.7"]);
        assert_eq!(texts("firmware 4.2.1.7 to 192.0.2.7"), ["192.0.2.7"]);
        assert_eq!(texts("peer 1.1.1.8, Router 5.8.4.1, fw=203.0.113.7"), ["1.1.1.8", "5.8.4.1", "203.0.113.7"]);
        assert_eq!(
            texts("Zorgal/5.8.4.1:9042 gw7/5.8.4.1 Zorgal/5.8.4.1 Zorgal 203.0.113.7"),
            ["5.8.4.1", "5.8.4.1", "5.8.4.1", "203.0.113.7"]
        );
        assert_eq!(texts("galera 203.0.113.7 joined, lease 5.8.4.1 released"), ["203.0.113.7", "5.8.4.1"]);
        assert_eq!(texts("config pushed to quvnix7-sw (10.44.0.7) by x"), ["10.44.0.7"]);
        assert_eq!(texts("Pulling zorgal:203.0.113.7"), ["203.0.113.7"]);
        assert_eq!(texts("flow 192.0.2.7 -> 192.0.2.8"), ["192.0.2.7", "192.0.2.8"]);
        assert_eq!(texts("containerd 10.0.0.7 is slower than 10.0.0.8"), ["10.0.0.7", "10.0.0.8"]);
    }
}
