//! Lines of which each leaves what is remembered as it found it: rows below the head of a table, settings in a section,
//! entries of a directory.
//!
//! What is found in such a line depends on what is remembered too. While that stays the same it depends on the line
//! alone again, so that lines of one shape are alike; they have a memory of their own, which is forgotten with it.

use super::history::State;
use super::shape::Shapes;

/// The lines since what is remembered changed.
#[derive(Debug, Default)]
pub(crate) struct Calm {
    /// What the last line left.
    state: Option<State>,
    /// How many lines in a row left the same.
    lines: u32,
    shapes: Option<Box<Shapes>>,
}

impl Calm {
    /// Nothing is remembered from line to line any more.
    pub(crate) fn end(&mut self) {
        if self.state.is_some() {
            *self = Self::default();
        }
    }

    /// Goes on behind a line that was searched and left `state`, by which lines are not plain; `true` where the line
    /// before it left the same.
    pub(crate) fn go_on(&mut self, state: &State) -> bool {
        if state.is_busy() {
            self.end();
            return false;
        }
        let same = self.state.as_ref() == Some(state);
        if same {
            self.lines += 1;
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
