//! Decides what a finding really is, and what stands in its place.
//!
//! A finder says "a host stands here"; settling sees that it is an address, or `localhost`, or a vendor's public name,
//! and gives what is to be written, or nothing where the text may stay.

mod forms;
mod joined;

use std::net::Ipv4Addr;
use std::sync::{Arc, PoisonError};

use rustc_hash::FxHashSet;

use super::network::Network;
use super::notes::SharedNotes;
use super::parts::Parts;
use super::pseudonym::{CaseKey, LOCATION, SECRET, is_pseudonym};
use super::resolved::{Resolution, Resolved};
use super::{Found, Kind, Way, address, bytes, device, dictionary, domain, mac};
use crate::profile::Purpose;
use forms::{
    address_end, canonical, is_bracket, is_called, is_hardware, is_name, is_no_serial, is_nothing, may_be_address,
    trimmed,
};

pub(crate) use forms::is_json_number;

/// Settles findings under one case key.
pub(crate) struct Settler {
    key: CaseKey,
    network: Network,
    purpose: Purpose,
    /// Names that are domains although they have three labels or more.
    domains: Arc<FxHashSet<Vec<u8>>>,
    keep: Arc<[Vec<u8>]>,
    resolved: Resolved,
    parts: Parts,
    /// A name or a canonical form at hand.
    name: Vec<u8>,
    /// What was replaced by what, where that is kept.
    notes: Option<SharedNotes>,
}

impl Settler {
    pub(crate) fn new(key: CaseKey, purpose: Purpose, keep: &[String]) -> Self {
        Self {
            network: Network::new(key.clone()),
            key,
            purpose,
            domains: Arc::default(),
            keep: keep.iter().map(|text| text.to_ascii_lowercase().into_bytes()).collect(),
            resolved: Resolved::default(),
            parts: Parts::default(),
            name: Vec::new(),
            notes: None,
        }
    }

    /// Another one that gives the same, and remembers nothing yet.
    pub(crate) fn fork(&self) -> Self {
        Self {
            network: Network::new(self.key.clone()),
            key: self.key.clone(),
            purpose: self.purpose,
            domains: Arc::clone(&self.domains),
            keep: Arc::clone(&self.keep),
            resolved: Resolved::default(),
            parts: Parts::default(),
            name: Vec::new(),
            notes: self.notes.clone(),
        }
    }

    /// Says that a name with its parents is a domain, not a machine.
    pub(crate) fn add_domain(&mut self, name: &[u8]) {
        Arc::make_mut(&mut self.domains).insert(name.to_ascii_lowercase());
        self.resolved.forget();
    }

    /// What `found` comes to in `line`, and where what it comes to begins; `None` where the text may stay.
    pub(crate) fn resolve(&mut self, line: &[u8], found: &Found) -> Option<(usize, Resolution)> {
        let (start, end) = trimmed(line, found.start, found.end)?;
        let text = &line[start..end];
        let little_endian = matches!(found.kind, Kind::Ipv4 | Kind::Ipv6) && line.get(end) == Some(&b':');
        // Behind the contexts of other kinds, those of networks.
        let addressed = address::prefix::may_follow(line, end)
            && match found.kind {
                Kind::Ipv4 | Kind::Ipv6 | Kind::Host | Kind::Domain => may_be_address(text) || text.contains(&b'@'),
                // An address may stand behind a login.
                Kind::User | Kind::Email => text.contains(&b'@'),
                _ => false,
            };
        let length = if addressed { address::prefix::length(line, end) } else { None };
        let network = length.map_or(0, |length| NETWORKS + length);
        let context = network.max(u8::from(found.way == Way::Grammar) | u8::from(little_endian) << 1);
        let resolution = match self.resolved.get(found.kind, context, text) {
            Some(resolution) => resolution,
            None => {
                let mut parts = std::mem::take(&mut self.parts);
                parts.clear();
                self.settle(line, Found { start, end, ..*found }, &mut parts);
                if let Some(notes) = &self.notes {
                    let mut notes = notes.lock().unwrap_or_else(PoisonError::into_inner);
                    parts.iter().for_each(|(part, text)| notes.note(part.kind, &line[part.start..part.end], text));
                }
                let spans = parts.iter().map(|(part, text)| (part.start - start..part.end - start, part.kind, text));
                let resolution = self.resolved.put((found.kind, context, text), spans);
                self.parts = parts;
                resolution
            }
        };
        (!resolution.is_nothing()).then_some((start, resolution))
    }

