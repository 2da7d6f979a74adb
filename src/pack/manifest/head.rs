//! A manifest as a reader keeps it: every record is parsed and checked, and only what is compared later stays in
//! memory.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};

use super::{ItemRecord, Manifest, SourceRecord};

/// A manifest without the details of each item.
pub type Head = Manifest<Passed, Claims>;

/// What a manifest says of its items, as far as it can be checked against the archive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Claims(pub Vec<Claim>);

/// What it says of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Its path in the bundle, below the folder.
    pub path: String,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256.
    pub digest: [u8; 32],
}

/// The number of records of sources.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Passed(pub u64);

impl TryFrom<ItemRecord> for Claim {
    type Error = String;

    fn try_from(item: ItemRecord) -> Result<Self, String> {
        let bytes = data_encoding::HEXLOWER.decode(item.sha256.as_bytes()).ok();
        let digest = bytes.and_then(|bytes| bytes.try_into().ok());
        let digest = digest.ok_or_else(|| format!("`{}` has an invalid sum", item.path.escape_default()))?;
        Ok(Self { path: item.path, bytes: item.bytes_out, digest })
    }
}

impl<'de> Deserialize<'de> for Claims {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Each::<ItemRecord, _>(Self::default(), |claims: &mut Self, item| {
            claims.0.push(item.try_into()?);
            Ok(())
        }))
    }
}

impl<'de> Deserialize<'de> for Passed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Each::<SourceRecord, _>(Self::default(), |passed: &mut Self, _| {
            passed.0 += 1;
            Ok(())
        }))
    }
}

/// Reduces the records of a list one by one to something smaller.
struct Each<T, Kept>(Kept, fn(&mut Kept, T) -> Result<(), String>);

impl<'de, T: Deserialize<'de>, Kept> Visitor<'de> for Each<T, Kept> {
    type Value = Kept;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list of records")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<Kept, A::Error> {
        while let Some(record) = list.next_element()? {
            (self.1)(&mut self.0, record).map_err(A::Error::custom)?;
        }
        Ok(self.0)
    }
}
