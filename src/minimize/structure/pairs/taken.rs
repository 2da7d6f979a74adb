//! What is taken for the value of a key whose meaning is known: where it begins and ends, and what it is by its look.
//!
//! Reads of a long value no more than a name can have, unless it is one that is as long as somebody likes.

use super::whole::{is_name_before_mark, is_whole_name, whole_name};
use super::{Pair, is_plain_list};
use crate::minimize::ascii::{DIGIT, HEX, LETTER, LOWER, NAME};
use crate::minimize::structure::people::{is_full_name, is_likely_name, is_shown_guest, is_words};
use crate::minimize::structure::plausible::{
    DIALLED, Value, around, is_dialled, is_hardware, is_plausible, is_role, is_wireguard_key,
};
use crate::minimize::structure::spelling::{
    LONG, is_followed_by_prose, is_grouped, is_halved, is_title, is_unbounded, says_mount,
};
use crate::minimize::structure::value::{Reach, span};
use crate::minimize::structure::{keys, radius_stations};
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary, host};

impl Pair<'_> {
    /// Takes the value that begins at `start`, where it can be one of the key's.
    pub(super) fn take(
        &self,
        line: &[u8],
        start: usize,
        (kind, key): (Kind, &[u8]),
        reach: Reach,
        found: &mut Vec<Found>,
    ) {
        let Some((from, end)) = self.extent(line, start, kind, reach) else { return };
        // `sid=9b3dc07a 00112233`: half of what OpenVPN calls a connection.
        if key == b"sid" && end - from == 8 && is_halved(&line[from..]) {
            return;
        }
        let quoted = from > start;
        let end = self.shortened(line, (from, end), kind, quoted);
        let based = quoted && kind == Kind::Serial && line[from..end].starts_with(b"0x");
        let from = from + if based { 2 } else { services(&line[from..end], kind) };
        let text = &line[from..end];
        // `db_host = find(…)`: a call, where an address may stand behind a name in brackets.
        let open = memchr::memchr(b'(', text).filter(|_| !quoted);
        let called = open.is_some_and(|open| !text.get(open + 1).is_some_and(u8::is_ascii_hexdigit));
        // What stands in a URL is found there.
        if kind == Kind::Host && (called || bytes::find(text, b"://").is_some()) {
            return;
        }
        // dnsmasq's `dhcp-host=00:53:…`: a hardware address, of which what stands before its first colon is a part.
        if kind == Kind::Host && line.get(from..from + 17).is_some_and(is_hardware) {
            return;
        }
        // `token: SecretID:  X`: a key of its own.
        if kind == Kind::Secret
            && !quoted
            && line[end..].starts_with(b": ")
            && keys::kind(&keys::normal(text)).is_some()
        {
            return;
        }
        let whole = kind == Kind::User && meant(kind, key, text, quoted) == Kind::Person && text.len() >= 8;
        let kind = meant(kind, key, text, quoted);
        // Cyrus' `login: gw7 [192.0.2.7] gwen plaintext`: whence somebody comes.
        let whence =
            key == b"login" && line[end..].starts_with(b" [") && line.get(end + 2).is_some_and(u8::is_ascii_digit);
        let kind = if whence { Kind::Host } else { kind };
        if kind == Kind::Phone && key == b"callerid" && caller(line, (from, end), found) {
            return;
        }
        if kind == Kind::Mac && key.ends_with(b"stationid") && radius_stations::find(text, from, found) {
            return;
        }
        let sure = self.quoted || quoted || self.separator == b'=';
        let candidate = Value { kind, key, text, sure, quoted, line: around(line, (from, end)) };
        if self.is_too_much(kind, text) || is_plausible(&candidate) {
            found.push(Found::new(from..end, kind, Evidence::Structure).teaching_if(candidate.teaches() || whole));
            if let Some(start) = successor(line, end).filter(|_| quoted) {
                self.take(line, start, (kind, key), Reach::Word, found);
            }
        } else if text.len() >= LONG {
            self.looked_in_vain();
        }
    }

    /// Takes the other names of a list with commas that a setting holds alone: `mon host = gw7, gw8`.
    pub(super) fn others(&self, line: &[u8], start: usize, meaning: (Kind, &[u8]), found: &mut Vec<Found>) {
        let rest = &line[start.min(line.len())..line.len().min(start + LONG)];
        let end = memchr::memchr(b'#', rest).unwrap_or(rest.len());
        let list = rest[..end].trim_ascii_end();
        // Samba's `valid users = gwen bo7 @crew`: names with blanks between them.
        let spaced = !list.contains(&b',')
            && bytes::is_one_of(meaning.1, &LISTS)
            && (self.separator == b'=' || meaning.1 == b"admins")
            && list.contains(&b' ');
        if !(is_plain_list(list) || spaced && is_plain_list(&[list, b","].concat())) {
            return;
        }
        let mark = if spaced { b' ' } else { b',' };
        let mut at = start;
        for (index, name) in list.split(|byte| *byte == mark).enumerate() {
            let from = at + name.len() - name.trim_ascii_start().len();
            // One word each; in a sentence there are several.
            if name.trim_ascii().contains(&b' ') || name.trim_ascii().is_empty() {
                return;
            }
            if index > 0 && name.trim_ascii().first() != Some(&b'@') {
                self.take(line, from, meaning, Reach::Word, found);
            }
            at += name.len() + 1;
        }
    }

    /// Where the value begins and ends, without quotes. A name that is longer than any is none; a secret is one however
    /// long it is.
    pub(super) fn extent(&self, line: &[u8], start: usize, kind: Kind, reach: Reach) -> Option<(usize, usize)> {
        let most = if is_unbounded(kind) || reach != Reach::Word { LONG } else { LONG / 2 };
        let near = &line[..line.len().min(start + most)];
        // Security: where nothing can end a word that begins here, nothing is read again from every key within it.
        let word = matches!(reach, Reach::Word | Reach::Clause) && line.get(start).is_some_and(u8::is_ascii);
        let ends = || self.head.value_may_end(line, start).is_some_and(|end| end < near.len());
        if word && near.len() < line.len() && !is_unbounded(kind) && !ends() {
            return None;
        }
        let extent = span(near, start, kind, reach);
        if near.len() == line.len() || extent.is_some_and(|(_, end)| end < near.len()) {
            return extent;
        }
        if !is_unbounded(kind) {
            return None;
        }
        if self.head.vain.get() >= VAIN {
            return Some(self.rest(line, start));
        }
        let extent = span(line, start, kind, reach);
        if extent.is_none() {
            self.looked_in_vain();
        }
        extent
    }

    /// What is taken of a value that is not looked into: all that follows, where it stands in quotes to the next that
    /// closes them.
    fn rest(&self, line: &[u8], start: usize) -> (usize, usize) {
        let start = start + usize::from(line.get(start) == Some(&b'"'));
        let quoted = self.quoted || line[..start].ends_with(b"\"");
        let end = quoted.then(|| self.head.closes(line, start)).flatten();
        (start, end.unwrap_or(line.len()))
    }

    fn looked_in_vain(&self) {
        self.head.vain.set(self.head.vain.get() + 1);
    }

    /// Whether a value that is longer than a name is taken for what its key says, whatever it looks like.
    ///
    /// Security: no text has many such values that are none, but one that is made so: each lies within the one before,
    /// and to look at all of them takes time by the square of the line's length.
    fn is_too_much(&self, kind: Kind, text: &[u8]) -> bool {
        is_unbounded(kind) && text.len() >= LONG && self.head.vain.get() >= VAIN
    }

    /// Where a name ends behind which something else stands without a blank, or in brackets.
    fn shortened(&self, line: &[u8], (from, end): (usize, usize), kind: Kind, quoted: bool) -> usize {
        let text = &line[from..end];
        let head = &line[..self.key.0];
        // A mount stands before the path in it: GVfs' `sftp:host=gw,user=ann/srv`.
        let mount = || self.separator == b'=' && head.ends_with(b",") && says_mount(head);
        let mounted = || line[..from].ends_with(b",user=") && bytes::find(line, b"gvfs/").is_some();
        let length = match kind {
            Kind::User if mount() || mounted() => memchr::memchr(b'/', text),
            // A fragment follows a query, and a flag another part of it: `?token=X&raw`.
            Kind::Secret if !quoted && self.is_in_query(line) => {
                let fragment = memchr::memchr(b'#', text).filter(|length| *length > 0);
                fragment.or_else(|| flag_behind(&line[self.key.0..self.key.1], text))
            }
            // `user: knot:knot`: a login and its group.
            Kind::User if self.separator == b':' => {
                memchr::memchr(b':', text).filter(|colon| text[..*colon] == text[colon + 1..])
            }
            // `author="Ann Lee <ann@…>"`
            Kind::Person if quoted => bytes::find(text, b" <").filter(|length| *length > 0),
            // What is said of a person in brackets is no part of their name, nor is another key.
            Kind::Person if !quoted => {
                let key = bytes::find(text, b": ").and_then(|colon| memchr::memrchr(b' ', &text[..colon]));
                let behind = PERSON_ENDS.iter().filter_map(|words| bytes::find(text, words));
                behind.chain(next_attribute(text)).chain(key).chain(whole_name(text)).min().filter(|length| *length > 0)
            }
            // `Acme Works (50 seats)`: how much somebody bought.
            Kind::Organisation if !quoted && text.ends_with(b")") => {
                bytes::find(text, b" (").filter(|open| *open > 0 && text.get(open + 2).is_some_and(u8::is_ascii_digit))
            }
            // Behind who signed a request stand the day, the region and the service.
            Kind::Secret if text.ends_with(b"/aws4_request") => memchr::memchr(b'/', text),
            // `;stok=X/admin`: a parameter of a part of a path (RFC 3986, section 3.3).
            Kind::Secret | Kind::Session if !quoted && head.ends_with(b";") && self.separator == b'=' => {
                memchr::memchr(b'/', text).filter(|_| memchr::memchr(b'/', head).is_some())
            }
            _ => None,
        };
        length.map_or(end, |length| from + length)
    }

    /// Whether the value is the rest of the line.
    pub(super) fn reach(&self, line: &[u8], section: Option<&[u8]>, kind: Kind) -> Reach {
        let spaced = line.get(self.key.1) == Some(&b' ') && self.separator == b'=';
        let json = self.quoted || self.head.brace < line.len();
        let alone = self.first && (self.separator == b':' || spaced || section.is_some()) && !json;
        // What stands in the query of a URL ends with it.
        let only =
            || !self.is_in_query(line) && memchr::memchr2(b'=', b':', &line[self.value.min(line.len())..]).is_none();
        // `"msg":"street: 12 Mill Lane"`: the text that a string holds.
        let told = !self.quoted && self.key.0 > 1 && line[self.key.0 - 1] == b'"';
        let by = || line[self.key.0..self.key.1].ends_with(b"by") && self.separator == b':' && !json;
        let tight = self.separator == b'=' && line.get(self.key.1) == Some(&b'=') && !json;
        let free =
            matches!(kind, Kind::Person | Kind::Organisation | Kind::Title | Kind::Location | Kind::Phone | Kind::Ssid);
        let string = || line[self.value.min(line.len())..].split(|byte| *byte == b'"').next().unwrap_or_default();
        let lone = || !string().contains(&b'=');
        match kind {
            // systemd's `Environment="SECRET=h4x 0r"`
            Kind::Secret if told && lone() && line.trim_ascii_start().starts_with(b"Environment=") => Reach::String,
            // `otp: 990117 for login`
            Kind::Secret if alone && self.separator == b':' && is_followed_by_prose(line, self.value) => Reach::Word,
            // `Authorization: Bearer X user-agent: …`
            Kind::Secret if alone && self.is_followed(line) => Reach::Word,
            Kind::Secret if alone => Reach::Line,
            // `Key fingerprint = 0123 4567 …`
            Kind::Key if is_grouped(&line[self.value.min(line.len())..]) => Reach::Line,
            // `latitude = 48.2 longitude = 16.3`
            Kind::Location if line[self.key.0..self.key.1].to_ascii_lowercase().ends_with(b"itude") => Reach::Word,
            // `Acked-by: Ann Lee`, `# Modified by: Ann Lee`
            // and `user=Ann%20Lee`
            Kind::User if (alone || by() || tight) && is_whole_name(line, self.value) => Reach::Line,
            // `Owner: Ann Lee (IT), room 7`
            Kind::User if (alone || tight) && is_name_before_mark(line, self.value) => Reach::Clause,
            Kind::Serial if (alone || is_title(line, self.key.0)) && self.separator == b':' => Reach::Line,
            _ if free && told => Reach::String,
            _ if free && (alone || (only() && !json) || line[self.value..].starts_with(b"STRING: ")) => Reach::Line,
            _ if free => Reach::Clause,
            _ => Reach::Word,
        }
    }

    /// Whether something is said behind what shows who somebody is, which has no blanks in it (RFC 6750, RFC 7617): a
    /// pair of its own, or words. Anything else may belong to it, however it is meant to be written.
    fn is_followed(&self, line: &[u8]) -> bool {
        let (key, rest) = (&line[self.key.0..self.key.1], &line[self.value.min(line.len())..]);
        let header = key.len() >= 13 && key[key.len() - 13..].eq_ignore_ascii_case(b"authorization");
        let named =
            |scheme: &&str| rest.get(..scheme.len()).is_some_and(|text| text.eq_ignore_ascii_case(scheme.as_bytes()));
        let Some(scheme) = ["Bearer ", "Basic "].iter().find(|scheme| header && named(scheme)) else { return false };
        let rest = rest[scheme.len()..rest.len().min(LONG)].trim_ascii_start();
        let Some(blank) = memchr::memchr(b' ', rest) else { return false };
        let next = rest[blank..].trim_ascii_start();
        let letters = LETTER.or(b"-_").run(next);
        let pair = matches!(next.get(letters..), Some([b':' | b'=', value, ..]) if *value != b'=');
        letters > 1 && next[0].is_ascii_alphabetic() && pair || is_followed_by_prose(rest, 0)
    }
}

