//! Machines and networks on command lines: `rsync -a /srv/ gw7:/backup/`, `nmcli dev wifi connect "NETWORK"`, what opens
//! one, and the text of a code that joins whoever scans it to one.

use super::words::{Strings, argument, extent, secret};
use crate::minimize::ascii::{self, ALNUM, HEX};
use crate::minimize::structure::flags::flagged;
use crate::minimize::structure::keys;
use crate::minimize::structure::spelling::LONG;
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary, host};

/// `rsync -a /srv/ gw7:/backup/`: the machine before a path there.
pub(super) fn remote(line: &[u8], found: &mut Vec<Found>) {
    if !bytes::holds_any(line, &["rsync ", "scp "]) {
        return;
    }
    for colon in bytes::every(line, b":/").chain(bytes::every(line, b"::")) {
        let length = ALNUM.or(b"-.").run_back_within(&line[..colon], 64);
        let start = colon - length;
        let open = start > 0 && line[start - 1] == b' ' && line.get(colon + 2) != Some(&b'/');
        let lower = line[start..colon].to_ascii_lowercase();
        if open && length >= 3 && (!dictionary::is_word(&lower) || dictionary::names_machine(&lower)) {
            found.push(Found::new(start..colon, Kind::Host, Evidence::Structure).teaching_unless_short());
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
    let one = |start, end, kind| Found::new(start..end, kind, Evidence::Structure).teaching_unless_short();
    let plain = |text: &[u8]| {
        text.first().is_some_and(u8::is_ascii_alphanumeric) && ascii::NAME.fills(text) && !dictionary::is_word(text)
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

/// `check_http -H MACHINE`, as plugins of Nagios' are told what to look at.
pub(super) fn checked(line: &[u8], found: &mut Vec<Found>) {
    let Some(program) = bytes::find(line, b"check_") else { return };
    let Some(flag) = flagged(line, program, b"-H").map(|at| at + 2) else { return };
    let machine = argument(line, flag, &Strings::default());
    if let Some((start, end)) = machine.filter(|(start, end)| host::is_likely(&line[*start..*end])) {
        found.push(Found::new(start..end, Kind::Host, Evidence::Structure).teaching_unless_short());
    }
}

/// `nmcli dev wifi connect "NETWORK"`.
pub(super) fn network(line: &[u8], found: &mut Vec<Found>) {
    let Some(start) = bytes::find_past(line, b"wifi connect ") else { return };
    if let Some((start, end)) = extent(line, start, &Strings::default()) {
        found.push(Found::new(start..end, Kind::Ssid, Evidence::Structure).teaching());
    }
}

/// `nmcli connection modify NETWORK wifi-sec.psk X`: behind a property that says so.
pub(super) fn property(line: &[u8], found: &mut Vec<Found>) {
    let Some(program) = bytes::find(line, b"nmcli ") else { return };
    let strings = Strings::default();
    for dot in memchr::memchr_iter(b'.', &line[program..]).map(|length| program + length) {
        let end = dot + 1 + ALNUM.or(b"-").run_within(&line[dot + 1..], NAME);
        if line.get(end) == Some(&b' ')
            && keys::kind(&keys::normal(&line[dot + 1..end])) == Some(Kind::Secret)
            && let Some(span) = argument(line, end, &strings)
        {
            secret(line, span, found);
        }
    }
}

/// Bytes of the longest name of a property.
const NAME: usize = 64;

/// `docker run --add-host MACHINE:192.0.2.7`: what a container knows by name.
pub(super) fn added(line: &[u8], found: &mut Vec<Found>) {
    let strings = Strings::default();
    for at in bytes::every(line, b"--add-host").map(|at| at + b"--add-host".len() + 1) {
        let machine = extent(&line[..line.len().min(at + LONG)], at, &strings).and_then(|(start, end)| {
            let name = addressed(&line[start..end])?;
            Some((start, start + name.len()))
        });
        if let Some((start, end)) = machine {
            found.push(Found::new(start..end, Kind::Host, Evidence::Structure).teaching_unless_short());
        }
    }
}

/// The machine's name in `MACHINE:192.0.2.7`, `MACHINE=2001:db8::7`.
pub(in crate::minimize::structure) fn addressed(text: &[u8]) -> Option<&[u8]> {
    let length = ascii::NAME.run(text);
    let address = matches!(text.get(length), Some(b':' | b'='))
        && text.get(length + 1).is_some_and(|byte| byte.is_ascii_hexdigit() || *byte == b'[')
        && text[length + 1..].iter().filter(|byte| matches!(byte, b'.' | b':')).count() >= 2
        && HEX.or(b".:[]").fills(&text[length + 1..]);
    Some(&text[..length]).filter(|name| address && name.len() > 1)
}

/// `WIFI:S:NETWORK;T:WPA;P:SECRET;;`, as a code to be scanned says it.
pub(super) fn printed(line: &[u8], found: &mut Vec<Found>) {
    let Some(start) = bytes::find_past(line, b"WIFI:") else { return };
    let mut at = start;
    for part in line[start..].split(|byte| *byte == b';').take(6) {
        let kind = match part.first_chunk::<2>() {
            Some(b"S:") => Some(Kind::Ssid),
            Some(b"P:") => Some(Kind::Secret),
            _ => None,
        };
        if let Some(kind) = kind
            && part.len() > 2
            && !part.contains(&b'"')
        {
            found.push(Found::new(at + 2..at + part.len(), kind, Evidence::Structure).teaching_if(part.len() >= 6));
        }
        at += part.len() + 1;
    }
}

#[cfg(test)]
mod tests {
    use crate::minimize::structure::Fields;
    use crate::minimize::structure::command_line::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, |line, found| find(line, &Fields::default(), found))
    }

    #[test]
    fn machines_and_networks_are_found() {
        assert_eq!(texts("scan WIFI:S:Attic Net;T:WPA;P:abc 1;;"), ["Attic Net", "abc 1"]);
        assert_eq!(texts("rsync -a /srv/ gw7:/srv/; nmcli dev wifi connect 'Attic Net'"), ["gw7", "Attic Net"]);
        assert_eq!(texts("rsync -a /srv/ https://x"), Vec::<String>::new());
    }

    #[test]
    fn what_a_property_opens_a_network_with_is_found() {
        assert_eq!(texts("nmcli connection modify attic wifi-sec.psk \"abc 1\""), ["abc 1"]);
        assert_eq!(texts("nmcli con mod attic 802-1x.password abc1 ipv4.method auto"), ["abc1"]);
        assert_eq!(texts("nmcli con mod attic wifi-sec.key-mgmt wpa-psk wifi-sec.psk-flags 0"), Vec::<String>::new());
    }

    #[test]
    fn what_a_container_knows_by_name_is_found() {
        assert_eq!(
            texts("docker run --add-host quvnix:192.0.2.7 --add-host=zorgal:2001:db8::7 x"),
            ["quvnix", "zorgal"]
        );
        assert_eq!(texts("docker run --add-host host.docker.internal:host-gateway x"), Vec::<String>::new());
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
