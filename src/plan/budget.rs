//! Divides the limits of a run: drops items before anything is read, so that the rest fits.
//!
//! A log usually packs to an eighth of its size; compressed files hardly get smaller. So if not everything may fit, a
//! part of each of the largest files is packed as a sample.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Item, Plan, Sample, Skipped, Status, Survey, Task};
use crate::profile::{Compression, SourceId};

impl Plan {
    /// Returns the bytes that will be read, as far as the survey knows.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.items.iter().map(Item::bytes).sum()
    }

    /// Estimates the bytes of the bundle.
    #[must_use]
    pub fn bundle_bytes(&self) -> u64 {
        self.packed() + LEAST
    }

    /// Estimates the bytes that the items pack to, with their records.
    fn packed(&self) -> u64 {
        self.items.iter().map(|item| item.packed(self.compress)).sum()
    }

    /// Drops the least important items, the last of them first, until the estimate fits into the bundle's limit. The
    /// last one that does not fit is cut instead, unless something more important would get less room.
    pub(super) fn shed(&mut self, survey: &mut dyn Survey) {
        let limit = self.limits.bundle.0;
        let compress = self.compress;
        let most = |item: &Item| compress.most(item.bytes());
        let all: u64 = self.items.iter().map(most).sum();
        if compress != Compression::None && all > limit {
            self.sample(survey);
        }
        // The last block is taken only if it fits however badly it compresses.
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
        // What comes after it is more important.
        if let Some(last) = last.filter(|last| shed[*last..].iter().all(|shed| *shed)) {
            shed[last] = false;
        }
        self.leave_out(&shed);
    }

    /// Packs a part of each of the largest files; the result also serves as an estimate for the other files of their
    /// sources.
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

    /// Removes these items from the plan.
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
    /// Returns the bytes that it will give, as far as the survey knows.
    fn bytes(&self) -> u64 {
        let inflates = if self.is_gzip() { INFLATES } else { 1 };
        self.expected.map_or(GUESS, |bytes| bytes.saturating_mul(inflates)).min(self.limit)
    }

    /// Estimates the bytes that it packs to, with its record.
    fn packed(&self, compress: Compression) -> u64 {
        let bytes = self.bytes();
        let packed = match (self.sample, self.expected) {
            (_, Some(packed)) if self.is_gzip() && compress != Compression::None => packed.min(bytes),
            (Some(Sample { bytes: of, packed }), _) => (u128::from(bytes) * u128::from(packed) / u128::from(of)) as u64,
            _ => compress.likely(bytes),
        };
        packed + if compress == Compression::None { PLAINLY_TOLD } else { TOLD }
    }

    /// Returns whether it is already compressed, and decompressed when it is read.
    fn is_gzip(&self) -> bool {
        matches!(self.task, Task::File(_)) && self.name.ends_with(b".gz")
    }

    /// Returns whether a part of it shows how well it compresses.
    fn is_sampled(&self) -> bool {
        matches!(self.task, Task::File(_)) && self.expected.is_some_and(|bytes| bytes > 0) && !self.is_gzip()
    }
}

/// Returns the bytes for manifest, sums and seals in a bundle of few items.
pub(crate) fn reserve(limit: u64) -> u64 {
    (limit / 8).min(1 << 20)
}

/// Minimum bytes that they take.
const LEAST: u64 = 16 << 10;
/// Maximum bytes that a block of an item packs to.
const BLOCK: u64 = 768 << 10;
/// Bytes in the bundle for the record of an item.
const TOLD: u64 = 256;
/// Bytes of the same record uncompressed.
const PLAINLY_TOLD: u64 = 2560;
/// Bytes that are assumed if the survey cannot measure them.
const GUESS: u64 = 16 * 1024;
/// Factor by which a gzip-compressed log usually grows.
const INFLATES: u64 = 8;
/// Number of files of which a part is packed as a sample.
const SAMPLES: usize = 64;
