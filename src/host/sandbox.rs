//! What the kernel itself keeps us and our children from doing, where it can (landlock(7)).

use std::path::Path;

use landlock::{
    ABI, AccessFs, PathBeneath, PathFd, RestrictionStatus, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetError,
    RulesetStatus, Scope,
};
use nix::mount::{MsFlags, mount};
use nix::sched::{CloneFlags, unshare};

use super::mounts::Mounts;
use super::{starter, unchanged};

/// Leaves no trace of reading: in a view of the mounts of our own, nothing keeps access times, not even those of
/// folders and links, for which no open flag asks. Only root can have such a view; others read with O_NOATIME where
/// they may.
pub(super) fn leave_no_trace() {
    let mounts = Mounts::read();
    // Where what is unmounted outside would live on in our view, a stick could be pulled that is still in use.
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

/// Forbids this thread, and the threads that it starts from now on, to write anywhere but below `folders`; says whether
/// the kernel sees to it. Processes that are started confine themselves.
#[must_use]
pub fn confine(folders: &[&Path]) -> bool {
    starter::begin();
    is_enforced(restrict(Ruleset::default(), folders))
}

/// Whether the kernel keeps a command from changing modes, owners and the like: tried out on a thread that does no
/// more.
#[must_use]
pub fn can_forbid_changes() -> bool {
    let thread = std::thread::Builder::new().spawn(unchanged::forbid_changes);
    thread.is_ok_and(|thread| thread.join().unwrap_or(false))
}

/// Forbids a reader to write anywhere. Where the kernel cannot do that, it still only reads.
pub(super) fn confine_reader() {
    is_enforced(restrict(Ruleset::default(), &[]));
}

/// Forbids a command to write anywhere but below `folders`, and to change modes, owners and the like; it also may
/// signal nothing but what it started itself.
pub(super) fn confine_command(folders: &[&Path]) {
    let restricted = Ruleset::default().scope(Scope::Signal).and_then(|ruleset| restrict(ruleset, folders));
    is_enforced(restricted);
    unchanged::forbid_changes();
}

fn restrict(ruleset: Ruleset, folders: &[&Path]) -> Result<RestrictionStatus, RulesetError> {
    // Not the rights of later versions: those are about sockets and devices, which commands read from.
    let access = AccessFs::from_write(ABI::V4);
    let mut ruleset = ruleset.handle_access(access)?.create()?;
    for folder in folders {
        // A folder that is not there cannot be written to either.
        if let Ok(handle) = PathFd::new(folder) {
            ruleset = ruleset.add_rule(PathBeneath::new(handle, access))?;
        }
    }
    if let Ok(null) = PathFd::new("/dev/null") {
        ruleset = ruleset.add_rule(PathBeneath::new(null, AccessFs::WriteFile))?;
    }
    ruleset.restrict_self()
}

/// Whether the kernel sees to all that was restricted; an older one does to a part of it.
pub(super) fn is_enforced(restricted: Result<RestrictionStatus, RulesetError>) -> bool {
    restricted
        .inspect_err(|error| log::debug!("landlock: {error}"))
        .is_ok_and(|status| status.ruleset == RulesetStatus::FullyEnforced)
}
