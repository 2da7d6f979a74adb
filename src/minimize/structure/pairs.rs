//! Keys and values: `key=value`, `key: value`, `"key":"value"`, `<key>value</key>`, headers, cookies, queries.

use super::super::bytes;
use super::super::host;
use super::super::pseudonym::is_pseudonym;
use super::super::sight::{Finder, Needs, mark};
use super::super::{Found, Kind, Way};
use super::keys::Normal;
use super::people::{is_full_name, is_words};
use super::plausible::{Candidate, is_ceph_key, is_plausible, is_public_key, is_street};
use super::spelling::{
    COOKIES, LONG, begins_with_pair, cookie_prefix, is_dense_secret, is_dumped, is_followed_by_prose, is_grouped,
    is_halved, is_indexed, is_opaque, is_queried, is_title, login_in_query, node, phrases, says_mount,
};
use super::value::{Reach, span};
use super::{Fields, directory, endpoints, headers, keys, lists, named, stations};

/// What a line must show to hold a key and its value.
pub(super) const NEEDS: Needs = Needs {
    finder: Finder::Pairs,
    marks: mark::EQUALS | mark::VALUE | mark::ELEMENT | mark::BRACE,
    words: &[
        "cookie",
        "bearer",
        "basic",
        "name",
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
    ],
};

/// Finds the values of keys that say what they are.
pub(super) fn find(line: &[u8], section: Option<&[u8]>, fields: &Fields, found: &mut Vec<Found>) {
    let whole = whole_secret(section);
    // What is replaced as a whole is not looked into.
    let mut covered = 0;
    for at in memchr::memchr2_iter(b'=', b':', line) {
        if at >= covered
            && let Some(pair) = Pair::at(line, at)
        {
            let before = found.len();
            pair.find(line, section, fields, whole, found);
            let many = found.len() - before > MANY;
            let gone = found[before..].iter().filter(|one| many || is_long(one));
            covered = gone.map(|one| one.end).max().unwrap_or(covered);
        }
    }
    named::find(line, fields, found);
    headers::find(line, found);
}

