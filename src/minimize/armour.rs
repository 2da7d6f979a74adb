//! Keys and certificates in armour: the lines from one that opens it to one that closes it.
//!
//! In a log, in a mail or in a difference something stands before each of the lines; what ends them is the body then.

use super::ascii::{ALNUM, BASE64, Class, DIGIT, HEX, LOWER, UPPER};
use super::bytes;
use super::{Evidence, Found, Kind};

/// An armour that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Armour {
    /// What becomes of its body.
    kind: Kind,
    /// How many bytes stand before what opened it, or before the line of the body that was last.
    before: usize,
    /// Lines of the body so far.
    lines: usize,
    /// Lines since the last of the body.
    others: usize,
}

impl Armour {
    /// One whose lines stand alone.
    pub(super) const fn alone(kind: Kind) -> Self {
        Self { kind, before: 0, lines: 1, others: 0 }
    }

    /// What a line opens, and where what it opens begins.
    fn opened_by(line: &[u8]) -> Option<(Self, usize)> {
        let (start, label) = match bytes::find(line, b"-----BEGIN ") {
            Some(start) => (start, start + 11),
            // RFC 4716 has a dash less and a blank.
            None => bytes::find(line, b"---- BEGIN SSH2 ").map(|start| (start, start + 11))?,
        };
        let length = [&b"-----"[..], b" ----"].into_iter().find_map(|end| bytes::find(&line[label..], end))?;
        // OpenVPN's `Static key` is shared by both sides; which curve a key lies on is no key.
        let says = |word: &[u8]| bytes::find(&line[label..label + length], word).is_some();
        if says(b"EC PARAMETERS") {
            return None;
        }
        let kind = if says(b"PRIVATE") || says(b"Static key") { Kind::Secret } else { Kind::Key };
        let indent = line.len() - line.trim_ascii_start().len();
        let before = if start == indent { 0 } else { start };
        Some((Self { kind, before, lines: 0, others: 0 }, label + length + 5))
    }

    /// Opens what a line opens; what of the body stands on the line itself is found.
    pub(super) fn open(line: &[u8], found: &mut Vec<Found>) -> Option<Self> {
        let (armour, start) = Self::opened_by(line)?;
        // What is cut short in an element ends with it.
        let ends = [&b"-----END "[..], b"---- END ", b"]]>", b"</"];
        let end = ends.into_iter().filter_map(|end| bytes::find(&line[start..], end)).min().map(|at| start + at);
        let rest = &line[start..end.unwrap_or(line.len())];
        let body = match end {
            Some(_) => ALNUM.is_in(rest),
            None => rest.split(|byte| !BASE64_OR_URL.has(*byte)).any(|run| run.len() >= LEAST && is_mixed(run)),
        };
        // `reading -----BEGIN CERTIFICATE----- from a file`: a sentence.
        let sentence = rest.strip_prefix(b" ").is_some_and(|rest| rest.first().is_some_and(u8::is_ascii_alphabetic));
        if !body && end.is_none() && sentence {
            return None;
        }
        if body {
            armour.push(start, start + rest.len(), found);
        }
        end.is_none().then_some(armour)
    }

    /// Reads a line; what remains open behind it, and whether all of the line belongs to the armour.
    pub(super) fn line(mut self, line: &[u8], found: &mut Vec<Found>) -> (Option<Self>, bool) {
        if let Some(at) = [&b"-----END "[..], b"---- END "].iter().find_map(|end| bytes::find(line, end)) {
            let (start, end) = body(&line[..at]);
            let text = &line[start..end];
            let alone = start == self.before || line[..start].trim_ascii().is_empty();
            if (alone || text.len() >= LEAST) && ALNUM.is_in(text) {
                self.push(start, end, found);
            }
            return (None, start == 0 || line[..at].trim_ascii().is_empty());
        }
        if is_armoured(line) {
            self.push(0, line.len(), found);
            return (Some(Self { lines: self.lines + 1, others: 0, ..self }), true);
        }
        if self.before == 0 && self.lines > 0 {
            return (None, false);
        }
        match self.behind(line) {
            Some((start, end)) => {
                self.push(start, end, found);
                (self.before, self.lines, self.others) = (start, self.lines + 1, 0);
            }
            None => self.others += 1,
        }
        (Some(self).filter(|armour| armour.others < OTHERS), false)
    }

