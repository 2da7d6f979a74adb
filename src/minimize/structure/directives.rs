//! Configuration whose words are separated by spaces: `bindpw X`, `rocommunity X`, `enable secret 5 X`, `server_name
//! X;`.

mod agents;
mod appliances;
mod daemons;
mod exim;
mod marked;
mod routers;
mod table;

use super::columns::quoted_words;
use super::value::is_placeholder;
use crate::minimize::prefilter::{Finder, Needs, mark};
use crate::minimize::{Evidence, Found, Kind, bytes};
use table::{FORMS, LAST, NETWORK, SENTENCE, SIMPLE, WORDS};

/// What a line must show to hold a directive.
pub(super) const NEEDS: Needs = Needs { finder: Finder::Directives, marks: mark::DOLLAR, words: &WORDS };

/// Finds what the directive of one line says.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    // What somebody typed, as a switch's log repeats it.
    if let Some(start) = memchr::memmem::rfind(line, b"logged command:").map(|at| at + 15) {
        let mut typed = Vec::new();
        find(&line[start..], &mut typed);
        found.extend(typed.into_iter().map(|one| Found { start: one.start + start, end: one.end + start, ..one }));
        return;
    }
    let spans = quoted_words(line);
    let first = text(line, &spans, 0);
    if spans.is_empty() {
        return;
    }
    simple(line, &spans, found);
    daemons::find(line, &spans, found);
    agents::find(line, &spans, found);
    appliances::find(line, &spans, found);
    if matches!(first, b"auth-trunc" | b"enc" | b"auth" | b"aead") {
        marked::hexadecimal(line, found);
    }
    if matches!(first, b"dec:" | b"enc:") || first.starts_with(b"ah=") {
        marked::sized(line, found);
    }
    if bytes::is_one_of(first, &NETWORK) {
        routers::find(line, found);
    }
    marked::header(line, found);
    marked::names(line, found);
    marked::hashed(line, &spans, found);
    marked::macros(line, found);
}

/// The value of a directive that has one, at a place of its own.
fn simple(line: &[u8], spans: &[(usize, usize)], found: &mut Vec<Found>) {
    // `community = "…"` is a pair.
    let pair = spans.get(1).is_some_and(|(start, _)| matches!(line.get(*start), Some(b'=' | b':')));
    if pair || bytes::is_one_of(text(line, spans, 1), &SENTENCE) || is_column(text(line, spans, 1)) {
        return;
    }
    let first = behind_file(text(line, spans, 0));
    let Some((_, index, kind)) = SIMPLE.iter().find(|(name, ..)| name.as_bytes() == first) else { return };
    // `rootpw --iscrypted X`
    let options = spans.iter().skip(1).take_while(|(start, _)| line[*start..].starts_with(b"--")).count();
    let span = match *index {
        LAST => spans.last().filter(|_| spans.len() > 2),
        index => {
            let mut index = index + options;
            // `wpa-psk ascii 7 X`
            while *kind == Kind::Secret && index + 1 < spans.len() && is_form(text(line, spans, index)) {
                index += 1;
            }
            spans.get(index)
        }
    };
    // `hostname -f` is a command.
    if let Some(span) = span.filter(|(start, _)| *kind == Kind::Secret || line.get(*start) != Some(&b'-')) {
        push(line, *span, *kind, found);
    }
}

/// A word behind the file that grep(1) found it in: `/etc/x.conf:41:requirepass`.
fn behind_file(word: &[u8]) -> &[u8] {
    match memchr::memrchr(b':', word) {
        Some(colon) if word[..colon].contains(&b'/') => &word[colon + 1..],
        _ => word,
    }
}

/// Whether a word says in which form the secret behind it stands.
fn is_form(text: &[u8]) -> bool {
    bytes::is_one_of(text, &FORMS) || text.len() == 1 && text[0].is_ascii_digit()
}

/// Whether a word is what SQL calls the column before it: `host_name text,`.
fn is_column(text: &[u8]) -> bool {
    let text = text.strip_suffix(b",").unwrap_or(text);
    let text = &text[..memchr::memchr(b'(', text).unwrap_or(text.len())];
    bytes::is_one_of_in_any_case(text, &TYPES)
}

const TYPES: [&str; 12] = [
    "bigint",
    "char",
    "character",
    "cidr",
    "inet",
    "int",
    "integer",
    "macaddr",
    "nvarchar",
    "text",
    "varchar",
    "varchar2",
];

/// The word at a place; an empty one where there is none.
fn text<'a>(line: &'a [u8], spans: &[(usize, usize)], index: usize) -> &'a [u8] {
    spans.get(index).map_or(b"", |(start, end)| &line[*start..*end])
}

