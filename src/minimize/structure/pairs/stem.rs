//! Keys without what stands before or behind what they say.

use crate::minimize::ascii::DIGIT;

/// A key without what a property of Java's has before it on a command line: `-Dbasicauth=X`.
pub(super) fn property<'a>(line: &[u8], start: usize, key: &'a [u8]) -> &'a [u8] {
    let dashed = key.strip_prefix(b"-").or_else(|| line[..start].ends_with(b"-").then_some(key));
    let name = dashed.and_then(|key| key.strip_prefix(b"D"));
    name.filter(|name| name.first().is_some_and(u8::is_ascii_lowercase)).unwrap_or(key)
}

/// A key without the index of one of SNMP's objects, and without what openssl.cnf has for those who answer nothing.
pub(super) fn stem(key: &[u8]) -> &[u8] {
    let index = DIGIT.run_back(key);
    let key = Some(key.len() - index)
        .filter(|_| (1..=3).contains(&index))
        .and_then(|at| key[..at].strip_suffix(b"."))
        .unwrap_or(key);
    key.strip_suffix(b"_default").unwrap_or(key)
}
