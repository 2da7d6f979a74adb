//! Cards of people (vCard, RFC 6350), whose properties begin a line: `N:Lee;Gwen;;;`, `ADR;TYPE=WORK:;;Street 7;…`.

use crate::minimize::prefilter::{Finder, Needs};
use crate::minimize::{Evidence, Found, Kind};

/// What a line must show to be a property of one.
pub(super) const NEEDS: Needs =
    Needs { finder: Finder::Vcard, marks: 0, words: &["^n", "^fn", "^org", "^adr", "^title", "^nickname", "^pid"] };

/// Finds what a property says.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    if line.starts_with(b"PID|") {
        return patient(line, found);
    }
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
            found.push(Found::new(start..end, *kind, Evidence::Structure).teaching_if(end - start >= 8));
        }
        start += part.len() + 1;
    }
}

/// `PID|1||7||Lee^Gwen||1980…`: who a patient is, in fields and their parts, as HL7 has it (version 2, section 3.4.2).
fn patient(line: &[u8], found: &mut Vec<Found>) {
    // The first field counts the records; elsewhere it is the head of a table.
    if line[4..].iter().find(|byte| !byte.is_ascii_digit()) != Some(&b'|') {
        return;
    }
    let mut start = 0;
    for (index, field) in line.split(|byte| *byte == b'|').enumerate() {
        if let Some((_, kind, parts)) = FIELDS.iter().find(|(number, ..)| *number == index) {
            repetitions(field, start, (*kind, *parts), found);
        }
        start += field.len() + 1;
    }
}

/// What a field of a patient's says, once or more often: `Lee^Gwen~Hill^Gwen`.
fn repetitions(field: &[u8], start: usize, (kind, parts): (Kind, usize), found: &mut Vec<Found>) {
    let mut at = start;
    for one in field.split(|byte| *byte == b'~') {
        let mut part_at = at;
        for part in one.split(|byte| *byte == b'^').take(parts) {
            // A letter says what a name or a number is.
            if part.len() > 1 {
                found.push(
                    Found::new(part_at..part_at + part.len(), kind, Evidence::Structure).teaching_if(part.len() >= 8),
                );
            }
            part_at += part.len() + 1;
        }
        at += one.len() + 1;
    }
}

/// Fields that say who a patient is, and how many of their parts do.
const FIELDS: [(usize, Kind, usize); 6] = [
    (3, Kind::Serial, 1),
    (5, Kind::Person, 3),
    (7, Kind::Person, 1),
    (11, Kind::Location, 5),
    (13, Kind::Phone, 1),
    (19, Kind::Serial, 1),
];

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
    fn a_patient_of_hl7_is_found() {
        let line = "PID|1||q7731^^^QV^MR||Zorgal^Gwen^A||19800101|M|||7 Quarry^^Zorg^ST^80299||55501";
        assert_eq!(texts(line), ["q7731", "Zorgal", "Gwen", "19800101", "7 Quarry", "Zorg", "ST", "80299", "55501"]);
        assert_eq!(texts("PID|COMMAND|USER"), Vec::<String>::new());
    }

    #[test]
    fn other_lines_stay() {
        for line in ["N: 7; M: 8; K: 9", "TITLE: x", "N:7", "FN", "INFO:Gwen", "ADR:0x7;0x8"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
