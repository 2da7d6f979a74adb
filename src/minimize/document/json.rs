//! JSON (RFC 8259): strings, and what stands without quotes.

use super::{Form, Text, behind_mark};

/// Finds the texts of a line; `false` where it is none of JSON.
pub(super) fn read(line: &[u8], texts: &mut Vec<Text>) -> bool {
    let mut at = behind_mark(line);
    while let Some(byte) = line.get(at) {
        match byte {
            b'"' => {
                let Some(end) = string_end(line, at + 1) else { return false };
                texts.push(Text { start: at + 1, end, form: Form::Escaped });
                at = end + 1;
            }
            b'{' | b'}' | b'[' | b']' | b':' | b',' | b' ' | b'\t' => at += 1,
            b'-' | b'0'..=b'9' | b'a'..=b'z' => {
                let is_scalar = |byte: &&u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
                let end = at + line[at..].iter().take_while(is_scalar).count();
                match &line[at..end] {
                    b"true" | b"false" | b"null" => {}
                    number if number[0].is_ascii_lowercase() => return false,
                    _ => texts.push(Text { start: at, end, form: Form::Bare }),
                }
                at = end;
            }
            _ => return false,
        }
    }
    true
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
