//! What an archive is packed in.

use crate::profile::Compression;

/// What an archive is packed in; its file's name and its outer seal say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// Gzip members (RFC 1952).
    Gzip,
    /// Zstandard frames (RFC 8878).
    Zstd,
    /// Nothing.
    Plain,
}

impl Packing {
    /// The end of a bundle's name.
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
