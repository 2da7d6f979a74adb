//! Signals, with which a run is asked to end early.
//!
//! A first SIGTERM asks to close and sign what there is: everything that waits checks [`stop_requested`]. SIGINT,
//! SIGHUP and a second SIGTERM end the run at once; the caller's `clean` makes sure that nothing is left. A SIGHUP that
//! the caller ignores stays ignored (nohup(1)); not so a SIGINT, which shells ignore for background processes and which
//! cancels a run. The signals are blocked in every thread and taken by one that does nothing else, so nothing ever runs
//! inside a signal handler.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use nix::sys::signal::{SigSet, Signal};

use super::starter;

/// How a run ends at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// SIGINT or SIGHUP.
    Cancelled,
    /// A second SIGTERM.
    Terminated,
}

/// Takes the signals from now on; must be called before any other thread starts. `clean` is called once, while nothing
/// can be started or published, and does not return.
///
/// # Errors
/// The system's, if it cannot block signals or start a thread.
pub fn install(clean: impl FnOnce(Ending) + Send + 'static) -> io::Result<()> {
    let mut taken: SigSet = [Signal::SIGINT, Signal::SIGTERM].into_iter().collect();
    if !is_ignored(Signal::SIGHUP) {
        taken.add(Signal::SIGHUP);
    }
    let mut blocked = taken;
    // A write beyond `ulimit -f` is then an ordinary error and does not end the process.
    blocked.add(Signal::SIGXFSZ);
    blocked.thread_block()?;
    let started = std::thread::Builder::new().name("signals".to_owned()).stack_size(STACK).spawn(move || {
        while let Ok(signal) = taken.wait() {
            if signal == Signal::SIGTERM && !STOP_REQUESTED.swap(true, Ordering::SeqCst) {
                continue;
            }
            let published = lock(&PUBLISHED);
            if *published {
                // The bundle already has its name, so the run is complete and nothing is undone.
                continue;
            }
            let _starting = lock(&STARTING);
            ENDING.store(true, Ordering::SeqCst);
            return clean(if signal == Signal::SIGTERM { Ending::Terminated } else { Ending::Cancelled });
        }
    });
    started.map(drop).map_err(starter::plain)
}

/// Returns whether this process ignored a signal when it was started (proc(5), `SigIgn`).
fn is_ignored(signal: Signal) -> bool {
    let status = procfs::process::Process::myself().and_then(|own| own.status());
    status.is_ok_and(|status| status.sigign >> (signal as u32 - 1) & 1 == 1)
}

/// Returns whether the run is asked to close and sign what there is.
#[must_use]
pub fn stop_requested() -> bool {
    STOP_REQUESTED.load(Ordering::SeqCst)
}

/// Waits for the end of a run that is being ended at once. What fails meanwhile fails only because its processes are
/// ended, and need not be reported.
pub fn wait_for_exit() {
    while ENDING.load(Ordering::SeqCst) {
        std::thread::park();
    }
}

/// Runs the step that gives a bundle its name; a cancelled run never reaches it, and a run that reached it can no
/// longer be cancelled.
///
/// # Errors
/// Those of `publish`.
pub fn publishing<T, E>(publish: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    let mut published = lock(&PUBLISHED);
    let done = publish()?;
    *published = true;
    Ok(done)
}

/// Held while a process is started, so that none is started while the cleanup runs.
pub(super) fn starting() -> MutexGuard<'static, ()> {
    lock(&STARTING)
}

fn lock<T>(mutex: &'static Mutex<T>) -> MutexGuard<'static, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Interval at which waiting code checks [`stop_requested`].
pub(crate) const LOOK: Duration = Duration::from_millis(50);
/// Stack bytes of a thread that does very little.
const STACK: usize = 256 << 10;

static ENDING: AtomicBool = AtomicBool::new(false);
static STOP_REQUESTED: AtomicBool = AtomicBool::new(false);
static PUBLISHED: Mutex<bool> = Mutex::new(false);
static STARTING: Mutex<()> = Mutex::new(());
