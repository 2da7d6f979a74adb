//! A name whose machine's addresses stand right behind it: `name=NAME mac=02:00:5E:00:53:07`, `name: NAME, ip: 192.0.2.7`.

use std::net::Ipv4Addr;

use crate::minimize::ascii::{LETTER, NAME};
use crate::minimize::{Evidence, Found, Kind, bytes, host, mac};

/// Finds it in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    for at in bytes::every(line, b"name") {
        let inside = at > 0 && line[at - 1].is_ascii_alphanumeric();
        let Some((start, end)) = value(line, at + b"name".len()).filter(|_| !inside) else { continue };
        let behind = usize::from(line.get(end) == Some(&b','));
        let near = &line[end + behind..line.len().min(end + LONGEST)];
        let goes_on = near.first() == Some(&b' ') && (is_addressed(near) || near.starts_with(b" nodeid: "));
        if goes_on && host::is_likely(&line[start..end]) {
            found.push(Found::new(start..end, Kind::Host, Evidence::Structure).teaching_unless_short());
        }
    }
}

/// Where the value stands whose key ends at `at`.
fn value(line: &[u8], at: usize) -> Option<(usize, usize)> {
    let rest = line.get(at..)?;
    let mark = [&b"="[..], b": ", b" "].into_iter().find(|mark| rest.starts_with(mark))?;
    let start = at + mark.len();
    let length = NAME.or(b":").run_within(&line[start..], LONGEST);
    (length > 0).then_some((start, start + length))
}

/// Whether a key that says an address is one of the first two words of a text, and has an address.
fn is_addressed(near: &[u8]) -> bool {
    memchr::memchr_iter(b' ', near).take(2).any(|blank| {
        let key = LETTER.run(&near[blank + 1..]);
        let (start, end) = (blank + 1, blank + 1 + key);
        let says = bytes::is_one_of_in_any_case(&near[start..end], &KEYS);
        value(near, end).filter(|_| says).is_some_and(|(start, end)| {
            let text = near[start..end].strip_suffix(b".").unwrap_or(&near[start..end]);
            mac::is_in_pairs(text) || std::str::from_utf8(text).is_ok_and(|text| text.parse::<Ipv4Addr>().is_ok())
        })
    })
}

/// Keys of addresses.
const KEYS: [&str; 6] = ["addr", "address", "hwaddr", "ip", "ipaddr", "mac"];

/// Bytes of the longest name, and of what may stand between it and its address.
const LONGEST: usize = 64;

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn a_name_beside_an_address_is_a_machines() {
        assert_eq!(texts("entry: name=zorgal-web mac=02:00:5e:00:53:07 ip=192.0.2.7"), ["zorgal-web"]);
        assert_eq!(texts("node id: 7, name: zorgal-mx2, service ip: 192.0.2.7, version: 4.1"), ["zorgal-mx2"]);
        assert_eq!(texts("device 7 (platform windows, name ZORGAL-PC7, ip 192.0.2.7) of gwen"), ["ZORGAL-PC7"]);
        for line in [
            "name zorgal-7, address family ip 7",
            "name=eth0 mac=02:00:5e:00:53:07",
            "name=default ip=192.0.2.7",
            "filename=zorgal-7 ip=192.0.2.7",
            "name=zorgal-7 state=up mode=x ip=192.0.2.7",
            "name: zorgal-7, version: 4.1",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
