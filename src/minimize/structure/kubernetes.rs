//! Secrets of Kubernetes: the values below `data` and `stringData`, in YAML and in JSON, on one line or on many.
//!
//! What is printed is sorted, so that `data` comes before the `kind` that says what it is: of an object that may be a
//! secret the values are taken that read as base64 of a text.

use super::nest::Nest;
use crate::minimize::ascii::{Class, GRAPHIC, NAME};
use crate::minimize::quote::{self, unquoted};
use crate::minimize::{Evidence, Found, Kind, bytes};

/// What is remembered of the document at hand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Kubernetes {
    object: Object,
    /// How deep the object's own members stand.
    root: usize,
    /// Entries below `data`, which are values.
    data: Nest,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Object {
    #[default]
    Other,
    /// Its version is that of a secret, and its kind has not come yet.
    Versioned,
    Secret,
}

/// What a line of a secret opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opened {
    Nothing,
    /// The deeper lines are one value.
    Block,
}

impl Kubernetes {
    /// Whether the next line may belong to an object.
    pub(super) fn is_open(&self) -> bool {
        // How deep an object stands says nothing without it.
        let Self { object, root: _, data } = self;
        *object != Object::Other || data.is_open()
    }

    /// Reads a line that is indented so deep.
    pub(super) fn line(&mut self, line: &[u8], indent: usize, found: &mut Vec<Found>) -> Opened {
        object(line, found);
        let text = line.trim_ascii();
        let item = text.strip_prefix(b"- ").is_some_and(|item| member(item).is_none());
        if text.is_empty() || text.starts_with(b"#") || item {
            return Opened::Nothing;
        }
        let (text, indent) = text.strip_prefix(b"- ").map_or((text, indent), |text| (text, indent + 2));
        let Some((key, value)) = member(text) else {
            // Brackets, blanks and what is deeper than an entry belong to the object; other text is none of it.
            let within = Class::of(b"{}[],").fills(text) || self.data.has(indent);
            if !within {
                *self = Self::default();
            }
            return Opened::Nothing;
        };
        if self.data.enter(indent) {
            return self.entry(line, value, found);
        }
        // Objects that this one speaks of stand deeper, as its owners do.
        let other = self.object != Object::Other && indent > self.root;
        match (key, unquoted(value)) {
            (b"apiVersion", b"v1") => (self.object, self.root) = (Object::Versioned, indent),
            (b"apiVersion" | b"kind", _) if other => {}
            (b"apiVersion", _) => self.object = Object::Other,
            (b"kind", kind) => self.object = if kind == b"Secret" { Object::Secret } else { Object::Other },
            (b"type", kind) if kind == b"Opaque" || kind.starts_with(b"kubernetes.io/") => self.object = Object::Secret,
            (b"data" | b"stringData", b"" | b"{") if self.object != Object::Other => self.data = Nest::below(indent),
            _ => {}
        }
        Opened::Nothing
    }

    /// Takes the value of an entry.
    fn entry(&self, line: &[u8], value: &[u8], found: &mut Vec<Found>) -> Opened {
        let text = unquoted(value);
        let secret = self.object == Object::Secret;
        if matches!(text.first(), Some(b'|' | b'>')) {
            return if secret { Opened::Block } else { Opened::Nothing };
        }
        // The text is a part of the line.
        let end = line.trim_ascii_end().len() - usize::from(line.trim_ascii_end().ends_with(b","));
        let end = end - usize::from(value.len() > text.len());
        if !text.is_empty() && (secret || is_encoded(text)) {
            found.push(secret_at(end - text.len(), end));
        }
        Opened::Nothing
    }
}

/// `{"kind":"Secret","data":{"a":"…"}}`, its members in any order.
fn object(line: &[u8], found: &mut Vec<Found>) {
    if !bytes::holds_any(line, &["\"kind\":\"Secret\"", "\"kind\": \"Secret\""]) {
        return;
    }
    for key in [&b"\"data\""[..], b"\"stringData\""] {
        let mut past = 0;
        for at in bytes::every(line, key) {
            if at >= past {
                past = entries(line, at + key.len(), found).unwrap_or(past);
            }
        }
    }
}

