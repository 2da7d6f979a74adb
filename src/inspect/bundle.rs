//! The file of a bundle: opened, decrypted if necessary, with its outer seal checked over raw bytes.

use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use nix::fcntl::OFlag;
use ring::digest::{Context, SHA512};

use super::Fault;
use crate::pack::Packing;
use crate::seal::encrypt::{self, Identity, Source, decrypt, is_encrypted};
use crate::seal::sshsig::Signature;
use crate::seal::{BUNDLE, FOOTER, PublicKey, parse_footer};

/// The content of a footer: the packing before it, and an armoured signature.
type Seal = (Packing, String);

/// A bundle that has been opened; nothing in it is trusted yet.
pub struct Bundle {
    pub(super) input: Box<dyn Source>,
}

/// A file that should be a bundle, of which nothing has been read.
pub struct Opened {
    path: PathBuf,
    file: File,
}

impl Opened {
    /// Opens a file. Nothing is opened after this, so that the process can give up the right to before it reads.
    ///
    /// # Errors
    /// If it is not a regular file.
    pub fn open(path: &Path) -> Result<Self, Fault> {
        let unreadable = |source| Fault::Unreadable { path: path.to_owned(), source };
        // Security: a FIFO of that name would block for ever.
        let flags = OFlag::O_NONBLOCK.bits() | OFlag::O_NOCTTY.bits();
        let file = OpenOptions::new().read(true).custom_flags(flags).open(path).map_err(unreadable)?;
        if !file.metadata().map_err(unreadable)?.is_file() {
            return Err(unreadable(io::Error::other("it is not a regular file")));
        }
        Ok(Self { path: path.to_owned(), file })
    }

    /// Treats it as a bundle, and decrypts it while it is read if it is encrypted.
    ///
    /// # Errors
    /// If it is encrypted for others than `identities`.
    pub fn bundle(self, identities: &[Identity]) -> Result<Bundle, Fault> {
        let Self { path, mut file } = self;
        match starts_encrypted(&mut file) {
            Ok(false) => return Ok(Bundle { input: Box::new(file) }),
            Ok(true) if identities.is_empty() => return Err(Fault::Encrypted { path }),
            Ok(true) => {}
            Err(source) => return Err(Fault::Unreadable { path, source }),
        }
        match decrypt(BufReader::with_capacity(256 << 10, file), identities) {
            Ok(input) => Ok(Bundle { input: Box::new(input) }),
            Err(encrypt::Error::Stranger) => Err(Fault::Stranger { path }),
            Err(other) => Err(Fault::Encryption { why: other.to_string() }),
        }
    }
}

/// What a valid outer seal says.
pub(super) struct Sealed {
    /// Number of bytes that it covers, from the start.
    pub(super) length: u64,
    pub(super) packing: Packing,
    pub(super) key: PublicKey,
}

impl Bundle {
    /// Makes a bundle in memory.
    #[must_use]
    pub fn of_bytes(bytes: Vec<u8>) -> Self {
        Self { input: Box::new(io::Cursor::new(bytes)) }
    }

    /// Checks the outer seal over raw bytes.
    pub(super) fn check_seal(&mut self) -> Result<Sealed, Fault> {
        let (length, seal) = self.footer()?;
        let length = length.ok_or_else(|| no_seal("the file is too short"))?;
        let (packing, text) =
            seal.ok_or_else(|| no_seal("the file is truncated, has bytes after its end, or is not a bundle"))?;
        let signature = Signature::read(&text).map_err(|error| no_seal(&error.to_string()))?;
        if signature.namespace != BUNDLE {
            return Err(no_seal(&format!("it is a signature for `{}`, not for `{BUNDLE}`", signature.namespace)));
        }
        let digest = self.digest(length)?;
        // Security: from here on the parsers see only bytes that the holder of the key made.
        if signature.verify(BUNDLE, digest.as_ref()) {
            Ok(Sealed { length, packing, key: signature.key })
        } else {
            Err(Fault::Seal { bytes: length })
        }
    }

    /// Returns everything except the outer seal, if there is one.
    pub(super) fn unsealed(&mut self) -> Result<io::Take<&mut Box<dyn Source>>, Fault> {
        let (length, seal) = self.footer()?;
        self.content(length.filter(|_| seal.is_some()).unwrap_or(u64::MAX))
    }

    /// Returns the number of bytes before the footer, if the file is long enough, and the seal in the footer, if it is
    /// one.
    fn footer(&mut self) -> Result<(Option<u64>, Option<Seal>), Fault> {
        let whole = self.seek(SeekFrom::End(0))?;
        let Some(length) = whole.checked_sub(FOOTER as u64) else { return Ok((None, None)) };
        self.seek(SeekFrom::Start(length))?;
        let mut footer = [0; FOOTER];
        self.input.read_exact(&mut footer).map_err(failed)?;
        Ok((Some(length), parse_footer(&footer)))
    }

    /// Returns the first `length` bytes, from the start.
    pub(super) fn content(&mut self, length: u64) -> Result<io::Take<&mut Box<dyn Source>>, Fault> {
        self.seek(SeekFrom::Start(0))?;
        Ok((&mut self.input).take(length))
    }

    fn digest(&mut self, length: u64) -> Result<ring::digest::Digest, Fault> {
        let mut content = self.content(length)?;
        let mut digest = Context::new(&SHA512);
        let mut buffer = vec![0; 256 << 10];
        let mut left = length;
        while left > 0 {
            let read = content.read(&mut buffer).map_err(failed)?;
            if read == 0 {
                return Err(failed(io::ErrorKind::UnexpectedEof.into()));
            }
            digest.update(buffer.get(..read).unwrap_or_default());
            left -= read as u64;
        }
        Ok(digest.finish())
    }

    fn seek(&mut self, to: SeekFrom) -> Result<u64, Fault> {
        self.input.seek(to).map_err(failed)
    }
}

fn starts_encrypted(file: &mut File) -> io::Result<bool> {
    let mut head = Vec::new();
    file.by_ref().take(32).read_to_end(&mut head)?;
    file.rewind()?;
    Ok(is_encrypted(&head))
}

fn no_seal(why: &str) -> Fault {
    Fault::NoSeal { why: why.to_owned() }
}

/// Makes the fault for a failed read: errors without a number of the system come from decryption.
fn failed(error: io::Error) -> Fault {
    if error.raw_os_error().is_some() || error.kind() == io::ErrorKind::UnexpectedEof {
        Fault::Unreadable { path: "the bundle".into(), source: error }
    } else {
        Fault::Encryption { why: format!("it was changed or truncated after it was encrypted: {error}") }
    }
}
