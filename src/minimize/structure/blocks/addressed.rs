//! Machines that a list names with their addresses: `extra_hosts:` of Docker, and below it `- "machine:192.0.2.7"`.

use super::super::super::quote::unquoted;
use super::super::super::{Found, Kind, Way, bytes};
use super::super::command_line::places;

/// Items deeper than this, or as deep, are machines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Addressed(Option<usize>);

impl Addressed {
    /// Whether the next line may name one.
    pub(super) const fn is_open(self) -> bool {
        self.0.is_some()
    }

    /// Reads a line without white space around it, which is indented so deep.
    pub(super) fn line(&mut self, text: &[u8], indent: usize, found: &mut Vec<Found>) {
        let item = text.strip_prefix(b"- ");
        self.0 = self.0.filter(|outer| indent > *outer || item.is_some() && indent == *outer);
        if self.is_open()
            && let Some(name) = places::addressed(unquoted(item.unwrap_or(text).trim_ascii()))
            && let Some(start) = bytes::find(text, name).map(|at| indent + at)
        {
            let end = start + name.len();
            found.push(Found::new(start..end, Kind::Host, Way::Structure).teaching_unless_short());
        }
        let Some(rest) = text.strip_prefix(b"extra_hosts:") else { return };
        self.0 = rest.is_empty().then_some(indent);
        // `extra_hosts: ["gw7:192.0.2.7"]`
        let mut at = text.len() - rest.len();
        for part in rest.split(|byte| matches!(byte, b'[' | b',' | b']')) {
            let inner = part.trim_ascii_start();
            let from = at + part.len() - inner.len() + usize::from(matches!(inner.first(), Some(b'"' | b'\'')));
            if let Some(name) = places::addressed(unquoted(inner.trim_ascii_end())) {
                let (start, end) = (indent + from, indent + from + name.len());
                found.push(Found::new(start..end, Kind::Host, Way::Structure).teaching_unless_short());
            }
            at += part.len() + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Blocks;

    #[test]
    fn machines_have_their_addresses_beside_them() {
        let mut blocks = Blocks::default();
        let lines =
            ["  extra_hosts:", "    - \"quvnix:192.0.2.7\"", "    - zorgal=2001:db8::7", "  ports:", "    - \"80:80\""];
        let texts = crate::minimize::testing::texts_of_lines(&lines, |line, found| _ = blocks.line(line, found));
        assert_eq!(texts, ["quvnix", "zorgal"]);
        let lines = ["  extra_hosts: [\"quvnix:192.0.2.7\", 'zorgal:192.0.2.8']", "  - \"x:192.0.2.7\""];
        let mut blocks = Blocks::default();
        let texts = crate::minimize::testing::texts_of_lines(&lines, |line, found| _ = blocks.line(line, found));
        assert_eq!(texts, ["quvnix", "zorgal"]);
    }
}
