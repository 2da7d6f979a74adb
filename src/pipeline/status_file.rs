//! The state of a run for other processes: `status.json` in the run folder.

use std::time::{Duration, Instant};

use crate::clock::{Clock, rfc3339};
use crate::progress::{Event, Events, Phase, RunStatus};
use crate::state::State;

/// Passes events on and keeps the file up to date.
pub(super) struct StatusFile<'a> {
    events: &'a mut dyn Events,
    state: &'a State,
    clock: &'a dyn Clock,
    status: RunStatus,
    written: Option<Instant>,
}

impl<'a> StatusFile<'a> {
    pub(super) fn new(events: &'a mut dyn Events, state: &'a State, clock: &'a dyn Clock) -> Self {
        let mut told = Self { events, state, clock, status: RunStatus::new(rfc3339(clock.now())), written: None };
        told.write();
        told
    }

    /// Records the phase of the run.
    pub(super) fn phase(&mut self, phase: Phase) {
        self.status.phase = phase;
        self.write();
    }

    fn write(&mut self) {
        self.written = Some(Instant::now());
        self.status.updated = rfc3339(self.clock.now());
        // A failure here must not affect the run.
        if let Err(error) = self.state.write_status(&self.status) {
            log::debug!("{error}");
        }
    }
}

impl Events for StatusFile<'_> {
    fn event(&mut self, event: &Event) {
        self.status.take(event);
        if self.written.is_none_or(|written| written.elapsed() > EVERY) || matches!(event, Event::Bundle { .. }) {
            self.write();
        }
        self.events.event(event);
    }
}

/// Minimum time between two writes of the file.
const EVERY: Duration = Duration::from_millis(500);
