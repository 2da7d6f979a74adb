//! The early end of a run: by signals, by `cancel`, by a kill; what it leaves, and what the next run finds.

use std::fs;
use std::process::Stdio;
use std::time::{Duration, Instant};

use nix::sys::signal::Signal;

use crate::appliance::{Appliance, has, is_root};
use crate::background::Background;
use crate::bundle::Bundle;

#[test]
fn w6_sigint_and_sighup_leave_nothing_within_a_second() {
    for signal in [Signal::SIGINT, Signal::SIGHUP] {
        let appliance = with_a_long_source();
        let run = start(&appliance);
        run.wait_for("source-started", Some("long"));
        let asked = Instant::now();
        run.signal(signal);
        assert_eq!(run.end().0, 130);
        assert!(asked.elapsed() < Duration::from_secs(1), "{signal}: {:?}", asked.elapsed());
        assert_eq!(appliance.names("out"), Vec::<String>::new());
        assert_eq!(appliance.names("run"), ["status.json"]);
    }
}

#[test]
fn w6_a_sighup_that_the_caller_ignores_ends_nothing() {
    let appliance = with_a_long_source();
    let line = format!(
        "trap '' HUP; exec {} collect --root {} -o out -p profiles/test.toml \"$@\"",
        crate::appliance::PROGRAM,
        appliance.root().display()
    );
    let run = Background::start(appliance.through("sh").args(["-c", &line, "sh"]));
    run.wait_for("source-started", Some("long"));
    run.signal(Signal::SIGHUP);
    assert_eq!(run.end().0, 0);
    Bundle::only_in(&appliance.path("out"));
}

#[test]
fn w6_a_first_sigterm_seals_what_there_is() {
    let appliance = with_a_long_source();
    let run = start(&appliance);
    run.wait_for("progress", None);
    let asked = Instant::now();
    run.signal(Signal::SIGTERM);
    assert_eq!(run.end().0, 3);
    assert!(asked.elapsed() < Duration::from_secs(5), "{:?}", asked.elapsed());
    let bundle = Bundle::only_in(&appliance.path("out"));
    appliance.run(&["verify", &bundle.path.display().to_string()]).expect(0);
    let late = ("timed-out".to_owned(), "the run was asked to stop".to_owned());
    assert_eq!(bundle.outcome("after", "etc/group"), late);
}

#[test]
fn w6_a_sigterm_ends_a_command_and_keeps_what_it_had_printed() {
    if !is_root("w6_a_sigterm_ends_a_command") {
        return;
    }
    let appliance = Appliance::new();
    let profile = appliance.profile(&format!("{SLEEPER}{AFTER}"));
    let mut command = appliance.command();
    let run = Background::start(command.args(["collect", "-o", "out", "-p", &profile]));
    run.wait_for("source-started", Some("sleeper"));
    run.signal(Signal::SIGTERM);
    let (code, took) = run.end();
    assert_eq!(code, 3);
    assert!(took < Duration::from_secs(8), "{took:?}");
    let bundle = Bundle::only_in(&appliance.path("out"));
    assert_eq!(bundle.outcome("sleeper", "sleeper.txt").0, "timed-out");
    assert_eq!(bundle.unpack().read("data/configuration/sleeper/sleeper.txt"), b"begun\n");
}

#[test]
fn w6_a_second_sigterm_leaves_nothing() {
    if !is_root("w6_a_second_sigterm") {
        return;
    }
    let appliance = Appliance::new();
    // It ignores TERM, so that there is time for a second one.
    let profile = appliance.profile(&SLEEPER.replace("echo begun", "trap '' TERM; echo begun"));
    let mut command = appliance.command();
    let run = Background::start(command.args(["collect", "-o", "out", "-p", &profile]));
    run.wait_for("source-started", Some("sleeper"));
    run.signal(Signal::SIGTERM);
    // Two pending signals of one kind are merged: the second is sent after the first has been taken.
    let (process, bit) = (run.process(), 1_u64 << (Signal::SIGTERM as u64 - 1));
    until(|| pending(process) & bit == 0);
    run.signal(Signal::SIGTERM);
    assert_eq!(run.end().0, 143);
    assert_eq!(appliance.names("out"), Vec::<String>::new());
}

