//! Logins and their secrets as properties of Java's: `gwen = h4x0r`.

use super::Span;
use crate::minimize::ascii::{NAME, SPACE};
use crate::minimize::structure::value::is_placeholder;
use crate::minimize::{Kind, dictionary};

/// A login, a colon, the secret, and roles behind commas.
pub(super) fn realm(line: &[u8], mut push: impl FnMut(Span, Kind)) {
    let Some(colon) = memchr::memchr(b':', line).filter(|colon| *colon > 0) else { return };
    let start = colon + 1 + SPACE.run(&line[colon + 1..]);
    let secret = line[start..].split(|byte| *byte == b',').next().unwrap_or_default().trim_ascii_end();
    let plain = NAME.or(b"@").fills(&line[..colon]);
    if !plain || secret.is_empty() || is_placeholder(secret) {
        return;
    }
    if !dictionary::is_word(&line[..colon]) {
        push((0, colon), Kind::User);
    }
    push((start, start + secret.len()), Kind::Secret);
}

/// A login, an equals sign, and the secret up to the line's end.
pub(super) fn account(line: &[u8], mut push: impl FnMut(Span, Kind)) {
    let Some(equals) = memchr::memchr(b'=', line) else { return };
    let login = line[..equals].trim_ascii();
    let secret = line[equals + 1..].trim_ascii();
    let plain = NAME.or(b"@").fills(login);
    if login.is_empty() || !plain || secret.is_empty() || is_placeholder(secret) {
        return;
    }
    if !dictionary::is_word(login) {
        let start = equals - line[..equals].trim_ascii_start().len();
        push((start, start + login.len()), Kind::User);
    }
    let start = line.trim_ascii_end().len() - secret.len();
    push((start, start + secret.len()), Kind::Secret);
}

#[cfg(test)]
mod tests {
    use super::account;

    #[test]
    fn a_login_is_a_key_and_its_secret_the_value() {
        let texts = |line: &str| {
            let mut texts = Vec::new();
            account(line.as_bytes(), |(start, end), _| texts.push(line[start..end].to_owned()));
            texts
        };
        assert_eq!(texts("gwenq = h4x 0r"), ["gwenq", "h4x 0r"]);
        assert_eq!(texts("admin=ENC(00ff)"), ["ENC(00ff)"]);
        assert_eq!(texts("gwenq=${SECRET}"), Vec::<String>::new());
    }
}
