//! Phrases of what programs and people say of secrets, of devices and of who is there, found in logs of many makes.

use super::super::super::Kind;
use super::table::{
    End, Phrase, Place, machine, machine_between, maybe_machine, maybe_machine_before, maybe_user, maybe_user_before,
    maybe_user_until, secret_between, user, user_before, user_between, user_until,
};

/// A secret, where what stands there looks like one.
const fn telling(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Secret, place: Place::Behind(End::Word), sure: false }
}

const fn word(words: &'static str, kind: Kind) -> Phrase {
    Phrase { words, kind, place: Place::Behind(End::Word), sure: true }
}

const fn key_word(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Key, place: Place::Behind(End::Word), sure: true }
}

/// A name, where what stands there looks like one.
const fn maybe(words: &'static str, kind: Kind, end: End) -> Phrase {
    Phrase { words, kind, place: Place::Behind(end), sure: false }
}

/// A serial number, where what stands there looks like one.
const fn maybe_serial(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Serial, place: Place::Behind(End::Word), sure: false }
}

pub(super) static SAID: [Phrase; 157] = [
    telling("TOTP secret "),
    telling("WPA key "),
    telling("session key "),
    telling("unlock code "),
    telling("bot token "),
    telling("password to: "),
    telling("password is "),
    telling("keytab password "),
    word("essid \"", Kind::Ssid),
    word("MSISDN ", Kind::Phone),
    word("DSID ", Kind::Account),
    word("serial no. ", Kind::Serial),
    word("DevEUI ", Kind::Mac),
    word("Device '0x", Kind::Mac),
    word("MEID ", Kind::Serial),
    word("sas_addr 0x", Kind::Serial),
    word("NAA id: 0x", Kind::Serial),
    user("daemon control file for "),
    user("Login shell for "),
    user("/etc/group: name="),
    user_between("operator ", "", " acknowledged"),
    user_between("DBUSER:[", "] \"", "\""),
    user_between("CLIENT USER:[", "] \"", "\""),
    user_between("DATABASE USER:[", "] \"", "\""),
    user_between("DATABASE USER:[", "] '", "'"),
    user_between("CLIENT USER:[", "] '", "'"),
    user_between("OS$USERID:[", "] \"", "\""),
    user_between(" USERID:[", "] \"", "\""),
    user_between("CURRENT_USER:[", "] \"", "\""),
    machine_between("USERHOST:[", "] \"", "\""),
    machine_between("USERHOST:[", "] '", "'"),
    maybe_machine("EHLO "),
    maybe_machine("HELO "),
    maybe_machine("getaddrinfo: "),
    maybe_machine("Mount failed on "),
    maybe_machine("mount failed on "),
    maybe_machine("processor joined: "),
    machine("Workstation=["),
    Phrase {
        words: "message repeated ",
        kind: Kind::Host,
        place: Place::Behind(End::Between(" times from ", "")),
        sure: false,
    },
    user("performed by user "),
    maybe_user("Unable to bind as "),
    user("User {Name: "),
    user("auth succeeded for '"),
    maybe_user("unknown algo for '"),
    maybe_user("Exit ("),
    maybe_machine("Samba name server "),
    maybe_machine(" HIER_DIRECT/"),
    maybe_machine(" DIRECT/"),
    maybe_machine("logged in from "),
    maybe_machine("logged on from "),
    maybe_machine("login from "),
    maybe_machine("LLDP neighbor "),
    maybe_user("login attempt for "),
    maybe_user("logon attempt for "),
    maybe_user("session for "),
    maybe_user("des Benutzers "),
    maybe("for workgroup ", Kind::Domain, End::Word),
    word("trustdoms for domain ", Kind::Domain),
    maybe_user("logged in using "),
    maybe_user_before(" logged in, "),
    maybe_user("Username:"),
    user("whoami: "),
    user("/user add name="),
    Phrase { words: "Online: [ ", kind: Kind::Host, place: Place::Behind(End::Words), sure: true },
    Phrase { words: "OFFLINE: [ ", kind: Kind::Host, place: Place::Behind(End::Words), sure: true },
    Phrase { words: "Started: [ ", kind: Kind::Host, place: Place::Behind(End::Words), sure: true },
    maybe_machine("lost contact with "),
    maybe_machine("rebooting node "),
    maybe_machine("fencing node "),
    maybe_serial("serial number "),
    maybe_serial("Serial number "),
    maybe_serial("Serial Number "),
    maybe_serial("serial no "),
    maybe_serial("serial "),
    maybe_serial("Serial "),
    maybe_serial("SERIAL "),
    maybe_serial("asset tag "),
    maybe_serial("Asset tag "),
    maybe_serial("service tag "),
    maybe_serial(" sn: "),
    maybe_serial("S/N "),
    word("device 0x", Kind::Mac),
    word("Device 0x", Kind::Mac),
    word("ieee 0x", Kind::Mac),
    word("ieeeAddr 0x", Kind::Mac),
    word("ssid \"", Kind::Ssid),
    word("SSID \"", Kind::Ssid),
    word("\" secret \"", Kind::Secret),
    // Who let whom in, and for whom something was done.
    maybe_user("password attempt for "),
    user("auth attempt for user '"),
    user("exit before auth (user '"),
    user("Exit (user '"),
    user("new crontab for "),
    user("keys for user "),
    user("Failed adding some keys for "),
    maybe_user("home directory for "),
    maybe_user_until("authentication failed for ", " on "),
    user_until("Successfully authenticated as principal ", " on "),
    maybe("account ", Kind::User, End::Between("", " is locked")),
    maybe("Account ", Kind::User, End::Between("", " locked")),
    user_between("queued on ", "by \"", "\""),
    maybe(" set by root to ", Kind::User, End::List),
    Phrase {
        words: "administrators of group ",
        kind: Kind::User,
        place: Place::Behind(End::Between(" to ", "")),
        sure: true,
    },
    machine("Export list for "),
    machine("couldn't get address for '"),
    maybe_machine("annotation on \""),
    machine_between("certificate is valid for ", "", ","),
    machine_between("certificate is valid for ", " not ", ""),
    machine("xfreerdp /v:"),
    machine("wfreerdp /v:"),
    machine("mstsc /v:"),
    maybe_machine("s_client -connect "),
    user("Authenticating as: "),
    machine("cmdkey /add:"),
    machine("cmdkey /generic:"),
    machine("cmdkey /delete:"),
    maybe_machine("ssh -J "),
    maybe_user("install -o "),
    user_between("db.auth(\"", "", "\""),
    secret_between("db.auth(\"", "\", \"", "\""),
    Phrase { words: " key s:", kind: Kind::Secret, place: Place::Behind(End::Word), sure: true },
    key_word("gpg: key "),
    key_word("gpg: Key "),
    key_word("with key ID "),
    key_word("RSA key ID "),
    key_word("no public key "),
    key_word("public key not found: "),
    key_word("NO_PUBKEY "),
    maybe_machine("DNS:"),
    user("xfreerdp /u:"),
    user_between("xfreerdp /v:", " /u:", ""),
    secret_between("ticket=", "ST-", ""),
    maybe_machine_before(" | UNREACHABLE!"),
    maybe_machine_before(" | SUCCESS =>"),
    maybe_machine_before(" | SUCCESS | rc="),
    maybe_machine_before(" | CHANGED =>"),
    maybe_machine_before(" | CHANGED | rc="),
    maybe_machine_before(" | FAILED! =>"),
    maybe_machine_before(" | FAILED | rc="),
    maybe_machine("to DC "),
    maybe_machine("from DC "),
    maybe_machine_before(" is alive"),
    maybe_user("(to root) "),
    user_between("id: \u{2018}", "", "\u{2019}"),
    user_between("invalid user: \u{2018}", "", "\u{2019}"),
    user_between("user \u{2018}", "", "\u{2019}"),
    user_before("': no such user"),
    user_before("\u{2019}: no such user"),
    maybe_user("invalid user: '"),
    Phrase { words: "session id ", kind: Kind::Session, place: Place::Behind(End::Word), sure: false },
    Phrase { words: "Session id ", kind: Kind::Session, place: Place::Behind(End::Word), sure: false },
    Phrase { words: "Session ID ", kind: Kind::Session, place: Place::Behind(End::Word), sure: false },
    Phrase { words: "session token ", kind: Kind::Session, place: Place::Behind(End::Word), sure: false },
    word("licensed to \"", Kind::Organisation),
    word("Licensed to \"", Kind::Organisation),
    word("registered to \"", Kind::Organisation),
    word("Registered to \"", Kind::Organisation),
];

