//! Gzip members (RFC 1952) whose headers do not vary between runs.

use std::io;

use libdeflater::{CompressionLvl, Compressor};

/// Deflates members, one at a time; the result is the same on every machine.
pub(crate) struct Gzip {
    compressor: Compressor,
    /// Buffer for deflating a member, so that the result is copied at its exact size.
    out: Vec<u8>,
}

impl Gzip {
    /// Makes a packer with a level of 1 to 9.
    pub(super) fn new(level: u8) -> Self {
        let level = CompressionLvl::new(level.into()).unwrap_or_default();
        Self { compressor: Compressor::new(level), out: Vec::new() }
    }

    /// Makes one member: no name, no time, unknown operating system.
    pub(super) fn member(&mut self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        let bound = self.compressor.gzip_compress_bound(bytes.len());
        if self.out.len() < bound {
            self.out.resize(bound, 0);
        }
        let length = self.compressor.gzip_compress(bytes, &mut self.out).map_err(io::Error::other)?;
        let mut member = self.out.get(..length).unwrap_or_default().to_vec();
        // The compression effort need not be recorded.
        if let Some(effort) = member.get_mut(8) {
            *effort = 0;
        }
        Ok(member)
    }
}

/// Bytes of a member's header and trailer.
pub(super) const AROUND: u64 = 18;

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::Gzip;

    #[test]
    fn a_member_inflates_and_its_header_says_nothing() {
        let packed = Gzip::new(6).member(b"one two").unwrap();
        assert_eq!(packed[..10], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
        let mut text = String::new();
        flate2::read::GzDecoder::new(&packed[..]).read_to_string(&mut text).unwrap();
        assert_eq!(text, "one two");
    }
}
