//! The machine that an uninterruptible power supply hangs on, as NUT has it: `UPS name@machine on battery`.

use crate::minimize::ascii::NAME;
use crate::minimize::grammar::spans::{name_end, push};
use crate::minimize::prefilter::{Finder, Needs};
use crate::minimize::{Found, Kind, bytes};

/// What a line must show to hold one of them.
pub(super) const NEEDS: Needs = Needs { finder: Finder::Supplies, marks: 0, words: &["ups"] };

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    let Some(start) = bytes::find_past(line, b"UPS ") else { return };
    let bracket = usize::from(line.get(start) == Some(&b'['));
    let start = start + bracket;
    let name = NAME.run(&line[start..]);
    let from = start + name + 1;
    if name > 0 && line.get(from - 1) == Some(&b'@') && line[..start - bracket].ends_with(b" UPS ") {
        let end = name_end(line, from);
        push(from, end, Kind::Host, found);
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn the_machine_of_a_supply_is_found() {
        assert_eq!(texts("upsmon[7]: UPS one@zorgal on battery"), ["zorgal"]);
        assert_eq!(texts("upsmon[7]: Poll UPS [one@zorgal] failed"), ["zorgal"]);
        assert_eq!(texts("UPS on battery"), Vec::<String>::new());
    }
}
