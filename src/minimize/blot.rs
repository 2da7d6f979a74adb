//! Blots the numbers out of a line: what is left is its shape.
//!
//! A number is a run of digits that stands alone. A letter beside it, or within it, makes it part of a word. Of a number
//! only its length is left; of four numbers with dots between them, only what kind of address they make.

use std::net::Ipv4Addr;

use super::bytes;

/// The shape of one line; reused from line to line.
#[derive(Debug, Default)]
pub(crate) struct Blot {
    /// The line with every digit of a number made a zero, and spaces up to a full window.
    text: Vec<u8>,
    length: usize,
    runs: Vec<u64>,
    letters: Vec<u64>,
    quads: Vec<Quad>,
    /// The text with its quads made short; empty where there are none.
    short: Vec<u8>,
}

/// Four numbers with dots between them.
#[derive(Debug, Clone, Copy)]
struct Quad {
    start: usize,
    end: usize,
    /// Where what stands for it ends in the shape.
    past: usize,
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
        self.shorten(line);
    }

    /// The shape.
    pub(crate) fn text(&self) -> &[u8] {
        if self.quads.is_empty() { &self.text[..self.length] } else { &self.short }
    }

    /// The hash of the shape.
    pub(crate) fn hash(&self) -> u64 {
        let text = self.text();
        let (chunks, rest) = text.as_chunks::<8>();
        let hash = chunks.iter().fold(text.len() as u64, |hash, chunk| mixed(hash, u64::from_le_bytes(*chunk)));
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        mixed(hash, u64::from_le_bytes(last))
    }

    /// Hands out where in the line each number begins and ends.
    pub(crate) fn numbers(&self, mut take: impl FnMut(usize, usize)) {
        let (mut start, mut inside) = (0, 0);
        for (window, (runs, letters)) in self.runs.iter().zip(&self.letters).enumerate() {
            let numbers = runs & !letters;
            let mut edges = numbers ^ (numbers << 1 | inside);
            inside = numbers >> (WINDOW - 1);
            while edges != 0 {
                let bit = edges.trailing_zeros() as usize;
                match numbers >> bit & 1 {
                    1 => start = window * WINDOW + bit,
                    _ => take(start, window * WINDOW + bit),
                }
                edges &= edges - 1;
            }
        }
        if inside == 1 {
            take(start, self.length);
        }
    }

    /// Where in the line a place of the shape lies.
    pub(crate) fn line(&self, at: usize) -> usize {
        let quad = self.quads.iter().rev().find(|quad| quad.past <= at);
        quad.map_or(at, |quad| quad.end + (at - quad.past))
    }

    /// Where in the shape a place of the line lies; `None` within a quad.
    pub(crate) fn shape(&self, at: usize) -> Option<usize> {
        match self.quads.iter().rev().find(|quad| quad.start < at) {
            Some(quad) if at < quad.end => None,
            Some(quad) => Some(quad.past + (at - quad.end)),
            None => Some(at),
        }
    }

    /// Puts what kind of address it makes in the place of each quad.
    fn shorten(&mut self, line: &[u8]) {
        self.quads.clear();
        self.short.clear();
        let mut done = 0;
        for dot in memchr::memchr_iter(b'.', line) {
            if dot <= done || !self.is_number(dot - 1) || !self.is_number(dot + 1) {
                continue;
            }
            let start = dot - line[..dot].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
            let end = dot + line[dot..].iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
            done = end;
            let end = end - line[..end].iter().rev().take_while(|byte| **byte == b'.').count();
            let Some(class) = class(&line[start..end]).filter(|_| self.is_number(end - 1)) else { continue };
            let copied = self.quads.last().map_or(0, |quad| quad.end);
            self.short.extend_from_slice(&self.text[copied..start]);
            self.short.extend([MARK, class]);
            self.quads.push(Quad { start, end, past: self.short.len() });
        }
        if let Some(quad) = self.quads.last() {
            self.short.extend_from_slice(&self.text[quad.end..self.length]);
        }
    }

    /// Whether the byte at `at` is part of a number.
    fn is_number(&self, at: usize) -> bool {
        let (window, bit) = (at / WINDOW, at % WINDOW);
        self.runs.get(window).is_some_and(|runs| (runs & !self.letters[window]) >> bit & 1 == 1)
    }

    /// Notes which bytes belong to runs of letters and digits, and which of these are no digits.
    fn classify(&mut self) {
        let (windows, _) = self.text.as_chunks::<WINDOW>();
        self.runs.resize(windows.len(), 0);
        self.letters.resize(windows.len(), 0);
        for (window, (runs, letters)) in windows.iter().zip(self.runs.iter_mut().zip(&mut self.letters)) {
            (*runs, *letters) = window_classes(window);
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

    /// Writes zeros over the numbers.
    fn blot(&mut self) {
        let (windows, _) = self.text.as_chunks_mut::<WINDOW>();
        for (window, (run, letter)) in windows.iter_mut().zip(self.runs.iter().zip(&self.letters)) {
            let numbers = run & !letter;
            if numbers != 0 {
                blot_window(window, numbers);
            }
        }
    }
}

/// Which bytes of a window are letters, digits or beyond ASCII, and which of these are no digits.
fn window_classes(window: &[u8; WINDOW]) -> (u64, u64) {
    let (mut runs, mut letters) = (0, 0);
    for number in 0..WINDOW / 8 {
        let (run, letter) = classes(eight(window, number));
        runs |= gathered(run) << (8 * number);
        letters |= gathered(letter) << (8 * number);
    }
    (runs, letters)
}

fn blot_window(window: &mut [u8; WINDOW], numbers: u64) {
    for number in 0..WINDOW / 8 {
        let digits = BYTES[(numbers >> (8 * number) & 0xff) as usize];
        let blotted = (eight(window, number) & !digits) | (ZEROS & digits);
        window[8 * number..8 * number + 8].copy_from_slice(&blotted.to_le_bytes());
    }
}

/// Eight bytes of a window.
#[inline]
fn eight(window: &[u8; WINDOW], number: usize) -> u64 {
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&window[8 * number..8 * number + 8]);
    u64::from_le_bytes(bytes)
}

