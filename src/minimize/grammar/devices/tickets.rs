//! Whom a ticket of Kerberos is for, as Zeek has it, `"client":"login/REALM.EXAMPLE"`, and Suricata,
//! `"cname":"login","realm":…,"sname":"krbtgt/REALM.EXAMPLE"`.

use crate::minimize::ascii::{LOWER, NAME, UPPER};
use crate::minimize::grammar::spans::push;
use crate::minimize::prefilter::{Finder, Needs};
use crate::minimize::{Found, Kind, bytes};

/// What a line must show to hold one of them.
pub(super) const NEEDS: Needs = Needs { finder: Finder::Tickets, marks: 0, words: &["client", "cname"] };

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    if let Some(start) = behind(line, b"\"client\":\"")
        && let Some((end, realm)) = principal(line, start)
    {
        push(start, end, Kind::User, found);
        push(end + 1, realm, Kind::Domain, found);
    }
    let Some(start) = behind(line, b"\"cname\":\"") else { return };
    let end = start + NAME.or(b"$").run(&line[start..]);
    if line[end..].starts_with(b"\",\"realm\":\"") {
        push(start, end, Kind::User, found);
    }
    if let Some((end, realm)) = behind(line, b"\"sname\":\"").and_then(|start| principal(line, start)) {
        push(end + 1, realm, Kind::Domain, found);
    }
}

/// What stands behind the first of some words.
fn behind(line: &[u8], words: &[u8]) -> Option<usize> {
    bytes::find_past(line, words)
}

/// Where the first part of `login/REALM.EXAMPLE` ends, and where the realm.
fn principal(line: &[u8], start: usize) -> Option<(usize, usize)> {
    let end = start + NAME.or(b"$").run(&line[start..]);
    let realm = line[end..].strip_prefix(b"/")?;
    let length = NAME.run(realm);
    let realm = &realm[..length];
    let close = end + 1 + length;
    (realm.contains(&b'.') && UPPER.is_in(realm) && !LOWER.is_in(realm) && line.get(close) == Some(&b'"'))
        .then_some((end, close))
}

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn whom_a_ticket_is_for_is_found() {
        assert_eq!(texts(r#"{"client":"gwen/PLANT.EXAMPLE","service":"x"}"#), ["gwen", "PLANT.EXAMPLE"]);
        let asked = r#"{"cname":"gwen","realm":"PLANT.EXAMPLE","sname":"krbtgt/PLANT.EXAMPLE"}"#;
        assert_eq!(texts(asked), ["gwen", "PLANT.EXAMPLE"]);
        assert_eq!(texts(r#"{"cname":"quvnix","type":"CNAME"}"#), Vec::<String>::new());
        assert_eq!(texts(r#"{"client":"curl/8.5.x"}"#), Vec::<String>::new());
    }
}