/// Where the string begins that a string which ends at `end` became: `psk: "X" -> "Y"`.
fn successor(line: &[u8], end: usize) -> Option<usize> {
    let (quote, rest) = line[end..].split_first()?;
    let mark = [&b" -> "[..], b" to "].into_iter().find(|mark| rest.starts_with(mark))?;
    let start = end + 1 + mark.len();
    (line.get(start) == Some(quote)).then_some(start)
}

/// Bytes of the labels that say which service is meant, before a domain's: `_acme-challenge.`, `_ldap._tcp.` (RFC 8552).
fn services(text: &[u8], kind: Kind) -> usize {
    let mut at = 0;
    while matches!(kind, Kind::Host | Kind::Domain)
        && text[at..].starts_with(b"_")
        && let Some(dot) = memchr::memchr(b'.', &text[at..])
    {
        at += dot + 1;
    }
    if at < text.len() { at } else { 0 }
}

/// Where the comma stands before the next attribute of a distinguished name: `Ann Lee,OU=Crew`.
fn next_attribute(text: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b',', text).find(|comma| {
        let rest = text[comma + 1..].trim_ascii_start();
        let letters = LETTER.run(rest);
        (1..=ATTRIBUTE).contains(&letters) && rest.get(letters) == Some(&b'=')
    })
}

