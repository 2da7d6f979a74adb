//! What a colon says in a sentence: why a file or a secret could not be read, where a key and its value have one too.

use crate::minimize::ascii::NAME;
use crate::minimize::bytes;

/// Whether what stands behind the colon is said of a secret or of a file that is called as one: `/etc/passwd: Permission
/// denied`, `failed to read token: EOF`.
pub(super) fn is_told(line: &[u8], (start, end): (usize, usize), value: usize) -> bool {
    let begins = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b'/';
    let word = line[value..].iter().take_while(|byte| !byte.is_ascii_whitespace());
    value > end + 1
        && line.get(value).is_some_and(begins)
        && word.take(WORD).all(|byte| !byte.is_ascii_digit())
        && (is_file(line, start) || is_failed(&line[..start]))
}

/// Whether the key is the last part of a path from the root.
fn is_file(line: &[u8], start: usize) -> bool {
    let whole = line.get(start) == Some(&b'/');
    let length = NAME.or(b"/+").run_back_within(&line[..start], PATH);
    let open = |before: &[u8]| before.last().is_none_or(|byte| byte.is_ascii_whitespace() || b"'\"`(=".contains(byte));
    let path = &line[start - length..start];
    (whole && length == 0 || path.starts_with(b"/")) && open(&line[..start - length])
}

/// Whether something failed that is done with a secret and does not say it.
fn is_failed(head: &[u8]) -> bool {
    let head = [&b"the "[..], b"a ", b"an "].iter().find_map(|article| head.strip_suffix(*article)).unwrap_or(head);
    let Some(head) = head.strip_suffix(b" ") else { return false };
    let Some(blank) = memchr::memrchr(b' ', &head[head.len().saturating_sub(WORD)..]) else { return false };
    let blank = blank + head.len().saturating_sub(WORD);
    let (before, verb) = (&head[..=blank], &head[blank + 1..]);
    bytes::is_one_of(verb, &VERBS)
        && FAILURES.iter().any(|words| {
            before.len() >= words.len() && before[before.len() - words.len()..].eq_ignore_ascii_case(words.as_bytes())
        })
}

/// What is done with a secret.
const VERBS: [&str; 22] = [
    "acquire",
    "acquiring",
    "create",
    "creating",
    "fetch",
    "fetching",
    "find",
    "generate",
    "generating",
    "get",
    "getting",
    "load",
    "loading",
    "obtain",
    "open",
    "opening",
    "read",
    "reading",
    "refresh",
    "retrieve",
    "store",
    "write",
];

/// What says that it failed.
const FAILURES: [&str; 7] = ["failed to ", "unable to ", "cannot ", "could not ", "can't ", "error ", "failure "];

/// Bytes of a path that are read.
const PATH: usize = 256;
/// Bytes of the longest word of a sentence.
const WORD: usize = 32;

#[cfg(test)]
mod tests {
    use super::is_told;

    fn told(line: &str, key: &str) -> bool {
        let start = line.find(key).unwrap();
        let end = start + key.len();
        let value = end + line[end..].find(": ").unwrap() + 2;
        is_told(line.as_bytes(), (start, end), value)
    }

    #[test]
    fn why_something_failed_is_no_value() {
        assert!(told("useradd: cannot open /etc/passwd: Permission denied", "passwd"));
        assert!(told("mv: cannot remove '/etc/passwd': Not a directory", "passwd"));
        assert!(told("failed to read password: unexpected EOF", "password"));
        assert!(told("Error getting the token: forbidden", "token"));
    }

    #[test]
    fn a_value_stays_one() {
        assert!(!told("failed to read password: h4x0r", "password"));
        assert!(!told("/etc/app.conf:password: quvnix", "password"));
        assert!(!told("kv/app/password: quvnix", "password"));
        assert!(!told("wrong password: quvnix", "password"));
        assert!(!told("https://gw/x/token: quvnix", "token"));
    }
}
