//! Phrases of machines that are reached or looked for: connections, names that are resolved, certificates, and the
//! domains of Windows and Samba.

use super::table::{
    End, Phrase, machine, machine_before, machine_between, machines, maybe, maybe_machine, maybe_machine_before,
    maybe_machine_between, maybe_user, named, person, phone_between, user_between,
};
use crate::minimize::Kind;

/// Which machine it is that somebody connects to, or that nobody knows.
pub(super) const MACHINES: &[Phrase] = &[
    // Connections
    maybe_machine("request from "),
    maybe_machine("accepted from "),
    maybe_machine("return from "),
    maybe_machine("key received from "),
    machine_between("Value too old: name = ", "", "/"),
    maybe_machine_before(" SSH-2.0-"),
    maybe_machine("connection from "),
    maybe_machine("connect from "),
    maybe_machine("connected to "),
    maybe_machine("connecting to "),
    maybe_machine("Connected to "),
    maybe_machine("Connecting to "),
    maybe_machine("Connection to "),
    machine_between("Connection to ", "", " closed by remote host"),
    machine_between("Connection to ", "", " closed."),
    maybe_machine("make a connection to "),
    machine_between("omfwd\"", "target=\"", "\""),
    machine_between("Welcome to ", "", " running "),
    maybe_machine("to MASTER "),
    maybe_machine("Heartbeat failed to "),
    maybe_machine("Storage daemon: "),
    maybe_machine("connection to "),
    user_between("New client connected from ", "u'", "'"),
    machine_between("No Route to Host from ", " to ", ":"),
    maybe_machine("midplane "),
    maybe_machine_between("scan_for_exiting, job ", ".", " has"),
    // Virtual machines, as their hypervisors call them
    machine_between(": connected ", "", " eth0 to "),
    machine_between("L2Sec_EnforcePortCompliance: client ", "", ".eth"),
    maybe_machine_between("ha-eventmgr] Event ", " : ", " on "),
    machine("CT Name: "),
    machine_between("Spawning container ", "", " on "),
    maybe_machine("trap received from "),
    maybe_machine("Trap received from "),
    machine("HostKeyAlias="),
    machine_between("VM with vmid ", "[name=", "]"),
    maybe_machine_between("VDSM ", "", " command "),
    machine_between("vds='Host[", "", ","),
    machine_between("hostname to ", " (", ")"),
    machine("(vm='"),
    machine_between("-name guest=", "", ","),
    machine_between("bluetooth Name=", "", ","),
    maybe("for key ", Kind::Domain, End::Between("", " while building chain of trust")),
    maybe_machine(" vm=\""),
    machine("STRING: Linux "),
    machine("STRING: \"Linux "),
    maybe_machine("Started Virtual Machine "),
    maybe_machine("Stopped Virtual Machine "),
    maybe_machine("from VM "),
    maybe_machine("of VM "),
    maybe_machine_between("VM ", "", " is "),
    maybe_machine_between("VM ", " (", ")"),
    maybe_machine_between("CT ", " (", ")"),
    maybe_machine_between("(VM: ", "", ","),
    maybe_machine("(name-label: "),
    maybe_machine_between("Migrating VM: uuid ", " name ", " to host "),
    maybe_machine_between("migration of domain ", " to ", ""),
    maybe_machine_between("Migration of domain ", " to ", ""),
    maybe_machine_between("connection for VM ", " on ", ""),
    maybe_machine("('self' '"),
    maybe_machine_between("Creating instance", " instance=", ""),
    machine_between("/api/v1/nodes/", "", "/"),
    maybe_machine_between("/api/v1/nodes/", "", "\""),
    machine_between("\"resource\":\"nodes\"", "\"name\":\"", "\""),
    maybe_machine("instance-id: "),
    machine_between("instance=", "", " project="),
    machine_between("client name '", "", "'"),
    maybe_machine("host name "),
    maybe_machine("host-name set to "),
    maybe_machine("host name set to "),
    maybe_machine("handshake with "),
    maybe_machine("rtt to "),
    maybe_machine_between("offered ", " `", "'"),
    maybe_machine("Host name "),
    maybe_machine("registered agent "),
    maybe_machine("Registered agent "),
    maybe_machine("from agent "),
    machine_before("' was realized"),
    machine_before("' started successfully. (Virtual machine ID"),
    machine_before("' was turned off. (Virtual machine ID"),
    machine_before("' saved successfully. (Virtual machine ID"),
    machine_before("' failed to start. (Virtual machine ID"),
    maybe_machine_between("login query for ", " from ", ""),
    machine_between("Domain ", "", " has been created with id"),
    machine_between("\"entity_type\":\"vm\"", "\"name\":\"", "\""),
    maybe_machine_between("/dev/md/", "", ":"),
    machine("Permanently added '"),
    maybe_machine_between("message repeated ", " times from ", ""),
    // Names that are looked up, and machines that are called so
    maybe_machine("getaddrinfo: "),
    machine("server can't find "),
    machine("Server name is '"),
    machine_between("MODULE NAME:(", "@", " ("),
    machine("couldn't get address for '"),
    machine("Name or service not known: '"),
    machine("service not known: '"),
    machine_between("host address \u{2018}", "", "\u{2019}"),
    machine_between("hostname changed from ", " to \"", "\""),
    machine_between("hostname from '", "", "'"),
    machine_between("hostname from '", " to '", "'"),
    machine_between("hostname from \"", "", "\""),
    machine_between("hostname from \"", " to \"", "\""),
    maybe_machine("hostname:"),
    machine("Changed host name to '"),
    machine("Changed static host name to '"),
    // Certificates
    machines("certificate is valid for "),
    machine_between("certificate is valid for ", "", ","),
    machine_between("certificate is valid for ", " not ", ""),
    maybe_machine("DNS:"),
    // Windows and Samba
    machine("workstation ["),
    machine("Workstation=["),
    machine("from workstation "),
    maybe_machine("session on machine "),
    maybe_machine("computer "),
    maybe_machine("Computer "),
    maybe_machine_between("machine account ", "", "$"),
    machine("computer '"),
    machine("Computer '"),
    machine_between("computer account for ", "", "$"),
    machine_between("SamLogon: ", " from ", " Returns "),
    machine_between("SamLogon: ", " from ", " Entered"),
    machine_between("SamLogon: ", " from ", " (via "),
    machine_between("SamLogon: ", " (via ", ")"),
    user_between("SamLogon: ", "\\", " from "),
    machine_before("\",\"IAS\","),
    machine_before("\\Default Frontend"),
    machine_before("\\Client Frontend"),
    maybe_machine("Default Frontend "),
    maybe_machine("Client Frontend "),
    maybe_machine("Client Proxy "),
    maybe_machine("Outbound Proxy Frontend "),
    maybe_machine(" computername "),
    machine_between("Samba name server ", "", " is now "),
    machine_between("Samba server ", "", " is now "),
    machine("netbios connect: name1="),
    machine_between("netbios connect: name1=", "name2=", ""),
    machine("got NetBIOS name "),
    machine("registration request received for name "),
    maybe_machine("find dc "),
    machine_between("Joined '", "", "' to "),
    maybe_machine("to DC "),
    maybe_machine("from DC "),
    maybe("for workgroup ", Kind::Domain, End::Word),
    named("trustdoms for domain ", Kind::Domain),
    named("short domain name -- ", Kind::Domain),
    maybe_user("des Benutzers "),
    // Tickets, keys, files and errors that name one
    maybe_machine_between("EXTERNAL COMMAND: ", ";", ";"),
    maybe_machine_between("mon.", "", "@"),
    machine_before(" [UDP: ["),
    machine("conflict, retrying with "),
    machine_between("last accessed by ", "", " (hostid="),
    machine_between("Received SM_MON for ", "", " from "),
    machine_between("Received SM_UNMON for ", "", " from "),
    machine_between("Received SM_MON request from ", " for ", ""),
    machine_between("Received SM_UNMON request from ", " for ", ""),
    maybe_machine("| ssh "),
    // Whose copy it is
    maybe_machine_between("backup: host/", "", "/"),
    maybe_machine_between("namespace host/", "", "/"),
    maybe_machine_between("\"host/", "", "/"),
    maybe_machine("for ldap/"),
    maybe_machine("for cifs/"),
    maybe_machine("for host/"),
    maybe_machine("AP "),
    maybe_machine("connection request ["),
    maybe_machine("allowed hosts: \""),
    maybe_machine("resolve address for "),
    machine("resolve address '"),
    machine_between("forward map from ", "", " to "),
    machine_between("client login info: ", "hostname [", "]"),
    machine_between("reverse map from ", " to ", ""),
    machine("Client FQDN option: "),
    machine("key generated for '"),
    machine_between("for the source ip: ", "(name '", "'"),
    machine_between("rejected EHLO or HELO ", "", ":"),
    maybe_machine_between("Running on ", "", " in /"),
    maybe_machine("launcher for agent "),
    maybe_machine("Building remotely on "),
    maybe_machine("Terminating the channel "),
    maybe_machine_between("tryReconnect: ", " reconnect ", ""),
    machine("resolve host address: "),
    machine("target host name '"),
    maybe_machine("connection check of '"),
    maybe_machine("s_connect: connected "),
    maybe_machine("s_connect: connecting "),
    maybe_machine("to proxy "),
    maybe_machine("through proxy "),
    machine_between("ROOT LOGIN ", " from '", "'"),
    machine_between("ROOT LOGIN ON ", " FROM ", ""),
    maybe_machine("next-server "),
    machine("server-name \""),
    machine("ddns-hostname \""),
    maybe_machine("unknown client "),
    maybe_machine("Director "),
    maybe_machine("Peer '"),
    // What works in a plant
    maybe_machine("gateway "),
    maybe_machine("at station "),
    machine_between("ApplicationUri urn:", "", ":"),
    machine_between("Connected to broker: ", "", "@mqtt"),
    machine_between("client is \"", " named \"", "\""),
    machine("HostName set to "),
    machine("?zc="),
    // What requests, logs and telephone calls are passed on to
    maybe_machine("reverse_proxy "),
    maybe_machine("network(\""),
    maybe_machine("udp(\""),
    maybe_machine("tcp(\""),
    maybe_machine("syslog(\""),
    maybe_machine("lookup failed for "),
    maybe_machine("auth: machine "),
    machine("for machine '"),
    maybe_machine("lookup of "),
    named("to extension '", Kind::Phone),
    phone_between("Dial(PJSIP/", "", "@"),
    phone_between("Dial(SIP/", "", "@"),
    phone_between("Dial(\"PJSIP/", "", "@"),
    phone_between("Dial(\"SIP/", "", "@"),
    phone_between("Executing [", "", "@"),
    phone_between("Called PJSIP/", "", "@"),
    phone_between("Processing ", "-><", ">"),
    phone_between("sofia/gateway/", "/", ")"),
    phone_between("Called SIP/", "", "@"),
    phone_between("Called Local/", "", "@"),
    named("CALLERID(num)=", Kind::Phone),
    person("CALLERID(all)="),
    person("CALLERID(name)="),
    phone_between("Dial(PJSIP/", "/", ","),
    phone_between("Dial(SIP/", "/", ","),
    named("SMS received, From: ", Kind::Phone),
    named("SMS to ", Kind::Phone),
    named("SMS from ", Kind::Phone),
    phone_between("SMS from ", " to ", ""),
    named("+CLIP: \"", Kind::Phone),
    named("wa.me/", Kind::Phone),
    named("msisdn:", Kind::Phone),
    named("MSISDN:", Kind::Phone),
    phone_between("callerid=\"", "\" <", ">"),
    phone_between("callerid = \"", "\" <", ">"),
    // Services of multicast DNS (RFC 6763)
    maybe_machine_before("._workstation._tcp"),
    maybe_machine_before("._ssh._tcp"),
    maybe_machine_before("._smb._tcp"),
    maybe_machine_before("._http._tcp"),
    maybe_machine_before("._hap._tcp"),
    maybe_machine_before("._airplay._tcp"),
    maybe_machine_before("._printer._tcp"),
    maybe_machine_before("._rfb._tcp"),
    // What Mosquitto, Tasmota and Home Assistant say of what they hear
    machine("read/write on client "),
    machine_between("Bridge ", "", " doing local SUBSCRIBE"),
    machine_between("Web server active on ", "", " with IP address"),
    maybe_machine_between("aioesphomeapi", "] ", " @ "),
    machine_between("ESPHome API for ", "", " @ "),
    maybe_machine_before("._ipp._tcp"),
    machine("host key for '"),
    machine_between("Domain id=", " name='", "'"),
    named("WLAN-Profil \"", Kind::Ssid),
    maybe_machine("SysName "),
    maybe_machine("not known ("),
    maybe_machine("host is known. ("),
    maybe_machine("guest name "),
    maybe_machine("destination host is: \""),
    maybe_machine("local host is: \""),
    maybe_machine("/etc/hostname:"),
    maybe_machine("/kernel/hostname:"),
    named("candidate authority certificate \"", Kind::Organisation),
];