/// Letters of the longest attribute's name.
const ATTRIBUTE: usize = 20;

/// Where a flag of the query begins behind a secret: `&` and a small word; within a password it may stand too.
fn flag_behind(key: &[u8], text: &[u8]) -> Option<usize> {
    let length = memchr::memchr(b'&', text).filter(|length| *length > 0)?;
    let flag = text[length + 1..].split(|byte| *byte == b'&').next().unwrap_or_default();
    let word = LOWER.or(b"_").fills(flag) && !HEX.fills(flag);
    let password = keys::normal(key).windows(2).any(|two| matches!(two, b"pa" | b"pw" | b"ps"));
    (word && !password).then_some(length)
}

/// What stands behind a person's name: what is said of them, and when they did it.
const PERSON_ENDS: [&[u8]; 5] = [b" (", b" on ", b" at ", b" via ", b" until "];

/// What a value is, where one key may have values of several kinds.
fn meant(kind: Kind, key: &[u8], text: &[u8], quoted: bool) -> Kind {
    let customer = quoted && text.contains(&b' ') && !is_words(text);
    match kind {
        Kind::Host if is_wireguard_key(text) => Kind::Key,
        // `node_name=0x50060b…` is what a port of Fibre Channel belongs to: a number of a device, not a machine's name.
        Kind::Host if key == b"nodename" && text.len() == 18 && text.starts_with(b"0x") => Kind::Serial,
        Kind::Host if key == b"clientname" && customer => Kind::Organisation,
        // Who dials in or has a telephone is often called by a number.
        Kind::User if key == b"username" && text.len() >= 7 && DIGIT.fills(text) => Kind::Account,
        Kind::User if key == b"accountname" && customer => Kind::Account,
        // `operator=gwen7`
        Kind::Person
            if is_role(key)
                && !matches!(
                    key,
                    b"caller" | b"oncall" | b"supervisor" | b"responsible" | b"managedby" | b"signedby"
                )
                && (is_login_like(text) || is_dotted_login(text)) =>
        {
            Kind::User
        }
        // `"caller":"01632 960155"`
        Kind::Person if key == b"caller" && is_dialled(text) => Kind::Phone,
        Kind::Phone if quoted && is_full_name(text) => Kind::Person,
        Kind::User if is_full_name(text) || quoted && is_likely_name(text) => Kind::Person,
        // A customer's name is one too: `"accountName": "works.example"`.
        Kind::User if key == b"accountname" && host::is_domain_name(text) => Kind::Account,
        // `"displayName": "gw7"` is what a hypervisor shows of a guest.
        Kind::Person if key == b"displayname" && quoted && is_shown_guest(text) => Kind::Host,
        Kind::Person if key == b"displayname" && memchr::memchr2(b'\\', b'@', text).is_some() => Kind::User,
        // Some let people log in by what they call themselves.
        Kind::Email if quoted && !text.contains(&b'@') => Kind::User,
        kind => kind,
    }
}

