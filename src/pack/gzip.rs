//! Gzip members (RFC 1952) with nothing in their headers that differs from run to run.

use std::io::Write;

use flate2::{Compression, GzBuilder};

/// Bytes that a member inflates to at most.
pub(crate) const MEMBER: u64 = 16 << 20;
/// How many bytes a deflated byte inflates to at most, beyond [`SLACK`]; deflate itself could make a thousand.
pub(crate) const RATIO: u64 = 200;
/// Bytes that may be deflated however small.
pub(crate) const SLACK: u64 = 64 << 10;

/// One member that holds `parts`, one after the other: no name, no time, operating system unknown.
///
/// More than fits into a member becomes several. What repeats itself so much that a reader would have to take it for
/// a bomb is deflated in small pieces, which takes a little more room.
pub(crate) fn member(parts: &[&[u8]], level: u32) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    if length as u64 > MEMBER {
        let whole = parts.concat();
        return whole.chunks(MEMBER as usize).flat_map(|chunk| member(&[chunk], level)).collect();
    }
    let packed = deflate(parts.iter().copied(), length, level, false);
    if length as u64 <= SLACK + RATIO * (packed.len() as u64 - AROUND) {
        return packed;
    }
    deflate(parts.iter().flat_map(|part| part.chunks(PIECE)), length, level, true)
}

fn deflate<'a>(pieces: impl Iterator<Item = &'a [u8]>, length: usize, level: u32, flush: bool) -> Vec<u8> {
    let out = Vec::with_capacity(length / 4 + 64);
    let mut encoder = GzBuilder::new().mtime(0).operating_system(255).write(out, Compression::new(level));
    for piece in pieces {
        // Writing to memory cannot fail.
        let _ = encoder.write_all(piece);
        if flush {
            let _ = encoder.flush();
        }
    }
    encoder.finish().unwrap_or_default()
}

/// Bytes of a member's header and trailer.
const AROUND: u64 = 18;
/// Bytes between two flushes; each costs five bytes and more, so that a piece inflates less than 200-fold.
const PIECE: usize = 1000;

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::{RATIO, SLACK, member};

    #[test]
    fn a_member_inflates_and_its_header_says_nothing() {
        let packed = member(&[b"one ", b"two"], 6);
        assert_eq!((&packed[..4], &packed[4..8], packed[9]), (&[0x1f, 0x8b, 8, 0][..], &[0; 4][..], 255));
        let mut text = String::new();
        flate2::read::GzDecoder::new(&packed[..]).read_to_string(&mut text).unwrap();
        assert_eq!(text, "one two");
    }

    #[test]
    fn s3_what_repeats_itself_is_no_bomb() {
        let line = vec![b'x'; 1 << 20];
        for level in 1..=9 {
            let packed = member(&[&line], level);
            assert!(line.len() as u64 <= SLACK + RATIO * (packed.len() as u64 - 18), "level {level}: {}", packed.len());
            let mut text = Vec::new();
            flate2::read::GzDecoder::new(&packed[..]).read_to_end(&mut text).unwrap();
            assert_eq!(text, line);
        }
    }
}
