//! What logs put before a message: the time, the machine, the program.

mod makers;
mod stamps;
mod times;

use crate::minimize::ascii::{Class, DIGIT, DOTTED, HEX, LETTER, LOWER, NAME, UPPER, is_number};
use crate::minimize::calendar::is_month;
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary, host};
use makers::{
    appliance, firebox, hardware, is_facility, is_webs, sequenced, speaks_for_itself, tells_event, tells_fields,
    tells_topics, uname,
};
use stamps::{speaks, stamped, versioned};
use times::{is_clock, is_date, is_dotted_date, is_epoch, is_iso, is_seconds, is_zone};

/// Finds the machine's name.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    let mut words = Words { line, at: 0 };
    let ranked = line.first() == Some(&b'<');
    if ranked {
        match priority(line) {
            Some(length) => words.at = length,
            None => return,
        }
        let mut numbered = words.clone();
        if numbered.next().is_some_and(|word| word.text.len() == 1 && is_number(word.text))
            && numbered.next().is_some_and(|word| is_iso(word.text) || is_seconds(word.text))
        {
            return host(numbered.next(), found);
        }
    }
    let Some(mut first) = words.next() else { return };
    if is_number(first.text) && first.text.len() == 4 {
        // A year before the month.
        let mut later = words.clone();
        if let Some(month) = later.next().filter(|word| is_month(word.text)) {
            (first, words) = (month, later);
        }
    }
    if is_number(first.text) && first.text.len() == 1 {
        // RFC 5424 without its priority.
        let mut later = words.clone();
        if later.next().is_some_and(|word| is_iso(word.text)) {
            return host(later.next(), found);
        }
    }
    let name = sequenced(first, words.clone())
        .or_else(|| appliance(first, words.clone()))
        .or_else(|| monotonic(first, words.clone()))
        .or_else(|| full(first, words.clone()))
        .or_else(|| uname(first, words.clone()))
        .or_else(|| stamped(first, words.clone()));
    if name.is_some() {
        return host(name, found);
    }
    if first.text == b"Linux" {
        return kernel(line, found);
    }
    if is_iso(first.text) && first.text.ends_with(b":") {
        return;
    }
    // H3C's `%Jan  2 03:04:05:678 2026 HOST SHELL/5/SHELL_LOGIN: …`
    if is_month(first.text.strip_prefix(b"%").unwrap_or(first.text)) {
        traditional(&mut words, found);
    } else if is_iso(first.text)
        || ranked && is_date(first.text) && words.next().is_some_and(|word| is_clock(word.text))
    {
        iso(&mut words, found);
    } else if is_date(first.text) {
        spaced(&mut words, found);
    } else {
        numbered(first, &mut words, found);
    }
}

/// journalctl's `[  112.223344] HOST program[7]: …`, and `1748935000.112233 HOST program[7]: …`.
fn monotonic<'a>(first: Word<'a>, mut words: Words<'a>) -> Option<Word<'a>> {
    let time = match first.text.strip_prefix(b"[") {
        Some(b"") => words.next()?.text.strip_suffix(b"]")?,
        Some(time) => time.strip_suffix(b"]")?,
        None => first.text,
    };
    let seconds = time.contains(&b'.') && DOTTED.fills(time);
    seconds.then(|| named(&mut words)).flatten()
}

/// journalctl's `Tue 2026-01-02 03:04:05 CET HOST program[7]: …`.
fn full<'a>(first: Word<'a>, mut words: Words<'a>) -> Option<Word<'a>> {
    let dated = first.text.len() == 3 && is_date(words.next()?.text) && is_clock(words.next()?.text);
    words.next()?;
    dated.then(|| named(&mut words)).flatten()
}

/// A name before a program with its number, or one of H3C's: `SHELL/5/SHELL_LOGIN:`.
fn named<'a>(words: &mut Words<'a>) -> Option<Word<'a>> {
    let name = words.next()?;
    let program = words.next()?.text;
    let numbered = program.ends_with(b":")
        && (program.ends_with(b"]:") && program.contains(&b'[') || program.contains(&b'/'))
        || program == b"kernel:";
    let telling = NAME.fills(name.text) && LETTER.is_in(name.text);
    (numbered && telling).then_some(name)
}

