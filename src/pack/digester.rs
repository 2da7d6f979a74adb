//! Makes the digest of a long item's content, block by block, in a separate thread while the next blocks are searched.

use std::io;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::thread::JoinHandle;

use ring::digest::{Context, SHA256};

use crate::minimize::Minimized;

/// Makes the digests of one item after the other.
pub(super) enum Digester {
    /// In a separate thread.
    Thread(Thread),
    /// In the calling thread, because the system could not start another.
    Here(Context),
}

/// The thread, and the channels to it and back.
pub(super) struct Thread {
    pieces: Option<SyncSender<Piece>>,
    digests: Receiver<Vec<u8>>,
    thread: Option<JoinHandle<()>>,
}

/// A message to it.
enum Piece {
    /// The next bytes of the item.
    Content(Minimized),
    /// The end of the item.
    End,
}

impl Digester {
    /// Starts the thread, or does without if it cannot be started.
    pub(super) fn start() -> Self {
        Thread::start().map_or_else(
            |error| {
                log::warn!("no thread for digests: {error}");
                Self::Here(Context::new(&SHA256))
            },
            Self::Thread,
        )
    }

    /// Takes the item's next block; waits while another one is waiting.
    pub(super) fn take(&mut self, content: Minimized) -> io::Result<()> {
        match self {
            Self::Thread(thread) => thread.tell(Piece::Content(content)),
            Self::Here(digest) => {
                digest.update(content.as_bytes());
                Ok(())
            }
        }
    }

    /// Ends the item and returns its digest.
    pub(super) fn finish(&mut self) -> io::Result<Vec<u8>> {
        match self {
            Self::Thread(thread) => {
                thread.tell(Piece::End)?;
                thread.digests.recv().map_err(|_| gone())
            }
            Self::Here(digest) => Ok(close(digest)),
        }
    }
}

impl Thread {
    fn start() -> io::Result<Self> {
        // One block is being read and one is waiting, so memory is bounded.
        let (pieces, queue) = sync_channel(1);
        let (out, digests) = channel();
        let thread = std::thread::Builder::new().stack_size(STACK).spawn(move || {
            let mut digest = Context::new(&SHA256);
            while let Ok(piece) = queue.recv() {
                match piece {
                    Piece::Content(content) => digest.update(content.as_bytes()),
                    Piece::End if out.send(close(&mut digest)).is_err() => return,
                    Piece::End => {}
                }
            }
        })?;
        Ok(Self { pieces: Some(pieces), digests, thread: Some(thread) })
    }

    fn tell(&self, piece: Piece) -> io::Result<()> {
        self.pieces.as_ref().and_then(|pieces| pieces.send(piece).ok()).ok_or_else(gone)
    }
}

impl Drop for Thread {
    fn drop(&mut self) {
        self.pieces = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Returns the digest of an item that ends; the next one begins.
fn close(digest: &mut Context) -> Vec<u8> {
    std::mem::replace(digest, Context::new(&SHA256)).finish().as_ref().to_vec()
}

/// Stack bytes for a digest, with a reserve.
const STACK: usize = 256 << 10;

fn gone() -> io::Error {
    io::Error::other("the digest thread has ended")
}

#[cfg(test)]
mod tests {
    use super::{Context, Digester, Minimized, SHA256};

    #[test]
    fn the_digest_of_the_blocks_is_that_of_the_whole_with_a_thread_and_without() {
        for mut digester in [Digester::start(), Digester::Here(Context::new(&SHA256))] {
            for blocks in [&["one"][..], &["one", " and ", "two"], &[]] {
                blocks.iter().for_each(|block| digester.take(Minimized::vouched((*block).into())).unwrap());
                let whole = ring::digest::digest(&SHA256, blocks.concat().as_bytes());
                assert_eq!(digester.finish().unwrap(), whole.as_ref());
            }
        }
    }
}
