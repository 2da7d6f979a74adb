//! The first sight of a line: one pass that hashes its words and notes its marks, so that a finder looks only at lines
//! in which it can find something.
//!
//! A mark says that something *may* stand in a line, never what it is: a finder that is called in vain finds nothing,
//! and one that is not called would have found nothing.

use super::blot::{classes, gathered};
use super::trigger::{Hit, Trigger};

/// A run of letters and digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word {
    /// First byte in the line.
    pub(crate) start: u32,
    /// One past the last byte.
    pub(crate) end: u32,
    /// Of its letters in lower case.
    pub(crate) hash: u64,
    number: bool,
}

impl Word {
    /// Whether it is made of digits alone.
    pub(crate) fn is_number(&self) -> bool {
        self.number
    }

    /// The word that begins and ends there.
    pub(crate) fn at(line: &[u8], start: usize, end: usize) -> Self {
        let run = Run::of(line, start, end);
        Self { start: start as u32, end: end as u32, hash: run.hash, number: run.upper == 0 }
    }

    /// The same word elsewhere.
    pub(crate) fn moved(self, start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end as u32, ..self }
    }

    /// Its letters and digits.
    pub(crate) fn len(&self) -> usize {
        (self.end - self.start) as usize
    }
}

/// What a line shows at first sight; reused from line to line.
#[derive(Debug, Default)]
pub(crate) struct Sight {
    /// Every run of letters and digits, in order; a run with letters beyond ASCII also by its ASCII parts.
    pub(crate) words: Vec<Word>,
    /// The words that some finder waits for.
    pub(crate) hits: Vec<Hit>,
    marks: u64,
    finders: u32,
}

impl Sight {
    /// Looks at a line.
    pub(crate) fn look(&mut self, line: &[u8]) {
        self.words.clear();
        self.marks = whole(line);
        let mut counts = Counts::default();
        // Where the word at hand begins, and whether the byte before the window belongs to it.
        let (mut start, mut inside) = (0, 0);
        for (number, window) in line.chunks(WINDOW).enumerate() {
            let base = number * WINDOW;
            let (runs, others) = masks(window);
            let mut edges = runs ^ (runs << 1 | inside);
            inside = runs >> (WINDOW - 1);
            while edges != 0 {
                let at = base + edges.trailing_zeros() as usize;
                if runs >> (at - base) & 1 == 1 {
                    start = at;
                } else {
                    self.word(line, start, at);
                }
                edges &= edges - 1;
            }
            let mut others = others;
            while others != 0 {
                let at = base + others.trailing_zeros() as usize;
                let byte = line[at];
                self.marks |= ALONE[usize::from(byte)];
                if BESIDE[usize::from(byte)] {
                    self.marks |= beside(line, at, byte, &mut counts);
                }
                others &= others - 1;
            }
        }
        if line.last().is_some_and(|byte| is_run(*byte)) && line.len().is_multiple_of(WINDOW) {
            self.word(line, start, line.len());
        }
        self.marks |= counts.marks();
        self.finders = Trigger::all().hit(&self.words, line, &mut self.hits);
    }

    /// Whether the line shows any of the marks, or holds any of the words, that a finder needs.
    pub(crate) fn calls(&self, needs: &Needs) -> bool {
        self.marks & needs.marks != 0 || self.finders & needs.finder.bit() != 0
    }

    /// Whether the line shows any of these marks.
    pub(crate) fn shows(&self, marks: u64) -> bool {
        self.marks & marks != 0
    }

    /// A sight that calls every finder: what it leads to is what any other sight must lead to.
    #[cfg(test)]
    pub(crate) fn look_everywhere(&mut self, line: &[u8]) {
        self.look(line);
        self.marks = u64::MAX;
        self.finders = u32::MAX;
    }

    #[inline]
    fn word(&mut self, line: &[u8], start: usize, end: usize) {
        let length = end.wrapping_sub(start);
        let run = Run::of(line, start, end);
        if length >= 4 {
            self.marks |= by_length(line, start, end, run.first & 0xff_ffff);
        }
        self.words.push(Word { start: start as u32, end: end as u32, hash: run.hash, number: run.upper == 0 });
        if run.upper & HIGH != 0 {
            self.parts(line, start, end);
        }
    }

    /// The ASCII parts of a run that holds other letters too: a quotation mark of UTF-8 hides no word.
    fn parts(&mut self, line: &[u8], start: usize, end: usize) {
        let mut at = start;
        while at < end {
            let length = line[at..end].iter().take_while(|byte| byte.is_ascii()).count();
            if length > 0 {
                let part = &line[at..at + length];
                let hash = hash(part);
                let first = part.first_chunk::<3>().map_or(0, three);
                self.marks |= by_length(line, at, at + length, first);
                self.words.push(Word { start: at as u32, end: (at + length) as u32, hash, number: false });
            }
            at += length.max(1);
        }
    }
}

