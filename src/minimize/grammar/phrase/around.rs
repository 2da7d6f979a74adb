//! What stands around a phrase, or where its name would, and says that it is none.

use super::authors::past_role;
use super::name::is_noun;
use super::table::{End, Phrase, Place};
use crate::minimize::ascii::{DIGIT, DOTTED, HEX, LETTER, LOWER, NAME, SERIAL, UPPER};
use crate::minimize::{Kind, bytes, dictionary, host};

/// Where a name begins behind SQL's `IF EXISTS`, `IF NOT EXISTS`, and behind the noun in `failure for user gwen` and
/// `by operator gwen`.
pub(super) fn past_condition(line: &[u8], at: usize) -> usize {
    let before = ["IF EXISTS ", "IF NOT EXISTS "].iter().find(|words| line[at..].starts_with(words.as_bytes()));
    let noun = || {
        let user = line[..at].ends_with(b"for ") && line[at..].starts_with(b"user ");
        let role = if line[..at].ends_with(b"by ") { past_role(&line[at..]) } else { 5 * usize::from(user) };
        if line[at + role..].starts_with(b"from ") { 0 } else { role }
    };
    at + before.map_or_else(noun, |words| words.len())
}

/// Whether a time of day stands right before `start`.
pub(super) fn follows_clock(line: &[u8], start: usize) -> bool {
    let clock = start.checked_sub(9).map(|from| &line[from..start]);
    clock.is_some_and(|clock| {
        clock.iter().enumerate().all(|(at, byte)| match at {
            2 | 5 => *byte == b':',
            8 => *byte == b' ',
            _ => byte.is_ascii_digit(),
        })
    })
}

/// Whether the phrase is a part of another word: `wsgi.server`, `openssh-server`.
pub(super) fn is_part(line: &[u8], start: usize, phrase: &Phrase) -> bool {
    let before = start.checked_sub(1).map(|at| line[at]);
    let inside = phrase.words.as_bytes()[0].is_ascii_alphanumeric();
    inside && (before == Some(b'_') || (!phrase.sure && matches!(before, Some(b'.' | b'-' | b'/'))))
}

/// Whether what ends at `end` is a program, behind a machine that is called as the phrase is: `server sm-mta[7]: …`, or
/// `03:04:05 server named: …`, where the time says so.
pub(super) fn is_program(line: &[u8], start: usize, phrase: &Phrase, end: usize) -> bool {
    // `IKE_SA gw7[12]`: the phrase itself has the bracket.
    let closed = matches!(phrase.place, Place::Behind(End::Between(_, "[")));
    let numbered = || !closed && line[end..].starts_with(b"[") && line.get(end + 1).is_some_and(u8::is_ascii_digit);
    let speaks = || matches!(line.get(end), Some(b':' | b'[')) && follows_clock(line, start);
    phrase.kind == Kind::Host && (!phrase.sure && numbered() || speaks())
}

/// Whether what ends at `end` is a key of its own: `ruser=rhost=gw`, `user IP = gw`; or, where the phrase that
/// stands at `start` begins the line, `User Capacity: 240 GB`.
pub(super) fn is_key(line: &[u8], start: usize, phrase: &Phrase, end: usize) -> bool {
    let titled = matches!(phrase.place, Place::Behind(_))
        && phrase.words.starts_with('U')
        && line[..start].trim_ascii().is_empty()
        && line.get(end) == Some(&b':');
    // `userquota@gwen=10G` says how much whoever stands there may take.
    let keyed = phrase.kind == Kind::User && !phrase.words.ends_with('@') || phrase.kind == Kind::Host && !phrase.sure;
    titled || keyed && (line[end..].starts_with(b"=") || !phrase.sure && line[end..].starts_with(b" = "))
}

/// Whether the phrase says which of a backend's machines HAProxy looks at: `Health check for server web/gw7 failed`.
pub(super) fn is_checked(line: &[u8], start: usize, phrase: &Phrase) -> bool {
    let checks = ["Health check for ", "Health check for backup "];
    phrase.words == "server " && bytes::ends_with_any(&line[..start], &checks)
}

/// Whether a blank stands behind what an item of Zabbix's would be of, `item "SKU-7: blue"`, or a noun behind what an
/// account would have: `user 'mail' attribute`.
pub(super) fn is_told(line: &[u8], phrase: &Phrase, end: usize) -> bool {
    let has = ["' attribute", "' field", "' column", "' parameter", "' property", "' table", "' argument"];
    match phrase.words {
        "item \"" => line[end..].starts_with(b": "),
        // What somebody may do, where rules are matched.
        "role \"" => line[end..].starts_with(b"\" matched"),
        "user '" => bytes::starts_with_any(&line[end..], &has),
        _ => false,
    }
}

