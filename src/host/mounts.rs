//! Finds the file system that a path is on, from the kernel's own list, before anything there is touched.
//!
//! A file system whose server does not answer blocks whoever enters it; so only file systems that this kernel serves
//! from this machine are entered.

use std::borrow::Cow;
use std::ffi::OsString;
use std::fs::File;
use std::io::{Read, Seek};
use std::os::fd::AsFd;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use nix::mount::MsFlags;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

/// The mounts of this process, in mounting order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Mounts(Vec<Mount>);

/// Watches the mounts of this process; they are read again only after the kernel reports a change.
pub(crate) struct Watched {
    file: Option<File>,
    mounts: Arc<Mounts>,
}

/// One mount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mount {
    /// Where it is mounted.
    pub(crate) point: PathBuf,
    /// Its file system type.
    pub(crate) kind: String,
    /// Whether this kernel alone serves it.
    local: bool,
    /// Its restrictions for programs, and whether it may be written to.
    pub(crate) flags: MsFlags,
    /// Whether its copies in other mount namespaces are unmounted with it.
    pub(crate) shared: bool,
}

impl Mounts {
    /// Reads `/proc/self/mountinfo`; the list is empty if that fails, and then nothing is entered.
    pub(crate) fn read() -> Self {
        std::fs::read(MOUNTINFO).map(|text| Self::from(&text)).unwrap_or_default()
    }

    /// Parses mountinfo, and adds the mount of the root if the text does not list it, as for a process in a chroot(2).
    fn from(text: &[u8]) -> Self {
        let mut mounts = Self::parse(text);
        if mounts.of(Path::new("/")).is_none() && !text.is_empty() {
            mounts.0.extend(root());
        }
        mounts
    }

    /// Parses the text of mountinfo (proc(5)).
    pub(crate) fn parse(text: &[u8]) -> Self {
        Self(text.split(|byte| *byte == b'\n').filter_map(mount).collect())
    }

    /// Returns the mount that contains `path`: the longest mount point above it, and the last of several at one point.
    pub(crate) fn of(&self, path: &Path) -> Option<&Mount> {
        let path = plain(path);
        let above = self.0.iter().filter(|mount| lies_in(&path, mount.point.as_os_str().as_bytes()));
        above.max_by_key(|mount| mount.point.as_os_str().len())
    }

    /// Returns the mounts that may be entered.
    pub(crate) fn local(&self) -> impl Iterator<Item = &Mount> {
        self.0.iter().filter(|mount| self.refusal(&mount.point, &[]).is_none())
    }

    /// Returns whether unmounting outside also unmounts the copies of all these mounts.
    pub(crate) fn are_shared(&self) -> bool {
        self.0.iter().all(|mount| mount.shared)
    }

    /// Returns why `path` must not be entered, if so: every mount on the way counts, except those that are `allowed`.
    pub(crate) fn refusal(&self, path: &Path, allowed: &[PathBuf]) -> Option<String> {
        if self.of(path).is_none() {
            return Some(format!("on an unknown file system: {MOUNTINFO} does not list it"));
        }
        self.foreign(path, Path::new("/"), allowed)
    }

    /// Does the same below a tree that was given to be read: whoever gave it chose the file system that the tree itself
    /// is on.
    pub(crate) fn refusal_below(&self, tree: &Path, path: &Path, allowed: &[PathBuf]) -> Option<String> {
        self.foreign(path, tree, allowed).filter(|_| self.of(path) != self.of(tree))
    }

    /// Returns why a mount on the way from `top` down to `path` must not be entered, if so.
    fn foreign(&self, path: &Path, top: &Path, allowed: &[PathBuf]) -> Option<String> {
        // Hundreds of thousands of names are checked, and most machines have few such mounts or none on the way.
        let (foreign, whole) = (|mount: &Mount| !mount.local && !allowed.contains(&mount.point), plain(path));
        self.0.iter().find(|mount| foreign(mount) && lies_in(&whole, mount.point.as_os_str().as_bytes()))?;
        let way = path.ancestors().take_while(|part| part.starts_with(top)).filter_map(|part| self.of(part));
        let kind = &way.filter(|mount| foreign(mount)).last()?.kind;
        Some(format!("on a file system of type {kind}, which may not answer"))
    }
}

