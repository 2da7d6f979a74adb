//! Typed snapshots of the kernel's state, taken once or at intervals while other sources are read.

mod snapshot;

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{Outcome, Sink, Turn};
use crate::host::signals;
use crate::plan::{Plan, Status, Task};
use snapshot::{snapshot, status};

/// Takes every snapshot of a plan in a separate thread; the default has none to take.
#[derive(Default)]
pub(super) struct Sampler {
    samples: Option<Receiver<(usize, Sample)>>,
    /// Samples that were taken and not yet asked for, by the number of the item.
    taken: BTreeMap<usize, Vec<Sample>>,
}

/// A snapshot as JSON with its time, or the reason why there is none.
type Sample = Result<String, (Status, String)>;

/// A snapshot to take.
struct Due {
    after: Duration,
    item: usize,
    name: String,
}

impl Sampler {
    /// Starts taking the snapshots, beginning with those that are due at once.
    pub(super) fn start(plan: &Plan) -> Self {
        let mut dues = Vec::new();
        for (item, one) in plan.items.iter().enumerate() {
            if let Task::Kernel { read, samples, every } = &one.task {
                let due = |sample| Due { after: every.saturating_mul(sample), item, name: read.clone() };
                dues.extend((0..*samples).map(due));
            }
        }
        dues.sort_by_key(|due| due.after);
        let (out, samples) = channel();
        // Without the thread, every item reports that there was not enough time.
        let thread = (!dues.is_empty())
            .then(|| std::thread::Builder::new().name("sampler".to_owned()).spawn(move || take(dues, &out)));
        let samples = thread.is_some_and(|thread| thread.is_ok()).then_some(samples);
        Self { samples, taken: BTreeMap::new() }
    }

    /// Writes the snapshots of an item as one JSON array, once they have been taken.
    pub(super) fn read<S: Sink>(
        &mut self,
        Turn { item, number, deadline }: Turn<'_>,
        samples: u32,
        sink: &mut S,
    ) -> Result<Outcome, S::Error> {
        let until = Instant::now() + deadline;
        while self.taken.get(&number).map_or(0, Vec::len) < samples as usize && self.wait(until) {}
        let (mut values, mut lost) = (Vec::new(), None);
        for sample in self.taken.remove(&number).unwrap_or_default() {
            match sample {
                Ok(text) => values.push(serde_json::from_str(&text).unwrap_or(Value::Null)),
                Err(why) => lost = Some(why),
            }
        }
        let whole = values.len() == samples as usize;
        if values.is_empty()
            && let Some((status, reason)) = lost
        {
            return Ok(Outcome::of(status, reason));
        }
        let text = serde_json::to_vec_pretty(&Value::Array(values)).unwrap_or_default();
        sink.write(item, &text)?;
        sink.write(item, b"\n")?;
        let why = lost.map_or_else(|| "there was not enough time for all samples".to_owned(), |(_, reason)| reason);
        Ok(if whole { Outcome::of(Status::Collected, None) } else { Outcome::of(Status::Cut, why) })
    }

    /// Waits for the next snapshot; returns `false` if there will be none in time.
    fn wait(&mut self, until: Instant) -> bool {
        let Some(samples) = &self.samples else { return false };
        let left = until.saturating_duration_since(Instant::now());
        match samples.recv_timeout(left.min(signals::LOOK)) {
            Ok((item, sample)) => self.taken.entry(item).or_default().push(sample),
            Err(RecvTimeoutError::Timeout) => return !left.is_zero() && !signals::stop_requested(),
            Err(RecvTimeoutError::Disconnected) => return false,
        }
        true
    }
}

/// Takes the snapshots at their times, until the receiver is gone.
fn take(dues: Vec<Due>, out: &Sender<(usize, Sample)>) {
    let start = Instant::now();
    for Due { after, item, name } in dues {
        if !wait_until(start + after) {
            return;
        }
        let seconds = (start.elapsed().as_secs_f64() * 1000.0).round() / 1000.0;
        let sample = snapshot(&name).map(|value| json!({"seconds": seconds, "value": value}).to_string());
        // Text takes less memory than values: there can be many samples of many processes.
        if out.send((item, sample.map_err(|error| (status(&error), error.to_string())))).is_err() {
            return;
        }
    }
}

/// Waits until `moment`; returns `false` if the run was asked to stop meanwhile.
#[expect(clippy::disallowed_methods, reason = "samples are taken at their times")]
fn wait_until(moment: Instant) -> bool {
    while !signals::stop_requested() {
        let left = moment.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return true;
        }
        std::thread::sleep(left.min(signals::LOOK));
    }
    false
}
