//! Whose telephone a channel of Asterisk leads to: `SIP/login-0000002a`, and `SIP/login` where it is called.

use crate::minimize::ascii::{HEX, LOWER};
use crate::minimize::grammar::spans::{name_end, push};
use crate::minimize::prefilter::{Finder, Needs};
use crate::minimize::{Found, Kind, bytes, dictionary, structure};

/// What a line must show to hold one of them.
pub(super) const NEEDS: Needs =
    Needs { finder: Finder::Channels, marks: 0, words: &["sip", "pjsip", "iax2", "callerid"] };

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    for part in [&b"SIP/"[..], b"PJSIP/", b"IAX2/"] {
        for at in bytes::every(line, part) {
            let start = at + part.len();
            let end = name_end(line, start);
            let numbered = line[start..end].len().checked_sub(9).filter(|length| {
                let (mark, number) = (line[start + length], &line[start + length + 1..end]);
                mark == b'-' && HEX.fills(number)
            });
            let open = at == 0 || !line[at - 1].is_ascii_alphanumeric();
            let word = |length: usize| dictionary::is_word(&line[start..start + length]);
            if let Some(length) = numbered.filter(|length| open && !word(*length)) {
                push(start, start + length, Kind::User, found);
            } else if open && is_called(line, (at, start, end)) {
                push(start, end, Kind::User, found);
            }
        }
    }
    for at in bytes::every(line, CALLER) {
        let start = at + CALLER.len() + usize::from(line[at + CALLER.len()..].starts_with(b"\""));
        let rest = &line[start..line.len().min(start + NAME)];
        let length = rest.iter().position(|byte| b"\"'<>()[],=&".contains(byte)).unwrap_or(rest.len());
        let name = rest[..length].trim_ascii_end();
        if structure::is_full_name(name) {
            push(start, start + name.len(), Kind::Person, found);
        }
    }
}

/// What says who calls.
const CALLER: &[u8] = b"CALLERID(name)=";

/// Bytes of the longest name there.
const NAME: usize = 80;

/// Whether a login without a number stands there: `Dial("SIP/login,30")`, `Called SIP/login`. A version has no letters,
/// a protocol no small ones.
fn is_called(line: &[u8], (at, start, end): (usize, usize, usize)) -> bool {
    let closed = matches!(line.get(end), Some(b',' | b'"' | b'\'' | b'&')) || line[..at].ends_with(b"Called ");
    let name = &line[start..end];
    closed && LOWER.is_in(name) && !dictionary::is_word(name)
}

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn whose_telephone_it_is_is_found() {
        assert_eq!(texts("Dial(\"SIP/gwen-0000002a\")"), ["gwen"]);
        assert_eq!(texts("Set(\"x\", \"CALLERID(name)=Zorgal Stone\")"), ["Zorgal Stone"]);
        assert_eq!(texts("CALLERID(name)=\"Ann Zorgal\""), ["Ann Zorgal"]);
        for line in ["CALLERID(name)=${NAME}", "CALLERID(name)=Unknown", "CALLERID(name)"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
        assert_eq!(texts("Dial(\"PJSIP/gwen,30,tT\")"), ["gwen"]);
        assert_eq!(texts("-- Called SIP/gwen"), ["gwen"]);
    }

    #[test]
    fn versions_stay() {
        for line in ["SIP/2.0 200", "SIP/2.0", "\"SIP/2.0\"", "'SIP/TLS', 'SIP/media'", "SIP/gwen is away"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
