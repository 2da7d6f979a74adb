//! Reads bundles, and treats every one as if an attacker had made it.
//!
//! The outer seal is checked over raw bytes before any parser sees one of them; then follows one strict pass in bounded
//! memory. Nothing is ever unpacked to disk, and once a bundle is open nothing else is opened.
//!
//! A valid seal shows who sealed a bundle, and that it has not been changed since. It cannot show that what a
//! compromised appliance says of itself is true.

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
    /// The bundle cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Unreadable {
        /// Its path.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// The bundle is encrypted, and no identity was given.
    #[error("{} is encrypted", path.display())]
    Encrypted {
        /// Its path.
        path: PathBuf,
    },
    /// The bundle is encrypted, but to none of the given identities.
    #[error("{} was encrypted for a different identity", path.display())]
    Stranger {
        /// Its path.
        path: PathBuf,
    },
    /// The bundle cannot be decrypted.
    #[error("encryption: {why}")]
    Encryption {
        /// What is wrong.
        why: String,
    },
    /// The file does not end in a seal.
    #[error("outer seal: the last 512 bytes are not a casepack seal: {why}")]
    NoSeal {
        /// What is wrong.
        why: String,
    },
    /// The bytes before the seal are not those that were signed.
    #[error("outer seal: the signature does not match the {bytes} bytes before it")]
    Seal {
        /// Number of bytes that were signed.
        bytes: u64,
    },
    /// The form of the archive is wrong.
    #[error("archive, at byte {offset} of its content: {why}")]
    Archive {
        /// Offset in the unpacked archive.
        offset: u64,
        /// What is wrong.
        why: String,
    },
    /// A file does not match SHA256SUMS.
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
    /// The signer is not allowed.
    #[error("signer: {why}")]
    Signer {
        /// What is wrong.
        why: String,
    },
    /// The bundle belongs to another case.
    #[error("case: {why}")]
    Case {
        /// The case that it belongs to.
        why: String,
    },
    /// The bundle is too old.
    #[error("age: {why}")]
    Age {
        /// How old it is.
        why: String,
    },
    /// There is no such file in the bundle.
    #[error("no file `{name}` in the bundle")]
    Missing {
        /// The requested name.
        name: String,
    },
    /// The output could not be written.
    #[error("cannot write to standard output: {source}")]
    Print {
        /// The system's error.
        source: io::Error,
    },
}

impl Fault {
    /// Returns the check that failed, in one word for scripts.
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

    /// Makes the fault for a missing file.
    fn missing(name: &str) -> Self {
        Self::Sums { name: name.to_owned(), why: "is missing".to_owned() }
    }
}
