//! Limits the load of a run: the lowest priority, a bounded share of the processors, and pauses while the machine
//! itself is short of resources.

#![expect(clippy::disallowed_methods, reason = "pausing is what this is for")]

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::resource::{Resource, UsageWho, getrusage, setrlimit};
use nix::sys::time::TimeVal;

use super::{process, signals};

/// Lowers our priority: processor, disk, out-of-memory killer; no core dumps. Commands and readers inherit it. Errors
/// are ignored.
pub fn lower_priority() {
    // None of these is needed for the work, and a system that refuses one has its reasons. The autogroup is not
    // changed, because it is shared by the whole session: the caller's shell would be slow long after the run.
    let _ = setrlimit(Resource::RLIMIT_CORE, 0, 0);
    let score = OpenOptions::new().write(true).open("/proc/self/oom_score_adj");
    let _ = score.and_then(|mut file| file.write_all(b"500"));
    let _ = rustix::process::setpriority_process(None, 19);
    let _ = nix::sys::prctl::set_child_subreaper(true);
    // Nice 19 alone is only the lowest of the best-effort I/O priorities; setting the idle class takes a call without a
    // safe wrapper.
    if let Some(program) = process::find_program("ionice").filter(|program| crate::trust::file(program).is_ok()) {
        let own = std::process::id().to_string();
        let mut command = Command::new(program);
        command
            .args(["-c", "3", "-p", &own])
            .env_clear()
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let child = {
            let _starting = signals::starting();
            command.spawn()
        };
        let _ = child.and_then(|mut child| child.wait());
    }
}

/// Holds the run to its share of the processors, and pauses it while the machine is short of memory or disk bandwidth.
#[derive(Debug)]
pub struct Throttle {
    /// Processor seconds that we may use per second.
    share: f64,
    start: Instant,
    /// Processor time that was used before.
    used_before: Duration,
    folder: PathBuf,
    looked: Option<Instant>,
    short: bool,
}

impl Throttle {
    /// Throttles to `percent` of all processors; `folder` is where the kernel reports pressure, `/proc/pressure`.
    #[must_use]
    pub fn new(percent: u8, folder: &Path) -> Self {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        let share = f64::from(percent) / 100.0 * processors as f64;
        Self {
            share,
            start: Instant::now(),
            used_before: used(),
            folder: folder.to_owned(),
            looked: None,
            short: false,
        }
    }

    /// Pauses if necessary; must be called between two pieces of work.
    pub fn pause(&mut self) {
        let pause = over(used().saturating_sub(self.used_before), self.start.elapsed(), self.share).max(self.pressed());
        let until = Instant::now() + pause;
        while Instant::now() < until && !signals::stop_requested() {
            std::thread::sleep(until.saturating_duration_since(Instant::now()).min(SLICE));
        }
    }

    /// Returns how long to wait because the machine itself is short of resources.
    fn pressed(&mut self) -> Duration {
        if self.looked.is_none_or(|looked| looked.elapsed() > LOOK) {
            self.looked = Some(Instant::now());
            self.short = stalled(&self.folder.join("memory"), "some") > MEMORY
                || stalled(&self.folder.join("io"), "full") > DISKS;
        }
        if self.short { LONGEST } else { Duration::ZERO }
    }
}

/// Returns how long to wait until the processor time used is within our share of the time passed.
fn over(used: Duration, passed: Duration, share: f64) -> Duration {
    let due = used.saturating_sub(CREDIT).as_secs_f64() / share - passed.as_secs_f64();
    Duration::from_secs_f64(due.clamp(0.0, LONGEST.as_secs_f64()))
}

/// Returns the share of the last ten seconds, in percent, in which tasks stalled (the kernel's accounting/psi).
fn stalled(path: &Path, which: &str) -> f64 {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let line = text.lines().find(|line| line.split(' ').next() == Some(which));
    line.and_then(|line| line.split(' ').find_map(|word| word.strip_prefix("avg10=")?.parse().ok())).unwrap_or(0.0)
}

/// Returns the processor time of this process and of the children that it has waited for.
fn used() -> Duration {
    let of = |who| {
        getrusage(who).map_or(Duration::ZERO, |usage| duration(usage.user_time()) + duration(usage.system_time()))
    };
    of(UsageWho::RUSAGE_SELF) + of(UsageWho::RUSAGE_CHILDREN)
}

fn duration(time: TimeVal) -> Duration {
    let (seconds, nanoseconds) = (u64::try_from(time.tv_sec()), u32::try_from(time.tv_usec() * 1000));
    Duration::new(seconds.unwrap_or(0), nanoseconds.unwrap_or(0))
}

/// Processor time that a run may use freely, so that short runs are not slowed down.
const CREDIT: Duration = Duration::from_secs(5);
/// Maximum length of a pause, so that deadlines are still noticed.
const LONGEST: Duration = Duration::from_millis(200);
/// Interval at which a pause checks whether the run is asked to stop.
const SLICE: Duration = Duration::from_millis(20);
/// Interval at which the pressure of the machine is read.
const LOOK: Duration = Duration::from_secs(1);
/// Percent of the last ten seconds in which some tasks waited for memory, and in which all waited for disks.
const MEMORY: f64 = 10.0;
const DISKS: f64 = 40.0;

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::{Duration, Instant};

    use super::{LONGEST, Throttle, over};

    fn pieces(throttle: &mut Throttle) -> Duration {
        let start = Instant::now();
        (0..3).for_each(|_| throttle.pause());
        start.elapsed()
    }

    #[test]
    fn w8_a_machine_that_is_short_of_memory_slows_the_run_down() {
        let folder = tempfile::tempdir().unwrap();
        let tell = |avg: &str| {
            let text = format!(
                "some avg10={avg} avg60=0.00 avg300=0.00 total=1\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=1\n"
            );
            fs::write(folder.path().join("memory"), text).unwrap();
        };
        tell("0.50");
        assert!(pieces(&mut Throttle::new(100, folder.path())) < Duration::from_millis(150));
        tell("63.00");
        assert!(pieces(&mut Throttle::new(100, folder.path())) >= Duration::from_millis(600));
        // Kernels without the files are kernels without pressure.
        assert!(pieces(&mut Throttle::new(100, &folder.path().join("none"))) < Duration::from_millis(150));
    }

    #[test]
    fn a_run_that_is_ahead_of_its_share_waits() {
        let seconds = Duration::from_secs;
        assert_eq!(over(seconds(4), seconds(1), 0.5), Duration::ZERO);
        assert_eq!(over(seconds(6), seconds(2), 0.5), Duration::ZERO);
        assert_eq!(over(Duration::from_millis(5550), seconds(1), 0.5), Duration::from_millis(100));
        assert_eq!(over(seconds(60), seconds(10), 0.5), LONGEST);
    }
}
