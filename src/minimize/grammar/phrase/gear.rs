//! Phrases of network gear: routers and switches at their terminals, firewalls and what manages them, VPNs.

use super::table::{
    Phrase, machine, machine_before, machine_between, maybe_machine, maybe_machine_before, maybe_machine_between,
    maybe_user, maybe_user_before, maybe_user_between, serial, serial_before, ssid, ssid_between, user, user_before,
    user_between,
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
    serial("board ID "),
    serial("mCardSernum("),
    maybe_machine("LLDP neighbor "),
    maybe_machine("LLDP: neighbor "),
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
    machine_between("LLDP_NEIGHBOR_", ", System Name ", ""),
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
    user("Username entry ("),
    user_between("_ACCOUNTING_MESSAGE: update:", ":", ":"),
    user_between("_ACCOUNTING_MESSAGE: start:", ":", ":"),
    user_between("_ACCOUNTING_MESSAGE: stop:", ":", ":"),
    machine("[system host-name] \""),
    machine_between("[system host-name] \"", "-> \"", "\""),
    user_between("User '", "", "' login, class "),
    user_between("User '", "", "', command '"),
    user_between("User '", "", "' requested '"),
    user_between("User '", "", "' set: ["),
    user_before("]: First_Login"),
    user_before("]: Logout - "),
    machine("NetScreen device_id="),
    machine_before(": NetScreen device_id="),
    // FRR, HAProxy
    maybe_machine("Adjacency to "),
    maybe_machine_between("Health check for ", "/", " failed"),
    maybe_machine_between("Health check for ", "/", " succeeded"),
    maybe_machine_between("haproxy[", "/", " changed its IP"),
    maybe_machine_between("Peer ", "", " (table "),
    // Cisco's wireless and who is at a console
    user_between("Configured from console by ", "", " on vty"),
    machine("Selected MWAR '"),
    machine_between("%DOT11-6-ASSOC", "Station ", " "),
    // RouterOS
    user_between("ppp,info,account ", "", " logged "),
    maybe_machine_between("received notification from ", "", " {"),
    // Asterisk
    user_between("Peer '", "", "' is now "),
    // UniFi
    user_between("Admin[", "", "] log in"),
    user_between("Admin[", "", "] failed to log in"),
    user_between("by admin[", "", "]"),
    user_between("HTTP Session ", "initiated for user ", " connected from"),
    user_before(" accessed UniFi "),
    user("UNIFIadmin="),
    maybe_user_between("msg=", "", " made changes to "),
    machine_between("username=", " AP=", " SSID="),
    ssid("SSID[\""),
    ssid_between("User[", "] disconnected from \"", "\""),
    ssid_between("Guest[", "] disconnected from \"", "\""),
    ssid_between("] roams from ", " on \"", "\""),
    machine("Access-Concentrator: "),
    // pfSense
    maybe_user_between("captiveportal[", "ACCEPT: ", ","),
    user_between("logportalauth", "FAILURE: ", ","),
    user_between("logportalauth", "DISCONNECT: ", ","),
    user_between("logportalauth", "TIMEOUT: ", ","),
    // OpenVPN
    machine_before("] Peer Connection Initiated"),
    machine("SENT CONTROL ["),
    machine_between("new connection by client '", "", "'"),
    machine_between("ifconfig_pool_read(), in='", "", ","),
    machine("MANAGEMENT: CMD 'kill "),
    // What balances loads: F5's members and audits, Citrix'
    user_between("AUDIT - ", "user ", " - "),
    user_between("_audit): user=", "(", ")"),
    machine_between("member /Common/", "", ":"),
    machine("pool_member_node_name \"/Common/"),
    machine("set ns hostName "),
    machine_between("Device \"server_", "(", ")\""),
    user_between("username:domainname ", "", ":"),
    // Brocade's switches, of themselves and of who commands them
    user_between("INFO, SECURITY, ", "", "/"),
    machine_between(", ad_", "/", "/FID "),
    machine_between(", FID ", ", INFO, ", ","),
    machine_between(", FID ", ", WARNING, ", ","),
    machine_between(", FID ", ", ERROR, ", ","),
    machine_between(", FID ", ", CRITICAL, ", ","),
    // Controllers of wireless networks, and who is in them
    machine_between("[ap:", "", ":"),
    machine_between("[client:", "", ":"),
    maybe_machine_between("[switch:", "", ":"),
    maybe_machine_between("[gateway:", "", ":"),
    machine_between("> AP:", "", " <"),
    user_between("user sync from ", ", name-", ""),
    user_between("Master Administrator ", "", " failed to log in"),
    ssid_between("joins WLAN[", "", "]"),
    ssid_between("from WLAN[", "", "]"),
    maybe_user_between("User[", "", "@"),
    maybe_machine_between("AP[", "", "@"),
    user_between("):User[", "", "] joins WLAN["),
    ssid_between("_sta_join(): ", " joined ", " on AP "),
    machine_between("WLAN station ", " [", "]"),
    machine_between("New lease ", " for client ", ","),
];

