//! Files whose columns say what they hold: accounts, password files, tables of processes and logins, `/proc/net`.

use std::ops::Deref;

use super::super::bytes;
use super::super::sight::{Finder, Needs, Sight, mark};
use super::super::{Found, Kind, Way, dictionary};
use super::addresses::{kernel, lease};
use super::credentials::{continues_netrc, ipsec, is_netrc, netrc, relay, secrets, wireguard};
use super::passwords::Form;
use super::value::is_placeholder;

/// What a line must show to be part of a table of processes or logins.
pub(super) const TABLE: Needs =
    Needs { finder: Finder::Table, marks: mark::TERMINAL, words: &["user", "pts", "notty"] };

/// What a line must show to hold a secret of IPsec.
pub(super) const IPSEC: Needs =
    Needs { finder: Finder::Ipsec, marks: 0, words: &["psk", "rsa", "xauth", "eap", "ecdsa", "pkcs8", "pin"] };

/// What is remembered from line to line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Columns {
    /// Client, server and secret, as pppd reads them.
    chap: bool,
    /// Machine, login and password, as netrc has them.
    netrc: bool,
    /// The item's name says that it is one.
    named: bool,
    /// The column of a table whose head says `USER`.
    user: Option<usize>,
    /// The item's name says that it holds passwords.
    passwords: Option<Form>,
}

impl Columns {
    pub(super) fn new(name: &str) -> Self {
        let (named, passwords) = (name.ends_with("netrc"), Form::of(name));
        Self { chap: name.ends_with("-secrets"), netrc: false, named, user: None, passwords }
    }

    /// Whether nothing is remembered.
    pub(super) fn is_plain(&self) -> bool {
        !self.chap && !self.netrc && self.user.is_none() && self.passwords.is_none()
    }

    pub(super) fn line(&mut self, line: &[u8], sight: &Sight, found: &mut Vec<Found>) {
        self.chap |= line.starts_with(b"# client") || line.starts_with(b"# Secrets for authentication using CHAP");
        self.netrc = self.named || is_netrc(line) || (self.netrc && continues_netrc(line));
        if sight.shows(mark::COLON) && begins_with_a_field(line) {
            colons(line, found);
        }
        if sight.shows(mark::HEX) {
            kernel(line, found);
        }
        if self.chap && !line.starts_with(b"#") {
            secrets(line, found);
        }
        if self.netrc {
            netrc(line, found);
        }
        if sight.calls(&IPSEC) {
            ipsec(line, found);
        }
        if sight.shows(mark::EQUALS) && memchr::memchr(b'\t', line).is_some() {
            wireguard(line, found);
        }
        if self.user.is_some() || sight.calls(&TABLE) {
            self.table(line, found);
        }
        relay(line, false, found);
        if let Some(form) = self.passwords {
            form.find(line, found);
        }
        lease(line, found);
        crontab(line, found);
    }

    /// Tables with a head (ps, top, w) and lines of last(1).
    fn table(&mut self, line: &[u8], found: &mut Vec<Found>) {
        let words = words(line);
        let text = |index: usize| words.get(index).map_or(&b""[..], |(start, end)| &line[*start..*end]);
        if words.is_empty() {
            self.user = None;
            return;
        }
        let head = words.iter().position(|(start, end)| &line[*start..*end] == b"USER");
        if head.is_some() && words.len() >= 3 && line.iter().all(|byte| !byte.is_ascii_lowercase() || *byte == b'o')
            || (head.is_some() && (text(0) == b"PID" || text(1) == b"TTY"))
        {
            self.user = head;
        } else if let Some((start, end)) = self.user.and_then(|column| words.get(column)) {
            found.push(Found {
                start: *start,
                end: *end,
                kind: Kind::User,
                way: Way::Structure,
                learn: end - start >= 4,
            });
        } else if (text(1).starts_with(b"pts/")
            || text(1).starts_with(b"tty")
            || text(1).starts_with(b":0")
            || text(1) == b"ssh:notty")
            && words.len() >= 5
            && line.contains(&b':')
        {
            let (start, end) = words[0];
            if end - start <= 32 && !line[start..end].contains(&b':') {
                found.push(Found { start, end, kind: Kind::User, way: Way::Structure, learn: end - start >= 4 });
            }
        }
    }
}

/// Whether no space stands before the first colon, as in no line of a log that begins with a time.
fn begins_with_a_field(line: &[u8]) -> bool {
    memchr::memchr(b':', line).is_some_and(|colon| !line[..colon].contains(&b' '))
}

