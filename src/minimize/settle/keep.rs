//! What a profile says stays: texts, and networks with all their addresses.

use std::net::IpAddr;

/// Texts and networks that stay.
#[derive(Debug, Default)]
pub(super) struct Keep {
    texts: Vec<String>,
    networks: Vec<(IpAddr, u8)>,
}

impl Keep {
    /// Takes texts, of which `192.0.2.0/24` is a network.
    pub(super) fn new(texts: &[String]) -> Self {
        let networks = texts.iter().filter_map(|text| network(text)).collect();
        Self { texts: texts.to_vec(), networks }
    }

    /// Whether a text stays.
    pub(super) fn holds(&self, text: &[u8]) -> bool {
        self.texts.iter().any(|keep| keep.as_bytes().eq_ignore_ascii_case(text)) || self.covers(text)
    }

    /// Whether it is an address of one of the networks.
    fn covers(&self, text: &[u8]) -> bool {
        if self.networks.is_empty() {
            return false;
        }
        let address = std::str::from_utf8(text).ok().and_then(|text| text.parse::<IpAddr>().ok());
        let within = |address: IpAddr| {
            self.networks.iter().any(|(network, length)| {
                let (one, other, width) = match (network, address) {
                    (IpAddr::V4(one), IpAddr::V4(other)) => (one.to_bits().into(), other.to_bits().into(), 32),
                    (IpAddr::V6(one), IpAddr::V6(other)) => (one.to_bits(), other.to_bits(), 128),
                    _ => return false,
                };
                let differs: u128 = one ^ other;
                differs.checked_shr(width - u32::from(*length)).unwrap_or(0) == 0
            })
        };
        address.is_some_and(within)
    }
}

/// The network that a text says: an address, a slash and how many bits of it tell the network.
fn network(text: &str) -> Option<(IpAddr, u8)> {
    let (address, length) = text.split_once('/')?;
    let (address, length) = (address.parse::<IpAddr>().ok()?, length.parse().ok()?);
    (length <= if address.is_ipv4() { 32 } else { 128 }).then_some((address, length))
}

#[cfg(test)]
mod tests {
    use super::Keep;

    #[test]
    fn texts_and_all_addresses_of_a_network_stay() {
        let keep = Keep::new(&["Build.example", "192.0.2.0/25", "2001:db8::/32", "::/0 x"].map(str::to_owned));
        for text in ["build.EXAMPLE", "192.0.2.1", "192.0.2.127", "2001:db8:7::1"] {
            assert!(keep.holds(text.as_bytes()), "{text}");
        }
        for text in ["192.0.2.128", "198.51.100.7", "2001:db9::1", "build"] {
            assert!(!keep.holds(text.as_bytes()), "{text}");
        }
        let everything = Keep::new(&["0.0.0.0/0".to_owned()]);
        assert!(everything.holds(b"198.51.100.7") && !everything.holds(b"2001:db8::1"));
    }
}
