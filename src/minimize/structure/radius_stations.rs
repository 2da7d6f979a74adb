//! A station of a wireless network with the network's name behind it, as RADIUS has it: `A4-83-E7-10-AA-31:Attic`
//! (RFC 3580, section 3.20).

use crate::minimize::ascii::HEX;
use crate::minimize::{Evidence, Found, Kind};

/// Finds both in a value that begins at `start` of its line; `false` where it is no such value.
pub(super) fn find(value: &[u8], start: usize, found: &mut Vec<Found>) -> bool {
    let Some(length) = LENGTHS.into_iter().find(|length| is_station(value, *length)) else { return false };
    let name = start + length + 1;
    let one = |start, end, kind| Found::new(start..end, kind, Evidence::Structure).teaching_unless_short();
    found.push(one(start, start + length, Kind::Mac));
    found.push(one(name, start + value.len(), Kind::Ssid));
    true
}

/// Whether a hardware address of so many bytes stands there, and a colon with a name behind it.
fn is_station(value: &[u8], length: usize) -> bool {
    let Some((address, name)) = value.split_at_checked(length) else { return false };
    let digits = address.iter().filter(|byte| byte.is_ascii_hexdigit()).count();
    let marks = HEX.or(b":-.").fills(address);
    digits == 12 && marks && name.len() > 1 && name[0] == b':'
}

/// Of an address in pairs, in groups of four, and without marks.
const LENGTHS: [usize; 3] = [17, 14, 12];

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(value: &str) -> Vec<String> {
        crate::minimize::testing::texts(value, |value, found| {
            find(value, 0, found);
        })
    }

    #[test]
    fn a_network_stands_behind_its_station() {
        assert_eq!(texts("02-00-5E-00-53-07:Attic of Gwen"), ["02-00-5E-00-53-07", "Attic of Gwen"]);
        assert_eq!(texts("02:00:5e:00:53:07:Attic"), ["02:00:5e:00:53:07", "Attic"]);
        assert_eq!(texts("0200.5e00.5307:Attic"), ["0200.5e00.5307", "Attic"]);
        assert_eq!(texts("02005e005307:Attic"), ["02005e005307", "Attic"]);
    }

    #[test]
    fn a_station_alone_and_other_values_are_none() {
        for value in ["02-00-5E-00-53-07", "02005e005307:", "+49 30 5550100", "a:b", ""] {
            assert_eq!(texts(value), Vec::<&str>::new(), "{value}");
        }
    }
}
