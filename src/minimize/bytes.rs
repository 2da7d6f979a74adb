//! A few bytes at a time: searched for, compared, read as numbers, appended.
//!
//! A line costs dozens of these, most of them of less than sixteen bytes, and the C library of a static program goes
//! byte by byte or sets up for long runs: what is short is done here in words of eight bytes, and with no call.

mod words;

use aho_corasick::packed::Searcher;

pub(crate) use words::{ends_with_any, holds_any, is_one_of, is_one_of_in_any_case, starts_with_any};

/// Where `needle` first stands in `line`.
///
/// A searcher that prepares itself for its needle, as `memchr::memmem` does, takes longer over the preparation than
/// over a whole line of a log; this one looks for the needle's rarest letter and compares. In what is longer that
/// letter stands too often.
#[inline(always)]
pub(crate) fn find(line: &[u8], needle: &[u8]) -> Option<usize> {
    match needle {
        [] => Some(0),
        _ if line.len() >= PREPARED => memchr::memmem::find(line, needle),
        _ => find_by(line, needle, rarest(needle)),
    }
}

/// One past where `needle` first stands in `line`.
#[inline(always)]
pub(crate) fn find_past(line: &[u8], needle: &[u8]) -> Option<usize> {
    find(line, needle).map(|at| at + needle.len())
}

/// Every place where `needle`, which is not empty, stands in `line`, in order; none that reaches into the one before.
#[inline(always)]
pub(crate) fn every<'a>(line: &'a [u8], needle: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = from + find(line.get(from..)?, needle)?;
        from = at + needle.len();
        Some(at)
    })
}

/// Where `needle` first stands in `line`, by one of its letters.
fn find_by(line: &[u8], needle: &[u8], letter: usize) -> Option<usize> {
    // One past where the letter may stand in the last of the needles.
    let end = line.len().checked_sub(needle.len())? + letter + 1;
    let mut from = letter;
    for _ in 0..TRIES {
        let at = from + memchr::memchr(needle[letter], &line[from..end])?;
        if same(&line[at - letter..at - letter + needle.len()], needle) {
            return Some(at - letter);
        }
        from = at + 1;
    }
    // Security: in a text that is made of that letter, what prepares itself is faster.
    let from = from - letter;
    memchr::memmem::find(&line[from..], needle).map(|at| from + at)
}

/// Letters that are looked at before another way is taken.
const TRIES: usize = 64;

/// Which letter of a needle is the rarest in logs; known when the program is built for a needle that is.
#[inline(always)]
const fn rarest(needle: &[u8]) -> usize {
    let (mut rarest, mut at) = (0, 1);
    while at < needle.len() {
        if COMMONNESS[needle[at] as usize] < COMMONNESS[needle[rarest] as usize] {
            rarest = at;
        }
        at += 1;
    }
    rarest
}

/// How often a byte stands in logs, by rank alone.
const COMMONNESS: [u8; 256] = {
    let mut ranks = [0; 256];
    let orders = b" etaionsr\"dlcmupfhgbyvkwx0123456789.:-/=_,jzqSCADEIPTMRNOFLBUGHKVWXYQJZ";
    let mut at = 0;
    while at < orders.len() {
        ranks[orders[at] as usize] = (orders.len() - at) as u8;
        at += 1;
    }
    ranks
};

/// Calls `take` where `byte` stands in `line`; what that gives is where to look on from, where it lies behind.
#[inline]
pub(crate) fn each(line: &[u8], byte: u8, mut take: impl FnMut(usize) -> usize) {
    let mut from = 0;
    while let Some(length) = memchr::memchr(byte, line.get(from..).unwrap_or_default()) {
        let at = from + length;
        from = take(at).max(at + 1);
    }
}

/// A few texts, of which one is looked for in a line at a time: in one pass, where there are instructions for it.
pub(crate) struct Any {
    texts: &'static [&'static [u8]],
    searcher: Option<Searcher>,
}

