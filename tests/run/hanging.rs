//! A file system that does not answer costs only the source on it.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::appliance::{Appliance, has, is_root};
use crate::bundle::{Unpacked, outcome};
use crate::fuse::{Entry, Fuse, GETATTR, Hang, LOOKUP, OPEN, OPENDIR, READ, READDIR};

#[test]
fn r6_a_read_that_hangs_costs_that_source_alone() {
    only_the_stuck_source_suffers((READ, "var/log/stuck"));
}

#[test]
fn r6_an_open_that_hangs_costs_that_source_alone() {
    only_the_stuck_source_suffers((OPEN, "var/log/stuck"));
}

#[test]
fn r6_a_lookup_that_hangs_costs_that_source_alone() {
    only_the_stuck_source_suffers((LOOKUP, "var/log/stuck"));
}

#[test]
fn r6_a_stat_that_hangs_costs_that_source_alone() {
    only_the_stuck_source_suffers((GETATTR, "var/log/stuck"));
}

#[test]
fn r6_a_folder_that_hangs_when_it_is_opened_costs_that_source_alone() {
    only_the_stuck_source_suffers((OPENDIR, "var/log"));
}

#[test]
fn r6_a_folder_that_hangs_when_it_is_listed_costs_that_source_alone() {
    only_the_stuck_source_suffers((READDIR, "var/log"));
}

#[test]
fn r0_a_root_that_does_not_answer_is_refused_in_time() {
    if !is_fuse("r0_a_root_that_does_not_answer") {
        return;
    }
    let appliance = Appliance::bare();
    let _fuse = Fuse::mount(&appliance.root(), ENTRIES, Some((GETATTR, "")));
    let began = Instant::now();
    appliance.collect(&[]).expect(2).says("--root ").says("no answer within");
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    assert_eq!(appliance.names("out"), Vec::<String>::new());
}

#[test]
fn r0_a_path_of_the_callers_that_does_not_answer_is_refused_in_time() {
    if !is_fuse("r0_a_path_of_the_callers") {
        return;
    }
    let appliance = Appliance::new();
    std::fs::create_dir(appliance.path("hung")).unwrap();
    let _fuse = Fuse::mount(&appliance.path("hung"), ENTRIES, Some((GETATTR, "")));
    for arguments in [["-o", "hung/b.tar.gz"], ["-o", "hung"], ["--attach", "hung/x"], ["-p", "hung/x.toml"]] {
        let mut command = appliance.command();
        command.arg("collect").arg("--root").arg(appliance.root()).args(arguments);
        let began = Instant::now();
        let [option, path] = arguments;
        let told = format!("error: {option} {path} cannot be accessed: no answer within 5 s");
        appliance.end(&mut command).expect(2).says(&told).says("hint: name a path on another file system");
        assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    }
}

#[test]
fn r0_a_lease_on_a_file_holds_nobody_up() {
    let test = "r0_a_lease_on_a_file";
    if !has("python3", test) {
        return;
    }
    let appliance = Appliance::new();
    appliance.file("etc/group", "adm:x:4:\n");
    let held = appliance.root().join("var/log/syslog");
    let Some(_holder) = Holder::start(LEASE, &held) else {
        eprintln!("{test}: skipped, the file system has no leases");
        return;
    };
    let began = Instant::now();
    let bundle = appliance.collect(&["-p", &appliance.profile(&PROFILE.replace("st*", "syslog"))]).bundle();
    // The kernel would let a plain open wait for 45 s.
    assert!(began.elapsed() < TIME + Duration::from_secs(2), "{:?}", began.elapsed());
    let (status, reason) = bundle.outcome("stuck", "var/log/syslog");
    assert_eq!(status, "failed", "{reason}");
    assert_eq!(bundle.outcome("after", "etc/group").0, "collected");
}

