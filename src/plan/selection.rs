//! What the caller requests beyond the profile, and whether it is possible.

use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;

use super::Window;
use crate::profile::{ByteSize, Compression, Limits, Period, Profile, Purpose, SourceId};

/// What the caller requests beyond the profile.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Purpose of the bundle.
    pub purpose: Purpose,
    /// Beginning of the window.
    pub since: Option<String>,
    /// End of the window.
    pub until: Option<String>,
    /// Only these sources; if empty, all.
    pub only: Vec<SourceId>,
    /// Sources to leave out.
    pub skip: Vec<SourceId>,
    /// Maximum bytes of the bundle, instead of the profile's.
    pub max_size: Option<ByteSize>,
    /// Bytes that the disk has room for.
    pub room: Option<ByteSize>,
    /// Compression of the bundle, instead of the profile's.
    pub compress: Option<Compression>,
    /// A note for support.
    pub note: Option<String>,
    /// Files for support.
    pub attach: Vec<PathBuf>,
}

impl Selection {
    /// Returns whether a source is selected.
    pub(super) fn takes(&self, id: &SourceId) -> bool {
        (self.only.is_empty() || self.only.contains(id)) && !self.skip.contains(id)
    }

    /// Returns the limits of the profile as they apply here, and whether that of the bundle was lowered to the room on
    /// the disk: what does not fit there is dropped like what does not fit into the bundle.
    pub(super) fn limits(&self, profile: &Profile) -> (Limits, bool) {
        let mut limits = profile.limits.clone();
        limits.bundle = self.max_size.unwrap_or(limits.bundle);
        let room = self.room.filter(|room| *room < limits.bundle);
        limits.bundle = room.unwrap_or(limits.bundle);
        limits.item = limits.item.min(limits.bundle);
        (limits, room.is_some())
    }
}

/// Why there is no plan.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Error {
    /// `--since` or `--until` is invalid.
    #[error("{why}")]
    Window {
        /// What is wrong.
        why: String,
    },
    /// `--only` or `--skip` names an unknown source.
    #[error("the profile has no source `{id}`{}", crate::profile::nearest(.near))]
    Source {
        /// As it was given.
        id: SourceId,
        /// The most similar one.
        near: Option<String>,
    },
    /// `--only` and `--skip` together leave nothing.
    #[error("nothing is selected: --skip leaves out every source that would be collected")]
    Nothing,
    /// The profile does not allow the purpose.
    #[error("profile `{profile}` does not allow a bundle for {}", purpose.word())]
    Purpose {
        /// The name of the profile.
        profile: String,
        /// The requested purpose.
        purpose: Purpose,
    },
}

/// Checks what can be checked of a selection without a profile, so that an impossible run does not begin.
///
/// # Errors
/// If the window is invalid.
pub fn check(selection: &Selection, now: Timestamp) -> Result<(), Error> {
    let (since, until) = (selection.since.as_deref(), selection.until.as_deref());
    // The reach of a profile does not matter here: a window always begins before it ends.
    Window::new(since, until, Period(Duration::from_secs(1)), now).map(drop).map_err(|why| Error::Window { why })
}

/// Checks the selection against a profile, without asking the appliance.
///
/// # Errors
/// If a source is not in the profile, if none is left, or if the profile does not allow the purpose.
pub fn fits(profile: &Profile, selection: &Selection) -> Result<(), Error> {
    if !profile.purposes.contains(&selection.purpose) {
        return Err(Error::Purpose { profile: profile.name.to_string(), purpose: selection.purpose });
    }
    selection.only.iter().chain(&selection.skip).try_for_each(|id| known(profile, id))?;
    let given = selection.note.is_some() || !selection.attach.is_empty();
    if given || selection.skip.is_empty() || profile.sources.iter().any(|source| selection.takes(&source.id)) {
        return Ok(());
    }
    Err(Error::Nothing)
}

fn known(profile: &Profile, id: &SourceId) -> Result<(), Error> {
    if profile.sources.iter().any(|source| source.id == *id) {
        return Ok(());
    }
    let ids = profile.sources.iter().map(|source| source.id.as_str());
    let near = crate::profile::closest(id.as_str(), ids).map(str::to_owned);
    Err(Error::Source { id: id.clone(), near })
}