impl Watched {
    /// Starts watching.
    pub(crate) fn new() -> Self {
        let mut watched = Self { file: File::open(MOUNTINFO).ok(), mounts: Arc::default() };
        watched.read();
        watched
    }

    /// Returns the current mounts.
    pub(crate) fn now(&mut self) -> Arc<Mounts> {
        if self.changed() {
            self.read();
        }
        Arc::clone(&self.mounts)
    }

    /// Returns whether a mount was added or removed since the last call (proc(5): an exceptional condition).
    fn changed(&self) -> bool {
        let Some(file) = &self.file else { return true };
        poll(&mut [PollFd::new(file.as_fd(), PollFlags::POLLPRI)], PollTimeout::ZERO) != Ok(0)
    }

    fn read(&mut self) {
        let mut text = Vec::new();
        let read = self.file.as_mut().and_then(|file| {
            file.rewind().ok()?;
            file.read_to_end(&mut text).ok()
        });
        self.mounts = Arc::new(if read.is_some() { Mounts::from(&text) } else { Mounts::read() });
    }
}

/// Returns the bytes of a path without empty components and dots, which would hide where it is.
fn plain(path: &Path) -> Cow<'_, [u8]> {
    let bytes = path.as_os_str().as_bytes();
    if bytes.windows(2).any(|pair| pair == b"//" || pair == b"/.") {
        return Cow::Owned(path.components().collect::<PathBuf>().into_os_string().into_vec());
    }
    Cow::Borrowed(bytes)
}

/// Returns whether a path is a folder or lies below it.
fn lies_in(path: &[u8], folder: &[u8]) -> bool {
    let rest = path.strip_prefix(folder);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(b"/") || folder.ends_with(b"/"))
}

/// Returns whether this kernel alone serves a type of file system.
fn is_local(kind: &str) -> bool {
    LOCAL.contains(&kind)
}

/// Parses a line: id, parent, device, root, mount point, options, optional fields, a dash, type, source, options.
fn mount(line: &[u8]) -> Option<Mount> {
    let mut fields = line.split(|byte| *byte == b' ');
    let point = unescaped(fields.nth(4)?);
    let flags = fields.next()?.split(|byte| *byte == b',').filter_map(flag).collect();
    let shared = fields.by_ref().take_while(|field| *field != b"-").any(|field| field.starts_with(b"shared:"));
    let kind = String::from_utf8_lossy(fields.find(|field| *field != b"-")?).into_owned();
    Some(Mount { point, local: is_local(&kind), kind, flags, shared })
}

/// Returns the mount of the root if no line lists it: the kernel gives the type as a number (statfs(2)).
fn root() -> Option<Mount> {
    let number = rustix::fs::statfs("/").ok()?.f_type as u32;
    let known = NUMBERS.iter().find(|(known, _)| *known == number);
    let kind = known.map_or_else(|| format!("{number:#x}"), |(_, kind)| (*kind).to_owned());
    Some(Mount { point: "/".into(), local: is_local(&kind), kind, flags: MsFlags::empty(), shared: false })
}

/// Returns an option that a mount keeps when it is remounted.
fn flag(option: &[u8]) -> Option<MsFlags> {
    Some(match option {
        b"ro" => MsFlags::MS_RDONLY,
        b"nosuid" => MsFlags::MS_NOSUID,
        b"nodev" => MsFlags::MS_NODEV,
        b"noexec" => MsFlags::MS_NOEXEC,
        _ => return None,
    })
}

