//! Tables whose head says what a column holds: serial numbers of `lsblk -o` and `nvme list`, logins and machines
//! between the bars of psql(1) and mysql(1), of smbstatus(1), whoami(1) and repquota(8), nodes of Kubernetes and
//! Docker, networks of nmcli(1), neighbours of switches, jobs of lpq(1).

mod barred;
mod declared;
mod named;
mod titled;

use super::columns::words;
use super::fields::Fields;
use super::people::is_words;
use crate::minimize::ascii::{Class, DIGIT, LETTER, NAME};
use crate::minimize::prefilter::{Finder, Needs};
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary, host, uuid};
use barred::has_bars;
use declared::Declared;

/// What a line must show to be such a head.
pub(super) const NEEDS: Needs = Needs {
    finder: Finder::Heads,
    marks: 0,
    words: &[
        "serial",
        "wwn",
        "sn",
        "user",
        "usename",
        "rolname",
        "hostname",
        "username",
        "machine",
        "roles",
        "node",
        "cpu",
        "capability",
        "bssid",
        "sid",
        "system",
        "neighbor",
        "device",
        "ap",
        "host",
        "nodelist",
        "nodeid",
        "vmid",
        "state",
        "heap",
        "ssid",
        "uuid",
        "idle",
        "rank",
        "callin",
        "serialnumber",
        "ipv4",
        "networks",
        "role",
        "gecos",
        "dsa",
        "caller",
        "internal",
        "userid",
        "mem",
        "eligibility",
        "password",
        "passwd",
        "secret",
        "token",
        "psk",
        "pwd",
    ],
};

/// The columns of the table at hand, none where there is no table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Heads {
    columns: [Option<(usize, Kind)>; 4],
    /// Those that the profile names.
    declared: [Option<Declared>; 2],
    /// Bars separate the columns, which are counted; else they begin at a letter of the line.
    bars: bool,
    /// Where a word begins in every row of the table: what follows it need not be a part of it.
    beside: Option<usize>,
    /// No row has been read yet: a line that is empty belongs to the head.
    fresh: bool,
}

impl Heads {
    /// Whether no table is at hand.
    pub(super) fn is_plain(&self) -> bool {
        self.columns[0].is_none() && self.declared[0].is_none()
    }

    /// Reads a line that may be a head; gives whether it is one.
    pub(super) fn begin(&mut self, line: &[u8], fields: &Fields) -> bool {
        let mut head = if has_bars(line) { Self::barred(line) } else { Self::spaced(line) };
        if fields.are_any() {
            head.declare(line, fields);
        }
        let begins = !head.is_plain();
        *self = if begins { Self { fresh: true, ..head } } else { *self };
        begins
    }

    /// Reads a line that is no head: a row of the table, where there is one, or what ends it.
    pub(super) fn row(&mut self, line: &[u8], found: &mut Vec<Found>) {
        if self.is_plain() {
            return;
        }
        let first = std::mem::take(&mut self.fresh);
        if first && line.trim_ascii().is_empty() {
            return;
        }
        let barred = has_bars(line);
        // `├────┤`: no text has nothing but bytes of these.
        let rule = Class::of(b"-+=| ").or_not_ascii().fills(line);
        // Another head has nothing but capitals.
        let plain = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_punctuation() || *byte == b' ';
        let over = self.beside.is_some() && !rule && line.iter().all(plain);
        if line.trim_ascii().is_empty() || over || self.bars && !barred && !rule {
            *self = Self::default();
        } else if !rule {
            self.declared(line, found);
            if self.bars { self.between_bars(line, found) } else { self.words(line, found) }
        }
    }

