//! The ledger of a case: one JSON object per line, the first about the ledger itself, the others with originals and
//! pseudonyms.
//!
//! It is read and written line by line. What earlier runs of the case recorded stays for [`KEPT`] after it was last
//! seen.

use std::collections::HashSet;
use std::fs::File;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, Write};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::minimize::{CaseKey, Note, Notes};
use crate::state::{self, State};

/// The first line.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Head {
    /// The version: 1.
    format: u32,
    /// Day of the last run.
    last: String,
    /// Whether a run replaced more than was recorded.
    full: bool,
    /// How many notes follow; unknown of a ledger that an earlier release wrote.
    #[serde(skip_serializing_if = "Option::is_none")]
    notes: Option<u32>,
}

/// Every other line, besides the day of the last run that recorded it.
#[derive(Debug, Clone, Deserialize)]
struct Line {
    #[serde(flatten)]
    note: Note<'static>,
}

/// The same line as bytes: equal notes have equal bytes, so that a run need not parse those of earlier runs.
#[derive(Debug, Clone, Copy)]
struct Raw<'a> {
    seen: &'a [u8],
    /// The object after its first member, up to its end.
    note: &'a [u8],
}

/// The days that decide what a ledger keeps.
#[derive(Debug, Clone)]
struct Days {
    today: String,
    /// Notes last seen before this day are dropped.
    oldest: String,
}

/// The original of a pseudonym.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Revealed {
    /// The original.
    pub original: Vec<u8>,
    /// The word for its kind.
    pub kind: &'static str,
    /// The case that the pseudonym belongs to.
    pub case: String,
}

/// What to search for in a bundle of a case.
pub struct Ledger {
    /// What the case's runs replaced.
    pub notes: Vec<Note<'static>>,
    /// Whether they replaced more than was recorded.
    pub full: bool,
    /// Whether some of what was noted is gone.
    pub damaged: bool,
    /// Key with which secrets are hashed.
    pub key: CaseKey,
}

/// Adds what a run recorded to the ledger of its case; removes old notes there, and old ledgers.
pub(super) fn keep(notes: &Notes, case: &str, state: &State, now: Timestamp) -> Result<(), state::Error> {
    let days = Days { today: day(now), oldest: day(now.checked_sub(KEPT).unwrap_or(now)) };
    for other in state.ledgers()?.iter().filter(|other| *other != case) {
        if state.ledger(other)?.and_then(last_run).is_some_and(|last| last < days.oldest) {
            state.remove_ledger(other)?;
        }
    }
    let old = state.ledger(case)?.map(BufReader::new);
    state.keep_ledger(case, |file| merge(file, notes, old, &days))
}

/// Returns the day of a ledger's last run; if its first line is damaged, the day on which it was last written.
fn last_run(file: File) -> Option<String> {
    let written = file.metadata().and_then(|about| about.modified()).ok();
    head(&mut BufReader::new(file)).map(|head| head.last).or_else(|| Timestamp::try_from(written?).ok().map(day))
}

/// Returns the originals of these pseudonyms, in one case or in all that are known here.
///
/// # Errors
/// If a ledger cannot be read.
pub fn reveal(state: &State, case: Option<&str>, asked: &[String]) -> Result<Vec<Vec<Revealed>>, state::Error> {
    let cases = case.map_or_else(|| state.ledgers(), |case| Ok(vec![case.to_owned()]))?;
    let mut revealed = vec![Vec::new(); asked.len()];
    for case in cases {
        let Some(mut file) = state.ledger(&case)?.map(BufReader::new) else { continue };
        let _ = head(&mut file);
        for note in lines(file) {
            let Some(note) = note.map_err(|source| state.unread_ledger(&case, source))? else { continue };
            for (asked, found) in asked.iter().zip(&mut revealed) {
                let original = note.reveals(asked).map(|original| original.into_owned());
                found.extend(original.map(|original| Revealed {
                    original,
                    kind: note.kind.word(),
                    case: case.clone(),
                }));
            }
        }
    }
    for found in &mut revealed {
        found.sort();
        found.dedup_by(|one, other| (&one.original, &one.case) == (&other.original, &other.case));
    }
    Ok(revealed)
}

/// Reads the whole of a ledger that is already open.
///
/// # Errors
/// If it cannot be read to its end.
pub fn read(file: impl Read, case: Option<&str>, secret: &[u8]) -> io::Result<Ledger> {
    let mut file = BufReader::new(file);
    let head = head(&mut file);
    let (mut notes, mut count, mut damaged) = (Vec::new(), 0, head.is_none());
    for note in lines(file) {
        count += 1;
        match note? {
            Some(note) => notes.push(note),
            // A damaged note is lost, so the ledger is incomplete.
            None => damaged = true,
        }
    }
    let full = head.as_ref().is_some_and(|head| head.full);
    damaged |= head.is_some_and(|head| !head.counts(count));
    Ok(Ledger { notes, full, damaged, key: CaseKey::derive(secret, name(case)) })
}

