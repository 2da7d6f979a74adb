//! Files and texts that stand within a configuration: OpenVPN's `<auth-user-pass>`, what a shell's `<<EOT` opens.

use std::mem;

use crate::minimize::ascii::UPPER;
use crate::minimize::quote::unquoted;
use crate::minimize::structure::keys;
use crate::minimize::structure::nest::Nest;
use crate::minimize::structure::value::{is_placeholder, is_secret_alone};
use crate::minimize::{Evidence, Found, Kind, bytes};

/// What is remembered from line to line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Within {
    /// An element of OpenVPN's that holds nothing but secrets.
    element: Option<Element>,
    /// The word that closes a text whose lines are secret, as a shell and Terraform have them, and how many came.
    heredoc: Option<(Vec<u8>, u8)>,
    /// A block of Consul's whose values are tokens.
    tokens: bool,
    /// The line before was ESPHome's `encryption:`.
    cipher: bool,
    /// A block of a daemon of TACACS' about who asks it.
    asking: bool,
    /// A section of OpenWrt's about a machine.
    machine: bool,
    /// The line before was SR OS' `system`.
    system: bool,
    /// Names below `secrets:`.
    kept: Nest,
    /// Items below a key that says that others are known by one.
    keyed: Nest,
}

/// What stands in a file within a configuration of OpenVPN's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Element {
    /// A login, and a password on the next line.
    Login,
    Password,
    /// A key with its certificate, in base64.
    Key,
}

impl Within {
    /// What is open at the beginning of an item of that name.
    pub(super) fn new(name: &str) -> Self {
        let stem = name.rsplit('/').next().and_then(|file| file.split('.').next()).unwrap_or_default();
        let login = name.contains("openvpn") && LOGINS.contains(&stem);
        Self { element: login.then_some(Element::Login), ..Self::default() }
    }

    /// Whether the next line belongs to one, or closes it.
    pub(super) const fn is_open(&self) -> bool {
        let Self { element, heredoc, tokens, cipher, asking, machine, system, kept, keyed } = self;
        let texts = element.is_some() || heredoc.is_some();
        texts || *tokens || *cipher || *asking || *machine || *system || kept.is_open() || keyed.is_open()
    }

    /// Reads a line without white space around it, which is indented so deep; gives whether all of it belongs to one.
    pub(super) fn line(&mut self, text: &[u8], indent: usize, found: &mut Vec<Found>) -> bool {
        self.tokens(text, indent, found);
        self.cipher(text, indent, found);
        self.keyed(text, indent, found);
        self.asking(text, indent, found);
        self.system(text, indent, found);
        self.machine(text, indent, found);
        self.kept(text, indent, found);
        self.element(text, indent, found) || self.heredoc(text, indent, found)
    }

    /// `agent = "X"` between `tokens {` and `}`.
    fn tokens(&mut self, text: &[u8], indent: usize, found: &mut Vec<Found>) {
        if !self.tokens || text.starts_with(b"}") {
            self.tokens = text == b"tokens {";
            return;
        }
        let Some(open) = bytes::find_past(text, b"= \"") else { return };
        let end = open + memchr::memchr(b'"', &text[open..]).unwrap_or(text.len() - open);
        if end - open >= TOKEN {
            found.push(Found::new(indent + open..indent + end, Kind::Secret, Evidence::Structure).teaching());
        }
    }

    /// `key: X` below `keyauth_credentials:`, where a value looks like a secret.
    fn keyed(&mut self, text: &[u8], indent: usize, found: &mut Vec<Found>) {
        let item = text.strip_prefix(b"- ").unwrap_or(text);
        if self.keyed.enter_item(text, indent)
            && let Some(value) = item.strip_prefix(b"key: ")
        {
            let key = unquoted(value.trim_ascii());
            if let Some(at) = bytes::find(text, key)
                && is_secret_alone(key)
                && !key.contains(&b'/')
            {
                let start = indent + at;
                // Below `encryption:` it was found before.
                if !found.iter().any(|one| one.start == start) {
                    found.push(Found::new(start..start + key.len(), Kind::Secret, Evidence::Structure).teaching());
                }
            }
        }
        if bytes::is_one_of(item, &KEYED) {
            self.keyed = Nest::below(indent);
        }
    }

    /// `key = "X"` between `host = ADDRESS {`, `host NAME {` and `}`.
    fn asking(&mut self, text: &[u8], indent: usize, found: &mut Vec<Found>) {
        if text.starts_with(b"host ") && text.ends_with(b"{") || text.starts_with(b"}") {
            self.asking = text.ends_with(b"{");
        }
        let Some(value) = text.strip_prefix(b"key = ").filter(|_| self.asking) else { return };
        let key = unquoted(value.trim_ascii());
        if let Some(at) = memchr::memmem::rfind(text, key)
            && !is_placeholder(key)
            && !key.contains(&b' ')
        {
            let start = indent + at;
            found.push(Found::new(start..start + key.len(), Kind::Secret, Evidence::Structure).teaching_unless_short());
        }
    }

    /// `option name 'X'` below `config host`.
    fn machine(&mut self, text: &[u8], indent: usize, found: &mut Vec<Found>) {
        let within = text.starts_with(b"option ") || text.starts_with(b"list ") || text.is_empty();
        self.machine = text == b"config host" || self.machine && within;
        let name = text.strip_prefix(b"option name '").and_then(|text| text.strip_suffix(b"'"));
        if let Some(name) = name.filter(|name| self.machine && !name.is_empty()) {
            let start = indent + text.len() - name.len() - 1;
            found.push(Found::new(start..start + name.len(), Kind::Host, Evidence::Structure).teaching_unless_short());
        }
    }