/// Undoes the octal escapes for white space and backslashes.
fn unescaped(field: &[u8]) -> PathBuf {
    let mut out = Vec::with_capacity(field.len());
    let mut rest = field;
    while let Some((&byte, tail)) = rest.split_first() {
        let octal =
            tail.get(..3).filter(|digits| byte == b'\\' && digits.iter().all(|digit| (b'0'..=b'7').contains(digit)));
        if let Some(digits) = octal {
            out.push(digits.iter().fold(0_u8, |value, digit| value.wrapping_mul(8).wrapping_add(digit - b'0')));
            rest = tail.get(3..).unwrap_or_default();
        } else {
            out.push(byte);
            rest = tail;
        }
    }
    PathBuf::from(OsString::from_vec(out))
}

/// Returns whether a path below `/proc` or `/sys` may be read: a regular file there may block for ever, or have side
/// effects.
pub(crate) fn kernel_file_may_be_read(path: &Path) -> bool {
    // This normalizes the path as the kernel does: `//proc/./keys` is a file there too.
    let path: PathBuf = path.components().collect();
    if !path.starts_with("/proc") && !path.starts_with("/sys") {
        return true;
    }
    KERNEL_FILES
        .get_or_init(|| {
            let mut set = globset::GlobSetBuilder::new();
            for pattern in KERNEL_PATTERNS {
                if let Ok(glob) = globset::GlobBuilder::new(pattern).literal_separator(true).build() {
                    set.add(glob);
                }
            }
            set.build().unwrap_or_default()
        })
        .is_match(path)
}

static KERNEL_FILES: std::sync::OnceLock<globset::GlobSet> = std::sync::OnceLock::new();

const LOCAL: [&str; 30] = [
    "ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "vfat", "msdos", "exfat", "ntfs3", "iso9660", "udf", "squashfs",
    "erofs", "cramfs", "romfs", "overlay", "tmpfs", "ramfs", "rootfs", "zfs", "bcachefs", "ubifs", "jffs2", "reiserfs",
    "jfs", "nilfs2", "proc", "sysfs", "pstore",
];

/// Numbers of the types that a root can have (linux/magic.h).
const NUMBERS: [(u32, &str); 17] = [
    (0xef53, "ext4"),
    (0x5846_5342, "xfs"),
    (0x9123_683e, "btrfs"),
    (0xf2f5_2010, "f2fs"),
    (0x794c_7630, "overlay"),
    (0x0102_1994, "tmpfs"),
    (0x8584_58f6, "ramfs"),
    (0x7371_7368, "squashfs"),
    (0xe0f5_e1e2, "erofs"),
    (0x28cd_3d45, "cramfs"),
    (0x7275, "romfs"),
    (0x2fc1_2fc1, "zfs"),
    (0xca45_1a4e, "bcachefs"),
    (0x2405_1905, "ubifs"),
    (0x72b6, "jffs2"),
    (0x5265_4973, "reiserfs"),
    (0x3153_464a, "jfs"),
];

/// Patterns of kernel files that answer at once and change nothing when they are read.
const KERNEL_PATTERNS: [&str; 12] = [
    "/proc/{version,cmdline,modules,mdstat,partitions,swaps,filesystems,devices,misc,crypto,cpuinfo,meminfo,loadavg}",
    "/proc/{stat,uptime,vmstat,zoneinfo,buddyinfo,diskstats,interrupts,softirqs,slabinfo,locks,consoles}",
    "/proc/pressure/{cpu,io,memory,irq}",
    "/proc/net/{arp,dev,route,ipv6_route,tcp,tcp6,udp,udp6,unix,snmp,snmp6,netstat,sockstat,sockstat6,softnet_stat}",
    "/proc/net/{if_inet6,fib_trie,wireless,protocols,igmp,igmp6,packet,raw,raw6}",
    "/proc/{self,[0-9]*}/net/{arp,dev,route,ipv6_route,tcp,tcp6,udp,udp6,unix,snmp,snmp6,netstat,sockstat,sockstat6}",
    "/proc/{self,[0-9]*}/net/{softnet_stat,if_inet6,fib_trie,wireless,protocols,igmp,igmp6,packet,raw,raw6}",
    "/proc/[0-9]*/{status,limits,io,cgroup,mountinfo,mounts,smaps_rollup,stat,statm,sched,comm}",
    "/proc/sys/{kernel,net,vm,fs}/**",
    "/sys/class/{dmi,net}/**",
    "/sys/devices/**/{address,operstate,speed,mtu,carrier,duplex,serial,wwid,model,vendor,state,rev,size,ro}",
    "/sys/{devices/virtual/dmi/id/*,fs/pstore/*,block/*/*,block/*/device/*,block/*/queue/*,kernel/security/lsm}",
];

