//! People that lists in a configuration name: FortiOS' administrators, each behind an `edit`, and its communities of
//! SNMP; cloud-init's `users:`, and the passwords below its `chpasswd:`; what RouterOS calls by name below
//! `/ppp secret` and other menus.

use super::logins::Logins;
use crate::minimize::ascii::NAME;
use crate::minimize::quote::unquoted;
use crate::minimize::structure::nest::Nest;
use crate::minimize::structure::people::is_full_name;
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary};

/// What is remembered from line to line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct People {
    /// Lines of a firewall's administrators, each of whom an `edit` names.
    administrators: bool,
    /// Lines of its communities of SNMP, each of which a `set name` names.
    communities: bool,
    /// Items below `users:`, which are people's.
    users: Nest,
    /// Keys or items below a key that says so are logins.
    logins: Option<Logins>,
    /// Lines below `user:`, where one is told of.
    user: Nest,
    /// What `name=` says in the lines of a menu of RouterOS.
    menu: Option<Kind>,
    /// Lines below `chpasswd:`.
    passwords: Nest,
}

impl People {
    /// Whether the next line may name somebody.
    pub(super) const fn is_open(&self) -> bool {
        let Self { administrators, communities, users, logins, user, menu, passwords } = self;
        let nested = users.is_open() || user.is_open() || passwords.is_open();
        nested || *administrators || *communities || logins.is_some() || menu.is_some()
    }

    /// Reads a line that is indented so deep.
    pub(super) fn line(&mut self, line: &[u8], indent: usize, found: &mut Vec<Found>) {
        let text = line.trim_ascii();
        if let Some(name) = text.strip_prefix(b"edit ")
            && self.administrators
        {
            push(line, unquoted(name), Kind::User, found);
        }
        if let Some(name) = text.strip_prefix(b"set name ")
            && self.communities
        {
            push(line, unquoted(name), Kind::Secret, found);
        }
        self.communities &= text != b"end";
        self.communities |= text == b"config system snmp community";
        self.administrators &= text != b"end";
        self.administrators |=
            matches!(text, b"config system admin" | b"config system admin user" | b"config user local");
        if self.users.enter_item(text, indent)
            && let Some(name) = [&b"- name: "[..], b"name: ", b"- id: "].iter().find_map(|key| text.strip_prefix(*key))
        {
            named(line, unquoted(name), found);
        }
        if self.user.enter(indent)
            && let Some(name) = text.strip_prefix(b"name: ")
            && NAME.fills(name)
            && !dictionary::is_word(name)
        {
            push(line, name, Kind::User, found);
        }
        if bytes::is_one_of(text, &["user:", "- user:", "ansible.builtin.user:", "- ansible.builtin.user:"]) {
            self.user = Nest::below(indent);
        }
        if text == b"users:" {
            self.users = Nest::below(indent);
        }
        self.logins = self.logins.and_then(|logins| logins.line(line, text, indent, found));
        self.logins = Logins::opened_by(text, indent).or(self.logins);
        self.menu(line, text, found);
        if self.passwords.enter(indent) {
            changed(line, text, found);
        }
        if text == b"chpasswd:" {
            self.passwords = Nest::below(indent);
        }
    }

    /// `/snmp community`, and on the lines below `add name=X`, `set [ find default=yes ] name=X`.
    fn menu(&mut self, line: &[u8], text: &[u8], found: &mut Vec<Found>) {
        let mut text = text;
        if text.first() == Some(&b'/') {
            // What is done there may stand on the same line.
            let behind = |menu: &[u8]| Some(text.strip_prefix(menu)?.trim_ascii_start());
            let does = |rest: &[u8]| rest.is_empty() || rest.starts_with(b"add ") || rest.starts_with(b"set ");
            let known = MENUS.iter().find_map(|(menu, kind)| Some((behind(menu).filter(|rest| does(rest))?, *kind)));
            self.menu = known.map(|(_, kind)| kind);
            text = known.map_or(&b""[..], |(rest, _)| rest);
            if text.is_empty() {
                return;
            }
        }
        let Some(kind) = self.menu else { return };
        if !text.starts_with(b"add ") && !text.starts_with(b"set ") {
            self.menu = self.menu.filter(|_| text.first() == Some(&b'#') || !text.contains(&b' '));
            return;
        }
        let Some(start) = bytes::find_past(line, b" name=") else { return };
        let rest = &line[start..];
        let quote = usize::from(rest.first() == Some(&b'"'));
        let close = if quote == 1 { b'"' } else { b' ' };
        let length = memchr::memchr(close, &rest[quote..]).unwrap_or(rest.trim_ascii_end().len() - quote);
        let (start, end) = (start + quote, start + quote + length);
        if end > start {
            found.push(Found::new(start..end, kind, Evidence::Structure).teaching_unless_short());
        }
    }
}

/// A login, or whose it is.
fn named(line: &[u8], name: &[u8], found: &mut Vec<Found>) {
    if is_full_name(name) {
        push(line, name, Kind::Person, found);
    } else if name.first().is_some_and(u8::is_ascii_alphabetic) && NAME.fills(name) {
        push(line, name, Kind::User, found);
    }
}

/// `login:secret`, as a line of a text or an item of a list; a blank stands behind the colon of a key.
fn changed(line: &[u8], text: &[u8], found: &mut Vec<Found>) {
    let item = unquoted(text.strip_prefix(b"- ").unwrap_or(text).trim_ascii());
    let Some(start) = memchr::memmem::rfind(line, item).filter(|_| !item.is_empty()) else { return };
    let Some(colon) = memchr::memchr(b':', item).filter(|colon| *colon > 0 && *colon + 1 < item.len()) else { return };
    if item[..colon].contains(&b' ') || item[colon + 1] == b' ' {
        return;
    }
    let one = |start, end, kind| Found::new(start..end, kind, Evidence::Structure).teaching_unless_short();
    found.push(one(start, start + colon, Kind::User));
    found.push(one(start + colon + 1, start + item.len(), Kind::Secret));
}

/// Menus of RouterOS, and what `name=` is in them.
const MENUS: [(&[u8], Kind); 6] = [
    (b"/ppp secret", Kind::User),
    (b"/user", Kind::User),
    (b"/ip hotspot user", Kind::User),
    (b"/user-manager user", Kind::User),
    (b"/snmp community", Kind::Secret),
    (b"/system identity", Kind::Host),
];

/// Finds a name, which is the line's last word.
fn push(line: &[u8], name: &[u8], kind: Kind, found: &mut Vec<Found>) {
    let Some(start) = memchr::memmem::rfind(line, name).filter(|_| name.len() > 1) else { return };
    let end = start + name.len();
    found.push(Found::new(start..end, kind, Evidence::Structure).teaching_unless_short());
}
