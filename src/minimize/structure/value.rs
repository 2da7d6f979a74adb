//! How far a value reaches.

mod alone;
mod placeholder;

use crate::minimize::ascii::{self, Class, LOWER, NAME, UPPER};
use crate::minimize::{Kind, bytes, dictionary, quote};
pub(super) use alone::is_secret_alone;
pub(crate) use placeholder::is_placeholder;

/// Where a value ends that no quotes enclose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// At white space and the marks that separate values.
    Word,
    /// At the end of the line, a closing semicolon aside.
    Line,
    /// At the end of the string that the pair stands in.
    String,
    /// Where a word has neither a capital nor digits at its beginning, or a mark separates values.
    Clause,
}

/// The span of the value that begins at `start` (spaces skipped); without its quotes.
pub(super) fn span(line: &[u8], start: usize, kind: Kind, reach: Reach) -> Option<(usize, usize)> {
    let rest = line.get(start..)?;
    let first = *rest.first()?;
    match reach {
        Reach::String => {
            // A string that nothing closes was cut off.
            let length = memchr::memchr(b'"', rest).unwrap_or(rest.len());
            return span(&line[..start + length], start, kind, Reach::Line);
        }
        Reach::Clause => {
            let (from, end) = span(line, start, kind, Reach::Word)?;
            return Some((from, if from == start { clause(line, end, kind) } else { end }));
        }
        Reach::Word | Reach::Line => {}
    }
    let secret = kind == Kind::Secret;
    let (from, end) = match first {
        // A string of SQL's in letters of the nation.
        b'N' if rest.get(1) == Some(&b'\'') => return span(line, start + 1, kind, reach),
        // Within a string of a row with commas quotation marks are doubled.
        b'"' if rest.get(1) == Some(&b'"') && rest.get(2).is_some_and(u8::is_ascii_alphanumeric) => {
            (2, 2 + bytes::find(&rest[2..], b"\"\"")?)
        }
        b'"' | b'\'' => quoted(line, start, first)?,
        // Typographic quotes, as people's letters have them.
        0xe2 if bytes::starts_with_any(rest, &TYPOGRAPHIC) => {
            let length = bytes::find(&rest[3..], b"\xe2\x80\x9d").filter(|length| *length > 0)?;
            (3, 3 + length)
        }
        // `ENC[AES256_GCM,data:…,type:str]` of SOPS, `ENC[PKCS7,…]` of eyaml.
        b'E' if secret && rest.starts_with(b"ENC[") => (4, memchr::memchr(b']', rest)?),
        b'{' if secret && !rest.starts_with(b"{{") && !is_scheme(rest) => braced(line, start)?,
        b'{' if !is_scheme(rest) => return None,
        // The scheme says nothing of the hash behind it.
        b'{' if secret && let Some(hash) = hash_after_scheme(rest) => return span(line, start + hash, kind, reach),
        // What Rust shows of an option, and Python's `('h4x0r')`.
        b'S' if secret && rest.starts_with(b"Some(\"") => return span(line, start + 5, kind, reach),
        b'(' if secret && matches!(rest.get(1), Some(b'"' | b'\'')) => return span(line, start + 1, kind, reach),
        b'[' | b'(' if reach == Reach::Word => return None,
        // A list stays one, so that what reads the whole still can.
        b'[' if rest.trim_ascii_end().ends_with(b"]") => {
            let end = rest.trim_ascii_end().len() - 1;
            (!rest[1..end].trim_ascii().is_empty()).then_some((1, end))?
        }
        b'|' | b'>' if reach == Reach::Line && is_block(rest.trim_ascii()) => return None,
        _ if reach == Reach::Line => (0, to_the_end(rest, kind)),
        _ => (0, word(rest, kind)),
    };
    (from < end).then_some((start + from, start + end))
}

/// Where the text between quotes begins and ends, counted from the opening one at `start`.
fn quoted(line: &[u8], start: usize, quote: u8) -> Option<(usize, usize)> {
    let rest = &line[start..];
    let rest = &rest[..string_end(line, start, quote).unwrap_or(rest.len())];
    Some((1, quote::close(rest, 1, quote).or_else(|| markup(rest)).unwrap_or(rest.len())))
}

/// Where the text between braces begins and ends, counted from the opening one at `start`.
fn braced(line: &[u8], start: usize) -> Option<(usize, usize)> {
    let rest = &line[start..];
    let end = brace(rest)?;
    // Behind a space it may be a table, whose keys speak for themselves; ODBC's `PWD={…}` has none there.
    let spaced = start > 0 && line[start - 1] == b' ';
    (end > 1 && !(spaced && is_table(&rest[1..end])) && memchr::memchr(b'"', &rest[..end]).is_none())
        .then_some((1, end))
}

