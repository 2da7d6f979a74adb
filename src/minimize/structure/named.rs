//! Values whose key is no word before a mark: elements of XML and their attributes, objects of JSON, constants of PHP.

use super::super::bytes;
use super::super::quote::is_escaped;
use super::super::{Found, Kind, Way};
use super::people::is_full_name;
use super::plausible::{Candidate, is_plausible};
use super::value::is_placeholder;
use super::{Fields, keys};

/// Finds them in one line.
pub(super) fn find(line: &[u8], fields: &Fields, found: &mut Vec<Found>) {
    attribute(line, found);
    constants(line, found);
    if memchr::memchr(b'<', line).is_some() {
        property(line, found);
        if is_titled(line) {
            for (open, kind) in OPENING {
                for at in bytes::every(line, open) {
                    let near = &line[..line.len().min(at + OBJECT / 8)];
                    titles(near, kind, at, found);
                }
            }
        }
        elements(line, fields, found);
        data(line, found);
        introduced(line, found);
    }
    if memchr::memchr(b'"', line).is_some() {
        nested(line, found);
        objects(line, found);
        people(line, found);
        serialized(line, found);
        entries(line, found);
    }
}

/// `<Data Name='TargetUserName'>…</Data>`, as Windows writes its events.
fn data(line: &[u8], found: &mut Vec<Found>) {
    let mut from = 0;
    while let Some((_, name)) = string_behind(line, from, b"<Data Name=") {
        from = name.1;
        let start = name.1 + 2;
        let Some(length) = line.get(start..).and_then(|rest| memchr::memchr(b'<', rest)) else { return };
        let key = keys::normal(&line[name.0..name.1]);
        let Some(kind) = keys::kind(&key) else { continue };
        let text = &line[start..start + length];
        let candidate = Candidate { kind, key: &key, text, sure: true, quoted: true, line };
        if length > 0 && is_plausible(&candidate) {
            let learn = candidate.teaches();
            found.push(Found { start, end: start + length, kind, way: Way::Structure, learn });
        }
    }
}

/// `"host":{"name":"…","id":"…"}`, as the Elastic Common Schema has it: the object says what its name is.
fn objects(line: &[u8], found: &mut Vec<Found>) {
    if bytes::find(line, b"\":{").is_none() && bytes::find(line, b"\": {").is_none() {
        return;
    }
    for (key, member, kind) in OBJECTS {
        for at in bytes::every(line, key) {
            let open = line[at + key.len()..].trim_ascii_start();
            let Some(body) = open.strip_prefix(b"{") else { continue };
            let from = line.len() - body.len();
            let users = USERS.iter().filter(|_| kind == Kind::User).filter_map(|part| {
                let near = &body[..body.len().min(OBJECT)];
                Some((from + bytes::find(near, part)? + part.len(), &b"name"[..], kind))
            });
            let own = [(from, member, kind), (from, b"id", Kind::Uuid)];
            for (from, name, kind) in own.into_iter().chain(users) {
                let near = &line[..line.len().min(from + OBJECT)];
                let Some((start, stop)) = member_of(near, from, name) else { continue };
                let machine_id = stop - start == 32 && line[start..stop].iter().all(u8::is_ascii_hexdigit);
                let fits = match kind {
                    Kind::Uuid => machine_id,
                    Kind::Session => stop - start >= SESSION,
                    _ => true,
                };
                if start < stop && fits {
                    let learn = stop - start >= 4;
                    found.push(Found { start, end: stop, kind, way: Way::Structure, learn });
                }
            }
        }
    }
}

/// The string of a member of the object whose body begins at `from`; objects within are passed over.
fn member_of(line: &[u8], from: usize, name: &[u8]) -> Option<(usize, usize)> {
    let (mut at, mut depth) = (from, 0_usize);
    loop {
        at += line.get(at..)?.iter().position(|byte| matches!(byte, b'{' | b'}' | b'[' | b']' | b'"'))?;
        match line[at] {
            b'{' | b'[' => depth += 1,
            b'"' => {
                let start = at + 1;
                let end = json_string_end(line, start)?;
                at = end;
                let value = line[end + 1..].trim_ascii_start().strip_prefix(b":").map(<[u8]>::trim_ascii_start);
                if depth == 0
                    && &line[start..end] == name
                    && let Some(value) = value.and_then(|value| value.strip_prefix(b"\""))
                {
                    let start = line.len() - value.len();
                    return Some((start, json_string_end(line, start)?));
                }
            }
            _ => depth = depth.checked_sub(1)?,
        }
        at += 1;
    }
}

