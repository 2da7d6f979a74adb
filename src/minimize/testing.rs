//! What tests ask of a finder: the texts that it finds in a line, or in the lines of an item one after another.

use super::Found;
use super::prefilter::Prefilter;

/// What is a bug to meet, in tests.
pub(crate) const TRIP: &str = "where nobody thought of it";

/// A finder with a bug.
pub(crate) fn trip(line: &[u8]) {
    assert!(!line.windows(TRIP.len()).any(|bytes| bytes == TRIP.as_bytes()), "{TRIP}");
}

/// What a finder finds in a line.
pub(crate) fn texts(line: &str, mut find: impl FnMut(&[u8], &mut Vec<Found>)) -> Vec<String> {
    let mut found = Vec::new();
    find(line.as_bytes(), &mut found);
    found.iter().map(|one| line[one.start..one.end].to_owned()).collect()
}

/// What a finder finds in a line that looks at what the line shows.
pub(crate) fn texts_at_sight(line: &str, mut find: impl FnMut(&[u8], &Prefilter, &mut Vec<Found>)) -> Vec<String> {
    texts(line, |line, found| find(line, &sight_of(line), found))
}

/// What a line shows.
pub(crate) fn sight_of(line: &[u8]) -> Prefilter {
    let mut prefilter = Prefilter::default();
    prefilter.scan(line);
    prefilter
}

/// What is found in lines, each of which may say something of those below it.
pub(crate) fn texts_of_lines(lines: &[&str], mut find: impl FnMut(&[u8], &mut Vec<Found>)) -> Vec<String> {
    lines.iter().flat_map(|line| texts(line, &mut find)).collect()
}

/// What a finder finds in a line, each text behind its kind.
pub(crate) fn kinds_and_texts(line: &str, find: impl FnOnce(&[u8], &mut Vec<Found>)) -> Vec<String> {
    let mut found = Vec::new();
    find(line.as_bytes(), &mut found);
    found.iter().map(|one| format!("{:?} {}", one.kind, &line[one.start..one.end])).collect()
}
