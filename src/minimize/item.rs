//! One item: its bytes in order, in blocks that end where lines end.

use std::sync::Arc;

use super::block::{Edit, Scanned};
use super::bytes;
use super::grammar::Grammar;
use super::line::Lines;
use super::spare::Buffer;
use super::structure::Structure;
use super::utf16::Utf16;
use super::{Known, Minimizer};
use crate::profile::Format;

/// Takes the bytes of one item and gives blocks that know what to replace.
pub struct ItemScan {
    lines: Lines,
    /// What has not been given out yet; before it, where a line goes on, a little of what has.
    buffer: Buffer,
    /// How much of the buffer has been given out and is only there to be read along.
    given: usize,
    /// An identifier has begun that was longer than what could be seen of it.
    swallowing: bool,
    /// Set while the item is UTF-16.
    utf16: Option<Utf16>,
    checked: bool,
    withheld: Option<Withheld>,
}

/// Why the minimizer cannot vouch for an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Withheld {
    /// It is no text.
    #[error("binary, and no minimizer for it")]
    Binary,
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
        Self {
            lines,
            buffer: Buffer::default(),
            given: 0,
            swallowing: false,
            utf16: None,
            checked: false,
            withheld: None,
        }
    }

    /// Takes the next bytes; gives the blocks that they complete.
    pub fn push(&mut self, minimizer: &mut Minimizer, mut bytes: &[u8]) -> Vec<Scanned> {
        let mut blocks = Vec::new();
        while !bytes.is_empty() && self.withheld.is_none() {
            if self.buffer.is_empty() && Buffer::suits(bytes.len()) {
                self.buffer = minimizer.spares.buffer(BLOCK);
            }
            let room = BLOCK - self.buffer.len();
            let (now, later) = bytes.split_at(room.min(bytes.len()));
            match &mut self.utf16 {
                Some(utf16) => utf16.decode(now, &mut self.buffer),
                None => self.buffer.extend_from_slice(now),
            }
            bytes = later;
            if self.buffer.len() >= BLOCK / 2 && self.readable() && self.buffer.len() >= BLOCK {
                blocks.push(self.block(minimizer, Reach::Open));
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
        if self.readable() && self.buffer.len() > self.given {
            blocks.push(self.block(minimizer, Reach::Whole));
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
            self.utf16 = Utf16::of(&self.buffer);
            if let Some(utf16) = &mut self.utf16 {
                let bytes = std::mem::take(&mut *self.buffer);
                utf16.decode(&bytes, &mut self.buffer);
            }
            self.withheld = unreadable(&self.buffer[..self.buffer.len().min(SAMPLE)]);
        }
        self.withheld.is_none()
    }

    /// Searches what is in the buffer as far as it can be searched, and gives it out.
    fn block(&mut self, minimizer: &mut Minimizer, reach: Reach) -> Scanned {
        let mut bytes = std::mem::take(&mut self.buffer);
        let mut replacements = Replacements::default();
        let (mut at, mut inside) = (self.given, self.given > 0);
        while at < bytes.len() {
            let end = line_end(&bytes, at, reach);
            if !inside && end.is_some_and(|end| end - at <= BODY + AHEAD) {
                let end = end.unwrap_or(bytes.len());
                self.search(minimizer, &bytes, (at, at, end, end), &mut replacements);
                at = next_line(&bytes, end);
                continue;
            }
            match self.window(minimizer, &bytes, at, inside, end, &mut replacements) {
                Some(next) => (at, inside) = (next, end.is_none_or(|end| next < end)),
                None => break,
            }
            if !inside {
                self.swallowing = false;
                at = next_line(&bytes, at);
            }
        }
        let at = at.min(bytes.len());
        // The first part of a line is longer than this, so that nothing of the line before is read along.
        let kept = if inside { at.min(2 * BEHIND) } else { 0 };
        let given = std::mem::replace(&mut self.given, kept);
        let (block, from) = if Buffer::suits(at - given) {
            self.buffer = minimizer.spares.buffer(BLOCK);
            self.buffer.extend_from_slice(&bytes[at - kept..]);
            bytes.truncate(at);
            (bytes, given)
        } else {
            let block = bytes[given..at].to_vec().into();
            replacements.move_by(given);
            bytes.drain(..at - kept);
            self.buffer = bytes;
            (block, 0)
        };
        let encoding = self.utf16.as_mut().map(Utf16::encoding);
        let Replacements { edits, texts } = replacements;
        Scanned::new((block, from), (edits, texts), encoding, minimizer.spares.clone())
    }

    /// Searches a part of a line that is longer than what is searched at once; gives where the next part begins.
    ///
    /// What begins in the part is found with up to [`AHEAD`] bytes of what follows; what is longer is swallowed.
    fn window(
        &mut self,
        minimizer: &mut Minimizer,
        bytes: &[u8],
        at: usize,
        inside: bool,
        line: Option<usize>,
        replacements: &mut Replacements,
    ) -> Option<usize> {
        if self.swallowing {
            let stop = bytes[at..].iter().position(|byte| is_gap(*byte) || matches!(byte, b'"' | b'\''));
            let next = line.unwrap_or(bytes.len()).min(stop.map_or(bytes.len(), |length| at + length));
            replacements.put(at, next, b"");
            self.swallowing = next == bytes.len();
            return (next > at || !self.swallowing).then_some(next);
        }
        let (to, end) = match line {
            Some(end) if end - at <= BODY + AHEAD => (end, end),
            None if bytes.len() - at <= BODY + AHEAD => return None,
            _ => {
                let to = before(bytes, at + BODY).max(at + 1);
                (to, to + AHEAD)
            }
        };
        let from = if inside { before(bytes, at.saturating_sub(BEHIND)) } else { at };
        let found = self.search(minimizer, bytes, (from, at, to, end), replacements);
        self.swallowing = found == end && line != Some(end);
        Some(found.max(to))
    }

    /// Searches `from..end` and keeps what begins in `at..to`; gives where the last of it ends.
    fn search(
        &mut self,
        minimizer: &mut Minimizer,
        bytes: &[u8],
        (from, at, to, end): (usize, usize, usize, usize),
        replacements: &mut Replacements,
    ) -> usize {
        let Minimizer { settler, known, patterns, shapes, .. } = &mut *minimizer;
        let mut last = at;
        self.lines.line(&bytes[from..end], known, patterns, shapes, settler, |start, stop, text| {
            let (start, stop) = (from + start, from + stop);
            if start >= last && start < to {
                replacements.put(start, stop, text);
                last = stop;
            }
        });
        last
    }
}

/// Whether the end of the buffer is the end of the item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    Open,
    Whole,
}

