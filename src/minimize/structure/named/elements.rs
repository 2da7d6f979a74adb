//! Elements of XML that say what their text is: `<key>value</key>`, `<name>db.password</name><value>…</value>`.

use super::text_of;
use crate::minimize::ascii::NAME;
use crate::minimize::structure::fields::Meaning;
use crate::minimize::structure::pairs::look::is_digest;
use crate::minimize::structure::people::is_full_name;
use crate::minimize::structure::plausible::{Value, around, is_plausible, is_street};
use crate::minimize::structure::value::is_placeholder;
use crate::minimize::structure::{Fields, keys};
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary};

/// `<key>value</key>`.
pub(super) fn find(line: &[u8], fields: &Fields, found: &mut Vec<Found>) {
    let mut earlier = 0;
    for close in bytes::every(line, b"</") {
        let behind = std::mem::replace(&mut earlier, close);
        let Some((start, end)) = text(line, behind, close) else { continue };
        let spelt = name(&line[close + 2..]);
        let name = keys::normal(spelt.rsplit(|byte| *byte == b':').next().unwrap_or_default());
        let text = &line[start..end];
        let described = || match &*name {
            b"descr" | b"author" | b"cn" | b"creator" | b"fn" => is_full_name(text).then_some(Kind::Person),
            b"name" if is_whose(line, close) || is_account(line, start) => is_full_name(text).then_some(Kind::Person),
            // `<key>` holds a digest that nodes of a cluster share; in a property list it holds a name.
            b"key" => is_digest(text).then_some(Kind::Secret),
            // `<saml:NameID>` names in SAML who has logged in.
            b"nameid" => Some(Kind::User),
            b"address" | b"location" => is_street(text).then_some(Kind::Location),
            _ => None,
        };
        // `<givenName>…</givenName><sn>…</sn>`; else it is a device's number.
        let beside = &line[close.saturating_sub(BESIDE)..close];
        let given = || bytes::find(beside, b"ivenName>").is_some();
        let number = || (*name == *b"sn").then(|| if given() { Kind::Person } else { Kind::Serial });
        let listed =
            || keys::kind(&name).or_else(described).or_else(number).filter(|_| keys::is_spelt_so(spelt, &name));
        if text.is_empty() || is_placeholder(text) {
            continue;
        }
        if let Some(kind) = fields.declared(spelt) {
            found.push(Found::new(start..end, kind, Evidence::Profile).teaching_unless_short());
            continue;
        }
        let Some(kind) = listed() else { continue };
        let kind = if kind == Kind::User && is_full_name(text) { Kind::Person } else { kind };
        let candidate = Value { kind, key: &name, text, sure: true, quoted: true, line: around(line, (start, end)) };
        if is_plausible(&candidate) {
            found.push(Found::new(start..end, kind, Evidence::Structure).teaching_if(candidate.teaches()));
        }
    }
}

/// Whether an element that closes there stands in one of a person, as in `<author><name>Ann Lee</name>`.
fn is_whose(line: &[u8], close: usize) -> bool {
    let beside = &line[close.saturating_sub(BESIDE)..close];
    let opened = WHOSE.iter().filter_map(|tag| memchr::memmem::rfind(beside, tag)).max();
    opened.is_some_and(|at| bytes::find(&beside[at..], b"</").is_none())
}

/// Whether the element whose text begins at `start` stands behind a login: `<Username>gwen</Username><Name>Gwen Lee`.
fn is_account(line: &[u8], start: usize) -> bool {
    let head = memchr::memrchr(b'<', &line[..start]).map_or(&line[..start], |open| &line[..open]);
    bytes::ends_with_any(head.trim_ascii_end(), &["</Username>", "</username>", "</UserName>"])
}

/// Elements of people.
const WHOSE: [&[u8]; 5] = [b"<author>", b"<developer>", b"<contributor>", b"<contact>", b"<person>"];

/// Bytes before an element in which another says what it means.
const BESIDE: usize = 400;

