//! An object of JSON over several lines that says what its name is: `"host": {`, and below it `"name": "…"`.

use crate::minimize::structure::named::{self, Object};
use crate::minimize::{Evidence, Found};

/// What is remembered from line to line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Objects {
    /// A list of objects, and an object that may stand in one of these.
    list: Option<Open>,
    open: Option<Open>,
}

/// An object whose name is waited for, or a list of such objects.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Open {
    object: &'static Object,
    listed: bool,
    /// How deep the line is indented that opened it.
    outer: usize,
    /// How deep the objects of a list begin.
    begin: Option<usize>,
    /// How deep the members are.
    depth: Option<usize>,
    /// For how many lines more it is waited for.
    lines: u8,
}

impl Objects {
    /// Whether the next line may hold the name.
    pub(super) const fn is_open(&self) -> bool {
        let Self { list, open } = self;
        list.is_some() || open.is_some()
    }

    /// Reads a line that is indented so deep.
    pub(super) fn line(&mut self, line: &[u8], text: &[u8], indent: usize, found: &mut Vec<Found>) {
        for open in [&mut self.list, &mut self.open] {
            *open = open.take().and_then(|open| open.line(line, text, indent, found));
        }
        let object = text.strip_suffix(b"{").map(<[u8]>::trim_ascii_end);
        let list = text.strip_suffix(b"[").or_else(|| object?.strip_suffix(b"["));
        // An object within another belongs to it.
        if let Some(list) = list.and_then(key_before).and_then(named::list_of) {
            let begin = text.ends_with(b"{").then_some(indent);
            self.list = Some(Open { listed: true, begin, ..Open::new(list, indent) });
        } else if let Some(object) = object.and_then(key_before).and_then(named::object_of) {
            self.open = Some(Open::new(object, indent));
        }
    }
}

/// The key at the end of a text, in its quotes, without the colon behind it.
fn key_before(text: &[u8]) -> Option<&[u8]> {
    text.trim_ascii_end().strip_suffix(b":").map(<[u8]>::trim_ascii_end)
}

impl Open {
    /// An object of its own that a line opens which is indented so deep.
    const fn new(object: &'static Object, indent: usize) -> Self {
        Self { object, listed: false, outer: indent, begin: None, depth: None, lines: LINES }
    }

    /// Reads a line within it; gives what is waited for behind it.
    fn line(mut self, line: &[u8], text: &[u8], indent: usize, found: &mut Vec<Found>) -> Option<Self> {
        // Between two objects of a list.
        if self.listed && indent >= self.outer && matches!(text, b"}" | b"}," | b"}, {" | b"},{") {
            self.lines = LINES;
            return Some(self);
        }
        if indent <= self.outer {
            return None;
        }
        if self.listed && text.starts_with(b"{") {
            if *self.begin.get_or_insert(indent) == indent {
                self.name(line, indent + 1, found);
            }
            return Some(self);
        }
        let depth = *self.depth.get_or_insert(indent);
        let named = indent == depth && self.name(line, 0, found);
        if named && self.listed {
            self.lines = LINES;
        } else {
            self.lines = self.lines.checked_sub(1).filter(|_| !named)?;
        }
        Some(self)
    }

    /// Finds the name where the line holds it from a place on.
    fn name(&self, line: &[u8], from: usize, found: &mut Vec<Found>) -> bool {
        let object = self.object;
        let Some((start, end)) = named::member_of(line, from, object.member) else { return false };
        if start < end && object.may_be(line, (start, end)) {
            found.push(Found::new(start..end, object.kind, Evidence::Structure).teaching_unless_short());
        }
        true
    }
}

/// Lines of an object, at most, in which its name is looked for.
const LINES: u8 = 60;
