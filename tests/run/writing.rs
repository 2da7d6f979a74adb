//! Full disks, failing writes and tight limits: a complete bundle or none, and a clear message.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use nix::mount::{MntFlags, MsFlags, mount, umount2};

use crate::appliance::{Appliance, PROGRAM, has, is_root};
use crate::background::Background;
use crate::bundle::{Unpacked, outcome};
use crate::sweep::{Whom, held, injected, traced};

#[test]
fn w2_a_disk_of_any_size_ends_in_a_whole_bundle_or_none() {
    if !is_root("w2_a_disk_of_any_size") {
        return;
    }
    let appliance = Appliance::new();
    // Fourteen items of a megabyte each that deflate to half of that do not fit into five.
    for number in 0..14 {
        appliance.file(&format!("var/log/kern.log.{number}"), noise(number, 1 << 20));
    }
    for (size, code, all) in [("250k", 1, false), ("1m", 3, false), ("5m", 3, false), ("20m", 0, true)] {
        let disk = Disk::new(&appliance.path("out"), size);
        let run = appliance.collect(&[]);
        assert_eq!(run.code, code, "{size}: {}", run.err);
        if code == 1 {
            assert!(run.err.contains("hint: the disk is full; write elsewhere"), "{}", run.err);
            assert_eq!(appliance.names("out"), Vec::<String>::new());
        } else {
            let bundle = run.bundle();
            appliance.run(&["verify", &bundle.path.display().to_string()]).expect(0);
            assert_eq!(bundle.manifest()["complete"], all);
            let left = rustix::fs::statvfs(&disk.point).unwrap();
            assert!(left.f_bavail >= left.f_blocks / 20, "{size}: {} of {} blocks", left.f_bavail, left.f_blocks);
        }
    }
}

#[test]
fn w2_a_state_folder_that_is_full_costs_nothing_where_the_bundle_has_room() {
    if !is_root("w2_a_state_folder_that_is_full") {
        return;
    }
    let appliance = Appliance::new();
    // This is more than is held in memory while the length of the item is unknown.
    appliance.file("var/log/messages", noise(1, 6 << 20));
    fs::create_dir(appliance.path("state")).unwrap();
    let _disk = Disk::new(&appliance.path("state"), "1m");
    let profile = appliance.profile(
        "[limits]\nmemory = \"40 MiB\"\n[[file]]\nid = \"log\"\ncategory = \"service-logs\"\npaths = [\"/var/log/messages\"]\n",
    );
    let bundle = appliance.collect(&["-p", &profile]).expect(0).bundle();
    appliance.run(&["verify", &bundle.path.display().to_string()]).expect(0);
}

#[test]
fn w2_without_room_on_any_disk_a_bundle_on_standard_output_lacks_only_what_cannot_be_held() {
    if !is_root("w2_without_room_on_any_disk") {
        return;
    }
    let appliance = Appliance::new();
    appliance.file("var/log/messages", noise(1, 12 << 20)).file("var/log/syslog", noise(2, 1 << 20));
    fs::create_dir(appliance.path("state")).unwrap();
    let _disk = Disk::new(&appliance.path("state"), "1m");
    let profile = appliance.profile(
        "[limits]\nmemory = \"40 MiB\"\n[[file]]\nid = \"log\"\ncategory = \"service-logs\"\npaths = [\"/var/log/*\"]\n",
    );
    let root = appliance.root().display().to_string();
    let run = appliance.run(&["collect", "--root", &root, "-p", &profile, "-o", "-"]).expect(3);
    fs::write(appliance.path("bundle"), &run.out).unwrap();
    appliance.run(&["verify", "bundle"]).expect(0);
    let manifest = Unpacked::from(&run.out).manifest();
    let cut = ("cut".to_owned(), "the disk has no room left for the rest of it".to_owned());
    assert_eq!(outcome(&manifest, "log", "messages"), cut);
    assert_eq!(outcome(&manifest, "log", "syslog").0, "collected");
}

