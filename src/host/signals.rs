//! How a run is asked to end before its time, by signals.
//!
//! A first SIGTERM asks to close and sign what there is: whoever waits looks at [`stop_requested`]. SIGINT,
//! SIGHUP and a second SIGTERM end the run here and now; the caller's `clean` sees to it that nothing is left. A SIGHUP
//! that the caller ignores stays ignored (nohup(1)); not so a SIGINT, which shells ignore for what they start in the
//! background and by which a run is cancelled. The
//! signals are blocked in every thread and taken by one that does nothing else, so nothing ever runs inside a signal
//! handler.

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

/// Takes the signals from now on; to be called before any other thread starts. `clean` is called once, with everything
/// that could start or publish something held up, and does not return.
///
/// # Errors
/// The system's, when it cannot block signals or start a thread.
pub fn install(clean: impl FnOnce(Ending) + Send + 'static) -> io::Result<()> {
    let mut taken: SigSet = [Signal::SIGINT, Signal::SIGTERM].into_iter().collect();
    if !is_ignored(Signal::SIGHUP) {
        taken.add(Signal::SIGHUP);
    }
    let mut blocked = taken;
    // A write beyond `ulimit -f` is then an error like any other, not the end of the process.
    blocked.add(Signal::SIGXFSZ);
    blocked.thread_block()?;
    let started = std::thread::Builder::new().name("signals".to_owned()).stack_size(STACK).spawn(move || {
        while let Ok(signal) = taken.wait() {
            if signal == Signal::SIGTERM && !STOP_REQUESTED.swap(true, Ordering::SeqCst) {
                continue;
            }
            let published = lock(&PUBLISHED);
            if *published {
                // The bundle has its name: the run has reached its end, and nothing is taken back.
                continue;
            }
            let _starting = lock(&STARTING);
            ENDING.store(true, Ordering::SeqCst);
            return clean(if signal == Signal::SIGTERM { Ending::Terminated } else { Ending::Cancelled });
        }
    });
    started.map(drop).map_err(starter::plain)
}

/// Whether a signal does nothing to this process, as it was when it was started (proc(5), `SigIgn`).
fn is_ignored(signal: Signal) -> bool {
    let status = procfs::process::Process::myself().and_then(|own| own.status());
    status.is_ok_and(|status| status.sigign >> (signal as u32 - 1) & 1 == 1)
}

/// Whether the run is asked to close and sign what there is.
#[must_use]
pub fn stop_requested() -> bool {
    STOP_REQUESTED.load(Ordering::SeqCst)
}

/// Waits for the end of a run that is being ended here and now. What fails meanwhile fails because its processes are
/// ended, and has nothing to say of its own.
pub fn wait_for_exit() {
    while ENDING.load(Ordering::SeqCst) {
        std::thread::park();
    }
}

/// Does what gives a bundle its name; a run that is being cancelled does not come to it, and one that came to it is no
/// longer cancelled.
///
/// # Errors
/// Those of `publish`.
pub fn publishing<T, E>(publish: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    let mut published = lock(&PUBLISHED);
    let done = publish()?;
    *published = true;
    Ok(done)
}

/// Held while a process is started, so that none is started behind the back of who cleans up.
pub(super) fn starting() -> MutexGuard<'static, ()> {
    lock(&STARTING)
}

fn lock<T>(mutex: &'static Mutex<T>) -> MutexGuard<'static, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How often whoever waits looks whether the run is [`stop_requested`] to end.
pub(crate) const LOOK: Duration = Duration::from_millis(50);
/// Bytes of stack that a thread needs which does next to nothing.
const STACK: usize = 256 << 10;

static ENDING: AtomicBool = AtomicBool::new(false);
static STOP_REQUESTED: AtomicBool = AtomicBool::new(false);
static PUBLISHED: Mutex<bool> = Mutex::new(false);
static STARTING: Mutex<()> = Mutex::new(());
