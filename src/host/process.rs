//! Processes: ourselves as a good neighbour, the commands that a profile names, and all that they leave behind.

#![expect(clippy::disallowed_methods, reason = "`host` starts processes")]

use std::io::{self, Read};
use std::os::fd::AsFd;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::signal::{Signal, kill, killpg};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

use super::sandbox;

/// The first argument that makes the program start a command in its place.
pub const ARGUMENT: &str = "__command";

/// How a command ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ended {
    /// Its exit status; `None` where a signal ended it.
    pub(crate) exit: Option<i32>,
    /// Whether its deadline ended it.
    pub(crate) late: bool,
    /// The end of what it wrote to standard error.
    pub(crate) said: String,
}

/// Lowers our claims on the machine: CPU, core dumps, the out-of-memory killer. What the system refuses is left.
pub fn be_a_good_neighbour() {
    // None of these is needed for the work; a system that refuses one refuses it for a reason. Not the autogroup, which
    // is the whole session's: the caller's shell would crawl long after us.
    let _ = nix::sys::resource::setrlimit(nix::sys::resource::Resource::RLIMIT_CORE, 0, 0);
    let _ = std::fs::write("/proc/self/oom_score_adj", "500");
    let _ = rustix::process::setpriority_process(None, 19);
    let _ = nix::sys::prctl::set_child_subreaper(true);
}

/// The program that is running.
pub(crate) fn own_program() -> PathBuf {
    // A program that was replaced while it runs is still there under /proc.
    std::env::current_exe().ok().filter(|path| path.exists()).unwrap_or_else(|| PathBuf::from("/proc/self/exe"))
}

/// The absolute path of a program: itself, or found on the fixed search path.
pub(crate) fn find_program(name: &str) -> Option<PathBuf> {
    if name.starts_with('/') {
        return Some(PathBuf::from(name)).filter(|path| path.exists());
    }
    PATH.split(':').map(|folder| Path::new(folder).join(name)).find(|path| path.is_file())
}

/// Runs a command and hands its standard output to `take` until it ends, `take` gives `false`, or the deadline passes.
///
/// # Errors
/// Where it cannot be started, or `take`'s own error inside.
pub(crate) fn run<E>(
    program: &Path,
    arguments: &[String],
    writes: Option<&str>,
    deadline: Duration,
    mut take: impl FnMut(&[u8]) -> Result<bool, E>,
) -> io::Result<Result<Ended, E>> {
    let until = Instant::now() + deadline;
    let mut command = Command::new(own_program());
    command.arg(ARGUMENT).arg(writes.unwrap_or_default()).arg(program).args(arguments);
    command.env_clear().envs(ENVIRONMENT).env("PATH", PATH).current_dir("/");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn()?;
    let (mut taken, mut late, mut said) = (Ok(true), false, Vec::new());
    if let (Some(mut out), Some(mut errors)) = (child.stdout.take(), child.stderr.take()) {
        let mut buffer = vec![0; super::read::PIECE];
        let (mut out_open, mut errors_open) = (true, true);
        while out_open {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                late = true;
                break;
            }
            let (ready_out, ready_errors) = wait(&out, &errors, errors_open, left);
            if ready_errors {
                errors_open = drain(&mut errors, &mut said);
            }
            if ready_out {
                let read = out.read(&mut buffer).unwrap_or(0);
                out_open = read > 0;
                taken = take(buffer.get(..read).unwrap_or_default());
                if !matches!(taken, Ok(true)) {
                    break;
                }
            }
        }
    }
    let exit = end(&mut child, until, late || !matches!(taken, Ok(true)));
    late = late || exit.is_none() && Instant::now() >= until;
    let said = String::from_utf8_lossy(said.trim_ascii()).into_owned();
    Ok(taken.map(|_| Ended { exit: exit.flatten(), late, said }))
}

/// The command's side: a session of its own, no way to write, then the program itself.
#[must_use]
pub fn become_command(mut arguments: impl Iterator<Item = std::ffi::OsString>) -> ExitCode {
    let (Some(writes), Some(program)) = (arguments.next(), arguments.next()) else { return ExitCode::from(2) };
    // A command must not outlive us, must not reach our terminal, and must not write where it is not told to.
    let _ = nix::unistd::setsid();
    let _ = nix::sys::prctl::set_pdeathsig(Signal::SIGKILL);
    nix::sys::stat::umask(nix::sys::stat::Mode::from_bits_truncate(0o077));
    let folder = PathBuf::from(writes);
    let folders: &[&Path] = if folder.as_os_str().is_empty() { &[] } else { &[&folder] };
    sandbox::forbid_writing(folders);
    let error = Command::new(program).args(arguments).exec();
    eprintln!("{error}");
    ExitCode::from(if error.kind() == io::ErrorKind::NotFound { 127 } else { 126 })
}

