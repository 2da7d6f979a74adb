//! How far a value reaches.

use super::super::{Kind, bytes, dictionary, quote};

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
    if reach == Reach::String {
        // A string that nothing closes was cut off.
        let length = memchr::memchr(b'"', rest).unwrap_or(rest.len());
        return span(&line[..start + length], start, kind, Reach::Line);
    }
    if reach == Reach::Clause {
        let (from, end) = span(line, start, kind, Reach::Word)?;
        return Some((from, if from == start { clause(line, end, kind) } else { end }));
    }
    match first {
        // A string of SQL's in letters of the nation.
        b'N' if rest.get(1) == Some(&b'\'') => span(line, start + 1, kind, reach),
        // Within a string of a row with commas quotation marks are doubled.
        b'"' if rest.get(1) == Some(&b'"') && rest.get(2).is_some_and(u8::is_ascii_alphanumeric) => {
            let end = bytes::find(&rest[2..], b"\"\"")?;
            Some((start + 2, start + 2 + end))
        }
        b'"' | b'\'' => {
            let rest = &rest[..string_end(line, start, first).unwrap_or(rest.len())];
            let end = quote::close(rest, 1, first).or_else(|| markup(rest)).unwrap_or(rest.len());
            Some((start + 1, start + end)).filter(|(start, end)| start < end)
        }
        // Typographic quotes, as people's letters have them.
        0xe2 if TYPOGRAPHIC.iter().any(|quote| rest.starts_with(quote)) => {
            let end = bytes::find(&rest[3..], b"\xe2\x80\x9d")?;
            (end > 0).then_some((start + 3, start + 3 + end))
        }
        // `ENC[AES256_GCM,data:…,type:str]` of SOPS, `ENC[PKCS7,…]` of eyaml.
        b'E' if kind == Kind::Secret && rest.starts_with(b"ENC[") => {
            let end = memchr::memchr(b']', rest)?;
            Some((start + 4, start + end))
        }
        b'{' if kind == Kind::Secret && !rest.starts_with(b"{{") && !is_scheme(rest) => {
            let end = brace(rest)?;
            // Behind a space it may be a table, whose keys speak for themselves; ODBC's `PWD={…}` has none there.
            let spaced = start > 0 && line[start - 1] == b' ';
            (end > 1 && !(spaced && is_table(&rest[1..end])) && memchr::memchr(b'"', &rest[..end]).is_none())
                .then_some((start + 1, start + end))
        }
        b'{' if !is_scheme(rest) => None,
        // The scheme says nothing of the hash behind it.
        b'{' if kind == Kind::Secret && hash_after_scheme(rest).is_some() => {
            span(line, start + hash_after_scheme(rest)?, kind, reach)
        }
        b'[' | b'(' if reach == Reach::Word => None,
        // A list stays one, so that what reads the whole still can.
        b'[' if rest.trim_ascii_end().ends_with(b"]") => {
            let end = rest.trim_ascii_end().len() - 1;
            (!rest[1..end].trim_ascii().is_empty()).then_some((start + 1, start + end))
        }
        b'|' | b'>' if reach == Reach::Line && is_block(rest.trim_ascii()) => None,
        _ if reach == Reach::Line => {
            let end = rest.trim_ascii_end();
            let end = end.strip_suffix(b";").unwrap_or(end);
            let more: &[&[u8]] = match kind {
                Kind::Serial => &[b", ", b"; ", b" (Date"],
                Kind::Ssid => &[b" BSSID", b" Signal", b" Channel"],
                Kind::Phone => &[b" ext"],
                _ => &[],
            };
            // Another pair ends what is no secret: `serial: X hw_rev: C`, and so does the string that it stands in.
            let pair = if kind == Kind::Secret {
                None
            } else {
                next_pair(end).into_iter().chain(closing(end)).chain(lone_quote(end)).min()
            };
            let comment = [&b" #"[..], b" ;", b"\t#"]
                .iter()
                .filter_map(|mark| bytes::find(end, mark))
                .chain(more.iter().filter_map(|mark| bytes::find(end, mark)))
                .chain(markup(end))
                .chain(pair)
                .min()
                .unwrap_or(end.len());
            Some((start, start + end[..comment].trim_ascii_end().len())).filter(|(start, end)| start < end)
        }
        _ => {
            let ends = |(at, byte): (usize, &u8)| MAY_END[usize::from(*byte)] && ends(rest, at, *byte, kind);
            let end = rest.iter().enumerate().position(ends).unwrap_or(rest.len());
            let end =
                start + end - usize::from(kind != Kind::Secret && matches!(rest[..end].last(), Some(b'.' | b':')));
            (end > start).then_some((start, end))
        }
    }
}

