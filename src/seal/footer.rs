//! The outer seal: the last 512 bytes of a bundle, an empty gzip member that stock readers pass over.
//!
//! ```text
//! 1f 8b 08 04 00000000 00 ff │ XLEN │ "CP" length │ \n armoured signature, zeros │ 03 00 │ crc 0 │ size 0
//! ```
//!
//! The signature is over every byte before the footer, so that a reader can check it before it parses anything.

use std::io::{self, Write};

use ring::digest::{Context, SHA512};

use super::{BUNDLE, SigningKey, sshsig};

/// Writes through and keeps the digest of what was written.
pub struct Sealer<W> {
    inner: W,
    digest: Context,
    written: u64,
}

impl<W: Write> Sealer<W> {
    /// A sealer that has written nothing.
    pub fn new(inner: W) -> Self {
        Self { inner, digest: Context::new(&SHA512), written: 0 }
    }

    /// What is written to.
    pub fn inner(&self) -> &W {
        &self.inner
    }

    /// Bytes written so far.
    pub fn written(&self) -> u64 {
        self.written
    }

    /// Signs what was written, writes the footer and gives the inner writer back.
    ///
    /// # Errors
    /// The inner writer's.
    pub fn seal(mut self, key: &SigningKey) -> io::Result<W> {
        let digest = self.digest.finish();
        let blob = sshsig::sign(key, BUNDLE, digest.as_ref());
        self.inner.write_all(&footer(&sshsig::armour(&blob)))?;
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

/// The armoured signature in a footer; `None` where its form is not exactly right.
#[must_use]
pub fn signature_of(footer: &[u8; FOOTER]) -> Option<String> {
    let body = footer.strip_prefix(&HEAD)?.strip_suffix(&TAIL)?;
    let end = body.iter().rposition(|byte| *byte != 0)? + 1;
    let text = String::from_utf8(body.get(..end)?.to_vec()).ok()?;
    Some(text.strip_prefix('\n')?.to_owned())
}

/// Exactly 512 bytes around a signature, which is 322 bytes long for Ed25519.
fn footer(armoured: &str) -> Vec<u8> {
    let mut out = HEAD.to_vec();
    out.push(b'\n');
    out.extend_from_slice(armoured.as_bytes());
    out.resize(FOOTER - TAIL.len(), 0);
    out.extend_from_slice(&TAIL);
    out
}

/// Bytes of the footer.
pub const FOOTER: usize = 512;
/// Bytes of the extra field: what is left after header (10), length (2), empty body (2) and trailer (8).
const EXTRA: u16 = 490;
const HEAD: [u8; 16] = {
    let (extra, field) = (EXTRA.to_le_bytes(), (EXTRA - 4).to_le_bytes());
    [0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, extra[0], extra[1], b'C', b'P', field[0], field[1]]
};
const TAIL: [u8; 10] = [3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};

    use super::super::sshsig::Signature;
    use super::{BUNDLE, FOOTER, Sealer, SigningKey, signature_of};

    #[test]
    fn the_footer_is_an_empty_gzip_member_that_holds_the_signature() {
        let key = SigningKey::from_pkcs8(&SigningKey::generate().unwrap()).unwrap();
        let mut sealer = Sealer::new(Vec::new());
        sealer.write_all(b"the bundle").unwrap();
        let out = sealer.seal(&key).unwrap();
        let footer: [u8; FOOTER] = out[10..].try_into().unwrap();
        let mut text = Vec::new();
        flate2::read::GzDecoder::new(&footer[..]).read_to_end(&mut text).unwrap();
        assert!(text.is_empty());
        let signature = Signature::read(&signature_of(&footer).unwrap()).unwrap();
        let digest = ring::digest::digest(&ring::digest::SHA512, b"the bundle");
        assert!(signature.holds(BUNDLE, digest.as_ref()));
    }
}
