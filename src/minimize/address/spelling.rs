//! Other spellings of an address: reversed for the domain system, with dashes behind `ip`, in hexadecimal digits.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::minimize::ascii::{DIGIT, DOTTED, HEX};
use crate::minimize::network::Network;
use crate::minimize::{Evidence, Found, Kind};

/// `4.3.2.1.in-addr.arpa` and the nibbles before `.ip6.arpa`.
pub(super) fn reversed(line: &[u8], at: usize, found: &mut Vec<Found>) {
    let (suffix, kind) = match &line[..at] {
        head if head.ends_with(b".in-addr") => (8, Kind::Ipv4),
        head if head.ends_with(b".ip6") => (4, Kind::Ipv6),
        _ => return,
    };
    let end = at - suffix;
    let length = HEX.or(b".").run_back(&line[..end]);
    if length > 0 {
        // Only with what stands behind it does an address of four octets show that it is reversed.
        let end = if kind == Kind::Ipv4 { at } else { end };
        found.push(Found::new(at - suffix - length..end, kind, Evidence::Grammar));
    }
}

/// Erlang's `{{192,0,2,7},51234}`: an address and a port.
pub(super) fn tuple(line: &[u8], open: usize, found: &mut Vec<Found>) {
    if !line[open..].starts_with(b"{{") {
        return;
    }
    let start = open + 2;
    let length = DIGIT.or(b",").run(&line[start..]);
    let (octets, behind) = line[start..].split_at(length);
    let numbers = octets.split(|byte| *byte == b',').filter(|octet| (1..=3).contains(&octet.len())).count();
    let port = behind.starts_with(b"},") && behind.get(2).is_some_and(u8::is_ascii_digit);
    if port && numbers == 4 && memchr::memchr_iter(b',', octets).count() == 3 {
        found.push(Found::new(start..start + length, Kind::Ipv4, Evidence::Grammar));
    }
}

/// `192[.]0[.]2[.]7`, `192.0.2[.]7`: as reports of attacks have an address, so that nobody follows it.
pub(super) fn guarded(line: &[u8], at: usize, found: &mut Vec<Found>) {
    let part = DOTTED.or(b"[]");
    let start = at - part.run_back_within(&line[..at], GUARDED);
    let length = part.run_within(&line[start..], GUARDED);
    let text = line[start..start + length].strip_suffix(b".").unwrap_or(&line[start..start + length]);
    let ends = text.first().is_some_and(u8::is_ascii_digit) && text.last().is_some_and(u8::is_ascii_digit);
    let whole = ends && !start.checked_sub(1).is_some_and(|before| line[before].is_ascii_alphanumeric());
    // The first mark stands for all.
    let first = memchr::memchr(b'[', text) == Some(at - start);
    let octets = text.split(|byte| !byte.is_ascii_digit()).filter(|octet| !octet.is_empty());
    let octets = octets.clone().count() == 4 && octets.clone().all(|octet| octet.len() <= 3);
    let marks =
        text.split(u8::is_ascii_digit).filter(|mark| !mark.is_empty()).all(|mark| matches!(mark, b"." | b"[.]"));
    if whole && first && octets && marks {
        found.push(Found::new(start..start + text.len(), Kind::Ipv4, Evidence::Grammar));
    }
}

/// Bytes of the longest.
const GUARDED: usize = "255[.]255[.]255[.]255".len() + 1;

/// The address that such a text spells.
fn parse(text: &str) -> Option<Ipv4Addr> {
    text.replace("[.]", ".").parse().ok()
}

/// The pseudonym of such an address, with its marks.
pub(super) fn unguarded(text: &str, network: &mut Network) -> Option<String> {
    let out = network.ipv4(parse(text)?).octets();
    let marks = text.split(|letter: char| letter.is_ascii_digit()).filter(|mark| !mark.is_empty());
    let marks = marks.chain(std::iter::once(""));
    Some(out.iter().zip(marks).map(|(octet, mark)| format!("{octet}{mark}")).collect())
}

