//! A run of the program in the background: the test waits for an event, does something, waits for the end.

use std::io::{BufRead, BufReader};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;

/// The running program and its events.
pub(crate) struct Background {
    child: Child,
    events: Receiver<Value>,
    started: Instant,
}

impl Background {
    /// Starts a `collect` that reports its events.
    pub(crate) fn start(command: &mut Command) -> Self {
        let started = Instant::now();
        let mut child =
            command.args(["--events", "json"]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let (sender, events) = channel();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let Ok(event) = serde_json::from_str(&line) else { continue };
                if sender.send(event).is_err() {
                    return;
                }
            }
        });
        Self { child, events, started }
    }

    /// Waits for an event of this kind, and about this source if one is given.
    #[track_caller]
    pub(crate) fn wait_for(&self, kind: &str, source: Option<&str>) -> Value {
        let fits = |event: &Value| event["event"] == kind && source.is_none_or(|source| event["source"] == source);
        let until = Instant::now() + PATIENCE;
        loop {
            match self.events.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(event) if fits(&event) => return event,
                Ok(_) => {}
                Err(error) => panic!("no event `{kind}` of {source:?}: {error}"),
            }
        }
    }

    /// Returns the program's process.
    pub(crate) fn process(&self) -> Pid {
        Pid::from_raw(i32::try_from(self.child.id()).unwrap())
    }

    /// Sends it a signal.
    pub(crate) fn signal(&self, signal: Signal) {
        kill(self.process(), signal).unwrap();
    }

    /// Waits for the end; returns the exit code (128 plus the signal if one ended it) and the duration of the whole
    /// run.
    #[track_caller]
    pub(crate) fn end(mut self) -> (i32, Duration) {
        let until = Instant::now() + PATIENCE;
        loop {
            // The channel closes when the program closes its standard error, at its end.
            match self.events.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(_) => {}
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    let _ = self.child.kill();
                    panic!("it did not end within {PATIENCE:?}");
                }
            }
        }
        let status = self.child.wait().unwrap();
        let code = status.code().unwrap_or_else(|| 128 + status.signal().unwrap_or(0));
        (code, self.started.elapsed())
    }
}

const PATIENCE: Duration = Duration::from_secs(180);
