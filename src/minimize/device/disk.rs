//! Ids of disks, arrays and file systems that are no UUIDs: names below `/dev/disk/by-id`, serial numbers of FAT and
//! NTFS, LVM's and md's own notations, VMware's, and the files that smartd(8) keeps for each disk.

use std::cell::OnceCell;
use std::sync::LazyLock;

use crate::minimize::ascii::{Class, DIGIT, HEX, KEY, NAME, SERIAL, UPPER_HEX};
use crate::minimize::bytes::{self, Any};
use crate::minimize::known::is_bordered;
use crate::minimize::{Evidence, Found, Kind, host};

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    let (said, virtual_disk) = (OnceCell::new(), OnceCell::new());
    let named = || *said.get_or_init(|| bytes::holds_any(line, &FILE_SYSTEMS));
    let bordered = |at: usize| is_bordered(line, at, at + b"uuid".len());
    let vmware = || {
        let said = |word| bytes::every(line, word).any(bordered);
        *virtual_disk.get_or_init(|| said(&b"uuid"[..]) || said(b"UUID"))
    };
    for dash in memchr::memchr_iter(b'-', line) {
        if let Some(prefix) = BY_ID.iter().find(|prefix| bytes::ends_with(&line[..=dash], prefix)) {
            by_id(line, dash + 1, dash + 1 - prefix.len(), found);
        }
        // `3600508b4… dm-3 VENDOR,MODEL`: what multipath(8) calls a disk without a name of its own.
        let disk = line[..=dash].strip_suffix(b" dm-").unwrap_or_default();
        if disk.len() == NAA && HEX.fills(disk) {
            push(0, NAA, found);
        }
        let start = |before: usize| dash.wrapping_sub(before);
        let is_lvm = is_shaped(line, start(6), LVM, u8::is_ascii_alphanumeric);
        let is_fat = || is_shaped(line, start(4), FAT, |byte| UPPER_HEX.has(*byte)) && named();
        if is_shaped(line, start(8), VMFS, u8::is_ascii_hexdigit) {
            let end = start(8) + VMFS.len();
            found.push(Found::new(end - HARDWARE..end, Kind::Mac, Evidence::Structure));
        }
        let is_vmware = || is_shaped(line, start(23), VMWARE, u8::is_ascii_hexdigit) && vmware();
        if is_lvm {
            push(start(6), start(6) + LVM.len(), found);
        } else if is_fat() {
            push(start(4), start(4) + FAT.len(), found);
        } else if is_vmware() {
            push(start(23), start(23) + VMWARE.len(), found);
        }
    }
    for start in memchr::memchr_iter(b':', line).map(|colon| colon.wrapping_sub(8)) {
        let array = || named() || bytes::find(line, b"UUID").is_some();
        if is_shaped(line, start, ARRAY, u8::is_ascii_hexdigit) && array() {
            push(start, start + ARRAY.len(), found);
            creator(line, found);
        }
    }
    if MARKS.stands_in(line) {
        marked(line, found);
    }
}

/// What one of those must hold that are told by what stands before them.
static MARKS: LazyLock<Any> = LazyLock::new(|| {
    Any::new(&[
        b"/smartd.",
        b"/attrlog.",
        b"t10.",
        b"{serial",
        b"UUID=",
        b"by-uuid/",
        b"ntfs ",
        b"iSerial ",
        b"Device ",
    ])
});

/// Finds those.
fn marked(line: &[u8], found: &mut Vec<Found>) {
    kept(line, found);
    let begins = |at: &usize| !line[..*at].last().is_some_and(u8::is_ascii_alphanumeric);
    for at in bytes::every(line, b"t10.").filter(begins) {
        vendor(line, at + 4, found);
    }
    for at in bytes::every(line, b"{serial") {
        identifier(line, at, found);
    }
    for prefix in [&b"UUID="[..], b"by-uuid/", b"ntfs "] {
        ntfs(line, prefix, found);
    }
    if let Some(at) = bytes::find(line, b"iSerial ") {
        let words = line[at + 8..].trim_ascii();
        if let Some(space) = memchr::memchr(b' ', words) {
            let length = words[space..].trim_ascii().len();
            let end = line.trim_ascii_end().len();
            push(end - length, end, found);
        }
    }
}

/// Digits of a name that the registry of the IEEE gave, and before them the form of it.
const NAA: usize = 33;

