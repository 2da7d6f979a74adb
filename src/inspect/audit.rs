//! Searches a bundle for originals that should have been replaced: in names and contents, line by line.
//!
//! A match is reported by kind and pseudonym, never by its text. Only the hash of a secret is known, so every word of
//! the bundle, and every part of it, is hashed and compared, as it is and decoded. UTF-16 is decoded.

use std::collections::{BTreeSet, HashSet};
use std::io;

use aho_corasick::AhoCorasick;

use super::reader::Form;
use super::walk::{Go, walk};
use super::{Bundle, Fault};
use crate::minimize::notes::{Note, Original, secret_hash};
use crate::minimize::pseudonym::SECRET;
use crate::minimize::utf16::Utf16;
use crate::minimize::{CaseKey, Kind, is_bordered};

/// An original that was found in a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Find {
    /// The file, with originals in its name replaced by pseudonyms.
    pub file: String,
    /// The line, counted from 1; `None` if it is in the name.
    pub line: Option<u64>,
    /// Its kind.
    pub kind: Kind,
    /// Its pseudonym.
    pub pseudonym: String,
}

/// The originals to search for.
pub struct Search {
    texts: AhoCorasick,
    /// Kind and pseudonym of each text.
    told: Vec<(Kind, String)>,
    secrets: HashSet<String>,
    key: CaseKey,
}

