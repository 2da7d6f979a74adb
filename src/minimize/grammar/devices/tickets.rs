//! Whom a ticket of Kerberos is for, as Zeek has it: `"client":"login/REALM.EXAMPLE"`.

use super::super::super::bytes;
use super::super::super::sight::{Finder, Needs};
use super::super::super::{Found, Kind};
use super::super::spans::{is_name, push};

/// What a line must show to hold one of them.
pub(super) const NEEDS: Needs = Needs { finder: Finder::Tickets, marks: 0, words: &["client"] };

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    let Some(start) = bytes::find(line, b"\"client\":\"").map(|at| at + 10) else { return };
    let end = start + line[start..].iter().take_while(|byte| is_name(**byte) || **byte == b'$').count();
    let Some(realm) = line[end..].strip_prefix(b"/") else { return };
    let length = realm.iter().take_while(|byte| is_name(**byte)).count();
    let realm = &realm[..length];
    if realm.contains(&b'.')
        && realm.iter().any(u8::is_ascii_uppercase)
        && !realm.iter().any(u8::is_ascii_lowercase)
        && line.get(end + 1 + length) == Some(&b'"')
    {
        push(start, end, Kind::User, found);
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn whom_a_ticket_is_for_is_found() {
        assert_eq!(texts(r#"{"client":"gwen/PLANT.EXAMPLE","service":"x"}"#), ["gwen"]);
        assert_eq!(texts(r#"{"client":"curl/8.5.x"}"#), Vec::<String>::new());
    }
}
