//! Lists of values with commas or tabs between them whose head names the columns, such as Kea's leases; OpenVPN's
//! status.

use std::net::Ipv4Addr;

use super::fields::{Fields, Meaning};
use super::inserts::Column;
use super::keys;
use super::people::is_full_name;
use crate::minimize::ascii::{self, ALNUM, DIGIT};
use crate::minimize::prefilter::{Finder, Needs};
use crate::minimize::{Evidence, Found, Kind, bytes, host, opaque};

/// What a line must show to be a head, or a line of OpenVPN's status.
pub(super) const NEEDS: Needs = Needs {
    finder: Finder::Separated,
    marks: 0,
    words: &[
        "^client",
        "^name",
        "^device",
        "^address",
        "^ip",
        "userid",
        "^no",
        "^index",
        "^mac",
        "^object",
        "^routing",
        "hostname",
        "host",
        "username",
        "user",
        "common",
        "login",
        "computername",
        "serial",
        "sn",
        "imei",
        "iccid",
        "imsi",
        "ssid",
        "wwn",
        "fqdn",
        "email",
        "svname",
        "^first",
        "firstname",
        "lastname",
        "surname",
        "phone",
        "password",
        "passwd",
        "passphrase",
        "pwd",
        "secret",
        "token",
        "psk",
        "community",
        "apikey",
    ],
};

/// The columns that a head has named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Separated {
    mark: u8,
    /// In normal form, with what they are; `None` where a name says nothing.
    columns: Vec<Column>,
}

impl Separated {
    /// Columns with nothing but their names, one of which says what it holds; of two columns, a secret, a machine, or
    /// what the profile names.
    pub(super) fn head(line: &[u8], fields: &Fields) -> Option<Self> {
        // `#fields        ts      uid     …` is how Zeek names the columns of its logs.
        let extended = [&b"#Fields: "[..], b"#fields\t"].iter().find_map(|start| line.strip_prefix(*start));
        if let Some(names) = extended.filter(|names| names.len() <= FIELDS) {
            return Self::extended(names.trim_ascii_end(), fields);
        }
        // HAProxy's `# pxname,svname,…`.
        let remark = line.strip_prefix(b"# ");
        let line = remark.unwrap_or(line);
        let marks =
            |least| [b',', b'\t', b';'].into_iter().find(|mark| memchr::memchr_iter(*mark, line).count() >= least);
        let mark = marks(2).or_else(|| marks(1))?;
        if line.len() > HEAD || !ALNUM.or(b"_-. \"()").or(&[mark]).fills(line) {
            return None;
        }
        // HAProxy ends its head with a comma.
        let named = |(start, end)| match remark {
            Some(_) if start == end => Some(None),
            _ => column(&line[start..end], fields),
        };
        let mut columns: Vec<_> = self::fields(line, mark).map(named).collect::<Option<_>>()?;
        let (kind, key) = name_of(&columns, line, mark);
        for (column, (start, end)) in columns.iter_mut().zip(self::fields(line, mark)) {
            if *keys::normal(&line[start..end]) == *b"name" && !column.as_ref().is_some_and(Meaning::is_declared) {
                *column = fields.meaning_by(key, |_| Some(kind));
            }
        }
        // What a list of devices calls their serial number, where one of people has surnames.
        let is =
            |(start, end): (usize, usize), names: &[&str]| bytes::is_one_of(&keys::normal(&line[start..end]), names);
        let devices = self::fields(line, mark).any(|span| is(span, &DEVICES));
        for (column, span) in columns.iter_mut().zip(self::fields(line, mark)).filter(|_| devices) {
            if is(span, &["sn"]) && !column.as_ref().is_some_and(Meaning::is_declared) {
                *column = fields.meaning_by(b"serialnumber", |_| Some(Kind::Serial));
            }
        }
        let list = Self { mark, columns };
        // A row may have digits and dots too.
        let spelt = remark.is_some() || !DIGIT.or(b".").is_in(line);
        // `user⇥tags`, as rabbitmqctl(8) lists them.
        let couple = line.starts_with(b"user\t") || line.starts_with(b"login\t") || kind == Kind::Host;
        (list.columns.len() > 2 || couple || list.is_couple()).then_some(list).filter(|list| list.says(spelt))
    }

    /// Whether one of two columns is of secrets, and the other one says whose they are, so that no third need bear it
    /// out: a row of some other list may say `passwd,stable`. What the profile names needs nothing beside it.
    fn is_couple(&self) -> bool {
        let is_secret = |meaning: &Meaning| meaning.may_be(&[Kind::Secret]);
        let surely = |meaning: &Meaning| is_secret(meaning) && !keys::is_weak(&meaning.key);
        let columns = || self.columns.iter().flatten();
        columns().any(Meaning::is_declared) || columns().any(surely) && columns().any(|meaning| !is_secret(meaning))
    }

