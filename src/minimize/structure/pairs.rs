//! Keys and values: `key=value`, `key: value`, `"key":"value"`, `<key>value</key>`, headers, cookies, queries.

mod declared;
pub(super) mod look;
mod meaning;
mod place;
mod skipped;
mod stem;
mod taken;
mod told;
mod whole;

use std::cell::{Cell, OnceCell, RefCell};

use super::below::is_plural;
use super::compound::{self, Owner};
use super::lists::Quotes;
use super::spelling::{LONG, is_queried, node};
use super::value::{is_placeholder, is_secret_alone, may_end};
use super::{
    Fields, addressed, directory, endpoints, headers, json_rpc, keys, labels, lists, mailboxes, members, named,
    spelling,
};
use crate::minimize::ascii::{DIGIT, LOWER, NAME, QUOTE, WHITE};
use crate::minimize::bytes::{self, MemoizedFind};
use crate::minimize::prefilter::{Finder, Needs, mark};
use crate::minimize::quote::{is_escaped, unquoted};
use crate::minimize::{Evidence, Found, Kind, dictionary};

/// What a line must show to hold a key and its value.
pub(super) const NEEDS: Needs = Needs {
    finder: Finder::Pairs,
    marks: mark::EQUALS | mark::VALUE | mark::ELEMENT | mark::BRACE,
    words: &[
        "^set",
        "insert",
        "cookie",
        "bearer",
        "basic",
        "name",
        "serial",
        "define",
        "auth",
        "authenticate",
        "password",
        "passwd",
        "passphrase",
        "pwd",
        "secret",
        "token",
        "apikey",
        "api",
        "pass",
        "dbpassword",
        "secretkey",
        "clientsecret",
        "jwtsecret",
        "pdo",
        "setitem",
        "setcookie",
        "mysqli",
        "login",
        "getconnection",
        "accesstoken",
        "authtoken",
        "pw",
    ],
};

/// Finds the values of keys that say what they are.
pub(super) fn find(line: &[u8], section: Option<&[u8]>, fields: &Fields, found: &mut Vec<Found>) {
    let whole = whole_secret(section);
    let head = Head::of(line);
    // What is replaced as a whole is not looked into.
    let mut covered = 0;
    for at in memchr::memchr2_iter(b'=', b':', line) {
        if at >= covered
            && let Some(pair) = Pair::at(line, at, &head)
        {
            let before = found.len();
            pair.find(line, section, fields, whole, found);
            let many = found.len() - before > MANY;
            let gone = found[before..].iter().filter(|one| many || is_long(one));
            covered = gone.map(|one| one.end).max().unwrap_or(covered);
        }
    }
    if let Some(pair) = bytes::find(line, b"....").and_then(|at| Pair::led(line, at, &head)) {
        pair.find(line, section, fields, whole, found);
    }
    members::find(line, section, found);
    named::find(line, fields, found);
    headers::find(line, found);
    labels::find(line, found);
    mailboxes::find(line, found);
    addressed::find(line, found);
    json_rpc::find(line, found);
}

/// Whether a key says that its value is a secret.
pub(super) fn is_secret_key(key: &[u8]) -> bool {
    [last_of(key), key].iter().any(|key| keys::kind(&keys::normal(key)) == Some(Kind::Secret))
}

/// Whether a key of a URL's query does.
pub(super) fn is_secret_key_of_query(key: &[u8]) -> bool {
    is_queried(last_of(key)) || is_secret_key(key)
}

/// The last part of a key with dots.
fn last_of(key: &[u8]) -> &[u8] {
    key.rsplit(|byte| *byte == b'.').next().unwrap_or(key)
}

/// Whether a text begins with a way to authenticate, as an authorization does.
pub(super) fn begins_with_scheme(text: &[u8]) -> bool {
    let begins =
        |scheme: &&str| text.get(..scheme.len()).is_some_and(|text| text.eq_ignore_ascii_case(scheme.as_bytes()));
    spelling::SCHEMES.iter().any(begins)
}

/// What all pairs of a line ask.
struct Head {
    /// Bytes of white space before anything else.
    indent: usize,
    /// Where its first brace opens, or its end.
    brace: usize,
    /// How many values were looked at that are longer than a name and were none.
    vain: Cell<usize>,
    /// Where the next quotation mark is behind which no string goes on.
    close: RefCell<MemoizedFind>,
    /// Where the next byte is that may end a value.
    end: RefCell<MemoizedFind>,
    /// Where the first word for a way to authenticate ends.
    scheme: OnceCell<usize>,
}

impl Head {
    fn of(line: &[u8]) -> Self {
        let indent = WHITE.run(line);
        let brace = memchr::memchr(b'{', line).unwrap_or(line.len());
        let next = || RefCell::new(MemoizedFind::new());
        Self { indent, brace, vain: Cell::new(0), close: next(), end: next(), scheme: OnceCell::new() }
    }

