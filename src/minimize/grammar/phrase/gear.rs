//! Phrases of network gear: routers and switches at their terminals, firewalls and what manages them, VPNs.

use super::table::{
    Phrase, machine, machine_before, machine_between, maybe_machine, maybe_machine_before, maybe_machine_between,
    maybe_user, maybe_user_before, maybe_user_between, serial, serial_before, user, user_before,
};

/// Who works on a router, a switch or a firewall, what it is known by, and which neighbours it has.
pub(super) const GEAR: &[Phrase] = &[
    // Cisco and what follows it
    maybe_user_before(" on vty0"),
    maybe_user_before(" on vty1"),
    maybe_user_before(" on vty2"),
    maybe_user_before(" on vty3"),
    maybe_user_before(" on vty4"),
    maybe_user_before(" on vty5"),
    maybe_machine_before(" : %ASA-"),
    maybe_machine_before(" : %FTD-"),
    user("from vty by "),
    maybe_user("from console by "),
    serial("board ID "),
    serial("mCardSernum("),
    maybe_machine("LLDP neighbor "),
    maybe_machine("system name "),
    maybe_machine_between("%ADJCHANGE: neighbor ", "(", ")"),
    maybe_user_between("configuration change at ", " by ", ""),
    maybe_user_between("config last updated at ", " by ", ""),
    maybe_user_between("Last changed: ", " by ", ""),
    maybe_user_between("Last commit: ", " by ", ""),
    machine_between("mismatch discovered on ", ", with ", " "),
    maybe_machine("joined controller "),
    machine("system-name \""),
    machine("sysName \""),
    machine("snmp-server name "),
    maybe_machine("set device name "),
    maybe_machine("remote system name "),
    maybe_machine("name of station '"),
    maybe_user("failed command for "),
    maybe_user_before(" ran command "),
    maybe_user("ran command as "),
    // RouterOS
    user("/user add name="),
    machine("identity set name="),
    // Palo Alto's PAN-OS
    serial_before(",TRAFFIC,"),
    serial_before(",THREAT,"),
    serial_before(",SYSTEM,"),
    serial_before(",CONFIG,"),
    serial_before(",GLOBALPROTECT,"),
    serial_before(",USERID,"),
    serial_before(",HIPMATCH,"),
    serial_before(",HIP-MATCH,"),
    serial_before(",AUTH,"),
    serial_before(",AUTHENTICATION,"),
    serial_before(",DECRYPTION,"),
    // NetScreen, FortiGate, Infoblox and others
    maybe_user("for admin "),
    maybe_user_before(" via web from"),
    maybe_user_before(" via ssh from"),
    maybe_user_before(" (client ip"),
    user_before("]: Login_"),
    user_before("]: First_Login"),
    user_before("]: Logout - "),
    // OpenVPN
    machine_before("] Peer Connection Initiated"),
];
