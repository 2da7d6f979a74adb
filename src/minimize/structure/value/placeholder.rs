//! What stands where a value would, and is none.

/// Whether a text stands for a value and is none.
pub(crate) fn is_placeholder(text: &[u8]) -> bool {
    let text = text.trim_ascii();
    let opening =
        [&b"${"[..], b"ENV[", b"$(", b"{{", b"<", b"%{", b"%(", b"#{", b"@@", b"var.", b"local.", b"file:///"]
            .iter()
            .any(|open| text.starts_with(open));
    let blank = text.iter().all(|byte| matches!(byte, b'*' | b'.' | b'-' | b'?' | b'!' | b'x' | b'X' | b'#'));
    let variable = text.starts_with(b"$")
        && text.len() > 1
        && text[1..].iter().all(|byte| byte.is_ascii_uppercase() || *byte == b'_');
    // Of a template that is still to be filled in, and what a program says of nothing.
    let filled = text.len() > 2
        && matches!((text[0], text[text.len() - 1]), (b'%', b'%') | (b'@', b'@') | (b'(', b')'))
        && text[1..text.len() - 1].iter().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'.' | b' '));
    // `%%1842`, for which Windows has a text.
    let message = text.starts_with(b"%%") && text.len() > 2 && text[2..].iter().all(u8::is_ascii_digit);
    opening
        || blank
        || variable
        || message
        || filled
        || PLACEHOLDERS.iter().any(|word| text.eq_ignore_ascii_case(word.as_bytes()))
}

/// What stands for a value that is not there, was taken out, or tells nothing.
const PLACEHOLDERS: [&str; 48] = [
    "enable",
    "disable",
    "n/a",
    "[filtered]",
    "yes",
    "no",
    "true",
    "false",
    "none",
    "null",
    "nil",
    "empty",
    "unset",
    "undefined",
    "required",
    "sufficient",
    "optional",
    "requisite",
    "include",
    "ask",
    "prompt",
    "default",
    "enabled",
    "disabled",
    "files",
    "compat",
    "sss",
    "ldap",
    "nis",
    "systemd",
    "winbind",
    "db",
    "password",
    "removed-secret",
    "hidden",
    "redacted",
    "masked",
    "string",
    "unknown",
    "accepted",
    "failed",
    "expired",
    "changed",
    "%s",
    "%d",
    "key",
    "token",
    "secret",
];
