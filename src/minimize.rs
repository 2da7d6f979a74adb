//! Finds identifiers in bytes and puts pseudonyms in their place: bytes in, bytes out, no IO, no clock.
//!
//! A [`Minimizer`] knows the case key, what the appliance knows of itself and the profile's rules. For each item it
//! gives an [`ItemSplitter`], whose [`Block`]s any [`Searcher`] turns into [`Minimized`] bytes, or an [`ItemScan`], which
//! does the same in the caller's thread. `pack` writes nothing but those, and our own words, for which
//! [`Minimized::vouched`] is there.
//!
//! What comes out depends neither on how the input was cut into pieces nor on the number of workers.

pub mod block;
pub mod notes;
pub mod pseudonym;
pub(crate) mod utf16;

mod address;
mod armour;
mod ascii;
mod buffer_pool;
mod bytes;
mod calendar;
mod candidate;
mod contact;
mod cut;
mod device;
mod dictionary;
mod document;
mod domain;
mod finder;
mod found;
mod grammar;
mod harvest;
mod history;
mod host;
mod item;
mod item_progress;
mod keywords;
mod known;
mod line;
mod mac;
mod namespace;
mod network;
mod opaque;
mod parts;
mod path;
mod prefilter;
mod quote;
mod repeat;
mod resolution_cache;
mod rules;
mod search;
mod secret;
mod settle;
mod shape;
mod speculation;
mod stable;
mod structure;
#[cfg(test)]
pub(crate) mod testing;
mod uuid;
mod view;
mod window;
mod word_map;

use std::sync::Arc;

pub use block::{Minimized, Scanned};
pub use item::{ItemScan, Withheld};
pub use item_progress::{ItemProgress, Lost};
pub use notes::{Note, Notes, SharedNotes};
pub use pseudonym::CaseKey;
pub use speculation::{Block, ItemSplitter, Searcher};

pub(crate) use found::{Evidence, Found};
use harvest::Harvest;
use known::Known;
pub(crate) use known::is_bordered;
use settle::Settler;

pub use crate::profile::Kind;
use crate::profile::{Format, Purpose, Rules};

/// Minimizes the items of one run under one case key.
pub struct Minimizer {
    searcher: Searcher,
    known: Arc<Known>,
    fields: Arc<structure::Fields>,
    /// Whether what an item teaches still holds for the items after it.
    teaching: bool,
}

impl Minimizer {
    /// A minimizer that knows the profile's rules and nothing of the appliance yet.
    #[must_use]
    pub fn new(key: CaseKey, purpose: Purpose, rules: &Rules) -> Self {
        let mut known = Known::of_an_appliance();
        for organisation in &rules.organisations {
            known.learn(organisation.as_bytes(), Kind::Organisation);
        }
        let fields = structure::Fields::new(&rules.fields);
        let engine = search::Engine {
            settler: Settler::new(key, purpose, &rules.keep),
            patterns: rules::Patterns::new(rules),
            shapes: shape::Shapes::new(fields.are_any()),
            pool: Arc::default(),
        };
        Self { searcher: Searcher::new(engine), known: Arc::new(known), fields: Arc::new(fields), teaching: true }
    }

    /// Learns what the appliance knows of itself: files by their path below the root, names of home folders.
    pub fn harvest<'a>(&mut self, files: impl IntoIterator<Item = (&'a str, &'a [u8])>, homes: &[Vec<u8>]) {
        let mut harvest = Harvest { known: (*self.known).clone(), domains: Vec::new() };
        let files: Vec<_> = files.into_iter().collect();
        files.iter().for_each(|file| harvest.read(*file));
        homes.iter().for_each(|home| harvest.home(home));
        harvest.domains.iter().for_each(|name| self.settler().add_domain(name));
        self.known = Arc::new(harvest.known);
        for (path, bytes) in files {
            self.study(path, bytes);
        }
    }

    /// Whether all is looked for that the appliance knows of itself; there may have been no room for all.
    #[must_use]
    pub fn knows_all(&self) -> bool {
        !self.known.is_full()
    }

    /// From here on what an item teaches holds in that item alone.
    pub fn freeze(&mut self) {
        self.teaching = false;
    }

    /// Whether what an item teaches still holds for the items after it.
    #[must_use]
    pub fn is_teaching(&self) -> bool {
        self.teaching
    }

    /// Searches blocks in another thread; knows what the harvest said, and of each item what was known when it began.
    #[must_use]
    pub fn searcher(&self) -> Searcher {
        Searcher::new(self.searcher.engine.fork())
    }

    /// Begins an item whose blocks searchers search.
    #[must_use]
    pub fn cut(&self, name: &str, format: Format) -> ItemSplitter {
        ItemSplitter::new(self, (name, format), cut::BLOCK)
    }

    /// Learns what such an item taught, where that holds for others; waits until all of it has been searched.
    pub fn learn(&mut self, progress: &ItemProgress) {
        if self.teaching {
            self.learn_from(&progress.taught());
        }
    }

    /// Begins an item; `name` is its original path, which often says how to read it.
    #[must_use]
    pub fn scan(&self, name: &str, format: Format) -> ItemScan {
        ItemScan::new(self, name, format)
    }

    /// Minimizes a short text of our own making: a reason, a file's name, a field of the manifest.
    pub fn text(&mut self, text: &[u8]) -> Vec<u8> {
        let mut scan = self.scan("", Format::Text);
        let mut blocks = scan.push(self, text);
        // Short text is never binary enough to matter: what cannot be read as text is not shown at all.
        blocks.extend(scan.finish(self).unwrap_or_default());
        blocks.into_iter().flat_map(|block| block.rewrite().into_bytes()).collect()
    }

    /// Minimizes the path of a file, its components one by one as well as together.
    pub fn path(&mut self, path: &[u8]) -> Vec<u8> {
        let mut absolute = vec![b'/'];
        absolute.extend_from_slice(path);
        let mut minimized = self.text(&absolute);
        if minimized.is_empty() {
            // A name of control characters is no text: it is read by what is left without them.
            absolute.iter_mut().filter(|byte| byte.is_ascii_control()).for_each(|byte| *byte = b'_');
            minimized = self.text(&absolute);
        }
        minimized.get(1..).unwrap_or(b"unreadable").to_vec()
    }

    /// What stands for one identifier of a kind; the text itself where it may stay.
    pub fn pseudonym(&mut self, kind: Kind, text: &str) -> String {
        let mut parts = parts::Parts::default();
        let found = Found::new(0..text.len(), kind, Evidence::Structure);
        self.settler().settle(text.as_bytes(), found, &mut parts);
        let mut out = text.as_bytes().to_vec();
        for (part, text) in parts.iter().rev() {
            out.splice(part.start..part.end, text.iter().copied());
        }
        String::from_utf8_lossy(&out).into_owned()
    }

    /// From here on notes what is replaced, or nothing any more; gives what was noted until now.
    pub fn note_in(&mut self, notes: Option<SharedNotes>) -> Option<SharedNotes> {
        self.settler().note_in(notes)
    }

    fn settler(&mut self) -> &mut Settler {
        &mut self.searcher.engine.settler
    }
}
