//! Where a name stands beside its phrase: behind it, up to a mark, between two, in quotes or brackets, or before it.

use super::around::past_condition;
use super::names::trimmed;
use super::table::{End, Phrase, Place};
use crate::minimize::ascii::{ALNUM, DIGIT};
use crate::minimize::bytes::{self, MemoizedFind};
use crate::minimize::{Evidence, Found, Kind, host, structure};

/// From where to where a name reaches.
type Span = (usize, usize);

/// Where names end that have not been read yet, for all phrases of a line.
pub(super) struct Ends {
    /// The next apostrophe, and the next quotation mark, that closes something.
    apostrophe: MemoizedFind,
    quote: MemoizedFind,
    /// The next byte that no word has.
    word: MemoizedFind,
}

/// A quote whose next one is kept in mind.
#[derive(Debug, Clone, Copy)]
enum Quote {
    Single,
    Double,
}

impl Ends {
    pub(super) const fn new() -> Self {
        Self { apostrophe: MemoizedFind::new(), quote: MemoizedFind::new(), word: MemoizedFind::new() }
    }

    /// Where the next quote of a kind stands at `start` or behind it that closes something: one within a word closes
    /// nothing.
    fn close(&mut self, line: &[u8], start: usize, quote: Quote) -> Option<usize> {
        let (byte, next) = match quote {
            Quote::Single => (b'\'', &mut self.apostrophe),
            Quote::Double => (b'"', &mut self.quote),
        };
        let closes = |at: &usize| !line.get(at + 1).is_some_and(u8::is_ascii_alphanumeric);
        let find = || memchr::memchr_iter(byte, line.get(start..)?).map(|length| start + length).find(closes);
        next.at(start, find)
    }

    /// Bytes of the word that begins at `start`.
    fn word(&mut self, line: &[u8], start: usize) -> usize {
        let find = || line[start..].iter().position(|byte| !is_word(*byte)).map(|length| start + length);
        self.word.at(start, find).unwrap_or(line.len()) - start
    }
}

/// The name beside the phrase that stands at `start`.
pub(super) fn of(line: &[u8], start: usize, phrase: &Phrase, ends: &mut Ends) -> Option<Span> {
    match phrase.place {
        // Whoever watches a machine may call it by several words.
        Place::Behind(End::Between(first, second))
            if phrase.kind == Kind::Ssid
                || phrase.kind == Kind::Host && (second == ";" || second.starts_with("\" (/")) =>
        {
            spaced(line, start + phrase.words.len(), first, second)
        }
        Place::Behind(end) => {
            let at = past_condition(line, start + phrase.words.len());
            behind(line, at, (end, phrase.sure), ends)
        }
        // Rows of a table have blanks before the colon.
        Place::Before if phrase.words.starts_with(" : ") => before(line, line[..start].trim_ascii_end().len()),
        // `UPID:gw7:…:gwen@pve!ci`: the last part of a task.
        Place::Before if phrase.words.starts_with('@') => before(line, start).and_then(|(from, end)| {
            let colon = memchr::memrchr(b':', &line[from..end]).map_or(from, |colon| from + colon + 1);
            (colon < end).then_some((colon, end))
        }),
        // `;E;7120.gw7;user=`: the number of a job of PBS's, and the machine that has it in its books.
        Place::Before if phrase.words.starts_with(';') => before(line, start).and_then(|(from, end)| {
            let number = DIGIT.run(&line[from..end]);
            let job = number > 0 && line[from + number..end].starts_with(b".") && line[..from].ends_with(b";");
            job.then_some((from + number + 1, end)).filter(|(start, end)| start < end)
        }),
        Place::Before if phrase.words.starts_with(':') && !phrase.words.starts_with(": ") => {
            reporter(line, start, phrase)
        }
        Place::Before => before(line, start),
    }
}

