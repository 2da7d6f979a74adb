//! Units of the journal, as printed by journalctl: of the running system, or of a journal folder under another root.

use std::borrow::Cow;
use std::path::Path;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::Outcome;
use super::command::Order;
use crate::plan::{Status, Window};

/// The folder in which a system keeps its journal.
pub(super) const FOLDER: &str = "/var/log/journal";

/// Corrects the outcome of reading a journal by what journalctl printed to standard error: it skips files that it
/// cannot read, and still exits with success.
pub(super) fn held_to(mut outcome: Outcome, said: &str, printed: u64) -> Outcome {
    let lost = |line: &&str| DAMAGE.iter().any(|word| line.contains(word));
    if let (Some(0), Some(line)) = (outcome.exit, said.lines().find(lost)) {
        outcome.status = if printed == 0 { Status::Failed } else { Status::Cut };
        outcome.reason = Some(line.to_owned());
    }
    outcome
}

/// The entries of the journal that a source selects.
pub(super) struct Wanted<'a> {
    pub(super) units: &'a [String],
    pub(super) priority: Option<&'a str>,
    pub(super) kernel: bool,
    pub(super) window: Window,
}

impl Wanted<'_> {
    /// Reads it within the window in one direction, from a folder where it is not the running system's.
    pub(super) fn order(&self, folder: Option<&Path>, direction: Direction) -> Order<'static> {
        let mut arguments = self.arguments();
        arguments.extend(folder.map(|folder| format!("--directory={}", folder.display())));
        arguments.extend((direction == Direction::NewestFirst).then(|| "--reverse".to_owned()));
        Order { name: "journalctl", arguments: Cow::Owned(arguments), writes: None, reads_files: true }
    }

    /// Returns the arguments of journalctl(1), quiet and in UTC.
    fn arguments(&self) -> Vec<String> {
        let moment = |time: Timestamp| {
            let micros = time.as_microsecond();
            format!("@{}.{:06}", micros.div_euclid(MICROS), micros.rem_euclid(MICROS))
        };
        let mut arguments =
            ["--no-pager", "--quiet", "--utc", "--output=short-iso-precise"].map(str::to_owned).to_vec();
        arguments.push(format!("--since={}", moment(self.window.since)));
        arguments.push(format!("--until={}", moment(self.window.until)));
        arguments.extend(self.units.iter().map(|unit| format!("--unit={unit}")));
        arguments.extend(self.priority.map(|priority| format!("--priority={priority}")));
        if self.kernel {
            // `--dmesg` would also imply "this boot only".
            arguments.push("_TRANSPORT=kernel".to_owned());
        }
        arguments
    }
}

/// In which order entries are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    OldestFirst,
    NewestFirst,
}

/// Finds where the newest entries begin that fit into a number of bytes, as a journal is printed newest first.
///
/// Entries that the clock, while it was wrong, dated before the window may stand among the others.
pub(super) struct Newest {
    /// Bytes that may still come.
    room: u64,
    /// The beginning of the window.
    after: Timestamp,
    /// When the entry was logged that is being printed, and the one before it, which fits.
    entry: Option<Timestamp>,
    fits: Option<Timestamp>,
    /// How many entries in a row were logged before the window, and their bytes.
    older: usize,
    passed: u64,
    /// The first bytes of a line whose end has not come, and how many there are in all.
    line: Vec<u8>,
    length: u64,
}

impl Newest {
    pub(super) fn new(limit: u64, after: Timestamp) -> Self {
        Self { room: limit, after, entry: None, fits: None, older: 0, passed: 0, line: Vec::new(), length: 0 }
    }

    /// Takes what is printed next; returns whether more is wanted.
    pub(super) fn push(&mut self, bytes: &[u8]) -> bool {
        bytes.split_inclusive(|byte| *byte == b'\n').all(|part| {
            let wanted = TIME.saturating_sub(self.line.len()).min(part.len());
            self.line.extend_from_slice(part.get(..wanted).unwrap_or_default());
            self.length += part.len() as u64;
            !part.ends_with(b"\n") || self.end_line()
        })
    }

    /// Takes a line that has come to its end; returns whether more is wanted.
    fn end_line(&mut self) -> bool {
        let (time, length) = (logged_at(&self.line), std::mem::take(&mut self.length));
        self.line.clear();
        match time {
            Some(time) if time < self.after => self.older += 1,
            Some(time) => {
                self.older = 0;
                self.fits = self.entry.replace(time);
            }
            // It goes on with the entry before it.
            None => {}
        }
        if self.older > OLDER {
            // The whole window has been seen, and fits.
            self.fits = None;
            return false;
        }
        if self.older > 0 {
            self.passed += length;
            return true;
        }
        let room = self.room.checked_sub(length + std::mem::take(&mut self.passed));
        self.room = room.unwrap_or(0);
        room.is_some()
    }

    /// Returns from when on entries fit, if not all of the window do.
    pub(super) fn since(&self) -> Option<Timestamp> {
        self.fits
    }
}

/// When an entry was logged whose first line begins so: `2026-03-01T09:08:19.750000+0000 relay7 sshd[77]: …`. A
/// line that goes on with an entry begins with blanks.
fn logged_at(line: &[u8]) -> Option<Timestamp> {
    let time: DateTime = std::str::from_utf8(line.get(..TIME)?).ok()?.parse().ok()?;
    TimeZone::UTC.to_timestamp(time).ok()
}

/// Entries in a row that were logged before the window, after which none within it is expected: a machine without a clock
/// of its own logs some thousand until it has asked for the time.
const OLDER: usize = 20_000;
/// Bytes of a time to the microsecond, without its offset.
const TIME: usize = "2026-03-01T09:08:19.750000".len();
const MICROS: i64 = 1_000_000;

/// Words in the messages of journalctl about files of the journal that it does not read completely.
const DAMAGE: [&str; 3] = ["corrupted", "truncated", "ignoring file"];
