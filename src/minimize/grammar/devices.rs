//! Names that one maker alone puts in a place of its own, most between marks: RouterOS' `<l2tp-login>`, ONTAP's
//! `[node: process: event:level]` and `:: unit:login ::`, MySQL's `@ machine [192.0.2.7]`, Proxmox' tasks, NUT's supplies,
//! odhcpd's identifiers, ocserv, Asterisk, strongSwan and FRITZ!Box.

use super::super::bytes;
use super::super::sight::{Finder, Needs};
use super::super::{Found, Kind, host};
use super::pairs::{is_name, push};

/// What a line must show to hold one of them.
pub(super) const NEEDS: Needs = Needs {
    finder: Finder::Devices,
    marks: 0,
    words: &[
        "pppoe", "l2tp", "pptp", "sstp", "ovpn", "notice", "alert", "audit", "client", "dhcpv6", "upid", "ups",
        "ocserv", "sip", "pjsip", "iax2", "wlan", "ike", "cfg", "enc",
    ],
};

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    tunnels(line, found);
    events(line, found);
    audited(line, found);
    ticket(line, found);
    identifier(line, found);
    task(line, found);
    supply(line, found);
    served(line, found);
    channel(line, found);
    peers(line, found);
    station(line, found);
}

/// `<pppoe-login>: connected`, as RouterOS calls the interface of whoever dials in.
fn tunnels(line: &[u8], found: &mut Vec<Found>) {
    for open in memchr::memchr_iter(b'<', line) {
        let text = &line[open + 1..];
        let Some(kind) = TUNNELS.iter().find(|kind| text.starts_with(kind)) else { continue };
        let start = open + 1 + kind.len();
        let end = start + line[start..].iter().take_while(|byte| is_name(**byte) || **byte == b'@').count();
        // `<l2tp-in1>`, `<pppoe-out1>`: what RouterOS calls its own.
        let stem = line[start..end].trim_ascii_end();
        let own = [&b"in"[..], b"out"]
            .iter()
            .any(|way| stem.strip_prefix(*way).is_some_and(|number| number.iter().all(u8::is_ascii_digit)));
        if line.get(end) == Some(&b'>') && !own {
            push(start, end, Kind::User, found);
        }
    }
}

const TUNNELS: [&[u8]; 5] = [b"pppoe-", b"l2tp-", b"pptp-", b"sstp-", b"ovpn-"];

/// `[node: process: part.of.event:notice]: …`
fn events(line: &[u8], found: &mut Vec<Found>) {
    for close in bytes::every(line, b"]: ").take(4) {
        let Some(open) = memchr::memrchr(b'[', &line[..close]) else { continue };
        let mut parts = line[open + 1..close].split(|byte| *byte == b' ');
        let (Some(node), Some(process), Some(event), None) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        let level = event.rsplit(|byte| *byte == b':').next().unwrap_or_default();
        let name =
            node.strip_suffix(b":").filter(|name| name.iter().all(|byte| is_name(*byte)) && host::is_likely(name));
        let speaks = process.ends_with(b":") && event.contains(&b'.') && LEVELS.contains(&level);
        if let Some(name) = name.filter(|_| speaks) {
            push(open + 1, open + 1 + name.len(), Kind::Host, found);
        }
    }
}

const LEVELS: [&[u8]; 2] = [b"notice", b"alert"];

/// `[kern_audit:info:7] … :: unit:ssh :: 192.0.2.7:51000 :: unit:login :: command :: Success`
fn audited(line: &[u8], found: &mut Vec<Found>) {
    if bytes::find(line, b"_audit:").is_none() {
        return;
    }
    let fields: Vec<usize> = bytes::every(line, b" :: ").take(4).map(|at| at + 4).collect();
    let [_, from, who, end] = fields.as_slice() else { return };
    let address = line[*from..].iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
    let text = &line[*who..end - 4];
    if let Some(colon) = memchr::memchr(b':', text).filter(|_| address >= 7 && !text.contains(&b' ')) {
        push(who + colon + 1, end - 4, Kind::User, found);
    }
}

