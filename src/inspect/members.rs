//! Inflates gzip members exactly as casepack writes them, one after the other up to the end of the input.
//!
//! Security: a member has one form of header, is not empty, and inflates neither to more than [`MEMBER`] bytes nor more
//! than [`RATIO`]-fold, so that neither bombs nor millions of empty members are possible.

use std::io::{self, BufRead, BufReader, Read};

use flate2::{Crc, Decompress, FlushDecompress, Status};

use crate::pack::{MEMBER, RATIO, SLACK};

/// Inflates members.
pub(super) struct Members<R> {
    input: BufReader<R>,
    inflate: Decompress,
    crc: Crc,
    /// Whether a member has begun and not ended.
    within: bool,
    /// Number of bytes read from the file.
    read: u64,
    /// Offset of the member in the file.
    begin: u64,
}

impl<R: Read> Members<R> {
    /// Reads members up to the end of `input`.
    pub(super) fn new(input: R) -> Self {
        let input = BufReader::with_capacity(256 << 10, input);
        Self { input, inflate: Decompress::new(false), crc: Crc::new(), within: false, read: 0, begin: 0 }
    }

    /// Begins the next member; returns `false` at the end of the input.
    fn open(&mut self) -> io::Result<bool> {
        self.begin = self.read;
        let mut head = [0; 10];
        if self.input.fill_buf()?.is_empty() {
            return Ok(false);
        }
        self.take(&mut head)?;
        // The ninth byte gives the compression effort, which may vary.
        head[8] = 0;
        if head != HEAD {
            return Err(self.fault("has a header that casepack does not write"));
        }
        self.inflate.reset(false);
        self.crc.reset();
        self.within = true;
        Ok(true)
    }

    /// Inflates the next bytes; returns 0 at the end of the member.
    fn advance(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let piece = self.input.fill_buf()?;
        let (total_in, total_out) = (self.inflate.total_in(), self.inflate.total_out());
        let status = self.inflate.decompress(piece, out, FlushDecompress::None);
        let exhausted = piece.is_empty();
        let taken = (self.inflate.total_in() - total_in) as usize;
        let given = (self.inflate.total_out() - total_out) as usize;
        self.input.consume(taken);
        self.read += taken as u64;
        self.crc.update(out.get(..given).unwrap_or_default());
        if self.inflate.total_out() > MEMBER {
            return Err(self.fault("inflates to more than is allowed"));
        }
        match status {
            Ok(Status::StreamEnd) => self.close()?,
            Ok(_) if given == 0 && taken == 0 && exhausted => return Err(self.fault("is truncated")),
            Ok(_) if given == 0 && taken == 0 => return Err(self.fault("is damaged")),
            Ok(_) => {}
            Err(error) => return Err(self.fault(&format!("is damaged: {error}"))),
        }
        Ok(given)
    }

    /// Ends a member: checks its checksum, its length and its ratio.
    fn close(&mut self) -> io::Result<()> {
        self.within = false;
        let (packed, plain) = (self.inflate.total_in(), self.inflate.total_out());
        let mut tail = [0; 8];
        self.take(&mut tail)?;
        let expected = (u64::from(self.crc.sum()) | (plain & 0xffff_ffff) << 32).to_le_bytes();
        if tail != expected {
            return Err(self.fault("has a wrong checksum or length"));
        }
        if plain == 0 {
            return Err(self.fault("is empty"));
        }
        if plain > SLACK + RATIO * packed {
            return Err(self.fault(&format!("inflates {packed} bytes to {plain}, which is more than is allowed")));
        }
        Ok(())
    }

    fn take(&mut self, bytes: &mut [u8]) -> io::Result<()> {
        self.input.read_exact(bytes).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => self.fault("is truncated"),
            _ => error,
        })?;
        self.read += bytes.len() as u64;
        Ok(())
    }

    fn fault(&self, why: &str) -> io::Error {
        io::Error::other(format!("the gzip member at byte {} of the file {why}", self.begin))
    }
}

impl<R: Read> Read for Members<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while !out.is_empty() {
            if !self.within && !self.open()? {
                return Ok(0);
            }
            let given = self.advance(out)?;
            if given > 0 {
                return Ok(given);
            }
        }
        Ok(0)
    }
}

const HEAD: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::Members;
    use crate::pack::Packer;
    use crate::profile::Compression;

    fn member(bytes: &[u8], level: u8) -> Vec<u8> {
        Packer::new(Compression::Gzip(level)).unwrap().pack(bytes).unwrap()
    }

    fn inflate(bytes: &[u8]) -> Result<Vec<u8>, String> {
        let mut out = Vec::new();
        Members::new(bytes).read_to_end(&mut out).map(|_| out).map_err(|error| error.to_string())
    }

    #[test]
    fn members_inflate_one_after_the_other() {
        let two = [member(b"one ", 6), member(b"two", 9)].concat();
        assert_eq!(inflate(&two).unwrap(), b"one two");
        assert_eq!(inflate(b"").unwrap(), b"");
    }

    #[test]
    fn s1_no_byte_of_a_member_can_be_changed_or_left_out_unnoticed() {
        let whole = member(b"a line of a log\n", 6);
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 0x10;
            // The ninth byte is the deflater's own business; a bit of the last block's padding carries nothing.
            let harmless = at == 8 || inflate(&changed).is_ok_and(|text| text == b"a line of a log\n");
            assert!(harmless || inflate(&changed).is_err(), "byte {at}");
            assert!(at == 0 || inflate(&whole[..at]).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn s3_bombs_and_empty_members_are_refused_where_they_stand() {
        let deflate = |bytes: &[u8]| {
            let mut encoder =
                flate2::GzBuilder::new().operating_system(255).write(Vec::new(), flate2::Compression::new(9));
            std::io::Write::write_all(&mut encoder, bytes).unwrap();
            encoder.finish().unwrap()
        };
        let first = member(b"first", 6);
        let after = |bytes: &[u8]| inflate(&[&first, bytes].concat()).unwrap_err();
        assert_eq!(after(&deflate(b"")), format!("the gzip member at byte {} of the file is empty", first.len()));
        assert!(after(&deflate(&vec![0; 1 << 20])).contains("more than is allowed"));
        assert!(after(&deflate(&vec![0; 40 << 20])).contains("more than is allowed"));
    }

    #[test]
    fn what_the_writer_deflates_is_never_beyond_measure() {
        for length in [0, 1, 512, 100_000, 1 << 20, 20 << 20] {
            let line = vec![b'x'; length];
            let packed = member(&line, 9);
            assert!(length == 0 || inflate(&packed).unwrap() == line, "{length}");
        }
    }
}