/// Four octets with dashes or underscores behind `ip`: `ip-10-0-0-1`, `ip_10_0_0_1`.
pub(super) fn separated(line: &[u8], at: usize, found: &mut Vec<Found>) {
    let Some(&mark) = line.get(at + 2).filter(|mark| matches!(mark, b'-' | b'_')) else { return };
    let start = at + 3;
    let length = line[start..].iter().take_while(|byte| byte.is_ascii_digit() || **byte == mark).count();
    let mut end = start + length;
    while end > start && line[end - 1] == mark {
        end -= 1;
    }
    let parts: Vec<_> = line[start..end].split(|byte| *byte == mark).collect();
    let is_octet = |part: &&[u8]| std::str::from_utf8(part).is_ok_and(|text| text.parse::<u8>().is_ok());
    if parts.len() == 4 && parts.iter().all(is_octet) {
        found.push(Found::new(start..end, Kind::Ipv4, Evidence::Grammar));
    }
}

/// `/proc/net` spellings: 8 digits, and 32 before a port, are little-endian words; 32 alone, and 8 that other digits
/// follow as in a `sockaddr`, are in network order.
pub(super) fn hexadecimal(text: &str, next: Option<u8>, network: &mut Network) -> Option<String> {
    let words = |text: &str| -> Option<Vec<u32>> {
        (0..text.len() / 8).map(|at| u32::from_str_radix(&text[at * 8..at * 8 + 8], 16).ok()).collect()
    };
    let little = next == Some(b':');
    let out = match text.len() {
        8 => {
            let within = next.is_some_and(|byte| byte.is_ascii_hexdigit());
            let order = |word: u32| if within { word } else { word.swap_bytes() };
            let address = Ipv4Addr::from(order(words(text)?[0]));
            format!("{:08X}", order(u32::from(network.ipv4(address))))
        }
        32 => {
            let order = |word: u32| if little { word.swap_bytes() } else { word };
            let bits = words(text)?.into_iter().fold(0_u128, |bits, word| bits << 32 | u128::from(order(word)));
            let out = u128::from(network.ipv6(Ipv6Addr::from(bits)));
            (0..4).rev().map(|at| format!("{:08X}", order((out >> (at * 32)) as u32))).collect()
        }
        _ => return None,
    };
    Some(if text.bytes().any(|byte| byte.is_ascii_lowercase()) { out.to_ascii_lowercase() } else { out })
}

/// The reversed nibbles of `.ip6.arpa`, whole or the network part alone.
pub(super) fn nibbles(text: &str, network: &mut Network) -> Option<String> {
    let digits: Vec<u32> = text.split('.').map(|part| u32::from_str_radix(part, 16).ok()).collect::<Option<_>>()?;
    if digits.len() < 5 || digits.len() > 32 || digits.iter().any(|digit| *digit > 15) {
        return None;
    }
    let whole = digits.iter().rev().fold(0_u128, |bits, digit| bits << 4 | u128::from(*digit));
    let out = u128::from(network.ipv6(Ipv6Addr::from(whole << (4 * (32 - digits.len())))));
    let digit = |at: usize| format!("{:x}", out >> (4 * at) & 15);
    Some((32 - digits.len()..32).map(digit).collect::<Vec<_>>().join("."))
}

/// Octets with another mark between them, or fewer than four of them in reverse (a network below `in-addr.arpa`).
pub(super) fn octets(text: &str, network: &mut Network) -> Option<String> {
    let mark = text.chars().find(|letter| !letter.is_ascii_digit())?;
    let mut parts: Vec<u8> = text.split(mark).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let given = parts.len();
    if given > 4 {
        return None;
    }
    if mark == '.' {
        parts.reverse();
    }
    parts.resize(4, 0);
    let mut out = network.ipv4(Ipv4Addr::new(parts[0], parts[1], parts[2], parts[3])).octets()[..given].to_vec();
    if mark == '.' {
        out.reverse();
    }
    Some(out.iter().map(u8::to_string).collect::<Vec<_>>().join(&mark.to_string()))
}

#[cfg(test)]
mod tests {
    use super::hexadecimal;
    use crate::minimize::network::Network;
    use crate::minimize::pseudonym::CaseKey;

    #[test]
    fn digits_within_others_are_in_network_order() {
        let mut network = Network::new(CaseKey::derive(b"s", "c"));
        let little = hexadecimal("070200C0", None, &mut network).unwrap();
        let within = hexadecimal("C0000207", Some(b'0'), &mut network).unwrap();
        let swapped = u32::from_str_radix(&little, 16).unwrap().swap_bytes();
        assert_eq!(within, format!("{swapped:08X}"));
    }
}