#[test]
fn a_secret_longer_than_a_block_leaves_a_bundle_that_holds() {
    for packing in ["gzip", "zstd", "none"] {
        let appliance = Appliance::new();
        appliance.file("var/log/messages", format!("password={}\n", "Qz7x".repeat(500_000)));
        let profile =
            appliance.profile("[[file]]\nid = \"log\"\ncategory = \"service-logs\"\npaths = [\"/var/log/messages\"]\n");
        let run = appliance.collect(&["-p", &profile, "--compress", packing]).expect(0);
        appliance.run(&["verify", &run.bundle().path.display().to_string()]).expect(0);
    }
}

#[test]
fn w2_a_disk_that_fills_up_while_we_write_leaves_nothing() {
    let test = "w2_a_disk_that_fills_up";
    if !is_root(test) || !has("strace", test) {
        return;
    }
    let appliance = Appliance::new();
    appliance.file("var/log/messages", noise(1, 3 << 20));
    for error in ["ENOSPC", "EIO", "EDQUOT"] {
        // The writes are those of the one thread that writes the bundle; the first go to readers and to the status.
        for when in [3, 9, 14, 20, 26] {
            held(&appliance, &injected(&appliance, &format!("write:error={error}:when={when}"), Whom::Main), "write");
        }
        for call in ["fsync", "linkat"] {
            held(&appliance, &injected(&appliance, &format!("{call}:error={error}"), Whom::Main), call);
        }
    }
}

#[test]
fn w1_on_a_disk_without_nameless_files_nothing_is_left_either() {
    let test = "w1_on_a_disk_without_nameless_files";
    if !has("strace", test) {
        return;
    }
    let appliance = Appliance::new();
    // The first run makes the keys; from then on, the first nameless file is that of the bundle.
    fs::remove_file(appliance.collect(&[]).expect(0).bundle().path).unwrap();
    let leave = || fs::write(appliance.path("out/.casepack-partial-00"), "left by a killed run").unwrap();
    leave();
    let calls = appliance.path("calls");
    let mut census = Command::new("strace");
    let out = appliance.path("out").display().to_string();
    // Only calls on the output folder are counted, because the number of others before them varies.
    census.args(["-qq", "-P", &out, "-e", "trace=openat", "-e", "signal=none", "-o"]).arg(&calls).arg("--");
    fs::remove_file(appliance.end(traced(&appliance, &mut census).args(["--events", "json"])).expect(0).bundle().path)
        .unwrap();
    let census = fs::read_to_string(&calls).unwrap();
    let number = 1 + census.lines().position(|line| line.contains("O_TMPFILE")).unwrap();
    // That call reports that nameless files are not supported, as on a USB stick.
    let inject = format!("inject=openat:error=EOPNOTSUPP:when={number}");
    let without = |more: &[&str]| {
        let mut strace = Command::new("strace");
        strace.args(["-qq", "-P", &out, "-e", "trace=openat,renameat2,linkat", "-e", &inject]);
        strace.args(more.iter().flat_map(|inject| ["-e", inject]));
        strace.arg("-o").arg(&calls).arg("--");
        strace
    };
    // Network file systems cannot rename without replacing an existing file, and FAT does not support second names
    // either.
    let (rename, link) = ("inject=renameat2:error=EINVAL", "inject=linkat:error=EPERM");
    for more in [&[][..], &[rename], &[rename, link]] {
        leave();
        let whole = appliance.end(traced(&appliance, &mut without(more)).args(["--events", "json"])).expect(0).bundle();
        appliance.run(&["verify", &whole.path.display().to_string()]).expect(0);
        fs::remove_file(whole.path).unwrap();
    }
    appliance.file("var/log/messages", noise(1, 12 << 20));
    leave();
    let run = Background::start(traced(&appliance, &mut without(&[])));
    run.wait_for("progress", None);
    let names = appliance.names("out");
    let told = fs::read_to_string(&calls).unwrap();
    assert!(names.len() == 1 && names[0].starts_with(".casepack-partial-"), "{names:?} after\n{told}");
    appliance.run(&["cancel"]).expect(0);
    assert_eq!(run.end().0, 130);
    assert_eq!(appliance.names("out"), Vec::<String>::new());
}

