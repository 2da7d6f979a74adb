//! Names between the marks of one program each: DHCP, RADIUS, Samba, MySQL, Proxifier, su, sudo, Windows' events.

mod behind;
mod marked;

use super::accounts;
use super::spans::{name_end, push};
use crate::minimize::ascii::{DIGIT, DOTTED, HEX, LETTER, NAME, SPACE};
use crate::minimize::{Evidence, Found, Kind, bytes, host};

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    forwarded(line, found);
    addressed(line, found);
    sessions(line, found);
    accounts::find(line, found);
    marked::find(line, found);
}

/// rsyslog's `*.* @@machine:514`: behind a selector, where its messages are sent.
fn forwarded(line: &[u8], found: &mut Vec<Found>) {
    let Some(blank) = line.iter().take(SELECTOR).position(u8::is_ascii_whitespace) else { return };
    let target = line[blank..].trim_ascii_start();
    let facility = line[..blank].split(|byte| matches!(byte, b'.' | b',')).next().unwrap_or_default();
    let selects = facility.len() < blank
        && !line[..blank].contains(&b'@')
        && (bytes::is_one_of(facility, &FACILITIES) || facility.starts_with(b"local"));
    let Some(name) = target.strip_prefix(b"@").filter(|_| selects) else { return };
    let name = name.strip_prefix(b"@").unwrap_or(name);
    let start = line.len() - name.len();
    let end = name_end(line, start);
    let closed = !LETTER.is_in(line[end..].strip_prefix(b":").unwrap_or(&line[end..]));
    if closed && LETTER.is_in(&line[start..end]) {
        push(start, end, Kind::Host, found);
    }
}

/// What a message may come from, beside `local0` and its like, and any of it.
const FACILITIES: [&str; 13] =
    ["*", "kern", "user", "mail", "daemon", "auth", "authpriv", "cron", "syslog", "lpr", "news", "uucp", "ftp"];

/// Bytes of the longest selector that is looked at.
const SELECTOR: usize = 128;

/// `su: + /dev/pts/0 login:root`, as su(1) used to say it.
fn substitute(line: &[u8], found: &mut Vec<Found>) {
    let says = || bytes::holds_any(line, &[" + ", " - "]);
    let alone = line.starts_with(b"+ /dev/") || line.starts_with(b"- /dev/");
    if !alone && (bytes::find(line, b" su").is_none() || !says()) {
        return;
    }
    let start = line.iter().rposition(|byte| *byte == b' ').map_or(0, |at| at + 1);
    let Some(colon) = memchr::memchr(b':', &line[start..]) else { return };
    if NAME.or(b":").fills(&line[start..]) && colon > 0 && start + colon + 1 < line.len() {
        push(start, start + colon, Kind::User, found);
        push(start + colon + 1, line.len(), Kind::User, found);
    }
}

/// Samba's `[DOMAIN]\[login]`.
fn bracketed(line: &[u8], found: &mut Vec<Found>) {
    for at in bytes::every(line, b"]\\[") {
        let open = memchr::memrchr(b'[', &line[..at]);
        let close = memchr::memchr(b']', &line[at + 3..]).map(|length| at + 3 + length);
        if let Some((open, close)) = open.zip(close) {
            push(open + 1, at, Kind::Domain, found);
            push(at + 3, close, Kind::User, found);
            // ntlm_auth's `[DOMAIN]\[login]@[MACHINE]`.
            if let Some(length) = line[close..].strip_prefix(b"]@[").and_then(|text| memchr::memchr(b']', text)) {
                push(close + 3, close + 3 + length, Kind::Host, found);
            }
        }
    }
}

/// Names beside an address, one of the two in brackets.
fn addressed(line: &[u8], found: &mut Vec<Found>) {
    for at in memchr::memchr_iter(b'(', line) {
        before_address(line, at, found);
        behind::find(line, at, found);
        // Wazuh's `(machine) 192.0.2.7->/var/log/auth.log`.
        let end = name_end(line, at + 1);
        if let Some(rest) = line[end..].strip_prefix(b") ") {
            let length = DOTTED.run(rest);
            // Firewalls write so what they translate, with another address behind.
            let file = rest[length..].strip_prefix(b"->").and_then(<[u8]>::first);
            if length >= 7 && file.is_some_and(|byte| *byte == b'/' || byte.is_ascii_alphabetic()) {
                push(at + 1, end, Kind::Host, found);
            }
        }
    }
}

