//! Restrictions that landlock(7) does not cover: a command may not change modes, owners, times or attributes of files,
//! nor the mounts, the modules, the clock or the name of the system, nor remove kernel messages (seccomp(2)). The calls
//! fail with EPERM.

use nix::libc;
use seccompiler::{
    BackendError, BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompRule,
};

use super::system_calls::{self, Calls, REFUSE};

/// Forbids this thread, and the program that it becomes, to change what it does not own; returns whether the kernel
/// enforces that.
pub(super) fn forbid_changes() -> bool {
    let applied = filter()
        .map_err(|error| error.to_string())
        .and_then(|program| seccompiler::apply_filter(&program).map_err(|error| error.to_string()))
        .inspect_err(|error| log::debug!("seccomp: {error}"));
    applied.is_ok()
}

fn filter() -> Result<BpfProgram, BackendError> {
    let mut calls: Calls = FORBIDDEN.iter().chain(OF_OLD).map(|call| (*call, Vec::new())).collect();
    for (call, argument, values) in [(libc::SYS_ioctl, 1, REQUESTS), (libc::SYS_syslog, 0, TAKING)] {
        let rule = |value: &u64| {
            let same = SeccompCondition::new(argument, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, *value)?;
            SeccompRule::new(vec![same])
        };
        calls.insert(call, values.iter().map(rule).collect::<Result<_, _>>()?);
    }
    system_calls::program(calls, REFUSE, SeccompAction::Allow)
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
    libc::SYS_mount_setattr,
    libc::SYS_fsopen,
    libc::SYS_fspick,
    libc::SYS_fsconfig,
    libc::SYS_pivot_root,
    libc::SYS_quotactl,
    libc::SYS_acct,
    libc::SYS_swapon,
    libc::SYS_swapoff,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_kexec_load,
    KEXEC_FILE_LOAD,
    libc::SYS_reboot,
    libc::SYS_settimeofday,
    libc::SYS_clock_settime,
    libc::SYS_adjtimex,
    libc::SYS_clock_adjtime,
    libc::SYS_sethostname,
    libc::SYS_setdomainname,
    libc::SYS_process_vm_writev,
    SETXATTRAT,
    REMOVEXATTRAT,
    FILE_SETATTR,
    // Requests through an io_uring do not pass any filter.
    libc::SYS_io_uring_setup,
];

/// The ioctl(2) requests that change files, folders or file systems that are open for reading only: flags, projects,
/// versions, freezing, trimming, shutting down, labels, sealing; subvolumes of btrfs (linux/fs.h, linux/btrfs.h).
const REQUESTS: &[u64] = &[
    0x4008_6602, // FS_IOC_SETFLAGS
    0x4004_6602, // FS_IOC32_SETFLAGS
    0x401c_5820, // FS_IOC_FSSETXATTR
    0x4008_7602, // FS_IOC_SETVERSION
    0xc004_5877, // FIFREEZE
    0xc004_5878, // FITHAW
    0xc018_5879, // FITRIM
    0x8004_587d, // XFS_IOC_GOINGDOWN
    0x4100_9432, // FS_IOC_SETFSLABEL
    0x4080_6685, // FS_IOC_ENABLE_VERITY
    0x800c_6613, // FS_IOC_SET_ENCRYPTION_POLICY
    0x4008_6610, // EXT4_IOC_RESIZE_FS
    0x5000_9401, // BTRFS_IOC_SNAP_CREATE
    0x5000_9402, // BTRFS_IOC_DEFRAG
    0x5000_9403, // BTRFS_IOC_RESIZE
    0x5000_940a, // BTRFS_IOC_ADD_DEV
    0x5000_940b, // BTRFS_IOC_RM_DEV
    0x5000_940e, // BTRFS_IOC_SUBVOL_CREATE
    0x5000_940f, // BTRFS_IOC_SNAP_DESTROY
    0x5000_9417, // BTRFS_IOC_SNAP_CREATE_V2
    0x5000_9418, // BTRFS_IOC_SUBVOL_CREATE_V2
    0x5000_943f, // BTRFS_IOC_SNAP_DESTROY_V2
];

/// The syslog(2) actions other than reading: they clear the kernel's messages, or set which of them reach the console.
const TAKING: &[u64] = &[4, 5, 6, 7, 8];

/// Calls that newer architectures do not have.
#[cfg(target_arch = "x86_64")]
const OF_OLD: &[i64] =
    &[libc::SYS_chmod, libc::SYS_chown, libc::SYS_lchown, libc::SYS_utime, libc::SYS_utimes, libc::SYS_futimesat];
#[cfg(not(target_arch = "x86_64"))]
const OF_OLD: &[i64] = &[];

/// The number of fchmodat2, the same on every architecture and missing in some C libraries.
const FCHMODAT2: i64 = 452;
const SETXATTRAT: i64 = 463;
const REMOVEXATTRAT: i64 = 466;
const FILE_SETATTR: i64 = 469;

/// The number of `kexec_file_load`, which not all C libraries define.
#[cfg(target_arch = "x86_64")]
const KEXEC_FILE_LOAD: i64 = 320;
#[cfg(not(target_arch = "x86_64"))]
const KEXEC_FILE_LOAD: i64 = 294;
