//! The opening of bundles, which `verify` and `inspect` share: after all bundles are open, nothing else is opened.

use std::path::Path;

use super::args::Opening;
use super::error::Failure;
use crate::host::lockdown;
use crate::inspect::{Bundle, Fault, Opened, Seals};
use crate::seal::encrypt::{self, Identity};

/// Opens every bundle, then prevents the process from opening anything else, and only then begins to read, because a
/// bundle may be made by an attacker.
pub(super) fn open<'a>(
    bundles: impl IntoIterator<Item = &'a Path>,
    opening: &Opening,
) -> Result<Vec<Result<Bundle, Fault>>, Failure> {
    let identities = identities(opening)?;
    lockdown::allow_many_files();
    let opened: Vec<_> = bundles.into_iter().map(Opened::open).collect();
    let locked = lockdown::lock_down();
    log::info!("landlock: {}, seccomp: {}", locked.landlock, locked.seccomp);
    Ok(opened.into_iter().map(|opened| opened?.bundle(&identities)).collect())
}

impl Opening {
    /// Returns which seals the bundles must have.
    pub(super) const fn seals(&self) -> Seals {
        if self.inner { Seals::Inner } else { Seals::Both }
    }
}

fn identities(opening: &Opening) -> Result<Vec<Identity>, Failure> {
    let mut identities = Vec::new();
    for path in &opening.identity {
        let wrong = |why: &dyn std::fmt::Display| Failure::usage(format!("--identity {}: {why}", path.display()));
        let text = std::fs::read_to_string(path).map_err(|error| wrong(&error))?;
        identities.extend(encrypt::identities(&text).map_err(|error| wrong(&error))?);
    }
    Ok(identities)
}