impl Any {
    /// Prepares the search; none of the texts may be empty.
    pub(crate) fn new(texts: &'static [&'static [u8]]) -> Self {
        Self { texts, searcher: Searcher::new(texts) }
    }

    /// Where the first of them begins and ends that stands in a line.
    pub(crate) fn find(&self, line: &[u8]) -> Option<(usize, usize)> {
        match &self.searcher {
            Some(searcher) => searcher.find(line).map(|found| (found.start(), found.end())),
            None => self.texts.iter().filter_map(|text| find(line, text).map(|at| (at, at + text.len()))).min(),
        }
    }

    /// Whether one of them stands in a line.
    pub(crate) fn stands_in(&self, line: &[u8]) -> bool {
        self.find(line).is_some()
    }
}

/// Where something stands next in a line, for one who asks from one place after another.
///
/// Security: what has been looked through is not looked through again. A text in which every other word asks where the
/// next of something is, which stands nowhere, takes no longer for it.
#[derive(Debug)]
pub(crate) struct MemoizedFind {
    /// Nothing stands between these two.
    from: usize,
    to: usize,
}

impl MemoizedFind {
    /// Knows nothing yet.
    pub(crate) const fn new() -> Self {
        Self { from: 1, to: 0 }
    }

    /// The next place at `from` or behind it, which `find` looks for where it is not known: it gives a place of the
    /// line.
    pub(crate) fn at(&mut self, from: usize, find: impl FnOnce() -> Option<usize>) -> Option<usize> {
        if !(self.from..=self.to).contains(&from) {
            *self = Self { from, to: find().unwrap_or(usize::MAX) };
        }
        (self.to != usize::MAX).then_some(self.to)
    }
}

/// A text without so many of some bytes at its end, at most.
pub(crate) fn without_end<'a>(text: &'a [u8], bytes: &[u8], most: usize) -> &'a [u8] {
    let length = text.iter().rev().take(most).take_while(|byte| bytes.contains(byte)).count();
    &text[..text.len() - length]
}

/// Whether a text ends so. Of a list of ends the last two bytes tell nearly all of them without a call.
#[inline(always)]
pub(crate) fn ends_with(text: &[u8], end: &[u8]) -> bool {
    let alike = match (text.last_chunk::<2>(), end.last_chunk::<2>()) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    };
    alike && text.ends_with(end)
}

/// The first eight bytes as a little-endian number, zeros behind them where there are fewer.
#[inline]
pub(crate) fn eight(text: &[u8]) -> u64 {
    if let Some(bytes) = text.first_chunk::<8>() {
        return u64::from_le_bytes(*bytes);
    }
    let four = |bytes: &[u8; 4]| u64::from(u32::from_le_bytes(*bytes));
    match (text.first_chunk::<4>(), text.last_chunk::<4>()) {
        // Both reach into each other where there are fewer than eight.
        (Some(low), Some(high)) => four(low) | four(high) << (8 * (text.len() - 4)),
        _ => text.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)),
    }
}

/// The first `length` bytes, eight at most, as a little-endian number.
#[inline]
pub(crate) fn first(text: &[u8], length: usize) -> u64 {
    eight(text) & FIRST[length.min(8)]
}

/// Whether the first `length` bytes of one are the first `others` of the other.
#[inline]
pub(crate) fn starts_alike(one: &[u8], other: &[u8], length: usize, others: usize) -> bool {
    length == others
        && first(one, length) == first(other, length)
        && (length <= 8 || same(&one[8..length], &other[8..length]))
}

/// The first bytes of eight, by how many; all of them where it says more than there are.
pub(crate) const FIRST: [u64; 16] = {
    let mut masks = [u64::MAX; 16];
    masks[0] = 0;
    let mut length = 1;
    while length < 8 {
        masks[length] = u64::MAX >> (64 - 8 * length);
        length += 1;
    }
    masks
};

/// Whether both are the same.
#[inline]
pub(crate) fn same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let sixteen =
        |text: &[u8], at: usize| text[at..].first_chunk::<16>().map_or(0, |bytes| u128::from_le_bytes(*bytes));
    let Some(last) = one.len().checked_sub(16) else {
        let behind = one.len().min(8);
        return eight(one) == eight(other) && eight(&one[behind..]) == eight(&other[behind..]);
    };
    let mut at = 0;
    while at < last {
        if sixteen(one, at) != sixteen(other, at) {
            return false;
        }
        at += 16;
    }
    // It reaches into the sixteen before it.
    sixteen(one, last) == sixteen(other, last)
}