/// Takes the strings that are values of the flat object whose colon stands at `at`; gives where it ends.
fn entries(line: &[u8], at: usize, found: &mut Vec<Found>) -> Option<usize> {
    let body = line[at..].trim_ascii_start().strip_prefix(b":")?.trim_ascii_start().strip_prefix(b"{")?;
    let (mut at, mut value) = (line.len() - body.len(), false);
    loop {
        at += line.get(at..)?.iter().position(|byte| matches!(byte, b'"' | b':' | b',' | b'{' | b'}'))?;
        match line[at] {
            b'"' => {
                let end = quote::close(line, at + 1, b'"')?;
                if value && end > at + 1 {
                    found.push(secret_at(at + 1, end));
                }
                at = end;
            }
            b':' => value = true,
            b',' => value = false,
            _ => return Some(at),
        }
        at += 1;
    }
}

/// A key and what stands behind its colon, without a comma.
fn member(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let colon = text.iter().position(|byte| *byte == b':')?;
    let (key, value) = (unquoted(&text[..colon]), &text[colon + 1..]);
    let plain = !key.is_empty() && NAME.or(b"/").fills(key);
    let apart = value.first().is_none_or(u8::is_ascii_whitespace);
    let value = value.trim_ascii();
    (plain && apart).then(|| (key, value.strip_suffix(b",").unwrap_or(value)))
}

/// Whether a value is base64 of a text, or of so many bytes that no word would be it.
fn is_encoded(text: &[u8]) -> bool {
    let Ok(decoded) = data_encoding::BASE64.decode(text) else { return false };
    let readable = GRAPHIC.or(b"\n\r\t ").fills(&decoded);
    let mixed = [u8::is_ascii_digit, u8::is_ascii_uppercase, u8::is_ascii_lowercase];
    text.len() >= SHORT && readable || text.len() >= LONG && mixed.iter().all(|is| text.iter().any(is))
}

const fn secret_at(start: usize, end: usize) -> Found {
    Found::new(start..end, Kind::Secret, Evidence::Structure).teaching()
}

/// Characters of base64 from which on it is seldom a word that reads as a text, and never a word.
const SHORT: usize = 8;
const LONG: usize = 24;

#[cfg(test)]
mod tests {
    use super::Kubernetes;

    fn texts(lines: &[&str]) -> Vec<String> {
        let mut document = Kubernetes::default();
        crate::minimize::testing::texts_of_lines(lines, |line, found| {
            let indent = line.len() - line.trim_ascii_start().len();
            document.line(line, indent, found);
        })
    }

    #[test]
    fn every_value_of_a_secret_is_one() {
        let yaml = [
            "apiVersion: v1",
            "kind: Secret",
            "metadata:",
            "  name: x",
            "stringData:",
            "# c",
            "  a: h4x0r",
            "  b: \"7\"",
            "type: Opaque",
        ];
        assert_eq!(texts(&yaml), ["h4x0r", "7"]);
        let json = [
            "{",
            "  \"kind\": \"Secret\",",
            "  \"data\": {",
            "    \"a\": \"aDR4MHI=\",",
            "    \"b\": \"Nw==\"",
            "  },",
            "  \"x\": \"y\"",
            "}",
        ];
        assert_eq!(texts(&json), ["aDR4MHI=", "Nw=="]);
        let line = r#"x {"apiVersion":"v1","data":{"a":"aDR4MHI=","b":""},"kind":"Secret","metadata":{"name":"z"}}"#;
        assert_eq!(texts(&[line]), ["aDR4MHI="]);
    }

    #[test]
    fn what_comes_before_its_kind_is_told_by_its_encoding() {
        let yaml = [
            "- apiVersion: v1",
            "  data:",
            "    a: aDR4MHIgYW5k",
            "    port: \"8080\"",
            "    mode: enable12",
            "  kind: Secret",
        ];
        assert_eq!(texts(&yaml), ["aDR4MHIgYW5k"]);
        let json =
            ["\"apiVersion\": \"v1\",", "\"data\": {", "  \"a\": \"aDR4MHIgYW5k\"", "},", "\"kind\": \"Secret\","];
        assert_eq!(texts(&json), ["aDR4MHIgYW5k"]);
    }

    #[test]
    fn other_objects_stay() {
        let yaml = [
            "apiVersion: apps/v1",
            "kind: Deployment",
            "data:",
            "  a: aDR4MHIgYW5k",
            "---",
            "kind: ConfigMap",
            "data:",
            "  a: aDR4MHIgYW5k",
        ];
        assert_eq!(texts(&yaml), Vec::<String>::new());
        assert_eq!(texts(&["apiVersion: v1", "08:00 started", "data:", "  a: aDR4MHIgYW5k"]), Vec::<String>::new());
        assert_eq!(texts(&[r#"{"kind":"Pod","data":{"a":"b"}}"#]), Vec::<String>::new());
    }
}
