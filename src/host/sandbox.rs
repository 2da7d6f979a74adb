//! What the kernel itself keeps us and our children from doing, where it can (landlock(7)).

use std::path::Path;

use landlock::{
    ABI, AccessFs, PathBeneath, PathFd, RestrictionStatus, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetError,
    RulesetStatus, Scope,
};

/// Forbids this thread, and all that it starts from now on, to write anywhere but below `folders`; says whether the
/// kernel sees to it. What was forbidden before stays forbidden.
#[must_use]
pub fn confine(folders: &[&Path]) -> bool {
    told(restrict(Ruleset::default(), folders))
}

/// The same for a command, which also may signal nothing but what it started itself.
pub(super) fn confine_command(folders: &[&Path]) {
    let restricted = Ruleset::default().scope(Scope::Signal).and_then(|ruleset| restrict(ruleset, folders));
    told(restricted);
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

fn told(restricted: Result<RestrictionStatus, RulesetError>) -> bool {
    match restricted {
        Ok(status) => status.ruleset != RulesetStatus::NotEnforced,
        Err(error) => {
            log::debug!("landlock: {error}");
            false
        }
    }
}
