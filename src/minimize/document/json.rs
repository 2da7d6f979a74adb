//! JSON (RFC 8259): strings, and what stands without quotes.

use super::{Form, Text, behind_mark};

/// What a part of a line ends in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Value,
    String,
}

/// Finds the texts of a line; `false` where it is none of JSON.
pub(super) fn read(line: &[u8], texts: &mut Vec<Text>) -> bool {
    values(line, behind_mark(line), texts) == Some(End::Value)
}

/// Finds the texts of a part of a line, which may begin and end within a string.
pub(super) fn read_part(part: &[u8], texts: &mut Vec<Text>) -> bool {
    // What begins outside of strings reads as JSON from there on, as the inside of a string hardly ever does.
    if values(part, behind_mark(part), texts).is_some() {
        return true;
    }
    texts.clear();
    let end = string_end(part, 0).unwrap_or(part.len());
    texts.push(Text { start: 0, end, form: Form::Escaped });
    values(part, end + 1, texts).is_some()
}

/// Finds the texts from a place outside of strings on; `None` where it is none of JSON.
fn values(line: &[u8], mut at: usize, texts: &mut Vec<Text>) -> Option<End> {
    while let Some(byte) = line.get(at) {
        match byte {
            b'"' => {
                let end = string_end(line, at + 1);
                texts.push(Text { start: at + 1, end: end.unwrap_or(line.len()), form: Form::Escaped });
                let Some(end) = end else { return Some(End::String) };
                at = end + 1;
            }
            b'{' | b'}' | b'[' | b']' | b':' | b',' | b' ' | b'\t' => at += 1,
            b'-' | b'0'..=b'9' | b'a'..=b'z' => {
                let is_scalar = |byte: &&u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
                let end = at + line[at..].iter().take_while(is_scalar).count();
                match &line[at..end] {
                    b"true" | b"false" | b"null" => {}
                    word if word[0].is_ascii_lowercase() => return None,
                    _ => texts.push(Text { start: at, end, form: Form::Bare }),
                }
                at = end;
            }
            _ => return None,
        }
    }
    Some(End::Value)
}

/// Where the string ends that begins at `start`, behind its quote; escapes begin with a backslash.
pub(super) fn string_end(line: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    loop {
        at += memchr::memchr2(b'"', b'\\', line.get(at..)?)?;
        if line[at] == b'"' {
            return Some(at);
        }
        at += 2;
    }
}