/// What must be in a line for a finder to find anything in it: any one of these.
#[derive(Debug)]
pub(crate) struct Needs {
    pub(crate) finder: Finder,
    /// A set of [`mark`]s.
    pub(crate) marks: u64,
    /// Words, whole, in any case; behind `^` only as the line's first, behind `.` only after a dot.
    pub(crate) words: &'static [&'static str],
}

/// Whom a word calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Finder {
    Address,
    Audit,
    Blocks,
    Certificate,
    CommandLine,
    Contact,
    Device,
    Directives,
    Host,
    Ipsec,
    Joined,
    Mac,
    Pairs,
    Path,
    Secret,
    Table,
}

impl Finder {
    pub(super) const fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// Marks of a line; several make a set.
pub(crate) mod mark {
    /// `@`
    pub(crate) const AT: u64 = 1;
    /// `<`
    pub(crate) const LESS: u64 = 1 << 1;
    /// `=`
    pub(crate) const EQUALS: u64 = 1 << 2;
    /// `:`
    pub(crate) const COLON: u64 = 1 << 3;
    /// What an escape begins with: `%`, `\`, ESC, `&#`.
    pub(crate) const ESCAPE: u64 = 1 << 4;
    /// `~`
    pub(crate) const TILDE: u64 = 1 << 5;
    /// `$`
    pub(crate) const DOLLAR: u64 = 1 << 6;
    /// `{`
    pub(crate) const BRACE: u64 = 1 << 7;
    /// NUL
    pub(crate) const NUL: u64 = 1 << 8;
    /// `(`
    pub(crate) const PAREN: u64 = 1 << 9;
    /// `"` or `'`
    pub(crate) const QUOTE: u64 = 1 << 10;
    /// `://`
    pub(crate) const SCHEME: u64 = 1 << 11;
    /// `+` before a digit.
    pub(crate) const PLUS: u64 = 1 << 12;
    /// Two dots or more, each between digits.
    pub(crate) const DOTS: u64 = 1 << 13;
    /// Two colons or more, of which two stand side by side, or five each between letters and digits.
    pub(crate) const COLONS: u64 = 1 << 14;
    /// Five dashes or more, each between letters and digits.
    pub(crate) const DASHES: u64 = 1 << 15;
    /// Five underscores or more, each between letters and digits.
    pub(crate) const UNDERSCORES: u64 = 1 << 16;
    /// `--`
    pub(crate) const OPTION: u64 = 1 << 17;
    /// ` -x`
    pub(crate) const FLAG: u64 = 1 << 18;
    /// `//`
    pub(crate) const SLASHES: u64 = 1 << 19;
    /// `/` before a digit.
    pub(crate) const SLASH_DIGIT: u64 = 1 << 20;
    /// `:/`
    pub(crate) const COLON_SLASH: u64 = 1 << 21;
    /// `</`
    pub(crate) const ELEMENT: u64 = 1 << 22;
    /// `[` before a digit.
    pub(crate) const BRACKET_DIGIT: u64 = 1 << 23;
    /// `\`
    pub(crate) const BACKSLASH: u64 = 1 << 24;
    /// A word of four letters or digits beside a dot.
    pub(crate) const QUADS: u64 = 1 << 25;
    /// A word of eight letters or digits before a dash.
    pub(crate) const UUID: u64 = 1 << 26;
    /// A word of 8 or 32 letters or digits.
    pub(crate) const HEX: u64 = 1 << 27;
    /// A word of nine letters or digits or more that begins as a token may.
    pub(crate) const TOKEN: u64 = 1 << 28;
    /// A word of fifteen letters or digits.
    pub(crate) const INTERFACE: u64 = 1 << 29;
    /// A dash before a digit, behind a letter or a digit.
    pub(crate) const NUMBERED: u64 = 1 << 30;
    /// `[`
    pub(crate) const BRACKET: u64 = 1 << 31;
    /// A dash or an underscore between a `p` and a digit: `ip-10-0-0-1`.
    pub(crate) const IP: u64 = 1 << 32;
    /// `:` before white space, a quotation mark, another colon or the end of the line, or behind a quotation mark.
    pub(crate) const VALUE: u64 = 1 << 33;
    /// The line is one pair of brackets.
    pub(crate) const SECTION: u64 = 1 << 34;
    /// The line ends as one does that opens a block scalar of YAML.
    pub(crate) const SCALAR: u64 = 1 << 35;
    /// `tty1`, ` :0`
    pub(crate) const TERMINAL: u64 = 1 << 36;
}

/// What the bytes of a run say.
struct Run {
    hash: u64,
    /// The first eight bytes.
    first: u64,
    /// Of all letters and digits only the digits have neither of these bits: 0x40, 0x80.
    upper: u64,
}

impl Run {
    #[inline]
    fn of(line: &[u8], start: usize, end: usize) -> Self {
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

/// Up to eight bytes as a number, zeros behind them.
fn eight(text: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    bytes[..text.len()].copy_from_slice(text);
    u64::from_le_bytes(bytes)
}

/// Marks of a word of four letters or digits or more; `first` is its first three.
#[inline]
fn by_length(line: &[u8], start: usize, end: usize, first: u64) -> u64 {
    let after = line.get(end).copied().unwrap_or(0);
    match end.wrapping_sub(start) {
        4 if after == b'.' || start > 0 && line[start - 1] == b'.' => mark::QUADS,
        4..=6 if first == TERMINAL => mark::TERMINAL,
        8 if after == b'-' => mark::UUID | mark::HEX,
        8 => mark::HEX,
        9.. if TOKENS.contains(&first) => mark::TOKEN,
        32 => mark::HEX,
        15 => mark::INTERFACE,
        _ => 0,
    }
}

/// Which bytes of a window are letters or digits, and which are neither these nor spaces.
fn masks(window: &[u8]) -> (u64, u64) {
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

/// Mixes up to eight bytes into a hash.
const fn step(hash: u64, chunk: u64) -> u64 {
    // Bit 5 tells a letter's case and is set in every digit.
    let mixed = (hash ^ (chunk | (0x20 * ONES))).wrapping_mul(FACTOR);
    mixed ^ (mixed >> 29)
}

/// Marks that are counted before they are set.
#[derive(Default)]
struct Counts {
    dots: u32,
    colons: u32,
    dashes: u32,
    underscores: u32,
}

impl Counts {
    const fn marks(&self) -> u64 {
        let mut marks = 0;
        if self.dots >= 2 {
            marks |= mark::DOTS;
        }
        if self.colons >= 5 {
            marks |= mark::COLONS;
        }
        if self.dashes >= 5 {
            marks |= mark::DASHES;
        }
        if self.underscores >= 5 {
            marks |= mark::UNDERSCORES;
        }
        marks
    }
}

/// Marks of a line as a whole.
fn whole(line: &[u8]) -> u64 {
    let text = line.trim_ascii();
    match (text.first(), text.last()) {
        (Some(b'['), Some(b']')) => mark::SECTION,
        (_, Some(b'|' | b'>' | b'-' | b'+')) => mark::SCALAR,
        _ => 0,
    }
}

/// Marks that depend on what stands beside a byte.
fn beside(line: &[u8], at: usize, byte: u8, counts: &mut Counts) -> u64 {
    let before = at.checked_sub(1).map_or(b' ', |at| line[at]);
    let after = line.get(at + 1).copied().unwrap_or(b' ');
    let tight = u32::from(is_run(before) && is_run(after));
    match byte {
        b'.' => {
            counts.dots += u32::from(before.is_ascii_digit() && after.is_ascii_digit());
            0
        }
        b':' => {
            counts.colons += tight;
            match after {
                b':' => mark::COLONS | mark::VALUE,
                b' ' | b'\t' | b'"' | b'\'' | 0 => mark::VALUE,
                b'/' if line.get(at + 2) == Some(&b'/') => mark::SCHEME | mark::COLON_SLASH,
                b'/' => mark::COLON_SLASH,
                b'0' if before == b' ' => mark::TERMINAL,
                _ if matches!(before, b'"' | b'\'') => mark::VALUE,
                _ => 0,
            }
        }
        b'-' => {
            counts.dashes += tight;
            let address = before == b'p' && after.is_ascii_digit();
            let flag = matches!(before, b' ' | b'\t' | 0) && is_run(after);
            let option = after == b'-';
            let numbered = before.is_ascii_alphanumeric() && after.is_ascii_digit();
            (u64::from(flag) * mark::FLAG)
                | (u64::from(option) * mark::OPTION)
                | (u64::from(numbered) * mark::NUMBERED)
                | (u64::from(address) * mark::IP)
        }
        b'_' => {
            counts.underscores += tight;
            u64::from(before == b'p' && after.is_ascii_digit()) * mark::IP
        }
        b'/' => match after {
            b'/' => mark::SLASHES,
            b'0'..=b'9' => mark::SLASH_DIGIT,
            _ if before == b'<' => mark::ELEMENT,
            _ => 0,
        },
        b'+' if after.is_ascii_digit() && !is_zone(line, at) => mark::PLUS,
        b'&' if after == b'#' => mark::ESCAPE,
        b'[' if after.is_ascii_digit() => mark::BRACKET_DIGIT,
        _ => 0,
    }
}

/// Whether a plus begins a time zone in brackets, as in every line of an access log: `+0000]`.
fn is_zone(line: &[u8], plus: usize) -> bool {
    line.get(plus + 5) == Some(&b']') && line[plus + 1..plus + 5].iter().all(u8::is_ascii_digit)
}

const fn is_run(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

/// Marks of bytes that need no neighbours.
const ALONE: [u64; 256] = {
    let mut marks = [0; 256];
    marks[b'@' as usize] = mark::AT;
    marks[b'<' as usize] = mark::LESS;
    marks[b'=' as usize] = mark::EQUALS;
    marks[b':' as usize] = mark::COLON;
    marks[b'%' as usize] = mark::ESCAPE;
    marks[b'\\' as usize] = mark::ESCAPE | mark::BACKSLASH;
    marks[0x1b] = mark::ESCAPE;
    marks[b'~' as usize] = mark::TILDE;
    marks[b'$' as usize] = mark::DOLLAR;
    marks[b'{' as usize] = mark::BRACE;
    marks[0] = mark::NUL;
    marks[b'(' as usize] = mark::PAREN;
    marks[b'"' as usize] = mark::QUOTE;
    marks[b'\'' as usize] = mark::QUOTE;
    marks[b'[' as usize] = mark::BRACKET;
    marks
};

/// Bytes whose neighbours matter.
const BESIDE: [bool; 256] = {
    let mut beside = [false; 256];
    let mut index = 0;
    while index < NEIGHBOURS.len() {
        beside[NEIGHBOURS[index] as usize] = true;
        index += 1;
    }
    beside
};
const NEIGHBOURS: [u8; 8] = *b".:-_/+&[";

/// How tokens begin that nothing but letters and digits opens; see [`super::secret`].
const TOKENS: [u64; 6] = [three(b"AKI"), three(b"ASI"), three(b"AIz"), three(b"eyJ"), three(b"AAA"), three(b"SHA")];
/// How terminals are named.
const TERMINAL: u64 = three(b"tty");

const fn three(text: &[u8; 3]) -> u64 {
    text[0] as u64 | (text[1] as u64) << 8 | (text[2] as u64) << 16
}

/// The bytes of a run by its length.
const FIRST: [u64; 16] = {
    let mut masks = [u64::MAX; 16];
    masks[0] = 0;
    let mut length = 1;
    while length < 8 {
        masks[length] = u64::MAX >> (64 - 8 * length);
        length += 1;
    }
    masks
};

/// Bytes that are looked at together.
const WINDOW: usize = 64;
const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x80 * ONES;
const SEED: u64 = 0x9e37_79b9_7f4a_7c15;
/// An odd number without a pattern: the fraction of the square root of 13.
const FACTOR: u64 = 0x9b05_688c_2b3e_6c1f;

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop, proptest};

    use super::{Sight, hash, is_run, mark};

    fn words(line: &[u8]) -> Vec<&[u8]> {
        let mut sight = Sight::default();
        sight.look(line);
        sight.words.iter().map(|word| &line[word.start as usize..word.end as usize]).collect()
    }

    proptest! {
        #[test]
        fn words_are_the_runs_of_letters_and_digits(line in prop::collection::vec(0_u8..0x80, 0..64)) {
            let runs: Vec<&[u8]> = line.split(|byte| !is_run(*byte)).filter(|run| !run.is_empty()).collect();
            assert_eq!(words(&line), runs);
        }

        #[test]
        fn a_word_is_hashed_alike_in_either_case_and_wherever_it_stands(
            word in "[a-zA-Z0-9]{1,30}",
            before in any::<u8>(),
        ) {
            let mut sight = Sight::default();
            let line = format!("{}-{word}", before % 10);
            sight.look(line.as_bytes());
            let seen = sight.words.last().map(|word| word.hash);
            assert_eq!(seen, Some(hash(word.to_ascii_uppercase().as_bytes())));
        }
    }

    #[test]
    fn quotation_marks_beyond_ascii_hide_no_word() {
        assert!(words("\u{201e}user\u{201c}".as_bytes()).contains(&&b"user"[..]));
    }

    #[test]
    fn marks_are_seen() {
        let shows = |line: &str, marks| {
            let mut sight = Sight::default();
            sight.look(line.as_bytes());
            sight.shows(marks)
        };
        assert!(shows("at 10.0.0.1", mark::DOTS) && !shows("v1.2, x.y", mark::DOTS));
        assert!(shows("fe80::1", mark::COLONS) && !shows("12:30:01", mark::COLONS));
        assert!(shows("https://x", mark::SCHEME) && shows("+49", mark::PLUS) && shows("ls --all", mark::OPTION));
    }
}
