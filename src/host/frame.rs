//! What main and its reader say to each other: a kind, a length, a payload.
//!
//! ```text
//! u8 kind │ u32 length, little endian │ payload
//! ```
//!
//! Either side may be talking to a process that is stuck, killed or gone mad: every length is bounded, and bytes that
//! are no frame are an error, never a panic.

use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::time::Duration;

use super::root::Root;
use crate::plan::{FoundFile, SkippedPath, Status};
use crate::profile::{Floor, Keep};

/// One message.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Frame {
    /// Main asks.
    Request(Request),
    /// A file that matches.
    Found(FoundFile),
    /// A path that matches and is not read.
    Skipped(SkippedPath),
    /// The next bytes of a file.
    Data(Vec<u8>),
    /// The answer is complete.
    End(End),
}

/// What main asks for.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub(crate) enum Request {
    /// Which files match, but for those below `own`; who looks stops in time to tell what was found.
    List { root: Root, paths: Vec<String>, exclude: Vec<String>, floor: Floor, own: Option<PathBuf>, within: Duration },
    /// The bytes of a file: at most `limit`, from one end.
    Read {
        root: Root,
        #[serde(with = "hexadecimal")]
        path: Vec<u8>,
        keep: Keep,
        limit: u64,
    },
    /// The names in a folder.
    Names { root: Root, folder: String },
    /// Where a folder really lies on this machine.
    Folder { root: Root, folder: String },
    /// Where a tree that is to be read really lies.
    Tree { path: PathBuf },
    /// Whether a path of the running system answers, and the folder that it is in, whatever they are.
    Reach {
        #[serde(with = "hexadecimal")]
        path: Vec<u8>,
    },
    /// The absolute path of a program, if it can be trusted.
    Program { name: String },
    /// Whether something is there.
    Exists { root: Root, path: String },
    /// Whether something is there that nobody but root and the caller can change.
    Trusted { root: Root, path: String },
}

/// How a request ended.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct End {
    /// What it comes to.
    pub status: Status,
    /// Why, where that is not all that was asked for.
    pub reason: Option<String>,
}

impl End {
    /// Nothing more is to be said.
    pub(crate) const DONE: Self = Self { status: Status::Collected, reason: None };

    /// What was asked for does not come, and why.
    pub(crate) fn without(status: Status, reason: impl Into<String>) -> Self {
        Self { status, reason: Some(reason.into()) }
    }
}

impl Frame {
    /// Writes it.
    pub(crate) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let (kind, payload) = match self {
            Self::Request(request) => (REQUEST, serde_json::to_vec(request)?),
            Self::Found(file) => {
                let mut payload = file.size.to_le_bytes().to_vec();
                payload.extend(file.modified.to_le_bytes());
                payload.extend(&file.path);
                (FOUND, payload)
            }
            Self::Skipped(skip) => (SKIPPED, serde_json::to_vec(skip)?),
            Self::Data(bytes) => return write(out, DATA, bytes),
            Self::End(end) => (END, serde_json::to_vec(end)?),
        };
        write(out, kind, &payload)
    }

    /// Reads the next, its payload into a buffer that may have been used before; `None` at the end of the stream.
    pub(crate) fn read(input: &mut impl Read, mut payload: Vec<u8>) -> io::Result<Option<Self>> {
        let mut head = [0; 5];
        match input.read_exact(&mut head[..1]) {
            // Of one byte there is no part: the stream has ended between two frames.
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            begun => begun?,
        }
        input.read_exact(&mut head[1..])?;
        let length = u32::from_le_bytes([head[1], head[2], head[3], head[4]]) as usize;
        if length > LONGEST {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a frame is too long"));
        }
        // Not filled with zeros first: most frames are large, and overwritten at once.
        payload.clear();
        payload.reserve_exact(length);
        if input.take(length as u64).read_to_end(&mut payload)? < length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Self::parse(head[0], payload).map(Some)
    }

    /// The buffer that it was read into, where it still is one.
    pub(crate) fn into_buffer(self) -> Vec<u8> {
        if let Self::Data(bytes) = self { bytes } else { Vec::new() }
    }

    fn parse(kind: u8, payload: Vec<u8>) -> io::Result<Self> {
        let wrong = || io::Error::new(io::ErrorKind::InvalidData, "not a valid frame");
        Ok(match kind {
            REQUEST => Self::Request(serde_json::from_slice(&payload)?),
            FOUND => {
                let (size, rest) = payload.split_first_chunk::<8>().ok_or_else(wrong)?;
                let (modified, path) = rest.split_first_chunk::<8>().ok_or_else(wrong)?;
                let (size, modified) = (u64::from_le_bytes(*size), i64::from_le_bytes(*modified));
                Self::Found(FoundFile { path: path.to_vec(), size, modified })
            }
            SKIPPED => Self::Skipped(serde_json::from_slice(&payload)?),
            DATA => Self::Data(payload),
            END => Self::End(serde_json::from_slice(&payload)?),
            _ => return Err(wrong()),
        })
    }
}

/// Writes the next bytes of a file from where they lie.
pub(crate) fn data(out: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    write(out, DATA, bytes)
}

fn write(out: &mut impl Write, kind: u8, payload: &[u8]) -> io::Result<()> {
    let mut head = [kind, 0, 0, 0, 0];
    let length = u32::try_from(payload.len()).map_err(io::Error::other)?;
    head[1..].copy_from_slice(&length.to_le_bytes());
    out.write_all(&head)?;
    out.write_all(payload)
}

/// Paths may hold any byte; JSON may not.
mod hexadecimal {
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&data_encoding::HEXLOWER.encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(deserializer)?;
        data_encoding::HEXLOWER.decode(text.as_bytes()).map_err(D::Error::custom)
    }
}

/// The kinds of frames.
const REQUEST: u8 = 0;
const FOUND: u8 = 1;
const SKIPPED: u8 = 2;
const DATA: u8 = 3;
const END: u8 = 4;
/// Bytes of a payload: data comes in pieces of a quarter of this, requests may name many patterns.
const LONGEST: usize = 1 << 20;

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop, proptest};

    use super::{End, FoundFile, Frame, SkippedPath, Status};

    proptest! {
        #[test]
        fn a_frame_reads_back(path in prop::collection::vec(any::<u8>(), 0..300), size: u64, modified: i64) {
            let skip = SkippedPath { path: path.clone(), status: Status::Denied, reason: "no".to_owned() };
            let end = End { status: Status::Cut, reason: None };
            let found = Frame::Found(FoundFile { path: path.clone(), size, modified });
            for frame in [found, Frame::Skipped(skip), Frame::Data(path), Frame::End(end)] {
                let mut bytes = Vec::new();
                frame.write(&mut bytes).unwrap();
                assert_eq!(Frame::read(&mut bytes.as_slice(), Vec::new()).unwrap(), Some(frame));
            }
        }

        #[test]
        fn bytes_that_are_no_frame_are_an_error(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = Frame::read(&mut bytes.as_slice(), Vec::new());
        }
    }
}