/// Takes a word, without what ends a statement or a text of XML behind it.
fn push(line: &[u8], (start, end): (usize, usize), kind: Kind, found: &mut Vec<Found>) {
    let text = &line[start..end];
    // Behind the text of an element markup goes on.
    let end = bytes::find(text, b"</").map_or(end, |at| start + at);
    let end = end - usize::from(line[start..end].ends_with(b";"));
    if start < end && !(kind == Kind::Secret && is_placeholder(&line[start..end])) {
        found.push(Found::new(start..end, kind, Evidence::Structure).teaching_unless_short());
    }
}

#[cfg(test)]
mod tests {
    use super::{Evidence, Found, Kind, find};

    /// What is found in a line, for the tests of all modules here.
    pub(super) fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn a_quote_that_opens_at_the_end_holds_nothing() {
        assert_eq!(texts("hostname \""), Vec::<String>::new());
    }

    #[test]
    fn a_directive_may_stand_behind_its_file() {
        assert_eq!(texts("etc/quvnix.conf:41:requirepass h4x0r"), ["h4x0r"]);
    }

    #[test]
    fn what_somebody_typed_stands_where_it_was_logged() {
        let line = "gwen logged command:password zorgq7 h4x0rqq9";
        let mut found = vec![Found::new(0..4, Kind::User, Evidence::Grammar).teaching()];
        find(line.as_bytes(), &mut found);
        let texts: Vec<_> = found.iter().map(|one| &line[one.start..one.end]).collect();
        assert_eq!(texts, ["gwen", "zorgq7", "h4x0rqq9"]);
    }

