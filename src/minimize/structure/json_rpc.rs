//! What JSON-RPC logs in with: `{"method": "auth.login", "params": ["gwen", "h4x0r"]}`.

use super::value::is_placeholder;
use crate::minimize::{Evidence, Found, Kind, bytes};

/// Finds the login and the secret in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    let Some(open) = value(line, b"\"params\"").filter(|open| line.get(*open) == Some(&b'[')) else { return };
    if !logs_in(line) {
        return;
    }
    let Some(first) = string(line, open + 1) else { return };
    let comma = line[first.1 + 1..].trim_ascii_start().first() == Some(&b',');
    let second = comma.then(|| memchr::memchr(b',', &line[first.1..])).flatten();
    let second = second.and_then(|comma| string(line, first.1 + comma + 1));
    let (login, secret) = (second.map(|_| first), second.unwrap_or(first));
    let one = |(start, end): (usize, usize), kind| Found::new(start..end, kind, Evidence::Structure);
    found.extend(login.map(|span| one(span, Kind::User).teaching_unless_short()));
    if !is_placeholder(&line[secret.0..secret.1]) {
        found.push(one(secret, Kind::Secret).teaching_unless_short());
    }
}

/// Whether the method is one that lets somebody in.
fn logs_in(line: &[u8]) -> bool {
    let Some((start, end)) = value(line, b"\"method\"").and_then(|start| string(line, start)) else { return false };
    let method = &line[start..end];
    bytes::ends_with_any(method, &["login", "Login", "authenticate"])
}

/// Where the value of a key begins.
fn value(line: &[u8], key: &[u8]) -> Option<usize> {
    let colon = bytes::find_past(line, key)?;
    let rest = line[colon..].strip_prefix(b":")?;
    Some(line.len() - rest.trim_ascii_start().len())
}

/// Where the text of the string begins and ends that stands at a place, blanks skipped.
fn string(line: &[u8], from: usize) -> Option<(usize, usize)> {
    let rest = line[from..].trim_ascii_start().strip_prefix(b"\"")?;
    let start = line.len() - rest.len();
    let length = memchr::memchr(b'"', rest).filter(|length| (1..LONGEST).contains(length))?;
    (rest[length - 1] != b'\\').then_some((start, start + length))
}

/// Bytes of the longest login or secret.
const LONGEST: usize = 512;

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::kinds_and_texts(line, find)
    }

    #[test]
    fn who_logs_in_stands_in_the_parameters() {
        assert_eq!(
            texts(r#"{"method":"auth.login","params":["gwen","h4x 0r"],"id":3}"#),
            ["User gwen", "Secret h4x 0r"]
        );
        assert_eq!(texts(r#"{"params": ["h4x0r"], "method": "session.authenticate"}"#), ["Secret h4x0r"]);
    }

    #[test]
    fn other_methods_and_objects_stay() {
        for line in [
            r#"{"method":"job.run","params":["gwen","h4x0r"]}"#,
            r#"{"method":"user.login","params":{"user":"gwen"}}"#,
            r#"{"method":"auth.login","params":[7]}"#,
            r#"{"method":"auth.login","params":[]}"#,
            r#""params" "method""#,
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
