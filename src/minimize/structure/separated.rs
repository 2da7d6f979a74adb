//! Lists of values with commas or tabs between them whose head names the columns, such as Kea's leases; OpenVPN's
//! status.

use std::net::Ipv4Addr;

use super::inserts::Column;
use super::keys;
use super::people::is_full_name;
use super::plausible::{Value, is_plausible};
use crate::minimize::ascii::{self, DIGIT};
use crate::minimize::prefilter::{Finder, Needs};
use crate::minimize::{Evidence, Found, Kind, bytes, host};

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
    /// Three columns or more with nothing but their names, one of which says what it holds.
    pub(super) fn head(line: &[u8]) -> Option<Self> {
        if let Some(names) = line.strip_prefix(b"#Fields: ").filter(|names| names.len() <= FIELDS) {
            return Self::extended(names.trim_ascii_end());
        }
        // Zeek's.
        if let Some(names) = line.strip_prefix(b"#fields\t").filter(|names| names.len() <= FIELDS) {
            return Self::extended(names.trim_ascii_end());
        }
        // HAProxy's `# pxname,svname,…`.
        let remark = line.strip_prefix(b"# ");
        let line = remark.unwrap_or(line);
        // `user⇥tags`, as rabbitmqctl(8) lists them.
        let couple = line.starts_with(b"user\t") || line.starts_with(b"login\t");
        let marks =
            |least| [b',', b'\t', b';'].into_iter().find(|mark| memchr::memchr_iter(*mark, line).count() >= least);
        let mark = marks(2).or_else(|| marks(1))?;
        let name = |byte: &u8| {
            let numbered = remark.is_some() && byte.is_ascii_digit();
            byte.is_ascii_alphabetic() || *byte == mark || numbered || b"_- \"()".contains(byte)
        };
        if !line.iter().all(name) || line.len() > HEAD {
            return None;
        }
        let spans = fields(line, mark);
        // HAProxy ends its head with a comma.
        let named = |(start, end)| match remark {
            Some(_) if start == end => Some(None),
            _ => column(&line[start..end]),
        };
        let mut columns: Vec<_> = spans.map(named).collect::<Option<_>>()?;
        let named = name_of(&columns, line, mark);
        for (column, (start, end)) in columns.iter_mut().zip(fields(line, mark)) {
            if *keys::normal(&line[start..end]) == *b"name" {
                *column = Some((named.0, named.1.to_vec()));
            }
        }
        // What a list of devices calls their serial number, where one of people has surnames.
        let devices = fields(line, mark).any(|(start, end)| DEVICES.contains(&&*keys::normal(&line[start..end])));
        for (column, (start, end)) in columns.iter_mut().zip(fields(line, mark)).filter(|_| devices) {
            if *keys::normal(&line[start..end]) == *b"sn" {
                *column = Some((Kind::Serial, b"serialnumber".to_vec()));
            }
        }
        let paired = columns.len() > 2 || couple || named.0 == Kind::Host;
        let says = columns.iter().flatten().any(|(_, key)| key != WHOSE);
        (says && paired).then_some(Self { mark, columns })
    }

    /// Columns that PostgreSQL copies.
    pub(super) const fn copied(columns: Vec<Column>) -> Self {
        Self { mark: b'\t', columns }
    }

    /// The names of W3C's extended log file format, as IIS and Exchange have them: `date time cs-username c-ip`.
    fn extended(names: &[u8]) -> Option<Self> {
        let mark = [b'\t', b' '].into_iter().find(|mark| names.contains(mark)).unwrap_or(b',');
        let columns: Vec<_> = names
            .split(|byte| *byte == mark)
            .map(|name| {
                let normal = keys::normal(name);
                // Zeek's `uid` is a connection's.
                keys::kind(&normal).filter(|_| *normal != *b"uid").map(|kind| (kind, normal.to_vec()))
            })
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
        // What a later version would write at the end may be missing.
        let whole =
            count == self.columns.len() || !fields(line, self.mark).any(|(start, _)| line[start..].starts_with(b" "));
        if count + self.columns.len().min(4) - 2 >= self.columns.len() && count <= self.columns.len() && whole {
            for ((start, end), column) in fields(line, self.mark).zip(&self.columns) {
                let Some((kind, key)) = column else { continue };
                let text = &line[start..end];
                // Whoever has a mail address, a login or a telephone in their row.
                let whole = is_full_name(text);
                let kind = &if *kind == Kind::User && whole { Kind::Person } else { *kind };
                let value = Value { kind: *kind, key, text, sure: true, quoted: false, line };
                if key == WHOSE && !whole
                    || *key == *b"name" && *kind == Kind::Person && !whole && !line.contains(&b'@')
                {
                    continue;
                }
                // A certificate may be anybody's, with spaces in their name.
                if start < end && (key == b"commonname" || is_plausible(&value)) {
                    found.push(Found::new(start..end, *kind, Evidence::Structure).teaching_if(value.teaches()));
                }
            }
        }
        count > 1
    }
}

