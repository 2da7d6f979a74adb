//! Reads bundles, every one as if an enemy had made it.
//!
//! The outer seal is checked over raw bytes before any parser sees one of them; then one strict pass in bounded
//! memory. Nothing is ever unpacked onto the disk.

mod reader;
mod signers;
mod verify;

use std::io;
use std::path::PathBuf;

pub use signers::Signers;
pub use verify::{Entry, Signer, Verdict, cat, verify};

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
    /// It does not end in a seal.
    #[error("outer seal: the last 512 bytes are no seal of casepack's; the file is cut short or no bundle")]
    NoSeal,
    /// The bytes before the seal are not those that were signed.
    #[error("outer seal: the signature does not hold for the {bytes} bytes before it; at least one was changed")]
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
    /// There is no such file in the bundle.
    #[error("no file `{name}` in the bundle")]
    Missing {
        /// As it was asked for.
        name: String,
    },
}
