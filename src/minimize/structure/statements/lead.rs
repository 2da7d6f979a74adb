//! The way of a sentence from its noun to what it says: `is `, `was set to: `, ` for root: `.
//!
//! Reads a few words and never the whole line, so that a long one with many nouns takes no longer for each.

use super::words::{CHANGES, LEADS, VERBS};
use crate::minimize::ascii::{ALNUM, BLANK, Class, DIGIT};
use crate::minimize::bytes;

/// What leads to a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lead {
    /// A colon: the value is all that follows.
    Colon,
    /// Words that say that it comes; the sentence may go on behind it.
    Words,
    /// The noun alone, whose next word it is.
    Noun,
}

/// Where the value begins behind words that say that one comes: `is `, `was set to: `, ` for root: `. Only what is set
/// is so `to` something; else somebody may be whom it is sent to.
pub(super) fn behind(line: &[u8], (start, end): (usize, usize)) -> Option<(usize, Lead)> {
    let mut set = is_set(line, start);
    let mut at = gap(line, end)?;
    let mut said = false;
    for _ in 0..TOLD {
        let stop = word_end(line, at);
        let colon = line[at..stop].ends_with(b":");
        let word = line[at..stop].strip_suffix(b":").unwrap_or(&line[at..stop]);
        match word {
            b"for" => {
                let whom = gap(line, stop)?;
                // `Received new token for : gw7:45454`: whom it is for stands behind the colon.
                if line[whom..].starts_with(b":") && line[..start].ends_with(b"Received new ") {
                    return None;
                }
                let (next, lead) = past_whom(line, whom)?;
                if lead == Lead::Colon {
                    return Some((next, lead));
                }
                at = next;
                continue;
            }
            b"from" if set => return Some((gap(line, stop)?, Lead::Words)),
            b"to" | b"as" if !set => return None,
            // What numbers one of several: `Unseal Key 1: `
            _ if colon && word.len() <= 2 && DIGIT.fills(word) => {
                return Some((gap(line, stop)?, Lead::Colon));
            }
            _ if !is_told(line, at) => break,
            _ => {}
        }
        set |= bytes::is_one_of_in_any_case(word, &CHANGES);
        said |= !bytes::is_one_of_in_any_case(word, &CHANGES);
        at = gap(line, stop)?;
        if colon {
            return Some((at, Lead::Colon));
        }
    }
    said.then_some((at, Lead::Words))
}

/// Behind `community string` and `community name`.
pub(super) fn past_string(line: &[u8], end: usize) -> usize {
    let more = [&b" string"[..], b" name"].into_iter().find(|more| line[end..].starts_with(more));
    end + more.map_or(0, <[u8]>::len)
}

/// The word before a noun, behind one blank or a dash.
pub(super) fn word_before(line: &[u8], start: usize) -> &[u8] {
    let head = line[..start].strip_suffix(b" ").or_else(|| line[..start].strip_suffix(b"-")).unwrap_or_default();
    let length = ALNUM.run_back_within(head, LONG);
    &head[head.len() - length..]
}

/// Whether one of the two words before a noun says that it is set.
fn is_set(line: &[u8], start: usize) -> bool {
    let before = word_before(line, start);
    bytes::is_one_of_in_any_case(before, &VERBS)
        || bytes::is_one_of_in_any_case(word_before(line, start - before.len()), &VERBS)
}

/// Behind `root`, `user root`, `'ann'`, and what stands there.
fn past_whom(line: &[u8], mut at: usize) -> Option<(usize, Lead)> {
    for _ in 0..WHOM {
        let stop = word_end(line, at);
        let colon = line[at..stop].ends_with(b":");
        if Class::of(b"<({[").is_in(&line[at..stop]) {
            return None;
        }
        at = gap(line, stop)?;
        if colon {
            return Some((at, Lead::Colon));
        }
        if is_told(line, at) {
            break;
        }
    }
    Some((at, Lead::Words))
}

/// Whether a word stands there that leads to a value.
fn is_told(line: &[u8], at: usize) -> bool {
    let word = &line[at..word_end(line, at)];
    let word = word.strip_suffix(b":").unwrap_or(word);
    bytes::is_one_of_in_any_case(word, &LEADS) || bytes::is_one_of_in_any_case(word, &CHANGES)
}

/// Where the next word begins behind `end`, blanks skipped, of which there must be one.
fn gap(line: &[u8], end: usize) -> Option<usize> {
    let blanks = BLANK.run(line.get(end..)?);
    (blanks > 0 && end + blanks < line.len()).then_some(end + blanks)
}

/// Where the word ends that begins at a place.
fn word_end(line: &[u8], at: usize) -> usize {
    at + line[at..].iter().take(LONG).take_while(|byte| !matches!(byte, b' ' | b'\t')).count()
}

/// Bytes of a word that are read, words that say whose it is, and words that lead to a value.
pub(super) const LONG: usize = 512;
const WHOM: usize = 3;
const TOLD: usize = 5;
