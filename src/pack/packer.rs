//! Packs pieces of an archive so that each can be unpacked alone, and none exceeds the limits of readers.

use std::io;

use super::gzip::{self, Gzip};
use super::zstd::Zstd;
use crate::profile::Compression;

/// Maximum bytes that a gzip member inflates to.
pub(crate) const MEMBER: u64 = 16 << 20;
/// Maximum bytes in a Zstandard frame, and its window.
pub(crate) const FRAME: u64 = 4 << 20;
/// Maximum number of bytes that a packed byte may stand for, beyond [`SLACK`]; the formats allow thousands.
pub(crate) const RATIO: u64 = 200;
/// Bytes that may be packed at any ratio.
pub(crate) const SLACK: u64 = 64 << 10;

/// Packs pieces one after the other; each thread has its own.
pub(crate) enum Packer {
    /// Into gzip members.
    Gzip(Gzip),
    /// Into Zstandard frames.
    Zstd(Zstd),
    /// Uncompressed.
    Plain,
}

impl Packer {
    /// Makes a packer for a compression.
    ///
    /// # Errors
    /// If there is not enough memory.
    pub(crate) fn new(compression: Compression) -> io::Result<Self> {
        Ok(match compression {
            Compression::Gzip(level) => Self::Gzip(Gzip::new(level)),
            Compression::Zstd(level) => Self::Zstd(Zstd::new(level)?),
            Compression::None => Self::Plain,
        })
    }

    /// Packs `bytes` into one piece, or into several if they are too many for one.
    ///
    /// Repetitive data that readers would reject as a bomb is packed in small pieces, which takes a little more room.
    ///
    /// # Errors
    /// If there is not enough memory.
    pub(crate) fn pack(&mut self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        let (most, around) = match self {
            Self::Plain => return Ok(bytes.to_vec()),
            Self::Gzip(_) => (MEMBER, gzip::AROUND),
            Self::Zstd(_) => (FRAME, 0),
        };
        if bytes.len() as u64 > most {
            return self.pieces(bytes, most);
        }
        let packed = self.piece(bytes)?;
        if bytes.len() as u64 <= SLACK + RATIO * (packed.len() as u64).saturating_sub(around) {
            return Ok(packed);
        }
        self.pieces(bytes, SLACK)
    }

    fn pieces(&mut self, bytes: &[u8], length: u64) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        for piece in bytes.chunks(length as usize) {
            out.extend(self.pack(piece)?);
        }
        Ok(out)
    }

    fn piece(&mut self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        match self {
            Self::Gzip(gzip) => gzip.member(bytes),
            Self::Zstd(zstd) => zstd.frame(bytes),
            Self::Plain => Ok(bytes.to_vec()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::{Compression, Packer, RATIO, SLACK};

    fn unpacked(packed: &[u8], compression: Compression) -> Vec<u8> {
        let mut text = Vec::new();
        match compression {
            Compression::Gzip(_) => drop(flate2::read::MultiGzDecoder::new(packed).read_to_end(&mut text).unwrap()),
            Compression::Zstd(_) => {
                text.reserve(32 << 20);
                ruzstd::decoding::FrameDecoder::new().decode_all_to_vec(packed, &mut text).unwrap();
            }
            Compression::None => text.extend(packed),
        }
        text
    }

    fn all() -> impl Iterator<Item = Compression> {
        (1..=9).map(Compression::Gzip).chain([1, 3, 9, 19].map(Compression::Zstd)).chain([Compression::None])
    }

    #[test]
    fn s3_what_repeats_itself_is_no_bomb() {
        let line = vec![b'x'; 1 << 20];
        for compression in all().filter(|compression| *compression != Compression::None) {
            let packed = Packer::new(compression).unwrap().pack(&line).unwrap();
            let pieces = (line.len() as u64).div_ceil(SLACK);
            assert!(line.len() as u64 <= pieces * SLACK + RATIO * packed.len() as u64, "{compression}");
            assert!(packed.len() < 4096, "{compression}: {}", packed.len());
            assert_eq!(unpacked(&packed, compression), line);
        }
    }

    #[test]
    fn what_is_longer_than_a_piece_may_be_becomes_several() {
        let line: Vec<u8> = (0..20_u32 << 20).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        for compression in [Compression::Gzip(1), Compression::Zstd(1), Compression::None] {
            let packed = Packer::new(compression).unwrap().pack(&line).unwrap();
            assert_eq!(unpacked(&packed, compression), line);
        }
    }
}
