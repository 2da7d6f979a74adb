//! Phrases of services that others are looked after by: Ceph, Kea, Icinga, Teleport, Home Assistant, trackers of issues.

use super::super::super::Kind;
use super::table::{
    End, Phrase, machine, machine_between, maybe, maybe_machine, maybe_machine_between, maybe_secret, maybe_user,
    maybe_user_before, maybe_user_between,
};

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
    // Behind an address: as whom somebody goes there
    maybe_user(" as "),
    // Sites of Active Directory, and the machines in one
    machine("Default-First-Site-Name\\"),
];

#[cfg(test)]
mod tests {
    use super::super::tests::texts;

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
