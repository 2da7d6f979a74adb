//! Commands that a profile names: starts them, reads their output, and ends them with everything that they leave
//! behind.

#![expect(clippy::disallowed_methods, reason = "`host` starts processes")]

use std::io::{self, Read};
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::signal::{Signal, kill, killpg};
use nix::sys::wait::{WaitPidFlag, waitpid};
use nix::unistd::Pid;

use super::{command, signals, starter};

/// How a command ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ended {
    /// Its exit status; `None` if a signal ended it, or if it is unknown.
    pub(crate) exit: Option<i32>,
    /// Whether its status was lost: if the caller had us ignore SIGCHLD, the system discards it (wait(2)).
    pub(crate) forgotten: bool,
    /// Why we ended it, unless it ended by itself.
    pub(crate) stopped: Option<Stopped>,
    /// The beginning of its standard error.
    pub(crate) said: String,
}

/// Why a command was ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stopped {
    /// Its deadline passed.
    Late,
    /// It printed enough.
    Full,
    /// The whole run was asked to stop.
    Asked,
}

/// A command to run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Program<'a> {
    /// Its program's absolute path.
    pub(crate) path: &'a Path,
    pub(crate) arguments: &'a [String],
    /// The one folder that it may write to.
    pub(crate) writes: Option<&'a str>,
    /// Whether it reads files on our behalf, and must not leave a trace of that; it then sees other mount options.
    pub(crate) reads_files: bool,
}

/// Returns whether this process has rights that its caller does not have, like a setuid program.
#[must_use]
pub fn is_setuid() -> bool {
    use nix::unistd::{getegid, geteuid, getgid, getuid};
    getuid() != geteuid() || getgid() != getegid()
}

/// Returns whether procfs is mounted at /proc, which need not be so in a chroot(2).
#[must_use]
pub fn is_proc_there() -> bool {
    Path::new("/proc/self/fd").exists()
}

/// A command that was started. Dropping it ends the command with everything that it started.
pub(crate) struct Running {
    child: Child,
    out: Option<ChildStdout>,
    errors: Option<ChildStderr>,
    said: Vec<u8>,
    end: Option<End>,
    /// Whether its end was already handled.
    over: bool,
}

/// How a process ended.
enum End {
    Told(ExitStatus),
    Forgotten,
}

/// Which streams of a command are ready to be read.
#[derive(Default)]
struct Ready {
    out: bool,
    errors: bool,
}

impl Running {
    /// Starts a command; its output waits in a pipe until it is read.
    ///
    /// # Errors
    /// If it cannot be started.
    pub(crate) fn start(program: Program<'_>) -> io::Result<Self> {
        let mut command = Command::new(own_program());
        command.arg(command::ARGUMENT).arg(std::process::id().to_string());
        command.arg(if program.reads_files { command::NO_TRACE } else { "" });
        command.arg(program.writes.unwrap_or_default()).arg(program.path).args(program.arguments);
        command.env_clear().envs(ENVIRONMENT).env("PATH", PATH).current_dir("/");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = starter::start(command)?;
        let (out, errors) = (child.stdout.take(), child.stderr.take());
        RUNNING.fetch_add(1, Ordering::SeqCst);
        Ok(Self { child, out, errors, said: Vec::new(), end: None, over: false })
    }

    /// Passes its standard output to `take` until it ends, `take` returns `false`, or the deadline passes. A command
    /// that we end may still write for a moment.
    ///
    /// # Errors
    /// `take`'s own.
    pub(crate) fn run<E>(
        mut self,
        deadline: Duration,
        mut take: impl FnMut(&[u8]) -> Result<bool, E>,
    ) -> Result<Ended, E> {
        let mut taken = self.hear(Instant::now() + deadline, &mut take);
        let stopped = match &taken {
            Ok(stopped) => *stopped,
            Err(_) => Some(Stopped::Full),
        };
        if stopped.is_some() {
            self.signal(Signal::SIGTERM);
            let until = Instant::now() + GRACE;
            let late = if stopped == Some(Stopped::Full) {
                self.hear(until, &mut |_| Ok(true)).map(drop)
            } else {
                self.hear(until, &mut take).map(drop)
            };
            taken = taken.and_then(|stopped| late.map(|()| stopped));
        }
        let exit = self.end();
        let forgotten = matches!(self.end, Some(End::Forgotten));
        let said = String::from_utf8_lossy(self.said.trim_ascii()).into_owned();
        taken.map(|_| Ended { exit, forgotten, stopped, said })
    }

