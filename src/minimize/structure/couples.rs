//! A name and its value as members of their own: `{"key": "MQTT_TOKEN", "value": "…"}`, `{value: …, name:
//! DB_PASSWORD}`, `ParameterKey=DbPassword,ParameterValue=…`; in either order, on one line or on two.

use super::fields::{Fields, Meaning};
use super::keys;
use super::plausible::{Value, around, is_plausible};
use super::value::is_placeholder;
use crate::minimize::ascii::{BLANK, DIGIT, KEY, QUOTE, WHITE};
use crate::minimize::prefilter::{Finder, Needs};
use crate::minimize::{Evidence, Found, Kind, bytes, host, quote};

/// What a line must show to hold both.
pub(super) const NEEDS: Needs = Needs { finder: Finder::Couples, marks: 0, words: &VALUES };

/// What a member says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Name,
    Value,
}

/// A member of an object: what it says, and where its text stands, without its quotes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member {
    pub(super) role: Role,
    /// Where its key stands.
    key: (usize, usize),
    pub(super) span: (usize, usize),
    pub(super) quoted: bool,
}

/// What is known of the object at hand.
#[derive(Debug, Clone, Copy, Default)]
struct Object {
    name: Option<Member>,
    /// One before a change, one behind it.
    values: [Option<Member>; 2],
}

/// Finds the values in one line.
pub(super) fn find(line: &[u8], fields: &Fields, found: &mut Vec<Found>) {
    let mut outer = Vec::new();
    let mut object = Object::default();
    let mut at = 0;
    while let Some(next) = line[at..].iter().position(|byte| matches!(byte, b':' | b'=' | b'{' | b'}' | b'<' | b'>')) {
        let mark = at + next;
        at = mark + 1;
        match line[mark] {
            b'{' if outer.len() < DEEPEST => outer.push(std::mem::take(&mut object)),
            b'}' => {
                object.close(line, fields, found);
                object = outer.pop().unwrap_or_default();
            }
            b'<' | b'>' => std::mem::take(&mut object).close(line, fields, found),
            _ => {
                let Some(member) = member(line, mark) else { continue };
                at = member.span.1;
                object.add(member, line, fields, found);
            }
        }
    }
    outer.push(object);
    outer.into_iter().for_each(|object| object.close(line, fields, found));
}

impl Object {
    /// Adds a member; what has one like it already is another object.
    fn add(&mut self, member: Member, line: &[u8], fields: &Fields, found: &mut Vec<Found>) {
        let key = |member: Member| &line[member.key.0..member.key.1];
        let full = match member.role {
            Role::Name => self.name.is_some_and(|name| self.values[0].is_some() || key(name) == key(member)),
            Role::Value => self.values[0].is_some_and(|value| self.values[1].is_some() || key(value) == key(member)),
        };
        if full {
            std::mem::take(self).close(line, fields, found);
        }
        match member.role {
            // Of several names the one whose value is a secret counts.
            Role::Name if self.name.is_none_or(|name| meaning(&line[name.span.0..name.span.1], fields).is_none()) => {
                self.name = Some(member);
            }
            Role::Name => {}
            Role::Value => self.values[usize::from(self.values[0].is_some())] = Some(member),
        }
    }

    fn close(self, line: &[u8], fields: &Fields, found: &mut Vec<Found>) {
        let Some((from, to)) = self.name.map(|name| name.span) else { return };
        let name = &line[from..to];
        let Some(meaning) = meaning(name, fields).or_else(|| machine(name)) else { return };
        let kind = meaning.kind;
        for Member { span: (start, end), quoted, .. } in self.values.into_iter().flatten() {
            let text = &line[start..end];
            // `"name": "passes", "value": 3`
            let count = !quoted && text.len() < 4 && DIGIT.fills(text);
            let word = kind == Kind::Host && !host::is_likely(text);
            if meaning.is_declared() || !count && !word {
                meaning.take(line, (start, end), quoted, found);
            }
        }
    }
}

/// What a name says of its value.
pub(super) fn meaning(name: &[u8], fields: &Fields) -> Option<Meaning> {
    let last = name.rsplit(|byte| matches!(byte, b'.' | b'/' | b':')).next().unwrap_or(name);
    let secret = || keys::kind(&keys::normal(last)).filter(|kind| *kind == Kind::Secret);
    let meaning = fields.meaning_by(name, |normal| keys::kind(normal).or_else(secret));
    meaning.filter(|meaning| meaning.may_be(&KINDS))
}

