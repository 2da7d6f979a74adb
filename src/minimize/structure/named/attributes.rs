//! Attributes of XML that say what a value beside them or the text of their element is:
//! `<add key="Password" value="…"/>`, `<Data Name='TargetUserName'>…</Data>`.

use super::string_at;
use crate::minimize::ascii::WORD;
use crate::minimize::structure::Fields;
use crate::minimize::structure::people::is_full_name;
use crate::minimize::structure::plausible::{Value, is_plausible};
use crate::minimize::structure::value::is_placeholder;
use crate::minimize::{Evidence, Found, Kind, bytes};

/// `<add key="Password" value="…"/>`, `<property name="Password" value="…"/>`
pub(super) fn values(line: &[u8], fields: &Fields, found: &mut Vec<Found>) {
    let mut from = 0;
    while let Some((at, value)) = string_behind(line, from, b" value=") {
        let tag = memchr::memrchr(b'<', &line[from..at]).map_or(from, |open| from + open);
        from = value.1;
        let names = [&b" key="[..], b" name="].into_iter().filter_map(|key| string_behind(&line[..at], tag, key));
        let mut meanings = names.filter_map(|(_, (start, end))| fields.meaning(&line[start..end]));
        let Some(meaning) = meanings.find(|meaning| meaning.may_be(&[Kind::Secret])) else { continue };
        if meaning.is_declared() {
            meaning.take(line, value, true, found);
        } else if value.0 < value.1 && !is_placeholder(&line[value.0..value.1]) {
            found.push(Found::new(value.0..value.1, Kind::Secret, Evidence::Structure).teaching());
        }
    }
}

/// `<DNS_NAME VALUE="gw-7"/>`: an element that has nothing but a value.
pub(super) fn lone(line: &[u8], fields: &Fields, found: &mut Vec<Found>) {
    for attribute in [&b" VALUE=\""[..], b" value=\""] {
        for at in bytes::every(line, attribute) {
            let near = &line[at.saturating_sub(ELEMENT)..at];
            let Some(open) = memchr::memrchr(b'<', near) else { continue };
            let name = &near[open + 1..];
            let meaning = fields.meaning(name).filter(|meaning| WORD.fills(name) || meaning.is_declared());
            if let Some((meaning, span)) = meaning.zip(string_at(line, at + attribute.len() - 1)) {
                meaning.take(line, span, true, found);
            }
        }
    }
}

/// Bytes of the longest name of an element.
const ELEMENT: usize = 64;

/// `<Data Name='TargetUserName'>…</Data>`, as Windows writes its events, and `<setting id="pass">…</setting>`.
pub(super) fn data(line: &[u8], fields: &Fields, found: &mut Vec<Found>) {
    for tag in DATA {
        texts_of(line, tag, fields, found);
    }
}

/// What begins an element whose one attribute names what its text is.
pub(super) const DATA: [&[u8]; 6] =
    [b"<Data Name=", b"<setting id=", b"<setting name=", b"<param name=", b"<parameter name=", b"<property name="];

fn texts_of(line: &[u8], tag: &[u8], fields: &Fields, found: &mut Vec<Found>) {
    let mut from = 0;
    while let Some((_, name)) = string_behind(line, from, tag) {
        from = name.1;
        let start = name.1 + 2;
        if line.get(name.1 + 1) != Some(&b'>') {
            continue;
        }
        let Some(length) = line.get(start..).and_then(|rest| memchr::memchr(b'<', rest)) else { return };
        if let Some(meaning) = fields.meaning(&line[name.0..name.1]) {
            meaning.take(line, (start, start + length), true, found);
        }
    }
}

/// `<users><entry name="gwen">`, as PAN-OS has who may log in.
pub(super) fn entries(line: &[u8], found: &mut Vec<Found>) {
    for at in bytes::every(line, b"<users><entry name=\"") {
        let start = at + b"<users><entry name=\"".len();
        if let Some(length) = memchr::memchr(b'"', &line[start..]).filter(|length| *length > 1) {
            let end = start + length;
            found.push(Found::new(start..end, Kind::User, Evidence::Structure).teaching_unless_short());
        }
    }
}

/// `<user id="7" name="gwen" role="x"/>`: who it is that an element is of.
pub(super) fn users(line: &[u8], found: &mut Vec<Found>) {
    for at in bytes::every(line, b"<user ") {
        let near = &line[..line.len().min(at + NEAR)];
        let end = memchr::memchr(b'>', &near[at..]).map_or(near.len(), |length| at + length);
        let Some((_, (start, end))) = string_behind(&near[..end], at, b" name=") else { continue };
        let text = &line[start..end];
        let login = Value { kind: Kind::User, key: b"user", text, sure: true, quoted: true, line: near };
        if is_full_name(text) {
            found.push(Found::new(start..end, Kind::Person, Evidence::Structure));
        } else if start < end && is_plausible(&login) {
            found.push(Found::new(start..end, Kind::User, Evidence::Structure).teaching_unless_short());
        }
    }
}

/// Bytes of an element's attributes that are looked at.
const NEAR: usize = 512;

/// `<entry name="gwen"><phash>…`, the same a line further down.
pub(super) fn hashed(line: &[u8], found: &mut Vec<Found>) {
    for end in bytes::every(line, b"\"><phash>") {
        let Some(start) = memchr::memmem::rfind(&line[..end], b"<entry name=\"").map(|at| at + 13) else { continue };
        if end > start && !line[start..end].contains(&b'"') {
            found.push(Found::new(start..end, Kind::User, Evidence::Structure).teaching_unless_short());
        }
    }
}

/// Where an attribute stands at `from` or behind it, and its value.
pub(super) fn string_behind(line: &[u8], from: usize, key: &[u8]) -> Option<(usize, (usize, usize))> {
    let at = from + bytes::find(line.get(from..)?, key)?;
    string_at(line, at + key.len()).map(|value| (at, value))
}

#[cfg(test)]
mod tests {
    use crate::minimize::structure::named::texts;

    #[test]
    fn data_of_windows_events_is_named() {
        let line = "<Data Name='TargetUserName'>gwen</Data><Data Name=\"TargetDomainName\">QUVNIX</Data><Data Name='Id'>7</Data>";
        assert_eq!(texts(line), ["gwen", "QUVNIX"]);
        let line = r#"<setting id="pass">h4x0r</setting><setting id="port">8080</setting><setting id="pass" />x</a>"#;
        assert_eq!(texts(line), ["h4x0r"]);
        let line = r#"<param name="hostname">quvnix-7</param><param name="port">3389</param>"#;
        assert_eq!(texts(line), ["quvnix-7"]);
    }

    #[test]
    fn a_value_belongs_to_the_attribute_before() {
        assert_eq!(texts("<add key=\"SmtpPassword\" value=\"h4x0r\"/>"), ["h4x0r"]);
        assert_eq!(texts("<property name='db.password' value='h4x0r' /><a key='size' value='7'/>"), ["h4x0r"]);
    }

    #[test]
    fn who_may_log_in_to_pan_os_is_found() {
        assert_eq!(texts("<entry name=\"bo7\"><phash>x</phash></entry>"), ["bo7"]);
        assert_eq!(
            texts("<user id=\"7\" name=\"gwen\" role=\"x\"/><user name=\"Gwen Zorgal\"/>"),
            ["gwen", "Gwen Zorgal"]
        );
        assert_eq!(texts("<user id=\"7\"/><a name=\"quvnix\"/>"), Vec::<String>::new());
        assert_eq!(texts("<users><entry name=\"gwen\"/></users><entry name=\"x\"/>"), ["gwen"]);
    }
}
