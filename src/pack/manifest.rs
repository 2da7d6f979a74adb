//! `manifest.json`: what a bundle contains, and what was left out and why, for machines.
//!
//! Every text in it that comes from the appliance was minimized before it was filled in.

mod fit;
mod head;

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::{Deserialize, Serialize};

pub use head::{Claim, Claims, Head, Passed};

use crate::minimize::Kind;
use crate::plan::Status;
use crate::profile::{Category, Purpose, Scope};

/// The whole manifest; [`Head`] is one whose long lists were checked and not kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Manifest<Sources = Vec<SourceRecord>, Items = Vec<ItemRecord>> {
    /// The bundle format: 1.
    pub format: u32,
    /// The program that made it.
    pub tool: Tool,
    /// The folder of the bundle.
    pub bundle: String,
    /// Time at which it was made, RFC 3339 in UTC.
    pub created: String,
    /// Duration of the run in seconds.
    pub seconds: f64,
    /// The case that it belongs to.
    pub case: Option<String>,
    /// Its purpose.
    pub purpose: Purpose,
    /// Scope within which its pseudonyms are the same.
    pub scope: Scope,
    /// The files of which the profile consists.
    pub profiles: Vec<ProfileRecord>,
    /// The appliance that it comes from.
    pub appliance: Appliance,
    /// The time window.
    pub window: WindowRecord,
    /// Whether everything that was requested is in it.
    pub complete: bool,
    /// What the kernel prevented the run and its commands from doing.
    pub confined: Confined,
    /// Every source of the profile.
    pub sources: Sources,
    /// Every entry below `data/`.
    pub items: Items,
    /// What was collected and replaced, by category.
    pub privacy: Vec<PrivacyRecord>,
    /// The identifiers that were planted for the self-check.
    pub canaries: Canaries,
    /// Sums over all items.
    pub totals: Totals,
}

/// What the kernel prevented a run and its commands from doing, as far as it supports that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Confined {
    /// Writing anywhere except to their own folders, by landlock.
    pub landlock: bool,
    /// For commands: changing modes, owners, times, mounts and the system itself, by seccomp.
    pub seccomp: bool,
}

/// The program that made a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Tool {
    /// `casepack`.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// One file of which a profile consists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ProfileRecord {
    /// Its name.
    pub name: String,
    /// SHA-256 of its text, in hex.
    pub digest: String,
}

/// The appliance that a bundle comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Appliance {
    /// Fingerprint of the signing key.
    pub fingerprint: String,
    /// Pseudonym of its host name.
    pub name: Option<String>,
    /// Its operating system.
    pub os: Option<String>,
}

/// The time window, RFC 3339 in UTC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WindowRecord {
    /// Beginning.
    pub since: String,
    /// End.
    pub until: String,
}

/// The outcome of a source, or of one of its paths.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SourceRecord {
    /// The source's id.
    pub id: String,
    /// Its category.
    pub category: Category,
    /// The original name, minimized, if the record is about one path or item.
    pub name: Option<String>,
    /// The outcome.
    pub status: Status,
    /// The reason for it.
    pub reason: Option<String>,
    /// Seconds that it took.
    pub seconds: f64,
    /// A command's exit status.
    pub exit: Option<i32>,
    /// The one folder that a command was allowed to write to, if its profile allows one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub writes: Option<String>,
}

/// One entry below `data/`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ItemRecord {
    /// Its path in the bundle, below the folder.
    pub path: String,
    /// Its original name, minimized.
    pub name: String,
    /// The source's id.
    pub source: String,
    /// Its category.
    pub category: Category,
    /// Bytes read.
    pub bytes_in: u64,
    /// Bytes in the bundle.
    pub bytes_out: u64,
    /// SHA-256 of the bytes in the bundle, in hex.
    pub sha256: String,
    /// Whether a limit cut it.
    pub cut: bool,
    /// Identifiers replaced, by kind.
    pub replaced: BTreeMap<Kind, u64>,
    /// Its activity over time, if its lines have times.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity: Option<Activity>,
}

/// The activity of a log over time, in consecutive slots of equal width.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Activity {
    /// The earliest time in it, RFC 3339 in UTC.
    pub first: String,
    /// The latest time in it, RFC 3339 in UTC.
    pub last: String,
    /// Beginning of the first slot.
    pub from: String,
    /// Width of a slot in seconds.
    pub seconds: u64,
    /// Lines with a time, by slot.
    pub lines: Vec<u64>,
    /// Lines that mention an error, by slot.
    pub errors: Vec<u64>,
}

/// What was collected of a category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PrivacyRecord {
    /// The category.
    pub category: Category,
    /// Items collected.
    pub taken: u64,
    /// Identifiers replaced in them.
    pub replaced: u64,
    /// Sources and paths withheld.
    pub withheld: u64,
}