/// A separator and the key before it.
struct Pair {
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

impl Pair {
    fn at(line: &[u8], at: usize) -> Option<Self> {
        let separator = line[at];
        let mut behind = at + 1;
        let ldif = matches!(line.get(behind), Some(b':')) && line.get(behind + 1) == Some(&b' ');
        if separator == b':' && (ldif || line.get(behind) == Some(&b'=')) {
            // LDIF's `key:: base64`, and `key:=value`.
            behind += 1;
        }
        // `'key' => value`, as in Ruby and PHP.
        let arrow = separator == b'=' && line.get(at + 1) == Some(&b'>');
        behind += usize::from(arrow);
        let blanks = |end: usize| line[..end].iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let mut end = at - blanks(at);
        // Windows' `Host Name . . . . . : `
        if separator == b':' && line[..end].ends_with(b" .") {
            end -= line[..end].iter().rev().take_while(|byte| matches!(byte, b' ' | b'.')).count();
        }
        // The key of a table stands in brackets: `table['key'] = …`, `[key] => …`.
        let bracket = line[..end].ends_with(b"']") || line[..end].ends_with(b"\"]") || arrow && line[..end].ends_with(b"]")
                // `env[DB_PASSWORD] = …`
                || separator == b'=' && is_indexed(&line[..end]);
        end -= usize::from(bracket);
        // Ruby's `ENV["KEY"] ||= "value"`
        let literal =
            line.get(behind..).is_some_and(|rest| matches!(rest.trim_ascii_start().first(), Some(b'"' | b'\'')));
        end -= if separator == b'=' && literal && line[..end].ends_with(b" ||") { 3 } else { 0 };
        end -= usize::from(line[..end].ends_with(b"\"]")) * usize::from(line[..at].ends_with(b" ||"));
        let quoted = end > 0 && is_quote(line[end - 1]);
        end -= usize::from(quoted);
        let is_key = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
        let start = end - line[..end].iter().rev().take(64).take_while(|byte| is_key(byte)).count();
        // `%SYS-5-PRIV_AUTH_PASS: …`: what kind of message follows.
        let mnemonic = separator == b':' && start > 0 && line[start - 1] == b'%';
        if start == end || (quoted && start == 0) || mnemonic {
            return None;
        }
        let spaces = line[behind..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        // A colon separates before white space, behind quotes, before quotes; elsewhere it is a port's or a time's.
        let separates = separator == b'='
            || quoted
            || spaces > 0
            || matches!(line.get(behind), Some(b'"' | b'\''))
            || behind > at + 1;
        let dense = !separates && (is_dumped(line, start) || is_dense_secret(line, (start, end), behind));
        if !separates && !dense {
            return None;
        }
        let before = line[..start - usize::from(quoted)].trim_ascii();
        let first = before.iter().all(|byte| matches!(byte, b'#' | b';' | b'!' | b'-' | b'|' | b'{' | b'>' | b'<'))
            || [&b"export"[..], b"E:", b"set", b"setenv", b"env", b"declare -x"].contains(&before);
        let value = behind + spaces;
        // `logname= uid=0`: an equals sign right behind its key and before a space has no value.
        let alone = first && !begins_with_pair(&line[value..]);
        let empty = separator == b'=' && end == at && spaces > 0 && !alone && !arrow;
        (!empty).then_some(Self { key: (start, end), value, separator, quoted, first, dense })
    }

    fn find(&self, line: &[u8], section: Option<&[u8]>, fields: &Fields, whole: bool, found: &mut Vec<Found>) {
        let key = &line[self.key.0..self.key.1];
        let all = (whole && self.first).then(|| (Kind::Secret, keys::normal(key)));
        let Some((kind, words)) = self.kind(line, key, section, fields).or(all) else {
            return endpoints::find(line, key, self.value, found);
        };
        // `community:"branches"` is one of Check Point's networks.
        let joined = !self.quoted && self.separator == b':' && self.value == self.key.1 + 1 && *words == *b"community";
        if self.dense && kind != Kind::Secret || joined {
            return;
        }
        let value = self.value + self.skip(line, key, kind);
        // Its pairs speak for themselves, and its realm is any text.
        let digest = *words == *b"realm" && bytes::find(&line[..value], b"Digest ").is_some();
        if digest || line[..value].ends_with(b"Digest ") {
            return;
        }
        if line.get(value) == Some(&b'[') && (self.quoted || line[value..].iter().any(|byte| is_quote(*byte))) {
            // What may be something else is told by its look, which a list of several has not.
            return if !keys::is_weak(&words) {
                lists::find(line, value, kind, !self.quoted, found)
            };
        }
        if *words == *b"dc" && directory::is_joined(line, value) {
            return;
        }
        let reach = self.reach(line, section, kind);
        self.take(line, value, (kind, &words), reach, found);
        if let Some(node) = node(line, value).filter(|_| self.separator == b':') {
            self.take(line, node, (kind, &words), reach, found);
        }
    }

    /// Takes the value that begins at `start`, where it can be one of the key's.
    fn take(&self, line: &[u8], start: usize, (kind, key): (Kind, &[u8]), reach: Reach, found: &mut Vec<Found>) {
        // A name that is longer than any is none; a secret is one however long it is.
        let near = &line[..line.len().min(start + LONG)];
        let mut extent = span(near, start, kind, reach);
        if near.len() < line.len() && extent.is_none_or(|(_, end)| end == near.len()) {
            extent = if is_unbounded(kind) { span(line, start, kind, reach) } else { None };
        }
        let Some((from, mut end)) = extent else { return };
        // `sid=9b3dc07a 00112233`: half of what OpenVPN calls a connection.
        if key == b"sid" && end - from == 8 && is_halved(&line[from..]) {
            return;
        }
        // GVfs: `sftp:host=gw,user=ann/srv`
        if kind == Kind::User
            && self.separator == b'='
            && line[..self.key.0].ends_with(b",")
            && says_mount(&line[..self.key.0])
        {
            end = from + memchr::memchr(b'/', &line[from..end]).unwrap_or(end - from);
        }
        let quoted = from > start;
        let text = &line[from..end];
        // What stands in a URL is found there.
        if kind == Kind::Host && bytes::find(text, b"://").is_some() {
            return;
        }
        // What is said of a person in brackets is no part of their name.
        let length = if kind == Kind::Person && !quoted { bytes::find(text, b" (") } else { None };
        let end = length.filter(|length| *length > 0).map_or(end, |length| from + length);
        let text = &line[from..end];
        // A mount of GNOME's stands before the path in it.
        let mounted = kind == Kind::User && line[..from].ends_with(b",user=") && bytes::find(line, b"gvfs/").is_some();
        let length = if mounted { memchr::memchr(b'/', text) } else { None };
        let (end, text) = length.map_or((end, text), |length| (from + length, &text[..length]));
        let customer = quoted && text.contains(&b' ') && !is_words(text);
        let kind = match kind {
            Kind::Host if is_public_key(text) => Kind::Key,
            Kind::Host if key == b"clientname" && customer => Kind::Organisation,
            Kind::User if key == b"accountname" && customer => Kind::Account,
            Kind::Phone if quoted && is_full_name(text) => Kind::Person,
            Kind::User if quoted && is_full_name(text) => Kind::Person,
            // A customer's name is one too: `"accountName": "works.example"`.
            Kind::User if key == b"accountname" && host::is_domain_name(text) => Kind::Account,
            Kind::Person if key == b"displayname" && memchr::memchr2(b'\\', b'@', text).is_some() => Kind::User,
            // Some let people log in by what they call themselves.
            Kind::Email if quoted && !text.contains(&b'@') => Kind::User,
            kind => kind,
        };
        if kind == Kind::Mac && key.ends_with(b"stationid") && stations::find(text, from, found) {
            return;
        }
        let sure = self.quoted || quoted || self.separator == b'=';
        let candidate = Candidate { kind, key, text, sure, quoted, line };
        if is_plausible(&candidate) {
            found.push(Found { start: from, end, kind, way: Way::Structure, learn: candidate.teaches() });
        }
    }

    /// What the key says, and in which words: its last one, or up to three more before it.
    fn kind(&self, line: &[u8], key: &[u8], section: Option<&[u8]>, fields: &Fields) -> Option<(Kind, Normal)> {
        if is_pseudonym(key) {
            return None;
        }
        // The index of one of SNMP's objects.
        let index = key.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        let key = Some(key.len() - index)
            .filter(|_| (1..=3).contains(&index))
            .and_then(|at| key[..at].strip_suffix(b"."))
            .unwrap_or(key);
        // What openssl.cnf has for those who answer nothing.
        let key = key.strip_suffix(b"_default").unwrap_or(key);
        let last = key.rsplit(|byte| *byte == b'.').next().unwrap_or(key);
        let (whole, normal) = (keys::normal(key), keys::normal(last));
        let query = self.key.0 > 0 && matches!(line[self.key.0 - 1], b'?' | b'&');
        // `wireless.@wifi-iface[0].key`
        let indexed = || line[..self.key.0].ends_with(b"]") && wireless(line, self.key.0);
        let keyed =
            || whole.starts_with(b"wireless") || indexed() || is_ceph_key(line, self.value) || self.is_cipher_key(line);
        if *normal == *b"key" && keyed() {
            return Some((Kind::Secret, normal));
        }
        if query && is_queried(last) && is_opaque(line, self.value) {
            return Some((Kind::Secret, normal));
        }
        if query && let Some(kind) = login_in_query(line, self.key, self.value) {
            return Some((kind, normal));
        }
        // How Google and Meta know a visitor again; `gid=1000` is a group.
        if COOKIES.contains(&key) {
            return Some((Kind::Session, keys::normal(b"cookieid")));
        }
        // The realm of HTTP (RFC 7617) is a text for people.
        if *normal == *b"realm"
            && [&b"igest "[..], b"asic ", b"earer "]
                .iter()
                .any(|scheme| bytes::find(&line[..self.key.0], scheme).is_some())
        {
            return None;
        }
        // `PASS: test_login`: a verdict.
        if self.separator == b':' && !self.quoted && matches!(key, b"PASS" | b"Pass") {
            return None;
        }
        if let Some(kind) = fields.0.get(&*whole).or_else(|| fields.0.get(&*normal)) {
            return Some((*kind, normal));
        }
        // `PWD=/srv/x OLDPWD=/srv`: a working folder is one whatever stands before.
        let folder = [&b"pwd"[..], b"oldpwd"].contains(&&*normal);
        // `cloud.auth` says more than `auth`, and `secret.key` than `key`.
        if whole.len() > normal.len() && keys::is_listed(&whole) {
            return keys::kind(&whole).map(|kind| (kind, whole));
        }
        // `x superuser=f`: right before its sign a key is whole.
        let tight = self.separator == b'=' && line.get(self.key.1) == Some(&b'=');
        if tight && keys::is_listed(&normal) && keys::kind(&normal).is_none() && keys::is_denied(&normal) {
            return None;
        }
        for words in phrases(line, self.key).filter(|_| !folder) {
            let words = keys::normal(words);
            if keys::is_denied(&words) {
                return None;
            }
            if let Some(kind) = keys::kind(&words) {
                return Some((kind, words));
            }
        }
        match (normal.as_slice(), section) {
            _ if !keys::is_spelt_so(last, &normal) => return None,
            // Whom a token is about (RFC 7519, section 4.1.2).
            (b"sub", _) if self.quoted && self.beside(line, b"\"iss\"") => {
                return Some((Kind::User, normal));
            }
            // ConnMan's `[service_home]`.
            (b"name", Some(section)) if section.starts_with(b"service_") => return Some((Kind::Ssid, normal)),
            (b"address", _) if is_street(self.near(line)) => return Some((Kind::Location, normal)),
            // InfluxDB's login and password.
            (b"p", _) if query && [&b"&u="[..], b"?u="].iter().any(|key| self.beside(line, key)) => {
                return Some((Kind::Secret, normal));
            }
            (b"u", _) if query && self.beside(line, b"&p=") => return Some((Kind::User, normal)),
            (b"appid", _) if query && is_digest(self.near(line)) => return Some((Kind::Secret, normal)),
            (b"sn", _) if self.quoted && self.separator == b':' && self.beside(line, b"\"model\"") => {
                return Some((Kind::Serial, normal));
            }
            // DKIM's (RFC 6376, section 3.6.1).
            (b"p", _) if tight && is_long_base64(self.near(line)) => return Some((Kind::Key, normal)),
            (b"name", Some(b"user")) => return Some((Kind::Person, normal)),
            (b"id", Some(b"connection")) => return Some((Kind::Ssid, normal)),
            // npm's `_auth` is a login and a password in base64.
            (b"auth", _) if key == b"_auth" => return Some((Kind::Secret, normal)),
            (b"auth", _) => return self.quoted.then_some((Kind::Secret, normal)),
            // Stormshield says in each line which of its firewalls speaks.
            (b"fw", _) if bytes::find(line, b" startime=").is_some() => return Some((Kind::Host, normal)),
            (b"sn", _) if self.separator == b'=' => return Some((Kind::Serial, normal)),
            (b"cn" | b"o" | b"ou" | b"sn" | b"id" | b"leftid" | b"rightid", _) => return None,
            _ if keys::is_denied(&normal) => return None,
            _ => {}
        }
        // `X-Account-Id`
        let own = last.strip_prefix(b"X-").map(keys::normal);
        let own = own.and_then(|own| keys::kind(&own).map(|kind| (kind, own)));
        keys::kind(&normal).map(|kind| (kind, normal)).or_else(|| keys::kind(&whole).map(|kind| (kind, whole))).or(own)
    }

    /// Whether the value is the key of a cipher: `0x` and 128 bits or more.
    fn is_cipher_key(&self, line: &[u8]) -> bool {
        let digits = line.get(self.value..).and_then(|rest| rest.strip_prefix(b"0x")).unwrap_or_default();
        digits.iter().take(32).take_while(|byte| byte.is_ascii_hexdigit()).count() == 32
    }

    /// What the value may reach into, without quotes.
    fn near<'a>(&self, line: &'a [u8]) -> &'a [u8] {
        let rest = &line[self.value.min(line.len())..line.len().min(self.value + NEAR)];
        let rest = rest.strip_prefix(b"\"").unwrap_or(rest);
        &rest[..memchr::memchr3(b'"', b'&', b';', rest).unwrap_or(rest.len())]
    }

