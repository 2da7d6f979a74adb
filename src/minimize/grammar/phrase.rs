//! Phrases of programs: fixed words, and a name behind them or before them.

mod access;
mod around;
mod clusters;
mod commands;
mod connections;
mod databases;
mod files;
mod gear;
mod hardware;
mod logins;
mod machines;
mod mail;
mod name;
mod names;
mod proxies;
mod secrets;
mod services;
mod table;

use super::super::bytes;
use super::super::trigger::Hit;
use super::super::{Found, Kind, Way, host};
use super::firewall;
use around::{follows_clock, past_condition};
use name::{is_name, is_noun};
use names::trimmed;
use table::{End, Place, all, numbered};

/// The fixed words of every phrase, in the order of their numbers.
pub(crate) fn phrases() -> impl Iterator<Item = &'static str> {
    all().map(|phrase| phrase.words)
}

/// Whether the words of a phrase stand at `start`, and not in the middle of another word.
pub(crate) fn stands(phrase: u16, line: &[u8], start: usize) -> bool {
    let words = numbered(phrase).words.as_bytes();
    let inside = words[0].is_ascii_alphanumeric() && start > 0 && line[start - 1].is_ascii_alphanumeric();
    !inside && line[start..].starts_with(words)
}

/// Finds the names beside the phrases that a line holds. They may overlap, as `invalid user ` holds `user `; which one
/// counts in the end is decided by who is surer.
pub(super) fn find(line: &[u8], hits: &[Hit], found: &mut Vec<Found>) {
    // A name longer than any is looked for once: what stands in it is gone with it.
    let mut covered = 0;
    for hit in hits {
        let phrase = numbered(hit.phrase);
        let start = hit.start as usize;
        if start < covered {
            continue;
        }
        if let Place::Behind(End::Words) = phrase.place {
            names(line, start + phrase.words.len(), found);
            continue;
        }
        if phrase.kind == Kind::Serial && phrase.words.starts_with(',') {
            firewall::find(line, start, found);
        }
        if let Place::Behind(End::List) = phrase.place {
            list(line, start + phrase.words.len(), found);
            continue;
        }
        let span = match phrase.place {
            Place::Behind(end) => behind(line, past_condition(line, start + phrase.words.len()), end, phrase.sure)
                .filter(|(_, end)| {
                    // `User Capacity: 240 GB` is a key of its own.
                    let key = line[..start].trim_ascii().is_empty() && phrase.words.starts_with('U');
                    !key || line.get(*end) != Some(&b':')
                }),
            // Rows of a table have blanks before the colon.
            Place::Before if phrase.words.starts_with(" : ") => before(line, line[..start].trim_ascii_end().len()),
            Place::Before => before(line, start),
        };
        let before = start.checked_sub(1).map(|at| line[at]);
        // `wsgi.server`, `openssh-server`: a part of another word.
        let inside = phrase.words.as_bytes()[0].is_ascii_alphanumeric();
        if inside && (before == Some(b'_') || (!phrase.sure && matches!(before, Some(b'.' | b'-' | b'/')))) {
            continue;
        }
        // The head of a table: `PID USER FD TYPE`.
        let head = phrase.words == "USER "
            && span.is_some_and(|(start, end)| {
                !line[start..end].iter().any(u8::is_ascii_lowercase) && !line[end..].trim_ascii().is_empty()
            });
        // `server sm-mta[7]: …`: a program, behind a machine that is called so.
        let program = |(_, end): &(usize, usize)| {
            line[*end..].starts_with(b"[") && line.get(end + 1).is_some_and(u8::is_ascii_digit)
        };
        let span = span.filter(|span| phrase.sure || phrase.kind != Kind::Host || !program(span));
        // `03:04:05 server named: …`: the same, where the time says so.
        let speaks = |(_, end): &(usize, usize)| matches!(line.get(*end), Some(b':' | b'['));
        let span = span.filter(|span| phrase.kind != Kind::Host || !(speaks(span) && follows_clock(line, start)));
        // `ruser=rhost=gw`, `user IP = gw`: a key of its own.
        let key = |(_, end): &(usize, usize)| {
            line[*end..].starts_with(b"=") || !phrase.sure && line[*end..].starts_with(b" = ")
        };
        // `wg set wg0 peer KEY`.
        if phrase.kind == Kind::Host
            && let Some((start, end)) = span.filter(|(start, end)| end - start == 43 && line.get(*end) == Some(&b'='))
            && data_encoding::BASE64.decode(&line[start..=end]).is_ok()
        {
            found.push(Found { start, end: end + 1, kind: Kind::Key, way: Way::Grammar, learn: true });
            continue;
        }
        let keyed = phrase.kind == Kind::User || phrase.kind == Kind::Host && !phrase.sure;
        let span = span.filter(|span| !keyed || !key(span));
        // `invalid user name/password on …`: what is said of a login, and none.
        let noun = |(start, end): &(usize, usize)| {
            phrase.kind == Kind::User
                && is_noun(&line[*start..*end])
                && (line[*start..*end].contains(&b' ') || !line[*end..].starts_with(b" from "))
        };
        // `<Approval(uid='…')>`: an object of Python's.
        let object = |(from, _): &(usize, usize)| phrase.words.starts_with('(') && line[..*from].ends_with(b"<");
        let span = span.filter(|span| !noun(span) && !object(span));
        if let Some((start, end)) = span.filter(|_| !head).filter(|(start, end)| is_name(&line[*start..*end], phrase)) {
            let learn = phrase.sure && end - start >= 4;
            covered = if end - start >= NEAR { end } else { covered };
            found.push(Found { start, end, kind: phrase.kind, way: Way::Grammar, learn });
        }
    }
}