/// Synology's `[machine(192.0.2.7)]`, and who speaks from an address.
fn before_address(line: &[u8], open: usize, found: &mut Vec<Found>) {
    let digits = DOTTED.run(&line[open + 1..]);
    if memchr::memchr_iter(b'.', &line[open + 1..open + 1 + digits]).count() != 3 {
        return;
    }
    let end = open - usize::from(open > 0 && line[open - 1] == b' ');
    let length = NAME.run_back(&line[..end]);
    let (start, name) = (end - length, &line[end - length..end]);
    // A family of addresses, a type of the domain system's records (RFC 3597).
    let family = name.eq_ignore_ascii_case(b"ipv4") || name.eq_ignore_ascii_case(b"ipv6");
    let record = name.strip_prefix(b"TYPE").is_some_and(|text| DIGIT.fills(text));
    // `02:00:5E:00:53:07 (192.0.2.7)`: the end of a hardware address.
    let octet = name.len() == 2 && line[..start].ends_with(b":");
    // AsyncOS' `interface Data1 (192.0.2.7)`.
    if family || record || octet || line[..start].ends_with(b"interface ") {
        return;
    }
    let behind = line.get(open + 1 + digits..).unwrap_or_default();
    // `[Living room(192.0.2.7):8009]`: what somebody calls a device.
    let head = &line[open.saturating_sub(CALLED)..open];
    if let Some(bracket) = memchr::memrchr(b'[', head).filter(|_| behind.starts_with(b"):"))
        && head[bracket + 1..].contains(&b' ')
        && DIGIT.run(&behind[2..]) > 1
    {
        let start = open - head.len() + bracket + 1;
        if line[start].is_ascii_uppercase() {
            found.push(Found::new(start..open, Kind::Host, Evidence::Structure));
        }
    }
    // traceroute(8)'s `7  NAME (192.0.2.7)  0.221 ms`.
    let measured = || {
        let rest = behind.get(1..).and_then(|rest| rest.strip_prefix(b"  ")).unwrap_or_default();
        rest.first().is_some_and(u8::is_ascii_digit)
            && name.iter().filter(|byte| byte.is_ascii_alphabetic()).count() > 1
    };
    // `gwen (192.0.2.7): logged in`, as RouterOS has a guest.
    let guest = ["): logged ", ") logged in", "): login failed", "): trying to log"];
    // Samba's `gw (192.0.2.7) closed connection to service homes`.
    let shares = || behind.starts_with(b") c") && bytes::find(behind, b" to service ").is_some();
    // FileZilla's `- login (192.0.2.7)> 230 Logged on`.
    let client = behind.starts_with(b")> ") && line[..start].ends_with(b" - ") && LETTER.is_in(name);
    if bytes::starts_with_any(behind, &guest) {
        push(start, end, Kind::User, found);
    } else if digits >= 7
        && behind.first() == Some(&b')')
        && (host::is_likely(name) || measured() && !host::is_interface(name) || shares())
    {
        push(start, end, Kind::Host, found);
    }
    if client {
        push(start, end, Kind::User, found);
    }
}

/// Bytes of the longest name of a device, and its bracket.
const CALLED: usize = 33;

/// Dovecot's `ldap(login,192.0.2.7,<session>)` and `imap(login)<77><session>`.
fn sessions(line: &[u8], found: &mut Vec<Found>) {
    for at in memchr::memchr_iter(b'<', line).filter_map(|at| at.checked_sub(1)).filter(|at| line[*at] == b',') {
        let length = memchr::memchr(b'>', &line[at + 2..]).unwrap_or(0);
        if length >= 8 && line.get(at + 3 + length) == Some(&b')') {
            push(at + 2, at + 2 + length, Kind::Session, found);
        }
    }
    for at in bytes::every(line, b")<") {
        let digits = DIGIT.run(&line[at + 2..]);
        let start = at + 2 + digits + 2;
        if digits > 0 && line.get(at + 2 + digits..start) == Some(b"><") {
            let length = memchr::memchr(b'>', &line[start..]).unwrap_or(0);
            if length >= 8 {
                push(start, start + length, Kind::Session, found);
            }
        }
    }
}

