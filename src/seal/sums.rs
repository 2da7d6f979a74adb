//! SHA256SUMS, in sha256sum's own format.

use std::collections::BTreeMap;

/// Names below the bundle's folder and their SHA-256 digests, in hex.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums(BTreeMap<String, String>);

impl Sums {
    /// Adds a file.
    pub fn add(&mut self, name: &str, digest: &[u8]) {
        self.0.insert(name.to_owned(), data_encoding::HEXLOWER.encode(digest));
    }

    /// The file's text.
    #[must_use]
    pub fn text(&self) -> String {
        self.0.iter().map(|(name, digest)| format!("{digest}  {name}\n")).collect()
    }

    /// Parses the file's text, strictly: 64 hex digits, two spaces, a name; in order, each once.
    ///
    /// # Errors
    /// The number of the first line that is wrong.
    pub fn parse(text: &str) -> Result<Self, usize> {
        let mut sums = Self::default();
        for (index, line) in text.split_terminator('\n').enumerate() {
            let (digest, name) = line.split_once("  ").ok_or(index + 1)?;
            let digits = digest.len() == 64 && digest.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
            let behind = sums.0.last_key_value().is_none_or(|(last, _)| last.as_str() < name);
            if !digits || name.is_empty() || !behind {
                return Err(index + 1);
            }
            sums.0.insert(name.to_owned(), digest.to_owned());
        }
        Ok(sums)
    }

    /// The digest of a file.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Every name, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::Sums;

    #[test]
    fn sums_read_back_and_disorder_is_refused() {
        let mut sums = Sums::default();
        sums.add("b", &[1; 32]);
        sums.add("a", &[2; 32]);
        assert_eq!(Sums::parse(&sums.text()), Ok(sums.clone()));
        let reversed: String = sums.text().lines().rev().map(|line| format!("{line}\n")).collect();
        assert_eq!(Sums::parse(&reversed), Err(2));
        assert_eq!(Sums::parse("abc  name\n"), Err(1));
    }
}
