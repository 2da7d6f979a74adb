//! Decides what a finding really is, and what stands in its place.
//!
//! A finder says "a host stands here"; settling sees that it is an address, or `localhost`, or a vendor's public name,
//! and gives what is to be written, or nothing where the text may stay.

mod forms;
mod joined;
mod keep;
mod machine;
mod person;

use std::sync::{Arc, PoisonError};

use rustc_hash::FxHashSet;

use super::network::Network;
use super::notes::SharedNotes;
use super::parts::Parts;
use super::pseudonym::{CaseKey, LOCATION, SECRET, is_pseudonym};
use super::resolution_cache::{Context, Key, Resolution, ResolutionCache, ResolutionSet};
use super::{Evidence, Found, Kind, address, bytes, domain, mac};
use crate::profile::Purpose;
use forms::{canonical, is_nil, is_no_serial, may_be_address, trimmed};
use keep::Keep;

pub(crate) use forms::is_json_number;

/// Settles findings under one case key.
pub(crate) struct Settler {
    key: CaseKey,
    network: Network,
    purpose: Purpose,
    /// Names that are domains although they have three labels or more.
    domains: Arc<FxHashSet<Vec<u8>>>,
    keep: Arc<Keep>,
    resolutions: ResolutionCache,
    parts: Parts,
    /// A name or a canonical form at hand.
    name: Vec<u8>,
    /// What was replaced by what, where that is kept.
    notes: Option<SharedNotes>,
    /// Which resolutions are noted there.
    noted: ResolutionSet,
    /// There is no room for more of them.
    noted_enough: bool,
}

impl Settler {
    pub(crate) fn new(key: CaseKey, purpose: Purpose, keep: &[String]) -> Self {
        Self {
            network: Network::new(key.clone()),
            key,
            purpose,
            domains: Arc::default(),
            keep: Arc::new(Keep::new(keep)),
            resolutions: ResolutionCache::default(),
            parts: Parts::default(),
            name: Vec::new(),
            notes: None,
            noted: ResolutionSet::default(),
            noted_enough: false,
        }
    }

    /// Another one that gives the same, and remembers nothing yet.
    pub(crate) fn fork(&self) -> Self {
        Self {
            domains: Arc::clone(&self.domains),
            keep: Arc::clone(&self.keep),
            notes: self.notes.clone(),
            ..Self::new(self.key.clone(), self.purpose, &[])
        }
    }

    /// Says that a name with its parents is a domain, not a machine.
    pub(crate) fn add_domain(&mut self, name: &[u8]) {
        Arc::make_mut(&mut self.domains).insert(name.to_ascii_lowercase());
        self.resolutions.forget();
    }

    /// What `found` comes to in `line`, and where what it comes to begins; `None` where the text may stay.
    pub(crate) fn resolve(&mut self, line: &[u8], found: &Found) -> Option<(usize, Resolution)> {
        let (start, end) = trimmed(line, found.start, found.end)?;
        let text = &line[start..end];
        let little_endian = matches!(found.kind, Kind::Ipv4 | Kind::Ipv6) && line.get(end) == Some(&b':');
        let addressed = address::prefix::may_follow(line, end)
            && match found.kind {
                Kind::Ipv4 | Kind::Ipv6 | Kind::Host | Kind::Domain => may_be_address(text) || text.contains(&b'@'),
                // An address may stand behind a login.
                Kind::User | Kind::Email => text.contains(&b'@'),
                _ => false,
            };
        let length = if addressed { address::prefix::length(line, end) } else { None };
        let context = match length {
            length if found.evidence == Evidence::Profile => Context::Profile(length),
            Some(length) => Context::Network(length),
            None => Context::Plain { grammar: found.evidence == Evidence::Grammar, little_endian },
        };
        let key = Key { kind: found.kind, context, text };
        let resolution = match self.resolutions.get(key) {
            Some(resolution) => resolution,
            None => {
                let mut parts = std::mem::take(&mut self.parts);
                parts.clear();
                self.settle(line, Found { start, end, ..*found }, &mut parts);
                let spans = parts.iter().map(|(part, text)| (part.start - start..part.end - start, part.kind, text));
                let resolution = self.resolutions.put(key, spans);
                self.parts = parts;
                resolution
            }
        };
        (!resolution.is_nothing()).then_some((start, resolution))
    }

