//! Ed25519 keys, and their public halves as OpenSSH writes them.

use data_encoding::{BASE64, BASE64_NOPAD};
use ring::rand::SystemRandom;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use zeroize::Zeroizing;

/// A key that signs.
pub struct SigningKey(Ed25519KeyPair);

/// The public half of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PublicKey(pub(crate) [u8; 32]);

/// Why bytes are no key.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Error {
    /// Not PKCS#8 of an Ed25519 key (RFC 8410).
    #[error("it is no Ed25519 key in PKCS#8: {why}")]
    Pkcs8 {
        /// The parser's reason.
        why: String,
    },
    /// The system gives no randomness.
    #[error("the system gives no random bytes")]
    Random,
}

impl SigningKey {
    /// A fresh key in PKCS#8, to be kept and read back.
    ///
    /// # Errors
    /// The system gives no random bytes.
    pub fn generate() -> Result<Zeroizing<Vec<u8>>, Error> {
        let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).map_err(|_| Error::Random)?;
        Ok(Zeroizing::new(document.as_ref().to_vec()))
    }

    /// Reads a key.
    ///
    /// # Errors
    /// The bytes are no Ed25519 key in PKCS#8.
    pub fn from_pkcs8(bytes: &[u8]) -> Result<Self, Error> {
        let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(bytes);
        pair.map(Self).map_err(|error| Error::Pkcs8 { why: error.to_string() })
    }

    /// Its public half.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        let mut bytes = [0; 32];
        bytes.copy_from_slice(self.0.public_key().as_ref());
        PublicKey(bytes)
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.0.sign(message).as_ref().to_vec()
    }
}

impl PublicKey {
    /// The key's blob (RFC 8709): a length and `ssh-ed25519`, a length and 32 bytes.
    #[must_use]
    pub fn blob(&self) -> Vec<u8> {
        let mut blob = Vec::with_capacity(51);
        super::sshsig::put(&mut blob, KIND);
        super::sshsig::put(&mut blob, &self.0);
        blob
    }

    /// Reads a blob.
    #[must_use]
    pub fn from_blob(blob: &[u8]) -> Option<Self> {
        let (kind, rest) = super::sshsig::take(blob)?;
        let (bytes, rest) = super::sshsig::take(rest)?;
        (kind == KIND && rest.is_empty()).then_some(Self(bytes.try_into().ok()?))
    }

    /// `ssh-ed25519 AAAA…`.
    #[must_use]
    pub fn line(&self) -> String {
        format!("ssh-ed25519 {}", BASE64.encode(&self.blob()))
    }

    /// A line of `allowed_signers` (ssh-keygen(1)) for the two namespaces of a bundle.
    #[must_use]
    pub fn allowed_signer(&self, name: &str) -> String {
        format!("{name} namespaces=\"casepack@*\" {}", self.line())
    }

    /// `SHA256:…`, as ssh-keygen shows it.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let digest = ring::digest::digest(&ring::digest::SHA256, &self.blob());
        format!("SHA256:{}", BASE64_NOPAD.encode(digest.as_ref()))
    }

    pub(crate) fn holds(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, self.0).verify(message, signature).is_ok()
    }
}

const KIND: &[u8] = b"ssh-ed25519";

#[cfg(test)]
mod tests {
    use super::{PublicKey, SigningKey};

    #[test]
    fn a_key_reads_back_and_so_does_its_public_half() {
        let key = SigningKey::from_pkcs8(&SigningKey::generate().unwrap()).unwrap();
        assert_eq!(PublicKey::from_blob(&key.public().blob()), Some(key.public()));
        assert!(key.public().line().starts_with("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5"));
    }

    #[test]
    fn a_truncated_key_is_refused() {
        let bytes = SigningKey::generate().unwrap();
        assert!(SigningKey::from_pkcs8(&bytes[..40]).is_err());
    }
}
