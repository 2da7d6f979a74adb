//! Whether a text is one of a few words, or has one at its beginning, its end or anywhere.
//!
//! Finders ask so of lines that are new, which few are, and in hundreds of places: these are called and not inlined, so
//! that the program stays small.

use super::{ends_with, find};

/// Whether a text is one of these words.
#[inline(never)]
pub(crate) fn is_one_of(text: &[u8], words: &[&str]) -> bool {
    words.iter().any(|word| word.as_bytes() == text)
}

/// Whether a text is one of these words, whichever of its letters are capitals.
#[inline(never)]
pub(crate) fn is_one_of_in_any_case(text: &[u8], words: &[&str]) -> bool {
    words.iter().any(|word| word.as_bytes().eq_ignore_ascii_case(text))
}

/// Whether a text begins with one of these words.
#[inline(never)]
pub(crate) fn starts_with_any(text: &[u8], words: &[&str]) -> bool {
    words.iter().any(|word| text.starts_with(word.as_bytes()))
}

/// Whether a text ends with one of these words.
#[inline(never)]
pub(crate) fn ends_with_any(text: &[u8], words: &[&str]) -> bool {
    words.iter().any(|word| ends_with(text, word.as_bytes()))
}

/// Whether one of these words stands anywhere in a text.
#[inline(never)]
pub(crate) fn holds_any(text: &[u8], words: &[&str]) -> bool {
    words.iter().any(|word| find(text, word.as_bytes()).is_some())
}

#[cfg(test)]
mod tests {
    use super::{ends_with_any, holds_any, is_one_of, is_one_of_in_any_case, starts_with_any};

    #[test]
    fn a_word_is_known_where_it_is_asked_for_and_nowhere_else() {
        let words = ["ab", "abc"];
        assert!(is_one_of(b"abc", &words) && !is_one_of(b"abcd", &words) && !is_one_of(b"AB", &words));
        assert!(is_one_of_in_any_case(b"AbC", &words) && !is_one_of_in_any_case(b"AbCd", &words));
        assert!(starts_with_any(b"abd", &words) && !starts_with_any(b"xab", &words));
        assert!(ends_with_any(b"xab", &words) && !ends_with_any(b"abd", &words));
        assert!(holds_any(b"xabx", &words) && !holds_any(b"xaxb", &words) && !holds_any(b"x", &[]));
    }
}