/// `ARRAY /dev/md0 name=gw7:0 UUID=…`: which machine made an array of disks.
fn creator(line: &[u8], found: &mut Vec<Found>) {
    let Some(start) = bytes::find_past(line, b" name=") else { return };
    let name = line[start..].split(u8::is_ascii_whitespace).next().unwrap_or_default();
    if let Some(colon) = memchr::memchr(b':', name).filter(|colon| host::is_likely(&name[..*colon])) {
        found.push(Found::new(start..start + colon, Kind::Host, Evidence::Structure).teaching_unless_short());
    }
}

/// `ata-MODEL_SERIAL-part1`, `usb-MODEL_SERIAL-if00-port0`: what stands behind the last underscore, that of a namespace
/// aside.
fn by_id(line: &[u8], start: usize, before: usize, found: &mut Vec<Found>) {
    if before > 0 && line[before - 1].is_ascii_alphanumeric() {
        return;
    }
    let name = &line[start..start + NAME.or(b"+").run_within(&line[start..], LONGEST)];
    let part = PARTS.iter().filter_map(|part| bytes::find(name, part)).min().unwrap_or(name.len());
    let name = &name[..part];
    // A disk of a virtual machine has no model: `by-id/virtio-SERIAL`.
    let virtual_disk = line[before..start].starts_with(b"virtio-") && line[..before].ends_with(b"by-id/");
    if virtual_disk && name.len() >= 6 && name.iter().filter(|byte| byte.is_ascii_digit()).count() >= 3 {
        return push(start, start + name.len(), found);
    }
    if !name.contains(&b'_') {
        return;
    }
    // USB's unit: `-0:0`.
    let name = name.strip_suffix(b"-0").unwrap_or(name);
    let Some(underscore) = memchr::memrchr(b'_', name) else { return };
    let space = name.len() - underscore <= 3 && DIGIT.fills(&name[underscore + 1..]);
    let (name, underscore) = match memchr::memrchr(b'_', &name[..underscore]).filter(|_| space) {
        Some(earlier) => (&name[..underscore], earlier),
        None => (name, underscore),
    };
    let serial = &name[underscore + 1..];
    // `usb-FTDI_FT232R_USB_UART_QB2CX77K-if00-port0`: capitals and digits before the part of what is plugged in.
    let plugged =
        line[before..start].starts_with(b"usb-") && line[start + part..].starts_with(b"-if") && SERIAL.fills(serial);
    let least = if plugged { 1 } else { 3 };
    if serial.len() >= 6 && serial.iter().filter(|byte| byte.is_ascii_digit()).count() >= least {
        push(start + underscore + 1, start + name.len(), found);
    }
}

/// `t10.ATA_____MODEL______________SERIAL_____`: what a maker calls a disk (SPC-3, section 7.6.3.3), filled up with
/// underscores.
fn vendor(line: &[u8], start: usize, found: &mut Vec<Found>) {
    let length = NAME.run_within(&line[start..], LONGEST);
    let name = &line[start..start + length];
    if bytes::find(name, b"__").is_none() {
        return;
    }
    let end = start + name.iter().rposition(|byte| *byte != b'_').map_or(0, |last| last + 1);
    // Behind the serial number of a disk of NVMe stands the part of it: `SERIAL__00000001`.
    let part = line[start..end].len().checked_sub(PART).map(|length| start + length);
    let end = part.filter(|at| is_part_of_disk(&line[*at..end])).unwrap_or(end);
    let from = memchr::memrchr(b'_', &line[start..end]).map_or(start, |mark| start + mark + 1);
    let serial = &line[from..end];
    if serial.len() >= 6 && serial.iter().filter(|byte| byte.is_ascii_digit()).count() >= 3 {
        push(from, end, found);
    }
}

/// `__00000001`
fn is_part_of_disk(text: &[u8]) -> bool {
    text.strip_prefix(b"__").is_some_and(|number| DIGIT.fills(number))
}

/// Bytes of the number of a part of a disk.
const PART: usize = "__00000001".len();

/// `{serial}QX7714`, `{serial_lunid}QX7714_5000c500a1b2c3d4`: how TrueNAS tells its disks.
fn identifier(line: &[u8], at: usize, found: &mut Vec<Found>) {
    let both = line[at..].starts_with(b"{serial_lunid}");
    if !both && !line[at..].starts_with(b"{serial}") {
        return;
    }
    let mut start = at + if both { b"{serial_lunid}".len() } else { b"{serial}".len() };
    let text = &line[start..start + KEY.run_within(&line[start..], LONGEST)];
    for part in text.splitn(1 + usize::from(both), |byte| *byte == b'_') {
        if part.len() >= 6 && DIGIT.is_in(part) {
            push(start, start + part.len(), found);
        }
        start += part.len() + 1;
    }
}

