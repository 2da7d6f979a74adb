//! SSH signatures (OpenSSH's PROTOCOL.sshsig): a blob, its armour, making and checking them.

use data_encoding::BASE64;

use super::key::{PublicKey, SigningKey};

/// A parsed signature whose form is right; whether it holds is [`Signature::holds`]'s answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Who is said to have signed.
    pub key: PublicKey,
    /// What for.
    pub namespace: String,
    signature: Vec<u8>,
}

/// Signs the SHA-512 digest of a message.
#[must_use]
pub fn sign(key: &SigningKey, namespace: &str, digest: &[u8]) -> Vec<u8> {
    let mut signature = Vec::new();
    put(&mut signature, b"ssh-ed25519");
    put(&mut signature, &key.sign(&signed(namespace, digest)));
    let mut blob = MAGIC.to_vec();
    blob.extend(1_u32.to_be_bytes());
    put(&mut blob, &key.public().blob());
    for part in [namespace.as_bytes(), b"", HASH, &signature] {
        put(&mut blob, part);
    }
    blob
}

/// Wraps a blob as `ssh-keygen -Y` reads it.
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
#[must_use]
pub fn dearmour(text: &str) -> Option<Vec<u8>> {
    let body =
        text.strip_prefix(BEGIN)?.strip_prefix('\n')?.strip_suffix('\n')?.strip_suffix(END)?.strip_suffix('\n')?;
    let joined: String = body.lines().collect();
    (joined.len() <= LONGEST).then(|| BASE64.decode(joined.as_bytes()).ok())?
}

impl Signature {
    /// Parses a blob; `None` where its form is not exactly right or its kinds are not ours.
    #[must_use]
    pub fn parse(blob: &[u8]) -> Option<Self> {
        let rest = blob.strip_prefix(MAGIC)?.strip_prefix(&1_u32.to_be_bytes())?;
        let (key, rest) = take(rest)?;
        let (namespace, rest) = take(rest)?;
        let (reserved, rest) = take(rest)?;
        let (hash, rest) = take(rest)?;
        let (signature, rest) = take(rest)?;
        let (kind, inner) = take(signature)?;
        let (signature, inner) = take(inner)?;
        let exact =
            rest.is_empty() && inner.is_empty() && reserved.is_empty() && hash == HASH && kind == b"ssh-ed25519";
        let namespace = String::from_utf8(namespace.to_vec()).ok().filter(|_| exact && signature.len() == 64)?;
        Some(Self { key: PublicKey::from_blob(key)?, namespace, signature: signature.to_vec() })
    }

    /// Whether it is its key's signature in `namespace` over a message with this SHA-512 digest.
    #[must_use]
    pub fn holds(&self, namespace: &str, digest: &[u8]) -> bool {
        self.namespace == namespace && self.key.holds(&signed(namespace, digest), &self.signature)
    }
}

/// What is really signed.
fn signed(namespace: &str, digest: &[u8]) -> Vec<u8> {
    let mut message = MAGIC.to_vec();
    for part in [namespace.as_bytes(), b"", HASH, digest] {
        put(&mut message, part);
    }
    message
}

/// Appends a string (RFC 4251, section 5).
pub(crate) fn put(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
    out.extend_from_slice(bytes);
}

/// Takes a string off the front.
pub(crate) fn take(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    rest.split_at_checked(u32::from_be_bytes(*length) as usize)
}

const MAGIC: &[u8] = b"SSHSIG";
const HASH: &[u8] = b"sha512";
const BEGIN: &str = "-----BEGIN SSH SIGNATURE-----";
const END: &str = "-----END SSH SIGNATURE-----";
const LONGEST: usize = 4096;

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop, proptest};

    use super::{Signature, SigningKey, armour, dearmour, sign};

    fn key() -> SigningKey {
        SigningKey::from_pkcs8(&SigningKey::generate().unwrap()).unwrap()
    }

    #[test]
    fn a_signature_holds_for_its_message_and_namespace_alone() {
        let key = key();
        let blob = dearmour(&armour(&sign(&key, "casepack@sums", &[7; 64]))).unwrap();
        let signature = Signature::parse(&blob).unwrap();
        assert_eq!(signature.key, key.public());
        assert!(signature.holds("casepack@sums", &[7; 64]));
        assert!(!signature.holds("casepack@bundle", &[7; 64]) && !signature.holds("casepack@sums", &[8; 64]));
    }

    proptest! {
        #[test]
        fn bytes_that_are_no_signature_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            assert_eq!(Signature::parse(&bytes), None);
        }
    }
}
