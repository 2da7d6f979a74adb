//! Phrases of what programs and people say of secrets, of devices and of who is there, found in logs of many makes.

use super::super::super::Kind;
use super::table::{End, Phrase, Place, machine, maybe_machine, maybe_user, maybe_user_before, user, user_between};

/// A secret, where what stands there looks like one.
const fn telling(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Secret, place: Place::Behind(End::Word), sure: false }
}

const fn word(words: &'static str, kind: Kind) -> Phrase {
    Phrase { words, kind, place: Place::Behind(End::Word), sure: true }
}

pub(super) static SAID: [Phrase; 61] = [
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
    user("Unable to bind as "),
    user("User {Name: "),
    user("auth succeeded for '"),
    user("unknown algo for '"),
    maybe_user("Exit ("),
    machine("Samba name server "),
    maybe_machine(" HIER_DIRECT/"),
    maybe_machine(" DIRECT/"),
    maybe_machine("logged in from "),
    maybe_machine("logged on from "),
    maybe_machine("login from "),
    maybe_machine("LLDP neighbor "),
    maybe_user("login attempt for "),
    maybe_user("logon attempt for "),
    maybe_user("opened session for "),
    word("for workgroup ", Kind::Domain),
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
}
