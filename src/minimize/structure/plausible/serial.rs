//! Whether a value can be the number of one device.

use super::Value;
use crate::minimize::ascii::{Class, DIGIT, HEX, LOWER, SERIAL};
use crate::minimize::bytes;
use crate::minimize::structure::keys;

/// Whether a value can be what a key of serial numbers says.
pub(super) fn is_serial(value: &Value<'_>) -> bool {
    let text = value.text;
    let hexadecimal = || HEX.fills(text);
    match value.key {
        // `portName` on Fibre Channel has sixteen hexadecimal digits; that of a network's card is a word.
        b"portname" => text.len() == 16 && hexadecimal(),
        b"lunid" | b"uniqueid" | b"extaddr" | b"extaddress" | b"extendedpanid" | b"extpanid" | b"xpanid" | b"luid" => {
            is_interface_id(text)
        }
        // `DevAddr` of a radio of LoRaWAN has eight hexadecimal digits; a device's address on a bus has fewer.
        b"devaddr" => text.len() == 8 && hexadecimal(),
        // Of a disk; of much else it is a UUID, and of a pool twenty digits.
        b"guid" => is_interface_id(text) || value.is_number() && text.len() >= 17,
        // `objectSid:: AQUAAA…` is a security id in base64; those that all domains have are shorter.
        b"objectsid" => text.len() >= 28 && !text.contains(&b'-'),
        b"objectguid" => text.len() == 24 && text.ends_with(b"=="),
        key if key.ends_with(b"engineid") => text.len() >= 10 && hexadecimal(),
        // Of goods it is a number that all of them have; `code128` is how it is drawn.
        b"barcode" if value.is_number() || text.len() < 8 => false,
        key if key.ends_with(b"productid") => is_product_id(text),
        // `ident: WD-WX41A` is a disk's serial number in GEOM; elsewhere `ident` is a word.
        b"ident" => text.len() >= 8 && value.digits() >= 2 && !LOWER.is_in(text),
        // In groups it ends in a hardware address, which is found as such (RFC 8415, section 11).
        b"duid" | b"clientduid" | b"serverduid" => !Class::of(b":-").is_in(text) && text.len() >= 16,
        // `VIN` of a vehicle has seventeen characters (ISO 3779); of a power supply it is a voltage.
        b"vin" => text.len() == 17 && SERIAL.fills(text),
        // `software-id: ABCD-1234` is what RouterOS calls the disk that it was installed on.
        b"softwareid" => text.len() == 9 && text[4] == b'-',
        // `*PNP0C08`: a model's.
        b"hardwareid" if text.len() < 12 => false,
        _ => is_of_one_device(value),
    }
}

/// Whether a value can be the number of one device, and not of a model, a bus or a zone.
fn is_of_one_device(value: &Value<'_>) -> bool {
    let text = value.text;
    // `SN   : X`, where a line has nothing else, or a word before it.
    let says_so = value.line.trim_ascii_start().get(..2).is_some_and(|first| first.eq_ignore_ascii_case(b"sn"))
        || bytes::holds_any(value.line, &[" SN ", "(sn: "]);
    let mixed = value.has_letters() && value.digits() >= 3;
    let counted = bytes::ends_with_any(value.key, &["connectionserialnumber", "incidentserialno"]);
    // `Serial: 8250/16550 driver`, as Linux has what drives its serial ports.
    let numbers = text.contains(&b'/') && DIGIT.or(b"/").fills(text);
    // `serial: 115200 8N1`: how fast a line is.
    let said = |form: &&[u8]| text.ends_with(form) || value.is_number() && bytes::find(value.line, form).is_some();
    let rate = [&b" 8N1"[..], b" 8n1"].iter().any(said);
    text.len() >= 4
        && text[0] != b'/'
        && !numbers
        && !text.ends_with(b" driver")
        && !rate
        && !bytes::starts_with_any(text, &["ttyS", "ttyUSB", "ttyACM", "ttyAMA"])
        // `PCI\\VEN_8086&DEV_15B8`: a model's.
        && !text.contains(&b'\\')
        && value.digits() > 0
        && (value.sure || value.key != b"devid")
        && (value.key != b"sn" || (value.sure || says_so) && text.len() >= 8 && mixed)
        && !value.is_bus_address()
        // `console_serial: ttyS0`, `soa_serial=2026031001`
        && (!value.key.ends_with(b"serial") || keys::is_listed(value.key) || text.len() >= 6 && mixed)
        && !counted
        && !(value.begins_with_number() && says_zone(value.line))
}

/// Sixteen hexadecimal digits, as radios and disks have them (EUI-64), which may stand in two groups.
fn is_interface_id(text: &[u8]) -> bool {
    let digits = text.iter().filter(|byte| byte.is_ascii_hexdigit()).count();
    digits == 16 && HEX.or(b" :-").fills(text)
}

/// `00425-00000-44110-AAOEM`, which Windows has from its key; of other products it is a model's number.
fn is_product_id(text: &[u8]) -> bool {
    let lengths = text.split(|byte| *byte == b'-').map(<[u8]>::len);
    (lengths.clone().eq([5, 5, 5, 5]) || lengths.eq([5, 3, 7, 5])) && DIGIT.fills(&text[..5])
}

/// Whether a line speaks of a zone of the domain system, whose serial number is a date.
fn says_zone(line: &[u8]) -> bool {
    bytes::holds_any(line, &["zone", "SOA", "transfer", "soa", "refresh:"])
}
