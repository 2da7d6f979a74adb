//! Rows that tell by themselves what their columns hold: peers of ntpq(8), services of avahi-browse(1), jobs of
//! atq(1), connections of netstat(8), devices with their serial numbers, members of a cluster.

use std::net::Ipv4Addr;

use super::columns::words;
use super::row::Row;
use super::{counted, entries, records};
use crate::minimize::ascii::{DIGIT, GRAPHIC, HEX, KEY, LETTER, NAME, SERIAL, UPPER};
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary, host, mac};

/// Finds the names in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    peer(line, found);
    service(line, found);
    job(line, found);
    connection(line, found);
    device(line, found);
    member(line, found);
    network(line, found);
    station(line, found);
    replicated(line, found);
    neighbour(line, found);
    uptime(line, found);
    peers(line, found);
    agent(line, found);
    counted::find(line, found);
    entries::find(line, found);
    records::find(line, found);
}

/// A row of `ntpq -p`: a mark, whom the time comes from and whom they ask, how far and of which type they are, and
/// numbers.
fn peer(line: &[u8], found: &mut Vec<Found>) {
    if !line.first().is_some_and(|byte| b" *+-#xo.".contains(byte)) || memchr::memchr_iter(b'.', line).count() < 3 {
        return;
    }
    let row = Row::of(line);
    let kind = row.text(3).len() == 1 && b"ulmbpsBMAS-".contains(&row.text(3)[0]);
    let measured = (7..10).all(|index| row.text(index).contains(&b'.'));
    if row.words.len() != 10 || !kind || !measured || ![2, 5, 6].into_iter().all(|index| row.is_number(index)) {
        return;
    }
    let (start, end) = row.words[0];
    let start = start + usize::from(start == 0 && !line[0].is_ascii_alphanumeric());
    let name = &line[start..end];
    // `GENERIC(0)`: a clock. What is cut to the column's width is not learnt.
    if LETTER.is_in(name) && !name.contains(&b'(') && !name.contains(&b':') {
        found.push(Found::new(start..end, Kind::Host, Evidence::Structure));
    }
}

/// `=   eth0 IPv4 NAME    _ipp._tcp    local`: what a machine calls itself.
fn service(line: &[u8], found: &mut Vec<Found>) {
    if !matches!(line.first(), Some(b'=' | b'+' | b'-')) {
        return;
    }
    let row = Row::of(line);
    if row.text(0).len() == 1
        && matches!(row.text(2), b"IPv4" | b"IPv6")
        && (4..row.words.len()).any(|index| row.text(index) == b"local")
        && host::is_likely(row.text(3))
    {
        let (start, end) = row.words[3];
        found.push(Found::new(start..end, Kind::Host, Evidence::Structure).teaching_unless_short());
    }
}

/// `12 Tue Mar 10 09:00:00 2026 a LOGIN`: a number, when it runs, its queue and whose it is.
fn job(line: &[u8], found: &mut Vec<Found>) {
    if !line.first().is_some_and(u8::is_ascii_digit) || memchr::memchr(b'\t', line).is_none() {
        return;
    }
    let row = Row::of(line);
    let time = row.text(4).len() == 8 && row.text(4).iter().filter(|byte| **byte == b':').count() == 2;
    let queue = row.text(6).len() == 1 && (row.text(6)[0].is_ascii_alphabetic() || row.text(6)[0] == b'=');
    if row.words.len() == 8 && row.is_number(0) && time && row.is_number(5) && queue {
        let (start, end) = row.words[7];
        found.push(Found::new(start..end, Kind::User, Evidence::Structure).teaching_unless_short());
    }
}

/// `tcp  0  0 NAME:ssh  192.0.2.7:51234  ESTABLISHED`: both ends of a connection, as netstat(8) and ss(8) name them.
fn connection(line: &[u8], found: &mut Vec<Found>) {
    // BSD's has a dot between a name and its service.
    let dotted = bytes::starts_with_any(line, &["tcp4 ", "tcp46 ", "udp4 ", "udp46 "]);
    if !dotted && !bytes::starts_with_any(line, &["tcp ", "tcp6 ", "udp ", "udp6 "]) {
        return;
    }
    let row = Row::of(line);
    // ss(8) says the state first.
    let state = usize::from(UPPER.or(b"-").fills(row.text(1)));
    if !row.is_number(state + 1) || !row.is_number(state + 2) {
        return;
    }
    for (start, end) in [state + 3, state + 4].into_iter().filter_map(|index| row.words.get(index).copied()) {
        let mark = if dotted { b'.' } else { b':' };
        let Some(colon) = memchr::memrchr(mark, &line[start..end]) else { continue };
        let (name, service) = (&line[start..start + colon], &line[start + colon + 1..end]);
        if LETTER.is_in(name)
            && NAME.fills(name)
            && (service == b"*" || NAME.fills(service))
            && !dictionary::is_nobodys_host(name)
        {
            found.push(
                Found::new(start..start + colon, Kind::Host, Evidence::Structure)
                    .teaching_if(colon >= 4 && host::is_likely(name)),
            );
        }
    }
}

