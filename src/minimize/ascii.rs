//! Classes of bytes: digits, letters, what names are written in; and how far a text is of one.
//!
//! Finders ask so of lines that are new, which few are, and in hundreds of places: these are called and not inlined, so
//! that the program stays small.

/// A class of bytes, as a set of bits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Class([u64; 4]);

impl Class {
    /// These bytes.
    pub(crate) const fn of(bytes: &[u8]) -> Self {
        Self([0; 4]).or(bytes)
    }

    /// These bytes as well.
    #[inline(never)]
    pub(crate) const fn or(mut self, bytes: &[u8]) -> Self {
        let mut at = 0;
        while at < bytes.len() {
            self.0[(bytes[at] >> 6) as usize] |= 1 << (bytes[at] & 63);
            at += 1;
        }
        self
    }

    /// All bytes as well that are not ASCII: letters of other languages.
    pub(crate) const fn or_not_ascii(self) -> Self {
        Self([self.0[0], self.0[1], u64::MAX, u64::MAX])
    }

    /// These bytes as well, from the first to the last.
    const fn or_between(mut self, first: u8, last: u8) -> Self {
        let mut byte = first;
        while byte <= last {
            self.0[(byte >> 6) as usize] |= 1 << (byte & 63);
            byte += 1;
        }
        self
    }

    /// Whether a byte is of it.
    #[inline]
    pub(crate) const fn has(&self, byte: u8) -> bool {
        self.0[(byte >> 6) as usize] >> (byte & 63) & 1 != 0
    }

    /// How many bytes of it a text begins with.
    #[inline(never)]
    pub(crate) fn run(&self, text: &[u8]) -> usize {
        text.iter().take_while(|byte| self.has(**byte)).count()
    }

    /// How many bytes of it a text ends with.
    #[inline(never)]
    pub(crate) fn run_back(&self, text: &[u8]) -> usize {
        text.iter().rev().take_while(|byte| self.has(**byte)).count()
    }

    /// How many bytes of it a text begins with; no more than so many are looked at.
    pub(crate) fn run_within(&self, text: &[u8], most: usize) -> usize {
        self.run(&text[..text.len().min(most)])
    }

    /// How many bytes of it a text ends with; no more than so many are looked at.
    pub(crate) fn run_back_within(&self, text: &[u8], most: usize) -> usize {
        self.run_back(&text[text.len().saturating_sub(most)..])
    }

    /// How many bytes stand before the first of it; all of them where there is none.
    #[inline(never)]
    pub(crate) fn until(&self, text: &[u8]) -> usize {
        text.iter().take_while(|byte| !self.has(**byte)).count()
    }

    /// Whether a text is of it from end to end, as an empty one is.
    #[inline(never)]
    pub(crate) fn fills(&self, text: &[u8]) -> bool {
        text.iter().all(|byte| self.has(*byte))
    }

    /// Whether a byte of it stands in a text.
    #[inline(never)]
    pub(crate) fn is_in(&self, text: &[u8]) -> bool {
        text.iter().any(|byte| self.has(*byte))
    }
}

/// Whether a text is a digit or more, and nothing else.
pub(crate) fn is_number(text: &[u8]) -> bool {
    !text.is_empty() && DIGIT.fills(text)
}

pub(crate) const DIGIT: Class = Class::of(b"").or_between(b'0', b'9');
pub(crate) const LOWER: Class = Class::of(b"").or_between(b'a', b'z');
pub(crate) const UPPER: Class = Class::of(b"").or_between(b'A', b'Z');
pub(crate) const LETTER: Class = UPPER.or_between(b'a', b'z');
pub(crate) const ALNUM: Class = LETTER.or_between(b'0', b'9');
pub(crate) const HEX: Class = UPPER_HEX.or_between(b'a', b'f');
pub(crate) const UPPER_HEX: Class = DIGIT.or_between(b'A', b'F');
/// All that can be seen of ASCII.
pub(crate) const GRAPHIC: Class = Class::of(b"").or_between(b'!', b'~');
pub(crate) const SPACE: Class = Class::of(b" ");
/// What stands between words of one line.
pub(crate) const BLANK: Class = Class::of(b" \t");
/// White space, line ends among it.
pub(crate) const WHITE: Class = Class::of(b" \t\n\x0c\r");
pub(crate) const QUOTE: Class = Class::of(b"\"'");
/// What most names of hosts, logins and files are written in.
pub(crate) const NAME: Class = ALNUM.or(b"._-");
/// What most keys and options are written in.
pub(crate) const KEY: Class = ALNUM.or(b"_-");
/// What names in programs are written in.
pub(crate) const WORD: Class = ALNUM.or(b"_");
/// What IPv4 addresses and versions are written in.
pub(crate) const DOTTED: Class = DIGIT.or(b".");
/// What makers write serial numbers in.
pub(crate) const SERIAL: Class = UPPER.or_between(b'0', b'9');
/// Base64 and what fills it up.
pub(crate) const BASE64: Class = ALNUM.or(b"+/=");

#[cfg(test)]
mod tests {
    use super::{ALNUM, BLANK, Class, DIGIT, GRAPHIC, HEX, LETTER, LOWER, UPPER, WHITE};

    #[test]
    fn classes_are_those_of_the_standard_library() {
        for byte in 0..=u8::MAX {
            assert_eq!(DIGIT.has(byte), byte.is_ascii_digit());
            assert_eq!(LOWER.has(byte), byte.is_ascii_lowercase());
            assert_eq!(UPPER.has(byte), byte.is_ascii_uppercase());
            assert_eq!(LETTER.has(byte), byte.is_ascii_alphabetic());
            assert_eq!(ALNUM.has(byte), byte.is_ascii_alphanumeric());
            assert_eq!(HEX.has(byte), byte.is_ascii_hexdigit());
            assert_eq!(GRAPHIC.has(byte), byte.is_ascii_graphic());
            assert_eq!(WHITE.has(byte), byte.is_ascii_whitespace());
            assert_eq!(DIGIT.or_not_ascii().has(byte), byte.is_ascii_digit() || byte >= 0x80);
        }
    }

    #[test]
    fn a_text_is_of_a_class_for_as_long_as_it_is() {
        assert_eq!((DIGIT.run(b"12a3"), DIGIT.run_back(b"1a23"), DIGIT.run(b""), DIGIT.run_back(b"a")), (2, 2, 0, 0));
        assert_eq!((DIGIT.run_within(b"1234", 3), DIGIT.run_within(b"1", 3)), (3, 1));
        assert_eq!((DIGIT.run_back_within(b"1234", 3), DIGIT.run_back_within(b"a1", 3)), (3, 1));
        assert_eq!((BLANK.until(b"ab c"), BLANK.until(b"abc")), (2, 3));
        assert!(Class::of(b"ab").fills(b"abba") && Class::of(b"ab").fills(b"") && !Class::of(b"ab").fills(b"abc"));
        assert!(Class::of(b"ab").is_in(b"xb") && !Class::of(b"ab").is_in(b"xy") && !Class::of(b"ab").is_in(b""));
    }
}
