//! Where a pair stands in a line: what separates it, how far its key reaches before that, and where its value begins.
//!
//! Most signs that could separate a pair do not: a colon is a port's, a time's or a sentence's, an equals sign may have no
//! value. Looks no further back than a key is long.

use super::{Head, Pair};
use crate::minimize::ascii::{BLANK, Class, DIGIT, KEY, LETTER, NAME, QUOTE};
use crate::minimize::bytes;
use crate::minimize::structure::spelling::{begins_with_pair, is_dense_secret, is_dumped, is_indexed};

impl<'a> Pair<'a> {
    /// The pair whose separator stands at a place, if it is one's.
    pub(super) fn at(line: &[u8], at: usize, head: &'a Head) -> Option<Self> {
        let separator = line[at];
        let (behind, arrow) = behind(line, at);
        let (end, quoted) = key_end(line, at, behind, arrow);
        let start = end - NAME.run_back_within(&line[..end], 64);
        // `%SYS-5-PRIV_AUTH_PASS: …`: what kind of message follows.
        let mnemonic = separator == b':' && start > 0 && line[start - 1] == b'%';
        if start == end || (quoted && start == 0) || mnemonic || is_answered(line, start, behind) {
            return None;
        }
        let spaces = BLANK.run(&line[behind..]);
        // A colon separates before white space, behind quotes, before quotes; elsewhere it is a port's or a time's.
        let separates = separator == b'='
            || quoted
            || spaces > 0
            || matches!(line.get(behind), Some(b'"' | b'\''))
            || behind > at + 1
            || end < at && is_titled(line, start, behind);
        let dense = !separates && (is_dumped(line, start, head.brace) || is_dense_secret(line, (start, end), behind));
        // `${DB_PASS:?unset}`: what a shell says where it is not set.
        let checked = dense && line.get(behind) == Some(&b'?') && line[..start].ends_with(b"${");
        if !separates && !dense || checked {
            return None;
        }
        let first = is_first(line.get(head.indent..start - usize::from(quoted)).unwrap_or_default());
        let value = behind + spaces + usize::from(is_property(line, at));
        // Python's `u'…'`, `b'…'`.
        let value = value + usize::from(matches!(line.get(value..), Some([b'u' | b'b' | b'r', b'"' | b'\'', ..])));
        // `logname= uid=0`: an equals sign right behind its key and before a space has no value.
        let alone = first && !begins_with_pair(&line[value..]);
        let empty = separator == b'=' && end == at && spaces > 0 && !alone && !arrow && line.get(value) != Some(&b'"');
        (!empty).then_some(Self { head, key: (start, end), value, separator, quoted, first, dense })
    }

    /// The pair whose value stands behind dots that lead to it: `Serial Number.......... X`.
    pub(super) fn led(line: &[u8], at: usize, head: &'a Head) -> Option<Self> {
        let dots = line[at..].iter().take_while(|byte| **byte == b'.').count();
        let rest = line[at + dots..].strip_prefix(b" ")?.trim_ascii_start();
        let end = line[..at].trim_ascii_end().len();
        let start = end - KEY.run_back_within(&line[..end], 64);
        let value = line.len() - rest.len();
        let pair = Self { head, key: (start, end), value, separator: b':', quoted: false, first: true, dense: false };
        // `test_password ........   Passed`: how a test ended.
        let verdict = bytes::starts_with_any(rest, &VERDICTS);
        (dots >= LEADERS && start < end && !rest.is_empty() && !verdict).then_some(pair)
    }
}

/// `POST /connect/token => 200 OK`: the end of a path, and how a server answered.
fn is_answered(line: &[u8], start: usize, behind: usize) -> bool {
    let rest = line[behind..].trim_ascii_start();
    let digits = DIGIT.run_within(rest, 4);
    line[..start].ends_with(b"/") && digits == 3 && rest.get(3).is_none_or(u8::is_ascii_whitespace)
}

/// What dots lead to behind the name of a test or of a step.
const VERDICTS: [&str; 8] = ["Passed", "Failed", "Skipped", "***", "OK", "ok", "done", "failed"];

/// Dots that lead to a value, at least.
const LEADERS: usize = 4;

/// Whether a colon stands between a title and its value without a blank behind it: `System name :NAME`.
fn is_titled(line: &[u8], start: usize, behind: usize) -> bool {
    start <= TITLE
        && line[start..].first().is_some_and(u8::is_ascii_alphabetic)
        && LETTER.or(b" ").fills(line[..start].trim_ascii())
        && line.get(behind).is_some_and(u8::is_ascii_alphanumeric)
}

