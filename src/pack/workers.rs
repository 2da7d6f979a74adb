//! Threads that rewrite and deflate blocks; results are taken by number, in any order.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use super::activity::Meter;
use super::{entry, gzip};
use crate::minimize::{Minimized, Scanned};

/// What is to be done.
pub(super) enum Job {
    /// A short item: header, content and padding in one member.
    Whole { path: String, content: Scanned },
    /// A block of a long item: a member of its own.
    Block(Scanned),
}

/// What was done.
pub(super) struct Done {
    pub(super) content: Minimized,
    pub(super) packed: Vec<u8>,
    /// How busy it was over time.
    pub(super) meter: Meter,
}

/// The threads and what they have not given back yet.
pub(super) struct Workers {
    jobs: Option<Sender<(u64, Job)>>,
    results: Receiver<(u64, Done)>,
    done: BTreeMap<u64, Done>,
    next: u64,
    under_way: usize,
    most: usize,
    threads: Vec<JoinHandle<()>>,
}

impl Workers {
    pub(super) fn start(count: usize, level: u32, time: u64) -> Self {
        let (jobs, queue) = channel::<(u64, Job)>();
        let (out, results) = channel();
        let queue = Arc::new(Mutex::new(queue));
        let count = count.max(1);
        let threads = (0..count).map(|_| {
            let (queue, out) = (Arc::clone(&queue), out.clone());
            std::thread::spawn(move || work(&queue, &out, level, time))
        });
        let threads = threads.collect();
        Self { jobs: Some(jobs), results, done: BTreeMap::new(), next: 0, under_way: 0, most: count * 2 + 1, threads }
    }

    /// Gives a job away; its number leads to its result.
    pub(super) fn give(&mut self, job: Job) -> u64 {
        let number = self.next;
        self.next += 1;
        self.under_way += 1;
        // The queue is open as long as a worker lives, and they live until we are dropped.
        if let Some(jobs) = &self.jobs {
            let _ = jobs.send((number, job));
        }
        number
    }

    /// Whether as much is under way as memory allows.
    pub(super) fn is_full(&self) -> bool {
        self.under_way >= self.most
    }

    /// The result of a job; waits for it when asked to.
    pub(super) fn take(&mut self, number: u64, wait: bool) -> Option<Done> {
        while !self.done.contains_key(&number) {
            let (number, done) = if wait { self.results.recv().ok()? } else { self.results.try_recv().ok()? };
            self.done.insert(number, done);
        }
        let done = self.done.remove(&number)?;
        self.under_way -= 1;
        Some(done)
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.jobs = None;
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

fn work(queue: &Mutex<Receiver<(u64, Job)>>, out: &Sender<(u64, Done)>, level: u32, time: u64) {
    loop {
        let next = match queue.lock() {
            Ok(queue) => queue.recv(),
            Err(_) => return,
        };
        let Ok((number, job)) = next else { return };
        if out.send((number, run(job, level, time))).is_err() {
            return;
        }
    }
}

fn run(job: Job, level: u32, time: u64) -> Done {
    let now = i64::try_from(time).unwrap_or(0);
    match job {
        Job::Block(scanned) => {
            let content = scanned.rewrite();
            let packed = gzip::member(&[content.as_bytes()], level);
            let meter = Meter::measure(content.as_bytes(), now);
            Done { content, packed, meter }
        }
        Job::Whole { path, content } => {
            let content = content.rewrite();
            let bytes = content.as_bytes().len() as u64;
            // A name that does not fit was shortened when it was made; an empty header would be refused by `verify`.
            let header = entry::header(&path, bytes, time).unwrap_or([0; 512]);
            let packed = gzip::member(&[&header, content.as_bytes(), entry::padding(bytes)], level);
            let meter = Meter::measure(content.as_bytes(), now);
            Done { content, packed, meter }
        }
    }
}
