//! What one maker alone puts before its messages: uname(1), syslogd(8) of BSD, Cisco, Citrix, Meraki, iLO, ONTAP, UniFi,
//! RouterOS, PAN-OS, IIS.

use super::times::{is_clock, is_iso};
use super::{Word, Words, is_level};
use crate::minimize::ascii::{DIGIT, HEX, LETTER, LOWER, NAME, SERIAL, is_number};
use crate::minimize::calendar::is_month;
use crate::minimize::{Evidence, Found, Kind, bytes};

/// `Linux HOST 6.1.0-18-amd64 #1 SMP …`, as uname(1) has it; other systems say their names and releases alike.
pub(super) fn uname<'a>(first: Word<'a>, mut words: Words<'a>) -> Option<Word<'a>> {
    let system = SYSTEMS.iter().find(|system| first.text.starts_with(system.as_bytes()))?;
    if first.text.len() > system.len() && !first.text[system.len()..].starts_with(b"_NT") {
        return None;
    }
    let name = words.next()?;
    let release = words.next()?.text;
    let behind = words.next().map_or(&b""[..], |word| word.text);
    let numbered = release.first().is_some_and(u8::is_ascii_digit) || release.starts_with(b"B.");
    let dotted = release.contains(&b'.') || *system == "AIX";
    let plain = NAME.fills(name.text);
    let sure = *system != "Linux" || behind.starts_with(b"#");
    let noun = bytes::is_one_of_in_any_case(name.text, &["version", "release", "clang", "kernel"]);
    (numbered && dotted && plain && sure && !noun).then_some(name)
}

/// What uname(1) says first.
const SYSTEMS: [&str; 11] =
    ["Linux", "Darwin", "FreeBSD", "OpenBSD", "NetBSD", "SunOS", "AIX", "HP-UX", "CYGWIN", "MINGW64", "MSYS"];

/// Cisco's `2360957: HOST: *Jan  6 2022 20:52:12.861: %SYS-5-CONFIG_I: …`, `HOST: 2026 Jan  6 20:52:12 UTC: %AAA-6-…`.
pub(super) fn sequenced<'a>(first: Word<'a>, mut words: Words<'a>) -> Option<Word<'a>> {
    let mut word = first;
    while word.text.strip_suffix(b":").is_some_and(|text| DIGIT.fills(text)) {
        word = words.next()?;
    }
    let text = word.text.strip_suffix(b":").filter(|text| LETTER.is_in(text))?;
    // `v:NotBefore: Jan  2`: a title of its own.
    if memchr::memchr2(b':', b'/', text).is_some() {
        return None;
    }
    let mut month = words.next()?.text;
    // `00:01:01: %SYS-5-RESTART: …`: so long it has been running; or a task of a controller of wireless networks.
    let uptime = month.strip_suffix(b":").is_some_and(|text| text.len() == 8 && is_clock(text));
    let task = month.len() > 4 && month.starts_with(b"*") && month.ends_with(b":");
    if (uptime || task) && words.clone().any(|word| is_message(word.text)) {
        return Some(Word { start: word.start, text });
    }
    // A number of its own, or the year.
    let number = month.strip_suffix(b":").unwrap_or(month);
    if DIGIT.fills(number) && (number.len() < month.len() || number.len() == 4) {
        month = words.next()?.text;
    }
    let month = month.strip_prefix(b"*").or_else(|| month.strip_prefix(b".")).unwrap_or(month);
    let day = words.next().is_some_and(|word| word.text.len() <= 2 && is_number(word.text));
    (is_month(month) && day).then_some(Word { start: word.start, text })
}

/// Citrix ADC's `01/24/2026:12:06:37 GMT HOST 0-PPE-0 : …`, Meraki's `1748935000.112233445 HOST events …`.
pub(super) fn appliance<'a>(first: Word<'a>, mut words: Words<'a>) -> Option<Word<'a>> {
    let time = first.text.strip_prefix(b"\"").unwrap_or(first.text);
    if time.len() == 19 && time[10] == b':' && time.contains(&b'/') && is_clock(&time[11..]) {
        let engine = |word: Word<'_>| word.text.windows(5).any(|part| part == b"-PPE-");
        let (one, two) = (words.next()?, words.next()?);
        // Without the zone of the time.
        if engine(two) {
            return Some(one);
        }
        return words.next().is_some_and(engine).then_some(two);
    }
    let (seconds, fraction) = first.text.split_at_checked(10)?;
    let fraction = fraction.strip_prefix(b".").filter(|text| text.len() == 9 && is_number(text));
    let name = words.next().filter(|_| is_number(seconds) && fraction.is_some())?;
    MERAKI.iter().any(|kind| words.clone().next().is_some_and(|word| word.text == kind.as_bytes())).then_some(name)
}

/// Kinds of messages of Meraki's devices.
const MERAKI: [&str; 7] =
    ["events", "urls", "flows", "ids-alerts", "security_event", "airmarshal_events", "ip_flow_start"];

