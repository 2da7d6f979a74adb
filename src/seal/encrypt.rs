//! Encryption by age (age-encryption.org/v1): to recipients when a bundle is written, with an identity when it is read.
//!
//! It streams in both directions: only a chunk of 64 KiB is held in memory, and no plaintext is written to disk.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::io::{self, BufRead, Read, Seek, Write};
use std::rc::Rc;
use std::str::FromStr;

use age::stream::{StreamReader, StreamWriter};

/// A recipient of a bundle: an `age1…` key, or an SSH public key (`ssh-ed25519`, `ssh-rsa`).
#[derive(Clone)]
pub struct Recipient {
    text: String,
    key: Key,
}

#[derive(Clone)]
enum Key {
    Age(age::x25519::Recipient),
    Ssh(age::ssh::Recipient),
}

/// The private half of a recipient.
pub struct Identity(Box<dyn age::Identity + Send + Sync>);

/// Why a recipient or identity is invalid, or why a bundle cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The text is neither an age key nor an SSH public key.
    #[error("`{text}` is not a valid recipient: {why}")]
    Recipient {
        /// The text, shortened.
        text: String,
        /// What is wrong.
        why: String,
    },
    /// The file contains no usable identity.
    #[error("not a usable identity: {why}")]
    Identity {
        /// What is wrong.
        why: String,
    },
    /// The bundle is encrypted for none of the identities.
    #[error("it was encrypted for a different identity")]
    Stranger,
    /// The age header is invalid.
    #[error("its age header is damaged or not supported: {why}")]
    Header {
        /// What is wrong.
        why: String,
    },
}

impl FromStr for Recipient {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        let wrong = |why: &str| Error::Recipient { text: text.chars().take(40).collect(), why: why.to_owned() };
        let key = if text.lines().nth(1).is_some() {
            Err(wrong("it has several lines; give each key separately"))
        } else if text.starts_with("age1") {
            text.parse().map(Key::Age).map_err(wrong)
        } else if text.starts_with("ssh-") {
            text.parse().map(Key::Ssh).map_err(|_| wrong("age does not accept this kind of key, or the key is damaged"))
        } else if text.starts_with("AGE-SECRET-KEY-") {
            // Security: a secret must not be repeated in error messages.
            let why = "it is a secret identity; give its public half, `age1…`".to_owned();
            Err(Error::Recipient { text: "AGE-SECRET-KEY-…".to_owned(), why })
        } else {
            Err(wrong("give an `age1…` key or an SSH public key (`ssh-ed25519 AAAA…`)"))
        }?;
        Ok(Self { text: text.to_owned(), key })
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Recipient({})", self.text)
    }
}

/// Reads the identities of a file: age identities, or one SSH private key without a passphrase.
///
/// # Errors
/// If it contains none.
pub fn identities(text: &str) -> Result<Vec<Identity>, Error> {
    if text.starts_with("-----BEGIN ") {
        let wrong = |why: &str| Error::Identity { why: why.to_owned() };
        return match age::ssh::Identity::from_buffer(text.as_bytes(), None) {
            Ok(identity @ age::ssh::Identity::Unencrypted(_)) => Ok(vec![Identity(Box::new(identity))]),
            Ok(age::ssh::Identity::Encrypted(_)) => {
                Err(wrong("the SSH key has a passphrase; remove it from a copy with `ssh-keygen -p`"))
            }
            Ok(age::ssh::Identity::Unsupported(_)) => Err(wrong("an SSH key of this kind cannot decrypt")),
            Err(error) => Err(wrong(&error.to_string())),
        };
    }
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    let parsed = lines.map(|(index, line)| {
        let identity = line.trim().parse::<age::x25519::Identity>();
        identity
            .map(|identity| Identity(Box::new(identity)))
            .map_err(|why| Error::Identity { why: format!("line {}: {why}", index + 1) })
    });
    let identities = parsed.collect::<Result<Vec<_>, _>>()?;
    if identities.is_empty() { Err(Error::Identity { why: "it is empty".to_owned() }) } else { Ok(identities) }
}

/// Writes through, encrypted if there are recipients, and counts the bytes written.
pub struct Encrypting<W: Write> {
    way: Way<W>,
    out: Counting<W>,
}

enum Way<W: Write> {
    Plain,
    Age(Box<StreamWriter<Counting<W>>>),
}

impl<W: Write> Encrypting<W> {
    /// Makes a writer that encrypts for `recipients`, or does not encrypt if there are none.
    ///
    /// # Errors
    /// The inner writer's, and if age refuses a recipient.
    pub fn new(inner: W, recipients: &[Recipient]) -> io::Result<Self> {
        let out = Counting { inner: Rc::new(RefCell::new(inner)), count: Rc::default() };
        if recipients.is_empty() {
            return Ok(Self { way: Way::Plain, out });
        }
        let keys = recipients.iter().map(|recipient| match &recipient.key {
            Key::Age(key) => key as &dyn age::Recipient,
            Key::Ssh(key) => key,
        });
        let encryptor = age::Encryptor::with_recipients(keys).map_err(io::Error::other)?;
        let stream = encryptor.wrap_output(out.clone())?;
        Ok(Self { way: Way::Age(Box::new(stream)), out })
    }