/// Whether it is what people say of a login, and none: `invalid user name/password on …`.
pub(super) fn is_said_of_login(line: &[u8], phrase: &Phrase, (start, end): (usize, usize)) -> bool {
    let text = &line[start..end];
    phrase.kind == Kind::User && is_noun(text) && (text.contains(&b' ') || !line[end..].starts_with(b" from "))
}

/// Whether what begins at `start` belongs to an object of Python's, `<Approval(uid='…')>`, or what ends at `end` to a
/// URL of LDAP before its filter, `?uid?sub?(uid=…)`.
pub(super) fn is_object(line: &[u8], phrase: &Phrase, (start, end): (usize, usize)) -> bool {
    phrase.words.starts_with('(') && (line[..start].ends_with(b"<") || line.get(end) == Some(&b'?'))
}

/// Whether it is a table that a rule of routing looks into: `100: from 192.0.2.0/24 lookup wan2`.
pub(super) fn is_table(line: &[u8], start: usize, phrase: &Phrase) -> bool {
    let is_rule = || {
        let head = line[..start].trim_ascii_start();
        let digits = DIGIT.run(head);
        let Some(rule) = head[digits..].strip_prefix(b":") else { return false };
        let asks = ["from ", "not ", "to ", "iif ", "oif ", "fwmark "];
        digits > 0 && bytes::starts_with_any(rule.trim_ascii_start(), &asks)
    };
    phrase.words == "lookup " && is_rule()
}

/// Whether something else than a number stands between `UID: ` and what should say whose it is: `UID: 1014 (gwen)`, `VM
/// 118 (gw7)`; or an owner is said to do something else than to change.
pub(super) fn is_unnumbered(line: &[u8], start: usize, phrase: &Phrase, from: usize) -> bool {
    if matches!(phrase.words, "Owner of " | "owner of ") {
        let said = bytes::find(&line[start..from], b" changed from ").is_some();
        return !said;
    }
    let number = line[start + phrase.words.len()..].get(..from.saturating_sub(start + phrase.words.len()));
    let number = number.and_then(|number| number.strip_suffix(b" ("));
    matches!(phrase.place, Place::Behind(End::Between(" (", _)))
        && (phrase.words.ends_with("ID: ") || matches!(phrase.words, "VM " | "CT " | "Node " | "node "))
        && !number.is_some_and(|number| DIGIT.fills(number))
}

/// Whether it is the day in `Last login Tue Mar 10`.
pub(super) fn is_last(line: &[u8], phrase: &Phrase, start: usize) -> bool {
    [("login ", &b"Last login "[..]), (" login:", b"Last login: ")]
        .iter()
        .any(|(words, last)| phrase.words == *words && line[..start].ends_with(last))
}

/// Whether a program says itself that it could not authenticate, or an interface does: `quvnixd: authentication failed`;
/// who could not stands behind one, `ftpd: gwen7: authentication failed`.
pub(super) fn is_speaker(line: &[u8], phrase: &Phrase, (start, end): (usize, usize)) -> bool {
    let text = &line[start..end];
    phrase.words.ends_with("uthentication failed")
        && phrase.words.starts_with(':')
        && (!line[..start].ends_with(b": ") || !LOWER.is_in(text) || host::is_camel(text) || host::is_interface(text))
}

/// Whether it is what somebody comes with: `gwen@192.0.2.7 logged in as JAX-WS RI 2.2`.
pub(super) fn is_agent(line: &[u8], phrase: &Phrase, start: usize) -> bool {
    let before = || line[..start].trim_ascii_end().rsplit(|byte| *byte == b' ').next().unwrap_or_default();
    phrase.words == "logged in as " && before().contains(&b'@')
}

/// Whether what stands there is told by what it does to be a login, be it a word: `User m7 failed login from`, `User
/// "reception" connected to`. Behind a word without marks or digits only a string's end tells.
pub(super) fn is_doer(line: &[u8], phrase: &Phrase, (start, end): (usize, usize)) -> bool {
    let text = &line[start..end];
    let user = phrase.words.trim_end_matches(['"', '\'', '[']).ends_with("ser ");
    if phrase.kind != Kind::User || !user && phrase.words != " from " {
        return false;
    }
    let closed = matches!(line.get(end), Some(b'"' | b'\'' | b']'));
    let plain = NAME.fills(text);
    let marked = DOTTED.or(b"_-").is_in(text);
    let rest = &line[end + usize::from(closed)..];
    let does = bytes::starts_with_any(rest, &DEEDS) || comes_from(rest);
    plain && text[0].is_ascii_alphabetic() && does && !is_noun(text) && (closed || marked)
}

