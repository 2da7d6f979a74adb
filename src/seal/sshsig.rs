//! SSH signatures (OpenSSH's PROTOCOL.sshsig): parses, armours, makes and verifies them.

use data_encoding::BASE64;

use super::key::{PublicKey, SigningKey};

/// A parsed signature of valid form; [`Signature::verify`] checks whether it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The key that it claims to be made with.
    pub key: PublicKey,
    /// The namespace that it is for.
    pub namespace: String,
    signature: Vec<u8>,
}

/// Why a signature is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The lines of the armour, or the base64 between them, are invalid.
    #[error("not an armoured SSH signature")]
    Armour,
    /// The signature is truncated, or not a signature.
    #[error("not a valid SSH signature: {part} is missing or wrong")]
    Form {
        /// The first part that is missing or wrong.
        part: &'static str,
    },
    /// There are bytes after its end.
    #[error("there are bytes after the end of the signature")]
    Trailing,
    /// It was made with a key of another type.
    #[error("it was made with a key of type `{kind}`; casepack accepts only `ssh-ed25519`")]
    Kind {
        /// The type.
        kind: String,
    },
    /// It was made over another digest.
    #[error("it was made over a `{hash}` digest; casepack accepts only `sha512`")]
    Hash {
        /// The digest.
        hash: String,
    },
}

/// Signs the SHA-512 digest of a message.
#[must_use]
pub fn sign(key: &SigningKey, namespace: &str, digest: &[u8]) -> Vec<u8> {
    let mut signature = Vec::new();
    put_string(&mut signature, KIND);
    put_string(&mut signature, &key.sign(&signed(namespace, digest)));
    let mut blob = MAGIC.to_vec();
    blob.extend(1_u32.to_be_bytes());
    put_string(&mut blob, &key.public().blob());
    for part in [namespace.as_bytes(), b"", HASH, &signature] {
        put_string(&mut blob, part);
    }
    blob
}

/// Armours a blob in the form that `ssh-keygen -Y` reads.
#[must_use]
pub fn armour(blob: &[u8]) -> String {
    let text = BASE64.encode(blob);
    let mut out = String::from(BEGIN);
    out.push('\n');
    for line in text.as_bytes().chunks(70) {
        out.push_str(&String::from_utf8_lossy(line));
        out.push('\n');
    }
    out.push_str(END);
    out.push('\n');
    out
}

/// Undoes [`armour`], strictly.
///
/// # Errors
/// [`Error::Armour`].
pub fn dearmour(text: &str) -> Result<Vec<u8>, Error> {
    let body = text.strip_prefix(BEGIN).and_then(|rest| rest.strip_prefix('\n'));
    let body = body.and_then(|rest| rest.strip_suffix('\n')?.strip_suffix(END)?.strip_suffix('\n'));
    let joined: String = body.ok_or(Error::Armour)?.split('\n').collect();
    let decoded = BASE64.decode(joined.as_bytes()).ok().filter(|_| joined.len() <= LONGEST);
    // Security: every blob has exactly one armour, or a byte of a seal could be changed without breaking it.
    decoded.filter(|decoded| armour(decoded) == text).ok_or(Error::Armour)
}

impl Signature {
    /// Parses a blob.
    ///
    /// # Errors
    /// If its form is not exact, or its key or digest is not supported.
    pub fn parse(blob: &[u8]) -> Result<Self, Error> {
        let form = |part| move || Error::Form { part };
        let rest = blob.strip_prefix(MAGIC).ok_or_else(form("the magic"))?;
        let rest = rest.strip_prefix(&1_u32.to_be_bytes()).ok_or_else(form("version 1"))?;
        let (key, rest) = take_string(rest).ok_or_else(form("the key"))?;
        let (namespace, rest) = take_string(rest).ok_or_else(form("the namespace"))?;
        let (reserved, rest) = take_string(rest).ok_or_else(form("the reserved field"))?;
        let (hash, rest) = take_string(rest).ok_or_else(form("the digest type"))?;
        let (signature, rest) = take_string(rest).ok_or_else(form("the signature"))?;
        let (kind, inner) = take_string(signature).ok_or_else(form("the signature type"))?;
        let (signature, inner) = take_string(inner).ok_or_else(form("the signature bytes"))?;
        let (key_kind, _) = take_string(key).ok_or_else(form("the key type"))?;
        if let Some(kind) = [key_kind, kind].into_iter().find(|kind| *kind != KIND) {
            return Err(Error::Kind { kind: String::from_utf8_lossy(kind).into_owned() });
        }
        if hash != HASH {
            return Err(Error::Hash { hash: String::from_utf8_lossy(hash).into_owned() });
        }
        if !rest.is_empty() || !inner.is_empty() || !reserved.is_empty() {
            return Err(Error::Trailing);
        }
        let key = PublicKey::from_blob(key).ok_or_else(form("the key"))?;
        let namespace = String::from_utf8(namespace.to_vec()).map_err(|_| form("the namespace")())?;
        if signature.len() != 64 {
            return Err(Error::Form { part: "the signature bytes" });
        }
        Ok(Self { key, namespace, signature: signature.to_vec() })
    }

