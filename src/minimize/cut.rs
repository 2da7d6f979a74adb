//! Cuts the bytes of one item into blocks that end where lines end; nothing is searched here.

use std::sync::Arc;

use super::buffer_pool::{Buffer, BufferPool};
use super::bytes;
use super::item::Withheld;
use super::utf16::{Encoding, Utf16};

/// Takes the bytes of one item as they come.
pub(crate) struct Cutter {
    pool: Arc<BufferPool>,
    /// Bytes of a block.
    block: usize,
    buffer: Buffer,
    /// Set while the item is UTF-16.
    utf16: Option<Utf16>,
    /// A line was longer than a block: from here on pieces end anywhere.
    endless: bool,
    checked: bool,
    withheld: Option<Withheld>,
}

/// A part of an item, in UTF-8 or what came in its place.
pub(crate) struct Cut {
    pub(crate) bytes: Buffer,
    pub(crate) extent: Extent,
    /// What the bytes were read from and are to be written in.
    pub(crate) encoding: Option<Encoding>,
}

/// Where a part of an item ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// It begins and ends where lines do.
    Lines,
    /// Anywhere: the line goes on in the next one.
    Piece,
    /// It began anywhere, and the item ends with it.
    LastPiece,
}

impl Cutter {
    pub(crate) fn new(pool: Arc<BufferPool>, block: usize) -> Self {
        let buffer = Buffer::default();
        Self { pool, block, buffer, utf16: None, endless: false, checked: false, withheld: None }
    }

    /// Takes the next bytes; gives the blocks that they complete.
    pub(crate) fn push(&mut self, mut bytes: &[u8]) -> Vec<Cut> {
        let mut cuts = Vec::new();
        while !bytes.is_empty() && self.withheld.is_none() {
            if self.buffer.is_empty() && Buffer::suits(bytes.len()) {
                self.buffer = self.pool.buffer(self.block);
            }
            let room = self.block.saturating_sub(self.buffer.len());
            let (now, later) = bytes.split_at(room.min(bytes.len()));
            match &mut self.utf16 {
                Some(utf16) => utf16.decode(now, &mut self.buffer),
                None => self.buffer.extend_from_slice(now),
            }
            bytes = later;
            if self.buffer.len() >= self.block / 2 && self.readable() {
                // What was UTF-16 is longer than it was, so that more may be left than one block has.
                while self.buffer.len() >= self.block {
                    cuts.push(self.block());
                }
            }
        }
        cuts
    }

    /// Closes the item; gives what is left of it.
    ///
    /// # Errors
    /// The item is no text that the minimizer can vouch for; nothing of it has been given out.
    pub(crate) fn finish(mut self) -> Result<Option<Cut>, Withheld> {
        let readable = self.readable();
        if let Some(withheld) = self.withheld {
            return Err(withheld);
        }
        if !readable || (self.buffer.is_empty() && !self.endless) {
            return Ok(None);
        }
        let extent = if self.endless { Extent::LastPiece } else { Extent::Lines };
        let bytes = std::mem::take(&mut self.buffer);
        Ok(Some(Cut { bytes, extent, encoding: self.encoding() }))
    }

    /// Looks once at the first bytes.
    fn readable(&mut self) -> bool {
        if !self.checked {
            self.checked = true;
            self.utf16 = Utf16::of(&self.buffer);
            if let Some(utf16) = &mut self.utf16 {
                let bytes = std::mem::take(&mut *self.buffer);
                utf16.decode(&bytes, &mut self.buffer);
            }
            self.withheld = unreadable(&self.buffer[..self.buffer.len().min(SAMPLE)]);
        }
        self.withheld.is_none()
    }

    /// Gives out the lines in the buffer; all of it where no line ends in it.
    fn block(&mut self) -> Cut {
        let mut bytes = std::mem::take(&mut self.buffer);
        let end = if self.endless { None } else { last_line_end(&bytes) };
        self.endless = end.is_none();
        let extent = if self.endless { Extent::Piece } else { Extent::Lines };
        let end = end.unwrap_or(bytes.len());
        let bytes = if end == bytes.len() {
            bytes
        } else if Buffer::suits(end) {
            self.buffer = self.pool.buffer(self.block);
            self.buffer.extend_from_slice(&bytes[end..]);
            bytes.truncate(end);
            bytes
        } else {
            let block = bytes[..end].to_vec().into();
            bytes.drain(..end);
            self.buffer = bytes;
            block
        };
        Cut { bytes, extent, encoding: self.encoding() }
    }

    fn encoding(&self) -> Option<Encoding> {
        self.utf16.as_ref().map(Utf16::encoding)
    }
}

/// Where the last line ends whose end has been seen: behind a line feed or a carriage return.
fn last_line_end(bytes: &[u8]) -> Option<usize> {
    // What follows a carriage return decides whether it stands alone.
    let seen = if bytes.ends_with(b"\r") { &bytes[..bytes.len() - 1] } else { bytes };
    memchr::memrchr2(b'\n', b'\r', seen).map(|at| at + 1)
}

/// Why the beginning of an item says that it is no text; NUL-separated text is text.
fn unreadable(sample: &[u8]) -> Option<Withheld> {
    let nuls = memchr::memchr_iter(0, sample).count();
    let doubled = bytes::find(sample, b"\0\0").is_some();
    let controls = sample.iter().filter(|byte| matches!(byte, 1..=7 | 0x0e..=0x1a | 0x1c..=0x1f)).count();
    // Of a few bytes, as a key has them, chance may leave controls out; letters of any other set are fewer in so short a
    // text, or it is none.
    let strange = || sample.utf8_chunks().map(|chunk| chunk.invalid().len()).sum::<usize>();
    let binary = (doubled || nuls * 4 > sample.len()) && !is_torn(sample, controls)
        || controls * 50 > sample.len()
        || sample.len() < SHORT && strange() * 5 > sample.len();
    (binary && !sample.is_empty()).then_some(Withheld::Binary)
}

/// Whether a text with so many controls has a hole of zeros or two, as a file system leaves them in a log that was being
/// written when the power failed.
fn is_torn(sample: &[u8], controls: usize) -> bool {
    let holes = sample.chunk_by(|one, next| (*one == 0) == (*next == 0)).filter(|run| run[0] == 0).count();
    controls == 0 && holes <= HOLES && sample.contains(&b'\n')
}

/// Holes of zeros that a text may have.
const HOLES: usize = 2;
/// Bytes of a block. Several are under way at one time, each with all that is made of it.
pub(crate) const BLOCK: usize = 512 << 10;
/// Bytes of a text that is so short that controls alone do not tell what it is.
const SHORT: usize = 256;
/// Bytes that are looked at to tell text from what is none.
const SAMPLE: usize = 8192;

#[cfg(test)]
mod tests {
    use super::unreadable;

    #[test]
    fn a_text_with_a_hole_is_a_text() {
        let line = b"Jan  2 03:04:05 relay7 app[1]: a line\n";
        let torn = |zeros: usize| [&line[..], &line[..20], &vec![0; zeros], line].concat();
        for zeros in [2, 100, 4096] {
            assert_eq!(unreadable(&torn(zeros)), None);
        }
        let words = b"one\0\0two\0\0three\0\0four\n";
        for binary in [&b"\x7fELF\x02\x01\x01\0\0\0\0\0\n"[..], words, &[0; 64]] {
            assert!(unreadable(binary).is_some(), "{binary:?}");
        }
    }
}
