//! Small pieces of HTML, each safe to combine with the others.

use crate::profile::ByteSize;
use crate::quoting::is_invisible;

/// Escapes a text for HTML, and makes characters visible that would mislead a reader or a terminal.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Security: names are made by others; bidirectional overrides and invisible characters would let one pass
            // for another.
            _ if letter.is_control() || is_invisible(letter) => out.extend(letter.escape_unicode()),
            _ => out.push(letter),
        }
    }
    out
}

/// Formats a path, which may be broken after each of its slashes.
pub(super) fn path(text: &str) -> String {
    format!("<code>{}</code>", escape(text).replace('/', "/<wbr>"))
}

/// Formats a number with thin spaces between thousands.
pub(super) fn number(value: u64) -> String {
    let digits = value.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

/// Formats a length in bytes, for people.
pub(super) fn size(bytes: u64) -> String {
    ByteSize(bytes).to_string()
}

/// Formats a count: `1 item`, `2 items`.
pub(super) fn count(value: u64, one: &str) -> String {
    format!("{} {one}{}", number(value), if value == 1 { "" } else { "s" })
}

/// Formats `2026-01-02T03:04:05Z` for people, to the minute.
pub(super) fn when(time: &str) -> String {
    match time.split_once('T') {
        Some((day, clock)) => format!("{day} {} UTC", clock.get(..5).unwrap_or(clock)),
        None => time.to_owned(),
    }
}

/// Formats the same as an element that line breaks do not split.
pub(super) fn moment(time: &str) -> String {
    format!("<time datetime=\"{}\">{}</time>", escape(time), escape(&when(time)))
}

/// Draws a bar for `value`'s share of `most`; the number is beside it, so screen readers skip the bar.
pub(super) fn bar(value: u64, most: u64) -> String {
    // A value above zero is always visible.
    let width = if value == 0 { 0.0 } else { (value as f64 / most.max(1) as f64 * 100.0).max(0.8) };
    format!(
        "<svg class=\"bar\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
         <rect class=\"track\" width=\"100\" height=\"8\"/><rect class=\"value\" width=\"{width:.1}\" height=\"8\"/></svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::{bar, escape, number};

    #[test]
    fn c7_nothing_in_a_name_is_obeyed() {
        assert_eq!(escape("<script>\"&'\u{202e}\u{1b}"), "&lt;script&gt;&quot;&amp;&#39;\\u{202e}\\u{1b}");
    }

    #[test]
    fn numbers_are_grouped_and_bars_are_never_too_long_or_gone() {
        assert_eq!((number(7), number(1_234_567)), ("7".to_owned(), "1\u{202f}234\u{202f}567".to_owned()));
        assert!(
            bar(1, 1_000_000).contains("\"0.8\"") && bar(5, 5).contains("\"100.0\"") && bar(0, 0).contains("\"0.0\"")
        );
    }
}
