//! The mirror of a profile's text. It decides nothing; `check` does.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::compression::Compression;
use super::kind::Kind;
use super::pattern::IdentifierPattern;
use super::value::{ByteSize, Category, Percent, Period, ProfileName, Purpose, Recipient, SourceId};

/// A profile's file.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    /// The version of the schema: 1.
    pub(super) schema: Spanned<u32>,
    /// The profile's name.
    pub(super) name: Spanned<ProfileName>,
    /// Name of the product for people.
    #[serde(default)]
    pub(super) title: String,
    /// Profiles that it extends.
    #[serde(default)]
    pub(super) extends: Vec<Spanned<ProfileName>>,
    /// Purposes that it allows.
    pub(super) purposes: Option<Spanned<Vec<Purpose>>>,
    /// The conditions for being the default profile.
    #[serde(rename = "match", skip_serializing_if = "Option::is_none")]
    pub(super) fits: Option<Match>,
    /// Mount points of file systems to enter although they may not answer.
    #[serde(default)]
    pub(super) mounts: Vec<Spanned<String>>,
    /// Limits of a run.
    #[serde(default)]
    pub(super) limits: Limits,
    /// How the bundle is packed.
    #[serde(default)]
    pub(super) pack: Pack,
    /// How the bundle is sealed.
    #[serde(default)]
    pub(super) seal: Seal,
    /// Sources: files.
    #[serde(default, rename = "file")]
    pub(super) files: Vec<FileEntry>,
    /// Sources: commands.
    #[serde(default, rename = "command")]
    pub(super) commands: Vec<CommandEntry>,
    /// Sources: journal units.
    #[serde(default, rename = "journal")]
    pub(super) journals: Vec<JournalEntry>,
    /// Sources: kernel snapshots.
    #[serde(default, rename = "kernel")]
    pub(super) kernels: Vec<KernelEntry>,
    /// Sources: traces.
    #[serde(default, rename = "trace")]
    pub(super) traces: Vec<TraceEntry>,
    /// The product's own identifiers.
    #[serde(default)]
    pub(super) minimize: Minimize,
    /// Examples.
    #[serde(default, rename = "test")]
    pub(super) tests: Vec<Test>,
}

/// The conditions on an appliance.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Match {
    /// Keys of os-release and patterns for their values.
    #[serde(default, rename = "os-release")]
    pub(super) os_release: BTreeMap<String, String>,
    /// Names below `/sys/class/dmi/id` and patterns for their values.
    #[serde(default)]
    pub(super) dmi: BTreeMap<String, String>,
    /// Paths that exist.
    #[serde(default)]
    pub(super) exists: Vec<String>,
}

/// Limits of a run, each optional.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Limits {
    /// Bytes of the bundle.
    pub(super) bundle: Option<Spanned<ByteSize>>,
    /// Bytes read for one item.
    pub(super) item: Option<Spanned<ByteSize>>,
    /// Bytes of the disk that are kept free.
    pub(super) free: Option<ByteSize>,
    /// Time for the whole run.
    pub(super) time: Option<Spanned<Period>>,
    /// How far back to collect.
    pub(super) since: Option<Spanned<Period>>,
    /// Memory.
    pub(super) memory: Option<Spanned<ByteSize>>,
    /// Share of all processors.
    pub(super) cpu: Option<Percent>,
}

/// How the bundle is packed.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pack {
    /// Its compression.
    pub(super) compress: Option<Compression>,
}

/// How the bundle is sealed.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Seal {
    /// Who can decrypt it.
    pub(super) recipients: Option<Vec<Recipient>>,
}

/// The keys that every source has.
pub(super) struct Common<'a> {
    pub(super) id: &'a Spanned<SourceId>,
    pub(super) category: Category,
    pub(super) requires: &'a [Spanned<String>],
    pub(super) sensitive: Option<&'a Spanned<String>>,
    pub(super) importance: Option<&'a Spanned<u8>>,
}

