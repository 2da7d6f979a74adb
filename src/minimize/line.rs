//! One line: decode it, let every finder that it calls look at it, settle what they found, keep what does not overlap.

use std::cmp::Reverse;

use super::candidate::{Candidate, keep};
use super::grammar;
use super::history::{History, Lesson, Lessons, LineState};
use super::known::Known;
use super::prefilter::{Finder, Prefilter, mark};
use super::repeat::Name;
use super::resolution_cache::{ResolutionCache, ResolutionSet};
use super::settle::{Settler, is_json_number};
use super::shape::{ByShape, Shapes};
use super::stable::StableState;
use super::view::View;
use super::{Evidence, Found, Kind, address, contact, device, host, mac, path, repeat, rules, secret};

/// A finder that needs nothing but the line and what it shows.
type Find = fn(&[u8], &Prefilter, &mut Vec<Found>);

/// What is remembered from line to line of one item.
pub(crate) struct Lines {
    state: LineState,
    /// What earlier lines of this item taught.
    local: Known,
    learnt: ResolutionSet,
    history: History,
    /// Where the line at hand begins.
    begins: u32,
    view: View,
    prefilter: Prefilter,
    found: Vec<Found>,
    candidates: Vec<Candidate>,
    kept: Vec<Candidate>,
    /// Whether nothing in earlier lines bears on the next.
    plain: bool,
    stable: StableState,
    /// The names that were looked for in the rest of the line.
    sought: Vec<Name>,
    /// The memory by which all was found in the last line.
    by_shape: Option<u32>,
}

/// How a line was looked at.
struct LineOutcome {
    /// Whether it is the decoded line that holds what was found.
    decoded: bool,
    /// The memory of a line like it, by its number.
    memory: Option<u32>,
}

impl Lines {
    pub(crate) fn new(state: LineState) -> Self {
        Self {
            plain: state.is_plain(),
            state,
            local: Known::default(),
            learnt: ResolutionSet::default(),
            history: History::default(),
            begins: 0,
            view: View::default(),
            prefilter: Prefilter::default(),
            found: Vec::new(),
            candidates: Vec::new(),
            kept: Vec::new(),
            stable: StableState::default(),
            sought: Vec::new(),
            by_shape: None,
        }
    }

    /// What this item taught.
    pub(crate) fn taught(&self) -> &Known {
        &self.local
    }

    /// What earlier lines say of the next.
    pub(crate) fn state(&self) -> LineState {
        self.state.clone()
    }

    /// Goes on behind other lines.
    pub(crate) fn resume(&mut self, state: LineState) {
        if state != self.state {
            self.state = state;
            self.advance();
        }
    }

    /// What happened since it was asked for last.
    pub(crate) fn take_history(&mut self) -> History {
        std::mem::take(&mut self.history)
    }

    /// Where the lines begin, of those searched since the history was last taken, that hold other words than they show.
    pub(crate) fn odd_lines(&self) -> &[u32] {
        &self.history.odd
    }

    /// What was taught since the history was last taken.
    pub(crate) fn newly_taught(&self) -> &Lessons {
        &self.history.taught
    }

    /// Forgets all that was taught but the first so many texts.
    pub(crate) fn forget(&mut self, length: usize) {
        self.local.forget(length);
        self.learnt = ResolutionSet::default();
    }

    /// Knows what another block taught.
    pub(crate) fn know(&mut self, taught: &Lessons) {
        for (_, text, kind) in taught.iter() {
            self.local.learn(text, kind);
        }
    }

    /// Whether what is found in a part of a line says nothing of what stands behind it, and nothing before it bears on
    /// what is found.
    pub(crate) fn is_plain(&self) -> bool {
        self.plain && !self.state.reads_a_document()
    }

    /// Teaches it here; `true` where it was not known before.
    pub(crate) fn teach(&mut self, lesson: Lesson<'_>) -> bool {
        self.history.taught.teach(&mut self.local, lesson)
    }

