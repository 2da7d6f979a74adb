//! Returns pages to the page cache: pages that only we have read are dropped on the way, so that a collection does not
//! evict what the services of the appliance work with.

use std::cell::Cell;
use std::fs::File;
use std::io::IoSliceMut;
use std::num::NonZeroU64;

use rustix::fs::{Advice, fadvise};
use rustix::io::{Errno, ReadWriteFlags, preadv2};

/// The reader of a file that perhaps nobody else reads.
pub(super) struct DropBehind {
    /// Offset up to which its pages were dropped; `None` if they were cached before and stay.
    left: Cell<Option<u64>>,
}

impl DropBehind {
    /// Checks, before anything is read, whether a part of a file of this length is already in memory.
    pub(super) fn new(file: &File, size: u64) -> Self {
        let alone = size > SMALL && [0, size / 2, size - 1].into_iter().all(|at| is_absent(file, at));
        if alone {
            // The kernel then reads twice as far ahead, which helps on slow disks.
            let _ = fadvise(file, 0, None, Advice::Sequential);
        }
        Self { left: Cell::new(alone.then_some(0)) }
    }

    /// Drops the pages before `at`, one stretch at a time; all of them if `at` is beyond the end.
    pub(super) fn advance(&self, file: &File, at: u64) {
        let Some(left) = self.left.get() else { return };
        if at.saturating_sub(left) >= STRETCH {
            // This is only advice; a file system without pages to drop returns an error that does not matter.
            let _ = fadvise(file, left, NonZeroU64::new(at - left).filter(|_| at != u64::MAX), Advice::DontNeed);
            self.left.set(Some(at));
        }
    }
}

/// Returns whether the page at an offset is not in memory, as far as the file system can say: a read that may not wait
/// finds nothing (preadv2(2), `RWF_NOWAIT`).
fn is_absent(file: &File, at: u64) -> bool {
    let mut byte = [0];
    let read = preadv2(file, &mut [IoSliceMut::new(&mut byte)], at, ReadWriteFlags::NOWAIT);
    read == Err(Errno::AGAIN)
}

/// Bytes up to which a file is not worth two calls.
const SMALL: u64 = 1 << 20;
/// Bytes that are dropped at once.
const STRETCH: u64 = 8 << 20;

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::{Advice, DropBehind, STRETCH, fadvise, is_absent};

    #[test]
    fn w8_pages_that_nobody_had_are_given_back_and_others_stay() {
        // On a disk: what lies in memory alone cannot be given back.
        let mut file = tempfile::tempfile_in(env!("CARGO_MANIFEST_DIR")).unwrap();
        let size = 3 * STRETCH;
        file.write_all(&vec![b'x'; size as usize]).unwrap();
        file.sync_all().unwrap();
        let drop_behind = DropBehind::new(&file, size);
        drop_behind.advance(&file, size);
        assert!(!is_absent(&file, 0), "somebody else had read it");
        fadvise(&file, 0, None, Advice::DontNeed).unwrap();
        if !is_absent(&file, 0) {
            eprintln!("skipped a part: the file system keeps its pages, or does not say which");
            return;
        }
        let drop_behind = DropBehind::new(&file, size);
        let mut byte = [0];
        for at in (0..size).step_by(4096) {
            std::os::unix::fs::FileExt::read_exact_at(&file, &mut byte, at).unwrap();
            drop_behind.advance(&file, at);
        }
        assert!(is_absent(&file, 0) && !is_absent(&file, size - 1));
        drop_behind.advance(&file, u64::MAX);
        assert!(is_absent(&file, size - 1));
    }
}