impl Search {
    /// Prepares a search for the originals in these notes, except those that cannot be distinguished from other text.
    ///
    /// # Errors
    /// If there are more notes than can be searched for.
    pub fn new(notes: &[Note<'_>], key: CaseKey) -> Result<Self, Fault> {
        // A pseudonym address may happen to be the original address of something else.
        let pseudonyms: HashSet<String> = notes.iter().map(|note| note.pseudonym.to_ascii_lowercase()).collect();
        let (mut texts, mut told, mut secrets) = (BTreeSet::new(), Vec::new(), HashSet::new());
        let mut patterns = Vec::new();
        for note in notes {
            if let Original::Secret { hash } = &note.original {
                secrets.insert(hash.clone().into_owned());
            }
            let Some(text) = note.original.text().map(|text| text.to_ascii_lowercase()) else { continue };
            let own = std::str::from_utf8(&text).is_ok_and(|text| pseudonyms.contains(text));
            if note.is_sought() && !own && texts.insert(text.clone()) {
                patterns.push(text);
                told.push((note.kind, note.pseudonym.clone().into_owned()));
            }
        }
        let texts = AhoCorasick::builder().ascii_case_insensitive(true).build(patterns);
        let texts = texts.map_err(|error| unsearchable(&error))?;
        Ok(Self { texts, told, secrets, key })
    }

    /// Returns the number of originals.
    #[must_use]
    pub fn size(&self) -> usize {
        self.told.len() + self.secrets.len()
    }

    /// Searches a verified bundle; reports each match, once a line. Returns the number of files.
    ///
    /// # Errors
    /// If the bundle cannot be read to its end.
    pub fn audit(&self, bundle: &mut Bundle, found: &mut dyn FnMut(&Find)) -> Result<u64, Fault> {
        let mut files = 0;
        walk(bundle.unsealed()?, Form::Repacked, &mut |name, header, tar| {
            files += 1;
            let mut lines = Lines { search: self, file: self.shown(name), line: 1, told: BTreeSet::new(), found };
            lines.name(name);
            let (mut buffer, mut utf16) = (Vec::new(), None);
            let mut begun = false;
            tar.content(header.bytes, |piece| {
                if !std::mem::replace(&mut begun, true) {
                    utf16 = Utf16::of(piece);
                }
                match &mut utf16 {
                    Some(utf16) => utf16.decode(piece, &mut buffer),
                    None => buffer.extend_from_slice(piece),
                }
                lines.take(&mut buffer);
                Ok(())
            })?;
            lines.search(&buffer);
            Ok(Go::On)
        })?;
        Ok(files)
    }

    /// Returns a file's name with originals replaced by pseudonyms.
    fn shown(&self, name: &str) -> String {
        let mut spans = self.spans(name.as_bytes());
        spans.sort_unstable_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
        let (mut shown, mut done) = (String::new(), 0);
        for span in spans.iter().filter(|span| name.is_char_boundary(span.start) && name.is_char_boundary(span.end)) {
            if span.start >= done {
                shown.push_str(name.get(done..span.start).unwrap_or_default());
                shown.push_str(self.what(span).1);
                done = span.end;
            }
        }
        shown + name.get(done..).unwrap_or_default()
    }

    fn what(&self, span: &Span) -> (Kind, &str) {
        let told = span.text.and_then(|text| self.told.get(text));
        told.map_or((Kind::Secret, SECRET), |(kind, pseudonym)| (*kind, pseudonym))
    }

    /// Returns where originals are in a line.
    fn spans(&self, line: &[u8]) -> Vec<Span> {
        let matches = self.texts.find_overlapping_iter(line);
        let texts = matches.map(|found| Span {
            start: found.start(),
            end: found.end(),
            text: Some(found.pattern().as_usize()),
        });
        let mut spans: Vec<Span> = texts.filter(|span| self.stands_alone(line, span)).collect();
        if !self.secrets.is_empty() {
            let mut start = 0;
            for word in line.split(u8::is_ascii_whitespace) {
                if (SHORTEST..=LONGEST_WORD).contains(&word.len()) {
                    self.secrets_in(word, start, &mut spans);
                }
                start += word.len() + 1;
            }
        }
        spans
    }

    /// Adds the secrets in a word that begins at `base`: the whole word, and whatever lies between two of its
    /// delimiters.
    fn secrets_in(&self, word: &[u8], base: usize, spans: &mut Vec<Span>) {
        let marks: Vec<usize> = (0..word.len()).filter(|at| word.get(*at).is_some_and(|byte| is_mark(*byte))).collect();
        let starts = std::iter::once(0).chain(marks.iter().map(|mark| mark + 1));
        for start in starts {
            let ends = marks.iter().copied().filter(|mark| *mark > start).take(MARKS).chain([word.len()]);
            for end in ends.filter(|end| end.saturating_sub(start) >= SHORTEST) {
                let candidate = word.get(start..end).unwrap_or_default();
                if candidate != SECRET.as_bytes() && self.is_secret(candidate) {
                    spans.push(Span { start: base + start, end: base + end, text: None });
                }
            }
        }
    }

    /// Returns whether a text is a secret, as it is or in base64, hexadecimal or percent encoding.
    fn is_secret(&self, text: &[u8]) -> bool {
        let known = |text: &[u8]| self.secrets.contains(&secret_hash(&self.key, text));
        known(text) || decoded(text).into_iter().flatten().any(|text| known(text.trim_ascii_end()))
    }

    /// Returns whether a match is not part of something longer: a word, an address.
    fn stands_alone(&self, line: &[u8], span: &Span) -> bool {
        if !is_bordered(line, span.start, span.end) {
            return false;
        }
        let goes_on = |mark: u8, byte: fn(&u8) -> bool| {
            let before = line.get(..span.start).unwrap_or_default();
            let after = line.get(span.end..).unwrap_or_default();
            (before.last() == Some(&mark) && before.iter().rev().nth(1).is_some_and(byte))
                || (after.first() == Some(&mark) && after.get(1).is_some_and(byte))
        };
        match self.what(span).0 {
            Kind::Ipv4 => !goes_on(b'.', u8::is_ascii_digit),
            Kind::Ipv6 | Kind::Mac => !goes_on(b':', u8::is_ascii_hexdigit),
            _ => true,
        }
    }
}

/// The place of an original in a line; its number is `None` for a secret.
struct Span {
    start: usize,
    end: usize,
    text: Option<usize>,
}

/// The lines of one file.
struct Lines<'a> {
    search: &'a Search,
    file: String,
    line: u64,
    /// Originals that were already reported for this line.
    told: BTreeSet<Option<usize>>,
    found: &'a mut dyn FnMut(&Find),
}

