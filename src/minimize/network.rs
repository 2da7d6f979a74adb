//! Keyed permutations of addresses: prefix-preserving for IP, vendor-preserving for hardware addresses.
//!
//! Two addresses that share their first n bits share the first n bits of their pseudonyms (Xu, Fan, Ammar, Moon:
//! "Prefix-preserving IP address anonymization", 2002). The tree of prefixes is *anchored*: on the way to a special
//! range no bit is turned, so that the range stays and nothing else comes to lie in it.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::pseudonym::CaseKey;

/// The permutations of one case, with the tags that they have computed.
pub(crate) struct Network {
    key: CaseKey,
    /// Those of long prefixes, each in the place of its hash until another takes it.
    tags: Vec<Tagged>,
    /// Those of the prefixes of IPv4 that have no octet, or one.
    short: Vec<Tag>,
    /// Those that have two, by the first.
    pairs: Vec<Vec<Tag>>,
    /// What each round over half of a hardware address turns by what stands on the right.
    rounds: Vec<Option<u16>>,
}

/// Says for each node of an octet whether its bit turns; all zeros before it is computed. It lies in one line of a
/// processor's cache.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[repr(align(32))]
struct Tag([u64; 4]);

/// A tag, and of which prefix it is: its family, its length and its octets.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(64))]
struct Tagged {
    prefix: u128,
    tag: Tag,
}

impl Network {
    pub(crate) fn new(key: CaseKey) -> Self {
        let pairs = vec![Vec::new(); 256];
        Self { key, tags: Vec::new(), short: vec![Tag::default(); 257], pairs, rounds: Vec::new() }
    }

    /// The pseudonym of an IPv4 address; itself where it points at nobody.
    pub(crate) fn ipv4(&mut self, address: Ipv4Addr) -> Ipv4Addr {
        if is_nobody4(address) {
            return address;
        }
        let pseudonym = self.turned4(address);
        // An end of a range stays, so whose pseudonym it would be gets the end's.
        if ENDS4.contains(&pseudonym) { self.turned4(pseudonym) } else { pseudonym }
    }

    fn turned4(&mut self, address: Ipv4Addr) -> Ipv4Addr {
        let (octets, anchored) = (address.octets(), anchored4(address));
        let mut out = [0; 4];
        for index in 0..4 {
            let (octet, tag) = (octets[index], self.tag(IPV4, &octets[..index]));
            out[index] = match index {
                2 => differ(octet, turn(octet, &tag, anchored.saturating_sub(16))),
                // The way to 0 and to 255.
                3 => turn(octet, &tag, octet.leading_zeros().max(octet.leading_ones()) + 1),
                _ => turn(octet, &tag, anchored.saturating_sub(8 * index as u32)),
            };
        }
        Ipv4Addr::from(out)
    }

    /// The pseudonym of an IPv6 address; itself where it points at nobody.
    pub(crate) fn ipv6(&mut self, address: Ipv6Addr) -> Ipv6Addr {
        if is_nobody6(address) {
            return address;
        }
        let octets = address.octets();
        if let Some(at) = embedded_ipv4(&octets) {
            let inner = Ipv4Addr::new(octets[at], octets[at + 1], octets[at + 2], octets[at + 3]);
            let mut out = octets;
            out[at..at + 4].copy_from_slice(&self.ipv4(inner).octets());
            if at == 2 {
                self.interface(&octets, &mut out);
            }
            return Ipv6Addr::from(out);
        }
        let mut out = octets;
        if octets[0] == 0xff {
            self.low_half(&octets, &mut out);
            return Ipv6Addr::from(out);
        }
        if !(octets[0] == 0xfe && octets[1] & 0xc0 == 0x80) {
            self.routing_prefix(&octets, &mut out);
        }
        self.interface(&octets, &mut out);
        Ipv6Addr::from(out)
    }

    /// Makes a hardware address of 6 or 8 bytes its pseudonym: its vendor part (3 bytes) stays.
    pub(crate) fn mac(&mut self, address: &mut [u8]) {
        if is_nobody_mac(address) || !matches!(address.len(), 6 | 8) {
            return;
        }
        let (high, low) = address.split_at_mut(address.len() - 3);
        if high.len() == 5 && high[3..] != [0xff, 0xfe] {
            let tag = self.key.hmac(&[b"eui64", low]);
            high[3] ^= tag[0];
            high[4] ^= tag[1];
        }
        let half = self.half(u32_of(low));
        low.copy_from_slice(&half.to_be_bytes()[1..]);
    }

