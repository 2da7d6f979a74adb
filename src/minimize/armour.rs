//! Armour: keys and certificates between `-----BEGIN …-----` and `-----END …-----`, alone on their lines or behind what
//! a log, a quotation or a list of differences puts before every line.

use super::Kind;
use super::bytes;

/// A block that is open: what becomes of its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Armour {
    kind: Kind,
    /// Where it began in its line, and behind what, where that was no white space.
    behind: Option<(usize, u8)>,
    /// How many lines of others may still stand between those of the block.
    patience: u8,
}

/// What a line is to a block that is open.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Nothing but a part of its body.
    Whole,
    /// A part of its body, with something before it.
    Body(usize, usize),
    /// Its end, alone or with something before it.
    End { alone: bool },
    /// Something else, behind which it may go on.
    Aside,
    /// Something else.
    Over,
}

impl Armour {
    /// A block of a kind, whose lines have nothing before them.
    pub(crate) const fn alone(kind: Kind) -> Self {
        Self { kind, behind: None, patience: 0 }
    }

    /// The block that a line opens, and where its body begins in the line.
    pub(crate) fn open(line: &[u8]) -> Option<(usize, Self)> {
        // RFC 4716 has a dash less and a blank.
        if line.starts_with(b"---- BEGIN SSH2 ") {
            return Some((line.len(), Self::alone(Kind::Key)));
        }
        let at = bytes::find(line, b"-----BEGIN ")?;
        let label = &line[at + 11..];
        let end = bytes::find(label, b"-----")?;
        // OpenVPN's `Static key` is shared by both sides.
        let secret = [&b"PRIVATE"[..], b"Static key"].iter().any(|word| bytes::find(&label[..end], word).is_some());
        let kind = if secret { Kind::Secret } else { Kind::Key };
        let indented = line[..at].trim_ascii().is_empty();
        let behind = if indented { None } else { Some((at, line[at - 1])) };
        Some((at + 11 + end + 5, Self { kind, behind, patience: PATIENCE }))
    }

    /// What becomes of the block's lines.
    pub(crate) const fn kind(&self) -> Kind {
        self.kind
    }

    /// Reads a line behind the first.
    pub(crate) fn read(&mut self, line: &[u8]) -> Part {
        if let Some(at) = [&b"-----END "[..], b"---- END "].iter().filter_map(|end| bytes::find(line, end)).min() {
            return Part::End { alone: line[..at].trim_ascii().is_empty() };
        }
        if is_body(line) && (self.behind.is_none() || !line.trim_ascii().is_empty()) {
            return Part::Whole;
        }
        let Some((column, before)) = self.behind else { return Part::Over };
        if let Some((start, end)) = part(line, column, before) {
            self.patience = PATIENCE;
            return Part::Body(start, end);
        }
        self.patience = self.patience.saturating_sub(1);
        if self.patience > 0 { Part::Aside } else { Part::Over }
    }
}

/// The base64 at the end of a line that stands behind the same byte as the block's beginning.
fn part(line: &[u8], column: usize, before: u8) -> Option<(usize, usize)> {
    let quoted = matches!(before, b'"' | b'\'');
    let closing = |byte: &u8| byte.is_ascii_whitespace() || quoted && matches!(byte, b'"' | b'\'' | b'}' | b',');
    let end = line.len() - line.iter().rev().take_while(|byte| closing(byte)).count();
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    // Behind what a list of differences begins with, which base64 has too.
    let mark = usize::from(before == b'+' && line.first() == Some(&b'+'));
    let start = end - line[mark.min(end)..end].iter().rev().take_while(|byte| is_plain(byte)).count();
    let text = &line[start..end];
    let any = |is: fn(&u8) -> bool| text.iter().any(is);
    let mixed = any(u8::is_ascii_digit) && any(u8::is_ascii_uppercase) && any(u8::is_ascii_lowercase);
    let last = start == column && text.len() >= 4 && text.len().is_multiple_of(4);
    let telling = last && any(|byte| !byte.is_ascii_lowercase()) || mixed && text.len() >= LONG;
    let stands = start.checked_sub(1).is_some_and(|at| line[at] == before);
    (stands && telling).then_some((start, end))
}