/// `/var/lib/smartmontools/smartd.MODEL-SERIAL.ata.state`, `attrlog.MODEL-SERIAL.ata.csv`, as smartd(8) keeps them.
fn kept(line: &[u8], found: &mut Vec<Found>) {
    for prefix in [&b"/smartd."[..], b"/attrlog."] {
        for at in bytes::every(line, prefix) {
            let start = at + prefix.len();
            let name = &line[start..start + KEY.run_within(&line[start..], LONGEST)];
            let end = start + name.len();
            let of_disk = bytes::starts_with_any(&line[end..], &[".ata.", ".scsi.", ".nvme."]);
            let Some(dash) = memchr::memrchr(b'-', name).filter(|_| of_disk) else { continue };
            if name.len() - dash > 6 {
                push(start + dash + 1, end, found);
            }
        }
    }
}

/// Bytes of the longest name of a file.
const LONGEST: usize = 255;

/// Whether a text begins at `start` in which marks stand where the form has them, and digits elsewhere; alone.
fn is_shaped(line: &[u8], start: usize, form: &[u8], is: impl Fn(&u8) -> bool) -> bool {
    let Some(text) = start.checked_add(form.len()).and_then(|end| line.get(start..end)) else { return false };
    let fits = text.iter().zip(form).all(|(byte, form)| if *form == b'x' { is(byte) } else { byte == form });
    let joined =
        |at: usize| line.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':'));
    fits && DIGIT.is_in(text) && !joined(start.wrapping_sub(1)) && !joined(start + form.len())
}

/// Sixteen digits behind what says that they are a file system's.
fn ntfs(line: &[u8], prefix: &[u8], found: &mut Vec<Found>) {
    for at in bytes::every(line, prefix) {
        let at = at + prefix.len();
        let start = at + Class::of(b" \"").run(&line[at..]);
        let digits = UPPER_HEX.run(&line[start..]);
        if digits == 16 && !line.get(start + 16).is_some_and(u8::is_ascii_alphanumeric) {
            push(start, start + 16, found);
        }
    }
}

fn push(start: usize, end: usize, found: &mut Vec<Found>) {
    found.push(Found::new(start..end, Kind::Serial, Evidence::Structure).teaching());
}

/// What stands behind a serial number there: a part of a disk, an interface of USB, what reads a keyboard.
const PARTS: [&[u8]; 4] = [b"-part", b"-if0", b"-event-", b"-video-"];

/// Beginnings of names that hold a model and a serial number.
const BY_ID: [&[u8]; 5] = [b"ata-", b"nvme-", b"usb-", b"mmc-", b"virtio-"];

/// What says that a line speaks of file systems.
const FILE_SYSTEMS: [&str; 8] = ["UUID=", "by-uuid/", "vfat", "exfat", "ntfs", "UUID : ", "linux_raid", "Volume ID"];