    /// Whether a column says what it holds, or two do where the names are not spelt as names are.
    fn says(&self, spelt: bool) -> bool {
        // Of tests that pass somebody counts how many did.
        let tells = |meaning: &&Meaning| *meaning.key != *WHOSE && *meaning.key != *b"pass";
        let telling = || self.columns.iter().flatten().filter(tells);
        telling().count() > usize::from(!spelt) || telling().any(Meaning::is_declared)
    }

    /// Columns that PostgreSQL copies.
    pub(super) const fn copied(columns: Vec<Column>) -> Self {
        Self { mark: b'\t', columns }
    }

    /// The names of W3C's extended log file format, as IIS and Exchange have them: `date time cs-username c-ip`.
    fn extended(names: &[u8], fields: &Fields) -> Option<Self> {
        let mark = [b'\t', b' '].into_iter().find(|mark| names.contains(mark)).unwrap_or(b',');
        let columns: Vec<_> = names
            .split(|byte| *byte == mark)
            // Zeek's `uid` is a connection's.
            .map(|name| fields.meaning_by(name, |normal| keys::kind(normal).filter(|_| normal != b"uid")))
            .collect();
        (columns.len() >= 4 && columns.iter().any(Option::is_some)).then_some(Self { mark, columns })
    }

    /// Finds the values of one line; gives whether the list goes on.
    pub(super) fn row(&self, line: &[u8], found: &mut Vec<Found>) -> bool {
        // `#types`, `#Date: `: what else is said of the list.
        if line.first() == Some(&b'#') {
            return !line.starts_with(b"#close");
        }
        let count = fields(line, self.mark).take(self.columns.len() + 1).count();
        let spaced = || fields(line, self.mark).any(|(start, _)| line[start..].starts_with(b" "));
        // A sentence has a comma too.
        if self.columns.len() == 2 && (count != 2 || self.mark != b'\t' && spaced()) {
            return false;
        }
        // What a later version would write at the end may be missing.
        let whole = count == self.columns.len() || !spaced();
        if count + self.columns.len().min(4) - 2 >= self.columns.len() && count <= self.columns.len() && whole {
            for (span, column) in fields(line, self.mark).zip(&self.columns) {
                if let Some(meaning) = column {
                    value(line, span, meaning, found);
                }
            }
        }
        count > 1
    }

    /// Whether a line has as many fields as the list has columns: it is a row, whatever its words.
    pub(super) fn is_row(&self, line: &[u8]) -> bool {
        fields(line, self.mark).take(self.columns.len() + 1).count() == self.columns.len()
    }
}

/// Finds the value of a column.
fn value(line: &[u8], (start, end): (usize, usize), meaning: &Meaning, found: &mut Vec<Found>) {
    let text = &line[start..end];
    let quoted = start > 0 && line[start - 1] == b'"';
    let whole = is_full_name(text);
    let person = meaning.kind == Kind::User && whole && !meaning.is_declared();
    let kind = if person { Kind::Person } else { meaning.kind };
    let listed = quoted && kind == Kind::Person && !whole && is_surname_first(text);
    // A certificate may be anybody's, with spaces in their name.
    if start < end && (listed || person || *meaning.key == *b"commonname" && !meaning.is_declared()) {
        let teaches = kind == Kind::User && text.len() >= 4;
        return found.push(Found::new(start..end, kind, Evidence::Structure).teaching_if(teaches));
    }
    // Whoever has a mail address, a login or a telephone in their row.
    let other = *meaning.key == *WHOSE && !whole
        || *meaning.key == *b"name" && kind == Kind::Person && !whole && !line.contains(&b'@');
    if meaning.is_declared() || !other {
        meaning.take(line, (start, end), quoted && kind == Kind::Secret, found);
    }
}

/// `Lee, Ann`
fn is_surname_first(text: &[u8]) -> bool {
    let Some(comma) = bytes::find(text, b", ") else { return false };
    is_full_name(&[&text[comma + 2..], b" ", &text[..comma]].concat())
}

/// Keeps the names of a list's columns: what finders took for something else in a line that is a head.
pub(super) fn keep_names(line: &[u8], from: usize, found: &mut Vec<Found>) {
    let mut index = 0;
    found.retain(|one| {
        index += 1;
        index <= from || keys::kind(&keys::normal(&line[one.start..one.end])).is_none()
    });
}

