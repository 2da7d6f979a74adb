//! The packing of an archive.

use crate::profile::Compression;

/// The packing of an archive, which the name of its file and its outer seal show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// Gzip members (RFC 1952).
    Gzip,
    /// Zstandard frames (RFC 8878).
    Zstd,
    /// Uncompressed.
    Plain,
}

impl Packing {
    /// Returns the ending of a bundle's name.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Gzip => "tar.gz",
            Self::Zstd => "tar.zst",
            Self::Plain => "tar",
        }
    }
}

impl From<Compression> for Packing {
    fn from(compression: Compression) -> Self {
        match compression {
            Compression::Gzip(_) => Self::Gzip,
            Compression::Zstd(_) => Self::Zstd,
            Compression::None => Self::Plain,
        }
    }
}