    /// Where to note what is resolved from here on; gives what was noted until now.
    pub(crate) fn note_in(&mut self, notes: Option<SharedNotes>) -> Option<SharedNotes> {
        std::mem::replace(&mut self.notes, notes)
    }

    /// What has been resolved so far; resolutions hold until [`Self::make_room`] is called.
    pub(crate) fn resolved(&self) -> &Resolved {
        &self.resolved
    }

    /// Forgets what was resolved when it has become too much; to be called between two lines.
    pub(crate) fn make_room(&mut self) {
        self.resolved.make_room();
    }

    /// Appends what `found` comes to in `line`: nothing, one replacement, or one for each part.
    pub(crate) fn settle(&mut self, line: &[u8], found: Found, out: &mut Parts) {
        let Some((start, end)) = trimmed(line, found.start, found.end) else { return };
        let text = &line[start..end];
        if is_pseudonym(text) || self.keep.iter().any(|keep| keep.eq_ignore_ascii_case(text)) {
            return;
        }
        let found = Found { start, end, ..found };
        match found.kind {
            Kind::Ipv4 | Kind::Ipv6 => self.address(line, found, out),
            Kind::Mac => self.hardware(line, found, out),
            Kind::Host | Kind::Domain => self.host(line, found, out),
            Kind::User => self.user(line, found, out),
            Kind::Email => self.email(line, found, out),
            Kind::Uuid => self.uuid(line, found, out),
            Kind::Phone => self.phone(line, found, out),
            Kind::Secret => self.put(&found, SECRET.as_bytes(), out),
            Kind::Location => self.put(&found, LOCATION.as_bytes(), out),
            Kind::Session if text.len() <= 6 && text.iter().all(u8::is_ascii_digit) => {}
            Kind::Serial if is_no_serial(text) => {}
            // lshw(1) has the address of an interface so.
            Kind::Serial if mac::is_in_pairs(text) => self.hardware(line, found, out),
            kind => self.word(&found, kind.word(), text, out),
        }
    }

    fn address(&mut self, line: &[u8], found: Found, out: &mut Parts) {
        let text = &line[found.start..found.end];
        // By far the most are of this form.
        if let Some(address) = std::str::from_utf8(text).ok().and_then(|text| text.parse::<Ipv4Addr>().ok()) {
            let length = address::prefix::length(line, found.end);
            let pseudonym = address::prefix::network4(address, self.network.ipv4(address), length);
            if pseudonym != address {
                let from = out.texts().len();
                address::dotted_decimal(pseudonym, out.texts());
                self.close(&found, from, out);
            }
            return;
        }
        let next = line.get(found.end).copied();
        let length = address::prefix::length(line, found.end);
        if let Some(pseudonym) = address::pseudonym(text, next, length, &mut self.network)
            && !pseudonym.as_bytes().eq_ignore_ascii_case(text)
        {
            self.put(&found, pseudonym.as_bytes(), out);
        }
    }

    fn hardware(&mut self, line: &[u8], found: Found, out: &mut Parts) {
        let text = &line[found.start..found.end];
        if mac::is_nobody(text) {
            return;
        }
        match mac::pseudonym(text, &mut self.network) {
            Some(pseudonym) => self.put(&found, pseudonym.as_bytes(), out),
            None => self.settle(line, Found { kind: Kind::Serial, ..found }, out),
        }
    }