/// Bytes of a value that reaches to the end of the line, or to what stands there beside it.
fn to_the_end(rest: &[u8], kind: Kind) -> usize {
    // Where power was lost, NULs stand behind what was written last.
    let text = rest[..memchr::memchr(0, rest).unwrap_or(rest.len())].trim_ascii_end();
    let text = text.strip_suffix(b";").unwrap_or(text);
    // `Serial Number: X Agent Address: 0xd`: a number of several words has no title behind it.
    let first = memchr::memchr(b' ', text).filter(|first| *first >= SERIAL && kind == Kind::Serial);
    let first = first.filter(|first| text[*first - 1].is_ascii_alphanumeric());
    let text = first.filter(|first| bytes::find(&text[*first..], b": ").is_some()).map_or(text, |first| &text[..first]);
    let more: &[&[u8]] = match kind {
        Kind::Serial => &[b", ", b"; ", b" (Date", b" OK", b"  "],
        Kind::Ssid => &[b" BSSID", b" Signal", b" Channel"],
        Kind::Phone => &[b" ext", b", "],
        Kind::Person | Kind::Organisation => &NUMBERS,
        _ => &[],
    };
    let text = if kind == Kind::Phone { number(text) } else { text };
    // Another pair ends what is no secret: `serial: X hw_rev: C`, and so does the string that it stands in.
    let pair = if kind == Kind::Secret {
        None
    } else {
        let words = matches!(kind, Kind::Person | Kind::Organisation | Kind::Title | Kind::Ssid);
        let said = counted(text).filter(|_| words);
        next_pair(text).into_iter().chain(closing(text)).chain(lone_quote(text)).chain(said).min()
    };
    let comments = [&b" #"[..], b" ;", b"\t#"];
    let end = comments
        .iter()
        .chain(more)
        .filter_map(|mark| bytes::find(text, mark))
        .chain(markup(text))
        .chain(pair)
        .min()
        .unwrap_or(text.len());
    let value = text[..end].trim_ascii_end();
    // `SSID: Attic, channel: 7`
    value.len() - usize::from(pair == Some(end) && value.ends_with(b","))
}

/// Where a comma stands before a small word and its number: `Quvnix Ltd, seats 12`.
fn counted(text: &[u8]) -> Option<usize> {
    bytes::every(text, b", ").find(|comma| {
        let rest = &text[comma + 2..];
        let word = LOWER.run(rest);
        word > 1 && rest[word..].starts_with(b" ") && rest.get(word + 1).is_some_and(u8::is_ascii_digit)
    })
}

/// A telephone number without the words behind it: `+49 30 5550199 from modem 3`.
fn number(text: &[u8]) -> &[u8] {
    let first = text.iter().position(u8::is_ascii_digit).unwrap_or(text.len());
    let begins = |pair: &[u8]| pair[0] == b' ' && pair[1].is_ascii_alphabetic();
    let end = text[first..].windows(2).position(begins).map_or(text.len(), |length| first + length);
    text[..end].strip_suffix(b",").unwrap_or(&text[..end])
}

/// What says behind a name that a telephone number comes.
const NUMBERS: [&[u8]; 12] = [
    b", ext ",
    b", ext.",
    b", ext:",
    b", mobile ",
    b", mobile.",
    b", mobile:",
    b", phone ",
    b", phone.",
    b", phone:",
    b", tel ",
    b", tel.",
    b", tel:",
];

/// Bytes of a serial number's first word that may be all of it.
const SERIAL: usize = 6;

/// Bytes of a value that is one word, without the mark of a sentence behind it where it is no secret.
fn word(rest: &[u8], kind: Kind) -> usize {
    let ends = |(at, byte): (usize, &u8)| may_end(*byte) && ends(rest, at, *byte, kind);
    let end = rest.iter().enumerate().position(ends).unwrap_or(rest.len());
    end - usize::from(kind != Kind::Secret && matches!(rest[..end].last(), Some(b'.' | b':')))
}

/// Where a bracket closes that opened before the text.
fn closing(text: &[u8]) -> Option<usize> {
    let at = text.iter().position(|byte| matches!(byte, b']' | b')' | b'}'))?;
    (!Class::of(b"[({").is_in(&text[..at])).then_some(at)
}

/// Where a quotation mark stands that nothing in the text belongs to.
fn lone_quote(text: &[u8]) -> Option<usize> {
    let mut quotes = memchr::memchr_iter(b'"', text);
    let first = quotes.next()?;
    quotes.next().is_none().then_some(first)
}

