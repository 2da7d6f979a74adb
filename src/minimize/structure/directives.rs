//! Configuration whose words are separated by spaces: `bindpw X`, `rocommunity X`, `enable secret 5 X`, `server_name X;`.

mod appliances;
mod marked;
mod table;

use super::super::bytes;
use super::super::sight::{Finder, Needs, mark};
use super::super::{Found, Kind, Way, dictionary};
use super::columns::{quoted_words, words};
use super::sql::is_column;
use super::value::is_placeholder;
use marked::{header, hexadecimal, names};
use table::{FORMS, HOST_WORDS, JUNOS, LAST, NETWORK, SECRET, SENTENCE, SIMPLE};

/// What a line must show to hold a directive.
pub(super) const NEEDS: Needs = Needs {
    finder: Finder::Directives,
    marks: mark::DOLLAR,
    words: &[
        "^bindpw",
        "^defsecurityname",
        "^monitor",
        "^aaa",
        "^sqlconnectinfo",
        "^rootbindpw",
        "^rootpw",
        "^rocommunity",
        "^rwcommunity",
        "^rocommunity6",
        "^rwcommunity6",
        "^trapcommunity",
        "^com2sec",
        "^com2sec6",
        "^key",
        "^requirepass",
        "^masterauth",
        "^auth",
        "^hostname",
        "^serveradmin",
        "^proxyjump",
        "^location",
        "^client",
        "^syscontact",
        "^sysname",
        "^remote",
        "^full",
        "^send",
        "^host",
        "^syslocation",
        "^ssid",
        "^server",
        "^servername",
        "^serveralias",
        "^createuser",
        "^usmuser",
        "^require",
        "^contact",
        "^visible",
        "^wlan",
        "^ospf",
        "^local",
        "^uid",
        "^enc",
        "^aead",
        "^enable",
        "^username",
        "^password",
        "^neighbor",
        "^snmp",
        "^radius",
        "^tacacs",
        "^ip",
        "^ipv6",
        "^isis",
        "^standby",
        "^vrrp",
        "^crypto",
        "^ntp",
        "^secret",
        "^set",
        "^allowusers",
        "^denyusers",
        "^dhcp",
        "^community",
        "^peer",
        "^user",
        "^verify",
        "^passwd",
        "^failover",
        "^ikev1",
        "^ikev2",
        "^security",
        "^poll",
        "^pre",
        "^ldap",
        "^authentication",
        "^cachemgr",
        "^wpa",
        "^trapsink",
        "^trap2sink",
        "^mgmt",
        "^add",
        "^essid",
        "^remote",
        "^ppp",
        "^ap",
        "authorization",
        "logged",
    ],
};

/// What is remembered from line to line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Directives;

