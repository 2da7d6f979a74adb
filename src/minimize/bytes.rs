//! Searching a line for a few bytes.

/// Where `needle` first stands in `line`.
///
/// A searcher that prepares itself for its needle, as `memchr::memmem` does, takes longer over the preparation than
/// over a whole line of a log; this one looks for the needle's first letter and compares.
pub(crate) fn find(line: &[u8], needle: &[u8]) -> Option<usize> {
    // A space is in every line, and often.
    let offset = needle.iter().position(|byte| *byte != b' ').unwrap_or(0);
    let Some(first) = needle.get(offset) else { return Some(0) };
    let last = line.len().checked_sub(needle.len())?;
    let places = memchr::memchr_iter(*first, &line[offset..]);
    places.take_while(|at| *at <= last).find(|at| line[*at..].starts_with(needle))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop, proptest};

    use super::find;

    proptest! {
        #[test]
        fn the_first_place_is_found(
            line in prop::collection::vec(prop::sample::select(b"ab ".to_vec()), 0..40),
            needle in prop::collection::vec(prop::sample::select(b"ab ".to_vec()), 0..4),
        ) {
            assert_eq!(find(&line, &needle), memchr::memmem::find(&line, &needle));
        }
    }
}
