//! What reaches over lines: sections of INI files, block scalars of YAML, split names and values.

mod addressed;
mod announced;
mod keyed;
mod logins;
mod objects;
mod people;
mod scalars;
mod sections;
mod within;
mod words;

use super::below::Below;
use super::couples::{self, Member, Role};
use super::fields::{Fields, Meaning};
use super::kubernetes::{Kubernetes, Opened};
use super::nest::Nest;
use super::value::{is_block, is_placeholder};
use super::{keys, named};
use crate::minimize::ascii::{ALNUM, BLANK, NAME};
use crate::minimize::prefilter::{Finder, Needs, mark};
use crate::minimize::quote::unquoted;
use crate::minimize::{Evidence, Found, Kind, bytes};
use addressed::Addressed;
use announced::Announced;
use keyed::Keyed;
use objects::Objects;
use people::People;
use scalars::scalar;
use sections::{NUT, SECTIONS, named_after, section_name};
use within::Within;
use words::WORDS;

/// What a line must show to open something.
pub(super) const NEEDS: Needs = Needs {
    finder: Finder::Blocks,
    marks: mark::SECTION | mark::SCALAR | mark::OPTION | mark::ELEMENT | mark::OBJECT,
    words: &WORDS,
};

/// What is remembered from line to line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Blocks {
    section: Option<Vec<u8>>,
    /// These lines are secret.
    secret: Nest,
    kubernetes: Kubernetes,
    /// Names below `access-points:`, which are networks'.
    access_points: Nest,
    /// Names below `hosts:`, which are machines of an inventory.
    machines: Nest,
    addressed: Addressed,
    /// Inside a node of a cluster.
    node: bool,
    /// Lines for which a value belongs to a name that says it is secret.
    named: u8,
    /// What the value on one of the next lines is whose name came last, and that name.
    meant: Option<Meaning>,
    /// What the string behind the last key of a property list is.
    listed: Option<Kind>,
    /// What the next `<name>` is the name of, and for how many lines.
    titled: Option<(Kind, u8)>,
    /// The item before was an option whose value is a secret.
    option: Option<Meaning>,
    /// A file or a text within the configuration.
    within: Within,
    people: People,
    objects: Objects,
    keyed: Keyed,
    /// Sections are named after who may log in, as NUT's are.
    logins: bool,
    /// The line before was the key of a secret alone.
    below: Option<Below>,
    announced: Announced,
}

impl Blocks {
    /// What is remembered at the beginning of an item of that name: a file that OpenVPN reads a login and a password
    /// from.
    pub(super) fn new(name: &str) -> Self {
        // What stands behind an equals sign goes on to the line's end there, also before the first section.
        let section = bytes::ends_with_any(name.as_bytes(), &[".ini", ".properties"]).then(Vec::new);
        Self {
            section,
            within: Within::new(name),
            logins: bytes::ends_with_any(name.as_bytes(), &SECTIONS),
            ..Self::default()
        }
    }

    /// Whether something is open that the next line, whatever it shows, belongs to or closes.
    pub(super) fn is_open(&self) -> bool {
        // Neither a section nor what its name says of logins: they bear on lines that show something alone.
        let Self {
            section: _,
            secret,
            kubernetes,
            access_points,
            machines,
            addressed,
            node,
            named,
            meant,
            listed,
            titled,
            option,
            within,
            people,
            objects,
            keyed,
            logins: _,
            below,
            announced,
        } = self;
        let nested = secret.is_open() || kubernetes.is_open() || access_points.is_open() || machines.is_open();
        let meant = meant.is_some() || option.is_some();
        let waited_for = *named > 0 || meant || listed.is_some() || titled.is_some() || below.is_some();
        let told = addressed.is_open() || people.is_open() || objects.is_open() || keyed.is_open();
        nested || waited_for || told || *node || within.is_open() || announced.is_open()
    }

    /// Reads a line; `true` where nothing else is to be looked for in it.
    pub(super) fn line(&mut self, line: &[u8], fields: &Fields, found: &mut Vec<Found>) -> bool {
        let text = line.trim_ascii();
        let indent = BLANK.run(line);
        if text.is_empty() {
            return self.secret.is_open();
        }
        if self.secret.enter(indent) {
            let one = Found::new(indent..indent + text.len(), Kind::Secret, Evidence::Structure);
            found.push(one.teaching_if(text.len() >= 12));
            return true;
        }
        if self.within.line(text, indent, found) {
            return true;
        }
        self.below = self.below.and_then(|below| below.line(line, found)).or_else(|| Below::opened_by(text, indent));
        self.announced.line(text, indent, found);
        if let Some(name) = section_name(text) {
            self.section = Some(name.to_vec());
            if let Some((text, kind)) = named_after(name) {
                let end = indent + 1 + name.len();
                let one = Found::new(end - text.len()..end, kind, Evidence::Structure);
                found.push(if kind == Kind::User { one.teaching_unless_short() } else { one });
            }
            if self.logins && !matches!(name, b"upsmon" | b"general" | b"global") {
                let start = indent + 1;
                let end = start + name.len();
                found.push(Found::new(start..end, Kind::User, Evidence::Structure).teaching_unless_short());
            }
        }
        self.logins |= self.section.is_some() && bytes::starts_with_any(text, &NUT);
        self.scalar(text, indent);
        if self.kubernetes.line(line, indent, found) == Opened::Block {
            self.secret = Nest::below(indent);
        }
        self.networks(line, text, indent, found);
        self.inventory(text, indent, found);
        self.addressed.line(text, indent, found);
        self.split(line, text, fields, found);
        self.property(line, text, found);
        self.title(line, text, found);
        self.people.line(line, indent, found);
        self.objects.line(line, text, indent, found);
        self.keyed.line(text, indent, found);
        self.listed(line, text, indent, fields, found);
        false
    }

