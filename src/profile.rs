//! What to collect for one product, within which limits, and what counts as an identifier there.
//!
//! A profile is a TOML file. `file` mirrors its text with places for errors; `value`, `pattern` and `kind` hold what
//! its values parse into; `floor` knows what is never collected, `check` applies the rules and makes sources of what
//! keeps them, `load` finds profiles and merges what they extend, `select` picks the one that fits this appliance. What
//! leaves this module is a [`Profile`]: merged, checked, complete.

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
    /// What a person calls the product.
    pub title: String,
    /// Names and SHA-256 digests (hex) of every file that went into it, this one last.
    pub origins: Vec<Origin>,
    /// File systems that are entered though they may not answer, by where they are mounted.
    pub mounts: Vec<PathBuf>,
    /// The bounds of a run.
    pub limits: Limits,
    /// Purposes that the product allows; never more than the design's table.
    pub purposes: Vec<Purpose>,
    /// Who will be able to read the bundle: `age1…` keys and SSH public keys; empty: everybody.
    pub recipients: Vec<Recipient>,
    /// How the bundle is compressed.
    pub compress: Compression,
    /// What is collected, in the order of the files.
    pub sources: Vec<Source>,
    /// What must hold on an appliance for the profile to be its default.
    pub fits: Option<Fit>,
    /// What counts as an identifier here, beyond what is always found.
    pub minimize: Rules,
    /// Examples that the profile's own rules must satisfy.
    pub tests: Vec<Example>,
}

/// What must hold on an appliance for a profile to be its default; all of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fit {
    /// Keys of os-release and patterns for their values.
    pub os_release: Vec<(String, String)>,
    /// Names below `/sys/class/dmi/id` and patterns for their values.
    pub dmi: Vec<(String, String)>,
    /// Paths that exist.
    pub exists: Vec<String>,
}

/// One file that a profile is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The profile's name.
    pub name: ProfileName,
    /// Where it came from: a path, or `built-in`.
    pub place: String,
    /// SHA-256 of its bytes, in hex.
    pub digest: String,
}

/// The bounds of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the finished bundle.
    pub bundle: ByteSize,
    /// Bytes read for one item.
    pub item: ByteSize,
    /// Bytes of the disk that stay free.
    pub free: ByteSize,
    /// The whole run.
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
    /// Absolute paths without which it is of no use: where one is not there, the source is absent.
    pub requires: Vec<String>,
    /// How it is read.
    pub kind: SourceKind,
    /// Why it may touch what is otherwise never collected.
    pub sensitive: Option<String>,
    /// 0 to 9; what is shed first when the bundle's limit is near has the lowest.
    pub importance: u8,
}

impl Source {
    /// Whether the floor holds for it.
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
    /// Patterns that take files out again; without a slash they match the last component.
    pub exclude: Vec<PathPattern>,
    /// Which end stays when the item's limit cuts.
    pub keep: Keep,
    /// How the minimizer reads it.
    pub format: Format,
    /// A bound of its own, instead of `limits.item`.
    pub limit: Option<ByteSize>,
}

/// A command's output.
#[derive(Debug, Clone)]
pub struct CommandSource {
    /// Program and arguments; no shell.
    pub run: Vec<String>,
    /// How long it may run.
    pub timeout: Period,
    /// How the minimizer reads its output.
    pub format: Format,
    /// One folder below which it may write.
    pub writes: Option<String>,
}

/// Journal units.
#[derive(Debug, Clone)]
pub struct JournalSource {
    /// Unit names or patterns; empty: all.
    pub units: Vec<String>,
    /// The least urgent that is taken; `None`: all.
    pub priority: Option<Priority>,
    /// Kernel messages only.
    pub kernel: bool,
    /// How long reading may take.
    pub timeout: Period,
}

/// A typed snapshot of the kernel's state.
#[derive(Debug, Clone)]
pub struct KernelSource {
    /// Names of snapshots: `meminfo`, `pressure`, `diskstats`, …
    pub read: Vec<String>,
    /// How many times.
    pub samples: u32,
    /// How far apart.
    pub every: Duration,
}

/// Packet captures, core dumps and the like.
#[derive(Debug, Clone)]
pub struct TraceSource {
    /// Absolute patterns.
    pub paths: Vec<PathPattern>,
    /// What they are of.
    pub kind: TraceKind,
    /// How many of the newest.
    pub newest: u32,
}

/// Which end of a long item stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Keep {
    /// The beginning.
    Head,
    /// The end.
    #[default]
    Tail,
}

/// How the minimizer reads an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// By name and by its first bytes.
    #[default]
    Auto,
    /// Lines of text.
    Text,
    /// JSON, one value or one a line.
    Json,
    /// YAML.
    Yaml,
    /// TOML, INI, keyfiles, properties.
    Ini,
    /// XML or HTML.
    Xml,
}

/// What counts as an identifier for a product, beyond what is always found.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// Words that name the organisation.
    pub organisations: Vec<String>,
    /// Addresses, networks and names that stay.
    pub keep: Vec<String>,
    /// `[[minimize.rule]]`: kind and pattern.
    pub patterns: Vec<(Kind, IdentifierPattern)>,
    /// `[[minimize.field]]`: kind and names of keys.
    pub fields: Vec<(Kind, Vec<String>)>,
}

/// One `[[test]]` of a profile.
#[derive(Debug, Clone)]
pub struct Example {
    /// The file and the line where it stands.
    pub place: String,
    /// What goes in.
    pub input: String,
    /// What must not come out.
    pub gone: Vec<String>,
    /// What must come out.
    pub kept: Vec<String>,
}