/// The serial number in a row of `nvme list`, of what Junos says of its hardware, of `adb devices`.
fn device(line: &[u8], found: &mut Vec<Found>) {
    let words = || words(line);
    let text = |(start, end): (usize, usize)| &line[start..end];
    let span = if line.starts_with(b"/dev/nvme") {
        // Behind the names of the device; how much of it is used is told with a slash.
        let words = words();
        let used = words.iter().any(|word| text(*word) == b"/");
        words.iter().copied().find(|word| !text(*word).starts_with(b"/")).filter(|_| used)
    } else if bytes::find(line, b" REV ").is_some() {
        let part = |text: &[u8]| text.len() > 8 && DIGIT.or(b"-").fills(text);
        let words = words();
        let row = words.windows(4).find(|row| text(row[0]) == b"REV" && part(text(row[2])));
        row.map(|row| row[3])
    } else {
        let tab = memchr::memchr(b'\t', line).filter(|tab| !line.starts_with(b"emulator-") && *tab > 0);
        let state = |tab: &usize| {
            let state = line[tab + 1..].split(|byte| *byte == b' ').next().unwrap_or_default();
            // What others say of much else, as `offline`, tells nothing.
            matches!(state, b"device" | b"unauthorized")
        };
        tab.filter(state).map(|tab| (0, tab))
    };
    let Some((start, end)) = span.filter(|span| text(*span).len() >= 6 && KEY.fills(text(*span))) else {
        return;
    };
    if DIGIT.is_in(&line[start..end]) {
        found.push(Found::new(start..end, Kind::Serial, Evidence::Structure).teaching());
    }
}

/// `  NAME role:Secondary`, `  NAME connection:Connecting`: the other machines of a resource, as drbdadm(8) lists them.
fn member(line: &[u8], found: &mut Vec<Found>) {
    if !line.starts_with(b"  ") || line.get(2).is_none_or(u8::is_ascii_whitespace) {
        return;
    }
    let length = memchr::memchr(b' ', &line[2..]).unwrap_or(0);
    let (name, rest) = line[2..].split_at(length);
    // Its states begin with a capital, where `connection:close` is a header.
    let told = [&b" role:"[..], b" connection:"]
        .iter()
        .any(|state| rest.strip_prefix(*state).is_some_and(|state| state.first().is_some_and(u8::is_ascii_uppercase)));
    if told && NAME.fills(name) && name != b"peer" {
        let learn = host::is_likely(name) && length >= 4;
        found.push(Found::new(2..2 + length, Kind::Host, Evidence::Structure).teaching_if(learn));
    }
}

/// `52:54:00:…<tab>2437<tab>-51<tab>[WPA2-PSK-CCMP][ESS]<tab>NAME`: a network that wpa_supplicant(8) heard.
fn network(line: &[u8], found: &mut Vec<Found>) {
    let mut tabs = memchr::memchr_iter(b'\t', line);
    let (Some(first), Some(last)) = (tabs.next().filter(|first| *first == 17), tabs.nth(2)) else { return };
    if mac::is_in_pairs(&line[..first]) && line[..last].ends_with(b"]") && last + 1 < line.len() {
        let (start, end) = (last + 1, line.len());
        found.push(Found::new(start..end, Kind::Ssid, Evidence::Structure).teaching_unless_short());
    }
}

/// `192.0.2.7,52:54:00:…,NAME,…`, with tabs or commas between: a machine's name behind both its addresses.
fn station(line: &[u8], found: &mut Vec<Found>) {
    let Some(mark) = [b',', b'\t'].into_iter().find(|mark| memchr::memchr(*mark, line).is_some()) else { return };
    let is_address = |text: &[u8]| std::str::from_utf8(text).is_ok_and(|text| text.parse::<Ipv4Addr>().is_ok());
    let (mut at, mut before) = (0, [false; 2]);
    for field in line.split(|byte| *byte == mark).take(FIELDS) {
        let start = at + field.len() - field.trim_ascii_start().len();
        at += field.len() + 1;
        let text = field.trim_ascii();
        if text.is_empty() {
            continue;
        }
        if before == [true; 2] {
            let plain = NAME.fills(text);
            if plain && host::is_likely(text) {
                let end = start + text.len();
                found.push(Found::new(start..end, Kind::Host, Evidence::Structure).teaching_unless_short());
            }
            return;
        }
        // An address and that of its hardware stand one right behind the other, in either order.
        before = match (is_address(text), mac::is_in_pairs(text)) {
            (true, _) => [true, before[1]],
            (_, true) => [before[0], true],
            _ => [false; 2],
        };
    }
}

