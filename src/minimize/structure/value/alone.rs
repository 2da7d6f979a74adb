//! Values that look like secrets by themselves, where no key says so but the section that they stand in.

use super::is_placeholder;
use crate::minimize::ascii::{DIGIT, LETTER};
use crate::minimize::bytes;

/// Whether a value is long enough, has letters and digits side by side, and is no path, no URL and nothing that stands
/// for a value.
pub(in crate::minimize::structure) fn is_secret_alone(text: &[u8]) -> bool {
    let parts = || text.split(|byte| !byte.is_ascii_alphanumeric());
    let mixed = |part: &[u8]| DIGIT.is_in(part) && LETTER.is_in(part);
    text.len() >= LEAST
        && parts().any(mixed)
        && !matches!(text[0], b'/' | b'~' | b'.' | b'$' | b'{' | b'[' | b'&' | b'*' | b'!' | b'(')
        && bytes::find(text, b"://").is_none()
        && !is_placeholder(text)
}

/// Bytes of the shortest.
const LEAST: usize = 8;

#[cfg(test)]
mod tests {
    use super::is_secret_alone;

    #[test]
    fn a_secret_has_letters_and_digits_side_by_side() {
        for text in ["h4x0rh4x0r", "h4x0r and more", "aDR4MHI="] {
            assert!(is_secret_alone(text.as_bytes()), "{text}");
        }
        for text in
            ["quvnix-secret-7", "inherit", "/run/x/h4x0r77", "https://h4x0r.example", "${H4X0RQQQ}", "30", "h4x0r"]
        {
            assert!(!is_secret_alone(text.as_bytes()), "{text}");
        }
    }
}
