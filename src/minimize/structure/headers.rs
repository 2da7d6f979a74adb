//! Headers of HTTP: cookies and authorizations.

use std::sync::LazyLock;

use super::value::ends_a_string;
use crate::minimize::ascii::{Class, DIGIT, DOTTED, LETTER, NAME};
use crate::minimize::bytes::{self, Any};
use crate::minimize::{Evidence, Found, Kind, dictionary};

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    cookies(line, found);
    bare(line, found);
    schemes(line, found);
}

/// `name=value; path=/`: a cookie without the header's name.
fn bare(line: &[u8], found: &mut Vec<Found>) {
    let Some(at) = bytes::every(line, b"; ").find(|at| {
        MARKS.iter().any(|mark| {
            line.get(at + 2..at + 2 + mark.len()).is_some_and(|text| text.eq_ignore_ascii_case(mark.as_bytes()))
        })
    }) else {
        return;
    };
    let head = &line[..at];
    let from =
        head.iter().rposition(|byte| matches!(byte, b' ' | b'"' | b'\'' | b',' | b';' | b'{')).map_or(0, |at| at + 1);
    let Some(start) = memchr::memchr(b'=', &head[from..]).map(|length| from + length + 1) else { return };
    let value = &head[start..];
    let name = head[from..start - 1].to_ascii_lowercase();
    // A cookie on a line of its own, as curl(1) keeps them, has a value that is neither a word nor a number.
    let alone = from == 0 && is_plain(&name) && value.len() >= 16 && is_mixed(value);
    let cookie = alone || bytes::holds_any(&name, &COOKIES);
    // Classic ASP has letters alone.
    let letters = name.starts_with(b"aspsessionid");
    if cookie && value.len() >= 6 && (letters || DIGIT.is_in(value)) {
        found.push(Found::new(start..at, Kind::Session, Evidence::Structure).teaching());
    }
}

/// `Added cookie NAME="value" for domain …`, as curl(1) tells what it keeps.
fn kept(line: &[u8], found: &mut Vec<Found>) {
    let Some(end) = bytes::find(line, b"\" for domain ") else { return };
    let Some(start) = memchr::memmem::rfind(&line[..end], b"=\"").map(|at| at + 2) else { return };
    let name = line[..start - 2].rsplit(|byte| *byte == b' ').next().unwrap_or_default();
    if start < end && line[..start - 2 - name.len()].ends_with(b" cookie ") {
        found.push(Found::new(start..end, Kind::Session, Evidence::Structure).teaching_unless_short());
    }
}

/// The name of a cookie, without the marks of a path or of a condition.
fn is_plain(name: &[u8]) -> bool {
    NAME.fills(name)
}

fn is_mixed(value: &[u8]) -> bool {
    DIGIT.is_in(value) && LETTER.is_in(value)
}

/// Parts of names that cookies have and settings seldom do.
const COOKIES: [&str; 8] = ["sess", "sid", "token", "auth", "vpn", "cookie", "csrf", "track"];