/// Fields of a row that are read.
const FIELDS: usize = 16;

/// `drbd r0 NAME: conn( Connecting -> Connected )`, `drbd r0/0 drbd1 NAME: pdsk( …`: the other end of a resource.
fn replicated(line: &[u8], found: &mut Vec<Found>) {
    let Some(from) = bytes::find_past(line, b"drbd ") else { return };
    let Some(colon) = bytes::find(&line[from..], b": ").map(|length| from + length) else { return };
    let head = &line[from..colon];
    let start = memchr::memrchr(b' ', head).map(|blank| from + blank + 1);
    let words = head.split(|byte| *byte == b' ').count();
    if let Some(start) = start
        && words <= 3
    {
        let name = &line[start..colon];
        let device = name.starts_with(b"drbd");
        if !device && host::is_likely(name) && NAME.fills(name) {
            found.push(Found::new(start..colon, Kind::Host, Evidence::Structure).teaching_unless_short());
        }
    }
}

/// `NAME(QVX1819S6BE)`: the serial number behind a neighbour's name, as Cisco's switches have it: where it was made,
/// the year and the week, and a number.
fn neighbour(line: &[u8], found: &mut Vec<Found>) {
    for open in memchr::memchr_iter(b'(', line) {
        let Some(text) = line.get(open + 1..open + 1 + CISCO) else { return };
        let fits = UPPER.fills(&text[..3]) && DIGIT.fills(&text[3..7]) && SERIAL.fills(&text[7..]);
        let named = open > 0 && line[open - 1].is_ascii_alphanumeric();
        if fits && named && line.get(open + 1 + CISCO) == Some(&b')') {
            let (start, end) = (open + 1, open + 1 + CISCO);
            found.push(Found::new(start..end, Kind::Serial, Evidence::Structure).teaching());
        }
    }
}

/// `gw-7 up 41 days 19 hours`, `gw uptime is 1 day`: how long a router or a firewall has been up.
fn uptime(line: &[u8], found: &mut Vec<Found>) {
    let length = NAME.run_within(line, LABEL);
    let (name, behind) = line.split_at(length);
    let rest = behind.strip_prefix(b" up ").or_else(|| behind.strip_prefix(b" uptime is "));
    let unit = rest.and_then(|rest| rest.split(|byte| *byte == b' ').nth(1)).unwrap_or_default();
    let unit = unit.strip_suffix(b",").unwrap_or(unit);
    let timed = rest.and_then(<[u8]>::first).is_some_and(u8::is_ascii_digit)
        && [&b"year"[..], b"week", b"day", b"hour", b"min", b"minute"]
            .iter()
            .any(|one| unit.strip_prefix(*one).is_some_and(|end| matches!(end, b"" | b"s")));
    let marked = || host::is_likely(name) || name.contains(&b'_') && !dictionary::is_word(name);
    if timed && marked() && name[0].is_ascii_alphabetic() && !host::is_interface(name) {
        found.push(Found::new(0..length, Kind::Host, Evidence::Structure).teaching_unless_short());
    }
}

/// `7012/gwen  192.0.2.7  D  5060  OK (7 ms)`: a telephone or a trunk, and as whom it logs in, as Asterisk lists them.
fn peers(line: &[u8], found: &mut Vec<Found>) {
    let length = line.iter().take(LABEL).take_while(|byte| !byte.is_ascii_whitespace()).count();
    let Some(slash) = memchr::memchr(b'/', &line[..length]).filter(|slash| *slash > 0) else { return };
    let place = line[length..].trim_ascii_start();
    let place = place.split(u8::is_ascii_whitespace).next().unwrap_or_default();
    let placed =
        place == b"(Unspecified)" || std::str::from_utf8(place).is_ok_and(|text| text.parse::<Ipv4Addr>().is_ok());
    let watched = [" OK (", " UNREACHABLE", " LAGGED (", " Unmonitored", " UNKNOWN"];
    if !line[length..].starts_with(b"  ") || !placed || !bytes::holds_any(line, &watched) {
        return;
    }
    for (start, end) in [(0, slash), (slash + 1, length)] {
        let text = &line[start..end];
        let number = DIGIT.fills(text);
        let kind = if number { Kind::Phone } else { Kind::User };
        if GRAPHIC.fills(text) && text.len() >= if number { 7 } else { 2 } {
            found.push(Found::new(start..end, kind, Evidence::Structure).teaching_unless_short());
        }
    }
}

