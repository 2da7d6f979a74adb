//! Ed25519 keys, and their public halves as OpenSSH writes them.

use data_encoding::{BASE64, BASE64_NOPAD};
use ring::rand::SystemRandom;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use zeroize::Zeroizing;

use super::openssh;

/// A signing key.
pub struct SigningKey(Ed25519KeyPair);

/// The public half of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PublicKey(pub(crate) [u8; 32]);

/// Why a key cannot be read.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Error {
    /// It is not an Ed25519 key in PKCS#8 (RFC 8410).
    #[error("not an Ed25519 key in PKCS#8: {why}")]
    Pkcs8 {
        /// The parser's reason.
        why: String,
    },
    /// It is PEM whose lines are not base64.
    #[error("truncated, or not PEM")]
    Pem,
    /// It is an OpenSSH key whose form is wrong.
    #[error("truncated, or not an OpenSSH private key: {part} is missing or wrong")]
    OpenSsh {
        /// The first part that is missing or wrong.
        part: &'static str,
    },
    /// It has a passphrase.
    #[error("the key has a passphrase, which casepack cannot ask for")]
    Passphrase,
    /// It is a key of another type.
    #[error("unsupported key type `{kind}`; casepack signs only with Ed25519")]
    Kind {
        /// The type.
        kind: String,
    },
    /// It is a public key, or not a key at all.
    #[error("not a private key in PKCS#8 or OpenSSH format")]
    Unknown,
    /// The system provides no randomness.
    #[error("the system provides no random bytes")]
    Random,
}

impl SigningKey {
    /// Makes a new key in PKCS#8, to be stored.
    ///
    /// # Errors
    /// If the system provides no random bytes.
    pub fn generate() -> Result<Zeroizing<Vec<u8>>, Error> {
        let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).map_err(|_| Error::Random)?;
        Ok(Zeroizing::new(document.as_ref().to_vec()))
    }

    /// Reads a key in any supported form: PKCS#8 as DER or PEM, or OpenSSH's own.
    ///
    /// # Errors
    /// If the bytes are not an Ed25519 key that can be used as it is.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        if openssh::is_openssh(bytes) {
            let (seed, public) = openssh::parse(bytes)?;
            let pair = Ed25519KeyPair::from_seed_and_public_key(&seed, &public);
            return pair.map(Self).map_err(|_| Error::OpenSsh { part: "the public half" });
        }
        if let Some(rest) = bytes.strip_prefix(PEM_BEGIN) {
            return Self::from_pkcs8(&pem(rest).ok_or(Error::Pem)?);
        }
        if let Some(kind) = OTHER_KINDS.iter().find(|(begin, _)| bytes.starts_with(begin.as_bytes())) {
            return Err(Error::Kind { kind: kind.1.to_owned() });
        }
        // DER begins with a SEQUENCE.
        if bytes.first() == Some(&0x30) { Self::from_pkcs8(bytes) } else { Err(Error::Unknown) }
    }

    /// Reads a key in PKCS#8.
    ///
    /// # Errors
    /// If the bytes are not an Ed25519 key in PKCS#8.
    pub fn from_pkcs8(bytes: &[u8]) -> Result<Self, Error> {
        let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(bytes);
        pair.map(Self).map_err(|error| Error::Pkcs8 { why: error.to_string() })
    }

    /// Returns its public half.
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
    /// Returns the key's blob (RFC 8709): a length and `ssh-ed25519`, a length and 32 bytes.
    #[must_use]
    pub fn blob(&self) -> Vec<u8> {
        let mut blob = Vec::with_capacity(51);
        super::sshsig::put_string(&mut blob, KIND);
        super::sshsig::put_string(&mut blob, &self.0);
        blob
    }

    /// Parses a blob.
    #[must_use]
    pub fn from_blob(blob: &[u8]) -> Option<Self> {
        let (kind, rest) = super::sshsig::take_string(blob)?;
        let (bytes, rest) = super::sshsig::take_string(rest)?;
        (kind == KIND && rest.is_empty()).then_some(Self(bytes.try_into().ok()?))
    }

    /// Returns its line: `ssh-ed25519 AAAA…`.
    #[must_use]
    pub fn line(&self) -> String {
        format!("ssh-ed25519 {}", BASE64.encode(&self.blob()))
    }

    /// Parses such a line; anything may follow the key.
    #[must_use]
    pub fn from_line(line: &str) -> Option<Self> {
        let body = line.split(' ').nth(1)?.trim_end();
        Self::from_blob(&BASE64.decode(body.as_bytes()).ok()?)
    }

    /// Returns a line of `allowed_signers` (ssh-keygen(1)) for the two namespaces of a bundle.
    #[must_use]
    pub fn allowed_signer(&self, name: &str) -> String {
        format!("{name} namespaces=\"casepack@*\" {}", self.line())
    }

    /// Returns its fingerprint as ssh-keygen shows it: `SHA256:…`.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let digest = ring::digest::digest(&ring::digest::SHA256, &self.blob());
        format!("SHA256:{}", BASE64_NOPAD.encode(digest.as_ref()))
    }

    pub(crate) fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, self.0).verify(message, signature).is_ok()
    }
}

