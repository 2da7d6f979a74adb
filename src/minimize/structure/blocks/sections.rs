//! Heads of sections.

/// `[name]`, `[name "more"]`.
pub(super) fn section_name(text: &[u8]) -> Option<&[u8]> {
    // TOML's tables of a list stand in two brackets.
    let inner = text.strip_prefix(b"[")?.strip_suffix(b"]")?;
    let inner = inner.strip_prefix(b"[").and_then(|inner| inner.strip_suffix(b"]")).unwrap_or(inner);
    let name = inner.split(|byte| *byte == b' ').next()?;
    let plain = (1..=64).contains(&name.len())
        && name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:".contains(byte));
    (plain && name.iter().any(u8::is_ascii_alphabetic)).then_some(name)
}
