//! Identifiers that are known by their text: what the appliance knows of itself, what earlier lines taught.
//!
//! Found exactly, ASCII case aside, on the borders of runs of letters and digits. Each text is filed under the hash
//! of its longest run, so that a line costs one hash for each of its runs and next to nothing for the rest.

use std::collections::HashMap;

use super::{Found, Kind, Way, dictionary};

/// A set of known identifiers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    by_run: HashMap<u64, Vec<Entry>>,
    bits: Vec<u64>,
    size: usize,
}

#[derive(Debug, Clone)]
struct Entry {
    /// In lower case.
    text: Box<[u8]>,
    /// Where the run begins that it is filed under.
    offset: usize,
    kind: Kind,
}

impl Known {
    /// Adds a text; short and dictionary words are left out, as only their context can say what they are.
    pub(crate) fn learn(&mut self, text: &[u8], kind: Kind) -> bool {
        let lower = text.trim_ascii().to_ascii_lowercase();
        if !is_telling(&lower, kind) || self.size >= LIMIT {
            return false;
        }
        let Some((offset, length)) = longest_run(&lower) else { return false };
        let hash = hash(&lower[offset..offset + length]);
        let entries = self.by_run.entry(hash).or_default();
        if entries.iter().any(|entry| *entry.text == *lower) {
            return false;
        }
        entries.push(Entry { text: lower.into(), offset, kind });
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.text.len()));
        self.size += 1;
        if self.bits.is_empty() {
            self.bits = vec![0; WORDS];
        }
        self.bits[slot(hash)] |= 1 << (hash & 63);
        true
    }

    /// Whether nothing is known.
    pub(crate) fn is_empty(&self) -> bool {
        self.size == 0
    }

    /// Every text with its kind, in no order.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&[u8], Kind)> {
        self.by_run.values().flatten().map(|entry| (&*entry.text, entry.kind))
    }

    /// Whether the run with this hash can begin a known text.
    pub(crate) fn may_hold(&self, hash: u64) -> bool {
        !self.bits.is_empty() && self.bits[slot(hash)] >> (hash & 63) & 1 == 1
    }

    /// The longest known text whose filed run begins at `run` of the line.
    pub(crate) fn at(&self, line: &[u8], run: usize, hash: u64) -> Option<Found> {
        let entries = self.by_run.get(&hash)?;
        entries.iter().find_map(|entry| {
            let start = run.checked_sub(entry.offset)?;
            let end = start + entry.text.len();
            let fits = line.get(start..end)?.eq_ignore_ascii_case(&entry.text);
            (fits && is_bordered(line, start, end)).then_some(Found {
                start,
                end,
                kind: entry.kind,
                way: Way::Known,
                learn: false,
            })
        })
    }
}

/// Finds what any of `sets` knows in one line.
pub(crate) fn find(sets: [&Known; 2], line: &[u8], found: &mut Vec<Found>) {
    if sets.iter().all(|known| known.is_empty()) {
        return;
    }
    let mut at = 0;
    while at < line.len() {
        let mut hash = SEED;
        let start = at;
        while at < line.len() && is_run(line[at]) {
            hash = step(hash, line[at].to_ascii_lowercase());
            at += 1;
        }
        if at > start {
            for known in sets.iter().filter(|known| known.may_hold(hash)) {
                found.extend(known.at(line, start, hash));
            }
        }
        at += 1;
    }
}

/// Whether a text stands for itself wherever it turns up.
fn is_telling(lower: &[u8], kind: Kind) -> bool {
    let digits = lower.iter().filter(|byte| byte.is_ascii_digit()).count();
    let number = digits == lower.len() || lower.starts_with(b"0x") && digits + 3 > lower.len();
    match kind {
        Kind::Secret => lower.len() >= 6 && !dictionary::is_word(lower) && !(number && lower.len() < 8),
        Kind::User | Kind::Host | Kind::Domain | Kind::Ssid | Kind::Person | Kind::Organisation => {
            lower.len() >= 4 && !number && !dictionary::is_word(lower)
        }
        _ => lower.len() >= 6,
    }
}

fn is_bordered(line: &[u8], start: usize, end: usize) -> bool {
    let open = |edge: u8, beyond: Option<&u8>| !is_run(edge) || !beyond.is_some_and(|byte| is_run(*byte));
    open(line[start], start.checked_sub(1).and_then(|at| line.get(at))) && open(line[end - 1], line.get(end))
}

/// Offset and length of the longest run of letters and digits.
fn longest_run(text: &[u8]) -> Option<(usize, usize)> {
    let mut best = None;
    let mut at = 0;
    while at < text.len() {
        let length = text[at..].iter().take_while(|byte| is_run(**byte)).count();
        if length > best.map_or(0, |(_, longest)| longest) {
            best = Some((at, length));
        }
        at += length + 1;
    }
    best
}

const fn is_run(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

fn hash(run: &[u8]) -> u64 {
    run.iter().fold(SEED, |hash, byte| step(hash, *byte))
}

/// FNV-1a: short, and good enough for a set that no stranger can aim at for more than one item.
const fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(0x0000_0100_0000_01b3)
}

const fn slot(hash: u64) -> usize {
    (hash >> 40) as usize & (WORDS - 1)
}

const SEED: u64 = 0xcbf2_9ce4_8422_2325;
/// 64 bits each: 8 KiB.
const WORDS: usize = 1024;
/// Texts that one set holds at most.
const LIMIT: usize = 50_000;

#[cfg(test)]
mod tests {
    use super::{Known, find};
    use crate::minimize::Kind;

    fn texts(known: &[(&str, Kind)], line: &str) -> Vec<String> {
        let mut set = Known::default();
        for (text, kind) in known {
            set.learn(text.as_bytes(), *kind);
        }
        let mut found = Vec::new();
        find([&set, &Known::default()], line.as_bytes(), &mut found);
        found.iter().map(|one| line[one.start..one.end].to_owned()).collect()
    }

    #[test]
    fn known_texts_are_found_in_any_case_on_their_borders() {
        let known = [("db-prod7", Kind::Host), ("a.lindt", Kind::User)];
        assert_eq!(
            texts(&known, "DB-PROD7 db-prod71 xdb-prod7 (a.lindt) db-prod7_x"),
            ["DB-PROD7", "a.lindt", "db-prod7"]
        );
    }

    #[test]
    fn short_and_dictionary_words_are_left_to_their_context() {
        let known = [("bo", Kind::User), ("server", Kind::Host), ("1234", Kind::User)];
        assert_eq!(texts(&known, "bo server 1234"), Vec::<String>::new());
    }
}