/// Whether a line can be a part of the body, with nothing before it.
fn is_body(line: &[u8]) -> bool {
    let text = line.trim_ascii();
    let header = [&b"Proc-Type:"[..], b"DEK-Info:", b"Version:", b"Comment:", b"Hash:"];
    let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+' | b'/' | b'=' | b'-');
    // Dashes alone begin another document of YAML.
    let body = text.iter().all(is_base64) && (text.is_empty() || text.iter().any(u8::is_ascii_alphanumeric));
    body || header.iter().any(|name| text.starts_with(name))
}

/// Lines of others that may stand between two of a block.
const PATIENCE: u8 = 8;
/// Letters of a part that tells itself wherever it stands.
const LONG: usize = 16;

#[cfg(test)]
mod tests {
    use super::{Armour, Kind, Part};

    /// What the lines behind the first are.
    fn parts(lines: &[&str]) -> Vec<Part> {
        let (_, mut armour) = Armour::open(lines[0].as_bytes()).unwrap();
        lines[1..].iter().map(|line| armour.read(line.as_bytes())).collect()
    }

    #[test]
    fn armour_says_what_becomes_of_its_body() {
        let open = |line: &str| Armour::open(line.as_bytes()).map(|(start, armour)| (start, armour.kind()));
        assert_eq!(open("-----BEGIN EC PRIVATE KEY-----"), Some((30, Kind::Secret)));
        assert_eq!(open("-----BEGIN CERTIFICATE-----"), Some((27, Kind::Key)));
        assert_eq!(open("-----BEGIN OpenVPN Static key V1-----"), Some((37, Kind::Secret)));
        assert_eq!(open("---- BEGIN SSH2 PUBLIC KEY ----"), Some((31, Kind::Key)));
        assert_eq!(open("----- BEGIN"), None);
    }

    #[test]
    fn a_block_alone_ends_with_the_first_line_that_is_none_of_it() {
        let lines = ["  -----BEGIN CERTIFICATE-----", "  MIIBxjCCAWug", "  -----END CERTIFICATE-----"];
        assert_eq!(parts(&lines), [Part::Whole, Part::End { alone: true }]);
        assert_eq!(parts(&["-----BEGIN CERTIFICATE-----", "done: 7"]), [Part::Over]);
    }

    #[test]
    fn a_block_may_stand_behind_what_a_log_puts_before_every_line() {
        let lines = [
            "Jan  2 03:04:05 x[7]: -----BEGIN CERTIFICATE-----",
            "Jan  2 03:04:05 x[7]: MIIBxjCCAWugAwIBAgIQ",
            "Jan  2 03:04:05 y[7]: restarted",
            "Jan  2 03:04:05 x[7]: Ab4=",
            "Jan  2 03:04:05 x[7]: -----END CERTIFICATE-----",
        ];
        let whole = [Part::Body(22, 42), Part::Aside, Part::Body(22, 26), Part::End { alone: false }];
        assert_eq!(parts(&lines), whole);
        assert_eq!(parts(&["> -----BEGIN X-----", "> MIIBxjCCAWugAwIBAgIQ"]), [Part::Body(2, 22)]);
        assert_eq!(parts(&["+-----BEGIN X-----", "+MIIBxjCCAWugAwIBAgIQ"]), [Part::Whole]);
    }

    #[test]
    fn lines_of_others_end_a_block_in_time() {
        let mut lines = vec!["a: -----BEGIN X-----"];
        lines.extend(["b: started /usr/lib/quvnix/zorgal"; 9]);
        let read = parts(&lines);
        assert_eq!((&read[6], &read[7]), (&Part::Aside, &Part::Over));
    }
}
