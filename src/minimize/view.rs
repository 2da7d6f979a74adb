//! A line as its reader would see it: escapes undone, colours gone, with the way back to the bytes as they stand.
//!
//! Only what is found is replaced, so a view may undo more than one encoding without harm to the rest of the line.

mod record;

use super::structure::is_secret_key;
use super::{bytes, quote};

/// One line, decoded; borrowed buffers are reused from line to line.
#[derive(Debug, Default)]
pub(crate) struct View {
    text: Vec<u8>,
    /// For each byte of `text` where it begins and ends in the line.
    origin: Vec<(u32, u32)>,
    spare: Vec<u8>,
    spare_origin: Vec<(u32, u32)>,
    /// Where values in hexadecimal digits stand in the line.
    records: Vec<(usize, usize)>,
}

impl View {
    /// Decodes `line`; `false` where it reads as it stands.
    pub(crate) fn decode(&mut self, line: &[u8]) -> bool {
        self.records.clear();
        if bytes::find(line, b"audit").is_some() {
            self.records.extend(record::values(line));
        }
        let escapes = memchr::memchr3(b'\\', b'%', 0x1b, line).is_some() || holds_entity(line) || holds_colour(line);
        if !escapes && self.records.is_empty() {
            return false;
        }
        self.copy(line);
        let mut changed = !self.records.is_empty();
        for depth in 0..DEPTH {
            if !self.pass(depth == 0 && is_json(line), depth > 0) {
                break;
            }
            changed = true;
        }
        changed
    }

    /// The decoded text.
    pub(crate) fn text(&self) -> &[u8] {
        &self.text
    }

    /// Where `start..end` of the text, at least one byte, stands in the line.
    pub(crate) fn locate(&self, start: usize, end: usize) -> (usize, usize) {
        (self.origin[start].0 as usize, self.origin[end - 1].1 as usize)
    }

    /// Where `start..end` of the line is replaced by what, as far as they lie in a value in hexadecimal digits: by those of
    /// `text`, within one; by `text`, with all of a value that they reach into from outside.
    pub(crate) fn fit(&self, (start, end): (usize, usize), text: &[u8]) -> Option<(usize, usize, Vec<u8>)> {
        let (from, to) = self.records.iter().copied().find(|(from, to)| start < *to && *from < end)?;
        let inside = from <= start && end <= to;
        Some(if inside { (start, end, record::encoded(text)) } else { (start.min(from), end.max(to), text.to_vec()) })
    }

    /// `text` with the marks in it written as they are in the line between `start` and `end` of the decoded text; `None`
    /// where they stand for themselves there.
    pub(crate) fn spelt(&self, line: &[u8], (start, end): (usize, usize), text: &[u8]) -> Option<Vec<u8>> {
        let escape = |byte: u8| {
            let at = (start..end).find(|at| self.text[*at] == byte)?;
            let (from, to) = self.origin[at];
            Some(&line[from as usize..to as usize]).filter(|escape| escape.len() > 1)
        };
        let escapes = text.iter().any(|byte| byte.is_ascii_punctuation() && escape(*byte).is_some());
        let write = |byte: &u8| escape(*byte).map_or_else(|| vec![*byte], <[u8]>::to_vec);
        escapes.then(|| text.iter().flat_map(write).collect())
    }

    /// Takes the line as it stands, values in hexadecimal digits as what they say.
    fn copy(&mut self, line: &[u8]) {
        self.text.clear();
        self.origin.clear();
        let mut at = 0;
        for (start, end) in self.records.iter().copied().chain([(line.len(), line.len())]) {
            self.text.extend_from_slice(&line[at..start]);
            self.origin.extend((at as u32..start as u32).map(|at| (at, at + 1)));
            self.text.extend(line[start..end].chunks(2).filter_map(record::byte));
            self.origin.extend((start as u32..end as u32).step_by(2).map(|at| (at, at + 2)));
            at = end;
        }
    }

