//! Phrases of who did what: the login behind `released by `, the name behind `signed by ` or a title.

use super::table::{
    Phrase, company, maybe_user, maybe_user_before, maybe_user_between, named, person, titled, user_between,
};
use crate::minimize::Kind;

/// Who did something, by login or by name.
pub(super) const DEEDS: &[Phrase] = &[
    // Whose a program is
    company("licensed to "),
    company("Licensed to "),
    company("Registered to "),
    company("issued to "),
    company("Issued To: "),
    company("Issued to: "),
    company("issued to: "),
    company("organization "),
    company("organisation "),
    company("company "),
    company("Company "),
    company("Issued to "),
    // Who comes and goes, and what is done for them
    maybe_user("login failed for "),
    maybe_user("auth failed for "),
    maybe_user("Auth failed for "),
    maybe_user("Login failed for "),
    maybe_user("logon failed for "),
    maybe_user("Logon failed for "),
    maybe_user("login failure for "),
    maybe_user("login successful for "),
    maybe_user("Login successful for "),
    maybe_user("login succeeded for "),
    maybe_user("Login succeeded for "),
    maybe_user("login denied for "),
    maybe_user("logged in: "),
    maybe_user("permission denied for "),
    maybe_user("Permission denied for "),
    maybe_user("account created for "),
    maybe_user("Account created for "),
    maybe_user("unlocking account "),
    maybe_user("locking account "),
    maybe_user("disabling account "),
    maybe_user("token issued to "),
    maybe_user("token issued for "),
    maybe_user("quota exceeded for "),
    maybe_user("Quota exceeded for "),
    maybe_user("key revoked for "),
    maybe_user("MFA enabled for "),
    maybe_user("TOTP enabled for "),
    maybe_user("authentication for "),
    maybe_user("user name "),
    maybe_user("User name "),
    maybe_user("login attempt: "),
    maybe_user("Login attempt: "),
    maybe_user("keyring for "),
    maybe_user("Home directory for "),
    maybe_user_before(" failed to log in"),
    maybe_user_before(" failed to login"),
    maybe_user("logout for "),
    maybe_user("key added for "),
    maybe_user_between("key for ", "", " added"),
    maybe_user_between("key for ", "", " removed"),
    maybe_user_before(" is not logged in"),
    maybe_user_before(" is logged in"),
    maybe_user_before(" logged in"),
    maybe_user_before(" has logged in"),
    maybe_user_before(" has logged out"),
    maybe_user_before(" has logged on"),
    maybe_user_before(" has logged off"),
    maybe_user_before(" logged out"),
    maybe_user_before(" logged on"),
    maybe_user_before(" logged off"),
    maybe_user_before(": user not found"),
    maybe_user_before(": no such user"),
    maybe_user_before(": login failure"),
    maybe_user_before(" acknowledged alarm"),
    maybe_user_before(" acknowledged alert"),
    maybe_user_before(" acknowledged the "),
    maybe_user_before(" approved the "),
    maybe_user_before(" is over block quota"),
    maybe_user_before(" is over quota"),
    maybe_user("login of "),
    maybe_user("Login of "),
    maybe_user("session of "),
    maybe_user("mailbox of "),
    maybe_user("Mailbox of "),
    maybe_user("quota of "),
    maybe_user("quotas of "),
    maybe_user("badge of "),
    maybe_user("authorization of "),
    maybe_user("login failure of "),
    maybe_user("AccessDenied for "),
    maybe_user("authentication success for "),
    maybe_user("Authentication success for "),
    maybe_user("owner changed to "),
    maybe_user("Owner changed to "),
    maybe_user("Account locked: "),
    maybe_user("account locked: "),
    maybe_user("Account locked out: "),
    maybe_user("Account unlocked: "),
    maybe_user("Account disabled: "),
    maybe_user("Account created: "),
    maybe_user("Account deleted: "),
    maybe_user_between("Authentication error on ", " for ", ""),
    maybe_user_between("authentication error on ", " for ", ""),
    maybe_user("crontab of "),
    maybe_user("crontab for "),
    maybe_user_before(": authentication failed"),
    maybe_user_before(": Authentication failed"),
    maybe_user("password for "),
    maybe_user_before(" signed in"),
    maybe_user_before(" signed out"),
    // Who did something: what, is asked beforehand
    maybe_user(" by "),
    maybe_user(" by: "),
    maybe_user("mailed to "),
    maybe_user("Mailing to "),
    maybe_user_between(" changed from ", " by ", ""),
    maybe_user_between("owner of ", " changed from ", ""),
    maybe_user_between("Owner of ", " changed from ", ""),
    maybe_user_between("owner of ", " to ", ""),
    maybe_user_between("Owner of ", " to ", ""),
    maybe_user("invalid password for "),
    maybe_user("Invalid password for "),
    maybe_user("incorrect password for "),
    maybe_user("Incorrect password for "),
    maybe_user("wrong password for "),
    maybe_user("Wrong password for "),
    maybe_user("impersonating "),
    maybe_user("Impersonating "),
    maybe_user_between("added to role ", " by ", ""),
    maybe_user_between("added to group ", " by ", ""),
    maybe_user_between("removed from role ", " by ", ""),
    maybe_user_between("removed from group ", " by ", ""),
    // The same in German, French and Spanish
    user_between("Benutzer ", "", " hat "),
    user_between("Benutzer ", "", " angemeldet"),
    user_between("Benutzer ", "", " abgemeldet"),
    user_between("Anmeldung von ", "", " fehlgeschlagen"),
    user_between("Anmeldung von ", "", " erfolgreich"),
    user_between("utilisateur ", "", " connect"),
    user_between("usuario ", "", " conectado"),
    user_between("Benutzer ", "", " wurde "),
    user_between("utilisateur ", "", " s'est "),
    user_between("usuario ", "", " inici"),
    // By name
    person("Signed in as "),
    person("Logged in as "),
    person("assigned to "),
    person("Assigned to "),
    person("Dear "),
    person("Hello "),
    person("regards, "),
    person("spoke with "),
    person("spoke to "),
    person("talked to "),
    person("met with "),
    person("informed "),
    person("contacted "),
    person("agreed with "),
    person("note by "),
    person("note from "),
    person("message from "),
    person("handed over from "),
    person("called "),
    person("Called "),
    person("phoned "),
    person("Phoned "),
    person("asked "),
    person("Asked "),
    person("signature: "),
    person("handover from "),
    person("handover to "),
    person("Handover from "),
    person("Handover to "),
    person("note: "),
    person("comment: "),
    person("remark: "),
    person("shift log: "),
    person("logbook: "),
    person("Dr. "),
    person("Mr. "),
    person("Mrs. "),
    person("Herr "),
    person("Frau "),
    person("technician "),
    person("Technician "),
    person("contact "),
    person("visitor "),
    person("holder "),
    person("customer "),
    person("Customer "),
    named("', sn='", Kind::Person),
    person("session request: "),
    person("Author '"),
    person("Visitor "),
    person("Inspector "),
    person("Operator "),
    person("operator "),
    person("on duty: "),
    person("On duty: "),
    person("requester: "),
    person("Requester: "),
    person("shift lead "),
    person("shift lead: "),
    person("Shift lead: "),
    person("hello "),
    person("Mr "),
    person("Mrs "),
    person("responsible person: "),
    person("Responsible person: "),
    person("employee "),
    person("Employee "),
    person("engineer "),
    person("Engineer "),
    person("supervisor "),
    person("Supervisor "),
    person("on behalf of "),
    person("handed over to "),
    person("signed: "),
    person("escalated to "),
    person("user '"),
    person("User '"),
    person("user \""),
    person("User \""),
    titled("Mr "),
    titled("Mrs "),
    titled("Mr. "),
    titled("Mrs. "),
    titled("Ms. "),
    titled("Herr "),
    titled("Frau "),
];

