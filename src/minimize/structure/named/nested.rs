//! Objects that hold the value of their key: `"password":{"value":"…"}`, `password = { value = "…" }`.

use super::super::super::bytes;
use super::super::super::{Found, Kind, Way};
use super::super::keys;
use super::super::value::is_placeholder;
use super::objects::string_of;

/// Finds such values in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    quoted(line, found);
    inline(line, found);
}

/// `"password":{"value":"…"}`
fn quoted(line: &[u8], found: &mut Vec<Found>) {
    for value in VALUES {
        for at in bytes::every(line, value) {
            let head = &line[at.saturating_sub(NESTED)..at];
            let key = head.trim_ascii_end().strip_suffix(b"{").and_then(|head| {
                let head = head.trim_ascii_end().strip_suffix(b":")?.trim_ascii_end().strip_suffix(b"\"")?;
                keys::kind(&keys::normal(&head[memchr::memrchr(b'"', head)? + 1..]))
            });
            let Some(kind) = key.filter(|kind| matches!(kind, Kind::Secret | Kind::Session)) else { continue };
            // `"app_key":{"key":"…"}`; of a reference the key is a name.
            let digits = |text: &[u8]| text.len() >= 16 && text.iter().all(u8::is_ascii_hexdigit);
            let key = value == b"\"key\"";
            let bare = |span: &(usize, usize)| !key || kind == Kind::Secret && digits(&line[at + span.0..at + span.1]);
            if let Some((start, end)) = string_of(&line[at..], value).filter(|span| span.0 < span.1 && bare(span)) {
                found.push(Found::new(at + start..at + end, kind, Way::Structure).teaching());
            }
        }
    }
}

/// `password = { value = "…" }`, as TOML has a table on one line.
fn inline(line: &[u8], found: &mut Vec<Found>) {
    for at in bytes::every(line, INLINE) {
        let head = line[..at].trim_ascii_end();
        let key = head.len() - head.iter().rev().take(NESTED).take_while(|byte| is_key(byte)).count();
        let start = at + INLINE.len();
        let length = memchr::memchr(b'"', &line[start..]).unwrap_or(0);
        if length > 0
            && !is_placeholder(&line[start..start + length])
            && keys::kind(&keys::normal(&head[key..])) == Some(Kind::Secret)
        {
            found.push(Found::new(start..start + length, Kind::Secret, Way::Structure).teaching_unless_short());
        }
    }
}

const fn is_key(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(*byte, b'_' | b'-')
}

/// How such a table begins.
const INLINE: &[u8] = b"= { value = \"";

/// Members that hold a value.
const VALUES: [&[u8]; 4] = [b"\"value\"", b"\"Value\"", b"\"val\"", b"\"key\""];

/// Bytes of a key before its object.
const NESTED: usize = 96;

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn a_value_stands_in_an_object_of_its_key() {
        let texts = |line| crate::minimize::testing::texts(line, find);
        assert_eq!(texts("\"password\": {\"value\": \"h4x0r\"}"), ["h4x0r"]);
        assert_eq!(texts("symmetric_key = { value = \"h4x0r\" }"), ["h4x0r"]);
        assert_eq!(texts("symmetric_key = { value = \"${KEY}\" }"), Vec::<String>::new());
        assert_eq!(texts("timeout = { value = \"30s\" }"), Vec::<String>::new());
        assert_eq!(texts("= { value = \""), Vec::<String>::new());
    }
}