impl Directives {
    pub(super) fn line(&mut self, line: &[u8], found: &mut Vec<Found>) {
        // What somebody typed, as a switch's log repeats it.
        if let Some(start) = memchr::memmem::rfind(line, b"logged command:").map(|at| at + 15) {
            let mut typed = Vec::new();
            self.line(&line[start..], &mut typed);
            found.extend(typed.into_iter().map(|one| Found { start: one.start + start, end: one.end + start, ..one }));
            return;
        }
        let spans = quoted_words(line);
        let Some((start, end)) = spans.first() else { return };
        let first = &line[*start..*end];
        // `community = "…"` is a pair.
        let pair = spans.get(1).is_some_and(|(start, _)| matches!(line.get(*start), Some(b'=' | b':')));
        let second = spans.get(1).map_or(&b""[..], |(start, end)| &line[*start..*end]);
        let sentence = SENTENCE.iter().any(|word| word.as_bytes() == second);
        let simple = SIMPLE.iter().find(|(name, ..)| !pair && !sentence && name.as_bytes() == first);
        if let Some((_, index, kind)) = simple {
            // `rootpw --iscrypted X`
            let options = spans.iter().skip(1).take_while(|(start, _)| line[*start..].starts_with(b"--")).count();
            let span = match *index {
                LAST => spans.last().filter(|_| spans.len() > 2),
                index => spans.get(index + options),
            };
            if let Some(span) = span {
                push(line, *span, *kind, found);
            }
        }
        match first {
            b"server_name" | b"ServerName" | b"ServerAlias" => {
                spans.iter().skip(1).for_each(|span| push(line, *span, Kind::Host, found))
            }
            b"AllowUsers" | b"DenyUsers" | b"allowusers" | b"denyusers" => {
                spans.iter().skip(1).for_each(|span| push(line, *span, Kind::User, found))
            }
            b"community"
                if !pair
                    && spans.len() > 1
                    && !dictionary::is_stop_word(&line[spans[1].0..spans[1].1].to_ascii_lowercase())
                    && ![&b"edition"[..], b"support", b"version", b"forum"]
                        .contains(&&line[spans[1].0..spans[1].1])
                    && !line[spans[1].0..spans[1].1].contains(&b':') =>
            {
                push(line, spans[1], Kind::Secret, found)
            }
            // NUT's `MONITOR ups@machine 1 LOGIN SECRET primary`, ProFTPD's `SQLConnectInfo base@machine LOGIN SECRET`.
            b"MONITOR" if spans.len() >= 6 && line[spans[2].0..spans[2].1].iter().all(u8::is_ascii_digit) => {
                push(line, spans[3], Kind::User, found);
                push(line, spans[4], Kind::Secret, found);
            }
            b"SQLConnectInfo" if spans.len() >= 4 => {
                push(line, spans[2], Kind::User, found);
                push(line, spans[3], Kind::Secret, found);
            }
            b"password_pbkdf2" if spans.len() == 3 => push(line, spans[1], Kind::User, found),
            // HAProxy's `peer NAME ADDRESS:PORT`, and `user LOGIN password SECRET`.
            b"peer" if spans.get(2).is_some_and(|(start, end)| line[*start..*end].contains(&b':')) => {
                push(line, spans[1], Kind::Host, found)
            }
            b"user" if spans.get(2).is_some_and(|(start, end)| line[*start..*end].ends_with(b"password")) => {
                push(line, spans[1], Kind::User, found);
                spans.get(3).into_iter().for_each(|span| push(line, *span, Kind::Secret, found));
            }
            _ if first.starts_with(b"dhcp-host=") => reservation(line, *start + 10, found),
            b"createUser" => {
                // The engine's id may stand before the login.
                let login = if spans.get(1).is_some_and(|(start, end)| &line[*start..*end] == b"-e") { 3 } else { 1 };
                spans.get(login).into_iter().for_each(|span| push(line, *span, Kind::User, found));
                let secrets = [login + 2, login + 4].into_iter().filter_map(|index| spans.get(index));
                secrets.for_each(|span| push(line, *span, Kind::Secret, found));
            }
            b"Require" if spans.len() > 2 && &line[spans[1].0..spans[1].1] == b"user" => {
                spans.iter().skip(2).for_each(|span| push(line, *span, Kind::User, found))
            }
            // net-snmp's keys, made for one engine.
            b"usmUser" => {
                for (start, end) in spans.iter().skip(4).copied() {
                    let key = end - start >= 18 && line[start..].starts_with(b"0x");
                    match line[start - 1] {
                        b'"' => push(line, (start, end), Kind::User, found),
                        _ if key => push(line, (start, end), Kind::Secret, found),
                        _ => {}
                    }
                }
            }
            // `key 7 13061E010803`, on a line of its own.
            b"key" if spans.len() == 3 && spans[1].1 - spans[1].0 == 1 && line[spans[1].0].is_ascii_digit() => {
                push(line, spans[2], Kind::Secret, found)
            }
            // `ProxyJump gwen@gw7`, `location "Street 7";`
            b"ProxyJump" => spans.get(1).into_iter().for_each(|(start, end)| {
                let kind = if line[*start..*end].contains(&b'@') { Kind::User } else { Kind::Host };
                push(line, (*start, *end), kind, found);
            }),
            b"location"
                if spans
                    .get(1)
                    .is_some_and(|(start, end)| line[start - 1] == b'"' && is_place(&line[*start..*end])) =>
            {
                push(line, spans[1], Kind::Location, found)
            }
            // A quoted word of its own; behind a key of JSON stands a colon.
            b"uid" if spans.get(1).is_some_and(|(start, _)| start - 1 > *end && line[start - 1] == b'"') => {
                spans.get(1).into_iter().for_each(|span| push(line, *span, Kind::Serial, found))
            }
            b"mgmt-user" | b"add" | b"key" | b"snmp-server" | b"sysContact" | b"sysLocation" | b"syscontact"
            | b"syslocation" => appliances::find(line, &spans, found),
            b"auth-trunc" | b"enc" | b"auth" | b"aead" => hexadecimal(line, found),
            _ => {}
        }
        if NETWORK.iter().any(|name| name.as_bytes() == first) {
            network(line, found);
        }
        header(line, found);
        names(line, found);
    }
}