/// FreeRADIUS's `[login/password] (from client machine port 0)`.
fn radius(line: &[u8], found: &mut Vec<Found>) {
    let Some(close) = bytes::find(line, b"] (from client ") else { return };
    let Some(open) = memchr::memrchr(b'[', &line[..close]) else { return };
    let text = &line[open + 1..close];
    // `[%{User-Name}]`: how the line is to be made.
    if text.starts_with(b"%{") {
        return;
    }
    let slash = memchr::memchr(b'/', text).unwrap_or(text.len());
    if text.starts_with(b"host/") {
        // A machine that logs in by its own name.
        push(open + 6, close, Kind::Host, found);
    } else {
        push(open + 1, open + 1 + slash, Kind::User, found);
        if slash + 1 < text.len() && text[slash + 1] != b'<' {
            push(open + 2 + slash, close, Kind::Secret, found);
        }
    }
    let start = close + 15;
    let length = NAME.run(&line[start..]);
    push(start, start + length, Kind::Host, found);
}

/// Cowrie's `login attempt [login/password] failed`, each a string of Python's or none.
fn decoyed(line: &[u8], found: &mut Vec<Found>) {
    let Some(open) = bytes::find_past(line, b"login attempt [") else { return };
    let ends = [&b"] succeeded"[..], b"] failed"];
    let Some(close) = ends.iter().find_map(|end| bytes::find(&line[open..], end)).map(|at| open + at) else { return };
    let slash = memchr::memchr(b'/', &line[open..close]).map(|at| open + at);
    let Some(slash) = slash.filter(|slash| LETTER.is_in(&line[open..*slash])) else { return };
    for (start, end, kind) in [(open, slash, Kind::User), (slash + 1, close, Kind::Secret)] {
        let text = &line[start..end];
        let bare = text.strip_prefix(b"b'").and_then(|text| text.strip_suffix(b"'"));
        let from = start + if bare.is_some() { 2 } else { 0 };
        push(from, from + bare.unwrap_or(text).len(), kind, found);
    }
}

/// Samba's audit: `smbd_audit: login|192.0.2.7|machine|…`, `login|machine|192.0.2.7|…`, `login|192.0.2.7|share|open|ok`.
fn piped(line: &[u8], found: &mut Vec<Found>) {
    let audit = bytes::find_past(line, b"smbd_audit");
    let Some(program) = audit.or_else(|| bytes::find(line, b"smbd[").map(|at| at + 4)) else { return };
    let Some(start) = behind_program(line, program) else { return };
    let parts = || line[start..].split(|byte| *byte == b'|');
    let address = |part: &[u8]| HEX.or(b".:").fills(part) && part.contains(&b'.');
    if audit.is_none() && !parts().nth(1).is_some_and(address) {
        return;
    }
    // What was done stands before how it went, and before that a share may.
    let end = parts().take(5).position(|part| part.trim_ascii() == b"ok" || part.starts_with(b"fail"));
    let machine = match (parts().nth(2), end) {
        (Some(part), _) if address(part) => 1,
        (Some(part), Some(3 | 4)) if end == Some(3) || !host::is_likely(part) => 3,
        _ => 2,
    };
    let mut at = start;
    for (index, part) in parts().take(3).enumerate() {
        // A quote ends the string of JSON that the record stands in, and no name holds one.
        match index {
            _ if part.contains(&b'"') => {}
            0 => push(at, at + part.len(), Kind::User, found),
            _ if index == machine => push(at, at + part.len(), Kind::Host, found),
            _ => {}
        }
        at += part.len() + 1;
    }
}

