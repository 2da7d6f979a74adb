//! What may reach a terminal: control characters, escapes and reversed writing come from names and logs that others
//! can shape, so they are shown, not obeyed.

/// A text of one line, made safe.
pub(super) fn safe(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, letter| {
        if is_unsafe(letter) {
            out.extend(letter.escape_default())
        } else {
            out.push(letter)
        }
        out
    })
}

/// A text of several lines of our own, made safe line by line.
pub(super) fn safe_lines(text: &str) -> String {
    text.split('\n').map(safe).collect::<Vec<_>>().join("\n")
}

/// Bytes of a name, made safe; bytes that are no UTF-8 are shown as such.
pub(super) fn safe_bytes(bytes: &[u8]) -> String {
    bytes.utf8_chunks().fold(String::new(), |mut out, chunk| {
        out.push_str(&safe(chunk.valid()));
        chunk.invalid().iter().for_each(|byte| out.push_str(&format!("\\x{byte:02x}")));
        out
    })
}

/// Control characters, and those that change the direction or the look of what follows (Unicode TR 36).
fn is_unsafe(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::{safe, safe_bytes};

    #[test]
    fn c7_escapes_and_reversed_writing_are_shown() {
        assert_eq!(safe("a\u{1b}[31mb\u{202e}c\nd"), "a\\u{1b}[31mb\\u{202e}c\\nd");
        assert_eq!(safe_bytes(b"ok\xff\xfe"), "ok\\xff\\xfe");
    }
}
