//! The columns of PAN-OS' logs: a line with commas whose fourth field says by its kind what the others hold.

use super::spans::push;
use crate::minimize::ascii::{DIGIT, LETTER, NAME, is_number};
use crate::minimize::{Found, Kind};

/// Finds the people and the machines of a record whose kind stands at `start`, commas around it.
pub(super) fn find(line: &[u8], start: usize, found: &mut Vec<Found>) {
    let mut fields = Fields { line, at: start + 1 };
    let Some((from, to)) = fields.next() else { return };
    let Some((_, columns)) = KINDS.iter().find(|(name, _)| name.as_bytes() == &line[from..to]) else { return };
    let mut hierarchy = Hierarchy::default();
    for (index, (start, end)) in fields.take(MOST).enumerate() {
        let text = &line[start..end];
        let device = hierarchy.names(text).then_some(Kind::Host);
        let column = columns.iter().find(|(column, _)| *column == index + 1).map(|(_, kind)| *kind);
        let Some(kind) = column.or(device) else { continue };
        let plain = NAME.or(b"@\\$").or_not_ascii().fills(text);
        let number = kind == Kind::Serial && text.len() >= 6 && DIGIT.fills(text);
        if plain && (number || LETTER.is_in(text)) {
            push(start, end, kind, found);
        }
    }
}

/// What every kind of record has somewhere: flags in hexadecimal, four numbers of groups of devices, the virtual system
/// and the device.
#[derive(Default)]
struct Hierarchy {
    /// Fields of it that came.
    fields: usize,
}

impl Hierarchy {
    /// Reads the next field; gives whether it is the device's name.
    fn names(&mut self, field: &[u8]) -> bool {
        let number = is_number(field);
        self.fields = match self.fields {
            _ if field.starts_with(b"0x") => 1,
            1..5 if number => self.fields + 1,
            5 | 6 => self.fields + 1,
            _ => 0,
        };
        self.fields == 7
    }
}

/// Bytes of the longest field in quotes.
const LONGEST: usize = 512;
/// Fields of a record that are read at most.
const MOST: usize = 160;

/// Fields between commas, without the quotes around them.
struct Fields<'a> {
    line: &'a [u8],
    at: usize,
}

impl Iterator for Fields<'_> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.line.get(self.at..)?;
        let text = rest.strip_prefix(b"\"").map(|text| &text[..text.len().min(LONGEST)]);
        let quoted = text.and_then(|text| memchr::memmem::find(text, b"\","));
        let (start, end) = match quoted {
            Some(length) => (self.at + 1, self.at + 1 + length),
            None => (self.at, self.at + memchr::memchr(b',', rest).unwrap_or(rest.len())),
        };
        self.at = end + 1 + usize::from(quoted.is_some());
        Some((start, end))
    }
}

/// Kinds of records and, counted from the kind on, what their columns hold.
const KINDS: [(&str, &[(usize, Kind)]); 11] = [
    ("TRAFFIC", &[(9, Kind::User), (10, Kind::User), (49, Kind::Host)]),
    ("THREAT", &[(9, Kind::User), (10, Kind::User), (56, Kind::Host)]),
    ("SYSTEM", &[(19, Kind::Host)]),
    ("CONFIG", &[(7, Kind::User), (18, Kind::Host)]),
    ("USERID", &[(6, Kind::User)]),
    ("GLOBALPROTECT", &[(9, Kind::User), (11, Kind::Host), (17, Kind::Serial)]),
    ("HIPMATCH", &[(4, Kind::User), (6, Kind::Host), (25, Kind::Serial)]),
    ("HIP-MATCH", &[(4, Kind::User), (6, Kind::Host), (25, Kind::Serial)]),
    ("AUTH", &[(6, Kind::User), (7, Kind::User)]),
    ("AUTHENTICATION", &[(6, Kind::User), (7, Kind::User)]),
    ("DECRYPTION", &[(9, Kind::User), (10, Kind::User)]),
];

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str, kind: &str) -> Vec<String> {
        let start = line.find(kind).unwrap();
        crate::minimize::testing::texts(line, |line, found| find(line, start, found))
    }

    #[test]
    fn columns_of_a_record_say_who_and_on_what() {
        let head = "1,2026/01/02 03:04:05,0077,TRAFFIC,end,2561,2026/01/02 03:04:05,192.0.2.7,192.0.2.8,192.0.2.9,192.0.2.10,Out,gwen,plant\\bo,ssl,vsys1,in,out,e1,e2,L,t,7,1,51000,443,0,0,0x19,tcp,allow,1,1,1,2,t,0,\"web, x\",,7,0x0,DE,FR,,1,1,tcp-fin,0,0,0,0,,quvnix,from-policy";
        assert_eq!(texts(head, ",TRAFFIC,"), ["gwen", "plant\\bo", "quvnix"]);
        let line = "1,t,0077,CONFIG,0,0,t,192.0.2.7,,edit,gwen,Web,Succeeded,\"a, b\",7,0x0,0,0,0,0,,quvnix";
        assert_eq!(texts(line, ",CONFIG,"), ["gwen", "quvnix"]);
        let line = "1,t,0077,DECRYPTION,0,2562,t,192.0.2.7,192.0.2.8,,,Out,gwen,,ssl,0x400,tcp,allow,77,0x8000,53,0,0,0,,zorgal,1,x";
        assert_eq!(texts(line, ",DECRYPTION,"), ["gwen", "zorgal"]);
        let line = "1,t,0077,HIPMATCH,0,2562,t,gwen,vsys1,gw7,Windows,192.0.2.7,ok,1,profile,,,77,0x8000,53,9,8,0,,zorgal,1,::,0af3,41339077,,t";
        assert_eq!(texts(line, ",HIPMATCH,"), ["gwen", "gw7", "zorgal", "41339077"]);
    }

    #[test]
    fn columns_that_hold_nothing_or_prose_stay() {
        let line = "1,t,0077,THREAT,url,0,t,192.0.2.7,192.0.2.8,,,Out rule,,,web";
        assert_eq!(texts(line, ",THREAT,"), Vec::<String>::new());
        assert_eq!(texts("a,SYSTEM,x", ",SYSTEM,"), Vec::<String>::new());
    }
}
