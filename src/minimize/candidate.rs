//! Findings with what they come to, and which of them stay where they overlap.

use super::resolution_cache::Resolution;
use super::{Evidence, Found, Kind};

/// A finding with what it comes to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    /// Where what is replaced begins and ends.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Where the finding begins.
    pub(super) base: usize,
    pub(super) resolution: Resolution,
    pub(super) kind: Kind,
    pub(super) evidence: Evidence,
    pub(super) learn: bool,
}

/// Adds a candidate that begins no earlier than those kept; of two that overlap the stronger stays.
pub(super) fn keep(kept: &mut Vec<Candidate>, mut candidate: Candidate) {
    while let Some(last) = kept.last_mut() {
        if last.end <= candidate.start {
            break;
        }
        let learn = last.learn || candidate.learn;
        let same = last.start == candidate.start && last.end == candidate.end;
        if !candidate.spells_out(last) && last.strength() >= candidate.strength() || last.spells_out(&candidate) {
            last.learn = if same { learn } else { last.learn };
            return;
        }
        candidate.learn = if same { learn } else { candidate.learn };
        kept.pop();
    }
    kept.push(candidate);
}

impl Candidate {
    /// Whether a finding of the same single name would give way to this one and teach nothing more, whatever it comes
    /// to.
    pub(super) fn covers(&self, text: &[u8], found: &Found) -> bool {
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
        (self.start, self.end) == (found.start, found.end)
            && (self.kind == Kind::Secret, self.evidence) >= (found.kind == Kind::Secret, found.evidence)
            && (self.learn || !found.learn)
            && text[found.start..found.end].iter().all(is_name)
    }

    /// Whether a finding that is longer than a name lies within this one, which is the same and surer.
    ///
    /// Security: of values that reach into each other, as in `sid=sid=sid=…`, only the first is worth a pseudonym.
    pub(super) fn holds(&self, found: &Found) -> bool {
        found.end - found.start >= LONG
            && (self.start..self.end).contains(&found.start)
            && found.end <= self.end
            && self.kind == found.kind
            && self.evidence >= found.evidence
    }

    /// Whether a finding lies within this one and would give way to it, whatever it comes to.
    pub(super) fn outdoes(&self, found: &Found) -> bool {
        let surer = (self.kind == Kind::Secret, self.evidence) > (found.kind == Kind::Secret, found.evidence);
        let same =
            (self.start, self.end, self.kind, self.evidence) == (found.start, found.end, found.kind, found.evidence);
        (same || surer && self.start <= found.start && found.end <= self.end) && (self.learn || !found.learn)
    }

    /// Whether this is the whole name of a network of which the other is a part: `ssid Attic Net`, where its words stand
    /// without quotes.
    fn spells_out(&self, other: &Self) -> bool {
        let wider =
            self.start <= other.start && other.end <= self.end && (self.start, self.end) != (other.start, other.end);
        wider && (self.kind, other.kind) == (Kind::Ssid, Kind::Ssid)
    }

    /// Secrets first, then by how it was found, then the longer.
    fn strength(&self) -> (bool, Evidence, usize) {
        (self.kind == Kind::Secret, self.evidence, self.end - self.start)
    }
}

/// Bytes of what is longer than nearly every name.
const LONG: usize = 128;
