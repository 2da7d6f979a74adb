//! TOML 1.0: strings of four kinds, keys, comments, and values without quotes.

use super::{Form, Text, behind_mark, json};
use crate::minimize::bytes;

/// What the next line begins in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct State {
    /// The three quotes that close the string at hand.
    string: Option<u8>,
    /// The brackets that are open.
    open: Vec<u8>,
}

impl State {
    /// Finds the texts of a line; `false` where it is none of TOML.
    pub(super) fn read(&mut self, line: &[u8], texts: &mut Vec<Text>) -> bool {
        let mut at = behind_mark(line);
        // Whether what comes next is a value, and whether it may stand in the name of a table.
        let (mut value, mut head) = (self.open.last() == Some(&b'['), self.open.is_empty());
        while at < line.len() || self.string.is_some() {
            if let Some(quote) = self.string {
                let Some(next) = self.long(line, at, quote, texts) else { return true };
                at = next;
                continue;
            }
            match line[at] {
                b' ' | b'\t' => at += 1,
                b'#' => {
                    texts.push(Text { start: at + 1, end: line.len(), form: Form::Plain });
                    return true;
                }
                quote @ (b'"' | b'\'') => {
                    head = false;
                    if line[at..].starts_with(&[quote; 3]) {
                        self.string = Some(quote);
                        at += 3;
                    } else {
                        let Some(end) = short(line, at, quote, texts) else { return false };
                        at = end;
                    }
                }
                b'=' => (value, head, at) = (true, false, at + 1),
                b',' => (value, at) = (self.open.last() == Some(&b'['), at + 1),
                // A table's name is made of keys.
                b'[' | b']' if head => at += 1,
                open @ (b'[' | b'{') => {
                    self.open.push(open);
                    (value, at) = (open == b'[', at + 1);
                }
                close @ (b']' | b'}') => {
                    if self.open.pop().is_none_or(|open| open + 2 != close) {
                        return false;
                    }
                    at += 1;
                }
                _ => {
                    let end = bare_end(line, at);
                    if end == at {
                        return false;
                    }
                    texts.push(Text { start: at, end, form: if value { Form::Bare } else { Form::Plain } });
                    // What begins with a key is no name of a table, but within brackets it may be one.
                    head &= line[..at].contains(&b'[');
                    at = end;
                }
            }
        }
        true
    }

    /// Reads a string of several lines; gives where it ends, if it does.
    fn long(&mut self, line: &[u8], at: usize, quote: u8, texts: &mut Vec<Text>) -> Option<usize> {
        let form = if quote == b'"' { Form::Escaped } else { Form::Plain };
        let mut from = at;
        let close = loop {
            let Some(close) = line.get(from..).and_then(|rest| bytes::find(rest, &[quote; 3])) else { break None };
            let slashes = line[at..from + close].iter().rev().take_while(|byte| **byte == b'\\').count();
            if quote == b'\'' || slashes % 2 == 0 {
                break Some(from + close);
            }
            from += close + 1;
        };
        let end = close.unwrap_or(line.len());
        if at < end {
            texts.push(Text { start: at, end, form });
        }
        let close = close?;
        self.string = None;
        // Up to two quotes may stand before those that close it.
        Some(close + line[close..].iter().take(5).take_while(|byte| **byte == quote).count())
    }
}

/// Reads a string of one line; gives what stands behind it, if it ends.
fn short(line: &[u8], at: usize, quote: u8, texts: &mut Vec<Text>) -> Option<usize> {
    let start = at + 1;
    let (end, form) = match quote {
        b'"' => (json::string_end(line, start), Form::Escaped),
        _ => (memchr::memchr(b'\'', &line[start..]).map(|length| start + length), Form::Plain),
    };
    let end = end?;
    texts.push(Text { start, end, form });
    Some(end + 1)
}

/// Where a key or a value without quotes ends.
fn bare_end(line: &[u8], start: usize) -> usize {
    let is_bare = |byte: &&u8| byte.is_ascii_alphanumeric() || b"_-+.:".contains(byte);
    start + line[start..].iter().take_while(is_bare).count()
}