#[test]
fn r0_a_permission_event_that_nobody_answers_costs_that_source_alone() {
    let test = "r0_a_permission_event";
    if !is_root(test) || !has("python3", test) {
        return;
    }
    let appliance = Appliance::new();
    appliance.file("etc/group", "adm:x:4:\n");
    let held = appliance.root().join("var/log/syslog");
    let Some(_holder) = Holder::start(FANOTIFY, &held) else {
        eprintln!("{test}: skipped, the kernel has no permission events");
        return;
    };
    let began = Instant::now();
    let bundle = appliance.collect(&["-p", &appliance.profile(&PROFILE.replace("st*", "syslog"))]).bundle();
    assert!(began.elapsed() < TIME + Duration::from_secs(2), "{:?}", began.elapsed());
    assert_eq!(bundle.outcome("stuck", "var/log/syslog").0, "timed-out");
    assert_eq!(bundle.outcome("after", "etc/group").0, "collected");
}

#[test]
fn r0_an_automounter_is_not_woken() {
    let test = "r0_an_automounter";
    if !is_root(test) || !has("python3", test) {
        return;
    }
    let appliance = Appliance::new();
    let point = appliance.path("auto");
    std::fs::create_dir(&point).unwrap();
    let Some(_holder) = Holder::start(AUTOFS, &point) else {
        eprintln!("{test}: skipped, the kernel has no automounter");
        return;
    };
    let source = |id: &str, pattern: &str| {
        let path = point.join(pattern).display().to_string();
        format!("[[file]]\nid = \"{id}\"\ncategory = \"configuration\"\npaths = [\"{path}\"]\n")
    };
    std::fs::create_dir(appliance.path("beside")).unwrap();
    std::fs::write(appliance.path("beside/file"), "x\n").unwrap();
    let sources = [source("one", "key/file"), source("many", "*/*"), source("above", "../*/file")].concat();
    let profile = appliance.profile(&sources.replace("auto/../", ""));
    let began = Instant::now();
    let bundle = appliance.run(&["collect", "-o", "out", "-p", &profile]).expect(3).bundle();
    assert!(began.elapsed() < Duration::from_secs(15), "{:?}", began.elapsed());
    for (source, name) in [("one", "key/file"), ("many", "auto"), ("above", "auto")] {
        let (status, reason) = bundle.outcome(source, name);
        assert!(status == "denied" && reason.contains("type autofs"), "{status}: {reason}");
    }
    assert_eq!(bundle.outcome("above", "beside/file").0, "collected");
}

#[test]
fn r6_a_file_system_in_user_space_is_not_entered_on_the_running_system() {
    if !is_fuse("r6_a_file_system_in_user_space") {
        return;
    }
    let appliance = Appliance::new();
    let point = appliance.path("mnt");
    // It hangs on every request about its root, so that any access is noticed.
    let _fuse = Fuse::mount(&point, ENTRIES, Some((GETATTR, "")));
    let source = |id: &str, pattern: &str| {
        let path = point.join(pattern).display().to_string();
        format!("[[file]]\nid = \"{id}\"\ncategory = \"configuration\"\npaths = [\"{path}\"]\n")
    };
    let profile = appliance.profile(&[source("one", "etc/hostname"), source("many", "**/*")].concat());
    let began = Instant::now();
    let bundle = appliance.run(&["collect", "-o", "out", "-p", &profile]).expect(3).bundle();
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    for (source, name) in [("one", "etc/hostname"), ("many", "mnt")] {
        let (status, reason) = bundle.outcome(source, name);
        assert_eq!(status, "denied");
        assert!(reason.contains("type fuse"), "{reason}");
    }
}

