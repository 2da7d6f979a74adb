//! Every system call of a run fails once, by strace(1).

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use crate::appliance::{Appliance, PROGRAM, Run, has};

#[test]
fn every_call_may_fail_once() {
    let test = "every_call_may_fail_once";
    if !has("strace", test) {
        return;
    }
    let appliance = Appliance::new();
    // The long forms are run by hand: CASEPACK_SWEEP=1 tries every call of a run, with every error, at many times; with
    // CASEPACK_SWEEP=everybody the calls of all processes fail each time.
    let asked = std::env::var("CASEPACK_SWEEP").ok();
    let (long, all) = (asked.is_some(), asked.as_deref() == Some("everybody"));
    let census = Census::of(&appliance);
    let short: BTreeMap<&str, &[&str]> = SHORT.iter().copied().collect();
    let (mut ends, mut faults) = (BTreeMap::new(), Vec::new());
    for (call, (count, before)) in &census.0 {
        let errors = match call.as_str() {
            call if !long => short.get(call).copied().unwrap_or_default(),
            // It has no other errors (getrandom(2)), and the standard library relies on that.
            "getrandom" => &["EINTR", "ENOSYS"],
            _ => ERRORS,
        };
        let times = if long { times(*count) } else { [2, 7].map(|time| (before + time).min(*count)).to_vec() };
        // Before the program begins it cannot report anything: loader and standard library may stop there.
        for (number, (error, when)) in
            errors.iter().flat_map(|error| times.iter().map(move |when| (error, when))).enumerate()
        {
            let whom = if all || number % 3 == 2 { Whom::Everybody } else { Whom::Main };
            if when <= before || UNFAILING.contains(&call.as_str()) {
                continue;
            }
            let what = format!("{call}:error={error}:when={when}");
            let run = injected(&appliance, &what, whom);
            *ends.entry(run.code).or_insert(0) += 1;
            if let Err(fault) = holds(&appliance, &run) {
                eprintln!("{what} {whom:?}: {fault}");
                faults.push(what);
            }
        }
    }
    eprintln!("exit codes: {ends:?}");
    assert_eq!(faults, Vec::<String>::new());
}

/// The calls of the main thread of a run: how often each is made, and how often before the program begins.
struct Census(BTreeMap<String, (u32, u32)>);

impl Census {
    fn of(appliance: &Appliance) -> Self {
        let log = appliance.path("census");
        let mut strace = Command::new("strace");
        strace.args(["-qq", "-o"]).arg(&log).arg("--");
        let run = appliance.end(traced(appliance, &mut strace)).expect(0);
        fs::remove_file(run.bundle().path).unwrap();
        let (mut census, mut begun) = (BTreeMap::new(), false);
        for line in fs::read_to_string(log).unwrap().lines() {
            let Some((call, _)) = line.split_once('(') else { continue };
            // This is the first call of the program.
            begun |= call == "getuid";
            let (count, before) = census.entry(call.to_owned()).or_insert((0, 0));
            *count += 1;
            *before += u32::from(!begun);
        }
        Self(census)
    }
}

/// The processes whose calls fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whom {
    /// The main thread.
    Main,
    /// Every thread and process, readers included.
    Everybody,
}

/// Makes the command for a collection under a program that traces its calls.
pub(crate) fn traced<'a>(appliance: &Appliance, tracer: &'a mut Command) -> &'a mut Command {
    tracer.arg(PROGRAM).arg("collect").arg("--root").arg(appliance.root()).args(["-o", "out"]);
    tracer.current_dir(appliance.path("")).env("STATE_DIRECTORY", appliance.path("state"));
    tracer.env("RUNTIME_DIRECTORY", appliance.path("run"))
}

/// Makes the command for a collection in which a system call fails; one that hangs is ended, with exit code 124.
pub(crate) fn injected(appliance: &Appliance, what: &str, whom: Whom) -> Run {
    let call = what.split(':').next().unwrap();
    let mut strace = Command::new("timeout");
    strace.args(["-k", "5", "120", "strace", "-qq", "-o", "/dev/null"]);
    if whom == Whom::Everybody {
        strace.arg("-f");
    }
    strace.args(["-e", &format!("trace={call}"), "-e", &format!("inject={what}"), "--"]);
    appliance.end(traced(appliance, &mut strace))
}

/// Checks the promises of a run, however it ended; removes its bundle.
#[track_caller]
pub(crate) fn held(appliance: &Appliance, run: &Run, what: &str) {
    holds(appliance, run).unwrap_or_else(|fault| panic!("{what}: {fault}"));
}

/// Returns which promise a run broke; removes its bundle.
fn holds(appliance: &Appliance, run: &Run) -> Result<(), String> {
    let names = appliance.names("out");
    let verified = names.iter().map(|name| {
        let verdict = appliance.run(&["verify", &format!("out/{name}")]);
        fs::remove_file(appliance.path("out").join(name)).unwrap();
        if verdict.code == 0 { Ok(()) } else { Err(format!("{name} does not hold: {}", verdict.err)) }
    });
    verified.collect::<Result<Vec<()>, _>>()?;
    let said = &run.err;
    match run.code {
        _ if said.contains("panicked") => Err(format!("a panic: {said}")),
        0 | 3 if names.len() == 1 => Ok(()),
        // A bundle with its final name is complete, even if the folder could not be synced after that.
        1 | 2 | 5 | 75 if said.contains("error: ") => Ok(()),
        code => Err(format!("exit {code}, {names:?}: {said}")),
    }
}

/// Returns the first times, and then fewer and fewer.
fn times(count: u32) -> Vec<u32> {
    let mut times = vec![1];
    while let Some(last) = times.last().copied().filter(|last| *last < count) {
        times.push((last + 1).max(last * 8 / 5).min(count));
    }
    times
}

const SHORT: &[(&str, &[&str])] = &[
    ("openat", &["EMFILE"]),
    ("read", &["EIO"]),
    ("poll", &["EINTR"]),
    ("socketpair", &["EMFILE"]),
    ("statx", &["EACCES"]),
    ("flock", &["EINTR"]),
    ("landlock_create_ruleset", &["ENOSYS"]),
];
const ERRORS: &[&str] = &["EIO", "ENOSPC", "EINTR", "EAGAIN", "EMFILE", "ENOMEM", "EACCES", "ENOSYS"];
/// Calls that cannot fail (according to their manual pages), those that end a program, brk(2), whose failure has no
/// error, and futex(2), which wakes or does not exist.
const UNFAILING: &[&str] = &[
    "brk",
    "exit",
    "exit_group",
    "futex",
    "getegid",
    "geteuid",
    "getgid",
    "getpid",
    "getppid",
    "gettid",
    "getuid",
    "rt_sigreturn",
    "set_tid_address",
    "umask",
];
