//! The outcome of one item, and the number of replacements in it.

use std::collections::BTreeMap;

use crate::collect::Outcome;
use crate::minimize::{ItemProgress, Kind, Lost};
use crate::plan::Status;
use crate::profile::{Category, SourceId};

/// The outcome of one item.
pub(super) struct Record {
    pub(super) source: SourceId,
    pub(super) category: Category,
    pub(super) outcome: Outcome,
    /// Its name, minimized.
    pub(super) name: String,
    /// Its path in the bundle, if it has one.
    pub(super) path: Option<String>,
    pub(super) bytes_in: u64,
    /// The folder that a command was allowed to write to, minimized.
    pub(super) writes: Option<String>,
    pub(super) replaced: Replaced,
}

/// Number of replacements of each kind in an item.
pub(super) enum Replaced {
    /// It is still being searched, or was when it was last asked for.
    Searching(ItemProgress),
    Counted(BTreeMap<Kind, u64>),
}

impl Record {
    /// Takes the number of replacements of each kind.
    pub(super) fn take_replaced(&mut self) -> BTreeMap<Kind, u64> {
        match &mut self.replaced {
            Replaced::Searching(_) => BTreeMap::new(),
            Replaced::Counted(counts) => std::mem::take(counts),
        }
    }

    /// Counts the replacements; waits until its search has ended, which is the case once the archive has settled.
    pub(super) fn count(&mut self) {
        if let Replaced::Searching(progress) = &self.replaced {
            let counts = progress.tally();
            if let Some(lost) = progress.lost() {
                self.lose(&lost);
            }
            self.replaced = Replaced::Counted(counts);
        }
    }

    fn lose(&mut self, lost: &Lost) {
        let status = if lost.bytes < self.bytes_in { Status::Cut } else { Status::Failed };
        self.outcome.worsen(status, &format!("the rest is withheld: {}", lost.panic));
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::time::Duration;

    use super::{Outcome, Record, Replaced};
    use crate::minimize::testing::TRIP;
    use crate::minimize::{CaseKey, Minimizer};
    use crate::plan::Status;
    use crate::profile::{Category, Format, Purpose, Rules};

    /// Returns the record of an item with this text.
    pub(in crate::pipeline) fn record(text: &str) -> Record {
        let minimizer = Minimizer::new(CaseKey::derive(b"secret", "case"), Purpose::Operations, &Rules::default());
        let (mut cut, mut searcher) = (minimizer.cut("log", Format::Auto), minimizer.searcher());
        let mut blocks = cut.push(text.as_bytes());
        let (last, progress) = cut.finish().unwrap();
        blocks.extend(last);
        for block in blocks {
            let _ = searcher.minimize(block);
        }
        let outcome = Outcome { status: Status::Collected, reason: None, took: Duration::ZERO, exit: None };
        let mut record = Record {
            source: "logs".parse().unwrap(),
            category: Category::Configuration,
            outcome,
            name: "log".to_owned(),
            path: None,
            bytes_in: text.len() as u64,
            writes: None,
            replaced: Replaced::Searching(progress),
        };
        record.count();
        record
    }

    #[test]
    fn what_a_bug_cost_is_a_loss() {
        let whole = record("line\n").outcome;
        assert_eq!((whole.status, whole.reason), (Status::Collected, None));
        let (before, behind) = ("line\n".repeat(200_000), "line\n".repeat(100_000));
        let Outcome { status, reason, .. } = record(&format!("{before}{TRIP}\n{behind}")).outcome;
        assert_eq!(status, Status::Cut);
        assert!(reason.is_some_and(|reason| reason.starts_with("the rest is withheld: a bug in casepack at ")));
        let short = record(TRIP).outcome;
        assert_eq!(short.status, Status::Failed);
        assert!(short.status.is_loss() && status.is_loss());
    }
}
