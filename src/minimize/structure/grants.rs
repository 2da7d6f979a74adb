//! Files of `/etc` that say who may what, and from where: sudoers, limits.conf, exports; SQL's `GRANT`.

use super::columns::words;
use super::row::Row;
use crate::minimize::ascii::{Class, DIGIT, LOWER, WHITE, WORD};
use crate::minimize::prefilter::{Finder, Needs};
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary};

/// What a line must show to hold one.
pub(super) const NEEDS: Needs = Needs {
    finder: Finder::Grants,
    marks: 0,
    words: &[
        "alias",
        "^defaults",
        "hard",
        "soft",
        "ro",
        "rw",
        "squash",
        "subtree",
        "grant",
        "revoke",
        "nopasswd",
        "setenv",
    ],
};

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    alias(line, found);
    defaults(line, found);
    acting(line, found);
    limit(line, found);
    export(line, found);
    privileges(line, found);
}

/// `User_Alias NAME = gwen, %group : OTHER = …` (sudoers(5)); what is in capitals is an alias itself.
fn alias(line: &[u8], found: &mut Vec<Found>) {
    let kind = match line {
        _ if line.starts_with(b"User_Alias ") || line.starts_with(b"Runas_Alias ") => Kind::User,
        _ if line.starts_with(b"Host_Alias ") => Kind::Host,
        _ => return,
    };
    let Some(equals) = memchr::memchr(b'=', line) else { return };
    let mut at = equals + 1;
    for part in line[equals + 1..].split(|byte| matches!(byte, b',' | b'=' | b':')) {
        let marks = Class::of(b" \t!%+").run(part);
        let name = part[marks..].trim_ascii();
        if LOWER.is_in(name) {
            push(at + marks, at + marks + name.len(), kind, found);
        }
        at += part.len() + 1;
    }
}

/// `Defaults:gwen !requiretty`, `Defaults@machine …`, `Defaults>operator …` (sudoers(5)).
fn defaults(line: &[u8], found: &mut Vec<Found>) {
    let Some(rest) = line.strip_prefix(b"Defaults") else { return };
    let kind = match rest.first() {
        Some(b':' | b'>') => Kind::User,
        Some(b'@') => Kind::Host,
        _ => return,
    };
    let start = b"Defaults:".len();
    let length = WHITE.until(&line[start..]);
    if LOWER.is_in(&line[start..start + length]) {
        push(start, start + length, kind, found);
    }
}

/// `    (gwen : crew) NOPASSWD: /usr/bin/x`: as whom somebody may do something, as sudo(8) lists it.
fn acting(line: &[u8], found: &mut Vec<Found>) {
    let Some(inner) = line.trim_ascii_start().strip_prefix(b"(") else { return };
    let Some(close) = memchr::memchr(b')', inner) else { return };
    if !bytes::starts_with_any(&inner[close + 1..], &[" NOPASSWD:", " SETENV:"]) {
        return;
    }
    let mut at = line.len() - inner.len();
    for name in inner[..close].split(|byte| matches!(byte, b',' | b':')) {
        let text = name.trim_ascii();
        let start = at + name.len() - name.trim_ascii_start().len();
        if LOWER.is_in(text) && !text.contains(&b' ') {
            push(start, start + text.len(), Kind::User, found);
        }
        at += name.len() + 1;
    }
}

/// `gwen hard nofile 65535`, `@crew soft nproc 4096` (limits.conf(5)).
fn limit(line: &[u8], found: &mut Vec<Found>) {
    let row = Row::of(line);
    let value = DIGIT.or(b"-").fills(row.text(3)) || row.text(3) == b"unlimited";
    if row.words.len() == 4 && matches!(row.text(1), b"hard" | b"soft") && value && row.text(0)[0] != b'#' {
        let (start, end) = row.words[0];
        push(start + usize::from(matches!(line[start], b'@' | b'%')), end, Kind::User, found);
    }
}