/// Where the string ends that begins at `start`; a backslash stands before a quotation mark that ends nothing.
fn json_string_end(line: &[u8], start: usize) -> Option<usize> {
    memchr::memchr_iter(b'"', &line[start..]).map(|length| start + length).find(|end| !is_escaped(&line[start..*end]))
}

/// `"name": "Gwen Lee", "email": "…"`, in either order: who can be written to is a person.
fn people(line: &[u8], found: &mut Vec<Found>) {
    if bytes::find(line, b"\"email\"").is_none() {
        return;
    }
    for at in bytes::every(line, b"\"name\"") {
        let Some((start, end)) = string_of(&line[at..], b"\"name\"").map(|(start, end)| (at + start, at + end)) else {
            continue;
        };
        let next = line.get(end + 1..).unwrap_or_default().trim_ascii_start();
        let next = next.strip_prefix(b",").unwrap_or_default().trim_ascii_start();
        let head = &line[..at];
        let near = &head[memchr::memrchr(b'{', head).unwrap_or(0)..];
        let beside = next.starts_with(b"\"email\"") || bytes::find(near, b"\"email\"").is_some();
        if beside && is_full_name(&line[start..end]) {
            found.push(Found { start, end, kind: Kind::Person, way: Way::Structure, learn: end - start >= 8 });
        }
    }
}

/// Objects within a user's that are of users too.
const USERS: [&[u8]; 5] = [b"\"target\":{", b"\"effective\":{", b"\"changes\":{", b"\"audit\":{", b"\"target\": {"];

/// Bytes of the shortest id of a session.
const SESSION: usize = 10;

/// Bytes of a user's object in which others are looked for.
const OBJECT: usize = 4096;

/// Objects, and the member that is the name of what they are.
const OBJECTS: [(&[u8], &[u8], Kind); 8] = [
    (b"\"host\":", b"name", Kind::Host),
    (b"\"agent\":", b"name", Kind::Host),
    (b"\"observer\":", b"name", Kind::Host),
    (b"\"deviceDetail\":", b"displayName", Kind::Host),
    (b"\"user\":", b"name", Kind::User),
    (b"\"organization\":", b"name", Kind::Organisation),
    (b"\"customer\":", b"name", Kind::Organisation),
    (b"\"session\":", b"id", Kind::Session),
];

/// `"password":{"value":"…"}`
fn nested(line: &[u8], found: &mut Vec<Found>) {
    for value in VALUES {
        for at in bytes::every(line, value) {
            let head = &line[at.saturating_sub(NESTED)..at];
            let key = head.trim_ascii_end().strip_suffix(b"{").and_then(|head| {
                let head = head.trim_ascii_end().strip_suffix(b":")?.trim_ascii_end().strip_suffix(b"\"")?;
                Some(&head[memchr::memrchr(b'"', head)? + 1..])
            });
            if key.is_none_or(|key| keys::kind(&keys::normal(key)) != Some(Kind::Secret)) {
                continue;
            }
            if let Some((start, end)) = string_of(&line[at..], value).filter(|(start, end)| start < end) {
                let (start, end, kind) = (at + start, at + end, Kind::Secret);
                found.push(Found { start, end, kind, way: Way::Structure, learn: true });
            }
        }
    }
}

/// Members that hold a value.
const VALUES: [&[u8]; 3] = [b"\"value\"", b"\"Value\"", b"\"val\""];

/// Bytes of a key before its object.
const NESTED: usize = 96;