    /// Where the next byte stands that may end a value without quotes.
    fn value_may_end(&self, line: &[u8], from: usize) -> Option<usize> {
        let find = || line[from..].iter().position(|byte| may_end(*byte)).map(|length| from + length);
        self.end.borrow_mut().at(from, find)
    }

    /// Where the string closes that goes on at a place.
    fn closes(&self, line: &[u8], from: usize) -> Option<usize> {
        let close = || memchr::memchr_iter(b'"', &line[from..]).map(|length| from + length);
        self.close.borrow_mut().at(from, || close().find(|at| !is_escaped(&line[from..*at])))
    }

    /// Whether a way to authenticate stands before a place, whose realm is a text for people (RFC 7617).
    fn authenticates(&self, line: &[u8], at: usize) -> bool {
        let ends = || SCHEMES.iter().filter_map(|scheme| bytes::find_past(line, scheme));
        *self.scheme.get_or_init(|| ends().min().unwrap_or(usize::MAX)) <= at
    }
}

/// A separator and the key before it.
struct Pair<'a> {
    head: &'a Head,
    /// Where the key begins and ends.
    key: (usize, usize),
    /// Where the value begins, spaces skipped.
    value: usize,
    separator: u8,
    /// Whether the key stands in quotes.
    quoted: bool,
    /// Whether nothing but white space and comment marks stands before the key.
    first: bool,
    /// Whether nothing stands between key, colon and value, so that only a secret's key tells a pair.
    dense: bool,
}

impl Pair<'_> {
    /// Finds what the pair says.
    fn find(&self, line: &[u8], section: Option<&[u8]>, fields: &Fields, whole: bool, found: &mut Vec<Found>) {
        if self.find_declared(line, section, fields, found) || self.find_members(line, found) {
            return;
        }
        let key = &line[self.key.0..self.key.1];
        let word = || dictionary::is_word(line.get(self.value..).unwrap_or_default().trim_ascii_end());
        // What else a section of credentials says of them looks like none.
        let other = || section.is_some_and(is_kept) && !self.looks_secret(line);
        let all = whole && self.first && !(section.is_some_and(is_named) && word()) && !other();
        let all = all.then(|| (Kind::Secret, keys::normal(key)));
        let several = || self.several(line, key);
        let Some((kind, words)) = self.kind(line, key, section).or(all).or_else(several) else {
            return endpoints::find(line, key, self.value, found);
        };
        // `community:"branches"` is one of Check Point's networks.
        let joined = !self.quoted && self.separator == b':' && self.value == self.key.1 + 1 && *words == *b"community";
        // `failed to read list: x` is a sentence, where `read list = x` is Samba's.
        let told = self.separator != b'=' && matches!(&*words, b"readlist" | b"writelist");
        let said = kind == Kind::Secret && self.separator == b':' && told::is_told(line, self.key, self.value);
        if self.dense && kind != Kind::Secret || joined || told || said {
            return;
        }
        let value = self.value + self.skip(line, key, kind);
        // Its pairs speak for themselves, and its realm is any text.
        let realm = *words == *b"realm" && self.head.authenticates(line, self.key.0);
        // So do those of OAuth 1.0 and of a token with a name (RFC 5849, section 3.5.1).
        let named = line[..value].ends_with(b" ") && value > self.value && is_assigned(&line[value..]);
        let paired = named && bytes::ends_with_any(&line[..value], &["OAuth ", "oken "]);
        if realm || paired || line[..value].ends_with(b"Digest ") {
            return;
        }
        let has_quote = || memchr::memchr2(b'"', b'\'', &line[value..line.len().min(value + LONG)]).is_some();
        // zigbee2mqtt's key of its network, a number for each byte.
        if let Some(length) = numbers(&line[value.min(line.len())..]).filter(|_| words.ends_with(b"key")) {
            let end = value + 1 + length;
            return found.push(Found::new(value + 1..end, kind, Evidence::Structure));
        }
        if line.get(value) == Some(&b'[') && (self.quoted || has_quote()) {
            let quotes = if self.quoted && !may_be_number(&words) { Quotes::Needed } else { Quotes::Optional };
            // What may be something else is told by its look, which a list of several has not.
            if !keys::is_weak(&words) {
                lists::find(line, value, kind, quotes, found);
            }
            return;
        }
        if *words == *b"dc" && directory::is_joined(line, value) {
            return;
        }
        let reach = self.reach(line, section, kind);
        let before = found.len();
        self.take(line, value, (kind, &words), reach, found);
        // `server: gw:3306`: a port says it of any word.
        if kind == Kind::Host && found.len() == before {
            endpoints::find(line, key, self.value, found);
        }
        // `valid users = gwen bo7`
        let near = self.key.0 <= NEAR;
        let first =
            self.first || near && bytes::is_one_of(&words, &taken::LISTS) && is_word(line[..self.key.0].trim_ascii());
        if first && !self.quoted && matches!(kind, Kind::User | Kind::Host | Kind::Email) {
            self.others(line, value, (kind, &words), found);
        }
        // `!Ref Name`: behind the tag stands where the value is.
        if let Some(node) =
            node(line, value).filter(|node| self.separator == b':' && !is_placeholder(&line[value..*node]))
        {
            self.take(line, node, (kind, &words), reach, found);
        }
    }
}

