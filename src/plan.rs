//! What a run will read: items, before anything is read.
//!
//! A plan is made from a profile, a selection and a survey of the appliance (names and sizes, and where not all
//! may fit, how files pack). It is what `casepack plan` prints and what `collect` works through, in order.

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

/// What a run will read, in order: sources that teach the minimizer (configuration, access) first.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Purpose of the bundle.
    pub purpose: Purpose,
    /// The time window.
    pub window: Window,
    /// The bounds of the run.
    pub limits: Limits,
    /// Whether the bundle's limit is what the disk has room for, which is less than was asked for.
    pub is_short_of_room: bool,
    /// How the bundle is compressed.
    pub compress: Compression,
    /// What will be read.
    pub items: Vec<Item>,
    /// What will not, and why.
    pub skipped: Vec<Skipped>,
}

impl Plan {
    /// What bounds the bundle, for people, who are told `whose` limit it is where it is one.
    #[must_use]
    pub fn bound(&self, whose: &str) -> String {
        let limit = self.limits.bundle;
        if self.is_short_of_room { format!("free disk space of {limit}") } else { format!("{whose} limit of {limit}") }
    }

    /// How long it should take: reading and minimizing at 50 MB/s, a tenth of a second for what is no file; not before
    /// the last sample.
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
    /// Its original name: for a file its path below the root without the leading slash, else a name made from the
    /// source (`routes.json`, `sshd.service.log`). Any bytes but NUL; never shown before it is minimized.
    pub name: Vec<u8>,
    /// How it is read.
    pub task: Task,
    /// How the minimizer reads it.
    pub format: Format,
    /// Bytes read at most.
    pub limit: u64,
    /// Which end stays when the limit cuts.
    pub keep: Keep,
    /// How long it may take.
    pub deadline: Duration,
    /// Bytes that the survey expects, where it can know; of a file in gzip's form packed as it is.
    pub expected: Option<u64>,
    /// How a part of it packed, or of others of its source, where that was looked at.
    pub sample: Option<Sample>,
    /// 0 to 9; the lowest is shed first.
    pub importance: u8,
}

/// How an item is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Task {
    /// A file, by its absolute path as the appliance knows it (not prefixed by `--root`).
    File(PathBuf),
    /// A command: absolute program first, then arguments.
    Command {
        /// Program and arguments.
        run: Vec<String>,
        /// One folder below which it may write.
        writes: Option<String>,
    },
    /// Units of the journal.
    Journal {
        /// Unit names or patterns; empty: all.
        units: Vec<String>,
        /// The least urgent that is taken.
        priority: Option<Priority>,
        /// Kernel messages only.
        kernel: bool,
    },
    /// One kernel snapshot by name.
    Kernel {
        /// Name of the snapshot.
        read: String,
        /// How many times.
        samples: u32,
        /// How far apart.
        every: Duration,
    },
    /// Text given with the case: `--note`.
    Note(String),
    /// A file given with the case: `--attach`, opened as the caller names it.
    Attachment(PathBuf),
}

/// A source or a path that gives no item.
#[derive(Debug, Clone)]
pub struct Skipped {
    /// The source.
    pub source: SourceId,
    /// The source's category.
    pub category: Category,
    /// The original path, where there is one.
    pub name: Option<Vec<u8>>,
    /// What it comes to.
    pub status: Status,
    /// Why, for people; holds no path and no identifier.
    pub reason: String,
}

/// Why there is no output of a command where another tree than the running system's is read.
pub(crate) const COMMAND_ELSEWHERE: &str = "commands do not run with --root, and there is no recording";
/// Why there is no snapshot of the kernel there.
pub(crate) const KERNEL_ELSEWHERE: &str = "kernel state is read only from the running system";

/// What became of a source or an item (the manifest's words).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Status {
    /// All of it.
    Collected,
    /// Some of it: a limit cut it.
    Cut,
    /// It is there and holds nothing for this bundle.
    Empty,
    /// It is not there.
    Absent,
    /// The system does not let us.
    Denied,
    /// Policy or the minimizer keeps it back.
    Withheld,
    /// Its deadline passed.
    TimedOut,
    /// Reading it went wrong.
    Failed,
}

impl Status {
    /// Every status, from the best to the worst.
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

    /// Its word in the manifest and for people.
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

    /// Whether something that is there and was asked for is missing.
    #[must_use]
    pub const fn is_loss(self) -> bool {
        matches!(self, Self::Cut | Self::Denied | Self::TimedOut | Self::Failed)
    }

    /// Whether something that is there is not in the bundle, or not all of it: by a loss, or because it was kept back.
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
