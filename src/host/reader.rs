//! The process that enters file systems, so that main never does.
//!
//! A read that hangs in the kernel blocks its caller for good: no signal ends it, and a process with one stuck thread
//! cannot be reaped. So the same program is started again with one end of a socket pair and nothing else; it opens and
//! reads what it is asked for. If it does not answer in time, it is abandoned without waiting, and a fresh one
//! continues.

#![expect(clippy::disallowed_methods, reason = "`host` starts processes")]

mod answer;
mod server;

use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::frame::{End, Frame, Request};
use super::open::{bytes_of, path_of};
use super::root::Root;
use super::{process, starter};
use crate::plan::{Listing, SkippedPath, Status};
use crate::profile::{Floor, Keep, PathPattern};
use answer::{next, unanswered};

pub use server::serve;

/// The first argument that makes the program a reader.
pub const ARGUMENT: &str = "__reader";

/// Main's side: sends requests to a reader, and starts another if one does not answer.
pub struct Reader {
    root: Root,
    /// Mounts to enter although they may not answer.
    mounts: Vec<PathBuf>,
    /// The folder of our own keys and ledgers.
    own: Option<PathBuf>,
    current: Option<(UnixStream, Child)>,
    /// A request that was sent before its turn, so that the reader works on it while the answer before is processed.
    ahead: Option<Request>,
    abandoned: Vec<Child>,
    /// The end of the whole run, after which no answer is waited for.
    until: Option<Instant>,
    haste: Haste,
    /// Buffer for the pieces of a file.
    buffer: Vec<u8>,
}

/// Whether a request to stop the run ends the wait for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Haste {
    /// It does.
    WhenAsked,
    /// It does not, because without this answer nothing could be minimized.
    Never,
}

/// A file to read.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// Its absolute path on the appliance.
    pub path: &'a Path,
    /// Which end to keep if it is longer than its limit.
    pub keep: Keep,
    /// Maximum bytes to read.
    pub limit: u64,
}

impl Reader {
    /// Makes a reader for one root; no process is started before the first request.
    #[must_use]
    pub fn new(root: Root) -> Self {
        Self {
            root,
            mounts: Vec::new(),
            own: None,
            current: None,
            ahead: None,
            abandoned: Vec::new(),
            until: None,
            haste: Haste::Never,
            buffer: Vec::new(),
        }
    }

    /// Also enters these mounts from now on, although they may not answer.
    pub fn enter(&mut self, mounts: &[PathBuf]) {
        if self.mounts != mounts {
            self.mounts = mounts.to_vec();
            // The running process does not know of them; the next one will.
            self.dismiss();
        }
    }

    /// Excludes our own state folder from now on.
    pub fn keep_out_of(&mut self, state: &Path) {
        self.own = Some(state.canonicalize().unwrap_or_else(|_| state.to_owned()));
    }

    /// Sets the time after which no answer is waited for.
    pub fn end_at(&mut self, until: Instant) {
        self.until = Some(until);
    }

    /// Sets whether a request to stop the run ends the wait for later answers.
    pub fn hasten(&mut self, haste: Haste) {
        self.haste = haste;
    }

    /// Returns whether it works on a request that was sent before its turn, which any other request would discard.
    #[must_use]
    pub fn is_ahead(&self) -> bool {
        self.ahead.is_some()
    }

    /// Returns the root that it reads.
    #[must_use]
    pub fn root(&self) -> &Root {
        &self.root
    }

    /// Finds the files that match; what was found before a deadline counts.
    pub fn list(
        &mut self,
        paths: &[PathPattern],
        exclude: &[PathPattern],
        floor: Floor,
        deadline: Duration,
    ) -> Listing {
        let texts = |patterns: &[PathPattern]| patterns.iter().map(ToString::to_string).collect();
        let (root, paths, exclude) = (self.root.clone(), texts(paths), texts(exclude));
        let left = self.until.map_or(deadline, |until| until.saturating_duration_since(Instant::now()).min(deadline));
        // A quarter of the time is left for the answer.
        let request = Request::List { root, paths, exclude, floor, own: self.own.clone(), within: left * 3 / 4 };
        let mut listing = Listing::default();
        let end = self.ask(request, deadline, |frame| {
            match frame {
                Frame::Found(sighted) => listing.found.push(sighted.clone()),
                Frame::Skipped(skip) => listing.skipped.push(skip.clone()),
                _ => {}
            }
            Ok::<_, std::convert::Infallible>(())
        });
        let Ok(end) = end;
        if let Some(reason) = end.reason {
            listing.skipped.push(SkippedPath { path: Vec::new(), status: end.status, reason });
        }
        if listing.found.len() > MANY {
            // The process would keep the memory that it needed for the names.
            self.dismiss();
        }
        listing
    }

