//! Runs of letters and digits: where they are in a window of a line, and their hashes.

use super::super::bytes::{FIRST, eight};

/// What the bytes of a run say.
pub(super) struct Run {
    pub(super) hash: u64,
    /// The first eight bytes.
    pub(super) first: u64,
    /// Of all letters and digits only the digits have neither of these bits: 0x40, 0x80.
    pub(super) upper: u64,
}

impl Run {
    #[inline]
    pub(super) fn of(line: &[u8], start: usize, end: usize) -> Self {
        let length = end.wrapping_sub(start);
        if length <= 8 { Self::short(line, start, length) } else { Self::long(line, start, end) }
    }

    /// A run of at most eight bytes.
    #[inline]
    fn short(line: &[u8], start: usize, length: usize) -> Self {
        let first = match line.get(start..).and_then(|rest| rest.first_chunk::<8>()) {
            Some(bytes) => u64::from_le_bytes(*bytes) & FIRST[length & 15],
            None => eight(&line[start..start.wrapping_add(length)]),
        };
        Self { hash: step(SEED, first), first, upper: first & (0xc0 * ONES) }
    }

    fn long(line: &[u8], start: usize, end: usize) -> Self {
        let (chunks, rest) = line[start..end].as_chunks::<8>();
        let mut run =
            Self { hash: SEED, first: chunks.first().map_or(0, |first| u64::from_le_bytes(*first)), upper: 0 };
        for chunk in chunks {
            run.take(u64::from_le_bytes(*chunk));
        }
        if !rest.is_empty() {
            run.take(eight(rest));
        }
        run
    }

    #[inline]
    fn take(&mut self, chunk: u64) {
        self.hash = step(self.hash, chunk);
        self.upper |= chunk & (0xc0 * ONES);
    }
}

/// The hash of a run of letters and digits, the same in either case.
pub(crate) fn hash(run: &[u8]) -> u64 {
    Run::of(run, 0, run.len()).hash
}

/// Calls `each` with the place and the hash of every run of letters and digits of a text, and of the ASCII parts of
/// those that hold other letters too.
pub(crate) fn runs(text: &[u8], mut each: impl FnMut(usize, u64)) {
    let mut word = |start: usize, end: usize| {
        let run = Run::of(text, start, end);
        each(start, run.hash);
        if run.upper & HIGH != 0 {
            let parts = text[start..end].split(|byte| !byte.is_ascii()).filter(|part| !part.is_empty());
            parts.for_each(|part| each(start, hash(part)));
        }
    };
    let (mut start, mut inside) = (0, 0);
    for (number, window) in text.chunks(WINDOW).enumerate() {
        let base = number * WINDOW;
        let runs = masks(window).0;
        let mut edges = runs ^ (runs << 1 | inside);
        inside = runs >> (WINDOW - 1);
        while edges != 0 {
            let at = base + edges.trailing_zeros() as usize;
            if runs >> (at - base) & 1 == 1 {
                start = at
            } else {
                word(start, at)
            }
            edges &= edges - 1;
        }
    }
    if inside == 1 && text.len().is_multiple_of(WINDOW) {
        word(start, text.len());
    }
}

/// Which bytes of a window are letters or digits, and which are neither these nor spaces.
pub(super) fn masks(window: &[u8]) -> (u64, u64) {
    let mut bytes = [b' '; WINDOW];
    let window: &[u8; WINDOW] = match window.first_chunk() {
        Some(window) => window,
        None => {
            bytes[..window.len()].copy_from_slice(window);
            &bytes
        }
    };
    let (mut runs, mut spaces) = (0_u64, 0_u64);
    let (chunks, _) = window.as_chunks::<8>();
    for (number, chunk) in chunks.iter().enumerate() {
        let chunk = u64::from_le_bytes(*chunk);
        runs |= gathered(classes(chunk).0) << (8 * number);
        spaces |= gathered(equal(chunk, b' ')) << (8 * number);
    }
    (runs, !(runs | spaces))
}

/// The high bit of each of eight bytes that is `byte`.
const fn equal(chunk: u64, byte: u8) -> u64 {
    let other = chunk ^ (byte as u64).wrapping_mul(ONES);
    !((other & !HIGH).wrapping_add(!HIGH) | other) & HIGH
}

/// The high bit of each of eight bytes that is a letter, a digit or beyond ASCII; and of each that is no digit of
/// these.
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

/// Mixes up to eight bytes into a hash.
const fn step(hash: u64, chunk: u64) -> u64 {
    // Bit 5 tells a letter's case and is set in every digit.
    let mixed = (hash ^ (chunk | (0x20 * ONES))).wrapping_mul(FACTOR);
    mixed ^ (mixed >> 29)
}

/// Bytes that are looked at together.
pub(super) const WINDOW: usize = 64;
pub(crate) const ONES: u64 = 0x0101_0101_0101_0101;
pub(crate) const HIGH: u64 = 0x80 * ONES;
const SEED: u64 = 0x9e37_79b9_7f4a_7c15;
/// An odd number without a pattern: the fraction of the square root of 13.
const FACTOR: u64 = 0x9b05_688c_2b3e_6c1f;