    /// Reads its output until it has ended and nothing more comes; returns why it stopped earlier, if it did.
    fn hear<E>(
        &mut self,
        until: Instant,
        take: &mut impl FnMut(&[u8]) -> Result<bool, E>,
    ) -> Result<Option<Stopped>, E> {
        let asked_before = signals::stop_requested();
        let mut buffer = vec![0; super::read::PIECE];
        loop {
            if signals::stop_requested() && !asked_before {
                return Ok(Some(Stopped::Asked));
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(Some(Stopped::Late));
            }
            // A process that escaped from the command may hold the pipe open for ever: after the command has ended,
            // only what is already there counts.
            let ended = self.has_ended();
            let ready = self.wait(if ended { Duration::ZERO } else { left.min(signals::LOOK) });
            if ready.errors {
                self.drain();
            }
            if ready.out {
                let read = self.out.as_mut().map_or(0, |out| out.read(&mut buffer).unwrap_or(0));
                if read == 0 {
                    self.out = None;
                } else if !take(buffer.get(..read).unwrap_or_default())? {
                    return Ok(Some(Stopped::Full));
                }
            }
            if ended && !ready.out && !ready.errors {
                return Ok(None);
            }
        }
    }

    fn has_ended(&mut self) -> bool {
        if self.end.is_none() {
            self.end = match self.child.try_wait() {
                Ok(status) => status.map(End::Told),
                Err(error) => (error.raw_os_error() == Some(Errno::ECHILD as i32)).then_some(End::Forgotten),
            };
        }
        self.end.is_some()
    }

    /// Waits, and returns which of the two streams can be read.
    fn wait(&self, time: Duration) -> Ready {
        let (out, errors) = (self.out.as_ref().map(AsFd::as_fd), self.errors.as_ref().map(AsFd::as_fd));
        let mut ends: Vec<_> =
            [out, errors].into_iter().flatten().map(|end| PollFd::new(end, PollFlags::POLLIN)).collect();
        // If both are closed, only the end of the command is left to wait for, in short intervals.
        let time = if ends.is_empty() { time.min(SHORT) } else { time };
        // The time is rounded up, because a wait of no time would spin until the deadline.
        let time = PollTimeout::try_from(time.as_millis() + u128::from(!time.is_zero())).unwrap_or(PollTimeout::ZERO);
        if !poll(&mut ends, time).is_ok_and(|count| count > 0) {
            return Ready::default();
        }
        let mut ready = ends.iter().map(|end| end.any().unwrap_or(false));
        // The answers are in the order of the questions, without the closed streams.
        let mut is_ready = |open: bool| open && ready.next().unwrap_or(false);
        Ready { out: is_ready(out.is_some()), errors: is_ready(errors.is_some()) }
    }

    /// Reads what is in standard error, and keeps the beginning of it.
    fn drain(&mut self) {
        let mut buffer = [0; 4096];
        let read = self.errors.as_mut().map_or(0, |errors| errors.read(&mut buffer).unwrap_or(0));
        if read == 0 {
            self.errors = None;
        }
        let room = SAID.saturating_sub(self.said.len()).min(read);
        self.said.extend_from_slice(buffer.get(..room).unwrap_or_default());
    }

    fn signal(&self, signal: Signal) {
        let group = Pid::from_raw(i32::try_from(self.child.id()).unwrap_or(i32::MAX));
        // The group may be gone, or not exist yet; then only the process itself can be signalled.
        let _ = killpg(group, signal).or_else(|_| if self.end.is_none() { kill(group, signal) } else { Ok(()) });
    }