    /// Undoes one layer, in strings of JSON every escape; `false` where there was none.
    fn pass(&mut self, json: bool, again: bool) -> bool {
        self.spare.clear();
        self.spare_origin.clear();
        let (mut at, mut quoted, mut changed) = (0, false, false);
        while at < self.text.len() {
            let rest = &self.text[at..];
            let plain = rest.iter().take_while(|byte| !opens_an_escape(**byte)).count();
            if plain > 0 {
                quoted ^= memchr::memchr_iter(b'"', &rest[..plain]).count() % 2 == 1;
                self.spare.extend_from_slice(&rest[..plain]);
                self.spare_origin.extend_from_slice(&self.origin[at..at + plain]);
                at += plain;
                continue;
            }
            let shared = rest.starts_with(b"\\\\") && !json && begins_a_share(&self.text[..at], rest, again);
            if let Some((byte, length)) = if shared { None } else { decoded(rest, quoted, json) } {
                if let Some(byte) = byte {
                    let byte = if self.ends_nothing(at, byte) { INNER } else { byte };
                    self.spare.push(byte);
                    self.spare_origin.push((self.origin[at].0, self.origin[at + length - 1].1));
                }
                at += length;
                changed = true;
                continue;
            }
            if let Some((letter, length)) = if json && quoted { unicode(rest) } else { None } {
                let origin = (self.origin[at].0, self.origin[at + length - 1].1);
                let mut bytes = [0; 4];
                for byte in letter.encode_utf8(&mut bytes).bytes() {
                    self.spare.push(byte);
                    self.spare_origin.push(origin);
                }
                at += length;
                changed = true;
                continue;
            }
            self.spare.push(rest[0]);
            self.spare_origin.push(self.origin[at]);
            at += 1;
        }
        std::mem::swap(&mut self.text, &mut self.spare);
        std::mem::swap(&mut self.origin, &mut self.spare_origin);
        changed
    }

    /// Whether what an escape at `at` stands for would end a secret that it is a part of.
    fn ends_nothing(&self, at: usize, byte: u8) -> bool {
        match byte {
            _ if self.text[at] == b'%' => {
                !byte.is_ascii_alphanumeric() && byte != b'%' && is_within_secret(&self.text, at)
            }
            b'"' | b'\'' => quote::opens_secret(&self.text[..at], byte),
            _ => false,
        }
    }
}

/// Whether a byte may be the first of what stands for another; what is between such bytes stays as it is.
const fn opens_an_escape(byte: u8) -> bool {
    matches!(byte, b'%' | b'\\' | b'#' | b'&' | 0x1b)
}

/// Whether two backslashes stand before a machine and its share, as Windows has them, and escape nothing.
fn begins_a_share(head: &[u8], rest: &[u8], again: bool) -> bool {
    let open = head.last().is_none_or(|byte| byte.is_ascii_whitespace() || b"\"'=(,;:<>[{|`".contains(byte));
    let name =
        rest[2..].iter().take(NEAR).take_while(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(byte)).count();
    let behind = rest.get(2 + name..).unwrap_or_default();
    open && name > 1 && behind.first() == Some(&b'\\') && (again || behind.get(1) != Some(&b'\\'))
}

/// Whether a line begins as JSON does.
fn is_json(line: &[u8]) -> bool {
    let text = line.trim_ascii_start();
    match text.first() {
        Some(b'{') => true,
        // A member, or an item of a list, but no row with commas between its columns.
        Some(b'"') => {
            let after = quote::close(text, 1, b'"').map(|end| text[end + 1..].trim_ascii());
            after.is_none_or(|after| matches!(after, [] | [b','] | [b':' | b'}' | b']', ..]))
        }
        Some(b'[') => matches!(text.get(1), None | Some(b'{' | b'[' | b'"')),
        _ => false,
    }
}

/// What the escape at the beginning of `text` stands for (`None`: for nothing that shows) and how long it is.
fn decoded(text: &[u8], quoted: bool, json: bool) -> Option<(Option<u8>, usize)> {
    match text.first()? {
        b'%' => {
            let byte = hexadecimal(text.get(1..3)?)?;
            (0x20..0x7f).contains(&byte).then_some((Some(byte), 3)).or((byte == b'\n').then_some((Some(byte), 3)))
        }
        b'\\' => spelt_colour(text).or_else(|| backslash(text, quoted, json && quoted)),
        b'#' => spelt_colour(text),
        b'&' => entity(text),
        0x1b => colour(text).map(|length| (None, length)),
        _ => None,
    }
}

/// Escapes of a JSON string (RFC 8259, section 7); those that Windows paths hold too count only between quotes.
fn backslash(text: &[u8], quoted: bool, json: bool) -> Option<(Option<u8>, usize)> {
    match text.get(1)? {
        b'"' => Some((Some(b'"'), 2)),
        b'/' => Some((Some(b'/'), 2)),
        // As values of ArcSight's events have it.
        b'=' => Some((Some(b'='), 2)),
        // A dash, as systemd has it in names of units.
        b'x' if text.get(2..4)? == b"2d" => Some((Some(b'-'), 4)),
        // A blank, as fstab(5) and libedit's histories have it.
        b'0' if text.get(2..4)? == b"40" && !text.get(4).is_some_and(u8::is_ascii_digit) => Some((Some(b' '), 4)),
        b'\\' if quoted => Some((Some(b'\\'), 2)),
        // What follows a backslash that stays is not replaced alone: `\tom` would become `\user`, which is no escape.
        b'n' | b'r' | b't' | b'b' | b'f' if json => Some((Some(b'\n'), 2)),
        b'n' | b'r' if quoted && !text.get(2).is_some_and(u8::is_ascii_lowercase) => Some((Some(b'\n'), 2)),
        b'u' => {
            let high = hexadecimal(text.get(2..4)?)?;
            let low = hexadecimal(text.get(4..6)?)?;
            (high == 0 && (0x20..0x7f).contains(&low)).then_some((Some(low), 6))
        }
        _ => None,
    }
}

