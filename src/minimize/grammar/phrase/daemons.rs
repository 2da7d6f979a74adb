//! Phrases of daemons that keep mail, files and sessions and of clusters, and of who did what.

use super::super::super::Kind;
use super::table::{
    Phrase, machine, machine_between, maybe_machine, maybe_machine_before, maybe_machine_between, maybe_user,
    maybe_user_before, maybe_user_between, named, person, secret_between, titled, user, user_between, user_until,
};

/// What is said by daemons, and who did what.
pub(super) const DAEMONS: &[Phrase] = &[
    // Who is let in, or is not
    user("shadow information for "),
    user_between("+ /dev/", " ", ":"),
    user_between("- /dev/", " ", ":"),
    user_between("+ pts/", " ", ":"),
    user_between("- pts/", " ", ":"),
    maybe_user_between("login: [", "] ", " "),
    maybe_user("Authentication failed for "),
    maybe_user("Authentication succeeded for "),
    maybe_user("authentication succeeded for "),
    maybe_user("credentials for "),
    maybe_user("credentials for principal "),
    maybe_user_before(" login from "),
    user("password change for "),
    maybe_user("mailed to "),
    // Who did what
    maybe_user("released by "),
    user_between("LOGIN ON tty", " BY ", ""),
    user("password for '"),
    user("EAP identity '"),
    user_between("accepted login on ", " for ", " "),
    user_between("failed login on ", " for ", " "),
    user_between("operator ", "", " logged in"),
    user_between("operator ", "", " logged out"),
    maybe_user_between(" changed from ", " by ", ""),
    user_between("Benutzer ", "", " hat "),
    user_between("Benutzer ", "", " wurde "),
    user_between("utilisateur ", "", " s'est "),
    user_between("usuario ", "", " inici"),
    user_until(" = static:", ":"),
    secret_between(" = static:", ":", ""),
    maybe_user("scheduled by "),
    maybe_user("approved by "),
    maybe_user("requested by "),
    maybe_user("submitted by "),
    maybe_user("modified by "),
    maybe_user("edited by "),
    maybe_user("locked by "),
    maybe_user("unlocked by "),
    maybe_user("assigned by "),
    maybe_user("uploaded by "),
    maybe_user("confirmed by "),
    maybe_user("granted by "),
    maybe_user("revoked by "),
    maybe_user("silenced by "),
    maybe_user_between("added to role ", " by ", ""),
    maybe_user_between("added to group ", " by ", ""),
    maybe_user_between("removed from role ", " by ", ""),
    maybe_user_between("removed from group ", " by ", ""),
    person("created by "),
    person("signed by "),
    person("written by "),
    person("reported by "),
    person("approved by "),
    person("requested by "),
    person("assigned to "),
    person("confirmed by "),
    person("acknowledged by "),
    person("reviewed by "),
    person("released by "),
    person("installed by "),
    person("called by "),
    person("serviced by "),
    person("performed by "),
    person("changed by "),
    person("ticket by "),
    person("technician "),
    titled("Mr. "),
    titled("Mrs. "),
    titled("Ms. "),
    titled("Herr "),
    titled("Frau "),
    // Machines
    machine("conflict, retrying with "),
    maybe_machine("for ldap/"),
    maybe_machine("for cifs/"),
    maybe_machine("for host/"),
    user("with user["),
    machine_between("fail-count-", "[", "]"),
    machine_between("last-failure-", "[", "]"),
    machine_between("nodelist.node.", ".name (str) = ", ""),
    maybe_machine("' targeting "),
    maybe_machine("] targeting "),
    maybe_machine(") targeting "),
    maybe_machine_between(" targeting ", " on ", " for"),
    maybe_machine_between("operation for ", " on ", ":"),
    maybe_machine("mgr."),
    maybe_machine("AP "),
    maybe_machine("standbys: "),
    maybe_machine("connection request ["),
    maybe_machine("allowed hosts: \""),
    maybe_machine_between("checkable '", "", "!"),
    maybe_machine_before(": Minion did not return"),
    maybe_machine("resolve address for "),
    machine("host key for '"),
    machine_between("Domain id=", " name='", "'"),
    maybe_machine("nslookup "),
    maybe_machine("tracert "),
    named("WLAN-Profil \"", Kind::Ssid),
    maybe_machine("Peer <"),
    maybe_machine("to master at "),
    maybe_machine("SysName "),
    maybe_machine("not known ("),
    maybe_machine("host is known. ("),
    maybe_machine("guest name "),
    maybe_machine("destination host is: \""),
    maybe_machine("local host is: \""),
    maybe_machine("Test-NetConnection "),
    maybe_machine("Test-Connection "),
    maybe_machine("Resolve-DnsName "),
    maybe_machine("Enter-PSSession "),
    maybe_machine("/etc/hostname:"),
    maybe_machine("/kernel/hostname:"),
    named("candidate authority certificate \"", Kind::Organisation),
];