/// `001 gw-7 192.0.2.7 0f1e…`, `002 gw-8 any 1e0f…`: an agent and its key, as OSSEC keeps them.
fn agent(line: &[u8], found: &mut Vec<Found>) {
    if !line.first().is_some_and(u8::is_ascii_digit) {
        return;
    }
    let words = words(line);
    let [number, name, (from, to), key] = words[..] else { return };
    let text = |(start, end): (usize, usize)| &line[start..end];
    let hexadecimal = text(key).len() == 64 && HEX.fills(text(key));
    let address = text((from, to)).split(|byte| *byte == b'/').next().unwrap_or_default();
    let placed = address == b"any" || std::str::from_utf8(address).is_ok_and(|text| text.parse::<Ipv4Addr>().is_ok());
    if hexadecimal && placed && DIGIT.fills(text(number)) {
        found.push(Found::new(name.0..name.1, Kind::Host, Evidence::Structure).teaching_unless_short());
        found.push(Found::new(key.0..key.1, Kind::Secret, Evidence::Structure).teaching());
    }
}

/// Bytes of the longest label of a name, and what may stand behind it.
const LABEL: usize = 64;

/// Letters and digits of such a number.
const CISCO: usize = 11;

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
    fn an_agent_and_its_key_are_found_in_their_row() {
        let key = "0f1e2d3c4b5a69788796a5b4c3d2e1f0".repeat(2);
        assert_eq!(texts(&format!("001 quvnix 192.0.2.0/24 {key}")), ["quvnix", &*key]);
        assert_eq!(texts(&format!("002 zorgal any {key}")), ["zorgal", &*key]);
        assert_eq!(texts(&format!("7 files of {key}")), Vec::<String>::new());
    }

    #[test]
    fn both_ends_of_a_connection_are_found() {
        assert_eq!(texts("tcp    0   0 quvnix:ssh     192.0.2.7:51234    ESTABLISHED"), ["quvnix"]);
        assert_eq!(texts("udp   UNCONN 0 0   quvnix:bootpc  zorgal-7:*"), ["quvnix", "zorgal-7"]);
        assert_eq!(texts("tcp4 0 0 quvnix.ssh   zorgal-7.51234  ESTABLISHED"), ["quvnix", "zorgal-7"]);
        for line in ["tcp 0 0 localhost:domain 0.0.0.0:* LISTEN", "tcp 0 0 [::]:ssh [::]:* LISTEN", "tcp is x:y"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn devices_and_members_stand_in_their_rows() {
        let disk =
            "/dev/nvme0n1  /dev/ng0n1  QX77N7R412345T  Maker 970 1TB  1  812.41  GB /   1.00  TB  512   B +  0 B";
        assert_eq!(texts(disk), ["QX77N7R412345T"]);
        assert_eq!(texts("FPC 0   REV 22   650-059719   QX3721440112   EX4300"), ["QX3721440112"]);
        assert_eq!(texts("QX1G42Q4414\tdevice usb:1-3 product:x"), ["QX1G42Q4414"]);
        assert_eq!(texts("  quvnix role:Secondary"), ["quvnix"]);
        for line in [
            "/dev/nvme0n1 is QX77N7R412345T",
            "emulator-5554\tdevice",
            "QX1G42Q4414\toffline",
            "x REV 22 BUILTIN BUILTIN y",
            "r0 role:Primary",
            "  client connection:close",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn names_stand_behind_what_a_row_is_known_by() {
        assert_eq!(texts("52:54:00:ab:cd:ef\t2437\t-51\t[WPA2-PSK-CCMP][ESS]\tAttic Net"), ["Attic Net"]);
        assert_eq!(texts("192.0.2.7,52:54:00:ab:cd:ef,zorgal-7,2026-01-02,active"), ["zorgal-7"]);
        assert_eq!(texts("  192.0.2.7\t\t52:54:00:ab:cd:ef\tzorgal-7\t\tx"), ["zorgal-7"]);
        assert_eq!(texts("zorgal-7.works.example(QVX1819S6BE)"), ["QVX1819S6BE"]);
        assert_eq!(texts("zorgal7 up 41 days 19 hours"), ["zorgal7"]);
        assert_eq!(texts("zorgal_gw uptime is 1 day, 15 hours"), ["zorgal_gw"]);
        assert_eq!(texts("drbd r0 zorgal-7: conn( Connecting -> Connected )"), ["zorgal-7"]);
        for line in [
            "192.0.2.7,52:54:00:ab:cd:ef,2026-01-02,zorgal-7",
            "192.0.2.7,x,52:54:00:ab:cd:ef,zorgal-7",
            "192.0.2.7,52:54:00:ab:cd:ef,eth0",
            "drbd r0: conn( StandAlone -> Unconnected )",
            "Kernel uptime is 41 days",
            "eth0 up 41 days",
            "password-server up 41 days",
            "zorgal-7 up 41 times",
            "drbd r0/0 drbd1: disk( Up )",
        ] {
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