    #[test]
    fn secrets_of_daemons_and_routers_are_found() {
        assert_eq!(texts("bindpw h4x0r"), ["h4x0r"]);
        assert_eq!(texts("BasicAuth quvnix h4x0r"), ["quvnix", "h4x0r"]);
        assert_eq!(texts("users quvnix:CL:h4x0r zorgal logged"), ["quvnix", "h4x0r"]);
        assert_eq!(texts("contact \"Quvna Zorgal\""), ["Quvna Zorgal"]);
        assert_eq!(texts("$USER3$=h4x0r"), ["h4x0r"]);
        assert_eq!(texts("$USER1$=/usr/lib/x"), Vec::<String>::new());
        assert_eq!(texts("rootpw --plaintext h4x0r"), ["h4x0r"]);
        assert_eq!(texts(" neighbor 192.0.2.1 password h4x0r"), ["h4x0r"]);
        assert_eq!(texts("enable secret 5 $1$h4x0r"), ["$1$h4x0r"]);
        assert_eq!(texts(" area-password clear h4x0r"), ["h4x0r"]);
        assert_eq!(texts(" domain-password md5 h4x0r"), ["h4x0r"]);
        assert_eq!(texts(" ip nhrp authentication h4x0r"), ["h4x0r"]);
        assert_eq!(texts(" ip rip authentication string h4x0r"), ["h4x0r"]);
        assert_eq!(texts("wlan crew 3 Attic"), ["Attic"]);
        assert_eq!(texts("wlan scan 2 done"), Vec::<String>::new());
        for line in [" key rollover", " key escrow", " key rekeying", " key F12KEY", " key sessionKey", " key server"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
        assert_eq!(texts("snmp-server user a b v3 auth sha One1 priv aes 128 Two2"), ["One1", "Two2"]);
        assert_eq!(texts("    set password ENC SH2kZ7wq8Lm3"), ["SH2kZ7wq8Lm3"]);
        assert_eq!(texts(" security wpa psk set-key ascii 0 h4x0r"), ["h4x0r"]);
        assert_eq!(texts("password h4x0r;"), ["h4x0r"]);
        assert_eq!(texts("Require user gwen bo7"), ["gwen", "bo7"]);
        assert_eq!(texts("sysname quvnix"), ["quvnix"]);
        assert_eq!(texts("    full-name \"Gwen Loevgren\";"), ["Gwen Loevgren"]);
        assert_eq!(texts("\thost_name\tgwx"), ["gwx"]);
        assert_eq!(texts(" key 7 13061E010803"), ["13061E010803"]);
        assert_eq!(texts("User:x  logged command:username gwen privilege 15 secret h4x0r"), ["h4x0r", "gwen"]);
        assert_eq!(texts(" wlan psk set-key ascii 0 h4x0r"), ["h4x0r"]);
        assert_eq!(texts(" snmp-agent community read cipher h4x0r"), ["h4x0r"]);
        assert_eq!(texts("password gwen7 h4x0r"), ["gwen7", "h4x0r"]);
        assert_eq!(texts("password manager user-name \"gwen\" sha1 \"h4x0r\""), ["h4x0r", "\"gwen\""]);
        assert_eq!(texts(" ikev2 remote-authentication pre-shared-key h4x0r"), ["h4x0r"]);
        assert_eq!(texts("passwd 2KFQnbNIdI.2KYOU encrypted"), ["2KFQnbNIdI.2KYOU"]);
        assert_eq!(texts("poll mail7 protocol imap username gwen password h4x0r"), ["h4x0r"]);
        assert_eq!(texts("set superusers=\"root\" ; password root h4x0r"), ["root", "h4x0r"]);
        assert_eq!(texts("password root h4x0r"), ["root", "h4x0r"]);
        assert_eq!(texts("MONITOR ups@gw7 1 gwen h4x0r primary"), ["gw7", "gwen", "h4x0r"]);
        assert_eq!(texts("remote quvnix-7 1194"), ["quvnix-7"]);
        assert_eq!(texts("\tnodes quvnix-7,zorgal-7"), ["quvnix-7", "zorgal-7"]);
        assert_eq!(texts("    parents    quvnix-7"), ["quvnix-7"]);
        assert_eq!(texts("    alias      Gwen Zorgal"), ["Gwen Zorgal"]);
        for line in ["remote branch 7 gone", "nodes are ready", "alias ll='ls -l'", "    alias  Web Server"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
        assert_eq!(texts("SQLConnectInfo base@gw7 gwen h4x0r"), ["gwen", "h4x0r"]);
        assert_eq!(texts("password is h4x0r"), Vec::<String>::new());
        assert_eq!(texts("password server = gw7"), Vec::<String>::new());
    }

    #[test]
    fn names_and_secrets_of_proxies_and_tunnels_are_found() {
        assert_eq!(texts("  user gwen insecure-password h4x0r"), ["gwen", "h4x0r"]);
        assert_eq!(texts("  peer west 192.0.2.1:1024"), ["west"]);
        assert_eq!(texts("verify-x509-name vpn7 name"), ["vpn7"]);
        assert_eq!(texts("  community = \"h4x0r\""), Vec::<String>::new());
        assert_eq!(texts("requirepass = h4x0r"), Vec::<String>::new());
    }

    #[test]
    fn names_and_secrets_of_other_daemons_are_found() {
        assert_eq!(texts("authCommunity log,execute h4x0r"), ["h4x0r"]);
        assert_eq!(texts("host zorgal {"), ["zorgal"]);
        assert_eq!(texts("object ApiUser \"gwen7\" {"), ["gwen7"]);
        assert_eq!(texts("user           gwen7"), ["gwen7"]);
        assert_eq!(texts("user    0m0.004s"), Vec::<String>::new());
        assert_eq!(texts(" key authentication simple h4x0r"), ["h4x0r"]);
        assert_eq!(texts("enable password level 15 encrypted h4x0rqq9"), ["h4x0rqq9"]);
        assert_eq!(texts("password hash $h$6$h4x0r"), ["$h$6$h4x0r"]);
        assert_eq!(
            texts("snmp-server user a b auth sha 0x12ab priv aes-128 0x34cd localizedkey"),
            ["0x12ab", "0x34cd"]
        );
        assert_eq!(texts("set system ntp authentication-key 1 value \"$9$h4x0r\""), ["$9$h4x0r"]);
    }

    #[test]
    fn a_quoted_id_is_one_and_a_key_of_json_is_none() {
        assert_eq!(texts("uid \"0a1b2c3d\""), ["0a1b2c3d"]);
        assert_eq!(texts("    \"uid\": 1000,"), Vec::<String>::new());
        assert_eq!(texts("\"nodes\":[{\"id\":1,\"zone-7\":\"x\"}]"), Vec::<String>::new());
    }

    #[test]
    fn pam_and_other_lines_stay() {
        for line in [
            "password  requisite  pam_deny.so",
            "password server = dc01",
            "username map = /etc/map",
            "community = \"x\"",
            "ip address 192.0.2.1 255.255.255.0",
            "PasswordAuthentication no",
            "password reset; user told",
            "password hash sha512",
            "password hash algorithm sha512",
            "secret volume mounted; again",
            "  password varchar(64) NOT NULL,",
            "hostname lookup failed",
            "username must be longer",
            "ssid broadcast off",
            "passwd -l gwen",
            "passwd 1:4.13+quvnix1-1 amd64",
            "hostname -f",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
