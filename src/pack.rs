//! The archive: canonical ustar in gzip members, Zstandard frames or uncompressed, written in one pass, the same bytes
//! for any number of workers.
//!
//! It takes blocks and has its workers minimize them: nothing else is packed. A tar header needs the length of what
//! follows, so a long item's packed blocks are held until the item ends; its header then goes out in a piece of its
//! own, followed by the held pieces.

mod activity;
mod body;
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
use std::io::{self, Write};

pub(crate) use entry::header as canonical_header;
pub use entry::{Name, Names};
pub(crate) use packer::{FRAME, MEMBER, Packer, RATIO, SLACK};
pub use packing::Packing;

use crate::minimize::{Block, Minimized, Scanned, Searcher};
use crate::profile::Compression;
use body::Body;
use digester::Digester;
use manifest::Activity;
use workers::{Done, Job, Workers};

/// Maximum number of files in a bundle; readers accept no more.
pub const ENTRIES: usize = 32_768;
/// Maximum number of items in a bundle: what our own files leave.
pub const ITEMS: usize = ENTRIES - 8;
/// Maximum bytes of a manifest; readers accept no more.
pub const MANIFEST: usize = 32 << 20;

/// How an archive is written.
pub struct Options {
    /// The folder that contains everything.
    pub folder: String,
    /// The time of all entries, in seconds since 1970.
    pub time: u64,
    /// How it is compressed, and how hard.
    pub compress: Compression,
    /// The searchers for blocks: one or more, each for a thread that also rewrites and packs.
    pub searchers: Vec<Searcher>,
    /// Maximum number of blocks that they hold at one time.
    pub blocks: usize,
    /// Bytes of one item's packed blocks that stay in memory.
    pub hold: usize,
    /// Opens a file without a name for the rest of them. If there is no room for one, see
    /// [`is_crowded`](Archive::is_crowded).
    pub spill: Box<dyn FnMut() -> io::Result<File>>,
}

/// The item whose blocks are being taken.
enum Open {
    /// An item that may have only this one block, and share a piece with others.
    Short(Name, Option<Block>),
    /// An item that has more blocks, which go to the workers as they come.
    Long,
}

/// What an archive waits for before it continues.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wait {
    /// The workers have room for another block.
    ForRoom,
    /// The workers have finished everything.
    ForAll,
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
    /// Its activity over time, if its lines have times.
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
    open: Option<Open>,
    batch: Batch,
    /// The long item that is being written.
    body: Option<Body>,
    packed: Vec<Packed>,
}

/// Short items that share one piece.
#[derive(Default)]
struct Batch {
    items: Vec<(Name, Block)>,
    /// Bytes that they take in the piece.
    bytes: usize,
}

/// What to write next, in order.
enum Step {
    /// Whole short items.
    Batch(Vec<Name>, u64),
    /// The beginning of a long item.
    Begin(Name),
    /// A block of the long item.
    Block(u64),
    /// The end of the long item.
    End,
}

impl<W: Write> Archive<W> {
    /// Makes an empty archive.
    ///
    /// # Errors
    /// If there is not enough memory.
    pub fn new(output: W, mut options: Options) -> io::Result<Self> {
        let packer = Packer::new(options.compress)?;
        let searchers = std::mem::take(&mut options.searchers);
        let workers = Workers::start(searchers, options.blocks, options.compress, options.time)?;
        let (digester, queue) = (Digester::start(), VecDeque::new());
        Ok(Self {
            output,
            options,
            packer,
            workers,
            digester,
            queue,
            open: None,
            batch: Batch::default(),
            body: None,
            packed: Vec::new(),
        })
    }

    /// Returns the output.
    pub fn output(&self) -> &W {
        &self.output
    }

    /// Returns the packed bytes of the current item that wait for its header.
    pub fn held(&self) -> u64 {
        self.body.as_ref().map_or(0, |body| body.packed())
    }

    /// Returns whether no more of the current long item can be held, because neither memory nor the disk has room for
    /// more.
    pub fn is_crowded(&self) -> bool {
        self.body.as_ref().is_some_and(Body::is_crowded)
    }

    /// Begins an item.
    pub fn begin(&mut self, name: Name) {
        self.open = Some(Open::Short(name, None));
    }

    /// Takes the next block of the item.
    ///
    /// # Errors
    /// The output's.
    pub fn push(&mut self, block: impl Into<Block>) -> io::Result<()> {
        let block = block.into();
        match self.open.take() {
            Some(Open::Short(name, None)) => self.open = Some(Open::Short(name, Some(block))),
            Some(Open::Short(name, Some(first))) => {
                self.close_batch();
                self.queue.push_back(Step::Begin(name));
                self.block(first)?;
                self.block(block)?;
                self.open = Some(Open::Long);
            }
            Some(Open::Long) => {
                self.block(block)?;
                self.open = Some(Open::Long);
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
            Some(Open::Long) => self.queue.push_back(Step::End),
            Some(Open::Short(name, block)) => {
                let content = block.unwrap_or_else(|| Scanned::empty().into());
                let bytes = content.len() + AROUND;
                if self.batch.bytes + bytes > BATCH {
                    self.close_batch();
                }
                self.batch.items.push((name, content));
                self.batch.bytes += bytes;
            }
            None => {}
        }
        self.advance(Wait::ForRoom)
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

    /// Writes one of our own files that is too long to be held whole; `write` passes on its pieces, in order.
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

    /// Waits until everything so far is written; returns the entries, in order. The caller may take values out of them
    /// to save memory, because they are not used for writing.
    ///
    /// # Errors
    /// The output's.
    pub fn settle(&mut self) -> io::Result<&mut [Packed]> {
        self.advance(Wait::ForAll)?;
        Ok(&mut self.packed)
    }

    /// Closes the archive with two blocks of zeros and returns the output.
    ///
    /// # Errors
    /// The output's.
    pub fn finish(mut self) -> io::Result<W> {
        self.advance(Wait::ForAll)?;
        self.output.write_all(&self.packer.pack(&[0; 1024])?)?;
        Ok(self.output)
    }

    fn path(&self, name: &Name) -> String {
        format!("{}/{}", self.options.folder, name.as_str())
    }

    /// Gives the waiting short items to the workers.
    fn close_batch(&mut self) {
        let Batch { items, .. } = std::mem::take(&mut self.batch);
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
        self.advance(Wait::ForRoom)
    }

    /// Writes what is ready, in order.
    fn advance(&mut self, wait: Wait) -> io::Result<()> {
        if wait == Wait::ForAll {
            self.close_batch();
        }
        while let Some(step) = self.queue.front() {
            let done = match step {
                Step::Batch(_, number) | Step::Block(number) => {
                    let waits = wait == Wait::ForAll || self.workers.is_full();
                    let done =
                        if waits { Some(self.workers.wait_for(*number)?) } else { self.workers.take(*number)? };
                    if done.is_none() {
                        return Ok(());
                    }
                    done
                }
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
    fn long(&mut self, mut body: Body) -> io::Result<()> {
        let header = entry::header(&self.path(&body.name), body.bytes, self.options.time)?;
        self.output.write_all(&self.packer.pack(&header)?)?;
        body.write(&mut self.output)?;
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

/// Maximum bytes of short items that share a piece: twice the size of a block of a long item.
const BATCH: usize = 1 << 20;
/// Bytes around a short item's content: its header, and padding on average.
const AROUND: usize = 768;