    /// Ends it and everything that it started. A process that hangs in the kernel is left behind, because nothing can
    /// end it.
    fn end(&mut self) -> Option<i32> {
        self.signal(Signal::SIGKILL);
        let until = Instant::now() + GRACE;
        while !self.has_ended() && Instant::now() < until {
            pause();
        }
        self.over = true;
        // It is unknown which command a stray process escaped from, and a command that still runs may wait for one that
        // it started, so strays are ended only when no command runs.
        if RUNNING.fetch_sub(1, Ordering::SeqCst) == 1 {
            end_strays();
        }
        match self.end {
            Some(End::Told(status)) => status.code(),
            Some(End::Forgotten) | None => None,
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.over {
            self.end();
        }
    }
}

/// Ends every process that we started, at once: commands, what they left behind, readers.
pub fn end_all() {
    end_children(|_| true);
}

/// Ends what escaped from commands by a double fork: as a child subreaper, we inherit it. Readers belong to our own
/// session and stay.
fn end_strays() {
    let session = nix::unistd::getsid(None).map_or(0, Pid::as_raw);
    end_children(|stat| stat.session != session);
}

/// Ends those of our children that `which` selects, as far as a signal can end them.
fn end_children(which: impl Fn(&procfs::process::Stat) -> bool) {
    let own = i32::try_from(std::process::id()).unwrap_or(0);
    let mut stuck = 0;
    for _ in 0..ROUNDS {
        let Ok(processes) = procfs::process::all_processes() else { return };
        let stats = processes.flatten().filter_map(|process| process.stat().ok());
        let children: Vec<_> = stats.filter(|stat| stat.ppid == own && which(stat)).collect();
        // A process that hangs in the kernel takes no signal, and waiting for it has no end. One that is just starting
        // another process looks the same for a moment (vfork(2)).
        stuck = if children.iter().any(|stat| stat.state != 'D') { 0 } else { stuck + 1 };
        if children.is_empty() || stuck > MOMENT {
            return;
        }
        for child in children {
            let pid = Pid::from_raw(child.pid);
            let _ = kill(pid, Signal::SIGKILL);
            let _ = waitpid(pid, Some(WaitPidFlag::WNOHANG));
        }
        pause();
    }
}

/// Returns the path of the running program.
pub(crate) fn own_program() -> PathBuf {
    // A program that was replaced while it runs is still available under /proc.
    std::env::current_exe().ok().filter(|path| path.exists()).unwrap_or_else(|| PathBuf::from("/proc/self/exe"))
}

/// Returns the absolute path of a program: itself, or found on the fixed search path.
pub(super) fn find_program(name: &str) -> Option<PathBuf> {
    if name.starts_with('/') {
        return Some(PathBuf::from(name)).filter(|path| path.exists());
    }
    PATH.split(':').map(|folder| Path::new(folder).join(name)).find(|path| path.is_file())
}

/// Sleeps for a moment: every blocking wait for one process would also reap other children.
fn pause() {
    std::thread::sleep(SHORT);
}

/// Number of commands that are running.
static RUNNING: AtomicUsize = AtomicUsize::new(0);

/// Folders in which programs are searched for, independent of the caller's own PATH.
const PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const ENVIRONMENT: [(&str, &str); 6] = [
    ("LC_ALL", "C"),
    ("TZ", "UTC"),
    ("HOME", "/"),
    ("TERM", "dumb"),
    ("SYSTEMD_COLORS", "0"),
    ("SYSTEMD_PAGER", "cat"),
];
/// Time that a command may still write between TERM and KILL.
const GRACE: Duration = Duration::from_millis(700);
/// Interval between checks of the clock, or of whether a process has ended.
const SHORT: Duration = Duration::from_millis(5);
/// Maximum bytes of standard error that are kept.
const SAID: usize = 1024;
/// Maximum number of searches for strays: one may start another while it is ended.
const ROUNDS: usize = 40;
/// Number of rounds in which all remaining processes may look as if they hung.
const MOMENT: usize = 10;
