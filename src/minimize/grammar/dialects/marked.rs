//! Names that a mark of their own tells: owners of files, leases of DHCP, accounts of MySQL, and all that [`super`] has of
//! the kind.

use std::sync::LazyLock;

use super::{attempts, bracketed, decoyed, invoked, piped, radius, scheduled, substitute, visited, windows};
use crate::minimize::ascii::{DIGIT, HEX, LETTER, NAME};
use crate::minimize::bytes::{self, Any};
use crate::minimize::grammar::spans::{name_end, push};
use crate::minimize::{Found, Kind};

/// What one of them must hold.
static MARKS: LazyLock<Any> = LazyLock::new(|| {
    Any::new(&[
        b"ownership of",
        b"dhcp",
        b"DHCP",
        b"SLAAC-CONFIRM(",
        b"'@'",
        b"`@`",
        b"$@",
        b"User@Host: ",
        b" su",
        b"+ /dev/",
        b"- /dev/",
        b"]\\[",
        b"] (from client ",
        b"smbd",
        b" open through proxy",
        b" close, ",
        b" error : ",
        b"WinEvtLog: ",
        b"sudo",
        b"cron",
        b"CRON",
        b" incorrect password attempt",
        b"login attempt [",
        b"Passive Mode (",
    ])
});

/// Finds them in one line, of which few hold any.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    if !MARKS.stands_in(line) {
        return;
    }
    owner(line, found);
    lease(line, found);
    account(line, found);
    slow(line, found);
    substitute(line, found);
    bracketed(line, found);
    radius(line, found);
    decoyed(line, found);
    piped(line, found);
    visited(line, found);
    windows(line, found);
    invoked(line, found);
    scheduled(line, found);
    attempts(line, found);
    opened(line, found);
}

/// `227 Entering Passive Mode (192,0,2,7,195,80)`: an address and the two bytes of a port (RFC 959).
fn opened(line: &[u8], found: &mut Vec<Found>) {
    for at in bytes::every(line, b"Passive Mode (") {
        let start = at + b"Passive Mode (".len();
        let length = DIGIT.or(b",").run(&line[start..]);
        let text = &line[start..start + length];
        let port = memchr::memrchr(b',', text).and_then(|last| memchr::memrchr(b',', &text[..last]));
        if let Some(port) = port
            && memchr::memchr_iter(b',', text).count() == 5
        {
            push(start, start + port, Kind::Ipv4, found);
        }
    }
}

/// `changed ownership of 'x' from a:b to c:d`, as chown(1) says it.
fn owner(line: &[u8], found: &mut Vec<Found>) {
    if bytes::find(line, b"ownership of").is_none() {
        return;
    }
    for words in [&b" from "[..], b" to "] {
        let Some(at) = memchr::memmem::rfind(line, words) else { continue };
        let start = at + words.len();
        let end = name_end(line, start);
        if end > start {
            push(start, end, Kind::User, found);
        }
    }
}

/// `DHCPACK on 192.0.2.7 to 52:54:00:… (name) via eth0`.
fn lease(line: &[u8], found: &mut Vec<Found>) {
    // RouterOS: `dhcp1 assigned 192.0.2.7 for 02:00:5E:00:53:07 NAME`.
    let assigned = || bytes::find(line, b"dhcp").is_some() && bytes::find(line, b"assigned ").is_some();
    let confirmed = bytes::find(line, b"SLAAC-CONFIRM(").is_some();
    if bytes::find(line, b"DHCP").is_none() && !assigned() && !confirmed {
        return;
    }
    // dnsmasq has the name last, behind the hardware address, or behind the one that a machine made for itself.
    let words: Vec<&[u8]> = line.trim_ascii_end().rsplit(|byte| *byte == b' ').take(2).collect();
    if let [name, hardware] = words.as_slice()
        && hardware.len() >= if confirmed { 4 } else { 17 }
        && (confirmed || hardware[2] == b':')
        && HEX.or(b":").fills(hardware)
        && NAME.fills(name)
    {
        let end = line.trim_ascii_end().len();
        push(end - name.len(), end, Kind::Host, found);
    }
    let Some(end) = bytes::find(line, b") via ") else { return };
    if let Some(open) = memchr::memrchr(b'(', &line[..end]).filter(|open| open + 1 < end) {
        push(open + 1, end, Kind::Host, found);
    }
}

/// MySQL's `'login'@'machine'`, in grave accents too, and Windows' `MACHINE$@REALM`.
fn account(line: &[u8], found: &mut Vec<Found>) {
    for (mark, quote) in [(&b"'@'"[..], b'\''), (b"`@`", b'`')] {
        for at in bytes::every(line, mark) {
            let length = NAME.run_back(&line[..at]);
            if length > 0 && line[..at - length].ends_with(&[quote]) {
                push(at - length, at, Kind::User, found);
            }
            let length = NAME.run(&line[at + 3..]);
            if length > 0 && line.get(at + 3 + length) == Some(&quote) {
                push(at + 3, at + 3 + length, Kind::Host, found);
            }
        }
    }
    for at in bytes::every(line, b"$@") {
        let length = NAME.run_back(&line[..at]);
        let realm = line.get(at + 2).is_some_and(u8::is_ascii_uppercase);
        let before = (at - length).checked_sub(1).map(|before| line[before]);
        let open = before.is_none_or(|byte| byte.is_ascii_whitespace() || b"\"'(:=,[".contains(&byte));
        if realm && open && LETTER.is_in(&line[at - length..at]) {
            push(at - length, at, Kind::Host, found);
        }
    }
}

/// `# User@Host: login[login] @ machine [192.0.2.7]`, as MySQL's log of slow statements has it.
fn slow(line: &[u8], found: &mut Vec<Found>) {
    let Some(at) = bytes::find(line, b"User@Host: ") else { return };
    let Some(start) = bytes::find_past(&line[at..], b" @ ").map(|length| at + length) else { return };
    let end = name_end(line, start);
    if line[end..].starts_with(b" [") {
        push(start, end, Kind::Host, found);
    }
}