/// Returns the name of the ledger of a case.
#[must_use]
pub fn name(case: Option<&str>) -> &str {
    case.unwrap_or(super::NO_CASE)
}

/// Writes what a run recorded, followed by what earlier runs did, as far as there is room and it is not too old. This
/// works line by line, because a ledger is larger than what a run may hold in memory.
fn merge(
    out: &mut (impl Write + Seek),
    notes: &Notes,
    old: Option<impl BufRead>,
    Days { today, oldest }: &Days,
) -> io::Result<()> {
    let (mut old, mut full) = (old, notes.is_full());
    let old_head = old.as_mut().map(head);
    // A ledger whose first line is gone may have lost others.
    full |= old_head.as_ref().is_some_and(|head| head.as_ref().is_none_or(|head| head.full && head.last >= *oldest));
    let mut out = BufWriter::new(out);
    let begin = |full, notes| Head { format: 1, last: today.clone(), full, notes: Some(notes) }.line();
    out.write_all(&begin(true, 0))?;
    let (mut length, mut count, mut old_count) = (HEAD, 0, 0);
    let (hasher, mut told, mut text) = (RandomState::new(), HashSet::new(), Vec::new());
    for note in notes.iter() {
        text.clear();
        note.write(&mut text)?;
        let line = Raw { seen: today.as_bytes(), note: text.get(1..).unwrap_or_default() };
        if old.is_some() {
            told.insert(hasher.hash_one(line.note));
        }
        length += line.put(&mut out)?;
        count += 1;
    }
    if let Some(old) = &mut old {
        while take(old, &mut text)? {
            old_count += 1;
            let Some(line) = Raw::of(&text) else {
                full = true;
                continue;
            };
            if line.seen < oldest.as_bytes() || told.contains(&hasher.hash_one(line.note)) {
                continue;
            }
            if length >= LARGEST {
                full = true;
                break;
            }
            length += line.put(&mut out)?;
            count += 1;
        }
        full |= old_head.flatten().is_some_and(|head| !head.counts(old_count));
    }
    out.rewind()?;
    out.write_all(&begin(full, count))?;
    out.flush()
}

/// Takes the next line without its end; returns whether there was one.
fn take(file: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    file.read_until(b'\n', line)?;
    let any = !line.is_empty();
    line.pop_if(|byte| *byte == b'\n');
    Ok(any)
}

impl<'a> Raw<'a> {
    /// Parses a line as [`put`](Self::put) wrote it; `None` if it is damaged.
    fn of(line: &'a [u8]) -> Option<Self> {
        let (seen, note) = line.strip_prefix(SEEN)?.split_at_checked(DAY)?;
        let note = note.strip_prefix(b"\",").filter(|note| note.ends_with(b"}"))?;
        Some(Self { seen, note })
    }

    /// Writes the line; returns the number of bytes.
    fn put(self, out: &mut impl Write) -> io::Result<usize> {
        let parts = [SEEN, self.seen, b"\",", self.note, b"\n"];
        parts.iter().try_for_each(|part| out.write_all(part))?;
        Ok(parts.iter().map(|part| part.len()).sum())
    }
}

impl Head {
    /// Whether all of the notes are there, of which so many are.
    fn counts(&self, notes: u32) -> bool {
        self.notes.is_none_or(|noted| noted == notes)
    }

    /// Returns the line, which always has the same length, so that it can be overwritten.
    fn line(&self) -> Vec<u8> {
        format!("{:<HEAD$}\n", serde_json::to_string(self).unwrap_or_default()).into_bytes()
    }
}

fn head(file: &mut impl BufRead) -> Option<Head> {
    let mut line = String::new();
    file.take(LINE).read_line(&mut line).ok()?;
    serde_json::from_str(&line).ok().filter(|head: &Head| head.format == 1)
}

/// Returns the notes after the first line; `None` for a damaged line.
fn lines(file: impl BufRead) -> impl Iterator<Item = io::Result<Option<Note<'static>>>> {
    let note = |line: Vec<u8>| serde_json::from_slice(&line).ok().map(|Line { note }| note);
    file.split(b'\n').map(move |line| line.map(note))
}

/// Formats a day; days sort as text.
fn day(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d").to_string()
}

