//! Domains in names of a directory: `dc=plant,dc=acme,dc=example` (RFC 2247).

use std::iter;

use crate::minimize::ascii::SPACE;
use crate::minimize::prefilter::{Finder, Needs};
use crate::minimize::{Evidence, Found, Kind, domain};

/// What a line must show to hold one.
pub(super) const NEEDS: Needs = Needs { finder: Finder::Directory, marks: 0, words: &["dc"] };

/// Finds the labels of every domain, words too; those that anybody may register under stay.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    let mut at = 0;
    while let Some(first) = component(line, at) {
        let spans: Vec<_> = iter::successors(Some(first), |label| following(line, *label)).collect();
        at = spans.last().map_or(first.1, |label| label.1);
        let labels: Vec<&[u8]> = spans.iter().map(|(start, end)| &line[*start..*end]).collect();
        let name = labels.join(&b'.').to_ascii_lowercase();
        if labels.len() == 1 || domain::is_public(&name) {
            continue;
        }
        let (start, end) = (first.0, at);
        found.push(Found::new(start..end, Kind::Domain, Evidence::Structure).teaching());
    }
}

/// Whether the label that begins at `start` is one of several of a domain.
pub(super) fn is_joined(line: &[u8], start: usize) -> bool {
    let Some(label) = start.checked_sub(3).and_then(|at| label(line, at)) else { return false };
    let before = line[..start - 3].trim_ascii_end().strip_suffix(b",").is_some_and(|head| {
        let length = head.iter().rev().take_while(is_label).count();
        head[..head.len() - length].last_chunk().is_some_and(is_key)
    });
    before || following(line, label).is_some()
}

/// The next label from `at` on.
fn component(line: &[u8], at: usize) -> Option<(usize, usize)> {
    memchr::memchr_iter(b'=', &line[at..]).map(|equals| at + equals).find_map(|equals| {
        let start = equals.checked_sub(2).filter(|start| *start >= at)?;
        let open = start == 0 || !line[start - 1].is_ascii_alphanumeric();
        label(line, start).filter(|_| open)
    })
}

/// The label behind the one that is given, and behind a comma.
fn following(line: &[u8], (_, end): (usize, usize)) -> Option<(usize, usize)> {
    let rest = line.get(end..)?.strip_prefix(b",")?;
    let spaces = SPACE.run(rest);
    label(line, end + 1 + spaces)
}

/// Where the label of `dc=label` begins and ends.
fn label(line: &[u8], at: usize) -> Option<(usize, usize)> {
    let start = at + 3;
    let key = line.get(at..)?.first_chunk()?;
    let length = line[start..].iter().take_while(is_label).count();
    (is_key(key) && length > 0).then_some((start, start + length))
}

fn is_key(key: &[u8; 3]) -> bool {
    key.eq_ignore_ascii_case(b"dc=")
}

fn is_label(byte: &&u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(**byte, b'-' | b'_')
}

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn the_labels_of_a_domain_are_found_together_words_too() {
        assert_eq!(texts("base ou=people,dc=plant,dc=quvnix,dc=example"), ["plant,dc=quvnix,dc=example"]);
        assert_eq!(
            texts("CN=x,DC=zorgal, DC=co, DC=uk and DC=quvnix,DC=local."),
            ["zorgal, DC=co, DC=uk", "quvnix,DC=local"]
        );
        assert_eq!(texts("dc=berlin and xdc=plant,dc=7 dc=debian,dc=org"), Vec::<String>::new());
    }
}
