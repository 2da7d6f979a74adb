//! The events of a run: typed, for people and for machines.

use serde::{Deserialize, Serialize};

use crate::plan::Status;

/// One event. Its texts have been minimized.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// The plan was made.
    Plan {
        /// Number of items to read.
        items: u64,
        /// Number of bytes, as far as known.
        bytes: u64,
    },
    /// A source's first item begins.
    SourceStarted {
        /// Its id.
        source: String,
    },
    /// A part of the work is done.
    Progress {
        /// Bytes read.
        bytes_in: u64,
        /// Bytes of the bundle so far.
        bytes_out: u64,
        /// Items done.
        items: u64,
        /// Total number of items.
        of: u64,
        /// Remaining seconds, estimated from what is left to read; `None` before they can be estimated.
        seconds_left: Option<f64>,
    },
    /// A source's last item ended and has been searched; the next source may have begun.
    SourceFinished {
        /// Its id.
        source: String,
        /// The worst status of its items.
        status: Status,
    },
    /// Something is wrong, but the run continues.
    Warning {
        /// The message.
        message: String,
    },
    /// A bundle was made.
    Bundle {
        /// Its path; `None` for standard output.
        path: Option<String>,
        /// Its length.
        bytes: u64,
        /// Whether everything that was requested is in it.
        complete: bool,
    },
    /// No bundle was made.
    Failed {
        /// The reason.
        message: String,
    },
}

/// The state of a run, as its events add up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunStatus {
    /// The version: 1.
    pub v: u32,
    /// Id of the process of the run.
    pub process: u32,
    /// The phase of the run.
    pub phase: Phase,
    /// Time at which it began, RFC 3339 in UTC.
    pub started: String,
    /// Time at which this was written.
    pub updated: String,
    /// The source that is being read.
    pub source: Option<String>,
    /// Items done.
    pub items: u64,
    /// Total number of items.
    pub of: u64,
    /// Bytes read.
    pub bytes_in: u64,
    /// Bytes of the bundle so far.
    pub bytes_out: u64,
    /// Remaining seconds, if they can be estimated.
    pub seconds_left: Option<f64>,
    /// Path of the bundle, if there is one and it has a path.
    pub bundle: Option<String>,
    /// Whether everything that was requested is in it, once that is known.
    pub complete: Option<bool>,
}

/// A phase of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// It plans what to collect.
    Planning,
    /// It reads, minimizes and packs.
    Collecting,
    /// It writes manifest, sums and signatures.
    Sealing,
    /// It made a bundle.
    Done,
    /// It failed.
    Failed,
    /// It was cancelled.
    Cancelled,
}

impl Phase {
    /// Returns its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Planning => "planning",
            Self::Collecting => "collecting",
            Self::Sealing => "sealing",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

impl RunStatus {
    /// Makes the state of a run of this process that begins.
    #[must_use]
    pub fn new(started: String) -> Self {
        Self {
            v: 1,
            process: std::process::id(),
            phase: Phase::Planning,
            updated: started.clone(),
            started,
            source: None,
            items: 0,
            of: 0,
            bytes_in: 0,
            bytes_out: 0,
            seconds_left: None,
            bundle: None,
            complete: None,
        }
    }

    /// Updates the state with an event.
    pub fn take(&mut self, event: &Event) {
        match event {
            Event::Plan { items, .. } => (self.phase, self.of) = (Phase::Collecting, *items),
            Event::SourceStarted { source } => self.source = Some(source.clone()),
            Event::Progress { bytes_in, bytes_out, items, of, seconds_left } => {
                (self.bytes_in, self.bytes_out, self.items, self.of) = (*bytes_in, *bytes_out, *items, *of);
                self.seconds_left = *seconds_left;
            }
            Event::Bundle { path, bytes, complete } => {
                (self.phase, self.bytes_out, self.complete) = (Phase::Done, *bytes, Some(*complete));
                (self.bundle, self.seconds_left, self.source) = (path.clone(), None, None);
            }
            Event::Failed { .. } => self.phase = Phase::Failed,
            Event::SourceFinished { .. } | Event::Warning { .. } => {}
        }
    }
}

/// Takes events.
pub trait Events {
    /// Takes an event.
    fn event(&mut self, event: &Event);
}

/// Discards events.
#[derive(Debug, Default)]
pub struct Silent;

impl Events for Silent {
    fn event(&mut self, _event: &Event) {}
}

/// Formats an event as one line of JSON: `{"v":1,"ts":…,"event":…}`.
#[must_use]
pub fn json_line(event: &Event, timestamp: &str) -> String {
    #[derive(Serialize)]
    struct Line<'a> {
        v: u32,
        ts: &'a str,
        #[serde(flatten)]
        event: &'a Event,
    }
    // Numbers and texts always have a JSON form.
    serde_json::to_string(&Line { v: 1, ts: timestamp, event }).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Event, Status, json_line};

    #[test]
    fn an_event_is_one_flat_line() {
        let event = Event::SourceFinished { source: "host".to_owned(), status: Status::TimedOut };
        assert_eq!(
            json_line(&event, "2026-01-02T03:04:05Z"),
            r#"{"v":1,"ts":"2026-01-02T03:04:05Z","event":"source-finished","source":"host","status":"timed-out"}"#
        );
    }
}
