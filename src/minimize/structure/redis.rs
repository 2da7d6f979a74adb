//! Commands of Redis that hold a secret, as MONITOR and the file of its commands show them, and its file of users.

use super::value::is_placeholder;
use crate::minimize::ascii::HEX;
use crate::minimize::prefilter::{Finder, Needs};
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary};

/// What a line must show to hold one.
pub(super) const NEEDS: Needs =
    Needs { finder: Finder::Redis, marks: 0, words: &["auth", "requirepass", "masterauth", "setuser", "^user"] };

/// Finds `"AUTH" "X"`, `"AUTH" "login" "X"`, `"CONFIG" "SET" "requirepass" "X"`.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    for command in [&b"\"AUTH\" \""[..], b"\"auth\" \"", b"\"requirepass\" \"", b"\"masterauth\" \""] {
        let Some(start) = bytes::find_past(line, command) else { continue };
        let Some(end) = memchr::memchr(b'"', &line[start..]).map(|length| start + length) else { continue };
        let mut push = |start, end, kind| {
            found.push(Found::new(start..end, kind, Evidence::Structure).teaching_unless_short());
        };
        let second = line[end..].starts_with(b"\" \"").then_some(end + 3);
        match second.and_then(|second| Some((second, second + memchr::memchr(b'"', &line[second..])?))) {
            Some((second, last)) if command.len() == 8 => {
                push(start, end, Kind::User);
                // Redis writes `(redacted)` there by itself.
                if !is_placeholder(&line[second..last]) {
                    push(second, last, Kind::Secret);
                }
            }
            _ => push(start, end, Kind::Secret),
        }
    }
    sent(line, found);
    rules(line, found);
}

/// `write(5, "AUTH X\\r\\n", 12)`, as strace(1) shows what is sent: a secret, or a login and its secret.
fn sent(line: &[u8], found: &mut Vec<Found>) {
    let Some(start) = bytes::find_past(line, b"\"AUTH ") else { return };
    let near = &line[start..line.len().min(start + SENT)];
    // A string's escapes may have been read already.
    let ends = [&b"\\r\\n"[..], b"\n\n"];
    let Some(text) = ends.iter().filter_map(|end| bytes::find(near, end)).min().map(|length| &near[..length]) else {
        return;
    };
    let blank = memchr::memchr(b' ', text);
    let secret = start + blank.map_or(0, |blank| blank + 1);
    let plain = !text.is_empty() && !text.contains(&b'"') && !text[secret - start..].contains(&b' ');
    // `AUTH PLAIN X`, `AUTH CRAM-MD5`, `AUTH failed`
    let first = text[..blank.unwrap_or(text.len())].split(|byte| !byte.is_ascii_alphabetic()).next();
    let way = first.is_some_and(|first| bytes::is_one_of_in_any_case(first, &WAYS));
    let word = blank.is_none() && dictionary::is_word(text);
    if let Some(blank) = blank
        && plain
        && !way
    {
        found.push(Found::new(start..start + blank, Kind::User, Evidence::Structure).teaching_unless_short());
    }
    if plain && !word && !(way && blank.is_none()) && secret < start + text.len() {
        found.push(Found::new(secret..start + text.len(), Kind::Secret, Evidence::Structure).teaching_unless_short());
    }
}

/// What the names of ways to authenticate begin with, those of SASL and of HTTP.
const WAYS: [&str; 18] = [
    "anonymous",
    "basic",
    "bearer",
    "cram",
    "digest",
    "external",
    "gs",
    "gssapi",
    "kerberos",
    "login",
    "negotiate",
    "ntlm",
    "oauthbearer",
    "plain",
    "scram",
    "ssl",
    "tls",
    "xoauth",
];

/// Bytes of the longest command of that kind.
const SENT: usize = 512;

/// `user NAME on >X ~* +@all`, as its file of users has it, and `ACL SETUSER NAME on >X`: what a word begins with says
/// what it is; a digest stands behind `#`.
fn rules(line: &[u8], found: &mut Vec<Found>) {
    let name = match bytes::find(line, b"SETUSER ") {
        Some(at) => at + 8,
        None if line.starts_with(b"user ") && says_rights(line) => 5,
        None => return,
    };
    let mut at = name;
    let mut switched = false;
    for (index, word) in line[name..].split(|byte| *byte == b' ').enumerate() {
        let (start, end) = (at, at + word.len());
        at = end + 1;
        switched |= index > 0 && matches!(word, b"on" | b"off");
        let digest = word.len() == 65 && HEX.fills(&word[1..]);
        let secret = match word.first() {
            Some(b'>' | b'<') => word.len() > 1,
            Some(b'#' | b'!') => digest,
            _ => false,
        };
        // Elsewhere whoever stands behind `user` is found by that.
        if switched && secret && line[..name].ends_with(b"SETUSER ") {
            let length = memchr::memchr(b' ', &line[name..]).unwrap_or(0);
            found.push(Found::new(name..name + length, Kind::User, Evidence::Structure).teaching_unless_short());
        }
        if switched && secret {
            found.push(Found::new(start + 1..end, Kind::Secret, Evidence::Structure).teaching_unless_short());
        }
    }
}

/// Whether a line says to which keys, channels or commands somebody has a right, as no sentence does.
fn says_rights(line: &[u8]) -> bool {
    let rights = ["~", "&", "+@", "-@"];
    line.split(|byte| *byte == b' ').any(|word| bytes::starts_with_any(word, &rights))
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn secrets_stand_behind_their_commands() {
        let texts = |line: &str| crate::minimize::testing::texts(line, find);
        assert_eq!(texts("1717406340.1 [0 192.0.2.7:40113] \"AUTH\" \"h4x0r\""), ["h4x0r"]);
        assert_eq!(texts("\"HELLO\" \"3\" \"AUTH\" \"gwen\" \"h4x0r\""), ["gwen", "h4x0r"]);
        assert_eq!(texts("\"CONFIG\" \"SET\" \"requirepass\" \"h4x0r\""), ["h4x0r"]);
        assert_eq!(texts(r#"write(5, "AUTH h4x0r\r\n", 12) = 12"#), ["h4x0r"]);
        assert_eq!(texts(r#"write(5, "AUTH gwen h4x0r\r\n", 12) = 12"#), ["gwen", "h4x0r"]);
        assert_eq!(texts(r#"write(5, "AUTH LOGIN\r\n", 12) = 12"#), Vec::<String>::new());
        assert_eq!(texts("user gwen on >h4x0r >h4x1r ~* +@all"), ["h4x0r", "h4x1r"]);
        assert_eq!(texts("ACL SETUSER gwen on >h4x0r ~cache:* -@all +get"), ["gwen", "h4x0r"]);
        assert_eq!(texts("user gwen logged in on <gwq7> console, off >90% quota"), Vec::<String>::new());
        assert_eq!(texts("user gwen wrote x >y on disk"), Vec::<String>::new());
        assert_eq!(texts("{\"auth\": \"none\"} \"AUTH\" \""), Vec::<String>::new());
    }
}
