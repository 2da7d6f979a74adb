//! Files of accounts, whose columns stand between colons: passwd(5), shadow(5), group(5), htpasswd, `.pgpass`.

use super::columns::Words;
use super::row::Row;
use super::value::is_placeholder;
use crate::minimize::ascii::{Class, HEX, LETTER, NAME, SERIAL};
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary};

/// Finds what the columns of one line hold.
pub(super) fn colons(line: &[u8], found: &mut Vec<Found>) {
    let row = Row { line, words: fields(line) };
    match row.words.len() {
        5 if is_pgpass(&row) => push(&row, &[(0, Kind::Host), (3, Kind::User), (4, Kind::Secret)], found),
        _ if !is_login(row.text(0)) => {}
        7 if is_passwd(&row) => {
            push(&row, &[(0, Kind::User)], found);
            if !dictionary::is_system_account(row.text(0)) {
                gecos(line, row.words[4], found);
            }
        }
        // master.passwd(5) of BSD has ten fields, with a class and two times among them.
        10 if is_master_passwd(&row) => {
            push(&row, &[(0, Kind::User)], found);
            if !is_placeholder(row.text(1)) {
                push(&row, &[(1, Kind::Secret)], found);
            }
            if !dictionary::is_system_account(row.text(0)) {
                gecos(line, row.words[7], found);
            }
        }
        3.. if is_passwd_file(&row) => {
            push(&row, &[(0, Kind::User)], found);
            let (start, end) = row.words[1];
            let hash = start + memchr::memchr(b'}', row.text(1)).map_or(0, |close| close + 1);
            if hash < end {
                found.push(Found::new(hash..end, Kind::Secret, Evidence::Structure).teaching());
            }
        }
        4 if is_opasswd(&row) => push(&row, &[(0, Kind::User), (3, Kind::Secret)], found),
        8 | 9 if is_shadow(&row) => {
            push(&row, &[(0, Kind::User)], found);
            if !is_placeholder(row.text(1)) {
                push(&row, &[(1, Kind::Secret)], found);
            }
        }
        4 if is_group(&row) => {
            if row.text(2).len() >= 4 {
                push(&row, &[(0, Kind::User)], found);
            }
            members(line, row.words[3], found);
        }
        4 if is_gshadow(&row) => {
            members(line, row.words[2], found);
            members(line, row.words[3], found);
        }
        7 | 8 if is_smbpasswd(&row) => push(&row, &[(0, Kind::User), (2, Kind::Secret), (3, Kind::Secret)], found),
        3 if is_subuid(&row) => push(&row, &[(0, Kind::User)], found),
        3 if is_htdigest(&row) => push(&row, &[(0, Kind::User), (2, Kind::Secret)], found),
        3 if row.is_number(1) && is_full_name(row.text(2)) => {
            push(&row, &[(0, Kind::User), (2, Kind::Person)], found);
        }
        2 if is_htpasswd(&row) => push(&row, &[(0, Kind::User), (1, Kind::Secret)], found),
        _ => {}
    }
}

/// Adds those of the fields that are not empty.
fn push(row: &Row, kinds: &[(usize, Kind)], found: &mut Vec<Found>) {
    for (index, kind) in kinds {
        if let Some((start, end)) =
            row.words.get(*index).filter(|(start, end)| start < end && &row.line[*start..*end] != b"*")
        {
            found.push(Found::new(*start..*end, *kind, Evidence::Structure).teaching());
        }
    }
}

/// passwd(5)
fn is_passwd(row: &Row) -> bool {
    row.is_number(2) && row.is_number(3) && row.text(5).starts_with(b"/")
}

/// shadow(5)
fn is_shadow(row: &Row) -> bool {
    let hash = row.text(1);
    let locked = || Class::of(b"!*x").fills(hash);
    !hash.contains(&b' ')
        && (2..8).all(|index| row.is_number(index) || row.text(index).is_empty())
        && (hash.starts_with(b"$") || locked() || row.is_number(2))
}

/// BSD's master.passwd(5), with a class and two times behind the numbers.
fn is_master_passwd(row: &Row) -> bool {
    let starred = row.text(1).first().is_none_or(|byte| matches!(byte, b'*' | b'$' | b'!'));
    starred && [2, 3, 5, 6].iter().all(|index| row.is_number(*index)) && row.text(8).starts_with(b"/")
}

/// Dovecot's, whose hashes say in braces how they are made.
fn is_passwd_file(row: &Row) -> bool {
    let scheme = row.text(1).strip_prefix(b"{").and_then(|text| text.split(|byte| *byte == b'}').next());
    let named = |name: &[u8]| SERIAL.or(b"-.").fills(name);
    let numbers = [2, 3].iter().all(|index| row.is_number(*index) || row.text(*index).is_empty());
    scheme.is_some_and(|name| name.len() > 1 && named(name)) && numbers
}

/// What pam_unix remembers of old passwords: a login, its number, how many, and their hashes.
fn is_opasswd(row: &Row) -> bool {
    row.is_number(1) && row.is_number(2) && row.text(3).starts_with(b"$")
}

