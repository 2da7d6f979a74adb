//! What is asked of the whole way, and why there may be no bundle in the end.

use std::io;
use std::path::PathBuf;

use crate::host::Root;
use crate::minimize::Withheld;
use crate::plan::{self, Selection};
use crate::profile::{self, ByteSize, Scope};
use crate::seal::encrypt::{self, Recipient};
use crate::{output, state};

/// What a person or a script asks for.
#[derive(Debug, Clone)]
pub struct Request {
    /// Profiles by name or path; none: the one that fits the appliance.
    pub profiles: Vec<String>,
    /// What is taken of them.
    pub selection: Selection,
    /// The case that the bundle belongs to.
    pub case: Option<String>,
    /// Within what its pseudonyms agree.
    pub scope: Scope,
    /// The tree that is read.
    pub root: Root,
    /// Where the bundle goes.
    pub target: Target,
    /// Who will be able to read it, beside those whom the profile names; nobody named: everybody.
    pub recipients: Vec<Recipient>,
}

/// Where a bundle goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A folder, under a name of our own; none: the state's folder.
    Folder(Option<PathBuf>),
    /// This very file.
    File(PathBuf),
    /// Standard output.
    Standard,
}

/// Why there is no bundle.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The profile.
    #[error(transparent)]
    Profile(#[from] profile::Error),
    /// The selection.
    #[error(transparent)]
    Plan(#[from] plan::Error),
    /// Keys, lock, folders.
    #[error(transparent)]
    State(#[from] state::Error),
    /// The bundle's file.
    #[error(transparent)]
    Output(#[from] output::Error),
    /// The tree that is to be read.
    #[error("--root {} cannot be read: {why}", path.display())]
    Root {
        /// Its path.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// Nobody looked at the tree.
    #[error("--root {} was not read: {why}", path.display())]
    Unread {
        /// Its path.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// The disk is too full to begin.
    #[error("the disk has only {room} left beyond the space that is kept free")]
    Full {
        /// The room.
        room: ByteSize,
    },
    /// Writing the bundle.
    #[error("cannot write the bundle: {0}")]
    Write(io::Error),
    /// Reading what is to be minimized.
    #[error("cannot read the input: {0}")]
    Input(io::Error),
    /// Nobody has agreed to it.
    #[error("no consent for purpose `usage` is recorded on this appliance")]
    Consent,
    /// Others could have recorded it.
    #[error("the recorded consent for purpose `usage` cannot be trusted: {why}")]
    DoubtfulConsent {
        /// What is wrong, and the command that mends it.
        why: String,
    },
    /// A planted identifier came out.
    #[error("the self-check failed: {survived} of {planted} planted identifiers were not replaced")]
    Canary {
        /// How many came out.
        survived: u64,
        /// How many went in.
        planted: u64,
    },
    /// A recipient that the profile names is none.
    #[error("profile {profile}, [seal]: {source}")]
    Recipient {
        /// The profile.
        profile: String,
        /// What is wrong.
        source: encrypt::Error,
    },
    /// The input of `minimize` is no text, or met a bug.
    #[error("the input is withheld: {0}")]
    Withheld(#[from] Withheld),
}