#[test]
fn the_bundle_stays_below_its_limit_and_says_what_was_cut() {
    let appliance = Appliance::new();
    appliance.file("var/log/messages", noise(1, 2 << 20)).file("var/log/syslog", noise(2, 2 << 20));
    let run = appliance.collect(&["--max-size", "600K"]);
    let bundle = run.expect(3).bundle();
    let size = fs::metadata(&bundle.path).unwrap().len();
    assert!(size <= 600 << 10, "{size}");
    assert!(size >= 150 << 10, "{size}");
    appliance.run(&["verify", &bundle.path.display().to_string()]).expect(0);
    let records = bundle.manifest()["sources"].to_string();
    assert!(records.contains("the bundle reached its limit of 600 KiB"), "{records}");
}

#[test]
fn what_was_lost_is_told_before_what_was_not_asked_for() {
    let appliance = Appliance::new();
    appliance.file("var/log/messages", noise(1, 2 << 20));
    let run = appliance.collect(&["--max-size", "600K", "--only", "system-logs"]).expect(3);
    let told = run.err.lines().find(|line| line.starts_with("  cut ") || line.starts_with("  withheld "));
    assert!(told.is_some_and(|line| line.starts_with("  cut system-logs: var/log/messages")), "{}", run.err);
}

#[test]
fn both_limits_are_told_of_an_item_that_both_cut() {
    let appliance = Appliance::new();
    appliance.file("var/log/messages", noise(1, 2 << 20)).file("var/log/syslog", noise(2, 2 << 20));
    let log = "[[file]]\nid = \"log\"\ncategory = \"service-logs\"\npaths = [\"/var/log/*\"]\n";
    let profile = appliance.profile(&format!("[limits]\nitem = \"500 KiB\"\n{log}"));
    let run = appliance.collect(&["-p", &profile, "--max-size", "600K"]).expect(3);
    let records = run.bundle().manifest()["sources"].to_string();
    let both = "longer than the limit for one item; the bundle reached its limit of 600 KiB";
    assert!(records.contains(both), "{records}");
}

#[test]
fn of_an_item_that_is_cut_it_is_told_whose_limit_did_that() {
    let appliance = Appliance::new();
    appliance.file("var/log/syslog", "Jan  2 03:04:05 relay7 app[1]: a line\n".repeat(10_000));
    let bundle = appliance.collect(&["--max-size", "64K"]).expect(3).bundle();
    let (status, reason) = bundle.outcome("system-logs", "var/log/syslog");
    assert_eq!((status.as_str(), reason.as_str()), ("cut", "longer than the bundle's limit of 64 KiB"));
}

#[test]
fn of_what_hardly_packs_the_least_important_is_left_out_though_it_comes_first() {
    let source = |id: &str, importance: u32| {
        format!(
            "[[file]]\nid = \"{id}\"\ncategory = \"service-logs\"\nimportance = {importance}\npaths = [\"/var/log/{id}/*\"]\n"
        )
    };
    let sources = source("least", 0) + &source("most", 9);
    let taken = |appliance: &Appliance| {
        let run = appliance.collect(&["-p", &appliance.profile(&sources), "--max-size", "1M"]).expect(3);
        let items = run.bundle().manifest()["items"].clone();
        let of = |id| items.as_array().unwrap().iter().filter(|item| item["source"] == id).count();
        [of("least"), of("most")]
    };
    let appliance = Appliance::new();
    (0..24).for_each(|number| _ = appliance.file(&format!("var/log/least/{number}.log"), noise(number, 150_000)));
    (0..12).for_each(|number| _ = appliance.file(&format!("var/log/most/{number}.log"), noise(99 + number, 150_000)));
    let [least, most] = taken(&appliance);
    assert!(most == 12 && (1..12).contains(&least), "{least} and {most}");
    // Compressed data does not compress further.
    let appliance = Appliance::new();
    for number in 0..3 {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        std::io::Write::write_all(&mut gzip, noise(number, 1_000_000).as_bytes()).unwrap();
        appliance.file(&format!("var/log/least/{number}.log.gz"), gzip.finish().unwrap());
    }
    (0..4).for_each(|number| _ = appliance.file(&format!("var/log/most/{number}.log"), noise(99 + number, 180_000)));
    let [least, most] = taken(&appliance);
    assert!(most == 4 && (1..3).contains(&least), "{least} and {most}");
}