    /// Whether words stand within some hundred bytes of the key.
    fn beside(&self, line: &[u8], words: &[u8]) -> bool {
        let near = &line[self.key.0.saturating_sub(BESIDE)..line.len().min(self.key.1 + BESIDE)];
        bytes::find(near, words).is_some()
    }

    /// Whether the value is the rest of the line.
    fn reach(&self, line: &[u8], section: Option<&[u8]>, kind: Kind) -> Reach {
        let spaced = line.get(self.key.1) == Some(&b' ') && self.separator == b'=';
        // Looked for last, as a line may be long and have many pairs.
        let json = || self.quoted || memchr::memchr(b'{', line).is_some();
        let alone = self.first && (self.separator == b':' || spaced || section.is_some()) && !json();
        // What stands in the query of a URL ends with it.
        let query = self.key.0 > 0 && matches!(line[self.key.0 - 1], b'?' | b'&');
        let only = || !query && memchr::memchr2(b'=', b':', &line[self.value.min(line.len())..]).is_none();
        let free =
            matches!(kind, Kind::Person | Kind::Organisation | Kind::Title | Kind::Location | Kind::Phone | Kind::Ssid);
        match kind {
            // `otp: 990117 for login`
            Kind::Secret if alone && self.separator == b':' && is_followed_by_prose(line, self.value) => Reach::Word,
            Kind::Secret if alone => Reach::Line,
            // `Key fingerprint = 0123 4567 …`
            Kind::Key if is_grouped(&line[self.value.min(line.len())..]) => Reach::Line,
            // `latitude = 48.2 longitude = 16.3`
            Kind::Location if line[self.key.0..self.key.1].to_ascii_lowercase().ends_with(b"itude") => Reach::Word,
            Kind::Serial if (alone || is_title(line, self.key.0)) && self.separator == b':' => Reach::Line,
            _ if free && (alone || (only() && !json()) || line[self.value..].starts_with(b"STRING: ")) => Reach::Line,
            _ => Reach::Word,
        }
    }

