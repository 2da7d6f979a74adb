//! The outer seal: the last 512 bytes of a bundle, which stock readers skip: an empty gzip member, a skippable
//! Zstandard frame, or bytes after the end of an archive.
//!
//! ```text
//! 1f 8b 08 04 00000000 00 ff │ XLEN │ "CP" length │ \n armoured signature, zeros │ 03 00 │ crc 0 │ size 0
//! 5c 2a 4d 18 │ length │ \n armoured signature, zeros
//! "casepack seal 1" │ \n armoured signature, zeros
//! ```
//!
//! The signature is over every byte before the footer, so that a reader can verify it before it parses anything.

use std::io::{self, Write};

use ring::digest::{Context, SHA512};

use super::{BUNDLE, SigningKey, sshsig};
use crate::pack::Packing;

/// Writes through and digests what is written.
pub struct Sealer<W> {
    inner: W,
    digest: Context,
    written: u64,
}

impl<W: Write> Sealer<W> {
    /// Makes a sealer that has written nothing.
    pub fn new(inner: W) -> Self {
        Self { inner, digest: Context::new(&SHA512), written: 0 }
    }

    /// Returns the inner writer.
    pub fn inner(&self) -> &W {
        &self.inner
    }

    /// Returns the number of bytes written so far.
    pub fn written(&self) -> u64 {
        self.written
    }

    /// Signs what was written, an archive in this packing; writes the footer and returns the inner writer.
    ///
    /// # Errors
    /// The inner writer's.
    pub fn seal(mut self, key: &SigningKey, packing: Packing) -> io::Result<W> {
        let digest = self.digest.finish();
        let blob = sshsig::sign(key, BUNDLE, digest.as_ref());
        self.inner.write_all(&footer(packing, &sshsig::armour(&blob)))?;
        Ok(self.inner)
    }
}

impl<W: Write> Write for Sealer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.digest.update(bytes.get(..written).unwrap_or(bytes));
        self.written += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Parses a footer: returns the packing before it and the armoured signature; `None` unless its form is exact.
#[must_use]
pub fn parse_footer(footer: &[u8; FOOTER]) -> Option<(Packing, String)> {
    let around = |packing| {
        let (head, tail) = frame(packing);
        footer.strip_prefix(head)?.strip_suffix(tail).map(|body| (packing, body))
    };
    let (packing, body) = [Packing::Gzip, Packing::Zstd, Packing::Plain].into_iter().find_map(around)?;
    let end = body.iter().rposition(|byte| *byte != 0)? + 1;
    let text = String::from_utf8(body.get(..end)?.to_vec()).ok()?;
    Some((packing, text.strip_prefix('\n')?.to_owned()))
}

/// Makes a footer of exactly 512 bytes around a signature, which is 322 bytes long for Ed25519.
fn footer(packing: Packing, armoured: &str) -> Vec<u8> {
    let (head, tail) = frame(packing);
    let mut out = head.to_vec();
    out.push(b'\n');
    out.extend_from_slice(armoured.as_bytes());
    out.resize(FOOTER - tail.len(), 0);
    out.extend_from_slice(tail);
    out
}

/// Returns the bytes before and after the signature.
const fn frame(packing: Packing) -> (&'static [u8], &'static [u8]) {
    match packing {
        Packing::Gzip => (&GZIP, &[3, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        Packing::Zstd => (&ZSTD, &[]),
        Packing::Plain => (b"casepack seal 1", &[]),
    }
}

/// Bytes of the footer.
pub const FOOTER: usize = 512;
/// Bytes of a gzip member's extra field: what header (10), length (2), empty body (2) and trailer (8) leave.
const EXTRA: u16 = 490;
const GZIP: [u8; 16] = {
    let (extra, field) = (EXTRA.to_le_bytes(), (EXTRA - 4).to_le_bytes());
    [0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, extra[0], extra[1], b'C', b'P', field[0], field[1]]
};
/// Header of a skippable frame of 504 bytes.
const ZSTD: [u8; 8] = [0x5c, 0x2a, 0x4d, 0x18, 0xf8, 1, 0, 0];

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};

    use super::super::sshsig::Signature;
    use super::{BUNDLE, FOOTER, Packing, Sealer, SigningKey, parse_footer};

    #[test]
    fn the_footer_holds_the_signature_and_says_what_it_seals() {
        let key = SigningKey::from_pkcs8(&SigningKey::generate().unwrap()).unwrap();
        for packing in [Packing::Gzip, Packing::Zstd, Packing::Plain] {
            let footer = footer(&key, packing);
            let (found, text) = parse_footer(&footer).unwrap();
            let signature = Signature::read(&text).unwrap();
            let digest = ring::digest::digest(&ring::digest::SHA512, b"the bundle");
            assert!(found == packing && signature.verify(BUNDLE, digest.as_ref()));
        }
    }

    #[test]
    fn stock_readers_find_nothing_in_a_footer() {
        let key = SigningKey::from_pkcs8(&SigningKey::generate().unwrap()).unwrap();
        let mut text = Vec::new();
        let gzip = footer(&key, Packing::Gzip);
        flate2::read::GzDecoder::new(&gzip[..]).read_to_end(&mut text).unwrap();
        ruzstd::decoding::FrameDecoder::new().decode_all_to_vec(&footer(&key, Packing::Zstd), &mut text).unwrap();
        assert!(text.is_empty());
    }

    fn footer(key: &SigningKey, packing: Packing) -> [u8; FOOTER] {
        let mut sealer = Sealer::new(Vec::new());
        sealer.write_all(b"the bundle").unwrap();
        sealer.seal(key, packing).unwrap()[10..].try_into().unwrap()
    }
}
