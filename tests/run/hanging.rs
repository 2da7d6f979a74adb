//! A file system that does not answer costs the source that lies on it, and nothing else.

use std::io::Read;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::appliance::{Appliance, is_root};
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
fn r6_a_file_system_in_user_space_is_not_entered_on_the_running_system() {
    if !is_fuse("r6_a_file_system_in_user_space") {
        return;
    }
    let appliance = Appliance::new();
    let point = appliance.path("mnt");
    // It hangs on everything that could be asked about its root, so that whoever asks is seen.
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
        assert!(reason.contains("kind fuse"), "{reason}");
    }
}

/// Collects from a tree on which one request is never answered, over a pipe.
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
    // Whoever still holds the pipe keeps us here.
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
    // The reader that hangs is still there, and the lock is not.
    assert!(appliance.run(&["status", "--json"]).expect(0).out.starts_with(b"{\"running\":false"));
}

/// Whether there is a FUSE to mount, and we may.
fn is_fuse(test: &str) -> bool {
    let there = std::path::Path::new("/dev/fuse").exists();
    if !there {
        eprintln!("{test}: skipped, there is no /dev/fuse");
    }
    is_root(test) && there
}

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
