//! Names in groups of capitals and digits with dashes between: what a machine is called by Syncthing, and the keys of
//! licences.

use crate::minimize::ascii::{DIGIT, UPPER};
use crate::minimize::{Evidence, Found, Kind, bytes};

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    let mut past = 0;
    for dash in memchr::memchr_iter(b'-', line).filter(|dash| *dash > 0) {
        for form in &FORMS {
            let Some(start) = dash.checked_sub(form.group).filter(|start| *start >= past) else { continue };
            if form.stands(line, start) {
                past = start + form.length();
                found.push(Found::new(start..past, form.kind, Evidence::Structure).teaching());
            }
        }
    }
}

/// Groups of as many letters each.
struct Form {
    group: usize,
    groups: usize,
    is_letter: fn(&u8) -> bool,
    kind: Kind,
    /// Whether it counts only behind a word for a licence.
    licence: bool,
}

/// `ABCDEF2-…`: Syncthing's, eight groups of seven letters of base32; `A1B2C-…`: five groups of five, as licences have
/// them, and where one is spoken of `A1B2-…` too.
const FORMS: [Form; 6] = [
    Form { group: 7, groups: 8, is_letter: is_base32, kind: Kind::Serial, licence: false },
    Form { group: 5, groups: 5, is_letter: is_capital, kind: Kind::Secret, licence: false },
    Form { group: 4, groups: 4, is_letter: is_capital, kind: Kind::Secret, licence: true },
    Form { group: 4, groups: 5, is_letter: is_capital, kind: Kind::Secret, licence: true },
    Form { group: 4, groups: 6, is_letter: is_capital, kind: Kind::Secret, licence: true },
    Form { group: 5, groups: 4, is_letter: is_capital, kind: Kind::Secret, licence: true },
];

const fn is_base32(byte: &u8) -> bool {
    matches!(byte, b'A'..=b'Z' | b'2'..=b'7')
}

const fn is_capital(byte: &u8) -> bool {
    matches!(byte, b'A'..=b'Z' | b'0'..=b'9')
}

impl Form {
    const fn length(&self) -> usize {
        self.groups * (self.group + 1) - 1
    }

    /// Whether the groups begin at `start`, alone; five words have no digit, and a row of numbers no letter.
    fn stands(&self, line: &[u8], start: usize) -> bool {
        let end = start + self.length();
        let Some(text) = line.get(start..end) else { return false };
        let fits = text
            .iter()
            .enumerate()
            .all(|(at, byte)| if at % (self.group + 1) == self.group { *byte == b'-' } else { (self.is_letter)(byte) });
        let alone = |at: usize| !line.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'-');
        let mixed = self.kind == Kind::Serial || DIGIT.is_in(text) && UPPER.is_in(text);
        let meant = || !self.licence || bytes::holds_any(&line[..start], &LICENCES);
        fits && mixed && alone(start.wrapping_sub(1)) && alone(end) && meant()
    }
}

/// How words for a licence begin.
const LICENCES: [&str; 5] = ["licen", "Licen", "LICEN", "activation", "Activation"];

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn groups_of_capitals_and_digits_are_found() {
        let device = "QUVNIX7-ZORGAL2-QUVNIX7-ZORGAL2-QUVNIX7-ZORGAL2-QUVNIX7-ZORGAL2";
        assert_eq!(texts(&format!("device {device} connected")), [device]);
        assert_eq!(texts("license QX77A-1B2C3-ZORG1-00000-QUVNX ok"), ["QX77A-1B2C3-ZORG1-00000-QUVNX"]);
        assert_eq!(texts("Licence: key=QX77-1B2C-ZORG-0000, ok"), ["QX77-1B2C-ZORG-0000"]);
        for line in [
            "license ALPHA-BRAVO-DELTA-HOTEL-INDIA",
            "license 00330-80000-00000-12345-67890",
            "license QX77A-1B2C3-ZORG1",
            "part QX77-1B2C-ZORG-0000",
            "license QX77A-1B2C3-ZORG1-00000-QUVNX-7",
            "license qx77a-1b2c3-zorg1-00000-quvnx",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
