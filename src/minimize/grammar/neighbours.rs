//! What switches and routers say of themselves and of their neighbours: `Device ID: NAME(SERIAL)` of CDP, and the name
//! before how long a system is up.

use super::spans::push;
use crate::minimize::ascii::{HEX, NAME};
use crate::minimize::prefilter::{Finder, Needs};
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary, host, structure};

/// What a line must show to hold one of them.
pub(super) const NEEDS: Needs = Needs { finder: Finder::Neighbours, marks: 0, words: &["^device", "uptime"] };

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    neighbour(line, found);
    uptime(line, found);
}

/// `Device ID: NAME`, `Device ID:NAME(SERIAL)`: who the neighbour is, as Cisco's protocol has it.
fn neighbour(line: &[u8], found: &mut Vec<Found>) {
    let Some(start) = value(line) else { return };
    let end = start + NAME.run(&line[start..]);
    let name = &line[start..end];
    // Numbers of PCI and hardware addresses stand there too.
    let number = name.starts_with(b"0x") || HEX.or(b".-").fills(name);
    let word = structure::is_placeholder(name) || dictionary::is_word(name);
    let rest = &line[end..];
    let serial = rest.strip_prefix(b"(").and_then(|rest| memchr::memchr(b')', rest)).unwrap_or(0);
    if number || word && serial == 0 || !(rest.trim_ascii().is_empty() || serial > 0 || host::is_likely(name)) {
        return;
    }
    push(start, end, Kind::Host, found);
    if rest.iter().skip(1).take(serial).filter(|byte| byte.is_ascii_alphanumeric()).count() >= 6 {
        let (start, end) = (end + 1, end + 1 + serial);
        found.push(Found::new(start..end, Kind::Serial, Evidence::Grammar).teaching());
    }
}

/// Whether a line says the id of a neighbour of CDP, which is no id of a device elsewhere.
pub(crate) fn is_neighbour(line: &[u8]) -> bool {
    value(line).is_some()
}

/// Where the name begins behind `Device ID:`.
fn value(line: &[u8]) -> Option<usize> {
    let rest = line.trim_ascii_start().strip_prefix(b"Device ID")?.trim_ascii_start().strip_prefix(b":")?;
    Some(line.len() - rest.trim_ascii_start().len())
}

/// `NAME uptime is 2 years, 3 weeks`.
fn uptime(line: &[u8], found: &mut Vec<Found>) {
    let length = NAME.run(line);
    let number = line[length..].strip_prefix(b" uptime is ").and_then(|rest| rest.first());
    let lower = line[..length].to_ascii_lowercase();
    let own = dictionary::is_word(&lower) || bytes::is_one_of(&lower, &OWN) || host::is_interface(&line[..length]);
    if length > 1 && number.is_some_and(u8::is_ascii_digit) && !own {
        push(0, length, Kind::Host, found);
    }
}

/// What else is up.
const OWN: [&str; 6] = ["system", "kernel", "router", "switch", "device", "chassis"];

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn neighbours_and_what_is_up_are_named() {
        assert_eq!(texts("Device ID: zorgal"), ["zorgal"]);
        assert_eq!(texts("Device ID:zorgal(QVX12345ZRG)"), ["zorgal", "QVX12345ZRG"]);
        assert_eq!(texts("Device ID: zorgal-7 Platform: quvnix"), ["zorgal-7"]);
        assert_eq!(texts("zorgal uptime is 2 years, 3 weeks"), ["zorgal"]);
    }

    #[test]
    fn other_devices_are_none() {
        for line in [
            "Device ID: 0x8086",
            "Device ID: 0200.5e00.5307",
            "Device ID: 77",
            "Device ID: Unknown",
            "Device ID: None",
            "Tunnel7 uptime is 3 days",
            "Device ID        Local Intrfce",
            "System uptime is 7 days",
            "the uptime is 7 days",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
