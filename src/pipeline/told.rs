//! The state of a run where other processes can read it: `status.json` in the run folder.

use std::time::{Duration, Instant};

use crate::clock::{Clock, rfc3339};
use crate::progress::{Event, Events, Phase, Standing};
use crate::state::State;

/// Passes events on and keeps the standing up to date.
pub(super) struct Told<'a> {
    events: &'a mut dyn Events,
    state: &'a State,
    clock: &'a dyn Clock,
    standing: Standing,
    written: Option<Instant>,
}

impl<'a> Told<'a> {
    pub(super) fn new(events: &'a mut dyn Events, state: &'a State, clock: &'a dyn Clock) -> Self {
        let mut told = Self { events, state, clock, standing: Standing::new(rfc3339(clock.now())), written: None };
        told.write();
        told
    }

    /// Says in which part of its way the run is.
    pub(super) fn phase(&mut self, phase: Phase) {
        self.standing.phase = phase;
        self.write();
    }

    fn write(&mut self) {
        self.written = Some(Instant::now());
        self.standing.updated = rfc3339(self.clock.now());
        // A run that cannot be followed is a run all the same.
        if let Err(error) = self.state.tell(&self.standing) {
            log::debug!("{error}");
        }
    }
}

impl Events for Told<'_> {
    fn event(&mut self, event: &Event) {
        self.standing.take(event);
        if self.written.is_none_or(|written| written.elapsed() > EVERY) || matches!(event, Event::Bundle { .. }) {
            self.write();
        }
        self.events.event(event);
    }
}

/// How often the file is written at most.
const EVERY: Duration = Duration::from_millis(500);
