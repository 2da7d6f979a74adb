//! Commands that a profile names, and all that they leave behind: started, heard out, ended.

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
    /// Its exit status; `None` where a signal ended it, or nobody knows.
    pub(crate) exit: Option<i32>,
    /// Whether the system did not tell how it ended: the caller had us ignore SIGCHLD, and then it forgets (wait(2)).
    pub(crate) forgotten: bool,
    /// What made us end it, where it did not end by itself.
    pub(crate) stopped: Option<Stopped>,
    /// The first of what it wrote to standard error, as it wrote it.
    pub(crate) said: String,
}

/// Why a command was ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stopped {
    /// Its deadline passed.
    Late,
    /// It had printed enough.
    Full,
    /// The whole run was asked to end.
    Asked,
}

/// A command that is to be run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Program<'a> {
    /// Its program's absolute path.
    pub(crate) path: &'a Path,
    pub(crate) arguments: &'a [String],
    /// The one folder that it may write to.
    pub(crate) writes: Option<&'a str>,
    /// Whether it reads files for us, and must not leave a trace of that; it then sees other mount options than others.
    pub(crate) reads_files: bool,
}

/// Whether this process has rights that its caller has not, as a program with a setuid bit has.
#[must_use]
pub fn is_setuid() -> bool {
    use nix::unistd::{getegid, geteuid, getgid, getuid};
    getuid() != geteuid() || getgid() != getegid()
}

/// Whether the kernel's view of processes is where everybody expects it, which it need not be in a chroot(2).
#[must_use]
pub fn is_proc_there() -> bool {
    Path::new("/proc/self/fd").exists()
}

/// A command that was started. One that is let go is ended, with all that it started.
pub(crate) struct Running {
    child: Child,
    out: Option<ChildStdout>,
    errors: Option<ChildStderr>,
    said: Vec<u8>,
    end: Option<End>,
    /// Whether it has been seen to its end.
    over: bool,
}

/// How a process ended.
enum End {
    Told(ExitStatus),
    Forgotten,
}

/// Which streams of a command have something to say.
#[derive(Default)]
struct Ready {
    out: bool,
    errors: bool,
}

impl Running {
    /// Starts a command; what it prints waits in a pipe until it is heard.
    ///
    /// # Errors
    /// Where it cannot be started.
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

    /// Hands its standard output to `take` until it ends, `take` gives `false`, or the deadline passes. A command that
    /// is ended by us may still say what it has to say for a moment.
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

    /// Listens until it has ended and has nothing more to say; gives why that was not waited for.
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
            // What escaped from it may hold the pipe open for ever: once it has ended, only what is there counts.
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

    /// Which of the two streams has something to say.
    fn wait(&self, time: Duration) -> Ready {
        let (out, errors) = (self.out.as_ref().map(AsFd::as_fd), self.errors.as_ref().map(AsFd::as_fd));
        let mut ends: Vec<_> =
            [out, errors].into_iter().flatten().map(|end| PollFd::new(end, PollFlags::POLLIN)).collect();
        // Both are closed: there is only its end to wait for, and a short look at the clock is all that takes.
        let time = if ends.is_empty() { time.min(SHORT) } else { time };
        // Rounded up: a wait of no time at all would spin until the deadline.
        let time = PollTimeout::try_from(time.as_millis() + u128::from(!time.is_zero())).unwrap_or(PollTimeout::ZERO);
        if !poll(&mut ends, time).is_ok_and(|count| count > 0) {
            return Ready::default();
        }
        let mut ready = ends.iter().map(|end| end.any().unwrap_or(false));
        // In the order in which they were asked, without those that are closed.
        let mut is_ready = |open: bool| open && ready.next().unwrap_or(false);
        Ready { out: is_ready(out.is_some()), errors: is_ready(errors.is_some()) }
    }

    /// Takes what stands in standard error and keeps the first of it.
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
        // The group may be gone, or not be one yet: then the process itself is what there is to end.
        let _ = killpg(group, signal).or_else(|_| if self.end.is_none() { kill(group, signal) } else { Ok(()) });
    }

    /// Ends it and all that it started. A process that hangs in the kernel is left behind: nothing ends it.
    fn end(&mut self) -> Option<i32> {
        self.signal(Signal::SIGKILL);
        let until = Instant::now() + GRACE;
        while !self.has_ended() && Instant::now() < until {
            pause();
        }
        self.over = true;
        // Which of several a stray escaped from cannot be told, and one that still runs may wait for what it started.
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

/// Ends every process that we started, at once: commands, what they left, readers.
pub fn end_all() {
    end_children(|_| true);
}

/// Ends what escaped from commands by a double fork: as a child subreaper we inherit it. Readers belong to our own
/// session and stay.
fn end_strays() {
    let session = nix::unistd::getsid(None).map_or(0, Pid::as_raw);
    end_children(|stat| stat.session != session);
}

/// Ends those of our children that are meant, as far as a signal ends them.
fn end_children(which: impl Fn(&procfs::process::Stat) -> bool) {
    let own = i32::try_from(std::process::id()).unwrap_or(0);
    let mut stuck = 0;
    for _ in 0..ROUNDS {
        let Ok(processes) = procfs::process::all_processes() else { return };
        let stats = processes.flatten().filter_map(|process| process.stat().ok());
        let children: Vec<_> = stats.filter(|stat| stat.ppid == own && which(stat)).collect();
        // What hangs in the kernel takes no signal, and waiting for it takes no end. What is just starting another
        // process looks the same for a moment (vfork(2)).
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

/// The program that is running.
pub(crate) fn own_program() -> PathBuf {
    // A program that was replaced while it runs is still there under /proc.
    std::env::current_exe().ok().filter(|path| path.exists()).unwrap_or_else(|| PathBuf::from("/proc/self/exe"))
}

/// The absolute path of a program: itself, or found on the fixed search path.
pub(super) fn find_program(name: &str) -> Option<PathBuf> {
    if name.starts_with('/') {
        return Some(PathBuf::from(name)).filter(|path| path.exists());
    }
    PATH.split(':').map(|folder| Path::new(folder).join(name)).find(|path| path.is_file())
}

/// Waiting for a process to end has no other way that other children survive.
fn pause() {
    std::thread::sleep(SHORT);
}

/// How many commands run.
static RUNNING: AtomicUsize = AtomicUsize::new(0);

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
/// How long a command may still speak between TERM and KILL.
const GRACE: Duration = Duration::from_millis(700);
/// A look at the clock, or at whether a process has ended.
const SHORT: Duration = Duration::from_millis(5);
/// Bytes of standard error that are kept.
const SAID: usize = 1024;
/// How often strays are looked for: one may start another while it is ended.
const ROUNDS: usize = 40;
/// How many rounds all that are left may look as if they hung.
const MOMENT: usize = 10;
