//! The shares of a run's limits: what is left out before anything is read, so that the rest fits.
//!
//! What a log packs to is mostly an eighth of it; what was packed before it was written hardly gets smaller. So where not
//! everything need fit, a part of each of the largest files is packed to see.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Item, Plan, Sample, Skipped, Status, Survey, Task};
use crate::profile::{Compression, SourceId};

impl Plan {
    /// Bytes that will be read, as far as the survey can know.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.items.iter().map(Item::bytes).sum()
    }

    /// Bytes of the bundle.
    #[must_use]
    pub fn bundle_bytes(&self) -> u64 {
        self.packed() + LEAST
    }

    /// Bytes that the items pack to, and what is said of them.
    fn packed(&self) -> u64 {
        self.items.iter().map(|item| item.packed(self.compress)).sum()
    }

    /// Leaves out the least important items, of them the last, until the estimate fits into the bundle's limit. The last
    /// that does not fit is cut instead, where nothing more important would get less room by that.
    pub(super) fn shed(&mut self, survey: &mut dyn Survey) {
        let limit = self.limits.bundle.0;
        let compress = self.compress;
        let most = |item: &Item| compress.most(item.bytes());
        let all: u64 = self.items.iter().map(most).sum();
        if compress != Compression::None && all > limit {
            self.sample(survey);
        }
        // The last block is taken only where it has room however badly it packs.
        let block = self.items.iter().map(most).max().unwrap_or(0).min(BLOCK).min(limit / 8);
        let room = limit.saturating_sub(reserve(limit).max(LEAST) + block);
        let mut bytes = self.packed();
        let mut order: Vec<usize> = (0..self.items.len()).collect();
        order.sort_by_key(|index| (self.items[*index].importance, Reverse(*index)));
        let (mut shed, mut last) = (vec![false; self.items.len()], None);
        for index in order {
            if bytes <= room {
                break;
            }
            bytes -= self.items[index].packed(compress);
            shed[index] = true;
            last = Some(index);
        }
        // What stays behind it is more important.
        if let Some(last) = last.filter(|last| shed[*last..].iter().all(|shed| *shed)) {
            shed[last] = false;
        }
        self.leave_out(&shed);
    }

    /// Packs a part of each of the largest files; what that comes to holds for the others of their sources.
    fn sample(&mut self, survey: &mut dyn Survey) {
        let mut largest: Vec<usize> = (0..self.items.len()).filter(|index| self.items[*index].is_sampled()).collect();
        largest.sort_by_key(|index| (Reverse(self.items[*index].bytes()), *index));
        let mut sources: BTreeMap<SourceId, Sample> = BTreeMap::new();
        for index in largest.into_iter().take(SAMPLES) {
            let Item { task: Task::File(path), keep, source, .. } = &self.items[index] else { continue };
            let Some(sample) = survey.sample(path, *keep, self.compress).filter(|sample| sample.bytes > 0) else {
                continue;
            };
            let all = sources.entry(source.clone()).or_default();
            *all = Sample { bytes: all.bytes + sample.bytes, packed: all.packed + sample.packed };
            self.items[index].sample = Some(sample);
        }
        for item in self.items.iter_mut().filter(|item| item.is_sampled()) {
            item.sample = item.sample.or_else(|| sources.get(&item.source).copied());
        }
    }

    /// Takes these items out of the plan.
    fn leave_out(&mut self, shed: &[bool]) {
        let bound = self.bound("its");
        for (item, shed) in std::mem::take(&mut self.items).into_iter().zip(shed) {
            if *shed {
                self.skipped.push(Skipped {
                    source: item.source,
                    category: item.category,
                    name: Some(item.name),
                    status: Status::Cut,
                    reason: format!("the bundle would grow beyond {bound}"),
                });
            } else {
                self.items.push(item);
            }
        }
    }
}

impl Item {
    /// Bytes that it will give, as far as the survey can know.
    fn bytes(&self) -> u64 {
        let inflates = if self.is_gzip() { INFLATES } else { 1 };
        self.expected.map_or(GUESS, |bytes| bytes.saturating_mul(inflates)).min(self.limit)
    }

    /// Bytes that it packs to, and what is said of it.
    fn packed(&self, compress: Compression) -> u64 {
        let bytes = self.bytes();
        let packed = match (self.sample, self.expected) {
            (_, Some(packed)) if self.is_gzip() && compress != Compression::None => packed.min(bytes),
            (Some(Sample { bytes: of, packed }), _) => (u128::from(bytes) * u128::from(packed) / u128::from(of)) as u64,
            _ => compress.likely(bytes),
        };
        packed + if compress == Compression::None { PLAINLY_TOLD } else { TOLD }
    }

    /// Whether it is packed already, and inflated when it is read.
    fn is_gzip(&self) -> bool {
        matches!(self.task, Task::File(_)) && self.name.ends_with(b".gz")
    }

    /// Whether it can be known by a part of it how it packs.
    fn is_sampled(&self) -> bool {
        matches!(self.task, Task::File(_)) && self.expected.is_some_and(|bytes| bytes > 0) && !self.is_gzip()
    }
}

/// What manifest, sums and seals take of a bundle of few items.
pub(crate) fn reserve(limit: u64) -> u64 {
    (limit / 8).min(1 << 20)
}

/// The least that they take.
const LEAST: u64 = 16 << 10;
/// The most that a block of an item packs to.
const BLOCK: u64 = 768 << 10;
/// Bytes in the bundle that say what an item is, beside its own.
const TOLD: u64 = 256;
/// The same where that is not packed.
const PLAINLY_TOLD: u64 = 2560;
/// Bytes that are guessed for what the survey cannot measure.
const GUESS: u64 = 16 * 1024;
/// What a log in gzip's form inflates to, mostly.
const INFLATES: u64 = 8;
/// Files of which a part is packed to see what they come to.
const SAMPLES: usize = 64;
