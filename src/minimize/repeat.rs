//! Names that stand twice in a line: where its grammar says of one whose it is, the other is the same.

use std::ops::Range;

use super::candidate::Candidate;
use super::known::{is_bordered, is_telling, longest_run};
use super::prefilter::Word;
use super::resolution_cache::ResolutionCache;
use super::{Evidence, Found, Kind, bytes};

/// Whether what is found so may be or hold such a name.
pub(crate) fn is_of_interest(kind: Kind, evidence: Evidence) -> bool {
    let kind = matches!(kind, Kind::User | Kind::Host | Kind::Domain | Kind::Email | Kind::Serial | Kind::Session);
    evidence >= Evidence::Grammar && kind
}

/// Whether some word may stand twice in a line, which a name that does so has.
pub(crate) fn may_stand_twice(words: &[Word]) -> bool {
    let mut seen = SeenWords::default();
    words.iter().filter(|word| word.len() >= LEAST).any(|word| !seen.insert(word.hash))
}

/// The words of a line that were seen, by their hashes.
#[derive(Debug, Default)]
pub(crate) struct SeenWords([u64; SEEN]);

impl SeenWords {
    /// Adds a word; `false` where it may have been there.
    pub(crate) fn insert(&mut self, hash: u64) -> bool {
        let (place, bit) = (&mut self.0[(hash >> 32) as usize % SEEN], 1 << (hash >> 58));
        let before = std::mem::replace(place, *place | bit);
        before & bit == 0
    }
}

/// A name that a line says is one: where it stands, and whose it is.
pub(crate) type Name = (Range<usize>, Kind);

/// Finds where else in a line the names of people and machines stand that it says are such; says which were sought.
pub(crate) fn find_all(
    line: &[u8],
    kept: &[Candidate],
    resolutions: &ResolutionCache,
    sought: &mut Vec<Name>,
    found: &mut Vec<Found>,
) {
    for candidate in kept.iter().filter(|candidate| is_of_interest(candidate.kind, candidate.evidence)) {
        for part in resolutions.parts(candidate.resolution) {
            let kind = match part.kind {
                Kind::User | Kind::Host | Kind::Serial | Kind::Session => part.kind,
                // The first part of a mail address is a login.
                Kind::Email if part.start == 0 => Kind::User,
                _ => continue,
            };
            let (start, end) = (candidate.base + part.start as usize, candidate.base + part.end as usize);
            // Security: a line of nothing but one name, or of many, would be looked through for each of them.
            let same = |(other, of): &Name| *of == kind && line[other.clone()] == line[start..end];
            if sought.len() >= NAMES || sought.iter().any(same) {
                continue;
            }
            sought.push((start..end, kind));
            find(line, start..end, kind, found);
            // `gw7.plant.example gw7`: its short name.
            if kind == Kind::Host {
                find_short(line, (start, end), found);
            }
        }
    }
}

/// Finds where else in a line the name stands that stands at `span`.
fn find(line: &[u8], span: Range<usize>, kind: Kind, found: &mut Vec<Found>) {
    let name = &line[span.clone()];
    if longest_run(name).is_none_or(|(_, length)| length < LEAST) {
        return;
    }
    let (mut from, before) = (0, found.len());
    while let Some(at) = bytes::find(&line[from..], name).map(|at| from + at) {
        let past = at + name.len();
        if at != span.start && is_bordered(line, at, past) {
            found.push(Found::new(at..past, kind, Evidence::Known));
        }
        from = past;
    }
    if found.len() > before && !is_telling(&name.to_ascii_lowercase(), kind) {
        found.truncate(before);
    }
}

/// Finds where the short name of a machine stands alone beside the whole one, as in hosts(5).
fn find_short(line: &[u8], (start, end): (usize, usize), found: &mut Vec<Found>) {
    let Some(length) = memchr::memchr(b'.', &line[start..end]) else { return };
    let name = &line[start..start + length];
    // `gw7` in `/srv/gw7.zone` is a part of another word.
    let ends = |byte: Option<&u8>| byte.is_none_or(|byte| byte.is_ascii_whitespace() || b"\"'()[],;".contains(byte));
    // What stands before a sign is the key of a setting.
    let key = |at: usize| matches!(line[at + length..].trim_ascii_start().first(), Some(b'=' | b':'));
    let alone = |at: usize| at != start && ends(line[..at].last()) && ends(line.get(at + length)) && !key(at);
    if longest_run(name).is_some_and(|(_, length)| length >= LEAST)
        && is_telling(&name.to_ascii_lowercase(), Kind::Host)
    {
        let short = |at| Found::new(at..at + length, Kind::Host, Evidence::Known);
        found.extend(bytes::every(line, name).filter(|at| alone(*at)).map(short));
    }
}

/// Words of 64 bits, for a line of some twenty words.
const SEEN: usize = 16;

/// Names of one line that are looked for a second time in it.
const NAMES: usize = 32;

/// Letters and digits side by side in a name that stands for itself.
pub(crate) const LEAST: usize = 3;

#[cfg(test)]
mod tests {
    use super::{Kind, find, find_short};

    #[test]
    fn a_name_is_found_wherever_else_it_stands() {
        let others = |line: &str, name: &str| {
            let (start, mut found) = (line.find(name).unwrap(), Vec::new());
            find(line.as_bytes(), start..start + name.len(), Kind::Host, &mut found);
            found.iter().map(|one| one.start).collect::<Vec<_>>()
        };
        assert_eq!(others("server relay-77:9092: no address for relay-77, relay-771", "relay-77"), [37]);
        assert_eq!(others("wkowalska <wkowalska@a> xwkowalska", "wkowalska"), [11]);
        assert_eq!(others("host server: no server", "server"), [] as [usize; 0]);
        assert_eq!(others("user bo is bo", "bo"), [] as [usize; 0]);
        assert_eq!(others("serial QVX77120 at /disks/QVX77120", "QVX77120"), [26]);
    }

    #[test]
    fn a_short_name_is_found_where_it_stands_alone() {
        let others = |line: &str, name: &str| {
            let (start, mut found) = (line.find(name).unwrap(), Vec::new());
            find_short(line.as_bytes(), (start, start + name.len()), &mut found);
            found.iter().map(|one| one.start).collect::<Vec<_>>()
        };
        assert_eq!(others("192.0.2.7 zorgal.plant.example zorgal", "zorgal.plant.example"), [31]);
        assert_eq!(others("zorgal.plant.example in log.zorgal.x, mail", "zorgal.plant.example"), [] as [usize; 0]);
        assert_eq!(others("server.plant.example: server", "server.plant.example"), [] as [usize; 0]);
        assert_eq!(others("zorgal = zorgal.plant.example", "zorgal.plant.example"), [] as [usize; 0]);
    }
}