/// The name that begins at `at`, within quotes or brackets or up to its end: of any length behind a phrase that is sure.
fn behind(line: &[u8], at: usize, end: End, sure: bool) -> Option<(usize, usize)> {
    let quote = line.get(at).is_some_and(|byte| matches!(byte, b'\'' | b'"'));
    if let End::At(words) = end
        && !quote
    {
        let length = bytes::find(line.get(at..)?.get(..96.min(line.len() - at))?, words.as_bytes());
        if let Some(length) = length {
            return trimmed(line, at, at + length);
        }
    }
    if let End::Between(first, second) = end {
        let start = at + bytes::find(near(line, at)?, first.as_bytes())? + first.len();
        let text = near(line, start)?;
        let word = || Some(text.iter().take_while(|byte| is_word(**byte)).count());
        // A string ends with its line where nothing closes it.
        let open = (second == "\"").then(|| line.len() - start);
        let length = if second.is_empty() { word() } else { bytes::find(text, second.as_bytes()).or(open) }?;
        let quoted = line[start..start + length].strip_prefix(b"\"").and_then(|text| text.strip_suffix(b"\""));
        if let Some(text) = quoted {
            return (!text.is_empty()).then_some((start + 1, start + 1 + text.len()));
        }
        return trimmed(line, start, start + length).filter(|(start, end)| !line[*start..*end].contains(&b' '));
    }
    if let End::Line = end {
        let start = line.iter().rposition(|byte| *byte == b' ')? + 1;
        return trimmed(line, start.max(at), line.len()).filter(|(start, _)| line[*start].is_ascii_alphanumeric());
    }
    // The phrase itself has opened the quotes; an apostrophe within closes nothing.
    if let Some(quote @ (b'\'' | b'"')) = at.checked_sub(1).and_then(|before| line.get(before)) {
        let text = near(line, at)?;
        let closes = |end: &usize| !text.get(end + 1).is_some_and(u8::is_ascii_alphanumeric);
        if let Some(length) = memchr::memchr_iter(*quote, text).find(closes) {
            return (!is_between(&text[..length])).then_some((at, at + length));
        }
    }
    // Behind an equals sign nothing is a value, and a space is nothing.
    let spaces = if line.get(at.checked_sub(1)?) == Some(&b'=') {
        0
    } else {
        line.get(at..)?.iter().take_while(|byte| **byte == b' ').count()
    };
    // The head of a table: `User             MAC address`.
    if !sure && spaces > 2 {
        return None;
    }
    let start = at + spaces;
    let close = match line.get(start)? {
        b'\'' => Some(b'\''),
        b'"' => Some(b'"'),
        b'<' => Some(b'>'),
        b'[' => Some(b']'),
        b'`' => Some(b'`'),
        _ => None,
    };
    if let Some(close) = close {
        // `so' and `so`.
        let other = if close == b'`' { b'\'' } else { close };
        let text = line.get(start + 1..)?;
        let closes = |end: &usize| close != b'\'' || !text.get(end + 1).is_some_and(u8::is_ascii_alphanumeric);
        let length = memchr::memchr2_iter(close, other, text).find(closes)?;
        return (!is_between(&text[..length])).then_some((start + 1, start + 1 + length));
    }
    let reach = if sure { line.get(start..)? } else { near(line, start)? };
    let length = reach.iter().take_while(|byte| is_word(**byte)).count();
    (sure || length < NEAR).then(|| trimmed(line, start, start + length))?
}