const MOUNTINFO: &str = "/proc/self/mountinfo";

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Mounts, kernel_file_may_be_read};

    const TABLE: &[u8] = b"27 1 254:0 / / rw - ext4 /dev/vda rw\n\
        30 27 0:40 / /srv/a\\040b rw shared:1 - nfs4 srv:/x rw\n\
        31 27 0:41 / /data rw - xfs /dev/vdb rw\n\
        32 31 0:42 / /data/user rw - fuse.sshfs u@h: rw\n";

    #[test]
    fn every_mount_on_the_way_counts() {
        let mounts = Mounts::parse(TABLE);
        assert_eq!(mounts.refusal(Path::new("/data/log"), &[]), None);
        assert!(mounts.refusal(Path::new("/data/user/x"), &[]).is_some_and(|why| why.contains("fuse.sshfs")));
        assert!(mounts.refusal(Path::new("/srv/a b/x"), &[]).is_some_and(|why| why.contains("nfs4")));
        assert!(mounts.refusal(Path::new("/srv//a b/./x"), &[]).is_some_and(|why| why.contains("nfs4")));
        assert_eq!(mounts.refusal(Path::new("/srv/a"), &[]), None);
        assert_eq!(mounts.refusal(Path::new("/data/users"), &[]), None);
        assert!(Mounts::parse(b"").refusal(Path::new("/etc"), &[]).is_some());
    }

    #[test]
    fn a_root_that_no_line_tells_of_is_what_the_kernel_says() {
        let mounts = Mounts::from(TABLE.split_at(31).1);
        assert!(Mounts::parse(TABLE.split_at(31).1).of(Path::new("/etc")).is_none());
        let root = super::root().unwrap();
        assert_eq!(mounts.of(Path::new("/etc")), Some(&root));
        assert_eq!(mounts.refusal(Path::new("/etc"), &[]).is_none(), super::is_local(&root.kind));
        assert!(mounts.refusal(Path::new("/srv/a b/x"), &[]).is_some_and(|why| why.contains("nfs4")));
        assert!(
            Mounts::from(b"").refusal(Path::new("/etc"), &[]).is_some(),
            "nothing is known, and nothing is entered"
        );
    }

    #[test]
    fn a_given_tree_may_lie_anywhere_and_what_is_mounted_in_it_counts() {
        let mounts = Mounts::parse(TABLE);
        let below = |tree: &str, path: &str| mounts.refusal_below(Path::new(tree), Path::new(path), &[]);
        assert_eq!(below("/srv/a b/tree", "/srv/a b/tree/etc"), None);
        assert!(below("/data", "/data/user/x").is_some_and(|why| why.contains("fuse.sshfs")));
    }

    #[test]
    fn a_kernel_file_must_be_on_the_list() {
        assert!(
            kernel_file_may_be_read(Path::new("/proc/version")) && kernel_file_may_be_read(Path::new("/etc/hosts"))
        );
        for path in ["/proc/kmsg", "/proc/1/environ", "/sys/kernel/debug/tracing/trace_pipe", "/proc/kcore"] {
            assert!(!kernel_file_may_be_read(Path::new(path)), "{path}");
        }
    }

    #[test]
    fn watched_mounts_are_those_of_the_kernel() {
        let mut watched = super::Watched::new();
        let points = |mounts: &Mounts| mounts.0.iter().map(|mount| mount.point.clone()).collect::<Vec<_>>();
        let first = watched.now();
        assert!(!first.0.is_empty());
        // Somebody else may mount something meanwhile; then all three lists may differ, but not for long.
        let same = (0..100).any(|_| points(&watched.now()) == points(&Mounts::read()));
        assert!(same);
    }
}