#[cfg(test)]
mod tests {
    use super::super::super::super::sight::Sight;
    use super::super::{Found, find};

    fn texts(line: &str) -> Vec<String> {
        let mut found: Vec<Found> = Vec::new();
        let mut sight = Sight::default();
        sight.look(line.as_bytes());
        find(line.as_bytes(), &sight.hits, &mut found);
        found.iter().map(|one| line[one.start..one.end].to_owned()).collect()
    }

    #[test]
    fn secrets_that_somebody_says_look_like_some() {
        assert_eq!(texts("TOTP secret QZ5WY3DPEHPK3PXP"), ["QZ5WY3DPEHPK3PXP"]);
        assert_eq!(texts("WPA key \"h4x 0rqq9\" rejected"), ["h4x 0rqq9"]);
        assert_eq!(texts("session key deadbeefdeadbeef expired"), ["deadbeefdeadbeef"]);
        for line in ["the password is expired", "TOTP secret missing", "session key 7", "unlock code rejected"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn devices_and_people_stand_behind_what_is_said_of_them() {
        assert_eq!(texts("PSU 1 serial no. PS88Q1200 ok"), ["PS88Q1200"]);
        assert_eq!(texts("MSISDN 436605550179"), ["436605550179"]);
        assert_eq!(texts("MSISDN missing"), Vec::<String>::new());
        assert_eq!(texts("DBUSER:[4] \"GWEN\" CLIENT USER:[3] \"bo7\""), ["GWEN", "bo7"]);
        assert_eq!(texts("message repeated 3 times from gw-ann-7"), ["gw-ann-7"]);
    }

    #[test]
    fn who_was_let_in_and_what_was_plugged_in_is_found() {
        assert_eq!(texts("dropbear[7]: Password auth succeeded for 'gwen7' from x"), ["gwen7"]);
        assert_eq!(texts("ORA-28000: the account GWEN_7 is locked"), ["GWEN_7"]);
        assert_eq!(texts("members of group docker set by root to gwen7,bo7"), ["gwen7", "bo7"]);
        assert_eq!(texts("chassis serial number QX77-14-2030 Rev D"), ["QX77-14-2030"]);
        assert_eq!(texts("device 0x00124b0014b5d9a7 joined"), ["00124b0014b5d9a7"]);
        assert_eq!(texts("gpg: key 0123456789ABCDEF: imported"), ["0123456789ABCDEF"]);
        assert_eq!(texts("certificate is valid for quvnix, ann.example, not zorgal"), ["quvnix", "zorgal"]);
        for line in ["zone x: loaded serial 2026031001", "serial ports are RS-232", "User             MAC address"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn machines_that_answer_and_logins_that_nobody_has_are_found() {
        assert_eq!(texts("quvnix-7 | UNREACHABLE! => {}"), ["quvnix-7"]);
        assert_eq!(texts("quvnix-7 | CHANGED | rc=0 >>"), ["quvnix-7"]);
        assert_eq!(texts("id: 'gwen': no such user"), ["gwen"]);
        assert_eq!(texts("su: (to root) gwen7 on none"), ["gwen7"]);
        assert_eq!(texts("id: \u{2018}gwen\u{2019}: no such user"), ["gwen"]);
        assert_eq!(texts("session id qx77-14ab closed"), ["qx77-14ab"]);
        assert_eq!(texts("licensed to \"Zorgal Works Ltd\""), ["Zorgal Works Ltd"]);
        for line in [
            "job-7 | FAILED",
            "id: 'gauge'",
            "it is valid for production, not test",
            "session id missing",
            "Operation CREATE USER failed for x",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
