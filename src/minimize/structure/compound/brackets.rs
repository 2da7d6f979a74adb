//! Lists and objects in brackets, as JSON and YAML have them in a line and over lines, and as programs print what they
//! hold: `[a, [b]]`, `{"a": 7}`, `{a=7}`.

use crate::minimize::quote::close;

/// Brackets that are open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Brackets {
    pub(super) depth: u8,
    /// One bit for each, the innermost last: whether it is one of a list.
    lists: u32,
}

/// A text in brackets that is no key.
#[derive(Clone, Copy)]
pub(super) struct Scalar {
    pub(super) span: (usize, usize),
    pub(super) quoted: bool,
    /// The key before it.
    pub(super) key: Option<(usize, usize)>,
    pub(super) depth: u8,
}

impl Brackets {
    /// Reads on from a place until they close; calls `scalar` with each text that is no key. `None` where they are
    /// deeper than anybody writes.
    pub(super) fn read(mut self, line: &[u8], mut at: usize, scalar: &mut dyn FnMut(Scalar)) -> Option<Self> {
        let mut key = None;
        while let Some(byte) = line.get(at).copied() {
            let string = matches!(byte, b'"' | b'\'');
            // `{id=7}`, where base64 ends so.
            let keyless = self.lists & 1 == 0 && key.is_none();
            let span = match byte {
                b'{' | b'[' => {
                    self = Self { depth: self.depth + 1, lists: self.lists << 1 | u32::from(byte == b'[') };
                    if self.depth > DEEPEST {
                        return None;
                    }
                    (at, at)
                }
                b'}' | b']' => {
                    self = Self { depth: self.depth.saturating_sub(1), lists: self.lists >> 1 };
                    if self.depth == 0 {
                        break;
                    }
                    (at, at)
                }
                b' ' | b'\t' | b',' | b':' | b'=' | b'>' | b'\r' => (at, at),
                b'#' if line[..at].ends_with(b" ") => break,
                _ if string => (at + 1, close(line, at + 1, byte).unwrap_or(line.len())),
                _ => (at, bare_end(line, at, keyless)),
            };
            key = if matches!(byte, b'{' | b'[' | b'}' | b']' | b',') { None } else { key };
            at = (span.1 + usize::from(string || span.1 == at)).max(at + 1);
            if span.0 == span.1 {
                continue;
            }
            let behind = line.get(at..).unwrap_or_default().trim_ascii_start().first();
            if behind == Some(&b':') || keyless && behind == Some(&b'=') {
                key = Some(span);
            } else if self.lists & 1 == 1 || key.is_some() {
                scalar(Scalar { span, quoted: string, key, depth: self.depth });
            }
        }
        Some(self)
    }
}

/// Where a text without quotes ends within brackets; one that may be a key ends before an equals sign too.
fn bare_end(line: &[u8], start: usize, keyless: bool) -> usize {
    let ends = |at: &usize| match line[*at] {
        b',' | b'}' | b']' => true,
        b'=' => keyless,
        b':' => line.get(at + 1).is_none_or(u8::is_ascii_whitespace),
        b'#' => line[*at - 1] == b' ',
        _ => false,
    };
    let end = (start + 1..line.len()).find(ends).unwrap_or(line.len());
    start + line[start..end].trim_ascii_end().len()
}

/// Brackets within each other, at most: a line of nothing else would be read from each of them.
const DEEPEST: u8 = 16;