/// What is to be written in a block.
#[derive(Default)]
struct Replacements {
    edits: Vec<Edit>,
    texts: Vec<u8>,
}

impl Replacements {
    fn put(&mut self, start: usize, end: usize, text: &[u8]) {
        let from = self.texts.len() as u32;
        bytes::append(&mut self.texts, text);
        self.edits.push(Edit { start: start as u32, end: end as u32, from, to: self.texts.len() as u32 });
    }

    /// Counts places from `given` on.
    fn move_by(&mut self, given: usize) {
        for edit in &mut self.edits {
            edit.start -= given as u32;
            edit.end -= given as u32;
        }
    }
}

/// Where the line at `at` ends: at a line feed, at a carriage return, or where the item ends. `None`: not seen yet.
fn line_end(bytes: &[u8], at: usize, reach: Reach) -> Option<usize> {
    match memchr::memchr2(b'\n', b'\r', &bytes[at..]).map(|length| at + length) {
        // What follows a carriage return decides whether it stands alone.
        Some(end) if end + 1 < bytes.len() || bytes[end] == b'\n' => Some(end),
        end => (reach == Reach::Whole).then_some(end.unwrap_or(bytes.len())),
    }
}

/// Where the line behind a line's end begins.
fn next_line(bytes: &[u8], end: usize) -> usize {
    let both = bytes.get(end..end + 2).is_some_and(|ends| ends == b"\r\n");
    end + 1 + usize::from(both)
}

/// The last place at or before `at`, and not far before it, at which a line may be cut.
fn before(bytes: &[u8], at: usize) -> usize {
    let from = at.saturating_sub(BEHIND);
    bytes[from..at].iter().rposition(|byte| is_gap(*byte)).map_or(at, |gap| from + gap + 1)
}

const fn is_gap(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b',' | b';' | 0 | b'&' | b'|' | b'\n' | b'\r')
}

/// Why the beginning of an item says that it is no text; NUL-separated text is text.
fn unreadable(sample: &[u8]) -> Option<Withheld> {
    let nuls = memchr::memchr_iter(0, sample).count();
    let doubled = bytes::find(sample, b"\0\0").is_some();
    let controls = sample.iter().filter(|byte| matches!(byte, 1..=7 | 0x0e..=0x1a | 0x1c..=0x1f)).count();
    let binary = doubled || controls * 50 > sample.len() || nuls * 4 > sample.len();
    (binary && !sample.is_empty()).then_some(Withheld::Binary)
}

/// Bytes of a block. Several are under way at one time, each with all that is made of it.
const BLOCK: usize = 512 << 10;
/// Bytes of a line that are searched at once, what is read along before and behind them.
const BODY: usize = 16 << 10;
const BEHIND: usize = 512;
const AHEAD: usize = 1024;
/// Bytes that are looked at to tell text from what is none.
const SAMPLE: usize = 8192;
