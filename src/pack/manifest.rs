//! `manifest.json`: what a bundle holds, what was left out and why, for machines.
//!
//! Every text in it that came from the appliance has been minimized by whoever fills it in.

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
    /// What made it.
    pub tool: Tool,
    /// The bundle's own folder.
    pub bundle: String,
    /// When it was made, RFC 3339 in UTC.
    pub created: String,
    /// Seconds that the run took.
    pub seconds: f64,
    /// The case that it belongs to.
    pub case: Option<String>,
    /// What it is for.
    pub purpose: Purpose,
    /// Within what its pseudonyms agree.
    pub scope: Scope,
    /// The files that the profile is made of.
    pub profiles: Vec<ProfileRecord>,
    /// Where it comes from.
    pub appliance: Appliance,
    /// The time window.
    pub window: WindowRecord,
    /// Whether everything that was asked for is in it.
    pub complete: bool,
    /// What the kernel kept the run and its commands from.
    pub confined: Confined,
    /// Every source of the profile.
    pub sources: Sources,
    /// Every entry below `data/`.
    pub items: Items,
    /// What was taken and replaced, by category.
    pub privacy: Vec<PrivacyRecord>,
    /// The identifiers that were planted to prove the run.
    pub canaries: Canaries,
    /// Sums over all items.
    pub totals: Totals,
}

/// What the kernel kept a run and its commands from, as far as it can.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Confined {
    /// Writing anywhere but to folders of their own, by landlock.
    pub landlock: bool,
    /// For commands: changing modes, owners, times, mounts and the system itself, by seccomp.
    pub seccomp: bool,
}

/// What made a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Tool {
    /// `casepack`.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// One file that a profile is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ProfileRecord {
    /// Its name.
    pub name: String,
    /// SHA-256 of its text, in hex.
    pub digest: String,
}

/// Where a bundle comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Appliance {
    /// Fingerprint of the key that signed.
    pub fingerprint: String,
    /// Its host name's pseudonym.
    pub name: Option<String>,
    /// Its operating system.
    pub os: Option<String>,
}

/// The time window, RFC 3339 in UTC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WindowRecord {
    /// Nothing older.
    pub since: String,
    /// Nothing newer.
    pub until: String,
}

/// What became of a source, or of one path of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SourceRecord {
    /// The source's id.
    pub id: String,
    /// Its category.
    pub category: Category,
    /// The original name, minimized, where the record is about one path or item.
    pub name: Option<String>,
    /// What it comes to.
    pub status: Status,
    /// Why.
    pub reason: Option<String>,
    /// How long it took.
    pub seconds: f64,
    /// A command's exit status.
    pub exit: Option<i32>,
    /// The one folder that a command might write to, where its profile lets it.
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
    /// How busy it was over time, where its lines have times.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity: Option<Activity>,
}

/// How busy a log was over time, in slots of equal width that follow one another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Activity {
    /// The earliest time in it, RFC 3339 in UTC.
    pub first: String,
    /// The latest.
    pub last: String,
    /// When the first slot begins.
    pub from: String,
    /// Seconds of a slot.
    pub seconds: u64,
    /// Lines with a time, by slot.
    pub lines: Vec<u64>,
    /// Lines that speak of an error, by slot.
    pub errors: Vec<u64>,
}

/// What was taken of a category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PrivacyRecord {
    /// The category.
    pub category: Category,
    /// Items taken.
    pub taken: u64,
    /// Identifiers replaced in them.
    pub replaced: u64,
    /// Sources and paths withheld.
    pub withheld: u64,
}

/// The identifiers that were planted to prove the run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Canaries {
    /// How many went in.
    pub planted: u64,
    /// How many came out: 0, or there would be no bundle.
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

/// What was collected of a category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Collected {
    /// The category.
    pub category: Category,
    /// How many items.
    pub items: u64,
    /// Bytes of them in the bundle, before packing.
    pub bytes: u64,
}

impl Manifest {
    /// What was collected of each category that has any items, in the order of the bundle.
    #[must_use]
    pub fn collected(&self) -> Vec<Collected> {
        let of = |category| {
            let bytes = self.items.iter().filter(|item| item.category == category).map(|item| item.bytes_out);
            Collected { category, items: bytes.clone().count() as u64, bytes: bytes.sum() }
        };
        Category::ALL.into_iter().map(of).filter(|collected| collected.items > 0).collect()
    }

    /// What is not in the bundle, or not all of it: what went wrong first, what was kept back last.
    #[must_use]
    pub fn missing(&self) -> Vec<&SourceRecord> {
        let mut missing: Vec<&SourceRecord> = self.sources.iter().filter(|source| source.status.is_missing()).collect();
        missing.sort_by_key(|source| WORST_FIRST.iter().position(|status| *status == source.status));
        missing
    }

    /// The items that take the most room, at most so many, the largest first; none that are empty.
    #[must_use]
    pub fn largest(&self, most: usize) -> Vec<&ItemRecord> {
        let mut items: Vec<&ItemRecord> = self.items.iter().filter(|item| item.bytes_out > 0).collect();
        items.sort_by_key(|item| std::cmp::Reverse(item.bytes_out));
        items.truncate(most);
        items
    }

    /// Writes its text, which of ten thousand items is larger than a run should hold at once.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        // Text, numbers and lists always have a JSON form.
        serde_json::to_writer_pretty(&mut *out, self).map_err(io::Error::from)?;
        out.write_all(b"\n")
    }

    /// The same as a whole: that of a small one.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = Vec::new();
        // Writing to memory cannot fail, and what is written is text.
        let _ = self.write(&mut text);
        String::from_utf8(text).unwrap_or_default()
    }

    /// How long its text is.
    #[must_use]
    pub fn length(&self) -> usize {
        let mut count = Count(0);
        // Counting cannot fail.
        let _ = self.write(&mut count);
        count.0
    }
}

/// What is missing, from what went wrong to what was kept back.
const WORST_FIRST: [Status; 5] = [Status::Failed, Status::TimedOut, Status::Denied, Status::Cut, Status::Withheld];

/// Counts what is written.
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