/// sysstat's `Linux 6.1.0 (HOST) \t02/11/2026 \t_x86_64_\t(8 CPU)`.
fn kernel(line: &[u8], found: &mut Vec<Found>) {
    if !line.trim_ascii_end().ends_with(b" CPU)") {
        return;
    }
    let Some(open) = memchr::memchr(b'(', line) else { return };
    let end = open + line[open..].iter().take_while(|byte| **byte != b')').count();
    host(Some(Word { start: open + 1, text: &line[open + 1..end] }), found);
}

/// RFC 3164: `Jan  2 03:04:05 HOST program[7]: …`, with a year or without.
fn traditional(words: &mut Words<'_>, found: &mut Vec<Found>) {
    let day = words.next().is_some_and(|word| word.text.len() <= 2 && is_number(word.text));
    let mut time = words.next();
    if time.is_some_and(|word| word.text.len() == 4 && is_number(word.text)) {
        time = words.next();
    }
    let Some(mut name) = time.filter(|word| day && is_clock(word.text)).and_then(|_| words.next()) else { return };
    // The year behind the time.
    if name.text.len() == 4 && is_number(name.text) {
        return host(named(words), found);
    }
    if is_zone(name.text) {
        // `Jan  2 2026 03:04:05 CET HOST : %LINK-3-UPDOWN: …`
        let Some(next) = words.next() else { return };
        name = next;
    }
    if is_facility(name.text) {
        let Some(next) = words.next() else { return };
        name = next;
    }
    let rest = words.line.get(words.at..).unwrap_or_default();
    if is_machine(name.text, rest) {
        host(Some(name), found);
    }
    if let Some(text) = name.text.strip_suffix(b":").filter(|text| speaks_for_itself(rest) && !is_zone_or_program(text))
    {
        host(Some(Word { start: name.start, text }), found);
    }
    // `Jan  2 03:04:05 192.0.2.7 relayd: 2026-01-02T03:04:05Z HOST …`: one that passes on what another said.
    let Some(next) = words.next() else { return };
    if let Some(name) = versioned(next, words.clone()).or_else(|| appliance(next, words.clone())) {
        return host(Some(name), found);
    }
    hardware(next, found);
    firebox(next, words.clone(), found);
    // `Jan  2 03:04:05 192.0.2.7 HOST program[7]: …`
    if name.text[0].is_ascii_digit() && words.clone().next().is_some_and(|program| speaks(program.text)) {
        return host(Some(next).filter(|next| host::is_likely(next.text)), found);
    }
    if is_month(next.text) {
        return passed_on(words, found);
    }
    if words.next().is_some_and(|word| is_iso(word.text)) {
        iso(words, found);
    }
}

/// Whether the word behind the time is a machine, by itself and the rest of the line.
fn is_machine(name: &[u8], rest: &[u8]) -> bool {
    // `Jan  2 03:04:05 backup finished`: a sentence, in which no program speaks.
    let speaks = rest.iter().take(MESSAGE).any(|byte| matches!(byte, b':' | b'[' | b'%'));
    let word = LOWER.fills(name) && dictionary::is_word(name) && !speaks;
    // RouterOS says with commas what a line is about and how grave it is: `firewall,info`.
    let topics = name.split(|byte| *byte == b',').skip(1).any(is_level);
    !is_program(name, rest)
        && !topics
        && !word
        && !is_level(name)
        && (!name.ends_with(b":") || name.contains(&b','))
        && !Class::of(b"[=").is_in(name)
        && !rest.trim_ascii().is_empty()
}

/// Whether what follows says that the word behind the time is a program, which stands there without a machine.
fn is_program(name: &[u8], rest: &[u8]) -> bool {
    let rest = rest.trim_ascii_start();
    let inner = rest.strip_prefix(b"[").unwrap_or_default();
    // `Jan  2 03:04:05 HORDE [error] …`
    let graded = memchr::memchr(b']', inner).is_some_and(|length| is_level(&inner[..length]));
    // `Jan  2 03:04:05 backup [77]: …`: no machine is called by a word where a program stands alone.
    let digits = DIGIT.run(inner);
    let numbered = digits > 0 && inner[digits..].starts_with(b"]:");
    graded || numbered && dictionary::is_word(name) || name == b"last" && rest.starts_with(b"message repeated")
}

