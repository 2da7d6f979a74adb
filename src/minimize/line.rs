//! One line: decode it, let every finder that it calls look at it, settle what they found, keep what does not overlap.

use super::grammar::Grammar;
use super::known::Known;
use super::resolved::Resolution;
use super::settle::{Settler, is_json_number};
use super::sight::{Sight, mark};
use super::structure::Structure;
use super::view::View;
use super::{Found, Kind, Way, address, contact, device, host, mac, path, rules, secret};

/// A finder that needs nothing but the line.
type Find = fn(&[u8], &mut Vec<Found>);

/// What is remembered from line to line of one item.
pub(crate) struct Lines {
    grammar: Grammar,
    structure: Structure,
    /// What earlier lines of this item taught.
    local: Known,
    learnt: Learnt,
    /// Inside armour: what becomes of its lines.
    armour: Option<Kind>,
    view: View,
    sight: Sight,
    found: Vec<Found>,
    candidates: Vec<Candidate>,
    kept: Vec<Candidate>,
}

/// A finding with what it comes to.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    /// Where what is replaced begins and ends.
    start: usize,
    end: usize,
    /// Where the finding begins.
    base: usize,
    resolution: Resolution,
    kind: Kind,
    way: Way,
    learn: bool,
}

impl Lines {
    pub(crate) fn new(grammar: Grammar, structure: Structure) -> Self {
        Self {
            grammar,
            structure,
            local: Known::default(),
            learnt: Learnt::default(),
            armour: None,
            view: View::default(),
            sight: Sight::default(),
            found: Vec::new(),
            candidates: Vec::new(),
            kept: Vec::new(),
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
        frozen: &Known,
        rules: &rules::Patterns,
        settler: &mut Settler,
        mut put: impl FnMut(usize, usize, &[u8]),
    ) {
        self.sight.look(line);
        let mut view = std::mem::take(&mut self.view);
        let decoded = self.sight.shows(mark::ESCAPE) && view.decode(line);
        if decoded {
            self.sight.look(view.text());
        }
        let text = if decoded { view.text() } else { line };
        self.find(text, frozen, rules);
        self.settle(text, settler);
        if self.learn(text, settler) {
            // What a line teaches holds in the line itself too.
            self.local.find(text, &self.sight.words, &mut self.found);
            self.settle(text, settler);
        }
        for candidate in &self.kept {
            for part in settler.resolved().parts(candidate.resolution) {
                let (start, end) = (candidate.base + part.start as usize, candidate.base + part.end as usize);
                let replacement = settler.resolved().replacement(part);
                let quoted = is_json_number(text, start, end).then(|| [b"\"", replacement, b"\""].concat());
                let (start, end) = if decoded { view.locate(start, end) } else { (start, end) };
                put(start, end, quoted.as_deref().unwrap_or(replacement));
            }
        }
        for candidate in &self.kept {
            settler.count(candidate.resolution);
        }
        self.view = view;
    }

    fn find(&mut self, text: &[u8], frozen: &Known, rules: &rules::Patterns) {
        self.found.clear();
        if (self.armour.is_some() || self.sight.shows(mark::OPTION)) && self.armoured(text) {
            return;
        }
        let found = &mut self.found;
        self.grammar.line(text, &self.sight, found);
        self.structure.line(text, &self.sight, found);
        let finders: [(_, Find); 7] = [
            (&path::NEEDS, path::find),
            (&address::NEEDS, address::find),
            (&mac::NEEDS, mac::find),
            (&contact::NEEDS, contact::find),
            (&secret::NEEDS, secret::find),
            (&device::NEEDS, device::find),
            (&host::NEEDS, host::find),
        ];
        for (needs, find) in finders {
            if self.sight.calls(needs) {
                find(text, found);
            }
        }
        frozen.find(text, &self.sight.words, found);
        self.local.find(text, &self.sight.words, found);
        rules.find(text, found);
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
        settler.make_room();
        self.candidates.clear();
        self.kept.clear();
        for found in &self.found {
            let Some((base, resolution)) = settler.resolve(text, found) else { continue };
            let parts = settler.resolved().parts(resolution);
            let start = base + parts.iter().map(|part| part.start).min().unwrap_or(0) as usize;
            let end = base + parts.iter().map(|part| part.end).max().unwrap_or(0) as usize;
            let Found { kind, way, learn, .. } = *found;
            self.candidates.push(Candidate { start, end, base, resolution, kind, way, learn });
        }
        self.candidates.sort_by_key(|one| (one.start, std::cmp::Reverse(one.end)));
        for candidate in &self.candidates {
            keep(&mut self.kept, *candidate);
        }
    }

    /// Learns what is to hold for the rest of the item; `true` where it was not known before.
    fn learn(&mut self, text: &[u8], settler: &Settler) -> bool {
        let resolved = settler.resolved();
        let mut new = false;
        for candidate in self.kept.iter().filter(|candidate| candidate.learn) {
            if !self.learnt.is_new(candidate.resolution, resolved.age()) {
                continue;
            }
            for part in resolved.parts(candidate.resolution) {
                let (start, end) = (candidate.base + part.start as usize, candidate.base + part.end as usize);
                new |= self.local.learn(&text[start..end], part.kind);
            }
        }
        new
    }
}

/// Adds a candidate that begins no earlier than those kept; of two that overlap the stronger stays.
fn keep(kept: &mut Vec<Candidate>, mut candidate: Candidate) {
    while let Some(last) = kept.last_mut() {
        if last.end <= candidate.start {
            break;
        }
        let learn = last.learn || candidate.learn;
        let same = last.start == candidate.start && last.end == candidate.end;
        if last.strength() >= candidate.strength() {
            last.learn = if same { learn } else { last.learn };
            return;
        }
        candidate.learn = if same { learn } else { candidate.learn };
        kept.pop();
    }
    kept.push(candidate);
}

impl Candidate {
    /// Secrets first, then by how it was found, then the longer.
    fn strength(&self) -> (bool, Way, usize) {
        (self.kind == Kind::Secret, self.way, self.end - self.start)
    }
}

/// Which resolutions this item has learnt already.
#[derive(Debug, Default)]
struct Learnt {
    age: u64,
    bits: Vec<u64>,
}

impl Learnt {
    fn is_new(&mut self, resolution: Resolution, age: u64) -> bool {
        if self.age != age {
            self.bits.clear();
            self.age = age;
        }
        let (word, bit) = (resolution.number as usize / 64, 1 << (resolution.number % 64));
        if self.bits.len() <= word {
            self.bits.resize(word + 1, 0);
        }
        let new = self.bits[word] & bit == 0;
        self.bits[word] |= bit;
        new
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::super::{Found, grammar::Grammar, known::Known, rules::Patterns, structure::Structure};
    use super::Lines;
    use crate::profile::Format;

    /// What is found in each line of a text, with every finder called or only those that a line calls.
    fn found(text: &[u8], everywhere: bool) -> Vec<Vec<Found>> {
        let mut lines = Lines::new(Grammar::new(""), Structure::new("", Format::Auto));
        let look = |lines: &mut Lines, line: &[u8]| match everywhere {
            true => lines.sight.look_everywhere(line),
            false => lines.sight.look(line),
        };
        let one = |line: &[u8]| {
            look(&mut lines, line);
            let mut view = std::mem::take(&mut lines.view);
            let decoded = view.decode(line);
            if decoded {
                look(&mut lines, view.text());
            }
            lines.find(if decoded { view.text() } else { line }, &Known::default(), &Patterns::default());
            lines.view = view;
            lines.found.clone()
        };
        text.split(|byte| *byte == b'\n').map(one).collect()
    }

    fn files(folder: &Path, out: &mut Vec<PathBuf>) {
        for entry in folder.read_dir().into_iter().flatten().flatten() {
            match entry.path() {
                path if path.is_dir() => files(&path, out),
                path => out.push(path),
            }
        }
    }

    #[test]
    fn a_finder_that_is_not_called_would_have_found_nothing() {
        let project = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut paths = Vec::new();
        for folder in ["src", "tests", "profiles", "../shared/eval"] {
            files(&project.join(folder), &mut paths);
        }
        let mut missed = Vec::new();
        for path in paths {
            let text = std::fs::read(&path).unwrap();
            let (called, all) = (found(&text, false), found(&text, true));
            for (number, line) in text.split(|byte| *byte == b'\n').enumerate() {
                if called[number] != all[number] {
                    let (line, all) = (String::from_utf8_lossy(line), &all[number]);
                    missed.push(format!("{}:{}: {line}: {all:?}", path.display(), number + 1));
                }
            }
        }
        assert!(missed.is_empty(), "{}", missed.join("\n"));
    }
}
