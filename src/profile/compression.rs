//! Compression of a bundle, with an optional level: `gzip`, `zstd:19`, `none`.

use std::fmt;
use std::str::FromStr;

use super::value::text_value;

/// Compression of a bundle: `gzip:1` to `gzip:9`, `zstd:1` to `zstd:19`, `none`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    /// As gzip.
    Gzip(u8),
    /// As Zstandard.
    Zstd(u8),
    /// Not at all.
    None,
}

impl Compression {
    /// Returns whether it has the default level.
    #[must_use]
    pub const fn is_usual(self) -> bool {
        matches!(self, Self::Gzip(GZIP) | Self::Zstd(ZSTD))
    }

    /// Returns the same compression at its fastest level.
    #[must_use]
    pub const fn hurried(self) -> Self {
        match self {
            Self::Gzip(_) => Self::Gzip(1),
            Self::Zstd(_) => Self::Zstd(1),
            Self::None => Self::None,
        }
    }

    /// Returns the maximum bytes that a text of this length packs to in practice; a plan expects fewer.
    #[must_use]
    pub const fn most(self, bytes: u64) -> u64 {
        match self {
            Self::Gzip(_) | Self::Zstd(_) => bytes / 4 * 3,
            Self::None => bytes,
        }
    }

    /// Returns the bytes that a log of this length usually packs to.
    #[must_use]
    pub const fn likely(self, bytes: u64) -> u64 {
        match self {
            Self::Gzip(_) | Self::Zstd(_) => bytes / 8,
            Self::None => bytes,
        }
    }
}

impl Default for Compression {
    fn default() -> Self {
        Self::Gzip(GZIP)
    }
}

impl FromStr for Compression {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (how, level) = text.split_once(':').map_or((text, None), |(how, level)| (how, Some(level)));
        let level = |usual: u8, most: u8| match level {
            None => Ok(usual),
            Some(digits) => match digits.parse() {
                Ok(level) if (1..=most).contains(&level) => Ok(level),
                _ => Err(format!("`{digits}` is not a valid {how} level; use 1 to {most} (default {usual})")),
            },
        };
        match (how, text) {
            ("gzip", _) => level(GZIP, 9).map(Self::Gzip),
            ("zstd", _) => level(ZSTD, 19).map(Self::Zstd),
            (_, "none") => Ok(Self::None),
            _ => Err(format!(
                "`{text}` is not a valid compression; use `gzip`, `zstd` or `none`, with an optional level: `zstd:19`"
            )),
        }
    }
}

impl fmt::Display for Compression {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gzip(level) => formatter.pad(&format!("gzip:{level}")),
            Self::Zstd(level) => formatter.pad(&format!("zstd:{level}")),
            Self::None => formatter.pad("none"),
        }
    }
}

text_value!(Compression);

/// The gzip level at which a bundle is as small as with `gzip -6`, in the least time: `benches/peers` measures it.
const GZIP: u8 = 5;
/// The default level of `zstd`.
const ZSTD: u8 = 3;

#[cfg(test)]
mod tests {
    use super::Compression;

    #[test]
    fn compressions_are_written_as_they_are_read() {
        for text in ["gzip:1", "gzip:9", "zstd:1", "zstd:19", "none"] {
            assert_eq!(text.parse::<Compression>().map(|compression| compression.to_string()), Ok(text.to_owned()));
        }
        assert_eq!("gzip".parse(), Ok(Compression::default()));
        assert_eq!("zstd".parse(), Ok(Compression::Zstd(3)));
    }

    #[test]
    fn what_is_none_is_told_with_what_would_be() {
        let why = |text: &str| text.parse::<Compression>().unwrap_err();
        assert_eq!(why("gzip:0"), "`0` is not a valid gzip level; use 1 to 9 (default 5)");
        assert_eq!(why("zstd:20"), "`20` is not a valid zstd level; use 1 to 19 (default 3)");
        for text in ["", "xz", "none:1", "Gzip"] {
            assert!(why(text).contains("use `gzip`, `zstd` or `none`"), "{text}");
        }
    }
}
