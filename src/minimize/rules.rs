//! A profile's own identifiers: patterns.

use super::{Evidence, Found, Kind};
use crate::profile::{IdentifierPattern, Rules};

/// The patterns of a profile.
#[derive(Debug, Clone, Default)]
pub(crate) struct Patterns(Vec<(Kind, IdentifierPattern)>);

impl Patterns {
    pub(crate) fn new(rules: &Rules) -> Self {
        Self(rules.patterns.clone())
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn find(&self, line: &[u8], found: &mut Vec<Found>) {
        for (kind, pattern) in &self.0 {
            for (start, end) in pattern.find_iter(line) {
                found.push(Found::new(start..end, *kind, Evidence::Profile));
            }
        }
    }
}
