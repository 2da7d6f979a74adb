//! Marks: what a line shows that a finder may wait for.
//!
//! Each is one bit of a set. A mark says that something may stand in a line, never what it is.

use super::super::view::begins_entity;

/// `@` before anything but white space and another.
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
/// NUL, which closes an argument or a variable
pub(crate) const NUL: u64 = 1 << 8;
/// `(`
pub(crate) const PAREN: u64 = 1 << 9;
/// `"` or `'`
pub(crate) const QUOTE: u64 = 1 << 10;
/// `://`
pub(crate) const SCHEME: u64 = 1 << 11;
/// `+` before a digit and behind no word but a modem's.
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
/// ` -x`, `"-x`
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
/// A word of four letters or digits beside a dot or between dashes, or one of six before a dash.
pub(crate) const QUADS: u64 = 1 << 25;
/// A word of eight letters or digits before a dash.
pub(crate) const UUID: u64 = 1 << 26;
/// A word of 8 or 32 letters or digits.
pub(crate) const HEX: u64 = 1 << 27;
/// A word of nine letters or digits or more that begins as a token may.
pub(crate) const TOKEN: u64 = 1 << 28;
/// A word of fifteen letters or digits.
pub(crate) const INTERFACE: u64 = 1 << 29;
/// A dash before a digit or before a capital with one, behind a letter or a digit: `node-07`, `node-D4`; or a colon
/// between a word that ends in a number and a digit: `gw-db7:9092`.
pub(crate) const NUMBERED: u64 = 1 << 30;
/// `[`
pub(crate) const BRACKET: u64 = 1 << 31;
/// A dash or an underscore between a `p` and a digit: `ip-10-0-0-1`.
pub(crate) const IP: u64 = 1 << 32;
/// `:` before white space, a quotation mark, another colon or the end of the line, or behind a quotation mark or a
/// blank.
pub(crate) const VALUE: u64 = 1 << 33;
/// The line is one pair of brackets.
pub(crate) const SECTION: u64 = 1 << 34;
/// The line ends as one does that opens a block scalar of YAML.
pub(crate) const SCALAR: u64 = 1 << 35;
/// `tty1`, ` :0`
pub(crate) const TERMINAL: u64 = 1 << 36;
/// A word of forty letters or digits behind `*`.
pub(crate) const STARRED: u64 = 1 << 37;
/// The line begins as a member of JSON and ends as one that opens an object.
pub(crate) const OBJECT: u64 = 1 << 38;

/// Marks of a word of four letters or digits or more; `first` is its first three.
#[inline]
pub(super) fn by_length(line: &[u8], start: usize, end: usize, first: u64) -> u64 {
    let after = line.get(end).copied().unwrap_or(0);
    let length = end.wrapping_sub(start);
    let robot = first & 0xffff == three(b"AA\0");
    let token = if length >= 9 && (robot || TOKENS.contains(&first)) { TOKEN } else { 0 };
    // A blank as rsyslog writes it, before a word.
    let blank = BLANKS.contains(&first) && start > 0 && line[start - 1] == b'#';
    token
        | if blank { ESCAPE } else { 0 }
        | match length {
            4 if after == b'.'
                || start > 0 && (line[start - 1] == b'.' || line[start - 1] == b'-' && after == b'-') =>
            {
                QUADS
            }
            4..=7 if first == TTY => TERMINAL,
            6 if after == b'-' => QUADS,
            8 if after == b'-' => UUID | HEX,
            8 => HEX,
            32 => HEX,
            40 if start > 0 && line[start - 1] == b'*' => STARRED,
            15 => INTERFACE,
            _ => 0,
        }
}

/// Marks that are counted before they are set.
#[derive(Default)]
pub(super) struct Counts {
    dots: u32,
    colons: u32,
    dashes: u32,
    underscores: u32,
}

impl Counts {
    pub(super) const fn marks(&self) -> u64 {
        let mut marks = 0;
        if self.dots >= 2 {
            marks |= DOTS;
        }
        if self.colons >= 5 {
            marks |= COLONS;
        }
        if self.dashes >= 5 {
            marks |= DASHES;
        }
        if self.underscores >= 5 {
            marks |= UNDERSCORES;
        }
        marks
    }
}

/// Marks of a line as a whole.
pub(super) fn whole(line: &[u8]) -> u64 {
    let text = line.trim_ascii();
    match (text.first(), text.last()) {
        (Some(b'['), Some(b']')) => SECTION,
        (Some(b'"'), Some(b'{')) => OBJECT,
        (_, Some(b'|' | b'>' | b'-' | b'+')) => SCALAR,
        _ => 0,
    }
}

