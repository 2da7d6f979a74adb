//! A thread that makes the digest of a long item's content, block by block, while the next ones are searched.

use std::io;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::thread::JoinHandle;

use ring::digest::{Context, SHA256};

use crate::minimize::Minimized;

/// The thread. One item after the other.
pub(super) struct Digester {
    pieces: Option<SyncSender<Piece>>,
    digests: Receiver<Vec<u8>>,
    thread: Option<JoinHandle<()>>,
}

/// What it is told.
enum Piece {
    /// The next bytes of the item.
    Content(Minimized),
    /// There are no more.
    End,
}

impl Digester {
    pub(super) fn start() -> io::Result<Self> {
        // One block is being read and one is waiting: memory is bounded.
        let (pieces, queue) = sync_channel(1);
        let (out, digests) = channel();
        let thread = std::thread::Builder::new().stack_size(STACK).spawn(move || {
            let mut digest = Context::new(&SHA256);
            while let Ok(piece) = queue.recv() {
                match piece {
                    Piece::Content(content) => digest.update(content.as_bytes()),
                    Piece::End => {
                        let whole = std::mem::replace(&mut digest, Context::new(&SHA256));
                        if out.send(whole.finish().as_ref().to_vec()).is_err() {
                            return;
                        }
                    }
                }
            }
        })?;
        Ok(Self { pieces: Some(pieces), digests, thread: Some(thread) })
    }

    /// Takes the item's next block; waits while there is one waiting already.
    pub(super) fn take(&self, content: Minimized) -> io::Result<()> {
        self.tell(Piece::Content(content))
    }

    /// The digest of the item, which ends here.
    pub(super) fn finish(&self) -> io::Result<Vec<u8>> {
        self.tell(Piece::End)?;
        self.digests.recv().map_err(|_| gone())
    }

    fn tell(&self, piece: Piece) -> io::Result<()> {
        self.pieces.as_ref().and_then(|pieces| pieces.send(piece).ok()).ok_or_else(gone)
    }
}

impl Drop for Digester {
    fn drop(&mut self) {
        self.pieces = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Bytes of stack that a digest takes, and more.
const STACK: usize = 256 << 10;

fn gone() -> io::Error {
    io::Error::other("the thread that makes digests is gone")
}

#[cfg(test)]
mod tests {
    use super::{Digester, Minimized, SHA256};

    #[test]
    fn the_digest_of_the_blocks_is_that_of_the_whole() {
        let digester = Digester::start().unwrap();
        for blocks in [&["one"][..], &["one", " and ", "two"], &[]] {
            blocks.iter().for_each(|block| digester.take(Minimized::vouched((*block).into())).unwrap());
            let whole = ring::digest::digest(&SHA256, blocks.concat().as_bytes());
            assert_eq!(digester.finish().unwrap(), whole.as_ref());
        }
    }
}
