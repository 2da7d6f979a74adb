//! The archive: canonical ustar in gzip members, Zstandard frames or neither, written in one pass, the same bytes whatever the number of workers.
//!
//! Takes only what the minimizer vouches for. A tar header needs the length of what follows, so a long item's packed
//! blocks are held until the item ends; its header then goes out in a piece of its own and the held pieces behind it.

mod activity;
mod digester;
mod entry;
mod gzip;
pub mod manifest;
mod packer;
mod packing;
pub mod readme;
mod workers;
mod zstd;

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read, Seek, Write};

pub(crate) use entry::header as canonical_header;
pub use entry::{Name, Names};
pub(crate) use packer::{FRAME, MEMBER, Packer, RATIO, SLACK};
pub use packing::Packing;

use crate::minimize::{Block, Minimized, Scanned, Searcher};
use crate::profile::Compression;
use activity::Meter;
use digester::Digester;
use manifest::Activity;
use workers::{Done, Job, Workers};

/// Files of a bundle, all told; a reader takes no more.
pub const ENTRIES: usize = 32_768;
/// Items of a bundle: what is left beside our own files.
pub const ITEMS: usize = ENTRIES - 8;
/// Bytes of a manifest; a reader takes no more.
pub const MANIFEST: usize = 32 << 20;

/// How an archive is written.
pub struct Options {
    /// The folder that everything lies in.
    pub folder: String,
    /// The one time of all entries, in seconds since 1970.
    pub time: u64,
    /// How it is compressed, and how hard.
    pub compress: Compression,
    /// What searches the blocks: one or more, each for a thread that rewrites and deflates too.
    pub searchers: Vec<Searcher>,
    /// Blocks that are with them at one time.
    pub blocks: usize,
    /// Bytes of one item's deflated blocks that stay in memory.
    pub hold: usize,
    /// Where more of them go: a file that no name leads to.
    pub spill: Box<dyn FnMut() -> io::Result<File>>,
}

/// An entry that has been written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    /// Its name below the folder.
    pub name: String,
    /// Bytes of its content.
    pub bytes: u64,
    /// SHA-256 of its content.
    pub digest: Vec<u8>,
    /// How busy it was over time, where its lines have times.
    pub activity: Option<Activity>,
}

/// Writes an archive.
pub struct Archive<W> {
    output: W,
    options: Options,
    packer: Packer,
    workers: Workers,
    digester: Digester,
    queue: VecDeque<Step>,
    /// The item whose blocks are being taken: its name, and its first block until there is a second.
    open: Option<(Name, Option<Block>)>,
    /// Short items that go into one piece, and bytes of them.
    batch: (Vec<(Name, Block)>, usize),
    /// The long item that is being written.
    body: Option<Body>,
    packed: Vec<Packed>,
}

/// What is to be written next, in order.
enum Step {
    /// Short items, whole.
    Batch(Vec<Name>, u64),
    /// A long item begins.
    Begin(Name),
    /// A block of the long item.
    Block(u64),
    /// The long item ends.
    End,
}

/// Blocks of a long item, deflated and held.
struct Body {
    name: Name,
    bytes: u64,
    meter: Meter,
    held: Vec<u8>,
    spilled: Option<File>,
    spilled_bytes: u64,
}

impl<W: Write> Archive<W> {
    /// An archive with nothing in it.
    ///
    /// # Errors
    /// There is no memory for it.
    pub fn new(output: W, mut options: Options) -> io::Result<Self> {
        let packer = Packer::new(options.compress)?;
        let searchers = std::mem::take(&mut options.searchers);
        let workers = Workers::start((searchers, options.blocks), options.compress, options.time)?;
        let (digester, queue) = (Digester::start()?, VecDeque::new());
        Ok(Self {
            output,
            options,
            packer,
            workers,
            digester,
            queue,
            open: None,
            batch: Default::default(),
            body: None,
            packed: Vec::new(),
        })
    }

    /// What is written to.
    pub fn output(&self) -> &W {
        &self.output
    }

    /// Deflated bytes of the item that is being written, which its header still waits for.
    pub fn held(&self) -> u64 {
        self.body.as_ref().map_or(0, |body| body.spilled_bytes + body.held.len() as u64)
    }

    /// Begins an item.
    pub fn begin(&mut self, name: Name) {
        self.open = Some((name, None));
    }

    /// Takes the next block of the item.
    ///
    /// # Errors
    /// The output's.
    pub fn push(&mut self, block: impl Into<Block>) -> io::Result<()> {
        let block = block.into();
        match self.open.take() {
            Some((name, None)) if self.body_is_closed(&name) => self.open = Some((name, Some(block))),
            Some((name, Some(first))) => {
                self.close_batch();
                self.queue.push_back(Step::Begin(name.clone()));
                self.block(first)?;
                self.block(block)?;
                self.open = Some((name.opened(), None));
            }
            Some((name, None)) => {
                self.block(block)?;
                self.open = Some((name, None));
            }
            None => {}
        }
        Ok(())
    }

    /// Ends the item.
    ///
    /// # Errors
    /// The output's.
    pub fn end(&mut self) -> io::Result<()> {
        match self.open.take() {
            Some((name, None)) if !self.body_is_closed(&name) => self.queue.push_back(Step::End),
            Some((name, block)) => {
                let content = block.unwrap_or_else(|| Scanned::empty().into());
                let bytes = content.len() + AROUND;
                if self.batch.1 + bytes > BATCH {
                    self.close_batch();
                }
                self.batch.0.push((name, content));
                self.batch.1 += bytes;
            }
            None => {}
        }
        self.advance(false)
    }

