//! Tables whose head is a comment: `# peer  key`, `# us  them  secret`, `# client  server  secret  addresses`.

use super::columns::{quoted_words, words};
use crate::minimize::ascii::DIGIT;
use crate::minimize::{Evidence, Found, Kind, bytes};

/// The columns of the table at hand; none where there is no table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Remarks {
    columns: [Option<Kind>; MOST],
    count: usize,
}

impl Remarks {
    /// Whether no table is at hand.
    pub(super) const fn is_plain(&self) -> bool {
        self.count == 0
    }

    /// Reads a line: a head, a row, or what ends the table.
    pub(super) fn line(&mut self, line: &[u8], found: &mut Vec<Found>) {
        if line.first() == Some(&b'#') {
            *self = head(line).unwrap_or(*self);
        } else if !self.is_plain() && !self.row(line, found) {
            *self = Self::default();
        }
    }

    /// Finds what stands in a row; `false` where it is none.
    fn row(&self, line: &[u8], found: &mut Vec<Found>) -> bool {
        let spans = quoted_words(line);
        let least = self.columns.iter().rposition(|kind| *kind == Some(Kind::Secret)).map_or(1, |last| last + 1);
        let text = |(start, end): (usize, usize)| &line[start..end];
        // Of two words the first could be a directive and the second what it is set to.
        let directive =
            self.count == 2 && spans.first().is_some_and(|span| !text(*span).contains(&b'.') && text(*span) != b"*");
        let named = |span: (usize, usize)| DIGIT.or(b"@:").is_in(text(span));
        let directive =
            directive && self.columns[0] != Some(Kind::User) && !spans.first().is_some_and(|span| named(*span));
        if !(least..=self.count.max(least)).contains(&spans.len()) || directive {
            return false;
        }
        for (span, kind) in spans.iter().zip(self.columns) {
            let Some(kind) = kind.filter(|_| !matches!(text(*span), b"*" | b"-" | b"") && line[span.0] != b'/') else {
                continue;
            };
            let (start, end) = *span;
            let finding = Found::new(start..end, kind, Evidence::Structure);
            found.push(if kind == Kind::Host { finding } else { finding.teaching_unless_short() });
        }
        true
    }
}

/// The columns that a comment names: each of its words, of which one is a secret's.
fn head(line: &[u8]) -> Option<Remarks> {
    let mark = line.iter().take_while(|byte| **byte == b'#').count();
    let text = &line[mark..];
    // A sentence has single blanks.
    let aligned = text.trim_ascii().windows(2).any(|pair| pair == b"  " || pair.contains(&b'\t'));
    let spans = words(text);
    if !(2..=MOST).contains(&spans.len()) || !aligned {
        return None;
    }
    let mut remarks = Remarks { count: spans.len(), ..Remarks::default() };
    for ((start, end), column) in spans.iter().zip(&mut remarks.columns) {
        let word = text[*start..*end].to_ascii_lowercase();
        let known = COLUMNS.iter().find(|(names, _)| bytes::is_one_of(&word, names))?;
        *column = known.1;
    }
    remarks.columns.contains(&Some(Kind::Secret)).then_some(remarks)
}

/// Words of such heads and what stands below them.
const COLUMNS: [(&[&str], Option<Kind>); 4] = [
    (&["secret", "secrets", "key", "password", "passwd", "passphrase", "psk", "token", "pass"], Some(Kind::Secret)),
    (&["user", "login", "username", "client", "us", "account", "name"], Some(Kind::User)),
    (&["server", "host", "hostname", "peer", "them", "remote", "machine", "gateway", "nas"], Some(Kind::Host)),
    (
        &["ip", "address", "addresses", "identifier", "id", "port", "options", "domain", "service", "comment", "type"],
        None,
    ),
];

/// Columns of a table.
const MOST: usize = 6;

#[cfg(test)]
mod tests {
    use super::Remarks;

    fn texts(lines: &[&str]) -> Vec<String> {
        let mut remarks = Remarks::default();
        crate::minimize::testing::texts_of_lines(lines, |line, found| remarks.line(line, found))
    }

    #[test]
    fn a_comment_says_what_stands_below() {
        assert_eq!(
            texts(&["# peer  key", "192.0.2.7\th4x0r", "gw.works.example h4x1r"]),
            ["192.0.2.7", "h4x0r", "gw.works.example", "h4x1r"]
        );
        assert_eq!(
            texts(&["# us\tthem\tsecret", "*\t*\th4x0r", "# more", "gwen * \"h4x 1r\""]),
            ["h4x0r", "gwen", "h4x 1r"]
        );
    }

    #[test]
    fn a_login_may_be_any_word() {
        assert_eq!(texts(&["# user  password", "gwen h4x0r"]), ["gwen", "h4x0r"]);
    }

    #[test]
    fn sentences_and_settings_stay() {
        assert_eq!(texts(&["# server key", "ssl_key /etc/x.pem"]), Vec::<String>::new());
        assert_eq!(texts(&["# server  key", "ssl_key /etc/x.pem", "192.0.2.7 x"]), Vec::<String>::new());
        assert_eq!(texts(&["#  the  quick key", "gwen x7"]), Vec::<String>::new());
    }
}