/// `<add key="Password" value="…"/>`, `<property name="Password" value="…"/>`
fn attribute(line: &[u8], found: &mut Vec<Found>) {
    let mut from = 0;
    while let Some((at, value)) = string_behind(line, from, b" value=") {
        let tag = memchr::memrchr(b'<', &line[from..at]).map_or(from, |open| from + open);
        from = value.1;
        let mut names = [&b" key="[..], b" name="].into_iter().filter_map(|key| string_behind(&line[..at], tag, key));
        let secret = names.any(|(_, (start, end))| keys::kind(&keys::normal(&line[start..end])) == Some(Kind::Secret));
        if secret && value.0 < value.1 && !is_placeholder(&line[value.0..value.1]) {
            found.push(Found { start: value.0, end: value.1, kind: Kind::Secret, way: Way::Structure, learn: true });
        }
    }
}

/// `<setting name="SmtpPassword"><value>…</value>`, `<string name="password">…</string>`, `<key>Password</key><string>…`,
/// `<Password><Value>…`: an element before, or an attribute, says what a text is.
fn introduced(line: &[u8], found: &mut Vec<Found>) {
    let mut from = 0;
    while let Some(open) = memchr::memchr(b'<', line.get(from..).unwrap_or_default()).map(|at| from + at) {
        let Some(close) = memchr::memchr(b'>', &line[open..]).map(|length| open + length) else { return };
        from = close + 1;
        let tag = &line[open + 1..close];
        let after = &line[from..];
        let name = match tag {
            b"key" => after.split(|byte| *byte == b'<').next(),
            _ if tag.ends_with(b"/") || tag.starts_with(b"/") => None,
            _ => match string_behind(&line[..close], open, b" name=")
                .or_else(|| string_behind(&line[..close], open, b" key="))
            {
                Some((_, (start, end))) => Some(&line[start..end]),
                None => Some(tag).filter(|_| after.starts_with(b"<Value>") || after.starts_with(b"<value>")),
            },
        };
        let kind = name.and_then(|name| keys::kind(&keys::normal(name)));
        let listed = tag == b"key" && kind.is_some_and(|kind| LISTED.contains(&kind));
        let Some(kind) = kind.filter(|kind| *kind == Kind::Secret || listed) else { continue };
        // The text of the element itself, or of the one that follows.
        let direct = tag != b"key" && !after.starts_with(b"<");
        let start = match [&b"<value>"[..], b"<Value>", b"<string>", b"<val>"]
            .iter()
            .find_map(|tag| Some(bytes::find(after, tag)? + tag.len()))
        {
            _ if direct => from,
            Some(length) => from + length,
            None => continue,
        };
        let end = start + memchr::memchr(b'<', &line[start..]).unwrap_or(line.len() - start);
        let text = &line[start..end];
        if !text.trim_ascii().is_empty() && !is_placeholder(text) {
            found.push(Found { start, end, kind, way: Way::Structure, learn: true });
        }
    }
}

/// What the `<name>` within an element is, by how the element begins.
pub(super) fn opens(text: &[u8]) -> Option<Kind> {
    OPENING.iter().find(|(open, _)| text.starts_with(open)).map(|(_, kind)| *kind)
}

/// Whether a line holds a `<name>`.
pub(super) fn is_titled(line: &[u8]) -> bool {
    TITLES.iter().any(|tag| bytes::find(line, tag).is_some())
}

/// Finds the first `<name>` behind `from`, and a network's name in digits before it; `true` where there is a name.
pub(super) fn titles(line: &[u8], kind: Kind, from: usize, found: &mut Vec<Found>) -> bool {
    let mut one = |tag: &[u8]| {
        let span = text_of(line, from, tag).filter(|(start, end)| start < end);
        let (start, end) = span.filter(|(start, end)| !is_placeholder(&line[*start..*end]))?;
        let learn = end - start >= 4 && kind != Kind::Person;
        found.push(Found { start, end, kind, way: Way::Structure, learn });
        Some(())
    };
    if kind == Kind::Ssid {
        one(b"<hex>");
    }
    TITLES.iter().any(|tag| one(tag).is_some())
}

const TITLES: [&[u8]; 2] = [b"<name>", b"<Name>"];

/// Elements that hold the name of what they are.
const OPENING: [(&[u8], Kind); 7] = [
    (b"<SSID>", Kind::Ssid),
    (b"<WLANProfile", Kind::Ssid),
    (b"<domain type=", Kind::Host),
    (b"<user>", Kind::User),
    (b"<LocalAccount ", Kind::User),
    (b"<LocalAccount>", Kind::User),
    (b"<contact>", Kind::Person),
];

