//! Splits a text of our own into pieces, so that it is never in memory as a whole.

use std::io::{self, Write};

use crate::minimize::Minimized;

/// Passes what `write` writes to `take`, piece by piece.
///
/// # Errors
/// Those of both.
pub(super) fn of(
    take: &mut dyn FnMut(Minimized) -> io::Result<()>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut pieces = Pieces { take, held: Vec::with_capacity(PIECE) };
    write(&mut pieces)?;
    pieces.give()
}

struct Pieces<'a> {
    take: &'a mut dyn FnMut(Minimized) -> io::Result<()>,
    held: Vec<u8>,
}

impl Pieces<'_> {
    fn give(&mut self) -> io::Result<()> {
        (self.take)(Minimized::vouched(std::mem::take(&mut self.held)))
    }
}

impl Write for Pieces<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.held.len() + bytes.len() > PIECE && !self.held.is_empty() {
            self.give()?;
            self.held.reserve(PIECE);
        }
        self.held.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Bytes of a piece, the same as for a block of a log.
const PIECE: usize = 1 << 20;

#[cfg(test)]
mod tests {
    use super::{Minimized, PIECE, of};

    #[test]
    fn pieces_are_the_whole_and_none_is_longer_than_a_block() {
        let text: Vec<u8> = (0..3 * PIECE + 7).map(|at| (at % 251) as u8).collect();
        let mut taken = Vec::new();
        let mut take = |piece: Minimized| {
            taken.push(piece.as_bytes().to_vec());
            Ok(())
        };
        of(&mut take, |out| text.chunks(1000).try_for_each(|some| out.write_all(some))).unwrap();
        assert_eq!((taken.len(), taken.concat()), (4, text));
        assert!(taken.iter().all(|piece| piece.len() <= PIECE));
    }
}
