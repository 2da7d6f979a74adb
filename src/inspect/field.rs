//! The positions of the fields in a tar header (pax(1), "ustar Interchange Format").

/// A field of a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Field {
    /// Offset of its first byte.
    from: usize,
    /// Offset after its last byte.
    to: usize,
}

impl Field {
    pub(super) const NAME: Self = Self::new(0, 100);
    pub(super) const MODE: Self = Self::new(100, 108);
    pub(super) const USER: Self = Self::new(108, 116);
    pub(super) const GROUP: Self = Self::new(116, 124);
    pub(super) const SIZE: Self = Self::new(124, 136);
    pub(super) const TIME: Self = Self::new(136, 148);
    pub(super) const CHECKSUM: Self = Self::new(148, 156);
    pub(super) const TYPE: Self = Self::new(156, 157);
    pub(super) const LINK: Self = Self::new(157, 257);
    pub(super) const MAGIC: Self = Self::new(257, 263);
    pub(super) const VERSION: Self = Self::new(263, 265);
    pub(super) const USER_NAME: Self = Self::new(265, 297);
    pub(super) const MAJOR: Self = Self::new(329, 337);
    pub(super) const MINOR: Self = Self::new(337, 345);
    pub(super) const PREFIX: Self = Self::new(345, 500);
    /// The bytes that belong to no field.
    pub(super) const REST: Self = Self::new(500, 512);

    const fn new(from: usize, to: usize) -> Self {
        Self { from, to }
    }

    /// Returns this field and those after it up to `last`.
    pub(super) const fn through(self, last: Self) -> Self {
        Self::new(self.from, last.to)
    }

    /// Returns its bytes.
    pub(super) fn of(self, block: &[u8; 512]) -> &[u8] {
        block.get(self.from..self.to).unwrap_or_default()
    }

    /// Returns whether a byte of a header belongs to it.
    pub(super) fn holds(self, at: usize) -> bool {
        (self.from..self.to).contains(&at)
    }
}
