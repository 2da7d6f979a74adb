//! Heads whose columns have titles of several words, with two blanks or more between them, as switches print what they
//! see: `Port    Neighbor Device ID    Neighbor Port ID    TTL`.

use super::{Heads, letters};
use crate::minimize::ascii::{LETTER, SERIAL, UPPER};
use crate::minimize::structure::keys;
use crate::minimize::{Evidence, Found, Kind};

impl Heads {
    /// Three titles or more, one of which says that its column holds machines or serial numbers.
    pub(super) fn titled(line: &[u8]) -> Self {
        let spans = titles(line);
        let whole = spans.iter().all(|(start, end)| {
            let title = &line[*start..*end];
            title[0].is_ascii_uppercase() && LETTER.or(b" -/#.():").fills(title)
        });
        if spans.len() < 3 || !whole {
            return Self::default();
        }
        let normal = |(start, end): &(usize, usize)| keys::normal(&line[*start..*end]);
        // Of access points the name alone is called so.
        let points = spans.iter().any(|span| *normal(span) == *b"aptype");
        // Of who is in a network the name is a login.
        let guests = ["role", "auth"].iter().all(|title| spans.iter().any(|span| *normal(span) == *title.as_bytes()));
        // Of a machine that does jobs, whether it may have more of them.
        let points = points || spans.iter().any(|span| *normal(span) == *b"eligibility");
        // Of a queue whose a job is, of much else who may do what with it.
        let queue = spans.first().is_some_and(|span| *normal(span) == *b"rank");
        let says = |span: &(usize, usize)| match &*normal(span) {
            b"name" if points => Some(Kind::Host),
            b"name" if guests => Some(Kind::User),
            b"owner" if queue => Some(Kind::User),
            title => said(title),
        };
        // What stands before the first column that says something, or behind it where nothing does.
        let first = spans.iter().position(|span| says(span).is_some()).unwrap_or(0);
        // Numbers stand anywhere below their title, addresses of hardware right below it.
        let hardware = || spans.iter().position(|span| normal(span).ends_with(b"mac"));
        let silent = || spans.iter().position(|span| says(span).is_none());
        let beside = first.checked_sub(1).or_else(hardware).or_else(silent);
        let beside = beside.and_then(|index| spans.get(index)).map(|(start, _)| letters(line, *start));
        let mut head = Self { beside, ..Self::default() };
        let columns = spans.iter().filter_map(|span| Some((letters(line, span.0), says(span)?)));
        head.columns.iter_mut().zip(columns).for_each(|(place, column)| *place = Some(column));
        head
    }

    /// A serial number that begins near its column, whose title stands in the middle of it.
    pub(super) fn centred(&self, line: &[u8], words: &[(usize, usize)], found: &mut Vec<Found>) {
        let serial = |text: &[u8]| {
            let digits = text.iter().filter(|byte| byte.is_ascii_digit()).count();
            // What has no letters is a number of something.
            (digits >= 4 && text.len() >= 8 || digits > 0 && text.len() >= 11)
                && UPPER.is_in(text)
                && SERIAL.fills(text)
        };
        for (column, _) in self.columns.into_iter().flatten().filter(|(_, kind)| *kind == Kind::Serial) {
            let place = |start: usize| letters(line, start);
            if words.iter().any(|(start, _)| place(*start) == column) {
                continue;
            }
            let near =
                words.iter().find(|(start, end)| place(*start).abs_diff(column) <= NEAR && serial(&line[*start..*end]));
            if let Some((start, end)) = near.copied() {
                found.push(Found::new(start..end, Kind::Serial, Evidence::Structure).teaching());
            }
        }
    }
}

/// Letters between a title's beginning and what stands below.
const NEAR: usize = 8;

/// What the title of a column says of it.
fn said(title: &[u8]) -> Option<Kind> {
    match title {
        b"neighbordeviceid" | b"neighborid" | b"neighborname" | b"neighbordev" | b"remotedevice" | b"systemname"
        | b"sysname" | b"remotesystemname" | b"apname" | b"hostname" | b"deviceid" | b"switchname" => Some(Kind::Host),
        b"serialnumber" | b"serialno" | b"serialnum" | b"serialnbr" | b"serial" | b"sn" => Some(Kind::Serial),
        b"ssid" | b"wlanprofilenamessid" => Some(Kind::Ssid),
        b"user" | b"username" => Some(Kind::User),
        _ => None,
    }
}

/// Where the titles of a line begin and end.
pub(super) fn titles(line: &[u8]) -> Vec<(usize, usize)> {
    let (mut spans, mut at) = (Vec::new(), 0);
    while let Some(blanks) = line.get(at..).and_then(|rest| rest.iter().position(|byte| !byte.is_ascii_whitespace())) {
        let start = at + blanks;
        let rest = &line[start..];
        let length = rest
            .windows(2)
            .position(|pair| pair[0].is_ascii_whitespace() && pair[1].is_ascii_whitespace() || pair[0] == b'\t')
            .unwrap_or(rest.trim_ascii_end().len());
        if length == 0 || spans.len() == MOST {
            break;
        }
        spans.push((start, start + length));
        at = start + length;
    }
    spans
}

/// Titles of one head that are read.
const MOST: usize = 16;

#[cfg(test)]
mod tests {
    use crate::minimize::structure::heads::tests::texts;

    #[test]
    fn neighbours_and_serial_numbers_stand_below_their_titles() {
        let lines = [
            "Port          Neighbor Device ID       Neighbor Port ID    TTL",
            "---------- ------------------------ ---------------------- ---",
            "Et2           quvnix                   Ethernet2           120",
        ];
        assert_eq!(texts(&lines), ["quvnix"]);
        let lines = [
            "Mod Ports Card Type            Model              Serial No.",
            "--- ----- -------------------- ------------------ -----------",
            "  1   48  48-Port UPOE         C9400-LC-48U       QVX12345ZRG",
        ];
        assert_eq!(texts(&lines), ["QVX12345ZRG"]);
        let lines = [
            "Job id            Name             User              Time Use S Queue",
            "----------------  ---------------- ----------------  -------- - -----",
            "4122.zorgal       solve.sh         gwenq             00:41:12 R workq",
        ];
        assert_eq!(texts(&lines), ["gwenq"]);
    }

    #[test]
    fn sentences_have_no_titles() {
        assert_eq!(texts(&["System Name  is gone", "quvnix  x  y"]), Vec::<String>::new());
        assert_eq!(texts(&["the System Name  Port  Type", "    quvnix       x     y"]), Vec::<String>::new());
    }
}