/// How far the words of a name go on behind its first one.
fn clause(line: &[u8], mut end: usize, kind: Kind) -> usize {
    let mut last = end;
    for _ in 1..MOST_WORDS {
        let Some(rest) = line.get(end..).and_then(|rest| rest.strip_prefix(b" ")) else { break };
        let rest = &rest[..rest.len().min(LONGEST_WORD)];
        let length = rest.iter().enumerate().position(|(at, byte)| ends(rest, at, *byte, kind)).unwrap_or(rest.len());
        let word = &rest[..length];
        let numbered = matches!(kind, Kind::Location | Kind::Phone);
        let begins = |byte: &u8| match byte {
            b'0'..=b'9' => numbered,
            byte => byte.is_ascii_uppercase() || matches!(byte, b'&' | 0x80..),
        };
        let grave = word.len() > 2 && UPPER.fills(word);
        let pair = word.ends_with(b":") || Class::of(b"=/").is_in(word);
        if !word.first().is_some_and(begins) || grave || pair || length == LONGEST_WORD {
            // `First Name: Ann Last Name: Lee`: a word before another may belong to the next key.
            let keyed = pair && dictionary::is_word(line[last..end].trim_ascii());
            return if keyed { last } else { end };
        }
        (last, end) = (end, end + 1 + length);
    }
    end
}

/// Words of the longest name, and bytes of the longest word in one.
const MOST_WORDS: usize = 8;
const LONGEST_WORD: usize = 32;

/// Where the blank stands before a key and its value within a text: a word, a colon or an equals sign, and more.
fn next_pair(text: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b' ', text).find(|blank| {
        let rest = &text[blank + 1..];
        let length = LOWER.or(b"_-.").run_within(rest, KEY);
        let (mark, value) = (rest.get(length), rest.get(length + 1));
        let separated = match mark {
            Some(b':') => value == Some(&b' '),
            Some(b'=') => value.is_some_and(u8::is_ascii_graphic),
            _ => false,
        };
        length > 1 && separated
    })
}

/// Quotation marks of prose, as UTF-8 has them: the opening and the closing one.
const TYPOGRAPHIC: [&str; 2] = ["\u{201c}", "\u{201d}"];

/// Where the brace closes that opens `rest`; a doubled one stands for itself.
fn brace(rest: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        at += memchr::memchr(b'}', rest.get(at..)?)?;
        // Those of a template that the whole stands in close behind it.
        if rest.get(at + 1) != Some(&b'}') || !rest[at + 2..].contains(&b'}') {
            return Some(at);
        }
        at += 2;
    }
}

/// `|`, `>-`, `|2+`: what opens a block scalar (YAML 1.2, section 8.1.1).
pub(super) fn is_block(value: &[u8]) -> bool {
    matches!(value, [b'|' | b'>', head @ ..] if head.len() <= 2 && Class::of(b"+-123456789").fills(head))
}

/// Whether a text begins with a key and what separates it from a value.
fn is_table(text: &[u8]) -> bool {
    let text = text.trim_ascii_start();
    let key = NAME.run(text);
    key > 0 && matches!(text[key..].trim_ascii_start().first(), Some(b'=' | b':'))
}

/// `{SSHA}…`: a hash that begins with its scheme.
fn is_scheme(rest: &[u8]) -> bool {
    let name = ascii::SERIAL.or(b"-").run(rest.get(1..).unwrap_or_default());
    name >= 3 && rest.get(1 + name) == Some(&b'}')
}

/// Where the hash begins behind its scheme.
fn hash_after_scheme(rest: &[u8]) -> Option<usize> {
    let start = memchr::memchr(b'}', rest)? + 1;
    rest.get(start).is_some_and(|byte| byte.is_ascii_alphanumeric() || b"$./+".contains(byte)).then_some(start)
}

/// Where the string ends that an apostrophe at `start` stands in: a quote in it closes before that, or never.
fn string_end(line: &[u8], start: usize, quote: u8) -> Option<usize> {
    let inside = quote == b'\'' && memchr::memchr_iter(b'"', &line[..start]).count() % 2 == 1;
    if inside { memchr::memchr(b'"', &line[start..]) } else { None }
}

/// Where markup goes on behind a text: the end of a comment, of an instruction, of an element.
fn markup(text: &[u8]) -> Option<usize> {
    let element = bytes::find(text, b"</").filter(|at| text[*at..].ends_with(b">"));
    [&b"-->"[..], b"?>", b"]]>"].iter().filter_map(|mark| bytes::find(text, mark)).chain(element).min()
}