/// passwd(5), shadow(5), group(5), htpasswd, `.pgpass`.
fn colons(line: &[u8], found: &mut Vec<Found>) {
    let fields = fields(line);
    let text = |index: usize| fields.get(index).map_or(&b""[..], |(start, end)| &line[*start..*end]);
    let number = |index: usize| !text(index).is_empty() && text(index).iter().all(u8::is_ascii_digit);
    let mut push = |index: usize, kind: Kind, learn: bool| {
        if let Some((start, end)) = fields.get(index).filter(|(start, end)| start < end) {
            found.push(Found { start: *start, end: *end, kind, way: Way::Structure, learn });
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
            let (start, _) = fields[3];
            let mut at = start;
            for member in text(3).split(|byte| *byte == b',') {
                if !member.is_empty() {
                    found.push(Found {
                        start: at,
                        end: at + member.len(),
                        kind: Kind::User,
                        way: Way::Structure,
                        learn: true,
                    });
                }
                at += member.len() + 1;
            }
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
            found.push(Found {
                start: at,
                end: at + part.len(),
                kind,
                way: Way::Structure,
                learn: kind == Kind::Person,
            });
        }
        at += part.len() + 1;
    }
}

/// The login in the system's crontab(5): behind five fields of time and before a path.
fn crontab(line: &[u8], found: &mut Vec<Found>) {
    if !matches!(line.first(), Some(b'*' | b'0'..=b'9')) {
        return;
    }
    let words = words(line);
    let text = |index: usize| words.get(index).map_or(&b""[..], |(start, end)| &line[*start..*end]);
    let is_time = |text: &[u8]| text.iter().all(|byte| byte.is_ascii_digit() || b"*/,-".contains(byte));
    let login = text(5).iter().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(byte))
        && text(5).first().is_some_and(u8::is_ascii_alphabetic)
        && !dictionary::is_word(&text(5).to_ascii_lowercase());
    if words.len() > 6 && (0..5).all(|index| is_time(text(index))) && login && text(6).starts_with(b"/") {
        found.push(Found {
            start: words[5].0,
            end: words[5].1,
            kind: Kind::User,
            way: Way::Structure,
            learn: text(5).len() >= 4,
        });
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

/// Spans of words, sixteen at most.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Words {
    spans: [(usize, usize); 16],
    count: usize,
}

impl Words {
    const fn has_room(&self) -> bool {
        self.count < self.spans.len()
    }

    /// Adds a span where there is room.
    fn push(&mut self, span: (usize, usize)) {
        if let Some(place) = self.spans.get_mut(self.count) {
            *place = span;
            self.count += 1;
        }
    }
}

impl Deref for Words {
    type Target = [(usize, usize)];

    fn deref(&self) -> &Self::Target {
        &self.spans[..self.count]
    }
}

/// Spans of words between white space.
pub(super) fn words(line: &[u8]) -> Words {
    let mut out = Words::default();
    let mut at = 0;
    while at < line.len() && out.has_room() {
        let start = at + line[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let end = start + line[start..].iter().take_while(|byte| !byte.is_ascii_whitespace()).count();
        if end > start {
            out.push((start, end));
        }
        at = end.max(start + 1);
    }
    out
}

/// Spans of words, where quotes hold words together; without the quotes.
pub(super) fn quoted_words(line: &[u8]) -> Words {
    let mut out = Words::default();
    let mut at = 0;
    while at < line.len() && out.has_room() {
        let start = at + line[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let Some(first) = line.get(start) else { break };
        let (from, end) = if *first == b'"' {
            (start + 1, start + 1 + memchr::memchr(b'"', &line[start + 1..]).unwrap_or(line.len() - start - 1))
        } else {
            (start, start + line[start..].iter().take_while(|byte| !byte.is_ascii_whitespace()).count())
        };
        out.push((from, end));
        at = end + 1;
    }
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

#[cfg(test)]
mod tests {
    use super::{Columns, Found, Sight};

    fn texts(lines: &[&str]) -> Vec<String> {
        let (mut columns, mut texts) = (Columns::new(""), Vec::new());
        for line in lines {
            let mut found: Vec<Found> = Vec::new();
            let mut sight = Sight::default();
            sight.look(line.as_bytes());
            columns.line(line.as_bytes(), &sight, &mut found);
            texts.extend(found.iter().map(|one| line[one.start..one.end].to_owned()));
        }
        texts
    }

    #[test]
    fn account_files_are_read_by_column() {
        assert_eq!(texts(&["ada:x:1000:1000:Ada Lee,,+4930555:/home/ada:/bin/sh"]), ["ada", "Ada Lee", "+4930555"]);
        assert_eq!(texts(&["ada:$6$salt$hash:19700:0:99999:7:::"]), ["ada", "$6$salt$hash"]);
        assert_eq!(texts(&["sudo:x:27:ada,bob"]), ["ada", "bob"]);
        assert_eq!(texts(&["db.example:5432:*:ada:p\\:w"]), ["db.example", "ada", "p\\:w"]);
    }

    #[test]
    fn tables_are_read_by_their_head() {
        assert_eq!(texts(&["  PID USER  PR  NI", " 2210 ada   20   0 x"]), ["ada"]);
        assert_eq!(texts(&["ada  pts/0  192.0.2.1  Tue Mar 10 08:01   still logged in"]), ["ada"]);
    }

    #[test]
    fn kernel_tables_are_read_by_column() {
        assert_eq!(texts(&["   1: 281E140A:0016 397100CB:C3A2 01 00000000:00000000"]), ["281E140A", "397100CB"]);
    }
}