    /// Reads the bytes of a file, piece by piece; `next` names the file that will be read next, if that is certain.
    ///
    /// # Errors
    /// Only those that `data` returns; everything else is part of how reading ended.
    pub fn read<E>(
        &mut self,
        wanted: Wanted<'_>,
        next: Option<Wanted<'_>>,
        deadline: Duration,
        mut data: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<End, E> {
        let request = |Wanted { path, keep, limit }: Wanted<'_>| Request::Read {
            root: self.root.clone(),
            path: bytes_of(path).to_vec(),
            keep,
            limit,
        };
        let (request, next) = (request(wanted), next.map(request));
        self.ask_ahead(request, next, deadline, |frame| match frame {
            Frame::Data(bytes) => data(bytes),
            _ => Ok(()),
        })
    }

    /// Reads a whole small file; `None` if that fails.
    pub fn small(&mut self, path: &Path) -> Option<Vec<u8>> {
        self.up_to(path, SMALL).map(|(bytes, _)| bytes)
    }

    /// Reads the first `limit` bytes of a file, and returns whether that is all of it; `None` if that fails.
    pub fn up_to(&mut self, path: &Path, limit: u64) -> Option<(Vec<u8>, bool)> {
        let mut bytes = Vec::new();
        let end = self.read(Wanted { path, keep: Keep::Head, limit }, None, SMALL_DEADLINE, |piece| {
            bytes.extend_from_slice(piece);
            Ok::<_, std::convert::Infallible>(())
        });
        let Ok(end) = end;
        matches!(end.status, Status::Collected | Status::Cut).then_some((bytes, end.status == Status::Collected))
    }

    /// Returns the names of a folder's entries, in order.
    pub fn names(&mut self, folder: &str) -> Vec<Vec<u8>> {
        self.gather(Request::Names { root: self.root.clone(), folder: folder.to_owned() }).0
    }

    /// Returns the real path of a folder of the appliance on this machine; `None` if it is not a folder, or may not be
    /// entered.
    pub fn folder(&mut self, folder: &str) -> Option<PathBuf> {
        let (mut paths, _) = self.gather(Request::Folder { root: self.root.clone(), folder: folder.to_owned() });
        paths.pop().map(path_of)
    }

    /// Returns the absolute path of a program of the running system, itself or found on the fixed search path.
    ///
    /// # Errors
    /// The outcome of the command if the program does not exist, or if others could have put it there.
    pub fn program(&mut self, name: &str) -> Result<PathBuf, (Status, String)> {
        let (mut paths, end) = self.gather(Request::Program { name: name.to_owned() });
        paths.pop().map(path_of).ok_or_else(|| (end.status, end.reason.unwrap_or_default()))
    }

    /// Whether a path of the appliance is there.
    ///
    /// # Errors
    /// Why not: [`Status::Absent`] where it is not there, another status where nobody can tell.
    pub fn exists(&mut self, path: &str) -> Result<(), End> {
        self.is_so(Request::Exists { root: self.root.clone(), path: path.to_owned() })
    }

    /// Checks that a path exists and that only root and the caller can have put it there.
    ///
    /// # Errors
    /// [`Status::Absent`] if it does not exist, [`Status::Denied`] if others can have put it there.
    pub fn trusted(&mut self, path: &str) -> Result<(), End> {
        self.is_so(Request::Trusted { root: self.root.clone(), path: path.to_owned() })
    }

    fn is_so(&mut self, request: Request) -> Result<(), End> {
        let (_, end) = self.gather(request);
        if end.status == Status::Collected { Ok(()) } else { Err(end) }
    }

    /// Returns why a path of the running system should not be waited for, if it does not answer in time.
    pub fn hangs(&mut self, path: &Path) -> Option<String> {
        let end = self.gather(Request::Reach { path: bytes_of(path).to_vec() }).1;
        end.reason.filter(|_| end.status == Status::TimedOut)
    }

    /// Makes a reader for a tree that is given by its path.
    ///
    /// # Errors
    /// Why it was not read: [`Status::Absent`] if there is none, [`Status::Failed`] if it could not be checked.
    pub fn for_tree(path: &Path) -> Result<Self, End> {
        let mut reader = Self::new(Root::Live);
        let (mut paths, end) = reader.gather(Request::Tree { path: path.to_owned() });
        let path = paths.pop().ok_or(end)?;
        reader.root = Root::Tree(path_of(path));
        Ok(reader)
    }

    fn gather(&mut self, request: Request) -> (Vec<Vec<u8>>, End) {
        let mut gathered = Vec::new();
        let end = self.ask(request, SMALL_DEADLINE, |frame| {
            if let Frame::Data(name) = frame {
                gathered.push(name.clone());
            }
            Ok::<_, std::convert::Infallible>(())
        });
        let Ok(end) = end;
        (gathered, end)
    }

