//! What landlock(7) has no word for: a command may not change modes, owners, times or attributes of files, nor the
//! mounts, the modules, the clock or the name of the system (seccomp(2)). The calls fail with EPERM.

use std::collections::BTreeMap;

use nix::libc;
use seccompiler::{BpfProgram, SeccompAction, SeccompFilter};

/// Forbids this thread, and the program that it becomes, to change what it does not own; says whether the kernel does so.
pub(super) fn forbid_changes() -> bool {
    let applied = filter()
        .and_then(|program| seccompiler::apply_filter(&program).map_err(|error| error.to_string()))
        .inspect_err(|error| log::debug!("seccomp: {error}"));
    applied.is_ok()
}

fn filter() -> Result<BpfProgram, String> {
    let rules: BTreeMap<i64, Vec<_>> = FORBIDDEN.iter().chain(OF_OLD).map(|call| (*call, Vec::new())).collect();
    let architecture =
        std::env::consts::ARCH.try_into().map_err(|error: seccompiler::BackendError| error.to_string())?;
    let refuse = SeccompAction::Errno(nix::errno::Errno::EPERM as u32);
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, refuse, architecture);
    filter.and_then(BpfProgram::try_from).map_err(|error| error.to_string())
}

const FORBIDDEN: &[i64] = &[
    libc::SYS_fchmod,
    libc::SYS_fchmodat,
    FCHMODAT2,
    libc::SYS_fchown,
    libc::SYS_fchownat,
    libc::SYS_utimensat,
    libc::SYS_setxattr,
    libc::SYS_lsetxattr,
    libc::SYS_fsetxattr,
    libc::SYS_removexattr,
    libc::SYS_lremovexattr,
    libc::SYS_fremovexattr,
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_move_mount,
    libc::SYS_swapon,
    libc::SYS_swapoff,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_kexec_load,
    libc::SYS_reboot,
    libc::SYS_settimeofday,
    libc::SYS_clock_settime,
    libc::SYS_sethostname,
    libc::SYS_setdomainname,
];

/// Calls that newer architectures were made without.
#[cfg(target_arch = "x86_64")]
const OF_OLD: &[i64] =
    &[libc::SYS_chmod, libc::SYS_chown, libc::SYS_lchown, libc::SYS_utime, libc::SYS_utimes, libc::SYS_futimesat];
#[cfg(not(target_arch = "x86_64"))]
const OF_OLD: &[i64] = &[];

/// The same number on every architecture, and newer than some C libraries.
const FCHMODAT2: i64 = 452;
