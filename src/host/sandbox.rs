//! Confinement by the kernel, of this program and its children, as far as it supports that (landlock(7)).

use std::path::Path;

use landlock::{
    ABI, AccessFs, PathBeneath, PathFd, RestrictionStatus, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetError,
    RulesetStatus, Scope,
};
use nix::mount::{MsFlags, mount};
use nix::sched::{CloneFlags, unshare};

use super::mounts::Mounts;
use super::{starter, unchanged};

/// Reads without leaving a trace: a mount namespace of our own keeps no access times, not even those of folders and
/// links, which no open flag covers. Only root can have one; others read with O_NOATIME if they may.
pub(super) fn leave_no_trace() {
    let mounts = Mounts::read();
    // If unmounting outside did not affect our namespace, a disk could be removed that is still mounted here.
    if !mounts.are_shared() || unshare(CloneFlags::CLONE_NEWNS).is_err() {
        return;
    }
    let none = None::<&str>;
    if mount(none, "/", none, MsFlags::MS_REC | MsFlags::MS_SLAVE, none).is_err() {
        return;
    }
    for local in mounts.local() {
        let flags = MsFlags::MS_BIND | MsFlags::MS_REMOUNT | MsFlags::MS_NOATIME | MsFlags::MS_NODIRATIME;
        // A mount that refuses keeps its access times, which is no reason not to read.
        let _ = mount(none, &local.point, none, flags | local.flags, none);
    }
}

/// Forbids this thread, and the threads that it starts from now on, to write anywhere except below `folders`; returns
/// whether the kernel enforces that. Processes that are started confine themselves.
#[must_use]
pub fn confine(folders: &[&Path]) -> bool {
    starter::begin();
    is_enforced(restrict(Ruleset::default(), folders))
}

/// Returns whether the kernel can prevent a command from changing modes, owners and the like; this is tried on a thread
/// that does nothing else.
#[must_use]
pub fn can_forbid_changes() -> bool {
    let thread = std::thread::Builder::new().spawn(unchanged::forbid_changes);
    thread.is_ok_and(|thread| thread.join().unwrap_or(false))
}

/// Forbids a reader to write anywhere. If the kernel cannot enforce that, the reader still only reads.
pub(super) fn confine_reader() {
    is_enforced(restrict(Ruleset::default(), &[]));
}

/// Forbids a command to write anywhere except below `folders`, and to change modes, owners and the like; it can also
/// signal only what it started itself.
pub(super) fn confine_command(folders: &[&Path]) {
    let restricted = Ruleset::default().scope(Scope::Signal).and_then(|ruleset| restrict(ruleset, folders));
    is_enforced(restricted);
    unchanged::forbid_changes();
}

fn restrict(ruleset: Ruleset, folders: &[&Path]) -> Result<RestrictionStatus, RulesetError> {
    // Later versions add rights for sockets and devices, which commands read from.
    let access = AccessFs::from_write(ABI::V4);
    let mut ruleset = ruleset.handle_access(access)?.create()?;
    for folder in folders {
        // A folder that does not exist cannot be written to either.
        if let Ok(handle) = PathFd::new(folder) {
            ruleset = ruleset.add_rule(PathBeneath::new(handle, access))?;
        }
    }
    if let Ok(null) = PathFd::new("/dev/null") {
        ruleset = ruleset.add_rule(PathBeneath::new(null, AccessFs::WriteFile))?;
    }
    ruleset.restrict_self()
}

/// Returns whether the kernel enforces every restriction; an older one enforces only some.
pub(super) fn is_enforced(restricted: Result<RestrictionStatus, RulesetError>) -> bool {
    restricted
        .inspect_err(|error| log::debug!("landlock: {error}"))
        .is_ok_and(|status| status.ruleset == RulesetStatus::FullyEnforced)
}