    /// Sends a request and passes every frame of the answer to `take`.
    fn ask<E>(
        &mut self,
        request: Request,
        deadline: Duration,
        take: impl FnMut(&Frame) -> Result<(), E>,
    ) -> Result<End, E> {
        self.ask_ahead(request, None, deadline, take)
    }

    /// Does the same, and sends the next request behind it.
    fn ask_ahead<E>(
        &mut self,
        request: Request,
        following: Option<Request>,
        deadline: Duration,
        mut take: impl FnMut(&Frame) -> Result<(), E>,
    ) -> Result<End, E> {
        // Only the waiting counts: the reader is not responsible for the time that processing its answer takes.
        let mut patience = deadline;
        if let Err(error) = self.send_both(&request, following) {
            return Ok(End::without(Status::Failed, format!("cannot start a reader: {error}")));
        }
        loop {
            let Some((stream, _)) = &mut self.current else {
                return Ok(End::without(Status::Failed, "the reader process has ended"));
            };
            let begun = Instant::now();
            let until = self.until.map_or(begun + patience, |until| until.min(begun + patience));
            let answer = next(stream, until, self.haste, &mut self.buffer);
            patience = patience.saturating_sub(begun.elapsed());
            let end = match answer {
                Ok(Some(Frame::End(end))) => return Ok(end),
                Ok(Some(frame)) => match take(&frame) {
                    Ok(()) => {
                        self.buffer = frame.into_buffer();
                        continue;
                    }
                    Err(error) => Err(error),
                },
                Ok(None) => Ok(End::without(Status::Failed, "the reader process ended before it answered")),
                Err(error) => Ok(unanswered(&error, deadline - patience)),
            };
            self.abandon();
            return end;
        }
    }

    /// Sends a request, unless it was sent ahead, and the next one.
    fn send_both(&mut self, request: &Request, next: Option<Request>) -> io::Result<()> {
        match self.ahead.take() {
            Some(ahead) if ahead == *request => {}
            // The answer on its way is not wanted; that is rare enough to start a new reader.
            Some(_) => {
                self.abandon();
                self.send(request)?;
            }
            None => self.send(request)?,
        }
        if let Some(next) = next {
            self.send(&next)?;
            self.ahead = Some(next);
        }
        Ok(())
    }

    fn send(&mut self, request: &Request) -> io::Result<()> {
        if self.current.is_none() {
            // A process that the system no longer knows has ended too.
            self.abandoned.retain_mut(|child| matches!(child.try_wait(), Ok(None)));
            if self.abandoned.len() >= MOST_ABANDONED {
                return Err(io::Error::other("too many reader processes already hang"));
            }
            self.current = Some(start(&self.mounts)?);
        }
        let Some((stream, _)) = &mut self.current else { return Ok(()) };
        let sent = Frame::Request(request.clone()).write(stream);
        if sent.is_err() {
            self.abandon();
        }
        sent
    }

    /// Ends the current reader. If it works on a request that was sent ahead, it may hang there without anyone having
    /// waited for it yet.
    fn dismiss(&mut self) {
        if self.ahead.is_some() {
            return self.abandon();
        }
        if let Some((stream, mut child)) = self.current.take() {
            // A reader whose socket is closed ends by itself; since it answered, waiting for it is short.
            drop(stream);
            let _ = child.wait();
        }
    }

    /// Kills the current reader without waiting for it, because it may never end.
    fn abandon(&mut self) {
        self.ahead = None;
        if let Some((stream, mut child)) = self.current.take() {
            drop(stream);
            // A reader that has already ended cannot be killed, which does not matter.
            let _ = child.kill();
            self.abandoned.push(child);
        }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.dismiss();
    }
}

/// Starts the same program again with one end of a socket pair and nothing else.
fn start(mounts: &[PathBuf]) -> io::Result<(UnixStream, Child)> {
    let (ours, theirs) = UnixStream::pair()?;
    let mut command = Command::new(process::own_program());
    command.arg(ARGUMENT).args(mounts).env_clear().current_dir("/");
    command.stdin(Stdio::from(OwnedFd::from(theirs))).stdout(Stdio::null()).stderr(Stdio::null());
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    Ok((ours, starter::start(command)?))
}

/// Number of files in a listing from which the memory is worth giving back.
const MANY: usize = 2000;
/// Maximum number of readers that may hang at one time.
const MOST_ABANDONED: usize = 8;
/// Maximum bytes of a small file.
const SMALL: u64 = 1 << 20;
const SMALL_DEADLINE: Duration = Duration::from_secs(5);