/// What a column `name` holds: who has a mail address is a person, and what has one of a network a machine; else it is
/// seen from the rows.
fn name_of(columns: &[Column], line: &[u8], mark: u8) -> (Kind, &'static [u8]) {
    let has = |kinds: &[Kind]| columns.iter().flatten().any(|meaning| kinds.contains(&meaning.kind));
    let address = |(start, end): (usize, usize)| bytes::is_one_of(&keys::normal(&line[start..end]), &ADDRESSES);
    if has(&[Kind::Email]) {
        (Kind::Person, b"name")
    } else if !has(&[Kind::Phone, Kind::Location, Kind::Person, Kind::User]) && fields(line, mark).any(address) {
        (Kind::Host, b"name")
    } else {
        (Kind::Person, WHOSE)
    }
}

/// The key of a column of names that may be people's.
const WHOSE: &[u8] = b"whose";

/// Columns of what is said of devices, in normal form.
const DEVICES: [&str; 7] = ["model", "mac", "macaddress", "ip", "ipaddress", "firmware", "imei"];

/// Columns of addresses of a network, in normal form.
const ADDRESSES: [&str; 4] = ["address", "ip", "ipaddr", "ipaddress"];

/// `gw-7,192.0.2.7`: a machine and its address, in a list without a head.
pub(super) fn machine(line: &[u8], found: &mut Vec<Found>) {
    let Some(mark) = memchr::memchr3(b',', b';', b'\t', line) else { return };
    let (name, address) = (&line[..mark], line[mark + 1..].trim_ascii());
    let plain = ascii::NAME.fills(name);
    let addressed = || std::str::from_utf8(address).is_ok_and(|text| text.parse::<Ipv4Addr>().is_ok());
    if plain && addressed() && host::is_likely(name) {
        found.push(Found::new(0..mark, Kind::Host, Evidence::Structure).teaching_unless_short());
    }
}

/// What a column's name says: `None` where it is no name.
fn column(name: &[u8], fields: &Fields) -> Option<Option<Meaning>> {
    let last = name.rsplit(|byte| !byte.is_ascii_alphanumeric()).find(|word| !word.is_empty())?;
    // How a word ends that is in no list is chance.
    let listed = opaque::word(last, 0, last.len()).is_none();
    let built_in = |normal: &[u8]| match normal {
        b"commonname" => Some(Kind::User),
        // The machine that somebody printed or called from.
        b"client" => Some(Kind::Host),
        normal => keys::kind(normal).filter(|_| listed),
    };
    let plain = name.first().is_some_and(u8::is_ascii_alphabetic) && name.len() <= NAME;
    plain.then(|| fields.meaning_by(name, built_in))
}

/// `CLIENT_LIST,gwen,192.0.2.7:41130,…,1748935000,gwen,3,0`, `ROUTING_TABLE,10.8.0.10,gwen,…`: who is connected.
pub(super) fn status(line: &[u8], found: &mut Vec<Found>) {
    for (word, index) in [(&b"CLIENT_LIST"[..], 1), (b"ROUTING_TABLE", 2)] {
        let Some(mark) = line.strip_prefix(word).and_then(<[u8]>::first).filter(|mark| b",\t".contains(mark)) else {
            continue;
        };
        let mut timed = false;
        for (at, (start, end)) in fields(line, *mark).take(MOST).enumerate() {
            let text = &line[start..end];
            if (at == index || timed) && start < end && text != b"UNDEF" {
                found.push(Found::new(start..end, Kind::User, Evidence::Structure).teaching_unless_short());
            }
            // A login stands behind the seconds since when its client is connected.
            timed = index == 1 && text.len() == 10 && DIGIT.fills(text) && !timed;
        }
    }
}

/// The fields of a line, without the quotes around them.
fn fields(line: &[u8], mark: u8) -> impl Iterator<Item = (usize, usize)> {
    let mut at = Some(0);
    std::iter::from_fn(move || {
        let start = at?;
        let rest = &line[start..];
        let quoted = rest.strip_prefix(b"\"").and_then(|text| {
            memchr::memchr_iter(b'"', text).find(|close| text.get(close + 1).is_none_or(|next| *next == mark))
        });
        let (from, to) = match quoted {
            Some(close) => (start + 1, start + 1 + close),
            None => (start, start + memchr::memchr(mark, rest).unwrap_or(rest.len())),
        };
        let past = to + usize::from(quoted.is_some());
        at = (past < line.len()).then_some(past + 1);
        Some((from, to))
    })
}

/// Fields of a client's line that are looked at.
const MOST: usize = 32;
/// Bytes of the longest head, and of the longest name in one.
const HEAD: usize = 1024;
/// Bytes of a head that names every field of a web server's log, and more.
const FIELDS: usize = 2048;
const NAME: usize = 40;

#[cfg(test)]
mod tests;
