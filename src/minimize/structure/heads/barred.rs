//! Tables with bars between their columns, as psql(1) and mysql(1) print them, and programs that draw boxes.

use super::Heads;
use crate::minimize::ascii::{ALNUM, DIGIT, LETTER, NAME};
use crate::minimize::structure::keys;
use crate::minimize::structure::plausible::{Value, around, is_plausible};
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary};

impl Heads {
    /// ` datname | usename | client_hostname `, `| Id | User | Host |`
    pub(super) fn barred(line: &[u8]) -> Self {
        // A row says other words.
        let addresses = bytes::find(line, b" IPV4 ").is_some();
        if DIGIT.is_in(line) && !addresses {
            return Self::default();
        }
        // A log may have words between bars, but no table begins with one of its words, a blank and a bar.
        let framed = (line.first().is_some_and(|byte| b" |".contains(byte)) || bytes::find(line, b" |").is_none())
            && self::cells(line).all(|(_, cell)| NAME.or(b" /()#%").fills(cell));
        // A row of some other table may say `| basic | password |`.
        let whose = || self::cells(line).any(|(_, cell)| bytes::is_one_of(&keys::normal(cell.trim_ascii()), &WHOSE));
        let mut head = Self { bars: true, ..Self::default() };
        let guests = addresses || bytes::find(line, b" Networks ").is_some();
        let cells = cells(line).map(|(_, cell)| cell).enumerate().filter_map(|(index, cell)| {
            let kind = match &*keys::normal(cell.trim_ascii()) {
                b"user" | b"userid" | b"usename" | b"rolname" | b"username" | b"loginname" => Some(Kind::User),
                // ` Role name | Attributes ` is how psql(1) lists who may log in and what each may do.
                b"rolename" if bytes::find(line, b" Attributes ").is_some() => Some(Kind::User),
                b"host" | b"hostname" | b"clienthostname" | b"member" | b"node" | b"nodename" => Some(Kind::Host),
                // A column `NAME` beside `IPV4` or `Networks` is of guests, which have addresses.
                b"name" if guests => Some(Kind::Host),
                normal => secret(cell, normal).filter(|_| framed && whose()),
            };
            Some((index, kind?))
        });
        head.columns.iter_mut().zip(cells).for_each(|(place, cell)| *place = Some(cell));
        // `Host` alone may say anything.
        let member = || {
            line.split(|byte| *byte == b'|')
                .any(|cell| matches!(cell.trim_ascii(), b"Member" | b"Node" | b"Hostname" | b"HOSTNAME"))
        };
        let kinds = || head.columns.iter().flatten().map(|(_, kind)| *kind);
        let says = kinds().any(|kind| matches!(kind, Kind::User | Kind::Secret)) || member();
        if says || guests { head } else { Self::default() }
    }

    /// The row's cells between bars.
    pub(super) fn between_bars(&self, line: &[u8], found: &mut Vec<Found>) {
        for (index, (start, cell)) in cells(line).enumerate() {
            let name = cell.trim_ascii();
            let from = start + cell.len() - cell.trim_ascii_start().len();
            if let Some((_, kind)) = self.columns.into_iter().flatten().find(|(column, _)| *column == index) {
                if kind == Kind::Secret {
                    between(line, (from, from + name.len()), found);
                    continue;
                }
                let plain = NAME.or(b"\\:@$").fills(name);
                let word = kind == Kind::Host && !name.contains(&b'-') && dictionary::is_word(name);
                if plain && !word && LETTER.is_in(name) {
                    found.push(Found::new(from..from + name.len(), kind, Evidence::Structure).teaching_unless_short());
                }
            }
        }
    }
}

/// Whether a title says that its column holds secrets, by its last word.
fn secret(cell: &[u8], normal: &[u8]) -> Option<Kind> {
    let cell = cell.trim_ascii();
    let last = &cell[cell.len() - ALNUM.run_back(cell)..];
    let named = bytes::is_one_of_in_any_case(last, &TITLES);
    keys::kind(normal).filter(|kind| named && *kind == Kind::Secret && !keys::is_weak(normal))
}

/// Titles of columns that say whose a secret is.
const WHOSE: [&str; 10] = ["id", "name", "ssid", "user", "userid", "username", "login", "email", "host", "hostname"];

/// Last words of such titles, which call this finder.
const TITLES: [&str; 6] = ["password", "passwd", "pwd", "secret", "token", "psk"];

/// Takes a secret between bars: one word, which is none of a language.
fn between(line: &[u8], (start, end): (usize, usize), found: &mut Vec<Found>) {
    let text = &line[start..end];
    let value = Value {
        kind: Kind::Secret,
        key: b"password",
        text,
        sure: true,
        quoted: false,
        line: around(line, (start, end)),
    };
    let word = text.contains(&b' ') || dictionary::is_ordinary(text);
    if !text.is_empty() && !word && is_plausible(&value) {
        found.push(Found::new(start..end, Kind::Secret, Evidence::Structure).teaching_unless_short());
    }
}

/// A bar as boxes are drawn with.
const BAR: &[u8] = "\u{2502}".as_bytes();

/// Whether bars separate the columns of a line.
pub(super) fn has_bars(line: &[u8]) -> bool {
    line.contains(&b'|') || bytes::find(line, BAR).is_some()
}

/// What stands between bars, and where it begins.
pub(super) fn cells(line: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
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
    fn secrets_stand_between_bars() {
        let lines = ["id|username|password", "1|gwenq|h4x0r", "2|bo7|"];
        assert_eq!(texts(&lines), ["gwenq", "h4x0r", "bo7"]);
        let lines = ["| id | api_token |", "|---|---|", "| 1 | h4x0r |", "| 2 | expired |"];
        assert_eq!(texts(&lines), ["h4x0r"]);
        let lines = [" id | psk  ", "----+------", "  1 | h4x0r", "(1 row)"];
        assert_eq!(texts(&lines), ["h4x0r"]);
        assert_eq!(texts(&["WARN | auth | password | old", "INFO | auth | gwenq7 | new"]), Vec::<String>::new());
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
