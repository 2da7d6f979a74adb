//! Searches the lines of one item, in order; a line that is longer than what is searched at once, in windows that
//! overlap.

use std::sync::Arc;

use super::Kind;
use super::block::{Edit, Scanned};
use super::buffer_pool::{Buffer, BufferPool};
use super::bytes;
use super::cut::{Cut, Extent};
use super::history::{History, Lesson, LineState};
use super::known::Known;
use super::line::Lines;
use super::prefilter::run::runs;
use super::rules::Patterns;
use super::settle::Settler;
use super::shape::{self, Shapes};
use super::window::{Window, WindowCache, period};
use super::word_map::WordMap;

/// What searching takes, whatever the item; a thread has its own.
pub(crate) struct Engine {
    pub(crate) settler: Settler,
    pub(crate) patterns: Patterns,
    pub(crate) shapes: Shapes,
    pub(crate) pool: Arc<BufferPool>,
}

impl Engine {
    /// Another one that gives the same, and remembers nothing yet.
    pub(crate) fn fork(&self) -> Self {
        Self {
            settler: self.settler.fork(),
            patterns: self.patterns.clone(),
            shapes: self.shapes.fork(),
            pool: Arc::clone(&self.pool),
        }
    }
}

/// Bytes that are searched, with what, and what is found in them.
struct Pass<'a> {
    engine: &'a mut Engine,
    known: &'a Known,
    bytes: &'a [u8],
    extent: Extent,
    replacements: &'a mut Replacements,
}

/// A place in a block, which may be inside a line.
#[derive(Clone, Copy)]
struct Cursor {
    at: usize,
    inside: bool,
}

/// A part of a line: searched from `from` to `end`; what begins in `at..to` is kept.
#[derive(Clone, Copy)]
struct SearchRange {
    from: usize,
    at: usize,
    to: usize,
    end: usize,
}

/// Searches one item.
pub(crate) struct Search {
    lines: Lines,
    /// Of a line whose end is not in sight: what has not been given out yet, and before it a little of what has.
    carried: Buffer,
    /// How much of it has been given out and is only there to be read along.
    given: usize,
    /// An identifier has begun that was longer than what could be seen of it.
    swallowing: bool,
    windows: WindowCache,
}

impl Search {
    pub(crate) fn new(state: LineState) -> Self {
        Self {
            lines: Lines::new(state),
            carried: Buffer::default(),
            given: 0,
            swallowing: false,
            windows: WindowCache::default(),
        }
    }

    /// What lines before remember and teach.
    pub(crate) fn memory(&mut self) -> &mut Lines {
        &mut self.lines
    }

    /// Searches the next part of the item.
    pub(crate) fn cut(&mut self, engine: &mut Engine, known: &Known, cut: Cut) -> Scanned {
        match cut.extent {
            Extent::Lines => {
                let replacements = self.whole(engine, known, &cut.bytes);
                Scanned::new((cut.bytes, 0), replacements, cut.encoding, Arc::clone(&engine.pool))
            }
            Extent::Piece | Extent::LastPiece => self.piece(engine, known, cut),
        }
    }

    /// Searches whole lines.
    pub(crate) fn whole(&mut self, engine: &mut Engine, known: &Known, bytes: &[u8]) -> Replacements {
        let mut replacements = engine.pool.replacements();
        let pass = Pass { engine, known, bytes, extent: Extent::Lines, replacements: &mut replacements };
        self.stretch(pass, Cursor { at: 0, inside: false });
        replacements
    }

