//! A line as words by their places: how a row of a table is read, or a statement whose words say what they are by
//! where they stand.

use super::columns::{Words, quoted_words, words};
use crate::minimize::ascii::is_number;

/// A line and its words, sixteen at most.
pub(super) struct Row<'a> {
    pub(super) line: &'a [u8],
    /// Where they stand.
    pub(super) words: Words,
}

impl<'a> Row<'a> {
    /// The words between white space.
    pub(super) fn of(line: &'a [u8]) -> Self {
        Self { line, words: words(line) }
    }

    /// The same, where quotes hold words together.
    pub(super) fn quoted(line: &'a [u8]) -> Self {
        Self { line, words: quoted_words(line) }
    }

    /// The word at a place, empty where there is none.
    pub(super) fn text(&self, index: usize) -> &'a [u8] {
        self.words.get(index).map_or(&b""[..], |(start, end)| &self.line[*start..*end])
    }

    /// Whether a word is there that is digits alone.
    pub(super) fn is_number(&self, index: usize) -> bool {
        is_number(self.text(index))
    }
}