/// The name that begins at `at`, within quotes or brackets or up to its end: of any length behind a phrase that is
/// sure.
fn behind(line: &[u8], at: usize, (end, sure): (End, bool), ends: &mut Ends) -> Option<Span> {
    match end {
        End::At(words) => {
            let quote = line.get(at).is_some_and(|byte| matches!(byte, b'\'' | b'"'));
            let text = line.get(at..)?;
            if !quote && let Some(length) = bytes::find(&text[..text.len().min(UNTIL)], words.as_bytes()) {
                return trimmed(line, at, at + length);
            }
        }
        End::Between(first, second) => return between(line, at, first, second),
        End::Line => {
            let start = line.iter().rposition(|byte| *byte == b' ')? + 1;
            return trimmed(line, start.max(at), line.len()).filter(|(start, _)| line[*start].is_ascii_alphanumeric());
        }
        End::Name => return full_name(line, at),
        End::Word | End::Words | End::List => {}
    }
    if let Some(length) = length_in_quotes(line, at, ends) {
        return (!is_between(&line[at..at + length])).then_some((at, at + length));
    }
    // Behind an equals sign nothing is a value, and a space is nothing.
    let assigned = line.get(at.checked_sub(1)?) == Some(&b'=');
    let spaces = line.get(at..)?.iter().take_while(|byte| **byte == b' ' && !assigned).count();
    // The head of a table: `User             MAC address`.
    if !sure && spaces > 2 {
        return None;
    }
    let start = at + spaces;
    if let Some(close) = closing(*line.get(start)?) {
        return enclosed(line, start + 1, close, ends).filter(|(start, end)| sure || end - start < NEAR);
    }
    let length = ends.word(line, start);
    (sure || length < NEAR).then(|| trimmed(line, start, start + length))?
}

/// The longest name of two to four words that begins at `at`.
pub(super) fn full_name(line: &[u8], at: usize) -> Option<Span> {
    // `Approved by "Ann Lee"`
    let at = at + usize::from(line.get(at) == Some(&b'"'));
    let text = near(line, at)?;
    let ends = memchr::memchr_iter(b' ', text).chain([text.len()]).take(4);
    let spans = ends
        .filter_map(|end| trimmed(line, at, at + end))
        .map(|(start, end)| (start, end - usize::from(matches!(line[end - 1], b',' | b')' | b';' | b'"' | b'\''))));
    // A sentence ends behind a word with a dot that is no initial.
    let ended = |text: &[u8]| text.windows(4).any(|part| part[0] != b' ' && part[1] != b' ' && &part[2..] == b". ");
    let named = |(start, end): &Span| {
        *start == at && structure::is_full_name(&line[*start..*end]) && !ended(&line[*start..*end])
    };
    spans.filter(named).last()
}

/// What stands between the first words and the second, or up to the word's end where there are none.
fn between(line: &[u8], at: usize, first: &str, second: &str) -> Option<Span> {
    let start = at + bytes::find_past(near(line, at)?, first.as_bytes())?;
    let text = near(line, start)?;
    // `changed from 'gw7' to 'gw8'`
    let word = || match text.first() {
        Some(quote @ (b'\'' | b'"')) => {
            let length = memchr::memchr(*quote, &text[1..])?;
            (!text[1..=length].contains(&b' ')).then_some(length + 2)
        }
        _ => Some(text.iter().take_while(|byte| is_word(**byte)).count()),
    };
    // A string ends with its line where nothing closes it.
    let open = (second == "\"").then(|| line.len() - start);
    let length = if second.is_empty() { word() } else { bytes::find(text, second.as_bytes()).or(open) }?;
    let quoted = [b"\"", b"'", b"`"]
        .iter()
        .find_map(|quote| line[start..start + length].strip_prefix(*quote).and_then(|text| text.strip_suffix(*quote)));
    if let Some(text) = quoted {
        return (!text.is_empty()).then_some((start + 1, start + 1 + text.len()));
    }
    // The second words stand in another string.
    if ![first, second].iter().any(|words| words.contains('"')) && line[start..start + length].contains(&b'"') {
        return None;
    }
    trimmed(line, start, start + length).filter(|(start, end)| !line[*start..*end].contains(&b' '))
}

/// What stands between the first words and the second, be there blanks in it.
fn spaced(line: &[u8], at: usize, first: &str, second: &str) -> Option<Span> {
    let start = at + bytes::find_past(near(line, at)?, first.as_bytes())?;
    let length = bytes::find(near(line, start)?, second.as_bytes())?;
    (length > 0).then_some((start, start + length))
}

/// How long the string at `at` is that the phrase itself has opened; an apostrophe within closes nothing.
fn length_in_quotes(line: &[u8], at: usize, ends: &mut Ends) -> Option<usize> {
    let quote = match line.get(at.checked_sub(1)?)? {
        b'\'' => Quote::Single,
        b'"' => Quote::Double,
        _ => return None,
    };
    let length = ends.close(line, at, quote)? - at;
    (length < NEAR).then_some(length)
}

/// What closes a name that opens so.
const fn closing(open: u8) -> Option<u8> {
    match open {
        b'\'' | b'"' | b'`' => Some(open),
        b'<' => Some(b'>'),
        b'[' => Some(b']'),
        _ => None,
    }
}