    /// The part of the body that a line ends with, or holds.
    fn behind(&self, line: &[u8]) -> Option<(usize, usize)> {
        // What stands before has the same length in every line, or nearly so.
        let rest = line.get(self.before..).unwrap_or_default();
        let edge = self.before.checked_sub(1).and_then(|before| line.get(before));
        let framed = edge.is_some_and(|byte| !byte.is_ascii_alphanumeric());
        if framed && bytes::starts_with_any(rest, &HEADERS) {
            return Some((self.before, line.len()));
        }
        let (start, end) = body(line);
        let text = &line[start..end];
        // OpenVPN's static keys are hexadecimal digits.
        let digits = text.len() >= DIGITS && HEX.fills(text);
        let enough = digits || text.len() >= LEAST && (is_mixed(text) || text.contains(&b'='));
        // The last line is as short as it happens to be.
        let last = framed && start == self.before && self.lines > 0 && text.len() >= 4;
        let last = last && !LOWER.fills(text);
        if enough || last {
            return Some((start, end));
        }
        // As a field of a record, with others behind it.
        let mut at = 0;
        line.split(|byte| !BASE64_OR_URL.has(*byte)).find_map(|run| {
            let start = at;
            at += run.len() + 1;
            let digits = DIGIT.is_in(run);
            (run.len() >= WIDE && is_mixed(run) && digits).then_some((start, start + run.len()))
        })
    }

    fn push(&self, start: usize, end: usize, found: &mut Vec<Found>) {
        if start < end {
            found.push(Found::new(start..end, self.kind, Evidence::Profile));
        }
    }
}

/// The run of base64 that a line ends with, what closes a string and a record aside.
fn body(line: &[u8]) -> (usize, usize) {
    let mut text = line;
    loop {
        text = match text {
            [head @ .., b'\\', b'n' | b'r'] => head,
            [head @ .., b' ' | b'\t' | b'\r' | b'"' | b'\'' | b',' | b';' | b'}' | b']' | b')' | b'\\'] => head,
            // Strings that are joined.
            [head @ .., b'"' | b' ', b'+'] => head,
            _ => break,
        }
    }
    let length = BASE64_OR_URL.run_back(text);
    (text.len() - length, text.len())
}

/// Whether all of a line can be part of an armour's body.
fn is_armoured(line: &[u8]) -> bool {
    let text = line.trim_ascii();
    // Dashes alone begin another document of YAML.
    let body = BASE64_OR_URL.fills(text) && (text.is_empty() || ALNUM.is_in(text));
    body || bytes::starts_with_any(text, &HEADERS)
}

/// Capitals and small letters.
fn is_mixed(text: &[u8]) -> bool {
    UPPER.is_in(text) && LOWER.is_in(text)
}

const BASE64_OR_URL: Class = BASE64.or(b"-_");

/// What stands before a body that is encrypted, or made by PGP.
const HEADERS: [&str; 6] = ["Proc-Type:", "DEK-Info:", "Version:", "Comment:", "Hash:", "Charset:"];

/// Characters of a line of a body that something stands before, and of one in the middle of a line.
const LEAST: usize = 16;
/// Hexadecimal digits of a line of a body.
const DIGITS: usize = 32;
const WIDE: usize = 40;

/// Lines in a row that are none of the body, as others may write into the same log.
const OTHERS: usize = 3;

#[cfg(test)]
mod tests {
    use super::Armour;
    use crate::minimize::Kind;