/// Whether a byte ends a word's value.
fn ends(rest: &[u8], at: usize, byte: u8, kind: Kind) -> bool {
    match byte {
        // As a shell writes a blank that is part of a word.
        b' ' if kind == Kind::Secret && quote::is_escaped(&rest[..at]) => false,
        b' ' | b'\t' | b'"' | b'\'' | b'<' | b'>' | 0 | b'\n' | b'\r' | b'|' | b'`' => true,
        b',' | b';' | b')' | b']' | b'}' => true,
        // An ampersand separates where another pair follows it.
        b'&' => {
            rest[at + 1..]
                .iter()
                .take(KEY)
                .position(|next| *next == b'=')
                .is_some_and(|equals| NAME.or(b"[]").fills(&rest[at + 1..at + 1 + equals]))
                || kind != Kind::Secret
        }
        b':' => kind == Kind::Secret && rest.get(at + 1) == Some(&b' '),
        b'#' => kind == Kind::Session,
        b'\\' => kind == Kind::Session && ends_a_string(&rest[at..]),
        b'?' => matches!(kind, Kind::Session | Kind::Domain) || rest[at..].starts_with(b"?>"),
        b'-' => rest[at..].starts_with(b"-->"),
        _ => false,
    }
}

/// Whether a backslash ends a string within a string, or a line: before a quote, or as `\r\n`.
pub(super) fn ends_a_string(rest: &[u8]) -> bool {
    matches!(rest, [b'\\', b'"' | b'\'', ..]) || rest.starts_with(b"\\r\\n") || rest.starts_with(b"\\r\\0")
}

/// Whether a byte may end a word's value: a value may be long, and most of its bytes do not.
pub(super) fn may_end(byte: u8) -> bool {
    MAY_END[usize::from(byte)]
}

const MAY_END: [bool; 256] = {
    let (bytes, mut may, mut at) = (b" \t\"'<>\0\n\r|`,;)]}&:#?-\\", [false; 256], 0);
    while at < bytes.len() {
        may[bytes[at] as usize] = true;
        at += 1;
    }
    may
};

/// Bytes of the longest key behind an ampersand.
const KEY: usize = 64;

#[cfg(test)]
mod tests {
    use super::{Reach, span};
    use crate::minimize::Kind;

    #[track_caller]
    fn value(line: &str, reach: Reach, expected: &str) {
        let start = line.find(['=', ':']).unwrap() + 1;
        let start = start + line[start..].len() - line[start..].trim_start().len();
        let found = span(line.as_bytes(), start, Kind::Secret, reach);
        assert_eq!(found.map_or("", |(start, end)| &line[start..end]), expected, "{line}");
    }

    #[test]
    fn a_value_ends_with_what_it_stands_in() {
        value("<!-- password=h4x0r--> x", Reach::Word, "h4x0r");
        value("<!-- password: h4x 0r --> x", Reach::Line, "h4x 0r");
        value("password: h4x0r]]></key>", Reach::Line, "h4x0r");
        value("password: h4x 0r</key>", Reach::Line, "h4x 0r");
        value("password: a</b", Reach::Line, "a</b");
    }

    #[test]
    fn a_quote_that_nothing_closes_ends_with_the_line_or_the_element() {
        value("password=\"h4x 0r", Reach::Word, "h4x 0r");
        value("<c>password=\"h4x 0r</c>", Reach::Word, "h4x 0r");
    }

    #[test]
    fn a_scheme_stays_before_its_hash() {
        value("userPassword: {MD5}h4x0r+/=", Reach::Word, "h4x0r+/=");
        value("userPassword: {CRYPT}$6$h4x0r", Reach::Line, "$6$h4x0r");
        value("PWD={QUVNIX};", Reach::Word, "{QUVNIX");
    }

    #[test]
    fn lists_and_tables_stay_what_they_are() {
        value("password: [a, b]", Reach::Line, "a, b");
        value("password: []", Reach::Line, "");
        value("secret = {key = 1}", Reach::Word, "");
        value("PWD={h4x;0r}", Reach::Word, "h4x;0r");
    }

    #[test]
    fn a_doubled_quote_ends_nothing() {
        value("password: 'it''s h4x0r'", Reach::Line, "it''s h4x0r");
        value("Pwd=N'h4x0r', x", Reach::Word, "h4x0r");
        value("password='h4x0r' user='x'", Reach::Word, "h4x0r");
        value("password=''", Reach::Word, "");
    }

    #[test]
    fn a_name_ends_before_a_telephone_number() {
        let name = |line: &str| span(line.as_bytes(), 9, Kind::Person, Reach::Line);
        assert_eq!(name("Contact: Gwen Quvnix, tel. 7"), Some((9, 20)));
        assert_eq!(name("Contact: Gwen Quvnix, telzorgal"), Some((9, 31)));
    }

    #[test]
    fn a_quote_within_a_string_ends_with_it() {
        let line = r#"<a c="Password='h4x;" n='1'/>"#;
        let start = line.find('\'').unwrap();
        assert_eq!(span(line.as_bytes(), start, Kind::Secret, Reach::Word), Some((start + 1, start + 5)));
    }
}
