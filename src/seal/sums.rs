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

    /// Returns the file's text.
    #[must_use]
    pub fn text(&self) -> String {
        self.0.iter().map(|(name, digest)| format!("{digest}  {name}\n")).collect()
    }
}

/// Parses one line with its end, strictly: 64 hex digits in lower case, two spaces, a name; returns digest and name.
#[must_use]
pub fn parse_line(line: &str) -> Option<([u8; 32], &str)> {
    let (digest, name) = line.strip_suffix('\n')?.split_once("  ")?;
    let digest = data_encoding::HEXLOWER.decode(digest.as_bytes()).ok()?.try_into().ok()?;
    (!name.is_empty()).then_some((digest, name))
}

#[cfg(test)]
mod tests {
    use super::{Sums, parse_line};

    #[test]
    fn lines_stand_in_order_and_read_back() {
        let mut sums = Sums::default();
        sums.add("b", &[1; 32]);
        sums.add("a", &[2; 32]);
        let text = sums.text();
        let lines: Vec<_> = text.split_inclusive('\n').map(parse_line).collect();
        assert_eq!(lines, [Some(([2; 32], "a")), Some(([1; 32], "b"))]);
    }

    #[test]
    fn another_form_of_line_is_refused() {
        let digest = "0a".repeat(32);
        assert!(parse_line(&format!("{digest}  name\n")).is_some());
        let wrong = [
            format!("{digest}  name"),
            format!("{digest} *name\n"),
            format!("{digest}  \n"),
            format!("{}  name\n", digest.to_uppercase()),
            format!("{}  name\n", &digest[2..]),
            "\n".to_owned(),
        ];
        assert!(wrong.iter().all(|text| parse_line(text).is_none()));
    }
}