/// Where a bracket closes that opened before the text.
fn closing(text: &[u8]) -> Option<usize> {
    let at = text.iter().position(|byte| matches!(byte, b']' | b')' | b'}'))?;
    (!text[..at].iter().any(|byte| matches!(byte, b'[' | b'(' | b'{'))).then_some(at)
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
        let grave = word.len() > 2 && word.iter().all(u8::is_ascii_uppercase);
        let pair = word.ends_with(b":") || word.iter().any(|byte| matches!(byte, b'=' | b'/'));
        if !word.first().is_some_and(begins) || grave || pair || length == LONGEST_WORD {
            // `First Name: Ann Last Name: Lee`: a word before another may belong to the next key.
            let keyed = pair && dictionary::is_word(&line[last..end].trim_ascii().to_ascii_lowercase());
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
        let length = rest.iter().take(KEY).take_while(|byte| byte.is_ascii_lowercase() || b"_-".contains(byte)).count();
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
const TYPOGRAPHIC: [&[u8]; 2] = [b"\xe2\x80\x9c", b"\xe2\x80\x9d"];

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
    matches!(value, [b'|' | b'>', head @ ..] if head.len() <= 2 && head.iter().all(|byte| b"+-123456789".contains(byte)))
}

/// Whether a text begins with a key and what separates it from a value.
fn is_table(text: &[u8]) -> bool {
    let text = text.trim_ascii_start();
    let key = text.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(byte)).count();
    key > 0 && matches!(text[key..].trim_ascii_start().first(), Some(b'=' | b':'))
}

/// `{SSHA}…`: a hash that begins with its scheme.
fn is_scheme(rest: &[u8]) -> bool {
    let name = rest
        .get(1..)
        .unwrap_or_default()
        .iter()
        .take_while(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || **byte == b'-')
        .count();
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
            rest[at + 1..].iter().take(KEY).position(|next| *next == b'=').is_some_and(|equals| {
                rest[at + 1..at + 1 + equals]
                    .iter()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'[' | b']'))
            }) || kind != Kind::Secret
        }
        b':' => kind == Kind::Secret && rest.get(at + 1) == Some(&b' '),
        b'#' => kind == Kind::Session,
        b'?' => matches!(kind, Kind::Session | Kind::Domain) || rest[at..].starts_with(b"?>"),
        b'-' => rest[at..].starts_with(b"-->"),
        _ => false,
    }
}

/// Which bytes may end a word's value: a value may be long, and most of its bytes are none of them.
const MAY_END: [bool; 256] = {
    let (bytes, mut may, mut at) = (b" \t\"'<>\0\n\r|`,;)]}&:#?-", [false; 256], 0);
    while at < bytes.len() {
        may[bytes[at] as usize] = true;
        at += 1;
    }
    may
};

/// Bytes of the longest key behind an ampersand.
const KEY: usize = 64;

/// Whether a text stands for a value and is none.
pub(crate) fn is_placeholder(text: &[u8]) -> bool {
    let text = text.trim_ascii();
    let opening = [&b"${"[..], b"ENV[", b"$(", b"{{", b"<", b"%{", b"@@", b"var.", b"local.", b"file:///"]
        .iter()
        .any(|open| text.starts_with(open));
    let blank = text.iter().all(|byte| matches!(byte, b'*' | b'.' | b'-' | b'?' | b'!' | b'x' | b'X' | b'#'));
    let variable = text.starts_with(b"$")
        && text.len() > 1
        && text[1..].iter().all(|byte| byte.is_ascii_uppercase() || *byte == b'_');
    // Of a template that is still to be filled in, and what a program says of nothing.
    let filled = text.len() > 2
        && matches!((text[0], text[text.len() - 1]), (b'%', b'%') | (b'@', b'@') | (b'(', b')'))
        && text[1..text.len() - 1].iter().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'.' | b' '));
    // `%%1842`, for which Windows has a text.
    let message = text.starts_with(b"%%") && text.len() > 2 && text[2..].iter().all(u8::is_ascii_digit);
    opening
        || blank
        || variable
        || message
        || filled
        || PLACEHOLDERS.iter().any(|word| text.eq_ignore_ascii_case(word.as_bytes()))
}

/// What stands for a value that is not there, was taken out, or tells nothing.
const PLACEHOLDERS: [&str; 48] = [
    "enable",
    "disable",
    "n/a",
    "[filtered]",
    "yes",
    "no",
    "true",
    "false",
    "none",
    "null",
    "nil",
    "empty",
    "unset",
    "undefined",
    "required",
    "sufficient",
    "optional",
    "requisite",
    "include",
    "ask",
    "prompt",
    "default",
    "enabled",
    "disabled",
    "files",
    "compat",
    "sss",
    "ldap",
    "nis",
    "systemd",
    "winbind",
    "db",
    "password",
    "removed-secret",
    "hidden",
    "redacted",
    "masked",
    "string",
    "unknown",
    "accepted",
    "failed",
    "expired",
    "changed",
    "%s",
    "%d",
    "key",
    "token",
    "secret",
];

#[cfg(test)]
mod tests {
    use super::super::super::Kind;
    use super::{Reach, span};

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
    fn a_quote_within_a_string_ends_with_it() {
        let line = r#"<a c="Password='h4x;" n='1'/>"#;
        let start = line.find('\'').unwrap();
        assert_eq!(span(line.as_bytes(), start, Kind::Secret, Reach::Word), Some((start + 1, start + 5)));
    }
}