    /// What is found in lines of which the first opens an armour.
    fn texts(lines: &[&str]) -> Vec<String> {
        let (mut found, mut texts) = (Vec::new(), Vec::new());
        let mut armour = Armour::open(lines[0].as_bytes(), &mut found);
        for line in &lines[1..] {
            let Some(open) = armour else { break };
            armour = open.line(line.as_bytes(), &mut found).0;
            texts.extend(found.drain(..).map(|one| line[one.start..one.end].to_owned()));
        }
        texts
    }

    const ONE: &str = "MIICXQIBAAKBgQDh4x0rQuvnixZorgalGwenBo7/+aA";
    const OTHER: &str = "h4x0rQuvnixZorgal==";

    #[test]
    fn a_label_says_what_the_body_is() {
        let kind = |line: &str| Armour::opened_by(line.as_bytes()).map(|(armour, _)| armour.kind);
        assert_eq!(kind("-----BEGIN RSA PRIVATE KEY-----"), Some(Kind::Secret));
        assert_eq!(kind("-----BEGIN OpenVPN Static key V1-----"), Some(Kind::Secret));
        assert_eq!(kind("---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----"), Some(Kind::Secret));
        assert_eq!(kind("---- BEGIN SSH2 PUBLIC KEY ----"), Some(Kind::Key));
        assert_eq!(kind("x: -----BEGIN CERTIFICATE-----"), Some(Kind::Key));
        assert_eq!(kind("-----BEGIN"), None);
        assert_eq!(kind("-----BEGIN EC PARAMETERS-----"), None);
    }

    #[test]
    fn a_body_ends_each_line_whatever_stands_before_it() {
        for before in ["Mar 10 08:16:00 gw deploy[302]: ", "> ", "+ ", "    key: \"", "2026-03-10T08:16:00Z INFO "] {
            let line = |text: &str| format!("{before}{text}");
            let lines = ["-----BEGIN PRIVATE KEY-----", ONE, OTHER, "-----END PRIVATE KEY-----", "done"].map(line);
            assert_eq!(texts(&lines.each_ref().map(String::as_str)), [ONE, OTHER], "{before}");
        }
    }

    #[test]
    fn the_last_line_may_be_short_and_others_write_between() {
        let lines = [
            "gw: -----BEGIN PRIVATE KEY-----",
            &format!("gw: {ONE}"),
            "gx: came up",
            "gw: aB4=",
            "gw: -----END PRIVATE KEY-----",
        ];
        assert_eq!(texts(&lines), [ONE, "aB4="]);
        let lines =
            ["x: key=-----BEGIN PRIVATE KEY-----", &format!("x: {ONE}"), "x: aB4=", "x: -----END PRIVATE KEY-----"];
        assert_eq!(texts(&lines), [ONE, "aB4="]);
        let lines = ["log: -----BEGIN PRIVATE KEY----- not found", "a b", "c d", "e f", &format!("x {ONE}")];
        assert_eq!(texts(&lines), Vec::<String>::new());
    }

    #[test]
    fn a_body_may_be_a_field_of_a_record() {
        let line = format!("{{\"msg\":\"{ONE}\",\"level\":\"info\"}}");
        assert_eq!(texts(&["{\"msg\":\"-----BEGIN PRIVATE KEY-----\",\"level\":\"info\"}", &line]), [ONE]);
        let strings = [format!("  \"{ONE}\\n\" +"), format!("  \"{OTHER}\\n\",")];
        assert_eq!(texts(&["k = \"-----BEGIN PRIVATE KEY-----\\n\" +", &strings[0], &strings[1]]), [ONE, OTHER]);
    }

    #[test]
    fn what_stands_alone_ends_where_something_else_begins() {
        assert_eq!(texts(&["-----BEGIN PRIVATE KEY-----", ONE, "", OTHER, "verb 3", ONE]), [ONE, OTHER]);
    }
}
