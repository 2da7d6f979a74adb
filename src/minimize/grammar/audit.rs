//! The kernel's audit log: login names in quotes or in hex, command lines in hex or word by word, addresses as the
//! kernel holds them; OpenStack's ids of users and projects.

use crate::minimize::ascii::{DIGIT, DOTTED, HEX, NAME, UPPER_HEX};
use crate::minimize::prefilter::{Finder, Needs};
use crate::minimize::{Evidence, Found, Kind, bytes};

/// What a line must show to hold one.
pub(super) const NEEDS: Needs = Needs { finder: Finder::Audit, marks: 0, words: &["audit", "req"] };

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    if bytes::find(line, b"audit(").is_some() {
        if line.starts_with(b"node=") {
            value(line, 0, b"node=".len(), Kind::Host, found);
        }
        for (key, kind) in KEYS {
            for at in bytes::every(line, key) {
                value(line, at, key.len(), kind, found);
            }
        }
        for key in NAMED.iter().filter(|_| bytes::find(line, b"msg=audit(").is_some()) {
            bytes::every(line, key).for_each(|at| named(line, at, key.len(), found));
        }
        if bytes::find(line, b"type=EXECVE").is_some() {
            arguments(line, found);
        }
        bytes::every(line, b"saddr=").for_each(|at| socket(line, at + 6, found));
    }
    if let Some(at) = bytes::find(line, b"[req-") {
        openstack(line, at, found);
    }
}

/// A value in quotes is a name; one in hex is what could not be printed, and who knows what is in it.
fn value(line: &[u8], at: usize, length: usize, kind: Kind, found: &mut Vec<Found>) {
    if at > 0 && line[at - 1].is_ascii_alphanumeric() {
        return;
    }
    let start = at + length;
    let quoted = line.get(start) == Some(&b'"');
    let start = start + usize::from(quoted);
    let end = start
        + line[start..]
            .iter()
            .take_while(|byte| if quoted { **byte != b'"' } else { !byte.is_ascii_whitespace() && **byte != b'\'' })
            .count();
    let text = &line[start..end];
    let hexadecimal = !quoted && text.len() >= 4 && text.len().is_multiple_of(2) && HEX.fills(text);
    if hexadecimal || (kind == Kind::User && !text.is_empty()) {
        found.push(Found::new(start..end, kind, Evidence::Structure).teaching_if(kind == Kind::User));
    }
}

/// `auid=gwen`, where ausearch(8) has put the name for the number.
fn named(line: &[u8], at: usize, length: usize, found: &mut Vec<Found>) {
    let start = at + length;
    let end = start + NAME.run(&line[start..]);
    let own = at == 0 || !(line[at - 1].is_ascii_alphanumeric() || line[at - 1] == b'_');
    let text = &line[start..end];
    if own && text.first().is_some_and(u8::is_ascii_alphabetic) && !matches!(text, b"unset" | b"unknown") {
        found.push(Found::new(start..end, Kind::User, Evidence::Structure).teaching_unless_short());
    }
}

/// `a1="-u" a2="gwen" a3="--password" a4="x"`: what stands behind an option that says what it is.
fn arguments(line: &[u8], found: &mut Vec<Found>) {
    for at in bytes::every(line, b"\" a") {
        let digits = DIGIT.run(&line[at + 3..]);
        let start = at + 3 + digits + 2;
        let option = memchr::memrchr(b'"', &line[..at]).map(|open| &line[open + 1..at]);
        let kind = OPTIONS.iter().find(|(name, _)| option == Some(*name)).map(|(_, kind)| *kind);
        let Some(kind) = kind.filter(|_| digits > 0 && line.get(start - 2..start) == Some(b"=\"")) else { continue };
        let length = memchr::memchr(b'"', &line[start..]).unwrap_or(0);
        if length == 0 || line[start] == b'-' {
            continue;
        }
        let mut push = |start, end, kind| {
            found.push(Found::new(start..end, kind, Evidence::Structure).teaching_unless_short());
        };
        let end = start + length;
        // `a1="-u" a2="gwen:secret"`, as curl(1) takes both.
        match memchr::memchr(b':', &line[start..end]).filter(|colon| kind == Kind::User && *colon > 0) {
            Some(colon) => {
                push(start, start + colon, Kind::User);
                push(start + colon + 1, end, Kind::Secret);
            }
            None => push(start, end, kind),
        }
    }
    added(line, found);
    for (program, flag) in PROGRAMS {
        let Some(at) = bytes::find(line, program.as_bytes()) else { continue };
        let Some(at) = bytes::find(&line[at..], flag.as_bytes()).map(|flag| at + flag) else { continue };
        // The next argument, or the rest of this one.
        let start = at + flag.len();
        let start = if flag.ends_with('"') {
            bytes::find_past(&line[start..], b"=\"").map_or(start, |next| start + next)
        } else {
            start
        };
        let length = memchr::memchr(b'"', &line[start..]).unwrap_or(0);
        if length > 0 {
            found.push(Found::new(start..start + length, Kind::Secret, Evidence::Structure).teaching());
        }
    }
}