/// group(5)
fn is_group(row: &Row) -> bool {
    row.is_number(2) && matches!(row.text(1), b"" | b"x" | b"*" | b"!") && are_members(row.text(3))
}

/// gshadow(5)
fn is_gshadow(row: &Row) -> bool {
    let (administrators, users) = (row.text(2), row.text(3));
    let locked = matches!(row.text(1), b"" | b"*" | b"!");
    locked && are_members(administrators) && are_members(users) && !users.is_empty()
}

/// smbpasswd(5), with the hashes of LAN Manager and of NT behind the login and its number.
fn is_smbpasswd(row: &Row) -> bool {
    row.is_number(1) && [2, 3].iter().all(|index| is_hash(row.text(*index)))
}

/// subuid(5)
fn is_subuid(row: &Row) -> bool {
    row.is_number(1) && row.is_number(2) && row.text(1).len() >= 5 && row.text(2).len() >= 4
}

/// htdigest's, with a realm between.
fn is_htdigest(row: &Row) -> bool {
    row.text(2).len() == 32 && HEX.fills(row.text(2)) && !row.text(1).is_empty()
}

fn is_htpasswd(row: &Row) -> bool {
    row.text(1).starts_with(b"$") || row.text(1).starts_with(b"{SHA")
}

/// `.pgpass`, PostgreSQL's: machine, port, database, login, password.
fn is_pgpass(row: &Row) -> bool {
    (LETTER.or(b".").is_in(row.text(0)) || row.text(0) == b"*")
        && (are_members(row.text(3)) || row.text(3) == b"*")
        && (row.is_number(1) || row.text(1) == b"*")
        && !row.text(4).is_empty()
        && !row.line.contains(&b' ')
}

/// Whether a field is a login, as useradd(8) takes it.
fn is_login(text: &[u8]) -> bool {
    text.first().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_')
        && text.len() <= 32
        // `WORKS\\gwen`: winbind has the domain before.
        && memchr::memchr_iter(b'\\', text).count() < 2
        && NAME.or(b"\\$").fills(text)
}

/// Whether a field is logins with commas between them, or empty.
fn are_members(text: &[u8]) -> bool {
    text.first().is_none_or(|byte| byte.is_ascii_alphabetic() || *byte == b'_') && NAME.or(b"\\$,").fills(text)
}

/// Logins with commas between them.
fn members(line: &[u8], (start, end): (usize, usize), found: &mut Vec<Found>) {
    let mut at = start;
    for member in line[start..end].split(|byte| *byte == b',') {
        let stop = at + member.len();
        if !member.is_empty() {
            found.push(Found::new(at..stop, Kind::User, Evidence::Structure).teaching());
        }
        at = stop + 1;
    }
}

/// Sixteen bytes in hexadecimal digits, or the mark for none.
fn is_hash(text: &[u8]) -> bool {
    text.len() == 32 && HEX.or(b"X*").fills(text)
}

/// Two words or more, each with a capital.
fn is_full_name(text: &[u8]) -> bool {
    let capital = |word: &[u8]| word.first().is_some_and(|byte| byte.is_ascii_uppercase() || *byte >= 0x80);
    text.contains(&b' ') && text.split(|byte| *byte == b' ').all(capital)
}

/// `Full Name,Room,Phone`.
fn gecos(line: &[u8], (start, end): (usize, usize), found: &mut Vec<Found>) {
    let mut at = start;
    for (index, part) in line[start..end].split(|byte| *byte == b',').enumerate() {
        let digits = part.iter().filter(|byte| byte.is_ascii_digit()).count();
        let kind = if digits >= 5 { Kind::Phone } else { Kind::Person };
        let last = part.rsplit(|byte| *byte == b' ').next().unwrap_or_default();
        let capital = |word: &[u8]| word.first().is_some_and(|byte| byte.is_ascii_uppercase() || *byte >= 0x80);
        let person = index == 0 && part.contains(&b' ') && capital(part) && capital(last);
        if (person && !bytes::holds_any(part, &SYSTEM)) || digits >= 5 {
            found.push(Found::new(at..at + part.len(), kind, Evidence::Structure).teaching_if(kind == Kind::Person));
        }
        at += part.len() + 1;
    }
}

/// Spans between colons that no backslash escapes, ten at most.
fn fields(line: &[u8]) -> Words {
    let mut out = Words::default();
    let mut start = 0;
    for at in memchr::memchr_iter(b':', line) {
        if at > 0 && line[at - 1] == b'\\' {
            continue;
        }
        out.push((start, at));
        start = at + 1;
        if out.len() > 9 {
            return Words::default();
        }
    }
    if out.is_empty() {
        return out;
    }
    out.push((start, line.len()));
    out
}

/// Words in the names of accounts that systems make.
const SYSTEM: [&str; 14] = [
    "System",
    "Manager",
    "User",
    "Daemon",
    "daemon",
    "Server",
    "Service",
    "Administrator",
    "Account",
    "Owner",
    "Network",
    "Management",
    "Reporting",
    "Resolver",
];
