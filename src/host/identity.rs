//! The files in which the appliance describes itself: they are read here and interpreted by the minimizer.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::time::Duration;

use super::reader::Reader;
use crate::profile::{Floor, PathPattern};

/// What the appliance says of itself, not interpreted.
#[derive(Debug, Default)]
pub struct Identity {
    /// Paths below the root, and contents.
    pub files: Vec<(String, Vec<u8>)>,
    /// Names of the folders below `/home`.
    pub homes: Vec<Vec<u8>>,
    /// Number of files that were not read, or not completely, because of limits.
    pub left_out: usize,
}

/// Reads every file in which the appliance describes itself; files that do not exist are left out.
#[must_use]
pub fn gather(reader: &mut Reader) -> Identity {
    let patterns: Vec<PathPattern> = FILES.iter().filter_map(|pattern| pattern.parse().ok()).collect();
    // The floor is lifted, because keys and passwords must be known to be found; they never leave the minimizer.
    let mut found = reader.list(&patterns, &[], Floor::Lifted, Duration::from_secs(10)).found;
    // The most important files come first, in case the rest is too much.
    found.sort_by_key(|one| {
        patterns.iter().position(|pattern| pattern.matches(Path::new(OsStr::from_bytes(&one.path))))
    });
    let mut identity =
        Identity { homes: reader.names("/home"), left_out: found.len().saturating_sub(MOST), ..Identity::default() };
    let mut room = BYTES;
    for one in found.iter().take(MOST) {
        let Some((bytes, whole)) = reader.up_to(Path::new(OsStr::from_bytes(&one.path)), room) else { continue };
        identity.left_out += usize::from(!whole);
        room -= bytes.len() as u64;
        let path = String::from_utf8_lossy(&one.path);
        identity.files.push((path.trim_start_matches('/').to_owned(), bytes));
    }
    identity
}

/// Reads os-release(5): its keys and values, without quotes.
#[must_use]
pub fn os_release(reader: &mut Reader) -> BTreeMap<String, String> {
    let text = reader.small(Path::new("/etc/os-release")).unwrap_or_default();
    let lines = String::from_utf8_lossy(&text).into_owned();
    let pairs = lines.lines().filter_map(|line| line.split_once('='));
    pairs.map(|(key, value)| (key.trim().to_owned(), value.trim().trim_matches('"').to_owned())).collect()
}

/// Reads the machine id, machine-id(5); `None` if it has none yet, like an image that has not been booted.
#[must_use]
pub fn machine_id(reader: &mut Reader) -> Option<Vec<u8>> {
    let bytes = reader.small(Path::new("/etc/machine-id"))?;
    let id = bytes.trim_ascii();
    (id.len() == 32 && id.iter().all(u8::is_ascii_hexdigit)).then(|| id.to_vec())
}

/// Reads how the firmware describes the machine.
#[must_use]
pub fn firmware(reader: &mut Reader) -> BTreeMap<String, String> {
    let names = ["sys_vendor", "product_name", "product_version", "board_vendor", "board_name", "bios_vendor"];
    let mut value = |name: &str| {
        let bytes = reader.small(&Path::new("/sys/class/dmi/id").join(name))?;
        Some((name.to_owned(), String::from_utf8_lossy(&bytes).trim().to_owned()))
    };
    names.into_iter().filter_map(&mut value).collect()
}

const FILES: [&str; 24] = [
    "/etc/{passwd,hostname,hosts,resolv.conf,machine-id,krb5.conf}",
    "/proc/sys/kernel/hostname",
    "/etc/sssd/sssd.conf",
    "/etc/samba/smb.conf",
    "/etc/network/interfaces",
    "/etc/network/interfaces.d/*",
    "/etc/netplan/*.yaml",
    "/etc/systemd/network/*",
    "/etc/NetworkManager/system-connections/*",
    "/etc/wpa_supplicant/*.conf",
    "/etc/hostapd/*.conf",
    "/etc/wireguard/*.conf",
    "/etc/ppp/{chap,pap}-secrets",
    "/etc/ipsec.secrets",
    "/etc/iscsi/initiatorname.iscsi",
    "/etc/ssh/ssh_known_hosts",
    "/etc/snmp/snmpd.conf",
    "/var/lib/dhcp/*.leases",
    "/proc/net/arp",
    "/sys/class/net/*/address",
    "/sys/class/dmi/id/{product_serial,board_serial,chassis_serial,product_uuid,chassis_asset_tag,board_asset_tag}",
    "/sys/block/*/device/{serial,wwid}",
    "/etc/casepack/identity/*",
    "/etc/{shadow,nslcd.conf}",
];

/// Maximum number of files that are read, and of bytes of them all: a list of a hundred thousand accounts takes half of
/// that.
const MOST: usize = 4000;
const BYTES: u64 = 16 << 20;