    /// `NAME MODEL SERIAL WWN`, `Node  SN  Model`
    fn spaced(line: &[u8]) -> Self {
        // A log may say these words too; Elasticsearch says over how many minutes it measures.
        if DIGIT.is_in(line) && !line.starts_with(b"ip ") {
            return Self::default();
        }
        let words = words(line);
        let named = Self::named(line, &words);
        if !named.is_plain() {
            return named;
        }
        let mut head = Self::default();
        let table = words.iter().any(|(start, end)| {
            matches!(&line[*start..*end], b"NAME" | b"MODEL" | b"Node" | b"Model" | b"DEVICE" | b"KNAME")
        });
        let columns = words.iter().filter_map(|(start, end)| {
            let kind = match &line[*start..*end] {
                b"SERIAL" | b"WWN" | b"SN" => Kind::Serial,
                b"UUID" | b"PARTUUID" => Kind::Uuid,
                _ => return None,
            };
            Some((letters(line, *start), kind))
        });
        if table {
            head.columns.iter_mut().zip(columns).for_each(|(place, column)| *place = Some(column));
        }
        if head.is_plain() { Self::titled(line) } else { head }
    }

    /// The row's words that begin where a column does.
    fn words(&self, line: &[u8], found: &mut Vec<Found>) {
        let words = words(line);
        self.centred(line, &words, found);
        if self.beside.is_some_and(|beside| !words.iter().any(|(start, _)| letters(line, *start) == beside)) {
            return;
        }
        for (start, end) in words.iter().copied() {
            // `>gwen`: who asks.
            let start = start + usize::from(line[start] == b'>');
            let place = letters(line, start);
            let Some((_, kind)) = self.columns.into_iter().flatten().find(|(column, _)| *column == place) else {
                continue;
            };
            // The name of a network or a person may be several words.
            let end = match kind {
                Kind::Ssid | Kind::Person => {
                    bytes::find(&line[start..], b"  ").map_or(line.trim_ascii_end().len(), |at| start + at)
                }
                _ => end,
            };
            // `quv[01-04]`: several, as Slurm writes them; `Gwen Quvnix,Room 7`: what else is known of somebody.
            let set = |mark| memchr::memchr(mark, &line[start..end]).filter(|length| *length > 0);
            let stop = match kind {
                Kind::Host => set(b'[').or_else(|| set(b',')),
                Kind::Person => set(b','),
                _ => None,
            };
            if kind == Kind::Host && set(b'[').is_none() {
                others(line, (start, end), found);
            }
            let end = stop.map_or(end, |length| start + length);
            let text = &line[start..end];
            let plain = |marks: &[u8]| text.iter().all(|byte| byte.is_ascii_alphanumeric() || marks.contains(byte));
            let fits = match kind {
                Kind::Serial => text.len() >= 6 && plain(b"-_.") && DIGIT.is_in(text),
                Kind::Ssid => text != b"--",
                Kind::Uuid => uuid::is_whole(text),
                Kind::Person => LETTER.or(b" .'-").or_not_ascii().fills(text) && text.len() >= 4 && !is_words(text),
                // Another sentence may have a word at the same place.
                _ => {
                    plain(b"-_.@\\$+")
                        && LETTER.is_in(text)
                        && (kind == Kind::Host && self.beside.is_some() && text.contains(&b'-')
                            || !dictionary::is_word(text))
                }
            };
            if fits {
                let from = start + if kind == Kind::Serial && text.starts_with(b"0x") { 2 } else { 0 };
                found.push(Found::new(from..end, kind, Evidence::Structure).teaching_if(end - start >= 4));
            }
        }
    }
}

/// The machines behind the first of a list with commas: `quvnix-1,quvnix-2`.
fn others(line: &[u8], (start, end): (usize, usize), found: &mut Vec<Found>) {
    for comma in memchr::memchr_iter(b',', &line[start..end]).map(|length| start + length) {
        let length = line[comma + 1..end].split(|byte| *byte == b',').next().map_or(0, <[u8]>::len);
        let name = &line[comma + 1..comma + 1 + length];
        if host::is_likely(name) && NAME.fills(name) {
            let span = comma + 1..comma + 1 + length;
            found.push(Found::new(span, Kind::Host, Evidence::Structure).teaching_unless_short());
        }
    }
}

/// How many letters stand before a byte: the branches of a tree have three bytes each.
fn letters(line: &[u8], end: usize) -> usize {
    line[..end].iter().filter(|byte| !matches!(byte, 0x80..=0xbf)).count()
}

#[cfg(test)]
mod tests;
