//! Handles text that may be cut off anywhere: a line is held back until its end arrives, because half an identifier at
//! the end of cut text would not be recognised.

use std::mem;

/// Passes text on up to the end of the last complete line; if it is dropped while it holds a line, the text was cut
/// within that line.
#[derive(Default)]
pub(crate) struct WholeLines {
    /// The line whose end has not arrived.
    held: Vec<u8>,
}

impl WholeLines {
    /// Takes the next bytes, and passes on what is complete by then.
    ///
    /// # Errors
    /// `give`'s own.
    pub(crate) fn push<E>(&mut self, bytes: &[u8], mut give: impl FnMut(&[u8]) -> Result<(), E>) -> Result<(), E> {
        let (whole, rest) = bytes.split_at(memchr::memrchr2(b'\n', b'\r', bytes).map_or(0, |end| end + 1));
        if !whole.is_empty() {
            if !self.held.is_empty() {
                give(&mem::take(&mut self.held))?;
            }
            give(whole)?;
        }
        self.held.extend_from_slice(rest);
        if self.held.len() > LONG {
            // Of a line that is too long to be read by a person, whole words are passed on.
            let word = memchr::memrchr3(b' ', b',', b';', &self.held).map_or(self.held.len() - LONG, |end| end + 1);
            give(self.held.get(..word).unwrap_or_default())?;
            self.held.drain(..word);
        }
        Ok(())
    }

    /// Passes on a last line without an end, of text that was not cut.
    ///
    /// # Errors
    /// `give`'s own.
    pub(crate) fn finish<E>(self, give: impl FnOnce(&[u8]) -> Result<(), E>) -> Result<(), E> {
        if self.held.is_empty() { Ok(()) } else { give(&self.held) }
    }
}

/// Maximum bytes of a line that are held back.
const LONG: usize = 4 << 10;

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::{LONG, WholeLines};

    /// What comes of text in pieces: where it is cut behind them, and where it ends with them.
    fn passed(pieces: &[&str]) -> (String, String) {
        let (mut lines, mut out) = (WholeLines::default(), Vec::new());
        let mut give = |bytes: &[u8]| {
            out.extend_from_slice(bytes);
            Ok::<_, Infallible>(())
        };
        pieces.iter().for_each(|piece| lines.push(piece.as_bytes(), &mut give).unwrap());
        let cut = String::from_utf8(out.clone()).unwrap();
        let Ok(()) = lines.finish(|bytes| {
            out.extend_from_slice(bytes);
            Ok::<_, Infallible>(())
        });
        (cut, String::from_utf8(out).unwrap())
    }

    #[test]
    fn a_line_that_was_cut_does_not_pass_and_one_without_an_end_does() {
        for (pieces, cut) in [
            (&["one\ntw", "o\nfrom 192.0.2", ".17"][..], "one\ntwo\n"),
            (&["10%\r20"], "10%\r"),
            (&["half a na"], ""),
            (&["one\n"], "one\n"),
        ] {
            assert_eq!(passed(pieces), (cut.to_owned(), pieces.concat()));
        }
    }

    #[test]
    fn of_a_line_without_end_whole_words_pass() {
        let words = "word ".repeat(LONG);
        let (cut, whole) = passed(&[&words, "wor"]);
        assert_eq!((cut, whole), (words.clone(), format!("{words}wor")));
        let letters = "x".repeat(3 * LONG);
        assert_eq!(passed(&[&letters]).0.len(), 2 * LONG);
    }
}
