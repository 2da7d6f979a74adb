//! The messages between main and its reader: a kind, a length, a payload.
//!
//! ```text
//! u8 kind │ u32 length, little endian │ payload
//! ```
//!
//! Either side may be talking to a process that is stuck, killed or corrupted: every length is bounded, and bytes that
//! are not a frame are an error, never a panic.

use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::time::Duration;

use super::root::Root;
use crate::plan::{FoundFile, SkippedPath, Status};
use crate::profile::{Floor, Keep};

/// One message.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Frame {
    /// A request of main.
    Request(Request),
    /// A file that matches.
    Found(FoundFile),
    /// A path that matches and will not be read.
    Skipped(SkippedPath),
    /// The next bytes of a file.
    Data(Vec<u8>),
    /// The answer is complete.
    End(End),
}

/// A request of main.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub(crate) enum Request {
    /// Which files match, except those below `own`; the search ends early enough to report what was found.
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
    /// The real path of a folder on this machine.
    Folder { root: Root, folder: String },
    /// The real path of a tree to read.
    Tree { path: PathBuf },
    /// Whether a path of the running system and its folder answer, whatever they are.
    Reach {
        #[serde(with = "hexadecimal")]
        path: Vec<u8>,
    },
    /// The absolute path of a program, if it can be trusted.
    Program { name: String },
    /// Whether a path exists.
    Exists { root: Root, path: String },
    /// Whether a path exists that only root and the caller can change.
    Trusted { root: Root, path: String },
}

/// How a request ended.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct End {
    /// The status.
    pub status: Status,
    /// The reason, if the answer is not complete.
    pub reason: Option<String>,
}

impl End {
    /// Success, with nothing more to report.
    pub(crate) const DONE: Self = Self { status: Status::Collected, reason: None };

    /// Makes the end of a request that failed, with the reason.
    pub(crate) fn without(status: Status, reason: impl Into<String>) -> Self {
        Self { status, reason: Some(reason.into()) }
    }
}

impl Frame {
    /// Writes the frame.
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

    /// Reads the next frame, with its payload in a buffer that may have been used before; `None` at the end of the
    /// stream.
    pub(crate) fn read(input: &mut impl Read, mut payload: Vec<u8>) -> io::Result<Option<Self>> {
        let mut head = [0; 5];
        match input.read_exact(&mut head[..1]) {
            // A single byte cannot be read in part, so the stream has ended between two frames.
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            begun => begun?,
        }
        input.read_exact(&mut head[1..])?;
        let length = u32::from_le_bytes([head[1], head[2], head[3], head[4]]) as usize;
        if length > LONGEST {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a frame is too long"));
        }
        // The payload is not filled with zeros first, because most frames are large and overwritten at once.
        payload.clear();
        payload.reserve_exact(length);
        if input.take(length as u64).read_to_end(&mut payload)? < length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Self::parse(head[0], payload).map(Some)
    }

    /// Returns the buffer that the frame was read into, if it still has it.
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

/// Writes the next bytes of a file without copying them.
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

/// Encodes paths in hexadecimal, because they may contain any byte and JSON may not.
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
/// Maximum bytes of a payload: data comes in pieces of a quarter of this, and requests may name many patterns.
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
