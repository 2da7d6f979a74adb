//! Phrases of who did what: the login behind `released by `, the name behind `signed by ` or a title.

use super::super::super::Kind;
use super::table::{Phrase, company, maybe_user, maybe_user_between, named, person, titled, user_between};

/// Who did something, by login or by name.
pub(super) const DEEDS: &[Phrase] = &[
    // Whose a program is
    company("licensed to "),
    company("Licensed to "),
    company("Registered to "),
    // By login
    maybe_user("mailed to "),
    maybe_user("Mailing to "),
    maybe_user("Printing by "),
    maybe_user("queued by "),
    maybe_user("commit by "),
    maybe_user("released by "),
    maybe_user("pushed by "),
    maybe_user("push by "),
    maybe_user("reboot by "),
    maybe_user("query by "),
    maybe_user_between(" changed from ", " by ", ""),
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
    maybe_user("acknowledged by "),
    maybe_user("Acknowledged by "),
    maybe_user("changed by "),
    maybe_user("changed by: "),
    maybe_user_between("added to role ", " by ", ""),
    maybe_user_between("added to group ", " by ", ""),
    maybe_user_between("removed from role ", " by ", ""),
    maybe_user_between("removed from group ", " by ", ""),
    // The same in German, French and Spanish
    user_between("Benutzer ", "", " hat "),
    user_between("Benutzer ", "", " wurde "),
    user_between("utilisateur ", "", " s'est "),
    user_between("usuario ", "", " inici"),
    // By name
    person("Signed in as "),
    person("Logged in as "),
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
    person("Assigned to "),
    person("assigned by "),
    person("Created by "),
    person("Approved by "),
    person("Signed by "),
    person("Performed by "),
    person("Reviewed by "),
    person("prepared by "),
    person("inspected by "),
    person("calibrated by "),
    person("Dear "),
    person("Hello "),
    person("regards, "),
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
    person("shift lead "),
    person("shift lead: "),
    person("Shift lead: "),
    person("hello "),
    person("Mr "),
    person("Mrs "),
    person("ack by "),
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
    person("checked by "),
    person("Checked by "),
    person("verified by "),
    person("Verified by "),
    person("tested by "),
    person("completed by "),
    person("closed by "),
    person("opened by "),
    person("escalated to "),
    person("repaired by "),
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
    use super::super::tests::texts;

    #[test]
    fn logins_that_did_something_are_found() {
        assert_eq!(texts("job 7 scheduled by gwen7 for Wed"), ["gwen7"]);
        assert_eq!(texts("X added to role operator by gwen7"), ["gwen7"]);
        assert_eq!(texts("Last changed by: gwen"), ["gwen"]);
        assert_eq!(texts("Approved by \"Quvna Zorgal\" on 2026-03-11"), ["Quvna Zorgal"]);
        assert_eq!(texts("anacron[7]: Mailing to quvnix"), ["quvnix"]);
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
}
