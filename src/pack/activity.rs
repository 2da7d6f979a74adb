//! The activity of a log over time: counts lines, and lines that mention an error, by the time stamps at the beginning
//! of lines.
//!
//! It is measured on minimized text, block by block, on any thread. Slots are a minute wide, and doubled until few
//! enough cover the log; so the result does not depend on how the log was cut into blocks.

mod stamp;

use std::collections::BTreeMap;
use std::ops::AddAssign;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::manifest::Activity;

/// The counts so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Meter {
    /// Counts by the number of the slot; empty if no line has a time.
    slots: BTreeMap<i64, Counts>,
    /// How often the width of a slot, first a minute, was doubled.
    doubled: u32,
    /// The earliest time and the latest, in seconds since 1970.
    first: i64,
    last: i64,
}

/// The counts of a slot.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Counts {
    /// Lines with a time.
    lines: u64,
    /// Lines that mention an error.
    errors: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.lines += other.lines;
        self.errors += other.errors;
    }
}

impl Meter {
    /// Counts the lines of a block; `now` determines the year of a stamp without one.
    pub(super) fn measure(block: &[u8], now: i64) -> Self {
        let mut meter = Self::default();
        let Some(errors) = ERRORS.as_ref().filter(|_| has_stamps(block, now)) else { return meter };
        let mut errors = errors.find_iter(block).map(|found| found.start()).peekable();
        let (mut start, mut time) = (0, None);
        for end in memchr::memchr_iter(b'\n', block).chain([block.len()]) {
            let line = block.get(start..end).unwrap_or_default();
            // A line without a time continues the line before it.
            let stamped = stamp::of(line, now);
            time = stamped.or(time);
            let mut error = false;
            while errors.next_if(|at| *at < end).is_some() {
                error = true;
            }
            if let Some(time) = time.filter(|_| !line.is_empty()) {
                meter.count(time, Counts { lines: u64::from(stamped.is_some()), errors: u64::from(error) });
            }
            start = end + 1;
        }
        meter
    }

    /// Adds the counts of the following blocks.
    pub(super) fn add(&mut self, other: &Self) {
        if other.slots.is_empty() {
            return;
        }
        if self.slots.is_empty() {
            *self = other.clone();
            return;
        }
        while self.doubled < other.doubled {
            self.widen();
        }
        for (slot, counts) in &other.slots {
            *self.slots.entry(slot >> (self.doubled - other.doubled)).or_default() += *counts;
        }
        (self.first, self.last) = (self.first.min(other.first), self.last.max(other.last));
        self.widen_to_fit();
    }

    /// Returns the counts by slot, if there are any.
    pub(super) fn activity(&self) -> Option<Activity> {
        let (from, to) = (*self.slots.keys().next()?, *self.slots.keys().next_back()?);
        let counts = (from..=to).map(|slot| self.slots.get(&slot).copied().unwrap_or_default());
        let (lines, errors) = counts.map(|counts| (counts.lines, counts.errors)).unzip();
        let seconds = MINUTE << self.doubled;
        let text = |second: i64| jiff::Timestamp::from_second(second).ok().map(crate::clock::rfc3339);
        Some(Activity {
            first: text(self.first)?,
            last: text(self.last)?,
            from: text(from * seconds)?,
            seconds: seconds.unsigned_abs(),
            lines,
            errors,
        })
    }

    fn count(&mut self, time: i64, counts: Counts) {
        if self.slots.is_empty() {
            (self.first, self.last) = (time, time);
        }
        (self.first, self.last) = (self.first.min(time), self.last.max(time));
        *self.slots.entry(time.div_euclid(MINUTE << self.doubled)).or_default() += counts;
        self.widen_to_fit();
    }

    /// Widens the slots until few enough cover everything.
    fn widen_to_fit(&mut self) {
        while let (Some((from, _)), Some((to, _))) = (self.slots.first_key_value(), self.slots.last_key_value()) {
            if to - from < SLOTS {
                return;
            }
            self.widen();
        }
    }

