//! Directives of appliances that no other has: Aruba's `mgmt-user` and `key`, H3C's keys.

use super::{push, text};
use crate::minimize::ascii::HEX;
use crate::minimize::{Found, Kind};

/// Finds what one says, whose words stand at `spans`.
pub(super) fn find(line: &[u8], spans: &[(usize, usize)], found: &mut Vec<Found>) {
    let text = |index| text(line, spans, index);
    match (text(0), spans) {
        // `mgmt-user LOGIN root 3a9d8fe8…`
        (b"mgmt-user", [_, login, _, secret]) if is_hash(text(3)) => {
            push(line, *login, Kind::User, found);
            push(line, *secret, Kind::Secret, found);
        }
        // Aruba's virtual controllers have no role there.
        (b"mgmt-user", [_, login, secret]) if is_hash(text(2)) => {
            push(line, *login, Kind::User, found);
            push(line, *secret, Kind::Secret, found);
        }
        // SNMP's answers to who is asked and where it stands: the rest of the line.
        (b"sysContact" | b"syscontact", [_, first, ..]) => rest(line, *first, Kind::Organisation, found),
        (b"sysLocation" | b"syslocation", [_, first, ..]) => rest(line, *first, Kind::Location, found),
        (b"snmp-server", [_, _, first, ..]) if text(1) == b"contact" => rest(line, *first, Kind::Organisation, found),
        (b"snmp-server", [_, _, first, ..]) if text(1) == b"location" => rest(line, *first, Kind::Location, found),
        // `key 7 13061E010803`, on a line of its own.
        (b"key", [_, form, secret]) if form.1 - form.0 == 1 && line[form.0].is_ascii_digit() => {
            push(line, *secret, Kind::Secret, found);
        }
        // H3C's `key authentication simple X`.
        (b"key", [_, _, _, secret])
            if matches!(text(1), b"authentication" | b"accounting" | b"authorization")
                && matches!(text(2), b"simple" | b"cipher") =>
        {
            push(line, *secret, Kind::Secret, found);
        }
        // `key 7 0A1B…` belongs to a server that is named in a line before.
        (b"key", [_, key]) if is_hash(text(1)) => push(line, *key, Kind::Secret, found),
        // netsh(1)'s `Dhcp Server X Scope Y Add reservedip ADDRESS 02005e005307 …`.
        (b"Dhcp", _) => {
            let behind = |word: &[u8], more: usize| {
                let at = (0..spans.len()).find(|index| text(*index) == word)?;
                spans.get(at + more).copied()
            };
            let mac = behind(b"reservedip", 2).filter(|(start, end)| end - start == 12 && is_hash(&line[*start..*end]));
            let login = behind(b"dnscredentials", 1).map(|span| (span, Kind::User));
            let secret = behind(b"dnscredentials", 3).map(|span| (span, Kind::Secret));
            let all = [mac.map(|span| (span, Kind::Mac)), login, secret];
            all.into_iter().flatten().for_each(|(span, kind)| push(line, span, kind, found));
        }
        // zerotier-cli(1)'s `200 info 0123456789 1.12.2 ONLINE`, `200 listnetworks 0123456789abcdef …`.
        (b"200", [_, _, id, ..])
            if matches!(text(1), b"info" | b"listnetworks" | b"listpeers" | b"peers")
                && matches!(text(2).len(), 10 | 16)
                && HEX.fills(text(2)) =>
        {
            push(line, *id, Kind::Serial, found);
        }
        _ => {}
    }
}

/// All that stands behind, without its quotes.
fn rest(line: &[u8], (start, end): (usize, usize), kind: Kind, found: &mut Vec<Found>) {
    let quoted = start > 0 && line[start - 1] == b'"';
    let pair = matches!(line.get(start), Some(b'=' | b':'));
    let end = if quoted { end } else { line.trim_ascii_end().len() };
    // A mail address stays one.
    if !pair && start < end && !line[start..end].contains(&b'@') {
        push(line, (start, end), kind, found);
    }
}

/// Twelve hexadecimal digits or more.
fn is_hash(text: &[u8]) -> bool {
    text.len() >= 12 && HEX.fills(text)
}

#[cfg(test)]
mod tests {
    use crate::minimize::structure::directives::tests::texts;

    #[test]
    fn secrets_of_aruba_and_netscaler_are_found() {
        assert_eq!(texts("mgmt-user gwen root 0123456789abcdef0123"), ["gwen", "0123456789abcdef0123"]);
        assert_eq!(texts("  key 0123456789abcdef0123"), ["0123456789abcdef0123"]);
        assert_eq!(texts("add snmp community h4x0r GET"), ["h4x0r"]);
        assert_eq!(texts("local-userdb add username x password h4x0r"), ["h4x0r"]);
        assert_eq!(texts("   essid \"Attic of Gwen\""), ["Attic of Gwen"]);
    }

    #[test]
    fn reservations_of_windows_and_nodes_of_zerotier_are_found() {
        let scope = "Dhcp Server \\\\gw7 Scope 192.0.2.0";
        assert_eq!(texts(&format!("{scope} Add reservedip 192.0.2.7 02005e005307 \"x\"")), ["02005e005307"]);
        assert_eq!(texts("Dhcp Server \\\\gw7 set dnscredentials gwenq PLANT h4x0r"), ["gwenq", "h4x0r"]);
        assert_eq!(texts("200 info 89e92ceee5 1.12.2 ONLINE"), ["89e92ceee5"]);
        assert_eq!(texts("200 listnetworks 8056c2e21c000001 quvnix OK"), ["8056c2e21c000001"]);
        for line in ["200 info request done", "200 OK 0123456789", "Dhcp Server started", "Dhcp lease 192.0.2.7"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn what_snmp_says_of_a_place_goes_to_the_end_of_the_line() {
        assert_eq!(texts("sysLocation Attic 12, Hall 4"), ["Attic 12, Hall 4"]);
        assert_eq!(texts("syslocation \"Attic 12, Hall 4\""), ["Attic 12, Hall 4"]);
        assert_eq!(texts("snmp-server location Attic 12, Hall 4"), ["Attic 12, Hall 4"]);
        assert_eq!(texts("snmp-server contact Quvnix Works"), ["Quvnix Works"]);
        assert_eq!(texts("sysLocation = \"x\""), Vec::<String>::new());
    }

    #[test]
    fn of_pan_os_the_hash_and_whose_it_is_are_found() {
        assert_eq!(texts("set mgt-config users gwen phash fnRLh4x0r"), ["fnRLh4x0r", "gwen"]);
    }

    #[test]
    fn other_lines_that_begin_so_stay() {
        for line in [
            "key exchange done",
            "add snmp manager 192.0.2.7",
            "key \"zone\" {",
            "add community to list",
            "community of practice",
            "mgmt-user a b c",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
