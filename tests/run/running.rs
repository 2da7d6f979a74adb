//! Commands: whatever they do, the run continues and ends in time; they see nothing of their caller.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use crate::appliance::{Appliance, is_root};
use crate::bundle::Bundle;

#[test]
fn c1_a_command_that_ignores_term_forks_and_keeps_the_pipe_is_ended_in_time() {
    if !is_root("c1_a_command_that_ignores_term") {
        return;
    }
    let mark = format!("sleep 40{}", std::process::id());
    let script = format!("trap '' TERM; echo said; (setsid sh -c '(setsid {mark} &) ; {mark}' &); {mark}");
    let appliance = Appliance::new();
    let began = Instant::now();
    let bundle = collect(&appliance, &command("stubborn", &script, "1 s")).bundle();
    assert!(began.elapsed() < Duration::from_secs(15), "{:?}", began.elapsed());
    let (status, reason) = bundle.outcome("stubborn", "stubborn.txt");
    assert_eq!((status.as_str(), reason.as_str()), ("timed-out", "it did not end within 1.0 s"));
    assert_eq!(output(&bundle, "stubborn"), "said\n");
    assert_eq!(output(&bundle, "after"), "fine\n");
    assert!(!running(&mark));
}

#[test]
fn c1_what_a_command_leaves_in_the_background_is_not_waited_for() {
    if !is_root("c1_what_a_command_leaves_in_the_background") {
        return;
    }
    let mark = format!("sleep 50{}", std::process::id());
    let appliance = Appliance::new();
    let began = Instant::now();
    let bundle =
        collect(&appliance, &command("forker", &format!("(setsid {mark} &); echo said"), "30 s")).expect(0).bundle();
    assert!(began.elapsed() < Duration::from_secs(25), "{:?}", began.elapsed());
    assert_eq!((output(&bundle, "forker").as_str(), running(&mark)), ("said\n", false));
}

#[test]
fn c1_what_a_command_leaves_is_ended_while_it_is_just_starting_something_else() {
    if !is_root("c1_what_a_command_leaves_is_ended") {
        return;
    }
    let mark = format!("sleep 60{}", std::process::id());
    let appliance = Appliance::new();
    // Commands that write run one after the other, so each leaves its result while no other runs.
    let source = |number: u32| {
        format!(
            "[[command]]\nid = \"forker-{number}\"\ncategory = \"configuration\"\nwrites = \"/nowhere\"\n\
             run = [\"sh\", \"-c\", \"(setsid sh -c 'sleep 60; {mark}' &); echo said\"]\n"
        )
    };
    collect(&appliance, &(0..12).map(source).collect::<String>()).expect(0);
    assert!(!running(&mark));
}

#[test]
fn m1_a_line_that_a_limit_or_a_deadline_cuts_does_not_pass() {
    if !is_root("m1_a_line_that_a_limit") {
        return;
    }
    let bundle = |source: &str| collect(&Appliance::new(), source).bundle().unpack();
    let printed = |source: &str, id: &str| {
        String::from_utf8(bundle(source).read(&format!("data/configuration/{id}/{id}.txt"))).unwrap()
    };
    let long = format!("[limits]\nitem = \"64 B\"\n{}", command("long", "yes 'from 198.51.100.17'", "20 s"));
    let long = printed(&long, "long");
    assert!(long.ends_with('\n') && long.len() > 40 && !long.contains("198.51"), "{long}");
    let late = command("late", "echo begun; printf 'from 198.51.100'; exec sleep 30", "1 s");
    assert_eq!(printed(&late, "late"), "begun\n");
    assert_eq!(printed(&command("whole", "printf 'no end of a line'", "10 s"), "whole"), "no end of a line");
}

#[test]
fn c1_a_caller_that_ignores_the_end_of_its_children_does_not_hold_commands_up() {
    let test = "c1_a_caller_that_ignores_the_end";
    if !is_root(test) || !crate::appliance::has("python3", test) {
        return;
    }
    let appliance = Appliance::new();
    let profile = appliance.profile(
        &command("said", "echo said", "20 s").replace("[\"echo\", \"fine\"]", "[\"true\"]\ntimeout = \"20 s\""),
    );
    let script =
        "import os, signal, sys\nsignal.signal(signal.SIGCHLD, signal.SIG_IGN)\nos.execv(sys.argv[1], sys.argv[1:])";
    let mut python = appliance.through("python3");
    python.args(["-c", script, crate::appliance::PROGRAM, "collect", "-o", "out", "-p", &profile]);
    let began = Instant::now();
    let bundle = appliance.end(&mut python).bundle();
    assert!(began.elapsed() < Duration::from_secs(15), "{:?}", began.elapsed());
    // The kernel then forgets how they ended: what was printed counts, and the reason is recorded.
    let (status, reason) = bundle.outcome("said", "said.txt");
    assert_eq!((status.as_str(), reason.contains("SIGCHLD ignored")), ("collected", true), "{reason}");
    assert_eq!(bundle.outcome("after", "after.txt").0, "failed");
    assert_eq!(output(&bundle, "said"), "said\n");
}