    /// The section of an INI file that the line lies in.
    pub(super) fn section(&self) -> Option<&[u8]> {
        self.section.as_deref()
    }

    /// `password: |` opens a block whose deeper lines are its value.
    fn scalar(&mut self, text: &[u8], indent: usize) {
        let Some(colon) = memchr::memchr(b':', text) else { return };
        let value = text[colon + 1..].trim_ascii();
        let opens = is_block(value) || value.ends_with(b"!vault |");
        let key = keys::normal(text[..colon].trim_ascii_start());
        if opens && (keys::kind(&key) == Some(Kind::Secret) || *key == *b"key" || value.starts_with(b"!vault")) {
            self.secret = Nest::below(indent);
        }
    }

    /// netplan's names of wireless networks, which stand as keys.
    fn networks(&mut self, line: &[u8], text: &[u8], indent: usize, found: &mut Vec<Found>) {
        if self.access_points.enter(indent)
            && let Some(name) = text.strip_suffix(b":")
            && self.access_points.is_member(indent)
        {
            let start = line.len() - line.trim_ascii_start().len();
            found.push(Found::new(start..start + name.len(), Kind::Ssid, Evidence::Structure).teaching());
        }
        if text == b"access-points:" {
            self.access_points = Nest::below(indent);
        }
    }

    /// Ansible's names of machines, which stand as keys below `hosts:`.
    fn inventory(&mut self, text: &[u8], indent: usize, found: &mut Vec<Found>) {
        if text.starts_with(b"#") {
            return;
        }
        if self.machines.enter(indent)
            && let Some(name) = text.strip_suffix(b":")
            && self.machines.is_member(indent)
            && NAME.fills(name)
        {
            let end = indent + name.len();
            found.push(Found::new(indent..end, Kind::Host, Evidence::Structure).teaching_unless_short());
        }
        if text == b"hosts:" {
            self.machines = Nest::below(indent);
        }
        // Corosync's `node {`, and within it `name: HOST`.
        self.node = text == b"node {" || self.node && !text.starts_with(b"}");
        if let Some(name) = text.strip_prefix(b"name: ")
            && self.node
        {
            let start = indent + text.len() - name.len();
            let end = start + name.len();
            found.push(Found::new(start..end, Kind::Host, Evidence::Structure).teaching_unless_short());
        }
    }

    /// `<name>db.password</name>` on one line, `<value>…</value>` on one of the next.
    fn split(&mut self, line: &[u8], text: &[u8], fields: &Fields, found: &mut Vec<Found>) {
        self.named = self.named.saturating_sub(1);
        if let Some((start, end)) = named::text_of(line, 0, b"<name>").or_else(|| key_of(line)) {
            let meaning = fields.meaning(&line[start..end]).filter(|meaning| meaning.may_be(&[Kind::Secret]));
            self.named = if meaning.is_some() { NEAR } else { 0 };
            // Its value may stand beside it.
            let below = [&b"<value>"[..], b"<Value>"].iter().all(|tag| bytes::find(&line[end..], tag).is_none());
            self.meant = meaning.filter(|meaning| meaning.is_declared() && below);
        } else if let Some((start, end)) = ["<value>", "<Value>", "<string>"]
            .iter()
            .find_map(|tag| named::text_of(line, 0, tag.as_bytes()))
            .filter(|(start, end)| self.named > 0 && start < end)
        {
            self.named = 0;
            match self.meant.take().filter(Meaning::is_declared) {
                Some(meaning) => meaning.take(line, (start, end), true, found),
                None => found.push(Found::new(start..end, Kind::Secret, Evidence::Structure).teaching()),
            }
        }
        // `"db_password": {`, as Terraform keeps what it gives out.
        let opens = text.strip_suffix(b"{").map(|text| text.trim_ascii_end());
        if let Some(key) = opens.and_then(|text| text.strip_prefix(b"\"")?.strip_suffix(b"\":"))
            && keys::kind(&keys::normal(key)) == Some(Kind::Secret)
        {
            self.named = NEAR;
        }
        // `<AdministratorPassword>`, with its value on the next line.
        let element = text.strip_prefix(b"<").and_then(|text| text.strip_suffix(b">"));
        let attributed = element.filter(|element| !element.ends_with(b"/") && !element.contains(&b'<'));
        let named = attributed.and_then(|element| {
            let at = bytes::find_past(element, b" name=\"")?;
            Some(&element[at..at + memchr::memchr(b'"', &element[at..])?])
        });
        if named.is_some_and(|name| keys::kind(&keys::normal(name)) == Some(Kind::Secret)) {
            self.named = NEAR;
        }
        if element.is_some_and(|name| bytes::is_one_of_in_any_case(name, &ELEMENTS)) {
            self.named = NEAR;
        }
        if text.starts_with(b"}") {
            self.named = 0;
        }
    }

