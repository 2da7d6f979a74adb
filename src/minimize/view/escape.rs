//! What an escape stands for, one at a time: of URLs, of JSON and C, of XML, of terminals.

use crate::minimize::dictionary;

/// Where an escape stands, which decides what is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    /// Between no quotes: a backslash may be a path's.
    Text,
    /// Between the quotes of something that is not JSON.
    Quotes,
    /// In a string of JSON.
    Json,
}

/// What an escape stands for, `None` where nothing shows of it, and how long it is.
type Escape = (Option<u8>, usize);

/// Whether a byte may be the first of what stands for another; what is between such bytes stays as it is.
pub(super) const fn opens_an_escape(byte: u8) -> bool {
    matches!(byte, b'%' | b'\\' | b'#' | b'&' | b'^' | 0x1b)
}

/// The escape that a text begins with.
pub(super) fn decoded(text: &[u8], within: Within) -> Option<Escape> {
    match text.first()? {
        b'%' => {
            let byte = hexadecimal(text.get(1..3)?)?;
            ((0x20..0x7f).contains(&byte) || byte == b'\n').then_some((Some(byte), 3))
        }
        b'\\' => spelt_colour(text).or_else(|| backslash(text, within)),
        b'#' => spelt_colour(text).or_else(|| spelt_blank(text)),
        b'&' => entity(text),
        b'^' => spelt_colour(text),
        0x1b => colour(text).map(|length| (None, length)),
        _ => None,
    }
}

/// Escapes of a JSON string (RFC 8259, section 7); those that Windows paths hold too count only between quotes.
fn backslash(text: &[u8], within: Within) -> Option<Escape> {
    let quoted = within != Within::Text;
    match text.get(1)? {
        b'"' => Some((Some(b'"'), 2)),
        b'/' => Some((Some(b'/'), 2)),
        // As values of ArcSight's events have it.
        b'=' => Some((Some(b'='), 2)),
        // A dash, as systemd has it in names of units, and marks in what nginx logs of a request.
        b'x' => hexadecimal(text.get(2..4)?).filter(u8::is_ascii_punctuation).map(|byte| (Some(byte), 4)),
        // A blank, as fstab(5) and libedit's histories have it.
        b'0' if text.get(2..4)? == b"40" && !text.get(4).is_some_and(u8::is_ascii_digit) => Some((Some(b' '), 4)),
        b'\\' if quoted => Some((Some(b'\\'), 2)),
        // What follows a backslash that stays is not replaced alone: `\tom` would become `\user`, which is no escape.
        b'n' | b'r' | b't' | b'b' | b'f' if within == Within::Json => Some((Some(b'\n'), 2)),
        b'n' | b'r' if quoted && !text.get(2).is_some_and(u8::is_ascii_lowercase) => Some((Some(b'\n'), 2)),
        b'u' => {
            let high = hexadecimal(text.get(2..4)?)?;
            let low = hexadecimal(text.get(4..6)?)?;
            (high == 0 && (0x20..0x7f).contains(&low)).then_some((Some(low), 6))
        }
        _ => None,
    }
}

/// The letter that `\\u` and four digits stand for, or twice that, where it is no letter of ASCII; only a string of
/// JSON has one.
pub(super) fn unicode(text: &[u8]) -> Option<(char, usize)> {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix(b"\\u")?;
        Some(u16::from_be_bytes([hexadecimal(&digits[..2])?, hexadecimal(&digits[2..])?]))
    };
    let first = unit(0)?;
    let mut units = [Some(first), unit(6)].into_iter().flatten();
    match char::decode_utf16(&mut units).next()? {
        // What does not show separates words, as a line end does.
        Ok(letter) if letter.is_ascii_control() => Some(('\n', 6)),
        Ok(letter) => Some((letter, 6 * letter.len_utf16())),
        Err(_) => Some((char::REPLACEMENT_CHARACTER, 6)),
    }
}

/// Whether an ampersand begins what may be an entity.
pub(super) fn holds_entity(line: &[u8]) -> bool {
    memchr::memchr_iter(b'&', line).any(|at| begins_entity(&line[at..]))
}

