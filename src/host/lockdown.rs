//! Locks a process down: after it has opened what it needs, the kernel prevents everything else (landlock(7),
//! seccomp(2)).

use landlock::{ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr};
use nix::libc;
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use seccompiler::{
    BackendError, BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompRule,
};

use super::sandbox;
use super::system_calls::{self, Calls, REFUSE};

/// Lets this process hold as many files open as the system allows.
pub(crate) fn allow_many_files() {
    // If the system refuses, the first file too many is reported as one that cannot be read.
    let _ = getrlimit(Resource::RLIMIT_NOFILE).and_then(|(_, most)| setrlimit(Resource::RLIMIT_NOFILE, most, most));
}

/// Forbids this process to open, start or connect to anything from here on: it keeps only what it already holds.
///
/// This is for code that reads what an attacker may have made. Returns which of the two guards the kernel provides.
pub(crate) fn lock_down() -> Lockdown {
    let access = AccessFs::from_all(ABI::V5);
    let landlock = (|| {
        let ruleset = Ruleset::default().handle_access(access)?.handle_access(AccessNet::from_all(ABI::V5))?;
        ruleset.create()?.restrict_self()
    })();
    let seccomp = filter()
        .map_err(|error| error.to_string())
        .and_then(|program| seccompiler::apply_filter_all_threads(&program).map_err(|error| error.to_string()))
        .inspect_err(|error| log::debug!("seccomp: {error}"));
    Lockdown { landlock: sandbox::is_enforced(landlock), seccomp: seccomp.is_ok() }
}

/// Which guards are in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lockdown {
    /// Whether the file system and the network are out of reach.
    pub(crate) landlock: bool,
    /// Whether all but a few system calls fail.
    pub(crate) seccomp: bool,
}

/// Allows calls that read, write, seek and close what is open, and those that ask for memory that cannot be executed.
fn filter() -> Result<BpfProgram, BackendError> {
    let mut calls: Calls = ALLOWED.iter().map(|call| (*call, Vec::new())).collect();
    for call in [libc::SYS_mmap, libc::SYS_mprotect] {
        // Security: memory that is written must never be executed.
        let not_executable = SeccompCondition::new(2, SeccompCmpArgLen::Dword, SeccompCmpOp::MaskedEq(PROT_EXEC), 0)?;
        calls.insert(call, vec![SeccompRule::new(vec![not_executable])?]);
    }
    // Security: other requests can put input into the terminal.
    let request = |request: &u64| {
        let same = SeccompCondition::new(1, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, *request)?;
        SeccompRule::new(vec![same])
    };
    calls.insert(libc::SYS_ioctl, TERMINAL.iter().map(request).collect::<Result<_, _>>()?);
    system_calls::program(calls, SeccompAction::Allow, REFUSE)
}

const PROT_EXEC: u64 = libc::PROT_EXEC as u64;
/// The ioctl(2) requests that ask whether a file is a terminal, and how wide it is: `TCGETS`, `TIOCGWINSZ`.
const TERMINAL: [u64; 2] = [0x5401, 0x5413];
const ALLOWED: [i64; 26] = [
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_pread64,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_lseek,
    libc::SYS_fstat,
    libc::SYS_statx,
    libc::SYS_close,
    libc::SYS_brk,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_madvise,
    libc::SYS_futex,
    libc::SYS_getrandom,
    libc::SYS_clock_gettime,
    libc::SYS_sched_yield,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_gettid,
    libc::SYS_getpid,
    libc::SYS_tgkill,
    libc::SYS_exit,
    libc::SYS_exit_group,
];
