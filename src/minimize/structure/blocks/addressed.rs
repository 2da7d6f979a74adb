//! Machines that a list names: `extra_hosts:` of Docker, and below it `- "machine:192.0.2.7"`; `hosts:`, and below it
//! `- machine:2379`.

use crate::minimize::ascii::{ALNUM, DIGIT};
use crate::minimize::quote::unquoted;
use crate::minimize::structure::command_line::places;
use crate::minimize::structure::nest::Nest;
use crate::minimize::{Evidence, Found, Kind, bytes, host};

/// The lines of a list of machines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Addressed {
    nest: Nest,
    form: Form,
}

/// What stands beside a machine's name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Form {
    #[default]
    Address,
    /// A port, or nothing.
    Port,
}

impl Addressed {
    /// Whether the next line may name one.
    pub(super) const fn is_open(self) -> bool {
        self.nest.is_open()
    }

    /// Reads a line without white space around it, which is indented so deep.
    pub(super) fn line(&mut self, text: &[u8], indent: usize, found: &mut Vec<Found>) {
        if self.nest.enter_item(text, indent)
            && let Some(name) = self.name(unquoted(text.strip_prefix(b"- ").unwrap_or(text).trim_ascii()))
            && let Some(start) = bytes::find(text, name).map(|at| indent + at)
        {
            let end = start + name.len();
            found.push(Found::new(start..end, Kind::Host, Evidence::Structure).teaching_unless_short());
        }
        if bytes::is_one_of(text, &LISTS) {
            *self = Self { nest: Nest::below(indent), form: Form::Port };
        }
        let Some(rest) = text.strip_prefix(b"extra_hosts:") else { return };
        let nest = if rest.is_empty() { Nest::below(indent) } else { Nest::default() };
        *self = Self { nest, form: Form::Address };
        // `extra_hosts: ["gw7:192.0.2.7"]`
        let mut at = text.len() - rest.len();
        for part in rest.split(|byte| matches!(byte, b'[' | b',' | b']')) {
            let inner = part.trim_ascii_start();
            let from = at + part.len() - inner.len() + usize::from(matches!(inner.first(), Some(b'"' | b'\'')));
            if let Some(name) = places::addressed(unquoted(inner.trim_ascii_end())) {
                let (start, end) = (indent + from, indent + from + name.len());
                found.push(Found::new(start..end, Kind::Host, Evidence::Structure).teaching_unless_short());
            }
            at += part.len() + 1;
        }
    }

    /// The machine that an item names.
    fn name(self, item: &[u8]) -> Option<&[u8]> {
        if self.form == Form::Address {
            return places::addressed(item);
        }
        let (name, port) = item.split_at(memchr::memchr(b':', item).unwrap_or(item.len()));
        let numbered = port.is_empty() || port.len() > 2 && DIGIT.fills(&port[1..]);
        let plain = ALNUM.or(b".-").fills(name);
        (numbered && plain && host::is_likely(name)).then_some(name)
    }
}

/// Keys of lists of machines.
const LISTS: [&str; 2] = ["hosts:", "servers:"];

#[cfg(test)]
mod tests {
    use crate::minimize::structure::blocks::{Blocks, Fields};

    #[test]
    fn machines_have_their_addresses_beside_them() {
        let mut blocks = Blocks::default();
        let lines =
            ["  extra_hosts:", "    - \"quvnix:192.0.2.7\"", "    - zorgal=2001:db8::7", "  ports:", "    - \"80:80\""];
        let texts = crate::minimize::testing::texts_of_lines(&lines, |line, found| {
            _ = blocks.line(line, &Fields::default(), found)
        });
        assert_eq!(texts, ["quvnix", "zorgal"]);
        let lines = ["  extra_hosts: [\"quvnix:192.0.2.7\", 'zorgal:192.0.2.8']", "  - \"x:192.0.2.7\""];
        let mut blocks = Blocks::default();
        let texts = crate::minimize::testing::texts_of_lines(&lines, |line, found| {
            _ = blocks.line(line, &Fields::default(), found)
        });
        assert_eq!(texts, ["quvnix", "zorgal"]);
        let mut blocks = Blocks::default();
        let lines = ["  hosts:", "  - quvnix-7:2379", "  - 192.0.2.7:2379", "  - zorgal-7", "  - all", "  - url: x7"];
        let texts = crate::minimize::testing::texts_of_lines(&lines, |line, found| {
            _ = blocks.line(line, &Fields::default(), found)
        });
        assert_eq!(texts, ["quvnix-7", "zorgal-7"]);
    }
}