/// Appends a text that is most often short. With [`ROOM`] to spare the vector does not grow for it.
#[inline]
pub(crate) fn append(out: &mut Vec<u8>, text: &[u8]) {
    if text.len() > SHORT {
        return append_first(out, text, text.len());
    }
    let end = out.len() + text.len();
    let both = u128::from(eight(text)) | u128::from(eight(text.get(SHORT / 2..).unwrap_or_default())) << 64;
    out.extend_from_slice(&both.to_le_bytes());
    out.truncate(end);
}

/// Appends the first `length` bytes of `from`, of which the most are short. With [`ROOM`] to spare, as for [`append`].
#[inline]
pub(crate) fn append_first(out: &mut Vec<u8>, from: &[u8], length: usize) {
    if length > LONG {
        return out.extend_from_slice(&from[..length]);
    }
    let (end, mut at) = (out.len() + length, 0);
    while at < length {
        let Some(block) = from[at..].first_chunk::<ROOM>() else {
            out.extend_from_slice(&from[at..length]);
            break;
        };
        out.extend_from_slice(block);
        at += ROOM;
    }
    out.truncate(end);
}

/// Bytes of a line from which on preparing a search is worth it.
const PREPARED: usize = 1024;

/// What is no longer goes as two words of eight bytes: most names, numbers and pseudonyms.
const SHORT: usize = 16;
/// Bytes behind a short text that are written along with it.
pub(crate) const ROOM: usize = 32;
/// What is longer the C library copies faster.
const LONG: usize = 256;

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop, proptest};

    use super::{MemoizedFind, append, each, eight, every, same};

    proptest! {
        #[test]
        fn every_place_is_found(
            line in prop::collection::vec(prop::sample::select(b"ab ".to_vec()), 0..40),
            needle in prop::collection::vec(prop::sample::select(b"ab ".to_vec()), 1..4),
        ) {
            let places: Vec<usize> = memchr::memmem::find_iter(&line, &needle).collect();
            assert_eq!(every(&line, &needle).collect::<Vec<_>>(), places);
        }

        #[test]
        fn the_next_place_is_the_same_in_whatever_order_it_is_asked_for(
            line in prop::collection::vec(prop::sample::select(b"abbb".to_vec()), 0..20),
            from in prop::collection::vec(0_usize..22, 1..12),
        ) {
            let mut next = MemoizedFind::new();
            let place = |from: usize| line.iter().enumerate().skip(from).find(|(_, byte)| **byte == b'a').map(|(at, _)| at);
            for from in from {
                assert_eq!(next.at(from, || place(from)), place(from));
            }
        }

        #[test]
        fn each_place_is_visited_but_those_that_are_skipped(
            line in prop::collection::vec(prop::sample::select(b"ab".to_vec()), 0..40),
            skip in 0_usize..4,
        ) {
            let (mut places, mut wanted, mut next) = (Vec::new(), Vec::new(), 0);
            each(&line, b'a', |at| { places.push(at); at + skip });
            for at in memchr::memchr_iter(b'a', &line) {
                if at >= next {
                    wanted.push(at);
                    next = at + skip;
                }
            }
            assert_eq!(places, wanted);
        }

        #[test]
        fn eight_bytes_are_a_number(text in prop::collection::vec(any::<u8>(), 0..12)) {
            let number = text.iter().take(8).rev().fold(0, |number, byte| number << 8 | u64::from(*byte));
            assert_eq!(eight(&text), number);
        }

        #[test]
        fn what_is_appended_is_the_same(
            one in prop::collection::vec(any::<u8>(), 0..40),
            other in prop::collection::vec(any::<u8>(), 0..40),
            at in any::<prop::sample::Index>(),
        ) {
            let mut both = one.clone();
            append(&mut both, &other);
            assert!(same(&both, &[&one[..], &other[..]].concat()));
            assert_eq!(same(&one, &other), one == other);
            if !both.is_empty() {
                let mut changed = both.clone();
                changed[at.index(both.len())] ^= 1;
                assert!(!same(&both, &changed));
            }
        }
    }
}
