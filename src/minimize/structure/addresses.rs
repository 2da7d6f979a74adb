//! Tables of addresses: `/proc/net`, and leases of DHCP.

use super::columns::spans;
use super::row::Row;
use crate::minimize::ascii::{DIGIT, HEX};
use crate::minimize::{Evidence, Found, Kind, bytes};

/// The hexadecimal addresses of `/proc/net/{tcp,udp,route,if_inet6}`.
pub(super) fn kernel(line: &[u8], found: &mut Vec<Found>) {
    let hexadecimal = |text: &[u8], length: usize| text.len() == length && HEX.fills(text);
    let mut first = spans(line);
    let (first, second) = (first.next().unwrap_or_default(), first.next().unwrap_or_default());
    let (one, two) = (&line[first.0..first.1], &line[second.0..second.1]);
    // Virtual servers, and who serves for them: `TCP  C0000207:0050 wlc`, `  -> C0000208:1F90 …`.
    let served = two.len() == 13 && two[8] == b':' && hexadecimal(&two[..8], 8) && hexadecimal(&two[9..], 4);
    if served && bytes::is_one_of(one, &["TCP", "UDP", "->"]) {
        return found.push(Found::new(second.0..second.0 + 8, Kind::Ipv4, Evidence::Structure));
    }
    if !one.ends_with(b":") && one.len() != 32 && !hexadecimal(two, 8) {
        return;
    }
    let row = Row::of(line);
    let mut push = |(start, length): (usize, usize)| {
        let kind = if length == 8 { Kind::Ipv4 } else { Kind::Ipv6 };
        found.push(Found::new(start..start + length, kind, Evidence::Structure));
    };
    if row.text(0).ends_with(b":") && row.words.len() >= 4 {
        for index in [1, 2] {
            let length = memchr::memchr(b':', row.text(index)).unwrap_or(0);
            if matches!(length, 8 | 32)
                && hexadecimal(&row.text(index)[..length], length)
                && hexadecimal(&row.text(index)[length + 1..], 4)
            {
                push((row.words[index].0, length));
            }
        }
    } else if row.words.len() >= 8
        && hexadecimal(row.text(1), 8)
        && hexadecimal(row.text(2), 8)
        && hexadecimal(row.text(7), 8)
    {
        push((row.words[1].0, 8));
        push((row.words[2].0, 8));
    } else if row.words.len() >= 6
        && hexadecimal(row.text(0), 32)
        && hexadecimal(row.text(1), 2)
        && hexadecimal(row.text(2), 2)
    {
        push((row.words[0].0, 32));
    } else if row.words.len() >= 9
        && [0, 2, 4].iter().all(|index| hexadecimal(row.text(*index), 32))
        && hexadecimal(row.text(1), 2)
    {
        // Routes of version 6: what leads where, from where, and by whom.
        [0, 2, 4].iter().for_each(|index| push((row.words[*index].0, 32)));
    }
}

/// dnsmasq's leases: when one ends, a hardware address, an address, a name.
pub(super) fn lease(line: &[u8], found: &mut Vec<Found>) {
    if !line.first().is_some_and(u8::is_ascii_digit) || line.get(10) != Some(&b' ') {
        return;
    }
    let mut words = line.split(|byte| *byte == b' ');
    let number = |word: &[u8]| DIGIT.fills(word);
    let hardware = |word: &[u8]| word.len() == 17 && word[2] == b':' && word[14] == b':';
    let address = |word: &[u8]| memchr::memchr_iter(b'.', word).count() == 3;
    let (Some(time), Some(mac), Some(ip), Some(name)) = (words.next(), words.next(), words.next(), words.next()) else {
        return;
    };
    if number(time) && hardware(mac) && address(ip) && name != b"*" && !name.is_empty() {
        let start = time.len() + mac.len() + ip.len() + 3;
        let end = start + name.len();
        found.push(Found::new(start..end, Kind::Host, Evidence::Structure).teaching_unless_short());
    }
}

#[cfg(test)]
mod tests {
    use super::{Found, kernel, lease};

    fn texts(find: fn(&[u8], &mut Vec<Found>), line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn addresses_of_the_kernel_and_names_of_leases_are_found() {
        assert_eq!(texts(kernel, "   0: 0100007F:0016 070200C0:1F90 0A"), ["0100007F", "070200C0"]);
        assert_eq!(texts(lease, "1770804000 02:00:5e:00:53:07 192.0.2.7 pad-of-gwen 01:02"), ["pad-of-gwen"]);
        assert_eq!(texts(lease, "1770804000 02:00:5e:00:53:07 192.0.2.7 * *"), Vec::<String>::new());
    }
}
