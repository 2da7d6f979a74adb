//! How many bits of an address name its network, where the text behind it says so: `/16`, `netmask 255.255.0.0`, the
//! third column of a table of routes.
//!
//! An address whose other bits are all zero names the network itself; its pseudonym keeps those zeros, as programs
//! refuse a network that has bits set behind its own mask.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::minimize::ascii::{Class, DIGIT, DOTTED};

/// Whether the text behind `end` may say anything of it.
pub(crate) fn may_follow(line: &[u8], end: usize) -> bool {
    match line.get(end) {
        Some(b'/') => true,
        Some(b' ' | b'\t' | b',') => {
            let next = line.get(end + 1);
            next.is_some_and(|byte| matches!(byte, b' ' | b'\t' | b',' | b'0'..=b'9' | b'n' | b'm' | b'M'))
        }
        _ => false,
    }
}

/// The bits that name a network; none where the text behind `end` says nothing.
pub(crate) fn length(line: &[u8], end: usize) -> Option<u8> {
    let rest = line.get(end..)?;
    match rest.first()? {
        b'/' => slash(&rest[1..]),
        b' ' | b'\t' | b',' => behind(rest),
        _ => None,
    }
}

/// The network of `pseudonym`, where `address` has no bit set behind the first `length`.
pub(crate) fn network4(address: Ipv4Addr, pseudonym: Ipv4Addr, length: Option<u8>) -> Ipv4Addr {
    let mask = |length: u8| u32::MAX.checked_shl(32 - u32::from(length)).unwrap_or(0);
    match length.filter(|length| *length <= 32).map(mask) {
        Some(mask) if u32::from(address) & !mask == 0 => Ipv4Addr::from(u32::from(pseudonym) & mask),
        _ => pseudonym,
    }
}

/// The same of version 6.
pub(crate) fn network6(address: Ipv6Addr, pseudonym: Ipv6Addr, length: Option<u8>) -> Ipv6Addr {
    let mask = |length: u8| u128::MAX.checked_shl(128 - u32::from(length)).unwrap_or(0);
    match length.filter(|length| *length <= 128).map(mask) {
        Some(mask) if u128::from(address) & !mask == 0 => Ipv6Addr::from(u128::from(pseudonym) & mask),
        _ => pseudonym,
    }
}

/// `16`, `255.255.0.0` behind a slash.
fn slash(text: &[u8]) -> Option<u8> {
    let digits = DIGIT.run(text);
    if text.get(digits) == Some(&b'.') && text.get(digits + 1).is_some_and(u8::is_ascii_digit) {
        return mask(text);
    }
    number(text, digits).filter(|length| (1..=128).contains(length))
}

/// A mask behind a space, a word that announces it, or the router between the network and its mask.
fn behind(text: &[u8]) -> Option<u8> {
    let next = |text: &[u8]| Class::of(b" \t,").run(text);
    let mut text = &text[next(text)..];
    for word in [&b"netmask "[..], b"mask ", b"Mask:"] {
        text = text.strip_prefix(word).unwrap_or(text);
    }
    let text = &text[next(text)..];
    if !text.first()?.is_ascii_digit() {
        return None;
    }
    mask(text).or_else(|| {
        let (router, length) = dotted(text)?;
        let table = text[length..].starts_with(b" ") || text[length..].starts_with(b"\t");
        let text = &text[length + next(&text[length..])..];
        (table && !router.is_broadcast()).then(|| mask(text))?
    })
}

/// The length that a netmask says, or one of ones where a netmask has zeros.
fn mask(text: &[u8]) -> Option<u8> {
    let bits = u32::from(dotted(text)?.0);
    let length = |bits: u32| (bits.leading_ones() + bits.trailing_zeros() >= 32).then_some(bits.leading_ones() as u8);
    length(bits).filter(|length| *length > 0).or_else(|| length(!bits).filter(|length| *length > 0 && bits != 0))
}

/// The address that a text begins with, and its length.
fn dotted(text: &[u8]) -> Option<(Ipv4Addr, usize)> {
    let length = DOTTED.run_within(text, 16);
    match std::str::from_utf8(&text[..length]).ok()?.parse().ok()? {
        IpAddr::V4(address) => Some((address, length)),
        IpAddr::V6(_) => None,
    }
}

fn number(text: &[u8], digits: usize) -> Option<u8> {
    std::str::from_utf8(text.get(..digits)?).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{length, network4, network6};

    #[track_caller]
    fn says(line: &str, expected: Option<u8>) {
        let start = line.find(|letter: char| letter.is_ascii_digit()).unwrap();
        let end = line[start..].find([' ', '/', '\t', ';']).map_or(line.len(), |at| start + at);
        assert_eq!(length(line.as_bytes(), end), expected, "{line}");
    }

    #[test]
    fn what_stands_behind_a_network_says_how_long_its_prefix_is() {
        says("allow 10.3.0.0/16;", Some(16));
        says("allow 10.3.0.0/255.255.0.0;", Some(16));
        says("subnet 10.3.0.0 netmask 255.255.128.0 {", Some(17));
        says("network 10.3.0.0 0.0.255.255 area 0", Some(16));
        says("10.3.0.0        0.0.0.0         255.255.0.0     U", Some(16));
        says("10.3.0.0\t10.0.0.1\t255.255.0.0\tUG", Some(16));
    }

    #[test]
    fn other_neighbours_say_nothing() {
        for line in ["10.3.0.0 port 22", "10.3.0.0/x", "10.3.0.0 10.3.0.1", "10.3.0.0 0.0.0.0", "10.3.0.0", "10.3.0.0;"]
        {
            says(line, None);
        }
    }

    #[test]
    fn only_a_network_loses_the_bits_behind_its_prefix() {
        let [network, host, pseudonym] = ["10.3.0.0", "10.3.0.9", "10.91.7.3"].map(|text| text.parse().unwrap());
        assert_eq!(network4(network, pseudonym, Some(16)).to_string(), "10.91.0.0");
        assert_eq!(network4(host, pseudonym, Some(16)), pseudonym);
        assert_eq!(network4(network, pseudonym, None), pseudonym);
        let [network, pseudonym] = ["fd00:3::", "fd00:91:7::1"].map(|text| text.parse().unwrap());
        assert_eq!(network6(network, pseudonym, Some(32)).to_string(), "fd00:91::");
        assert_eq!(network6(network, pseudonym, Some(16)), pseudonym);
    }
}
