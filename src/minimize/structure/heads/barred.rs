//! Tables with bars between their columns, as psql(1) and mysql(1) print them, and programs that draw boxes.

use super::Heads;
use crate::minimize::ascii::{DIGIT, LETTER, NAME};
use crate::minimize::structure::keys;
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary};

impl Heads {
    /// ` datname | usename | client_hostname `, `| Id | User | Host |`
    pub(super) fn barred(line: &[u8]) -> Self {
        // A row says other words.
        let addresses = bytes::find(line, b" IPV4 ").is_some();
        if DIGIT.is_in(line) && !addresses {
            return Self::default();
        }
        let mut head = Self { bars: true, ..Self::default() };
        let guests = addresses || bytes::find(line, b" Networks ").is_some();
        let cells = cells(line).map(|(_, cell)| cell).enumerate().filter_map(|(index, cell)| {
            let kind = match &*keys::normal(cell.trim_ascii()) {
                b"user" | b"userid" | b"usename" | b"rolname" | b"username" | b"loginname" => Kind::User,
                // psql(1) says what each may do.
                b"rolename" if bytes::find(line, b" Attributes ").is_some() => Kind::User,
                b"host" | b"hostname" | b"clienthostname" | b"member" | b"node" | b"nodename" => Kind::Host,
                // Guests, which have addresses.
                b"name" if guests => Kind::Host,
                _ => return None,
            };
            Some((index, kind))
        });
        head.columns.iter_mut().zip(cells).for_each(|(place, cell)| *place = Some(cell));
        // `Host` alone may say anything.
        let member = || {
            line.split(|byte| *byte == b'|')
                .any(|cell| matches!(cell.trim_ascii(), b"Member" | b"Node" | b"Hostname" | b"HOSTNAME"))
        };
        let says = head.columns.iter().flatten().any(|(_, kind)| *kind == Kind::User) || member();
        if says || guests { head } else { Self::default() }
    }

    /// The row's cells between bars.
    pub(super) fn between_bars(&self, line: &[u8], found: &mut Vec<Found>) {
        for (index, (start, cell)) in cells(line).enumerate() {
            let name = cell.trim_ascii();
            let from = start + cell.len() - cell.trim_ascii_start().len();
            if let Some((_, kind)) = self.columns.into_iter().flatten().find(|(column, _)| *column == index) {
                let plain = NAME.or(b"\\:@$").fills(name);
                let word = kind == Kind::Host && !name.contains(&b'-') && dictionary::is_word(name);
                if plain && !word && LETTER.is_in(name) {
                    found.push(Found::new(from..from + name.len(), kind, Evidence::Structure).teaching_unless_short());
                }
            }
        }
    }
}

/// A bar as boxes are drawn with.
const BAR: &[u8] = "\u{2502}".as_bytes();

/// Whether bars separate the columns of a line.
pub(super) fn has_bars(line: &[u8]) -> bool {
    line.contains(&b'|') || bytes::find(line, BAR).is_some()
}

/// What stands between bars, and where it begins.
fn cells(line: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut at = Some(0);
    std::iter::from_fn(move || {
        let start = at?;
        let rest = &line[start..];
        let drawn = bytes::find(rest, BAR).map(|length| (length, BAR.len()));
        let plain = memchr::memchr(b'|', rest).map(|length| (length, 1));
        let bar = drawn.into_iter().chain(plain).min();
        at = bar.map(|(length, size)| start + length + size);
        Some((start, &rest[..bar.map_or(rest.len(), |(length, _)| length)]))
    })
}

#[cfg(test)]
mod tests {
    use crate::minimize::structure::heads::tests::texts;

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

    #[test]
    fn guests_and_roles_stand_between_bars() {
        let lines = ["|  NAME  |  STATE  |  IPV4  |", "+--------+---------+--------+", "| zorg-7 | RUNNING |        |"];
        assert_eq!(texts(&lines), ["zorg-7"]);
        let lines = [
            " Role name | Attributes | Member of",
            "-----------+------------+-----------",
            " gwen      |            | {crew}",
        ];
        assert_eq!(texts(&lines), ["gwen"]);
        let lines = [
            "\u{2502} userid \u{2502} enable \u{2502}",
            "\u{2550}\u{2550}\u{253c}\u{2550}",
            "\u{2502} gwen   \u{2502} 1      \u{2502}",
        ];
        assert_eq!(texts(&lines), ["gwen"]);
        assert_eq!(texts(&["| NAME | STATE |", "| zorg-7 | RUNNING |"]), Vec::<String>::new());
    }
}
