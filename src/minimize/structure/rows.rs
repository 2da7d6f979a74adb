//! Rows that tell by themselves what their columns hold: peers of ntpq(8), services of avahi-browse(1), jobs of
//! atq(1), connections of netstat(8).

use super::super::{Found, Kind, Way, dictionary, host};
use super::columns::words;

/// Finds the names in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    peer(line, found);
    service(line, found);
    job(line, found);
    connection(line, found);
}

/// A row of `ntpq -p`: a mark, whom the time comes from and whom they ask, how far and of which type they are, and numbers.
fn peer(line: &[u8], found: &mut Vec<Found>) {
    if !line.first().is_some_and(|byte| b" *+-#xo.".contains(byte)) || line.len() < 60 {
        return;
    }
    let words = words(line);
    let text = |index: usize| words.get(index).map_or(&b""[..], |(start, end)| &line[*start..*end]);
    let number = |text: &[u8]| !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    let kind = text(3).len() == 1 && b"ulmbpsBMAS-".contains(&text(3)[0]);
    let measured = (7..10).all(|index| text(index).contains(&b'.'));
    if words.len() != 10 || !kind || !measured || ![2, 5, 6].into_iter().all(|index| number(text(index))) {
        return;
    }
    let (start, end) = words[0];
    let start = start + usize::from(start == 0 && !line[0].is_ascii_alphanumeric());
    let name = &line[start..end];
    // `GENERIC(0)`: a clock. What is cut to the column's width is not learnt.
    if name.iter().any(u8::is_ascii_alphabetic) && !name.contains(&b'(') && !name.contains(&b':') {
        found.push(Found::new(start..end, Kind::Host, Way::Structure));
    }
}

/// `=   eth0 IPv4 NAME    _ipp._tcp    local`: what a machine calls itself.
fn service(line: &[u8], found: &mut Vec<Found>) {
    if !matches!(line.first(), Some(b'=' | b'+' | b'-')) {
        return;
    }
    let words = words(line);
    let text = |index: usize| words.get(index).map_or(&b""[..], |(start, end)| &line[*start..*end]);
    if text(0).len() == 1
        && matches!(text(2), b"IPv4" | b"IPv6")
        && (4..words.len()).any(|index| text(index) == b"local")
        && host::is_likely(text(3))
    {
        let (start, end) = words[3];
        found.push(Found::new(start..end, Kind::Host, Way::Structure).teaching_unless_short());
    }
}

/// `12 Tue Mar 10 09:00:00 2026 a LOGIN`: a number, when it runs, its queue and whose it is.
fn job(line: &[u8], found: &mut Vec<Found>) {
    if !line.first().is_some_and(u8::is_ascii_digit) || memchr::memchr(b'\t', line).is_none() {
        return;
    }
    let words = words(line);
    let text = |index: usize| words.get(index).map_or(&b""[..], |(start, end)| &line[*start..*end]);
    let number = |text: &[u8]| text.iter().all(u8::is_ascii_digit);
    let time = text(4).len() == 8 && text(4).iter().filter(|byte| **byte == b':').count() == 2;
    let queue = text(6).len() == 1 && (text(6)[0].is_ascii_alphabetic() || text(6)[0] == b'=');
    if words.len() == 8 && number(text(0)) && time && number(text(5)) && queue {
        let (start, end) = words[7];
        found.push(Found::new(start..end, Kind::User, Way::Structure).teaching_unless_short());
    }
}

/// `tcp  0  0 NAME:ssh  192.0.2.7:51234  ESTABLISHED`: both ends of a connection, as netstat(8) and ss(8) name them.
fn connection(line: &[u8], found: &mut Vec<Found>) {
    if ![&b"tcp "[..], b"tcp6 ", b"udp ", b"udp6 "].iter().any(|kind| line.starts_with(kind)) {
        return;
    }
    let words = words(line);
    let text = |index: usize| words.get(index).map_or(&b""[..], |(start, end)| &line[*start..*end]);
    let number = |index: usize| !text(index).is_empty() && text(index).iter().all(u8::is_ascii_digit);
    // ss(8) says the state first.
    let state = usize::from(text(1).iter().all(|byte| byte.is_ascii_uppercase() || *byte == b'-'));
    if !number(state + 1) || !number(state + 2) {
        return;
    }
    for (start, end) in [state + 3, state + 4].into_iter().filter_map(|index| words.get(index).copied()) {
        let Some(colon) = memchr::memrchr(b':', &line[start..end]) else { continue };
        let (name, service) = (&line[start..start + colon], &line[start + colon + 1..end]);
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"._-".contains(byte);
        if name.iter().any(u8::is_ascii_alphabetic)
            && name.iter().all(plain)
            && (service == b"*" || service.iter().all(plain))
            && !dictionary::is_nobodys_host(name)
        {
            found.push(
                Found::new(start..start + colon, Kind::Host, Way::Structure)
                    .teaching_if(colon >= 4 && host::is_likely(name)),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn a_peer_of_ntp_is_found_in_its_row() {
        let row = "*quvnix          192.0.2.7        2 u   41   64  377    0.412   -0.112   0.044";
        assert_eq!(texts(row), ["quvnix"]);
        let clock = "xGENERIC(0)      .DCFa.           0 l   41   64  377    0.000   -0.112   0.044";
        assert_eq!(texts(clock), Vec::<String>::new());
    }

    #[test]
    fn both_ends_of_a_connection_are_found() {
        assert_eq!(texts("tcp    0   0 quvnix:ssh     192.0.2.7:51234    ESTABLISHED"), ["quvnix"]);
        assert_eq!(texts("udp   UNCONN 0 0   quvnix:bootpc  zorgal-7:*"), ["quvnix", "zorgal-7"]);
        for line in ["tcp 0 0 localhost:domain 0.0.0.0:* LISTEN", "tcp 0 0 [::]:ssh [::]:* LISTEN", "tcp is x:y"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn services_and_jobs_are_known_by_their_columns() {
        let service = "=   eth0 IPv4 quvnix-7                    _ipp._tcp            local";
        assert_eq!(texts(service), ["quvnix-7"]);
        assert_eq!(texts("12\tTue Mar 10 09:00:00 2026 a gwen"), ["gwen"]);
        assert_eq!(texts("12\tTue Mar 10 09:00:00 2026 and so on"), Vec::<String>::new());
        assert_eq!(texts("= IPv4 was local"), Vec::<String>::new());
    }
}