    /// Searches again those lines of a block that begin at `starts`, with what is known now, and takes the rest as it
    /// was found; `None` where one of them then teaches other things, so that all of the block has to be searched
    /// again.
    pub(crate) fn search_again(
        &mut self,
        engine: &mut Engine,
        known: &Known,
        bytes: &[u8],
        found: &Replacements,
        history: &History,
        starts: &[u32],
    ) -> Option<Replacements> {
        let (mut mended, mut edits) = (engine.pool.replacements(), found.edits.iter().peekable());
        let mut taught = history.taught.iter().peekable();
        for start in starts {
            while let Some(earlier) = taught.next_if(|(line, ..)| line < start) {
                self.lines.teach(earlier);
            }
            let stop = line_end(bytes, *start as usize, Extent::Lines).unwrap_or(bytes.len());
            while let Some(edit) = edits.next_if(|edit| edit.start < *start) {
                mended.copy(edit, found);
            }
            while edits.next_if(|edit| (edit.start as usize) < stop).is_some() {}
            let before = self.lines.newly_taught().len();
            let (bytes, extent, replacements) = (&bytes[..stop], Extent::Lines, &mut mended);
            let pass = Pass { engine: &mut *engine, known, bytes, extent, replacements };
            self.stretch(pass, Cursor { at: *start as usize, inside: false });
            let then: Vec<Lesson<'_>> = std::iter::from_fn(|| taught.next_if(|(line, ..)| line == start)).collect();
            let same = self.lines.newly_taught().since(before).all(|lesson| then.contains(&lesson));
            // What it taught then is known now, or it would be new.
            if !same || then.into_iter().any(|lesson| self.lines.teach(lesson)) {
                return None;
            }
        }
        self.lines.teach_all(taught);
        edits.for_each(|edit| mended.copy(edit, found));
        Some(mended)
    }

    /// Searches as much as is known to be searched of a line that goes on, and gives it out; what was given out before
    /// stands in front.
    fn piece(&mut self, engine: &mut Engine, known: &Known, Cut { bytes: piece, extent, encoding }: Cut) -> Scanned {
        let mut bytes = std::mem::take(&mut self.carried);
        if bytes.is_empty() {
            bytes = piece;
        } else {
            bytes.extend_from_slice(&piece);
        }
        let (pool, mut replacements) = (Arc::clone(&engine.pool), engine.pool.replacements());
        let pass = Pass { engine, known, bytes: &bytes, extent, replacements: &mut replacements };
        let reached = self.stretch(pass, Cursor { at: self.given, inside: self.given > 0 });
        // The first part of a line is longer than this, so that nothing of the line before is read along.
        let kept = if reached.inside { reached.at.min(2 * BEHIND) } else { 0 };
        self.carried = bytes[reached.at - kept..].to_vec().into();
        bytes.truncate(reached.at);
        Scanned::new((bytes, std::mem::replace(&mut self.given, kept)), replacements, encoding, pool)
    }

    /// Searches from a place on as far as can be seen; gives the place where that is.
    fn stretch(&mut self, mut pass: Pass<'_>, Cursor { mut at, mut inside }: Cursor) -> Cursor {
        let bytes = pass.bytes;
        // Most texts have none, and one byte is found sooner than one of two.
        let returns = memchr::memchr(b'\r', bytes.get(at..).unwrap_or_default()).is_some();
        while at < bytes.len() {
            let feed = if returns { None } else { memchr::memchr(b'\n', &bytes[at..]).map(|length| at + length) };
            let line = feed.or_else(|| line_end(bytes, at, pass.extent));
            if !inside {
                self.lines.begin(at);
            }
            if let Some(end) = line.filter(|end| !inside && end - at <= BODY + AHEAD) {
                self.line(&mut pass, at, end);
                at = next_line(bytes, end);
                continue;
            }
            self.lines.mark_odd();
            match self.window(&mut pass, Cursor { at, inside }, line) {
                Some(next) => (at, inside) = (next, line.is_none_or(|end| next < end)),
                None => break,
            }
            if !inside {
                self.swallowing = false;
                at = next_line(bytes, at);
            }
        }
        Cursor { at: at.min(bytes.len()), inside }
    }

