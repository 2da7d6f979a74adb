//! Identifiers by their position in lines whose form is known: envelopes of logs, and the phrases of programs.
//!
//! One automaton finds every phrase's fixed words in a single pass over a line; what stands behind them (or before) is
//! what the phrase says it is. Whether it really is one (an address, `root`, nothing) is settled later.

mod audit;
mod envelope;
mod pairs;
mod people;
mod phrase;
mod web;

use super::Found;

/// Reads the lines of one item.
#[derive(Debug, Clone)]
pub(crate) struct Grammar;

impl Grammar {
    pub(crate) fn new(_name: &str) -> Self {
        Self
    }

    /// Finds what positions say in one line.
    pub(crate) fn line(&mut self, line: &[u8], found: &mut Vec<Found>) {
        envelope::find(line, found);
        phrase::find(line, found);
        pairs::find(line, found);
        people::find(line, found);
        web::find(line, found);
        audit::find(line, found);
    }
}
