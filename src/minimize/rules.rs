//! A profile's own identifiers: patterns and words.

use regex_automata::meta::Regex;

use super::{Found, Kind, Way};
use crate::profile::Rules;

/// The compiled patterns of a profile.
#[derive(Debug, Clone, Default)]
pub struct Patterns {
    patterns: Vec<(Kind, Regex)>,
}

/// Why a profile's rule cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The pattern is none.
    #[error("`{pattern}` is no regular expression: {why}")]
    Pattern {
        /// As the profile has it.
        pattern: String,
        /// The parser's reason.
        why: String,
    },
    /// The kind is none.
    #[error("`{word}` is no kind of identifier")]
    Kind {
        /// As the profile has it.
        word: String,
    },
}

impl Patterns {
    /// Compiles a profile's rules.
    ///
    /// # Errors
    /// A pattern that does not parse or is too large, a kind that does not exist.
    pub fn compile(rules: &Rules) -> Result<Self, Error> {
        let mut patterns = Vec::new();
        for (word, pattern) in &rules.patterns {
            patterns.push((kind(word)?, regex(pattern)?));
        }
        Ok(Self { patterns })
    }

    pub(crate) fn find(&self, line: &[u8], found: &mut Vec<Found>) {
        for (kind, pattern) in &self.patterns {
            for one in pattern.find_iter(line).filter(|one| !one.is_empty()) {
                found.push(Found { start: one.start(), end: one.end(), kind: *kind, way: Way::Profile, learn: false });
            }
        }
    }
}

/// The kind that a profile's word names.
pub(crate) fn kind(word: &str) -> Result<Kind, Error> {
    let word = match word {
        "organisation" | "organization" => "org",
        "job-title" => "title",
        other => other,
    };
    Kind::ALL.into_iter().find(|kind| kind.word() == word).ok_or_else(|| Error::Kind { word: word.to_owned() })
}

fn regex(pattern: &str) -> Result<Regex, Error> {
    let limits = Regex::config().nfa_size_limit(Some(1 << 20)).hybrid_cache_capacity(1 << 20).utf8_empty(false);
    let syntax = regex_automata::util::syntax::Config::new().utf8(false);
    Regex::builder()
        .configure(limits)
        .syntax(syntax)
        .build(pattern)
        .map_err(|error| Error::Pattern { pattern: pattern.to_owned(), why: error.to_string() })
}
