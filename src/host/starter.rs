//! A thread that starts processes: what is forbidden to the others is not forbidden to it, so each process is free to
//! set up its own view of the mounts before it forbids itself what it does not need.

use std::io;
use std::process::{Child, Command};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Mutex, OnceLock, PoisonError};

use super::signals;

type Order = (Command, Sender<io::Result<Child>>);

/// Starts the thread, once; to be called before anything is forbidden.
pub(super) fn begin() {
    STARTER.get_or_init(|| {
        let (orders, queue) = channel::<Order>();
        let thread = std::thread::Builder::new().name("starter".to_owned()).stack_size(STACK).spawn(move || {
            for (mut command, answer) in queue {
                // Who asked waits for the answer, unless the whole process is at its end.
                let _ = answer.send(command.spawn().map_err(plain));
            }
        });
        thread.ok().map(|_| Mutex::new(orders))
    });
}

/// Starts a process; from the calling thread where there is no other.
pub(super) fn start(mut command: Command) -> io::Result<Child> {
    let _starting = signals::starting();
    let Some(orders) = STARTER.get().and_then(Option::as_ref) else { return command.spawn().map_err(plain) };
    let gone = || io::Error::other("the thread that starts processes has ended");
    let (answer, started) = channel();
    orders.lock().unwrap_or_else(PoisonError::into_inner).send((command, answer)).map_err(|_| gone())?;
    started.recv().map_err(|_| gone())?
}

/// Says of what there is too little where the system gives no process and no thread: "try again" is no help.
pub(super) fn plain(error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::WouldBlock => io::Error::new(error.kind(), SHORT),
        _ => error,
    }
}

const SHORT: &str = "the limit on processes and threads is reached (`ulimit -u`, `TasksMax=`, `pids.max`)";
/// Bytes of stack that starting a process takes, and more.
const STACK: usize = 256 << 10;

static STARTER: OnceLock<Option<Mutex<Sender<Order>>>> = OnceLock::new();
