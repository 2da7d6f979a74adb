//! Which fixed words a line holds, of all that rules for command lines begin with: looked for at once, as nearly every
//! line holds none.

use aho_corasick::{AhoCorasick, AhoCorasickKind};

/// Lists of words, by their places.
pub(super) struct Programs {
    automaton: Option<AhoCorasick>,
    /// For each word the list that it stands in.
    lists: Vec<u32>,
}

/// The lists of which a line holds a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Named(u32);

impl Programs {
    /// At most 32 lists.
    pub(super) fn new<'a>(lists: impl IntoIterator<Item = Vec<&'a [u8]>>) -> Self {
        let words =
            lists.into_iter().zip(0_u32..).flat_map(|(words, list)| words.into_iter().map(move |word| (word, list)));
        let (words, lists): (Vec<_>, Vec<_>) = words.unzip();
        // A table of its states takes an instruction or two for a byte, and some hundred kilobytes.
        let automaton = AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(words);
        Self { automaton: automaton.ok(), lists }
    }

    /// Looks for all words.
    pub(super) fn named(&self, line: &[u8]) -> Named {
        // Without an automaton every rule looks for itself.
        let Some(automaton) = &self.automaton else { return Named(u32::MAX) };
        let lists = automaton.find_overlapping_iter(line).map(|word| self.lists[word.pattern().as_usize()]);
        Named(lists.fold(0, |named, list| named | 1 << list))
    }
}

impl Named {
    /// Whether a word of the list at that place stands there.
    pub(super) const fn holds(self, list: u32) -> bool {
        self.0 >> list & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::Programs;

    #[test]
    fn words_that_overlap_are_all_found() {
        let programs = Programs::new([vec![&b"net user "[..], b"scp "], vec![b"user "], vec![b"curl"]]);
        let named = |line: &str| (0..3).map(|list| programs.named(line.as_bytes()).holds(list)).collect::<Vec<_>>();
        assert_eq!(named("net user gwen"), [true, true, false]);
        assert_eq!(named("pscp x; curl y"), [true, false, true]);
        assert_eq!(named("users"), [false, false, false]);
    }
}
