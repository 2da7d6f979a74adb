//! What a finder finds: where it stands in its line, what it is, who says so and whether it teaches.

use std::ops::Range;

use crate::profile::Kind;

/// One identifier found in a line of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    /// First byte in the line.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What it is taken for. A hint where the finder cannot tell: an address found as a host becomes an address, a
    /// login name with a domain becomes both.
    pub kind: Kind,
    /// Who found it; decides between findings that overlap.
    pub evidence: Evidence,
    /// Whether the same text is an identifier in the rest of the item too.
    pub learn: bool,
}

impl Found {
    /// A finding that holds where it stands and teaches nothing.
    pub(crate) const fn new(span: Range<usize>, kind: Kind, evidence: Evidence) -> Self {
        Self { start: span.start, end: span.end, kind, evidence, learn: false }
    }

    /// The same, and its text is an identifier in the rest of the item too.
    pub(crate) const fn teaching(self) -> Self {
        Self { learn: true, ..self }
    }

    /// The same, teaching where the finder says so.
    pub(crate) const fn teaching_if(self, learn: bool) -> Self {
        Self { learn, ..self }
    }

    /// The same, teaching unless its text is so short that it may stand elsewhere and mean something else.
    pub(crate) const fn teaching_unless_short(self) -> Self {
        Self { learn: self.end - self.start >= TELLING, ..self }
    }
}

/// How an identifier was found, the weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Evidence {
    /// Its form alone says what it is.
    Shape,
    /// The appliance, or an earlier line, knows it.
    Known,
    /// The position in a line whose grammar is known.
    Grammar,
    /// The name of the key that it is the value of.
    Structure,
    /// The profile's own rule.
    Profile,
}

/// Bytes from which on a text is the same identifier wherever it stands.
const TELLING: usize = 4;