/// `# User@Host: login[login] @ machine [192.0.2.7]`, as MySQL's log of slow statements has it.
pub(super) fn slow(line: &[u8], found: &mut Vec<Found>) {
    let Some(at) = bytes::find(line, b"User@Host: ") else { return };
    let Some(start) = bytes::find(&line[at..], b" @ ").map(|length| at + length + 3) else { return };
    let end = start + line[start..].iter().take_while(|byte| is_name(**byte)).count();
    if line[end..].starts_with(b" [") {
        push(start, end, Kind::Host, found);
    }
}

/// `"client":"login/REALM.EXAMPLE"`, as Zeek has whom a ticket is for.
fn ticket(line: &[u8], found: &mut Vec<Found>) {
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

/// `IA_NA from 00010001…` as odhcpd has who asks: an identifier that ends in a hardware address (RFC 8415, section 11).
fn identifier(line: &[u8], found: &mut Vec<Found>) {
    if bytes::find(line, b"DHCPV6 ").is_none() {
        return;
    }
    for start in bytes::every(line, b" from ").map(|at| at + 6) {
        let digits = line[start..].iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
        // With the time of its making, and without.
        if matches!(digits, 28 | 20) {
            push(start + digits - 12, start + digits, Kind::Mac, found);
        }
    }
}

/// `UPID:node:process:start:time:kind:of what:login@realm:`, as Proxmox calls a task.
fn task(line: &[u8], found: &mut Vec<Found>) {
    let Some(start) = bytes::find(line, b"UPID:") else { return };
    let (mut at, mut node) = (start, (start, start));
    for (index, part) in line[start..].split(|byte| *byte == b':').take(9).enumerate() {
        node = if index == 1 { (at, at + part.len()) } else { node };
        if index == 7
            && let Some(mark) = memchr::memchr(b'@', part)
            && part[..mark].iter().all(|byte| is_name(*byte))
        {
            push(node.0, node.1, Kind::Host, found);
            push(at, at + mark, Kind::User, found);
        }
        at += part.len() + 1;
    }
}

/// `UPS name@machine on battery`, as NUT has it.
fn supply(line: &[u8], found: &mut Vec<Found>) {
    let Some(start) = bytes::find(line, b"UPS ").map(|at| at + 4) else { return };
    let name = line[start..].iter().take_while(|byte| is_name(**byte)).count();
    let from = start + name + 1;
    if name > 0 && line.get(from - 1) == Some(&b'@') && line[..start].ends_with(b" UPS ") {
        let end = from + line[from..].iter().take_while(|byte| is_name(**byte)).count();
        push(from, end, Kind::Host, found);
    }
}

/// ocserv's `main[login]:192.0.2.7:51000`, `worker[login]: 192.0.2.7`.
fn served(line: &[u8], found: &mut Vec<Found>) {
    if bytes::find(line, b"ocserv[").is_none() {
        return;
    }
    for part in [&b" main["[..], b" worker[", b" sec-mod["] {
        let Some(start) = bytes::find(line, part).map(|at| at + part.len()) else { continue };
        let end = start + line[start..].iter().take_while(|byte| is_name(**byte) || **byte == b'@').count();
        if line[end..].starts_with(b"]:") {
            push(start, end, Kind::User, found);
        }
    }
}

/// Asterisk's `SIP/login-0000002a`.
fn channel(line: &[u8], found: &mut Vec<Found>) {
    for part in [&b"SIP/"[..], b"PJSIP/", b"IAX2/"] {
        for at in bytes::every(line, part) {
            let start = at + part.len();
            let end = start + line[start..].iter().take_while(|byte| is_name(**byte)).count();
            let numbered = line[start..end].len().checked_sub(9).filter(|length| {
                let (mark, number) = (line[start + length], &line[start + length + 1..end]);
                mark == b'-' && number.iter().all(u8::is_ascii_hexdigit)
            });
            let open = at == 0 || !line[at - 1].is_ascii_alphanumeric();
            if let Some(length) = numbered.filter(|_| open) {
                push(start, start + length, Kind::User, found);
            }
        }
    }
}

/// strongSwan's `192.0.2.1[own]...192.0.2.7[peer]`.
fn peers(line: &[u8], found: &mut Vec<Found>) {
    if ![&b"[IKE]"[..], b"[CFG]", b"[ENC]"].iter().any(|part| bytes::find(line, part).is_some()) {
        return;
    }
    let Some(middle) = bytes::find(line, b"]...") else { return };
    let name = memchr::memrchr(b'[', &line[..middle]).map(|open| open + 1);
    if let Some(start) = name.filter(|start| line[*start..middle].iter().all(|byte| is_name(*byte))) {
        push(start, middle, Kind::Host, found);
    }
    let rest = &line[middle + 4..];
    let address = rest.iter().take_while(|byte| byte.is_ascii_hexdigit() || matches!(byte, b'.' | b':')).count();
    let start = middle + 4 + address + 1;
    if let Some(length) = rest[address..].strip_prefix(b"[").and_then(|text| memchr::memchr(b']', text)) {
        let name = &line[start..start + length];
        let kind = if name.contains(&b'.') { Kind::Host } else { Kind::User };
        if name.iter().all(|byte| is_name(*byte)) {
            push(start, start + length, kind, found);
        }
    }
}

/// FRITZ!Box' `WLAN-… (5 GHz), 866 Mbit/s, NAME, IP 192.0.2.7, MAC …`.
fn station(line: &[u8], found: &mut Vec<Found>) {
    if bytes::find(line, b"WLAN-").is_none() {
        return;
    }
    let Some(end) = bytes::find(line, b", IP ").filter(|end| line.get(end + 5).is_some_and(u8::is_ascii_digit)) else {
        return;
    };
    let start = end - line[..end].iter().rev().take_while(|byte| is_name(**byte)).count();
    if line[..start].ends_with(b", ") {
        push(start, end, Kind::Host, found);
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::texts(line, find)
    }

    #[test]
    fn names_between_marks_are_found() {
        assert_eq!(texts("ppp,info <l2tp-gwen>: connected"), ["gwen"]);
        assert_eq!(texts("[zorgal-01: mgwd: mgmt.login.success:notice]: User x"), ["zorgal-01"]);
        let line =
            "[kern_audit:info:7] 8503e8:8503e8 :: works:ssh :: 192.0.2.7:51000 :: works:gwen :: vol show :: Success";
        assert_eq!(texts(line), ["gwen"]);
        let slow = |line: &str| crate::minimize::texts(line, super::slow);
        assert_eq!(slow("# User@Host: gwen[gwen] @ zorgal [192.0.2.7]  Id: 7"), ["zorgal"]);
        assert_eq!(texts(r#"{"client":"gwen/PLANT.EXAMPLE","service":"x"}"#), ["gwen"]);
        let asked = "DHCPV6 REQUEST IA_NA from 000100012abbccdd02005e005307 on br-lan: ok";
        assert_eq!(texts(asked), ["02005e005307"]);
        assert_eq!(texts("task UPID:zorgal:000012:0012D6:653E12:qmstart:101:gwen@pve:"), ["zorgal", "gwen"]);
        assert_eq!(texts("WLAN-Station (5 GHz), 866 Mbit/s, Zorgal, IP 192.0.2.7, MAC x"), ["Zorgal"]);
        assert_eq!(texts("upsmon[7]: UPS one@zorgal on battery"), ["zorgal"]);
        assert_eq!(texts("ocserv[7]: main[gwen]:192.0.2.7:51000 user logged in"), ["gwen"]);
        assert_eq!(texts("Dial(\"SIP/gwen-0000002a\")"), ["gwen"]);
        assert_eq!(texts("07[CFG] looking for 192.0.2.1[zorgal]...192.0.2.7[gwen]"), ["zorgal", "gwen"]);
    }

    #[test]
    fn other_marks_are_none() {
        for line in [
            "<ovpn>",
            "[a: b:notice]",
            "[mod: x: y:error]",
            "[pool-7: worker: net.start:info]: x",
            "a :: b :: c :: d :: e",
            r#"{"client":"curl/8.5.x"}"#,
            "SIP/2.0 200",
            "SIP/2.0",
            "worker[7]: x",
            "UPS on battery",
            "UPID:x:y",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