/// Whether a text is nothing, or begins as what stands between two strings: a quotation mark may close the string that a
/// phrase ends: `"as user ","at":"…"`.
fn is_between(text: &[u8]) -> bool {
    matches!(text.trim_ascii().first(), None | Some(b',' | b':' | b'}' | b']'))
}

/// What a name may reach into: as many bytes as no name has.
fn near(line: &[u8], start: usize) -> Option<&[u8]> {
    line.get(start..line.len().min(start + NEAR))
}

/// Machines with spaces between them, up to the line's end.
fn names(line: &[u8], start: usize, found: &mut Vec<Found>) {
    let mut at = start;
    for word in near(line, start).unwrap_or_default().split(|byte| *byte == b' ') {
        if host::is_likely(word) && word.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))
        {
            found.push(Found {
                start: at,
                end: at + word.len(),
                kind: Kind::Host,
                way: Way::Grammar,
                learn: word.len() >= 4,
            });
        }
        at += word.len() + 1;
    }
}

/// Logins with commas between them, up to a closing bracket or the line's end.
fn list(line: &[u8], start: usize, found: &mut Vec<Found>) {
    let rest = near(line, start).unwrap_or_default();
    let length = rest.iter().position(|byte| matches!(byte, b')' | b']' | b';')).unwrap_or(rest.len());
    let mut at = start;
    for part in line[start..start + length].split(|byte| *byte == b',') {
        if let Some((start, end)) =
            trimmed(line, at, at + part.len()).filter(|(start, end)| !line[*start..*end].contains(&b' '))
        {
            found.push(Found { start, end, kind: Kind::User, way: Way::Grammar, learn: end - start >= 4 });
        }
        at += part.len() + 1;
    }
}

/// The word that ends at `at`.
fn before(line: &[u8], at: usize) -> Option<(usize, usize)> {
    let head = line.get(..at)?;
    let length = head.iter().rev().take_while(|byte| is_word(**byte)).count();
    trimmed(line, head.len() - length, head.len())
}

const fn is_word(byte: u8) -> bool {
    !byte.is_ascii_whitespace()
        && !matches!(
            byte,
            b',' | b';' | b'"' | b'\'' | b'(' | b')' | b'[' | b']' | b'<' | b'>' | b'{' | b'}' | b'=' | b'|'
        )
}

/// Bytes that are read for a name or a list of names.
const NEAR: usize = 1024;

#[cfg(test)]
mod tests;