/// Keys of Samba's that hold people with blanks between them.
pub(super) const LISTS: [&str; 4] = ["admins", "users", "readlist", "writelist"];

/// `Ann Lee <2104>`: who calls, and from which telephone.
fn caller(line: &[u8], (start, end): (usize, usize), found: &mut Vec<Found>) -> bool {
    let Some(open) = memchr::memchr(b'<', &line[start..end]) else { return false };
    let name = line[start..start + open].trim_ascii_end();
    let before = found.len();
    if is_full_name(name) {
        found.push(
            Found::new(start..start + name.len(), Kind::Person, Evidence::Structure).teaching_if(name.len() >= 8),
        );
    }
    let from = start + open + 1;
    let length = DIGIT.or(b"+").run(&line[from..end]);
    if length >= DIALLED && line.get(from + length) == Some(&b'>') {
        found.push(Found::new(from..from + length, Kind::Phone, Evidence::Structure).teaching());
    }
    found.len() > before
}

/// Whether a text is a word with a small letter and a digit.
fn is_login_like(text: &[u8]) -> bool {
    (4..=32).contains(&text.len()) && DIGIT.is_in(text) && LOWER.is_in(text) && NAME.fills(text)
}

/// `ann.lee`: two parts of small letters, none of them a word.
fn is_dotted_login(text: &[u8]) -> bool {
    let Some(dot) = memchr::memchr(b'.', text) else { return false };
    let (first, last) = (&text[..dot], &text[dot + 1..]);
    let word = |part: &[u8]| dictionary::is_word(part) || dictionary::is_stop_word(part);
    let letters = |part: &[u8]| !part.is_empty() && LOWER.fills(part) && !word(part);
    text.len() <= 32
        && last.len() > 3
        && (first.len() == 1 && first[0].is_ascii_lowercase() || letters(first))
        && letters(last)
}

/// Values that are longer than a name and are none, in one line.
const VAIN: usize = 16;
