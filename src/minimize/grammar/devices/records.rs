//! Records whose fields stand between marks: what somebody tells Nagios, messages of WebLogic's and of Atlassian's
//! servers, what TACACS+ accounts, and who asks a server for what.

use crate::minimize::ascii::{DIGIT, DOTTED, HEX, LETTER, NAME, UPPER, is_number};
use crate::minimize::grammar::spans::{name_start, push};
use crate::minimize::prefilter::{Finder, Needs};
use crate::minimize::{Found, Kind, bytes, dictionary};

/// What a line must show to hold one of them.
pub(super) const NEEDS: Needs = Needs {
    finder: Finder::Records,
    marks: 0,
    words: &["external", "bea", "task", "nio", "get", "post", "put", "delete", "head"],
};

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    commanded(line, found);
    message(line, found);
    accounted(line, found);
    counted(line, found);
    for method in [&b"GET"[..], b"POST", b"PUT", b"DELETE", b"HEAD"] {
        if let Some(at) = bytes::find(line, method) {
            requested(line, at, found);
        }
    }
}

/// `EXTERNAL COMMAND: ACKNOWLEDGE_HOST_PROBLEM;machine;2;1;0;login;…`: who commands stands behind numbers.
fn commanded(line: &[u8], found: &mut Vec<Found>) {
    let Some(mut at) = bytes::find_past(line, b"EXTERNAL COMMAND: ") else { return };
    if !bytes::starts_with_any(&line[at..], &["ACKNOWLEDGE_", "SCHEDULE_", "ADD_"]) {
        return;
    }
    let mut counted = false;
    for part in line[at..].split(|byte| *byte == b';').take(10) {
        let number = is_number(part);
        if counted && !number {
            if NAME.fills(part) {
                push(at, at + part.len(), Kind::User, found);
            }
            return;
        }
        counted |= number;
        at += part.len() + 1;
    }
}

/// `####<time> <level> <subsystem> <machine> <server> <thread> <login> …`, as WebLogic has it.
fn message(line: &[u8], found: &mut Vec<Found>) {
    if !line.starts_with(b"####<") {
        return;
    }
    let (mut start, mut index) = (5, 0);
    for end in bytes::every(line, b"> <").take(8) {
        let plain = start < end && NAME.fills(&line[start..end]);
        match index {
            3 if plain => push(start, end, Kind::Host, found),
            6 if plain => push(start, end, Kind::User, found),
            _ => {}
        }
        (start, index) = (end + 3, index + 1);
    }
}

/// `192.0.2.7⇥login⇥tty1⇥192.0.2.8⇥stop⇥task_id=7`, as tac_plus(8) has it.
fn accounted(line: &[u8], found: &mut Vec<Found>) {
    if bytes::find(line, b"\ttask_id=").is_none() {
        return;
    }
    let mut tabs = memchr::memchr_iter(b'\t', line);
    if let (Some(first), Some(second)) = (tabs.next(), tabs.next())
        && is_address(line, name_start(line, first), first)
        && NAME.fills(&line[first + 1..second])
    {
        push(first + 1, second, Kind::User, found);
    }
}

/// `login 812x1212x1 1abc2d 192.0.2.7 /x`: who asks Atlassian's servers, before the minute and the number of what they
/// ask.
fn counted(line: &[u8], found: &mut Vec<Found>) {
    if bytes::find(line, b"-exec-").is_none() {
        return;
    }
    for at in memchr::memchr_iter(b'x', line) {
        let digits = |text: &[u8]| DIGIT.run(text);
        let before = DIGIT.run_back(&line[..at]);
        let behind = digits(&line[at + 1..]);
        let third = line[at + 1 + behind..].strip_prefix(b"x").map_or(0, digits);
        let Some(end) = (at - before).checked_sub(1).filter(|end| line[*end] == b' ') else { continue };
        let start = name_start(line, end);
        let login = &line[start..end];
        let named = LETTER.is_in(login) && !dictionary::is_word(login);
        if before > 0 && behind > 0 && third > 0 && named {
            return push(start, end, Kind::User, found);
        }
    }
}

