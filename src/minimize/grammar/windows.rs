//! Rows of the logs that services of Windows keep in columns of their own: IIS, the servers of network policy (NPS) and
//! of leases (DHCP).

use super::spans::push;
use crate::minimize::ascii::{DIGIT, DOTTED, HEX, LETTER, NAME};
use crate::minimize::prefilter::{Finder, Needs};
use crate::minimize::{Found, Kind, bytes};

/// What a line must show to hold one of them.
pub(super) const NEEDS: Needs = Needs {
    finder: Finder::Windows,
    marks: 0,
    words: &[
        "ias",
        "ras",
        "w3svc1",
        "w3svc2",
        "w3svc3",
        "msftpsvc1",
        "smtpsvc1",
        "assign",
        "bootp",
        "renew",
        "release",
        "dns",
        "packet",
        "lease",
        "expired",
        "deleted",
        "nack",
        "conflict",
    ],
};

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    policy(line, found);
    sites(line, found);
    served(line, found);
    leased(line, found);
}

/// NPS' `"HOST","IAS",01/02/2026,03:04:05,1,"login","DOMAIN\login",…`.
fn policy(line: &[u8], found: &mut Vec<Found>) {
    let mut fields = line.split(|byte| *byte == b',');
    let Some(name) = fields.next().filter(|_| matches!(fields.next(), Some(b"\"IAS\"" | b"\"RAS\""))) else { return };
    if let Some(name) = name.strip_prefix(b"\"").and_then(|name| name.strip_suffix(b"\""))
        && NAME.fills(name)
        && LETTER.is_in(name)
    {
        push(1, 1 + name.len(), Kind::Host, found);
    }
    let mut at = 0;
    for (index, field) in line.split(|byte| *byte == b',').take(7).enumerate() {
        let login = field.strip_prefix(b"\"").and_then(|text| text.strip_suffix(b"\""));
        if let Some(login) = login.filter(|login| index >= 5 && !login.contains(&b'/')) {
            push(at + 1, at + 1 + login.len(), Kind::User, found);
        }
        at += field.len() + 1;
    }
}

/// IIS' `2026-01-02 03:04:05 W3SVC1 HOST 192.0.2.7 GET …`, where it tells the service and the machine.
fn served(line: &[u8], found: &mut Vec<Found>) {
    let mut at = 0;
    let mut named = None;
    for (index, word) in line.split(|byte| *byte == b' ').take(5).enumerate() {
        match index {
            2 if !bytes::is_one_of(word, &SITES) => return,
            3 => named = Some((at, at + word.len())).filter(|_| NAME.fills(word)),
            4 if word.first().is_some_and(u8::is_ascii_hexdigit) => {
                if let Some((start, end)) = named {
                    push(start, end, Kind::Host, found);
                }
            }
            _ => {}
        }
        at += word.len() + 1;
    }
}

/// IIS' `192.0.2.7, login, 01/02/2026, 03:04:05, W3SVC1, HOST, 192.0.2.8, …`.
fn sites(line: &[u8], found: &mut Vec<Found>) {
    let mut at = 0;
    let mut login = None;
    let mut served = false;
    for (index, field) in line.split(|byte| *byte == b',').take(6).enumerate() {
        let text = field.trim_ascii();
        let start = at + (field.len() - field.trim_ascii_start().len());
        at += field.len() + 1;
        match index {
            1 => login = Some((start, start + text.len())).filter(|_| text != b"-"),
            4 => served = bytes::is_one_of(text, &SITES),
            5 if served && NAME.fills(text) => {
                push(start, start + text.len(), Kind::Host, found);
                if let Some((start, end)) = login {
                    push(start, end, Kind::User, found);
                }
            }
            _ => {}
        }
    }
}

/// Services of IIS, with the numbers of sites that there are nearly everywhere.
const SITES: [&str; 5] = ["W3SVC1", "W3SVC2", "W3SVC3", "MSFTPSVC1", "SMTPSVC1"];

/// Windows' `10,01/02/26,03:04:05,Assign,192.0.2.7,HOST,02005E005307,…`.
fn leased(line: &[u8], found: &mut Vec<Found>) {
    let fields: Vec<&[u8]> = line.split(|byte| *byte == b',').take(7).collect();
    let [number, date, _, what, address, name, hardware] = fields.as_slice() else { return };
    let dated = date.len() == 8 && date[2] == b'/' && date[5] == b'/';
    let word = what.split(|byte| !byte.is_ascii_alphanumeric()).next().unwrap_or_default();
    let says = bytes::is_one_of_in_any_case(word, &LEASED);
    if number.len() > 3 || !DIGIT.fills(number) || !dated || !says {
        return;
    }
    let start = fields[..5].iter().map(|field| field.len() + 1).sum::<usize>();
    let addressed = address.len() >= 7 && DOTTED.fills(address);
    if addressed && NAME.fills(name) {
        push(start, start + name.len(), Kind::Host, found);
    }
    if hardware.len() == 12 && HEX.fills(hardware) {
        let start = start + name.len() + 1;
        push(start, start + hardware.len(), Kind::Mac, found);
    }
}

/// First words of what happened to an address.
const LEASED: [&str; 11] =
    ["assign", "bootp", "renew", "release", "dns", "packet", "lease", "expired", "deleted", "nack", "conflict"];

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn columns_of_windows_services_are_found() {
        let line = "\"ZORGAL\",\"IAS\",01/02/2026,03:04:05,1,\"gwen\",\"PLANT\\gwen\",,\"7\"";
        assert_eq!(texts(line), ["ZORGAL", "gwen", "PLANT\\gwen"]);
        let line = "192.0.2.7, gwen, 01/02/2026, 03:04:05, W3SVC1, ZORGAL, 192.0.2.8, 7, 7, 7, 200, 0, GET, /, -,";
        assert_eq!(texts(line), ["ZORGAL", "gwen"]);
        let line = "192.0.2.7, -, 01/02/2026, 03:04:05, W3SVC1, ZORGAL, 192.0.2.8, 7";
        assert_eq!(texts(line), ["ZORGAL"]);
        assert_eq!(texts("a, b, c, d, e, f"), Vec::<String>::new());
        assert_eq!(texts("2026-01-02 03:04:05 W3SVC1 ZORGAL 192.0.2.1 GET / - 443 - 192.0.2.7 x 200"), ["ZORGAL"]);
    }

    #[test]
    fn columns_of_leases_are_found() {
        let line = "11,01/02/26,03:04:05,Renew,192.0.2.7,ZORGAL,02005E005307,,17739,0,,,";
        assert_eq!(texts(line), ["ZORGAL", "02005E005307"]);
        let line = "20,01/02/26,03:04:05,BOOTP Assigned,192.0.2.7,ZORGAL,02005E005307,,0,6,,,";
        assert_eq!(texts(line), ["ZORGAL", "02005E005307"]);
        assert_eq!(texts("00,01/02/26,03:04:05,Started,,,"), Vec::<String>::new());
    }
}
