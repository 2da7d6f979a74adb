//! The request for a run, and the reasons why there may be no bundle.

use std::io;
use std::path::PathBuf;

use crate::host::Root;
use crate::minimize::Withheld;
use crate::plan::{self, Selection};
use crate::profile::{self, ByteSize, Scope};
use crate::seal::encrypt::{self, Recipient};
use crate::{output, state};

/// What a person or a script requests.
#[derive(Debug, Clone)]
pub struct Request {
    /// Profiles by name or path; if empty, the one that fits the appliance.
    pub profiles: Vec<String>,
    /// What to collect of them.
    pub selection: Selection,
    /// The case that the bundle belongs to.
    pub case: Option<String>,
    /// Scope within which its pseudonyms are the same.
    pub scope: Scope,
    /// The tree to read.
    pub root: Root,
    /// Where to write the bundle.
    pub target: Target,
    /// Recipients in addition to those of the profile; if there are none at all, the bundle is not encrypted.
    pub recipients: Vec<Recipient>,
}

/// Where a bundle goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A folder, under a name of our own; `None`: the state folder.
    Folder(Option<PathBuf>),
    /// This file.
    File(PathBuf),
    /// Standard output.
    Standard,
}

/// Why there is no bundle.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The profile is invalid.
    #[error(transparent)]
    Profile(#[from] profile::Error),
    /// The selection is invalid.
    #[error(transparent)]
    Plan(#[from] plan::Error),
    /// Keys, lock or folders cannot be used.
    #[error(transparent)]
    State(#[from] state::Error),
    /// The bundle's file cannot be written.
    #[error(transparent)]
    Output(#[from] output::Error),
    /// The tree cannot be read.
    #[error("--root {} cannot be read: {why}", path.display())]
    Root {
        /// Its path.
        path: PathBuf,
        /// The reason.
        why: String,
    },
    /// The tree could not be checked.
    #[error("--root {} was not read: {why}", path.display())]
    Unread {
        /// Its path.
        path: PathBuf,
        /// The reason.
        why: String,
    },
    /// The disk is too full to begin.
    #[error("the disk has only {room} left beyond the space that is kept free")]
    Full {
        /// The room.
        room: ByteSize,
    },
    /// Writing the bundle failed.
    #[error("cannot write the bundle: {0}")]
    Write(io::Error),
    /// Reading the input of `minimize` failed.
    #[error("cannot read the input: {0}")]
    Input(io::Error),
    /// No consent is recorded.
    #[error("no consent for purpose `usage` is recorded on this appliance")]
    Consent,
    /// The consent could have been recorded by others.
    #[error("the recorded consent for purpose `usage` cannot be trusted: {why}")]
    DoubtfulConsent {
        /// What is wrong, and the command that fixes it.
        why: String,
    },
    /// A planted identifier was not replaced.
    #[error("the self-check failed: {survived} of {planted} planted identifiers were not replaced")]
    Canary {
        /// Number of them that were not replaced.
        survived: u64,
        /// Number of planted identifiers.
        planted: u64,
    },
    /// A recipient in the profile is invalid.
    #[error("profile {profile}, [seal]: {source}")]
    Recipient {
        /// The profile.
        profile: String,
        /// What is wrong.
        source: encrypt::Error,
    },
    /// The input of `minimize` is not text, or hit a bug.
    #[error("the input is withheld: {0}")]
    Withheld(#[from] Withheld),
}
