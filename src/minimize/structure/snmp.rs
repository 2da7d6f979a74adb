//! Serial numbers in the columns of SNMP's tables, and addresses in the indices: `IP-MIB::ipAdEntAddr.192.0.2.7 = …`,
//! `.1.3.6.1.2.1.4.20.1.1.192.0.2.7 = …`.
//!
//! The value beside them is the same address, so that an index that stayed would undo the pseudonym.

use crate::minimize::ascii::{DIGIT, DOTTED};
use crate::minimize::prefilter::{Finder, Needs};
use crate::minimize::{Evidence, Found, Kind, bytes};

/// What a line must show to hold one.
pub(super) const NEEDS: Needs = Needs {
    finder: Finder::Snmp,
    marks: 0,
    words: &["mib", "ipaddress", "iso", "hex", "integer", "counter32", "oid", "string"],
};

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    let Some(end) = memchr::memchr(b' ', line).filter(|end| line[*end..].starts_with(b" = ")) else { return };
    let (name, value) = (&line[..end], &line[end + 3..]);
    if !bytes::starts_with_any(value, &VALUES) {
        return;
    }
    // `.1.3.6.1.2.1.1.5.0` is the system's name by its number, where no names of objects are known.
    let system = SYSTEM.iter().find(|(number, _)| name.ends_with(number)).map(|(_, kind)| *kind);
    if let Some(kind) = system {
        let text = value.strip_prefix(b"STRING: ").unwrap_or_default().trim_ascii();
        let text = text.strip_prefix(b"\"").unwrap_or(text);
        let text = text.strip_suffix(b"\"").unwrap_or(text);
        if let Some(start) = bytes::find(line, text)
            && !text.is_empty()
        {
            let end = start + text.len();
            found.push(
                Found::new(start..end, kind, Evidence::Structure).teaching_if(kind == Kind::Host && text.len() >= 4),
            );
        }
    }
    if let Some(span) = serial(line, name, value) {
        found.push(Found::new(span.0..span.1, Kind::Serial, Evidence::Structure).teaching());
    }
    if let Some(start) = hardware(name, value).map(|at| end + 3 + at) {
        found.push(Found::new(start..start + HARDWARE, Kind::Mac, Evidence::Structure));
    }
    // `ipAddressIfIndex.ipv6."20:01:0d:b8:…"` (RFC 4293)
    if let Some(start) = bytes::find_past(name, b".ipv6.\"") {
        let end = memchr::memchr(b'"', &name[start..]).map_or(start, |length| start + length);
        if memchr::memchr_iter(b':', &name[start..end]).count() == 15 {
            found.push(Found::new(start..end, Kind::Serial, Evidence::Structure));
        }
    }
    for table in &TABLES {
        let Some(index) = table.index(name) else { continue };
        for place in table.places {
            if let Some((start, end)) = octets(name, index, *place) {
                found.push(Found::new(start..end, Kind::Ipv4, Evidence::Structure));
            }
        }
        return;
    }
}

/// What stands in a column of serial numbers, known by its name or its number (RFC 6933, RFC 3805).
fn serial(line: &[u8], name: &[u8], value: &[u8]) -> Option<(usize, usize)> {
    let object = name.rsplit(|byte| *byte == b':').next().unwrap_or(name);
    let object = object.split(|byte| *byte == b'.').next().unwrap_or(object).to_ascii_lowercase();
    let numbered = [".3.6.1.2.1.47.1.1.1.1.11.", ".3.6.1.2.1.43.5.1.1.17."];
    let own = || bytes::ends_with_any(name, &MAKERS);
    let named = bytes::ends_with_any(&object, &["serialnum", "serialnumber", "serialno"]);
    if !named && !bytes::holds_any(name, &numbered) && !own() {
        return None;
    }
    let text = value.strip_prefix(b"STRING: ")?.trim_ascii();
    let text = text.strip_prefix(b"\"").unwrap_or(text);
    let text = text.strip_suffix(b"\"").unwrap_or(text);
    // `Not Specified`
    let says = text.len() >= 4 && DIGIT.is_in(text);
    let start = name.len() + bytes::find(&line[name.len()..], text).filter(|_| says)?;
    Some((start, start + text.len()))
}

