//! Buffers that are used again.
//!
//! A block is as long as many pages. A buffer made anew for each block costs the kernel a fault for every page of it,
//! which takes longer than searching a log that says the same few things; one that was a block before costs nothing.

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::search::Replacements;

/// Buffers that nobody uses.
#[derive(Debug, Default)]
pub(crate) struct BufferPool {
    bytes: Mutex<Vec<Vec<u8>>>,
    replacements: Mutex<Vec<Replacements>>,
}

impl BufferPool {
    /// An empty buffer for `length` bytes or more; one that goes back when it is dropped, where it is long enough.
    pub(crate) fn buffer(self: &Arc<Self>, length: usize) -> Buffer {
        let spare = if length >= LEAST { lock(&self.bytes).pop() } else { None };
        let mut bytes = spare.unwrap_or_default();
        bytes.reserve_exact(length);
        Buffer { bytes, home: Some(Arc::clone(self)) }
    }

    /// Replacements, none yet.
    pub(crate) fn replacements(&self) -> Replacements {
        lock(&self.replacements).pop().unwrap_or_default()
    }

    /// Takes back replacements that nobody needs any more.
    pub(crate) fn keep(&self, mut replacements: Replacements) {
        replacements.clear();
        let mut pool = lock(&self.replacements);
        if pool.len() < MOST && replacements.room() <= LARGEST {
            pool.push(replacements);
        }
    }

    fn give_back(&self, mut bytes: Vec<u8>) {
        bytes.clear();
        let mut pool = lock(&self.bytes);
        if pool.len() < MOST {
            pool.push(bytes);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Bytes in a buffer that goes back to where it came from.
#[derive(Debug, Default)]
pub(crate) struct Buffer {
    bytes: Vec<u8>,
    home: Option<Arc<BufferPool>>,
}

impl Buffer {
    /// The bytes, owned.
    pub(crate) fn into_bytes(mut self) -> Vec<u8> {
        std::mem::take(&mut self.bytes)
    }

    /// Whether it is worth handing on rather than copying `length` bytes out of it.
    pub(crate) fn suits(length: usize) -> bool {
        length >= LEAST
    }
}

impl From<Vec<u8>> for Buffer {
    fn from(bytes: Vec<u8>) -> Self {
        Self { bytes, home: None }
    }
}

impl Deref for Buffer {
    type Target = Vec<u8>;

    fn deref(&self) -> &Vec<u8> {
        &self.bytes
    }
}

impl DerefMut for Buffer {
    fn deref_mut(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }
}

impl Clone for Buffer {
    fn clone(&self) -> Self {
        self.bytes.clone().into()
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        if let Some(home) = self.home.take()
            && (LEAST..=LARGEST).contains(&self.bytes.capacity())
        {
            home.give_back(std::mem::take(&mut self.bytes));
        }
    }
}

/// Bytes from which on a buffer is kept: shorter ones cost an allocator next to nothing.
const LEAST: usize = 128 << 10;
/// Bytes up to which it is kept.
const LARGEST: usize = 2 << 20;
/// Buffers that are kept at most: what a block needs on its way, and the next one.
const MOST: usize = 6;

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{BufferPool, LARGEST, LEAST, MOST};

    #[test]
    fn a_long_buffer_is_used_again_and_a_short_one_is_not() {
        let pool = Arc::new(BufferPool::default());
        let mut buffer = pool.buffer(LEAST);
        buffer.extend_from_slice(b"what was");
        let place = buffer.as_ptr();
        drop(buffer);
        let again = pool.buffer(LEAST);
        assert!(again.is_empty() && again.as_ptr() == place);
        drop(pool.buffer(LEAST - 1));
        drop(pool.buffer(LARGEST + 1));
        assert_eq!(super::lock(&pool.bytes).len(), 0);
    }

    #[test]
    fn no_more_is_kept_than_is_needed() {
        let pool = Arc::new(BufferPool::default());
        let many: Vec<_> = (0..2 * MOST).map(|_| pool.buffer(LEAST)).collect();
        drop(many);
        assert_eq!(super::lock(&pool.bytes).len(), MOST);
    }
}
