//! Divides the memory of a run: `limits.memory`, shared out among what grows with the input.
//!
//! What does not grow (both programs, the notes of the minimizer, which have their own bound) is [`STANDING`], and what
//! a searching thread remembers is [`SEARCHER`]; the rest goes to the blocks in progress and to the packed blocks that
//! an item holds.

use crate::profile::ByteSize;

/// The shares of one run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shares {
    /// Number of threads that search, rewrite and pack.
    pub(super) workers: usize,
    /// Number of blocks that are in progress at one time.
    pub(super) blocks: usize,
    /// Bytes of a long item's packed blocks in memory; the rest goes to the disk.
    pub(super) hold: usize,
}

impl Shares {
    /// Returns the shares of a limit on a machine with so many processors.
    pub(super) fn of(limit: ByteSize, processors: usize) -> Self {
        let limit = usize::try_from(limit.0).unwrap_or(usize::MAX).saturating_sub(STANDING);
        // Two blocks for each worker and one to be written keep all of them busy.
        let least = BLOCK + LEAST_HELD;
        let workers = (limit.saturating_sub(least) / (SEARCHER + 2 * BLOCK)).clamp(1, processors.max(1));
        let growing = limit.saturating_sub(workers * SEARCHER);
        let hold = (growing / 8).clamp(LEAST_HELD, MOST_HELD);
        let most = (growing.saturating_sub(hold) / BLOCK).max(2);
        let blocks = most.min(workers.saturating_mul(2).saturating_add(1));
        Self { workers: workers.min(blocks - 1), blocks, hold }
    }
}

/// Bytes of memory that a run takes even if it reads very little.
const STANDING: usize = 26 << 20;
/// Bytes of memory of a searching thread: shapes of lines, parts of long ones, resolved identifiers, what an item
/// taught.
const SEARCHER: usize = 10 << 20;
/// Bytes of memory of a block from reading to writing: the block, its replacements, its rewritten and its packed form.
const BLOCK: usize = 5 << 19;
const LEAST_HELD: usize = 1 << 20;
const MOST_HELD: usize = 8 << 20;

#[cfg(test)]
mod tests {
    use super::{BLOCK, ByteSize, SEARCHER, STANDING, Shares};

    #[test]
    fn w7_more_memory_means_more_at_once_and_little_still_means_some() {
        let of = |mebibytes: u64, processors| Shares::of(ByteSize(mebibytes << 20), processors);
        let least = of(1, 64);
        assert_eq!((least.workers, least.blocks, least.hold), (1, 2, 1 << 20));
        assert_eq!((of(64, 2).workers, of(64, 2).blocks), (2, 5));
        assert_eq!((of(64, 64).workers, of(64, 64).blocks), (2, 5), "processors alone take no memory");
        assert_eq!((of(4096, 64).workers, of(4096, 64).blocks, of(4096, 64).hold), (64, 129, 8 << 20));
        for mebibytes in ((STANDING + SEARCHER) >> 20) + 6..1200 {
            let shares = of(mebibytes as u64, 64);
            let taken = shares.workers * SEARCHER + shares.blocks * BLOCK + shares.hold;
            assert!(taken + STANDING <= mebibytes << 20, "{mebibytes}");
            let workers = |processors| of(mebibytes as u64, processors).workers;
            assert!((1..64).all(|processors| workers(processors) <= workers(processors + 1)), "{mebibytes}");
        }
    }
}