    /// Calls `look` with the inner writer.
    pub fn inspect<T>(&self, look: impl FnOnce(&W) -> T) -> T {
        look(&self.out.inner.borrow())
    }

    /// Writes the last chunk; returns the inner writer, and the number of bytes written to it.
    ///
    /// # Errors
    /// The inner writer's.
    pub fn finish(self) -> io::Result<(W, u64)> {
        if let Way::Age(stream) = self.way {
            stream.finish()?;
        }
        let inner = Rc::into_inner(self.out.inner).ok_or_else(|| io::Error::other("the writer is in use"))?;
        Ok((inner.into_inner(), self.out.count.get()))
    }
}

impl<W: Write> Write for Encrypting<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.way {
            Way::Plain => self.out.write(bytes),
            Way::Age(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.way {
            Way::Plain => self.out.flush(),
            Way::Age(stream) => stream.flush(),
        }
    }
}

/// Counts the bytes that are written. The count is shared, because age gives no access to its inner writer.
struct Counting<W> {
    inner: Rc<RefCell<W>>,
    count: Rc<Cell<u64>>,
}

impl<W> Clone for Counting<W> {
    fn clone(&self) -> Self {
        Self { inner: Rc::clone(&self.inner), count: Rc::clone(&self.count) }
    }
}

impl<W: Write> Write for Counting<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.borrow_mut().write(bytes)?;
        self.count.set(self.count.get() + written as u64);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.borrow_mut().flush()
    }
}

/// Returns whether a file begins like an age file.
#[must_use]
pub fn is_encrypted(head: &[u8]) -> bool {
    head.starts_with(b"age-encryption.org/")
}

/// Decrypts what was encrypted for one of `identities`; every chunk is authenticated before it can be read.
///
/// # Errors
/// If the header is damaged, or names none of them.
pub fn decrypt<R: BufRead + Seek>(input: R, identities: &[Identity]) -> Result<StreamReader<R>, Error> {
    let locked = |error: age::DecryptError| match error {
        age::DecryptError::NoMatchingKeys => Error::Stranger,
        other => Error::Header { why: other.to_string() },
    };
    let decryptor = age::Decryptor::new_buffered(input).map_err(locked)?;
    decryptor.decrypt(identities.iter().map(|identity| identity.0.as_ref() as &dyn age::Identity)).map_err(locked)
}

/// The input that a bundle is read from.
pub trait Source: Read + Seek {}

impl<S: Read + Seek> Source for S {}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read, Write};

    use age::secrecy::ExposeSecret;

    use super::{Encrypting, Error, Recipient, decrypt, identities, is_encrypted};

    #[test]
    fn what_is_written_to_a_recipient_its_identity_reads_and_no_other() {
        let (key, other) = (age::x25519::Identity::generate(), age::x25519::Identity::generate());
        let recipient: Recipient = key.to_public().to_string().parse().unwrap();
        let mut writer = Encrypting::new(Vec::new(), &[recipient]).unwrap();
        writer.write_all(&[7; 100_000]).unwrap();
        let (packed, count) = writer.finish().unwrap();
        assert_eq!(packed.len() as u64, count);
        assert!(is_encrypted(&packed));
        let own = identities(&format!("# a comment\n{}\n", key.to_string().expose_secret())).unwrap();
        let mut text = Vec::new();
        decrypt(Cursor::new(&packed), &own).unwrap().read_to_end(&mut text).unwrap();
        assert_eq!(text, [7; 100_000]);
        let theirs = identities(other.to_string().expose_secret()).unwrap();
        assert!(decrypt(Cursor::new(&packed), &theirs).is_err_and(|error| matches!(error, Error::Stranger)));
        let cut = decrypt(Cursor::new(&packed[..packed.len() - 1]), &own).unwrap().read_to_end(&mut text);
        assert!(cut.is_err());
    }

    #[test]
    fn without_recipients_nothing_is_changed() {
        let mut writer = Encrypting::new(Vec::new(), &[]).unwrap();
        writer.write_all(b"plain").unwrap();
        assert_eq!(writer.finish().unwrap(), (b"plain".to_vec(), 5));
    }

    #[test]
    fn what_is_no_recipient_is_refused_and_a_secret_is_not_repeated() {
        for text in ["", "age1qqq", "ssh-ed25519 AAAA", "someone@example.org"] {
            assert!(text.parse::<Recipient>().is_err(), "{text}");
        }
        let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";
        assert!(format!("{key} support\n").parse::<Recipient>().is_ok());
        let error = format!("{key} one\n{key} two\n").parse::<Recipient>().unwrap_err().to_string();
        assert!(error.ends_with("it has several lines; give each key separately"), "{error}");
        let secret = age::x25519::Identity::generate().to_string();
        let error = secret.expose_secret().parse::<Recipient>().unwrap_err().to_string();
        assert!(error.contains("a secret identity") && !error.contains(&secret.expose_secret()[16..]));
    }
}