/// Decodes the bytes between the lines of PEM (RFC 7468).
fn pem(rest: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let body = std::str::from_utf8(rest).ok()?.trim_end().strip_suffix(PEM_END)?;
    let joined: Zeroizing<String> = Zeroizing::new(body.split_ascii_whitespace().collect());
    BASE64.decode(joined.as_bytes()).ok().map(Zeroizing::new)
}

const KIND: &[u8] = b"ssh-ed25519";
const PEM_BEGIN: &[u8] = b"-----BEGIN PRIVATE KEY-----";
const PEM_END: &str = "-----END PRIVATE KEY-----";
/// First lines of other key files, and the types of their keys.
const OTHER_KINDS: [(&str, &str); 4] = [
    ("-----BEGIN RSA PRIVATE KEY-----", "RSA"),
    ("-----BEGIN EC PRIVATE KEY-----", "EC"),
    ("-----BEGIN DSA PRIVATE KEY-----", "DSA"),
    ("-----BEGIN ENCRYPTED PRIVATE KEY-----", "encrypted PKCS#8"),
];

#[cfg(test)]
mod tests {
    use super::{Error, PublicKey, SigningKey};

    #[test]
    fn a_key_reads_back_and_so_does_its_public_half() {
        let key = SigningKey::from_pkcs8(&SigningKey::generate().unwrap()).unwrap();
        assert_eq!(PublicKey::from_blob(&key.public().blob()), Some(key.public()));
        assert!(key.public().line().starts_with("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5"));
    }

    #[test]
    fn a_key_reads_alike_as_der_and_as_pem() {
        let der = SigningKey::generate().unwrap();
        let text = data_encoding::BASE64.encode(&der);
        let pem = format!("-----BEGIN PRIVATE KEY-----\n{}\n{}\n-----END PRIVATE KEY-----\n", &text[..64], &text[64..]);
        let (one, other) = (SigningKey::read(&der).unwrap(), SigningKey::read(pem.as_bytes()).unwrap());
        assert_eq!(one.public(), other.public());
        assert_eq!(SigningKey::read(&pem.as_bytes()[..90]).err(), Some(Error::Pem));
    }

    #[test]
    fn s6_what_is_no_key_of_ours_is_refused_by_name() {
        let der = SigningKey::generate().unwrap();
        assert!(matches!(SigningKey::read(&der[..40]), Err(Error::Pkcs8 { .. })));
        assert_eq!(SigningKey::read(b"").err(), Some(Error::Unknown));
        assert_eq!(SigningKey::read(b"ssh-ed25519 AAAA me").err(), Some(Error::Unknown));
        let rsa = SigningKey::read(b"-----BEGIN RSA PRIVATE KEY-----\nAAAA\n").err();
        assert_eq!(rsa, Some(Error::Kind { kind: "RSA".to_owned() }));
        let cut = SigningKey::read(b"-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n").err();
        assert_eq!(cut, Some(Error::OpenSsh { part: "the armour" }));
    }
}
