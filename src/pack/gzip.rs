//! Gzip members (RFC 1952) with nothing in their headers that differs from run to run.

use std::io::Write;

use flate2::{Compression, GzBuilder};

/// One member that holds `parts`, one after the other: no name, no time, operating system unknown.
pub(super) fn member(parts: &[&[u8]], level: u32) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let out = Vec::with_capacity(length / 4 + 64);
    let mut encoder = GzBuilder::new().mtime(0).operating_system(255).write(out, Compression::new(level));
    for part in parts {
        // Writing to memory cannot fail.
        let _ = encoder.write_all(part);
    }
    encoder.finish().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::member;

    #[test]
    fn a_member_inflates_and_its_header_says_nothing() {
        let packed = member(&[b"one ", b"two"], 6);
        assert_eq!((&packed[..4], &packed[4..8], packed[9]), (&[0x1f, 0x8b, 8, 0][..], &[0; 4][..], 255));
        let mut text = String::new();
        flate2::read::GzDecoder::new(&packed[..]).read_to_string(&mut text).unwrap();
        assert_eq!(text, "one two");
    }
}