/// The values of cookies, and not their attributes (RFC 6265).
fn cookies(line: &[u8], found: &mut Vec<Found>) {
    let Some(at) = bytes::find(line, b"ookie").filter(|at| *at > 0 && matches!(line[at - 1], b'c' | b'C')) else {
        return;
    };
    kept(line, found);
    let Some(colon) = line[at..].iter().take(9).position(|byte| matches!(byte, b':' | b'=')).map(|length| at + length)
    else {
        return;
    };
    for (index, part) in parts(line, colon + 1).into_iter().enumerate() {
        let text = &line[part.0..part.1];
        let Some(equals) = memchr::memchr(b'=', text) else { continue };
        let name = text[..equals].trim_ascii().to_ascii_lowercase();
        // `adding Cookie{NAME=…`
        let name = name.rsplit(|byte| *byte == b'{').next().unwrap_or_default();
        // `cookie=0x0, duration=7.1s` is a flow of Open vSwitch.
        if Class::of(b" ,").is_in(name) {
            continue;
        }
        let attribute = index > 0 && bytes::is_one_of(name, &ATTRIBUTES);
        // Another quotation mark ends the string that the header stands in: `"Cookie: sid=" + sid`.
        let quoted = matches!(text[equals + 1..], [b'"', byte, ..] if byte.is_ascii_alphanumeric());
        let from = equals + 1 + usize::from(quoted);
        let start = part.0 + from;
        let ends = |at: &usize| match text[*at] {
            b'\\' => ends_a_string(&text[*at..]),
            byte => matches!(byte, b'"' | b'\'' | b' ' | b',' | b'}'),
        };
        let end = start + (from..text.len()).find(ends).unwrap_or(text.len()) - from;
        let value = &line[start..end];
        let digits = DIGIT.is_in(value);
        // `lang=en` and `theme=dark` tell nobody from another.
        let setting = !digits && (value.len() < 4 || dictionary::is_word(value));
        // `session_expiry=1770804000`
        let time = DIGIT.fills(value) && matches!(value.len(), 10 | 13) && bytes::ends_with_any(name, &TIMES);
        if !attribute && !value.is_empty() && !setting && !time {
            found.push(
                Found::new(start..end, Kind::Session, Evidence::Structure).teaching_if(value.len() >= 6 && digits),
            );
        }
    }
}

/// Ends of the names of cookies that say when.
const TIMES: [&str; 7] = ["expiry", "expires", "expiration", "time", "timestamp", "_at", "_ts"];

/// The parts between semicolons from `start` on.
fn parts(line: &[u8], start: usize) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut from = start;
    for at in memchr::memchr_iter(b';', &line[start..]).map(|at| start + at).chain([line.len()]) {
        out.push((from, at));
        from = at + 1;
    }
    out
}

/// `Bearer …` and `Basic …` wherever they stand.
fn schemes(line: &[u8], found: &mut Vec<Found>) {
    if !SCHEMES.stands_in(line) {
        return;
    }
    // The answer to a challenge (RFC 7616).
    if bytes::find(line, b"Digest ").is_some()
        && let Some(start) = bytes::find_past(line, b"response=\"")
        && let Some(length) = memchr::memchr(b'"', &line[start..]).filter(|length| *length >= 8)
    {
        found.push(Found::new(start..start + length, Kind::Secret, Evidence::Structure).teaching());
    }
    // `a1 LOGIN "gwen" "X"` is how a client of IMAP logs in (RFC 3501, section 6.2.3).
    if let Some(at) = bytes::find(line, b"LOGIN \"").filter(|at| bytes::find(&line[..*at], b": ").is_some()) {
        let mut strings = line[at + 7..].split(|byte| *byte == b'"');
        if let (Some(login), Some(b" "), Some(secret)) = (strings.next(), strings.next(), strings.next()) {
            let (start, from) = (at + 7, at + 7 + login.len() + 3);
            let one = |start, end, kind| Found::new(start..end, kind, Evidence::Structure).teaching();
            found.push(one(start, start + login.len(), Kind::User));
            found.push(one(from, from + secret.len(), Kind::Secret));
        }
    }
    for scheme in
        [&b"earer "[..], b"Basic ", b"Negotiate ", b"NTLM ", b"AUTH PLAIN ", b"AUTH LOGIN ", b"AUTHENTICATE PLAIN "]
    {
        for at in bytes::every(line, scheme) {
            // `a clearer picture.`
            if scheme[0] == b'e' && !ends_in_b(&line[..at]) {
                continue;
            }
            let start = at + scheme.len();
            let end = start + NAME.or(b"~+/=").run(&line[start..]);
            let text = &line[start..end];
            let sentence = bytes::without_end(text, b".", 1);
            let telling = DOTTED.or(b"=").is_in(sentence);
            // `token_type=bearer expires_in=3600`
            let pair =
                memchr::memchr(b'=', text).is_some_and(|equals| !text[equals..].iter().all(|byte| *byte == b'='));
            // `Negotiate 1000baseT`: what machines of a network agree on.
            let long = !matches!(scheme[0], b'N') || text.len() >= TICKET;
            if text.len() >= 8 && long && telling && !pair {
                found.push(Found::new(start..end, Kind::Secret, Evidence::Structure).teaching());
            }
        }
    }
}

