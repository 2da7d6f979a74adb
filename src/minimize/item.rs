//! One item, searched in the caller's thread: its bytes in order, in blocks that end where lines end.

use std::sync::Arc;

use super::Minimizer;
use super::block::Scanned;
use super::cut::{BLOCK, Cutter};
use super::history::State;
use super::known::Known;
use super::search::Search;
use super::structure::Structure;
use crate::profile::Format;

/// Takes the bytes of one item and gives blocks that know what to replace.
pub struct ItemScan {
    cutter: Cutter,
    search: Search,
}

/// Why the minimizer cannot vouch for an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Withheld {
    /// It is no text.
    #[error("binary, and no minimizer for it")]
    Binary,
}

/// What the end of an item gives.
#[derive(Debug)]
pub struct End {
    /// The last blocks.
    pub blocks: Vec<Scanned>,
}

impl ItemScan {
    pub(crate) fn new(minimizer: &Minimizer, name: &str, format: Format) -> Self {
        let structure = Structure::new(name, format).with_fields(&minimizer.fields);
        let spares = Arc::clone(&minimizer.searcher.engine.spares);
        Self { cutter: Cutter::new(spares, BLOCK), search: Search::new(State::new(structure)) }
    }

    /// Takes the next bytes; gives the blocks that they complete.
    pub fn push(&mut self, minimizer: &mut Minimizer, bytes: &[u8]) -> Vec<Scanned> {
        let Minimizer { searcher, known, .. } = minimizer;
        let cuts = self.cutter.push(bytes).into_iter();
        let blocks = cuts.map(|cut| self.search.cut(&mut searcher.engine, known, cut)).collect();
        // Nobody else searches this item, who would ask for it.
        self.search.memory().take_history();
        blocks
    }

    /// Closes the item.
    ///
    /// # Errors
    /// The item is no text that the minimizer can vouch for; nothing of it has been given out.
    pub fn finish(mut self, minimizer: &mut Minimizer) -> Result<End, Withheld> {
        let Minimizer { searcher, known, .. } = minimizer;
        let last = self.cutter.finish()?;
        let blocks = last.into_iter().map(|cut| self.search.cut(&mut searcher.engine, known, cut)).collect();
        minimizer.learn_from(self.search.memory().taught());
        Ok(End { blocks })
    }
}

impl Minimizer {
    /// Learns what an item taught, where what items teach still holds for the others.
    pub(super) fn learn_from(&mut self, taught: &Known) {
        if !self.teaching || taught.is_empty() {
            return;
        }
        let known = Arc::<Known>::make_mut(&mut self.known);
        let mut texts: Vec<_> = taught.texts().collect();
        texts.sort_unstable();
        for (text, kind) in texts {
            known.learn(text, kind);
        }
    }
}