#[cfg(test)]
mod tests {
    use crate::minimize::grammar::phrase::tests::texts;

    #[test]
    fn logins_that_did_something_are_found() {
        assert_eq!(texts("job 7 scheduled by gwen7 for Wed"), ["gwen7"]);
        assert_eq!(texts("X added to role operator by gwen7"), ["gwen7"]);
        assert_eq!(texts("Last changed by: gwen"), ["gwen"]);
        assert_eq!(texts("Approved by \"Quvna Zorgal\" on 2026-03-11"), ["Quvna Zorgal"]);
        assert_eq!(texts("anacron[7]: Mailing to quvnix"), ["quvnix"]);
        assert_eq!(texts("Owner of /srv/x changed from gwen7 to zorgal7"), ["gwen7", "zorgal7"]);
        assert_eq!(texts("Owner of x wants to quvnix, owner of y changed from root to none"), Vec::<String>::new());
        assert_eq!(texts("wrong password for gwen7, for x.zip: wrong password for x.zip"), ["gwen7"]);
        assert_eq!(texts("comment: spoke with Quvna Zorgal about valve 7"), ["Quvna Zorgal"]);
        assert_eq!(texts("shift log: Quvna Zorgal replaced the filter"), ["Quvna Zorgal"]);
        assert_eq!(texts("note: Windows Update failed, comment: see Release Notes"), Vec::<String>::new());
        assert_eq!(texts("emergency contact Quvna Zorgal (+49)"), ["Quvna Zorgal"]);
        assert_eq!(texts("user 'Quvna Zorgal' changed a recipe, Mr Zorgal"), ["Quvna Zorgal", "Zorgal"]);
        assert_eq!(texts("contact Windows Update, user 'Local Service'"), Vec::<String>::new());
        for line in [
            "approved by default",
            "changed by update",
            "added to group of files by date",
            "requested by PackageKit",
            "locked by snapd",
            "L'utilisateur ne s'est pas connecté",
            "el usuario no inició sesión",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn people_who_did_something_are_found() {
        assert_eq!(texts("created by Ludmila Horvath on 2026-03-10"), ["Ludmila Horvath"]);
        assert_eq!(texts("; modified by Ludmila Horvath 2026-03-10"), ["Ludmila Horvath"]);
        assert_eq!(texts("report signed by Ludmila Horvath."), ["Ludmila Horvath"]);
        assert_eq!(texts("Mr. Horvath called at 09:10"), ["Horvath"]);
        assert_eq!(texts("Dr. Ludmila Horvath signed report 7"), ["Ludmila Horvath"]);
        assert_eq!(texts("Dear Ludmila Horvath, your export"), ["Ludmila Horvath"]);
        assert_eq!(texts("Dear Customer Support, hello"), Vec::<String>::new());
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
    fn who_moves_wakes_and_runs_others_is_found() {
        assert_eq!(texts("Minion quvnix-7 is ready, minion did not answer"), ["quvnix-7"]);
        assert_eq!(texts("migration of domain 7 to quvnix-7 aborted"), ["quvnix-7"]);
        assert_eq!(texts("Spawning container quvnix on /var/lib/machines"), ["quvnix"]);
        assert_eq!(texts("operation reboot of zorgal-7 by quvnix-7 for x"), ["quvnix-7", "zorgal-7"]);
        assert_eq!(texts("DHCP: host name 'quvnix-7' conflicts"), ["quvnix-7"]);
        assert_eq!(texts("SNMP trap received from quvnix-7: x"), ["quvnix-7"]);
        assert_eq!(texts("magic packet to 02005e005307"), ["02005e005307"]);
        assert_eq!(texts("ib0: port guid 0x02005e0000005307"), ["02005e0000005307"]);
        assert_eq!(texts("mmc0: cid 0353445355333247800d3a5b0e012345"), ["0353445355333247800d3a5b0e012345"]);
        assert_eq!(texts("Client 'gwen7@ZORGAL' not found"), ["gwen7"]);
        assert_eq!(texts("Ticket 7 assigned to gwen7"), ["gwen7"]);
        assert_eq!(texts("Unable to authenticate gwen7"), ["gwen7"]);
        assert_eq!(texts("offered 192.0.2.7 from 192.0.2.1 `quvnix-7'"), ["quvnix-7"]);
        assert_eq!(texts("SSL handshake with quvnix-7: 1"), ["quvnix-7"]);
        assert_eq!(texts("gwen7 committed revision 12"), ["gwen7"]);
        assert_eq!(texts(r#"{"kind":"Node","apiVersion":"v1","name":"quvnix"}"#), ["quvnix"]);
        assert_eq!(texts("'quvnix' started successfully. (Virtual machine ID 7)"), ["quvnix"]);
        for line in [
            "migration of data to tier-2 storage",
            "host name lookup disabled",
            "magic packet received on eth0",
            "packet sent to kernel queue 3",
            "cid 12 closed",
            "transaction committed revision 12",
            "assigned to eth0",
            "Unable to authenticate request",
            "TLS handshake with upstream failed",
            "registered agent version 4.3.1",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn who_comes_and_goes_and_what_takes_over_is_found() {
        for line in [
            "login failed for gwen7",
            "Login successful for gwen7 (web)",
            "sign-in by gwen7",
            "gwen7 signed out",
            "permission denied for gwen7",
            "token issued to gwen7",
        ] {
            assert_eq!(texts(line), ["gwen7"], "{line}");
        }
        for line in [
            "failover to quvnix-7 completed",
            "replication from quvnix-7 stopped",
            "no response from quvnix-7",
            "leader is quvnix-7",
            "disk full on quvnix-7",
        ] {
            assert_eq!(texts(line), ["quvnix-7"], "{line}");
        }
        for line in [
            "login failed for unknown reasons",
            "permission denied for relation orders",
            "Session c2 logged out",
            "quota exceeded for volume 7",
            "failover to standby completed",
            "replication from eth0 stopped",
            "no response from server",
            "leader is not known",
            "rebooting in 30s",
            "registered as v3.1",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
