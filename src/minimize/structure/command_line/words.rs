//! Words of a command line: where one ends, in quotes or not, also where the command line is itself a string of JSON or
//! the text of an element, and what becomes of one that is a secret.

use std::cell::{Cell, OnceCell};

use crate::minimize::ascii::{DIGIT, NAME, UPPER};
use crate::minimize::quote::{self, is_escaped};
use crate::minimize::structure::value::is_placeholder;
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary};

/// The word at `start`, in quotes or not, is a secret.
pub(in crate::minimize::structure) fn word(line: &[u8], start: usize, strings: &Strings, found: &mut Vec<Found>) {
    if let Some(span) = extent(line, start, strings) {
        secret(line, span, found);
    }
}

/// Takes a word for a secret, unless it stands for one.
pub(in crate::minimize::structure) fn secret(line: &[u8], (start, end): (usize, usize), found: &mut Vec<Found>) {
    let text = &line[start..end];
    let described = bytes::starts_with_any(text, &DESCRIBED) && line[..start].ends_with(b"--secret ");
    if !described && !is_placeholder(text) && !is_metavariable(line, (start, end)) {
        found.push(Found::new(start..end, Kind::Secret, Evidence::Structure).teaching());
    }
}

/// What begins the description of a secret that docker(1) is to take from elsewhere: `--secret id=npm,src=.npmrc`.
const DESCRIBED: [&str; 4] = ["id=", "source=", "src=", "type="];

/// `[--password PASSWORD]`: what a usage has for a value, and the bracket that closes it.
fn is_metavariable(line: &[u8], (start, end): (usize, usize)) -> bool {
    let name = line[start..end].strip_suffix(b"]").unwrap_or_default();
    let head = &line[start.saturating_sub(OPTION)..start];
    let opened = memchr::memrchr(b'[', head).is_some_and(|open| head[open + 1..].starts_with(b"-"));
    opened && !name.is_empty() && UPPER.or(b"_").fills(name)
}

/// Bytes of the longest option in a usage.
const OPTION: usize = 48;

/// The word at `start` is a name, where it looks like one; a word of the language is no machine's but where it can be.
pub(super) fn plain(line: &[u8], start: usize, kind: Kind, found: &mut Vec<Found>) {
    if let Some((start, end)) = extent(line, start, &Strings::default())
        .filter(|(start, end)| !line[*start..*end].contains(&b':') && line[*start] != b'-' && end - start > 1)
    {
        let name = NAME.fills(&line[start..end]) && !DIGIT.fills(&line[start..end]);
        let lower = line[start..end].to_ascii_lowercase();
        let word = kind == Kind::Host && dictionary::is_word(&lower) && !dictionary::names_machine(&lower);
        // What is said of an option: `diff -u or diff -c`.
        let said = if kind == Kind::User { bytes::is_one_of(&lower, &PROSE) } else { dictionary::is_stop_word(&lower) };
        if name && !word && !said {
            found.push(Found::new(start..end, kind, Evidence::Grammar));
        }
    }
}

/// Words that bind others, and that nobody is called.
const PROSE: [&str; 13] = ["a", "an", "and", "as", "for", "in", "is", "of", "on", "or", "the", "to", "with"];

/// What stands behind an option that ends at `end`: the next word, or the next item of a list.
pub(in crate::minimize::structure) fn argument(line: &[u8], end: usize, strings: &Strings) -> Option<(usize, usize)> {
    match line.get(end)? {
        b' ' | 0 => extent(line, end + 1, strings),
        quote @ (b'"' | b'\'') => {
            let rest = line[end + 1..].trim_ascii_start().strip_prefix(b",")?.trim_ascii_start();
            let rest = rest.strip_prefix(std::slice::from_ref(quote))?;
            let start = line.len() - rest.len();
            memchr::memchr(*quote, rest).filter(|length| *length > 0).map(|length| (start, start + length))
        }
        _ => None,
    }
}

/// Where the word at `start` begins and ends, without its quotes.
pub(in crate::minimize::structure) fn extent(line: &[u8], start: usize, strings: &Strings) -> Option<(usize, usize)> {
    let first = *line.get(start)?;
    if matches!(first, b'\'' | b'"') && !(first == b'"' && strings.is_open(line, start)) {
        let end = quote::close(line, start + 1, first)?;
        return (end > start + 1).then_some((start + 1, end));
    }
    let rest = &line[start..];
    let ends =
        |at: usize, byte: u8| byte == 0 || byte.is_ascii_whitespace() && !(byte == b' ' && is_escaped(&rest[..at]));
    let length = rest.iter().enumerate().take_while(|(at, byte)| !ends(*at, **byte)).count();
    // A command line may itself be a string of JSON, or the text of an element.
    let closing = quotes(&rest[..length], 0).next().filter(|_| strings.may_be_open(line, start));
    let element = [&b"</"[..], b"]]>"].into_iter().filter_map(|mark| bytes::find(&rest[..length], mark)).min();
    let end = start + closing.into_iter().chain(element).min().unwrap_or(length);
    (end > start).then_some((start, end))
}

/// Which double quotes of a line open a string and which close one, for who asks at one place after another.
///
/// Security: what stands before a place is looked through once. A line in which every other word is an option would
/// else take time by the square of its length.
#[derive(Debug, Default)]
pub(in crate::minimize::structure) struct Strings {
    /// Up to where it has been looked, and whether a string is open there.
    counted: Cell<(usize, bool)>,
    /// Whether the line begins as JSON does.
    json: OnceCell<bool>,
}

impl Strings {
    /// Whether a string is open at a place; of JSON within JSON that cannot be told, so that its strings count as open.
    pub(in crate::minimize::structure) fn may_be_open(&self, line: &[u8], at: usize) -> bool {
        let begins = || matches!(line.trim_ascii_start().first(), Some(b'{' | b'[' | b'"'));
        self.is_open(line, at) || *self.json.get_or_init(begins)
    }

    fn is_open(&self, line: &[u8], at: usize) -> bool {
        let (from, open) = Some(self.counted.get()).filter(|(from, _)| *from <= at).unwrap_or_default();
        let open = open != (quotes(&line[..at], from).count() % 2 == 1);
        self.counted.set((at, open));
        open
    }
}

/// The places of double quotes that no backslash stands before, from a place on.
fn quotes(text: &[u8], from: usize) -> impl Iterator<Item = usize> {
    memchr::memchr_iter(b'"', &text[from..]).map(move |length| from + length).filter(|at| !is_escaped(&text[..*at]))
}