    /// Teaches all of it here.
    pub(crate) fn teach_all<'a>(&mut self, taught: impl Iterator<Item = Lesson<'a>>) {
        for lesson in taught {
            self.teach(lesson);
        }
    }

    /// Forgets which resolutions it has learnt: what another thread remembers numbers them anew.
    pub(crate) fn forget_resolutions(&mut self) {
        self.learnt = ResolutionSet::default();
    }

    /// Begins a line, of which [`Self::line`] is given all or parts.
    pub(crate) fn begin(&mut self, at: usize) {
        self.begins = at as u32;
    }

    /// Takes a part of a line as one that was searched before and left the same state.
    pub(crate) fn pass_by(&mut self) {
        self.history.steady &= self.plain;
    }

    /// Notes that the line shows other words than it holds, because only parts of it are seen or it was decoded.
    pub(crate) fn mark_odd(&mut self) {
        if self.history.odd.last() != Some(&self.begins) {
            self.history.odd.push(self.begins);
        }
    }

    /// Calls `put` for each replacement in `line`, in order; spans are those of the line as it stands.
    pub(crate) fn line(
        &mut self,
        line: &[u8],
        frozen: &Known,
        rules: &rules::Patterns,
        shapes: &mut Shapes,
        settler: &mut Settler,
        put: impl FnMut(usize, usize, &[u8], Kind),
    ) {
        let mut view = std::mem::take(&mut self.view);
        let mut own = self.stable.lend(shapes);
        let shapes = own.as_deref_mut().unwrap_or(shapes);
        let LineOutcome { decoded, memory } = self.find(line, &mut view, frozen, shapes);
        if decoded {
            self.mark_odd();
        }
        let seen = decoded.then_some(&view);
        let text = seen.map_or(line, View::text);
        rules.find(text, &mut self.found);
        if let Some(document) = self.state.structure.document() {
            document.read(line);
        }
        self.confine(line, seen);
        self.settle(text, settler);
        if self.learn(text, settler) {
            // What a line teaches holds in the line itself too.
            let before = self.found.len();
            match memory {
                Some(number) => shapes.find_known(number, text, [frozen, &self.local], &mut self.found),
                None => self.local.find(text, &self.prefilter.words, &mut self.found),
            }
            self.settle_more(before, (line, seen), settler);
        }
        let twins = match memory {
            Some(number) => !rules.is_empty() || shapes.may_stand_twice(number),
            None => repeat::may_stand_twice(&self.prefilter.words),
        };
        self.by_shape = memory.filter(|_| rules.is_empty());
        self.sought.clear();
        if twins && line.len() <= LENGTH {
            let before = self.found.len();
            repeat::find_all(text, &self.kept, settler.resolutions(), &mut self.sought, &mut self.found);
            self.settle_more(before, (line, seen), settler);
        }
        for candidate in &self.kept {
            settler.note(text, candidate.base, candidate.resolution);
        }
        self.replace((line, seen), settler.resolutions(), put);
        self.stable.take_back(own);
        self.history.steady &= self.plain;
        self.view = view;
    }

    /// What was found in the last line, where that is what was found in lines of its shape, and what is known.
    pub(crate) fn found_by_shape(&self) -> Option<ByShape<'_>> {
        Some(ByShape { number: self.by_shape?, found: &self.found, sought: &self.sought })
    }

    /// Calls `put` for each part of what is kept.
    fn replace(
        &mut self,
        (line, view): (&[u8], Option<&View>),
        resolutions: &ResolutionCache,
        mut put: impl FnMut(usize, usize, &[u8], Kind),
    ) {
        let text = view.map_or(line, View::text);
        let document = self.state.structure.document();
        let mut last = 0;
        for candidate in &self.kept {
            for part in resolutions.parts(candidate.resolution).iter().filter(|part| part.start < part.end) {
                let whole = (candidate.base + part.start as usize, candidate.base + part.end as usize);
                let replacement = resolutions.replacement(part);
                let mut quotes = is_json_number(text, whole.0, whole.1);
                let (mut start, mut end) = view.map_or(whole, |view| view.locate(whole.0, whole.1));
                if let Some(fit) = document.as_ref().and_then(|document| document.fit(line, start, end)) {
                    (start, end, quotes) = (fit.0.max(last), fit.1, fit.2);
                }
                let spelt = || view.and_then(|view| view.spelt(line, whole, replacement));
                let mut other = if quotes { Some([b"\"", replacement, b"\""].concat()) } else { spelt() };
                if let Some(fit) = view.and_then(|view| view.fit((start, end), replacement)) {
                    (start, end, other) = (fit.0.max(last), fit.1, Some(fit.2));
                }
                last = end.max(last);
                if start < end {
                    put(start, end, other.as_deref().unwrap_or(replacement), part.kind);
                }
            }
        }
    }

    /// Finds what stands in a line.
    fn find(&mut self, line: &[u8], view: &mut View, frozen: &Known, shapes: &mut Shapes) -> LineOutcome {
        self.found.clear();
        let alike = (self.plain || self.stable.lends()) && line.len() <= LENGTH;
        let alike = alike && !self.state.structure.may_name_a_field(line);
        if let Some(number) = if alike { shapes.recall(line) } else { None }
            && !(shapes.memory(number).escapes && view.decode(line, self.state.structure.fields()))
        {
            self.found.extend(shapes.found(number));
            shapes.find_known(number, line, [frozen, &self.local], &mut self.found);
            return LineOutcome { decoded: false, memory: Some(number) };
        }
        self.prefilter.scan(line);
        let decoded = self.prefilter.may_be_encoded() && view.decode(line, self.state.structure.fields());
        if decoded {
            self.prefilter.scan(view.text());
        }
        let text = if decoded { view.text() } else { line };
        self.find_anew(text);
        if self.advance() && alike && !decoded {
            shapes.remember(text, &self.prefilter, &self.found);
        }
        frozen.find(text, &self.prefilter.words, &mut self.found);
        self.local.find(text, &self.prefilter.words, &mut self.found);
        LineOutcome { decoded, memory: None }
    }

    /// Moves past a line that was searched; `true` where it left what is remembered as it was.
    fn advance(&mut self) -> bool {
        let plain = std::mem::replace(&mut self.plain, self.state.is_plain());
        if !self.plain {
            return self.stable.advance(&self.state) && !plain;
        }
        self.stable.end();
        plain
    }

    /// Keeps what was found within the texts of a document.
    fn confine(&mut self, line: &[u8], view: Option<&View>) {
        let Some(document) = self.state.structure.document() else { return };
        match view {
            Some(view) => document.confine(line, |start, end| view.locate(start, end), &mut self.found),
            None => document.confine(line, |start, end| (start, end), &mut self.found),
        }
    }

    /// What the line itself says, whatever is known.
    fn find_anew(&mut self, text: &[u8]) {
        let opens = self.prefilter.shows(mark::OPTION) || self.prefilter.names(Finder::KeyFiles);
        if (self.state.armour.is_some() || opens) && self.state.armoured(text, &mut self.found) {
            return;
        }
        let found = &mut self.found;
        grammar::line(text, &self.prefilter, found);
        self.state.structure.line(text, &self.prefilter, found);
        let finders: [(_, Find); 7] = [
            (&path::NEEDS, |line, _, found| path::find(line, found)),
            (&address::NEEDS, address::find),
            (&mac::NEEDS, mac::find),
            (&contact::NEEDS, |line, _, found| contact::find(line, found)),
            (&secret::NEEDS, |line, _, found| secret::find(line, found)),
            (&device::NEEDS, device::find),
            (&host::NEEDS, host::find),
        ];
        for (needs, find) in finders {
            if self.prefilter.admits(needs) {
                find(text, &self.prefilter, found);
            }
        }
        host::spare(text, found);
        if self.prefilter.admits(&grammar::cef::NEEDS) {
            grammar::cef::spare(text, found);
        }
    }

    /// Settles every finding, then keeps those that do not overlap with a stronger one.
    fn settle(&mut self, text: &[u8], settler: &mut Settler) {
        settler.make_room();
        self.candidates.clear();
        self.kept.clear();
        // What is known in two ways is one of them, whichever was looked for first.
        self.found.sort_by_key(|one| {
            let known = (one.evidence == Evidence::Known).then_some(one.kind);
            (one.start, Reverse(one.end), Reverse((one.kind == Kind::Secret, one.evidence)), known)
        });
        // A finder that is wrong about where a text stands must cost its finding, not the run.
        for found in self.found.iter().filter(|one| one.start < one.end && one.end <= text.len()) {
            if self.candidates.last().is_some_and(|stronger| stronger.covers(text, found) || stronger.holds(found)) {
                continue;
            }
            let Some((base, resolution)) = settler.resolve(text, found) else { continue };
            let parts = settler.resolutions().parts(resolution);
            let start = base + parts.iter().map(|part| part.start).min().unwrap_or(0) as usize;
            let end = base + parts.iter().map(|part| part.end).max().unwrap_or(0) as usize;
            let Found { kind, evidence, learn, .. } = *found;
            self.candidates.push(Candidate { start, end, base, resolution, kind, evidence, learn });
        }
        if self.candidates.windows(2).all(|pair| pair[0].end <= pair[1].start) {
            return std::mem::swap(&mut self.candidates, &mut self.kept);
        }
        self.candidates.sort_by_key(|one| (one.start, Reverse(one.end)));
        for candidate in &self.candidates {
            keep(&mut self.kept, *candidate);
        }
    }

    /// Settles all again where the findings from `before` on add something to what is kept.
    fn settle_more(&mut self, before: usize, (line, view): (&[u8], Option<&View>), settler: &mut Settler) {
        let more = |found: &Found| {
            let near = self.kept.partition_point(|candidate| candidate.start <= found.start);
            near.checked_sub(1).is_none_or(|near| !self.kept[near].outdoes(found))
        };
        if self.found[before..].iter().any(more) {
            self.confine(line, view);
            self.settle(view.map_or(line, View::text), settler);
        }
    }

    /// Learns what is to hold for the rest of the item; `true` where it was not known before.
    fn learn(&mut self, text: &[u8], settler: &Settler) -> bool {
        let Self { kept, local, learnt, history, begins, .. } = self;
        let resolutions = settler.resolutions();
        let mut new = false;
        for candidate in kept {
            if !candidate.learn {
                // A machine's whole name teaches its short one, where that tells itself from all else.
                let label = text[candidate.start..candidate.end].split(|byte| *byte == b'.').next().unwrap_or_default();
                let short = candidate.kind == Kind::Host && candidate.start + label.len() < candidate.end;
                if short && host::is_telling(label) {
                    new |= history.taught.teach(local, (*begins, label, Kind::Host));
                }
                continue;
            }
            if !learnt.insert(candidate.resolution, resolutions.age()) {
                continue;
            }
            for part in resolutions.parts(candidate.resolution) {
                let (start, end) = (candidate.base + part.start as usize, candidate.base + part.end as usize);
                new |= history.taught.teach(local, (*begins, &text[start..end], part.kind));
            }
        }
        new
    }
}

/// A longer line is rarely like another.
const LENGTH: usize = 1024;

#[cfg(test)]
mod tests;
