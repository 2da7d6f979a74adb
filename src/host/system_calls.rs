//! Filters of system calls (seccomp(2)), for the architecture that this program was built for.

use std::collections::BTreeMap;

use nix::errno::Errno;
use seccompiler::{BackendError, BpfProgram, SeccompAction, SeccompFilter, SeccompRule, TargetArch};

/// Calls by their numbers; one matches if any of its rules holds, and always if it has none.
pub(super) type Calls = BTreeMap<i64, Vec<SeccompRule>>;

/// The action that makes a call fail with EPERM.
pub(super) const REFUSE: SeccompAction = SeccompAction::Errno(Errno::EPERM as u32);

/// Makes the filter that answers matching calls with `matching`, and all others with `others`.
pub(super) fn program(
    calls: Calls,
    matching: SeccompAction,
    others: SeccompAction,
) -> Result<BpfProgram, BackendError> {
    let architecture = TargetArch::try_from(std::env::consts::ARCH)?;
    SeccompFilter::new(calls, others, matching, architecture)?.try_into()
}