/// Marks that depend on what stands beside a byte.
pub(super) fn beside(line: &[u8], at: usize, byte: u8, counts: &mut Counts) -> u64 {
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
                b':' => COLONS | VALUE,
                b' ' | b'\t' | b'"' | b'\'' | 0 => VALUE,
                b'/' if line.get(at + 2) == Some(&b'/') => SCHEME | COLON_SLASH,
                b'/' => COLON_SLASH,
                b'0' if before == b' ' => TERMINAL,
                _ if matches!(before, b'"' | b'\'' | b' ') => VALUE,
                b'0'..=b'9' if ends_in_number(&line[..at]) => NUMBERED,
                _ => 0,
            }
        }
        b'-' => {
            counts.dashes += tight;
            let address = before == b'p' && after.is_ascii_digit();
            let flag = matches!(before, b' ' | b'\t' | b'"' | b'\'' | 0) && is_run(after);
            let option = after == b'-';
            let lettered = after.is_ascii_uppercase() && line.get(at + 2).is_some_and(u8::is_ascii_digit);
            let numbered = before.is_ascii_alphanumeric()
                && (after.is_ascii_digit() || lettered || after.is_ascii_alphabetic() && is_numbered(&line[at + 1..]));
            (u64::from(flag) * FLAG)
                | (u64::from(option) * OPTION)
                | (u64::from(numbered) * NUMBERED)
                | (u64::from(address) * IP)
        }
        b'_' => {
            counts.underscores += tight;
            u64::from(before == b'p' && after.is_ascii_digit()) * IP
        }
        b'/' => match after {
            b'/' => SLASHES,
            b'0'..=b'9' => SLASH_DIGIT,
            _ if before == b'<' => ELEMENT,
            _ => 0,
        },
        b'+' if after.is_ascii_digit() && !is_zone(line, at) && !follows_word(line, at) => PLUS,
        b'@' if after == b' ' && line.get(at + 2).is_some_and(u8::is_ascii_digit) => AT,
        b'@' if !after.is_ascii_whitespace() && after != b'@' => AT,
        b'&' if begins_entity(&line[at..]) => ESCAPE,
        // A control sequence's escape as rsyslog and cat(1) write it.
        b'[' if after.is_ascii_digit() && (line[..at].ends_with(b"#033") || line[..at].ends_with(b"^[")) => {
            BRACKET_DIGIT | ESCAPE
        }
        b'[' if after.is_ascii_digit() => BRACKET_DIGIT,
        _ => 0,
    }
}

/// Whether a text ends with a letter and digits behind it, as the name of a machine before its port may.
fn ends_in_number(head: &[u8]) -> bool {
    let digits = head.iter().rev().take(6).take_while(|byte| byte.is_ascii_digit()).count();
    digits > 0 && head.len() > digits && head[head.len() - digits - 1].is_ascii_alphabetic()
}

/// Whether a text begins with letters and digits behind them, as the end of a machine's name may.
fn is_numbered(text: &[u8]) -> bool {
    let length = text.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    length > 1 && text[length - 1].is_ascii_digit()
}

/// Whether a plus stands behind a word or a dot, as that of no telephone number does but of one that is dialled: `Windows+10`.
fn follows_word(line: &[u8], plus: usize) -> bool {
    let word = plus > 0 && (line[plus - 1].is_ascii_alphanumeric() || line[plus - 1] == b'.');
    word && !line[..plus].ends_with(b"ATD")
}

/// Whether a plus begins a time zone: in brackets, as in every line of an access log, `+0000]`; right behind a time of
/// day, `12:30:01.5+02:00`.
fn is_zone(line: &[u8], plus: usize) -> bool {
    let zone = line.get(plus + 1..plus + 6).unwrap_or_default();
    let digits = |text: &[u8]| text.iter().all(u8::is_ascii_digit);
    let behind = plus > 0 && line[plus - 1].is_ascii_digit() && !line.get(plus + 6).is_some_and(|byte| is_run(*byte));
    match zone {
        [hours @ .., b']'] => digits(hours),
        [hours, tens, b':', minutes @ ..] => behind && digits(&[*hours, *tens]) && digits(minutes),
        _ => false,
    }
}

/// Whether a byte belongs to a run of letters and digits, which words are made of.
pub(crate) const fn is_run(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

/// Marks of bytes that need no neighbours.
pub(super) const ALONE: [u64; 256] = {
    let mut marks = [0; 256];
    marks[b'<' as usize] = LESS;
    marks[b'=' as usize] = EQUALS;
    marks[b':' as usize] = COLON;
    marks[b'%' as usize] = ESCAPE;
    marks[b'\\' as usize] = ESCAPE | BACKSLASH;
    marks[0x1b] = ESCAPE;
    marks[b'~' as usize] = TILDE;
    marks[b'$' as usize] = DOLLAR;
    marks[b'{' as usize] = BRACE;
    marks[0] = NUL;
    marks[b'(' as usize] = PAREN;
    marks[b'"' as usize] = QUOTE;
    marks[b'\'' as usize] = QUOTE;
    marks[b'[' as usize] = BRACKET;
    marks
};

/// Bytes whose neighbours matter.
pub(super) const BESIDE: [bool; 256] = {
    let mut beside = [false; 256];
    let mut index = 0;
    while index < NEIGHBOURS.len() {
        beside[NEIGHBOURS[index] as usize] = true;
        index += 1;
    }
    beside
};
const NEIGHBOURS: [u8; 9] = *b".:-_/+&[@";

/// How rsyslog spells a tab and the ends of lines behind `#`.
const BLANKS: [u64; 3] = [three(b"011"), three(b"012"), three(b"015")];

/// How tokens begin that nothing but letters and digits opens; see [`super::super::secret`].
const TOKENS: [u64; 14] = [
    three(b"MII"),
    three(b"AKI"),
    three(b"ASI"),
    three(b"APK"),
    three(b"AIz"),
    three(b"eyJ"),
    three(b"SHA"),
    three(b"LS0"),
    three(b"age"),
    three(b"dap"),
    three(b"ATA"),
    three(b"ATB"),
    three(b"ATC"),
    three(b"md5"),
];
/// How terminals are named.
const TTY: u64 = three(b"tty");

pub(super) const fn three(text: &[u8; 3]) -> u64 {
    text[0] as u64 | (text[1] as u64) << 8 | (text[2] as u64) << 16
}
