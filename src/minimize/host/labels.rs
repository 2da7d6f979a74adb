//! The labels that names begin and end with, and how sure a name is by them.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::minimize::bytes;

/// The labels that a name can end in.
pub(crate) fn last_labels() -> impl Iterator<Item = &'static str> {
    CERTAIN.into_iter().chain(DOUBTFUL).chain(WORDS).chain(FILES)
}

/// Which lists have the last label of a text, in any case.
pub(super) fn endings(text: &[u8]) -> u8 {
    static LISTED: LazyLock<FxHashMap<&[u8], u8>> = LazyLock::new(|| {
        let lists = [(IS_CERTAIN, &CERTAIN[..]), (IS_DOUBTFUL, &DOUBTFUL), (IS_WORD, &WORDS), (IS_FILE, &FILES)];
        let mut listed = FxHashMap::default();
        for (bit, label) in lists.iter().flat_map(|(bit, list)| list.iter().map(|label| (*bit, label.as_bytes()))) {
            *listed.entry(label).or_default() |= bit;
        }
        listed
    });
    let last = &text[memchr::memrchr(b'.', text).map_or(0, |dot| dot + 1)..];
    let mut lower = [0; LABEL];
    let Some(lower) = lower.get_mut(..last.len()) else { return 0 };
    lower.copy_from_slice(last);
    lower.make_ascii_lowercase();
    LISTED.get(&*lower).copied().unwrap_or(0)
}

/// Whether a name stands in reverse, as those of packages, bundles and buses do: `com.example.thing`.
pub(crate) fn is_reversed(text: &[u8]) -> bool {
    let mut labels = text.split(|byte| *byte == b'.');
    let first = labels.next().unwrap_or_default().to_ascii_lowercase();
    labels.next().is_some() && bytes::is_one_of(&first, &REVERSED)
}

/// Only names end in it.
pub(super) const IS_CERTAIN: u8 = 1;
/// It is a word or an ending of files as well.
pub(super) const IS_DOUBTFUL: u8 = 1 << 1;
/// It is far more often a word.
pub(super) const IS_WORD: u8 = 1 << 2;
/// It is an ending of files.
pub(super) const IS_FILE: u8 = 1 << 3;

/// Bytes of the longest label that is listed.
const LABEL: usize = 16;

/// Last labels that are nothing else.
const CERTAIN: [&str; 84] = [
    "com",
    "net",
    "org",
    "edu",
    "gov",
    "mil",
    "example",
    "eu",
    "de",
    "fr",
    "uk",
    "nl",
    "ch",
    "es",
    "pt",
    "se",
    "fi",
    "dk",
    "ie",
    "cz",
    "sk",
    "hu",
    "ro",
    "bg",
    "gr",
    "ru",
    "ua",
    "tr",
    "il",
    "ir",
    "cn",
    "jp",
    "kr",
    "tw",
    "hk",
    "sg",
    "th",
    "vn",
    "ph",
    "au",
    "nz",
    "ca",
    "mx",
    "br",
    "ar",
    "cl",
    "co",
    "ve",
    "za",
    "eg",
    "ma",
    "ng",
    "ke",
    "pk",
    "lt",
    "lv",
    "ee",
    "hr",
    "si",
    "lu",
    "om",
    "ae",
    "sa",
    "kz",
    "im",
    "uy",
    "ec",
    "lk",
    "bd",
    "tn",
    "dz",
    "gh",
    "ug",
    "tz",
    "kw",
    "lb",
    "uz",
    "kg",
    "mobi",
    "biz",
    "onion",
    "local",
    "localdomain",
    "lan",
];

/// Last labels that are ordinary words or endings of files as well.
const DOUBTFUL: [&str; 12] =
    ["io", "tv", "ws", "online", "site", "xyz", "tech", "internal", "intranet", "corp", "invalid", "intra"];

/// Last labels that are words, keys of configuration or ends of files far more often than ends of names.
const WORDS: [&str; 27] = [
    "at", "it", "be", "my", "us", "by", "in", "no", "to", "is", "me", "id", "info", "ai", "dev", "app", "test", "home",
    "private", "network", "systems", "cloud", "top", "so", "do", "int", "as",
];

/// Last labels that are ends of files.
const FILES: [&str; 10] = ["md", "rs", "sh", "pl", "cc", "am", "ps", "la", "pe", "ac"];

/// First labels of names that stand in reverse.
const REVERSED: [&str; 28] = [
    "com", "org", "net", "io", "edu", "gov", "java", "javax", "jdk", "sun", "scala", "kotlin", "android", "androidx",
    "dalvik", "akka", "spring", "user", "os", "this", "self", "system", "me", "dev", "uk", "de", "vnd", "prs",
];