    /// Searches a line, or takes what was found in the same one before.
    fn line(&mut self, pass: &mut Pass<'_>, at: usize, end: usize) {
        let part = SearchRange { from: at, at, to: end, end };
        if !self.lines.is_plain() || !pass.engine.shapes.expects_repeats() {
            self.search(pass, part);
            return;
        }
        let line = shape::StampedLine::new(&pass.bytes[at..end]);
        let known = pass.known;
        if pass.engine.shapes.recall_whole(&line, [known, self.lines.taught()], at, pass.replacements) {
            return;
        }
        let (first, taught) = (pass.replacements.edits.len(), self.lines.taught().version());
        self.search(pass, part);
        let known = [known, self.lines.taught()];
        if let Some(found) = self.lines.found_by_shape().filter(|_| known[1].version() == taught) {
            pass.engine.shapes.keep_whole(&line, found, known, at, (pass.replacements, first));
        }
    }

    /// Searches a part of a line that is longer than what is searched at once and ends at `line`, where that is in
    /// sight; gives where the next part begins.
    ///
    /// What begins in the part is found with up to [`AHEAD`] bytes of what follows; what is longer is swallowed.
    fn window(&mut self, pass: &mut Pass<'_>, Cursor { at, inside }: Cursor, line: Option<usize>) -> Option<usize> {
        let bytes = pass.bytes;
        if self.swallowing {
            let stop = bytes[at..].iter().position(|byte| is_gap(*byte) || matches!(byte, b'"' | b'\''));
            let next = line.unwrap_or(bytes.len()).min(stop.map_or(bytes.len(), |length| at + length));
            pass.replacements.put((at, next), b"", None);
            self.swallowing = next == bytes.len();
            return (next > at || !self.swallowing).then_some(next);
        }
        let (to, end) = match line {
            Some(end) if end - at <= BODY + AHEAD => (end, end),
            None if bytes.len() - at <= BODY + AHEAD => return None,
            _ => {
                let to = units(&bytes[at..at + BODY]).map_or_else(|| before(bytes, at + BODY), |length| at + length);
                let to = to.max(at + 1);
                (to, to + AHEAD)
            }
        };
        let from = if inside { before(bytes, at.saturating_sub(BEHIND)) } else { at };
        let found = self.search_once(pass, SearchRange { from, at, to, end });
        self.swallowing = found == end && line != Some(end);
        Some(found.max(to))
    }

    /// Searches a part, or takes what was found in the same one before.
    fn search_once(&mut self, pass: &mut Pass<'_>, part: SearchRange) -> usize {
        let SearchRange { from, at, to, end } = part;
        let (bytes, known) = (&pass.bytes[from..end], pass.known.version());
        if period(bytes).is_none() {
            return self.search(pass, part);
        }
        let window = |lines: &Lines| Window {
            bytes,
            body: (at - from, to - from),
            known: (known, lines.taught().version()),
            state: lines.state(),
        };
        let before = window(&self.lines);
        if before.state.reads_a_document() {
            return self.search(pass, part);
        }
        if let Some(found) = self.windows.recall(&before, from, pass.replacements) {
            self.lines.pass_by();
            return found;
        }
        let first = pass.replacements.edits.len();
        let found = self.search(pass, part);
        if window(&self.lines) == before {
            self.windows.keep(before, from, (pass.replacements, first), found);
        }
        found
    }

    /// Searches a part; gives where the last of what is kept ends.
    fn search(&mut self, pass: &mut Pass<'_>, SearchRange { from, at, to, end }: SearchRange) -> usize {
        let Pass { engine: Engine { settler, patterns, shapes, .. }, known, bytes, replacements, .. } = pass;
        #[cfg(test)]
        super::testing::trip(&bytes[from..end]);
        let mut last = at;
        self.lines.line(&bytes[from..end], known, patterns, shapes, settler, |start, stop, text, kind| {
            let (start, stop) = (from + start, from + stop);
            if start >= last && start < to {
                replacements.put((start, stop), text, Some(kind));
                last = stop;
            }
        });
        last
    }
}

