//! What to collect for one product, within which limits, and what counts as an identifier there.
//!
//! A profile is a TOML file. `file` mirrors its text with positions for errors; `value`, `pattern` and `kind` contain
//! the types that its values parse into; `floor` defines what is never collected, `check` applies the rules and makes
//! the sources, `load` finds profiles and merges what they extend, `select` picks the one that fits this appliance.
//! This module gives out a [`Profile`]: merged, checked, complete.

mod check;
mod compression;
mod error;
mod file;
mod floor;
mod kind;
mod load;
mod pattern;
mod select;
pub mod value;

use std::path::PathBuf;
use std::time::Duration;

pub use compression::Compression;
pub use error::{Error, Problem};
pub(crate) use error::{closest, nearest};
pub use floor::{Floor, never_collected};
pub use kind::Kind;
pub use load::{Library, Listed, check, is_path, list, load};
pub use pattern::{IdentifierPattern, PathPattern};
pub use select::{Facts, Selected, select};
pub use value::{
    ByteSize, Category, Percent, Period, Priority, ProfileName, Purpose, Recipient, SMALLEST_BUNDLE, Scope, SourceId,
    TraceKind,
};

/// A checked profile with everything that it extends merged in.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Its name, `[a-z0-9-]`, unique on the search path.
    pub name: ProfileName,
    /// Name of the product for people.
    pub title: String,
    /// Names and SHA-256 digests (hex) of every file that went into it, this one last.
    pub origins: Vec<Origin>,
    /// Mount points of file systems to enter although they may not answer.
    pub mounts: Vec<PathBuf>,
    /// The limits of a run.
    pub limits: Limits,
    /// Purposes that the product allows; never more than the design's table.
    pub purposes: Vec<Purpose>,
    /// Recipients of the bundle: `age1…` keys and SSH public keys; if empty, it is not encrypted.
    pub recipients: Vec<Recipient>,
    /// How the bundle is compressed.
    pub compress: Compression,
    /// The sources, in the order of the files.
    pub sources: Vec<Source>,
    /// The conditions for being the default profile of an appliance.
    pub fits: Option<Fit>,
    /// Identifiers in addition to those that are always found.
    pub minimize: Rules,
    /// Examples that the profile's own rules must satisfy.
    pub tests: Vec<Example>,
}

/// The conditions for being the default profile of an appliance, which must all hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fit {
    /// Keys of os-release and patterns for their values.
    pub os_release: Vec<(String, String)>,
    /// Names below `/sys/class/dmi/id` and patterns for their values.
    pub dmi: Vec<(String, String)>,
    /// Paths that exist.
    pub exists: Vec<String>,
}

/// One file of which a profile consists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The profile's name.
    pub name: ProfileName,
    /// Its path, or `built-in`.
    pub place: String,
    /// SHA-256 of its bytes, in hex.
    pub digest: String,
}

/// The limits of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the finished bundle.
    pub bundle: ByteSize,
    /// Bytes read for one item.
    pub item: ByteSize,
    /// Bytes of the disk that are kept free.
    pub free: ByteSize,
    /// Time for the whole run.
    pub time: Period,
    /// How far back the time window reaches.
    pub since: Period,
    /// Memory of all processes of a run together.
    pub memory: ByteSize,
    /// Share of all processors.
    pub cpu: Percent,
}

/// One thing that a profile collects.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its id, unique within the merged profile.
    pub id: SourceId,
    /// What kind of data it is.
    pub category: Category,
    /// Absolute paths that it requires: if one does not exist, the source is absent.
    pub requires: Vec<String>,
    /// How it is read.
    pub kind: SourceKind,
    /// Why it may read files that are otherwise never collected.
    pub sensitive: Option<String>,
    /// Importance from 0 to 9; the lowest is dropped first if the bundle would be too large.
    pub importance: u8,
}

impl Source {
    /// Returns whether the floor holds for it.
    #[must_use]
    pub const fn floor(&self) -> Floor {
        if self.sensitive.is_some() { Floor::Lifted } else { Floor::Holds }
    }
}

/// How a source is read.
#[derive(Debug, Clone)]
pub enum SourceKind {
    /// Files by pattern.
    File(FileSource),
    /// A command's output.
    Command(CommandSource),
    /// Journal units.
    Journal(JournalSource),
    /// A typed snapshot of the kernel's state.
    Kernel(KernelSource),
    /// Packet captures, core dumps and the like.
    Trace(TraceSource),
}

/// Files by pattern.
#[derive(Debug, Clone)]
pub struct FileSource {
    /// Absolute patterns; `*` stays within one folder, `**` does not.
    pub paths: Vec<PathPattern>,
    /// Patterns that exclude files; without a slash they match the last component.
    pub exclude: Vec<PathPattern>,
    /// Which end to keep if the item's limit cuts it.
    pub keep: Keep,
    /// Format in which the minimizer reads it.
    pub format: Format,
    /// A limit of its own, instead of `limits.item`.
    pub limit: Option<ByteSize>,
}

/// A command's output.
#[derive(Debug, Clone)]
pub struct CommandSource {
    /// Program and arguments; no shell.
    pub run: Vec<String>,
    /// Maximum time that it may run.
    pub timeout: Period,
    /// Format in which the minimizer reads its output.
    pub format: Format,
    /// One folder that it may write to.
    pub writes: Option<String>,
}

/// Journal units.
#[derive(Debug, Clone)]
pub struct JournalSource {
    /// Unit names or patterns; empty for all.
    pub units: Vec<String>,
    /// The lowest priority to collect; `None` for all.
    pub priority: Option<Priority>,
    /// Kernel messages only.
    pub kernel: bool,
    /// Maximum time for reading.
    pub timeout: Period,
}

/// A typed snapshot of the kernel's state.
#[derive(Debug, Clone)]
pub struct KernelSource {
    /// Names of snapshots: `meminfo`, `pressure`, `diskstats`, …
    pub read: Vec<String>,
    /// Number of samples.
    pub samples: u32,
    /// Interval between samples.
    pub every: Duration,
}

/// Packet captures, core dumps and the like.
#[derive(Debug, Clone)]
pub struct TraceSource {
    /// Absolute patterns.
    pub paths: Vec<PathPattern>,
    /// What kind of traces they are.
    pub kind: TraceKind,
    /// How many of the newest to list.
    pub newest: u32,
}

/// Which end of a long item to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Keep {
    /// The beginning.
    Head,
    /// The end.
    #[default]
    Tail,
}

/// Format in which the minimizer reads an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Detected by name and first bytes.
    #[default]
    Auto,
    /// Lines of text.
    Text,
    /// JSON, one value or one per line.
    Json,
    /// YAML.
    Yaml,
    /// TOML, INI, keyfiles, properties.
    Ini,
    /// XML or HTML.
    Xml,
}

/// Identifiers of a product, in addition to those that are always found.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// Words that identify the organisation.
    pub organisations: Vec<String>,
    /// Addresses, networks and names that are not replaced.
    pub keep: Vec<String>,
    /// `[[minimize.rule]]`: kind and pattern.
    pub patterns: Vec<(Kind, IdentifierPattern)>,
    /// `[[minimize.field]]`: kind and names of keys.
    pub fields: Vec<(Kind, Vec<String>)>,
}

/// One `[[test]]` of a profile.
#[derive(Debug, Clone)]
pub struct Example {
    /// Its file and line.
    pub place: String,
    /// The input.
    pub input: String,
    /// Texts that must be replaced.
    pub gone: Vec<String>,
    /// Texts that must not be replaced.
    pub kept: Vec<String>,
}