/// `a0="useradd" a1="-m" a2="gwen"`: the last argument of a program that makes, changes or removes a login.
fn added(line: &[u8], found: &mut Vec<Found>) {
    let Some(start) = bytes::find_past(line, b" a0=\"") else { return };
    let name = line[start..].split(|byte| *byte == b'"').next().unwrap_or_default();
    let program = name.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
    let changes = bytes::is_one_of(program, &CHANGERS);
    let last = line.trim_ascii_end().strip_suffix(b"\"");
    let Some(end) = last.filter(|_| changes).map(<[u8]>::len) else { return };
    let begin = memchr::memrchr(b'"', &line[..end]).map_or(end, |quote| quote + 1);
    let text = &line[begin..end];
    if begin > start && text.first().is_some_and(u8::is_ascii_alphabetic) && NAME.fills(text) {
        found.push(Found::new(begin..end, Kind::User, Evidence::Structure).teaching_unless_short());
    }
}

/// Programs that do so.
const CHANGERS: [&str; 7] = ["useradd", "usermod", "userdel", "adduser", "deluser", "passwd", "chage"];

/// The address in a `sockaddr`, which its length tells the family of: version 4, or 6 with the scope behind it.
fn socket(line: &[u8], start: usize, found: &mut Vec<Found>) {
    let digits = UPPER_HEX.run(&line[start..]);
    // With a reading of it the letters of `SADDR` may go on, behind a byte that no text holds.
    let (kind, from, length) = match digits {
        32 => (Kind::Ipv4, 8, 8),
        56 => (Kind::Ipv6, 16, 32),
        _ => return,
    };
    let start = start + from;
    found.push(Found::new(start..start + length, kind, Evidence::Structure));
}

/// `[req-UUID USER PROJECT …]`: who asks, and what for.
fn openstack(line: &[u8], at: usize, found: &mut Vec<Found>) {
    login(line, at, found);
    projects(line, found);
    ids(line, at, found);
}

/// A login with the project's id behind it.
fn login(line: &[u8], at: usize, found: &mut Vec<Found>) {
    let mut words = line[at..].split(|byte| *byte == b' ').skip(1);
    if let (Some(login), Some(project)) = (words.next(), words.next())
        && is_id(project)
        && login.len() > 1
        && !is_id(login)
        && NAME.fills(login)
    {
        let start = at + memchr::memchr(b' ', &line[at..]).map_or(0, |blank| blank + 1);
        found.push(Found::new(start..start + login.len(), Kind::User, Evidence::Grammar).teaching_unless_short());
    }
}

/// `GET /v2.1/PROJECT/servers`
fn projects(line: &[u8], found: &mut Vec<Found>) {
    for at in bytes::every(line, b"/v") {
        let number = DOTTED.run(&line[at + 2..]);
        let start = at + 2 + number + 1;
        let open = line.get(start + 32).is_none_or(|byte| !byte.is_ascii_alphanumeric());
        if number > 0 && open && line[start - 1..].starts_with(b"/") && line.get(start..start + 32).is_some_and(is_id) {
            found.push(Found::new(start..start + 32, Kind::Account, Evidence::Grammar).teaching());
        }
    }
}

/// The ids of a user and a project.
fn ids(line: &[u8], at: usize, found: &mut Vec<Found>) {
    let mut start = at;
    for (index, word) in line[at..].split(|byte| *byte == b' ').take(3).enumerate() {
        let end = start + word.len();
        if index > 0 && is_id(word) {
            found.push(Found::new(start..end, Kind::Account, Evidence::Grammar).teaching());
        }
        start = end + 1;
    }
}

/// Whether a word is 32 hexadecimal digits, as OpenStack's ids are.
fn is_id(word: &[u8]) -> bool {
    word.len() == 32 && HEX.fills(word)
}

/// Programs, and the flag in or behind which they take a secret.
const PROGRAMS: [(&str, &str); 10] = [
    ("=\"mysql", "=\"-p"),
    ("=\"mariadb", "=\"-p"),
    ("=\"sshpass\"", "=\"-p"),
    ("=\"ldapsearch\"", "=\"-w\""),
    ("=\"ldapmodify\"", "=\"-w\""),
    ("=\"redis-cli\"", "=\"-a\""),
    ("=\"mosquitto_pub\"", "=\"-P\""),
    ("=\"ipmitool\"", "=\"-P\""),
    ("=\"snmpwalk\"", "=\"-c\""),
    ("=\"snmpget\"", "=\"-c\""),
];

