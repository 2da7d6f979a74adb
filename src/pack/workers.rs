//! Threads that search, rewrite and pack blocks; results are taken by number, in any order.
//!
//! If the system is short of threads, as in a small container, there are fewer, or none and the caller does their work:
//! a slow run is better than none. They leave room for threads that are started later, for snapshots and commands.

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

/// A piece of work.
pub(super) enum Job {
    /// Short items with their paths: headers, contents and paddings in one piece.
    Batch(Vec<(String, Block)>),
    /// A block of a long item, as a piece of its own.
    Block(Block),
}

/// A result.
pub(super) enum Done {
    /// Short items, with the piece that holds them all.
    Batch(Vec<Short>, Vec<u8>),
    /// A block, the piece made of it, and its activity over time.
    Block(Minimized, Vec<u8>, Meter),
}

/// A short item that was packed.
pub(super) struct Short {
    /// Bytes of its content.
    pub(super) bytes: u64,
    /// SHA-256 of its content.
    pub(super) digest: Vec<u8>,
    /// Its activity over time.
    pub(super) meter: Meter,
}

/// The threads and the results that were not taken yet.
pub(super) struct Workers {
    jobs: Option<Sender<(u64, Job)>>,
    results: Receiver<(u64, io::Result<Done>)>,
    done: BTreeMap<u64, io::Result<Done>>,
    next: u64,
    under_way: usize,
    most: usize,
    threads: Vec<JoinHandle<()>>,
    /// The worker that the caller runs itself, because there is no thread.
    here: Option<Box<Worker>>,
}

impl Workers {
    /// Starts a thread for each searcher, or as many as the system allows; at most `most` blocks are in progress at one
    /// time. `time` is the time of all entries, in seconds since 1970.
    ///
    /// # Errors
    /// If there is no searcher, or not enough memory.
    pub(super) fn start(searchers: Vec<Searcher>, most: usize, compress: Compression, time: u64) -> io::Result<Self> {
        if searchers.is_empty() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "nothing to search blocks with"));
        }
        let (jobs, queue) = channel::<(u64, Job)>();
        let (out, results) = channel();
        let queue = Arc::new(Mutex::new(queue));
        let worker = |searcher| Ok(Box::new(Worker { searcher, packer: Packer::new(compress)?, time }));
        let workers = searchers.into_iter().map(worker).collect::<io::Result<Vec<_>>>()?;
        let start = |worker| thread(worker, Arc::clone(&queue), out.clone());
        let (threads, here) = with_room_for(LATER, || as_many(workers, start));
        let (done, most) = (BTreeMap::new(), most.max(1));
        Ok(Self { jobs: Some(jobs), results, done, next: 0, under_way: 0, most, threads, here })
    }

    /// Gives out a job; the returned number identifies its result.
    pub(super) fn give(&mut self, job: Job) -> u64 {
        let number = self.next;
        self.next += 1;
        self.under_way += 1;
        if let Some(worker) = &mut self.here {
            self.done.insert(number, worker.run(job));
            return number;
        }
        // The queue is open as long as a worker lives, and the workers live until this is dropped.
        if let Some(jobs) = &self.jobs {
            let _ = jobs.send((number, job));
        }
        number
    }

    /// Returns whether as many blocks are in progress as memory allows.
    pub(super) fn is_full(&self) -> bool {
        self.under_way >= self.most
    }

    /// Waits for the result of a job.
    pub(super) fn wait_for(&mut self, number: u64) -> io::Result<Done> {
        loop {
            if let Some(done) = self.take(number)? {
                return Ok(done);
            }
            let (other, done) = self.results.recv().map_err(|_| io::Error::other("the packing threads have ended"))?;
            self.done.insert(other, done);
        }
    }

    /// Returns the result of a job, if it is there.
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

