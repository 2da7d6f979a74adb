//! Keys whose first lines were cut off, so that no armour says what they are: lines of base64 alone, as long as PEM
//! (RFC 7468), OpenSSH and MIME break them, and a shorter one behind them.

use crate::minimize::ascii::BASE64;
use crate::minimize::{Evidence, Found, Kind};

/// What is remembered from line to line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct TornKey {
    /// The line before was a line of one.
    open: bool,
}

impl TornKey {
    /// Whether the next line may be its last.
    pub(super) const fn is_open(self) -> bool {
        self.open
    }

    /// Reads a line.
    pub(super) fn line(&mut self, line: &[u8], found: &mut Vec<Found>) {
        let text = line.trim_ascii_end();
        let is_base64 = || BASE64.fills(text);
        let whole = LENGTHS.contains(&text.len()) && is_base64() && is_mixed(text);
        let last = self.open && text.len().is_multiple_of(4) && text.len() < LENGTHS[2] && is_base64();
        if whole || last && !text.is_empty() {
            found.push(Found::new(0..text.len(), Kind::Secret, Evidence::Structure));
        }
        self.open = whole;
    }
}

/// Whether letters of both cases and digits are as many as they are where none of them means anything, and marks as
/// few: names of classes and paths of folders have others.
fn is_mixed(text: &[u8]) -> bool {
    let count = |is: fn(&u8) -> bool| text.iter().filter(|byte| is(byte)).count();
    count(u8::is_ascii_uppercase) * 8 > text.len()
        && count(u8::is_ascii_lowercase) * 8 > text.len()
        && count(u8::is_ascii_digit) > 0
        && count(|byte| matches!(byte, b'+' | b'/')) * 6 < text.len()
}

/// Bytes of a line.
const LENGTHS: [usize; 3] = [64, 70, 76];

#[cfg(test)]
mod tests {
    use super::TornKey;

    fn texts(lines: &[&str]) -> Vec<String> {
        let mut key = TornKey::default();
        crate::minimize::testing::texts_of_lines(lines, |line, found| key.line(line, found))
    }

    const LINE: &str = "Qm7uVnIxZ0rGaLqWyZp3/tHkEeBn+81fDsCvRoJmXaPgUiLbTyNw5Oq29KhSd4Mj";

    #[test]
    fn lines_of_a_key_whose_beginning_is_missing_go() {
        assert_eq!(texts(&[LINE, LINE, "h4x0rQ==", "-----END PRIVATE KEY-----", "done"]), [LINE, LINE, "h4x0rQ=="]);
        assert_eq!(texts(&[&LINE.repeat(2)[..70], "x"]), [&LINE.repeat(2)[..70]]);
    }

    #[test]
    fn other_lines_of_that_length_stay() {
        let hexadecimal = "0f1e2d3c4b5a69788796a5b4c3d2e1f0".repeat(2);
        let path = "usr/Lib/Quvnix7/Zorgal/Application/Support/Resources/Languages/X";
        let words = "theQuickQuvnixJumpedOverTheLazyZorgalWhileNobodyWasLookingAtItAl";
        let sentence = format!("{} and more", &LINE[..55]);
        for line in [&*hexadecimal, path, words, &LINE[..60], &sentence, &format!("  {}", &LINE[..62])] {
            assert_eq!(texts(&[line, "done", "quvnixqu"]), Vec::<String>::new(), "{line}");
        }
    }
}
