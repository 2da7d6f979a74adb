//! Rows of two cells between bars, a name and what it is: `| adminPass | X |`, as OpenStack's programs and some routers
//! print what they know of one thing.

use super::Fields;
use crate::minimize::ascii::NAME;
use crate::minimize::{Found, dictionary};

/// Finds the value in one line.
pub(super) fn find(line: &[u8], fields: &Fields, found: &mut Vec<Found>) {
    let Some(inner) = line.trim_ascii().strip_prefix(b"|").and_then(|text| text.strip_suffix(b"|")) else { return };
    let Some(bar) = memchr::memchr(b'|', inner).filter(|bar| !inner[bar + 1..].contains(&b'|')) else { return };
    let (key, text) = (inner[..bar].trim_ascii(), inner[bar + 1..].trim_ascii());
    if text.is_empty() || key.len() > KEY || !NAME.or(b" :").fills(key) {
        return;
    }
    let last = key.rsplit(|byte| *byte == b':').next().unwrap_or(key);
    let Some(meaning) = fields.meaning(last) else { return };
    let start = line.len() - line.trim_ascii_start().len() + 1 + bar + 1;
    let start = start + inner[bar + 1..].len() - inner[bar + 1..].trim_ascii_start().len();
    // A word may be the title of another column.
    if meaning.is_declared() || !dictionary::is_word(text) {
        meaning.take(line, (start, start + text.len()), false, found);
    }
}

/// Bytes of the longest name.
const KEY: usize = 48;

#[cfg(test)]
mod tests {
    use super::{Fields, find};

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, |line, found| find(line, &Fields::default(), found))
    }

    #[test]
    fn a_name_says_what_stands_beside_it() {
        assert_eq!(texts("| Serial Number    | QX1703006230 |"), ["QX1703006230"]);
        assert_eq!(texts("| adminPass                   | h4x0rQfV4 |"), ["h4x0rQfV4"]);
        assert_eq!(texts("| OS-EXT-SRV-ATTR:hostname | zorgal-7 |"), ["zorgal-7"]);
    }

    #[test]
    fn heads_and_other_rows_stay() {
        for line in [
            "| user | password |",
            "| Field | Value |",
            "| a | b | c |",
            "| hostname |  |",
            "| x | QX1703006230 |",
            "|",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