/// Where the lines begin that hold one of the words, given by their hashes, or that are odd.
pub(crate) fn affected_lines(bytes: &[u8], words: impl Iterator<Item = u64>, odd: &[u32]) -> Vec<u32> {
    let mut set = WordMap::<()>::default();
    words.for_each(|word| *set.entry(word) = ());
    let mut starts = odd.to_vec();
    let mut passed = 0;
    runs(bytes, |at, hash| {
        if at >= passed && set.may_hold(hash) && set.get(hash).is_some() {
            starts.push(memchr::memrchr2(b'\n', b'\r', &bytes[..at]).map_or(0, |end| end as u32 + 1));
            passed = line_end(bytes, at, Extent::Lines).unwrap_or(bytes.len());
        }
    });
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// What is to be written in a block.
#[derive(Debug, Clone, Default)]
pub(crate) struct Replacements {
    pub(crate) edits: Vec<Edit>,
    pub(crate) texts: Vec<u8>,
}

impl Replacements {
    pub(crate) fn clear(&mut self) {
        self.edits.clear();
        self.texts.clear();
    }

    /// Bytes that it takes, used or not.
    pub(crate) fn room(&self) -> usize {
        self.edits.capacity() * size_of::<Edit>() + self.texts.capacity()
    }

    pub(crate) fn put(&mut self, (start, end): (usize, usize), text: &[u8], kind: Option<Kind>) {
        let from = self.texts.len() as u32;
        bytes::append(&mut self.texts, text);
        self.edits.push(Edit { start: start as u32, end: end as u32, from, to: self.texts.len() as u32, kind });
    }

    fn copy(&mut self, edit: &Edit, found: &Self) {
        self.copy_to(edit, found, |at| at);
    }

    /// Copies a replacement to another place: `place` gives where what stood at a place then stands now.
    pub(crate) fn copy_to(&mut self, edit: &Edit, found: &Self, place: impl Fn(usize) -> usize) {
        let text = &found.texts[edit.from as usize..edit.to as usize];
        self.put((place(edit.start as usize), place(edit.end as usize)), text, edit.kind);
    }
}

/// Where the line at `at` ends: at a line feed, at a carriage return, or where the item ends. `None`: not seen yet.
fn line_end(bytes: &[u8], at: usize, extent: Extent) -> Option<usize> {
    match memchr::memchr2(b'\n', b'\r', &bytes[at..]).map(|length| at + length) {
        // What follows a carriage return decides whether it stands alone.
        Some(end) if end + 1 < bytes.len() || bytes[end] == b'\n' => Some(end),
        end => (extent != Extent::Piece).then_some(end.unwrap_or(bytes.len())),
    }
}

/// Where the line behind a line's end begins.
fn next_line(bytes: &[u8], end: usize) -> usize {
    let both = bytes.get(end..end + 2).is_some_and(|ends| ends == b"\r\n");
    end + 1 + usize::from(both)
}

/// How many bytes the whole units take that a text begins with, where it is one pattern over and over: what follows
/// them is like what they begin with, and need not be searched again.
fn units(bytes: &[u8]) -> Option<usize> {
    let unit = period(bytes).filter(|unit| *unit <= bytes.len() / 4)?;
    let length = bytes.len() - bytes.len() % unit;
    (bytes[unit..length] == bytes[..length - unit]).then_some(length)
}

/// The last place at or before `at`, and not far before it, at which a line may be cut: behind a gap, or else between
/// two letters.
fn before(bytes: &[u8], at: usize) -> usize {
    let from = at.saturating_sub(BEHIND);
    let gap = bytes[from..at].iter().rposition(|byte| is_gap(*byte));
    gap.map_or_else(|| between(bytes, at), |gap| from + gap + 1)
}

/// The place at `at`, or where the letter of UTF-8 begins that it lies in.
fn between(bytes: &[u8], at: usize) -> usize {
    let goes_on = |at: &usize| bytes.get(*at).is_some_and(|byte| byte & 0xc0 == 0x80);
    (at.saturating_sub(3)..=at).rev().find(|at| !goes_on(at)).unwrap_or(at)
}

const fn is_gap(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b',' | b';' | 0 | b'&' | b'|' | b'\n' | b'\r')
}

/// Bytes of a line that are searched at once, what is read along before and behind them.
const BODY: usize = 16 << 10;
const BEHIND: usize = 512;
const AHEAD: usize = 1024;