/// Kinds of values that a property list may hold behind their keys.
pub(super) const LISTED: [Kind; 6] =
    [Kind::Ssid, Kind::Organisation, Kind::Person, Kind::Serial, Kind::Email, Kind::Phone];

/// Where an attribute stands at `from` or behind it, and its value.
fn string_behind(line: &[u8], from: usize, key: &[u8]) -> Option<(usize, (usize, usize))> {
    let at = from + bytes::find(line.get(from..)?, key)?;
    string_at(line, at + key.len()).map(|value| (at, value))
}

/// `<name>db.password</name><value>…</value>`
fn property(line: &[u8], found: &mut Vec<Found>) {
    let Some((start, end)) = text_of(line, 0, b"<name>") else { return };
    if keys::kind(&keys::normal(&line[start..end])) != Some(Kind::Secret) {
        return;
    }
    if let Some((start, end)) = text_of(line, end, b"<value>").filter(|(start, end)| start < end) {
        found.push(Found { start, end, kind: Kind::Secret, way: Way::Structure, learn: true });
    }
}

/// The text of the element that a tag opens at `from` or behind it.
pub(super) fn text_of(line: &[u8], from: usize, tag: &[u8]) -> Option<(usize, usize)> {
    let start = from + bytes::find(&line[from..], tag)? + tag.len();
    Some((start, start + memchr::memchr(b'<', &line[start..])?))
}

/// The string behind a quoted key.
fn string_of(line: &[u8], key: &[u8]) -> Option<(usize, usize)> {
    let at = bytes::find(line, key)? + key.len();
    let colon = at + memchr::memchr(b':', line.get(at..at + 4.min(line.len() - at))?)?;
    let quote = colon + 1 + line[colon + 1..].iter().take_while(|byte| **byte == b' ').count();
    let start = (line.get(quote) == Some(&b'"')).then_some(quote + 1)?;
    Some((start, start + memchr::memchr(b'"', &line[start..])?))
}

/// `<key>value</key>`.
fn elements(line: &[u8], fields: &Fields, found: &mut Vec<Found>) {
    let mut earlier = 0;
    for close in bytes::every(line, b"</") {
        let behind = std::mem::replace(&mut earlier, close);
        // The text may stand in `<![CDATA[…]]>`.
        let end = close - if line[..close].ends_with(b"]]>") { 3 } else { 0 };
        let open = match end == close {
            true => memchr::memrchr(b'>', &line[behind..close]).map(|at| behind + at),
            false => memchr::memmem::rfind(&line[behind..end.max(behind)], b"<![CDATA[").map(|at| behind + at + 8),
        };
        let Some(open) = open else { continue };
        let name_end = close
            + 2
            + line[close + 2..]
                .iter()
                .take_while(|byte| byte.is_ascii_alphanumeric() || b"_-.:".contains(byte))
                .count();
        let name = keys::normal(line[close + 2..name_end].rsplit(|byte| *byte == b':').next().unwrap_or_default());
        let spelt = &line[close + 2..name_end];
        let described = || (*name == *b"descr" && is_full_name(&line[open + 1..end])).then_some(Kind::Person);
        let listed = || keys::kind(&name).or_else(described).filter(|_| keys::is_spelt_so(spelt, &name));
        let kind = fields.0.get(&*name).copied().or_else(listed);
        let text = &line[open + 1..end];
        let Some(kind) = kind.filter(|_| !text.is_empty() && !is_placeholder(text)) else { continue };
        let candidate = Candidate { kind, key: &name, text, sure: true, quoted: true, line };
        if is_plausible(&candidate) {
            found.push(Found { start: open + 1, end, kind, way: Way::Structure, learn: candidate.teaches() });
        }
    }
}

