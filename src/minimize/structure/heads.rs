//! Tables whose head says what a column holds: serial numbers of `lsblk -o` and `nvme list`, logins and machines
//! between the bars of psql(1) and mysql(1).

use super::super::sight::{Finder, Needs};
use super::super::{Found, Kind, Way};
use super::columns::words;

/// What a line must show to be such a head.
pub(super) const NEEDS: Needs = Needs {
    finder: Finder::Heads,
    marks: 0,
    words: &["serial", "wwn", "sn", "user", "usename", "rolname", "hostname"],
};

/// The columns of the table at hand, none where there is no table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Heads {
    columns: [Option<(usize, Kind)>; 4],
    /// Bars separate the columns, which are counted; else they begin at a letter of the line.
    bars: bool,
}

impl Heads {
    /// Whether no table is at hand.
    pub(super) fn is_plain(&self) -> bool {
        self.columns[0].is_none()
    }

    /// Reads a line: a head, which may be `called` one, a row, or what ends the table.
    pub(super) fn line(&mut self, line: &[u8], called: bool, found: &mut Vec<Found>) {
        let barred = line.contains(&b'|');
        if called {
            let head = if barred { Self::barred(line) } else { Self::spaced(line) };
            if !head.is_plain() {
                *self = head;
                return;
            }
        }
        if self.is_plain() {
            return;
        }
        let rule = line.iter().all(|byte| matches!(byte, b'-' | b'+' | b'=' | b'|' | b' '));
        if line.trim_ascii().is_empty() || self.bars && !barred && !rule {
            *self = Self::default();
        } else if !rule && self.bars {
            self.cells(line, found);
        } else if !rule {
            self.words(line, found);
        }
    }

    /// ` datname | usename | client_hostname `, `| Id | User | Host |`
    fn barred(line: &[u8]) -> Self {
        let mut head = Self { bars: true, ..Self::default() };
        let cells = line.split(|byte| *byte == b'|').enumerate().filter_map(|(index, cell)| {
            let kind = match cell.trim_ascii() {
                b"User" | b"user" | b"usename" | b"rolname" => Kind::User,
                b"Host" | b"host" | b"client_hostname" => Kind::Host,
                _ => return None,
            };
            Some((index, kind))
        });
        head.columns.iter_mut().zip(cells).for_each(|(place, cell)| *place = Some(cell));
        // `Host` alone may say anything.
        if head.columns.iter().flatten().any(|(_, kind)| *kind == Kind::User) { head } else { Self::default() }
    }

    /// `NAME MODEL SERIAL WWN`, `Node  SN  Model`
    fn spaced(line: &[u8]) -> Self {
        let mut head = Self::default();
        let words = words(line);
        let table = words.iter().any(|(start, end)| {
            matches!(&line[*start..*end], b"NAME" | b"MODEL" | b"Node" | b"Model" | b"DEVICE" | b"KNAME")
        });
        let columns = words.iter().filter(|(start, end)| matches!(&line[*start..*end], b"SERIAL" | b"WWN" | b"SN"));
        let columns = columns.map(|(start, _)| (letters(line, *start), Kind::Serial));
        // A log may say these words too.
        if table && !line.iter().any(u8::is_ascii_digit) {
            head.columns.iter_mut().zip(columns).for_each(|(place, column)| *place = Some(column));
        }
        head
    }

    /// The row's cells between bars.
    fn cells(&self, line: &[u8], found: &mut Vec<Found>) {
        let mut start = 0;
        for (index, cell) in line.split(|byte| *byte == b'|').enumerate() {
            let name = cell.trim_ascii();
            let from = start + cell.len() - cell.trim_ascii_start().len();
            if let Some((_, kind)) = self.columns.into_iter().flatten().find(|(column, _)| *column == index) {
                let plain = name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"._-:@$\\".contains(byte));
                if plain && name.iter().any(u8::is_ascii_alphabetic) {
                    let (end, learn) = (from + name.len(), name.len() >= 4);
                    found.push(Found { start: from, end, kind, way: Way::Structure, learn });
                }
            }
            start += cell.len() + 1;
        }
    }

    /// The row's words that begin where a column does.
    fn words(&self, line: &[u8], found: &mut Vec<Found>) {
        for (start, end) in words(line).iter().copied() {
            let place = letters(line, start);
            let text = &line[start..end];
            let plain =
                text.len() >= 6 && text.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte));
            if let Some((_, kind)) = self.columns.into_iter().flatten().find(|(column, _)| *column == place)
                && plain
                && text.iter().any(u8::is_ascii_digit)
            {
                let from = start + if text.starts_with(b"0x") { 2 } else { 0 };
                found.push(Found { start: from, end, kind, way: Way::Structure, learn: true });
            }
        }
    }
}

/// How many letters stand before a byte: the branches of a tree have three bytes each.
fn letters(line: &[u8], end: usize) -> usize {
    line[..end].iter().filter(|byte| !matches!(byte, 0x80..=0xbf)).count()
}

#[cfg(test)]
mod tests {
    use super::{Found, Heads};

    fn texts(lines: &[&str]) -> Vec<String> {
        let (mut heads, mut texts) = (Heads::default(), Vec::new());
        for line in lines {
            let mut found: Vec<Found> = Vec::new();
            heads.line(line.as_bytes(), true, &mut found);
            texts.extend(found.iter().map(|one| line[one.start..one.end].to_owned()));
        }
        texts
    }

    #[test]
    fn serial_numbers_stand_below_their_head() {
        let lines = [
            "NAME   MODEL     SERIAL       WWN                SIZE",
            "sda    Maker_870 S5ST0R123456 0x5002538f31234567 931G",
            "\u{251c}\u{2500}sda1                                        512M",
            "",
            "sdb    Maker_870 S5ST0R123457 0x5002538f31234568 931G",
        ];
        assert_eq!(texts(&lines), ["S5ST0R123456", "5002538f31234567"]);
        let lines = [
            "Node         SN           Model",
            "------------ ------------ -----",
            "/dev/nvme0n1 50026B7283A4 Maker M4",
        ];
        assert_eq!(texts(&lines), ["50026B7283A4"]);
    }

    #[test]
    fn logins_and_machines_stand_between_bars() {
        let lines = [
            "| Id | User | Host      | db   |",
            "+----+------+-----------+------+",
            "|  7 | gwen | gwx:51234 | shop |",
        ];
        assert_eq!(texts(&lines), ["gwen", "gwx:51234"]);
        let lines =
            [" usename | client_hostname", "---------+----------------", " gwen    | gwx", "(1 row)", " bo7 | gwy"];
        assert_eq!(texts(&lines), ["gwen", "gwx"]);
        assert_eq!(texts(&["a user | b", "x | y"]), Vec::<String>::new());
    }
}