/// Starts a thread for each worker, up to the first that the system refuses; if it starts none, leaves one worker to
/// the caller.
fn as_many<W, T>(workers: Vec<W>, start: impl Fn(W) -> Result<T, (W, io::Error)>) -> (Vec<T>, Option<W>) {
    let mut started = Vec::with_capacity(workers.len());
    for worker in workers {
        match start(worker) {
            Ok(thread) => started.push(thread),
            Err((worker, error)) => {
                log::warn!("only {} packing threads: {error}", started.len());
                let left = started.is_empty().then_some(worker);
                return (started, left);
            }
        }
    }
    (started, None)
}

/// Runs what starts threads, while reserving room for `others` threads that are started later.
fn with_room_for<T>(others: usize, start: impl FnOnce() -> T) -> T {
    let gate = Mutex::new(());
    std::thread::scope(|scope| {
        let shut = gate.lock();
        for _ in 0..others {
            let other = std::thread::Builder::new().stack_size(STACK);
            if other.spawn_scoped(scope, || drop(gate.lock())).is_err() {
                break;
            }
        }
        let started = start();
        drop(shut);
        started
    })
}

/// Starts a thread for a worker; returns the worker if that fails.
fn thread(
    worker: Box<Worker>,
    queue: Arc<Mutex<Receiver<(u64, Job)>>>,
    out: Sender<(u64, io::Result<Done>)>,
) -> Result<JoinHandle<()>, (Box<Worker>, io::Error)> {
    // The worker is passed on after the thread has started, because a thread that does not start would drop it.
    let (hand, own) = channel::<Box<Worker>>();
    let started = std::thread::Builder::new().spawn(move || {
        if let Ok(mut worker) = own.recv() {
            work(&queue, &out, |job| worker.run(job));
        }
    });
    match started {
        Ok(thread) => {
            // The thread waits for its worker, so this cannot fail.
            let _ = hand.send(worker);
            Ok(thread)
        }
        Err(error) => Err((worker, error)),
    }
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

/// Searches, rewrites and packs.
struct Worker {
    searcher: Searcher,
    packer: Packer,
    /// Time of all entries.
    time: u64,
}

impl Worker {
    fn run(&mut self, job: Job) -> io::Result<Done> {
        let Self { searcher, packer, time } = self;
        let now = i64::try_from(*time).unwrap_or(0);
        match job {
            Job::Block(block) => {
                let content = searcher.minimize(block);
                // Readers reject an empty piece.
                let packed =
                    if content.as_bytes().is_empty() { Vec::new() } else { packer.pack(content.as_bytes())? };
                let meter = Meter::measure(content.as_bytes(), now);
                Ok(Done::Block(content, packed, meter))
            }
            Job::Batch(items) => {
                let (mut whole, mut shorts) = (Vec::new(), Vec::with_capacity(items.len()));
                for (path, content) in items {
                    let content = searcher.minimize(content);
                    let bytes = content.as_bytes().len() as u64;
                    whole.extend_from_slice(&entry::header(&path, bytes, *time)?);
                    whole.extend_from_slice(content.as_bytes());
                    whole.extend_from_slice(entry::padding(bytes));
                    let digest = digest(&SHA256, content.as_bytes()).as_ref().to_vec();
                    shorts.push(Short { bytes, digest, meter: Meter::measure(content.as_bytes(), now) });
                }
                Ok(Done::Batch(shorts, packer.pack(&whole)?))
            }
        }
    }
}

/// Number of threads started after the workers: the one that takes snapshots, that of a command, and one that it
/// starts.
const LATER: usize = 3;
/// Stack bytes for waiting, with a reserve.
const STACK: usize = 256 << 10;

#[cfg(test)]
mod tests {
    use std::io;

    use super::as_many;

    #[test]
    fn fewer_threads_are_enough_and_where_there_is_none_one_worker_is_left() {
        let start = |number: u32, most: u32| {
            if number < most { Ok(number) } else { Err((number, io::ErrorKind::WouldBlock.into())) }
        };
        for (most, started, left) in [(4, vec![0, 1, 2, 3], None), (1, vec![0], None), (0, vec![], Some(0))] {
            assert_eq!(as_many((0..4).collect(), |number| start(number, most)), (started, left));
        }
    }
}