/// Whether ` from ` at `start` says no more than where something else came from: not who was let in or asked to be,
/// `Failed attempt to log in for gwen from 192.0.2.7`.
pub(super) fn is_mere_origin(line: &[u8], phrase: &Phrase, start: usize, from: usize) -> bool {
    let head = &line[..from];
    let near = &head[head.len().saturating_sub(LETTING)..];
    phrase.words == " from "
        && !(bytes::ends_with_any(head, &[" for ", " by "])
            && comes_from(&line[start..])
            && bytes::holds_any(near, &ADMISSION))
}

/// Whether nothing beside the phrase says that somebody or a machine is meant: no address, URL or machine before ` as `,
/// as whom somebody goes there, none behind ` at `, where a machine stands, and no issue behind what is done with one.
pub(super) fn is_elsewhere(line: &[u8], start: usize, phrase: &Phrase) -> bool {
    let rest = &line[start..];
    match phrase.words {
        " as " => !ends_with_place(&line[..start]),
        " at " => !comes_from(rest),
        // `Bind failed for gwen7 from 192.0.2.7`
        " for " => {
            let name = &rest[phrase.words.len()..];
            let length = memchr::memchr(b' ', name).unwrap_or(name.len());
            let verb = line[..start].rsplit(|byte| !byte.is_ascii_alphabetic()).next().unwrap_or_default();
            !comes_from(&name[length..]) || is_apart(&name[..length]) || !bytes::is_one_of_in_any_case(verb, &DECIDED)
        }
        _ if phrase.is_of_issue() => {
            let issue = &rest[phrase.words.len()..];
            let letters = UPPER.run(issue);
            let number = issue[letters..].strip_prefix(b"-").and_then(<[u8]>::first);
            letters < 2 || !number.is_some_and(u8::is_ascii_digit)
        }
        _ => false,
    }
}

/// What becomes of whoever wants to come in.
const DECIDED: [&str; 14] = [
    "accepted",
    "attempt",
    "blocked",
    "denied",
    "expired",
    "failed",
    "failure",
    "granted",
    "locked",
    "refused",
    "rejected",
    "succeeded",
    "success",
    "successful",
];

/// Whether something else than somebody stands before where it comes from: an interface, a domain, a kind of record.
fn is_apart(text: &[u8]) -> bool {
    let short = text.len() < 6 && SERIAL.fills(text);
    let stem = bytes::without_end(text, b"0123456789", text.len()).to_ascii_lowercase();
    let counted = stem.len() < text.len() && (stem == b"ipv" || dictionary::is_word(&stem));
    short || counted || host::is_interface(text) || host::is_domain_name(text)
}

/// Whether a text ends with where somebody goes: `at 192.0.2.7`, `to 192.0.2.7:22`, `to http://gw7/x`, `connect to gw7`.
fn ends_with_place(head: &[u8]) -> bool {
    let place = head.rsplit(|byte| *byte == b' ').next().unwrap_or_default();
    let head = &head[..head.len() - place.len()];
    let (name, port) = place.split_at(memchr::memrchr(b':', place).unwrap_or(place.len()));
    let numbers = DOTTED.fills(name);
    let closed = port.iter().skip(1).all(u8::is_ascii_digit);
    let address = numbers && closed && memchr::memchr_iter(b'.', name).count() == 3;
    let led = || bytes::ends_with_any(head, &[" to ", " at "]);
    (address || bytes::find(place, b"://").is_some()) && led()
        || bytes::ends_with_any(head, &GOING) && host::is_likely(place)
}

/// Words before a machine that somebody goes to.
const GOING: [&str; 9] = [
    "dial to ",
    "connect to ",
    "connected to ",
    "connecting to ",
    "connection to ",
    "Connection to ",
    "login to ",
    "logged in to ",
    "ssh to ",
];

/// Bytes in which a line says that somebody is let in.
const LETTING: usize = 64;

/// Parts of the words for it.
const ADMISSION: [&str; 8] = ["uthenti", "ogin", "ogon", "assword", "ccess", "ession", "PASSWORD", "LOGON"];