/// Who asks, behind their address: CouchDB's `machine:5984 192.0.2.7 login GET /x`, Artifactory's
/// `REQUEST|192.0.2.7|login|GET|/x`, openHAB's `192.0.2.7 login [-] "GET x`.
fn requested(line: &[u8], at: usize, found: &mut Vec<Found>) {
    let head = &line[..at];
    let (end, mark) = match head.strip_suffix(b"|") {
        Some(head) => (head.len(), b'|'),
        None => (head.strip_suffix(b" [-] \"").or_else(|| head.strip_suffix(b" ")).map_or(at, <[u8]>::len), b' '),
    };
    let start = name_start(line, end);
    let Some(before) = start.checked_sub(1).filter(|before| end < at && line[*before] == mark) else { return };
    let from = match mark {
        b'|' => memchr::memrchr(mark, &line[..before]).map_or(0, |bar| bar + 1),
        _ => name_start(line, before),
    };
    let known = match mark {
        // `time|trace|192.0.2.7|login|GET|/x|200`
        b'|' => line[..from].ends_with(b"|REQUEST|") || line[..from].ends_with(b"|") && is_asked(&line[at..]),
        _ => head.ends_with(b"\"") || is_port(&line[..from]),
    };
    let login = &line[start..end];
    let named = LETTER.is_in(login) && !dictionary::is_word(login);
    let colons = || HEX.or(b":").fills(&line[from..before]);
    if known && named && (is_address(line, from, before) || mark == b'|' && before - from > 6 && colons()) {
        push(start, end, Kind::User, found);
    }
}

/// Whether a text is a method of HTTP, and a path in the column behind it.
fn is_asked(text: &[u8]) -> bool {
    let method = UPPER.run(text);
    method > 2 && text[method..].starts_with(b"|/")
}

/// Whether a text ends with a port behind a colon, and a blank.
fn is_port(text: &[u8]) -> bool {
    let Some(text) = text.strip_suffix(b" ") else { return false };
    let digits = DIGIT.run_back(text);
    digits > 0 && text[..text.len() - digits].ends_with(b":")
}

/// Whether four numbers with dots stand from `start` to `end`.
fn is_address(line: &[u8], start: usize, end: usize) -> bool {
    let text = &line[start..end];
    text.len() >= 7 && DOTTED.fills(text) && memchr::memchr_iter(b'.', text).count() == 3
}

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn who_commands_and_who_asks_is_found() {
        assert_eq!(texts("EXTERNAL COMMAND: ACKNOWLEDGE_HOST_PROBLEM;zorgal;2;1;0;gwenq;on it"), ["gwenq"]);
        assert_eq!(texts("EXTERNAL COMMAND: SCHEDULE_SVC_DOWNTIME;zorgal;x;1;2;1;0;7200;gwenq;x"), ["gwenq"]);
        assert_eq!(texts("zorgal:5984 192.0.2.7 gwenq GET /_session 200"), ["gwenq"]);
        assert_eq!(texts("20260310|12|REQUEST|192.0.2.7|gwenq|GET|/api|HTTP/1.1"), ["gwenq"]);
        assert_eq!(texts("2026-03-10T12:00:00.1Z|0a1b|192.0.2.7|gwenq|GET|/api|200|-1"), ["gwenq"]);
        assert_eq!(texts("x|0a1b|2001:db8::7|gwenq|PUT|/api|200|-1"), ["gwenq"]);
        assert_eq!(texts("0a1b|192.0.2.7|gwenq|GET|2"), Vec::<String>::new());
        assert_eq!(texts("http-nio-8080-exec-7 INFO gwenq 812x1212x1 1abc2d 192.0.2.7 /x"), ["gwenq"]);
        assert_eq!(texts("Filter - 192.0.2.7 gwenq [-] \"GET system\" x"), ["gwenq"]);
        assert_eq!(texts("192.0.2.7\tgwenq\ttty1\t192.0.2.8\tstop\ttask_id=7"), ["gwenq"]);
        for line in [
            "EXTERNAL COMMAND: PROCESS_SERVICE_CHECK_RESULT;zorgal;x;0;quvnix",
            "EXTERNAL COMMAND: SCHEDULE_HOST_CHECK;zorgal;1767346240",
            "http-nio-8080-exec-7 anonymous 812x1212x1 1abc2d 192.0.2.7 /x",
            "xrandr: get quvnix 1920x1080x60",
            "192.0.2.7 quvnix GET /x",
            "10.0.0.1|quvnix|GET|/x",
            "of 1920x1080 x",
            "192.0.2.7 - GET /x",
            "192.0.2.7 GET /x",
            "192.0.2.7 server GET /x",
            "GET",
            "|GET",
            " GET /",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn messages_have_fields() {
        let line =
            "####<Jan 2, 2026> <Notice> <Security> <zorgal-7> <AdminServer> <thread> <gwenq> <> <> <7> <BEA-0> <x>";
        assert_eq!(texts(line), ["zorgal-7", "gwenq"]);
        let line = "####<x> <y> <z> <> <AdminServer> <t> <<WLS Kernel>> <> <>";
        assert_eq!(texts(line), Vec::<String>::new());
    }
}
