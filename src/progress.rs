//! What a run tells while it goes on: typed events, for people and for machines.

use serde::Serialize;

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
    /// A source's last item ended.
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
