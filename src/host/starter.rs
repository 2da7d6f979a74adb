//! A thread that starts processes. The restrictions of the other threads do not apply to it, so each process can set up
//! its own mount namespace before it restricts itself.

use std::io;
use std::process::{Child, Command};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Mutex, OnceLock, PoisonError};

use super::signals;

type Order = (Command, Sender<io::Result<Child>>);

/// Starts the thread, once; must be called before any restriction.
pub(super) fn begin() {
    STARTER.get_or_init(|| {
        let (orders, queue) = channel::<Order>();
        let thread = std::thread::Builder::new().name("starter".to_owned()).stack_size(STACK).spawn(move || {
            for (mut command, answer) in queue {
                // The requester waits for the answer, unless the whole process is ending.
                let _ = answer.send(command.spawn().map_err(plain));
            }
        });
        thread.ok().map(|_| Mutex::new(orders))
    });
}

/// Starts a process; from the calling thread if the other one does not exist.
pub(super) fn start(mut command: Command) -> io::Result<Child> {
    let _starting = signals::starting();
    let Some(orders) = STARTER.get().and_then(Option::as_ref) else { return command.spawn().map_err(plain) };
    let gone = || io::Error::other("the thread that starts processes has ended");
    let (answer, started) = channel();
    orders.lock().unwrap_or_else(PoisonError::into_inner).send((command, answer)).map_err(|_| gone())?;
    started.recv().map_err(|_| gone())?
}

/// Explains what has run out if the system cannot start a process or thread, because "try again" does not help.
pub(super) fn plain(error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::WouldBlock => io::Error::new(error.kind(), SHORT),
        _ => error,
    }
}

const SHORT: &str = "the limit on processes and threads is reached (`ulimit -u`, `TasksMax=`, `pids.max`)";
/// Stack bytes for starting a process, with a reserve.
const STACK: usize = 256 << 10;

static STARTER: OnceLock<Option<Mutex<Sender<Order>>>> = OnceLock::new();