/// Objects of makers' own that hold the number of the whole device: Cisco, HP, APC, Compaq, Dell, Juniper, F5,
/// Synology, Fortinet, Aruba, MikroTik, Palo Alto.
const MAKERS: [&str; 12] = [
    ".9.3.6.3.0",
    ".11.2.36.1.1.2.9.0",
    ".318.1.1.1.1.2.3.0",
    ".232.2.2.2.1.0",
    ".674.10892.5.1.3.2.0",
    ".2636.3.1.3.0",
    ".3375.2.1.3.3.3.0",
    ".6574.1.5.2.0",
    ".12356.100.1.1.1.0",
    ".14823.2.2.1.1.1.12.0",
    ".14988.1.1.7.3.0",
    ".25461.2.1.2.1.3.0",
];

/// Where a hardware address stands in a value, in pairs with blanks between: `Hex-STRING: 52 54 00 AB CD EF `.
fn hardware(name: &[u8], value: &[u8]) -> Option<usize> {
    let object = name.rsplit(|byte| *byte == b':').next().unwrap_or(name);
    let object = object.split(|byte| *byte == b'.').next().unwrap_or(object).to_ascii_lowercase();
    let numbered = || bytes::holds_any(name, &PHYSICAL);
    let named = ["physaddress", "macaddress", "macaddr", "bridgeaddress", "fdbaddress", "chassisid"];
    let start = value.strip_prefix(b"Hex-STRING: ").map(|text| value.len() - text.len())?;
    let text = value[start..].trim_ascii_end();
    let pairs =
        text.iter().enumerate().all(|(at, byte)| if at % 3 == 2 { *byte == b' ' } else { byte.is_ascii_hexdigit() });
    let says = bytes::ends_with_any(&object, &named) || numbered();
    (text.len() == HARDWARE && pairs && says).then_some(start)
}

/// Bytes of six pairs of digits.
const HARDWARE: usize = 17;

/// Columns of hardware addresses: of interfaces, neighbours, a bridge and the stations that it has seen (RFC 1213,
/// RFC 4188), and of machines beside (IEEE 802.1AB).
const PHYSICAL: [&str; 5] = [
    ".3.6.1.2.1.2.2.1.6.",
    ".3.6.1.2.1.4.22.1.2.",
    ".3.6.1.2.1.17.1.1.",
    ".3.6.1.2.1.17.4.3.1.1.",
    ".0.8802.1.1.2.1.4.1.1.5.",
];

/// A table that is indexed by addresses.
struct Table {
    /// What the names of its columns begin with.
    name: &'static [u8],
    /// The number of its rows.
    number: &'static [u8],
    /// Which numbers of the index an address begins at.
    places: &'static [usize],
}

impl Table {
    /// Where the index begins in the name of one of its objects: behind the column, by name or by number.
    fn index(&self, name: &[u8]) -> Option<usize> {
        let column = |text: &[u8]| {
            let at = bytes::find(name, text)?;
            Some(at + text.len()).filter(|_| at == 0 || text[0] == b'.' || !name[at - 1].is_ascii_alphanumeric())
        };
        let column = column(self.name).or_else(|| column(self.number))?;
        let index = column + memchr::memchr(b'.', &name[column..])? + 1;
        DOTTED.fills(&name[index..]).then_some(index)
    }
}

/// The span of four numbers, from one of an index on.
fn octets(name: &[u8], index: usize, place: usize) -> Option<(usize, usize)> {
    let mut starts = std::iter::once(index).chain(memchr::memchr_iter(b'.', &name[index..]).map(|at| index + at + 1));
    let start = starts.nth(place)?;
    let mut rest = starts.skip(3);
    let end = rest.next().map_or(name.len(), |next| next - 1);
    let text = std::str::from_utf8(&name[start..end]).ok()?;
    text.parse::<std::net::Ipv4Addr>().is_ok().then_some((start, end))
}

/// Whom to call, what it is called, and where it stands (RFC 1213).
const SYSTEM: [(&[u8], Kind); 3] = [
    (b".3.6.1.2.1.1.4.0", Kind::Organisation),
    (b".3.6.1.2.1.1.5.0", Kind::Host),
    (b".3.6.1.2.1.1.6.0", Kind::Location),
];

