//! Columns that a profile names (`[[minimize.field]]`): whatever stands there.

use super::barred::{cells, has_bars};
use super::titled::titles;
use super::{Heads, letters};
use crate::minimize::ascii::NAME;
use crate::minimize::structure::columns::spans;
use crate::minimize::structure::fields::{self, Fields};
use crate::minimize::{Found, Kind};

/// A column that the profile names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Declared {
    kind: Kind,
    /// Which one it is between bars; else where its title begins and ends, and where the next one begins, in letters.
    start: usize,
    end: usize,
    next: usize,
}

impl Heads {
    /// Notes which titles of a line the profile names, where it is nothing but titles.
    pub(super) fn declare(&mut self, line: &[u8], fields: &Fields) {
        if has_bars(line) {
            return self.declare_cells(line, fields);
        }
        let titles = titles(line);
        if titles.len() < 2 || !titles.iter().all(|(start, end)| is_title(&line[*start..*end])) {
            return;
        }
        let place = |at: usize| letters(line, at);
        let columns = titles.iter().enumerate().filter_map(|(index, (start, end))| {
            let kind = fields.declared(&line[*start..*end])?;
            let next = titles.get(index + 1).map_or(usize::MAX, |(next, _)| place(*next));
            Some(Declared { kind, start: place(*start), end: place(*end), next })
        });
        self.declared.iter_mut().zip(columns).for_each(|(place, column)| *place = Some(column));
    }

    /// The same between bars.
    fn declare_cells(&mut self, line: &[u8], fields: &Fields) {
        let cells: Vec<_> = cells(line).map(|(_, cell)| cell.trim_ascii()).collect();
        let titles = cells.iter().filter(|cell| !cell.is_empty());
        // `| customer | north |`: a name and what it is.
        let couple = line.trim_ascii().starts_with(b"|") && titles.clone().count() == 2;
        if titles.clone().count() < 2 || !titles.clone().all(|cell| is_title(cell)) {
            return;
        }
        let columns =
            cells.iter().enumerate().filter(|(index, _)| !(couple && *index == 1)).filter_map(|(index, cell)| {
                let kind = fields.declared(cell)?;
                Some(Declared { kind, start: index, end: index, next: index })
            });
        self.declared.iter_mut().zip(columns).for_each(|(place, column)| *place = Some(column));
        self.bars |= self.declared[0].is_some();
    }

    /// The values of a row in such columns.
    pub(super) fn declared(&self, line: &[u8], found: &mut Vec<Found>) {
        for column in self.declared.into_iter().flatten() {
            let span = if self.bars { cell(line, column.start) } else { column.value(line) };
            if let Some(span) = span {
                fields::declared(line, span, column.kind, found);
            }
        }
    }
}

impl Declared {
    /// What stands below the title: a word that reaches below it, and those behind it up to the next column.
    fn value(&self, line: &[u8]) -> Option<(usize, usize)> {
        let place = |at: usize| letters(line, at);
        let word = spans(line).take(WORDS).find(|(start, end)| place(*start) < self.end && self.start < place(*end));
        let (start, end) = word?;
        if place(start) != self.start {
            return Some((start, end));
        }
        let next = |end, (from, to): (usize, usize)| if from == end + 1 && place(to) < self.next { to } else { end };
        Some((start, spans(line).take(WORDS).fold(end, next)))
    }
}

/// What stands between two bars.
fn cell(line: &[u8], index: usize) -> Option<(usize, usize)> {
    let (start, cell) = cells(line).nth(index)?;
    let from = start + cell.len() - cell.trim_ascii_start().len();
    Some((from, from + cell.trim_ascii().len()))
}

/// Whether a text may be a title: it begins with a letter and has no marks.
fn is_title(text: &[u8]) -> bool {
    text.first().is_some_and(u8::is_ascii_alphabetic) && NAME.or(b" /()#%").fills(text)
}

/// Words of a row that are looked at.
const WORDS: usize = 64;