#[test]
fn r6_a_mount_below_a_pattern_that_hangs_costs_its_own_files_alone() {
    if !is_fuse("r6_a_mount_below_a_pattern") {
        return;
    }
    let appliance = Appliance::new();
    for path in ["logs/far", "ways"] {
        std::fs::create_dir_all(appliance.root().join(path)).unwrap();
    }
    appliance.file("logs/a.log", "x\n").file("logs/near/b.log", "x\n").file("logs/near/deep/c.log", "x\n");
    let _fuse = Fuse::mount(&appliance.root().join("logs/far"), ENTRIES, Some((GETATTR, "")));
    std::os::unix::fs::symlink("../logs", appliance.root().join("ways/way")).unwrap();
    std::os::unix::fs::symlink("../logs/far", appliance.root().join("ways/out")).unwrap();
    let exclude = "\"]\nexclude = [\"/logs/far/**";
    // What matches, and where the hung mount is met on the way; nothing of it is asked for that can hold no match.
    for (pattern, files, met) in [
        ("/logs/*", &["logs/a.log"][..], None),
        ("/logs/*.log", &["logs/a.log"], None),
        ("/logs/near/**/*.log", &["logs/near/b.log", "near/deep/c.log"], None),
        ("/logs/*/*.log", &["logs/near/b.log"], Some("logs/far")),
        ("/logs/**/*.log", &["logs/a.log", "logs/near/b.log", "near/deep/c.log"], Some("logs/far")),
        (&format!("/logs/**/*.log{exclude}"), &["logs/a.log", "logs/near/b.log", "near/deep/c.log"], None),
        ("/ways/way/*/*.log", &["way/near/b.log"], Some("way/far")),
        ("/ways/*/*/b.log", &["way/near/b.log"], Some("ways/out")),
    ] {
        let source = "[[file]]\nid = \"x\"\ncategory = \"configuration\"\n";
        for (live, top) in [(true, appliance.root().display().to_string()), (false, String::new())] {
            let pattern = pattern.replace("\"/logs", &format!("\"{top}/logs"));
            let profile = appliance.profile(&format!("{source}paths = [\"{top}{pattern}\"]\n"));
            let began = Instant::now();
            let run = if live {
                appliance.run(&["collect", "-o", "out", "-p", &profile])
            } else {
                appliance.collect(&["-p", &profile])
            };
            let bundle = run.expect(if met.is_some() { 3 } else { 0 }).bundle();
            assert!(began.elapsed() < Duration::from_secs(8), "{pattern}: {:?}", began.elapsed());
            for file in files {
                assert_eq!(bundle.outcome("x", file).0, "collected", "{pattern}");
            }
            assert_eq!(bundle.manifest()["items"].as_array().unwrap().len(), files.len(), "{pattern}");
            if let Some(met) = met {
                let (status, reason) = bundle.outcome("x", met);
                assert!(status == "denied" && reason.contains("type fuse"), "{pattern}: {status}: {reason}");
            }
            std::fs::remove_file(bundle.path).unwrap();
        }
    }
}

#[test]
fn r6_a_home_that_hangs_does_not_hide_whose_homes_there_are() {
    if !is_fuse("r6_a_home_that_hangs") {
        return;
    }
    let appliance = Appliance::new();
    let _fuse = Fuse::mount(&appliance.root().join("home/zbexhome"), ENTRIES, Some((GETATTR, "")));
    appliance.file("var/log/app.log", "Jan  2 03:04:05 relay7 app[1]: hello to zbexhome and all\n");
    let profile = appliance.profile(&crate::reading::files(&["/var/log/app.log"]));
    let began = Instant::now();
    let bundle = appliance.collect(&["-p", &profile]).expect(0).bundle();
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    let text = String::from_utf8_lossy(&bundle.unpack().everything()).into_owned();
    assert!(text.contains("hello to user-") && !text.contains("zbexhome"), "{text}");
}

#[test]
fn r6_what_is_required_of_a_mount_that_does_not_answer_is_not_called_absent() {
    if !is_fuse("r6_what_is_required_of_a_mount") {
        return;
    }
    let appliance = Appliance::new();
    let point = appliance.path("mnt").display().to_string();
    let _fuse = Fuse::mount(point.as_ref(), ENTRIES, Some((LOOKUP, "etc")));
    let source = |id: &str, required: &str| {
        format!(
            "[[file]]\nid = \"{id}\"\ncategory = \"configuration\"\npaths = [\"/etc/{id}\"]\nrequires = [\"{required}\"]\n"
        )
    };
    let sources = [source("passwd", &format!("{point}/etc/hostname")), source("group", "/etc")].concat();
    let entered = format!("mounts = [\"{point}\"]\n");
    for (mounts, status, reason) in
        [(String::new(), "denied", "type fuse"), (entered, "timed-out", "no answer within 5 s")]
    {
        let profile = appliance.profile(&[mounts, sources.clone()].concat());
        let bundle = appliance.run(&["collect", "-o", "out", "-p", &profile]).expect(3).bundle();
        let (is, why) = bundle.outcome("passwd", "");
        assert!(is == status && why.contains(reason), "{is}: {why}");
        assert_eq!(bundle.outcome("group", "").0, "collected");
        std::fs::remove_file(bundle.path).unwrap();
    }
}

