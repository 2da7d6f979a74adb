//! Values by the hashes of words, with a quick answer for the many words that are not in it.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Values by the hash of a word (see [`super::prefilter::hash`]).
#[derive(Debug, Clone)]
pub(crate) struct WordMap<V> {
    values: HashMap<u64, V, BuildHasherDefault<IdentityHasher>>,
    /// One bit for each class of hashes: whether any of the class is held. A power of two of words, so many that few
    /// of the classes are: 8 KiB for a few thousand, which stay in the cache.
    bits: Box<[u64]>,
}

impl<V> Default for WordMap<V> {
    fn default() -> Self {
        Self { values: HashMap::default(), bits: vec![0; WORDS].into() }
    }
}

impl<V> WordMap<V> {
    /// Whether a hash may be held; a wrong yes is rare, a wrong no does not happen.
    pub(crate) fn may_hold(&self, hash: u64) -> bool {
        self.bits[self.slot(hash)] >> (hash & 63) & 1 == 1
    }

    /// The value of a hash.
    pub(crate) fn get(&self, hash: u64) -> Option<&V> {
        self.values.get(&hash)
    }

    /// The value of a hash, made where there is none.
    pub(crate) fn entry(&mut self, hash: u64) -> &mut V
    where
        V: Default,
    {
        if self.values.len() >= self.bits.len() * FULL {
            self.bits = vec![0; 2 * self.bits.len()].into();
            let held: Vec<u64> = self.values.keys().copied().collect();
            held.into_iter().for_each(|hash| self.mark(hash));
        }
        self.mark(hash);
        self.values.entry(hash).or_default()
    }

    fn mark(&mut self, hash: u64) {
        self.bits[self.slot(hash)] |= 1 << (hash & 63);
    }

    fn slot(&self, hash: u64) -> usize {
        (hash >> 32) as usize & (self.bits.len() - 1)
    }
}

/// Takes a hash for what it is.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct IdentityHasher(u64);

impl Hasher for IdentityHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        // The map takes its upper bits for tags and its lower ones for places: both must be mixed.
        self.0 = (self.0 ^ hash).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(26);
    }

    fn write_u128(&mut self, hash: u128) {
        self.write_u64(hash as u64);
        self.write_u64((hash >> 64) as u64);
    }

    fn write_u8(&mut self, hash: u8) {
        self.write_u64(u64::from(hash));
    }
}

/// Words of bits at first, and hashes for each of them at most.
const WORDS: usize = 1024;
const FULL: usize = 4;

#[cfg(test)]
mod tests {
    use super::{FULL, WORDS, WordMap};

    #[test]
    fn what_is_held_may_be_held_however_much_there_is_and_little_else() {
        let (mut names, hash) = (WordMap::default(), |number: u64| number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let many = 4 * (WORDS * FULL) as u64;
        (0..many).for_each(|number| *names.entry(hash(number)) = number);
        assert!((0..many).all(|number| names.may_hold(hash(number)) && names.get(hash(number)) == Some(&number)));
        assert!((many..2 * many).filter(|number| names.may_hold(hash(*number))).count() < many as usize / 8);
    }
}
