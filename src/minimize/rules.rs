//! A profile's own identifiers: patterns, and names of organisations that are ordinary words.

use super::known::is_telling;
use super::{Evidence, Found, Kind, bytes, domain, is_bordered};
use crate::profile::{IdentifierPattern, Rules};

/// What a profile looks for in every line.
#[derive(Debug, Clone, Default)]
pub(crate) struct Patterns {
    patterns: Vec<(Kind, IdentifierPattern)>,
    /// Organisations that are called as other things are, `Shell` and `SAP`: no other spelling means them.
    words: Vec<Vec<u8>>,
}

impl Patterns {
    pub(crate) fn new(rules: &Rules) -> Self {
        let words = rules.organisations.iter().map(|name| name.trim().as_bytes());
        let words = words.filter(|name| !name.is_empty() && is_ordinary(name)).map(<[u8]>::to_vec).collect();
        Self { patterns: rules.patterns.clone(), words }
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.patterns.is_empty() && self.words.is_empty()
    }

    /// Finds them in a line in which others have been found.
    pub(crate) fn find(&self, line: &[u8], found: &mut Vec<Found>) {
        let before = found.len();
        for (kind, pattern) in &self.patterns {
            for (start, end) in pattern.find_iter(line) {
                found.push(Found::new(start..end, *kind, Evidence::Profile));
            }
        }
        for word in &self.words {
            for start in bytes::every(line, word) {
                let end = start + word.len();
                // A longer name that the word is a part of goes as a whole: `Shell-gw7`.
                let within = |one: &Found| one.start <= start && end <= one.end && one.end - one.start > word.len();
                if is_bordered(line, start, end) && !found[..before].iter().any(within) {
                    found.push(Found::new(start..end, Kind::Organisation, Evidence::Profile));
                }
            }
        }
    }
}

/// Whether a name is not looked for in any spelling, as it is a word, too short, or a maker's.
fn is_ordinary(name: &[u8]) -> bool {
    !is_telling(&name.to_ascii_lowercase(), Kind::Organisation) || domain::is_maker(name)
}

#[cfg(test)]
mod tests {
    use super::Patterns;
    use crate::profile::Rules;

    #[test]
    fn an_organisation_that_is_an_ordinary_word_is_meant_where_it_is_spelt_so() {
        let organisations = ["Shell", "SAP", "Delta", "Quvnix Works", ""].map(str::to_owned).to_vec();
        let patterns = Patterns::new(&Rules { organisations, ..Rules::default() });
        let texts = |line: &str| crate::minimize::testing::texts(line, |line, found| patterns.find(line, found));
        assert_eq!(texts("asset of Shell, hosted at SAP"), ["Shell", "SAP"]);
        assert_eq!(texts("login shell sap Shells SAPGUI SHELL=/bin/sh delta 7"), Vec::<String>::new());
    }
}