#[test]
fn commands_run_side_by_side_and_stand_in_the_order_of_the_plan() {
    let appliance = Appliance::new();
    let mark = format!("70{}", std::process::id());
    let source = |id: &str, run: &str, timeout: &str| {
        format!("[[command]]\nid = \"{id}\"\ncategory = \"configuration\"\nrun = {run}\ntimeout = \"{timeout}\"\n")
    };
    // The first ends once the second runs, whose time does not begin before its turn.
    let first = format!(
        "until cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' ' | grep -q '[s]leep {mark}'; do :; done; echo met"
    );
    let first = format!("[\"sh\", \"-c\", \"{}\"]", first.replace('\\', "\\\\"));
    let profile =
        [source("first", &first, "60 s"), source("second", &format!("[\"sleep\", \"{mark}\"]"), "200 ms")].concat();
    let bundle = collect(&appliance, &profile).expect(3).bundle();
    assert_eq!(bundle.outcome("first", "first.txt").0, "collected");
    assert_eq!(bundle.outcome("second", "second.txt").0, "timed-out");
    assert!(!running(&format!("sleep {mark}")));
}

#[test]
fn a_command_that_writes_runs_alone() {
    if !is_root("a_command_that_writes_runs_alone") {
        return;
    }
    let appliance = Appliance::new();
    let folder = appliance.path("left");
    fs::create_dir(&folder).unwrap();
    let file = folder.join("it").display().to_string();
    let source = |id: &str, script: &str, writes: &str| {
        format!(
            "[[command]]\nid = \"{id}\"\ncategory = \"configuration\"\nrun = [\"sh\", \"-c\", \"{script}\"]\n{writes}\n"
        )
    };
    let writes = format!("writes = \"{}\"", folder.display());
    // If it did not wait, it would be finished long before.
    let leaves = format!("n=0; while test $n -lt 50000; do n=$((n+1)); done; echo left > {file}");
    let profile = [source("leaves", &leaves, &writes), source("reads", &format!("cat {file}"), "")].concat();
    let bundle = collect(&appliance, &profile).expect(0).bundle();
    assert_eq!(output(&bundle, "reads"), "left\n");
}