/// Secrets in the configuration of routers and switches: the word behind one that says so, a number for its form aside.
fn network(line: &[u8], found: &mut Vec<Found>) {
    let spans = words(line);
    let text = |index: usize| spans.get(index).map_or(&b""[..], |(start, end)| &line[*start..*end]);
    // A pair, or a line of PAM.
    if matches!(text(1).first(), None | Some(b'=' | b':' | b'['))
        || text(2) == b"="
        || line.trim_ascii().ends_with(b".so")
    {
        return;
    }
    // `secret "x" created`, as kubectl says.
    let made = [&b"created"[..], b"configured", b"deleted", b"unchanged", b"patched", b"replaced"];
    if is_column(text(1), text(2)) || text(0) == b"secret" && made.contains(&trimmed(text(2))) {
        return;
    }
    for index in 0..spans.len() {
        let says = SECRET.iter().any(|word| word.as_bytes() == text(index));
        let cipher = matches!(text(index), b"aes" | b"des" | b"3des") && spans.len() > index + 1 && index > 0;
        if !says && !cipher {
            continue;
        }
        let number = |text: &[u8]| (1..=3).contains(&text.len()) && text.iter().all(u8::is_ascii_digit);
        let form = |text: &[u8]| number(text) || FORMS.iter().any(|form| form.as_bytes() == text);
        let last = spans.len() - 1;
        let next = (index + 1..last).find(|index| !form(text(*index))).unwrap_or(last);
        let word = |text: &[u8]| {
            let lower = trimmed(text).to_ascii_lowercase();
            dictionary::is_word(&lower) || dictionary::is_stop_word(&lower)
        };
        // `password expired, …`: a sentence.
        let ends = text(next).ends_with(b",") || text(next).ends_with(b";") && next < last;
        if dictionary::is_stop_word(&text(next).to_ascii_lowercase()) && next < last {
            continue;
        }
        if word(text(next)) && (ends || (next + 1 < spans.len() && word(text(next + 1)))) {
            continue;
        }
        // `password is h4x0r` is a sentence, `; password root h4x0r` GRUB's for a login.
        let connects = dictionary::is_stop_word(&text(index + 1).to_ascii_lowercase());
        let login = index > 0 && text(index) == b"password" && text(index - 1) == b";" && index + 2 == last;
        let next = if login { last } else { next };
        if connects && text(index + 1) != b"root" {
            continue;
        }
        if login {
            push(line, spans[index + 1], Kind::User, found);
        }
        let quote = usize::from(text(next).first() == Some(&b'"'));
        if let Some(span) = spans
            .get(next)
            .map(|(start, end)| (start + quote, end - usize::from(text(next).len() > 1 && text(next).ends_with(b"\""))))
            .as_ref()
            .filter(|_| !SECRET.iter().any(|word| word.as_bytes() == text(next)) && !number(text(next)))
        {
            push(line, *span, Kind::Secret, found);
        }
    }
    if text(0) == b"set" {
        for pair in spans.windows(2) {
            if let Some((_, kind)) = JUNOS.iter().find(|(word, _)| word.as_bytes() == &line[pair[0].0..pair[0].1]) {
                push(line, pair[1], *kind, found);
            }
        }
    }
    if text(0) == b"snmp-server" && text(1) == b"host" {
        let skips = |text: &[u8]| {
            let number = text.len() <= 3 && text.iter().all(u8::is_ascii_digit);
            number || HOST_WORDS.iter().any(|word| word.as_bytes() == text)
        };
        let community = spans.iter().skip(3).find(|(start, end)| !skips(&line[*start..*end]));
        community.into_iter().for_each(|span| push(line, *span, Kind::Secret, found));
    }
    // GRUB's `password LOGIN X`, and ProCurve's `user-name "LOGIN"`.
    let plain = |text: &[u8]| {
        let lower = text.to_ascii_lowercase();
        let word = dictionary::is_word(&lower) || dictionary::is_stop_word(&lower);
        (!word || text == b"root") && text[0].is_ascii_alphabetic()
    };
    if text(0) == b"password" && spans.len() == 3 && plain(text(1)) && !dictionary::is_word(text(2)) {
        found.retain(|one| (one.start, one.end) != spans[1]);
        push(line, spans[1], Kind::User, found);
        push(line, spans[2], Kind::Secret, found);
    }
    if let Some(index) = (1..spans.len()).find(|index| text(*index - 1) == b"user-name") {
        push(line, spans[index], Kind::User, found);
    }
    if text(0) == b"username" && !SENTENCE.iter().any(|word| word.as_bytes() == text(1)) {
        spans.get(1).into_iter().for_each(|span| push(line, *span, Kind::User, found));
    }
}

/// Whether a text can be a place: words with a number among them.
fn is_place(text: &[u8]) -> bool {
    let any = |is: fn(&u8) -> bool| text.iter().any(is);
    any(u8::is_ascii_digit) && any(u8::is_ascii_uppercase) && text.contains(&b' ')
}

