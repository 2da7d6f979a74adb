//! Rows that times and numbers tell: of aureport(8), faillog(8), rpcinfo(8) and the peers of ZeroTier.

use super::row::Row;
use crate::minimize::ascii::{DIGIT, DOTTED, HEX, LETTER, NAME};
use crate::minimize::{Evidence, Found, Kind, host};

/// Finds the names in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    let row = Row::of(line);
    if row.words.len() >= 4 {
        audited(&row, found);
        failed(&row, found);
        program(&row, found);
        relayed(&row, found);
    }
}

/// `11/28/2026` and, behind it, `09:12:01`.
fn is_time(row: &Row, index: usize) -> bool {
    let marked = |text: &[u8], mark: u8| {
        text.len() >= 8
            && text.iter().all(|byte| byte.is_ascii_digit() || *byte == mark)
            && memchr::memchr_iter(mark, text).count() == 2
    };
    marked(row.text(index), b'/') && marked(row.text(index + 1), b':')
}

fn push(row: &Row, index: usize, kind: Kind, found: &mut Vec<Found>) {
    let text = row.text(index);
    let plain = NAME.fills(text);
    if plain && LETTER.is_in(text) {
        let (start, end) = row.words[index];
        found.push(Found::new(start..end, kind, Evidence::Structure).teaching_unless_short());
    }
}

/// `7. 11/28/2026 09:12:01 LOGIN MACHINE ssh /usr/sbin/sshd yes 4410`: who logged in, as audit's reports number them.
fn audited(row: &Row, found: &mut Vec<Found>) {
    let numbered = row.text(0).strip_suffix(b".").is_some_and(|number| DIGIT.fills(number));
    if numbered && is_time(row, 1) && matches!(row.text(7), b"yes" | b"no") && row.is_number(8) {
        push(row, 3, Kind::User, found);
        if host::is_likely(row.text(4)) {
            push(row, 4, Kind::Host, found);
        }
    }
}

/// `LOGIN  2  0  11/28/26 09:12:01 +0000  MACHINE`: how often somebody failed to log in.
fn failed(row: &Row, found: &mut Vec<Found>) {
    let zone = row.text(5).first().is_some_and(|sign| matches!(sign, b'+' | b'-'));
    if row.is_number(1) && row.is_number(2) && is_time(row, 3) && zone {
        push(row, 0, Kind::User, found);
        if host::is_likely(row.text(6)) {
            push(row, 6, Kind::Host, found);
        }
    }
}

/// `100003  4  tcp  192.0.2.7.8.1  nfs`: an address, and a port in two numbers behind it (RFC 5665, section 5.2.3.3).
fn program(row: &Row, found: &mut Vec<Found>) {
    let place = row.text(3);
    let dots = || memchr::memchr_iter(b'.', place);
    if row.is_number(0)
        && row.is_number(1)
        && matches!(row.text(2), b"tcp" | b"udp")
        && dots().count() == 5
        && let Some(end) = dots().nth(3)
        && DOTTED.fills(place)
    {
        let start = row.words[3].0;
        found.push(Found::new(start..start + end, Kind::Ipv4, Evidence::Structure));
    }
}

/// `0123456789 1.10.6 LEAF 12 DIRECT`: a machine of ZeroTier's by its address, which is no root of everybody's.
fn relayed(row: &Row, found: &mut Vec<Found>) {
    let address = row.text(0);
    if row.text(2) == b"LEAF" && address.len() == 10 && HEX.fills(address) {
        let (start, end) = row.words[0];
        found.push(Found::new(start..end, Kind::Serial, Evidence::Structure).teaching());
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn who_logged_in_and_who_failed_is_found() {
        let row = "7. 11/28/2026 09:12:01 gwen quvnix-7 ssh /usr/sbin/sshd yes 4410";
        assert_eq!(texts(row), ["gwen", "quvnix-7"]);
        assert_eq!(texts("gwen          2        0   11/28/26 09:12:01 +0000  quvnix-7"), ["gwen", "quvnix-7"]);
    }

    #[test]
    fn addresses_of_programs_and_of_peers_are_found() {
        assert_eq!(texts("    100003    4    tcp       192.0.2.7.8.1        nfs        superuser"), ["192.0.2.7"]);
        assert_eq!(texts("4a7c1d9e2f 1.10.6 LEAF      12 DIRECT 4410"), ["4a7c1d9e2f"]);
    }

    #[test]
    fn other_rows_stay() {
        for line in [
            "7. 11/28/2026 09:12:01 gwen came and went yes and no",
            "quvnix 2 0 of 7 is up",
            "100003 4 tcp 0.0.0.0 nfs",
            "100003 4 tcp6 ::.0.111 portmapper superuser",
            "4a7c1d9e2f 1.10.6 PLANET 12 DIRECT 4410",
            "deadbeef00 is a LEAF",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
