//! Phrases of services that others are looked after by: Ceph, Kea, Icinga, Teleport, Home Assistant, trackers of issues.

use super::table::{
    End, Phrase, machine, machine_between, maybe, maybe_machine, maybe_machine_before, maybe_machine_between,
    maybe_secret, maybe_user, maybe_user_before, maybe_user_between, serial, user_before, user_between,
};
use crate::minimize::Kind;

/// Whom they name: the machines and people that they serve, and what they are made of.
pub(super) const SERVICES: &[Phrase] = &[
    // Ceph
    maybe_user_between("\"entity\":\"client.", "", "\""),
    maybe_user_between("\"entity\": \"client.", "", "\""),
    machine_between("mon ", "", " is low on"),
    maybe("Device ", Kind::Serial, End::Between("_", " has")),
    maybe_machine_between("client ", "", " failing to respond"),
    // Kea
    maybe_machine("Hostname option: "),
    maybe_machine("FQDN option: "),
    maybe_machine("communicate with "),
    maybe_machine("heartbeat to "),
    maybe_machine_between("HA_", " ", ":"),
    // What a replica says of where its data come from, and Windows of who gave it a ticket
    machine("master_host:"),
    machine("Kdc Called: "),
    // Icinga
    machine_between("certificate common name while connecting to endpoint ", "got '", "'"),
    // Teleport, which has no blanks behind its keys
    maybe_user(" login:"),
    maybe_machine("server_hostname:"),
    maybe_machine("dial to "),
    maybe_secret("token \""),
    // Bareos
    maybe_user("Console \""),
    // Home Assistant
    maybe_user("person."),
    maybe_user("device_tracker."),
    maybe_secret("unregistered webhook "),
    // What somebody does with an issue, by its number
    maybe_user_before(" moved "),
    maybe_user_before(" resolved "),
    maybe_user_before(" reopened "),
    maybe_user_before(" commented on "),
    // Behind an address: as whom somebody goes there; before one: whom something was for
    maybe_user(" as "),
    maybe_user(" for "),
    // What members of a cluster do, and whoever waits for them
    maybe_machine_before(" is unreachable"),
    maybe_machine_before(" is not reachable"),
    maybe_machine_before(" is not responding"),
    maybe_machine_before(" joined the cluster"),
    maybe_machine_before(" has joined the cluster"),
    maybe_machine_before(" left the cluster"),
    maybe_machine_before(" has left the cluster"),
    maybe_machine_before(" is now the leader"),
    maybe_machine_before(" is the new leader"),
    maybe_machine_before(" has become leader"),
    maybe_machine_before(" has become the leader"),
    maybe_machine_between("elected ", "", " as leader"),
    maybe_machine("failed over to "),
    maybe_machine("new primary is "),
    maybe_machine("New primary is "),
    maybe_machine_between("Peer ", "", " connected"),
    maybe_machine_between("Peer ", "", " disconnected"),
    maybe_machine_between("client ", "", " connected"),
    maybe_machine_between("client ", "", " disconnected"),
    maybe_machine_between("Client ", "", " connected"),
    maybe_machine_between("Client ", "", " disconnected"),
    maybe_machine_between("Client ", "", " timed out"),
    maybe_machine_between("brick ", "", ":/"),
    maybe_machine_between("promoted ", "", " to primary"),
    maybe_machine("replicating to "),
    maybe_machine("Replicating to "),
    maybe_machine("heartbeat timeout for "),
    maybe_machine("evicting client "),
    maybe_machine("Evicting client "),
    maybe_machine("backup of client "),
    // Whose connection ended
    maybe_machine("disconnect from "),
    maybe_machine("Disconnect from "),
    maybe_machine("disconnected from "),
    maybe_machine("Disconnected from "),
    maybe_machine("disconnecting from "),
    maybe_machine("Disconnecting from "),
    // The machine of a report of delivery (RFC 3464)
    maybe_machine("dns; "),
    // Threads of HBase's, which are called after their machine and its port; nodes of Storage Scale behind their address
    maybe_machine_between("[regionserver/", "", ":"),
    maybe_machine_between("-regionserver/", "", ":"),
    maybe_machine_between("[master/", "", ":"),
    maybe_machine_between("Connecting to ", " ", " <"),
    maybe_machine_between("Connected to ", " ", " <"),
    maybe_machine_between("connected to ", " ", " <"),
    maybe_machine_between("connection to ", " ", " <"),
    // What runs on many machines at once, and jobs on them
    maybe_machine_before(": ssh exited with exit code"),
    maybe_machine_between("pdsh@", "", ":"),
    user_before(", (shadow pid = "),
    maybe_machine("Node deletion: "),
    maybe_machine_between("member ", " name=", " peerURLs"),
    // Ruckus, which has brackets around all that it names
    maybe("WLAN[", Kind::Ssid, End::Between("", "]")),
    maybe("SSID[", Kind::Ssid, End::Between("", "]")),
    maybe_machine_between("AP[", "", "@"),
    maybe_user_between("User[", "", "@"),
    maybe_user_between("User[", "", "]"),
    // Servers that people talk and play on
    user_between("Client connecting: ", "", " ("),
    user_between("Client exiting: ", "", " ("),
    user_between("Nick change: From ", "", " to "),
    user_between("Nick change: From ", " to ", " ["),
    user_between("*** Joins: ", "", " ("),
    user_between("*** Parts: ", "", " ("),
    user_between("*** Quits: ", "", " ("),
    maybe_user_before(" is now known as "),
    maybe_user("is now known as "),
    maybe_user_before(" joined the game"),
    // A firewall's own names of addresses, behind the side of a network that they are on
    maybe_machine_between(" src ", ":", "/"),
    maybe_machine_between(" dst ", ":", "/"),
    maybe_machine("from AP: "),
    maybe_machine_between("domain ", " workstation ", ""),
    user_before("' failed to sign in"),
    serial("system ID: "),
    // Sites of Active Directory, and the machines in one
    machine("Default-First-Site-Name\\"),
];

