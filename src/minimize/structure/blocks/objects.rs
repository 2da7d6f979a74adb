//! An object of JSON over several lines that says what its name is: `"host": {`, and below it `"name": "…"`.

use super::super::super::{Found, Way};
use super::super::named::{self, Object};

/// What is remembered from line to line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Objects {
    open: Option<Open>,
}

/// An object whose name is waited for, or a list of such objects.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Open {
    object: &'static Object,
    listed: bool,
    /// How deep the line is indented that opened it.
    outer: usize,
    /// How deep its members are.
    depth: Option<usize>,
    /// For how many lines more it is waited for.
    lines: u8,
}

impl Objects {
    /// Whether the next line may hold the name.
    pub(super) const fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Reads a line that is indented so deep.
    pub(super) fn line(&mut self, line: &[u8], text: &[u8], indent: usize, found: &mut Vec<Found>) {
        self.open = self.open.take().and_then(|open| open.line(line, text, indent, found));
        // An object within another belongs to it.
        let (head, listed) =
            match text.strip_suffix(b"[").or_else(|| text.strip_suffix(b"{")?.trim_ascii_end().strip_suffix(b"[")) {
                Some(head) => (head, true),
                None => (text.strip_suffix(b"{").unwrap_or_default(), false),
            };
        let key = head.trim_ascii_end().strip_suffix(b":").map(<[u8]>::trim_ascii_end);
        let object = key.and_then(|key| if listed { named::list_of(key) } else { named::object_of(key) });
        if let Some(object) = object {
            self.open = Some(Open { object, listed, outer: indent, depth: None, lines: LINES });
        }
    }
}

impl Open {
    /// Reads a line within it; gives what is waited for behind it.
    fn line(mut self, line: &[u8], text: &[u8], indent: usize, found: &mut Vec<Found>) -> Option<Self> {
        // What stands between the objects of a list is none of their members, and may be no deeper than the list's key.
        if self.listed && indent >= self.outer && matches!(text, b"{" | b"}" | b"}," | b"}, {" | b"},{") {
            return Some(self);
        }
        if indent <= self.outer {
            return None;
        }
        let depth = *self.depth.get_or_insert(indent);
        let named = indent == depth && self.name(line, found);
        match named && self.listed {
            true => self.lines = LINES,
            false => self.lines = self.lines.checked_sub(1).filter(|_| !named)?,
        }
        Some(self)
    }

    /// Finds the name where the line holds it.
    fn name(&self, line: &[u8], found: &mut Vec<Found>) -> bool {
        let object = self.object;
        let Some((start, end)) = named::member_of(line, 0, object.member) else { return false };
        if start < end && object.may_be(line, (start, end)) {
            found.push(Found::new(start..end, object.kind, Way::Structure).teaching_unless_short());
        }
        true
    }
}

/// Lines of an object, at most, in which its name is looked for.
const LINES: u8 = 60;
