//! Paths as a person types them to a shell: what a hint tells to run can be copied as it stands.

use std::fmt::Write;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// A path as one word of a command line: as it is where no letter of it means anything to a shell, else in quotes.
#[must_use]
pub fn word(path: &Path) -> String {
    let bytes = path.as_os_str().as_bytes();
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"/._-+,:@%=".contains(byte);
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.is_empty() && bytes.iter().all(plain) => text.to_owned(),
        Ok(text) if !text.chars().any(char::is_control) => format!("'{}'", text.replace('\'', r"'\''")),
        _ => escaped(bytes),
    }
}

/// `$'…'`, which has every byte: what cannot be shown, or be no text at all, by its number.
fn escaped(bytes: &[u8]) -> String {
    let mut out = String::from("$'");
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = match byte {
            b'\'' | b'\\' => write!(out, "\\{}", char::from(*byte)),
            b' '..=b'~' => write!(out, "{}", char::from(*byte)),
            _ => write!(out, "\\{byte:03o}"),
        };
    }
    out.push('\'');
    out
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
        assert_eq!(quoted(b"/a\nb'\\\xff"), "$'/a\\012b\\'\\\\\\377'");
        assert_eq!(quoted(b""), "''");
    }
}
