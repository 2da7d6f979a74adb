//! Threads that search, rewrite and pack blocks; results are taken by number, in any order.
//!
//! Where the system is short of threads, as in a container with few, there are fewer, or none and the caller does their
//! work: a slow run is better than none. What is started later comes before them, as snapshots and commands do.

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
    /// Does the jobs where they are given, because there is no thread.
    here: Option<Box<Worker>>,
}

impl Workers {
    /// Starts a thread for each searcher, or as many as the system gives, with which there are at most so many blocks at
    /// one time; `time` is that of all entries, in seconds since 1970.
    ///
    /// # Errors
    /// There is no searcher, or no memory.
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

    /// Gives a job away; its number leads to its result.
    pub(super) fn give(&mut self, job: Job) -> u64 {
        let number = self.next;
        self.next += 1;
        self.under_way += 1;
        if let Some(worker) = &mut self.here {
            self.done.insert(number, worker.run(job));
            return number;
        }
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
            let (other, done) = self.results.recv().map_err(|_| io::Error::other("the packing threads have ended"))?;
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

/// Starts a thread for each, up to the first that the system does not give; where it gives none, leaves one to the
/// caller.
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

/// Does what starts threads, and leaves it no room that so many others take who are started later.
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

/// Starts a thread for a worker; gives it back where there is none.
fn thread(
    worker: Box<Worker>,
    queue: Arc<Mutex<Receiver<(u64, Job)>>>,
    out: Sender<(u64, io::Result<Done>)>,
) -> Result<JoinHandle<()>, (Box<Worker>, io::Error)> {
    // Handed over once the thread is there: one that does not start would take it along.
    let (hand, own) = channel::<Box<Worker>>();
    let started = std::thread::Builder::new().spawn(move || {
        if let Ok(mut worker) = own.recv() {
            work(&queue, &out, |job| worker.run(job));
        }
    });
    match started {
        Ok(thread) => {
            // It waits for it.
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

/// What searches, rewrites and packs.
struct Worker {
    searcher: Searcher,
    packer: Packer,
    /// That of all entries.
    time: u64,
}

impl Worker {
    fn run(&mut self, job: Job) -> io::Result<Done> {
        let Self { searcher, packer, time } = self;
        let now = i64::try_from(*time).unwrap_or(0);
        match job {
            Job::Block(block) => {
                let content = searcher.minimize(block);
                // A piece that holds nothing is none that a reader takes.
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

/// What is started after the workers: the thread that takes snapshots, a command, and one that it starts.
const LATER: usize = 3;
/// Bytes of stack that waiting takes, and more.
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