/// The identifiers that were planted for the self-check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Canaries {
    /// Number of planted identifiers.
    pub planted: u64,
    /// Number of them that were not replaced: 0, because there is no bundle otherwise.
    pub survived: u64,
}

/// Sums over all items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Totals {
    /// Entries below `data/`.
    pub items: u64,
    /// Bytes read.
    pub bytes_in: u64,
    /// Bytes in the bundle, before packing.
    pub bytes_out: u64,
    /// Identifiers replaced, by kind.
    pub replaced: BTreeMap<Kind, u64>,
}

/// The collected items of a category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Collected {
    /// The category.
    pub category: Category,
    /// Number of items.
    pub items: u64,
    /// Their bytes in the bundle, before packing.
    pub bytes: u64,
}

impl Manifest {
    /// Returns what was collected of each category that has items, in the order of the bundle.
    #[must_use]
    pub fn collected(&self) -> Vec<Collected> {
        let of = |category| {
            let bytes = self.items.iter().filter(|item| item.category == category).map(|item| item.bytes_out);
            Collected { category, items: bytes.clone().count() as u64, bytes: bytes.sum() }
        };
        Category::ALL.into_iter().map(of).filter(|collected| collected.items > 0).collect()
    }

    /// Returns what is missing from the bundle in whole or in part: failures first, withheld items last.
    #[must_use]
    pub fn missing(&self) -> Vec<&SourceRecord> {
        let mut missing: Vec<&SourceRecord> = self.sources.iter().filter(|source| source.status.is_missing()).collect();
        missing.sort_by_key(|source| WORST_FIRST.iter().position(|status| *status == source.status));
        missing
    }

    /// Returns the largest items, at most `most`, the largest first and without empty ones.
    #[must_use]
    pub fn largest(&self, most: usize) -> Vec<&ItemRecord> {
        let mut items: Vec<&ItemRecord> = self.items.iter().filter(|item| item.bytes_out > 0).collect();
        items.sort_by_key(|item| std::cmp::Reverse(item.bytes_out));
        items.truncate(most);
        items
    }

    /// Writes its text, which for ten thousand items is larger than a run should hold in memory.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        // Text, numbers and lists always have a JSON form.
        serde_json::to_writer_pretty(&mut *out, self).map_err(io::Error::from)?;
        out.write_all(b"\n")
    }

    /// Returns its whole text, for a small one.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = Vec::new();
        // Writing to memory cannot fail, and what is written is text.
        let _ = self.write(&mut text);
        String::from_utf8(text).unwrap_or_default()
    }

    /// Returns the length of its text.
    #[must_use]
    pub fn length(&self) -> usize {
        let mut count = Count(0);
        // Counting cannot fail.
        let _ = self.write(&mut count);
        count.0
    }
}

/// The statuses of missing items, from failures to withheld ones.
const WORST_FIRST: [Status; 5] = [Status::Failed, Status::TimedOut, Status::Denied, Status::Cut, Status::Withheld];

/// Counts the bytes that are written.
struct Count(usize);

impl Write for Count {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Appliance, BTreeMap, Canaries, Confined, Kind, Manifest, Purpose, Scope, Tool, Totals, WindowRecord};

    /// A manifest of nothing.
    pub(super) fn small() -> Manifest {
        let text = String::new;
        Manifest {
            format: 1,
            tool: Tool { name: text(), version: text() },
            bundle: text(),
            created: text(),
            seconds: 0.0,
            case: None,
            purpose: Purpose::Operations,
            scope: Scope::Case,
            profiles: Vec::new(),
            appliance: Appliance { fingerprint: text(), name: None, os: None },
            window: WindowRecord { since: text(), until: text() },
            complete: true,
            confined: Confined { landlock: true, seccomp: true },
            sources: Vec::new(),
            items: Vec::new(),
            privacy: Vec::new(),
            canaries: Canaries { planted: 0, survived: 0 },
            totals: Totals { items: 0, bytes_in: 0, bytes_out: 0, replaced: BTreeMap::new() },
        }
    }

    impl schemars::JsonSchema for Kind {
        fn schema_name() -> std::borrow::Cow<'static, str> {
            "Kind".into()
        }

        fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
            schemars::json_schema!({"description": "What an identifier points at", "type": "string", "enum": Kind::ALL.map(Kind::word)})
        }
    }

    #[test]
    fn the_schema_in_the_documents_is_that_of_the_types() {
        let mut schema = schemars::schema_for!(Manifest);
        schema.insert("title".to_owned(), "The manifest of a casepack bundle, format 1".into());
        let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        let project = Path::new(env!("CARGO_MANIFEST_DIR"));
        let kept = std::fs::read_to_string(project.join("docs/manifest.schema.json")).unwrap_or_default();
        if kept != text {
            std::fs::write(project.join("target/manifest.schema.json"), text).unwrap();
            panic!("the types have changed: cp target/manifest.schema.json docs/, and say so in FORMAT.md");
        }
    }
}