#[cfg(test)]
mod tests {
    use crate::minimize::grammar::phrase::tests::texts;

    #[test]
    fn what_a_service_is_made_of_is_found() {
        assert_eq!(texts("mon quvnix is low on space, mon is low on space"), ["quvnix"]);
        assert_eq!(texts("Device Q7_QX77AB1K has errors, Device usb_1 has none"), ["QX77AB1K"]);
        assert_eq!(texts("HA_STATE_TRANSITION quvnix-a: server"), ["quvnix-a"]);
        assert_eq!(texts("HA_LEASE_UPDATE [hwtype=1 02:00], HA_MODE x y: z"), Vec::<String>::new());
        assert_eq!(texts("Default-First-Site-Name\\QUVNIX via RPC"), ["QUVNIX"]);
        assert_eq!(texts("x login:gwen7 server_hostname:quvnix-a"), ["gwen7", "quvnix-a"]);
        assert_eq!(texts("token \"0123456789abcdef0123\" is not found, token \"x\""), ["0123456789abcdef0123"]);
    }

    #[test]
    fn whom_something_was_for_stands_before_where_it_came_from() {
        assert_eq!(texts("LDAP Server: Bind failed for quvnix from 192.0.2.7"), ["quvnix"]);
        for line in [
            "query failed for AAAA from 192.0.2.7",
            "ARP reply failed for wlan0 from 192.0.2.7",
            "transfer refused for quvnix.example from 192.0.2.7",
            "wait failed for data from 192.0.2.7",
            "attempt for quvnix from the queue, update downloaded for quvnix from 192.0.2.7",
            "request refused for IPv6 from 192.0.2.7, retry failed for job7 from 192.0.2.7",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn machines_that_threads_jobs_and_nodes_belong_to_are_found() {
        assert_eq!(texts("[regionserver/quvnix-7:16020] x: STARTING"), ["quvnix-7"]);
        assert_eq!(texts("Connecting to 192.0.2.7 quvnix-ib7 <c0p0>"), ["quvnix-ib7"]);
        assert_eq!(texts("pdsh@gw7: quvnix7: ssh exited with exit code 255"), ["gw7", "quvnix7"]);
        assert_eq!(texts("Disconnected from quvnix7, Received-From-MTA: dns; zorgal-7"), ["quvnix7", "zorgal-7"]);
        assert_eq!(texts("Started shadow for job 7.0 on x for quvnix, (shadow pid = 77)"), ["quvnix"]);
        for line in [
            "[master/0] ready: x",
            "regionserver/HRegionServer.java:77",
            "Disconnected from server, disconnected from eth0, disconnecting from v2",
            "Connected to server one <ok>",
            "\"main\" tid=0x7f nid 0x2a03 waiting",
            "dns; localhost",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn members_of_a_cluster_are_found_by_what_they_do() {
        assert_eq!(texts("quvnix7 is unreachable, zorgal-b has left the cluster"), ["quvnix7", "zorgal-b"]);
        assert_eq!(texts("elected quvnix7 as leader, failed over to zorgal-b"), ["quvnix7", "zorgal-b"]);
        assert_eq!(texts("client QUV-WEST connected, brick quvnix7:/data/b1 is full"), ["QUV-WEST", "quvnix7"]);
        assert_eq!(texts("Did not receive heartbeat reply from AP: quvnix-7; AP Base"), ["quvnix-7"]);
        assert_eq!(texts("LdapLoginServlet : 'gwen' failed to sign in"), ["gwen"]);
        assert_eq!(texts("ssh: quvnix-gw7: Connection refused"), ["quvnix-gw7"]);
        for line in [
            "tunnel7 is not responding, explorer.exe is not responding",
            "the network is unreachable, eth0 is not responding",
            "scratch-OST0007 is not responding, connection to x-MDT0001-mdc-ffff88203810d800 lost",
            "cp src dst: x/y, system ID: none",
            "client v2 connected, client side disconnected, Client 23e6ed8c4b4a connected",
            "connect: Connection refused, http2: Connection refused",
            "elected one as leader",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn people_who_talk_and_play_are_found() {
        assert_eq!(texts("*** Notice -- Client connecting: quvnix (~q@x) [y]"), ["quvnix"]);
        assert_eq!(texts("Nick change: From quvnix to zorgal7 [~q@x]"), ["quvnix", "zorgal7"]);
        assert_eq!(texts("-!- quvnix is now known as zorgal"), ["quvnix", "zorgal"]);
        assert_eq!(texts("AP[quvnix-7@02:00] lost, WLAN[Quvnix-Guest]"), ["Quvnix-Guest", "quvnix-7"]);
        assert_eq!(texts("User[gwen7@02:00] leaves, key for User[zork7]"), ["gwen7", "zork7"]);
        assert_eq!(texts("SSID[] hidden, WLAN[0]: up, AP[1] up, User[0] of 7"), Vec::<String>::new());
    }

    #[test]
    fn as_whom_and_what_stands_behind_an_address_or_before_an_issue() {
        assert_eq!(texts("Connection to 192.0.2.7:22 as gwen7 failed"), ["gwen7"]);
        assert_eq!(texts("Posting to http://zorgal:8080/x as gwen7"), ["gwen7"]);
        assert_eq!(texts("tracker: gwen7 moved QVX-44 to Done, zork7 resolved QVX-45"), ["gwen7", "zork7"]);
        for line in [
            "chunk7 moved to 9",
            "used as gwen7",
            "read http://zorgal/ as utf8",
            "from jpeg2 to rgb24 as raw7",
            "conflict7 resolved by x",
            "gwen7 moved QVX",
            "ticket7 moved QVX-7",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