/// `define('DB_PASSWORD', '…');`
fn constants(line: &[u8], found: &mut Vec<Found>) {
    let mut from = 0;
    while let Some(at) = bytes::find(&line[from..], b"define(").map(|at| from + at + 7) {
        from = at;
        let Some(name) = string_at(line, at) else { continue };
        let comma = name.1 + 1;
        let Some(value) = string_at(line, comma + 1).filter(|_| line.get(comma) == Some(&b',')) else { continue };
        from = value.1;
        let key = keys::normal(&line[name.0..name.1]);
        // WordPress' keys and salts.
        let kind = if key.ends_with(b"key") || key.ends_with(b"salt") { Some(Kind::Secret) } else { keys::kind(&key) };
        let Some(kind) = kind else { continue };
        let text = &line[value.0..value.1];
        let candidate = Candidate { kind, key: &key, text, sure: true, quoted: true, line };
        if is_plausible(&candidate) {
            let learn = candidate.teaches();
            found.push(Found { start: value.0, end: value.1, kind, way: Way::Structure, learn });
        }
    }
}

/// `<users><entry name="gwen">`, as PAN-OS has who may log in.
fn entries(line: &[u8], found: &mut Vec<Found>) {
    for at in bytes::every(line, b"<users><entry name=\"") {
        let start = at + b"<users><entry name=\"".len();
        if let Some(length) = memchr::memchr(b'"', &line[start..]).filter(|length| *length > 1) {
            let end = start + length;
            found.push(Found { start, end, kind: Kind::User, way: Way::Structure, learn: length >= 4 });
        }
    }
}

