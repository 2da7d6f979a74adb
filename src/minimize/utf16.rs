//! UTF-16, as Windows writes its logs: read as UTF-8, written as it came.
//!
//! A unit that is half of a pair and has lost the other half passes through as the three bytes that UTF-8 would have
//! for it, which no finder takes for a letter of a name's end, and comes out as it was.

/// Decodes an item of UTF-16.
#[derive(Debug)]
pub(crate) struct Utf16 {
    encoding: Encoding,
    /// A byte that waits for its other half.
    odd: Option<u8>,
    /// A unit that waits for its other half.
    high: Option<u16>,
}

/// How text is to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// The lower byte first.
    LittleEndian,
    /// The higher byte first.
    BigEndian,
}

impl Utf16 {
    /// Sees from its first bytes that an item is UTF-16: by its mark, or by most of every other byte being zero.
    pub(crate) fn of(bytes: &[u8]) -> Option<Self> {
        let sample = &bytes[..bytes.len().min(SAMPLE) & !1];
        let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
        let mostly = |count: usize| sample.len() >= 8 && count * 5 >= sample.len() * 2;
        // Bytes that are broken may look like the mark: text of one byte a letter has none.
        let narrow =
            sample.len() >= 24 && sample[2..].iter().all(|byte| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~'));
        let encoding = match sample {
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] if narrow => return None,
            [0xff, 0xfe, ..] => Encoding::LittleEndian,
            [0xfe, 0xff, ..] => Encoding::BigEndian,
            _ if mostly(zeros(1)) && zeros(0) * 8 <= zeros(1) => Encoding::LittleEndian,
            _ if mostly(zeros(0)) && zeros(1) * 8 <= zeros(0) => Encoding::BigEndian,
            _ => return None,
        };
        Some(Self { encoding, odd: None, high: None })
    }

    /// How the item is to be written.
    pub(crate) fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Appends what the next bytes say.
    pub(crate) fn decode(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        for byte in bytes {
            let Some(first) = self.odd.take() else {
                self.odd = Some(*byte);
                continue;
            };
            self.unit(self.encoding.unit([first, *byte]), out);
        }
    }

    fn unit(&mut self, unit: u16, out: &mut Vec<u8>) {
        let pair = self.high.take().map(|high| (high, char::decode_utf16([high, unit]).next()));
        match pair {
            Some((_, Some(Ok(letter)))) => return push(letter as u32, out),
            Some((high, _)) => push(u32::from(high), out),
            None => {}
        }
        match unit {
            0xd800..=0xdbff => self.high = Some(unit),
            unit => push(u32::from(unit), out),
        }
    }
}

impl Encoding {
    /// Writes text that [`Utf16`] has read.
    pub(crate) fn encode(self, text: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(2 * text.len());
        let mut at = 0;
        while at < text.len() {
            let (value, length) = value(&text[at..]);
            at += length;
            let mut units = [0; 2];
            match char::from_u32(value) {
                Some(letter) => letter.encode_utf16(&mut units).iter().for_each(|unit| out.extend(self.bytes(*unit))),
                None => out.extend(self.bytes(value as u16)),
            }
        }
        out
    }

    const fn unit(self, bytes: [u8; 2]) -> u16 {
        match self {
            Self::LittleEndian => u16::from_le_bytes(bytes),
            Self::BigEndian => u16::from_be_bytes(bytes),
        }
    }

    const fn bytes(self, unit: u16) -> [u8; 2] {
        match self {
            Self::LittleEndian => unit.to_le_bytes(),
            Self::BigEndian => unit.to_be_bytes(),
        }
    }
}

/// Appends the UTF-8 of a code point, of half a pair too.
fn push(value: u32, out: &mut Vec<u8>) {
    match char::from_u32(value) {
        Some(letter) => out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes()),
        None => {
            out.extend([0xe0 | (value >> 12) as u8, 0x80 | (value >> 6 & 0x3f) as u8, 0x80 | (value & 0x3f) as u8]);
        }
    }
}

/// The code point that text begins with, and its length.
fn value(text: &[u8]) -> (u32, usize) {
    let more = |at: usize| u32::from(text.get(at).copied().unwrap_or(0x80)) & 0x3f;
    match text[0] {
        byte @ 0..0xc0 => (u32::from(byte), 1),
        byte @ 0xc0..0xe0 => (u32::from(byte & 0x1f) << 6 | more(1), 2),
        byte @ 0xe0..0xf0 => (u32::from(byte & 0x0f) << 12 | more(1) << 6 | more(2), 3),
        byte => (u32::from(byte & 0x07) << 18 | more(1) << 12 | more(2) << 6 | more(3), 4),
    }
}

/// Bytes that are looked at to see what an item is.
const SAMPLE: usize = 4096;

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop, proptest};

    use super::Utf16;

    proptest! {
        #[test]
        fn whatever_is_read_is_written_as_it_came(units in prop::collection::vec(any::<u16>(), 0..64), cut in 0..64_usize) {
            for mark in [[0xff, 0xfe], [0xfe, 0xff]] {
                let mut bytes = mark.to_vec();
                bytes.extend(units.iter().filter(|unit| !(0xd800..0xe000).contains(*unit)).flat_map(|unit| unit.to_le_bytes()));
                let mut utf16 = Utf16::of(&bytes).unwrap();
                let mut text = Vec::new();
                let (one, other) = bytes.split_at(cut.min(bytes.len()));
                utf16.decode(one, &mut text);
                utf16.decode(other, &mut text);
                assert!(std::str::from_utf8(&text).is_ok() || mark == [0xfe, 0xff]);
                let whole = utf16.high.is_none();
                assert!(!whole || utf16.encoding().encode(&text) == bytes);
            }
        }
    }
}
