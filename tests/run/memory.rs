//! Memory: a run takes no more than its profile's `limits.memory`, however long the logs are.

use std::fmt::Write as _;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::appliance::{Appliance, PROGRAM, Run, has};

#[test]
fn w7_logs_of_any_length_are_collected_in_64_mebibytes() {
    if !has("bash", "w7_logs_of_any_length") {
        return;
    }
    // The long form is run by hand: CASEPACK_LOG_MEGABYTES=5000. The short one fills every cache and the ledger.
    let megabytes = std::env::var("CASEPACK_LOG_MEGABYTES").ok().and_then(|text| text.parse().ok()).unwrap_or(16_u64);
    let appliance = Appliance::new();
    for number in 0..megabytes.div_ceil(500) {
        let path = appliance.root().join(format!("var/log/remote-{number}"));
        write_log(&path, megabytes.min((number + 1) * 500) - number * 500, number);
    }
    let group = Group::of_64_mebibytes();
    let bundle = confined(&appliance, group.as_ref()).expect(0).bundle();
    let manifest = bundle.manifest();
    assert_eq!(manifest["complete"], true);
    assert!(manifest["totals"]["bytes_in"].as_u64().unwrap() >= megabytes * 1_000_000);
    appliance.run(&["verify", &bundle.path.display().to_string()]).expect(0);
    // The ledger of such a run has its maximum size.
    assert!(fs::metadata(appliance.path("state/ledgers/nocase")).unwrap().len() > 5_000_000);
}

#[test]
fn w7_ten_thousand_files_are_collected_in_64_mebibytes() {
    if !has("bash", "w7_ten_thousand_files") {
        return;
    }
    let appliance = Appliance::new();
    let folder = appliance.root().join("var/log");
    // Long names make a long manifest of some fifteen megabytes.
    for number in 0..10_000 {
        fs::write(folder.join(format!("remote-{number}-{}", "long-".repeat(36))), "up\n").unwrap();
    }
    let group = Group::of_64_mebibytes();
    let bundle = confined(&appliance, group.as_ref()).expect(0).bundle();
    assert_eq!(bundle.manifest()["totals"]["items"], 10_000);
    appliance.run(&["verify", &bundle.path.display().to_string()]).expect(0);
}

/// Makes the command for a collection that has 64 MiB.
fn confined(appliance: &Appliance, group: Option<&Group>) -> Run {
    let profile = appliance.profile(PROFILE);
    // The memory of each process is always limited; that of all together only if there is a control group.
    let join = group.map_or_else(String::new, |group| format!("echo $$ >{}; ", group.tasks().display()));
    let line = format!(
        "{join}ulimit -d 65536; exec {PROGRAM} collect --root {} -o out -p {profile}",
        appliance.root().display()
    );
    let mut command = appliance.through("bash");
    command.args(["-c", &line]);
    let run = appliance.end(&mut command);
    if let Some(peak) = group.and_then(Group::peak) {
        eprintln!("all processes together took {} MiB at most, cached pages of files included", peak >> 20);
    }
    run
}

/// Writes a log in which no name occurs twice.
fn write_log(path: &Path, megabytes: u64, seed: u64) {
    let mut file = BufWriter::new(fs::File::create(path).unwrap());
    let (mut state, mut length, mut line) = (seed + 1, 0, String::new());
    while length < megabytes * 1_000_000 {
        // xorshift64
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let [a, b, c, ..] = state.to_le_bytes();
        line.clear();
        writeln!(
            line,
            "Jan  2 03:04:05 relay7 sshd[77]: Failed password for invalid user u{state:x} from 10.{a}.{b}.{c} port 22 ssh2"
        )
        .unwrap();
        file.write_all(line.as_bytes()).unwrap();
        length += line.len() as u64;
    }
    file.flush().unwrap();
}

/// A control group that kills processes that take more memory together; it is removed when dropped.
struct Group(PathBuf);

impl Group {
    /// Makes the group; prints a message and returns `None` if that is not possible.
    fn of_64_mebibytes() -> Option<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("casepack-test-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        for (folder, limit) in [("/sys/fs/cgroup", "memory.max"), ("/sys/fs/cgroup/memory", "memory.limit_in_bytes")] {
            let group = Self(Path::new(folder).join(&name));
            // The kernel creates the file there; if it does not, this is an ordinary folder.
            let made = fs::create_dir(&group.0).is_ok() && group.0.join(limit).exists();
            if made && fs::write(group.0.join(limit), "67108864").is_ok() {
                return Some(group);
            }
        }
        eprintln!("w7_logs_of_any_length: no control group here, so each process is bounded alone");
        None
    }

    /// Returns the peak memory, if the kernel reports it.
    fn peak(&self) -> Option<u64> {
        let told = ["memory.peak", "memory.max_usage_in_bytes"].map(|name| fs::read_to_string(self.0.join(name)));
        told.into_iter().flatten().next()?.trim().parse().ok()
    }

    fn tasks(&self) -> PathBuf {
        self.0.join("cgroup.procs")
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        let _ = fs::remove_dir(&self.0);
    }
}

const PROFILE: &str = r#"
[limits]
bundle = "8 GiB"
item = "8 GiB"
time = "6 h"
memory = "64 MiB"
cpu = "100 %"

[[file]]
id = "remote"
category = "service-logs"
paths = ["/var/log/remote-*"]
"#;
