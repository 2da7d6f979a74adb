//! Objects that hold the value of their key: `"password":{"value":"…"}`, `password = { value = "…" }`.

use super::objects::string_of;
use crate::minimize::ascii::{DIGIT, HEX, KEY, NAME, SPACE};
use crate::minimize::structure::Fields;
use crate::minimize::structure::value::{is_placeholder, is_secret_alone};
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary, host};

/// Finds such values in one line.
pub(super) fn find(line: &[u8], fields: &Fields, found: &mut Vec<Found>) {
    quoted(line, fields, found);
    inline(line, fields, found);
    accounts(line, found);
}

/// `"users":{"gwen":"h4x0r","bo7":{"password":"h4x1r"}}`: logins, and behind each a secret or what is known of it.
fn accounts(line: &[u8], found: &mut Vec<Found>) {
    for open in bytes::every(line, b"sers\":").map(|at| at + b"sers\":".len()) {
        let blanks = SPACE.run_within(&line[open..], 2);
        if line.get(open + blanks) != Some(&b'{') {
            continue;
        }
        let mut at = open + blanks + 1;
        for _ in 0..MOST {
            let Some(login) = string(line, at) else { break };
            let Some(colon) = line[login.1 + 1..].iter().position(|byte| *byte == b':') else { break };
            let value = login.1 + 1 + colon + 1;
            let secret = string(line, value);
            let end = secret.map(|(_, end)| end).or_else(|| known(line, value));
            let Some(end) = end else { break };
            account(line, login, secret, found);
            // Another one may follow.
            if line.get(end + 1) != Some(&b',') {
                break;
            }
            at = end + 2;
        }
    }
}

/// Takes a login, and its secret where that looks like one: of other objects the values are words and times.
fn account(line: &[u8], login: (usize, usize), secret: Option<(usize, usize)>, found: &mut Vec<Found>) {
    let name = &line[login.0..login.1];
    let plain = NAME.or(b"@").fills(name) && name.len() > 2;
    let told = secret.is_none_or(|(start, end)| looks_secret(&line[start..end]));
    if !plain || !told || host::is_camel(name) {
        return;
    }
    if !dictionary::is_word(name) {
        found.push(Found::new(login.0..login.1, Kind::User, Evidence::Structure).teaching_unless_short());
    }
    if let Some((start, end)) = secret {
        found.push(Found::new(start..end, Kind::Secret, Evidence::Structure).teaching_unless_short());
    }
}

/// Whether a text looks like a secret, and like no day.
fn looks_secret(text: &[u8]) -> bool {
    let dated = text.len() > 4 && text[4] == b'-' && DIGIT.fills(&text[..4]);
    is_secret_alone(text) && !dated && !text.contains(&b' ')
}

/// Where the object ends that begins at a place, holds a password, and no other object.
fn known(line: &[u8], from: usize) -> Option<usize> {
    let object = line[from..].trim_ascii_start().strip_prefix(b"{")?;
    let start = line.len() - object.len();
    let length = memchr::memchr(b'}', object)?;
    bytes::find(&object[..length], b"\"password\"").map(|_| start + length)
}

/// Where the string stands that begins at a place, behind blanks.
fn string(line: &[u8], from: usize) -> Option<(usize, usize)> {
    let rest = line.get(from..)?.trim_ascii_start().strip_prefix(b"\"")?;
    let start = line.len() - rest.len();
    memchr::memchr(b'"', rest).map(|length| (start, start + length))
}

/// Accounts of one list that are read.
const MOST: usize = 64;

