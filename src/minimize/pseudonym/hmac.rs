//! HMAC-SHA-256 (RFC 2104) of messages of a few bytes.
//!
//! Fresh identifiers cost one tag or two each, so that this is the inner loop of many a log. Most of what a library of
//! digests does for so short a message is copying and clearing its buffers; here a message is written where it is
//! compressed, and a tag costs two blocks.

use sha2::block_api::compress256;

/// Makes tags under one key.
#[derive(Clone)]
pub(super) struct HmacKey {
    /// What SHA-256 comes to behind the key's inner block, and behind its outer one.
    inner: State,
    outer: State,
}

/// A message of which the tag is to be made.
pub(super) struct Message<'a> {
    key: &'a HmacKey,
    state: State,
    block: Block,
    /// Bytes of the message.
    length: usize,
}

type State = [u32; 8];
type Block = [u8; BLOCK];

impl HmacKey {
    /// `key` as RFC 2104 has it: filled up with zeros to a block.
    pub(super) fn new(key: &Block) -> Self {
        let behind = |pad: u8| {
            let mut state = INITIAL;
            compress256(&mut state, &[key.map(|byte| byte ^ pad)]);
            state
        };
        Self { inner: behind(0x36), outer: behind(0x5c) }
    }

    /// An empty message.
    pub(super) fn start(&self) -> Message<'_> {
        Message { key: self, state: self.inner, block: [0; BLOCK], length: 0 }
    }
}

impl Message<'_> {
    /// Appends to the message.
    pub(super) fn update(&mut self, bytes: &[u8]) {
        let at = self.length % BLOCK;
        if let Some(room) = self.block.get_mut(at..at + bytes.len()).filter(|_| at + bytes.len() < BLOCK) {
            room.copy_from_slice(bytes);
            self.length += bytes.len();
            return;
        }
        for byte in bytes {
            self.block[self.length % BLOCK] = *byte;
            self.length += 1;
            if self.length.is_multiple_of(BLOCK) {
                self.compress();
            }
        }
    }

    /// The tag of the message.
    pub(super) fn finalize(mut self) -> [u8; 32] {
        let end = self.length % BLOCK;
        self.block[end] = END;
        if end >= BITS {
            self.compress();
        }
        compress256(&mut self.state, &[closed(self.block, self.length)]);
        let mut block = [0; BLOCK];
        block[..32].copy_from_slice(&bytes_of(self.state));
        block[32] = END;
        let mut state = self.key.outer;
        compress256(&mut state, &[closed(block, 32)]);
        bytes_of(state)
    }

    fn compress(&mut self) {
        compress256(&mut self.state, &[self.block]);
        self.block = [0; BLOCK];
    }
}

/// The last block, with the bits of the key's block and of `length` bytes behind it.
fn closed(mut block: Block, length: usize) -> Block {
    let bits = 8 * (BLOCK + length) as u64;
    block[BITS..].copy_from_slice(&bits.to_be_bytes());
    block
}

fn bytes_of(state: State) -> [u8; 32] {
    let mut bytes = [0; 32];
    for (four, word) in bytes.as_chunks_mut().0.iter_mut().zip(state) {
        *four = word.to_be_bytes();
    }
    bytes
}

/// Bytes of a block of SHA-256, and where the length stands in the last one (FIPS 180-4, 5.1.1).
const BLOCK: usize = 64;
const BITS: usize = 56;
/// Stands behind the message.
const END: u8 = 0x80;
/// FIPS 180-4, 5.3.3.
const INITIAL: State =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

#[cfg(test)]
mod tests {
    use hmac::{Hmac, KeyInit, Mac};
    use proptest::prelude::{any, prop, proptest};
    use sha2::Sha256;

    use super::HmacKey;

    proptest! {
        #[test]
        fn a_tag_is_what_the_library_makes(
            key in any::<[u8; 32]>(),
            parts in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..70), 0..4),
        ) {
            let mut block = [0; 64];
            block[..32].copy_from_slice(&key);
            let (mut library, key) = (Hmac::<Sha256>::new((&block).into()), HmacKey::new(&block));
            let mut message = key.start();
            for part in &parts {
                library.update(part);
                message.update(part);
            }
            assert_eq!(message.finalize(), <[u8; 32]>::from(library.finalize().into_bytes()));
        }
    }
}
