//! Units of the journal, as journalctl prints them: of the running system, or of a journal's folder under another root.

use std::borrow::Cow;
use std::path::Path;

use super::Outcome;
use super::command::Order;
use crate::plan::{Status, Window};

/// Where a system keeps its journal.
pub(super) const FOLDER: &str = "/var/log/journal";

/// What reading a journal came to, where journalctl printed so many bytes and said this: it passes over files that it
/// cannot read, and ends as if all were well.
pub(super) fn held_to(mut outcome: Outcome, said: &str, printed: u64) -> Outcome {
    let lost = |line: &&str| DAMAGE.iter().any(|word| line.contains(word));
    if let (Some(0), Some(line)) = (outcome.exit, said.lines().find(lost)) {
        outcome.status = if printed == 0 { Status::Failed } else { Status::Cut };
        outcome.reason = Some(line.to_owned());
    }
    outcome
}

/// What of the journal is wanted.
pub(super) struct Wanted<'a> {
    pub(super) units: &'a [String],
    pub(super) priority: Option<&'a str>,
    pub(super) kernel: bool,
    pub(super) window: Window,
}

impl Wanted<'_> {
    /// Reads it within the window, from a folder where it is not the running system's.
    pub(super) fn order(&self, folder: Option<&Path>) -> Order<'static> {
        let mut arguments = self.arguments();
        arguments.extend(folder.map(|folder| format!("--directory={}", folder.display())));
        Order { name: "journalctl", arguments: Cow::Owned(arguments), writes: None, reads_files: true }
    }

    /// journalctl(1), quiet and in UTC.
    fn arguments(&self) -> Vec<String> {
        let moment = |timestamp: jiff::Timestamp| format!("@{}", timestamp.as_second());
        let mut arguments =
            ["--no-pager", "--quiet", "--utc", "--output=short-iso-precise"].map(str::to_owned).to_vec();
        arguments.push(format!("--since={}", moment(self.window.since)));
        arguments.push(format!("--until={}", moment(self.window.until)));
        arguments.extend(self.units.iter().map(|unit| format!("--unit={unit}")));
        arguments.extend(self.priority.map(|priority| format!("--priority={priority}")));
        if self.kernel {
            // Not --dmesg, which also means "this boot alone".
            arguments.push("_TRANSPORT=kernel".to_owned());
        }
        arguments
    }
}

/// What journalctl says of a file of the journal that it does not read, or not all of.
const DAMAGE: [&str; 3] = ["corrupted", "truncated", "ignoring file"];
