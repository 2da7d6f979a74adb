//! Phrases of programs: fixed words, and a name behind them or before them.

use super::super::trigger::Hit;
use super::super::{Found, Kind, Way, dictionary, host};

/// The fixed words of every phrase, in the order of their numbers.
pub(crate) fn phrases() -> impl Iterator<Item = &'static str> {
    PHRASES.iter().map(|phrase| phrase.words)
}

/// Whether the words of a phrase stand at `start`, and not in the middle of another word.
pub(crate) fn stands(phrase: u16, line: &[u8], start: usize) -> bool {
    let words = PHRASES[usize::from(phrase)].words.as_bytes();
    let inside = words[0].is_ascii_alphanumeric() && start > 0 && line[start - 1].is_ascii_alphanumeric();
    !inside && line[start..].starts_with(words)
}

/// Finds the names beside the phrases that a line holds. They may overlap, as `invalid user ` holds `user `; which one
/// counts in the end is decided by who is surer.
pub(super) fn find(line: &[u8], hits: &[Hit], found: &mut Vec<Found>) {
    for hit in hits {
        let phrase = &PHRASES[usize::from(hit.phrase)];
        let start = hit.start as usize;
        if let Place::Behind(End::Words) = phrase.place {
            names(line, start + phrase.words.len(), found);
            continue;
        }
        if let Place::Behind(End::List) = phrase.place {
            list(line, start + phrase.words.len(), found);
            continue;
        }
        let span = match phrase.place {
            Place::Behind(end) => behind(line, start + phrase.words.len(), end).filter(|(_, end)| {
                // `User Capacity: 240 GB` is a key of its own.
                let key = line[..start].trim_ascii().is_empty() && phrase.words.starts_with('U');
                !key || line.get(*end) != Some(&b':')
            }),
            Place::Before => before(line, start),
        };
        let before = start.checked_sub(1).map(|at| line[at]);
        // `wsgi.server`, `openssh-server`: a part of another word.
        if !phrase.sure && matches!(before, Some(b'.' | b'-' | b'_' | b'/')) {
            continue;
        }
        if let Some((start, end)) = span.filter(|(start, end)| is_name(&line[*start..*end], phrase)) {
            let learn = phrase.sure && end - start >= 4;
            found.push(Found { start, end, kind: phrase.kind, way: Way::Grammar, learn });
        }
    }
}

/// The name that begins at `at`, within quotes or brackets or up to its end.
fn behind(line: &[u8], at: usize, end: End) -> Option<(usize, usize)> {
    let quote = line.get(at).is_some_and(|byte| matches!(byte, b'\'' | b'"'));
    if let End::At(words) = end
        && !quote
    {
        let length = memchr::memmem::find(line.get(at..)?.get(..96.min(line.len() - at))?, words.as_bytes());
        if let Some(length) = length {
            return trimmed(line, at, at + length);
        }
    }
    if let End::Between(first, second) = end {
        let start = at + memchr::memmem::find(line.get(at..)?, first.as_bytes())? + first.len();
        let length = memchr::memmem::find(line.get(start..)?, second.as_bytes())?;
        return trimmed(line, start, start + length).filter(|(start, end)| !line[*start..*end].contains(&b' '));
    }
    if let End::Line = end {
        let start = line.iter().rposition(|byte| *byte == b' ')? + 1;
        return trimmed(line, start.max(at), line.len()).filter(|(start, _)| line[*start].is_ascii_alphanumeric());
    }
    // Behind an equals sign nothing is a value, and a space is nothing.
    let spaces = if line.get(at.checked_sub(1)?) == Some(&b'=') {
        0
    } else {
        line.get(at..)?.iter().take_while(|byte| **byte == b' ').count()
    };
    let start = at + spaces;
    let close = match line.get(start)? {
        b'\'' => Some(b'\''),
        b'"' => Some(b'"'),
        b'<' => Some(b'>'),
        b'[' => Some(b']'),
        b'`' => Some(b'\''),
        _ => None,
    };
    if let Some(close) = close {
        let length = memchr::memchr(close, line.get(start + 1..)?)?;
        return (length > 0).then_some((start + 1, start + 1 + length));
    }
    let length = line.get(start..)?.iter().take_while(|byte| is_word(**byte)).count();
    trimmed(line, start, start + length)
}