/// The letter that `\\u` and four digits stand for, or twice that, where it is no letter of ASCII.
fn unicode(text: &[u8]) -> Option<(char, usize)> {
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
fn holds_entity(line: &[u8]) -> bool {
    memchr::memchr_iter(b'&', line).any(|at| begins_entity(&line[at..]))
}

/// Whether a text begins as an entity does.
pub(crate) fn begins_entity(text: &[u8]) -> bool {
    text.starts_with(b"&#") || ENTITIES.iter().any(|(name, _)| text.starts_with(name.as_bytes()))
}

/// `&#64;`, `&#x40;`, `&quot;`.
fn entity(text: &[u8]) -> Option<(Option<u8>, usize)> {
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

/// Whether a line may hold the escape of a control sequence as rsyslog writes it.
fn holds_colour(line: &[u8]) -> bool {
    memchr::memmem::find(line, b"#033[").is_some()
}

/// A colour whose escape is itself escaped: `\u001b[32m`, `\x1b[0m`, `\033[1;31m`, `#033[0m`.
fn spelt_colour(text: &[u8]) -> Option<(Option<u8>, usize)> {
    let escape = ESCAPES
        .iter()
        .find(|escape| text.get(..escape.len()).is_some_and(|text| text.eq_ignore_ascii_case(escape.as_bytes())))?;
    let body = &text[escape.len()..];
    let length = body.iter().take(24).take_while(|byte| byte.is_ascii_digit() || **byte == b';').count();
    matches!(body.get(length), Some(b'm' | b'K')).then_some((None, escape.len() + length + 1))
}

const ESCAPES: [&str; 5] = ["\\u001b[", "\\x1b[", "\\033[", "\\e[", "#033["];

/// Length of a control sequence (ECMA-48): `ESC [`, parameters, a final byte.
fn colour(text: &[u8]) -> Option<usize> {
    let body = text.strip_prefix(b"\x1b[")?;
    let end = body.iter().take(24).position(|byte| (0x40..0x7f).contains(byte))?;
    Some(end + 3)
}

fn hexadecimal(digits: &[u8]) -> Option<u8> {
    digits
        .iter()
        .all(u8::is_ascii_hexdigit)
        .then(|| std::str::from_utf8(digits).ok())?
        .and_then(|text| u8::from_str_radix(text, 16).ok())
}

/// Whether what stands at `at` lies in a secret of a URL or a form, where a mark that is written as an escape ends nothing:
/// `password=a%20b&x=1`, `scheme://login:a%20b@machine`.
fn is_within_secret(text: &[u8], at: usize) -> bool {
    let (from, to) = (at.saturating_sub(NEAR), text.len().min(at + NEAR));
    let stops = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'<' | b'>');
    let start = text[from..at].iter().rposition(stops).map_or(from, |stop| from + stop + 1);
    let word = &text[start..at];
    if let Some(scheme) = bytes::find(word, b"://") {
        let ends = |byte: &u8| stops(byte) || matches!(byte, b'@' | b'/');
        let login = &word[scheme + 3..];
        let colon = login.contains(&b':') && !login.iter().any(ends);
        if colon && text[at..to].iter().find(|byte| ends(byte)) == Some(&b'@') {
            return true;
        }
    }
    let pair = word.rsplit(|byte| matches!(byte, b'&' | b'?' | b';' | b',')).next().unwrap_or_default();
    let query = word.len() > pair.len() && matches!(word[word.len() - pair.len() - 1], b'&' | b'?');
    let length = pair.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(byte)).count();
    pair.get(length) == Some(&b'=') && is_secret_key(&pair[..length], query)
}

/// Entities that every XML knows, and what they stand for.
const ENTITIES: [(&str, u8); 5] =
    [("&quot;", b'"'), ("&lt;", b'<'), ("&gt;", b'>'), ("&amp;", b'&'), ("&apos;", b'\'')];

/// Bytes of a secret before and behind an escape that are looked at.
const NEAR: usize = 512;
/// What such a mark is read as: it ends no value.
const INNER: u8 = b'+';

/// Layers that are undone at most: percent in percent in JSON.
const DEPTH: usize = 3;

#[cfg(test)]
mod tests;
