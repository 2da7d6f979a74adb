//! Blocks of an item: searched first, rewritten later.

use super::bytes;
use super::utf16::Encoding;

/// One block of an item, searched: what to replace is known, nothing is replaced yet.
#[derive(Debug, Clone)]
pub struct Scanned {
    bytes: Vec<u8>,
    edits: Vec<Edit>,
    texts: Vec<u8>,
    /// What the bytes were read from and are to be written in.
    encoding: Option<Encoding>,
}

/// One replacement: `bytes[start..end]` becomes `texts[from..to]`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Edit {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) from: u32,
    pub(crate) to: u32,
}

impl Scanned {
    /// A block whose edits are sorted and disjoint.
    pub(crate) fn new(bytes: Vec<u8>, edits: Vec<Edit>, texts: Vec<u8>, encoding: Option<Encoding>) -> Self {
        Self { bytes, edits, texts, encoding }
    }

    /// A block with nothing in it.
    pub(crate) fn empty() -> Self {
        Self::new(Vec::new(), Vec::new(), Vec::new(), None)
    }

    /// A block that is vouched for already.
    pub(crate) fn unchanged(content: Minimized) -> Self {
        Self::new(content.0, Vec::new(), Vec::new(), None)
    }

    /// Length before rewriting, in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Puts the pseudonyms in.
    #[must_use]
    pub fn rewrite(self) -> Minimized {
        match self.encoding {
            Some(encoding) => Minimized(encoding.encode(&self.rewritten())),
            None => Minimized(self.rewritten()),
        }
    }

    fn rewritten(self) -> Vec<u8> {
        if self.edits.is_empty() {
            return self.bytes;
        }
        let mut out = Vec::with_capacity(self.bytes.len() + self.texts.len() + 16);
        let mut at = 0;
        for edit in &self.edits {
            out.extend_from_slice(&self.bytes[at..edit.start as usize]);
            bytes::append(&mut out, &self.texts[edit.from as usize..edit.to as usize]);
            at = edit.end as usize;
        }
        out.extend_from_slice(&self.bytes[at..]);
        out
    }
}

/// Bytes that the minimizer vouches for. Only this stage makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Minimized(Vec<u8>);

impl Minimized {
    /// For text made of nothing but our own words, numbers and what was minimized before.
    pub(crate) fn vouched(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes, owned.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}
