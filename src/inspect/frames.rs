//! Unpacks Zstandard frames (RFC 8878), one after the other up to the end of the input: exactly as casepack writes
//! them, or from any writer.
//!
//! Security: the unpacker is another implementation than the packer, and is written in Rust. A frame of casepack has
//! one form of header, gives its length, is not empty, and contains neither more than [`FRAME`] bytes nor more than
//! [`RATIO`] times its own; no window is larger than [`FRAME`], or for frames of other writers than [`WINDOW`].

use std::io::{self, BufRead, BufReader, Cursor, Read};

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use crate::pack::{FRAME, RATIO, SLACK};

/// Which frames are accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Writer {
    /// Only those of casepack.
    Casepack,
    /// Those of any writer: other headers are accepted, and skippable frames.
    Anybody,
}

/// Unpacks frames.
pub(super) struct Frames<R> {
    input: Counted<R>,
    writer: Writer,
    decoder: FrameDecoder,
    /// The frame that has begun and not ended.
    frame: Option<Frame>,
}

/// A frame that is being read.
struct Frame {
    /// Its offset in the file.
    begin: u64,
    /// Its length according to its header, which casepack's frames must give.
    length: Option<u64>,
    /// Number of bytes that it has given so far.
    given: u64,
}

impl<R: Read> Frames<R> {
    /// Reads frames up to the end of `input`.
    pub(super) fn new(input: R, writer: Writer) -> Self {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(if writer == Writer::Casepack { FRAME } else { WINDOW });
        let input = Counted { inner: BufReader::with_capacity(256 << 10, input), count: 0 };
        Self { input, writer, decoder, frame: None }
    }

    /// Begins the next frame; returns `false` at the end of the input.
    fn open(&mut self) -> io::Result<bool> {
        loop {
            let begin = self.input.count;
            if self.input.inner.fill_buf()?.is_empty() {
                return Ok(false);
            }
            let begun = match self.writer {
                Writer::Casepack => self.header(begin).map(Some),
                Writer::Anybody => self.any_header(begin),
            };
            if let Some(length) = begun? {
                self.frame = Some(Frame { begin, length, given: 0 });
                return Ok(true);
            }
        }
    }

    /// Reads a header that casepack could have written; returns the length in it.
    fn header(&mut self, begin: u64) -> io::Result<Option<u64>> {
        let wrong = || fault(begin, "has a header that casepack does not write");
        let mut head = [0; 14];
        self.take(begin, &mut head[..5])?;
        let one_segment = match head[4] & 0b0011_1111 {
            0b0000_0100 => 0,
            0b0010_0100 => 1,
            _ => return Err(wrong()),
        };
        let digits = match (head[4] >> 6, one_segment) {
            (0, 1) => 1,
            (1, _) => 2,
            (2, _) => 4,
            _ => return Err(wrong()),
        };
        let end = 5 + (1 - one_segment) + digits;
        self.take(begin, head.get_mut(5..end).unwrap_or_default())?;
        let whole = head.get(..end).unwrap_or_default();
        self.decoder.reset(Cursor::new(whole)).map_err(|error| named(begin, &error))?;
        let length = self.decoder.content_size();
        match length {
            _ if head[..4] != MAGIC => Err(wrong()),
            0 => Err(fault(begin, "is empty")),
            _ if length > FRAME => Err(fault(begin, "unpacks to more than is allowed")),
            _ => Ok(Some(length)),
        }
    }

    /// Reads any header; returns `None` if a frame was skipped.
    fn any_header(&mut self, begin: u64) -> io::Result<Option<Option<u64>>> {
        match self.decoder.reset(&mut self.input) {
            Ok(()) => Ok(Some(None)),
            Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                let skipped = io::copy(&mut self.input.by_ref().take(length.into()), &mut io::sink())?;
                if skipped == u64::from(length) { Ok(None) } else { Err(fault(begin, "is truncated")) }
            }
            Err(error) => Err(named(begin, &error)),
        }
    }

    /// Unpacks the next block, or passes on the rest of the last one; returns 0 at the end of the frame.
    fn advance(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let Some(frame) = &mut self.frame else { return Ok(0) };
        if self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
            let decoded = self.decoder.decode_blocks(&mut self.input, BlockDecodingStrategy::UptoBlocks(1));
            decoded.map_err(|error| named(frame.begin, &error))?;
        }
        let given = self.decoder.read(out)?;
        frame.given += given as u64;
        if frame.length.is_some_and(|length| frame.given > length) {
            return Err(fault(frame.begin, "holds more than its header says"));
        }
        if self.decoder.is_finished() && self.decoder.can_collect() == 0 {
            self.close()?;
        }
        Ok(given)
    }

    /// Ends a frame: checks its checksum, its length and its ratio.
    fn close(&mut self) -> io::Result<()> {
        let Some(frame) = self.frame.take() else { return Ok(()) };
        let said = self.decoder.get_checksum_from_data();
        if said.is_some() && said != self.decoder.get_calculated_checksum() {
            return Err(fault(frame.begin, "has a wrong checksum"));
        }
        if frame.length.is_some_and(|length| frame.given != length) {
            return Err(fault(frame.begin, "holds less than its header says"));
        }
        let (packed, plain) = (self.input.count - frame.begin, frame.given);
        if self.writer == Writer::Casepack && plain > SLACK + RATIO * packed {
            let why = format!("unpacks {packed} bytes to {plain}, which is more than is allowed");
            return Err(fault(frame.begin, &why));
        }
        Ok(())
    }

    fn take(&mut self, begin: u64, bytes: &mut [u8]) -> io::Result<()> {
        self.input.read_exact(bytes).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => fault(begin, "is truncated"),
            _ => error,
        })
    }
}