/// Bytes of the shortest message of a negotiation (RFC 4559).
const TICKET: usize = 16;

/// Whether a text ends in the first letter of `Bearer`; a small one begins a word, or stands behind an escape.
fn ends_in_b(text: &[u8]) -> bool {
    let begins = |before: &[u8]| match before {
        [.., b'\\', b'n' | b'r' | b't'] => true,
        before => !before.last().is_some_and(u8::is_ascii_alphanumeric),
    };
    text.ends_with(b"B") || text.strip_suffix(b"b").is_some_and(begins)
}

/// Words for ways to authenticate, as they stand before what does.
static SCHEMES: LazyLock<Any> = LazyLock::new(|| {
    Any::new(&[
        b"Digest ",
        b"LOGIN \"",
        b"earer ",
        b"Basic ",
        b"Negotiate ",
        b"NTLM ",
        b"AUTH PLAIN ",
        b"AUTH LOGIN ",
        b"AUTHENTICATE PLAIN ",
    ])
});

/// What stands behind a cookie's value, and nowhere else.
const MARKS: [&str; 4] = ["path=", "expires=", "httponly", "samesite="];

/// Attributes of a cookie (RFC 6265, section 4.1.2, and what browsers added).
const ATTRIBUTES: [&str; 10] =
    ["path", "domain", "expires", "max-age", "samesite", "httponly", "secure", "version", "priority", "partitioned"];

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn cookies_are_separated_by_semicolons() {
        assert_eq!(texts("Cookie: sid=abc123; lang=en; cart=x7y8z9"), ["abc123", "x7y8z9"]);
        assert_eq!(texts("Cookie: soap=\"abc123de\"; Path=/"), ["abc123de"]);
        assert_eq!(texts("cookie=0x0, duration=12.1s, table=0, n_packets=4"), Vec::<String>::new());
    }

    #[test]
    fn times_stay_and_letters_of_asp_do_not() {
        assert_eq!(texts("Cookie: ui_session=ab12cd; ui_session_expiry=1770804000"), ["ab12cd"]);
        assert_eq!(texts("ASPSESSIONIDABCDEFGH=KLMNOPQRSTUV; path=/"), ["KLMNOPQRSTUV"]);
    }

    #[test]
    fn what_is_said_to_authenticate_is_secret() {
        assert_eq!(texts("C: AUTH PLAIN AGdwZW4AaDR4MHI="), ["AGdwZW4AaDR4MHI="]);
        assert_eq!(texts("WWW-Authenticate: Negotiate oYG2MIGzoAMKAQChCw"), ["oYG2MIGzoAMKAQChCw"]);
        assert_eq!(texts("eth0: Negotiate 1000baseT/Full"), Vec::<String>::new());
        assert_eq!(texts("Authorization: Digest username=\"x\", response=\"0a1b2c3d4e\""), ["0a1b2c3d4e"]);
        assert_eq!(texts("authorization: bearer h4x0r123, Bearer h4x1.r123."), ["h4x0r123", "h4x1.r123."]);
        assert_eq!(texts("auth\\nbearer h4x0r123.abc, tokenBearer h4x2r123abc"), ["h4x0r123.abc", "h4x2r123abc"]);
        assert_eq!(texts("a much clearer 12.7.2026, Bearer handkerchief."), Vec::<String>::new());
        assert_eq!(texts("250-AUTH PLAIN LOGIN, AUTH LOGIN failed"), Vec::<String>::new());
    }
}