/// What a name says of a value on one of the next lines, where that is a login, a machine, or the profile's.
pub(super) fn meant(name: &[u8], fields: &Fields) -> Option<Meaning> {
    let login = meaning(name, fields).filter(|meaning| meaning.may_be(&[Kind::User]));
    login.or_else(|| machine(name))
}

/// Takes the value of such a name.
pub(super) fn value(line: &[u8], member: Member, meaning: &Meaning, found: &mut Vec<Found>) {
    let Member { span: (start, end), quoted, .. } = member;
    let (kind, text) = (meaning.kind, &line[start..end]);
    if meaning.is_declared() {
        return meaning.take(line, (start, end), quoted, found);
    }
    let candidate = Value { kind, key: &meaning.key, text, sure: quoted, quoted, line: around(line, (start, end)) };
    if (kind != Kind::Host || host::is_likely(text)) && !is_placeholder(text) && is_plausible(&candidate) {
        found.push(Found::new(start..end, kind, Evidence::Structure).teaching_if(candidate.teaches()));
    }
}

/// What a name says whose value is a machine's name; of other words for machines, as `server`, it is a program's or a
/// number.
fn machine(name: &[u8]) -> Option<Meaning> {
    let ends = |key: &[u8]| bytes::ends_with_any(key, &["host", "hostname", "nodename", "computername"]);
    Meaning::listed(name).filter(|meaning| meaning.kind == Kind::Host && ends(&meaning.key))
}

/// The member that a line holds, where it holds one alone: `"key": "…",`, `- name: …`, `value = "…"`.
pub(super) fn alone(line: &[u8]) -> Option<Member> {
    let mark = line.iter().position(|byte| matches!(byte, b':' | b'='))?;
    let before = line[..mark].trim_ascii();
    let before = before.strip_prefix(b"{").unwrap_or(before);
    let before = before.strip_prefix(b"- ").unwrap_or(before).trim_ascii();
    let before = before.strip_prefix(b"\"").and_then(|text| text.strip_suffix(b"\"")).unwrap_or(before);
    role(before)?;
    member(line, mark)
}

/// The member whose key a colon or an equals sign stands behind; of types only the one that says that the value is a
/// password.
fn member(line: &[u8], mark: usize) -> Option<Member> {
    named(line, mark).filter(|member| {
        let text = |(start, end): (usize, usize)| &line[start..end];
        !text(member.key).eq_ignore_ascii_case(b"type") || text(member.span) == b"password"
    })
}

fn named(line: &[u8], mark: usize) -> Option<Member> {
    let head = line[..mark].trim_ascii_end();
    let quote = head.last().copied().filter(|byte| QUOTE.has(*byte));
    let end = head.len() - usize::from(quote.is_some());
    let length = KEY.run_back_within(&line[..end], LONGEST);
    let (start, role) = (end - length, role(&line[end - length..end])?);
    let before = start.checked_sub(1).map(|at| line[at]);
    let begins = match quote {
        Some(quote) => before == Some(quote),
        None => before.is_none_or(|byte| matches!(byte, b' ' | b'\t' | b'{' | b',' | b';' | b'(' | b'[' | b':' | b'&')),
    };
    let tight = quote.is_none() && line[mark] == b':' && !matches!(line.get(mark + 1), Some(b' ' | b'"' | b'\''));
    if !begins || tight {
        return None;
    }
    let arrow = usize::from(line[mark] == b'=' && line.get(mark + 1) == Some(&b'>'));
    let from = mark + 1 + arrow;
    let from = from + BLANK.run(line.get(from..)?);
    let first = *line.get(from)?;
    if QUOTE.has(first) {
        let length = quote::close(&line[from + 1..], 0, first)?;
        return Some(Member { role, key: (start, end), span: (from + 1, from + 1 + length), quoted: true });
    }
    // What ends a value without quotes.
    let length = WHITE.or(b"\"'(),;<[]{}").until(&line[from..]);
    (length > 0).then_some(Member { role, key: (start, end), span: (from, from + length), quoted: false })
}

fn role(key: &[u8]) -> Option<Role> {
    if !(1..=LONGEST).contains(&key.len()) || !KEY.fills(key) {
        return None;
    }
    let key = keys::normal(key);
    let holds = |list: &[&str]| bytes::is_one_of(&key, list);
    if holds(&VALUES) {
        Some(Role::Value)
    } else if holds(&NAMES) {
        Some(Role::Name)
    } else {
        None
    }
}