    /// A name, an address, a name with a port, `login@name`.
    fn host(&mut self, line: &[u8], found: Found, out: &mut Parts) {
        let Found { mut start, mut end, .. } = found;
        if found.kind == Kind::Domain && line[start..end].contains(&b'=') {
            return self.distinguished(line, found, out);
        }
        if dictionary::is_nobodys_host(&line[start..end]) {
            return;
        }
        // What somebody calls a device of theirs: `Gwen's iPad`.
        if (found.kind, found.way) == (Kind::Host, Way::Structure) && is_called(&line[start..end]) {
            return self.word(&found, "host", &line[start..end], out);
        }
        while let Some(mark) = line[start..end].iter().position(|byte| is_bracket(*byte)) {
            if mark == 0 { start += 1 } else { end = start + mark }
        }
        if let Some(at) = memchr::memchr(b'@', &line[start..end]).filter(|at| *at > 0) {
            self.user(line, Found { end: start + at, kind: Kind::User, ..found }, out);
            start += at + 1;
        }
        if line[start..end].starts_with(b"unix:") {
            return;
        }
        for prefix in [&b"tcp:"[..], b"ipv4:", b"ipv6:", b"*.", b"//", b"\\\\", b"."] {
            let begins = line[start..end].first() == prefix.first() && line[start..end].starts_with(prefix);
            start += if begins { prefix.len() } else { 0 };
        }
        if may_be_address(&line[start..end])
            && let Some(length) = address_end(&line[start..end])
        {
            let kind = if line[start..start + length].contains(&b':') { Kind::Ipv6 } else { Kind::Ipv4 };
            return if length > 0 {
                self.address(line, Found { start, end: start + length, kind, ..found }, out)
            };
        }
        end = start + line[start..end].iter().take_while(|byte| is_name(**byte)).count();
        while end > start && matches!(line[end - 1], b'.' | b'-' | b'_') {
            end -= 1;
        }
        let text = &line[start..end];
        let number = text.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.');
        if text.is_empty()
            || dictionary::is_nobodys_host(text)
            || (number && (found.way != Way::Grammar || text.contains(&b'.')))
        {
            return;
        }
        self.name(line, Found { start, end, ..found }, out);
    }

    /// A name of the domain system, label by label.
    fn name(&mut self, line: &[u8], found: Found, out: &mut Parts) {
        let mut lower = std::mem::take(&mut self.name);
        lower.clear();
        bytes::append(&mut lower, &line[found.start..found.end]);
        lower.make_ascii_lowercase();
        // What somebody visited is theirs to know, though everybody may visit it.
        let visited = found.kind == Kind::Domain && found.way == Way::Grammar;
        let public = !visited && domain::is_public(&lower);
        if !(is_pseudonym(lower.split(|byte| *byte == b'.').next().unwrap_or_default()) || public) {
            self.labels(&lower, found, out);
        }
        self.name = lower;
    }

    /// The labels of a name in lower case.
    fn labels(&mut self, lower: &[u8], found: Found, out: &mut Parts) {
        let kind = if lower.contains(&b'.') { found.kind } else { Kind::Host };
        let count = lower.split(|byte| *byte == b'.').count();
        let suffix = domain::suffix_labels(lower);
        let registered = count - suffix >= 2;
        let machine = count == 1 || (registered && !self.domains.contains(lower));
        let from = out.texts().len();
        let mut parent = lower;
        for index in 0..count {
            let end = memchr::memchr(b'.', parent).unwrap_or(parent.len());
            let label = &parent[..end];
            let text = out.texts();
            if index > 0 {
                text.push(b'.');
            }
            match index {
                // A machine that is called after its service says nothing by it once its domain is gone.
                0 if machine && registered && domain::is_service_name(label) => text.extend_from_slice(label),
                0 if machine => self.key.word("host", label, text),
                _ if index >= count - suffix => text.extend_from_slice(domain::suffix_text(label, index + 1 == count)),
                _ => self.domain(parent, text),
            }
            parent = parent.get(end + 1..).unwrap_or_default();
        }
        self.close(&Found { kind, ..found }, from, out);
    }