/// A word without the mark of a sentence behind it.
fn trimmed(text: &[u8]) -> &[u8] {
    text.strip_suffix(b",").or_else(|| text.strip_suffix(b";")).unwrap_or(text)
}

/// dnsmasq's `dhcp-host=52:54:00:…,name,192.0.2.7,12h`: what is neither an address nor a time nor a tag is a name.
fn reservation(line: &[u8], start: usize, found: &mut Vec<Found>) {
    let mut at = start;
    for part in line[start..].split(|byte| *byte == b',') {
        let name = part.len() >= 2
            && part.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
            && part.iter().filter(|byte| byte.is_ascii_alphabetic()).count() >= 2;
        if name && part != b"infinite" && part != b"ignore" {
            push(line, (at, at + part.len()), Kind::Host, found);
        }
        at += part.len() + 1;
    }
}

fn push(line: &[u8], (start, end): (usize, usize), kind: Kind, found: &mut Vec<Found>) {
    let text = &line[start..end];
    // Behind the text of an element markup goes on.
    let end = bytes::find(text, b"</").map_or(end, |at| start + at);
    let end = end - usize::from(line[start..end].ends_with(b";"));
    if start < end && !(kind == Kind::Secret && is_placeholder(&line[start..end])) {
        found.push(Found { start, end, kind, way: Way::Structure, learn: end - start >= 4 });
    }
}

#[cfg(test)]
mod tests {
    use super::{Directives, Found, Kind, Way};

    fn texts(line: &str) -> Vec<String> {
        let mut found: Vec<Found> = Vec::new();
        Directives.line(line.as_bytes(), &mut found);
        found.iter().map(|one| line[one.start..one.end].to_owned()).collect()
    }

    #[test]
    fn what_somebody_typed_stands_where_it_was_logged() {
        let line = "gwen logged command:password zorgq7 h4x0rqq9";
        let mut found = vec![Found { start: 0, end: 4, kind: Kind::User, way: Way::Grammar, learn: true }];
        Directives.line(line.as_bytes(), &mut found);
        let texts: Vec<_> = found.iter().map(|one| &line[one.start..one.end]).collect();
        assert_eq!(texts, ["gwen", "zorgq7", "h4x0rqq9"]);
    }

    #[test]
    fn secrets_of_daemons_and_routers_are_found() {
        assert_eq!(texts("bindpw h4x0r"), ["h4x0r"]);
        assert_eq!(texts("rootpw --plaintext h4x0r"), ["h4x0r"]);
        assert_eq!(texts(" neighbor 192.0.2.1 password h4x0r"), ["h4x0r"]);
        assert_eq!(texts("enable secret 5 $1$h4x0r"), ["$1$h4x0r"]);
        assert_eq!(texts("snmp-server user a b v3 auth sha One1 priv aes 128 Two2"), ["One1", "Two2"]);
        assert_eq!(texts("createUser mon SHA \"one two\" AES \"three\""), ["mon", "one two", "three"]);
        assert_eq!(texts("createUser -e 0x80 mon SHA \"one\" AES \"three\""), ["mon", "one", "three"]);
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
        let key = "0x0123456789abcdef0123";
        assert_eq!(
            texts(&format!("usmUser 1 3 0x80001f88 \"gwen\" \"gwen\" NULL .1.3.6 {key} .1.3.6 0x \"\"")),
            ["gwen", "gwen", key]
        );
        assert_eq!(texts(" ikev2 remote-authentication pre-shared-key h4x0r"), ["h4x0r"]);
        assert_eq!(texts("passwd 2KFQnbNIdI.2KYOU encrypted"), ["2KFQnbNIdI.2KYOU"]);
        assert_eq!(texts("poll mail7 protocol imap username gwen password h4x0r"), ["h4x0r"]);
        assert_eq!(texts("set superusers=\"root\" ; password root h4x0r"), ["root", "h4x0r"]);
        assert_eq!(texts("password root h4x0r"), ["root", "h4x0r"]);
        assert_eq!(texts("MONITOR ups@gw7 1 gwen h4x0r primary"), ["gwen", "h4x0r"]);
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
    fn a_quoted_id_is_one_and_a_key_of_json_is_none() {
        assert_eq!(texts("uid \"0a1b2c3d\""), ["0a1b2c3d"]);
        assert_eq!(texts("    \"uid\": 1000,"), Vec::<String>::new());
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
            "secret volume mounted; again",
            "  password varchar(64) NOT NULL,",
            "hostname lookup failed",
            "username must be longer",
            "ssid broadcast off",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
