//! dnsmasq's log of queries and of leases: who asked for which name, and what it came to; and the log of the server of
//! Windows.

use super::spans::push;
use crate::minimize::ascii::{HEX, LETTER, NAME, is_number};
use crate::minimize::prefilter::{Finder, Needs};
use crate::minimize::{Evidence, Found, Kind, bytes, domain};

/// What a line must show to be one of these.
pub(super) const NEEDS: Needs = Needs { finder: Finder::Dnsmasq, marks: 0, words: &["dnsmasq", "packet"] };

/// Finds the names in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    let Some(at) = bytes::find(line, b"dnsmasq") else { return counted(line, found) };
    let Some(colon) = bytes::find(&line[at..], b": ").map(|length| at + length) else { return };
    let mut at = colon + 2;
    let words = line[at..].split(|byte| *byte == b' ').map(|word| {
        let span = (at, at + word.len());
        at = span.1 + 1;
        span
    });
    // A query may be numbered, and say who asked.
    let mut words = words.filter(|(start, end)| start < end).skip_while(|(start, end)| is_origin(&line[*start..*end]));
    let (Some((start, end)), Some(name), Some(verb), object) = (words.next(), words.next(), words.next(), words.next())
    else {
        return;
    };
    let text = |(start, end): (usize, usize)| &line[start..end];
    match (text((start, end)), text(verb)) {
        (b"forwarded", b"to") => machine(line, name, found),
        (query, b"from") if query.starts_with(b"query[") => machine(line, name, found),
        (source, b"is") if bytes::is_one_of(source, &SOURCES) => {
            machine(line, name, found);
            object.into_iter().for_each(|object| machine(line, object, found));
        }
        _ => {}
    }
}

/// `PACKET … A (3)www(6)quvnix(7)example(0)`: each label behind how long it is; the last one stays, and those of services.
fn counted(line: &[u8], found: &mut Vec<Found>) {
    let text = line.trim_ascii_end();
    let start = memchr::memrchr(b' ', text).map_or(0, |blank| blank + 1);
    if !text.ends_with(b"(0)") || text.get(start) != Some(&b'(') {
        return;
    }
    let (mut at, mut labels) = (start, Vec::new());
    while let Some(close) = memchr::memchr(b')', &text[at..]).map(|length| at + length) {
        let digits = is_number(&text[at + 1..close]);
        let end = close + 1 + text[close + 1..].iter().take_while(|byte| **byte != b'(').count();
        if text[at] != b'(' || !digits || !NAME.fills(&text[close + 1..end]) {
            return;
        }
        labels.push((close + 1, end));
        at = end;
    }
    // Behind the last label stands one of no length.
    labels.pop();
    let name: Vec<&[u8]> = labels.iter().map(|(start, end)| &text[*start..*end]).collect();
    if domain::is_public(&name.join(&b'.').to_ascii_lowercase()) {
        return;
    }
    labels.pop();
    let stays = |label: &[u8]| label.starts_with(b"_") || matches!(label, b"www" | b"in-addr" | b"ip6");
    let telling = labels.into_iter().filter(|(start, end)| !stays(&text[*start..*end]));
    found.extend(telling.map(|(start, end)| Found::new(start..end, Kind::Host, Evidence::Grammar)));
}

/// The number of a query, and the address and port that it came from.
fn is_origin(word: &[u8]) -> bool {
    word.first().is_some_and(u8::is_ascii_digit) && HEX.or(b"./:").fills(word)
}

/// A name of one label or of several; what it came to may be `NXDOMAIN`, `NODATA-IPv6`, `<CNAME>`.
fn machine(line: &[u8], (start, end): (usize, usize), found: &mut Vec<Found>) {
    let text = &line[start..end];
    let answer = bytes::starts_with_any(text, &["NXDOMAIN", "NODATA", "SERVFAIL", "REFUSED"]);
    if NAME.fills(text) && LETTER.is_in(text) && !answer && !text.ends_with(b".arpa") {
        push(start, end, Kind::Host, found);
    }
}

/// Where an answer was found.
const SOURCES: [&str; 7] = ["reply", "cached", "config", "DHCP", "/etc/hosts", "cached-stale", "auth"];

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn labels_behind_their_lengths_are_found() {
        let line = "15B0 PACKET  UDP Rcv 192.0.2.7  0001   Q [0001   D   NOERROR] A      ";
        let texts = |name: &str| texts(&format!("{line}{name}"));
        assert_eq!(texts("(3)www(6)quvnix(7)example(0)"), ["quvnix"]);
        assert_eq!(texts("(5)_ldap(4)_tcp(5)works(6)quvnix(7)example(0)"), ["works", "quvnix"]);
        assert_eq!(texts("(1)7(1)2(1)0(3)192(7)in-addr(4)arpa(0)"), ["7", "2", "0", "192"]);
        for name in ["(3)www(6)google(3)com(0)", "(0)", "main(0)", "f(3)x(0)"] {
            assert_eq!(texts(name), Vec::<String>::new(), "{name}");
        }
    }

    #[test]
    fn names_that_were_asked_for_and_answered_are_found() {
        assert_eq!(texts("dnsmasq[7]: query[A] quvnix from 192.0.2.7"), ["quvnix"]);
        assert_eq!(texts("dnsmasq[7]: 42 192.0.2.7/5353 cached quvnix is 192.0.2.8"), ["quvnix"]);
        assert_eq!(texts("dnsmasq[7]: DHCP 192.0.2.7 is pad-of-gwen"), ["pad-of-gwen"]);
        assert_eq!(texts("dnsmasq[7]: /etc/hosts 192.0.2.7 is quvnix"), ["quvnix"]);
        assert_eq!(texts("dnsmasq[7]: reply quvnix is NODATA-IPv6"), ["quvnix"]);
        for line in ["dnsmasq[7]: read /etc/hosts - 7 names", "dnsmasq: x", "dnsmasq[7]: using nameserver 192.0.2.1#53"]
        {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