/// `Jan  2 03:04:05 HOST program: …` behind the same of another machine; the month is read.
fn passed_on(words: &mut Words<'_>, found: &mut Vec<Found>) {
    let day = words.next().is_some_and(|word| word.text.len() <= 2 && is_number(word.text));
    let clock = words.next().is_some_and(|word| is_clock(word.text));
    let (name, message) = (words.next(), words.next());
    let telling = |text: &[u8]| !text.ends_with(b":") && !text.contains(&b'[') && !is_level(text);
    let program = message.is_some_and(|word| word.text.ends_with(b":") || word.text.contains(&b'['));
    if day && clock && program && name.is_some_and(|name| telling(name.text)) {
        host(name, found);
    }
}

/// `CEST`, `SYSMGR[77]`, where the name of a machine would stand.
fn is_zone_or_program(text: &[u8]) -> bool {
    text.contains(&b'[') || text.len() <= 5 && UPPER.fills(text)
}

/// RFC 5424 behind the machine: a program, a number or `-`, what kind of message it is, and what is said in brackets.
fn is_structured(mut words: Words<'_>, sure: bool) -> bool {
    let program = words
        .next()
        .is_some_and(|word| word.text != b"-" && word.text.iter().all(|byte| byte.is_ascii_graphic() && *byte != b'['));
    let number = words.next().is_some_and(|word| word.text == b"-" || is_number(word.text));
    let kind = words.next().is_some_and(|word| !word.text.ends_with(b":") && !word.text.contains(&b'['));
    // Some put no number of a company behind the name of what they say, or say nothing.
    let said = words.next().is_some_and(|word| match word.text {
        [b'[', said @ ..] => sure || said.contains(&b'@'),
        text => sure && text == b"-",
    });
    program && number && kind && said
}

/// `2026-01-02T03:04:05.678+00:00 HOST program[7]: …`: the third word says that the second is a machine.
fn iso(words: &mut Words<'_>, found: &mut Vec<Found>) {
    let mut name = words.next();
    if name.is_some_and(|word| is_facility(word.text)) {
        name = words.next();
    }
    let rest = words.clone();
    let (mut numbered, mut plain) = (false, false);
    let program = words.next().is_some_and(|word| {
        numbered = word.text.contains(&b'[');
        (word.text.ends_with(b":") || numbered)
            && word.text.first().is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'%')
            || {
                plain = tells_topics(word.text) || tells_event(word.text) || tells_fields(word.text);
                plain
            }
    });
    // `…T03:04:05Z Failed Login: …`: a sentence, in which no program speaks.
    let word = name.is_some_and(|name| dictionary::is_word(name.text));
    let capital = rest.clone().next().is_some_and(|word| word.text[0].is_ascii_uppercase());
    // Docker's `…T03:04:05.678+00:00 container exec_start: …`: what something happened to.
    let event = || rest.clone().next().is_some_and(|word| word.text.starts_with(b"exec_"));
    let sentence = word && !numbered && (capital || plain || event());
    let program = program && !sentence || is_structured(rest, !word);
    let telling = |text: &[u8]| {
        let marked = text.ends_with(b":") || Class::of(b"=[(").is_in(text);
        // VMware's `cpu2:2100850`: where it runs, and in what world.
        let world = text.starts_with(b"cpu") && text.contains(&b':');
        !(marked || world || is_iso(text)) && LETTER.is_in(text)
    };
    if name.is_some_and(|name| program && telling(name.text) && !is_level(name.text)) {
        host(name, found);
    }
}

/// `2026-01-02 03:04:05.678+0000 HOST program[7]: …`: only a program with its number says that a machine stands there.
fn spaced(words: &mut Words<'_>, found: &mut Vec<Found>) {
    let clock = words.next().is_some_and(|word| is_clock(word.text) && word.text.len() > 8);
    let mut name = words.next();
    if name.is_some_and(|word| is_webs(word.text)) {
        name = words.next();
        let address = words.next().is_some_and(|word| word.text[0].is_ascii_digit() && word.text.contains(&b'.'));
        return host(name.filter(|_| address), found);
    }
    let program = words.next().is_some_and(|word| {
        let numbered = word.text.ends_with(b"]:") || word.text.ends_with(b"]");
        numbered && word.text.contains(&b'[') && word.text.first().is_some_and(u8::is_ascii_alphanumeric)
    });
    let telling =
        |text: &[u8]| LETTER.is_in(text) && NAME.fills(text) && !dictionary::is_word(text) && !host::is_camel(text);
    if name.is_some_and(|name| clock && program && telling(name.text)) {
        host(name, found);
    }
}

