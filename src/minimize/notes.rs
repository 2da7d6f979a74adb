//! Who stood where a pseudonym stands: noted when it is first replaced, kept by the appliance, never put in a bundle.
//!
//! Security: a secret is noted as a keyed hash, so that it can be looked for and not read; a location is not noted.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault, RandomState};
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use serde::{Deserialize, Serialize};

use super::Kind;
use super::bytes::append;
use super::known::is_sought;
use super::pseudonym::CaseKey;
use super::word_map::IdentityHasher;

/// What one run replaced, each original once, within bounds.
pub struct Notes {
    key: CaseKey,
    /// Security: keyed afresh by each process, so that nobody can plant a text that hides another's.
    hasher: RandomState,
    seen: HashSet<u64, BuildHasherDefault<IdentityHasher>>,
    notes: Vec<Noted>,
    bytes: Vec<u8>,
    full: bool,
}

/// Notes that several threads take.
pub type SharedNotes = Arc<Mutex<Notes>>;

/// Where in the bytes an original lies, and behind it its pseudonym.
struct Noted {
    kind: Kind,
    from: u32,
    middle: u32,
    past: u32,
}

/// One original and what stands in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note<'a> {
    /// What it is.
    pub kind: Kind,
    /// What stands in its place.
    pub pseudonym: Cow<'a, str>,
    /// What stood there.
    pub original: Original<'a>,
}

/// What stood where a pseudonym stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Original<'a> {
    /// A text.
    Text(Cow<'a, str>),
    /// A text that is no UTF-8.
    Bytes {
        /// Its bytes.
        base64: String,
    },
    /// A secret.
    Secret {
        /// Its hash under the case key.
        hash: Cow<'a, str>,
    },
}

impl<'a> Original<'a> {
    /// The text; `None` of a secret.
    #[must_use]
    pub fn text(&self) -> Option<Cow<'_, [u8]>> {
        match self {
            Self::Text(text) => Some(Cow::Borrowed(text.as_bytes())),
            Self::Bytes { base64 } => data_encoding::BASE64.decode(base64.as_bytes()).ok().map(Cow::Owned),
            Self::Secret { .. } => None,
        }
    }

    fn of(kind: Kind, bytes: &'a [u8]) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(hash) if kind == Kind::Secret => Self::Secret { hash: hash.into() },
            Ok(text) => Self::Text(text.into()),
            Err(_) => Self::Bytes { base64: data_encoding::BASE64.encode(bytes) },
        }
    }
}

impl Note<'_> {
    /// Appends it as a JSON object.
    ///
    /// # Errors
    /// None that a text or a list can give.
    pub fn write(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        serde_json::to_writer(Pieces(out), self)
    }

    /// Whether the original can be told from other text wherever it stands: it is neither short nor an ordinary word.
    #[must_use]
    pub fn is_sought(&self) -> bool {
        self.original.text().is_none_or(|text| is_sought(&text.to_ascii_lowercase(), self.kind))
    }

    /// What stood where `asked` stands, where this note says so: the whole pseudonym, or a name's last labels of it.
    #[must_use]
    pub fn reveals(&self, asked: &str) -> Option<Cow<'_, [u8]>> {
        let original = self.original.text()?;
        if self.pseudonym.eq_ignore_ascii_case(asked) {
            return Some(original);
        }
        let name = matches!(self.kind, Kind::Host | Kind::Domain | Kind::Email);
        let dots = |text: &[u8]| text.iter().filter(|byte| **byte == b'.').count();
        if !name || dots(self.pseudonym.as_bytes()) == 0 || dots(self.pseudonym.as_bytes()) != dots(&original) {
            return None;
        }
        let labels: Vec<&str> = self.pseudonym.split('.').collect();
        let at = (0..labels.len()).find(|at| {
            let suffix = labels.get(*at..).unwrap_or_default().join(".");
            suffix.eq_ignore_ascii_case(asked) || labels.get(*at).is_some_and(|label| is_alone(label, asked))
        })?;
        let labels: Vec<&[u8]> = original.split(|byte| *byte == b'.').collect();
        let machine = asked.starts_with("host-") && !asked.contains('.');
        let past = if machine { at + 1 } else { labels.len() };
        Some(Cow::Owned(labels.get(at..past)?.join(&b'.')))
    }
}

/// What is written in pieces of a few bytes.
struct Pieces<'a>(&'a mut Vec<u8>);

impl Write for Pieces<'_> {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        append(self.0, piece);
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Whether one label of a name is what was asked for: a label that stays tells nothing.
fn is_alone(label: &str, asked: &str) -> bool {
    label.eq_ignore_ascii_case(asked) && super::pseudonym::is_pseudonym(label.as_bytes())
}