    /// Writes one of our own files.
    ///
    /// # Errors
    /// The output's.
    pub fn file(&mut self, name: Name, content: Minimized) -> io::Result<()> {
        self.begin(name);
        self.push(Scanned::unchanged(content))?;
        self.end()
    }

    /// Writes one of our own files that is too long to be held whole; `write` gives its pieces, in order.
    ///
    /// # Errors
    /// The output's, and those of `write`.
    pub fn long_file(
        &mut self,
        name: Name,
        write: impl FnOnce(&mut dyn FnMut(Minimized) -> io::Result<()>) -> io::Result<()>,
    ) -> io::Result<()> {
        self.begin(name);
        write(&mut |piece| self.push(Scanned::unchanged(piece)))?;
        self.end()
    }

    /// Waits until everything so far is written; gives the entries, in order.
    ///
    /// # Errors
    /// The output's.
    pub fn settle(&mut self) -> io::Result<&[Packed]> {
        self.advance(true)?;
        Ok(&self.packed)
    }

    /// Closes the archive with two blocks of zeros and gives the output back.
    ///
    /// # Errors
    /// The output's.
    pub fn finish(mut self) -> io::Result<W> {
        self.advance(true)?;
        self.output.write_all(&self.packer.pack(&[0; 1024])?)?;
        Ok(self.output)
    }

    fn body_is_closed(&self, name: &Name) -> bool {
        !name.is_opened()
    }

    fn path(&self, name: &Name) -> String {
        format!("{}/{}", self.options.folder, name.as_str())
    }

    /// Gives the short items away that wait for more of their kind.
    fn close_batch(&mut self) {
        let (items, _) = std::mem::take(&mut self.batch);
        if items.is_empty() {
            return;
        }
        let (names, items) =
            items.into_iter().map(|(name, content)| (name.clone(), (self.path(&name), content))).unzip();
        let number = self.workers.give(Job::Batch(items));
        self.queue.push_back(Step::Batch(names, number));
    }

    fn block(&mut self, block: Block) -> io::Result<()> {
        let number = self.workers.give(Job::Block(block));
        self.queue.push_back(Step::Block(number));
        self.advance(false)
    }

    /// Writes what is ready, in order; waits for the workers where there is too much under way, or for all of it.
    fn advance(&mut self, all: bool) -> io::Result<()> {
        if all {
            self.close_batch();
        }
        while let Some(step) = self.queue.front() {
            let wait = all || self.workers.is_full();
            let done = match step {
                Step::Batch(_, number) | Step::Block(number) => match self.workers.take(*number, wait) {
                    Some(done) => Some(done?),
                    None => return Ok(()),
                },
                Step::Begin(_) | Step::End => None,
            };
            if let Some(step) = self.queue.pop_front() {
                self.write(step, done)?;
            }
        }
        Ok(())
    }

    fn write(&mut self, step: Step, done: Option<Done>) -> io::Result<()> {
        match (step, done) {
            (Step::Batch(names, _), Some(Done::Batch(shorts, packed))) => {
                self.output.write_all(&packed)?;
                self.packed.extend(names.into_iter().zip(shorts).map(|(name, short)| Packed {
                    name: name.into_string(),
                    bytes: short.bytes,
                    digest: short.digest,
                    activity: short.meter.activity(),
                }));
            }
            (Step::Begin(name), _) => self.body = Some(Body::new(name)),
            (Step::Block(_), Some(Done::Block(content, packed, meter))) => {
                if let Some(body) = &mut self.body {
                    body.bytes += content.as_bytes().len() as u64;
                    body.hold(&packed, &meter, &mut self.options)?;
                    self.digester.take(content)?;
                }
            }
            (Step::End, _) => {
                if let Some(body) = self.body.take() {
                    self.long(body)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Writes a long item: header, held pieces, padding.
    fn long(&mut self, body: Body) -> io::Result<()> {
        let header = entry::header(&self.path(&body.name), body.bytes, self.options.time)?;
        self.output.write_all(&self.packer.pack(&header)?)?;
        if let Some(mut file) = body.spilled {
            file.rewind()?;
            io::copy(&mut file.take(u64::MAX), &mut self.output)?;
        }
        self.output.write_all(&body.held)?;
        let padding = entry::padding(body.bytes);
        if !padding.is_empty() {
            self.output.write_all(&self.packer.pack(padding)?)?;
        }
        let digest = self.digester.finish()?;
        let activity = body.meter.activity();
        self.packed.push(Packed { name: body.name.into_string(), bytes: body.bytes, digest, activity });
        Ok(())
    }
}

impl Body {
    fn new(name: Name) -> Self {
        Self { name, bytes: 0, meter: Meter::default(), held: Vec::new(), spilled: None, spilled_bytes: 0 }
    }

    fn hold(&mut self, packed: &[u8], meter: &Meter, options: &mut Options) -> io::Result<()> {
        self.meter.add(meter);
        self.held.extend_from_slice(packed);
        if self.held.len() > options.hold {
            let file = match &mut self.spilled {
                Some(file) => file,
                None => self.spilled.insert((options.spill)()?),
            };
            file.write_all(&self.held)?;
            self.spilled_bytes += self.held.len() as u64;
            self.held.clear();
        }
        Ok(())
    }
}

/// Bytes of short items that share a piece: twice what a block of a long item has.
const BATCH: usize = 1 << 20;
/// Bytes around a short item's content: its header, and padding on average.
const AROUND: usize = 768;