/// `"password":{"value":"…"}`
fn quoted(line: &[u8], fields: &Fields, found: &mut Vec<Found>) {
    for value in VALUES {
        for at in bytes::every(line, value) {
            let head = &line[at.saturating_sub(NESTED)..at];
            let key = head.trim_ascii_end().strip_suffix(b"{").and_then(|head| {
                let head = head.trim_ascii_end().strip_suffix(b":")?.trim_ascii_end().strip_suffix(b"\"")?;
                fields.meaning(&head[memchr::memrchr(b'"', head)? + 1..])
            });
            // What the profile names is found with all that the object holds.
            let key = key.filter(|meaning| !meaning.is_declared() && meaning.may_be(&[Kind::Secret, Kind::Session]));
            let Some(kind) = key.map(|meaning| meaning.kind) else { continue };
            // `"app_key":{"key":"…"}`; of a reference the key is a name.
            let digits = |text: &[u8]| text.len() >= 16 && HEX.fills(text);
            let key = value == b"\"key\"";
            let bare = |span: &(usize, usize)| !key || kind == Kind::Secret && digits(&line[at + span.0..at + span.1]);
            if let Some((start, end)) = string_of(&line[at..], value).filter(|span| span.0 < span.1 && bare(span)) {
                found.push(Found::new(at + start..at + end, kind, Evidence::Structure).teaching());
            }
        }
    }
}

/// `password = { value = "…" }`, as TOML has a table on one line.
fn inline(line: &[u8], fields: &Fields, found: &mut Vec<Found>) {
    for at in bytes::every(line, INLINE) {
        let head = line[..at].trim_ascii_end();
        let key = head.len() - KEY.run_back_within(head, NESTED);
        let start = at + INLINE.len();
        let length = memchr::memchr(b'"', &line[start..]).unwrap_or(0);
        if length > 0
            && !is_placeholder(&line[start..start + length])
            && fields.meaning(&head[key..]).is_some_and(|meaning| meaning.kind == Kind::Secret)
        {
            found.push(Found::new(start..start + length, Kind::Secret, Evidence::Structure).teaching_unless_short());
        }
    }
}

/// How such a table begins.
const INLINE: &[u8] = b"= { value = \"";

/// Members that hold a value.
const VALUES: [&[u8]; 4] = [b"\"value\"", b"\"Value\"", b"\"val\"", b"\"key\""];

/// Bytes of a key before its object.
const NESTED: usize = 96;

#[cfg(test)]
mod tests {
    use super::Fields;

    fn find(line: &[u8], found: &mut Vec<super::Found>) {
        super::find(line, &Fields::default(), found);
    }

    #[test]
    fn a_value_stands_in_an_object_of_its_key() {
        let texts = |line| crate::minimize::testing::texts(line, find);
        assert_eq!(texts("\"password\": {\"value\": \"h4x0r\"}"), ["h4x0r"]);
        assert_eq!(texts("symmetric_key = { value = \"h4x0r\" }"), ["h4x0r"]);
        assert_eq!(texts("symmetric_key = { value = \"${KEY}\" }"), Vec::<String>::new());
        assert_eq!(texts("timeout = { value = \"30s\" }"), Vec::<String>::new());
        assert_eq!(texts("= { value = \""), Vec::<String>::new());
    }

    #[test]
    fn accounts_stand_in_an_object_of_users() {
        let texts = |line| crate::minimize::testing::texts(line, find);
        assert_eq!(
            texts(r#"{"RegisteredUsers":{"gwen":"h4x0rh4x0r","bo7":"h4x1rh4x1r"}}"#),
            ["gwen", "h4x0rh4x0r", "bo7", "h4x1rh4x1r"]
        );
        assert_eq!(texts(r#""users": {"admin": {"password": "x"}, "gwen": {"password": "y"}}"#), ["gwen"]);
        assert_eq!(texts(r#""users":{"gwen":"admin","total":7}"#), Vec::<String>::new());
        assert_eq!(texts(r#""users":{"lastSeen":"2026-02-01T10:00:00Z","seen":"2026-02-01"}"#), Vec::<String>::new());
        assert_eq!(texts(r#""users":{"count":12,"active":3}"#), Vec::<String>::new());
        assert_eq!(texts(r#""users":{"#), Vec::<String>::new());
    }
}
