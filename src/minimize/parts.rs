//! What findings come to: spans of a line, and the texts that stand in their places.
//!
//! The texts lie in one store that is used again from finding to finding: every fresh identifier passes through here.

use super::{Found, Kind};

/// Replacements in a line, in no order.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    spans: Vec<Settled>,
    texts: Vec<u8>,
}

/// One replacement in a line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settled {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) kind: Kind,
    /// Where its text begins and ends among the texts.
    from: usize,
    to: usize,
}

impl Parts {
    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        self.spans.clear();
        self.texts.clear();
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.spans.len()
    }

    /// The texts, for the next of them to be appended in pieces; [`Self::close`] says where it begins.
    pub(crate) fn texts(&mut self) -> &mut Vec<u8> {
        &mut self.texts
    }

    /// Adds a replacement whose text has been appended from `from` on.
    pub(crate) fn close(&mut self, found: &Found, from: usize) {
        let Found { start, end, kind, .. } = *found;
        self.spans.push(Settled { start, end, kind, from, to: self.texts.len() });
    }

    /// Says that those from the place `first` on are of another kind.
    pub(crate) fn turn(&mut self, first: usize, kind: Kind) {
        self.spans[first..].iter_mut().for_each(|part| part.kind = kind);
    }

    /// Each replacement with its text.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (&Settled, &[u8])> {
        self.spans.iter().map(|part| (part, &self.texts[part.from..part.to]))
    }
}
