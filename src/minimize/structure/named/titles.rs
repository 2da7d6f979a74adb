//! Elements of XML whose `<name>` is the name of what they are: `<WLANProfile…><name>Attic Net</name>`.

use super::text_of;
use crate::minimize::structure::value::is_placeholder;
use crate::minimize::{Evidence, Found, Kind, bytes};

/// Finds the names within elements that open in the line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    if is_titled(line) {
        for (open, kind) in OPENING {
            for at in bytes::every(line, open) {
                let near = &line[..line.len().min(at + NEAR)];
                titles(near, kind, at, found);
            }
        }
    }
}

/// What the `<name>` within an element is, by how the element begins.
pub(in crate::minimize::structure) fn opens(text: &[u8]) -> Option<Kind> {
    OPENING.iter().find(|(open, _)| text.starts_with(open)).map(|(_, kind)| *kind)
}

/// Whether a line holds a `<name>`.
pub(in crate::minimize::structure) fn is_titled(line: &[u8]) -> bool {
    TITLES.iter().any(|tag| bytes::find(line, tag).is_some())
}

/// Finds the first `<name>` behind `from`, and a network's name in digits before it; `true` where there is a name.
pub(in crate::minimize::structure) fn titles(line: &[u8], kind: Kind, from: usize, found: &mut Vec<Found>) -> bool {
    let mut one = |tag: &[u8]| {
        let span = text_of(line, from, tag).filter(|(start, end)| start < end);
        let (start, end) = span.filter(|(start, end)| !is_placeholder(&line[*start..*end]))?;
        found.push(
            Found::new(start..end, kind, Evidence::Structure).teaching_if(end - start >= 4 && kind != Kind::Person),
        );
        Some(())
    };
    if kind == Kind::Ssid {
        one(b"<hex>");
    }
    TITLES.iter().any(|tag| one(tag).is_some())
}

/// Bytes of an element in which its name is looked for.
const NEAR: usize = 512;

/// Elements that hold the name of what stands around them.
const TITLES: [&[u8]; 2] = [b"<name>", b"<Name>"];

/// Elements that hold the name of what they are.
const OPENING: [(&[u8], Kind); 9] = [
    (b"<account><name>", Kind::User),
    (b"<SSID>", Kind::Ssid),
    (b"<WLANProfile", Kind::Ssid),
    (b"<domain type=", Kind::Host),
    (b"<user>", Kind::User),
    (b"<user uuid=", Kind::User),
    (b"<LocalAccount ", Kind::User),
    (b"<LocalAccount>", Kind::User),
    (b"<contact>", Kind::Person),
];

#[cfg(test)]
mod tests {
    use crate::minimize::structure::named::texts;

    #[test]
    fn the_name_of_an_element_is_found() {
        assert_eq!(texts("<user><uid>7</uid><name>gwen</name></user><name>x</name>"), ["gwen"]);
        assert_eq!(texts("<SSID><hex>41747469</hex><name>Attic Net</name></SSID>"), ["41747469", "Attic Net"]);
        assert_eq!(texts("<group><name>crew</name></group>"), Vec::<String>::new());
    }
}
