//! Cards of people (vCard, RFC 6350), whose properties begin a line: `N:Lee;Gwen;;;`, `ADR;TYPE=WORK:;;Street 7;…`.

use super::super::sight::{Finder, Needs};
use super::super::{Found, Kind, Way};

/// What a line must show to be a property of one.
pub(super) const NEEDS: Needs =
    Needs { finder: Finder::Cards, marks: 0, words: &["^n", "^fn", "^org", "^adr", "^title", "^nickname"] };

/// Finds what a property says.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    let Some(colon) = memchr::memchr(b':', line) else { return };
    let name = line[..colon].split(|byte| *byte == b';').next().unwrap_or_default();
    let value = &line[colon + 1..];
    let Some((_, kind, parts)) = PROPERTIES.iter().find(|(known, ..)| known.as_bytes() == name) else { return };
    // Elsewhere a blank stands behind a colon.
    if value.first().is_none_or(u8::is_ascii_whitespace) || memchr::memchr_iter(b';', value).count() < *parts {
        return;
    }
    let mut start = colon + 1;
    let last = value.split(|byte| *byte == b';').count() - 1;
    for (index, part) in value.split(|byte| *byte == b';').enumerate() {
        let end = start + part.trim_ascii_end().len();
        // An address ends with its country; behind an organisation stand its units.
        let kept = *kind == Kind::Location && index == last || *kind == Kind::Organisation && index > 0;
        if start < end && !kept {
            found.push(Found::new(start..end, *kind, Way::Structure).teaching_if(end - start >= 8));
        }
        start += part.len() + 1;
    }
}

/// Properties, what they hold, and how many semicolons they have at least.
const PROPERTIES: [(&str, Kind, usize); 6] = [
    ("N", Kind::Person, 2),
    ("FN", Kind::Person, 0),
    ("NICKNAME", Kind::Person, 0),
    ("ORG", Kind::Organisation, 0),
    ("TITLE", Kind::Title, 0),
    ("ADR", Kind::Location, 5),
];

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn properties_of_a_card_are_found() {
        assert_eq!(texts("N:Zorgal;Gwen;;;"), ["Zorgal", "Gwen"]);
        assert_eq!(texts("FN:Gwen Zorgal"), ["Gwen Zorgal"]);
        assert_eq!(texts("ORG:Quvnix Works;Hall 7"), ["Quvnix Works"]);
        assert_eq!(texts("ADR;TYPE=WORK:;;Quarry 7;Zorgal;;80299;Austria"), ["Quarry 7", "Zorgal", "80299"]);
    }

    #[test]
    fn other_lines_stay() {
        for line in ["N: 7; M: 8; K: 9", "TITLE: x", "N:7", "FN", "INFO:Gwen", "ADR:0x7;0x8"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
