//! What a run tells while it goes on: typed events, for people and for machines.

use serde::{Deserialize, Serialize};

use crate::plan::Status;

/// One thing that happened. Texts in it have been minimized.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// The plan is made.
    Plan {
        /// How many items will be read.
        items: u64,
        /// How many bytes, as far as can be known.
        bytes: u64,
    },
    /// A source's first item begins.
    SourceStarted {
        /// Its id.
        source: String,
    },
    /// Some of the way is done.
    Progress {
        /// Bytes read.
        bytes_in: u64,
        /// Bytes of the bundle so far.
        bytes_out: u64,
        /// Items done.
        items: u64,
        /// Items in all.
        of: u64,
        /// Seconds left, by what is left to read; `None` before it can be told.
        seconds_left: Option<f64>,
    },
    /// A source's last item ended and has been searched; the next source may have begun.
    SourceFinished {
        /// Its id.
        source: String,
        /// The worst that became of its items.
        status: Status,
    },
    /// Something is not as it should be, and the run goes on.
    Warning {
        /// What.
        message: String,
    },
    /// There is a bundle.
    Bundle {
        /// Its path; `None` for standard output.
        path: Option<String>,
        /// Its length.
        bytes: u64,
        /// Whether everything is in it that was asked for.
        complete: bool,
    },
    /// There is none.
    Failed {
        /// Why.
        message: String,
    },
}

/// Where a run stands: what its events come to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunStatus {
    /// 1.
    pub v: u32,
    /// The process that runs.
    pub process: u32,
    /// In which part of its way it is.
    pub phase: Phase,
    /// When it began, RFC 3339 in UTC.
    pub started: String,
    /// When this was written.
    pub updated: String,
    /// The source that is being read.
    pub source: Option<String>,
    /// Items done.
    pub items: u64,
    /// Items in all.
    pub of: u64,
    /// Bytes read.
    pub bytes_in: u64,
    /// Bytes of the bundle so far.
    pub bytes_out: u64,
    /// Seconds left, where that can be told.
    pub seconds_left: Option<f64>,
    /// The bundle's path, once there is one that has a path.
    pub bundle: Option<String>,
    /// Whether everything is in it that was asked for, once that is known.
    pub complete: Option<bool>,
}

/// A part of a run's way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// It finds out what there is.
    Planning,
    /// It reads, minimizes and packs.
    Collecting,
    /// It writes manifest, sums and signatures.
    Sealing,
    /// There is a bundle.
    Done,
    /// There is none.
    Failed,
    /// There is none, as somebody ended the run.
    Cancelled,
}

impl Phase {
    /// Its word.
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
    /// The standing of a run of this process that begins.
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

    /// Takes what an event says.
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
    /// Takes one.
    fn event(&mut self, event: &Event);
}

/// Takes events and says nothing.
#[derive(Debug, Default)]
pub struct Silent;

impl Events for Silent {
    fn event(&mut self, _event: &Event) {}
}

/// An event as one line of JSON: `{"v":1,"ts":…,"event":…}`.
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