/// What a column `name` holds: who has a mail address is a person, and what has one of a network a machine; else it is
/// seen from the rows.
fn name_of(columns: &[Column], line: &[u8], mark: u8) -> (Kind, &'static [u8]) {
    let has = |kinds: &[Kind]| columns.iter().flatten().any(|(kind, _)| kinds.contains(kind));
    let address = |(start, end): (usize, usize)| bytes::is_one_of(&keys::normal(&line[start..end]), &ADDRESSES);
    match () {
        () if has(&[Kind::Email]) => (Kind::Person, b"name"),
        () if !has(&[Kind::Phone, Kind::Location, Kind::Person, Kind::User]) && fields(line, mark).any(address) => {
            (Kind::Host, b"name")
        }
        () => (Kind::Person, WHOSE),
    }
}

/// The key of a column of names that may be people's.
const WHOSE: &[u8] = b"whose";

/// Columns of what is said of devices, in normal form.
const DEVICES: [&[u8]; 7] = [b"model", b"mac", b"macaddress", b"ip", b"ipaddress", b"firmware", b"imei"];

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
fn column(name: &[u8]) -> Option<Option<(Kind, Vec<u8>)>> {
    let plain = name.first().is_some_and(u8::is_ascii_alphabetic) && name.len() <= NAME;
    let normal = keys::normal(name);
    let kind = match &*normal {
        b"commonname" => Some(Kind::User),
        // The machine that somebody printed or called from.
        b"client" => Some(Kind::Host),
        normal => keys::kind(normal),
    };
    plain.then(|| kind.map(|kind| (kind, normal.into_vec())))
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
mod tests {
    use super::{Found, Separated, machine, status};

    fn rows(lines: &[&str]) -> Vec<String> {
        let list = Separated::head(lines[0].as_bytes()).unwrap();
        crate::minimize::testing::texts_of_lines(&lines[1..], |line, found| {
            list.row(line, found);
        })
    }

    #[test]
    fn a_head_says_what_its_columns_hold() {
        let leases = "address,hwaddr,valid_lifetime,fqdn_fwd,hostname,state,user_context";
        assert_eq!(rows(&[leases, "192.0.2.7,,3600,0,pad-of-gwen,0,", "192.0.2.8,,3600,0,,0"]), ["pad-of-gwen"]);
        let clients = "Common Name,Real Address,Connected Since";
        assert_eq!(
            rows(&[clients, "gwen,192.0.2.7:41130,Tue Jun 3", "\"gwen, ann\",192.0.2.8:7,x"]),
            ["gwen", "gwen, ann"]
        );
        assert_eq!(rows(&["id\tuser\tsize", "7\tgwen\t42", "8\t9\t42"]), ["gwen"]);
        assert_eq!(rows(&["time;user;action", "08:12;gwen;ACK"]), ["gwen"]);
        let devices = ["sn,model,ip,owner", "QVX4471,zorgal,192.0.2.7,Gwen Quvnix"];
        assert_eq!(rows(&devices), ["QVX4471", "Gwen Quvnix"]);
        let people = ["id,first_name,last_name,email", "7,Gwen,Quvnix,g@x.example"];
        assert_eq!(rows(&people), ["Gwen", "Quvnix", "g@x.example"]);
        assert_eq!(rows(&["first_name,last_name,level", "Gwen,Quvnix,7"]), ["Gwen", "Quvnix"]);
        let people = ["id,name,email", "7,Gwen Quvnix,g@x.example", "8,,h@x.example"];
        assert_eq!(rows(&people), ["Gwen Quvnix", "g@x.example", "h@x.example"]);
        let devices = ["name,address", "quvnix-web,192.0.2.7", "default,192.0.2.1"];
        assert_eq!(rows(&devices), ["quvnix-web"]);
        let book = [
            "\"No\",\"Name\",\"UserID\",\"Password\"",
            "\"1\",\"Gwen Quvnix\",\"\",\"\"",
            "\"2\",\"Scan Jobs\",\"gwenq\",\"h4x0r\"",
        ];
        assert_eq!(rows(&book), ["Gwen Quvnix", "gwenq", "h4x0r"]);
        assert_eq!(crate::minimize::testing::texts("quvnix-7;192.0.2.7", machine), ["quvnix-7"]);
        assert_eq!(crate::minimize::testing::texts("eth0,192.0.2.7", machine), Vec::<String>::new());
        assert_eq!(rows(&["# pxname,svname,hrsp_1xx,", "web,quvnix-7,0,", "web,BACKEND,0,"]), ["quvnix-7"]);
    }

    #[test]
    fn a_list_ends_where_no_mark_stands() {
        let list = Separated::head(b"user,size,age").unwrap();
        assert!(list.row(b"a,b,c,d,e", &mut Vec::new()));
        assert!(!list.row(b"ROUTING TABLE", &mut Vec::new()));
    }

    #[test]
    fn sentences_and_rows_are_no_heads() {
        for line in ["the user, the host, and more", "user,host", "user=gwen,host=gw7,x", "a,b,c", "user,,x", ""] {
            assert_eq!(Separated::head(line.as_bytes()), None, "{line}");
        }
    }

    #[test]
    fn who_is_connected_stands_in_a_status() {
        let texts = |line: &str| crate::minimize::testing::texts(line, status);
        let client = "CLIENT_LIST,gwen7,192.0.2.7:41130,10.8.0.10,,1,2,Tue Jun 3 09:00:00 2025,1748935000,gwen,3,0";
        assert_eq!(texts(client), ["gwen7", "gwen"]);
        assert_eq!(texts(&client.replace(',', "\t")), ["gwen7", "gwen"]);
        assert_eq!(texts("ROUTING_TABLE,10.8.0.10,gwen,192.0.2.7:41130,x,1748935000"), ["gwen"]);
        assert_eq!(texts("CLIENT_LIST,UNDEF,192.0.2.7:41130"), Vec::<String>::new());
        assert_eq!(texts("HEADER,CLIENT_LIST,Common Name"), Vec::<String>::new());
    }

    #[test]
    fn a_head_of_the_extended_format_names_its_columns() {
        let list = Separated::head(b"#Fields: date time s-computername s-ip cs-method cs-username sc-status").unwrap();
        let line = "2026-01-02 03:04:05 QUVNIX 192.0.2.7 GET PLANT\\gwen 200";
        let mut found: Vec<Found> = Vec::new();
        assert!(list.row(line.as_bytes(), &mut found));
        let texts: Vec<_> = found.iter().map(|one| &line[one.start..one.end]).collect();
        assert_eq!(texts, ["QUVNIX", "PLANT\\gwen"]);
        assert!(Separated::head(b"#Fields: date time sc-status sc-bytes").is_none());
    }
}
