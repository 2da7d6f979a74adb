//! Who dials in, as the far ends of tunnels are named: RouterOS' interfaces `<l2tp-login>`, ocserv's `main[login]`, and
//! the identities of strongSwan's peers, `192.0.2.1[own]...192.0.2.7[peer]`.

use crate::minimize::ascii::{DIGIT, HEX, NAME};
use crate::minimize::grammar::spans::push;
use crate::minimize::prefilter::{Finder, Needs};
use crate::minimize::{Found, Kind, bytes, host};

/// What a line must show to hold one of them.
pub(super) const NEEDS: Needs = Needs {
    finder: Finder::Tunnels,
    marks: 0,
    words: &["pppoe", "l2tp", "pptp", "sstp", "ovpn", "ocserv", "ike", "cfg", "enc"],
};

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    interfaces(line, found);
    workers(line, found);
    peers(line, found);
}

/// `<pppoe-login>: connected`, as RouterOS calls the interface of whoever dials in.
fn interfaces(line: &[u8], found: &mut Vec<Found>) {
    for open in memchr::memchr_iter(b'<', line) {
        let text = &line[open + 1..];
        let Some(kind) = TUNNELS.iter().find(|kind| text.starts_with(kind)) else { continue };
        let start = open + 1 + kind.len();
        let end = start + NAME.or(b"@").run(&line[start..]);
        // `<l2tp-in1>`, `<pppoe-out1>`: what RouterOS calls its own.
        let stem = line[start..end].trim_ascii_end();
        let own =
            [&b"in"[..], b"out"].iter().any(|way| stem.strip_prefix(*way).is_some_and(|number| DIGIT.fills(number)));
        if line.get(end) == Some(&b'>') && !own {
            push(start, end, Kind::User, found);
        }
    }
}

/// Kinds of tunnels, as the names of interfaces begin with them.
const TUNNELS: [&[u8]; 5] = [b"pppoe-", b"l2tp-", b"pptp-", b"sstp-", b"ovpn-"];

/// ocserv's `main[login]:192.0.2.7:51000`, `worker[login]: 192.0.2.7`.
fn workers(line: &[u8], found: &mut Vec<Found>) {
    if bytes::find(line, b"ocserv[").is_none() {
        return;
    }
    for part in [&b" main["[..], b" worker[", b" sec-mod["] {
        let Some(start) = bytes::find_past(line, part) else { continue };
        let end = start + NAME.or(b"@").run(&line[start..]);
        if line[end..].starts_with(b"]:") {
            push(start, end, Kind::User, found);
        }
    }
}

/// strongSwan's `192.0.2.1[own]...192.0.2.7[peer]`.
fn peers(line: &[u8], found: &mut Vec<Found>) {
    if !bytes::holds_any(line, &["[IKE]", "[CFG]", "[ENC]"]) {
        return;
    }
    let Some(middle) = bytes::find(line, b"]...") else { return };
    let name = memchr::memrchr(b'[', &line[..middle]).map(|open| open + 1);
    if let Some(start) = name.filter(|start| NAME.fills(&line[*start..middle])) {
        push(start, middle, Kind::Host, found);
    }
    let rest = &line[middle + 4..];
    let address = HEX.or(b".:").run(rest);
    let start = middle + 4 + address + 1;
    if let Some(length) = rest[address..].strip_prefix(b"[").and_then(|text| memchr::memchr(b']', text)) {
        let name = &line[start..start + length];
        let kind = if host::is_domain_name(name) { Kind::Host } else { Kind::User };
        if NAME.fills(name) {
            push(start, start + length, kind, found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn whoever_dials_in_is_found() {
        assert_eq!(texts("ppp,info <l2tp-gwen>: connected"), ["gwen"]);
        assert_eq!(texts("ocserv[7]: main[gwen]:192.0.2.7:51000 user logged in"), ["gwen"]);
        let peer = "07[IKE] IKE_SA works[7] between 192.0.2.1[zorgal]...192.0.2.7[g.quvnix]";
        assert_eq!(crate::minimize::testing::kinds_and_texts(peer, find), ["Host zorgal", "User g.quvnix"]);
        assert_eq!(texts("07[CFG] looking for 192.0.2.1[zorgal]...192.0.2.7[gwen]"), ["zorgal", "gwen"]);
    }

    #[test]
    fn ends_that_name_nobody_stay() {
        for line in ["<ovpn>", "<l2tp-in1>: up", "worker[7]: x"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
