//! Names that stand as keys: below `"users": {` whoever may log in, below `readonly-community:` and `"SNMP_COMMUNITY": {`
//! what SNMP asks with, below `nodes:` machines.

use crate::minimize::ascii::NAME;
use crate::minimize::structure::keys;
use crate::minimize::structure::nest::Nest;
use crate::minimize::{Evidence, Found, Kind, dictionary, host};

/// What is remembered from line to line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Keyed(Option<Open>);

/// A key whose value has names for keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Open {
    kind: Kind,
    nest: Nest,
}

impl Keyed {
    /// Whether the next line may name somebody.
    pub(super) const fn is_open(self) -> bool {
        self.0.is_some()
    }

    /// Reads a line without white space around it, which is indented so deep.
    pub(super) fn line(&mut self, text: &[u8], indent: usize, found: &mut Vec<Found>) {
        // What closes one of them says nothing.
        let closes = text.first() == Some(&b'}') && self.0.is_some_and(|open| open.nest.has_members_at(indent));
        if text.first() == Some(&b'#') || closes {
            return;
        }
        let key = opened(text);
        if let Some(open) = &mut self.0 {
            let is_member = open.nest.is_member(indent);
            let name = key.filter(|key| is_member && is_name(open.kind, key));
            if !open.nest.has(indent) || is_member && name.is_none() {
                self.0 = None;
            } else if let Some(name) = name {
                let start = indent + usize::from(text.first() == Some(&b'"'));
                let end = start + name.len();
                found.push(Found::new(start..end, open.kind, Evidence::Structure).teaching_unless_short());
            }
        }
        if self.0.is_none()
            && let Some(kind) = key.and_then(|key| kind(key, text.first() == Some(&b'"')))
        {
            self.0 = Some(Open { kind, nest: Nest::below(indent) });
        }
    }
}

/// What the keys below a key are, in quotes or not; where they have none, logins are found with items of lists.
fn kind(key: &[u8], quoted: bool) -> Option<Kind> {
    match &*keys::normal(key) {
        b"user" | b"users" => quoted.then_some(Kind::User),
        b"nodes" | b"servers" | b"machines" | b"devices" => Some(Kind::Host),
        key if key.ends_with(b"community") => Some(Kind::Secret),
        _ => None,
    }
}

/// The key that a line holds alone, as YAML and JSON open what belongs to one.
fn opened(text: &[u8]) -> Option<&[u8]> {
    let text = text.strip_suffix(b"{").map_or(text, <[u8]>::trim_ascii_end).strip_suffix(b":")?.trim_ascii_end();
    let inner = text.strip_prefix(b"\"").and_then(|text| text.strip_suffix(b"\"")).unwrap_or(text);
    let plain = NAME.fills(inner);
    (plain && !inner.is_empty()).then_some(inner)
}

/// Whether a key is a name rather than what is said of one thing.
fn is_name(kind: Kind, key: &[u8]) -> bool {
    let lower = key.to_ascii_lowercase();
    let login = || key[0].is_ascii_lowercase() && !key.contains(&b'_') && key == lower && key.len() > 2;
    (kind == Kind::Secret || kind == Kind::Host && host::is_likely(key) || kind == Kind::User && login())
        && key[0].is_ascii_alphabetic()
        && keys::kind(&keys::normal(key)).is_none()
        && !dictionary::is_ordinary(&lower)
}

#[cfg(test)]
mod tests {
    use crate::minimize::structure::blocks::{Blocks, Fields};

    fn texts(lines: &[&str]) -> Vec<String> {
        let mut blocks = Blocks::default();
        crate::minimize::testing::texts_of_lines(lines, |line, found| _ = blocks.line(line, &Fields::default(), found))
    }

    #[test]
    fn names_stand_as_keys() {
        let lines =
            ["  \"users\": {", "    \"gwenq\": {", "      \"role\": 7", "    },", "    \"bobq\": {", "    }", "  },"];
        assert_eq!(texts(&lines), ["gwenq", "bobq"]);
        let lines = ["\"SNMP_COMMUNITY\": {", "    \"zorgalRo\": {", "        \"TYPE\": \"RO\"", "    }", "}"];
        assert_eq!(texts(&lines), ["zorgalRo"]);
        assert_eq!(texts(&["nodes:", "  quvnix-07:", "    ip: x"]), ["quvnix-07"]);
        assert_eq!(texts(&["readonly-community:", "  zorgalRo7:", "    access: any"]), ["zorgalRo7"]);
    }

    #[test]
    fn what_is_said_of_a_user_stays() {
        for lines in [
            ["\"user\": {", "  \"profile\": {", "    \"zorgal\": {"],
            ["\"users\": {", "  \"image\": \"zorgal\",", "  \"zorgal\": {"],
            ["\"user\": {", "  \"emailVerified\": {", "  \"zorgal\": {"],
            ["\"user\": {", "  \"first_seen\": {", "  \"zorgal\": {"],
        ] {
            assert_eq!(texts(&lines), Vec::<String>::new(), "{lines:?}");
        }
    }
}