/// ` from 192.0.2.7`, ` from src IP 192.0.2.7`, ` at 192.0.2.7`, ` from IP Address '192.0.2.7'`: where somebody is.
pub(super) fn comes_from(rest: &[u8]) -> bool {
    let place = [&b" from "[..], b" at "].iter().find_map(|word| rest.strip_prefix(*word)).unwrap_or_default();
    let place = ["src IP ", "IP Address ", "IP address ", "IP ", "HTTP "]
        .iter()
        .find_map(|word| place.strip_prefix(word.as_bytes()))
        .unwrap_or(place);
    let place = place.strip_prefix(b"'").or_else(|| place.strip_prefix(b"[")).unwrap_or(place);
    let place = place.strip_prefix(b"::ffff:").unwrap_or(place);
    let length = DOTTED.run_within(place, 16);
    length >= 7 && memchr::memchr_iter(b'.', &place[..length]).count() >= 3
}

/// What people do who log in, and what is done to them.
const DEEDS: [&str; 21] = [
    " Logged in",
    " on /dev/pts",
    " quota ",
    " logged in",
    " logged on",
    " logged out",
    " logged off",
    " has logged",
    " is logged",
    " successfully ",
    " failed login",
    " failed to log",
    " denied by ",
    " connected to ",
    " connected from ",
    " could not authenticate",
    " from computer ",
    " authenticated",
    " has been authenticated",
    " has FAILED",
    " not authenticated",
];

/// Whether it is a column in the head of a table: `PID USER FD TYPE`.
pub(super) fn is_head_of_table(line: &[u8], phrase: &Phrase, (start, end): (usize, usize)) -> bool {
    phrase.words == "USER " && !LOWER.is_in(&line[start..end]) && !line[end..].trim_ascii().is_empty()
}

/// `vty0`, `con0`: a line of a router.
pub(super) fn is_terminal(text: &[u8]) -> bool {
    let digits = DIGIT.run_back(text);
    let line = &text[..text.len() - digits];
    digits > 0 && bytes::is_one_of_in_any_case(line, &["vty", "tty", "con", "aux"])
}

/// Pairs of hexadecimal digits with colons, or fours of them with dots.
pub(super) fn is_hardware(text: &[u8]) -> bool {
    let marked = |mark: u8| text.iter().all(|byte| byte.is_ascii_hexdigit() || *byte == mark);
    text.get(2) == Some(&b':') && marked(b':') || text.len() == 14 && text[4] == b'.' && text[9] == b'.' && marked(b'.')
}

/// `inside:192.0.2.7/443`: the zone of a firewall that an address and a port lie in.
pub(super) fn is_zone(text: &[u8]) -> bool {
    memchr::memchr(b':', text).is_some_and(|colon| {
        let address = &text[colon + 1..];
        address.contains(&b'/') && DOTTED.or(b"/").fills(address)
    })
}

/// Whether a comma and an address stand at `at`.
pub(super) fn is_before_address(line: &[u8], at: usize) -> bool {
    let rest = line[at..].strip_prefix(b",").unwrap_or_default();
    let length = HEX.or(b".:").run_within(rest, 40);
    rest.first().is_some_and(|byte| byte.is_ascii_digit() || *byte == b':')
        && memchr::memchr_iter(b'.', &rest[..length]).count() == 3
}

/// Whether it is a machine whose address stands in brackets behind it, and no word: `failed to connect to gw
/// (192.0.2.7)`.
pub(super) fn is_addressed(line: &[u8], phrase: &Phrase, (start, end): (usize, usize)) -> bool {
    if phrase.kind != Kind::Host || !phrase.words.ends_with("connect to ") {
        return false;
    }
    let text = &line[start..end];
    let plain = NAME.fills(text);
    let word = !text.contains(&b'-') && dictionary::is_word(text);
    let rest = line[end..].strip_prefix(b" (").unwrap_or_default();
    let length = HEX.or(b".:").run_within(rest, 40);
    let address = &rest[..length];
    plain
        && !word
        && LETTER.is_in(text)
        && rest.get(length) == Some(&b')')
        && address.iter().filter(|byte| matches!(byte, b'.' | b':')).count() >= 2
}

#[cfg(test)]
mod tests {
    use super::{follows_clock, is_terminal, past_condition};

    #[test]
    fn a_time_a_terminal_and_a_condition_are_told() {
        assert!(follows_clock(b"Jan  2 03:04:05 server x", 16) && !follows_clock(b"at 3:04:05 server", 11));
        assert!(is_terminal(b"vty0") && is_terminal(b"con12") && !is_terminal(b"tty") && !is_terminal(b"gwen7"));
        assert_eq!(past_condition(b"DROP USER IF EXISTS x", 10), 20);
        assert_eq!(past_condition(b"failure for user x", 12), 17);
        assert_eq!(past_condition(b"for users", 4), 4);
    }
}