/// Machines with spaces between them, up to the line's end.
fn names(line: &[u8], start: usize, found: &mut Vec<Found>) {
    let mut at = start;
    for word in line[start..].split(|byte| *byte == b' ') {
        if host::is_likely(word) && word.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))
        {
            found.push(Found {
                start: at,
                end: at + word.len(),
                kind: Kind::Host,
                way: Way::Grammar,
                learn: word.len() >= 4,
            });
        }
        at += word.len() + 1;
    }
}

/// Logins with commas between them, up to a closing bracket or the line's end.
fn list(line: &[u8], start: usize, found: &mut Vec<Found>) {
    let length = line[start..].iter().position(|byte| matches!(byte, b')' | b']' | b';')).unwrap_or(line.len() - start);
    let mut at = start;
    for part in line[start..start + length].split(|byte| *byte == b',') {
        if let Some((start, end)) =
            trimmed(line, at, at + part.len()).filter(|(start, end)| !line[*start..*end].contains(&b' '))
        {
            found.push(Found { start, end, kind: Kind::User, way: Way::Grammar, learn: end - start >= 4 });
        }
        at += part.len() + 1;
    }
}

/// The word that ends at `at`.
fn before(line: &[u8], at: usize) -> Option<(usize, usize)> {
    let head = line.get(..at)?;
    let length = head.iter().rev().take_while(|byte| is_word(**byte)).count();
    trimmed(line, head.len() - length, head.len())
}

/// Without white space at both ends and the sentence's marks at its end.
fn trimmed(line: &[u8], mut start: usize, mut end: usize) -> Option<(usize, usize)> {
    while start < end && line[start] == b' ' {
        start += 1;
    }
    while end > start && matches!(line[end - 1], b' ' | b'.' | b':' | b'!' | b'?') {
        end -= 1;
    }
    (start < end).then_some((start, end))
}

/// Whether what stands there can be a name: anything for a phrase that is sure, else what looks like one.
fn is_name(text: &[u8], phrase: &Phrase) -> bool {
    if phrase.sure {
        let other =
            [&b"invalid user"[..], b"illegal user", b"unknown", b"user "].iter().any(|words| text.starts_with(words));
        let product = memchr::memchr(b'/', text)
            .is_some_and(|slash| phrase.kind == Kind::User && text.get(slash + 1).is_some_and(u8::is_ascii_digit));
        let serial = phrase.kind != Kind::Serial || (text.len() >= 4 && text.iter().any(u8::is_ascii_digit));
        return serial && !other && !product && text != b"LOGIN";
    }
    match phrase.kind {
        Kind::Host => host::is_likely(text) && !text.contains(&b' '),
        _ => is_likely_login(text),
    }
}

/// Whether a single word can be a login where the words around it only hint at one.
fn is_likely_login(text: &[u8]) -> bool {
    let lower = text.to_ascii_lowercase();
    let plain = text
        .iter()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'\\' | b'@' | b'$'));
    let letters = text.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    plain && letters >= 2 && !dictionary::is_word(&lower) && !dictionary::is_stop_word(&lower)
}

const fn is_word(byte: u8) -> bool {
    !byte.is_ascii_whitespace()
        && !matches!(
            byte,
            b',' | b';' | b'"' | b'\'' | b'(' | b')' | b'[' | b']' | b'<' | b'>' | b'{' | b'}' | b'=' | b'|'
        )
}

/// A phrase and what stands where in it.
struct Phrase {
    words: &'static str,
    kind: Kind,
    place: Place,
    /// Whether whatever stands there is a name; else it must look like one.
    sure: bool,
}