    /// A login, with a domain on either side or without one.
    fn user(&mut self, line: &[u8], found: Found, out: &mut Parts) {
        let Found { start, end, .. } = found;
        let text = &line[start..end];
        if let Some(slash) = forms::principal(text) {
            return self.principal(line, found, slash, out);
        }
        if let Some(at) = memchr::memchr(b'@', text).filter(|at| *at > 0 && *at + 1 < text.len()) {
            if text[at..].contains(&b'.') {
                return self.email(line, Found { kind: Kind::Email, ..found }, out);
            }
            self.user(line, Found { end: start + at, ..found }, out);
            let way = Way::Structure;
            return self.host(line, Found { start: start + at + 1, kind: Kind::Domain, way, ..found }, out);
        }
        if let Some(at) = memchr::memrchr(b'\\', text).filter(|at| *at + 1 < text.len()) {
            let before = start + text[..at].iter().take_while(|byte| **byte != b'\\').count();
            if before > start {
                self.host(line, Found { end: before, kind: Kind::Domain, ..found }, out);
            }
            return self.user(line, Found { start: start + at + 1, ..found }, out);
        }
        if text.contains(&b':') && address_end(text) == Some(text.len()) {
            return self.address(line, Found { kind: Kind::Ipv6, ..found }, out);
        }
        // What Kubernetes made for itself; only a node is somebody's.
        if text.starts_with(b"system:") {
            let node = Found { start: start + b"system:node:".len(), kind: Kind::Host, ..found };
            return if text.starts_with(b"system:node:") {
                self.host(line, node, out)
            };
        }
        if text.len() >= 8 && text[0] == b'+' && text[1..].iter().all(u8::is_ascii_digit) {
            return self.phone(line, Found { kind: Kind::Phone, ..found }, out);
        }
        let end = start + memchr::memchr(b'(', text).filter(|at| *at > 0).unwrap_or(text.len());
        // A group of sudoers.
        let start = start + usize::from(text.first() == Some(&b'%') && !is_nothing(text));
        let text = &line[start..end];
        // A machine's account in Windows' domains, and a machine that logs in by its hardware address.
        if let Some(name) = text.strip_suffix(b"$").filter(|name| name.iter().any(u8::is_ascii_alphanumeric)) {
            return self.host(line, Found { start, end: start + name.len(), kind: Kind::Host, ..found }, out);
        }
        if is_hardware(text) {
            return self.hardware(line, Found { start, end, kind: Kind::Mac, ..found }, out);
        }
        let number = text.iter().all(|byte| byte.is_ascii_digit() || *byte == b'-');
        let letters = text.iter().any(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80);
        if number || !letters || dictionary::is_system_account(text) || is_nothing(text) || is_pseudonym(text) {
            return;
        }
        self.word(&Found { start, end, kind: Kind::User, ..found }, "user", text, out);
    }

    /// A mail address: the local part is a login, the rest a domain.
    fn email(&mut self, line: &[u8], found: Found, out: &mut Parts) {
        let Found { start, end, .. } = found;
        let Some(at) = memchr::memrchr(b'@', &line[start..end]) else { return };
        let (local, domain) = (&line[start..start + at], &line[start + at + 1..end]);
        if domain::names_algorithms(domain)
            || domain::is_public(&domain.to_ascii_lowercase()) && dictionary::is_word(&local.to_ascii_lowercase())
        {
            return;
        }
        let before = out.len();
        let local = &line[start..start + at];
        let number = !local.is_empty() && local.strip_prefix(b"+").unwrap_or(local).iter().all(u8::is_ascii_digit);
        if number && local.len() >= 7 {
            // A telephone number in a SIP address.
            self.phone(line, Found { end: start + at, kind: Kind::Phone, ..found }, out);
        } else if number {
            self.word(&Found { end: start + at, kind: Kind::User, ..found }, "user", local, out);
        }
        let local_end = if at > 0 && line[start + at - 1] == b'"' { start + at - 1 } else { start + at };
        if !number {
            self.user(line, Found { end: local_end, kind: Kind::User, ..found }, out);
        }
        let way = Way::Structure;
        self.host(line, Found { start: start + at + 1, kind: Kind::Domain, way, ..found }, out);
        out.turn(before, Kind::Email);
    }

