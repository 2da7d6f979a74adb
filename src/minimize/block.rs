//! Blocks of an item: searched first, rewritten later.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::buffer_pool::{Buffer, BufferPool};
use super::search::Replacements;
use super::utf16::Encoding;
use super::{Kind, bytes};

/// One block of an item, searched: what to replace is known, nothing is replaced yet.
#[derive(Debug, Clone)]
pub struct Scanned {
    bytes: Buffer,
    /// Where the block begins in `bytes`: what stands before it has been given out.
    from: usize,
    replacements: Replacements,
    /// What the bytes were read from and are to be written in.
    encoding: Option<Encoding>,
    pool: Arc<BufferPool>,
}

/// One replacement: `bytes[start..end]` becomes `texts[from..to]`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Edit {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) from: u32,
    pub(crate) to: u32,
    /// What was replaced; `None` of what is left out because it is too long to tell.
    pub(crate) kind: Option<Kind>,
}

/// How many replacements of each kind there are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tally([u64; Kind::ALL.len()]);

impl Default for Tally {
    fn default() -> Self {
        Self([0; Kind::ALL.len()])
    }
}

impl Tally {
    pub(crate) fn add(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0).for_each(|(count, more)| *count += more);
    }

    /// Those of which there are any.
    pub(crate) fn by_kind(&self) -> BTreeMap<Kind, u64> {
        let counts = Kind::ALL.into_iter().map(|kind| (kind, self.0[kind as usize]));
        counts.filter(|(_, count)| *count > 0).collect()
    }
}

impl Scanned {
    /// A block, `bytes` from `from` on, whose edits are sorted and disjoint; `pool` is where its buffers come from.
    pub(crate) fn new(
        (bytes, from): (Buffer, usize),
        replacements: Replacements,
        encoding: Option<Encoding>,
        pool: Arc<BufferPool>,
    ) -> Self {
        Self { bytes, from, replacements, encoding, pool }
    }

    /// A block with nothing in it.
    pub(crate) fn empty() -> Self {
        Self::unchanged(Minimized(Buffer::default()))
    }

    /// A block that is vouched for already.
    pub(crate) fn unchanged(content: Minimized) -> Self {
        Self::new((content.0, 0), Replacements::default(), None, Arc::default())
    }

    /// Length before rewriting, in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bytes.len() - self.from
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many replacements it holds.
    pub(crate) fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for kind in self.replacements.edits.iter().filter_map(|edit| edit.kind) {
            tally.0[kind as usize] += 1;
        }
        tally
    }

    /// Puts the pseudonyms in.
    #[must_use]
    pub fn rewrite(self) -> Minimized {
        match self.encoding {
            Some(encoding) => Minimized(encoding.encode(&self.rewritten()).into()),
            None => Minimized(self.rewritten()),
        }
    }

    fn rewritten(self) -> Buffer {
        let Self { bytes, from, replacements, pool, .. } = self;
        let Replacements { edits, texts } = &replacements;
        if edits.is_empty() && from == 0 {
            return bytes;
        }
        let mut out = pool.buffer(bytes.len() - from + texts.len() + bytes::ROOM);
        let mut at = from;
        for edit in edits {
            bytes::append_first(&mut out, &bytes[at..], edit.start as usize - at);
            bytes::append(&mut out, &texts[edit.from as usize..edit.to as usize]);
            at = edit.end as usize;
        }
        out.extend_from_slice(&bytes[at..]);
        pool.keep(replacements);
        out
    }
}

/// Bytes that the minimizer vouches for. Only this stage makes one.
#[derive(Debug, Clone)]
pub struct Minimized(Buffer);

impl Minimized {
    /// For text made of nothing but our own words, numbers and what was minimized before.
    pub(crate) fn vouched(bytes: Vec<u8>) -> Self {
        Self(bytes.into())
    }

    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes, owned.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }
}