    /// `name "X"` right below `system`.
    fn system(&mut self, text: &[u8], indent: usize, found: &mut Vec<Found>) {
        let below = mem::replace(&mut self.system, text == b"system");
        let Some(name) = text.strip_prefix(b"name \"").and_then(|text| text.strip_suffix(b"\"")).filter(|_| below)
        else {
            return;
        };
        let start = indent + b"name \"".len();
        found.push(Found::new(start..start + name.len(), Kind::Host, Evidence::Structure).teaching_unless_short());
    }

    /// `key: "…"` right below `encryption:`, 32 bytes in base64.
    fn cipher(&mut self, text: &[u8], indent: usize, found: &mut Vec<Found>) {
        let below = mem::replace(&mut self.cipher, text == b"encryption:");
        let Some(value) = text.strip_prefix(b"key:").filter(|_| below) else { return };
        let key = unquoted(value.trim_ascii());
        if let Some(at) = bytes::find(text, key)
            && key.len() == CIPHER
            && key.ends_with(b"=")
        {
            let start = indent + at;
            found.push(Found::new(start..start + CIPHER, Kind::Secret, Evidence::Structure).teaching());
        }
    }

    /// `name: X` right below `secrets:`, where a value looks like a secret. Others say where they lie.
    fn kept(&mut self, text: &[u8], indent: usize, found: &mut Vec<Found>) {
        if text.first() == Some(&b'#') {
            return;
        }
        if self.kept.enter(indent)
            && self.kept.is_member(indent)
            && let Some(colon) = bytes::find(text, b": ")
        {
            let value = unquoted(text[colon + 2..].trim_ascii());
            let key = keys::normal(&text[..colon]);
            let said = bytes::is_one_of(&key, &SAID);
            if let Some(at) = bytes::find(text, value)
                && !said
                && is_secret_alone(value)
            {
                let start = indent + at;
                found.push(Found::new(start..start + value.len(), Kind::Secret, Evidence::Structure).teaching());
            }
        }
        if text == b"secrets:" {
            self.kept = Nest::below(indent);
        }
    }

    /// OpenVPN's `<auth-user-pass>` and `<pkcs12>` open a file that stands in the configuration itself, up to `</…>`.
    fn element(&mut self, text: &[u8], indent: usize, found: &mut Vec<Found>) -> bool {
        if text.first() == Some(&b'<') {
            self.element = match text {
                b"<auth-user-pass>" => Some(Element::Login),
                b"<pkcs12>" => Some(Element::Key),
                _ => None,
            };
            return false;
        }
        let Some(element) = self.element else { return false };
        let kind = if element == Element::Login { Kind::User } else { Kind::Secret };
        self.element = match element {
            Element::Login => Some(Element::Password),
            Element::Password => None,
            Element::Key => Some(Element::Key),
        };
        found.push(
            Found::new(indent..indent + text.len(), kind, Evidence::Structure).teaching_if(element != Element::Key),
        );
        true
    }

    /// `admin_password = <<EOT` opens a text that the word closes.
    fn heredoc(&mut self, text: &[u8], indent: usize, found: &mut Vec<Found>) -> bool {
        let Some((word, lines)) = &mut self.heredoc else {
            self.heredoc = opened_by(text).map(|word| (word, 0));
            return false;
        };
        // One that nothing closes is none.
        *lines += 1;
        if text == word || *lines > MOST {
            self.heredoc = None;
            return false;
        }
        let end = indent + text.len();
        found.push(Found::new(indent..end, Kind::Secret, Evidence::Structure).teaching_unless_short());
        true
    }
}

/// The word that closes a text which a line opens behind the key of a secret.
fn opened_by(text: &[u8]) -> Option<Vec<u8>> {
    let at = bytes::find(text, b"<<")?;
    let head = text[..at].trim_ascii_end();
    // What a program that changes passwords reads: `chpasswd <<EOF`.
    let program = |word: &[u8]| bytes::is_one_of(word.rsplit(|byte| *byte == b'/').next().unwrap_or(word), &READERS);
    let reads = head.rsplit(|byte| *byte == b' ').any(program);
    let key = if reads { &b"password"[..] } else { head.strip_suffix(b"=")?.trim_ascii_end() };
    let word =
        text[at + 2..].strip_prefix(b"-").or_else(|| text[at + 2..].strip_prefix(b"~")).unwrap_or(&text[at + 2..]);
    let word = unquoted(word);
    let key = keys::normal(key.rsplit(|byte| matches!(byte, b' ' | b'.')).next().unwrap_or(key));
    let secret = keys::kind(&key) == Some(Kind::Secret);
    let plain = !word.is_empty() && UPPER.or(b"_").fills(word);
    (secret && plain).then(|| word.to_vec())
}

/// What opens a list of those who are known by a key.
const KEYED: [&str; 5] = ["keyauth_credentials:", "admin_key:", "api_keys:", "access_keys:", "api:"];

/// What is said of where secrets lie, and of which they are.
const SAID: [&str; 14] = [
    "backend",
    "driver",
    "engine",
    "file",
    "image",
    "name",
    "namespace",
    "path",
    "prefix",
    "provider",
    "region",
    "source",
    "store",
    "version",
];

/// Programs that read nothing but secrets, and logins before them.
const READERS: [&str; 2] = ["chpasswd", "cryptsetup"];

/// Names of files with a login and a password, their ends aside.
const LOGINS: [&str; 9] =
    ["auth", "auth-user-pass", "login", "credentials", "creds", "pass", "passwd", "password", "userpass"];

/// Letters of 32 bytes in base64.
const CIPHER: usize = 44;

/// Bytes of the shortest token.
const TOKEN: usize = 16;

/// Lines of a text that a word closes, at most.
const MOST: u8 = 100;
