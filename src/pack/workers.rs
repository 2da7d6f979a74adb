//! Threads that search, rewrite and pack blocks; results are taken by number, in any order.

use std::collections::BTreeMap;
use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use ring::digest::{SHA256, digest};

use super::activity::Meter;
use super::entry;
use super::packer::Packer;
use crate::minimize::{Block, Minimized, Searcher};
use crate::profile::Compression;

/// What is to be done.
pub(super) enum Job {
    /// Short items by their paths: headers, contents and paddings in one piece.
    Batch(Vec<(String, Block)>),
    /// A block of a long item: a piece of its own.
    Block(Block),
}

/// What was done.
pub(super) enum Done {
    /// Short items, and all of them in one piece.
    Batch(Vec<Short>, Vec<u8>),
    /// A block, the same in a piece of its own, and how busy it was over time.
    Block(Minimized, Vec<u8>, Meter),
}

/// A short item that was packed.
pub(super) struct Short {
    /// Bytes of its content.
    pub(super) bytes: u64,
    /// SHA-256 of its content.
    pub(super) digest: Vec<u8>,
    /// How busy it was over time.
    pub(super) meter: Meter,
}

/// The threads and what they have not given back yet.
pub(super) struct Workers {
    jobs: Option<Sender<(u64, Job)>>,
    results: Receiver<(u64, io::Result<Done>)>,
    done: BTreeMap<u64, io::Result<Done>>,
    next: u64,
    under_way: usize,
    most: usize,
    threads: Vec<JoinHandle<()>>,
}

impl Workers {
    /// Starts a thread for each searcher, or as many as the system gives, with which there are at most so many blocks at
    /// one time; `time` is that of all entries, in seconds since 1970.
    pub(super) fn start(searchers: Vec<Searcher>, most: usize, compress: Compression, time: u64) -> io::Result<Self> {
        if searchers.is_empty() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "nothing to search blocks with"));
        }
        let (jobs, queue) = channel::<(u64, Job)>();
        let (out, results) = channel();
        let queue = Arc::new(Mutex::new(queue));
        let threads = as_many(searchers, |mut searcher| {
            let (queue, out, mut packer) = (Arc::clone(&queue), out.clone(), Packer::new(compress)?);
            let job = move |job| run(job, &mut searcher, &mut packer, time);
            std::thread::Builder::new().spawn(move || work(&queue, &out, job))
        })?;
        let (done, most) = (BTreeMap::new(), most.max(1));
        Ok(Self { jobs: Some(jobs), results, done, next: 0, under_way: 0, most, threads })
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

    /// The result of a job, which is waited for.
    pub(super) fn wait_for(&mut self, number: u64) -> io::Result<Done> {
        loop {
            if let Some(done) = self.take(number)? {
                return Ok(done);
            }
            let (other, done) = self.results.recv().map_err(|_| io::Error::other("the threads that pack are gone"))?;
            self.done.insert(other, done);
        }
    }

    /// The result of a job, where it is there.
    pub(super) fn take(&mut self, number: u64) -> io::Result<Option<Done>> {
        while let Ok((other, done)) = self.results.try_recv() {
            self.done.insert(other, done);
        }
        let done = self.done.remove(&number);
        self.under_way -= usize::from(done.is_some());
        done.transpose()
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

/// Starts a thread for each, up to the first that the system does not give; fails only where it gives none. Where it is
/// short of them, as in a container with few, a slow run is better than none.
fn as_many<W, T>(workers: Vec<W>, start: impl FnMut(W) -> io::Result<T>) -> io::Result<Vec<T>> {
    let mut started = Vec::with_capacity(workers.len());
    for thread in workers.into_iter().map(start) {
        match thread {
            Ok(thread) => started.push(thread),
            Err(error) if started.is_empty() => return Err(error),
            Err(error) => {
                log::warn!("{} workers and no more: {error}", started.len());
                break;
            }
        }
    }
    Ok(started)
}

fn work(
    queue: &Mutex<Receiver<(u64, Job)>>,
    out: &Sender<(u64, io::Result<Done>)>,
    mut run: impl FnMut(Job) -> io::Result<Done>,
) {
    loop {
        let next = match queue.lock() {
            Ok(queue) => queue.recv(),
            Err(_) => return,
        };
        let Ok((number, job)) = next else { return };
        if out.send((number, run(job))).is_err() {
            return;
        }
    }
}

fn run(job: Job, searcher: &mut Searcher, packer: &mut Packer, time: u64) -> io::Result<Done> {
    let now = i64::try_from(time).unwrap_or(0);
    match job {
        Job::Block(block) => {
            let content = searcher.minimize(block);
            // A piece that holds nothing is none that a reader takes.
            let packed = if content.as_bytes().is_empty() { Vec::new() } else { packer.pack(content.as_bytes())? };
            let meter = Meter::measure(content.as_bytes(), now);
            Ok(Done::Block(content, packed, meter))
        }
        Job::Batch(items) => {
            let (mut whole, mut shorts) = (Vec::new(), Vec::with_capacity(items.len()));
            for (path, content) in items {
                let content = searcher.minimize(content);
                let bytes = content.as_bytes().len() as u64;
                whole.extend_from_slice(&entry::header(&path, bytes, time)?);
                whole.extend_from_slice(content.as_bytes());
                whole.extend_from_slice(entry::padding(bytes));
                let digest = digest(&SHA256, content.as_bytes()).as_ref().to_vec();
                shorts.push(Short { bytes, digest, meter: Meter::measure(content.as_bytes(), now) });
            }
            Ok(Done::Batch(shorts, packer.pack(&whole)?))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::as_many;

    #[test]
    fn one_worker_is_enough_where_the_system_gives_no_more() {
        let start =
            |number: u32, most: u32| if number < most { Ok(number) } else { Err(io::ErrorKind::WouldBlock.into()) };
        for (most, started) in [(4, vec![0, 1, 2, 3]), (1, vec![0])] {
            assert_eq!(as_many((0..4).collect(), |number| start(number, most)).unwrap(), started);
        }
        assert!(as_many((0..4).collect(), |number| start(number, 0)).is_err());
    }
}
