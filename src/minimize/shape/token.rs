//! What counts of a number, a name, a time or of hexadecimal digits: lines that differ in the rest share a shape.

/// What counts of what stands in a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token(pub(super) u32);

impl Token {
    /// The end of the line.
    pub(super) const END: Self = Self(0);

    /// A number, by how many digits it has.
    pub(super) const fn number(digits: usize) -> Self {
        Self(1 << 16 | digits as u32)
    }

    /// A process's number behind a program's name, as syslog has it: `sshd[4711]:`, whatever its length.
    pub(super) const PROCESS: Self = Self(1 << 16);

    /// An opaque word, by about how long it is and by how many digits end it, as far as finders ask: a name teaches
    /// from four bytes on, others from six, eight or twelve.
    pub(super) const fn word(length: usize, digits: usize) -> Self {
        let length = match length {
            ..6 => 4,
            6 | 7 => 6,
            8..12 => 8,
            _ => 12,
        };
        let digits = if digits == 2 { 1 } else { digits };
        Self(2 << 16 | (length << 8 | digits) as u32)
    }

    /// An address of four numbers: of what kind, and whether it is as short as a version.
    pub(super) const fn address(class: u32) -> Self {
        Self(3 << 16 | class)
    }

    pub(super) const CLOCK: Self = Self(4 << 16);

    pub(super) const fn date(length: usize) -> Self {
        Self(5 << 16 | length as u32)
    }

    /// A hardware address.
    pub(super) const fn mac(mark: u8, letters: bool, upper: bool) -> Self {
        Self(6 << 16 | (mark as u32) << 2 | (letters as u32) << 1 | upper as u32)
    }

    pub(super) const fn uuid(upper: bool) -> Self {
        Self(7 << 16 | upper as u32)
    }

    /// Digits and letters that are all hexadecimal, how many of the first if there are few, and whether one of them
    /// begins it and one ends it.
    pub(super) const fn hexadecimal(length: usize, few: usize, first: bool, last: bool, upper: bool) -> Self {
        let lengths = (few << 7 | length) as u32;
        Self(8 << 16 | lengths << 3 | (first as u32) << 2 | (last as u32) << 1 | upper as u32)
    }

    /// Whether an opaque word stands there.
    pub(super) const fn is_word(self) -> bool {
        self.0 >> 16 == 2
    }

    /// Whether words stand there that may be known: a date, or anything of hexadecimal digits.
    pub(super) const fn has_runs(self) -> bool {
        self.0 >> 16 >= 5
    }

    /// Whether anything of hexadecimal digits stands there.
    pub(super) const fn is_hexadecimal(self) -> bool {
        self.0 >> 16 >= 6
    }

    /// Whether a time of day or a date stands there.
    pub(super) const fn is_time(self) -> bool {
        matches!(self.0 >> 16, 4 | 5)
    }

    /// Whether a number stands there.
    pub(super) const fn is_number(self) -> bool {
        self.0 >> 16 == 1
    }
}