/// Whether a text begins as an entity does.
pub(crate) fn begins_entity(text: &[u8]) -> bool {
    text.starts_with(b"&#") || ENTITIES.iter().any(|(name, _)| text.starts_with(name.as_bytes()))
}

/// `&#64;`, `&#x40;`, `&quot;`.
fn entity(text: &[u8]) -> Option<Escape> {
    if let Some((name, byte)) = ENTITIES.iter().find(|(name, _)| text.starts_with(name.as_bytes())) {
        return Some((Some(*byte), name.len()));
    }
    let digits = text.strip_prefix(b"&#")?;
    let end = digits.iter().take(5).position(|byte| *byte == b';')?;
    let digits = std::str::from_utf8(&digits[..end]).ok()?;
    let value = match digits.strip_prefix(['x', 'X']) {
        Some(digits) => u8::from_str_radix(digits, 16),
        None => digits.parse(),
    };
    value.ok().filter(|byte| (0x20..0x7f).contains(byte)).map(|byte| (Some(byte), end + 3))
}

/// Whether a line may hold what does not show as rsyslog or cat(1) writes it: a control sequence, a blank before a word.
pub(super) fn holds_control(line: &[u8]) -> bool {
    [&b"#033["[..], b"^[["].iter().any(|escape| memchr::memmem::find(line, escape).is_some())
        || memchr::memmem::find_iter(line, b"#01").any(|at| spelt_blank(&line[at..]).is_some())
}

/// A tab or the end of a line as rsyslog writes it, `#011` or `#012`, before a word: what is no word may be a number.
fn spelt_blank(text: &[u8]) -> Option<Escape> {
    let byte = match text.get(..4)? {
        b"#011" => b'\t',
        b"#012" | b"#015" => b'\n',
        _ => return None,
    };
    let rest = &text[4..];
    let length = rest.iter().take(WORD).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let (word, rest) = rest.split_at(length);
    let letters = word.iter().any(|byte| byte.is_ascii_alphabetic() && !byte.is_ascii_hexdigit());
    // Within a secret it is a part of that.
    let begins = matches!(rest.first(), Some(b'=' | b':' | b' ' | b'-' | b'_' | b'.')) || dictionary::is_word(word);
    (letters && word[0].is_ascii_alphabetic() && begins).then_some((Some(byte), 4))
}

/// Bytes of a word that are looked at.
const WORD: usize = 64;

/// A colour whose escape is itself escaped: `\u001b[32m`, `\x1b[0m`, `\033[1;31m`, `#033[0m`, `^[[0m`.
fn spelt_colour(text: &[u8]) -> Option<Escape> {
    let escape = ESCAPES
        .iter()
        .find(|escape| text.get(..escape.len()).is_some_and(|text| text.eq_ignore_ascii_case(escape.as_bytes())))?;
    let body = &text[escape.len()..];
    let length = body.iter().take(24).take_while(|byte| byte.is_ascii_digit() || **byte == b';').count();
    matches!(body.get(length), Some(b'm' | b'K')).then_some((None, escape.len() + length + 1))
}

/// How the escape that opens a control sequence is written by others.
const ESCAPES: [&str; 6] = ["\\u001b[", "\\x1b[", "\\033[", "\\e[", "#033[", "^[["];

/// Length of a control sequence (ECMA-48): `ESC [`, parameters, a final byte.
fn colour(text: &[u8]) -> Option<usize> {
    let body = text.strip_prefix(b"\x1b[")?;
    let end = body.iter().take(24).position(|byte| (0x40..0x7f).contains(byte))?;
    Some(end + 3)
}

/// The byte that two hexadecimal digits say.
pub(super) fn hexadecimal(digits: &[u8]) -> Option<u8> {
    digits
        .iter()
        .all(u8::is_ascii_hexdigit)
        .then(|| std::str::from_utf8(digits).ok())?
        .and_then(|text| u8::from_str_radix(text, 16).ok())
}

/// Entities that every XML knows, one that HTML has for a mail address, and what they stand for.
const ENTITIES: [(&str, u8); 6] =
    [("&quot;", b'"'), ("&lt;", b'<'), ("&gt;", b'>'), ("&amp;", b'&'), ("&apos;", b'\''), ("&commat;", b'@')];