#[test]
fn the_bundle_stays_below_its_limit_where_telling_of_its_items_takes_more_than_they_do() {
    for (compress, most) in [("none", 5 << 20), ("gzip", 700 << 10)] {
        let appliance = Appliance::new();
        for number in 0..4000 {
            appliance.file(&format!("var/log/{}/service-{number}.log", number % 40), format!("started {number}\n"));
        }
        let source = "[[file]]\nid = \"log\"\ncategory = \"service-logs\"\npaths = [\"/var/log/**\"]\n";
        let profile = appliance.profile(source);
        let limit = most.to_string();
        let bundle = appliance.collect(&["-p", &profile, "--max-size", &limit, "--compress", compress]).bundle();
        let size = fs::metadata(&bundle.path).unwrap().len();
        assert!(size <= most && size >= most / 6, "{compress}: {size} of {most}");
    }
}

#[test]
fn the_bundle_stays_below_its_limit_where_a_text_grows_as_it_is_minimized() {
    let appliance = Appliance::new();
    let line = "Jan  2 03:04:05 relay7 sshd[7]: Invalid user kxq from ::1 port 9\n";
    appliance.file("var/log/messages", line.repeat(28_000));
    let bundle = appliance.collect(&["--max-size", "2M", "--compress", "none"]).expect(3).bundle();
    let size = fs::metadata(&bundle.path).unwrap().len();
    assert!(size <= 2 << 20, "{size}");
    appliance.run(&["verify", &bundle.path.display().to_string()]).expect(0);
}

#[test]
fn w7_few_descriptors_and_a_limit_on_files_end_well() {
    let appliance = Appliance::new();
    appliance.file("var/log/messages", noise(1, 3 << 20));
    let limited = |limit: &str| {
        let line = format!("{limit}; exec {PROGRAM} collect --root {} -o out", appliance.root().display());
        appliance.end(appliance.through("bash").args(["-c", &line]))
    };
    let bundle = limited("ulimit -n 32").expect(0).bundle();
    fs::remove_file(bundle.path).unwrap();
    limited("ulimit -f 500").expect(1).says("hint: the limit on file sizes is reached");
    assert_eq!(appliance.names("out"), Vec::<String>::new());
}

/// A tmpfs of a given size, mounted until it is dropped.
struct Disk {
    point: PathBuf,
}

impl Disk {
    fn new(point: &Path, size: &str) -> Self {
        let options = format!("size={size},mode=0755");
        mount(Some("casepack-test"), point, Some("tmpfs"), MsFlags::empty(), Some(options.as_str())).unwrap();
        Self { point: point.to_owned() }
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = umount2(&self.point, MntFlags::MNT_DETACH);
    }
}

/// Makes lines from a number that hardly deflate.
pub(crate) fn noise(seed: u64, length: usize) -> String {
    let (mut state, mut text) = (seed + 1, String::with_capacity(length + 80));
    while text.len() < length {
        text.push_str("Jan  2 03:04:05 relay7 app[1]: ");
        for _ in 0..3 {
            // xorshift64
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            write!(text, "{state:016} ").unwrap();
        }
        text.push('\n');
    }
    text
}
