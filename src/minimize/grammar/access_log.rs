//! Access logs of web servers: `client ident login [time] "request" …` (the common log format).

use crate::minimize::ascii::{DIGIT, LETTER, NAME};
use crate::minimize::{Evidence, Found, Kind, bytes, host};

/// Finds the client and the login.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    before_request(line, found);
    let Some(bracket) = bytes::find(line, b" [").filter(|at| *at < 200) else { return before_time(line, found) };
    // `[20/0]`: how far and how dear a route is.
    let month = line.get(bracket + 5).is_some_and(u8::is_ascii_alphabetic) || line.get(bracket + 7) == Some(&b'/');
    if !line.get(bracket + 2).is_some_and(u8::is_ascii_digit) || line.get(bracket + 4) != Some(&b'/') || !month {
        return before_time(line, found);
    }
    balanced(line, bracket, found);
    // The name of a program or of a file may stand before all: `httpd: 192.0.2.7 - …`.
    let from = named_before(&line[..bracket]);
    let head = &line[..bracket];
    let spaces: Vec<usize> = memchr::memchr_iter(b' ', &head[from..]).map(|at| from + at).collect();
    let one = |start, end, kind| Found::new(start..end, kind, Evidence::Grammar);
    // Or that of the site, where it is one that programs have not.
    if from > 0 && !head[..from].contains(&b'[') && host::is_likely(&head[..from - 2]) {
        found.push(one(0, from - 2, Kind::Host));
    }
    // The name of the site may stand before the client.
    let last = match spaces.as_slice() {
        // CUPS' `printer login 77 [time] page copies billing machine …`.
        [first, last] if DIGIT.fills(&head[last + 1..]) && !is_nobody(&head[first + 1..*last]) => {
            found.push(one(first + 1, *last, Kind::User).teaching());
            return printed(line, bracket, found);
        }
        [first, last] => {
            found.extend((!is_time(&head[from..*first])).then(|| one(from, *first, Kind::Host)));
            last
        }
        // CUPS' `printer 77 login [time] …`.
        [first, second, last] if DIGIT.fills(&head[first + 1..*second]) => last,
        // InfluxDB's `[httpd] 192.0.2.7 - login [time] …`: which part of it speaks.
        [first, second, last] => {
            found.extend((head[from] != b'[' && !is_time(&head[from..*first])).then(|| one(from, *first, Kind::Host)));
            found.push(one(first + 1, *second, Kind::Host));
            last
        }
        _ => return before_time(line, found),
    };
    // `/~gwen/`: a person's own pages.
    if let Some(start) = bytes::find_past(&line[bracket..], b" /~").map(|at| bracket + at) {
        let length = NAME.run(&line[start..]);
        if length > 0 && matches!(line.get(start + length), Some(b'/' | b' ')) {
            found.push(one(start, start + length, Kind::User).teaching_unless_short());
        }
    }
    if &head[last + 1..] != b"-" {
        found.push(one(last + 1, bracket, Kind::User).teaching());
    }
    if let Some(cookie) = trailing_cookie(line) {
        found.push(one(cookie.0, cookie.1, Kind::Session).teaching());
    }
}

/// `2026-01-02_03:04:05.67890`, as svlogd(8) has it.
fn is_time(text: &[u8]) -> bool {
    let marks = [(4, b'-'), (7, b'-'), (10, b'_'), (13, b':')];
    marks.iter().all(|(at, mark)| text.get(*at) == Some(mark)) && DIGIT.fills(&text[..4])
}

/// HAProxy's `[time] frontend backend/MACHINE 0/0/1/12/13 200 …` (its section 8.2.3); `<NOSRV>` is none.
fn balanced(line: &[u8], bracket: usize, found: &mut Vec<Found>) {
    let Some(close) = bytes::find(&line[bracket..line.len().min(bracket + TIME)], b"] ").map(|at| bracket + at) else {
        return;
    };
    let mut words = line[close + 2..].splitn(4, |byte| *byte == b' ');
    let (Some(front), Some(back), Some(times)) = (words.next(), words.next(), words.next()) else { return };
    let Some(slash) = memchr::memchr(b'/', back) else { return };
    let timed = memchr::memchr_iter(b'/', times).count() >= 2 && DIGIT.or(b"/-+").fills(times);
    let start = close + 2 + front.len() + 1 + slash + 1;
    let end = close + 2 + front.len() + 1 + back.len();
    let name = &line[start..end];
    let plain = NAME.fills(name);
    if timed && plain && name.len() > 1 {
        found.push(Found::new(start..end, Kind::Host, Evidence::Grammar).teaching_if(host::is_likely(name)));
    }
}

/// Bytes of the longest time in brackets.
const TIME: usize = 48;

