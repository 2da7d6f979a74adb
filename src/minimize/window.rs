//! Parts of a long line that came before: it is often one pattern over and over, such as the NULs that stand in a log
//! after a loss of power, or what somebody sends who wants a search to take long.

use std::collections::VecDeque;

use super::history::LineState;
use super::search::Replacements;

/// A part of a line and what stands around it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Window<'a> {
    pub(crate) bytes: &'a [u8],
    /// Between which of its bytes a finding has to begin.
    pub(crate) body: (usize, usize),
    /// The versions of what is known.
    pub(crate) known: (u64, u64),
    /// What stands before it says of it, and it says of what stands behind it.
    pub(crate) state: LineState,
}

/// How far from its beginning that comes again which a text begins with: in one that is a pattern, its unit.
pub(crate) fn period(bytes: &[u8]) -> Option<usize> {
    let begins = bytes.first_chunk::<BEGINS>()?;
    memchr::memmem::find(&bytes[1..], begins).map(|at| at + 1)
}

/// The last windows that were searched, and what was found in them.
#[derive(Debug, Default)]
pub(crate) struct WindowCache(VecDeque<Kept>);

#[derive(Debug)]
struct Kept {
    bytes: Vec<u8>,
    body: (usize, usize),
    known: (u64, u64),
    state: LineState,
    /// Places are counted from where the window begins.
    replacements: Replacements,
    /// Where the last of what was found ends.
    end: usize,
}

impl WindowCache {
    /// Puts what was found in a window that came before, as it stands at `from`; gives where the last of it ends.
    pub(crate) fn recall(&self, window: &Window<'_>, from: usize, replacements: &mut Replacements) -> Option<usize> {
        let is_same = |kept: &&Kept| {
            (kept.body, kept.known, &kept.state) == (window.body, window.known, &window.state)
                && kept.bytes.as_slice() == window.bytes
        };
        let Kept { replacements: found, end, .. } = self.0.iter().find(is_same)?;
        found.edits.iter().for_each(|edit| replacements.copy_to(edit, found, |at| from + at));
        Some(from + end)
    }

    /// Keeps what was found: the replacements behind the first so many, in a window that stands at `from`.
    pub(crate) fn keep(&mut self, window: Window<'_>, from: usize, (found, first): (&Replacements, usize), end: usize) {
        let Window { bytes, body, known, state } = window;
        let mut replacements = Replacements::default();
        found.edits[first..].iter().for_each(|edit| replacements.copy_to(edit, found, |at| at - from));
        self.0.truncate(MOST - 1);
        self.0.push_front(Kept { bytes: bytes.to_vec(), body, known, state, replacements, end: end - from });
    }
}

/// Windows that are kept. A pattern takes few of them, as a line that is one is cut behind whole units of it.
const MOST: usize = 32;

/// Bytes of a window's beginning that come again in one of a pattern.
const BEGINS: usize = 32;

#[cfg(test)]
mod tests {
    use super::super::armour::Armour;
    use super::super::history::LineState;
    use super::super::search::Replacements;
    use super::super::structure::Structure;
    use super::super::{CaseKey, Kind, Minimizer};
    use super::{MOST, Window, WindowCache, period};
    use crate::profile::{Format, Purpose, Rules};

    fn minimized(text: &str) -> String {
        let mut minimizer = Minimizer::new(CaseKey::derive(b"secret", "case"), Purpose::Operations, &Rules::default());
        let mut scan = minimizer.scan("log", Format::Auto);
        let mut blocks = scan.push(&mut minimizer, text.as_bytes());
        blocks.extend(scan.finish(&mut minimizer).unwrap());
        String::from_utf8(blocks.into_iter().flat_map(|block| block.rewrite().into_bytes()).collect()).unwrap()
    }

    fn window() -> Window<'static> {
        Window {
            bytes: b"gwen bo7",
            body: (0, 8),
            known: (1, 0),
            state: LineState::new(Structure::new("", Format::Auto)),
        }
    }

    #[test]
    fn a_pattern_in_a_line_is_what_it_is_in_lines() {
        let unit = "at 192.0.2.7 user=quvnix7 host=gw-zorgal, ";
        for every in [7, 500, 100_000] {
            let units =
                (0..3_000).map(|at| if at % every == 3 { unit.replace("quvnix", "wyzquo") } else { unit.into() });
            let lines: Vec<String> = units.collect();
            assert_eq!(minimized(&lines.concat()), minimized(&lines.join("\n")).replace('\n', ""), "{every}");
        }
    }

    #[test]
    fn what_a_pattern_leaves_open_holds_behind_it() {
        let keys = "<key>Password</key>".repeat(5_000);
        let text = minimized(&format!("{keys}<string>Zyx-wvut7</string>{keys}"));
        assert!(!text.contains("Zyx") && text.matches("Password").count() == 10_000);
    }

    #[test]
    fn a_pattern_comes_again() {
        let is_pattern = |text: &str| period(text.as_bytes()).is_some();
        assert!(is_pattern(&"\0".repeat(500)) && is_pattern(&"a: gwen7, ".repeat(50)));
        assert!(!is_pattern(&"gwen7".repeat(6)) && !is_pattern(&(0..900).map(|at| at.to_string()).collect::<String>()));
    }

    #[test]
    fn only_the_same_window_is_recalled() {
        let mut windows = WindowCache::default();
        let window = window();
        let mut found = Replacements::default();
        found.put((100, 104), b"user-1", None);
        found.put((105, 108), b"user-2", None);
        windows.keep(window.clone(), 100, (&found, 1), 108);

        let mut again = Replacements::default();
        assert_eq!(windows.recall(&window, 7, &mut again), Some(15));
        assert_eq!(again.edits.iter().map(|edit| (edit.start, edit.end)).collect::<Vec<_>>(), [(12, 15)]);
        assert_eq!(again.texts, b"user-2");

        let mut table = LineState::new(Structure::new("", Format::Auto));
        table.armour = Some(Armour::alone(Kind::Secret));
        for other in [
            Window { bytes: b"gwen bo8", ..window.clone() },
            Window { body: (1, 8), ..window.clone() },
            Window { known: (1, 1), ..window.clone() },
            Window { state: table, ..window.clone() },
        ] {
            assert_eq!(windows.recall(&other, 7, &mut again), None);
            windows.keep(other, 0, (&Replacements::default(), 0), 0);
        }
        assert!(windows.recall(&window, 7, &mut again).is_some());
        let later = |at| Window { known: (9, at), ..window.clone() };
        (0..MOST as u64).for_each(|at| windows.keep(later(at), 0, (&found, 2), 0));
        assert_eq!(windows.recall(&window, 7, &mut again), None);
    }
}