/// The forms: `x` is a digit.
const FAT: &[u8] = b"xxxx-xxxx";
const LVM: &[u8] = b"xxxxxx-xxxx-xxxx-xxxx-xxxx-xxxx-xxxxxx";
/// A volume of VMFS: when it was made, and the hardware address of who made it.
const VMFS: &[u8] = b"xxxxxxxx-xxxxxxxx-xxxx-xxxxxxxxxxxx";
/// Digits of a hardware address.
const HARDWARE: usize = 12;
const ARRAY: &[u8] = b"xxxxxxxx:xxxxxxxx:xxxxxxxx:xxxxxxxx";
const VMWARE: &[u8] = b"xx xx xx xx xx xx xx xx-xx xx xx xx xx xx xx xx";

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn volumes_of_vmfs_end_in_a_hardware_address_and_files_of_smartd_in_a_serial_number() {
        assert_eq!(texts("/vmfs/volumes/58bf1f2a-1c2d3e4f-9a1b-02005e005307/x"), ["02005e005307"]);
        assert_eq!(texts("x 58bf1f2a-1c2d3e4f-9a1b-02005e0053 y"), Vec::<String>::new());
        assert_eq!(texts("/x/smartd.MAKER_M4X-QX_7K2C0ABC.ata.state"), ["QX_7K2C0ABC"]);
        assert_eq!(texts("/x/attrlog.MAKER_M4X-QX7K2C0ABC.nvme.csv"), ["QX7K2C0ABC"]);
        assert_eq!(texts("/etc/smartd.conf-2026 /x/smartd.x-y"), Vec::<String>::new());
    }

    #[test]
    fn serial_numbers_close_the_names_of_disks() {
        assert_eq!(texts("/dev/disk/by-id/ata-MAKER_M4X-7_QX-7K2C0ABC-part1 -> ../../sda1"), ["QX-7K2C0ABC"]);
        assert_eq!(texts("nvme-MAKER_M4X_50026B72AAF4_1"), ["50026B72AAF4"]);
        assert_eq!(texts("usb-Maker_Stick_4C5300012304-0:0"), ["4C5300012304"]);
        assert_eq!(texts("usb-Maker_UART_QX7A0123-if00-port0 opened"), ["QX7A0123"]);
        assert_eq!(texts("/dev/disk/by-id/virtio-08491434ee711d3420e9-part1"), ["08491434ee711d3420e9"]);
        assert_eq!(texts("usb-storage usb-0000:00:14.0-1 ata-piix"), Vec::<String>::new());
        assert_eq!(texts("virtio-08491434ee x/by-id/virtio-net0 virtio-pci-0000:00:06.0"), Vec::<String>::new());
    }

    #[test]
    fn a_disk_may_be_told_by_its_numbers() {
        assert_eq!(
            texts("'{serial_lunid}QX771400_5000c500a1b2c3d4' and {serial}QX_771401;"),
            ["QX771400", "5000c500a1b2c3d4", "QX_771401"]
        );
        assert_eq!(texts("{serial}x {serial_no}QX771400 {devicename}sda"), Vec::<String>::new());
    }

    #[test]
    fn a_maker_fills_up_its_names() {
        assert_eq!(texts("t10.ATA_____Maker_SSD_860_______________QX7NB0K412233A_____"), ["QX7NB0K412233A"]);
        assert_eq!(texts("Device t10.NVMe____MAKER_M4X_______QX77401J44__00000001 off"), ["QX77401J44"]);
        assert_eq!(texts("t10.x at10.y"), Vec::<String>::new());
        assert_eq!(texts("report10.log__20260310 t10.log_20260310"), Vec::<String>::new());
    }

    #[test]
    fn file_systems_and_arrays_are_found() {
        assert_eq!(texts("sda1 vfat FAT32 EFI 7C8A-E133 505M"), ["7C8A-E133"]);
        assert_eq!(texts("UUID=\"12AB34CD56EF7890\" TYPE=\"ntfs\""), ["12AB34CD56EF7890"]);
        assert_eq!(texts("sda3 Zx7Yw8-Q1a2-B3c4-D5e6-F7g8-H9i0-J1k2L3"), ["Zx7Yw8-Q1a2-B3c4-D5e6-F7g8-H9i0-J1k2L3"]);
        assert_eq!(
            texts("ARRAY /dev/md0 UUID=1a2b3c4d:5e6f7a8b:9c0d1e2f:3a4b5c6d"),
            ["1a2b3c4d:5e6f7a8b:9c0d1e2f:3a4b5c6d"]
        );
        let id = "1a2b3c4d:5e6f7a8b:9c0d1e2f:3a4b5c6e";
        assert_eq!(texts(&format!("md127: array UUID {id} assembled")), [id]);
        assert_eq!(
            texts("ARRAY /dev/md0 name=quvnix-7:0 UUID=1a2b3c4d:5e6f7a8b:9c0d1e2f:3a4b5c6d"),
            ["1a2b3c4d:5e6f7a8b:9c0d1e2f:3a4b5c6d", "quvnix-7"]
        );
        let vmware = "56 4d 2f 1a 7f 0a 0b 3e-2c 11 7c 8a e1 22 33 13";
        assert_eq!(texts(&format!("uuid.bios = \"{vmware}\"")), [vmware]);
        assert_eq!(texts("  iSerial                 3 4C530001"), ["4C530001"]);
        assert_eq!(texts("FAT-fs (sdc1): Volume ID: 7C8A-E133"), ["7C8A-E133"]);
        assert_eq!(texts("seen 7C8A-E133 in 2024-1234"), Vec::<String>::new());
    }
}