#[derive(Clone, Copy)]
enum Place {
    Behind(End),
    Before,
}

#[derive(Clone, Copy)]
enum End {
    /// Where the word ends.
    Word,
    /// Where these words begin, or where the word ends.
    At(&'static str),
    /// Where the second words begin; the name begins behind the first ones.
    Between(&'static str, &'static str),
    /// At the line's end; the name begins behind the last space.
    Line,
    /// At the line's end; several names with spaces between them.
    Words,
    /// Where the closing bracket stands or the line ends; several names with commas between them.
    List,
}

const fn user(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::User, place: Place::Behind(End::Word), sure: true }
}

const fn user_until(words: &'static str, end: &'static str) -> Phrase {
    Phrase { words, kind: Kind::User, place: Place::Behind(End::At(end)), sure: true }
}

const fn user_between(words: &'static str, first: &'static str, second: &'static str) -> Phrase {
    Phrase { words, kind: Kind::User, place: Place::Behind(End::Between(first, second)), sure: true }
}

const fn users(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::User, place: Place::Behind(End::List), sure: true }
}

const fn machines(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Host, place: Place::Behind(End::Words), sure: true }
}

const fn serial(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Serial, place: Place::Behind(End::Word), sure: true }
}

const fn serial_before(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Serial, place: Place::Before, sure: true }
}

const fn machine_between(words: &'static str, first: &'static str, second: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Host, place: Place::Behind(End::Between(first, second)), sure: true }
}

const fn user_last(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::User, place: Place::Behind(End::Line), sure: true }
}

const fn maybe_user_until(words: &'static str, end: &'static str) -> Phrase {
    Phrase { words, kind: Kind::User, place: Place::Behind(End::At(end)), sure: false }
}

const fn maybe_user_before(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::User, place: Place::Before, sure: false }
}

const fn maybe_user(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::User, place: Place::Behind(End::Word), sure: false }
}

const fn user_before(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::User, place: Place::Before, sure: true }
}

const fn machine(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Host, place: Place::Behind(End::Word), sure: true }
}

const fn maybe_machine(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Host, place: Place::Behind(End::Word), sure: false }
}

const fn machine_before(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Host, place: Place::Before, sure: true }
}

const fn session(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Session, place: Place::Behind(End::Word), sure: true }
}

const fn ssid(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Ssid, place: Place::Behind(End::Word), sure: true }
}

