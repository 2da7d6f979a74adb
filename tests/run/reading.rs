//! Reading a tree that others could shape.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rustix::fs::{CWD, RenameFlags, renameat_with};

use crate::appliance::{Appliance, NOBODY, has, is_root};
use crate::bundle::Bundle;

#[test]
fn r1_no_link_leads_out_of_the_root() {
    let appliance = Appliance::new();
    let outside = appliance.path("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("secret"), CANARY).unwrap();
    let root = appliance.root();
    let link = |target: &Path, name: &str| symlink(target, root.join("etc/default").join(name)).unwrap();
    fs::create_dir_all(root.join("etc/default")).unwrap();
    link(&outside.join("secret"), "absolute");
    link(Path::new("../../../outside/secret"), "relative");
    link(&outside, "folder");
    link(Path::new("/proc/self/root").join(outside.strip_prefix("/").unwrap()).as_path(), "magic");
    link(Path::new("/proc/self/environ"), "process");
    link(Path::new("absolute"), "chain");
    symlink(&outside, root.join("etc/nginx")).unwrap();
    let profile =
        appliance.profile(&files(&["/etc/default/**", "/etc/default/*/*", "/etc/nginx/*", "/etc/nginx/secret"]));
    let bundle = appliance.collect(&["-p", &profile]).bundle();
    assert!(!holds_canary(&bundle));
    assert_eq!(bundle.manifest()["items"].as_array().unwrap().len(), 0);
}

#[test]
fn r1_a_link_to_what_is_never_collected_is_withheld() {
    let appliance = Appliance::new();
    appliance.file("root/.ssh/id_rsa", CANARY).file("etc/plain", "plain\n");
    let link = |target: &str, name: &str| {
        fs::create_dir_all(appliance.root().join("etc/default")).unwrap();
        symlink(target, appliance.root().join("etc/default").join(name)).unwrap();
    };
    link("/root/.ssh/id_rsa", "one.log");
    link("one.log", "two.log");
    link("../plain", "three.log");
    let bundle = appliance.collect(&["-p", &appliance.profile(&files(&["/etc/default/*.log"]))]).bundle();
    assert!(!holds_canary(&bundle));
    let outcome = |name: &str| bundle.outcome("files", &format!("etc/default/{name}.log"));
    let withheld = ("withheld".to_owned(), "never collected: private keys".to_owned());
    assert_eq!([outcome("one"), outcome("two")], [withheld.clone(), withheld]);
    assert_eq!(outcome("three").0, "collected");
}

#[test]
fn files_of_the_kernel_that_say_that_they_are_longer_are_whole() {
    let appliance = Appliance::new();
    let profile = appliance.profile(&files(&["/sys/class/net/lo/mtu"]));
    let bundle = appliance.run(&["collect", "-o", "out", "-p", &profile]).expect(0).bundle();
    let items = bundle.manifest()["items"].clone();
    assert_eq!((items.as_array().unwrap().len(), items[0]["cut"].as_bool()), (1, Some(false)));
}

#[test]
fn r1_what_is_swapped_while_it_is_read_never_gives_an_outside_byte() {
    let link: fn(&Path, &Path) = |outside, place| symlink(outside.join("log"), place).unwrap();
    swapped("a file and a link", "log", "var/log/one", "var/log/two", link);
    swapped("a file and a pipe", "log", "var/log/one", "var/log/two", |_, place| {
        nix::unistd::mkfifo(place, nix::sys::stat::Mode::S_IRWXU).unwrap();
    });
    swapped("a folder and a link", "app", "var/log/app", "var/log/other", |outside, place| {
        symlink(outside, place).unwrap();
    });
    if is_root("r1_what_is_swapped, hard links") {
        swapped("a file and a hard link", "log", "var/tmp/one", "var/tmp/two", |outside, place| {
            fs::set_permissions(place.parent().unwrap(), fs::Permissions::from_mode(0o1777)).unwrap();
            fs::hard_link(outside.join("log"), place).unwrap();
        });
    }
}

/// Collects from two places that are swapped continuously: one in the tree, one that leads outside.
fn swapped(what: &str, kind: &str, inside: &str, beside: &str, plant: fn(&Path, &Path)) {
    let appliance = Appliance::new();
    let outside = appliance.path("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("log"), CANARY).unwrap();
    let line = "Jan  2 03:04:05 relay7 app[1]: inside\n";
    let file = if kind == "app" { format!("{inside}/log") } else { inside.to_owned() };
    appliance.file(&file, line);
    let [one, other] = [inside, beside].map(|path| appliance.root().join(path));
    plant(&outside, &other);
    let over = Arc::new(AtomicBool::new(false));
    let swapper = {
        let over = Arc::clone(&over);
        std::thread::spawn(move || {
            let mut swaps = 0_u64;
            while !over.load(Ordering::Relaxed) {
                renameat_with(CWD, &one, CWD, &other, RenameFlags::EXCHANGE).unwrap();
                swaps += 1;
            }
            swaps
        })
    };
    let profile = appliance.profile(&files(&[
        "/var/log/app/*",
        "/var/log/app/log",
        "/var/log/*/log",
        "/var/{log,tmp}/{one,two}",
        "/var/tmp/*",
    ]));
    // The long form is run by hand: CASEPACK_SWAP_SECONDS=60.
    let until = Instant::now() + Duration::from_secs(number("CASEPACK_SWAP_SECONDS", 1));
    let patience = until + Duration::from_secs(60);
    let (mut runs, mut read) = (0, 0);
    while Instant::now() < until || read == 0 && Instant::now() < patience {
        let run = appliance.collect(&["-p", &profile]);
        let bundle = run.bundle();
        assert!(!holds_canary(&bundle), "{what}");
        read += bundle.manifest()["items"].as_array().unwrap().len();
        fs::remove_file(bundle.path).unwrap();
        runs += 1;
    }
    over.store(true, Ordering::Relaxed);
    let swaps = swapper.join().unwrap();
    eprintln!("{what}: {runs} runs read {read} files within {swaps} swaps, none from outside");
    assert!(read > 0, "{what}");
}

#[test]
fn r2_a_hard_link_in_a_folder_of_others_is_withheld() {
    if !is_root("r2_a_hard_link_in_a_folder_of_others") {
        return;
    }
    let appliance = Appliance::new();
    let root = appliance.root();
    appliance.file("etc/private", CANARY);
    for (folder, mode, owner) in [("var/tmp", 0o1777, 0), ("home/wkowalska", 0o755, NOBODY)] {
        let folder = root.join(folder);
        fs::create_dir_all(&folder).unwrap();
        fs::hard_link(root.join("etc/private"), folder.join("mine")).unwrap();
        fs::set_permissions(&folder, fs::Permissions::from_mode(mode)).unwrap();
        chown(&folder, Some(owner), Some(owner)).unwrap();
    }
    let profile = appliance.profile(&files(&["/var/tmp/mine", "/home/*/mine"]));
    let bundle = appliance.collect(&["-p", &profile]).expect(0).bundle();
    assert!(!holds_canary(&bundle));
    let records = bundle.manifest()["sources"].to_string();
    assert_eq!(records.matches("a hard link in a folder that others can write to").count(), 2, "{records}");
}

#[test]
fn r3_fifos_sockets_devices_and_folders_are_never_opened() {
    if !is_root("r3_fifos_sockets_devices") {
        return;
    }
    let appliance = Appliance::new();
    let folder = appliance.root().join("var/log/odd");
    fs::create_dir_all(folder.join("folder")).unwrap();
    nix::unistd::mkfifo(&folder.join("fifo"), nix::sys::stat::Mode::S_IRWXU).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(folder.join("socket")).unwrap();
    for (name, kind, major, minor) in [("tty", "c", "5", "0"), ("zero", "c", "1", "5"), ("disk", "b", "7", "0")] {
        assert!(Command::new("mknod").arg(folder.join(name)).args([kind, major, minor]).status().unwrap().success());
    }
    let began = Instant::now();
    let profile = appliance.profile(&files(&["/var/log/odd/*", "/var/log/odd/folder"]));
    let bundle = appliance.collect(&["-p", &profile]).expect(3).bundle();
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    for name in ["fifo", "socket", "tty", "zero", "disk", "folder"] {
        let (status, reason) = bundle.outcome("files", &format!("odd/{name}"));
        assert_eq!(status, "denied");
        assert!(reason.contains("only regular files are read"), "{reason}");
    }
}

#[test]
fn r5_a_folder_of_many_files_gives_the_newest_of_them() {
    let appliance = Appliance::new();
    let folder = appliance.root().join("var/log/many");
    fs::create_dir_all(&folder).unwrap();
    let many = usize::try_from(number("CASEPACK_FILES", 10_400)).unwrap();
    for number in 0..many {
        fs::write(folder.join(format!("{number:07}")), "x\n").unwrap();
    }
    let profile = appliance.profile(&files(&["/var/log/many/*"]));
    let run = appliance.collect(&["-p", &profile]).expect(3);
    let manifest = run.bundle().manifest();
    assert_eq!(manifest["items"].as_array().unwrap().len(), 10_000);
    let told = format!("the newest 10000 files; {} older ones were left out", many - 10_000);
    assert!(manifest["sources"].to_string().contains(&told));
}

#[test]
fn a_file_that_is_mounted_by_itself_is_read_and_known_as_any_other() {
    let test = "a_file_that_is_mounted_by_itself";
    if !is_root(test) || !["unshare", "mount"].into_iter().all(|program| has(program, test)) {
        return;
    }
    let appliance = Appliance::new();
    let (root, source) = (appliance.root().display().to_string(), appliance.path("mounted").display().to_string());
    fs::create_dir(&source).unwrap();
    fs::write(format!("{source}/passwd"), "zbexlim:x:1007:1007:Zoe Bexlim:/home/zbexlim:/bin/sh\n").unwrap();
    fs::write(format!("{source}/hosts"), "192.0.2.9 edge\n# asked for by zbexlim\n").unwrap();
    // Container managers do the same: the file has another name elsewhere.
    fs::hard_link(format!("{source}/hosts"), format!("{source}/also")).unwrap();
    fs::set_permissions(&source, std::os::unix::fs::PermissionsExt::from_mode(0o777)).unwrap();
    let profile = appliance.profile(&files(&["/etc/hosts", "/etc/pass*"]));
    let script = format!(
        "for name in hosts passwd; do mount --bind {source}/$name {root}/etc/$name || exit; done
        exec {} collect --root {root} -o out -p {profile}",
        crate::appliance::PROGRAM
    );
    let bundle = appliance.end(appliance.through("unshare").args(["-m", "sh", "-c", &script])).expect(0).bundle();
    let unpacked = bundle.unpack();
    let hosts = String::from_utf8(unpacked.read("data/configuration/files/etc/hosts")).unwrap();
    assert!(hosts.contains("# asked for by user-"), "{hosts}");
    assert!(!String::from_utf8(unpacked.read("data/configuration/files/etc/passwd")).unwrap().contains("bexlim"));
}

#[test]
fn r5_deep_and_long_paths_and_circles_of_mounts_end() {
    let test = "r5_deep_and_long_paths";
    if !is_root(test) || !has("unshare", test) {
        return;
    }
    let appliance = Appliance::new();
    // The path has 3,900 bytes: 15 folders whose names have 255 bytes.
    let mut path = PathBuf::from("/var/log");
    (0..15).for_each(|_| path.push("l".repeat(255)));
    let make = format!(
        "cd {} && for i in $(seq 15); do mkdir -p {1} && cd {1}; done && echo deep > file",
        appliance.root().join("var/log").display(),
        "l".repeat(255)
    );
    assert!(Command::new("bash").args(["-c", &make]).status().unwrap().success());
    let root = appliance.root().display().to_string();
    let profile = appliance.profile(&files(&["/var/log/**/file", "/etc/**"]));
    let script = format!(
        "mkdir -p {root}/etc/circle && mount --bind {root} {root}/etc/circle && exec {} collect --root {root} -o out -p {profile}",
        crate::appliance::PROGRAM
    );
    let mut command = appliance.through("unshare");
    command.args(["-m", "sh", "-c", &script]);
    let began = Instant::now();
    let bundle = appliance.end(&mut command).bundle();
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    assert!(String::from_utf8_lossy(&bundle.unpack().everything()).contains("deep\n"));
    appliance.run(&["verify", &bundle.path.display().to_string()]).expect(0);
}

#[test]
fn r5_what_lies_below_a_path_that_is_too_long_is_told_of() {
    let appliance = Appliance::new();
    let make = format!(
        "cd {} && for i in $(seq 18); do mkdir {1} && cd {1}; done && echo deep > file",
        appliance.root().join("var/log").display(),
        "l".repeat(250)
    );
    assert!(Command::new("bash").args(["-c", &make]).status().unwrap().success());
    let profile = appliance.profile(&files(&["/var/log/**/file"]));
    let records = appliance.collect(&["-p", &profile]).expect(3).bundle().manifest()["sources"].clone();
    let [record] = records.as_array().unwrap().as_slice() else { panic!("{records:#}") };
    assert_eq!(record["status"], "denied", "{record}");
    let reason = record["reason"].as_str().unwrap();
    assert!(reason.starts_with("a folder was not searched: cannot open it: File name too long"), "{reason}");
}

#[test]
fn r7_files_of_the_kernel_that_block_or_act_are_refused() {
    if !is_root("r7_files_of_the_kernel") {
        return;
    }
    let appliance = Appliance::new();
    let paths = [
        "/proc/kmsg",
        "/proc/kcore",
        "/proc/1/mem",
        "/proc/1/environ",
        "/sys/kernel/debug/tracing/trace_pipe",
        "/proc/sysrq-trigger",
    ];
    let profile = appliance.profile(&files(&paths).replace("paths", "sensitive = \"a test\"\npaths"));
    let began = Instant::now();
    let bundle = appliance.run(&["collect", "-o", "out", "-p", &profile]).bundle();
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    assert_eq!(bundle.manifest()["items"].as_array().unwrap().len(), 0);
    assert_eq!(bundle.outcome("files", "proc/kmsg").0, "denied");
}

#[test]
fn without_openat2_the_same_bytes_come_out() {
    let test = "without_openat2_the_same_bytes";
    if !has("strace", test) {
        return;
    }
    let appliance = Appliance::new();
    appliance.file("etc/default/tool", "A=1\n");
    symlink("default/tool", appliance.root().join("etc/crontab")).unwrap();
    let collect = |command: &mut Command| {
        command.arg("collect").arg("--root").arg(appliance.root()).args(["-o", "out"]);
        let bundle = appliance.end(command.env("SOURCE_DATE_EPOCH", "1772355600")).bundle();
        let bytes = fs::read(&bundle.path).unwrap();
        fs::remove_file(bundle.path).unwrap();
        bytes
    };
    let with = collect(&mut appliance.command());
    let mut strace = appliance.through("strace");
    strace.args([
        "-f",
        "-qq",
        "-o",
        "/dev/null",
        "-e",
        "trace=openat2",
        "-e",
        "inject=openat2:error=ENOSYS",
        "--",
        crate::appliance::PROGRAM,
    ]);
    assert!(with == collect(&mut strace), "the bundles differ");
    assert!(crate::bundle::Unpacked::from(&with).manifest()["items"].as_array().unwrap().len() >= 6);
}

/// Makes a source of these files.
pub(crate) fn files(patterns: &[&str]) -> String {
    format!("[[file]]\nid = \"files\"\ncategory = \"configuration\"\npaths = {patterns:?}\n")
}

/// Returns whether a byte from outside the tree is in a bundle.
pub(crate) fn holds_canary(bundle: &Bundle) -> bool {
    String::from_utf8_lossy(&bundle.unpack().everything()).contains(CANARY)
}

/// Returns a number from the environment, for long forms that are run by hand.
pub(crate) fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// The content outside the tree.
pub(crate) const CANARY: &str = "outsidebyte";
