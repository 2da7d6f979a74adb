//! The plan of a run: its items, before anything is read.
//!
//! A plan is made from a profile, a selection and a survey of the appliance (names and sizes, and if they may not all
//! fit, how well files compress). `casepack plan` prints it, and `collect` works through it in order.

mod budget;
mod lacking;
mod make;
mod selection;
mod survey;
mod table;
mod window;

use std::path::PathBuf;
use std::time::Duration;

pub(crate) use budget::reserve;
pub use make::make;
pub use selection::{Error, Selection, check, fits};
pub use survey::{FoundFile, Listing, Sample, SkippedPath, Survey};
pub use window::Window;

use crate::profile::{Category, Compression, Format, Keep, Limits, Priority, Purpose, SourceId};

/// The items of a run, in order: sources that teach the minimizer (configuration, access) first.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Purpose of the bundle.
    pub purpose: Purpose,
    /// The time window.
    pub window: Window,
    /// The limits of the run.
    pub limits: Limits,
    /// Whether the limit of the bundle was lowered to the room on the disk.
    pub is_short_of_room: bool,
    /// How the bundle is compressed.
    pub compress: Compression,
    /// The items to read.
    pub items: Vec<Item>,
    /// What is not collected, and why.
    pub skipped: Vec<Skipped>,
}

impl Plan {
    /// Describes the limit of the bundle for people; `whose` says whose limit it is, unless it is the room on the disk.
    #[must_use]
    pub fn bound(&self, whose: &str) -> String {
        let limit = self.limits.bundle;
        if self.is_short_of_room { format!("free disk space of {limit}") } else { format!("{whose} limit of {limit}") }
    }

    /// Estimates the duration on a small appliance: 50 MB/s for reading and minimizing, a tenth of a second for every
    /// item that is not a file; not before the last sample.
    #[must_use]
    pub fn duration(&self) -> Duration {
        let (mut busy, mut sampling) = (Duration::from_millis(200 + self.bytes() / 50_000), Duration::ZERO);
        for item in &self.items {
            match &item.task {
                Task::Kernel { samples, every, .. } => {
                    sampling = sampling.max(every.saturating_mul(samples.saturating_sub(1)));
                }
                Task::File(_) | Task::Note(_) => {}
                _ => busy += Duration::from_millis(100),
            }
        }
        busy.max(sampling)
    }
}

/// What one source yields on this appliance now.
#[derive(Debug, Clone)]
pub struct Item {
    /// The source that it belongs to.
    pub source: SourceId,
    /// The source's category.
    pub category: Category,
    /// Its original name: for a file its path below the root without the leading slash, otherwise a name made from the
    /// source (`routes.json`, `sshd.service.log`). It may contain any byte but NUL, and is never shown before it is
    /// minimized.
    pub name: Vec<u8>,
    /// How it is read.
    pub task: Task,
    /// Format in which the minimizer reads it.
    pub format: Format,
    /// Maximum bytes to read.
    pub limit: u64,
    /// Which end to keep if the limit cuts it.
    pub keep: Keep,
    /// Maximum time that it may take.
    pub deadline: Duration,
    /// Bytes that the survey expects, if known; for a gzip file its compressed size.
    pub expected: Option<u64>,
    /// How well a part of it compressed, or of other files of its source, if that was sampled.
    pub sample: Option<Sample>,
    /// Importance from 0 to 9; the lowest is dropped first.
    pub importance: u8,
}

/// How an item is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Task {
    /// A file, by its absolute path on the appliance (not prefixed by `--root`).
    File(PathBuf),
    /// A command: absolute program first, then arguments.
    Command {
        /// Program and arguments.
        run: Vec<String>,
        /// One folder that it may write to.
        writes: Option<String>,
    },
    /// Units of the journal.
    Journal {
        /// Unit names or patterns; empty for all.
        units: Vec<String>,
        /// The lowest priority to collect.
        priority: Option<Priority>,
        /// Kernel messages only.
        kernel: bool,
    },
    /// One kernel snapshot by name.
    Kernel {
        /// Name of the snapshot.
        read: String,
        /// Number of samples.
        samples: u32,
        /// Interval between samples.
        every: Duration,
    },
    /// Text given with the case: `--note`.
    Note(String),
    /// A file given with the case: `--attach`, opened by the caller's path.
    Attachment(PathBuf),
}

/// A source or a path that gives no item.
#[derive(Debug, Clone)]
pub struct Skipped {
    /// The source.
    pub source: SourceId,
    /// The source's category.
    pub category: Category,
    /// The original path, if there is one.
    pub name: Option<Vec<u8>>,
    /// The outcome.
    pub status: Status,
    /// The reason, for people; contains no path and no identifier.
    pub reason: String,
}

/// The reason why a command has no output if another tree than the running system is read.
pub(crate) const COMMAND_ELSEWHERE: &str = "commands do not run with --root, and there is no recording";
/// The reason why there is no snapshot of the kernel in that case.
pub(crate) const KERNEL_ELSEWHERE: &str = "kernel state is read only from the running system";

/// The outcome of a source or an item, in the words of the manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Status {
    /// Everything was collected.
    Collected,
    /// A part was collected: a limit cut it.
    Cut,
    /// It exists, but contains nothing for this bundle.
    Empty,
    /// It does not exist.
    Absent,
    /// The system does not allow access.
    Denied,
    /// It was withheld by policy or by the minimizer.
    Withheld,
    /// Its deadline passed.
    TimedOut,
    /// Reading it failed.
    Failed,
}

impl Status {
    /// All statuses, from the best to the worst.
    pub const ALL: [Self; 8] = [
        Self::Collected,
        Self::Cut,
        Self::Empty,
        Self::Absent,
        Self::Denied,
        Self::Withheld,
        Self::TimedOut,
        Self::Failed,
    ];

    /// Returns its word in the manifest and for people.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Collected => "collected",
            Self::Cut => "cut",
            Self::Empty => "empty",
            Self::Absent => "absent",
            Self::Denied => "denied",
            Self::Withheld => "withheld",
            Self::TimedOut => "timed-out",
            Self::Failed => "failed",
        }
    }

    /// Returns whether something is missing that exists and was requested.
    #[must_use]
    pub const fn is_loss(self) -> bool {
        matches!(self, Self::Cut | Self::Denied | Self::TimedOut | Self::Failed)
    }

    /// Returns whether something that exists is missing from the bundle in whole or in part, because it was lost or
    /// withheld.
    #[must_use]
    pub const fn is_missing(self) -> bool {
        self.is_loss() || matches!(self, Self::Withheld)
    }
}

#[cfg(test)]
mod tests {
    use super::Status;

    #[test]
    fn a_status_has_the_same_word_everywhere() {
        for status in Status::ALL {
            assert_eq!(serde_json::to_value(status).unwrap(), status.word());
        }
    }
}
