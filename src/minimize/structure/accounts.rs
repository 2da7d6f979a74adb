//! Files of accounts, whose columns stand between colons: passwd(5), shadow(5), group(5), htpasswd, `.pgpass`.

use super::super::bytes;
use super::super::{Found, Kind, Way, dictionary};
use super::value::is_placeholder;

/// Finds what the columns of one line hold.
pub(super) fn colons(line: &[u8], found: &mut Vec<Found>) {
    let fields = fields(line);
    let text = |index: usize| fields.get(index).map_or(&b""[..], |(start, end)| &line[*start..*end]);
    let number = |index: usize| !text(index).is_empty() && text(index).iter().all(u8::is_ascii_digit);
    let mut push = |index: usize, kind: Kind, learn: bool| {
        if let Some((start, end)) = fields.get(index).filter(|(start, end)| start < end) {
            found.push(Found::new(*start..*end, kind, Way::Structure).teaching_if(learn));
        }
    };
    let member = |text: &[u8]| {
        text.first().is_none_or(|byte| byte.is_ascii_alphabetic() || *byte == b'_')
            && text.iter().all(|byte| byte.is_ascii_alphanumeric() || b"._-$,\\".contains(byte))
    };
    let login = text(0).first().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_')
        && text(0).len() <= 32
        && text(0).iter().all(|byte| byte.is_ascii_alphanumeric() || b"._-$".contains(byte));
    match fields.len() {
        7 if login && number(2) && number(3) && text(5).starts_with(b"/") => {
            push(0, Kind::User, true);
            if !dictionary::is_system_account(text(0)) {
                gecos(line, fields[4], found);
            }
        }
        8 | 9
            if login
                && !text(1).contains(&b' ')
                && (2..8).all(|index| number(index) || text(index).is_empty())
                && (text(1).starts_with(b"$")
                    || text(1).iter().all(|byte| matches!(byte, b'!' | b'*' | b'x'))
                    || number(2)) =>
        {
            push(0, Kind::User, true);
            if !is_placeholder(text(1)) {
                push(1, Kind::Secret, true);
            }
        }
        4 if login && number(2) && matches!(text(1), b"" | b"x" | b"*" | b"!") && member(text(3)) => {
            if text(2).len() >= 4 {
                push(0, Kind::User, true);
            }
            members(line, fields[3], found);
        }
        // An account file of Samba's: LM and NT hashes behind the login and its number.
        7 | 8 if login && number(1) && [2, 3].iter().all(|index| is_hash(text(*index))) => {
            push(0, Kind::User, true);
            push(2, Kind::Secret, true);
            push(3, Kind::Secret, true);
        }
        // What subuid(5) gives to whom.
        3 if login && number(1) && number(2) && text(1).len() >= 5 && text(2).len() >= 4 => push(0, Kind::User, true),
        // htdigest's, with a realm between.
        3 if login && text(2).len() == 32 && text(2).iter().all(u8::is_ascii_hexdigit) && !text(1).is_empty() => {
            push(0, Kind::User, true);
            push(2, Kind::Secret, true);
        }
        3 if login && number(1) && is_full_name(text(2)) => {
            push(0, Kind::User, true);
            push(2, Kind::Person, true);
        }
        // gshadow(5)
        4 if login
            && matches!(text(1), b"" | b"*" | b"!")
            && member(text(2))
            && member(text(3))
            && !text(3).is_empty() =>
        {
            members(line, fields[2], found);
            members(line, fields[3], found);
        }
        2 if login && (text(1).starts_with(b"$") || text(1).starts_with(b"{SHA")) => {
            push(0, Kind::User, true);
            push(1, Kind::Secret, true);
        }
        5 if text(0).iter().any(|byte| byte.is_ascii_alphabetic() || *byte == b'.')
            && member(text(3))
            && (number(1) || text(1) == b"*")
            && !text(4).is_empty()
            && !line.contains(&b' ') =>
        {
            push(0, Kind::Host, true);
            push(3, Kind::User, true);
            push(4, Kind::Secret, true);
        }
        _ => {}
    }
}

/// Logins with commas between them.
fn members(line: &[u8], (start, end): (usize, usize), found: &mut Vec<Found>) {
    let mut at = start;
    for member in line[start..end].split(|byte| *byte == b',') {
        let stop = at + member.len();
        if !member.is_empty() {
            found.push(Found::new(at..stop, Kind::User, Way::Structure).teaching());
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
            found.push(Found::new(at..at + part.len(), kind, Way::Structure).teaching_if(kind == Kind::Person));
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