impl<R: Read> Read for Frames<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while !out.is_empty() {
            if self.frame.is_none() && !self.open()? {
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

/// Counts the bytes that are read.
struct Counted<R> {
    inner: BufReader<R>,
    count: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(out)?;
        self.count += read as u64;
        Ok(read)
    }
}

fn fault(begin: u64, why: &str) -> io::Error {
    io::Error::other(format!("the zstd frame at byte {begin} of the file {why}"))
}

/// Rewords an error of the decoder if that makes it clearer.
fn named(begin: u64, error: &FrameDecoderError) -> io::Error {
    match error {
        FrameDecoderError::WindowSizeTooBig { .. } => fault(begin, "needs more memory to unpack than is allowed"),
        FrameDecoderError::DictNotProvided { .. } => fault(begin, "needs a dictionary"),
        _ if is_end(error) => fault(begin, "is truncated"),
        _ => fault(begin, &format!("is damaged: {error}")),
    }
}

/// Returns whether the input ended, wherever the decoder was.
fn is_end(error: &FrameDecoderError) -> bool {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = cause {
        if error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::UnexpectedEof) {
            return true;
        }
        cause = error.source();
    }
    false
}

const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
/// Maximum window of frames of other writers: what RFC 8878 asks every reader to support, and `zstd -19` uses.
const WINDOW: u64 = 8 << 20;

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::{Frames, Writer};
    use crate::pack::Packer;
    use crate::profile::Compression;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        Packer::new(Compression::Zstd(3)).unwrap().pack(bytes).unwrap()
    }

    fn unpack(bytes: &[u8], writer: Writer) -> Result<Vec<u8>, String> {
        let mut out = Vec::new();
        Frames::new(bytes, writer).read_to_end(&mut out).map(|_| out).map_err(|error| error.to_string())
    }

    fn lines(count: u32) -> Vec<u8> {
        (0..count).flat_map(|at| format!("{at} {:x}\n", at.wrapping_mul(2_654_435_761)).into_bytes()).collect()
    }

    #[test]
    fn frames_unpack_one_after_the_other() {
        for text in [lines(2), lines(200_000), vec![b'x'; 9 << 20]] {
            let two = [packed(b"one "), packed(&text)].concat();
            let whole = [b"one ", &text[..]].concat();
            assert!(unpack(&two, Writer::Casepack).unwrap() == whole);
            assert!(unpack(&two, Writer::Anybody).unwrap() == whole);
        }
        assert_eq!(unpack(b"", Writer::Casepack).unwrap(), b"");
    }

    #[test]
    fn s1_no_byte_of_a_frame_can_be_changed_or_left_out_unnoticed() {
        let text = lines(40);
        let whole = packed(&text);
        for at in 0..whole.len() {
            for bit in 0..8 {
                let mut changed = whole.clone();
                changed[at] ^= 1 << bit;
                let found = unpack(&changed, Writer::Casepack);
                assert!(found.is_err() || found.is_ok_and(|found| found == text), "byte {at}, bit {bit}");
            }
            assert!(at == 0 || unpack(&whole[..at], Writer::Casepack).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn s3_bombs_windows_dictionaries_and_what_is_skipped_are_refused_where_they_stand() {
        let first = packed(b"first");
        let after = |bytes: &[u8]| unpack(&[&first, bytes].concat(), Writer::Casepack).unwrap_err();
        let at = format!("the zstd frame at byte {} of the file ", first.len());
        assert_eq!(after(&packed(b"")), at.clone() + "is empty");
        assert_eq!(after(b"\x5c\x2a\x4d\x18\x01\0\0\0x"), at.clone() + "has a header that casepack does not write");
        // A window of 1 GiB; 16 MiB; a dictionary; no checksum; no length.
        assert!(after(b"\x28\xb5\x2f\xfd\x44\xa0\0\0\x01\0\0").contains("more memory"));
        assert!(after(b"\x28\xb5\x2f\xfd\xa4\0\0\0\x01\x01\0\0").contains("more memory"));
        for descriptor in [0x25, 0x20, 0x04, 0x2c, 0x34, 0xe4] {
            let head = [&[0x28, 0xb5, 0x2f, 0xfd, descriptor][..], &[1; 12]].concat();
            assert!(after(&head).contains("a header that casepack does not write"), "{descriptor:x}");
        }
        // Four bytes for 128 KiB of zeros, again and again, in a frame that says 1 MiB.
        let mut bomb = b"\x28\xb5\x2f\xfd\xa4\0\0\x10\0".to_vec();
        (0..100_000).for_each(|_| bomb.extend(b"\x02\0\x10\0"));
        assert_eq!(after(&bomb), at.clone() + "holds more than its header says");
        bomb.truncate(9 + 7 * 4);
        bomb.extend(b"\x03\0\x10\0\0\0\0\0");
        assert!(after(&bomb).contains("a wrong checksum"));
    }

    #[test]
    fn anybodys_frames_are_read_without_what_is_to_be_skipped() {
        let anybodys = zstd::stream::encode_all(&lines(100_000)[..], 19).unwrap();
        let with = [b"\x50\x2a\x4d\x18\x03\0\0\0abc", &anybodys[..], b"\x5c\x2a\x4d\x18\0\0\0\0"].concat();
        assert!(unpack(&with, Writer::Anybody).unwrap() == lines(100_000));
        assert!(unpack(&anybodys, Writer::Casepack).unwrap_err().contains("a header that casepack does not write"));
        assert!(unpack(&anybodys[..anybodys.len() - 9], Writer::Anybody).unwrap_err().contains("truncated"));
    }
}