/// Behind a separator of one sign or two, and whether it is an arrow.
fn behind(line: &[u8], at: usize) -> (usize, bool) {
    let (separator, next) = (line[at], line.get(at + 1));
    // LDIF's `key:: base64`, and `key:=value`.
    let ldif = next == Some(&b':') && line.get(at + 2) == Some(&b' ');
    let double = separator == b':' && (ldif || next == Some(&b'='));
    // `'key' => value`, as in Ruby and PHP.
    let arrow = separator == b'=' && next == Some(&b'>');
    // `Owner == "gwen"`
    let string = line.get(at + 2..).is_some_and(|rest| matches!(rest.trim_ascii_start().first(), Some(b'"' | b'\'')));
    let equal = separator == b'=' && next == Some(&b'=') && string;
    (at + 1 + usize::from(double || arrow || equal), arrow)
}

/// Where the key ends before a separator, and whether it stands in quotes.
fn key_end(line: &[u8], at: usize, behind: usize, arrow: bool) -> (usize, bool) {
    let separator = line[at];
    let blanks = BLANK.run_back(&line[..at]);
    let mut end = at - blanks;
    // Windows' `Host Name . . . . . : `
    if separator == b':' && line[..end].ends_with(b" .") {
        end -= Class::of(b" .").run_back(&line[..end]);
    }
    // Snom's `user_pass1!: X`: whether a setting may be changed.
    let mark = separator == b':' && matches!(line[..end].last(), Some(b'!' | b'$' | b'&'));
    end -= usize::from(mark && end > 1 && line[end - 2].is_ascii_alphanumeric());
    // `Serial #: X`: the number of what the key says.
    if separator == b':' && line[..end].ends_with(b"#") {
        end = line[..end - 1].trim_ascii_end().len();
    }
    end = if separator == b':' { unqualified(&line[..end]) } else { end };
    // The key of a table stands in brackets: `table['key'] = …`, `[key] => …`, `env[DB_PASSWORD] = …`.
    let bracket = line[..end].ends_with(b"']")
        || line[..end].ends_with(b"\"]")
        || arrow && line[..end].ends_with(b"]")
        || separator == b'=' && is_braced(&line[..end])
        || separator == b'=' && is_indexed(&line[..end])
        || is_property(line, at);
    let literal = line.get(behind..).is_some_and(|rest| matches!(rest.trim_ascii_start().first(), Some(b'"' | b'\'')));
    end -= usize::from(bracket);
    // Ruby's `ENV["KEY"] ||= "value"`
    end -= if separator == b'=' && literal && line[..end].ends_with(b" ||") { 3 } else { 0 };
    end -= usize::from(line[..end].ends_with(b"\"]")) * usize::from(line[..at].ends_with(b" ||"));
    let quoted = end > 0 && QUOTE.has(line[end - 1]);
    // Within a string of a row with commas quotation marks are doubled.
    let doubled = quoted && line[..end - 1].ends_with(b"\"");
    (end - usize::from(quoted) - usize::from(doubled), quoted)
}

/// Whether a line is one of Android's properties, `[ro.serialno]: [X]`, and the colon behind its name stands there.
fn is_property(line: &[u8], at: usize) -> bool {
    line.first() == Some(&b'[')
        && line[..at].ends_with(b"]")
        && line[at..].starts_with(b": [")
        && NAME.fills(&line[1..at - 1])
}

/// Whether a text ends with Perl's name of an entry: `$Conf{DbPassword}`, `$self->{'password'}`.
fn is_braced(head: &[u8]) -> bool {
    let Some(inner) = head.strip_suffix(b"}") else { return false };
    let length = KEY.or(b":'\"").run_back_within(inner, 64);
    let head = inner[..inner.len() - length].strip_suffix(b"{").unwrap_or_default();
    length > 0 && head.last().is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'>')
}

/// Where the key ends before which of several it is: `Community (ro): X`, `Pwd (local): X`.
fn unqualified(head: &[u8]) -> usize {
    let Some(inner) = head.strip_suffix(b")") else { return head.len() };
    let length = LETTER.run_back_within(inner, QUALIFIER);
    let (before, word) = inner.split_at(inner.len() - length);
    let known = bytes::is_one_of_in_any_case(word, &QUALIFIERS);
    // xe(1) has a blank there: `hostname ( RO): X`.
    let before = before.strip_suffix(b"( ").map_or(before, |text| &before[..=text.len()]);
    before.strip_suffix(b" (").filter(|_| known).map_or(head.len(), <[u8]>::len)
}

/// What says in brackets which of several values one is.
const QUALIFIERS: [&str; 13] = [
    "mro",
    "local",
    "remote",
    "primary",
    "secondary",
    "backup",
    "hex",
    "ro",
    "rw",
    "read",
    "write",
    "encrypted",
    "plain",
];

/// Bytes of the longest of these.
const QUALIFIER: usize = 9;

/// Whether nothing but marks and words that set something stands between where the line begins and a key.
fn is_first(head: &[u8]) -> bool {
    if head.len() > MARKS {
        return false;
    }
    let before = head.trim_ascii();
    Class::of(b"#;!-|{><").fills(before)
        || bytes::is_one_of(before, &["export", "E:", "set", "setenv", "env", "declare -x"])
}

/// Bytes of the longest title before its last word.
const TITLE: usize = 40;

/// Bytes of the most marks before a key that comes first.
const MARKS: usize = 256;
