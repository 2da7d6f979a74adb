//! Names between marks of their own, as routers, storage and databases put them: RouterOS' `<l2tp-login>`, ONTAP's
//! `[node: process: event:level]` and `:: unit:login ::`, MySQL's `@ machine [192.0.2.7]`.

use super::super::bytes;
use super::super::sight::{Finder, Needs};
use super::super::{Found, Kind};
use super::pairs::{is_name, push};

/// What a line must show to hold one of them.
pub(super) const NEEDS: Needs = Needs {
    finder: Finder::Devices,
    marks: 0,
    words: &["pppoe", "l2tp", "pptp", "sstp", "ovpn", "notice", "info", "error", "audit", "host", "client"],
};

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    tunnels(line, found);
    events(line, found);
    audited(line, found);
    slow(line, found);
    ticket(line, found);
}

/// `<pppoe-login>: connected`, as RouterOS calls the interface of whoever dials in.
fn tunnels(line: &[u8], found: &mut Vec<Found>) {
    for open in memchr::memchr_iter(b'<', line) {
        let text = &line[open + 1..];
        let Some(kind) = TUNNELS.iter().find(|kind| text.starts_with(kind)) else { continue };
        let start = open + 1 + kind.len();
        let end = start + line[start..].iter().take_while(|byte| is_name(**byte) || **byte == b'@').count();
        if line.get(end) == Some(&b'>') {
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
        let name = node.strip_suffix(b":").filter(|name| name.iter().all(|byte| is_name(*byte)));
        let speaks = process.ends_with(b":") && event.contains(&b'.') && LEVELS.contains(&level);
        if let Some(name) = name.filter(|_| speaks) {
            push(open + 1, open + 1 + name.len(), Kind::Host, found);
        }
    }
}

const LEVELS: [&[u8]; 6] = [b"notice", b"info", b"error", b"warning", b"debug", b"alert"];

/// `… :: unit:ssh :: 192.0.2.7:51000 :: unit:login :: command :: Success`
fn audited(line: &[u8], found: &mut Vec<Found>) {
    let fields: Vec<usize> = bytes::every(line, b" :: ").take(4).map(|at| at + 4).collect();
    let [_, from, who, end] = fields.as_slice() else { return };
    let address = line[*from..].iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
    let text = &line[*who..end - 4];
    if let Some(colon) = memchr::memchr(b':', text).filter(|_| address >= 7 && !text.contains(&b' ')) {
        push(who + colon + 1, end - 4, Kind::User, found);
    }
}

/// `# User@Host: login[login] @ machine [192.0.2.7]`, as MySQL's log of slow statements has it.
fn slow(line: &[u8], found: &mut Vec<Found>) {
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
    if realm.contains(&b'.') && !realm.iter().any(u8::is_ascii_lowercase) && line.get(end + 1 + length) == Some(&b'"') {
        push(start, end, Kind::User, found);
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
        assert_eq!(texts("[zorgal: mgwd: mgmt.login.success:notice]: User x"), ["zorgal"]);
        let line =
            "[kern_audit:info:7] 8503e8:8503e8 :: works:ssh :: 192.0.2.7:51000 :: works:gwen :: vol show :: Success";
        assert_eq!(texts(line), ["gwen"]);
        assert_eq!(texts("# User@Host: gwen[gwen] @ zorgal [192.0.2.7]  Id: 7"), ["zorgal"]);
        assert_eq!(texts(r#"{"client":"gwen/PLANT.EXAMPLE","service":"x"}"#), ["gwen"]);
    }

    #[test]
    fn other_marks_are_none() {
        for line in
            ["<ovpn>", "[a: b:notice]", "[mod: x: y:error]", "a :: b :: c :: d :: e", r#"{"client":"curl/8.5.0"}"#]
        {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
