//! Addresses of IPv6 in a line, told from times, scopes and ports.

use std::net::Ipv6Addr;

use super::shape;
use crate::minimize::ascii::DIGIT;
use crate::minimize::{Found, Kind};

/// Handles the run of hexadecimal digits, colons and dots around a colon; gives where to go on.
pub(super) fn colons(line: &[u8], colon: usize, found: &mut Vec<Found>) -> usize {
    let is_run = |byte: u8| byte.is_ascii_hexdigit() || byte == b':' || byte == b'.';
    // `2001:db8::7...2001:db8::8`: from where to where, as strongSwan has it.
    let ends = |at: usize| !is_run(line[at]) || line[at..].starts_with(b"..");
    let begins = |at: usize| !is_run(line[at]) || line[..=at].ends_with(b"..");
    let mut start = (0..colon).rev().find(|at| begins(*at)).map_or(0, |at| at + 1);
    let end = (colon..line.len()).find(|at| ends(*at)).unwrap_or(line.len());
    if start > 0 && (line[start - 1].is_ascii_alphanumeric() || line[start - 1] == b'_') {
        // The first group belongs to a word: `en0:2001:…`, `origin:2001:…`.
        start = colon;
    }
    if line[start..end].iter().filter(|&&byte| byte == b':').count() >= 2
        && let Some((from, to)) = ipv6(line, start, end)
    {
        found.push(shape(from, to, Kind::Ipv6));
    }
    end.max(colon + 1)
}

/// The longest address at the beginning of a run.
fn ipv6(line: &[u8], mut start: usize, mut end: usize) -> Option<(usize, usize)> {
    if line[start] == b':' && line.get(start + 1) != Some(&b':') {
        start += 1;
    }
    while end > start && (line[end - 1] == b'.' || (line[end - 1] == b':' && line[end - 2] != b':')) {
        end -= 1;
    }
    let text = std::str::from_utf8(&line[start..end]).ok()?;
    let end = match text.parse::<Ipv6Addr>() {
        Ok(_) => end - port_behind(line, start, text),
        Err(_) => start + without_port(text)?,
    };
    let text = &line[start..end];
    let address = std::str::from_utf8(text).ok()?.parse::<Ipv6Addr>().ok()?;
    let called = matches!(line.get(end), Some(b'(' | b'<')) && !is_long(text) && !holds_port(&line[end..]);
    let scope = !DIGIT.is_in(text) || called;
    let word = line.get(end).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    // `02:00:5e:00:53:07:08:09`: a hardware address, of which each group has two digits.
    let octets_by_colon = text.split(|byte| *byte == b':').map(<[u8]>::len).eq([2; 8]);
    let usual = u128::from(address) >> 125 == 1 || text.len() > 6 || address.octets()[0] >= 0xfc;
    // `:1005:1005::/home/…`: the ids of an account that has no other name.
    let fields = start > 0 && line[start - 1] == b':' && text.ends_with(b"::") && line.get(end) == Some(&b'/');
    let fields = fields && !line.get(end + 1).is_some_and(u8::is_ascii_digit);
    // `:1005:1005::0:0:Gwen Lee:`, as BSD has them, without a class and with two times.
    let numbers = text.split(|byte| *byte == b':').map(<[u8]>::len).eq([4, 4, 0, 1, 1]);
    let named = line[end..].first_chunk::<2>().is_some_and(|next| next[0] == b':' && next[1].is_ascii_uppercase());
    let fields = fields || numbers && named && start > 0 && line[start - 1] == b':';
    // `3-Jun-2025::10:00:00`, as Erlang tells the time.
    let clock = text.len() >= 10
        && text[text.len() - 10..].iter().enumerate().all(|(at, byte)| match at {
            0 | 1 | 4 | 7 => *byte == b':',
            _ => byte.is_ascii_digit(),
        });
    let dated = clock && start > 0 && line[start - 1] == b'-';
    // `fh 800::800`, as tc(8) calls a filter: the table, the bucket and the entry.
    let handle = text.len() <= 8 && line[..start].ends_with(b"fh ");
    (!scope && !word && !octets_by_colon && !fields && !dated && !handle && usual).then_some((start, end))
}

/// Length of the address in `address:port`, which the run shows when the address has all eight groups, or when its
/// last number is too long for one, as HAProxy writes a client.
fn without_port(text: &str) -> Option<usize> {
    // `2001:db8::7.51111`, as tcpdump and BSD write it.
    if let Some(dot) = text.rfind('.')
        && text[dot + 1..].parse::<u16>().is_ok()
        && text[..dot].parse::<Ipv6Addr>().is_ok()
    {
        return Some(dot);
    }
    let last = text.rfind(':')?;
    let port = text.len() - last == 6 && text[last + 1..].parse::<u16>().is_ok();
    let length = if port { last } else { text.match_indices(':').nth(7)?.0 };
    text[..length].parse::<Ipv6Addr>().ok().map(|_| length)
}

/// Whether there are more groups than a name of C++ or Rust has scopes: `2001:db8:6:7::1(Preferred)`.
fn is_long(text: &[u8]) -> bool {
    memchr::memchr_iter(b':', text).count() > 3
}

/// `(38370)`, as Cisco's lists of access have a port, `(Preferred)`, as Windows has the state of an address.
fn holds_port(text: &[u8]) -> bool {
    let digits = DIGIT.run(&text[1..]);
    (2..=5).contains(&digits) && text.get(1 + digits) == Some(&b')') || text.starts_with(b"(Preferred)")
}

/// Bytes of a line in which its first three words are looked for.
const TABLE: usize = 128;

/// Bytes of the port behind an address that reads as one more group of it: in netstat's table, and where OpenVPN says
/// of which family it is.
fn port_behind(line: &[u8], start: usize, text: &str) -> usize {
    let table = || {
        let head = &line[..line.len().min(TABLE)];
        let mut words = head.split(|byte| matches!(byte, b' ' | b'\t')).filter(|word| !word.is_empty());
        words.next().is_some_and(|word| matches!(word, b"tcp6" | b"udp6" | b"tcp46" | b"udp46"))
            && words.take(2).filter(|word| DIGIT.fills(word)).count() == 2
    };
    let Some(colon) = text.rfind(':') else { return 0 };
    let port = &text[colon + 1..];
    let number = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    let says = number && (line[..start].ends_with(b"[AF_INET6]") || table());
    if says && text[..colon].parse::<Ipv6Addr>().is_ok() { text.len() - colon } else { 0 }
}
