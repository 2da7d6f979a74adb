//! Names that stand in a line twice: whether lines of one shape may hold such.

use super::super::prefilter::Word;
use super::super::{Found, repeat};
use super::Place;

/// Whether a name in lines of one shape stands in them twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Twins {
    Never,
    /// Where an opaque word stands twice.
    Opaque,
    Maybe,
}

/// What becomes of a word of a line in other lines of its shape.
#[derive(Debug, Clone, Copy)]
pub(super) enum Placed {
    /// It is the same, at this place, by the hash of its letters.
    Same(Place, Place, u64),
    /// It is another opaque word.
    Opaque,
    /// It is another number, or part of a time or of what is hexadecimal.
    Number,
}

impl Placed {
    pub(super) fn same(self) -> Option<(Place, Place, u64)> {
        match self {
            Self::Same(start, end, hash) => Some((start, end, hash)),
            _ => None,
        }
    }
}

/// Whether a name that was found stands elsewhere in some line of a shape: whether its longest word does, which is no
/// shorter than [`repeat::LEAST`].
pub(super) fn twins(found: &Found, words: &[Word], placed: &[Placed]) -> Twins {
    if !repeat::is_of_interest(found.kind, found.evidence) {
        return Twins::Never;
    }
    let alike = |one: usize, other: usize| match (placed[one], placed[other]) {
        (Placed::Same(.., one), Placed::Same(.., other)) if one != other => Twins::Never,
        (Placed::Opaque, Placed::Opaque | Placed::Same(..)) | (Placed::Same(..), Placed::Opaque) => Twins::Opaque,
        _ if words[one].is_number() != words[other].is_number() => Twins::Never,
        _ => Twins::Maybe,
    };
    let first = words.partition_point(|word| (word.start as usize) < found.start);
    let within = (first..words.len()).take_while(|one| (words[*one].start as usize) < found.end);
    let long = within.filter(|one| words[*one].end as usize <= found.end && words[*one].len() >= repeat::LEAST);
    let others = |one: usize| {
        let other =
            move |other: &usize| words[*other].start != words[one].start && words[*other].len() == words[one].len();
        (0..words.len()).filter(other)
    };
    long.flat_map(|one| others(one).map(move |other| alike(one, other))).max().unwrap_or(Twins::Never)
}