#[cfg(test)]
mod tests {
    use crate::minimize::grammar::phrase::tests::texts;

    #[test]
    fn machines_that_are_reached_or_looked_for_are_found() {
        assert_eq!(texts("Connection to quvnix closed by remote host."), ["quvnix"]);
        assert_eq!(texts("TERMSRV/quvnix granted, VM 'zorgal-7' on"), ["quvnix", "zorgal-7"]);
        let print = "0123456789abcdef0123456789abcdef01234567";
        assert_eq!(texts(&format!("thumbprint {print} expired, thumbprint verification")), [print]);
        assert_eq!(texts("7 x@Y (arcfour-hmac)  (0x0123456789abcdef)"), ["0123456789abcdef"]);
        assert_eq!(texts("print job from quvnix-7 accepted, job from queue-7"), ["quvnix-7"]);
        assert_eq!(texts("    Hostname (12), length 8: \"quvnix-7\""), ["quvnix-7"]);
        assert_eq!(texts("Connection to gw-ann 22 port [tcp/ssh] succeeded!"), ["gw-ann"]);
        assert_eq!(texts("Warning: Permanently added 'quvnix' (ED25519) to the list of known hosts."), ["quvnix"]);
        assert_eq!(texts("wget: unable to resolve host address \u{2018}quvnix\u{2019}"), ["quvnix"]);
        for line in [
            "Connection to server lost",
            "Connection to database timed out after 30 s",
            "server can't find 7.2.0.192.in-addr.arpa: NXDOMAIN",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn machines_that_hold_pools_locks_and_copies_are_found() {
        assert_eq!(texts("pool was last accessed by quvnix (hostid=7) at noon"), ["quvnix"]);
        assert_eq!(texts("Received SM_MON for quvnix from zorgal.example"), ["quvnix"]);
        assert_eq!(texts("Received SM_UNMON request from zorgal.example for quvnix"), ["quvnix", "zorgal.example"]);
        assert_eq!(texts("gpstart:quvnix:gpadmin-[INFO]:-Starting"), ["quvnix"]);
        assert_eq!(texts("Owner changed from quvnix-7 to zorgal-7"), ["quvnix-7", "zorgal-7"]);
        assert_eq!(texts("[quvnix-7:raid.scrub.start:notice]: x"), ["quvnix-7"]);
        assert_eq!(texts("[quvnix-7: raid.scrub.start:notice]: x"), ["quvnix-7"]);
        assert_eq!(texts("[mpm_event-7:notice] x, [a-7:b:error]"), Vec::<String>::new());
        assert_eq!(texts("static hostname from 'quvnix' to 'zorgal'"), ["quvnix", "zorgal"]);
        assert_eq!(texts("zfs send tank/vm@7 | ssh quvnix-7 zfs recv x"), ["quvnix-7"]);
        assert_eq!(texts("Starting backup: host/quvnix-7/2026-03-10T08:12:00Z"), ["quvnix-7"]);
        for line in ["last accessed by many users", "0:\tfrom all lookup wan2", "7: fwmark 0x7 lookup wan2"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn machines_in_certificates_and_relays_are_found() {
        assert_eq!(
            texts("certificate is valid for quvnix, ann.example, zorgal-7, not zorgal"),
            ["ann.example", "quvnix", "zorgal", "zorgal-7"]
        );
        assert_eq!(texts("message repeated 3 times from gw-ann-7"), ["gw-ann-7"]);
        assert_eq!(texts("it is valid for production, not test"), Vec::<String>::new());
        assert_eq!(texts("No such host is known. (0)"), Vec::<String>::new());
        assert_eq!(texts("Joined 'quvnix-7' to the domain"), ["quvnix-7"]);
        assert_eq!(texts("Joined 'quvnix-7' and left"), Vec::<String>::new());
    }

    #[test]
    fn machines_that_errors_and_services_name_are_found() {
        assert_eq!(texts("RESOLVE: Cannot resolve host address: quvnix-7:1194 (x)"), ["quvnix-7:1194"]);
        assert_eq!(texts("does not match target host name 'quvnix'"), ["quvnix"]);
        assert_eq!(texts("modbus gateway quvnix-7:502 timeout"), ["quvnix-7:502"]);
        assert_eq!(texts("mDNS: quvnix-7._ipp._tcp.local"), ["quvnix-7"]);
        assert_eq!(texts("Peer 'quvnix-7' is now UNREACHABLE!"), ["quvnix-7"]);
        assert_eq!(texts("+CLIP: \"07005550127\",129"), ["07005550127"]);
        for line in ["gateway timeout", "printer offline", "Peer certificate expired", "PLC stopped"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn things_of_a_house_are_found() {
        assert_eq!(texts("Bad socket read/write on client quvnix: Invalid arguments"), ["quvnix"]);
        assert_eq!(texts("Bridge quvnix doing local SUBSCRIBE on topic x"), ["quvnix"]);
        assert_eq!(texts("HTP: Web server active on quvnix with IP address 192.0.2.7"), ["quvnix"]);
        assert_eq!(texts("WARNING [aioesphomeapi.connection] quvnix-7 @ 192.0.2.7: x"), ["quvnix-7"]);
        for line in ["Error fetching device data", "Client error [7]", "Bridge is doing local work"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn virtual_machines_are_found_where_their_hypervisor_puts_them() {
        assert_eq!(texts("Net: 2612: connected quvnix-7 eth0 to VM Network, portID 0x7"), ["quvnix-7"]);
        assert_eq!(texts("client quvnix-7.eth0 requested"), Vec::<String>::new());
        assert_eq!(texts("L2Sec_EnforcePortCompliance: client quvnix-7.eth0 requested mac"), ["quvnix-7"]);
        assert_eq!(texts("ha-eventmgr] Event 7 : quvnix-7 on  x in ha-datacenter is powered on"), ["quvnix-7"]);
        assert_eq!(texts("VM with vmid 7 [name=quvnix-7] registered"), ["quvnix-7"]);
        assert_eq!(texts("starting VM 118 (quvnix-7), VM 119 (stopped)"), ["quvnix-7"]);
        assert_eq!(texts("VM has exited (signal-9)"), Vec::<String>::new());
        assert_eq!(texts("End of file from qemu monitor (vm='quvnix')"), ["quvnix"]);
        assert_eq!(texts("-name guest=quvnix,debug-threads=on"), ["quvnix"]);
        assert_eq!(texts("Stored bluetooth Name=quvnix,Address=02:00:5E:00:53:07"), ["quvnix"]);
        assert_eq!(texts("from 192.0.2.7 for key quvnix.example. while building chain of trust"), ["quvnix.example"]);
        assert_eq!(texts("ha-eventmgr] Event 7 : Issue detected on x: y"), Vec::<String>::new());
    }

    #[test]
    fn hadoop_says_who_cannot_be_reached() {
        assert_eq!(texts("No Route to Host from  a/192.0.2.7 to quvnix-7:8030 failed on timeout"), ["quvnix-7"]);
        assert_eq!(texts("UnknownHostException: Unable to resolve"), Vec::<String>::new());
        assert_eq!(texts("Connect to server web/quvnix"), Vec::<String>::new());
    }

    #[test]
    fn access_points_are_told_from_versions_and_models() {
        assert_eq!(texts("AP gw-7: client joined"), ["gw-7"]);
        assert_eq!(texts("AP v7.10.1"), Vec::<String>::new());
        assert_eq!(texts("AP Z7120QXI-E joined"), Vec::<String>::new());
    }
}