#[test]
fn snapshots_of_one_plan_are_taken_side_by_side() {
    let appliance = Appliance::new();
    let source = |id: &str, read: &str, samples: u32| {
        format!(
            "[[kernel]]\nid = \"{id}\"\ncategory = \"performance\"\nread = {read}\nsamples = {samples}\nevery = \"60 ms\"\n"
        )
    };
    let profile = [source("load", r#"["uptime", "loadavg"]"#, 3), source("memory", r#"["meminfo"]"#, 2)].concat();
    let bundle = collect(&appliance, &profile).expect(0).bundle();
    let unpacked = bundle.unpack();
    let times = |path: &str| {
        let samples: serde_json::Value =
            serde_json::from_slice(&unpacked.read(&format!("data/performance/{path}.json"))).unwrap();
        let samples = samples.as_array().unwrap();
        assert!(samples.iter().all(|sample| !sample["value"].is_null()), "{path}");
        samples.iter().map(|sample| sample["seconds"].as_f64().unwrap()).collect::<Vec<_>>()
    };
    let (first, second, third) = (times("load/uptime"), times("load/loadavg"), times("memory/meminfo"));
    assert_eq!((first.len(), second.len(), third.len()), (3, 3, 2));
    // All share one clock, and no second sample waits for another's last.
    assert!(second[0] <= first[1] && third[0] <= first[1] && third[1] <= first[2], "{first:?} {second:?} {third:?}");
    assert!(first[1] >= 0.06 && first[2] >= 0.12, "{first:?}");
}

#[test]
fn c2_a_command_that_prints_without_end_is_cut() {
    if !is_root("c2_a_command_that_prints_without_end") {
        return;
    }
    let appliance = Appliance::new();
    let profile = format!("[limits]\nitem = \"1 MiB\"\n{}", command("yes", "exec yes", "30 s"));
    let bundle = collect(&appliance, &profile).expect(3).bundle();
    let cut = ("cut".to_owned(), "longer than the limit for one item".to_owned());
    assert_eq!(bundle.outcome("yes", "yes.txt"), cut);
    assert_eq!(output(&bundle, "yes").len(), 1 << 20);
    assert_eq!(output(&bundle, "after"), "fine\n");
}

#[test]
fn c3_a_command_that_reads_standard_input_ends_at_once() {
    if !is_root("c3_a_command_that_reads_standard_input") {
        return;
    }
    let appliance = Appliance::new();
    let bundle = collect(&appliance, &command("cat", "cat; echo end", "30 s")).expect(0).bundle();
    assert_eq!(output(&bundle, "cat"), "end\n");
}

#[test]
fn c4_a_hostile_environment_gives_the_same_bytes() {
    if !is_root("c4_a_hostile_environment") {
        return;
    }
    let appliance = Appliance::new();
    let profile = appliance.profile(
        &command("env", "env | sort; umask; ls /proc/self/fd; pwd; ip -V; date", "30 s").replace("; date", ""),
    );
    let trap = appliance.path("trap");
    fs::create_dir(&trap).unwrap();
    for name in ["env", "ip", "ls", "sh", "sort"] {
        fs::write(trap.join(name), "#!/bin/sh\necho trapped\n").unwrap();
        fs::set_permissions(trap.join(name), fs::Permissions::from_mode(0o755)).unwrap();
    }
    let run = |hostile: bool| {
        let mut command = appliance.command();
        command.args(["collect", "-o", "out", "-p", &profile]).env("SOURCE_DATE_EPOCH", "1772355600");
        if hostile {
            let trap = trap.display().to_string();
            command.env("PATH", &trap).env("BASH_ENV", format!("{trap}/env")).env("ENV", format!("{trap}/env"));
            command.env("IFS", "/").env("LC_ALL", "tr_TR.UTF-8").env("LANG", "tr_TR.UTF-8").env("TZ", "Asia/Kolkata");
            command.env("HOME", &trap).env("TMPDIR", &trap).env("XDG_CONFIG_HOME", &trap).env("TERM", "xterm");
            command.env("LD_PRELOAD", format!("{trap}/env")).env("SYSTEMD_PAGER", "sh").env("COLUMNS", "10");
        }
        let bundle = appliance.end(&mut command).expect(0).bundle();
        let bytes = fs::read(&bundle.path).unwrap();
        fs::remove_file(bundle.path).unwrap();
        bytes
    };
    let (plain, hostile) = (run(false), run(true));
    assert!(plain == hostile, "the bundles differ");
    let printed =
        String::from_utf8(crate::bundle::Unpacked::from(&plain).read("data/configuration/env/env.txt")).unwrap();
    assert!(
        printed.contains("LC_ALL=C\n") && printed.contains("TZ=UTC\n") && printed.contains("\n0077\n"),
        "{printed}"
    );
    assert!(!printed.contains("trapped"), "{printed}");
}

#[test]
fn c4_what_the_caller_left_open_does_not_reach_a_command() {
    if !is_root("c4_what_the_caller_left_open") {
        return;
    }
    let appliance = Appliance::new();
    let profile = appliance.profile(&command("open", "ls /proc/self/fd", "30 s"));
    let line = format!("exec {} collect -o out -p {profile} 7</etc/passwd 9</", crate::appliance::PROGRAM);
    let mut shell = appliance.through("sh");
    shell.args(["-c", &line]);
    let bundle = appliance.end(&mut shell).expect(0).bundle();
    // The fourth is that of the listing.
    assert_eq!(output(&bundle, "open"), "0\n1\n2\n3\n");
}

#[test]
fn w5_a_clock_that_stands_still_moves_no_deadline() {
    if !is_root("w5_a_clock_that_stands_still") {
        return;
    }
    for seconds in ["631152000", "1000000000"] {
        let appliance = Appliance::new();
        let profile = appliance.profile(&command("late", "sleep 60", "1 s"));
        let began = Instant::now();
        let mut command = appliance.command();
        command.args(["collect", "-o", "out", "-p", &profile]).env("SOURCE_DATE_EPOCH", seconds);
        let bundle = appliance.end(&mut command).expect(3).bundle();
        assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
        assert_eq!(bundle.outcome("late", "late.txt").0, "timed-out");
        assert_eq!(output(&bundle, "after"), "fine\n");
        appliance.run(&["verify", &bundle.path.display().to_string()]).expect(0);
    }
}

#[test]
fn w8_a_run_holds_back_where_the_kernel_tells_of_pressure() {
    let test = "w8_a_run_holds_back";
    let told = std::path::Path::new("/proc/pressure/memory").exists();
    if !is_root(test) || !told || !crate::appliance::has("unshare", test) {
        return;
    }
    let appliance = Appliance::new();
    // It is read in 24 pieces, with a fifth of a second before each.
    appliance.file("var/log/syslog", "Jan  2 03:04:05 relay7 kernel: eth0: link up\n".repeat(140_000));
    fs::write(appliance.path("pressure"), "some avg10=80.00 avg60=0.00 avg300=0.00 total=1\n").unwrap();
    let line = format!(
        "mount --bind {} /proc/pressure/memory && exec {} collect --root {} -o out",
        appliance.path("pressure").display(),
        crate::appliance::PROGRAM,
        appliance.root().display()
    );
    let mut unshare = appliance.through("unshare");
    unshare.args(["-m", "sh", "-c", &line]);
    let began = Instant::now();
    appliance.end(&mut unshare).expect(0);
    assert!(began.elapsed() > Duration::from_millis(4500), "{:?}", began.elapsed());
}

#[test]
fn c7_escapes_in_what_a_command_says_do_not_reach_the_terminal() {
    if !is_root("c7_escapes_in_what_a_command_says") {
        return;
    }
    let appliance = Appliance::new();
    let source = command("rude", "printf 'bad \\\\033[2J\\\\033]0;x\\\\007\\\\342\\\\200\\\\256' >&2; exit 9", "10 s");
    let run = collect(&appliance, &source).expect(3);
    assert!(run.err.contains("exit status 9"), "{}", run.err);
    let page = String::from_utf8(run.bundle().unpack().read("report.html")).unwrap();
    assert_eq!(page.matches("exit status 9").count(), 1, "{page}");
    assert!(
        !run.err.contains('\u{1b}') && !run.err.contains('\u{7}') && !run.err.contains('\u{202e}'),
        "{:?}",
        run.err
    );
}

#[test]
fn m1_a_name_between_colours_does_not_pass_in_a_reason() {
    if !is_root("m1_a_name_between_colours") {
        return;
    }
    let appliance = Appliance::new();
    for marks in ["\\\\033[1mbexlimar\\\\033[0m", "\\\\001bexlimar\\\\007"] {
        let source = command("coloured", &format!("printf '{marks}: no such user' >&2; exit 1"), "10 s");
        let run = collect(&appliance, &format!("[minimize]\norganisations = [\"bexlimar\"]\n{source}")).expect(3);
        let bundle = run.bundle();
        let reason = bundle.outcome("coloured", "coloured.txt").1;
        assert!(reason.starts_with("exit status 1: ") && reason.contains("no such user"), "{reason}");
        assert!(!reason.contains("bexlimar") && !reason.contains(char::is_control), "{reason:?}");
        fs::remove_file(bundle.path).unwrap();
    }
}

#[test]
fn the_callers_session_is_as_it_was() {
    let group = || fs::read_to_string("/proc/self/autogroup").unwrap_or_default();
    let before = group();
    Appliance::new().collect(&[]).expect(0);
    assert_eq!(group(), before);
}

#[test]
fn a_run_is_a_good_neighbour() {
    if !is_root("a_run_is_a_good_neighbour") {
        return;
    }
    let appliance = Appliance::new();
    let script = "cut -d' ' -f19 /proc/self/stat; cat /proc/self/oom_score_adj; ulimit -c; ionice";
    let bundle = collect(&appliance, &command("claims", script, "10 s")).bundle();
    let printed = output(&bundle, "claims");
    assert!(printed.starts_with("19\n500\n0\n"), "{printed}");
    assert!(!crate::appliance::has("ionice", "a_run_is_a_good_neighbour") || printed.ends_with("idle\n"), "{printed}");
}

/// Makes a source that runs a script, and one after it that must not be affected.
pub(crate) fn command(id: &str, script: &str, timeout: &str) -> String {
    let script = script.replace('"', "\\\"");
    format!(
        "[[command]]\nid = \"{id}\"\ncategory = \"configuration\"\nrun = [\"sh\", \"-c\", \"{script}\"]\ntimeout = \"{timeout}\"\n\
         [[command]]\nid = \"after\"\ncategory = \"access\"\nrun = [\"echo\", \"fine\"]\n"
    )
}

/// Collects from the running system, because commands run only there.
pub(crate) fn collect(appliance: &Appliance, sources: &str) -> crate::appliance::Run {
    let profile = appliance.profile(sources);
    appliance.run(&["collect", "-o", "out", "-p", &profile])
}

/// Returns the output of a command.
pub(crate) fn output(bundle: &Bundle, id: &str) -> String {
    let category = if id == "after" { "access" } else { "configuration" };
    String::from_utf8(bundle.unpack().read(&format!("data/{category}/{id}/{id}.txt"))).unwrap()
}

/// Returns whether a process with this text in its command line is running.
fn running(mark: &str) -> bool {
    let folders = fs::read_dir("/proc").unwrap().flatten();
    let mut lines = folders.filter_map(|folder| fs::read(folder.path().join("cmdline")).ok());
    lines.any(|line| String::from_utf8_lossy(&line).replace('\0', " ").contains(mark))
}
