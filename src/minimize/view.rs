//! A line as its reader would see it: escapes undone, colours gone, with the way back to the bytes as they stand.
//!
//! Only what is found is replaced, so a view may undo more than one encoding without harm to the rest of the line.

mod arguments;
mod escape;
mod record;

use super::structure::{Fields, is_secret_key, is_secret_key_of_query};
use super::{bytes, quote};
use escape::{Within, decoded, holds_control, holds_entity, opens_an_escape, unicode};

pub(crate) use escape::begins_entity;

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
    pub(crate) fn decode(&mut self, line: &[u8], fields: &Fields) -> bool {
        self.records.clear();
        if bytes::find(line, b"audit").is_some() {
            self.records.extend(record::values(line));
        }
        let escapes = memchr::memchr3(b'\\', b'%', 0x1b, line).is_some() || holds_entity(line) || holds_control(line);
        let separated = arguments::are_in(line);
        if !escapes && !separated && self.records.is_empty() {
            return false;
        }
        self.copy(line);
        if separated {
            arguments::separate(&mut self.text);
        }
        let mut changed = separated || !self.records.is_empty();
        for depth in 0..DEPTH {
            let layer = match depth {
                0 if is_json(line) => Layer::Json,
                0 => Layer::First,
                _ => Layer::Inner,
            };
            if !self.pass(layer, fields) {
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

    /// Where `start..end` of the line is replaced by what, as far as they lie in a value in hexadecimal digits: by
    /// those of `text`, within one; by `text`, with all of a value that they reach into from outside.
    pub(crate) fn fit(&self, (start, end): (usize, usize), text: &[u8]) -> Option<(usize, usize, Vec<u8>)> {
        let (from, to) = self.records.iter().copied().find(|(from, to)| start < *to && *from < end)?;
        let inside = from <= start && end <= to;
        Some(if inside { (start, end, record::encoded(text)) } else { (start.min(from), end.max(to), text.to_vec()) })
    }

    /// `text` with the marks in it written as they are in the line between `start` and `end` of the decoded text;
    /// `None` where they stand for themselves there.
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

    /// Undoes one layer; `false` where there was none.
    fn pass(&mut self, layer: Layer, fields: &Fields) -> bool {
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
            let within = match layer {
                _ if !quoted => Within::Text,
                Layer::Json => Within::Json,
                Layer::First | Layer::Inner => Within::Quotes,
            };
            let shared = rest.starts_with(SHARE) && begins_a_share(&self.text[..at], rest, layer);
            if let Some((byte, length)) = if shared { None } else { decoded(rest, within) } {
                if let Some(byte) = byte {
                    let byte = if self.ends_nothing(at, byte, fields) { INNER } else { byte };
                    self.spare.push(byte);
                    self.spare_origin.push((self.origin[at].0, self.origin[at + length - 1].1));
                }
                at += length;
                changed = true;
                continue;
            }
            if let Some((letter, length)) = if within == Within::Json { unicode(rest) } else { None } {
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
    fn ends_nothing(&self, at: usize, byte: u8, fields: &Fields) -> bool {
        match byte {
            _ if self.text[at] == b'%' => {
                !byte.is_ascii_alphanumeric() && byte != b'%' && is_within_secret(&self.text, at, fields)
            }
            b'"' | b'\'' => quote::opens_secret(&self.text[..at], byte),
            _ => false,
        }
    }
}

/// A layer of escapes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layer {
    /// The outermost of a line of JSON, in whose strings every backslash escapes.
    Json,
    /// The outermost of any other line.
    First,
    /// One below another.
    Inner,
}

/// Whether two backslashes stand before a machine and its share, as Windows has them, and escape nothing. What was
/// escaped once may have two before the share's name as well.
fn begins_a_share(head: &[u8], rest: &[u8], layer: Layer) -> bool {
    if layer == Layer::Json {
        return false;
    }
    let open = head.last().is_none_or(|byte| byte.is_ascii_whitespace() || b"\"'=(,;:<>[{|`".contains(byte));
    let name =
        rest[2..].iter().take(NEAR).take_while(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(byte)).count();
    let behind = rest.get(2 + name..).unwrap_or_default();
    open && name > 1 && behind.first() == Some(&b'\\') && (layer == Layer::Inner || behind.get(1) != Some(&b'\\'))
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

/// Whether what stands at `at` lies in a secret of a URL or a form, or in what the profile names, where a mark that is written as an escape ends
/// nothing: `password=a%20b&x=1`, `scheme://login:a%20b@machine`.
fn is_within_secret(text: &[u8], at: usize, fields: &Fields) -> bool {
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
    let is_secret = if query { is_secret_key_of_query } else { is_secret_key };
    let key = &pair[..length];
    pair.get(length) == Some(&b'=') && (is_secret(key) || fields.declared(key).is_some())
}

/// What a machine and its share begin with.
const SHARE: &[u8] = b"\\\\";
/// Bytes of a secret before and behind an escape that are looked at.
const NEAR: usize = 512;
/// What such a mark is read as: it ends no value.
const INNER: u8 = b'+';

/// Layers that are undone at most: percent in percent in JSON.
const DEPTH: usize = 3;

#[cfg(test)]
mod tests;