/// What stands from `start` up to what closes it.
fn enclosed(line: &[u8], start: usize, close: u8, ends: &mut Ends) -> Option<Span> {
    let text = line.get(start..)?;
    let end = match close {
        b'\'' => ends.close(line, start, Quote::Single),
        // `so' and `so`.
        b'`' => memchr::memchr2(b'`', b'\'', text).map(|length| start + length),
        _ => memchr::memchr(close, text).map(|length| start + length),
    }?;
    (!is_between(&line[start..end])).then_some((start, end))
}

/// Whether a text is nothing, or begins as what stands between two strings: a quotation mark may close the string that
/// a phrase ends: `"as user ","at":"…"`.
fn is_between(text: &[u8]) -> bool {
    matches!(text.trim_ascii().first(), None | Some(b',' | b':' | b'}' | b']'))
}

/// What a name may reach into: as many bytes as no name has.
fn near(line: &[u8], start: usize) -> Option<&[u8]> {
    line.get(start..line.len().min(start + NEAR))
}

/// The word that ends at `at`; of one that is longer than a name, no more than a name has.
fn before(line: &[u8], at: usize) -> Option<Span> {
    let head = line.get(..at)?;
    let length = head.iter().rev().take(NEAR).take_while(|byte| is_word(**byte)).count();
    let start = head.len() - length;
    // A letter of UTF-8 stays whole; `LOGIN(s)[7]:gwen login from`.
    let cut = head[start..].iter().take_while(|byte| **byte & 0xc0 == 0x80 || **byte == b':').count();
    trimmed(line, start + cut, head.len())
}

/// The machine whose message it is: `[gw7:disk.scrub.start:notice]`, with a blank behind the machine or without; or,
/// `gpstart:gw7:gpadmin-[INFO]`, the last part before whoever runs it.
fn reporter(line: &[u8], start: usize, phrase: &Phrase) -> Option<Span> {
    let (from, end) = before(line, start)?;
    if !phrase.words.ends_with(']') {
        let name = memchr::memrchr(b':', &line[from..end]).map_or(from, |colon| from + colon + 1);
        return (name < end).then_some((name, end));
    }
    let (name, event) = match memchr::memchr(b':', &line[from..end]) {
        Some(colon) => ((from, from + colon), from + colon + 1),
        None => (before(line, line[..from].strip_suffix(b": ")?.len())?, from),
    };
    (line[event..end].contains(&b'.') && line[..name.0].ends_with(b"[")).then_some(name)
}

/// Where a key of WireGuard's ends that begins as a name does: 32 bytes in Base64.
pub(super) fn key_end(line: &[u8], (start, end): Span) -> Option<usize> {
    let long = end - start == 43 && line.get(end) == Some(&b'=');
    (long && data_encoding::BASE64.decode(&line[start..=end]).is_ok()).then_some(end + 1)
}

/// Machines with spaces or commas between them, up to the line's end.
pub(super) fn machines(line: &[u8], start: usize, found: &mut Vec<Found>) {
    let mut at = start;
    for part in near(line, start).unwrap_or_default().split(|byte| b" ,[]|+/".contains(byte)) {
        // The sentence may end behind it.
        let word = part.strip_suffix(b".").unwrap_or(part);
        if host::is_likely(word) && ALNUM.or(b"-.").fills(word) {
            found.push(Found::new(at..at + word.len(), Kind::Host, Evidence::Grammar).teaching_unless_short());
        }
        at += part.len() + 1;
    }
}

/// Logins with commas between them, up to a closing bracket or the line's end.
pub(super) fn logins(line: &[u8], start: usize, found: &mut Vec<Found>) {
    let rest = near(line, start).unwrap_or_default();
    let length = rest.iter().position(|byte| matches!(byte, b')' | b']' | b';')).unwrap_or(rest.len());
    let mut at = start;
    for part in line[start..start + length].split(|byte| *byte == b',') {
        if let Some((start, end)) =
            trimmed(line, at, at + part.len()).filter(|(start, end)| !line[*start..*end].contains(&b' '))
        {
            found.push(Found::new(start..end, Kind::User, Evidence::Grammar).teaching_unless_short());
        }
        at += part.len() + 1;
    }
}

const fn is_word(byte: u8) -> bool {
    !byte.is_ascii_whitespace()
        && !matches!(
            byte,
            0 | b',' | b';' | b'"' | b'\'' | b'(' | b')' | b'[' | b']' | b'<' | b'>' | b'{' | b'}' | b'=' | b'|'
        )
}

/// Bytes that are read for a name or a list of names.
pub(super) const NEAR: usize = 1024;
/// Bytes in which the words are looked for that end a name.
const UNTIL: usize = 96;
