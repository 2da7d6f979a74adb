//! Finds identifiers in bytes and puts pseudonyms in their place: bytes in, bytes out, no IO, no clock.
//!
//! A [`Minimizer`] knows the case key, what the appliance knows of itself and the profile's rules. For each item it
//! gives an [`ItemScan`], which takes the item's bytes in order and yields [`Scanned`] blocks: what to replace is
//! known, nothing is replaced yet. [`Scanned::rewrite`] does the replacing, on any thread, and is the only way to a
//! [`Minimized`]; `pack` takes nothing else.
//!
//! What comes out depends neither on how the input was cut into pieces nor on the number of workers.

pub mod kind;

pub use kind::Kind;

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
    pub way: Way,
    /// Whether the same text is an identifier in the rest of the item too.
    pub learn: bool,
}

/// How an identifier was found, the weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Way {
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
