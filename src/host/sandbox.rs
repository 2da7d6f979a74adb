//! What the kernel itself keeps us and our children from doing, where it can (landlock(7)).

use landlock::{ABI, AccessFs, PathBeneath, PathFd, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetStatus};

/// Forbids this process, and all that it starts, to write anywhere but below `folders`; says whether the kernel does so.
pub(crate) fn forbid_writing(folders: &[&std::path::Path]) -> bool {
    let access = AccessFs::from_write(ABI::V4);
    let restricted = (|| {
        let mut ruleset = Ruleset::default().handle_access(access)?.create()?;
        for folder in folders {
            if let Ok(handle) = PathFd::new(folder) {
                ruleset = ruleset.add_rule(PathBeneath::new(handle, access))?;
            }
        }
        if let Ok(null) = PathFd::new("/dev/null") {
            ruleset = ruleset.add_rule(PathBeneath::new(null, AccessFs::WriteFile))?;
        }
        ruleset.restrict_self()
    })();
    match restricted {
        Ok(status) => status.ruleset != RulesetStatus::NotEnforced,
        Err(error) => {
            log::debug!("landlock: {error}");
            false
        }
    }
}