/// Options of command lines and what their arguments are.
const OPTIONS: [(&[u8], Kind); 6] = [
    (b"-u", Kind::User),
    (b"--user", Kind::User),
    (b"--username", Kind::User),
    (b"--password", Kind::Secret),
    (b"--passphrase", Kind::Secret),
    (b"--token", Kind::Secret),
];

/// Keys of numbers of accounts, behind which names may stand.
const NAMED: [&[u8]; 8] = [b"auid=", b"uid=", b"euid=", b"suid=", b"fsuid=", b"ouid=", b"iuid=", b"id="];

/// Keys whose values name somebody or some machine; in capitals those that auditd has translated.
const KEYS: [(&[u8], Kind); 11] = [
    (b"acct=", Kind::User),
    (b"AUID=", Kind::User),
    (b"UID=", Kind::User),
    (b"EUID=", Kind::User),
    (b"SUID=", Kind::User),
    (b"FSUID=", Kind::User),
    (b"OUID=", Kind::User),
    (b"ID=", Kind::User),
    (b"proctitle=", Kind::Secret),
    (b"cmd=", Kind::Secret),
    (b"data=", Kind::Secret),
];

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn names_and_hidden_command_lines_are_found() {
        assert_eq!(texts("type=X msg=audit(1.2:3): uid=0 acct=\"ada\" exe=\"/x\" AUID=\"ada\""), ["ada", "ada"]);
        assert_eq!(texts("type=PROCTITLE msg=audit(1.2:3): proctitle=6C73002D6C"), ["6C73002D6C"]);
    }

    #[test]
    fn numbers_of_accounts_may_have_been_told_by_name() {
        let line =
            "type=LOGIN msg=audit(02/11/2026 10:00:00.1:7) : pid=7 uid=root old-auid=unset auid=gwen id=bo ses=7";
        assert_eq!(texts(line), ["gwen", "root", "bo"]);
        assert_eq!(texts("type=X msg=audit(1.2:3): auid=1000 id=7 uid=0 subj_uid=gwen"), Vec::<String>::new());
    }

    #[test]
    fn who_asks_openstack_is_found_by_id_or_by_login() {
        let (id, project) = ("0a8b4c7d9b7a0a8b4c7d9b7a0a8b4c7d", "1b8b4c7d9b7a0a8b4c7d9b7a0a8b4c7d");
        assert_eq!(texts(&format!("x [req-7 gwen {project} - - -] y")), ["gwen", project]);
        assert_eq!(texts(&format!("x [req-7 {id} {project} - - -] y")), [id, project]);
        assert_eq!(texts(&format!("x [req-7 - -] \"GET /v2.1/{id}/servers\"")), [id]);
        assert_eq!(texts("x [req-7 - - - - -] GET /v2"), Vec::<String>::new());
        assert_eq!(texts("x [req-7 gwen"), Vec::<String>::new());
    }

    #[test]
    fn arguments_behind_options_are_found() {
        let line =
            "type=EXECVE msg=audit(1.2:3): argc=5 a0=\"psql\" a1=\"-u\" a2=\"gwen\" a3=\"--password\" a4=\"h4x0r\"";
        assert_eq!(texts(line), ["gwen", "h4x0r"]);
        let line = "type=EXECVE msg=audit(1.2:3): argc=3 a0=\"curl\" a1=\"-u\" a2=\"gwen:h4x0r\"";
        assert_eq!(texts(line), ["gwen", "h4x0r"]);
        let line = "type=EXECVE msg=audit(1.2:3): argc=2 a0=\"mysql\" a1=\"-ph4x0r\"";
        assert_eq!(texts(line), ["h4x0r"]);
        let line = "type=EXECVE msg=audit(1.2:3): argc=3 a0=\"redis-cli\" a1=\"-a\" a2=\"h4x0r\"";
        assert_eq!(texts(line), ["h4x0r"]);
        let line = "type=EXECVE msg=audit(1.2:3): argc=3 a0=\"/sbin/useradd\" a1=\"-m\" a2=\"gwen\"";
        assert_eq!(texts(line), ["gwen"]);
        assert_eq!(texts("type=EXECVE msg=audit(1.2:3): argc=2 a0=\"ls\" a1=\"-u\""), Vec::<String>::new());
    }

    #[test]
    fn addresses_of_sockets_are_found() {
        assert_eq!(texts("type=SOCKADDR msg=audit(1.2:3): saddr=02000016C00002070000000000000000"), ["C0000207"]);
        assert_eq!(
            texts("type=SOCKADDR msg=audit(1.2:3): saddr=0A0000160000000020010DB800000000000000000000000700000000"),
            ["20010DB8000000000000000000000007"]
        );
        assert_eq!(texts("type=SOCKADDR msg=audit(1.2:3): saddr=100000000000000000000000"), Vec::<String>::new());
    }
}