const PHRASES: [Phrase; 213] = [
    maybe_machine("request from "),
    maybe_machine("connection from "),
    maybe_machine("connect from "),
    maybe_machine("connected to "),
    maybe_machine("connecting to "),
    maybe_machine("Connected to "),
    maybe_machine("Connecting to "),
    user_between("New client connected from ", "u'", "'"),
    serial("SN "),
    serial("SN: "),
    machines("data source name "),
    user("authentication failures for "),
    serial("mCardSernum("),
    serial("Serial number is "),
    users("view acls to: "),
    users("modify acls to: "),
    users("view permissions: Set("),
    users("modify permissions: Set("),
    users("admin acls to: "),
    ssid("starting connection '"),
    ssid("activating connection '"),
    ssid("(wifi) connection '"),
    ssid("access point '"),
    ssid("policy: set '"),
    machine_between("hostname changed from ", " to \"", "\""),
    user("imap("),
    user("pop3("),
    user("lmtp("),
    user("lda("),
    user("managesieve("),
    user("passwd-file("),
    maybe_user("pam("),
    maybe_user("ldap("),
    maybe_user("sql("),
    machine("workstation ["),
    machine("from workstation "),
    user_before(" HIER_"),
    machine_before("] Peer Connection Initiated"),
    serial("S/N:"),
    serial("S/N: "),
    serial("WWN:"),
    maybe_user("from console by "),
    maybe_user("User:"),
    maybe_user("user:"),
    serial("board ID "),
    serial_before(",TRAFFIC,"),
    serial_before(",THREAT,"),
    serial_before(",SYSTEM,"),
    serial_before(",CONFIG,"),
    serial_before(",GLOBALPROTECT,"),
    serial_before(",USERID,"),
    serial_before(",HIPMATCH,"),
    user_until("Authentication failure for ", " from "),
    user_between("Starting session: ", " for ", " from "),
    user("received for user "),
    user_until("authentication failure for ", " from "),
    maybe_user_before(" on pts/"),
    maybe_user_before(" on tty1"),
    maybe_user_before(" on /dev/pts/"),
    maybe_user_before(" on tty2"),
    user("password expiry for "),
    user("password aging for "),
    user("unix-user:"),
    user_last("FTP LOGIN FROM "),
    user_before("] OK LOGIN"),
    user_before("] FAIL LOGIN"),
    user_before("] OK DOWNLOAD"),
    user_before("] OK UPLOAD"),
    user_before("] FAIL UPLOAD"),
    user_before("] FAIL DOWNLOAD"),
    user_before("] OK DELETE"),
    user_before(" ALL=("),
    maybe_user("USER "),
    // sshd
    user_until("invalid user ", " from "),
    user_until("Invalid user ", " from "),
    user_until("illegal user ", " from "),
    user_until("Illegal user ", " from "),
    user_until("Failed password for ", " from "),
    user_until("Failed publickey for ", " from "),
    user_until("Failed none for ", " from "),
    user_until("Failed hostbased for ", " from "),
    user_until("Failed keyboard-interactive/pam for ", " from "),
    user_until("Failed gssapi-with-mic for ", " from "),
    user_until("Accepted password for ", " from "),
    user_until("Accepted publickey for ", " from "),
    user_until("Accepted hostbased for ", " from "),
    user_until("Accepted keyboard-interactive/pam for ", " from "),
    user_until("Accepted gssapi-with-mic for ", " from "),
    user_until("Postponed publickey for ", " from "),
    user_until("Postponed keyboard-interactive for ", " from "),
    user_until("attempts exceeded for ", " from "),
    user_until("Partial publickey for ", " from "),
    user_until("Starting session: command for ", " from "),
    user_until("Starting session: subsystem 'sftp' for ", " from "),
    user("authenticating user "),
    user("Disconnected from user "),
    user("disconnected from user "),
    user("pam_unix_account: user "),
    user("ROOT LOGIN REFUSED FROM "),
    user_before(" not allowed because"),
    machine("getaddrinfo for "),
    machine_between("Address ", " maps to ", ","),
    machine("getnameinfo for "),
    // PAM and its older form
    user("ruser="),
    user("logname="),
    user(" user="),
    machine("rhost="),
    user("session opened for user "),
    user("session closed for user "),
    user_before("(uid="),
    user("check pass; user "),
    user("account for user "),
    user("password for user "),
    user("password changed for "),
    user("password for role "),
    // sudo, su, login, shadow
    user_before(" : TTY="),
    user_before(" : user NOT in sudoers"),
    user_before(" : command not allowed"),
    user_before(" : 1 incorrect password"),
    user_before(" : 2 incorrect password"),
    user_before(" : 3 incorrect password"),
    user("; USER="),
    user(" FOR '"),
    maybe_user_until(" FOR ", ","),
    user("LOGIN ON tty1 BY "),
    user("LOGIN ON tty2 BY "),
    user("Login by "),
    user("login by "),
    user("new user: name="),
    user("new group: name="),
    user("add '"),
    user("delete user '"),
    user("removed group '"),
    user("change user '"),
    user("Successful su for "),
    user("FAILED su for "),
    user("FAILED SU (to "),
    user("(to "),
    user(" by user "),
    // cron
    user_before(") CMD ("),
    user_before(") CMDOUT ("),
    user_before(") CMDEND ("),
    user_before(") BEGIN EDIT ("),
    user_before(") END EDIT ("),
    user_before(") LIST ("),
    user_before(") REPLACE ("),
    user_before(") DELETE ("),
    user_before(") RELOAD ("),
    user_before(") AUTH ("),
    user(") BEGIN EDIT ("),
    user(") END EDIT ("),
    user(") LIST ("),
    user(") REPLACE ("),
    // systemd
    user(" of user "),
    user(" of User "),
    machine("Hostname set to "),
    machine("hostname set to "),
    machine("Set hostname to "),
    machine("set hostname to "),
    machine("hostname changed from "),
    // names and connections
    machine("to resolve hostname "),
    machine("resolve hostname "),
    machine("to host "),
    machine("resolve host "),
    machine("resolve '"),
    machine("resolving '"),
    machine("SNI '"),
    machine("SNI "),
    machine("servername "),
    machine("NetBIOS name is "),
    machine("helo=<"),
    machine("helo="),
    machine("ehlo=<"),
    machine(" client="),
    machine(" relay="),
    machine("lookup server "),
    machine("Name Server: "),
    maybe_machine("lookup "),
    maybe_machine("host "),
    maybe_machine("Host "),
    maybe_machine("hostname "),
    maybe_machine("node "),
    maybe_machine("Node "),
    maybe_machine("server "),
    maybe_machine("peer "),
    maybe_machine("machine "),
    maybe_machine("container on "),
    machine_before(" (ipv4:"),
    machine_before(" (ipv6:"),
    // Samba, mail, databases, others
    user("for user ["),
    user("-> ["),
    user(" as user "),
    user("user=<"),
    user("denied for user "),
    user("failed for user "),
    user("failed for role "),
    user("role \""),
    user("user \""),
    user("owner \""),
    user("logged in as "),
    user("as uid "),
    user("ALTER USER "),
    user("CREATE USER "),
    user("DROP USER "),
    user("ALTER ROLE "),
    maybe_user("user "),
    maybe_user("User "),
    maybe_user("username "),
    maybe_user("login "),
    session("session token '"),
    session("session id '"),
    // Wireless
    ssid("SSID '"),
    ssid("SSID=\""),
];

