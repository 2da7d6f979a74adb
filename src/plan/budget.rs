//! The shares of a run's limits: what is left out before anything is read, so that the rest fits.

use std::cmp::Reverse;

use super::{Item, Plan, Skipped, Status};
use crate::profile::Compression;

impl Plan {
    /// Bytes that will be read, as far as the survey can know.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.items.iter().map(Item::bytes).sum()
    }

    /// Bytes of the bundle.
    #[must_use]
    pub fn bundle_bytes(&self) -> u64 {
        packed(self.bytes(), self.compress)
    }

    /// Leaves out the least important items, of them the last, until the estimate fits into the bundle's limit.
    pub(super) fn shed(&mut self) {
        let (limit, bound) = (self.limits.bundle, self.bound("its"));
        let mut bytes = self.bytes();
        let mut order: Vec<usize> = (0..self.items.len()).collect();
        order.sort_by_key(|index| (self.items[*index].importance, Reverse(*index)));
        let mut shed = vec![false; self.items.len()];
        for index in order {
            if packed(bytes, self.compress) <= limit.0 {
                break;
            }
            bytes -= self.items[index].bytes();
            shed[index] = true;
        }
        let items = std::mem::take(&mut self.items).into_iter().zip(shed);
        for (item, shed) in items {
            if shed {
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
        self.expected.unwrap_or(GUESS).min(self.limit)
    }
}

/// What text comes to in a bundle, and what is said of it.
const fn packed(bytes: u64, compress: Compression) -> u64 {
    compress.likely(bytes) + 16 * 1024
}

/// Bytes that are guessed for what the survey cannot measure.
const GUESS: u64 = 16 * 1024;