/// Which of the two has something to say.
fn wait(out: &impl AsFd, errors: &impl AsFd, errors_open: bool, left: Duration) -> (bool, bool) {
    let timeout = PollTimeout::try_from(left.min(Duration::from_secs(60))).unwrap_or(PollTimeout::MAX);
    let mut ends = vec![PollFd::new(out.as_fd(), PollFlags::POLLIN)];
    if errors_open {
        ends.push(PollFd::new(errors.as_fd(), PollFlags::POLLIN));
    }
    if !poll(&mut ends, timeout).is_ok_and(|count| count > 0) {
        return (false, false);
    }
    let ready = |index: usize| ends.get(index).and_then(PollFd::any).unwrap_or(false);
    (ready(0), ready(1))
}

/// Takes what stands in standard error, keeps the first of it; `false` at its end.
fn drain(errors: &mut impl Read, said: &mut Vec<u8>) -> bool {
    let mut buffer = [0; 4096];
    let read = errors.read(&mut buffer).unwrap_or(0);
    let room = SAID.saturating_sub(said.len()).min(read);
    said.extend_from_slice(buffer.get(..room).unwrap_or_default());
    read > 0
}

/// Waits for a command, and ends it and all that it started when its time is up; `None` where it had to be killed.
fn end(child: &mut Child, until: Instant, now: bool) -> Option<Option<i32>> {
    let group = Pid::from_raw(i32::try_from(child.id()).unwrap_or(i32::MAX));
    let until = if now { Instant::now() } else { until };
    let mut exit = poll_exit(child, until);
    if exit.is_none() {
        // The group may be gone, or not be one yet: then the process itself is what there is to end.
        let _ = killpg(group, Signal::SIGTERM).or_else(|_| kill(group, Signal::SIGTERM));
        let graceful = poll_exit(child, Instant::now() + GRACE);
        if graceful.is_none() {
            let _ = killpg(group, Signal::SIGKILL);
            let _ = kill(group, Signal::SIGKILL);
            let _ = poll_exit(child, Instant::now() + GRACE);
        }
        exit = if now && graceful.is_some() { graceful } else { None };
    }
    let _ = killpg(group, Signal::SIGKILL);
    end_orphans();
    exit
}

fn poll_exit(child: &mut Child, until: Instant) -> Option<Option<i32>> {
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status.code()),
            Ok(None) if Instant::now() < until => pause(),
            _ => return None,
        }
    }
}

/// Ends what escaped by a double fork: as a child subreaper we inherit it.
fn end_orphans() {
    for _ in 0..ROUNDS {
        let orphans = orphans();
        if orphans.is_empty() {
            return;
        }
        for orphan in orphans {
            let _ = kill(orphan, Signal::SIGKILL);
        }
        pause();
        while let Ok(status) = waitpid(None, Some(WaitPidFlag::WNOHANG)) {
            if status == WaitStatus::StillAlive {
                break;
            }
        }
    }
}

/// Our children that are sessions of their own or belong to one: readers are none of them.
fn orphans() -> Vec<Pid> {
    let own = i32::try_from(std::process::id()).unwrap_or(0);
    let Ok(processes) = procfs::process::all_processes() else { return Vec::new() };
    let stats = processes.flatten().filter_map(|process| process.stat().ok());
    let children = stats.filter(|stat| stat.ppid == own && stat.session != own_session());
    children.map(|stat| Pid::from_raw(stat.pid)).collect()
}

fn own_session() -> i32 {
    nix::unistd::getsid(None).map_or(0, Pid::as_raw)
}

/// Waiting for a process to end has no other way that other children survive.
fn pause() {
    std::thread::sleep(Duration::from_millis(5));
}

/// Where programs are looked for, whatever the caller's own path is.
const PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const ENVIRONMENT: [(&str, &str); 6] = [
    ("LC_ALL", "C"),
    ("TZ", "UTC"),
    ("HOME", "/"),
    ("TERM", "dumb"),
    ("SYSTEMD_COLORS", "0"),
    ("SYSTEMD_PAGER", "cat"),
];
const GRACE: Duration = Duration::from_millis(700);
const SAID: usize = 1024;
const ROUNDS: usize = 20;
