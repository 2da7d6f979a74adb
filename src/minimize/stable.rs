//! Lines of which each leaves what is remembered as it found it: rows below the head of a table, settings in a section,
//! entries of a directory.
//!
//! What is found in such a line depends on what is remembered too. While that stays the same, lines of one shape are
//! alike again, and have a memory of their own, which is forgotten with it. Tables whose columns are told by the place
//! of their letters are left out, as addresses of one shape are not as long as each other, and so is what is decoded.

use super::history::LineState;
use super::shape::Shapes;

/// The lines since what is remembered changed.
#[derive(Debug, Default)]
pub(crate) struct StableState {
    /// What the last line left.
    state: Option<LineState>,
    /// How many lines in a row were searched and left the same.
    lines: u32,
    shapes: Option<Box<Shapes>>,
}

impl StableState {
    /// Nothing is remembered from line to line any more.
    pub(crate) fn end(&mut self) {
        if self.state.is_some() {
            *self = Self::default();
        }
    }

    /// Moves past a line that was searched and left `state`, by which lines are not plain; `true` where the line
    /// before it left the same. A line like it, which is not searched, is taken to leave the same too: of an opaque
    /// word, as a section may be called, no finder asks which it is.
    pub(crate) fn advance(&mut self, state: &LineState) -> bool {
        if !state.is_stable() {
            self.end();
            return false;
        }
        let same = self.state.as_ref() == Some(state);
        if same {
            self.lines = self.lines.saturating_add(1);
        } else {
            *self = Self { state: Some(state.clone()), ..Self::default() };
        }
        same
    }

    /// The memory of shapes, to be given back behind the line; `None` until there were lines enough to be worth one.
    pub(crate) fn lend(&mut self, others: &Shapes) -> Option<Box<Shapes>> {
        self.lends().then(|| self.shapes.take().unwrap_or_else(|| Box::new(others.few())))
    }

    /// Whether there is a memory of shapes, lent or not.
    pub(crate) fn lends(&self) -> bool {
        self.lines >= LINES
    }

    /// Takes the memory back, where what it is of still holds.
    pub(crate) fn take_back(&mut self, shapes: Option<Box<Shapes>>) {
        self.shapes = shapes.filter(|_| self.lends());
    }
}

/// Lines that leave what is remembered as it was, until shapes are remembered: a memory costs as much as searching some
/// lines does.
const LINES: u32 = 32;

#[cfg(test)]
mod tests {
    use super::{LINES, StableState};
    use crate::minimize::history::LineState;
    use crate::minimize::shape::Shapes;
    use crate::minimize::structure::Structure;
    use crate::profile::Format;

    #[test]
    fn shapes_are_remembered_after_some_lines_and_until_the_state_is_another() {
        let state = |name| LineState::new(Structure::new(name, Format::Auto));
        let (mut stable, shapes, rows) = (StableState::default(), Shapes::default(), state(""));
        assert!(!stable.advance(&rows));
        (0..LINES - 1).for_each(|_| assert!(stable.advance(&rows)));
        assert!(stable.lend(&shapes).is_none());
        assert!(stable.advance(&rows));
        let lent = stable.lend(&shapes);
        assert!(lent.is_some());
        stable.take_back(lent);
        stable.end();
        assert!(stable.lend(&shapes).is_none() && !stable.advance(&rows));
    }

    #[test]
    fn what_a_parser_reads_is_never_stable() {
        let (mut stable, document) = (StableState::default(), LineState::new(Structure::new("x.json", Format::Json)));
        assert!(!stable.advance(&document) && !stable.advance(&document));
    }
}
