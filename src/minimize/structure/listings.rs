//! Owners and logins in what commands list: `ls -l`, `tar -tv`, getfacl(1), stat(1), titles of processes, sockets.

use super::row::Row;
use crate::minimize::ascii::{Class, DOTTED, LETTER, NAME, SPACE};
use crate::minimize::calendar::is_month;
use crate::minimize::prefilter::{Finder, Needs};
use crate::minimize::{Evidence, Found, Kind, bytes};

/// What a line must show to hold one: how permissions begin, or whose title it may be.
pub(super) const NEEDS: Needs = Needs {
    finder: Finder::Listings,
    marks: 0,
    words: &[
        "rw",
        "rwx",
        "rwxr",
        "rwxrw",
        "drw",
        "drwxrw",
        "lr",
        "wx",
        "w",
        "rwxrwx",
        "rwxrwxr",
        "rwxrwxrwx",
        "r",
        "rws",
        "rwsr",
        "dr",
        "drwx",
        "drwxr",
        "drwxrwx",
        "drwxrwxr",
        "drwxrwxrwx",
        "drwxrwxrwt",
        "drwxrws",
        "drwxrwsr",
        "lrwx",
        "lrwxrwxrwx",
        "srw",
        "srwx",
        "srwxr",
        "srwxrwxrwx",
        "crw",
        "brw",
        "prw",
        "uid",
        "^user",
        "^group",
        "^default",
        "su",
        "sshd",
        "postgres",
        "login",
    ],
};

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    permissions(line, found);
    access(line, found);
    status(line, found);
    for title in [&b"sshd: "[..], b"sshd-session: "] {
        for at in bytes::every(line, title) {
            session(line, at + title.len(), found);
        }
    }
    for at in bytes::every(line, b"su - ") {
        substitute(line, at, found);
    }
    for at in bytes::every(line, b" login -- ") {
        let start = at + b" login -- ".len();
        let end = start + LOGIN.run(&line[start..]);
        if line[end..].trim_ascii().is_empty() {
            push(line, (start, end), found);
        }
    }
    for at in bytes::every(line, b"postgres: ") {
        backend(line, at + 10, found);
    }
}

/// `-rw-r--r-- 1 owner group 220 …`, with an inode and blocks before it or not; `owner/group` as tar(1) has it.
fn permissions(line: &[u8], found: &mut Vec<Found>) {
    let row = Row::of(line);
    let Some(mode) = (0..3).find(|index| is_mode(row.text(*index))) else { return };
    let next = row.text(mode + 1);
    if let Some(slash) = memchr::memchr(b'/', next).filter(|slash| *slash > 0) {
        let (start, end) = row.words[mode + 1];
        if is_size(row.text(mode + 2)) {
            push(line, (start, start + slash), found);
            push(line, (start + slash + 1, end), found);
        }
        return;
    }
    if !row.is_number(mode + 1) {
        return;
    }
    // A list without owners goes on with a size and a time.
    if is_size(row.text(mode + 2)) && is_month(row.text(mode + 3)) {
        return;
    }
    // A group may have a blank in its name, an owner none.
    for index in [mode + 2, mode + 3] {
        if let Some(span) = row.words.get(index)
            && (index == mode + 2 || is_size(row.text(index + 1)))
        {
            push(line, *span, found);
        }
    }
}

/// `drwxr-xr-x`, with a mark behind it for more than it says.
fn is_mode(text: &[u8]) -> bool {
    let text = text.strip_suffix(b"+").or_else(|| text.strip_suffix(b".")).unwrap_or(text);
    text.len() == 10
        && b"-dlcbpsD".contains(&text[0])
        && text[1..].iter().enumerate().all(|(at, byte)| {
            *byte == b'-'
                || match at % 3 {
                    0 => *byte == b'r',
                    1 => *byte == b'w',
                    _ => b"xsStT".contains(byte),
                }
        })
}

/// A file's size, or a device's first number.
fn is_size(text: &[u8]) -> bool {
    let digits = DOTTED.run(text);
    digits > 0 && (matches!(&text[digits..], b"" | b",") || text.len() == digits + 1)
}

/// `user:NAME:rw-`, `default:group:NAME:r-x`.
fn access(line: &[u8], found: &mut Vec<Found>) {
    let rest = line.strip_prefix(b"default:").unwrap_or(line);
    let Some(rest) = rest.strip_prefix(b"user:").or_else(|| rest.strip_prefix(b"group:")) else { return };
    let Some(colon) = memchr::memchr(b':', rest) else { return };
    let rights = rest.get(colon + 1..colon + 4).is_some_and(|rights| Class::of(b"rwxX-").fills(rights));
    if rights && rest.get(colon + 4).is_none_or(u8::is_ascii_whitespace) {
        let start = line.len() - rest.len();
        push(line, (start, start + colon), found);
    }
}