/// `name:443 open through proxy`, as Proxifier says what somebody visited; public names are no exception there.
fn visited(line: &[u8], found: &mut Vec<Found>) {
    for words in [&b" open through proxy"[..], b" close, ", b" error : "] {
        let Some(end) = bytes::find(line, words) else { continue };
        let port = DIGIT.run_back(&line[..end]);
        let Some(colon) = (end - port).checked_sub(1).filter(|at| port > 0 && line[*at] == b':') else { continue };
        let length = NAME.run_back(&line[..colon]);
        if line[colon - length..colon].contains(&b'.') {
            push(colon - length, colon, Kind::Domain, found);
        } else if length > 0 && line[..colon - length].ends_with(b" - ") && bytes::find(line, b".exe").is_some() {
            push(colon - length, colon, Kind::Host, found);
        }
    }
}

/// `WinEvtLog: Security: AUDIT_SUCCESS(4624): provider: login: domain: machine: …`, as agents pass Windows' events on.
fn windows(line: &[u8], found: &mut Vec<Found>) {
    let Some(start) = bytes::find_past(line, b"WinEvtLog: ") else { return };
    let mut at = start;
    for index in 0..6 {
        let Some(length) = bytes::find(&line[at..], b": ") else { return };
        let plain = NAME.fills(&line[at..at + length]);
        match index {
            3 if plain => push(at, at + length, Kind::User, found),
            4 if plain => push(at, at + length, Kind::Domain, found),
            5 if plain => push(at, at + length, Kind::Host, found),
            _ => {}
        }
        at += length + 2;
    }
}

/// sudo's `sudo[7]: login : 3 incorrect password attempts ; TTY=…`: whatever it says of somebody, it begins with them.
fn invoked(line: &[u8], found: &mut Vec<Found>) {
    if bytes::find(line, b" : ").is_none() {
        return;
    }
    for at in bytes::every(line, b"sudo") {
        if at > 0 && !matches!(line[at - 1], b' ' | b'\t' | b'/' | b'"') {
            continue;
        }
        let Some(start) = behind_program(line, at + 4) else { continue };
        let length = NAME.or(b"@").run(&line[start..]);
        let end = start + length;
        if length > 0 && line[end..].starts_with(b" : ") {
            push(start, end, Kind::User, found);
        }
    }
}

/// cron's `cron[7]: (login) CMD (…)`, whatever it says of whom.
fn scheduled(line: &[u8], found: &mut Vec<Found>) {
    for program in [&b"cron"[..], b"CRON"] {
        let Some(at) = bytes::find(line, program) else { continue };
        let end = at + LETTER.run(&line[at..]);
        let Some(open) = behind_program(line, end).filter(|at| line.get(*at) == Some(&b'(')) else { continue };
        let length = NAME.run(&line[open + 1..]);
        // `(tabs) loading …` is a folder.
        let behind = line[open + 1 + length..].strip_prefix(b") ");
        if behind.is_some_and(|text| text.first().is_some_and(u8::is_ascii_uppercase)) {
            push(open + 1, open + 1 + length, Kind::User, found);
        }
    }
}

/// Where a message begins behind a program's name, the number of its process or none, a colon and spaces.
fn behind_program(line: &[u8], at: usize) -> Option<usize> {
    let number = match line.get(at)? {
        b'[' => DIGIT.run(&line[at + 1..]) + 1,
        _ => 0,
    };
    let colon = at + number + usize::from(number > 0 && line.get(at + number) == Some(&b']'));
    let spaces = SPACE.run(line.get(colon + 1..)?);
    (line[colon] == b':' && spaces > 0).then_some(colon + 1 + spaces)
}

/// `login : 3 incorrect password attempts`, where sudo writes a log of its own.
fn attempts(line: &[u8], found: &mut Vec<Found>) {
    let Some(at) = bytes::find(line, b" incorrect password attempt") else { return };
    let digits = DIGIT.run_back(&line[..at]);
    let Some(head) = line[..at - digits].strip_suffix(b" : ") else { return };
    let length = NAME.run_back(head);
    push(head.len() - length, head.len(), Kind::User, found);
}

#[cfg(test)]
mod tests;
