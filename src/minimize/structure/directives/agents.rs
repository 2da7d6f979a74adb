//! Directives of net-snmp's agent and of daemons that ask one: communities, and users with their keys.

use super::{push, text};
use crate::minimize::structure::sql::is_column;
use crate::minimize::{Found, Kind, bytes, dictionary};

/// Finds what one says, whose words stand at `spans`.
pub(super) fn find(line: &[u8], spans: &[(usize, usize)], found: &mut Vec<Found>) {
    let text = |index| text(line, spans, index);
    match (text(0), spans) {
        // CUPS' `Community X`.
        (b"Community", [_, community]) if !dictionary::is_word(text(1)) => {
            push(line, *community, Kind::Secret, found);
        }
        (b"community", [_, community, ..]) if is_community(text(1)) && !is_column(text(1), text(2)) => {
            push(line, *community, Kind::Secret, found)
        }
        // net-snmp's `proxy -v 2c -c X MACHINE OID`.
        (b"proxy", _) if text(1) == b"-v" => {
            let behind = (1..spans.len()).find(|index| text(*index) == b"-c").and_then(|index| spans.get(index + 1));
            behind.into_iter().for_each(|span| push(line, *span, Kind::Secret, found));
        }
        (b"createUser", _) => {
            // The engine's id may stand before the login.
            let login = if text(1) == b"-e" { 3 } else { 1 };
            spans.get(login).into_iter().for_each(|span| push(line, *span, Kind::User, found));
            let secrets = [login + 2, login + 4].into_iter().filter_map(|index| spans.get(index));
            secrets.for_each(|span| push(line, *span, Kind::Secret, found));
        }
        // net-snmp's keys, made for one engine.
        (b"usmUser", _) => {
            for (start, end) in spans.iter().skip(4).copied() {
                let key = end - start >= 18 && line[start..].starts_with(b"0x");
                match line[start - 1] {
                    b'"' => push(line, (start, end), Kind::User, found),
                    _ if key => push(line, (start, end), Kind::Secret, found),
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

/// Whether what stands behind `community` is one: neither half of a pair nor the next word of a sentence, nor BGP's.
fn is_community(text: &[u8]) -> bool {
    !text.starts_with(b"=")
        && !text.contains(&b':')
        && !dictionary::is_stop_word(text)
        && !text.ends_with(b",")
        && !bytes::is_one_of(text, &["edition", "support", "version", "forum"])
}

#[cfg(test)]
mod tests {
    use crate::minimize::structure::directives::tests::texts;

    #[test]
    fn communities_and_users_of_snmp_are_found() {
        assert_eq!(texts("community h4x0r"), ["h4x0r"]);
        assert_eq!(texts("createUser mon SHA \"one two\" AES \"three\""), ["mon", "one two", "three"]);
        assert_eq!(texts("createUser -e 0x80 mon SHA \"one\" AES \"three\""), ["mon", "one", "three"]);
        let key = "0x0123456789abcdef0123";
        assert_eq!(
            texts(&format!("usmUser 1 3 0x80001f88 \"gwen\" \"gwen\" NULL .1.3.6 {key} .1.3.6 0x \"\"")),
            ["gwen", "gwen", key]
        );
    }

    #[test]
    fn other_communities_stay() {
        for line in [
            "community = \"x\"",
            "community edition 7",
            "Community Edition 7",
            "Community Support",
            "community works, and others",
            "community of practice",
            "community 65000:100",
            "community varchar(50),",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
