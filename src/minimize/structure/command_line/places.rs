//! Machines and networks on command lines: `rsync -a /srv/ gw7:/backup/`, `nmcli dev wifi connect "NETWORK"`, and the
//! text of a code that joins whoever scans it to one.

use super::super::super::{Found, Kind, Way, bytes, dictionary};
use super::words::{Strings, extent};

/// `rsync -a /srv/ gw7:/backup/`: the machine before a path there.
pub(super) fn remote(line: &[u8], found: &mut Vec<Found>) {
    if ![&b"rsync "[..], b"scp "].iter().any(|program| bytes::find(line, program).is_some()) {
        return;
    }
    for colon in bytes::every(line, b":/").chain(bytes::every(line, b"::")) {
        let name = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(**byte, b'-' | b'.');
        let length = line[..colon].iter().rev().take(64).take_while(name).count();
        let start = colon - length;
        let open = start > 0 && line[start - 1] == b' ' && line.get(colon + 2) != Some(&b'/');
        let lower = line[start..colon].to_ascii_lowercase();
        if open && length >= 3 && (!dictionary::is_word(&lower) || dictionary::names_machine(&lower)) {
            found.push(Found::new(start..colon, Kind::Host, Way::Structure).teaching_unless_short());
        }
    }
}

/// `ssh -l LOGIN MACHINE`: whoever logs in, and where.
pub(super) fn secure_shell(line: &[u8], found: &mut Vec<Found>) {
    let begins = |at: &usize| !line[..*at].last().is_some_and(u8::is_ascii_alphanumeric);
    let Some(program) = bytes::every(line, b"ssh ").find(begins) else { return };
    let Some(flag) = bytes::find(&line[program..], b" -l ").map(|at| program + at + 1) else { return };
    // `ssh gw7 wc -l file`: behind the machine stands what is run there, with flags of its own.
    let between = line.get(program + 4..flag).unwrap_or_default();
    let mut words = between.split(|byte| *byte == b' ').filter(|word| !word.is_empty());
    let is_plain = |word: &[u8]| word[0] != b'-';
    if words.next().is_some_and(is_plain) && words.next().is_some_and(is_plain) {
        return;
    }
    let start = flag + 3;
    let one = |start, end, kind| Found::new(start..end, kind, Way::Structure).teaching_unless_short();
    let plain = |text: &[u8]| {
        text.first().is_some_and(u8::is_ascii_alphanumeric)
            && text.iter().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(byte))
            && !dictionary::is_word(&text.to_ascii_lowercase())
    };
    let Some((start, end)) = extent(line, start, &Strings::default()).filter(|(start, end)| plain(&line[*start..*end]))
    else {
        return;
    };
    found.push(one(start, end, Kind::User));
    let machine = extent(line, end + 1, &Strings::default());
    if let Some((start, end)) = machine.filter(|(start, end)| plain(&line[*start..*end])) {
        found.push(one(start, end, Kind::Host));
    }
}

/// `nmcli dev wifi connect "NETWORK"`.
pub(super) fn network(line: &[u8], found: &mut Vec<Found>) {
    let Some(start) = bytes::find(line, b"wifi connect ").map(|at| at + 13) else { return };
    if let Some((start, end)) = extent(line, start, &Strings::default()) {
        found.push(Found::new(start..end, Kind::Ssid, Way::Structure).teaching());
    }
}

/// `WIFI:S:NETWORK;T:WPA;P:SECRET;;`, as a code to be scanned says it.
pub(super) fn printed(line: &[u8], found: &mut Vec<Found>) {
    let Some(start) = bytes::find(line, b"WIFI:").map(|at| at + 5) else { return };
    let mut at = start;
    for part in line[start..].split(|byte| *byte == b';').take(6) {
        let kind = match part.first_chunk::<2>() {
            Some(b"S:") => Some(Kind::Ssid),
            Some(b"P:") => Some(Kind::Secret),
            _ => None,
        };
        if let Some(kind) = kind.filter(|_| part.len() > 2 && !part.contains(&b'"')) {
            found.push(Found::new(at + 2..at + part.len(), kind, Way::Structure).teaching_if(part.len() >= 6));
        }
        at += part.len() + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn machines_and_networks_are_found() {
        assert_eq!(texts("scan WIFI:S:Attic Net;T:WPA;P:abc 1;;"), ["Attic Net", "abc 1"]);
        assert_eq!(texts("rsync -a /srv/ gw7:/srv/; nmcli dev wifi connect 'Attic Net'"), ["gw7", "Attic Net"]);
        assert_eq!(texts("rsync -a /srv/ https://x"), Vec::<String>::new());
    }

    #[test]
    fn a_login_stands_behind_the_flag_of_ssh_alone() {
        let texts = |line| crate::minimize::testing::texts(line, super::secure_shell);
        assert_eq!(texts("ssh -l quvnix7 gw7"), ["quvnix7", "gw7"]);
        assert_eq!(texts("ssh gw7 -p 22 -l quvnix7"), ["quvnix7"]);
        for line in ["ssh gw7 wc -l zorgal7 quvnix7", "xssh -l quvnix7 gw7"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