impl Pair<'_> {
    /// `{"passwords": {"gwen": "h4x0r"}}`: finds secrets with names of their own; `false` where there are none.
    fn find_members(&self, line: &[u8], found: &mut Vec<Found>) -> bool {
        let are = line.get(self.value) == Some(&b'{') && is_plural(&keys::normal(&line[self.key.0..self.key.1]));
        if are {
            compound::in_brackets(line, self.value, Owner::Secrets, found);
        }
        are
    }

    /// Whether the rest of the line looks like a secret by itself.
    fn looks_secret(&self, line: &[u8]) -> bool {
        is_secret_alone(unquoted(line.get(self.value..).unwrap_or_default().trim_ascii()))
    }

    /// What the key of a list of strings says, where one of them alone would be a secret.
    fn several(&self, line: &[u8], key: &[u8]) -> Option<(Kind, keys::Normal)> {
        let strings = line.get(self.value..)?.strip_prefix(b"[")?.trim_ascii_start();
        let last = key.rsplit(|byte| *byte == b'.').next()?;
        let normal = strings.first().is_some_and(|byte| QUOTE.has(*byte)).then(|| keys::normal(last))?;
        // `["read", "write"]`: what they are for.
        let first = strings.get(1..)?.split(|byte| QUOTE.has(*byte)).next()?;
        if dictionary::is_word(first) {
            return None;
        }
        bytes::is_one_of(&normal, &SEVERAL).then_some((Kind::Secret, normal))
    }
}

/// Whether a key's secret may be a number in JSON; tokens and keys are counted there.
fn may_be_number(key: &[u8]) -> bool {
    key.ends_with(b"password") || key.ends_with(b"passphrase")
}

/// Keys of several secrets; what holds one of each is a secret's too.
const SEVERAL: [&str; 9] = [
    "accesskeys",
    "accesstokens",
    "apikeys",
    "apitokens",
    "authtokens",
    "backupcodes",
    "passphrases",
    "passwords",
    "recoverycodes",
];

/// Whether a text begins with a name and its value in quotes.
fn is_assigned(text: &[u8]) -> bool {
    let name = LOWER.or(b"_").run(text);
    name > 0 && text[name..].starts_with(b"=\"")
}

/// How long a list of numbers in brackets is that are the bytes of a key.
fn numbers(text: &[u8]) -> Option<usize> {
    let inner = text.strip_prefix(b"[")?;
    let length = DIGIT.or(b", ").run(inner);
    let many = memchr::memchr_iter(b',', &inner[..length]).count();
    (BYTES.contains(&(many + 1)) && inner.get(length) == Some(&b']')).then_some(length)
}

/// Bytes that keys have.
const BYTES: [usize; 3] = [16, 24, 32];

/// Whether a text is one word of small letters.
fn is_word(text: &[u8]) -> bool {
    !text.is_empty() && LOWER.fills(text)
}

/// Whether a text is a list with commas between its names, and nothing else.
fn is_plain_list(text: &[u8]) -> bool {
    text.contains(&b',') && NAME.or(b"@, \t").fills(text)
}

/// Whether every value of a section is a secret: NetworkManager's `[vpn-secrets]`.
fn whole_secret(section: Option<&[u8]>) -> bool {
    section.is_some_and(|section| section.ends_with(b"-secrets") || is_named(section) || is_kept(section))
}

/// `[passwords]`, `[secrets]`: a section in which other words may say where they are kept, and how.
fn is_named(section: &[u8]) -> bool {
    bytes::is_one_of_in_any_case(section, &["secrets", "passwords"])
}

/// `[credentials]`: a section in which logins and where they are kept stand beside secrets.
fn is_kept(section: &[u8]) -> bool {
    section.eq_ignore_ascii_case(b"credentials")
}

/// Whether what was found is longer than a name, and gone as a whole.
fn is_long(found: &Found) -> bool {
    matches!(found.kind, Kind::Secret | Kind::Session | Kind::Key) && found.end - found.start >= LONG
}

/// Ends of the words for ways to authenticate.
const SCHEMES: [&[u8]; 3] = [b"igest ", b"asic ", b"earer "];

/// Strings of a list that is not looked into for keys: lists within lists that never close would be read again and again.
const MANY: usize = 16;

/// Bytes before a key that are one word.
const NEAR: usize = 32;

#[cfg(test)]
mod tests;