/// `/srv 192.0.2.0/24(rw) gw7(ro) *.plant.example(ro)` (exports(5)).
fn export(line: &[u8], found: &mut Vec<Found>) {
    if !matches!(line.first(), Some(b'/' | b'"')) {
        return;
    }
    for (start, end) in words(line).iter().skip(1) {
        let text = &line[*start..*end];
        let Some(open) = memchr::memchr(b'(', text).filter(|open| *open > 0 && text.ends_with(b")")) else { continue };
        let options = text[open + 1..text.len() - 1].split(|byte| *byte == b',');
        let known = options.into_iter().any(|option| bytes::is_one_of(option, &OPTIONS));
        if known && !dictionary::is_word_as_written(&text[..open]) {
            push(*start, start + open, Kind::Host, found);
        }
    }
}

/// `GRANT SELECT ON t TO gwen, bo7;`, `REVOKE ALL ON t FROM gwen;`: words of the dictionary are roles, not people.
fn privileges(line: &[u8], found: &mut Vec<Found>) {
    let statements: [(&[u8], &[u8]); 2] = [(b"GRANT ", b" TO "), (b"REVOKE ", b" FROM ")];
    for (verb, preposition) in statements {
        let Some(at) = bytes::find(line, verb) else { continue };
        let Some(mut start) = bytes::find_past(&line[at..], preposition).map(|to| at + to) else {
            continue;
        };
        for part in line[start..].split(|byte| *byte == b',') {
            let blanks = part.len() - part.trim_ascii_start().len();
            let quote = usize::from(part.get(blanks) == Some(&b'"'));
            let from = start + blanks + quote;
            let length = WORD.run(&line[from..]);
            let name = &line[from..from + length];
            let keyword = !LOWER.is_in(name) && quote == 0;
            if !keyword && !dictionary::is_ordinary_as_written(name) {
                push(from, from + length, Kind::User, found);
            }
            start += part.len() + 1;
        }
    }
}

fn push(start: usize, end: usize, kind: Kind, found: &mut Vec<Found>) {
    found.push(Found::new(start..end, kind, Evidence::Structure).teaching_unless_short());
}

/// Options of an exported folder, one of which always stands there.
const OPTIONS: [&str; 6] = ["ro", "rw", "no_root_squash", "root_squash", "no_subtree_check", "all_squash"];

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn who_may_what_is_found() {
        assert_eq!(texts("User_Alias ADMINS = gwen, !bo7, %crew, OTHERS"), ["gwen", "bo7", "crew"]);
        assert_eq!(texts("Host_Alias TILLS = gw7, gw8"), ["gw7", "gw8"]);
        assert_eq!(texts("Defaults:gwen !requiretty"), ["gwen"]);
        assert_eq!(texts("@crew  soft  nproc  4096"), ["crew"]);
        assert_eq!(
            texts("/srv 192.0.2.0/24(rw) gw7(ro,sync) *.plant.example(ro)"),
            ["192.0.2.0/24", "gw7", "*.plant.example"]
        );
    }

    #[test]
    fn as_whom_somebody_may_act_is_found() {
        assert_eq!(texts("    (gwen) NOPASSWD: /usr/bin/x"), ["gwen"]);
        assert_eq!(texts("    (gwen, bo7 : crew) SETENV: ALL"), ["gwen", "bo7", "crew"]);
        assert_eq!(texts("    (ALL : ALL) NOPASSWD: ALL"), Vec::<String>::new());
        assert_eq!(texts("(see NOPASSWD: in sudoers)"), Vec::<String>::new());
    }

    #[test]
    fn those_who_are_granted_something_are_found() {
        assert_eq!(texts("GRANT SELECT ON t TO gwen, \"bo7\";"), ["gwen", "bo7"]);
        assert_eq!(texts("LOG: statement: REVOKE ALL ON SCHEMA public FROM gwen;"), ["gwen"]);
        assert_eq!(texts("GRANT ALL ON t TO PUBLIC, admin"), Vec::<String>::new());
        assert_eq!(texts("we grant it to gwen"), Vec::<String>::new());
    }

    #[test]
    fn other_lines_stay() {
        for line in
            ["Defaults env_reset", "Cmnd_Alias OFF = /sbin/halt", "/dev/sda1 on / type ext4 (rw)", "a hard day 7x"]
        {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