    /// Where to note what is replaced from here on; gives what was noted until now.
    pub(crate) fn note_in(&mut self, notes: Option<SharedNotes>) -> Option<SharedNotes> {
        (self.noted, self.noted_enough) = (ResolutionSet::default(), false);
        std::mem::replace(&mut self.notes, notes)
    }

    /// Notes a finding that is replaced, the first time: its text stands at `base` in `line`.
    ///
    /// Security: what gives way to a secret is not noted, as it is a part of the secret.
    pub(crate) fn note(&mut self, line: &[u8], base: usize, resolution: Resolution) {
        let Some(notes) = self.notes.as_ref().filter(|_| !self.noted_enough) else { return };
        if !self.noted.insert(resolution, self.resolutions.age()) {
            return;
        }
        let mut notes = notes.lock().unwrap_or_else(PoisonError::into_inner);
        for part in self.resolutions.parts(resolution) {
            let original = &line[base + part.start as usize..base + part.end as usize];
            notes.note(part.kind, original, self.resolutions.replacement(part));
        }
        // What all threads share is not asked again for nothing.
        self.noted_enough = notes.is_full();
    }

    /// What has been resolved so far; resolutions hold until [`Self::make_room`] is called.
    pub(crate) fn resolutions(&self) -> &ResolutionCache {
        &self.resolutions
    }

    /// Forgets what was resolved when it has become too much; to be called between two lines.
    pub(crate) fn make_room(&mut self) {
        self.resolutions.make_room();
    }

    /// Appends what `found` comes to in `line`: nothing, one replacement, or one for each part.
    pub(crate) fn settle(&mut self, line: &[u8], found: Found, out: &mut Parts) {
        let Some((start, end)) = trimmed(line, found.start, found.end) else { return };
        let text = &line[start..end];
        if is_pseudonym(text) || self.keep.holds(text) {
            return;
        }
        let (found, before) = (Found { start, end, ..found }, out.len());
        // What a profile says is one may look like none of its kind.
        let word = matches!(found.kind, Kind::User | Kind::Host | Kind::Domain | Kind::Email);
        if !(word && found.evidence == Evidence::Profile && text.contains(&b' ')) {
            self.settle_kind(line, found, out);
        }
        if found.evidence == Evidence::Profile && out.len() == before {
            self.word(&found, stand_in(found.kind), text, out);
        }
    }

    fn settle_kind(&mut self, line: &[u8], found: Found, out: &mut Parts) {
        let text = &line[found.start..found.end];
        match found.kind {
            Kind::Ipv4 | Kind::Ipv6 => self.address(line, found, out),
            Kind::Mac => self.hardware(line, found, out),
            // Some know a machine or a session by a hardware address, and lshw(1) calls one a serial number.
            Kind::Host | Kind::Domain | Kind::User | Kind::Session | Kind::Account | Kind::Serial
                if mac::is_in_pairs(text) =>
            {
                self.hardware(line, Found { kind: Kind::Mac, ..found }, out);
            }
            Kind::Host | Kind::Domain => self.host(line, found, out),
            Kind::User => self.user(line, found, out),
            Kind::Email => self.email(line, found, out),
            Kind::Uuid => self.uuid(line, found, out),
            Kind::Phone => self.phone(line, found, out),
            Kind::Secret => self.put(&found, SECRET.as_bytes(), out),
            Kind::Location => self.put(&found, LOCATION.as_bytes(), out),
            Kind::Session | Kind::Account if is_nil(text) => {}
            Kind::Session if text.len() <= 6 && text.iter().all(u8::is_ascii_digit) => {}
            Kind::Serial if is_no_serial(text) => {}
            Kind::Organisation | Kind::Person if domain::is_maker(text) => {}
            kind => self.word(&found, kind.word(), text, out),
        }
    }

    /// The word for what was found, by its canonical form.
    fn word(&mut self, found: &Found, word: &str, text: &[u8], out: &mut Parts) {
        canonical(text, &mut self.name);
        let from = out.texts().len();
        self.key.append_pseudonym(word, &self.name, out.texts());
        self.close(found, from, out);
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

/// The word for what a profile calls an identifier of a kind whose form it has not.
const fn stand_in(kind: Kind) -> &'static str {
    match kind {
        Kind::Ipv4 | Kind::Ipv6 | Kind::Mac | Kind::Uuid | Kind::Phone => Kind::Serial.word(),
        Kind::Email => Kind::User.word(),
        Kind::Domain => "dom",
        kind => kind.word(),
    }
}