/// Keys of names.
const NAMES: [&str; 36] = [
    "attribute",
    "attributename",
    "configkey",
    "entry",
    "env",
    "envname",
    "envvar",
    "field",
    "fieldname",
    "header",
    "headername",
    "id",
    "k",
    "key",
    "keyname",
    "label",
    "name",
    "option",
    "optionname",
    "param",
    "parameter",
    "parameterkey",
    "parametername",
    "paramname",
    "path",
    "prop",
    "property",
    "propertyname",
    "setting",
    "settingname",
    "slug",
    "title",
    "type",
    "var",
    "variable",
    "variablename",
];

/// Keys of their values.
pub(super) const VALUES: [&str; 20] = [
    "attributevalue",
    "content",
    "currentvalue",
    "defaultvalue",
    "envvalue",
    "fieldvalue",
    "headervalue",
    "keyvalue",
    "newvalue",
    "oldvalue",
    "optionvalue",
    "parametervalue",
    "paramvalue",
    "propertyvalue",
    "secretvalue",
    "settingvalue",
    "v",
    "val",
    "value",
    "variablevalue",
];

/// What such a value is taken for: a name of these is hardly ever one of something else.
const KINDS: [Kind; 9] = [
    Kind::Secret,
    Kind::Session,
    Kind::Person,
    Kind::User,
    Kind::Email,
    Kind::Phone,
    Kind::Serial,
    Kind::Mac,
    Kind::Ssid,
];

/// Bytes of the longest key, and how deep objects are looked into.
const LONGEST: usize = 20;
const DEEPEST: usize = 64;

#[cfg(test)]
mod tests {
    use super::{Fields, find};

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, |line, found| find(line, &Fields::default(), found))
    }

    #[test]
    fn a_name_says_what_its_value_is_in_either_order() {
        for line in [
            r#"{"key":"MQTT_TOKEN","value":"h4x0r"}"#,
            r#"{"Key": "db/password", "Flags": 0, "Value": "h4x0r"}"#,
            r#"{"value":"h4x0r","name":"smtp.password"}"#,
            r#"{"type":"password","temporary":false,"value":"h4x0r"}"#,
            r#"- {value: h4x0r, name: LDAP_PASSWORD}"#,
            r#"[{"k":"size","v":"7"},{"k":"api_key","v":"h4x0r"}]"#,
            r#"{"ParameterKey":"DbPassword","ParameterValue":"h4x0r"}"#,
            "ParameterKey=DbPassword,ParameterValue=h4x0r",
            r#"  { name = "DB_PASSWORD", value = "h4x0r" },"#,
            r#"{:name=>"DB_PASSWORD", :value=>"h4x0r"}"#,
            r#"<item name="secret" val="h4x0r"/>"#,
            r#"{"log":"{"key":"API_TOKEN","value":"h4x0r"}","stream":"x"}"#,
            r#"{"name":"x","from":{"name":"y","key":"z"},"property":"auth_token","value":"h4x0r"}"#,
        ] {
            assert_eq!(texts(line), ["h4x0r"], "{line}");
        }
        assert_eq!(
            texts(r#"[{"name":"DB_USER","value":"gwen7"},{"name":"PGPASSWORD","value":"a\"b"}]"#),
            ["gwen7", r#"a\"b"#]
        );
    }

    #[test]
    fn a_change_has_two_values() {
        assert_eq!(texts(r#"{"key":"password","oldValue":"h4x0r","newValue":"h4x1r"}"#), ["h4x0r", "h4x1r"]);
    }

    #[test]
    fn a_machine_is_told_by_its_look() {
        assert_eq!(texts(r#"entry { key:"host" value:"quvnix-7" }"#), ["quvnix-7"]);
        assert_eq!(texts(r#"{"name":"hostname","value":"quvnix-7"}"#), ["quvnix-7"]);
    }

    #[test]
    fn other_names_and_values_stay() {
        for line in [
            r#"{"name":"host","value":"default"},{"name":"server","value":"nginx-7"}"#,
            r#"{"name":"DB_SIZE","value":"7"}"#,
            r#"{"name":"DB_PASSWORD","valueFrom":{"key":"token"}},{"value":"x7"}"#,
            r#"{"name":"DB_PASSWORD"},{"name":"x","value":"y7"}"#,
            r"name: DB_PASSWORD from: key: password name: LEVEL value: x7",
            r#"{"name":"password","value":""}"#,
            r#"{"type":"token","value":"x7"}"#,
            r#"{"name":"password","value":"${DB_PASSWORD}"}"#,
            r#"{"name":"retry_pass","value":3}"#,
            "at name:password value:x7",
            "the value of a token: x",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
