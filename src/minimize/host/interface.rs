//! How kernels and routers call devices of their own.

/// Whether a text is how a kernel or a router calls a device of its own: `enp3s0`, `br-lan`, `ge-0/0/1`, `sda1`.
pub(crate) fn is_interface(text: &[u8]) -> bool {
    DEVICES.iter().any(|prefix| {
        text.strip_prefix(prefix.as_bytes()).is_some_and(|rest| {
            // `ae12345678` may as well be a number in hexadecimal, of which the first digits do not count.
            let number = text.len() >= 8 && text.iter().all(u8::is_ascii_hexdigit);
            !number
                && rest.first().is_some_and(u8::is_ascii_digit)
                && rest.iter().all(|byte| byte.is_ascii_digit() || b"psfdnvx._-/:".contains(byte))
        })
    }) || text.starts_with(b"br-")
        || text.starts_with(b"veth")
}

/// Beginnings of names of devices.
const DEVICES: [&str; 80] = [
    "eth",
    "ens",
    "enp",
    "eno",
    "wlan",
    "wlp",
    "br",
    "tun",
    "tap",
    "bond",
    "team",
    "vlan",
    "vmbr",
    "docker",
    "virbr",
    "ppp",
    "wg",
    "igb",
    "lo",
    "usb",
    "wwan",
    "can",
    "ib",
    "dummy",
    "ifb",
    "sit",
    "gre",
    "vxlan",
    "vti",
    "tty",
    "ttyS",
    "nvme",
    "md",
    "dm-",
    "sr",
    "loop",
    "zram",
    "mmcblk",
    "cpu",
    "ge-",
    "xe-",
    "et-",
    "Gi",
    "Te",
    "Fa",
    "Vlan",
    "vty",
    "con",
    "ovpns",
    "ovpnc",
    "en",
    "awdl",
    "utun",
    "em",
    "vtnet",
    "bge",
    "vmk",
    "vmnic",
    "ath",
    "swp",
    "scsi",
    "Loopback",
    "Tunnel",
    "Ethernet",
    "FastEthernet",
    "GigabitEthernet",
    "TenGigabitEthernet",
    "Port-channel",
    "Serial",
    "Vlanif",
    "XGigabitEthernet",
    "BVI",
    "mgmt",
    "ae",
    "irb.",
    "ttyS",
    "ttyUSB",
    "ttyACM",
    "ttyAMA",
    "ttymxc",
];