/// `s:8:"password";s:12:"…";`, as PHP serializes a table.
fn serialized(line: &[u8], found: &mut Vec<Found>) {
    for close in bytes::every(line, b"\";s:") {
        let Some(open) = memchr::memrchr(b'"', &line[close.saturating_sub(KEY)..close]) else { continue };
        let key = &line[close.saturating_sub(KEY) + open + 1..close];
        let digits = line[close + 4..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let start = close + 4 + digits + 2;
        if line.get(start - 2..start) != Some(b":\"") || keys::kind(&keys::normal(key)) != Some(Kind::Secret) {
            continue;
        }
        let end = start + bytes::find(&line[start..], b"\";").unwrap_or(line.len() - start);
        if start < end && !is_placeholder(&line[start..end]) {
            found.push(Found { start, end, kind: Kind::Secret, way: Way::Structure, learn: true });
        }
    }
}

/// Bytes of a key that PHP serializes.
const KEY: usize = 64;

/// The string that begins at `at`, behind spaces; a backslash stands before a quote that closes nothing.
fn string_at(line: &[u8], at: usize) -> Option<(usize, usize)> {
    let rest = line.get(at..)?;
    let open = at + rest.iter().take_while(|byte| **byte == b' ').count();
    let quote = *line.get(open).filter(|byte| matches!(byte, b'"' | b'\''))?;
    let closes = |at: &usize| line[open + *at] != b'\\';
    let length = memchr::memchr_iter(quote, &line[open + 1..]).find(closes)?;
    Some((open + 1, open + 1 + length))
}

#[cfg(test)]
mod tests {
    use super::{Fields, Found, find};

    fn texts(line: &str) -> Vec<String> {
        let mut found: Vec<Found> = Vec::new();
        find(line.as_bytes(), &Fields::default(), &mut found);
        found.iter().map(|one| line[one.start..one.end].to_owned()).collect()
    }

    #[test]
    fn an_object_says_what_its_name_is() {
        let id = "2123456789abcdef0123456789abcdef";
        let line = format!(r#"{{"name":"x","host":{{"name":"gw-ann","id":"{id}"}},"user":{{"name":"gwen"}}}}"#);
        assert_eq!(texts(&line), ["gw-ann", id, "gwen"]);
        assert_eq!(texts(r#"{"session":{"id":"4fX9-7qvz-x","ttl":9},"n":{"id":"4fX9-7qvz-y"}}"#), ["4fX9-7qvz-x"]);
        assert_eq!(texts(r#"{"host":{"os":{"name":"Quvnix Server"}}}"#), Vec::<String>::new());
        assert_eq!(texts(r#"{"user":{"group":{"name":"crew"},"ids":[{"name":"x"}],"name":"gwen"}}"#), ["gwen"]);
        assert_eq!(texts(r#"{"host":"x","user":{"id":"7"},"name":"y"}"#), Vec::<String>::new());
    }

    #[test]
    fn an_object_within_another_names_something_else() {
        let line = r#"{"host":{"os":{"name":"Zorgal Linux"},"ip":["a"],"name":"gw-ann"}}"#;
        assert_eq!(texts(line), ["gw-ann"]);
        assert_eq!(texts(r#"{"host":{"os":{"name":"Zorgal Linux"}},"name":"x"}"#), Vec::<String>::new());
        let line = r#"{"user":{"group":{"name":"works"},"target":{"name":"gwen$"},"name":"bo7"}}"#;
        assert_eq!(texts(line), ["bo7", "gwen$"]);
    }

    #[test]
    fn a_key_that_is_two_words_says_what_it_says_in_one_spelling() {
        assert_eq!(texts("<logName>quvnix</logName><logname>gwen</logname>"), ["gwen"]);
    }

    #[test]
    fn who_has_a_mail_address_is_a_person() {
        assert_eq!(texts(r#"{"name": "Gwen Quvnix", "email": "x"}"#), ["Gwen Quvnix"]);
        assert_eq!(texts(r#"{"email": "x", "id": 7, "name":"Gwen Quvnix"}"#), ["Gwen Quvnix"]);
        assert_eq!(texts(r#"{"name": "Gwen Quvnix"}, {"email": "x"}"#), Vec::<String>::new());
        assert_eq!(texts(r#"{"name": "Mail Server", "email": "x"}"#), Vec::<String>::new());
    }

    #[test]
    fn data_of_windows_events_is_named() {
        let line = "<Data Name='TargetUserName'>gwen</Data><Data Name=\"TargetDomainName\">QUVNIX</Data><Data Name='Id'>7</Data>";
        assert_eq!(texts(line), ["gwen", "QUVNIX"]);
    }

    #[test]
    fn a_value_of_xml_belongs_to_the_name_before() {
        assert_eq!(texts("<property><name>db.password</name><value>h4x0r</value></property>"), ["h4x0r"]);
        assert_eq!(texts("<add key=\"SmtpPassword\" value=\"h4x0r\"/>"), ["h4x0r"]);
        assert_eq!(texts("<property name='db.password' value='h4x0r' /><a key='size' value='7'/>"), ["h4x0r"]);
        assert_eq!(texts("<password><![CDATA[h4x0r]]></password>"), ["h4x0r"]);
        assert_eq!(texts("<setting name=\"SmtpPassword\" x=\"y\"><value>h4x0r</value></setting>"), ["h4x0r"]);
        assert_eq!(texts("<string name=\"pref_password\">h4x0r</string>"), ["h4x0r"]);
        assert_eq!(texts("<key>WiFiPassword</key><string>h4x0r</string>"), ["h4x0r"]);
        assert_eq!(texts("<Password><Value>h4x0r</Value><Plain>true</Plain></Password>"), ["h4x0r"]);
        assert_eq!(texts("<string name=\"title\">x</string><value>y</value>"), Vec::<String>::new());
        assert_eq!(texts("if a<b and c>d name=\"password\""), Vec::<String>::new());
        assert_eq!(texts("]]></password>"), Vec::<String>::new());
        assert_eq!(texts("<name>db.size</name><value>7</value>"), Vec::<String>::new());
    }

    #[test]
    fn a_key_of_an_element_says_what_its_text_is() {
        assert_eq!(texts("<entry key=\"db.password\">h4x0r</entry><entry key=\"size\">7</entry>"), ["h4x0r"]);
        assert_eq!(texts("<property><key>password</key><val>h4x0r</val></property>"), ["h4x0r"]);
    }

    #[test]
    fn constants_of_php_are_read() {
        let line =
            "define( 'DB_PASSWORD', 'h4x\\'0r' ); define('WP_DEBUG', false); define(\"NONCE_SALT\", \"x]v3|+a b\");";
        let mut found: Vec<Found> = Vec::new();
        find(line.as_bytes(), &Fields::default(), &mut found);
        let texts: Vec<_> = found.iter().map(|one| &line[one.start..one.end]).collect();
        assert_eq!(texts, ["h4x\\'0r", "x]v3|+a b"]);
    }
}