/// How long an original is kept after it was last seen.
const KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);
/// Bytes of a ledger above which notes of earlier runs are dropped.
const LARGEST: usize = 32 << 20;
/// Bytes of the first line that we write.
const HEAD: usize = 63;
/// The beginning of each other line, and the bytes of the day after it.
const SEEN: &[u8] = b"{\"seen\":\"";
const DAY: usize = 10;
/// Maximum bytes of the first line.
const LINE: u64 = 4096;

#[cfg(test)]
mod tests {
    use std::io::Read;
    use std::sync::{Arc, Mutex};

    use super::{CaseKey, Days, Note, Notes, day, head, merge, read};
    use crate::minimize::Minimizer;
    use crate::profile::{Purpose, Rules};

    fn noted(login: &str) -> Notes {
        let key = CaseKey::derive(b"secret of a test", "case");
        let mut minimizer = Minimizer::new(key.clone(), Purpose::Operations, &Rules::default());
        let notes = Arc::new(Mutex::new(Notes::new(key)));
        minimizer.note_in(Some(Arc::clone(&notes)));
        minimizer.text(format!("sshd[7]: Failed password for invalid user {login} from ::1 port 9 ssh2\n").as_bytes());
        drop(minimizer);
        Arc::into_inner(notes).unwrap().into_inner().unwrap()
    }

    fn merged(notes: &Notes, old: Option<&[u8]>, today: &str, oldest: &str) -> Vec<u8> {
        let mut out = std::io::Cursor::new(Vec::new());
        let days = Days { today: today.to_owned(), oldest: oldest.to_owned() };
        merge(&mut out, notes, old, &days).unwrap();
        out.into_inner()
    }

    fn kept(text: &[u8]) -> Vec<Vec<u8>> {
        let ledger = read(text, None, b"secret of a test").unwrap();
        assert!(!ledger.full && !ledger.damaged);
        ledger.notes.iter().filter_map(|note| note.original.text().map(|text| text.into_owned())).collect()
    }

    #[test]
    fn what_earlier_runs_noted_stays_until_it_is_too_old() {
        let one = merged(&noted("wkowalska"), None, "2026-01-02", "2025-10-04");
        let two = merged(&noted("jnovak77"), Some(&one), "2026-03-02", "2025-12-02");
        assert_eq!(kept(&two), [b"jnovak77".to_vec(), b"wkowalska".to_vec()]);
        let again = merged(&noted("jnovak77"), Some(&two), "2026-03-03", "2025-12-03");
        assert_eq!(kept(&again).len(), 2);
        let later = merged(&noted("jnovak77"), Some(&two), "2026-05-02", "2026-02-01");
        assert_eq!(kept(&later), [b"jnovak77".to_vec()]);
    }

    #[test]
    fn a_damaged_line_is_left_behind_and_the_ledger_says_that_it_does_not_hold_all() {
        let one = merged(&noted("wkowalska"), None, "2026-01-02", "2025-10-04");
        for damage in [&one[..one.len() - 3], &[&one[..], b"{\"seen\":\"2026\n\n"].concat()] {
            assert!(read(damage, None, b"").unwrap().damaged);
            let two = merged(&noted("jnovak77"), Some(damage), "2026-01-03", "2025-10-05");
            assert_eq!(two.split(|byte| *byte == b'\n').count(), 3 + usize::from(damage.len() > one.len()));
            assert!(head(&mut &two[..]).unwrap().full);
        }
    }

    #[test]
    fn a_ledger_of_which_whole_lines_are_gone_says_that_it_does_not_hold_all() {
        let one = merged(&noted("wkowalska"), None, "2026-01-02", "2025-10-04");
        let first = one.iter().position(|byte| *byte == b'\n').unwrap() + 1;
        for rest in [&one[..first], &one[first..], b""] {
            assert!(read(rest, None, b"").unwrap().damaged);
            let two = merged(&noted("jnovak77"), Some(rest), "2026-01-03", "2025-10-05");
            assert!(head(&mut &two[..]).unwrap().full);
        }
    }

    #[test]
    fn a_ledger_that_cannot_be_read_to_its_end_is_none() {
        let one = merged(&noted("wkowalska"), None, "2026-01-02", "2025-10-04");
        assert!(read(one.as_slice().chain(Failing), None, b"").is_err());
    }

    /// A disk that gives no more.
    struct Failing;

    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the disk gives no more"))
        }
    }

    #[test]
    fn a_line_of_a_ledger_reads_as_it_was_written() {
        let notes = noted("wkowalska");
        let text = merged(&notes, None, "2026-01-02", "2025-10-04");
        let ledger = read(&text[..], None, b"").unwrap();
        assert_eq!(ledger.notes, notes.iter().collect::<Vec<Note<'_>>>());
        assert_eq!(day("2026-01-02T03:04:05Z".parse().unwrap()), "2026-01-02");
    }
}