#[test]
fn w6_a_cancelled_run_ends_its_commands() {
    if !is_root("w6_a_cancelled_run_ends_its_commands") {
        return;
    }
    let appliance = Appliance::new();
    // A duration of sleep that no other process uses identifies the processes.
    let mark = format!("sleep 30{}", std::process::id());
    let script = format!("trap '' TERM; (setsid {mark} &); {mark}");
    let profile = appliance.profile(&SLEEPER.replace("echo begun; sleep 300", &script));
    let mut command = appliance.command();
    let run = Background::start(command.args(["collect", "-o", "out", "-p", &profile]));
    until(|| processes().iter().filter(|line| line.contains(&mark)).count() >= 2);
    run.signal(Signal::SIGINT);
    assert_eq!(run.end().0, 130);
    let left: Vec<_> = processes().into_iter().filter(|line| line.contains(&mark)).collect();
    assert_eq!(left, Vec::<String>::new());
}

#[test]
fn w6_a_reader_that_goes_away_ends_the_run() {
    let appliance = with_a_long_source();
    let mut command = appliance.command();
    command.arg("collect").arg("--root").arg(appliance.root()).args(["-o", "-", "-p", "profiles/test.toml"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("hint: the program that reads the bundle stopped before its end"), "{said}");
}

#[test]
fn w6_events_that_nobody_takes_do_not_hold_a_run_up() {
    let appliance = Appliance::new();
    // Events of several thousand sources fill any pipe.
    let source = |number| format!("[[command]]\nid = \"c{number}\"\ncategory = \"configuration\"\nrun = [\"true\"]\n");
    let profile = appliance.profile(&(0..1500).map(source).collect::<String>());
    let mut command = appliance.command();
    command.arg("collect").arg("--root").arg(appliance.root()).args(["-o", "out", "--events", "json", "-p", &profile]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let (held, patience) = (child.stderr.take(), Instant::now() + Duration::from_secs(60));
    while child.try_wait().unwrap().is_none() {
        assert!(Instant::now() < patience, "it waits for somebody who does not listen");
        std::thread::yield_now();
    }
    assert!(matches!(child.wait().unwrap().code(), Some(0 | 3)));
    drop(held);
    appliance.run(&["verify", &Bundle::only_in(&appliance.path("out")).path.display().to_string()]).expect(0);
}

#[test]
fn w6_closed_standard_streams_do_no_harm() {
    let appliance = Appliance::new();
    let line =
        format!("exec {} collect --root {} -o out <&- >&- 2>&-", crate::appliance::PROGRAM, appliance.root().display());
    let mut command = appliance.through("sh");
    command.args(["-c", &line]);
    let bundle = appliance.end(&mut command).expect(0).bundle();
    appliance.run(&["verify", &bundle.path.display().to_string()]).expect(0);
}

#[test]
fn w6_a_sigterm_at_any_moment_gives_a_whole_bundle_or_nothing() {
    // The long form is run by hand: CASEPACK_TERMS=200.
    let terms = std::env::var("CASEPACK_TERMS").ok().and_then(|text| text.parse().ok()).unwrap_or(12_u32);
    let appliance = Appliance::new();
    appliance.file("var/log/messages", b"Jan  2 03:04:05 relay7 app[1]: a line of some length\n".repeat(3_000));
    let whole = length(&appliance);
    let mut ends = std::collections::BTreeMap::new();
    for number in 0..terms {
        let mut child = quiet(&appliance).spawn().unwrap();
        std::thread::sleep(at(whole, number));
        let process = nix::unistd::Pid::from_raw(i32::try_from(child.id()).unwrap());
        let _ = nix::sys::signal::kill(process, Signal::SIGTERM);
        let code = child.wait().unwrap().code();
        // Before it takes signals, there is nothing to seal and nothing to leave.
        assert!(matches!(code, None | Some(0 | 3)), "{code:?}");
        for name in appliance.names("out") {
            appliance.run(&["verify", &format!("out/{name}")]).expect(0);
            fs::remove_file(appliance.path("out").join(name)).unwrap();
        }
        *ends.entry(code).or_insert(0) += 1;
    }
    eprintln!("{terms} times SIGTERM: {ends:?}");
}

#[test]
fn another_process_follows_a_run_and_cancels_it() {
    let appliance = with_a_long_source();
    let run = start(&appliance);
    run.wait_for("progress", None);
    let told = appliance.run(&["status", "--json"]).expect(0);
    let told: serde_json::Value = serde_json::from_slice(&told.out).unwrap();
    assert_eq!(told["running"], true);
    assert_eq!(told["standing"]["process"], run.process().as_raw());
    assert!(matches!(told["standing"]["phase"].as_str(), Some("planning" | "collecting")), "{told}");
    let told = appliance.run(&["status"]).expect(0);
    assert!(String::from_utf8(told.out).unwrap().contains(" items"));
    let asked = Instant::now();
    appliance.run(&["cancel"]).expect(0);
    assert!(asked.elapsed() < Duration::from_secs(2), "{:?}", asked.elapsed());
    assert_eq!(run.end().0, 130);
    assert_eq!(appliance.names("out"), Vec::<String>::new());
    appliance.run(&["cancel"]).expect(1).says("no collection is running");
}

#[test]
fn w4_a_run_in_another_view_of_the_processes_is_not_cancelled_and_nobody_else_is() {
    let test = "w4_a_run_in_another_view";
    if !is_root(test) || !has("unshare", test) || !has("setsid", test) {
        return;
    }
    let appliance = with_a_long_source();
    let run = start(&appliance);
    run.wait_for("progress", None);
    // The kernel has no number for the holder there; 0 would mean the whole process group of the caller.
    let line = format!("{} cancel; echo \"still here, after $?\"", crate::appliance::PROGRAM);
    let mut elsewhere = std::process::Command::new("setsid");
    elsewhere.args(["-w", "unshare", "-p", "-f", "sh", "-c", &line]).env_clear().env("PATH", "/usr/bin:/bin");
    elsewhere.env("STATE_DIRECTORY", appliance.path("state")).env("RUNTIME_DIRECTORY", appliance.path("run"));
    let told = appliance.end(&mut elsewhere).expect(0).says("belongs to another container or to the host");
    assert_eq!(told.out, b"still here, after 1\n");
    run.signal(Signal::SIGKILL);
    assert_eq!(run.end().0, 128 + 9);
}

#[test]
fn the_status_tells_how_the_last_run_ended() {
    let appliance = Appliance::new();
    let status = || String::from_utf8(appliance.run(&["status"]).expect(0).out).unwrap();
    assert_eq!(status(), "no collection is running\n");
    let bundle = appliance.collect(&[]).bundle();
    assert!(status().contains(&format!("it made {}", bundle.path.display())), "{}", status());
    fs::remove_file(bundle.path).unwrap();
    appliance.collect(&["--only", "none"]).expect(2);
    assert!(status().contains("it failed"), "{}", status());
}

#[test]
fn the_status_tells_that_the_last_run_was_cancelled() {
    let appliance = with_a_long_source();
    let run = start(&appliance);
    run.wait_for("progress", None);
    appliance.run(&["cancel"]).expect(0);
    assert_eq!(run.end().0, 130);
    let status = |arguments: &[&str]| appliance.run(&[&["status"], arguments].concat()).expect(0).out;
    assert!(status(&[]).ends_with(b": it was cancelled\n"));
    let standing: serde_json::Value = serde_json::from_slice(&status(&["--json"])).unwrap();
    assert_eq!((&standing["running"], &standing["standing"]["phase"]), (&false.into(), &"cancelled".into()));
}

#[test]
fn w4_the_lock_of_a_dead_holder_is_taken_over() {
    let appliance = with_a_long_source();
    let run = start(&appliance);
    run.wait_for("source-started", Some("long"));
    run.signal(Signal::SIGKILL);
    assert_eq!(run.end().0, 128 + 9);
    let status = String::from_utf8(appliance.run(&["status"]).expect(0).out).unwrap();
    assert!(status.contains("it was killed"), "{status}");
    assert_eq!(appliance.names("out"), Vec::<String>::new());
    appliance.collect(&["--skip", "long", "-p", "profiles/test.toml"]).expect(0).bundle();
}

#[test]
fn w4_a_lock_file_that_is_a_link_is_not_followed() {
    let appliance = Appliance::new();
    appliance.collect(&[]).expect(0);
    let victim = appliance.path("victim");
    fs::write(&victim, "untouched").unwrap();
    fs::remove_file(appliance.path("state/lock")).unwrap();
    std::os::unix::fs::symlink(&victim, appliance.path("state/lock")).unwrap();
    appliance.collect(&[]).expect(1).says("cannot open");
    assert_eq!(fs::read(&victim).unwrap(), b"untouched");
}

#[test]
fn w1_a_kill_at_any_moment_leaves_a_whole_bundle_or_nothing() {
    // The long form is run by hand: CASEPACK_KILLS=500 cargo test --test run w1_
    let kills = std::env::var("CASEPACK_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(25_u32);
    let appliance = Appliance::new();
    appliance.file("var/log/messages", b"Jan  2 03:04:05 relay7 app[1]: a line of some length\n".repeat(3_000));
    let mut whole = length(&appliance);
    let (mut made, mut running) = (0, 0);
    for number in 0..kills {
        let begun = Instant::now();
        let mut child = quiet(&appliance).spawn().unwrap();
        std::thread::sleep(at(whole, number));
        child.kill().unwrap();
        match child.wait().unwrap().code() {
            None => running += 1,
            // The machine was busier when the length was measured.
            Some(_) => whole = whole.min(begun.elapsed()),
        }
        let names = appliance.names("out");
        assert!(names.iter().all(|name| name.starts_with("casepack-") && name.ends_with(".tar.gz")), "{names:?}");
        for name in names {
            appliance.run(&["verify", &format!("out/{name}")]).expect(0);
            fs::remove_file(appliance.path("out").join(name)).unwrap();
            made += 1;
        }
    }
    eprintln!(
        "{kills} kills within {whole:?}, {running} of them of a run under way: {made} whole bundles, nothing else"
    );
    assert!(running * 2 > kills, "the run was mostly over");
    appliance.collect(&[]).expect(0).bundle();
    // What a killed run left in our own folders, where small files are replaced, is removed by the next one.
    for folder in ["state/keys", "state", "run"] {
        assert!(appliance.names(folder).iter().all(|name| !name.starts_with('.')), "{:?}", appliance.names(folder));
    }
}

#[test]
fn w6_an_end_at_any_moment_leaves_nothing() {
    // The long form is run by hand: CASEPACK_ENDS=200.
    let ends = std::env::var("CASEPACK_ENDS").ok().and_then(|text| text.parse().ok()).unwrap_or(8_u32);
    let appliance = Appliance::new();
    appliance.file("var/log/messages", b"Jan  2 03:04:05 relay7 app[1]: a line of some length\n".repeat(3_000));
    let whole = length(&appliance);
    for signal in [Signal::SIGINT, Signal::SIGHUP] {
        let (mut codes, mut longest) = (std::collections::BTreeMap::new(), Duration::ZERO);
        for number in 0..ends {
            let mut child = quiet(&appliance).spawn().unwrap();
            std::thread::sleep(at(whole, number));
            let process = nix::unistd::Pid::from_raw(i32::try_from(child.id()).unwrap());
            let asked = Instant::now();
            nix::sys::signal::kill(process, signal).unwrap();
            let code = child.wait().unwrap().code();
            let names = appliance.names("out");
            match code {
                // What was published before the signal is complete.
                Some(0) => {
                    let [name] = names.as_slice() else { panic!("{names:?}") };
                    appliance.run(&["verify", &format!("out/{name}")]).expect(0);
                    fs::remove_file(appliance.path("out").join(name)).unwrap();
                }
                // Before it takes signals, there is nothing to leave.
                None | Some(130) => {
                    assert_eq!(names, Vec::<String>::new());
                    longest = longest.max(asked.elapsed());
                }
                code => panic!("{signal}: exit {code:?}"),
            }
            *codes.entry(code).or_insert(0) += 1;
        }
        eprintln!("{ends} times {signal} within {whole:?}: {codes:?}, the longest end took {longest:?}");
        assert!(longest < Duration::from_secs(1), "{longest:?}");
    }
}

/// Makes the command for a collection that prints nothing.
fn quiet(appliance: &Appliance) -> std::process::Command {
    let mut command = appliance.command();
    command.arg("collect").arg("--root").arg(appliance.root()).args(["-o", "out"]);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Returns how long a whole run takes on this machine.
fn length(appliance: &Appliance) -> Duration {
    let took = (0..3).map(|_| {
        let began = Instant::now();
        fs::remove_file(appliance.collect(&[]).expect(0).bundle().path).unwrap();
        began.elapsed() * 11 / 10
    });
    took.min().unwrap()
}

/// Returns a moment within a run: multiples of the golden ratio are spread evenly and never synchronise with anything.
fn at(whole: Duration, number: u32) -> Duration {
    whole.mul_f64((f64::from(number) * 0.618_034).fract())
}

/// Makes an appliance with a source that takes seconds, one after it, and a profile of the two.
fn with_a_long_source() -> Appliance {
    let appliance = Appliance::new();
    let line = "Jan  2 03:04:05 relay7 sshd[77]: Accepted password for wkowalska from 192.0.2.7 port 22 ssh2\n";
    appliance.file("var/log/long", line.repeat(600_000)).file("etc/group", "adm:x:4:\n");
    appliance.profile(&format!("{LONG}{AFTER}"));
    appliance
}

fn start(appliance: &Appliance) -> Background {
    let mut command = appliance.command();
    command.arg("collect").arg("--root").arg(appliance.root()).args(["-o", "out", "-p", "profiles/test.toml"]);
    Background::start(&mut command)
}

/// Returns the signals that are pending for a process.
fn pending(process: nix::unistd::Pid) -> u64 {
    let text = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let mask = text.lines().find_map(|line| line.strip_prefix("ShdPnd:")).unwrap();
    u64::from_str_radix(mask.trim(), 16).unwrap()
}

/// Waits until something holds that will hold soon.
#[track_caller]
fn until(holds: impl Fn() -> bool) {
    let patience = Instant::now() + Duration::from_secs(20);
    while !holds() {
        assert!(Instant::now() < patience, "it did not come");
        std::thread::yield_now();
    }
}

/// Returns the command lines of all processes.
fn processes() -> Vec<String> {
    let folders = fs::read_dir("/proc").unwrap().flatten();
    let lines = folders.filter_map(|folder| fs::read(folder.path().join("cmdline")).ok());
    lines.map(|line| String::from_utf8_lossy(&line).replace('\0', " ")).collect()
}

const LONG: &str = r#"
[[file]]
id = "long"
category = "configuration"
paths = ["/var/log/long"]
"#;
const AFTER: &str = r#"
[[file]]
id = "after"
category = "access"
paths = ["/etc/group"]
"#;
const SLEEPER: &str = r#"
[[command]]
id = "sleeper"
category = "configuration"
run = ["sh", "-c", "echo begun; sleep 300"]
timeout = "1 min"
"#;