    /// Parses an armoured signature.
    ///
    /// # Errors
    /// As [`dearmour`] and [`Signature::parse`].
    pub fn read(text: &str) -> Result<Self, Error> {
        Self::parse(&dearmour(text)?)
    }

    /// Returns whether it is its key's signature in `namespace` over a message with this SHA-512 digest.
    #[must_use]
    pub fn verify(&self, namespace: &str, digest: &[u8]) -> bool {
        self.namespace == namespace && self.key.verify(&signed(namespace, digest), &self.signature)
    }
}

/// Returns the bytes that are signed.
fn signed(namespace: &str, digest: &[u8]) -> Vec<u8> {
    let mut message = MAGIC.to_vec();
    for part in [namespace.as_bytes(), b"", HASH, digest] {
        put_string(&mut message, part);
    }
    message
}

/// Appends a string (RFC 4251, section 5).
pub(crate) fn put_string(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
    out.extend_from_slice(bytes);
}

/// Splits a string off the front.
pub(crate) fn take_string(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    rest.split_at_checked(u32::from_be_bytes(*length) as usize)
}

const MAGIC: &[u8] = b"SSHSIG";
const HASH: &[u8] = b"sha512";
const KIND: &[u8] = b"ssh-ed25519";
const BEGIN: &str = "-----BEGIN SSH SIGNATURE-----";
const END: &str = "-----END SSH SIGNATURE-----";
const LONGEST: usize = 4096;

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop, proptest};

    use super::{BEGIN, Error, Signature, SigningKey, armour, dearmour, put_string, sign};

    fn key() -> SigningKey {
        SigningKey::from_pkcs8(&SigningKey::generate().unwrap()).unwrap()
    }

    #[test]
    fn a_signature_holds_for_its_message_and_namespace_alone() {
        let key = key();
        let signature = Signature::read(&armour(&sign(&key, "casepack@sums", &[7; 64]))).unwrap();
        assert_eq!(signature.key, key.public());
        assert!(signature.verify("casepack@sums", &[7; 64]));
        assert!(!signature.verify("casepack@bundle", &[7; 64]) && !signature.verify("casepack@sums", &[8; 64]));
    }

    #[test]
    fn s5_a_signature_of_another_kind_is_refused_by_name() {
        let (key, mut blob) = (key(), b"SSHSIG\0\0\0\x01".to_vec());
        put_string(&mut blob, &key.public().blob());
        [&b"casepack@sums"[..], b"", b"sha256", b"\0\0\0\x0bssh-ed25519\0\0\0\0"]
            .iter()
            .for_each(|part| put_string(&mut blob, part));
        assert_eq!(Signature::parse(&blob), Err(Error::Hash { hash: "sha256".to_owned() }));
        let mut blob = b"SSHSIG\0\0\0\x01".to_vec();
        put_string(&mut blob, b"\0\0\0\x07ssh-rsa");
        [&b"casepack@sums"[..], b"", b"sha512", b"\0\0\0\x0crsa-sha2-512\0\0\0\0"]
            .iter()
            .for_each(|part| put_string(&mut blob, part));
        assert_eq!(Signature::parse(&blob), Err(Error::Kind { kind: "ssh-rsa".to_owned() }));
    }

    #[test]
    fn no_byte_of_a_signature_can_be_changed_left_out_or_added() {
        let key = key();
        let blob = sign(&key, "casepack@sums", &[7; 64]);
        let holds = |blob: &[u8]| {
            Signature::parse(blob).is_ok_and(|one| one.key == key.public() && one.verify("casepack@sums", &[7; 64]))
        };
        assert!(holds(&blob));
        for at in 0..blob.len() {
            let mut changed = blob.clone();
            changed[at] ^= 1;
            assert!(!holds(&changed) && !holds(&blob[..at]), "byte {at}");
        }
        assert_eq!(Signature::parse(&[&blob[..], &[0]].concat()), Err(Error::Trailing));
    }

    #[test]
    fn armour_is_read_strictly() {
        let text = armour(&sign(&key(), "casepack@sums", &[7; 64]));
        assert!(dearmour(&text).is_ok());
        let (first, rest) = text.split_at(BEGIN.len() + 2);
        for wrong in [
            text.replace("-----\n", "----- \n"),
            text.replace('\n', "\r\n"),
            format!("{text}\n"),
            format!(" {text}"),
            // Another armour of the same bytes.
            format!("{first}\n{rest}"),
        ] {
            assert_eq!(dearmour(&wrong), Err(Error::Armour));
        }
    }

    proptest! {
        #[test]
        fn bytes_that_are_no_signature_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            assert!(Signature::parse(&bytes).is_err());
        }
    }
}