    /// The first 64 bits of a routable address. Zeros after the first 32 bits stay, and so does the block's class.
    fn routing_prefix(&mut self, octets: &[u8; 16], out: &mut [u8; 16]) {
        for index in 0..8 {
            let (octet, tag) = (octets[index], self.tag(IPV6, &octets[..index]));
            out[index] = match index {
                0 => turn(octet, &tag, class_bits(octet)),
                3 => differ(octet, turn(octet, &tag, 0)),
                1..=2 => turn(octet, &tag, 0),
                _ => turn(octet, &tag, zero_bits(&octets[4..=index])),
            };
        }
    }

    /// The last 64 bits: the pseudonym of the hardware address that they hold, or a permutation that keeps zeros.
    fn interface(&mut self, octets: &[u8; 16], out: &mut [u8; 16]) {
        if octets[11..13] == [0xff, 0xfe] {
            self.low_half(octets, out);
            return;
        }
        for index in 8..16 {
            let tag = self.tag(IPV6, &octets[..index]);
            out[index] = turn(octets[index], &tag, zero_bits(&octets[8..=index]));
        }
    }

    fn low_half(&mut self, octets: &[u8; 16], out: &mut [u8; 16]) {
        let half = self.half(u32_of(&octets[13..]));
        out[13..].copy_from_slice(&half.to_be_bytes()[1..]);
    }

    /// Permutes 24 bits by a Feistel network of six rounds over halves of 12 bits.
    fn half(&mut self, value: u32) -> u32 {
        let Self { key, rounds, .. } = self;
        rounds.resize(usize::from(ROUNDS) << 12, None);
        let (mut left, mut right) = (value >> 12 & 0xfff, value & 0xfff);
        for round in 0..ROUNDS {
            let turns = rounds[usize::from(round) << 12 | right as usize].get_or_insert_with(|| {
                let tag = key.hmac(&[b"mac", &[round], &right.to_be_bytes()]);
                (u32_of(&tag[..3]) & 0xfff) as u16
            });
            (left, right) = (right, left ^ u32::from(*turns));
        }
        left << 12 | right
    }

    /// The tag of the first octets of an address of one family.
    fn tag(&mut self, family: &[u8], prefix: &[u8]) -> Tag {
        let Self { key, tags, short, pairs, .. } = self;
        let make = || Tag::of(key.hmac(&[family, prefix]));
        match prefix {
            [] if family == IPV4 => return short[0].or_insert_with(make),
            [first] if family == IPV4 => return short[1 + usize::from(*first)].or_insert_with(make),
            [first, second] if family == IPV4 => {
                let pairs = &mut pairs[usize::from(*first)];
                pairs.resize(256, Tag::default());
                return pairs[usize::from(*second)].or_insert_with(make);
            }
            _ => {}
        }
        // A prefix has at most 15 bytes; its length and its family, never both nothing here, stand before them.
        let length = prefix.len() as u128 | u128::from(family == IPV6) << 4;
        let prefix = prefix.iter().fold(length, |prefix, byte| prefix << 8 | u128::from(*byte));
        tags.resize(REMEMBERED, Tagged::default());
        let hash = (prefix as u64 ^ (prefix >> 64) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let place = &mut tags[(hash >> 32) as usize % REMEMBERED];
        if place.prefix != prefix {
            *place = Tagged { prefix, tag: make() };
        }
        place.tag
    }
}

impl Tag {
    fn of(bytes: [u8; 32]) -> Self {
        let (words, _) = bytes.as_chunks::<8>();
        Self(std::array::from_fn(|word| u64::from_le_bytes(words[word])))
    }

    /// The tag, computed where it was not yet.
    fn or_insert_with(&mut self, make: impl FnOnce() -> Self) -> Self {
        if *self == Self::default() {
            *self = make();
        }
        *self
    }