/// Bytes of a program's name, its colon and the blank behind it.
fn named_before(head: &[u8]) -> usize {
    let length = NAME.or(b"/[]").run(head);
    let named = length > 0 && !head[0].is_ascii_digit() && head[length..].starts_with(b": ");
    if named { length + 2 } else { 0 }
}

/// Nothing, as logs write it.
fn is_nobody(text: &[u8]) -> bool {
    text == b"-"
}

/// The machine that a job came from: the fourth word behind the time, in a line of CUPS' pages.
fn printed(line: &[u8], bracket: usize, found: &mut Vec<Found>) {
    let Some(close) = memchr::memchr(b']', &line[bracket..]).map(|length| bracket + length) else { return };
    let mut at = close + 1;
    for (index, word) in line[close + 1..].split(|byte| *byte == b' ').enumerate().take(5) {
        let (start, end) = (at, at + word.len());
        let name = LETTER.is_in(word) && word != b"localhost";
        if index == 4 && name {
            found.push(Found::new(start..end, Kind::Host, Evidence::Grammar).teaching_unless_short());
        }
        at = end + 1;
    }
}

/// ` - login [02/Jan/2026:…`, wherever the client stands.
fn before_time(line: &[u8], found: &mut Vec<Found>) {
    for at in bytes::every(line, b" - ").take(8) {
        let start = at + 3;
        let end = start + NAME.or(b"\\@").run(&line[start..]);
        let time = line.get(end + 2..).unwrap_or_default();
        let dated =
            time.len() > 12 && time[0].is_ascii_digit() && time[2] == b'/' && time[6] == b'/' && time[11] == b':';
        if end > start && line[end..].starts_with(b" [") && dated && &line[start..end] != b"-" {
            found.push(Found::new(start..end, Kind::User, Evidence::Grammar).teaching_unless_short());
        }
    }
}

/// `- login "GET /…`, as formats of one's own often have it.
fn before_request(line: &[u8], found: &mut Vec<Found>) {
    if bytes::find(line, b" \"").is_none() {
        return;
    }
    for method in [&b" \"GET "[..], b" \"POST ", b" \"PUT ", b" \"HEAD ", b" \"DELETE "] {
        let Some(end) = bytes::find(line, method) else { continue };
        let start = line[..end].iter().rposition(|byte| *byte == b' ').map_or(0, |at| at + 1);
        let name = &line[start..end];
        let plain = NAME.or(b"@").fills(name);
        if plain && name != b"-" && line[..start].ends_with(b" - ") {
            found.push(Found::new(start..end, Kind::User, Evidence::Grammar).teaching_unless_short());
        }
    }
}

/// A quoted `NAME=value` at the line's end, behind the browser's name: a cookie that the server was told to log.
fn trailing_cookie(line: &[u8]) -> Option<(usize, usize)> {
    let body = line.strip_suffix(b"\"")?;
    let start = memchr::memrchr(b'"', body)? + 1;
    let equals = memchr::memchr(b'=', &body[start..])?;
    let name = &body[start..start + equals];
    let plain = !name.is_empty() && NAME.fills(name);
    (plain && start + equals + 1 < body.len()).then_some((start + equals + 1, body.len()))
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn the_login_is_found_behind_what_a_daemon_puts_before() {
        let line = "Jan  2 03:04:05 gw nginx: 192.0.2.7 - ada [02/Jan/2026:03:04:05 +0000] \"GET / HTTP/1.1\" 200 5";
        assert_eq!(crate::minimize::testing::texts(line, find), ["ada"]);
    }

    #[test]
    fn the_machine_behind_a_balancer_is_found() {
        let texts = |line: &str| crate::minimize::testing::texts(line, find);
        let line = "haproxy[7]: 192.0.2.7:9 [02/Jan/2026:03:04:05.678] web~ app/zorgal-7 0/0/1/12/13 200 5";
        assert_eq!(texts(line), ["zorgal-7"]);
        assert_eq!(texts(&line.replace("zorgal-7", "<NOSRV>")), Vec::<String>::new());
    }

    #[test]
    fn the_client_and_the_login_are_found() {
        let line = "192.0.2.7 - ada [02/Jan/2026:03:04:05 +0000] \"GET / HTTP/1.1\" 200 5 \"-\" \"x\" \"SID=abc123\"";
        assert_eq!(crate::minimize::testing::texts(line, find), ["192.0.2.7", "ada", "abc123"]);
        let line = "192.0.2.7 - - [02/Jan/2026:03:04:05 +0000] \"GET /~ada/cv.html HTTP/1.1\" 200 5";
        assert_eq!(crate::minimize::testing::texts(line, find), ["192.0.2.7", "ada"]);
    }
}
