//! XML 1.0: texts, values of attributes, comments, instructions and character data; each may go on in the next line.

use super::{Form, Text};
use crate::minimize::bytes;

/// What the next line begins in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum State {
    #[default]
    Text,
    /// In a tag, between attributes.
    Tag,
    /// In an attribute's value, up to this quote.
    Value(u8),
    /// Up to what ends a comment, character data or an instruction.
    Until(&'static [u8]),
    /// In a document type, within brackets or not.
    Type { bracket: bool },
}

impl State {
    /// Finds the texts of a line; `false` where it is none of XML.
    pub(super) fn read(&mut self, line: &[u8], texts: &mut Vec<Text>) -> bool {
        let mut at = 0;
        let mut put = |start: usize, end: usize, form| {
            if start < end {
                texts.push(Text { start, end, form });
            }
        };
        while at < line.len() {
            let rest = &line[at..];
            match *self {
                Self::Text => {
                    let length = memchr::memchr(b'<', rest).unwrap_or(rest.len());
                    put(at, at + length, Form::Entities);
                    at += length;
                    let Some((state, length)) = opened(&line[at..]) else { return at == line.len() };
                    (*self, at) = (state, at + length);
                }
                Self::Tag => match rest[0] {
                    b'<' => return false,
                    // A value has quotes.
                    b'=' if !matches!(rest[1..].trim_ascii_start().first(), None | Some(b'"' | b'\'')) => return false,
                    b'>' => (*self, at) = (Self::Text, at + 1),
                    quote @ (b'"' | b'\'') => (*self, at) = (Self::Value(quote), at + 1),
                    _ => at += 1,
                },
                Self::Value(quote) => {
                    let length = memchr::memchr(quote, rest);
                    let end = at + length.unwrap_or(rest.len());
                    if line[at..end].contains(&b'<') {
                        return false;
                    }
                    put(at, end, Form::Entities);
                    (*self, at) = (length.map_or(*self, |_| Self::Tag), end + 1);
                }
                Self::Until(mark) => {
                    let length = bytes::find(rest, mark);
                    let end = at + length.unwrap_or(rest.len());
                    put(at, end, Form::Plain);
                    (*self, at) = (length.map_or(*self, |_| Self::Text), end + mark.len());
                }
                Self::Type { bracket } => {
                    let length = rest.iter().position(|byte| b"\"'<>[]".contains(byte)).unwrap_or(rest.len());
                    put(at, at + length, Form::Entities);
                    at += length;
                    match line.get(at) {
                        Some(b'>') if !bracket => *self = Self::Text,
                        Some(mark @ (b'[' | b']')) => *self = Self::Type { bracket: *mark == b'[' },
                        _ => {}
                    }
                    at += 1;
                }
            }
        }
        true
    }
}

/// What an angle bracket opens, and in how many bytes; `None` where it opens nothing.
fn opened(text: &[u8]) -> Option<(State, usize)> {
    for (open, close) in [(&b"<!--"[..], &b"-->"[..]), (b"<![CDATA[", b"]]>"), (b"<?", b"?>")] {
        if text.starts_with(open) {
            return Some((State::Until(close), open.len()));
        }
    }
    let second = text.get(1)?;
    if *second == b'!' {
        return Some((State::Type { bracket: false }, 2));
    }
    let opens = second.is_ascii_alphabetic() || matches!(second, b'/' | b'_' | b':') || *second >= 0x80;
    opens.then_some((State::Tag, 2))
}