/// `Uid: ( 1000/   NAME)   Gid: ( 1000/   NAME)`.
fn status(line: &[u8], found: &mut Vec<Found>) {
    if bytes::find(line, b"Uid: (").is_none() {
        return;
    }
    for id in [&b"Uid: ("[..], b"Gid: ("] {
        let Some(open) = bytes::find_past(line, id) else { continue };
        let Some(close) = memchr::memchr(b')', &line[open..]).map(|length| open + length) else { continue };
        let Some(slash) = memchr::memchr(b'/', &line[open..close]).map(|length| open + length) else { continue };
        let spaces = SPACE.run(&line[slash + 1..close]);
        push(line, (slash + 1 + spaces, close), found);
    }
}

/// `sshd: NAME [priv]`, `sshd: NAME@pts/3`, and the last word of netstat(8) behind a process.
fn session(line: &[u8], start: usize, found: &mut Vec<Found>) {
    let length = LOGIN.run(&line[start..]);
    let (name, rest) = line[start..].split_at(length);
    let terminal = bytes::starts_with_any(rest, &["@pts/", "@notty", "@tty", " [priv]", " [net]"]);
    let process = line[..start].ends_with(b"/sshd: ") && rest.trim_ascii().is_empty();
    if (terminal || process) && !matches!(name, b"unknown" | b"") {
        push(line, (start, start + length), found);
    }
}

/// `su - NAME`, `su - NAME -c command`; syslog has other words behind a dash.
fn substitute(line: &[u8], at: usize, found: &mut Vec<Found>) {
    let start = at + b"su - ".len();
    let end = start + LOGIN.run(&line[start..]);
    let begins = at == 0 || matches!(line[at - 1], b' ' | b'/' | b';' | b'"' | b'\'');
    let ends = line[end..].trim_ascii().is_empty() || bytes::starts_with_any(&line[end..], &[" -c", " -s", "'", "\""]);
    if begins && ends && end > start && line[start] != b'-' {
        push(line, (start, end), found);
    }
}

/// `postgres: 15/main: NAME database 192.0.2.7(51234) idle`.
fn backend(line: &[u8], start: usize, found: &mut Vec<Found>) {
    let row = Row::of(&line[start..]);
    let index = usize::from(row.text(0).ends_with(b":"));
    let peer = row.text(index + 2);
    if peer == b"[local]" || peer.ends_with(b")") && peer.contains(&b'(') {
        let (from, to) = row.words[index];
        push(line, (start + from, start + to), found);
    }
}

fn push(line: &[u8], (start, end): (usize, usize), found: &mut Vec<Found>) {
    let name = &line[start..end];
    let plain = LOGIN.or(b"\\@+$").fills(name);
    if plain && LETTER.is_in(name) {
        found.push(Found::new(start..end, Kind::User, Evidence::Structure).teaching_unless_short());
    }
}

const LOGIN: Class = NAME.or_not_ascii();

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn owners_of_files_are_found() {
        assert_eq!(texts("-rw------- 1 gwen  crew  220 Feb 11 10:20 id_rsa"), ["gwen", "crew"]);
        assert_eq!(texts("  131 4 drwxr-xr-x+ 2 gwen domain users 4096 2026-02-11 x"), ["gwen"]);
        assert_eq!(texts("crw-rw---- 1 gwen dialout 4, 64 Feb 11 10:20 ttyS0"), ["gwen", "dialout"]);
        assert_eq!(texts("-rw-r--r-- gwen/crew 220 2026-02-11 10:20 x"), ["gwen", "crew"]);
        assert_eq!(texts("drwxr-xr-x 2 1000 1000 4096 Feb 11 10:20 x"), Vec::<String>::new());
        assert_eq!(texts("user:gwen:r-x"), ["gwen"]);
        assert_eq!(texts("default:group:crew:rwx\t#effective:r-x"), ["crew"]);
        assert_eq!(
            texts("Access: (0644/-rw-r--r--)  Uid: ( 1003/    gwen)   Gid: (  100/   users)"),
            ["gwen", "users"]
        );
    }

    #[test]
    fn titles_of_processes_name_who_is_served() {
        assert_eq!(texts("1234 ? 0:00 sshd: gwen [priv]"), ["gwen"]);
        assert_eq!(texts("1234 ? 0:00 su - gwen -c ls"), ["gwen"]);
        assert_eq!(texts("1234 ? 0:00 sshd: gwen@pts/3"), ["gwen"]);
        assert_eq!(texts("tcp 0 0 x ESTABLISHED 1234/sshd: gwen"), ["gwen"]);
        assert_eq!(texts("1234 ? postgres: 15/main: gwen shop 192.0.2.7(51234) idle"), ["gwen"]);
        assert_eq!(texts("1234 ? postgres: gwen shop [local] idle"), ["gwen"]);
        assert_eq!(texts("817 1 0 Feb25 ? 00:00:00 login -- gwen     "), ["gwen"]);
        assert_eq!(texts("run login -- and then more"), Vec::<String>::new());
    }

    #[test]
    fn other_lines_stay() {
        for line in [
            "gw7 su - ID47 - session",
            "user::rwx",
            "user:gwen:x:7",
            "postgres: checkpointer ",
            "sshd: /usr/sbin/sshd -D [listener]",
            "rw 1 a b",
            "22 -rw-rw-rw-. 1  2464 Jan  7 19:34 status_file",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