    /// What stands between the separator and the value: an authorization's scheme, SNMP's type, a digest's name.
    fn skip(&self, line: &[u8], key: &[u8], kind: Kind) -> usize {
        let rest = &line[self.value.min(line.len())..];
        let header = key.to_ascii_lowercase().ends_with(b"authorization");
        let quote = usize::from(header && rest.starts_with(b"\""));
        let scheme = SCHEMES.iter().find(|scheme| {
            rest.get(quote..quote + scheme.len()).is_some_and(|text| text.eq_ignore_ascii_case(scheme.as_bytes()))
        });
        let prefixes: &[&str] = match kind {
            Kind::Key => &["MD5:", "SHA256:", "SHA1:", "sha256:"],
            Kind::Serial => &["0x"],
            Kind::Session => &["<"],
            _ => &["STRING: "],
        };
        // systemd's `SetCredential=NAME:value`.
        if kind == Kind::Secret && key.starts_with(b"SetCredential") {
            return memchr::memchr(b':', rest).map_or(0, |colon| colon + 1);
        }
        if kind == Kind::Secret && key == b"key" && self.is_cipher_key(line) {
            return 2;
        }
        // PHP's `["password"]=> string(7) "…"`
        if rest.starts_with(b"string(")
            && let Some(length) = bytes::find(&rest[..rest.len().min(16)], b") \"")
        {
            return length + 2;
        }
        if COOKIES.contains(&key) {
            return cookie_prefix(rest);
        }
        match scheme.filter(|_| header) {
            Some(scheme) => quote + scheme.len(),
            None => prefixes.iter().find(|one| rest.starts_with(one.as_bytes())).map_or(0, |one| one.len()),
        }
    }
}

