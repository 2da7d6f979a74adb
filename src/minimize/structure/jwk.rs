//! JSON Web Keys (RFC 7517): the members of an object with a `"kty"` that are its secret, and its public key.
//!
//! Their names are letters that say nothing elsewhere. Where an object goes over several lines, those before its
//! `"kty"` count for themselves where what they hold is as long as a key.

use crate::minimize::ascii::BASE64;
use crate::minimize::prefilter::{Finder, Needs};
use crate::minimize::{Evidence, Found, Kind, bytes};

/// What a line must show to hold one: the member that every key has, or one of a secret's at its beginning.
pub(super) const NEEDS: Needs =
    Needs { finder: Finder::Jwk, marks: 0, words: &["kty", "^k", "^d", "^p", "^q", "^dp", "^dq", "^qi"] };

/// What is remembered from line to line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Jwk {
    open: bool,
}

impl Jwk {
    /// Whether a key goes on in the next line.
    pub(super) fn is_open(self) -> bool {
        self.open
    }

    pub(super) fn line(&mut self, line: &[u8], found: &mut Vec<Found>) {
        // A key ends with its brace, or where something else stands than a member.
        self.open &= line.trim_ascii_start().starts_with(b"\"");
        if memchr::memchr(b'"', line).is_none() {
            return;
        }
        let mut at = 0;
        while let Some(kty) = bytes::find(&line[at..], KTY).map(|place| at + place) {
            let start = memchr::memrchr(b'{', &line[at..kty]).map_or(at, |open| at + open);
            let end = memchr::memchr(b'}', &line[kty..]).map(|length| kty + length);
            object(line, (start, end.unwrap_or(line.len())), 1, found);
            self.open = end.is_none();
            at = end.unwrap_or(line.len()).max(kty + KTY.len());
        }
        if at == 0 {
            let end = memchr::memchr(b'}', line).unwrap_or(line.len());
            object(line, (0, end), if self.open { 1 } else { LONG }, found);
            self.open &= end == line.len();
        }
    }
}

/// The members of a key between two places, those that hold so many letters of base64 or more.
fn object(line: &[u8], (from, to): (usize, usize), least: usize, found: &mut Vec<Found>) {
    let mut at = from;
    while let Some(open) = memchr::memchr(b'"', &line[at..to]).map(|length| at + length + 1) {
        let Some(close) = memchr::memchr(b'"', &line[open..to]).map(|length| open + length) else { return };
        at = close + 1;
        let rest = line[at..to].trim_ascii_start();
        let Some(value) = rest.strip_prefix(b":").and_then(|rest| rest.trim_ascii_start().strip_prefix(b"\"")) else {
            continue;
        };
        let start = to - value.len();
        let Some(end) = memchr::memchr(b'"', value).map(|length| start + length) else { return };
        at = end + 1;
        let Some(kind) = MEMBERS.iter().find(|(name, _)| *name == &line[open..close]).map(|(_, kind)| *kind) else {
            continue;
        };
        let text = &line[start..end];
        let short = if kind == Kind::Secret { least } else { least.max(PUBLIC) };
        if text.len() >= short && is_key(text, least) {
            found.push(Found::new(start..end, kind, Evidence::Structure).teaching_if(text.len() >= 12));
        }
    }
}

/// Letters of base64 as URLs have them; of a text that must be `LONG`, of either case and with digits.
fn is_key(text: &[u8], least: usize) -> bool {
    let plain = BASE64.or(b"-_").fills(text);
    let any = |is: fn(&u8) -> bool| text.iter().any(is);
    plain && (least < LONG || any(u8::is_ascii_digit) && any(u8::is_ascii_uppercase) && any(u8::is_ascii_lowercase))
}

const KTY: &[u8] = b"\"kty\"";

/// Members of a key that say something of nobody else's (RFC 7518, section 6).
const MEMBERS: [(&[u8], Kind); 10] = [
    (b"k", Kind::Secret),
    (b"d", Kind::Secret),
    (b"p", Kind::Secret),
    (b"q", Kind::Secret),
    (b"dp", Kind::Secret),
    (b"dq", Kind::Secret),
    (b"qi", Kind::Secret),
    (b"n", Kind::Key),
    (b"x", Kind::Key),
    (b"y", Kind::Key),
];

/// Letters of the shortest secret that is one without a `"kty"` in sight, and of the shortest public key.
const LONG: usize = 40;
const PUBLIC: usize = 32;

#[cfg(test)]
mod tests {
    use super::Jwk;

    fn texts(lines: &[&str]) -> Vec<String> {
        let mut jwk = Jwk::default();
        crate::minimize::testing::texts_of_lines(lines, |line, found| jwk.line(line, found))
    }

    const SECRET: &str = "q7RkVb2Zx9LmT4wHsE0cYfUaGjNd8Ipo3KyQu6Xe1Bv5";

    #[test]
    fn the_secret_members_of_a_key_are_found() {
        let of = |line: &str| texts(&[line]);
        assert_eq!(of(r#"{"kty":"oct","alg":"HS256","k":"h4x-0r_"}"#), ["h4x-0r_"]);
        assert_eq!(of(r#"{"d": "h4x0r", "kty": "EC", "crv": "P-256", "x": "short"}"#), ["h4x0r"]);
        let line = format!(r#"{{"keys":[{{"kty":"RSA","n":"{SECRET}"}},{{"kty":"oct","k":"abc"}}],"d":"x"}}"#);
        assert_eq!(of(&line), [SECRET, "abc"]);
    }

    #[test]
    fn a_key_may_go_over_lines() {
        let before = format!("  \"d\": \"{SECRET}\",");
        let lines = ["{", &before, "  \"kty\": \"EC\",", "  \"k\": \"h4x0r\"", "}", "{ \"k\": \"h4x0r\" }"];
        assert_eq!(texts(&lines), [SECRET, "h4x0r"]);
        assert_eq!(texts(&["\"kty\": \"oct\"", "}", "\"k\": \"h4x0r\""]), Vec::<String>::new());
    }

    #[test]
    fn the_same_letters_elsewhere_say_nothing() {
        let word = "a".repeat(50);
        for line in
            [r#"{"op":"k","d":"h4x0r","q":"search"}"#, &format!("{{\"q\":\"{word}\"}}"), "\"k\": 7", "\"kty\"", "\""]
        {
            assert_eq!(texts(&[line]), Vec::<String>::new(), "{line}");
        }
    }
}
