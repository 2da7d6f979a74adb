//! What stands where a value would, and is none.

use crate::minimize::ascii::{Class, DIGIT, DOTTED, LETTER, UPPER};
use crate::minimize::bytes;
use crate::minimize::structure::keys;

/// Whether a text stands for a value and is none.
pub(crate) fn is_placeholder(text: &[u8]) -> bool {
    let text = text.trim_ascii();
    let opening = bytes::starts_with_any(
        text,
        &["${", "$ENV{", "ENV[", "$(", "{{", "<", "%{", "@@", "var.", "local.", "file:///"],
    );
    // `%(name)s`, `#{name}`: closed, or nothing but a name where the value ends before that; a password may begin so.
    let named = |rest: &[u8]| LETTER.or(b"_.-@:[").fills(rest);
    let interpolated = [(&b"%("[..], b')'), (&b"#{"[..], b'}')]
        .iter()
        .any(|(open, close)| text.strip_prefix(*open).is_some_and(|rest| rest.contains(close) || named(rest)));
    let blank = Class::of(b"*.-?!xX#").fills(text);
    let dotted = !text.is_empty() && text.chunks(3).all(|dot| dot == "\u{2022}".as_bytes());
    let variable = text.starts_with(b"$")
        && text.len() > 1
        && (UPPER.or(b"_").fills(&text[1..]) || text.len() <= 3 && DIGIT.fills(&text[1..]));
    // `:password`, `@Password`: what a statement of SQL is given with its values. A password may begin so.
    let parameter = matches!(text, [b':' | b'@', rest @ ..] if rest == b"name"
        || keys::kind(&keys::normal(rest)).is_some()
            && LETTER.or(b"_").fills(rest));
    // Of a template that is still to be filled in, and what a program says of nothing.
    let filled = text.len() > 2
        && matches!((text[0], text[text.len() - 1]), (b'%', b'%') | (b'@', b'@') | (b'(', b')'))
        && LETTER.or(b"_. ").fills(&text[1..text.len() - 1]);
    // `%%1842`, for which Windows has a text.
    let message = text.starts_with(b"%%") && text.len() > 2 && DIGIT.fills(&text[2..]);
    // `!Ref Name`, `!secret name`: a tag of YAML behind which stands where the value is.
    let tagged = text.strip_prefix(b"!").is_some_and(|rest| {
        let length = LETTER.or(b"_").run(rest);
        bytes::is_one_of(&rest[..length], &TAGS) && rest.get(length).is_none_or(|byte| *byte == b' ')
    });
    // `"quvnix-token": "^9.0.2"`: which versions of a package will do.
    let range = matches!(text, [b'^' | b'~', first, rest @ ..] if first.is_ascii_digit()
        && rest.iter().filter(|byte| **byte == b'.').count() == 2 && DOTTED.or(b"x*").fills(rest));
    // `%u`: what a program knows then.
    let filled = filled || matches!(text, [b'%', letter] if letter.is_ascii_alphabetic());
    opening
        || range
        || interpolated
        || blank
        || dotted
        || tagged
        || variable
        || parameter
        || message
        || filled
        || bytes::is_one_of_in_any_case(text, &PLACEHOLDERS)
}

/// Tags of CloudFormation, GitLab, Home Assistant and what reads the environment.
const TAGS: [&str; 9] = ["Ref", "Sub", "GetAtt", "ImportValue", "reference", "secret", "input", "ENV", "env_var"];

/// What stands for a value that is not there, was taken out, or tells nothing.
const PLACEHOLDERS: [&str; 70] = [
    "data+omitted",
    "enable",
    "disable",
    "n/a",
    // `id-token: write` says in a workflow of GitHub's what a token may do.
    "read",
    "write",
    // `auth: basic` says how somebody is to authenticate.
    "basic",
    "bearer",
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
    // `challengePassword = A challenge password` is what openssl.cnf calls what it asks for.
    "a challenge password",
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
    "absent",
    "denied",
    "incorrect",
    "invalid",
    "locked",
    "mismatch",
    "missing",
    "mounted",
    "present",
    "rejected",
    "revoked",
    "rotated",
    "set",
    "stale",
    "unchanged",
    "updated",
    "valid",
    "wrong",
    "key",
    "token",
    "secret",
];

#[cfg(test)]
mod tests {
    use super::is_placeholder;

    #[test]
    fn a_password_may_begin_like_what_stands_for_one() {
        for text in ["!Ref Quvnix", "!secret wifi", "!Sub", "!Quvnix7"].into_iter().zip([true, true, true, false]) {
            assert_eq!(is_placeholder(text.0.as_bytes()), text.1, "{}", text.0);
        }
        for text in [
            "%u",
            "$1",
            ":password",
            "@NewPassword",
            "$ENV{QUVNIX}",
            "%(db_pass)s",
            "%(db_pass",
            "#{h4x0r}",
            "#{ENV[",
            "^7.0.2",
        ] {
            assert!(is_placeholder(text.as_bytes()), "{text}");
        }
        for text in ["%(h4x0r", "#{h4x0r"] {
            assert!(!is_placeholder(text.as_bytes()), "{text}");
        }
    }
}