impl Notes {
    /// Nothing yet.
    #[must_use]
    pub fn new(key: CaseKey) -> Self {
        let (hasher, seen) = (RandomState::new(), HashSet::default());
        Self { key, hasher, seen, notes: Vec::new(), bytes: Vec::new(), full: false }
    }

    /// Notes what stood there, the first time.
    pub(crate) fn note(&mut self, kind: Kind, original: &[u8], pseudonym: &[u8]) {
        let secret = kind == Kind::Secret;
        if kind == Kind::Location || (secret && !is_sought(&original.to_ascii_lowercase(), kind)) {
            return;
        }
        if self.notes.len() >= NOTES || self.bytes.len() >= BYTES {
            self.full = true;
            return;
        }
        if !self.seen.insert(self.hasher.hash_one((kind, original))) {
            return;
        }
        let from = self.place();
        if secret {
            self.bytes.extend_from_slice(secret_hash(&self.key, original).as_bytes());
        } else {
            self.bytes.extend_from_slice(original);
        }
        let middle = self.place();
        self.bytes.extend_from_slice(pseudonym);
        self.notes.push(Noted { kind, from, middle, past: self.place() });
    }

    /// Where the next byte will lie; there are far fewer than a `u32` counts.
    fn place(&self) -> u32 {
        self.bytes.len() as u32
    }

    /// Every note, in the order in which they were taken.
    pub fn iter(&self) -> impl Iterator<Item = Note<'_>> {
        self.notes.iter().map(|noted| Note {
            kind: noted.kind,
            pseudonym: String::from_utf8_lossy(self.slice(noted.middle, noted.past)),
            original: Original::of(noted.kind, self.slice(noted.from, noted.middle)),
        })
    }

    /// Whether there was more than is noted.
    #[must_use]
    pub const fn is_full(&self) -> bool {
        self.full
    }

    fn slice(&self, from: u32, past: u32) -> &[u8] {
        self.bytes.get(from as usize..past as usize).unwrap_or_default()
    }
}

/// What a secret is noted as.
pub(crate) fn secret_hash(key: &CaseKey, secret: &[u8]) -> String {
    key.hex("ledger", secret, 32)
}

/// Notes of one run, and their bytes, at most.
const NOTES: usize = 1 << 17;
const BYTES: usize = 8 << 20;

#[cfg(test)]
mod tests {
    use super::{CaseKey, Kind, Note, Notes, Original};

    fn notes() -> Notes {
        Notes::new(CaseKey::derive(b"secret of a test", "case"))
    }

    #[test]
    fn secrets_are_noted_as_hashes_and_places_not_at_all() {
        let mut notes = notes();
        notes.note(Kind::Secret, b"hunter2-and-more", b"removed-secret");
        notes.note(Kind::Location, b"52.52000", b"removed-location");
        notes.note(Kind::User, b"w\xffkowalska", b"user-a2bcdefghi");
        notes.note(Kind::User, b"w\xffkowalska", b"user-a2bcdefghi");
        let all: Vec<Note<'_>> = notes.iter().collect();
        assert!(matches!(&all[0].original, Original::Secret { hash } if hash.len() == 32), "{all:?}");
        assert_eq!(all[1].original.text().unwrap().as_ref(), b"w\xffkowalska");
        assert_eq!(all.len(), 2);
        let text = serde_json::to_string(&all).unwrap();
        assert!(!text.contains("hunter2"), "{text}");
        assert_eq!(serde_json::from_str::<Vec<Note<'_>>>(&text).unwrap(), all);
    }

    #[test]
    fn a_part_of_a_name_is_revealed_as_that_part() {
        let (pseudonym, original) = ("host-a2bcdefghi.dom-b2bcdefghi.example", "relay7.plant.example");
        let original = Original::Text(original.into());
        let note = Note { kind: Kind::Host, pseudonym: pseudonym.into(), original };
        let revealed = |asked: &str| note.reveals(asked).map(|text| String::from_utf8_lossy(&text).into_owned());
        assert_eq!(revealed(pseudonym).as_deref(), Some("relay7.plant.example"));
        assert_eq!(revealed("host-a2bcdefghi").as_deref(), Some("relay7"));
        assert_eq!(revealed("dom-b2bcdefghi").as_deref(), Some("plant.example"));
        assert_eq!(revealed("dom-b2bcdefghi.example").as_deref(), Some("plant.example"));
        assert_eq!(revealed("dom-c2bcdefghi"), None);
    }
}