macro_rules! entry {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident : $type:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Deserialize, Serialize)]
        #[serde(deny_unknown_fields)]
        pub(super) struct $name {
            /// The source's id.
            pub(super) id: Spanned<SourceId>,
            /// Its category.
            pub(super) category: Category,
            /// Paths that it requires.
            #[serde(default)]
            pub(super) requires: Vec<Spanned<String>>,
            /// Why it may read files that are otherwise never collected.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub(super) sensitive: Option<Spanned<String>>,
            /// Importance from 0 to 9: the lowest is dropped first.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub(super) importance: Option<Spanned<u8>>,
            $($(#[$field_doc])* pub(super) $field: $type,)*
        }

        impl $name {
            /// Returns the keys that every source has.
            pub(super) fn common(&self) -> Common<'_> {
                Common {
                    id: &self.id,
                    category: self.category,
                    requires: &self.requires,
                    sensitive: self.sensitive.as_ref(),
                    importance: self.importance.as_ref(),
                }
            }
        }
    };
}

entry! {
    /// `[[file]]`.
    FileEntry {
        /// Absolute patterns.
        paths: Vec<Spanned<String>>,
        /// Patterns that exclude files.
        #[serde(default)]
        exclude: Vec<Spanned<String>>,
        /// Which end to keep.
        #[serde(default)]
        keep: super::Keep,
        /// Format in which the minimizer reads it.
        #[serde(default)]
        format: super::Format,
        /// A limit of its own.
        #[serde(skip_serializing_if = "Option::is_none")]
        limit: Option<Spanned<ByteSize>>,
    }
}

entry! {
    /// `[[command]]`.
    CommandEntry {
        /// Program and arguments.
        run: Spanned<Vec<String>>,
        /// Maximum time that it may run.
        #[serde(skip_serializing_if = "Option::is_none")]
        timeout: Option<Spanned<Period>>,
        /// Format in which the minimizer reads its output.
        #[serde(default)]
        format: super::Format,
        /// One folder that it may write to.
        #[serde(skip_serializing_if = "Option::is_none")]
        writes: Option<Spanned<String>>,
    }
}

entry! {
    /// `[[journal]]`.
    JournalEntry {
        /// Units; if empty, all.
        #[serde(default)]
        units: Vec<Spanned<String>>,
        /// The lowest priority to collect, `emerg` to `debug`.
        #[serde(skip_serializing_if = "Option::is_none")]
        priority: Option<Spanned<String>>,
        /// Kernel messages only.
        #[serde(default)]
        kernel: bool,
        /// Maximum time for reading.
        #[serde(skip_serializing_if = "Option::is_none")]
        timeout: Option<Spanned<Period>>,
    }
}

entry! {
    /// `[[kernel]]`.
    KernelEntry {
        /// Names of snapshots.
        read: Vec<Spanned<String>>,
        /// Number of samples.
        #[serde(skip_serializing_if = "Option::is_none")]
        samples: Option<Spanned<u32>>,
        /// Interval between samples.
        #[serde(skip_serializing_if = "Option::is_none")]
        every: Option<Period>,
    }
}

entry! {
    /// `[[trace]]`.
    TraceEntry {
        /// Absolute patterns.
        paths: Vec<Spanned<String>>,
        /// The kind of trace.
        kind: Spanned<String>,
        /// How many of the newest to list.
        #[serde(skip_serializing_if = "Option::is_none")]
        newest: Option<Spanned<u32>>,
    }
}

/// `[minimize]`.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Minimize {
    /// Words that identify the organisation.
    #[serde(default)]
    pub(super) organisations: Vec<String>,
    /// Texts that are not replaced.
    #[serde(default)]
    pub(super) keep: Vec<Spanned<String>>,
    /// `[[minimize.rule]]`.
    #[serde(default, rename = "rule")]
    pub(super) rules: Vec<Rule>,
    /// `[[minimize.field]]`.
    #[serde(default, rename = "field")]
    pub(super) fields: Vec<Field>,
}

/// `[[minimize.rule]]`.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rule {
    /// The kind of identifier.
    pub(super) kind: Kind,
    /// A regular expression.
    pub(super) pattern: IdentifierPattern,
}

/// `[[minimize.field]]`.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Field {
    /// The kind of identifier.
    pub(super) kind: Kind,
    /// Names of keys.
    pub(super) names: Spanned<Vec<String>>,
}

/// `[[test]]`.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Test {
    /// The input.
    pub(super) input: Spanned<String>,
    /// Texts that must be replaced.
    #[serde(default)]
    pub(super) gone: Vec<String>,
    /// Texts that must not be replaced.
    #[serde(default)]
    pub(super) kept: Vec<String>,
}