/// Bytes of a value that say which kind it is.
const NEAR: usize = 96;

/// Whether a text is a number of 128 bits in hexadecimal digits, as many a service's keys are.
fn is_digest(text: &[u8]) -> bool {
    text.len() == 32 && text.iter().all(u8::is_ascii_hexdigit)
}

/// Whether a text begins with more of base64 than any word has.
fn is_long_base64(text: &[u8]) -> bool {
    let is_plain = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    text.iter().take_while(is_plain).count() >= 60
}

/// Whether the key that begins at `start` is a wireless interface's of OpenWrt.
fn wireless(line: &[u8], start: usize) -> bool {
    let near = &line[start.saturating_sub(LONG)..start];
    bytes::find(near, b"wireless.").is_some()
}

/// What an authorization begins with.
const SCHEMES: [&str; 10] =
    ["Basic ", "Bearer ", "Digest ", "Negotiate ", "Token ", "NTLM ", "ApiKey ", "Splunk ", "SharedKey ", "GenieKey "];

/// Bytes before and behind a key in which another says what it means.
const BESIDE: usize = 400;

/// Whether a kind is as long as somebody likes.
const fn is_unbounded(kind: Kind) -> bool {
    matches!(kind, Kind::Secret | Kind::Session | Kind::Key)
}

/// Strings of a list that is not looked into for keys: lists within lists that never close would be read again and again.
const MANY: usize = 16;

/// Whether what was found is longer than a name, and gone as a whole.
fn is_long(found: &Found) -> bool {
    found.kind == Kind::Secret && found.end - found.start >= LONG
}

const fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'')
}

/// Whether a key says that its value is a secret.
pub(super) fn is_secret_key(key: &[u8], query: bool) -> bool {
    let last = key.rsplit(|byte| *byte == b'.').next().unwrap_or(key);
    query && is_queried(last) || [last, key].iter().any(|key| keys::kind(&keys::normal(key)) == Some(Kind::Secret))
}

/// Whether every value of a section is a secret: NetworkManager's `[vpn-secrets]`.
fn whole_secret(section: Option<&[u8]>) -> bool {
    section.is_some_and(|section| section.ends_with(b"-secrets"))
}

#[cfg(test)]
mod tests;