#[cfg(test)]
mod tests {
    use super::super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts_at_sight(line, |line, sight, found| find(line, &sight.hits, found))
    }

    #[test]
    fn logins_stand_where_daemons_put_them() {
        assert_eq!(texts("Could not get shadow information for gwen7"), ["gwen7"]);
        assert_eq!(texts("su[7]: + /dev/pts/2 gwen7:root"), ["gwen7"]);
        assert_eq!(texts("imaps[7]: login: [192.0.2.7] gwen7 plaintext User logged in"), ["gwen7"]);
        assert_eq!(texts("job 7 scheduled by gwen7 for Wed"), ["gwen7"]);
        assert_eq!(texts("X added to role operator by gwen7"), ["gwen7"]);
        for line in [
            "login: [ERROR] password refused",
            "approved by default",
            "added to group of files by date",
            "- /dev/sda1 is mounted",
            "requested by PackageKit",
            "locked by snapd",
            "Removing login credentials for ghcr.example.org",
            "credentials for eu-west-7",
            "L'utilisateur ne s'est pas connecté",
            "el usuario no inició sesión",
            r#"{"a":"operator ","b":"x logged in"}"#,
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn people_who_did_something_are_found() {
        assert_eq!(texts("created by Ludmila Horvath on 2026-03-10"), ["Ludmila Horvath"]);
        assert_eq!(texts("report signed by Ludmila Horvath."), ["Ludmila Horvath"]);
        assert_eq!(texts("Mr. Horvath called at 09:10"), ["Horvath"]);
        for line in [
            "created by Disk Manager",
            "assigned to port 7",
            "signed by the server",
            "signed by Zorgal Horvath Ltd",
            "Mr. 7",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn machines_and_devices_stand_where_daemons_put_them() {
        assert_eq!(texts("Setting fail-count-db[quvnix] in attributes: 1"), ["quvnix"]);
        assert_eq!(texts("nodelist.node.0.name (str) = quvnix"), ["quvnix"]);
        assert_eq!(texts("'reboot' targeting gw-7 on gw-8 for x: OK"), ["gw-7", "gw-8"]);
        assert_eq!(texts("Peer <gw-7> (<x>), in state <Peer in Cluster>"), ["gw-7"]);
        assert_eq!(texts("chip id 0xA4CF12AB12CD, flash 4 MB"), ["A4CF12AB12CD"]);
        assert_eq!(texts("Service Tag QX77A1Z rev 2"), ["QX77A1Z"]);
        assert_eq!(texts("AP gw-7: client joined"), ["gw-7"]);
        assert_eq!(texts("ticket ST-77-qx77zorgal validated"), ["77-qx77zorgal"]);
        assert_eq!(texts("EID 70007000700070007000700070007000 on"), ["70007000700070007000700070007000"]);
        for line in [
            "No such host is known. (0)",
            "Service Tag missing",
            "EID profile",
            "endpoint EID 0x1c",
            "map-cache EID 192.0.2.0/24",
            "Peer <unknown>",
            "mgr.go:777] started",
            "clang targeting x86_64-quvnix-elf7",
            "AP v7.10.1",
            "AP Z7120QXI-E joined",
            "ticket TEST-12345678 updated",
            "ticket created via REST-QUVNIX7 v2",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