    /// A UUID stays a UUID, in the same notation.
    fn uuid(&mut self, line: &[u8], found: Found, out: &mut Parts) {
        let text = &line[found.start..found.end];
        if let Some(inner) = text.strip_prefix(b"{").and_then(|text| text.strip_suffix(b"}")) {
            let start = found.start + 1;
            return self.settle(line, Found { start, end: start + inner.len(), ..found }, out);
        }
        let digits: Vec<u8> = text.iter().filter(|byte| byte.is_ascii_hexdigit()).map(u8::to_ascii_lowercase).collect();
        let marks = text.iter().all(|byte| byte.is_ascii_hexdigit() || *byte == b'-');
        if digits.len() != 32 || !marks {
            return self.settle(line, Found { kind: Kind::Serial, ..found }, out);
        }
        if device::is_constant(text) {
            return;
        }
        let upper = text.iter().any(u8::is_ascii_uppercase);
        let hex = self.key.hex("uuid", &digits, 32);
        let mut hex = if upper { hex.to_ascii_uppercase() } else { hex }.into_bytes().into_iter();
        let text: Vec<u8> =
            text.iter().map(|byte| if *byte == b'-' { b'-' } else { hex.next().unwrap_or(b'0') }).collect();
        self.put(&found, &text, out);
    }

    /// A number of the same length that begins with 00.
    fn phone(&mut self, line: &[u8], found: Found, out: &mut Parts) {
        let text = &line[found.start..found.end];
        let digits: Vec<u8> = text.iter().copied().filter(u8::is_ascii_digit).collect();
        if digits.len() < 5 {
            return;
        }
        let significant = digits.iter().position(|digit| *digit != b'0').unwrap_or(0);
        let tag = self.key.tag(&[b"phone", &digits[significant..]]);
        let mut place = 0;
        let number: String = text
            .iter()
            .map(|byte| match byte {
                b'0'..=b'9' => {
                    place += 1;
                    if place <= 2 { '0' } else { char::from(b'0' + tag[place % 32] % 10) }
                }
                other => char::from(*other),
            })
            .collect();
        self.put(&found, number.as_bytes(), out);
    }

    /// The word for what was found, by its canonical form.
    fn word(&mut self, found: &Found, word: &str, text: &[u8], out: &mut Parts) {
        canonical(text, &mut self.name);
        let from = out.texts().len();
        self.key.word(word, &self.name, out.texts());
        self.close(found, from, out);
    }

    /// Appends the word for a domain, which is remembered: many machines are in it.
    fn domain(&mut self, name: &[u8], out: &mut Vec<u8>) {
        if let Some(known) = self.resolved.get(Kind::Domain, WORD, name) {
            let parts = self.resolved.parts(known).iter();
            return parts.for_each(|part| bytes::append(out, self.resolved.replacement(part)));
        }
        let from = out.len();
        self.key.word("dom", name, out);
        let part = (0..name.len(), Kind::Domain, &out[from..]);
        self.resolved.put((Kind::Domain, WORD, name), std::iter::once(part));
    }

    fn put(&self, found: &Found, text: &[u8], out: &mut Parts) {
        let from = out.texts().len();
        bytes::append(out.texts(), text);
        self.close(found, from, out);
    }

    /// Adds the replacement whose text has been appended from `from` on; for some purposes its kind is enough.
    fn close(&self, found: &Found, from: usize, out: &mut Parts) {
        if self.purpose == Purpose::Usage && !matches!(found.kind, Kind::Secret | Kind::Location) {
            out.texts().truncate(from);
            out.texts().extend_from_slice(found.kind.word().as_bytes());
        }
        out.close(found, from);
    }
}

/// The context of a domain within a name, beside those of [`Settler::resolve`].
const WORD: u8 = 4;
/// The least context of a network, to which the length of its prefix is added.
const NETWORKS: u8 = 8;
