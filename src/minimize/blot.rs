//! Blots the numbers out of a line: what is left is its shape.
//!
//! A number is a run of digits that stands alone. A letter beside it, or within it, makes it part of a word.

/// The shape of one line; reused from line to line.
#[derive(Debug, Default)]
pub(crate) struct Blot {
    /// The line with every digit of a number made a zero, and spaces up to a full window.
    text: Vec<u8>,
    length: usize,
    hash: u64,
    runs: Vec<u64>,
    letters: Vec<u64>,
}

impl Blot {
    /// Takes a line.
    pub(crate) fn take(&mut self, line: &[u8]) {
        self.length = line.len();
        self.text.clear();
        self.text.extend_from_slice(line);
        self.text.resize(line.len().next_multiple_of(WINDOW), b' ');
        self.classify();
        self.spread_letters();
        self.blot();
    }

    /// The line with its numbers blotted out.
    pub(crate) fn text(&self) -> &[u8] {
        &self.text[..self.length]
    }

    /// The hash of that text.
    pub(crate) fn hash(&self) -> u64 {
        self.hash
    }

    /// Notes which bytes belong to runs of letters and digits, and which of these are no digits.
    fn classify(&mut self) {
        self.runs.clear();
        self.letters.clear();
        let (windows, _) = self.text.as_chunks::<WINDOW>();
        for window in windows {
            let (mut runs, mut letters) = (0, 0);
            let (chunks, _) = window.as_chunks::<8>();
            for (number, chunk) in chunks.iter().enumerate() {
                let (run, letter) = classes(u64::from_le_bytes(*chunk));
                runs |= gathered(run) << (8 * number);
                letters |= gathered(letter) << (8 * number);
            }
            self.runs.push(runs);
            self.letters.push(letters);
        }
    }

    /// Makes a letter of every byte whose run holds one.
    fn spread_letters(&mut self) {
        let mut carry = 0;
        for (run, letter) in self.runs.iter().zip(&mut self.letters) {
            *letter = rightward(*letter | (carry & run), *run);
            carry = *letter >> (WINDOW - 1);
        }
        carry = 0;
        for (run, letter) in self.runs.iter().zip(&mut self.letters).rev() {
            *letter = leftward(*letter | (carry << (WINDOW - 1) & run), *run);
            carry = *letter & 1;
        }
    }

    /// Writes zeros over the numbers, and hashes what comes of it.
    fn blot(&mut self) {
        let mut hash = self.length as u64;
        let (windows, _) = self.text.as_chunks_mut::<WINDOW>();
        for (window, (run, letter)) in windows.iter_mut().zip(self.runs.iter().zip(&self.letters)) {
            let mut numbers = run & !letter;
            let (chunks, _) = window.as_chunks_mut::<8>();
            for chunk in chunks {
                let digits = BYTES[(numbers & 0xff) as usize];
                let blotted = (u64::from_le_bytes(*chunk) & !digits) | (ZEROS & digits);
                *chunk = blotted.to_le_bytes();
                hash = mixed(hash, blotted);
                numbers >>= 8;
            }
        }
        self.hash = hash;
    }
}

/// Mixes eight bytes into a hash.
pub(crate) const fn mixed(hash: u64, chunk: u64) -> u64 {
    let product = (hash ^ chunk).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    product ^ (product >> 32)
}

/// The high bit of each of eight bytes that is a letter, a digit or beyond ASCII; and of each that is no digit of these.
pub(crate) const fn classes(chunk: u64) -> (u64, u64) {
    let low = chunk & !HIGH;
    let small = low | (0x20 * ONES);
    let from_a = small.wrapping_add((0x80 - b'a' as u64) * ONES);
    let past_z = small.wrapping_add((0x7f - b'z' as u64) * ONES);
    let from_0 = low.wrapping_add((0x80 - b'0' as u64) * ONES);
    let past_9 = low.wrapping_add((0x7f - b'9' as u64) * ONES);
    let letter = ((from_a & !past_z) | chunk) & HIGH;
    let digit = from_0 & !past_9 & HIGH;
    (letter | digit, letter)
}

/// The high bits of eight bytes, side by side.
pub(crate) const fn gathered(high: u64) -> u64 {
    (high >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// Spreads set bits to the right within runs (a parallel prefix in six steps).
const fn rightward(mut set: u64, mut run: u64) -> u64 {
    let mut step = 1;
    while step < WINDOW {
        set |= run & (set << step);
        run &= run << step;
        step *= 2;
    }
    set
}

/// Spreads set bits to the left within runs.
const fn leftward(mut set: u64, mut run: u64) -> u64 {
    let mut step = 1;
    while step < WINDOW {
        set |= run & (set >> step);
        run &= run >> step;
        step *= 2;
    }
    set
}

/// All ones in each byte whose bit is set.
const BYTES: [u64; 256] = {
    let mut bytes = [0; 256];
    let mut bits = 0;
    while bits < 256 {
        let mut at = 0;
        while at < 8 {
            if bits >> at & 1 == 1 {
                bytes[bits] |= 0xff << (8 * at);
            }
            at += 1;
        }
        bits += 1;
    }
    bytes
};

/// Bytes that are looked at together.
const WINDOW: usize = 64;
const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x80 * ONES;
const ZEROS: u64 = b'0' as u64 * ONES;

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop, proptest};

    use super::Blot;

    /// The same, a run at a time.
    fn blotted(line: &[u8]) -> Vec<u8> {
        let is_run = |byte: &u8| byte.is_ascii_alphanumeric() || *byte >= 0x80;
        let mut out = line.to_vec();
        for run in out.chunk_by_mut(|one, other| is_run(one) == is_run(other)) {
            if run.iter().all(u8::is_ascii_digit) {
                run.fill(b'0');
            }
        }
        out
    }

    proptest! {
        #[test]
        fn numbers_that_stand_alone_are_blotted_out(
            line in prop::collection::vec(prop::sample::select(b"07a9Z .:-_\xc3".to_vec()), 0..300)
        ) {
            let mut blot = Blot::default();
            blot.take(&line);
            assert_eq!(blot.text(), blotted(&line));
        }
    }

    #[test]
    fn lines_that_differ_in_numbers_alone_share_a_hash() {
        let hash = |line: &str| {
            let mut blot = Blot::default();
            blot.take(line.as_bytes());
            blot.hash()
        };
        assert_eq!(hash("sshd[2417]: port 22"), hash("sshd[9083]: port 80"));
        assert_ne!(hash("sshd[2417]: port 22"), hash("sshd[417]: port 22"));
        assert_ne!(hash("x2"), hash("x3"));
    }
}
