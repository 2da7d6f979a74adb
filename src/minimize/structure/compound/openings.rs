//! What a line begins with where it opens values: a key, an element.

use crate::minimize::ascii::NAME;

/// The key that a text begins with, what separates it, and what stands behind that.
pub(super) fn member(text: &[u8]) -> Option<(&[u8], u8, &[u8])> {
    let text = without_marks(text);
    let quote = text.first().copied().filter(|byte| matches!(byte, b'"' | b'\''));
    let (key, rest) = match quote {
        Some(quote) => {
            let end = memchr::memchr(quote, &text[1..])? + 1;
            (&text[1..end], text[end + 1..].trim_ascii_start())
        }
        None => {
            let end = text.iter().take(KEY).position(|byte| matches!(byte, b':' | b'='))?;
            (text[..end].trim_ascii_end(), &text[end..])
        }
    };
    let plain = NAME.or(b" ").fills(key);
    let (separator, value) = rest.split_first()?;
    let separates = match separator {
        b':' => quote.is_some() || value.first().is_none_or(|byte| b" \t\"'[{".contains(byte)),
        separator => *separator == b'=' && !matches!(value.first(), Some(b'=' | b'>')),
    };
    (plain && separates && !key.is_empty() && key.len() <= KEY).then_some((key, *separator, value))
}

/// A text without what opens an item or an object before its key.
pub(super) fn without_marks(mut text: &[u8]) -> &[u8] {
    while let [b'-', b' ', rest @ ..] | [b'{' | b'[', rest @ ..] = text {
        text = rest.trim_ascii_start();
    }
    text
}

/// The name of the element that a tag opens.
pub(super) fn element(tag: &[u8]) -> &[u8] {
    let name = tag.strip_prefix(b"<").unwrap_or_default();
    let length = NAME.or(b":").run(name);
    &name[..length]
}

/// Bytes of the longest key.
const KEY: usize = 64;