#[test]
fn r6_a_mount_that_the_profile_names_is_entered_and_no_other() {
    if !is_fuse("r6_a_mount_that_the_profile_names") {
        return;
    }
    let appliance = Appliance::new();
    let [named, other] = ["named", "other"].map(|name| appliance.path(name));
    let _fuses = [&named, &other].map(|point| Fuse::mount(point, ENTRIES, None));
    let source = |id: &str, point: &Path| {
        let path = point.join("etc/hostname").display().to_string();
        format!("[[file]]\nid = \"{id}\"\ncategory = \"configuration\"\npaths = [\"{path}\"]\n")
    };
    let mounts = format!("mounts = [\"{}\"]\n", named.display());
    let profile = appliance.profile(&[mounts, source("named", &named), source("other", &other)].concat());
    let bundle = appliance.run(&["collect", "-o", "out", "-p", &profile]).expect(3).bundle();
    assert_eq!(bundle.outcome("named", "etc/hostname").0, "collected");
    assert_eq!(bundle.outcome("other", "etc/hostname").0, "denied");
}

#[test]
fn r0_a_reader_that_hangs_at_what_nobody_wants_any_more_is_not_waited_for() {
    if !is_fuse("r0_a_reader_that_hangs_at_what_nobody_wants") {
        return;
    }
    let appliance = Appliance::new();
    let point = appliance.root().join("mnt");
    let _fuse = Fuse::mount(&point, ENTRIES, Some((READ, "var/log/stuck")));
    // Two files fill the bundle while the reader already works on the third, which is then left out.
    for number in [1, 2] {
        appliance.file(&format!("var/log/long-{number}"), crate::writing::noise(number, 1 << 20));
    }
    let source =
        |id: &str, path: &str| format!("[[file]]\nid = \"{id}\"\ncategory = \"service-logs\"\npaths = [\"{path}\"]\n");
    let sources = [source("long", "/var/log/long-*"), source("stuck", "/mnt/var/log/stuck")].concat();
    let profile = appliance.profile(&format!("mounts = [\"/mnt\"]\n[limits]\ntime = \"20 s\"\n{sources}"));
    let began = Instant::now();
    let bundle = appliance.collect(&["-p", &profile, "--max-size", "600K"]).expect(3).bundle();
    assert!(began.elapsed() < TIME + Duration::from_secs(2), "{:?}", began.elapsed());
    assert_eq!(bundle.outcome("stuck", "var/log/stuck").0, "cut");
}

/// Collects over a pipe from a tree on which one request is never answered.
fn only_the_stuck_source_suffers(hang: Hang) {
    if !is_fuse("r6_a_file_system_that_hangs") {
        return;
    }
    let appliance = Appliance::bare();
    let _fuse = Fuse::mount(&appliance.root(), ENTRIES, Some(hang));
    let profile = appliance.profile(PROFILE);
    let mut command = appliance.command();
    command.arg("collect").arg("--root").arg(appliance.root()).args(["-o", "-", "-p", &profile]);
    let began = Instant::now();
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut bytes = Vec::new();
    // Any process that still held the pipe would block this.
    child.stdout.take().unwrap().read_to_end(&mut bytes).unwrap();
    let output = child.wait_with_output().unwrap();
    let took = began.elapsed();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(took < TIME + Duration::from_secs(2), "{took:?}");
    std::fs::write(appliance.path("b.tar.gz"), &bytes).unwrap();
    appliance.run(&["verify", "b.tar.gz"]).expect(0);
    let manifest = Unpacked::from(&bytes).manifest();
    let stuck = outcome(&manifest, "stuck", "");
    assert_eq!(stuck.0, "timed-out", "{stuck:?}");
    for id in ["before", "after"] {
        assert_eq!(outcome(&manifest, id, "").0, "collected", "{manifest:#}");
    }
    // The hanging reader is still there, but the lock is not: the next run gets it.
    assert!(appliance.run(&["status", "--json"]).expect(0).out.starts_with(b"{\"running\":false"));
    appliance.collect(&["-p", &profile, "--skip", "stuck"]).expect(0).bundle();
}

