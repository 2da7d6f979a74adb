//! An object of JSON over several lines that says what its name is: `"host": {`, and below it `"name": "…"`.

use super::super::super::{Found, Way};
use super::super::named::{self, Object};

/// What is remembered from line to line: the object, how deep it opened, how deep its members stand, and for how many
/// lines more it is waited for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Objects {
    open: Option<(&'static Object, usize, Option<usize>, u8)>,
}

impl Objects {
    /// Whether the next line may hold the name.
    pub(super) const fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Reads a line that is indented so deep.
    pub(super) fn line(&mut self, line: &[u8], text: &[u8], indent: usize, found: &mut Vec<Found>) {
        if let Some((object, outer, depth, lines)) = self.open.take() {
            let depth = depth.unwrap_or(indent);
            if indent > outer && lines > 0 {
                self.open = Some((object, outer, Some(depth), lines - 1));
            }
            if indent == depth && indent > outer && self.name(line, object, found) {
                self.open = None;
            }
        }
        // An object within another belongs to it.
        let key = text.strip_suffix(b"{").and_then(|text| text.trim_ascii_end().strip_suffix(b":"));
        let object = key.and_then(|key| named::object_of(key.trim_ascii_end()));
        if let Some(object) = object {
            self.open = Some((object, indent, None, LINES));
        }
    }

    /// Finds the name where the line holds it.
    fn name(&self, line: &[u8], object: &Object, found: &mut Vec<Found>) -> bool {
        let Some((start, end)) = named::member_of(line, 0, object.member) else { return false };
        if start < end && object.may_be(line, (start, end)) {
            found.push(Found::new(start..end, object.kind, Way::Structure).teaching_unless_short());
        }
        true
    }
}

/// Lines of an object, at most, in which its name is looked for.
const LINES: u8 = 60;
