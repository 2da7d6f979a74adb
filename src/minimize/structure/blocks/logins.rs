//! Logins that stand as keys or as items below a key that says so: `users:` and below it `gwen:`, `admins:` and below
//! it `- gwen`; below `pg_hba:` who may come to PostgreSQL.

use crate::minimize::ascii::{LETTER, NAME};
use crate::minimize::quote::unquoted;
use crate::minimize::structure::columns::words;
use crate::minimize::structure::keys;
use crate::minimize::structure::nest::Nest;
use crate::minimize::structure::people::is_full_name;
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary};

/// The lines below such a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Logins {
    nest: Nest,
    sort: Sort,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// Logins are keys or items.
    Both,
    /// Logins are items alone.
    Items,
    /// Rows of pg_hba.conf.
    Access,
}

impl Logins {
    /// What a line opens that holds nothing but a key.
    pub(super) fn opened_by(text: &[u8], indent: usize) -> Option<Self> {
        let key = text.strip_suffix(b":")?;
        let key = key.rsplit(|byte| *byte == b':' || *byte == b'.').next().unwrap_or(key);
        let key = keys::normal(key);
        let sort = KEYS.iter().find(|(known, _)| known.as_bytes() == &*key).map(|(_, sort)| *sort)?;
        Some(Self { nest: Nest::below(indent), sort })
    }

    /// Reads a line without white space around it, which is indented so deep; gives what is open behind it.
    pub(super) fn line(mut self, line: &[u8], text: &[u8], indent: usize, found: &mut Vec<Found>) -> Option<Self> {
        if text.first() == Some(&b'#') {
            return Some(self);
        }
        if !self.nest.has_item(text, indent) {
            return None;
        }
        let item = text.strip_prefix(b"- ").map(<[u8]>::trim_ascii_start);
        let is_member = self.nest.is_member(indent);
        match (item, self.sort) {
            (Some(row), Sort::Access) => access(line, row, found),
            (Some(item), _) if is_member => member(line, item, found),
            (None, Sort::Both) if is_member => {
                if let Some(key) = text.strip_suffix(b":") {
                    member(line, key, found);
                }
            }
            (None, Sort::Both) => described(line, text, found),
            _ => {}
        }
        Some(self)
    }
}

/// A login, or a login of MySQL's before the machine that it comes from.
fn member(line: &[u8], text: &[u8], found: &mut Vec<Found>) {
    let text = unquoted(text);
    let (login, whence) = text.split_at(memchr::memchr(b'@', text).unwrap_or(text.len()));
    // A mail address is found as one.
    let mail = LETTER.is_in(whence) && whence != b"@localhost";
    if mail
        || !(2..=LONGEST).contains(&login.len())
        || !login[0].is_ascii_alphabetic()
        || !NAME.fills(login)
        || dictionary::is_ordinary(login)
    {
        return;
    }
    push(line, login, Kind::User, found);
}

/// `comment: 'Gwen Lee'`: who has the login.
fn described(line: &[u8], text: &[u8], found: &mut Vec<Found>) {
    let Some(colon) = bytes::find(text, b": ") else { return };
    let value = unquoted(text[colon + 2..].trim_ascii());
    if bytes::is_one_of(&text[..colon], &DESCRIBING) && is_full_name(value) {
        push(line, value, Kind::Person, found);
    }
}

/// `host base gwen 192.0.2.0/24 md5`
fn access(line: &[u8], row: &[u8], found: &mut Vec<Found>) {
    let row = unquoted(row.trim_ascii());
    if let [(first, sort), _, (start, end), _, ..] = *words(row)
        && matches!(&row[first..sort], b"host" | b"hostssl" | b"hostnossl" | b"local")
        && row[start].is_ascii_alphabetic()
        && !dictionary::is_word(&row[start..end])
    {
        push(line, &row[start..end], Kind::User, found);
    }
}

/// Finds the last place where a text stands in the line.
fn push(line: &[u8], text: &[u8], kind: Kind, found: &mut Vec<Found>) {
    if let Some(start) = bytes::find(line, text) {
        found.push(Found::new(start..start + text.len(), kind, Evidence::Structure).teaching_unless_short());
    }
}

/// Bytes of the longest login.
const LONGEST: usize = 32;

/// Keys of logins, by their last part.
const KEYS: [(&str, Sort); 15] = [
    ("administrators", Sort::Items),
    ("admins", Sort::Items),
    ("adminusers", Sort::Items),
    ("allowedusers", Sort::Items),
    ("assignees", Sort::Items),
    ("deniedusers", Sort::Items),
    ("maintainers", Sort::Items),
    ("owners", Sort::Items),
    ("pghba", Sort::Access),
    ("reviewers", Sort::Items),
    ("sudousers", Sort::Items),
    ("superusers", Sort::Items),
    ("trustedusers", Sort::Items),
    ("userlist", Sort::Both),
    ("users", Sort::Both),
];

/// Keys of who somebody is.
const DESCRIBING: [&str; 5] = ["comment", "description", "full_name", "fullname", "gecos"];

#[cfg(test)]
mod tests {
    use crate::minimize::structure::blocks::{Blocks, Fields};

    fn texts(lines: &[&str]) -> Vec<String> {
        let mut blocks = Blocks::default();
        crate::minimize::testing::texts_of_lines(lines, |line, found| _ = blocks.line(line, &Fields::default(), found))
    }

    #[test]
    fn keys_and_items_are_logins_where_the_key_above_says_so() {
        let lines =
            ["users:", "  gwenq:", "    comment: 'Gwen Lovegood'", "    groups:", "  'bo7@192.0.2.7':", "port: 7"];
        assert_eq!(texts(&lines), ["gwenq", "Gwen Lovegood", "bo7"]);
        assert_eq!(
            texts(&["profile::admins:", "  - gwenq", "  - \"bo.lee\"", "x:", "  - zorgal"]),
            ["gwenq", "bo.lee"]
        );
        assert_eq!(texts(&["users:", "- id: \"gwenq\"", "  name: \"Gwen Lovegood\""]), ["gwenq", "Gwen Lovegood"]);
        assert_eq!(texts(&["  pg_hba:", "  - host all gwenq 192.0.2.0/24 md5", "  - local all all peer"]), ["gwenq"]);
        assert_eq!(texts(&["users:", "  - default", "  create:", "  settings:", "    quvnix:"]), Vec::<String>::new());
    }
}
