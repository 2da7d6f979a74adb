//! Any random tree gives a bundle that verifies, and stays unchanged.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_oneof, proptest};
use rustix::fs::{AtFlags, CWD, Timespec, Timestamps, UTIME_OMIT, utimensat};

use crate::appliance::{Appliance, NOBODY, PROGRAM, Run, has, is_root, tree};
use crate::reading::{CANARY, files, holds_canary, number};

#[test]
fn r9_reading_leaves_no_trace_in_the_tree() {
    let test = "r9_reading_leaves_no_trace";
    if !is_root(test) || !has("unshare", test) {
        return;
    }
    let appliance = Appliance::new();
    appliance.file("etc/default/tool", "A=1\n").file("var/log/nginx/error.log", "x\n").file("var/log/journal/x/y", "z");
    symlink("tool", appliance.root().join("etc/default/link")).unwrap();
    let paths = aged(&appliance.root());
    let before = told(&paths);
    collect_where_mounts_are_shared(&appliance, &[]).bundle();
    for (now, then) in told(&paths).iter().zip(&before) {
        assert_eq!(now, then);
    }
    assert_eq!(tree(&appliance.root()), paths);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: u32::try_from(number("CASEPACK_TREES", 12)).unwrap(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_tree_gives_a_bundle_that_verifies_and_stays_as_it_was(nodes in prop::collection::vec(node(), 0..40)) {
        let appliance = Appliance::new();
        let outside = appliance.path("outside");
        fs::write(&outside, CANARY).unwrap();
        nodes.iter().for_each(|node| node.make(&appliance.root(), &outside));
        let paths = aged(&appliance.root());
        let before = told(&paths);
        let profile = appliance.profile(&files(&["/**", "/*", "/etc/*/*"]));
        let bundle = collect_where_mounts_are_shared(&appliance, &["-p", &profile]).bundle();
        appliance.run(&["verify", &bundle.path.display().to_string()]).expect(0);
        assert!(!holds_canary(&bundle));
        // Only root can ask the kernel not to update access times.
        if nix::unistd::geteuid().is_root() {
            assert_eq!(told(&paths), before);
        }
        assert_eq!(tree(&appliance.root()), paths);
    }
}

/// Collects as on a system whose first process shares its mounts, like systemd.
fn collect_where_mounts_are_shared(appliance: &Appliance, arguments: &[&str]) -> Run {
    let mut command = appliance.command();
    if nix::unistd::geteuid().is_root() {
        command = appliance.through("unshare");
        command.args(["-m", "--propagation", "shared", PROGRAM]);
    }
    command.arg("collect").arg("--root").arg(appliance.root()).args(["-o", "out", "--since", "3650d"]).args(arguments);
    appliance.end(&mut command)
}

/// An entry of a tree.
#[derive(Debug, Clone)]
struct Node {
    folders: Vec<Vec<u8>>,
    name: Vec<u8>,
    mode: u32,
    owner: u32,
    kind: Kind,
}

#[derive(Debug, Clone)]
enum Kind {
    File(Vec<u8>),
    Folder,
    Fifo,
    /// A link to something outside, inside or nowhere.
    Link(u8),
    /// A hard link to the appliance's host name.
    Twin,
    Sparse(u64),
}

impl Node {
    /// Makes it if possible: names may be taken, and parents may not be folders.
    fn make(&self, root: &Path, outside: &Path) {
        let mut path = root.join("etc");
        self.folders.iter().for_each(|folder| path.push(OsStr::from_bytes(folder)));
        if fs::create_dir_all(&path).is_err() {
            return;
        }
        path.push(OsStr::from_bytes(&self.name));
        if fs::symlink_metadata(&path).is_ok() {
            return;
        }
        match &self.kind {
            Kind::File(bytes) => fs::write(&path, bytes).unwrap(),
            Kind::Folder => fs::create_dir(&path).unwrap(),
            Kind::Fifo => nix::unistd::mkfifo(&path, nix::sys::stat::Mode::S_IRWXU).unwrap(),
            Kind::Link(0) => symlink(outside, &path).unwrap(),
            Kind::Link(1) => symlink("/etc/hostname", &path).unwrap(),
            Kind::Link(2) => symlink("..", &path).unwrap(),
            Kind::Link(_) => symlink(OsStr::from_bytes(&self.name[..1]), &path).unwrap(),
            Kind::Twin => fs::hard_link(root.join("etc/hostname"), &path).unwrap(),
            Kind::Sparse(length) => fs::File::create(&path).unwrap().set_len(*length).unwrap(),
        }
        if !path.is_symlink() {
            fs::set_permissions(&path, fs::Permissions::from_mode(self.mode)).unwrap();
        }
        if nix::unistd::geteuid().is_root() {
            std::os::unix::fs::lchown(&path, Some(self.owner), Some(self.owner)).unwrap();
        }
    }
}

fn node() -> impl Strategy<Value = Node> {
    let byte = prop_oneof![4 => b'a'..=b'z', 1 => any::<u8>()];
    let name = || {
        prop::collection::vec(byte.clone(), 1..40).prop_map(|mut name| {
            name.iter_mut().filter(|byte| matches!(**byte, b'/' | 0)).for_each(|byte| *byte = b'_');
            if name.iter().all(|byte| *byte == b'.') { b"dots".to_vec() } else { name }
        })
    };
    let kind = prop_oneof![
        4 => prop::collection::vec(any::<u8>(), 0..3000).prop_map(Kind::File),
        4 => "([a-z]{1,9}[ =:\n]){0,200}".prop_map(|text| Kind::File(text.into_bytes())),
        1 => any::<bool>().prop_map(|_| Kind::Folder),
        1 => any::<bool>().prop_map(|_| Kind::Fifo),
        3 => (0_u8..5).prop_map(Kind::Link),
        1 => any::<bool>().prop_map(|_| Kind::Twin),
        1 => (0_u64..1 << 40).prop_map(Kind::Sparse),
    ];
    let mode = prop::sample::select(vec![0o644, 0o600, 0o755, 0o1777, 0o777, 0o4755]);
    let owner = prop::sample::select(vec![0, 1000, NOBODY]);
    (prop::collection::vec(name(), 0..4), name(), mode, owner, kind)
        .prop_map(|(folders, name, mode, owner, kind)| Node { folders, name, mode, owner, kind })
}

/// Returns the metadata of some paths, access times included; reading it changes nothing.
fn told(paths: &[PathBuf]) -> Vec<String> {
    let told = |path: &PathBuf| {
        let told = fs::symlink_metadata(path).unwrap();
        let identity = (told.ino(), told.mode(), told.uid(), told.gid(), told.nlink(), told.len());
        let times = (told.atime(), told.atime_nsec(), told.mtime(), told.mtime_nsec(), told.ctime(), told.ctime_nsec());
        format!("{} {identity:?} {times:?}", path.display())
    };
    paths.iter().map(told).collect()
}

/// Returns every path of a tree, with old access times, so that the next reader leaves a trace if it can.
fn aged(folder: &Path) -> Vec<PathBuf> {
    let paths = tree(folder);
    let times = Timestamps {
        last_access: Timespec { tv_sec: 981_158_400, tv_nsec: 0 },
        last_modification: Timespec { tv_sec: 0, tv_nsec: UTIME_OMIT },
    };
    for path in &paths {
        utimensat(CWD, path, &times, AtFlags::SYMLINK_NOFOLLOW).unwrap();
    }
    paths
}
