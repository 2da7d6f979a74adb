//! Elements that another one, or an attribute of theirs, says the meaning of: `<string name="password">…</string>`,
//! `<key>Password</key><string>…`, `<Password><Value>…`.

use super::attributes::{DATA, string_behind};
use crate::minimize::bytes::{self, MemoizedFind};
use crate::minimize::structure::fields::{Fields, Meaning};
use crate::minimize::structure::keys;
use crate::minimize::structure::plausible::{Value, around, is_plausible};
use crate::minimize::structure::value::is_placeholder;
use crate::minimize::{Evidence, Found, Kind};

/// Finds their texts.
pub(super) fn find(line: &[u8], fields: &Fields, found: &mut Vec<Found>) {
    let (mut from, mut values) = (0, TAGS.map(|_| MemoizedFind::new()));
    while let Some(open) = memchr::memchr(b'<', line.get(from..).unwrap_or_default()).map(|at| from + at) {
        let Some(close) = memchr::memchr(b'>', &line[open..]).map(|length| open + length) else { return };
        from = close + 1;
        let tag = &line[open + 1..close];
        let meaning = name(line, open, close).and_then(|name| fields.meaning(name));
        let meant = |meaning: &Meaning| meaning.may_be(&[Kind::Secret]) || tag == KEY && LISTED.contains(&meaning.kind);
        attributed(line, (open, close), found);
        let Some(meaning) = meaning.filter(meant) else { continue };
        // The text of the element itself, or of the one that follows.
        let within = if line[from..].starts_with(b"<key>") { from + b"<key>".len() } else { from };
        let direct = tag != KEY && !line[within..].starts_with(b"<");
        let Some(start) = (if direct { Some(within) } else { value(line, from, &mut values) }) else { continue };
        let end = start + memchr::memchr(b'<', &line[start..]).unwrap_or(line.len() - start);
        let (kind, text) = (meaning.kind, &line[start..end]);
        if meaning.is_declared() {
            meaning.take(line, (start, end), true, found);
        } else if !text.trim_ascii().is_empty() && is_value(kind, text) {
            found.push(Found::new(start..end, kind, Evidence::Structure).teaching());
        }
    }
}

/// `<Attribute Name="Users.3#UserName">gwen</Attribute>`: an attribute says what the text of its element is.
fn attributed(line: &[u8], (open, close): (usize, usize), found: &mut Vec<Found>) {
    // Those of Windows' events and of settings are read as they are.
    if DATA.iter().any(|tag| line[open..].starts_with(tag)) {
        return;
    }
    let attribute = |key| string_behind(&line[..close], open, key);
    let Some((_, (start, end))) = [&b" name="[..], b" Name=", b" key="].into_iter().find_map(attribute) else { return };
    let key = keys::normal(&line[start..end]);
    let kind = keys::kind(&key).filter(|kind| matches!(kind, Kind::User | Kind::Host | Kind::Serial | Kind::Domain));
    let (Some(kind), Some(length)) = (kind, memchr::memchr(b'<', &line[close + 1..])) else { return };
    let (from, to) = (close + 1, close + 1 + length);
    let text = &line[from..to];
    let candidate = Value { kind, key: &key, text, sure: true, quoted: true, line: around(line, (from, to)) };
    if end + 1 == close && line[to..].starts_with(b"</") && !text.is_empty() && is_plausible(&candidate) {
        found.push(Found::new(from..to, kind, Evidence::Structure).teaching_if(candidate.teaches()));
    }
}

/// What says the meaning of a value: the text of a `<key>`, an attribute of a tag, or its name before a `<value>`.
fn name(line: &[u8], open: usize, close: usize) -> Option<&[u8]> {
    let (tag, after) = (&line[open + 1..close], &line[close + 1..]);
    if tag == KEY {
        return after.split(|byte| *byte == b'<').next();
    }
    if tag.ends_with(b"/") || tag.starts_with(b"/") {
        return None;
    }
    let attribute = |key| string_behind(&line[..close], open, key);
    match [&b" name="[..], b" Name=", b" key="].into_iter().find_map(attribute) {
        Some((_, (start, end))) => Some(&line[start..end]),
        None => {
            let holds = ["<Value>", "<value>", "<key>"];
            Some(tag).filter(|_| bytes::starts_with_any(after, &holds))
        }
    }
}

/// Whether an element's text can be a value of this kind. Services of macOS run as users like `_mdnsresponder`.
pub(in crate::minimize::structure) fn is_value(kind: Kind, text: &[u8]) -> bool {
    let login = Value { kind: Kind::User, key: b"username", text, sure: true, quoted: true, line: text };
    !is_placeholder(text) && (kind != Kind::User || text.first() != Some(&b'_') && is_plausible(&login))
}

/// Where the text of an element that holds a value begins, at or behind `from`.
fn value(line: &[u8], from: usize, next: &mut [MemoizedFind; TAGS.len()]) -> Option<usize> {
    TAGS.iter().zip(next).find_map(|(tag, next)| {
        let at = next.at(from, || Some(from + bytes::find(&line[from..], tag)?));
        Some(at? + tag.len())
    })
}

/// Tags of the elements that hold a value.
const TAGS: [&[u8]; 4] = [b"<value>", b"<Value>", b"<string>", b"<val>"];

const KEY: &[u8] = b"key";

/// Kinds of values that a property list may hold behind their keys.
pub(in crate::minimize::structure) const LISTED: [Kind; 7] =
    [Kind::Ssid, Kind::Organisation, Kind::Person, Kind::Serial, Kind::Email, Kind::Phone, Kind::User];

#[cfg(test)]
mod tests {
    use crate::minimize::structure::named::texts;

    #[test]
    fn a_key_of_an_element_says_what_its_text_is() {
        assert_eq!(texts("<entry key=\"db.password\">h4x0r</entry><entry key=\"size\">7</entry>"), ["h4x0r"]);
        assert_eq!(texts("<property><key>password</key><val>h4x0r</val></property>"), ["h4x0r"]);
    }

    #[test]
    fn a_value_of_xml_belongs_to_the_name_before() {
        assert_eq!(texts("<setting name=\"SmtpPassword\" x=\"y\"><value>h4x0r</value></setting>"), ["h4x0r"]);
        assert_eq!(texts("<string name=\"pref_password\">h4x0r</string>"), ["h4x0r"]);
        assert_eq!(texts("<key>WiFiPassword</key><string>h4x0r</string>"), ["h4x0r"]);
        assert_eq!(texts("<Password><Value>h4x0r</Value><Plain>true</Plain></Password>"), ["h4x0r"]);
        assert_eq!(texts("<pre-shared-key><key>h4x0r</key></pre-shared-key>"), ["h4x0r"]);
        assert_eq!(texts("<string name=\"title\">x</string><value>y</value>"), Vec::<String>::new());
        assert_eq!(texts("if a<b and c>d name=\"password\""), Vec::<String>::new());
    }
}