#[cfg(test)]
mod tests {
    use super::super::super::sight::Sight;
    use super::{Found, find};

    fn texts(line: &str) -> Vec<String> {
        let mut found: Vec<Found> = Vec::new();
        let mut sight = Sight::default();
        sight.look(line.as_bytes());
        find(line.as_bytes(), &sight.hits, &mut found);
        let mut texts: Vec<_> = found.iter().map(|one| line[one.start..one.end].to_owned()).collect();
        texts.sort();
        texts.dedup();
        texts
    }

    #[test]
    fn logins_of_sshd_and_pam_are_found() {
        assert_eq!(texts("Failed password for invalid user gwen7 from 192.0.2.1 port 7 ssh2"), ["gwen7"]);
        assert_eq!(texts("Disconnected from authenticating user gwen 192.0.2.1 port 7"), ["gwen"]);
        assert_eq!(texts("session opened for user root(uid=0) by gwen(uid=1000)"), ["gwen", "root"]);
        assert_eq!(texts("ruser= rhost=h7.isp.example  user=gwen"), ["gwen", "h7.isp.example"]);
    }

    #[test]
    fn logins_of_other_programs_are_found() {
        assert_eq!(texts("  gwen : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/ls"), ["gwen", "root"]);
        assert_eq!(texts("(gwen) CMD (/usr/bin/true)"), ["gwen"]);
        assert_eq!(texts("FAILED LOGIN (2) on '/dev/tty1' FOR 'gwen', Authentication failure"), ["gwen"]);
    }

    #[test]
    fn ordinary_words_behind_user_and_host_stay() {
        for line in [
            "check pass; user unknown",
            "no such user",
            "host key verification",
            "user space and user request",
            "server is ready",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