#[cfg(test)]
mod tests {
    use crate::minimize::grammar::phrase::tests::texts;

    #[test]
    fn a_netscreen_is_named_before_its_messages_and_in_them() {
        let line = "192.0.2.7 quvnix: NetScreen device_id=quvnix  [Root]system-warning-00519: login name 'gwen'";
        assert_eq!(texts(line), ["gwen", "quvnix"]);
    }

    #[test]
    fn neighbours_and_backends_are_found() {
        assert_eq!(texts("ISIS: %ADJCHANGE: Adjacency to quvnix-7 (eth2) changed from Up to Down"), ["quvnix-7"]);
        assert_eq!(texts("Health check for backup server web/quvnix-7 failed, reason: timeout"), ["quvnix-7"]);
        assert_eq!(texts("haproxy[7]: web/quvnix-7 changed its IP from 192.0.2.7 to 192.0.2.8"), ["quvnix-7"]);
        assert_eq!(texts("%CAPWAP-3-ERRORLOG: Selected MWAR 'quvnix'(index 0)."), ["quvnix"]);
        assert_eq!(
            texts("%DOT11-6-ASSOC: Interface Dot11Radio0, Station quvnix 0200.5e00.5307 Associated"),
            ["quvnix"]
        );
        assert_eq!(
            texts("%DOT11-6-ASSOC: Interface Dot11Radio0, Station  0200.5e00.5307 Associated"),
            Vec::<String>::new()
        );
        assert_eq!(texts("%SYS-5-CONFIG_I: Configured from console by lab_user on vty0 (192.0.2.7)"), ["lab_user"]);
        assert_eq!(texts("pppoe,ppp,info,account m7 logged out, 8 1 3"), ["m7"]);
        for line in ["Adjacency to neighbour lost", "Health check for server 7 failed", "Peer is down (table x)"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn who_manages_a_network_and_who_is_a_guest_in_it_is_found() {
        assert_eq!(texts("[event] Admin[gwen] log in from 192.0.2.7"), ["gwen"]);
        assert_eq!(texts("AP[02:00:5e:00:53:07] was restarted by admin[gwen]"), ["gwen"]);
        assert_eq!(texts("HTTP Session 7 initiated for user m7 connected from 192.0.2.7"), ["m7"]);
        assert_eq!(texts("msg=gwen accessed UniFi OS"), ["gwen"]);
        assert_eq!(texts("User[x] disconnected from \"Quvnix Works\" (12m connected)"), ["Quvnix Works"]);
        assert_eq!(
            texts("Guest[x] roams from AP[y] to AP[z] from \"a\" to \"b\" on \"Quvnix Works\""),
            ["Quvnix Works"]
        );
        assert_eq!(texts("captiveportal[7]: ACCEPT: gwen, 02:00:5e:00:53:07, 192.0.2.7"), ["gwen"]);
        assert_eq!(texts("logportalauth[7]: Zone: guest - FAILURE: gwen, 02:00:5e:00:53:07"), ["gwen"]);
        assert_eq!(texts("admin[77]: started"), Vec::<String>::new());
    }

    #[test]
    fn clients_of_a_tunnel_are_found() {
        assert_eq!(texts("gwen/192.0.2.7:51000 SENT CONTROL [gwen]: 'PUSH_REPLY'"), ["gwen"]);
        assert_eq!(texts("MULTI: new connection by client 'gwen' will cause previous"), ["gwen"]);
        assert_eq!(texts("ifconfig_pool_read(), in='gwen,192.0.2.7'"), ["gwen"]);
        assert_eq!(texts("MANAGEMENT: CMD 'kill gwen'"), ["gwen"]);
    }
}
