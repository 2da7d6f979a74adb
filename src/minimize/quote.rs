//! Where strings end, in every grammar that a log or a configuration may quote: a backslash before a quote, a quote
//! doubled, a shell's `'\''`.
//!
//! Security: a string that is taken to end too early leaves the rest of a secret; one that is taken too long costs a
//! word.

use super::structure::is_secret_key;

/// Where the quote closes that opened right before `start`; `None` where nothing closes it.
///
/// A quote behind a backslash closes only when no other does, as in `"C:\"`.
pub(crate) fn close(line: &[u8], start: usize, quote: u8) -> Option<usize> {
    let (mut at, mut escaped) = (start, None);
    loop {
        let Some(next) = line.get(at..).and_then(|rest| memchr::memchr(quote, rest)).map(|length| at + length) else {
            return escaped;
        };
        let behind = &line[next + 1..];
        at = next + 1;
        if is_escaped(&line[start..next]) {
            escaped = escaped.or(Some(next));
        } else if behind.first() == Some(&quote) {
            at += 1;
        } else if quote == b'\'' && behind.starts_with(b"\\''") {
            at += 3;
        } else {
            return Some(next);
        }
    }
}

/// A text without the quotes that it stands in.
pub(crate) fn unquoted(text: &[u8]) -> &[u8] {
    match text {
        [first @ (b'"' | b'\''), inner @ .., last] if first == last => inner,
        _ => text,
    }
}

/// What stands in the quotes of a text that is one string and nothing else.
pub(crate) fn whole_string(text: &[u8]) -> Option<&[u8]> {
    match text {
        [first @ (b'"' | b'\''), inner @ .., last] if first == last && !inner.contains(first) => Some(inner),
        _ => None,
    }
}

/// Whether an odd number of backslashes stands at the end.
pub(crate) fn is_escaped(before: &[u8]) -> bool {
    before.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

/// Whether the string that is open at the end of `before` is the value of a key that says that it is a secret:
/// `"password": "a`, `--token='a`, `secret "a`; or may be one, as its key stands elsewhere: `"value": "a`, and
/// `("DB_PASSWORD", "a`.
pub(crate) fn opens_secret(before: &[u8], quote: u8) -> bool {
    let near = &before[before.len().saturating_sub(NEAR)..];
    let open = memchr::memrchr_iter(quote, near).take(MANY).find(|at| !is_escaped(&near[..*at]));
    let Some(open) = open else { return false };
    let (head, nested) = (&near[..open], matches!(near.get(open + 1), Some(b'{' | b'[')));
    let spaced = head.last() == Some(&b' ');
    let head = head.trim_ascii_end();
    if let Some(list) = head.strip_suffix(b",") {
        return is_secret_string(list.trim_ascii_end());
    }
    let key = head.strip_suffix(b"=>").or_else(|| head.strip_suffix(b"=")).or_else(|| head.strip_suffix(b":"));
    let Some(key) = key.or(spaced.then_some(head)).map(<[u8]>::trim_ascii_end) else { return false };
    let key = key.strip_suffix(b"\"").or_else(|| key.strip_suffix(b"'")).unwrap_or(key);
    let length = key.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(byte)).count();
    let word = key[key.len() - length..].trim_ascii_start();
    let word = word.iter().position(|byte| *byte != b'-').map_or(&word[..0], |dashes| &word[dashes..]);
    let value = word.eq_ignore_ascii_case(b"value") && !nested;
    !word.is_empty() && is_secret_key(word) || spaced && word == b"secret" || value
}

/// Whether a text ends with a string that is a secret's key.
fn is_secret_string(text: &[u8]) -> bool {
    let Some((quote @ (b'"' | b'\''), text)) = text.split_last() else { return false };
    let start = memchr::memrchr(*quote, text).map_or(text.len(), |open| open + 1);
    start < text.len() && is_secret_key(&text[start..])
}

/// Bytes before a quote in which its string's beginning and key are looked for.
const NEAR: usize = 512;
/// Quotes within a string, behind backslashes, that are passed over on the way to the one that opens it.
const MANY: usize = 32;

#[cfg(test)]
mod tests {
    use super::{close, opens_secret};

    #[test]
    fn a_string_ends_where_its_reader_says() {
        for (text, length) in [
            (r#"ab" c"#, Some(2)),
            (r#"a\"b" c"#, Some(4)),
            (r#"a\\" c"#, Some(3)),
            (r#"C:\" "#, Some(3)),
            (r#"a""b", c"#, Some(4)),
            ("ab", None),
        ] {
            assert_eq!(close(format!("\"{text}").as_bytes(), 1, b'"').map(|end| end - 1), length, "{text}");
        }
        for (text, length) in [(r"a\'b' c", 4), (r"a'\''b' c", 6), ("a''b'", 4), (r"a\\'", 3)] {
            assert_eq!(close(text.as_bytes(), 0, b'\''), Some(length), "{text}");
        }
    }

    #[test]
    fn a_key_says_whether_the_string_behind_it_is_a_secret() {
        for before in [
            r#"{"password":"a"#,
            r#"password => "a \"b"#,
            r#"x --password="a"#,
            r#"psk "a"#,
            r#"secret = "a"#,
            r#"{"value":"a"#,
            r#"define("DB_PASSWORD", "a"#,
        ] {
            assert!(opens_secret(before.as_bytes(), b'"'), "{before}");
        }
        for before in [
            r#"{"msg":"{"#,
            r#"{"value":"{"#,
            r#"f("x", "a"#,
            r#"", "a"#,
            r#"password="a" and "#,
            r#"say "a"#,
            "a",
            r#"{"password":"a","x":"b"#,
        ] {
            assert!(!opens_secret(before.as_bytes(), b'"'), "{before}");
        }
    }
}