    /// `<key>SSID_STR</key>`, and its string on the next line: a secret is found with other values.
    fn property(&mut self, line: &[u8], text: &[u8], found: &mut Vec<Found>) {
        let kind = self.listed.take();
        if let Some((start, end)) = key_of(line) {
            let kind = keys::kind(&keys::normal(&line[start..end]));
            self.listed = kind.filter(|kind| named::LISTED.contains(kind) && text.ends_with(b"</key>"));
        } else if let (Some(kind), Some((start, end))) = (kind, named::text_of(line, 0, b"<string>"))
            && start < end
            && named::is_value(kind, &line[start..end])
        {
            found.push(Found::new(start..end, kind, Evidence::Structure).teaching_unless_short());
        }
    }

    /// `<SSID>`, `<domain type='kvm'>`, and on one of the next lines the `<name>` of the network or the machine.
    fn title(&mut self, line: &[u8], text: &[u8], found: &mut Vec<Found>) {
        if let Some((kind, lines)) = self.titled.take() {
            let named = named::titles(line, kind, 0, found);
            // What stands within may have elements of its own.
            let over = named || kind != Kind::User && text.starts_with(b"</");
            self.titled = lines.checked_sub(1).filter(|_| !over).map(|left| (kind, left));
        }
        let opens = text.first() == Some(&b'<') && !named::is_titled(line);
        if let Some(kind) = opens.then(|| named::opens(text)).flatten() {
            self.titled = Some((kind, TITLE));
        }
    }

    /// `"key": "DB_PASSWORD"` and, on one of the next lines, `"value": "…"`; `- --password` and, on the next, `- …`.
    fn listed(&mut self, line: &[u8], text: &[u8], indent: usize, fields: &Fields, found: &mut Vec<Found>) {
        let item = text.strip_prefix(b"- ").map(<[u8]>::trim_ascii_start);
        match couples::alone(line) {
            Some(Member { role: Role::Name, span: (start, end), .. }) => {
                let secret = couples::meaning(&line[start..end], fields).is_some_and(|said| said.kind == Kind::Secret);
                // Where a name stands something begins; what else is called a key may be said of it.
                let begins = item.unwrap_or(text).starts_with(b"name");
                let begins = begins || text.starts_with(b"\"name\"") || item.is_some();
                self.named = if secret { NEAR } else { self.named * u8::from(!begins) };
                self.meant = couples::meant(&line[start..end], fields);
            }
            Some(member @ Member { role: Role::Value, .. }) if self.meant.is_some() => {
                let meant = self.meant.take();
                meant.into_iter().for_each(|meaning| couples::value(line, member, &meaning, found));
            }
            Some(Member { role: Role::Value, span: (start, end), quoted, .. }) if self.named > 0 => {
                self.named = 0;
                let value = &line[start..];
                if quoted && start < end && !is_placeholder(&line[start..end]) {
                    found.push(Found::new(start..end, Kind::Secret, Evidence::Structure).teaching());
                } else if is_block(value.trim_ascii()) {
                    self.secret = Nest::below(indent);
                } else if !quoted {
                    scalar(line, value.trim_ascii(), Kind::Secret, found);
                }
            }
            _ => {}
        }
        if let (Some(meaning), Some(item)) = (self.option.take(), item) {
            scalar(line, item, meaning.kind, found);
        }
        let option = item.map(|item| item.trim_ascii_end()).and_then(|item| unquoted(item).strip_prefix(b"--"));
        let plain = |option: &&[u8]| ALNUM.or(b"-").fills(option);
        let meaning = option.filter(plain).and_then(|option| fields.meaning(option));
        self.option = meaning.filter(|meaning| meaning.may_be(&[Kind::Secret]));
    }
}

/// Lines between what has a name and its `<name>`.
const TITLE: u8 = 6;
/// Lines behind a name in which its value stands.
const NEAR: u8 = 3;

/// Elements that hold nothing but an element with a secret.
const ELEMENTS: [&str; 3] = ["password", "adminpassword", "administratorpassword"];

/// `<key>Password</key>`, as property lists have the name of a value.
fn key_of(line: &[u8]) -> Option<(usize, usize)> {
    named::text_of(line, 0, b"<key>").filter(|(_, end)| line[*end..].starts_with(b"</key>"))
}

#[cfg(test)]
mod tests;
