//! A map from the hashes of words, with a quick answer for the many words that are not in it.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Values by the hash of a word (see [`super::sight::hash`]).
#[derive(Debug, Clone)]
pub(crate) struct Names<V> {
    values: HashMap<u64, V, BuildHasherDefault<Hashed>>,
    /// One bit for each of 64 Ki classes of hashes: whether any of the class is held. 8 KiB, which stay in the cache.
    bits: Box<[u64; WORDS]>,
}

impl<V> Default for Names<V> {
    fn default() -> Self {
        Self { values: HashMap::default(), bits: Box::new([0; WORDS]) }
    }
}

impl<V> Names<V> {
    /// Whether a hash may be held; a wrong yes is rare, a wrong no does not happen.
    pub(crate) fn may_hold(&self, hash: u64) -> bool {
        self.bits[slot(hash)] >> (hash & 63) & 1 == 1
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
        self.bits[slot(hash)] |= 1 << (hash & 63);
        self.values.entry(hash).or_default()
    }
}

const fn slot(hash: u64) -> usize {
    (hash >> 32) as usize % WORDS
}

/// Takes a hash for what it is.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Hashed(u64);

impl Hasher for Hashed {
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

const WORDS: usize = 1024;
