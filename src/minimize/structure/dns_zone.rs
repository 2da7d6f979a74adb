//! Zones of the domain system, as their files have them (RFC 1035, section 5): whose records they are, and of whom they
//! speak.

use super::row::Row;
use crate::minimize::ascii::{ALNUM, DIGIT, LETTER};
use crate::minimize::{Evidence, Found, Kind, bytes};

/// Whether a line holds the record that every zone begins with, or says below what the names are that follow.
pub(super) fn begins(line: &[u8]) -> bool {
    if line.starts_with(b"$ORIGIN ") {
        return true;
    }
    let row = Row::of(line);
    (1..4).any(|index| row.text(index) == b"SOA" && row.text(index - 1) == b"IN")
}

/// Whether a line is the record of a key, as dig(1) shows one alone.
pub(super) fn is_key(line: &[u8]) -> bool {
    let row = Row::of(line);
    (2..4).any(|index| {
        bytes::is_one_of(row.text(index), &KEYS) && row.text(index - 1) == b"IN" && row.is_number(index + 1)
    })
}

/// Finds the machines of one record: `name 3600 IN A 192.0.2.7`, `@ IN MX 10 name`; gives whether the zone goes on.
pub(super) fn record(line: &[u8], found: &mut Vec<Found>) -> bool {
    if matches!(line.first(), None | Some(b';' | b'$')) {
        return true;
    }
    let row = Row::of(line);
    let owned = !line[0].is_ascii_whitespace();
    let mut index = usize::from(owned);
    while is_time_to_live(row.text(index)) || row.text(index) == b"IN" {
        index += 1;
    }
    let known = bytes::is_one_of(row.text(index), &TYPES);
    // `A` is a word too.
    let address = row.text(index) != b"A" || row.text(index + 1).first().is_some_and(u8::is_ascii_digit);
    // Who answers for it first; behind a line of a log stands no such record.
    if row.text(index) == b"SOA" && index > 0 && row.text(index - 1) == b"IN" {
        row.words.get(index + 1).into_iter().for_each(|span| push(line, *span, found));
    }
    if !known || !address || row.words.len() < index + 2 {
        return !owned || matches!(line[0], b'@' | b')') || begins(line);
    }
    if owned {
        push(line, row.words[0], found);
    }
    let data = match row.text(index) {
        b"CNAME" | b"NS" | b"PTR" | b"DNAME" => index + 1,
        b"MX" => index + 2,
        b"SRV" => index + 4,
        // The key of a zone and its digest, and what tells that of a machine (RFC 4034, RFC 4255, RFC 6698).
        kind if bytes::is_one_of(kind, &KEYS) => {
            let key = row
                .words
                .get(index + if row.text(index) == b"SSHFP" { 3 } else { 4 })
                .filter(|(start, end)| end - start >= KEY);
            found.extend(key.map(|(start, end)| Found::new(*start..*end, Kind::Key, Evidence::Structure)));
            return true;
        }
        _ => return true,
    };
    if let Some(span) = row.words.get(data) {
        push(line, *span, found);
    }
    true
}

/// Seconds, or a number with a unit.
fn is_time_to_live(text: &[u8]) -> bool {
    let digits = DIGIT.run(text);
    digits > 0 && matches!(&text[digits..], b"" | b"s" | b"m" | b"h" | b"d" | b"w" | b"H" | b"D" | b"W" | b"M")
}

fn push(line: &[u8], (start, end): (usize, usize), found: &mut Vec<Found>) {
    let name = &line[start..end];
    let plain = ALNUM.or(b".-").fills(name);
    if plain && LETTER.is_in(name) {
        found.push(Found::new(start..end, Kind::Host, Evidence::Structure).teaching_unless_short());
    }
}

/// Bytes of the shortest key.
const KEY: usize = 20;

/// Records of keys, and of what tells one.
const KEYS: [&str; 6] = ["CDNSKEY", "CDS", "DNSKEY", "DS", "SSHFP", "TLSA"];

/// Records that a machine's name stands before.
const TYPES: [&str; 16] = [
    "A", "AAAA", "CDNSKEY", "CDS", "CNAME", "DNAME", "DNSKEY", "DS", "HINFO", "MX", "NS", "PTR", "SRV", "SSHFP",
    "TLSA", "TXT",
];

#[cfg(test)]
mod tests {
    use super::{begins, is_key, record};

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, |line, found| _ = record(line, found))
    }

    #[test]
    fn machines_of_a_zone_are_found() {
        assert!(begins(b"$ORIGIN quvnix.example."));
        assert!(begins(b"@ IN SOA ns7 root ( 1 2 3 4 5 )") && !begins(b"zone x/IN: has no SOA record"));
        assert_eq!(texts("gwx. 3600 IN DS 4711 13 2 deadbeefdeadbeefdeadbeef"), ["gwx.", "deadbeefdeadbeefdeadbeef"]);
        assert!(is_key(b"gwx. 3600 IN DNSKEY 257 3 13 x") && !is_key(b"no DNSKEY for gwx in zone"));
        assert_eq!(texts("gwx 3600 IN A 192.0.2.7"), ["gwx"]);
        assert_eq!(texts("@ IN SOA nsx hostmaster ("), ["nsx"]);
        assert_eq!(texts("gwy\tAAAA\t2001:db8::7"), ["gwy"]);
        assert_eq!(texts("@ IN MX 10 relayx"), ["relayx"]);
        assert_eq!(texts("        IN NS nsx"), ["nsx"]);
        assert_eq!(texts("gwx IN SSHFP 4 2 deadbeefdeadbeefdeadbeef"), ["gwx", "deadbeefdeadbeefdeadbeef"]);
        assert_eq!(texts("shop IN CNAME gwx"), ["shop", "gwx"]);
        for line in
            ["; gwx A 192.0.2.7", "$ORIGIN plant.example.", "gwx is A machine", "                3600 ; refresh"]
        {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
