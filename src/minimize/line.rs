//! One line: decode it, let every finder look at it, settle what they found, keep what does not overlap.

use std::sync::Arc;

use super::grammar::Grammar;
use super::known::Known;
use super::settle::{Settled, Settler};
use super::structure::Structure;
use super::view::View;
use super::{Found, Kind, Way, address, contact, device, host, known, mac, path, rules, secret};

/// What is remembered from line to line of one item.
pub(crate) struct Lines {
    grammar: Grammar,
    structure: Structure,
    /// What earlier lines of this item taught.
    local: Known,
    /// Inside armour: what becomes of its lines.
    armour: Option<Kind>,
    view: View,
    found: Vec<Found>,
    settled: Vec<Candidate>,
    parts: Vec<Settled>,
}

/// A finding with what it comes to.
struct Candidate {
    found: Found,
    parts: Vec<Settled>,
}

impl Lines {
    pub(crate) fn new(grammar: Grammar, structure: Structure) -> Self {
        Self {
            grammar,
            structure,
            local: Known::default(),
            armour: None,
            view: View::default(),
            found: Vec::new(),
            settled: Vec::new(),
            parts: Vec::new(),
        }
    }

    /// What this item taught.
    pub(crate) fn into_taught(self) -> Known {
        self.local
    }

    /// Calls `put` for each replacement in `line`, in order; spans are those of the line as it stands.
    pub(crate) fn line(
        &mut self,
        line: &[u8],
        frozen: &Arc<Known>,
        rules: &rules::Patterns,
        settler: &mut Settler,
        mut put: impl FnMut(usize, usize, &str),
    ) {
        let mut view = std::mem::take(&mut self.view);
        let decoded = view.decode(line);
        let text = if decoded { view.text() } else { line };
        self.find(text, frozen, rules);
        self.settle(text, settler);
        for candidate in &self.settled {
            for part in &candidate.parts {
                let (start, end) = if decoded { view.locate(part.start, part.end) } else { (part.start, part.end) };
                *settler.tally.entry(part.kind).or_default() += 1;
                put(start, end, &part.text);
            }
            if candidate.found.learn {
                for part in &candidate.parts {
                    self.local.learn(&text[part.start..part.end], part.kind);
                }
            }
        }
        self.view = view;
    }

    fn find(&mut self, text: &[u8], frozen: &Known, rules: &rules::Patterns) {
        self.found.clear();
        if self.armoured(text) {
            return;
        }
        self.grammar.line(text, &mut self.found);
        self.structure.line(text, &mut self.found);
        path::find(text, &mut self.found);
        address::find(text, &mut self.found);
        mac::find(text, &mut self.found);
        contact::find(text, &mut self.found);
        secret::find(text, &mut self.found);
        device::find(text, &mut self.found);
        host::find(text, &mut self.found);
        known::find([frozen, &self.local], text, &mut self.found);
        rules.find(text, &mut self.found);
    }

    /// Handles lines of armour; `true` where nothing else is to be looked for.
    fn armoured(&mut self, text: &[u8]) -> bool {
        if let Some(kind) = self.armour {
            if memchr::memmem::find(text, b"-----END ").is_some() {
                self.armour = None;
                return true;
            }
            if secret::is_armoured(text) {
                self.found.push(Found { start: 0, end: text.len(), kind, way: Way::Profile, learn: false });
                return true;
            }
            self.armour = None;
        }
        if let Some((start, kind)) = secret::armour(text) {
            let end = memchr::memmem::find(&text[start..], b"-----END ").map(|at| start + at);
            self.armour = if end.is_none() { Some(kind) } else { None };
            let end = end.unwrap_or(text.len());
            if !text[start..end].trim_ascii().is_empty() {
                self.found.push(Found { start, end, kind, way: Way::Profile, learn: false });
            }
        }
        false
    }

    /// Settles every finding, then keeps those that do not overlap with a stronger one.
    fn settle(&mut self, text: &[u8], settler: &mut Settler) {
        self.settled.clear();
        for found in &self.found {
            self.parts.clear();
            settler.settle(text, *found, &mut self.parts);
            if !self.parts.is_empty() {
                self.settled.push(Candidate { found: *found, parts: std::mem::take(&mut self.parts) });
            }
        }
        self.settled.sort_by_key(|one| (one.start(), std::cmp::Reverse(one.end())));
        let mut kept: Vec<Candidate> = Vec::with_capacity(self.settled.len());
        for candidate in self.settled.drain(..) {
            keep(&mut kept, candidate);
        }
        self.settled = kept;
    }
}

/// Adds a candidate that begins no earlier than those kept; of two that overlap the stronger stays.
fn keep(kept: &mut Vec<Candidate>, mut candidate: Candidate) {
    while let Some(last) = kept.last_mut() {
        if last.end() <= candidate.start() {
            break;
        }
        let learn = last.found.learn || candidate.found.learn;
        if last.strength() >= candidate.strength() {
            if last.start() == candidate.start() && last.end() == candidate.end() {
                last.found.learn = learn;
            }
            return;
        }
        if last.start() == candidate.start() && last.end() == candidate.end() {
            candidate.found.learn = learn;
        }
        kept.pop();
    }
    kept.push(candidate);
}

impl Candidate {
    fn start(&self) -> usize {
        self.parts.iter().map(|part| part.start).min().unwrap_or(self.found.start)
    }

    fn end(&self) -> usize {
        self.parts.iter().map(|part| part.end).max().unwrap_or(self.found.end)
    }

    /// Secrets first, then by how it was found, then the longer.
    fn strength(&self) -> (bool, Way, usize) {
        let secret = self.found.kind == Kind::Secret;
        (secret, self.found.way, self.end() - self.start())
    }
}