/// Whether what stands behind a name and a colon says that the name is a machine's, not a program's: Cisco's tasks and
/// messages, iLO, ONTAP's numbers.
pub(super) fn speaks_for_itself(rest: &[u8]) -> bool {
    let mut words = rest.split(|byte| *byte == b' ').filter(|word| !word.is_empty());
    let Some(word) = words.next() else { return false };
    let numbers = |word: &[u8]| word.len() == 16 && word[8] == b'.' && is_number(&word[9..]);
    let task = word.starts_with(b"*") && word.ends_with(b":") && word.len() > 4 || tells_event(word);
    task || is_message(word) || word.starts_with(b"iLO") && word.ends_with(b":") || numbers(word)
}

/// UniFi's `MODEL,02005e005307,MODEL-2.5.11:` behind the machine, and `02005e005307,MODEL-6.5.28+14491:`.
pub(super) fn hardware(word: Word<'_>, found: &mut Vec<Found>) {
    let is_hardware = |text: &[u8]| text.len() == 12 && HEX.fills(text);
    let mut ends = word.text.splitn(2, |byte| *byte == b',');
    if let (Some(hardware), Some(model)) = (ends.next(), ends.next())
        && is_hardware(hardware)
        && model.ends_with(b":")
        && model.contains(&b'-')
    {
        found.push(Found::new(word.start..word.start + hardware.len(), Kind::Mac, Evidence::Grammar));
    }
    let mut parts = word.text.split(|byte| *byte == b',');
    let (Some(model), Some(hardware), Some(_)) = (parts.next(), parts.next(), parts.next()) else { return };
    if is_hardware(hardware) {
        let start = word.start + model.len() + 1;
        let end = start + hardware.len();
        found.push(Found::new(start..end, Kind::Mac, Evidence::Grammar));
    }
}

/// WatchGuard's `80BE0A1B2C3D4 (2026-01-02T03:04:05) firewall: …` behind the machine: its serial number.
pub(super) fn firebox(word: Word<'_>, mut words: Words<'_>, found: &mut Vec<Found>) {
    let time = words.next().and_then(|time| time.text.strip_prefix(b"(")?.strip_suffix(b")"));
    let plain = SERIAL.fills(word.text);
    if plain && (12..=14).contains(&word.text.len()) && time.is_some_and(is_iso) {
        found.push(Found::new(word.start..word.start + word.text.len(), Kind::Serial, Evidence::Grammar).teaching());
    }
}

/// `%SYS-5-RESTART:`
fn is_message(word: &[u8]) -> bool {
    word.starts_with(b"%") && word.ends_with(b":") && word.contains(&b'-')
}

/// `<daemon.info>`, `<3.6>`: the facility and the level that syslogd(8) of BSD puts before the machine; `daemon.info`, as
/// others do.
pub(super) fn is_facility(text: &[u8]) -> bool {
    let inner = text.strip_prefix(b"<").and_then(|text| text.strip_suffix(b">")).unwrap_or_else(|| {
        let facility = text.split(|byte| *byte == b'.').next().unwrap_or_default();
        if bytes::is_one_of(facility, &FACILITIES) { text } else { b"" }
    });
    let mut parts = inner.split(|byte| *byte == b'.');
    let (Some(facility), Some(level), None) = (parts.next(), parts.next(), parts.next()) else { return false };
    let emergency = matches!(level, b"emerg" | b"panic");
    !facility.is_empty() && (is_number(level) || is_level(level) || emergency)
}

/// What syslog(3) calls where a message comes from.
const FACILITIES: [&str; 17] = [
    "auth", "authpriv", "cron", "daemon", "kern", "mail", "news", "syslog", "user", "local0", "local1", "local2",
    "local3", "local4", "local5", "local6", "local7",
];

/// `CEF:0|…`, `LEEF:2.0|…`: an event of ArcSight's or QRadar's.
pub(super) fn tells_event(text: &[u8]) -> bool {
    text.starts_with(b"CEF:") || text.starts_with(b"LEEF:")
}

/// RouterOS' topics of a message, `firewall,info`, `system,error,critical`.
pub(super) fn tells_topics(text: &[u8]) -> bool {
    let topic = |topic: &[u8]| !topic.is_empty() && LOWER.or(b"-").fills(topic);
    let mut topics = text.split(|byte| *byte == b',');
    text.contains(&b',') && topics.clone().all(topic) && topics.any(is_level)
}

/// The fields that PAN-OS begins a message with, `1,2026/01/02 03:04:05,…`.
pub(super) fn tells_fields(text: &[u8]) -> bool {
    let date = text.strip_prefix(b"1,").unwrap_or_default();
    date.len() == 10 && date[4] == b'/' && date[7] == b'/' && is_number(&date[..4])
}

/// `W3SVC1`: the site of IIS that the machine stands behind.
pub(super) fn is_webs(text: &[u8]) -> bool {
    text.strip_prefix(b"W3SVC").is_some_and(is_number)
}
