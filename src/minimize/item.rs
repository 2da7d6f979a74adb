//! One item, searched in the caller's thread: its bytes in order, in blocks that end where lines end.

use std::sync::Arc;

use super::Minimizer;
use super::block::Scanned;
use super::cut::{BLOCK, Cut, Cutter};
use super::history::LineState;
use super::known::Known;
use super::search::Search;
use super::speculation::Searcher;
use super::structure::Structure;
use crate::panics::{self, Panic};
use crate::profile::Format;

/// Takes the bytes of one item and gives blocks that know what to replace.
pub struct ItemScan {
    cutter: Cutter,
    searching: Searching,
}

/// The search of one item, until it goes wrong.
struct Searching {
    search: Search,
    /// How it went wrong.
    panic: Option<Panic>,
}

/// Why the minimizer cannot vouch for an item.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Withheld {
    /// It is no text.
    #[error("binary, and no minimizer for it")]
    Binary,
    /// Searching it went wrong, and nothing behind that place is given out.
    #[error(transparent)]
    Panic(#[from] Panic),
}

impl ItemScan {
    pub(crate) fn new(minimizer: &Minimizer, name: &str, format: Format) -> Self {
        let structure = Structure::new(name, format).with_fields(&minimizer.fields);
        let pool = Arc::clone(&minimizer.searcher.engine.pool);
        let searching = Searching { search: Search::new(LineState::new(structure)), panic: None };
        Self { cutter: Cutter::new(pool, BLOCK), searching }
    }

    /// Takes the next bytes; gives the blocks that they complete.
    pub fn push(&mut self, minimizer: &mut Minimizer, bytes: &[u8]) -> Vec<Scanned> {
        let Self { cutter, searching } = self;
        let blocks = cutter.push(bytes).into_iter().filter_map(|cut| searching.block(minimizer, cut)).collect();
        // Nobody else searches this item, who would ask for it.
        searching.search.memory().take_history();
        blocks
    }

    /// Why nothing further will come out.
    #[must_use]
    pub fn fault(&self) -> Option<Withheld> {
        self.searching.panic.clone().map(Withheld::Panic)
    }

    /// Closes the item.
    ///
    /// # Errors
    /// The item is no text that the minimizer can vouch for, and nothing of it has been given out; or its search went
    /// wrong, and nothing behind that place has.
    pub fn finish(self, minimizer: &mut Minimizer) -> Result<Vec<Scanned>, Withheld> {
        let Self { cutter, mut searching } = self;
        let last = cutter.finish()?;
        let blocks = last.into_iter().filter_map(|cut| searching.block(minimizer, cut)).collect();
        minimizer.learn_from(searching.search.memory().taught());
        searching.panic.map_or(Ok(blocks), |panic| Err(panic.into()))
    }
}

impl Searching {
    fn block(&mut self, minimizer: &mut Minimizer, cut: Cut) -> Option<Scanned> {
        let Self { search, panic } = self;
        let Minimizer { searcher: Searcher { engine, .. }, known, .. } = minimizer;
        if panic.is_some() {
            return None;
        }
        match panics::contain(|| search.cut(engine, known, cut)) {
            Ok(scanned) => Some(scanned),
            Err(error) => {
                *panic = Some(error);
                *engine = engine.fork();
                None
            }
        }
    }
}

impl Minimizer {
    /// Learns what a file of the appliance teaches. A bug ends the program: what is not known might be given out.
    pub(super) fn study(&mut self, path: &str, bytes: &[u8]) {
        let ItemScan { mut cutter, searching: Searching { mut search, .. } } = self.scan(path, Format::Auto);
        let mut cuts = cutter.push(bytes);
        // A file that cannot be read as text teaches nothing.
        cuts.extend(cutter.finish().ok().flatten());
        let Self { searcher: Searcher { engine, .. }, known, .. } = self;
        for cut in cuts {
            search.cut(engine, known, cut);
        }
        self.learn_from(search.memory().taught());
    }

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

#[cfg(test)]
mod tests {
    use super::Withheld;
    use crate::minimize::testing::TRIP;
    use crate::minimize::{CaseKey, Minimizer};
    use crate::profile::{Format, Purpose, Rules};

    #[test]
    fn a_bug_withholds_what_stands_behind_it() {
        let key = CaseKey::derive(b"secret of a test", "case");
        let mut minimizer = Minimizer::new(key, Purpose::Operations, &Rules::default());
        let mut scan = minimizer.scan("log", Format::Auto);
        let mut given = 0;
        for text in ["login of somebody\n", TRIP, "\nlogin of somebody\n"] {
            given += scan
                .push(&mut minimizer, text.repeat(60_000).as_bytes())
                .iter()
                .map(|block| block.len())
                .sum::<usize>();
        }
        assert!((400_000..=60_000 * 18).contains(&given), "{given}");
        assert!(matches!(scan.finish(&mut minimizer), Err(Withheld::Panic(_))));
        assert_eq!(minimizer.text(b"login of somebody"), b"login of somebody");
        assert_eq!(minimizer.text(TRIP.as_bytes()), b"");
    }
}