    /// Whether the bit turns at a node.
    fn turns(&self, node: usize) -> bool {
        self.0[node / 64] >> (node % 64) & 1 == 1
    }
}

/// Whether an IPv4 address points at no machine: loopback, unspecified, netmask, wildcard, multicast, a special range.
pub(crate) fn is_nobody4(address: Ipv4Addr) -> bool {
    let first = address.octets()[0];
    let bits = u32::from(address);
    let discovery = address == Ipv4Addr::new(239, 255, 255, 250);
    SPECIAL4.iter().any(|(range, _)| address.octets() == *range)
        || ENDS4.contains(&address)
        || first == 0
        || first == 127
        || (first >= 224 && (first != 239 || discovery))
        || bits.leading_ones() + bits.trailing_zeros() >= 32
}

/// Whether an IPv6 address points at no machine: loopback, unspecified, well-known multicast, and `fe00::`, which every
/// Debian's `/etc/hosts` calls `ip6-localnet`.
pub(crate) fn is_nobody6(address: Ipv6Addr) -> bool {
    let octets = address.octets();
    let solicited = octets[..2] == [0xff, 0x02] && octets[11..13] == [1, 0xff];
    u128::from(address) <= 1 || u128::from(address) == 0xfe00 << 112 || (octets[0] == 0xff && !solicited)
}

/// Whether a hardware address points at no machine: zero, broadcast, multicast (solicited-node groups aside), masks. What
/// Bluetooth devices make up begins with a bit that no group has but DECnet's, be it odd or not.
pub(crate) fn is_nobody_mac(address: &[u8]) -> bool {
    let zero = address.iter().all(|&octet| octet == 0);
    let made_up = |octet: u8| octet >= 0x40 && !matches!(octet, 0xab | 0xcf) && !address.starts_with(&[0xff, 0xff]);
    let group = address.first().is_some_and(|&octet| octet & 1 == 1 && !made_up(octet));
    // A world-wide port name begins with what says how it is made (8 bytes).
    zero || (group && address.len() != 8 && !address.starts_with(&[0x33, 0x33, 0xff]))
}

/// Walks the bits of `octet`, most significant first; a node's bit in `tag` says whether the bit turns there, but for
/// those first ones that are fixed.
fn turn(octet: u8, tag: &Tag, fixed: u32) -> u8 {
    let turns = (0..8).fold(0, |turns, depth| {
        let node = 1 << depth | usize::from(octet) >> (8 - depth);
        turns << 1 | u8::from(tag.turns(node))
    });
    octet ^ turns & 0xff_u8.checked_shr(fixed).unwrap_or(0)
}

/// The same pseudonym with a last bit that is not the octet's.
const fn differ(octet: u8, pseudonym: u8) -> u8 {
    pseudonym & !1 | !octet & 1
}

/// How many leading bits of an address lie on the way to a special range.
fn anchored4(address: Ipv4Addr) -> u32 {
    let shared = |range: [u8; 4]| (u32::from(address) ^ u32::from_be_bytes(range)).leading_zeros();
    SPECIAL4.iter().map(|&(range, bits)| bits.min(shared(range) + 1)).max().unwrap_or(0)
}

/// How many bits of the last of some octets lie on the way to all of them being 0.
fn zero_bits(octets: &[u8]) -> u32 {
    match octets {
        [before @ .., last] if before.iter().all(|octet| *octet == 0) => last.leading_zeros() + 1,
        _ => 0,
    }
}

/// How many leading bits say what class an IPv6 address is of.
fn class_bits(first: u8) -> u32 {
    match first {
        0xfc | 0xfd => 8,
        0x20..=0x3f => 3,
        _ => 8,
    }
}

/// Where an IPv6 address carries an IPv4 address (RFC 4291, 6052, 3056).
fn embedded_ipv4(octets: &[u8; 16]) -> Option<usize> {
    let mapped = octets[..10] == [0; 10] && (octets[10..12] == [0xff, 0xff] || octets[10..12] == [0, 0]);
    let nat64 = octets[..12] == [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0];
    match () {
        () if mapped || nat64 => Some(12),
        () if octets[..2] == [0x20, 0x02] => Some(2),
        () => None,
    }
}

fn u32_of(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |value, &byte| value << 8 | u32::from(byte))
}

/// The families, as they stand in what is tagged.
const IPV4: &[u8] = b"ipv4";
const IPV6: &[u8] = b"ipv6";

/// Rounds over half of a hardware address.
const ROUNDS: u8 = 6;
/// Tags of long prefixes that are remembered, in 256 KiB.
const REMEMBERED: usize = 1 << 12;

/// Ranges that stay (RFC 6890).
const SPECIAL4: [([u8; 4], u32); 9] = [
    ([0, 0, 0, 0], 8),
    ([10, 0, 0, 0], 8),
    ([100, 64, 0, 0], 10),
    ([127, 0, 0, 0], 8),
    ([169, 254, 0, 0], 16),
    ([172, 16, 0, 0], 12),
    ([192, 168, 0, 0], 16),
    ([224, 0, 0, 0], 3),
    ([239, 0, 0, 0], 8),
];

