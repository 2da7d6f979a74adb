//! IP addresses by shape: dotted, colon-separated, reversed for the domain system, dashed after `ip`.
//!
//! A shape counts only where a parser accepts it and its neighbourhood does not say that it is something else: a
//! version, an object identifier, a scope of C++ or Rust, a time.

pub(crate) mod prefix;
mod spelling;
mod version;

use std::net::{Ipv4Addr, Ipv6Addr};

use super::bytes;
use super::network::Network;
use super::sight::{Finder, Needs, Sight, mark};
use super::{Found, Kind, Way};
use spelling::{hexadecimal, nibbles, octets, reversed, separated, tuple};
use version::{PACKAGE_ENDS, is_version, product_before};

/// What a line must show to hold an address.
pub(crate) const NEEDS: Needs =
    Needs { finder: Finder::Address, marks: mark::DOTS | mark::COLONS | mark::IP | mark::BRACE, words: &["arpa"] };

/// Finds addresses in one line.
pub(crate) fn find(line: &[u8], sight: &Sight, found: &mut Vec<Found>) {
    if sight.shows(mark::COLONS) {
        bytes::each(line, b':', |colon| colons(line, colon, found));
    }
    if sight.shows(mark::DOTS) {
        let stands = |dot: usize| is_digit(line, dot.wrapping_sub(1)) && is_digit(line, dot + 1);
        bytes::each(line, b'.', |dot| if stands(dot) { dotted(line, dot, found) } else { dot });
    }
    if sight.names(NEEDS.finder) {
        bytes::every(line, b".arpa").for_each(|at| reversed(line, at, found));
    }
    if sight.shows(mark::BRACE) {
        memchr::memchr_iter(b'{', line).for_each(|at| tuple(line, at, found));
    }
    if sight.shows(mark::IP) {
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

/// Handles the run of hexadecimal digits, colons and dots around a colon; gives where to go on.
fn colons(line: &[u8], colon: usize, found: &mut Vec<Found>) -> usize {
    let is_run = |byte: &u8| byte.is_ascii_hexdigit() || *byte == b':' || *byte == b'.';
    let mut start = colon - line[..colon].iter().rev().take_while(|byte| is_run(byte)).count();
    let end = colon + line[colon..].iter().take_while(|byte| is_run(byte)).count();
    if start > 0 && (line[start - 1].is_ascii_alphanumeric() || line[start - 1] == b'_') {
        // The first group belongs to a word: `en0:2001:…`, `origin:2001:…`.
        start = colon;
    }
    if line[start..end].iter().filter(|&&byte| byte == b':').count() >= 2
        && let Some((from, to)) = ipv6(line, start, end)
    {
        found.push(shape(from, to, Kind::Ipv6));
    }
    end.max(colon + 1)
}

/// The longest address at the beginning of a run.
fn ipv6(line: &[u8], mut start: usize, mut end: usize) -> Option<(usize, usize)> {
    if line[start] == b':' && line.get(start + 1) != Some(&b':') {
        start += 1;
    }
    while end > start && (line[end - 1] == b'.' || (line[end - 1] == b':' && line[end - 2] != b':')) {
        end -= 1;
    }
    let text = std::str::from_utf8(&line[start..end]).ok()?;
    let end = match text.parse::<Ipv6Addr>() {
        Ok(_) => end - port_behind(line, start, text),
        Err(_) => start + without_port(text)?,
    };
    let text = &line[start..end];
    let address = std::str::from_utf8(text).ok()?.parse::<Ipv6Addr>().ok()?;
    let scope = !text.iter().any(u8::is_ascii_digit) || matches!(line.get(end), Some(b'(' | b'<')) && !is_long(text);
    let word = line.get(end).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let octets_by_colon = text.len() == 23 && text.iter().filter(|&&byte| byte == b':').count() == 7;
    let usual = u128::from(address) >> 125 == 1 || text.len() > 6 || address.octets()[0] >= 0xfc;
    // `:1005:1005::/home/…`: the ids of an account that has no other name.
    let fields = start > 0 && line[start - 1] == b':' && text.ends_with(b"::") && line.get(end) == Some(&b'/');
    let fields = fields && !line.get(end + 1).is_some_and(u8::is_ascii_digit);
    // `3-Jun-2025::10:00:00`, as Erlang tells the time.
    let clock = text.len() >= 10
        && text[text.len() - 10..].iter().enumerate().all(|(at, byte)| match at {
            0 | 1 | 4 | 7 => *byte == b':',
            _ => byte.is_ascii_digit(),
        });
    let dated = clock && start > 0 && line[start - 1] == b'-';
    (!scope && !word && !octets_by_colon && !fields && !dated && usual).then_some((start, end))
}

/// Length of the address in `address:port`, which the run shows when the address has all eight groups, or when its
/// last number is too long for one, as HAProxy writes a client.
fn without_port(text: &str) -> Option<usize> {
    // `2001:db8::7.51111`, as tcpdump and BSD write it.
    if let Some(dot) = text.rfind('.')
        && text[dot + 1..].parse::<u16>().is_ok()
        && text[..dot].parse::<Ipv6Addr>().is_ok()
    {
        return Some(dot);
    }
    let last = text.rfind(':')?;
    let port = text.len() - last == 6 && text[last + 1..].parse::<u16>().is_ok();
    let length = if port { last } else { text.match_indices(':').nth(7)?.0 };
    text[..length].parse::<Ipv6Addr>().ok().map(|_| length)
}

/// Whether there are more groups than a name of C++ or Rust has scopes: `2001:db8:6:7::1(Preferred)`.
fn is_long(text: &[u8]) -> bool {
    memchr::memchr_iter(b':', text).count() > 3
}

/// Bytes of the port behind an address that reads as one more group of it: in netstat's table, and where OpenVPN says
/// of which family it is.
fn port_behind(line: &[u8], start: usize, text: &str) -> usize {
    let table = || {
        let mut words = line.split(|byte| matches!(byte, b' ' | b'\t')).filter(|word| !word.is_empty());
        words.next().is_some_and(|word| matches!(word, b"tcp6" | b"udp6" | b"tcp46" | b"udp46"))
            && words.take(2).filter(|word| word.iter().all(u8::is_ascii_digit)).count() == 2
    };
    let Some(colon) = text.rfind(':') else { return 0 };
    let port = &text[colon + 1..];
    let number = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    let says = number && (line[..start].ends_with(b"[AF_INET6]") || table());
    if says && text[..colon].parse::<Ipv6Addr>().is_ok() { text.len() - colon } else { 0 }
}

/// Handles the run of digits and dots around a dot; gives where to go on.
fn dotted(line: &[u8], dot: usize, found: &mut Vec<Found>) -> usize {
    let is_run = |byte: &u8| byte.is_ascii_digit() || *byte == b'.';
    let mut start = dot - line[..dot].iter().rev().take_while(|byte| is_run(byte)).count();
    let mut end = dot + line[dot..].iter().take_while(|byte| is_run(byte)).count();
    // Two dots or three stand between two addresses: `192.0.2.7...192.0.2.8`.
    start = memchr::memmem::rfind(&line[start..dot], b"..").map_or(start, |at| start + at + 2);
    end = bytes::find(&line[dot..end], b"..").map_or(end, |at| dot + at);
    let next = end;
    while line[end - 1] == b'.' {
        end -= 1;
    }
    let Some(length) = ipv4_length(&line[start..end]) else { return next };
    if length < end - start && !is_port(line, start, start + length, end) {
        return next;
    }
    let stop = start + length;
    // What is reversed is none as it stands.
    if line[stop..].starts_with(b".in-addr.") {
        return next;
    }
    let follows = found.last().is_some_and(|last| last.kind == Kind::Ipv4 && last.end + 1 == start);
    let between = is_between(line, start, end);
    let open = between || right_is_open(line, end) || is_file_name(line, start, end) || is_joined(line, start, end);
    if !is_version(line, start, stop) && (follows || between || left_is_open(line, start)) && open {
        found.push(shape(start, stop, Kind::Ipv4));
    }
    next
}

/// Length of the four octets that a run begins with, where it holds four or five numbers.
fn ipv4_length(run: &[u8]) -> Option<usize> {
    if run.len() > NUMBERS {
        return None;
    }
    let text = std::str::from_utf8(run).ok()?;
    let length = match text.split('.').count() {
        4 => text.len(),
        5 => text.rfind('.')?,
        _ => return None,
    };
    text[..length].parse::<Ipv4Addr>().ok().map(|_| length)
}

/// Bytes of five numbers, of which the last may be a port.
const NUMBERS: usize = "255.255.255.255.65535".len();

/// Whether the fifth number is a port, as tcpdump writes it: `10.0.0.1.51514 > 10.0.0.2.443:`; one of an ephemeral
/// port's size where nothing says that something flows, behind anything but an object identifier.
fn is_port(line: &[u8], begin: usize, start: usize, end: usize) -> bool {
    let table = || [&b"tcp4 "[..], b"udp4 ", b"tcp46 ", b"udp46 "].iter().any(|word| line.starts_with(word));
    let flow = || bytes::find(line, b" > ").is_some() || table();
    let number = std::str::from_utf8(&line[start + 1..end]).ok().and_then(|text| text.parse::<u16>().ok());
    let large = number.is_some_and(|number| number >= EPHEMERAL) && !line[begin..].starts_with(b"1.3.");
    number.is_some() && matches!(line.get(end), None | Some(b' ' | b':')) && (large || flow())
}

/// The least of the ports that a system gives to its clients.
const EPHEMERAL: u16 = 1024;

/// Whether what stands before an address lets it begin here.
fn left_is_open(line: &[u8], start: usize) -> bool {
    let Some(&before) = start.checked_sub(1).and_then(|at| line.get(at)) else { return true };
    match before {
        b'.' => line[..start].ends_with(b".."),
        b'~' | b'$' => false,
        // A mark before a peer, as ntpq(8) has it, and no build's number.
        b'+' => !line[..start - 1].last().is_some_and(u8::is_ascii_alphanumeric),
        b'-' | b'_' => {
            is_private_range(line, start) || !line[..start - 1].last().is_some_and(u8::is_ascii_alphanumeric)
        }
        b'/' => !product_before(line, start - 1),
        // `*>i10.77.0.0/16`: a route that another router told of.
        b'i' => matches!(line[..start - 1].last(), Some(b'>' | b'=' | b'*')),
        byte => !byte.is_ascii_alphanumeric(),
    }
}

/// Whether what stands behind an address lets it end here.
fn right_is_open(line: &[u8], end: usize) -> bool {
    let after = line.get(end).copied();
    let next = line.get(end + 1).copied();
    match (after, next) {
        (Some(b'-'), Some(byte)) if byte.is_ascii_digit() => {
            let digits = line[end + 1..].iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
            ipv4_length(&line[end + 1..end + 1 + digits]).is_some() || digits > 3
        }
        (Some(b'.'), Some(b'.')) => true,
        (Some(b'.'), Some(byte)) if byte.is_ascii_alphabetic() => {
            !PACKAGE_ENDS.iter().any(|suffix| line[end + 1..].starts_with(suffix.as_bytes()))
        }
        (Some(b'+'), Some(byte)) if byte.is_ascii_digit() => {
            let digits = line[end + 1..].iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
            ipv4_length(&line[end + 1..end + 1 + digits]).is_some()
        }
        (Some(b'+' | b'~'), _) => false,
        (Some(byte), _) => !byte.is_ascii_alphanumeric() && byte != b'_',
        (None, _) => true,
    }
}

/// `10.44.1.64_20260310.pcap`: a private address, and a port or a date behind it, in the name of a file.
fn is_file_name(line: &[u8], start: usize, end: usize) -> bool {
    let rest = line.get(end..).and_then(|rest| rest.strip_prefix(b"_")).unwrap_or_default();
    is_private_range(line, start) && rest.len() >= 3 && rest[..3].iter().all(u8::is_ascii_digit)
}

/// `$192.0.2.7$`: one of several, with a mark around each.
fn is_between(line: &[u8], start: usize, end: usize) -> bool {
    line[..start].ends_with(b"$") && line.get(end) == Some(&b'$')
}

/// `master@192.0.2.7_36778`, `192.0.2.7-02:00:5e:00:53:07`: a port or a hardware address behind it.
fn is_joined(line: &[u8], start: usize, end: usize) -> bool {
    let rest = line.get(end + 1..).unwrap_or_default();
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let port = line[..start].ends_with(b"@")
        && (2..=5).contains(&digits)
        && !rest.get(digits).is_some_and(u8::is_ascii_alphanumeric);
    match line.get(end) {
        Some(b'_') => port,
        Some(b'-') => {
            matches!(rest, [a, b, b':', c, d, b':', ..] if [a, b, c, d].iter().all(|byte| byte.is_ascii_hexdigit()))
        }
        _ => false,
    }
}

fn is_private_range(line: &[u8], start: usize) -> bool {
    [&b"10."[..], b"192.168.", b"172."].iter().any(|range| line[start..].starts_with(range))
        && !line[..start].ends_with(b"-base-")
}

fn is_digit(line: &[u8], at: usize) -> bool {
    line.get(at).is_some_and(u8::is_ascii_digit)
}

const fn shape(start: usize, end: usize, kind: Kind) -> Found {
    Found { start, end, kind, way: Way::Shape, learn: false }
}

#[cfg(test)]
mod tests {
    use super::super::sight::Sight;
    use super::{Found, find, pseudonym};
    use crate::minimize::network::Network;
    use crate::minimize::pseudonym::CaseKey;

    fn texts(line: &str) -> Vec<String> {
        let mut found: Vec<Found> = Vec::new();
        let mut sight = Sight::default();
        sight.look(line.as_bytes());
        find(line.as_bytes(), &sight, &mut found);
        found.iter().map(|one| line[one.start..one.end].to_owned()).collect()
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
        assert_eq!(texts("[master@192.0.2.7_36778] AP 192.0.2.8-02:00:5e:00:53:07-x"), ["192.0.2.7", "192.0.2.8"]);
        assert_eq!(texts("pkg_192.0.2.7_3 $192.0.2.7 a@192.0.2.7_x 192.0.2.7-2"), Vec::<String>::new());
        assert_eq!(texts("en0:2001:db8:6:7::1)"), ["2001:db8:6:7::1"]);
        assert_eq!(texts("haproxy[7]: 2001:db8::7:58430 [x]"), ["2001:db8::7"]);
        assert_eq!(texts("Accepted {{192,0,2,4},12716} -> {{198,51,100,2},5222}"), ["192,0,2,4", "198,51,100,2"]);
        assert_eq!(texts("IP6 2001:db8:7::c.51111 > 2001:db8:7::d.443: Flags"), ["2001:db8:7::c", "2001:db8:7::d"]);
        assert_eq!(texts("tcp4 0 0 192.0.2.7.22 192.0.2.8.51111 X"), ["192.0.2.7", "192.0.2.8"]);
        assert_eq!(texts("*>i10.77.0.0/16  10.44.0.6 0 100 0 65010 i"), ["10.77.0.0", "10.44.0.6"]);
        assert_eq!(texts("pcap_10.44.1.64_20260310.pcap"), ["10.44.1.64"]);
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
            "snmpwalk gw 1.3.6.1",
            "version 7.2.1.4",
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
            "mv x.{1,2,3,4} {{1,2,3},4} {{1,2,3,4}}",
            "a1::b2(x)",
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
}
