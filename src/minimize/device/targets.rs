//! Names of what storage is reached by over a network: iSCSI's ends (RFC 3720, section 3.2.6.3), subsystems of NVMe.

use crate::minimize::ascii::{self, DIGIT, HEX};
use crate::minimize::{Evidence, Found, Kind, bytes, host, uuid};

/// Finds in one line what in such names says whose they are.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    for at in bytes::every(line, b"iqn.") {
        iscsi(line, at, found);
    }
    for at in bytes::every(line, b"nqn.") {
        subsystem(line, at, found);
    }
}

/// `iqn.2003-01.org.maker.MACHINE.x8664:sn.0123456789ab`: labels behind the naming authority's own, and the last part
/// whatever it is.
fn iscsi(line: &[u8], at: usize, found: &mut Vec<Found>) {
    let is_part = |byte: &&u8| !byte.is_ascii_whitespace() && !matches!(byte, b',' | b'"' | b'\'' | b')' | b']');
    let end = at + line[at..].iter().take(NAME).take_while(is_part).count();
    let Some(colon) = memchr::memchr(b':', &line[at..end]).map(|length| at + length) else { return };
    let last = memchr::memrchr(b':', &line[at..end]).map_or(colon, |length| at + length) + 1;
    authority(line, at, colon, found);
    labels(line, colon + 1, last - 1, found);
    let whole = host::is_domain_name(&line[last..end]);
    let named = memchr::memrchr(b'.', &line[last..end]).filter(|_| !whole).map_or(last, |length| last + length + 1);
    labels(line, last, named.max(last + 1) - 1, found);
    let hexadecimal = HEX.fills(&line[named..end]);
    let kind = if hexadecimal { Kind::Serial } else { Kind::Host };
    // NetApp's `vs.3` numbers what serves; a machine's own number is longer.
    if end > named && !(kind == Kind::Serial && end - named < 4) {
        found.push(Found::new(named..end, kind, Evidence::Grammar).teaching());
    }
}

/// `iqn.2003-01.org.maker.MACHINE.x8664`: what somebody put behind the domain, which stands in reverse behind the time
/// when it was theirs.
fn authority(line: &[u8], start: usize, end: usize, found: &mut Vec<Found>) {
    if let Some(dot) = memchr::memchr_iter(b'.', &line[start..end]).nth(3) {
        let from = start + dot + 1;
        labels(line, from, end, found);
        // LIO puts the machine there, be it a word.
        let length = line[from..end].iter().position(|byte| *byte == b'.').unwrap_or(end - from);
        let label = &line[from..from + length];
        let told = host::is_likely(label) || label == b"localhost";
        if line[..from].ends_with(b".linux-iscsi.") && length > 1 && !told {
            found.push(Found::new(from..from + length, Kind::Host, Evidence::Grammar).teaching_unless_short());
        }
    }
}

/// The labels between two places, with dots and colons between them, that are no words of storage.
fn labels(line: &[u8], start: usize, end: usize, found: &mut Vec<Found>) {
    let mut at = start;
    for label in line.get(start..end).unwrap_or_default().split(|byte| matches!(byte, b'.' | b':')) {
        let hexadecimal = label.len() >= 6 && HEX.fills(label);
        let digits = DIGIT.run_back(label);
        let stem = bytes::without_end(&label[..label.len() - digits], b"-", 1).to_ascii_lowercase();
        let word = stem.is_empty() || bytes::is_one_of(&stem, &WORDS);
        let kind = if uuid::has_shape(label) {
            Some(Kind::Uuid)
        } else if hexadecimal && digits < label.len() {
            Some(Kind::Serial)
        } else if !word && host::is_likely(label) {
            Some(Kind::Host)
        } else {
            None
        };
        if let Some(kind) = kind {
            found.push(Found::new(at..at + label.len(), kind, Evidence::Grammar));
        }
        at += label.len() + 1;
    }
}

/// `nqn.2019-08.com.maker:nvme:MODEL:SERIAL`: the last part of a subsystem's name, where it is no UUID (NVM Express
/// Base Specification, section 4.7).
fn subsystem(line: &[u8], at: usize, found: &mut Vec<Found>) {
    let end = at + ascii::NAME.or(b":").run_within(&line[at..], NAME);
    let Some(start) = memchr::memrchr(b':', &line[at..end]).map(|colon| at + colon + 1) else { return };
    // `nqn.2020-01.com.maker:sn.SERIAL`
    let start = start + usize::from(line[start..end].starts_with(b"sn.")) * b"sn.".len();
    let part = &line[start..end];
    let uuid = line[..start].ends_with(b"uuid:");
    let stem = bytes::without_end(part, b"0123456789", part.len()).to_ascii_lowercase();
    let word = bytes::is_one_of(&stem, &WORDS);
    if !uuid && !word && part.len() >= 6 && DIGIT.is_in(part) && !part.contains(&b'.') {
        found.push(Found::new(start..end, Kind::Serial, Evidence::Grammar).teaching());
    }
}

/// Bytes of such a name (RFC 3720), and of what may stand behind it.
const NAME: usize = 256;

/// Labels of such names that are words, with a number behind them or none.
const WORDS: [&str; 14] = [
    "sn",
    "x",
    "tgt",
    "lun",
    "ctl",
    "iscsi",
    "target",
    "aarch",
    "arm",
    "disk",
    "vol",
    "initiator",
    "cnode",
    "subsystem",
];

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn a_target_is_read_label_by_label() {
        assert_eq!(texts("iqn.2004-10.com.ubuntu:01:0a1b2c3d4e5f"), ["0a1b2c3d4e5f"]);
        assert_eq!(texts("iqn.1994-05.com.redhat:zorgal-7, x"), ["zorgal-7"]);
        assert_eq!(
            texts("o- iqn.2003-01.org.linux-iscsi.zorgal7.x8664:sn.0a1b2c3d4e5f ... [TPGs: 1]"),
            ["zorgal7", "0a1b2c3d4e5f"]
        );
        assert_eq!(texts("iqn.2004-04.com.qnap:iscsi.quvnix7.0a1b2c"), ["quvnix7", "0a1b2c"]);
        assert_eq!(texts("iqn.2004-04.com.qnap:iscsi.Target-7.0a1b2c"), ["0a1b2c"]);
        assert_eq!(texts("iqn.1991-05.com.microsoft:quvnix.works.example"), ["quvnix.works.example"]);
        assert_eq!(texts("iqn.2019-05.com.zorgal-works:store:lun4"), ["lun4"]);
        assert_eq!(texts("iqn.1992-08.com.netapp:sn.0a1b2c3d4e5f:vs.3 up"), ["0a1b2c3d4e5f"]);
    }

    #[test]
    fn a_subsystem_may_be_named_after_its_serial_number() {
        assert_eq!(texts("nqn.2019-08.com.maker:nvme:QX7714AB on"), ["QX7714AB"]);
        assert_eq!(texts("nqn.2020-02.com.maker:sn.QX7714AB on"), ["QX7714AB"]);
        assert_eq!(texts("nqn.2014-08.org.nvmexpress.discovery"), Vec::<String>::new());
        assert_eq!(texts("nqn.2016-06.io.spdk:cnode1#vmhba65"), Vec::<String>::new());
    }
}
