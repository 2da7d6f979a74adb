//! Quotes paths for a POSIX shell, so that a command in a hint can be copied as it is.
//!
//! Characters that a terminal must not receive are encoded, so that nothing on the way there rewrites them.

use std::fmt::Write;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// Returns a path as one word of a command line: as it is if no character is special to a shell, else quoted.
#[must_use]
pub fn word(path: &Path) -> String {
    let bytes = path.as_os_str().as_bytes();
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"/._-+,:@%=".contains(byte);
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.is_empty() && bytes.iter().all(plain) => text.to_owned(),
        Ok(text) if !text.chars().any(|letter| letter.is_control() || is_invisible(letter)) => {
            format!("'{}'", text.replace('\'', r"'\''"))
        }
        _ => escaped(bytes),
    }
}

/// Escapes bytes for printf(1), which can print every byte, including invisible ones and invalid UTF-8.
fn escaped(bytes: &[u8]) -> String {
    let mut out = String::from("\"$(printf '");
    // A shell removes the line ends at the end of a command's output.
    let shown = bytes.len() - bytes.iter().rev().take_while(|byte| **byte == b'\n').count();
    for (place, byte) in bytes.iter().enumerate() {
        // Writing to a string cannot fail.
        let _ = match byte {
            b'\n' if place >= shown => continue,
            b' '..=b'~' if !b"'\\%".contains(byte) => write!(out, "{}", char::from(*byte)),
            _ => write!(out, "\\{byte:03o}"),
        };
    }
    out.push_str("')\"");
    if shown < bytes.len() {
        let _ = write!(out, "'{}'", "\n".repeat(bytes.len() - shown));
    }
    out
}

/// Returns whether a character changes the direction or the look of what follows it, or is invisible (Unicode TR 36).
pub(crate) const fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::path::Path;

    use super::word;

    #[test]
    fn what_means_something_to_a_shell_is_quoted() {
        let quoted = |path: &[u8]| word(Path::new(OsStr::from_bytes(path)));
        assert_eq!(quoted(b"/var/lib/casepack-1.0"), "/var/lib/casepack-1.0");
        assert_eq!(quoted(b"/srv/a b;$(id)"), "'/srv/a b;$(id)'");
        assert_eq!(quoted("/it's/caf\u{e9}".as_bytes()), "'/it'\\''s/caf\u{e9}'");
        assert_eq!(quoted(b"/a\nb'\\\xff"), r#""$(printf '/a\012b\047\134\377')""#);
        assert_eq!(quoted("/x\u{202e}y%".as_bytes()), r#""$(printf '/x\342\200\256y\045')""#);
        assert_eq!(quoted(b"/a\n\n"), "\"$(printf '/a')\"'\n\n'");
        assert_eq!(quoted(b""), "''");
    }
}