impl Lines<'_> {
    fn name(&mut self, name: &str) {
        self.tell(name.as_bytes(), None);
        self.told.clear();
    }

    /// Searches the whole lines of the buffer and leaves the rest in it; of a line without end it leaves only the last
    /// part.
    fn take(&mut self, buffer: &mut Vec<u8>) {
        let mut done = 0;
        while let Some(length) = memchr::memchr(b'\n', buffer.get(done..).unwrap_or_default()) {
            self.search(buffer.get(done..done + length).unwrap_or_default());
            self.line += 1;
            self.told.clear();
            done += length + 1;
        }
        buffer.drain(..done);
        if buffer.len() > LONGEST {
            self.search(buffer);
            buffer.drain(..buffer.len() - OVERLAP);
        }
    }

    fn search(&mut self, line: &[u8]) {
        self.tell(line, Some(self.line));
    }

    fn tell(&mut self, text: &[u8], line: Option<u64>) {
        for span in self.search.spans(text) {
            if self.told.insert(span.text) {
                let (kind, pseudonym) = self.search.what(&span);
                (self.found)(&Find { file: self.file.clone(), line, kind, pseudonym: pseudonym.to_owned() });
            }
        }
    }
}

/// Decodes a text from each encoding that it may have.
fn decoded(text: &[u8]) -> [Option<Vec<u8>>; 4] {
    let bare = text.strip_suffix(b"==").or_else(|| text.strip_suffix(b"=")).unwrap_or(text);
    let percent = text.contains(&b'%').then(|| unescaped(text));
    [
        data_encoding::BASE64_NOPAD.decode(bare).ok(),
        data_encoding::BASE64URL_NOPAD.decode(bare).ok(),
        data_encoding::HEXLOWER_PERMISSIVE.decode(text).ok(),
        percent,
    ]
}

/// Decodes percent encoding (RFC 3986, section 2.1).
fn unescaped(text: &[u8]) -> Vec<u8> {
    let (mut out, mut rest) = (Vec::with_capacity(text.len()), text);
    while let [first, tail @ ..] = rest {
        let digits = tail.get(..2).filter(|_| *first == b'%');
        let byte = digits.and_then(|digits| data_encoding::HEXLOWER_PERMISSIVE.decode(digits).ok()?.first().copied());
        out.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { tail.get(2..).unwrap_or_default() } else { tail };
    }
    out
}

/// Returns whether a byte may be next to a secret without white space.
const fn is_mark(byte: u8) -> bool {
    matches!(
        byte,
        b'"' | b'\''
            | b'='
            | b':'
            | b','
            | b';'
            | b'&'
            | b'@'
            | b'/'
            | b'<'
            | b'>'
            | b'('
            | b')'
            | b'['
            | b']'
            | b'{'
            | b'}'
            | b'|'
            | b'\\'
            | b'?'
            | b'`'
            | 0
    )
}

fn unsearchable(error: &aho_corasick::BuildError) -> Fault {
    Fault::Unreadable { path: "the ledger".into(), source: io::Error::other(error.to_string()) }
}

/// Minimum bytes of a word that may be a secret.
const SHORTEST: usize = 6;
const LONGEST_WORD: usize = 4096;
/// Maximum number of delimiters within a secret.
const MARKS: usize = 8;
/// Bytes of a line that are searched at once, and those that are searched again together with what follows.
const LONGEST: usize = 1 << 20;
const OVERLAP: usize = 4096;

#[cfg(test)]
mod tests {
    use super::{CaseKey, Kind, Note, Original, SECRET, Search, secret_hash};

    #[test]
    fn a_secret_is_found_in_whatever_encoding_it_travels() {
        let (key, secret) = (CaseKey::derive(b"secret of a test", "case"), b"Xk29-quiet/Harbor!7");
        let original = Original::Secret { hash: secret_hash(&key, secret).into() };
        let note = Note { kind: Kind::Secret, pseudonym: SECRET.into(), original };
        let search = Search::new(&[note], key).unwrap();
        let base64 = data_encoding::BASE64.encode(secret);
        let hex = data_encoding::HEXUPPER.encode(secret);
        let percent = "Xk29-quiet%2fHarbor%217".to_owned();
        for text in [String::from_utf8_lossy(secret).into_owned(), base64, hex, percent] {
            let line = format!("sent key={text}, at once");
            let spans = search.spans(line.as_bytes());
            assert!(spans.iter().any(|span| line[span.start..span.end] == text), "{line}");
        }
        assert!(search.spans(b"sent key=WGsyOS1xdWlldA== and 586B3239 and a%20b").is_empty());
    }
}
