//! Values that another pair gives their name: ArcSight's `cs1Label=Computer Name cs1=gw7`, in either order.

use super::keys;
use super::plausible::{Value, around, is_plausible};
use crate::minimize::ascii::ALNUM;
use crate::minimize::{Evidence, Found, Kind, bytes};

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    for at in bytes::every(line, LABEL).take(MOST) {
        let length = ALNUM.run_back_within(&line[..at], LONGEST);
        let stem = &line[at - length..at];
        if !stem.last().is_some_and(u8::is_ascii_digit) {
            continue;
        }
        let label = at + LABEL.len();
        let Some((kind, key)) = said(&line[label..value_end(line, label)]) else { continue };
        let Some(start) = value_of(line, stem) else { continue };
        let end = value_end(line, start);
        let text = &line[start..end];
        let candidate = Value { kind, key: &key, text, sure: true, quoted: true, line: around(line, (start, end)) };
        if !text.is_empty() && is_plausible(&candidate) {
            found.push(Found::new(start..end, kind, Evidence::Structure).teaching_if(candidate.teaches()));
        }
    }
}

/// What a label says, by all of its words, by its last two or by its last.
fn said(label: &[u8]) -> Option<(Kind, keys::Normal)> {
    let label = label.trim_ascii().strip_suffix(b")").unwrap_or(label.trim_ascii());
    let marks = label.iter().enumerate().rev().filter(|(_, byte)| !byte.is_ascii_alphanumeric());
    let starts = marks.map(|(at, _)| at + 1).take(2).collect::<Vec<_>>();
    let starts = std::iter::once(0).chain(starts.into_iter().rev());
    starts
        .map(|start| keys::normal(&label[start..]))
        .find_map(|key| keys::kind(&key).filter(|kind| KINDS.contains(kind)).map(|kind| (kind, key)))
}

/// Where the value begins whose key is `stem`.
fn value_of(line: &[u8], stem: &[u8]) -> Option<usize> {
    let starts = bytes::every(line, stem).map(|at| (at, at + stem.len()));
    let open = |at: usize| at == 0 || matches!(line[at - 1], b' ' | b'|' | b'\t' | b',');
    starts.take(2 * MOST).find(|(at, end)| open(*at) && line.get(*end) == Some(&b'=')).map(|(_, end)| end + 1)
}

/// Where a value ends: before the next key, at a bar or a tab, or with the line.
fn value_end(line: &[u8], start: usize) -> usize {
    let rest = &line[start..line.len().min(start + VALUE)];
    let ends = |at: &usize| match rest[*at] {
        b'\t' | b'|' | b'\n' | b'"' => true,
        b' ' => {
            let key = ALNUM.run_within(&rest[at + 1..], LONGEST);
            key > 0 && rest.get(at + 1 + key) == Some(&b'=')
        }
        _ => false,
    };
    start + (0..rest.len()).find(ends).unwrap_or(rest.len())
}

/// What stands behind the key of a value where its name is said.
const LABEL: &[u8] = b"Label=";

/// What such a value is taken for.
const KINDS: [Kind; 10] = [
    Kind::User,
    Kind::Host,
    Kind::Domain,
    Kind::Email,
    Kind::Person,
    Kind::Serial,
    Kind::Mac,
    Kind::Ssid,
    Kind::Session,
    Kind::Secret,
];

/// Labels that are read in one line, bytes of the longest key, and of a value.
const MOST: usize = 32;
const LONGEST: usize = 32;
const VALUE: usize = 256;

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn a_label_says_what_a_value_is_in_either_order() {
        let line = "cs1Label=Computer Name cs1=GW-ZORGAL act=x cs2=gwen7 cs2Label=Source_(AD_Account) cs12=y";
        assert_eq!(texts(line), ["GW-ZORGAL", "gwen7"]);
        assert_eq!(texts("x|7|cs3=Gwen Quvnix cs3Label=Full Name cnt=1"), ["Gwen Quvnix"]);
    }

    #[test]
    fn other_labels_leave_their_values() {
        for line in
            ["cs1Label=Policy Name cs1=quvnix7 a=b", "cs1Label=User Agent cs1=curl/8", "cs1Label=User", "Label=User x"]
        {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
