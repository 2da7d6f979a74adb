//! Whose telephone a channel of Asterisk leads to: `SIP/login-0000002a`.

use super::super::super::bytes;
use super::super::super::sight::{Finder, Needs};
use super::super::super::{Found, Kind};
use super::super::spans::{name_end, push};

/// What a line must show to hold one of them.
pub(super) const NEEDS: Needs = Needs { finder: Finder::Channels, marks: 0, words: &["sip", "pjsip", "iax2"] };

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    for part in [&b"SIP/"[..], b"PJSIP/", b"IAX2/"] {
        for at in bytes::every(line, part) {
            let start = at + part.len();
            let end = name_end(line, start);
            let numbered = line[start..end].len().checked_sub(9).filter(|length| {
                let (mark, number) = (line[start + length], &line[start + length + 1..end]);
                mark == b'-' && number.iter().all(u8::is_ascii_hexdigit)
            });
            let open = at == 0 || !line[at - 1].is_ascii_alphanumeric();
            if let Some(length) = numbered.filter(|_| open) {
                push(start, start + length, Kind::User, found);
            }
        }
    }
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
    }

    #[test]
    fn versions_stay() {
        for line in ["SIP/2.0 200", "SIP/2.0"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