/// The text before the tag that closes its element, no further back than `behind`; it may stand in `<![CDATA[…]]>`.
fn text(line: &[u8], behind: usize, close: usize) -> Option<(usize, usize)> {
    if !line[..close].ends_with(b"]]>") {
        return memchr::memrchr(b'>', &line[behind..close]).map(|at| (behind + at + 1, close));
    }
    let end = close - 3;
    memchr::memmem::rfind(&line[behind..end.max(behind)], CDATA).map(|at| (behind + at + CDATA.len(), end))
}

/// The name that a tag begins with.
fn name(tag: &[u8]) -> &[u8] {
    &tag[..NAME.or(b":").run(tag)]
}

const CDATA: &[u8] = b"<![CDATA[";

/// `<name>db.password</name><value>…</value>`, `<td>Password</td><td>…</td>`
pub(super) fn properties(line: &[u8], fields: &Fields, found: &mut Vec<Found>) {
    property(line, 0, (b"<name>", b"<value>"), fields, found);
    for (tag, value) in CELLS {
        let mut from = 0;
        while let Some(end) = property(line, from, (tag, value), fields, found) {
            from = end;
        }
    }
}

/// Finds the value of the next element with a name; gives where that ends.
fn property(
    line: &[u8],
    from: usize,
    (tag, value): (&[u8], &[u8]),
    fields: &Fields,
    found: &mut Vec<Found>,
) -> Option<usize> {
    let (start, end) = text_of(line, from, tag)?;
    // A cell's value stands in the next one.
    let near = if value == b"<value>" { line } else { &line[..line.len().min(end + BESIDE)] };
    let beside = value == b"<value>" || bytes::find(&near[end..], b"<td").is_some_and(|length| length <= CELL);
    let secret = |meaning: &Meaning| meaning.may_be(&[Kind::Secret]);
    let span = text_of(near, end, value).filter(|(start, end)| start < end && beside);
    if let Some((meaning, span)) = fields.meaning(&line[start..end]).filter(secret).zip(span) {
        if value == b"<value>" && !meaning.is_declared() {
            found.push(Found::new(span.0..span.1, Kind::Secret, Evidence::Structure).teaching());
        } else if meaning.is_declared() || !dictionary::is_ordinary(&line[span.0..span.1]) {
            meaning.take(line, span, true, found);
        }
    }
    Some(end)
}

/// Cells of a table of two columns, a name and what it is.
const CELLS: [(&[u8], &[u8]); 2] = [(b"<td>", b"<td>"), (b"<th>", b"<td>")];

/// Bytes of the tags between two cells.
const CELL: usize = 8;

#[cfg(test)]
mod tests {
    use crate::minimize::structure::named::texts;

    #[test]
    fn a_key_that_is_two_words_says_what_it_says_in_one_spelling() {
        assert_eq!(texts("<logName>quvnix</logName><logname>gwen</logname>"), ["gwen"]);
    }

    #[test]
    fn a_name_within_an_author_is_a_person() {
        assert_eq!(texts("<author><name>Ann Zorgal</name></author>"), ["Ann Zorgal"]);
        assert_eq!(texts("<author>x</author><name>Ann Zorgal</name>"), Vec::<String>::new());
    }

    #[test]
    fn the_text_of_an_element_belongs_to_its_name() {
        assert_eq!(texts("<password><![CDATA[h4x0r]]></password>"), ["h4x0r"]);
        assert_eq!(texts("<property><name>db.password</name><value>h4x0r</value></property>"), ["h4x0r"]);
        let key = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
        assert_eq!(texts(&format!("<key>{key}</key><key>CFBundleName</key>")), [key]);
        assert_eq!(texts("]]></password>"), Vec::<String>::new());
        assert_eq!(texts("<name>db.size</name><value>7</value>"), Vec::<String>::new());
        let row = "<tr><td>Size</td><td>7</td></tr><tr><td>Password</td><td>h4x0r</td></tr>";
        assert_eq!(texts(row), ["h4x0r"]);
        assert_eq!(texts("<tr><th>PSK</th> <td>h4x0r</td></tr>"), ["h4x0r"]);
        assert_eq!(texts("<td>User</td><td>Password</td><td>Role</td>"), Vec::<String>::new());
        assert_eq!(texts("<td>Password</td></tr><tr><td>h4x0r</td>"), Vec::<String>::new());
        assert_eq!(texts("<td>Password</td><td></td><td>h4x0r</td>"), Vec::<String>::new());
    }
}
