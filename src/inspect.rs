//! Reads bundles, every one as if an enemy had made it.
//!
//! The outer seal is checked over raw bytes before any parser sees one of them; then one strict pass in bounded
//! memory. Nothing is ever unpacked onto the disk, and once a bundle is open nothing else is opened.
//!
//! What holds says who sealed it, and that nobody changed it since; whether what an appliance says of itself is true,
//! when somebody else rules it, no signature can say.

mod audit;
mod bundle;
mod content;
mod field;
mod frames;
mod look;
mod members;
mod pattern;
mod reader;
mod repacked;
mod signers;
mod verify;
mod walk;

use std::io;
use std::path::PathBuf;

pub use audit::{Find, Search};
pub use bundle::{Bundle, Opened};
pub use content::Entry;
pub use look::{cat, entries, manifest};
pub use signers::Signers;
pub use verify::{Checks, Seals, Signer, Verdict, verify};

/// Why a bundle does not hold.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// It cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Unreadable {
        /// Its path.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// It is encrypted, and nobody said to whom.
    #[error("{} is encrypted", path.display())]
    Encrypted {
        /// Its path.
        path: PathBuf,
    },
    /// It is encrypted, and to nobody whose identity was given.
    #[error("{} was encrypted for a different identity", path.display())]
    Stranger {
        /// Its path.
        path: PathBuf,
    },
    /// It does not decrypt.
    #[error("encryption: {why}")]
    Encryption {
        /// What is wrong.
        why: String,
    },
    /// It does not end in a seal.
    #[error("outer seal: the last 512 bytes are not a casepack seal: {why}")]
    NoSeal {
        /// What is wrong.
        why: String,
    },
    /// The bytes before the seal are not those that were signed.
    #[error("outer seal: the signature does not match the {bytes} bytes before it")]
    Seal {
        /// How many were signed.
        bytes: u64,
    },
    /// The archive's form is wrong.
    #[error("archive, at byte {offset} of its content: {why}")]
    Archive {
        /// Where, after inflating.
        offset: u64,
        /// What is wrong.
        why: String,
    },
    /// A file is not what SHA256SUMS says.
    #[error("sums: `{name}` {why}")]
    Sums {
        /// The file.
        name: String,
        /// What is wrong.
        why: String,
    },
    /// The inner signature does not hold.
    #[error("inner seal: {why}")]
    Inner {
        /// What is wrong.
        why: String,
    },
    /// The manifest does not agree with the archive.
    #[error("manifest: {why}")]
    Manifest {
        /// What is wrong.
        why: String,
    },
    /// The signer is none of those that are allowed.
    #[error("signer: {why}")]
    Signer {
        /// What is wrong.
        why: String,
    },
    /// It belongs to another case.
    #[error("case: {why}")]
    Case {
        /// To which.
        why: String,
    },
    /// It is too old.
    #[error("age: {why}")]
    Age {
        /// How old.
        why: String,
    },
    /// There is no such file in the bundle.
    #[error("no file `{name}` in the bundle")]
    Missing {
        /// As it was asked for.
        name: String,
    },
    /// What was read could not be handed on.
    #[error("cannot write to standard output: {source}")]
    Print {
        /// The system's reason.
        source: io::Error,
    },
}

impl Fault {
    /// The check that failed, in one word for scripts.
    #[must_use]
    pub const fn check(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } | Self::Print { .. } => "reading",
            Self::Encrypted { .. } | Self::Stranger { .. } | Self::Encryption { .. } => "encryption",
            Self::NoSeal { .. } | Self::Seal { .. } => "outer-seal",
            Self::Archive { .. } => "archive",
            Self::Sums { .. } | Self::Missing { .. } => "sums",
            Self::Inner { .. } => "inner-seal",
            Self::Manifest { .. } => "manifest",
            Self::Signer { .. } => "signer",
            Self::Case { .. } => "case",
            Self::Age { .. } => "age",
        }
    }

    /// A file of the format's that is not there.
    fn missing(name: &str) -> Self {
        Self::Sums { name: name.to_owned(), why: "is missing".to_owned() }
    }
}
