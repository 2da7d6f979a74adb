//! Zstandard frames (RFC 8878), each with its length and checksum, without dictionaries.

use std::io;

use zstd::bulk::Compressor;
use zstd::zstd_safe::CParameter;

/// Compresses frames, one at a time.
pub(crate) struct Zstd(Compressor<'static>);

impl Zstd {
    /// Makes a packer with a level of 1 to 19.
    pub(super) fn new(level: u8) -> io::Result<Self> {
        let mut compressor = Compressor::new(level.into())?;
        compressor.set_parameter(CParameter::ChecksumFlag(true))?;
        Ok(Self(compressor))
    }

    /// Makes one frame.
    pub(super) fn frame(&mut self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut frame = self.0.compress(bytes)?;
        frame.shrink_to_fit();
        Ok(frame)
    }
}

#[cfg(test)]
mod tests {
    use super::Zstd;

    #[test]
    fn a_frame_says_its_length_and_has_a_checksum() {
        let packed = Zstd::new(3).unwrap().frame(b"one two").unwrap();
        // One segment, a checksum, one byte of length, no dictionary.
        assert_eq!(packed[..6], [0x28, 0xb5, 0x2f, 0xfd, 0b0010_0100, 7]);
    }
}