/// What values of the tables' objects begin with.
const VALUES: [&str; 6] = ["IpAddress:", "INTEGER:", "STRING:", "Hex-STRING:", "OID:", "Counter32:"];

/// Tables whose rows are numbered by addresses, and which parts of the number those are.
const TABLES: [Table; 8] = [
    Table { name: b"ipAdEnt", number: b".3.6.1.2.1.4.20.1.", places: &[0] },
    Table { name: b"ipRoute", number: b".3.6.1.2.1.4.21.1.", places: &[0] },
    Table { name: b"ipNetToMedia", number: b".3.6.1.2.1.4.22.1.", places: &[1] },
    Table { name: b"ipCidrRoute", number: b".3.6.1.2.1.4.24.4.1.", places: &[0, 9] },
    Table { name: b"tcpConn", number: b".3.6.1.2.1.6.13.1.", places: &[0, 5] },
    Table { name: b"udpLocal", number: b".3.6.1.2.1.7.5.1.", places: &[0] },
    Table { name: b"atPhysAddress", number: b".3.6.1.2.1.3.1.1.", places: &[2] },
    Table { name: b"bgpPeer", number: b".3.6.1.2.1.15.3.1.", places: &[0] },
];

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn addresses_in_indices_are_found() {
        assert_eq!(texts("IP-MIB::ipAdEntAddr.192.0.2.7 = IpAddress: 192.0.2.7"), ["192.0.2.7"]);
        let index = "20:01:0d:b8:00:00:00:00:00:00:00:00:00:00:00:07";
        assert_eq!(texts(&format!("IP-MIB::ipAddressIfIndex.ipv6.\"{index}\" = INTEGER: 2")), [index]);
        assert_eq!(texts("ipNetToMediaPhysAddress.2.192.0.2.7 = STRING: 0:1"), ["192.0.2.7"]);
        assert_eq!(
            texts("TCP-MIB::tcpConnState.192.0.2.7.22.198.51.100.4.51234 = INTEGER: established(5)"),
            ["192.0.2.7", "198.51.100.4"]
        );
        assert_eq!(texts(".1.3.6.1.2.1.4.20.1.1.192.0.2.7 = IpAddress: 192.0.2.7"), ["192.0.2.7"]);
        assert_eq!(texts("iso.3.6.1.2.1.4.20.1.1.192.0.2.7 = IpAddress: 192.0.2.7"), ["192.0.2.7"]);
    }

    #[test]
    fn serial_numbers_stand_in_their_columns() {
        assert_eq!(texts("Printer-MIB::prtGeneralSerialNumber.1 = STRING: \"QX77A1Z\""), ["QX77A1Z"]);
        assert_eq!(texts("ENTITY-MIB::entPhysicalSerialNum.1001 = STRING: QX77A1Z"), ["QX77A1Z"]);
        assert_eq!(texts(".1.3.6.1.2.1.43.5.1.1.17.1 = STRING: \"QX77A1Z\""), ["QX77A1Z"]);
        assert_eq!(texts("X-MIB::entPhysicalSerialNum.7 = STRING: \"\""), Vec::<String>::new());
    }

    #[test]
    fn hardware_addresses_stand_in_pairs() {
        assert_eq!(texts("IF-MIB::ifPhysAddress.2 = Hex-STRING: 52 54 00 AB CD EF "), ["52 54 00 AB CD EF"]);
        assert_eq!(texts(".1.3.6.1.2.1.2.2.1.6.2 = Hex-STRING: 52 54 00 AB CD EF"), ["52 54 00 AB CD EF"]);
        let neighbour = "iso.0.8802.1.1.2.1.4.1.1.5.47.7.1 = Hex-STRING: 52 54 00 AB CD EF";
        assert_eq!(texts(neighbour), ["52 54 00 AB CD EF"]);
        assert_eq!(texts("X-MIB::xTime.0 = Hex-STRING: 07 EA 03 0A 08 0C "), Vec::<String>::new());
    }

    #[test]
    fn other_indices_stay() {
        for line in
            ["IF-MIB::ifIndex.1.2.3.4 = INTEGER: 1", "SNMPv2-MIB::sysName.0 = STRING: x", ".1.3.6.1.2.1.1.1.0 = x"]
        {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
