//! Files of accounts, whose columns stand between colons: passwd(5), shadow(5), group(5), htpasswd, `.pgpass`.

use super::super::bytes;
use super::super::{Evidence, Found, Kind, dictionary};
use super::value::is_placeholder;

/// Finds what the columns of one line hold.
pub(super) fn colons(line: &[u8], found: &mut Vec<Found>) {
    let row = Row { line, fields: fields(line) };
    match row.fields.len() {
        5 if row.is_pgpass() => row.push(&[(0, Kind::Host), (3, Kind::User), (4, Kind::Secret)], found),
        _ if !is_login(row.text(0)) => {}
        7 if row.is_passwd() => {
            row.push(&[(0, Kind::User)], found);
            if !dictionary::is_system_account(row.text(0)) {
                gecos(line, row.fields[4], found);
            }
        }
        8 | 9 if row.is_shadow() => {
            row.push(&[(0, Kind::User)], found);
            if !is_placeholder(row.text(1)) {
                row.push(&[(1, Kind::Secret)], found);
            }
        }
        4 if row.is_group() => {
            if row.text(2).len() >= 4 {
                row.push(&[(0, Kind::User)], found);
            }
            members(line, row.fields[3], found);
        }
        4 if row.is_gshadow() => {
            members(line, row.fields[2], found);
            members(line, row.fields[3], found);
        }
        7 | 8 if row.is_smbpasswd() => row.push(&[(0, Kind::User), (2, Kind::Secret), (3, Kind::Secret)], found),
        3 if row.is_subuid() => row.push(&[(0, Kind::User)], found),
        3 if row.is_htdigest() => row.push(&[(0, Kind::User), (2, Kind::Secret)], found),
        3 if row.is_number(1) && is_full_name(row.text(2)) => {
            row.push(&[(0, Kind::User), (2, Kind::Person)], found);
        }
        2 if row.is_htpasswd() => row.push(&[(0, Kind::User), (1, Kind::Secret)], found),
        _ => {}
    }
}

/// A line and its fields, and which file it may be of.
struct Row<'a> {
    line: &'a [u8],
    fields: Vec<(usize, usize)>,
}

impl<'a> Row<'a> {
    /// The field at a place, empty where there is none.
    fn text(&self, index: usize) -> &'a [u8] {
        self.fields.get(index).map_or(&b""[..], |(start, end)| &self.line[*start..*end])
    }

    fn is_number(&self, index: usize) -> bool {
        !self.text(index).is_empty() && self.text(index).iter().all(u8::is_ascii_digit)
    }

    /// Adds those of the fields that are not empty.
    fn push(&self, kinds: &[(usize, Kind)], found: &mut Vec<Found>) {
        for (index, kind) in kinds {
            if let Some((start, end)) =
                self.fields.get(*index).filter(|(start, end)| start < end && &self.line[*start..*end] != b"*")
            {
                found.push(Found::new(*start..*end, *kind, Evidence::Structure).teaching());
            }
        }
    }

    /// passwd(5)
    fn is_passwd(&self) -> bool {
        self.is_number(2) && self.is_number(3) && self.text(5).starts_with(b"/")
    }

    /// shadow(5)
    fn is_shadow(&self) -> bool {
        let hash = self.text(1);
        let locked = || hash.iter().all(|byte| matches!(byte, b'!' | b'*' | b'x'));
        !hash.contains(&b' ')
            && (2..8).all(|index| self.is_number(index) || self.text(index).is_empty())
            && (hash.starts_with(b"$") || locked() || self.is_number(2))
    }

    /// group(5)
    fn is_group(&self) -> bool {
        self.is_number(2) && matches!(self.text(1), b"" | b"x" | b"*" | b"!") && are_members(self.text(3))
    }

    /// gshadow(5)
    fn is_gshadow(&self) -> bool {
        let (administrators, users) = (self.text(2), self.text(3));
        let locked = matches!(self.text(1), b"" | b"*" | b"!");
        locked && are_members(administrators) && are_members(users) && !users.is_empty()
    }

    /// smbpasswd(5), with the hashes of LAN Manager and of NT behind the login and its number.
    fn is_smbpasswd(&self) -> bool {
        self.is_number(1) && [2, 3].iter().all(|index| is_hash(self.text(*index)))
    }

    /// subuid(5)
    fn is_subuid(&self) -> bool {
        self.is_number(1) && self.is_number(2) && self.text(1).len() >= 5 && self.text(2).len() >= 4
    }

    /// htdigest's, with a realm between.
    fn is_htdigest(&self) -> bool {
        self.text(2).len() == 32 && self.text(2).iter().all(u8::is_ascii_hexdigit) && !self.text(1).is_empty()
    }

    fn is_htpasswd(&self) -> bool {
        self.text(1).starts_with(b"$") || self.text(1).starts_with(b"{SHA")
    }

    /// `.pgpass`, PostgreSQL's: machine, port, database, login, password.
    fn is_pgpass(&self) -> bool {
        (self.text(0).iter().any(|byte| byte.is_ascii_alphabetic() || *byte == b'.') || self.text(0) == b"*")
            && (are_members(self.text(3)) || self.text(3) == b"*")
            && (self.is_number(1) || self.text(1) == b"*")
            && !self.text(4).is_empty()
            && !self.line.contains(&b' ')
    }
}

/// Whether a field is a login, as useradd(8) takes it.
fn is_login(text: &[u8]) -> bool {
    text.first().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_')
        && text.len() <= 32
        // `WORKS\\gwen`: winbind has the domain before.
        && memchr::memchr_iter(b'\\', text).count() < 2
        && text.iter().all(|byte| byte.is_ascii_alphanumeric() || b"._-$\\".contains(byte))
}

/// Whether a field is logins with commas between them, or empty.
fn are_members(text: &[u8]) -> bool {
    text.first().is_none_or(|byte| byte.is_ascii_alphabetic() || *byte == b'_')
        && text.iter().all(|byte| byte.is_ascii_alphanumeric() || b"._-$,\\".contains(byte))
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
    text.len() == 32 && text.iter().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b'X' | b'*'))
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
        if (person && !SYSTEM.iter().any(|word| bytes::find(part, word.as_bytes()).is_some())) || digits >= 5 {
            found.push(Found::new(at..at + part.len(), kind, Evidence::Structure).teaching_if(kind == Kind::Person));
        }
        at += part.len() + 1;
    }
}

/// Spans between colons that no backslash escapes, ten at most.
fn fields(line: &[u8]) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut start = 0;
    for at in memchr::memchr_iter(b':', line) {
        if at > 0 && line[at - 1] == b'\\' {
            continue;
        }
        out.push((start, at));
        start = at + 1;
        if out.len() > 9 {
            return Vec::new();
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