/// What kind of address four numbers make: none, one of a private range, one that looks like a version. `None` where
/// they are not four.
fn class(text: &[u8]) -> Option<u8> {
    if text.iter().filter(|byte| **byte == b'.').count() != 3 || bytes::find(text, b"..").is_some() {
        return None;
    }
    if !std::str::from_utf8(text).is_ok_and(|text| text.parse::<Ipv4Addr>().is_ok()) {
        // An octet too large, or too long a number: how long counts as for any number, and there is only one class.
        return (text.len() <= LONGEST).then_some(0x40 | text.len() as u8);
    }
    let private = [&b"10."[..], b"192.168.", b"172."].iter().any(|range| text.starts_with(range));
    Some(
        1 | u8::from(private) << 1 | u8::from(text.ends_with(b".0.0.0")) << 2 | u8::from(text.starts_with(b"10.")) << 3,
    )
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

/// Stands before a quad's class in a shape; a line that holds it itself has another text around it or is as rare.
const MARK: u8 = 0x02;
/// The longest text that may be four numbers of an address.
const LONGEST: usize = 15;

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
            assert_eq!(blot.text[..blot.length], blotted(&line));
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
        assert_eq!(hash("from 192.0.2.7 port"), hash("from 198.51.100.23 port"));
        assert_ne!(hash("from 192.0.2.7 port"), hash("from 192.0.2.700 port"));
    }

    #[test]
    fn places_lead_back_and_forth() {
        let mut blot = Blot::default();
        let line = b"a 192.0.2.7 to 198.51.100.23:80";
        blot.take(line);
        let (start, end) = (blot.shape(2).unwrap(), blot.shape(11).unwrap());
        assert_eq!((blot.line(start), blot.line(end), blot.shape(5)), (2, 11, None));
        let port = blot.shape(29).unwrap();
        assert_eq!((blot.line(port), &blot.text()[port..]), (29, &b"00"[..]));
    }
}
