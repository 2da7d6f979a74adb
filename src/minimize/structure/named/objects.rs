//! Objects of JSON that say what a member of theirs is: `"host":{"name":"…"}`, `"password":{"value":"…"}`, a name
//! beside a mail address.

use crate::minimize::ascii::{HEX, LETTER, SPACE};
use crate::minimize::bytes::{self, MemoizedFind};
use crate::minimize::quote::is_escaped;
use crate::minimize::structure::people::{is_full_name, is_words};
use crate::minimize::structure::plausible::{Value, around, is_plausible};
use crate::minimize::structure::value::is_placeholder;
use crate::minimize::{Evidence, Found, Kind, dictionary, host};

/// Finds such members in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    named(line, found);
    people(line, found);
    parts(line, found);
}

/// `"host":{"name":"…","id":"…"}`, as the Elastic Common Schema has it: the object says what its name is.
fn named(line: &[u8], found: &mut Vec<Found>) {
    if [&b"\":{"[..], b"\": {", b"\":[", b"\": ["].iter().all(|mark| bytes::find(line, mark).is_none()) {
        return;
    }
    let mut users = USERS.map(|_| (MemoizedFind::new(), 0));
    for brace in memchr::memchr_iter(b'{', line) {
        let head = line[..brace].trim_ascii_end();
        if let Some(object) = head.strip_suffix(b":").and_then(key_at_end).and_then(object_of) {
            members(line, brace + 1, object, &mut users, found);
        }
        let list = head.strip_suffix(b"[").and_then(|head| head.trim_ascii_end().strip_suffix(b":"));
        if let Some(object) = list.and_then(key_at_end).and_then(list_of) {
            for from in elements(line, brace + 1) {
                member(line, from, (object.member, object.kind), object, found);
            }
        }
    }
}

/// The key at the end of a text, in its quotes.
fn key_at_end(text: &[u8]) -> Option<&[u8]> {
    let text = text.trim_ascii_end();
    let inner = text.strip_suffix(b"\"")?;
    let near = &inner[inner.len().saturating_sub(LONGEST)..];
    let quote = memchr::memrchr(b'"', near)?;
    Some(&text[inner.len() - near.len() + quote..])
}

/// Where the bodies of the objects begin that a list is made of, the first of them at `from`.
fn elements(line: &[u8], from: usize) -> impl Iterator<Item = usize> {
    let next = |from: &usize| {
        let rest = line[object_end(line, *from)? + 1..].trim_ascii_start().strip_prefix(b",")?;
        let rest = rest.trim_ascii_start().strip_prefix(b"{")?;
        Some(line.len() - rest.len())
    };
    std::iter::successors(Some(from), next)
}

/// Where the object closes whose body begins at `from`; `None` of one that is long.
fn object_end(line: &[u8], from: usize) -> Option<usize> {
    let (near, mut at, mut depth) = (&line[..line.len().min(from + OBJECT)], from, 0_usize);
    loop {
        at += near.get(at..)?.iter().position(|byte| matches!(byte, b'{' | b'}' | b'"'))?;
        match near[at] {
            b'{' => depth += 1,
            b'"' => at = json_string_end(near, at + 1)?,
            _ if depth == 0 => return Some(at),
            _ => depth -= 1,
        }
        at += 1;
    }
}

/// Bytes of the longest key of an object and its quotation mark.
const LONGEST: usize = 16;

/// Finds the name of an object whose body begins at `from`, its id, and the names of users in a user's: where the next
/// of these is, and which has been looked at, is remembered in `users`.
fn members(
    line: &[u8],
    from: usize,
    object: &Object,
    users: &mut [(MemoizedFind, usize); USERS.len()],
    found: &mut Vec<Found>,
) {
    let Object { member: name, kind, .. } = *object;
    let users = USERS.iter().zip(users).filter(|_| kind == Kind::User).filter_map(|(part, (next, seen))| {
        let at = next.at(from, || Some(from + bytes::find(&line[from..], part)?))? + part.len();
        let near = at <= from + OBJECT && std::mem::replace(seen, at) != at;
        near.then_some((at, &b"name"[..], kind))
    });
    let own = [(from, name, kind), (from, b"id", Kind::Uuid)];
    for (from, name, kind) in own.into_iter().chain(users) {
        member(line, from, (name, kind), object, found);
    }
}

