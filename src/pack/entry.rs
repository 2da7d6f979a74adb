//! Names and headers of entries: POSIX ustar, and nothing that two readers could interpret differently.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io;

use crate::profile::{Category, SourceId};

/// The name of an entry below the bundle's folder: `[A-Za-z0-9._+=@%/-]`, fit for ustar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name(String);

/// The names of one bundle; no two are equal when case is ignored.
#[derive(Debug, Default)]
pub struct Names {
    /// Each in lower case, with the number that distinguishes the last file of that name.
    taken: HashMap<String, usize>,
}

impl Name {
    /// Makes a name of our own.
    #[must_use]
    pub fn own(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the text, owned.
    pub(super) fn into_string(self) -> String {
        self.0
    }
}

impl Names {
    /// Makes the name of an item from its minimized original path, of any bytes.
    pub fn item(&mut self, category: Category, source: &SourceId, path: &[u8]) -> Name {
        let encoded: Vec<String> =
            path.split(|byte| *byte == b'/').filter(|part| !part.is_empty()).map(segment).collect();
        let mut text = format!("data/{}/{source}/{}", category.word(), encoded.join("/"));
        if !fits(&text) || encoded.is_empty() {
            let last = encoded.last().map_or("", String::as_str);
            text = format!("data/{}/{source}/{}", category.word(), closed(last, path, SHORT));
        }
        Name(self.take(text))
    }

    /// Takes a name; if it is already taken, adds the next number to it.
    fn take(&mut self, text: String) -> String {
        let lower = text.to_ascii_lowercase();
        let Some(mut twin) = self.taken.get(&lower).copied() else {
            self.taken.insert(lower, 1);
            return text;
        };
        loop {
            twin += 1;
            if let Entry::Vacant(free) = self.taken.entry(format!("{lower}={twin}")) {
                free.insert(1);
                self.taken.insert(lower, twin);
                return format!("{text}={twin}");
            }
        }
    }
}

/// Returns whether a name, with the longest number that distinguishes equal names, fits into 255 bytes and into the two
/// fields of ustar (155 and 100 bytes around a slash).
fn fits(text: &str) -> bool {
    text.match_indices('/').any(|(slash, _)| FOLDER + slash <= 155 && text.len() - slash <= 100 - TWIN)
}

/// Encodes one component: bytes outside the alphabet are percent-encoded, and long ones are cut and end with a hash.
fn segment(part: &[u8]) -> String {
    let mut text = String::with_capacity(part.len());
    for (index, byte) in part.iter().enumerate() {
        let plain = byte.is_ascii_alphanumeric() || b"._+=@-".contains(byte);
        let special = index == 0 && (*byte == b'-' || (*byte == b'.' && part.iter().all(|byte| *byte == b'.')));
        if plain && !special {
            text.push(char::from(*byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    if text.len() > SEGMENT { closed(&text, part, SEGMENT) } else { text }
}

/// Cuts a text to `length`, and ends it with the hash of the whole.
fn closed(text: &str, whole: &[u8], length: usize) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, whole);
    let hash = data_encoding::HEXLOWER.encode(digest.as_ref().get(..8).unwrap_or_default());
    let mut end = text.len().min(length - hash.len() - 1);
    // An encoded byte must not be cut in the middle.
    while text.as_bytes().get(end.saturating_sub(2)..end).is_some_and(|tail| tail.contains(&b'%')) {
        end -= 1;
    }
    format!("{}={hash}", text.get(..end).unwrap_or_default())
}

/// Returns the header of a regular file (POSIX ustar): owner 0:0 without names, mode 0600.
pub(crate) fn header(path: &str, bytes: u64, time: u64) -> io::Result<[u8; 512]> {
    let mut header = tar::Header::new_ustar();
    header.set_path(path)?;
    header.set_size(bytes);
    header.set_mode(0o600);
    header.set_uid(0);
    header.set_gid(0);
    header.set_mtime(time);
    header.set_entry_type(tar::EntryType::Regular);
    header.set_cksum();
    Ok(*header.as_bytes())
}

/// Returns the zeros that fill the last block of a file.
pub(super) fn padding(bytes: u64) -> &'static [u8] {
    const ZEROS: [u8; 512] = [0; 512];
    let rest = (bytes % 512) as usize;
    if rest == 0 { &[] } else { &ZEROS[rest..] }
}

/// Bytes of the longest folder name with a slash.
const FOLDER: usize = 66;
/// Bytes of `=32760`.
const TWIN: usize = 6;
const SEGMENT: usize = 64;
const SHORT: usize = 60;

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::{any, prop, proptest};

    use super::super::ITEMS;
    use super::{Category, Names, header};

    proptest! {
        #[test]
        fn r8_every_name_fits_and_no_two_meet(paths in prop::collection::hash_set(prop::collection::vec(any::<u8>(), 1..300), 1..40)) {
            let mut names = Names::default();
            let source = "some-source".parse().unwrap();
            let mut seen = HashSet::new();
            for path in paths {
                let name = names.item(Category::Configuration, &source, &path);
                let text = name.as_str();
                assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._+=@%/-".contains(&byte)), "{text}");
                assert!(text.split('/').all(|part| !part.is_empty() && part != "." && part != ".." && !part.starts_with('-') && part.len() <= 100));
                assert!(seen.insert(text.to_ascii_lowercase()));
                let folder = "casepack-".to_owned() + &"c".repeat(32) + "-20260102T030405Z-abcdef";
                assert!(header(&format!("{folder}/{text}"), 1, 0).is_ok(), "{text}");
            }
        }
    }

    #[test]
    fn an_ordinary_path_stays_as_it_is() {
        let name = Names::default().item(Category::Configuration, &"host".parse().unwrap(), b"etc/resolv.conf");
        assert_eq!(name.as_str(), "data/configuration/host/etc/resolv.conf");
    }

    #[test]
    fn r8_as_many_twins_as_a_bundle_has_items_fit_and_are_told_apart_at_once() {
        let source = "some-source".parse().unwrap();
        let folder = "casepack-".to_owned() + &"c".repeat(32) + "-20260102T030405Z-abcdef";
        for last in 24..34 {
            let path = format!("{}/{}/{}", "b".repeat(58), "c".repeat(last), "d".repeat(64));
            let mut names = Names::default();
            let of = |names: &mut Names| names.item(Category::Configuration, &source, path.as_bytes());
            let name = (0..ITEMS).map(|_| of(&mut names)).last().unwrap();
            let path = format!("{folder}/{}", name.as_str());
            assert!(path.ends_with("=32760") && path.len() <= 255 && header(&path, 1, 0).is_ok(), "{path}");
        }
    }

    #[test]
    fn twins_by_case_are_told_apart() {
        let mut names = Names::default();
        let source = "s".parse().unwrap();
        let (one, two) = (names.item(Category::Access, &source, b"A"), names.item(Category::Access, &source, b"a"));
        assert_eq!((one.as_str(), two.as_str()), ("data/access/s/A", "data/access/s/a=2"));
    }
}