/// Logs of clusters: a label, seconds since 1970, a date and a node; or a number, a node and, further on, seconds.
fn numbered(first: Word<'_>, words: &mut Words<'_>, found: &mut Vec<Found>) {
    if !is_number(first.text) && !words.clone().next().is_some_and(|word| is_epoch(word.text)) {
        return;
    }
    let rest: Vec<Word<'_>> = words.clone().take(7).collect();
    let word = |index: usize| rest.get(index).copied();
    let text = |index: usize| word(index).map_or(&b""[..], |word| word.text);
    if is_epoch(text(0)) && is_dotted_date(text(1)) {
        host(word(2), found);
        if is_month(text(3)) {
            host(word(6), found);
        } else if text(3).len() >= 19 && is_number(&text(3)[..4]) {
            host(word(4), found);
        }
    } else if is_number(first.text)
        && is_epoch(text(3))
        && !is_number(text(0))
        && !text(0).ends_with(b",")
        && !dictionary::is_word_as_written(text(0))
    {
        host(word(0), found);
    }
}

/// Takes a word for a machine's name; two names with a slash or an `@` between them for two.
fn host(word: Option<Word<'_>>, found: &mut Vec<Found>) {
    let Some(Word { start, text }) = word else { return };
    if text.starts_with(b"-") && text.len() == 1 {
        return;
    }
    // UniFi's `U7PG2,02005e005307,v4.0.66`: the model or the machine, its hardware address, its version.
    let mut parts = text.split(|byte| *byte == b',');
    if let (Some(name), Some(hardware), Some([b'v', b'0'..=b'9', ..])) = (parts.next(), parts.next(), parts.next())
        && hardware.len() == 12
        && HEX.fills(hardware)
    {
        let start = start + name.len() + 1;
        let end = start + hardware.len();
        found.push(Found::new(start..end, Kind::Mac, Evidence::Grammar));
        if !LOWER.is_in(name) {
            return;
        }
    }
    let whole = text;
    let text = text.split(|byte| *byte == b',').next().unwrap_or_default();
    // Without a name of its own; a container's id stands alone.
    if whole.len() > 12 && text.len() == 12 && HEX.fills(text) {
        return found.push(Found::new(start..start + 12, Kind::Mac, Evidence::Grammar));
    }
    // `src@name` says through which part of the system the line came.
    let source = memchr::memchr(b'@', text).map_or(0, |at| at + 1);
    let (start, text) = (start + source, &text[source..]);
    let mut at = start;
    for part in text.split(|byte| *byte == b'/') {
        let end = at + part.len();
        // A cluster's node may have a number for its name, or a position in a rack with colons.
        found.push(Found::new(at..end, Kind::Host, Evidence::Grammar).teaching());
        at = end + 1;
    }
}

/// A word and where it begins.
#[derive(Debug, Clone, Copy)]
struct Word<'a> {
    start: usize,
    text: &'a [u8],
}

/// Words between white space.
#[derive(Clone)]
struct Words<'a> {
    line: &'a [u8],
    at: usize,
}

impl<'a> Iterator for Words<'a> {
    type Item = Word<'a>;

    fn next(&mut self) -> Option<Word<'a>> {
        let rest = self.line.get(self.at..)?;
        let start = self.at + rest.iter().position(|byte| !byte.is_ascii_whitespace())?;
        let rest = self.line.get(start..)?;
        let end = start + rest.iter().position(u8::is_ascii_whitespace).unwrap_or(rest.len());
        self.at = end;
        Some(Word { start, text: self.line.get(start..end)? })
    }
}

/// Length of `<34>`.
fn priority(line: &[u8]) -> Option<usize> {
    let end = line.iter().take(6).position(|byte| *byte == b'>')?;
    is_number(line.get(1..end)?).then_some(end + 1)
}

/// A word that says how grave a message is, whole or as libraries cut it, where a machine's name would stand.
fn is_level(text: &[u8]) -> bool {
    const LEVELS: [&str; 28] = [
        "trace", "debug", "info", "notice", "warn", "warning", "error", "err", "critical", "crit", "fatal", "alert",
        "verbose", "trc", "trac", "dbg", "debg", "inf", "wrn", "erro", "ftl", "fata", "pnc", "panc", "emerg", "severe",
        "ddebug", "subdebug",
    ];
    bytes::is_one_of_in_any_case(text, &LEVELS) || text.eq_ignore_ascii_case(b"information")
}

/// Bytes of a message in which its program is named, if one speaks.
const MESSAGE: usize = 48;

#[cfg(test)]
mod tests;
