//! One item: its bytes in order, in blocks that end where lines end.

use std::sync::Arc;

use super::block::{Edit, Scanned};
use super::grammar::Grammar;
use super::line::Lines;
use super::structure::Structure;
use super::{Known, Minimizer};
use crate::profile::Format;

/// Takes the bytes of one item and gives blocks that know what to replace.
pub struct ItemScan {
    lines: Lines,
    buffer: Vec<u8>,
    checked: bool,
    withheld: Option<Withheld>,
}

/// Why the minimizer cannot vouch for an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Withheld {
    /// It is no text.
    #[error("binary, and no minimizer for it")]
    Binary,
    /// It is text in an encoding that is not read.
    #[error("text in UTF-16")]
    Utf16,
}

/// What the end of an item gives.
#[derive(Debug)]
pub struct End {
    /// The last blocks.
    pub blocks: Vec<Scanned>,
}

impl ItemScan {
    pub(crate) fn new(minimizer: &Minimizer, name: &str, format: Format) -> Self {
        let structure = Structure::new(name, format).with_fields(&minimizer.fields);
        let lines = Lines::new(Grammar::new(name), structure);
        Self { lines, buffer: Vec::new(), checked: false, withheld: None }
    }

    /// Takes the next bytes; gives the blocks that they complete.
    pub fn push(&mut self, minimizer: &mut Minimizer, mut bytes: &[u8]) -> Vec<Scanned> {
        let mut blocks = Vec::new();
        while !bytes.is_empty() && self.withheld.is_none() {
            let room = BLOCK - self.buffer.len();
            let (now, later) = bytes.split_at(room.min(bytes.len()));
            self.buffer.extend_from_slice(now);
            bytes = later;
            if self.buffer.len() == BLOCK && self.readable() {
                let rest = self.buffer.split_off(border(&self.buffer));
                let block = std::mem::replace(&mut self.buffer, rest);
                blocks.push(self.block(minimizer, block));
            }
        }
        blocks
    }

    /// Closes the item.
    ///
    /// # Errors
    /// The item is no text that the minimizer can vouch for; nothing of it has been given out.
    pub fn finish(mut self, minimizer: &mut Minimizer) -> Result<End, Withheld> {
        let mut blocks = Vec::new();
        if self.readable() && !self.buffer.is_empty() {
            let block = std::mem::take(&mut self.buffer);
            blocks.push(self.block(minimizer, block));
        }
        if let Some(withheld) = self.withheld {
            return Err(withheld);
        }
        if minimizer.teaching {
            let taught = self.lines.into_taught();
            let known = Arc::<Known>::make_mut(&mut minimizer.known);
            let mut texts: Vec<_> = taught.texts().collect();
            texts.sort_unstable();
            for (text, kind) in texts {
                known.learn(text, kind);
            }
        }
        Ok(End { blocks })
    }

    /// Looks once at the first bytes.
    fn readable(&mut self) -> bool {
        if !self.checked {
            self.checked = true;
            self.withheld = unreadable(&self.buffer[..self.buffer.len().min(SAMPLE)]);
        }
        self.withheld.is_none()
    }

    fn block(&mut self, minimizer: &mut Minimizer, bytes: Vec<u8>) -> Scanned {
        let (mut edits, mut texts) = (Vec::new(), Vec::new());
        let mut start = 0;
        while start < bytes.len() {
            let end = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |at| start + at);
            let line = bytes[start..end].strip_suffix(b"\r").unwrap_or(&bytes[start..end]);
            let Minimizer { settler, known, patterns, shapes, .. } = &mut *minimizer;
            self.lines.line(line, known, patterns, shapes, settler, |from, to, text| {
                let at = texts.len() as u32;
                texts.extend_from_slice(text);
                edits.push(Edit {
                    start: (start + from) as u32,
                    end: (start + to) as u32,
                    from: at,
                    to: texts.len() as u32,
                });
            });
            start = end + 1;
        }
        Scanned::new(bytes, edits, texts)
    }
}

/// Where a full block ends: behind its last line end, else behind its last white space or comma, else at its end.
fn border(block: &[u8]) -> usize {
    memchr::memrchr(b'\n', block)
        .or_else(|| block.iter().rposition(|byte| b" \t,;".contains(byte)))
        .map_or(block.len(), |at| at + 1)
}

/// Why the beginning of an item says that it is no text; NUL-separated text is text.
fn unreadable(sample: &[u8]) -> Option<Withheld> {
    if sample.starts_with(b"\xff\xfe") || sample.starts_with(b"\xfe\xff") {
        return Some(Withheld::Utf16);
    }
    let nuls = memchr::memchr_iter(0, sample).count();
    let doubled = memchr::memmem::find(sample, b"\0\0").is_some();
    let controls = sample.iter().filter(|byte| matches!(byte, 1..=7 | 0x0e..=0x1a | 0x1c..=0x1f)).count();
    let binary = doubled || controls * 50 > sample.len() || nuls * 4 > sample.len();
    (binary && !sample.is_empty()).then_some(Withheld::Binary)
}

/// Bytes of a block.
const BLOCK: usize = 1 << 20;
/// Bytes that are looked at to tell text from what is none.
const SAMPLE: usize = 8192;