    fn widen(&mut self) {
        self.doubled += 1;
        for (slot, counts) in std::mem::take(&mut self.slots) {
            *self.slots.entry(slot >> 1).or_default() += counts;
        }
    }
}

/// Returns whether one of a few sampled lines of a block has a time, so that text that is not a log costs little. A
/// block may begin within a long entry of a log, such as a stack trace.
fn has_stamps(block: &[u8], now: i64) -> bool {
    (0..=block.len() / STRIDE).any(|place| {
        let lines = block.get(place * STRIDE..).unwrap_or_default().split(|byte| *byte == b'\n');
        lines.take(SAMPLE).any(|line| stamp::of(line, now).is_some())
    })
}

/// Matches parts of words in lines that mention an error.
static ERRORS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = [
        "rror", "RROR", "ailed", "AILED", "ailure", "AILURE", "atal", "ATAL", "anic:", "ANIC", "crit", "CRIT", "emerg",
        "EMERG",
    ];
    // Of the words that begin at one place the first is enough, so all can be searched for at once.
    AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(words).ok()
});

/// Seconds of a minute.
const MINUTE: i64 = 60;
/// Maximum number of slots of one log.
const SLOTS: i64 = 48;
/// Number of lines in a sample, and bytes from one sample to the next.
const SAMPLE: usize = 32;
const STRIDE: usize = 128 << 10;

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop, proptest};

    use super::{Activity, Meter};

    /// 2026-01-03T00:00:00Z.
    const NOW: i64 = 1_767_398_400;

    #[test]
    fn lines_and_errors_are_counted_where_they_fell() {
        let log = b"Jan  2 03:04:05 host sshd[7]: ready\nJan  2 03:04:59 host app: error: no\n  at frame\nJan  2 03:06:00 host x: y\n";
        let activity = Meter::measure(log, NOW).activity().unwrap();
        let expected = Activity {
            first: "2026-01-02T03:04:05Z".to_owned(),
            last: "2026-01-02T03:06:00Z".to_owned(),
            from: "2026-01-02T03:04:00Z".to_owned(),
            seconds: 60,
            lines: vec![2, 0, 1],
            errors: vec![1, 0, 0],
        };
        assert_eq!(activity, expected);
    }

    #[test]
    fn what_is_no_log_has_no_activity() {
        assert_eq!(Meter::measure(b"PermitRootLogin no\nPort 22\n", NOW).activity(), None);
    }

    #[test]
    fn a_block_that_begins_within_a_long_trace_is_a_log_s() {
        let log = "  at frame\n".repeat(20_000) + &"Jan  2 03:04:05 host app: went on\n".repeat(8000);
        assert_eq!(Meter::measure(log.as_bytes(), NOW).activity().map(|activity| activity.lines), Some(vec![8000]));
    }

    proptest! {
        #[test]
        fn how_a_log_is_cut_into_blocks_changes_nothing(minutes in prop::collection::vec(0_i64..500_000, 1..60), cut in any::<prop::sample::Index>()) {
            let line = |minute: &i64| format!("{} an error\n", jiff::Timestamp::from_second(NOW - minute * 60).unwrap());
            let whole: String = minutes.iter().map(line).collect();
            let (before, behind) = minutes.split_at(cut.index(minutes.len()));
            let mut meter = Meter::measure(before.iter().map(line).collect::<String>().as_bytes(), NOW);
            meter.add(&Meter::measure(behind.iter().map(line).collect::<String>().as_bytes(), NOW));
            let activity = meter.activity().unwrap();
            assert_eq!(Some(&activity), Meter::measure(whole.as_bytes(), NOW).activity().as_ref());
            assert_eq!(activity.lines.iter().sum::<u64>(), minutes.len() as u64);
            assert!(activity.lines.len() <= 48);
        }
    }
}