/// Returns whether a FUSE file system can be mounted.
fn is_fuse(test: &str) -> bool {
    let there = std::path::Path::new("/dev/fuse").exists();
    if !there {
        eprintln!("{test}: skipped, there is no /dev/fuse");
    }
    is_root(test) && there
}

/// A process that holds something until it is dropped.
struct Holder(Child, PathBuf);

impl Holder {
    /// Waits until it holds it; `None` if it cannot.
    fn start(script: &str, path: &Path) -> Option<Self> {
        let mut child = Command::new("python3").args(["-c", script]).arg(path).stdout(Stdio::piped()).spawn().unwrap();
        let mut said = [0; 4];
        let held = child.stdout.as_mut().unwrap().read_exact(&mut said).is_ok();
        let holder = Self(child, path.to_owned());
        held.then_some(holder)
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
        // Only the automounter has mounted something there.
        let _ = nix::mount::umount2(&self.1, nix::mount::MntFlags::MNT_DETACH);
    }
}

/// Takes a write lease (fcntl(2)) as soon as nobody else has the file open, and does not release it on request.
const LEASE: &str = "import fcntl, os, signal, sys\n\
    signal.signal(signal.SIGIO, signal.SIG_IGN)\n\
    file = os.open(sys.argv[1], os.O_RDWR)\n\
    for _ in range(9999):\n\
    \x20   try: fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_WRLCK)\n\
    \x20   except BlockingIOError: continue\n\
    \x20   break\n\
    else: sys.exit(1)\n\
    print('held', flush=True)\n\
    signal.pause()";
/// Requests permission events for opening a file (fanotify(7)), and never answers them.
const FANOTIFY: &str = "import ctypes, os, signal, sys\n\
    libc = ctypes.CDLL(None, use_errno=True)\n\
    group = libc.fanotify_init(4, os.O_RDONLY)\n\
    mask = ctypes.c_uint64(0x10000)\n\
    if group < 0 or libc.fanotify_mark(group, 1, mask, -100, sys.argv[1].encode()) < 0: sys.exit(1)\n\
    print('held', flush=True)\n\
    signal.pause()";
/// Mounts an automounter that never mounts anything; unmounts it when its parent goes.
const AUTOFS: &str = "import ctypes, os, signal, subprocess, sys\n\
    read, write = os.pipe()\n\
    os.setpgid(0, 0)\n\
    options = f'fd={write},pgrp={os.getpgrp()},minproto=5,maxproto=5,indirect'\n\
    libc = ctypes.CDLL(None, use_errno=True)\n\
    if libc.mount(b'auto', sys.argv[1].encode(), b'autofs', 0, options.encode()) < 0: sys.exit(1)\n\
    print('held', flush=True)\n\
    signal.pause()";
const ENTRIES: &[Entry] = &[
    ("", None),
    ("etc", None),
    ("etc/hostname", Some("relay7\n")),
    ("etc/group", Some("adm:x:4:\n")),
    ("var", None),
    ("var/log", None),
    ("var/log/stuck", Some("Jan  2 03:04:05 relay7 app[1]: never read\n")),
];
const TIME: Duration = Duration::from_secs(20);
const PROFILE: &str = r#"
[limits]
time = "20 s"

[[file]]
id = "before"
category = "configuration"
paths = ["/etc/hostname"]

[[file]]
id = "stuck"
category = "access"
paths = ["/var/log/st*"]

[[file]]
id = "after"
category = "service-logs"
paths = ["/etc/group"]
"#;