/// Where the private ranges end (RFC 1918), as firewalls write them: `10.0.0.0-10.255.255.255`.
const ENDS4: [Ipv4Addr; 3] =
    [Ipv4Addr::new(10, 255, 255, 255), Ipv4Addr::new(172, 31, 255, 255), Ipv4Addr::new(192, 168, 255, 255)];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::net::{Ipv4Addr, Ipv6Addr};

    use proptest::prelude::{any, proptest};

    use super::{CaseKey, Network};

    fn network() -> Network {
        Network::new(CaseKey::derive(b"secret of a test", "case"))
    }

    fn shared(one: u128, two: u128, bits: u32) -> u32 {
        (one ^ two).leading_zeros().saturating_sub(128 - bits)
    }

    proptest! {
        #[test]
        fn ipv4_prefixes_are_preserved(one: u32, two: u32) {
            let mut network = network();
            let (one, two) = (Ipv4Addr::from(one), Ipv4Addr::from(two));
            let (a, b) = (network.ipv4(one), network.ipv4(two));
            if one.is_private() == two.is_private() && !super::is_nobody4(one) && !super::is_nobody4(two) {
                let before = shared(u32::from(one).into(), u32::from(two).into(), 32);
                let after = shared(u32::from(a).into(), u32::from(b).into(), 32);
                assert_eq!(before, after, "{one} {two} -> {a} {b}");
            }
        }

        #[test]
        fn special_ranges_stay_and_every_address_of_a_machine_changes(bits: u32) {
            let address = Ipv4Addr::from(bits);
            let pseudonym = network().ipv4(address);
            assert_eq!(address.is_private(), pseudonym.is_private(), "{address} -> {pseudonym}");
            assert_eq!(address.is_link_local(), pseudonym.is_link_local());
            assert_eq!(super::is_nobody4(address), pseudonym == address);
        }

        #[test]
        fn ipv6_prefixes_are_preserved_in_routable_space(one in any::<u128>(), two in any::<u128>()) {
            let (one, two) = (one >> 3 | 1 << 125, two >> 3 | 1 << 125);
            let mut network = network();
            let (a, b) = (network.ipv6(Ipv6Addr::from(one)), network.ipv6(Ipv6Addr::from(two)));
            let six_to_four = |bits: u128| bits >> 112 == 0x2002;
            if !six_to_four(one) && !six_to_four(two) && one >> 64 != two >> 64 {
                assert_eq!(shared(one, two, 128), shared(a.into(), b.into(), 128));
            }
        }
    }

    #[test]
    fn network_and_broadcast_addresses_still_read_so() {
        let mut network = network();
        assert_eq!(network.ipv4(Ipv4Addr::new(10, 20, 30, 0)).octets()[3], 0);
        assert_eq!(network.ipv4(Ipv4Addr::new(10, 20, 30, 255)).octets()[3], 255);
        assert_eq!(network.ipv4(Ipv4Addr::new(172, 31, 255, 255)), Ipv4Addr::new(172, 31, 255, 255));
        let block = |third| Ipv4Addr::new(192, 168, third, 255);
        let all: HashSet<_> = (0..=255).map(|third| network.ipv4(block(third))).collect();
        assert_eq!(all.len(), 256);
    }

    #[test]
    fn an_interface_id_follows_its_hardware_address() {
        let mut network = network();
        let mut mac = [0x02, 0x1c, 0x73, 1, 2, 3];
        network.mac(&mut mac);
        let address = network.ipv6("fe80::1c:73ff:fe01:203".parse().unwrap()).octets();
        assert_eq!(address[13..], mac[3..]);
        let group = network.ipv6("ff02::1:ff01:203".parse().unwrap()).octets();
        assert_eq!(group[13..], mac[3..]);
    }

    #[test]
    fn the_low_half_is_a_permutation() {
        let mut network = network();
        let all: HashSet<_> = (0..20_000_u32).map(|value| network.half(value)).collect();
        assert_eq!(all.len(), 20_000);
    }

    #[test]
    fn a_mapped_address_follows_the_ipv4_address() {
        let mut network = network();
        let inner = network.ipv4(Ipv4Addr::new(198, 51, 100, 7));
        let mapped = network.ipv6(Ipv4Addr::new(198, 51, 100, 7).to_ipv6_mapped());
        assert_eq!(mapped.to_ipv4_mapped(), Some(inner));
    }
}