/// Finds a member of the object whose body begins at `from`, where it may be what it is called.
fn member(line: &[u8], from: usize, (name, kind): (&[u8], Kind), object: &Object, found: &mut Vec<Found>) {
    let near = &line[..line.len().min(from + OBJECT)];
    let Some((start, end)) = member_of(near, from, name) else { return };
    let fits = match kind {
        // `0123456789abcdef0123456789abcdef` is a machine-id(5): 32 hexadecimal digits without dashes.
        Kind::Uuid => end - start == 32 && HEX.fills(&line[start..end]),
        _ => object.may_be(line, (start, end)),
    };
    if start < end && fits {
        found.push(Found::new(start..end, kind, Evidence::Structure).teaching_unless_short());
    }
}

/// The string of a member of the object whose body begins at `from`; objects within are passed over.
pub(in super::super) fn member_of(line: &[u8], from: usize, name: &[u8]) -> Option<(usize, usize)> {
    let (mut at, mut depth, mut strings) = (from, 0_usize, 0);
    while strings < STRINGS && depth < DEEPEST {
        at += line.get(at..)?.iter().position(|byte| matches!(byte, b'{' | b'}' | b'[' | b']' | b'"'))?;
        match line[at] {
            b'{' | b'[' => depth += 1,
            b'"' => {
                let start = at + 1;
                let end = json_string_end(line, start)?;
                (at, strings) = (end, strings + 1);
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
    None
}

/// Strings of an object, and objects within each other in it, behind which nothing is looked for any more: a member
/// that stands behind so many is not found.
const STRINGS: usize = 256;
const DEEPEST: usize = 16;

/// Where the string ends that begins at `start`; a backslash stands before a quotation mark that ends nothing.
fn json_string_end(line: &[u8], start: usize) -> Option<usize> {
    memchr::memchr_iter(b'"', &line[start..]).map(|length| start + length).find(|end| !is_escaped(&line[start..*end]))
}

/// Keys of what people have.
const ACCOUNTS: [&str; 3] = ["\"email\"", "\"login\"", "\"username\""];

/// `"name": "Gwen Lee", "email": "…"`, in either order: who can be written to, or logs in, is a person.
fn people(line: &[u8], found: &mut Vec<Found>) {
    let says = |text: &[u8]| bytes::holds_any(text, &ACCOUNTS);
    if !says(line) {
        return;
    }
    for at in bytes::every(line, b"\"name\"") {
        let Some((start, end)) = string_of(&line[at..], b"\"name\"").map(|(start, end)| (at + start, at + end)) else {
            continue;
        };
        let next = line.get(end + 1..).unwrap_or_default().trim_ascii_start();
        let next = next.strip_prefix(b",").unwrap_or_default().trim_ascii_start();
        let head = &line[..at];
        let near = &head[at.saturating_sub(OBJECT)..];
        let near = || &near[memchr::memrchr2(b'{', b'}', near).unwrap_or(0)..];
        let beside = || bytes::starts_with_any(next, &ACCOUNTS) || says(near());
        if is_full_name(&line[start..end]) && beside() {
            found.push(Found::new(start..end, Kind::Person, Evidence::Structure).teaching_if(end - start >= 8));
        }
    }
}

/// `"first":"Gwen","last":"Lee"`
fn parts(line: &[u8], found: &mut Vec<Found>) {
    let part = |key: &[u8]| {
        let at = bytes::find(line, key)?;
        let (start, end) = string_of(&line[at..], key)?;
        let name = &line[at + start..at + end];
        (name.first().is_some_and(|byte| byte.is_ascii_uppercase() || *byte >= 0x80)
            && LETTER.or(b" .'-").or_not_ascii().fills(name))
        .then_some((at + start, at + end))
    };
    // `{"first":"Monday","last":"Friday"}`
    let word = |(start, end): &(usize, usize)| dictionary::is_word(&line[*start..*end]);
    if let (Some(first), Some(last)) = (part(b"\"first\""), part(b"\"last\""))
        && !(word(&first) && word(&last))
    {
        for (start, end) in [first, last] {
            found.push(Found::new(start..end, Kind::Person, Evidence::Structure));
        }
    }
}

/// The string behind a quoted key.
pub(super) fn string_of(line: &[u8], key: &[u8]) -> Option<(usize, usize)> {
    let at = bytes::find_past(line, key)?;
    let colon = at + memchr::memchr(b':', line.get(at..at + 4.min(line.len() - at))?)?;
    let quote = colon + 1 + SPACE.run(&line[colon + 1..]);
    let start = (line.get(quote) == Some(&b'"')).then_some(quote + 1)?;
    Some((start, start + memchr::memchr(b'"', &line[start..])?))
}

/// An object, and the member that is the name of what it is.
#[derive(Debug, PartialEq, Eq)]
pub(in super::super) struct Object {
    opens: &'static [u8],
    pub(in super::super) member: &'static [u8],
    pub(in super::super) kind: Kind,
    /// The key behind which such a name could stand, where other things than those have such objects too.
    like: &'static [u8],
}

impl Object {
    const fn new(opens: &'static [u8], member: &'static [u8], kind: Kind) -> Self {
        Self { opens, member, kind, like: b"" }
    }

    const fn like(opens: &'static [u8], kind: Kind, like: &'static [u8]) -> Self {
        Self { opens, member: b"name", kind, like }
    }

    /// Its key, in its quotes.
    fn key(&self) -> &[u8] {
        &self.opens[..self.opens.len() - 1]
    }

    /// Whether what stands there can be the name.
    pub(in super::super) fn may_be(&self, line: &[u8], (start, end): (usize, usize)) -> bool {
        let text = &line[start..end];
        let candidate =
            Value { kind: self.kind, key: self.like, text, sure: true, quoted: true, line: around(line, (start, end)) };
        (self.kind != Kind::Session || text.len() >= SESSION)
            && (self.like.is_empty() || !is_placeholder(text) && self.is_telling(text) && is_plausible(&candidate))
    }

    /// Whether a name is none of a disk, an interface, a part of a program or one of several words.
    fn is_telling(&self, text: &[u8]) -> bool {
        let disk = bytes::starts_with_any(text, &["nvme", "mmcblk", "loop", "dm-", "sd", "md"]);
        let machine = host::is_likely(text) && !disk && !is_words(text);
        self.kind == Kind::Person || !text.contains(&b' ') && (self.kind != Kind::Host || machine)
    }
}

/// The object that a key in its quotes opens.
pub(in super::super) fn object_of(key: &[u8]) -> Option<&'static Object> {
    OBJECTS.iter().find(|object| object.key() == key)
}

/// The objects of a list that a key in its quotes opens.
pub(in super::super) fn list_of(key: &[u8]) -> Option<&'static Object> {
    LISTS.iter().find(|object| object.key() == key)
}

static LISTS: [Object; 2] =
    [Object::like(b"\"users\":", Kind::User, b"owner"), Object::like(b"\"hosts\":", Kind::Host, b"devicename")];

static OBJECTS: [Object; 34] = [
    Object::new(b"\"host\":", b"name", Kind::Host),
    Object::new(b"\"agent\":", b"name", Kind::Host),
    Object::new(b"\"observer\":", b"name", Kind::Host),
    Object::new(b"\"deviceDetail\":", b"displayName", Kind::Host),
    Object::new(b"\"user\":", b"name", Kind::User),
    Object::new(b"\"organization\":", b"name", Kind::Organisation),
    Object::new(b"\"customer\":", b"name", Kind::Organisation),
    Object::new(b"\"session\":", b"id", Kind::Session),
    Object::new(b"\"Jwt\":", b"Key", Kind::Secret),
    Object::new(b"\"JWT\":", b"Key", Kind::Secret),
    Object::new(b"\"jwt\":", b"key", Kind::Secret),
    Object::new(b"\"JwtSettings\":", b"Key", Kind::Secret),
    Object::new(b"\"JwtConfig\":", b"Key", Kind::Secret),
    Object::new(b"\"JwtOptions\":", b"Key", Kind::Secret),
    Object::like(b"\"device\":", Kind::Host, b"devicename"),
    Object::like(b"\"manager\":", Kind::Host, b"devicename"),
    Object::like(b"\"endpoint\":", Kind::Host, b"devicename"),
    Object::like(b"\"owner\":", Kind::User, b"owner"),
    Object::like(b"\"principal\":", Kind::User, b"owner"),
    Object::like(b"\"author\":", Kind::Person, b"reporter"),
    Object::like(b"\"committer\":", Kind::Person, b"reporter"),
    Object::like(b"\"assignee\":", Kind::Person, b"reporter"),
    Object::like(b"\"creator\":", Kind::Person, b"reporter"),
    Object::like(b"\"reporter\":", Kind::Person, b"reporter"),
    Object::like(b"\"requester\":", Kind::Person, b"reporter"),
    Object::like(b"\"operator\":", Kind::Person, b"reporter"),
    Object::like(b"\"technician\":", Kind::Person, b"reporter"),
    Object::like(b"\"engineer\":", Kind::Person, b"reporter"),
    Object::like(b"\"employee\":", Kind::Person, b"reporter"),
    Object::like(b"\"person\":", Kind::Person, b"reporter"),
    Object::like(b"\"contact\":", Kind::Person, b"reporter"),
    Object::like(b"\"supervisor\":", Kind::Person, b"reporter"),
    Object::like(b"\"approver\":", Kind::Person, b"reporter"),
    Object::like(b"\"reviewer\":", Kind::Person, b"reporter"),
];

/// Objects within a user's that are of users too.
const USERS: [&[u8]; 5] = [b"\"target\":{", b"\"effective\":{", b"\"changes\":{", b"\"audit\":{", b"\"target\": {"];

/// Bytes of the shortest id of a session.
const SESSION: usize = 10;

/// Bytes of a user's object in which others are looked for.
const OBJECT: usize = 4096;

#[cfg(test)]
mod tests {
    use crate::minimize::structure::named::texts;

    #[test]
    fn an_object_says_what_its_name_is() {
        let id = "2123456789abcdef0123456789abcdef";
        let line = format!(r#"{{"name":"x","host":{{"name":"gw-ann","id":"{id}"}},"user":{{"name":"gwen"}}}}"#);
        assert_eq!(texts(&line), ["gw-ann", id, "gwen"]);
        assert_eq!(texts(r#"{"session":{"id":"4fX9-7qvz-x","ttl":9},"n":{"id":"4fX9-7qvz-y"}}"#), ["4fX9-7qvz-x"]);
        assert_eq!(texts(r#"{"Jwt":{"Issuer":"x","Key":"h4x0r h4x0r"},"Key":"y"}"#), ["h4x0r h4x0r"]);
        assert_eq!(texts(r#"{"host":{"os":{"name":"Quvnix Server"}}}"#), Vec::<String>::new());
        assert_eq!(texts(r#"{"user":{"group":{"name":"crew"},"ids":[{"name":"x"}],"name":"gwen"}}"#), ["gwen"]);
        assert_eq!(texts(r#"{"host":"x","user":{"id":"7"},"name":"y"}"#), Vec::<String>::new());
    }

    #[test]
    fn a_list_says_what_the_names_of_its_objects_are() {
        let line = r#"{"users":[{"name":"gwen.lee","ids":[{"name":"x"}]},{"id":7,"name":"bo7"}],"n":[{"name":"y"}]}"#;
        assert_eq!(texts(line), ["gwen.lee", "bo7"]);
        assert_eq!(texts(r#"{"hosts": [ { "name": "gw-ann" }, {"name":"sda1"} ], "x": 1}"#), ["gw-ann"]);
        assert_eq!(texts(r#"{"users":[{"name":"gwen.lee"},"x",{"name":"bo7"}]}"#), ["gwen.lee"]);
        assert_eq!(texts(r#"{"users":["{",{"name":"gwen.lee"}]}"#), Vec::<String>::new());
        let line = r#"{"users":[{"id":1}],"job":{"target":{"name":"backup-vol7"}}}"#;
        assert_eq!(texts(line), Vec::<String>::new());
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
    fn who_has_a_mail_address_is_a_person() {
        assert_eq!(texts(r#"{"name": "Gwen Quvnix", "email": "x"}"#), ["Gwen Quvnix"]);
        assert_eq!(texts(r#"{"email": "x", "id": 7, "name":"Gwen Quvnix"}"#), ["Gwen Quvnix"]);
        assert_eq!(texts(r#"{"name": "Gwen Quvnix"}, {"email": "x"}"#), Vec::<String>::new());
        assert_eq!(texts(r#"{"name": "Mail Server", "email": "x"}"#), Vec::<String>::new());
    }

    #[test]
    fn whoever_wrote_something_is_a_person() {
        assert_eq!(texts(r#"{"author":{"name":"Gwen Quvnix","date":"x"}}"#), ["Gwen Quvnix"]);
        assert_eq!(texts(r#"{"author":{"name":"zorgal"},"creator":{"name":"Disk Manager"}}"#), Vec::<String>::new());
        assert_eq!(texts(r#"{"operator":{"name":"Gwen Quvnix"},"x":{"name":"Quvnix Zorgal"}}"#), ["Gwen Quvnix"]);
    }

    #[test]
    fn a_name_may_be_in_two_parts() {
        assert_eq!(texts(r#"{"name":{"first":"Gwen","last":"Quvnix"}}"#), ["Gwen", "Quvnix"]);
        assert_eq!(texts(r#"{"page":{"first":"1","last":"9"}}"#), Vec::<String>::new());
        assert_eq!(texts(r#"{"pages":{"first":"Update","last":"Password"}}"#), Vec::<String>::new());
    }

    #[test]
    fn a_value_in_an_object_belongs_to_the_key_of_the_object() {
        assert_eq!(texts(r#"{"password":{"value":"h4x0r"},"size":{"value":"7"}}"#), ["h4x0r"]);
        assert_eq!(texts(r#"{"sessionToken":{"value":"h4x0r-7"},"sid":{"key":"x"}}"#), ["h4x0r-7"]);
    }
}
