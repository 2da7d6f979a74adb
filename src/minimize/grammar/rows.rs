//! Rows whose columns a service of Windows or a hypervisor names by itself: IIS' and NPS' own logs, events of vCenter.

use super::super::bytes;
use super::super::sight::{Finder, Needs};
use super::super::{Found, Kind};
use super::pairs::{is_name, push};

/// What a line must show to hold one of them.
pub(super) const NEEDS: Needs = Needs {
    finder: Finder::Rows,
    marks: 0,
    words: &["ias", "ras", "w3svc1", "w3svc2", "w3svc3", "msftpsvc1", "smtpsvc1", "vim"],
};

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    policy(line, found);
    sites(line, found);
    events(line, found);
}

/// NPS' `"HOST","IAS",01/02/2026,03:04:05,1,"login","DOMAIN\login",…`.
fn policy(line: &[u8], found: &mut Vec<Found>) {
    let mut fields = line.split(|byte| *byte == b',');
    let Some(name) = fields.next().filter(|_| matches!(fields.next(), Some(b"\"IAS\"" | b"\"RAS\""))) else { return };
    if let Some(name) = name.strip_prefix(b"\"").and_then(|name| name.strip_suffix(b"\""))
        && name.iter().all(|byte| is_name(*byte))
    {
        push(1, 1 + name.len(), Kind::Host, found);
    }
    let mut at = 0;
    for (index, field) in line.split(|byte| *byte == b',').take(7).enumerate() {
        let login = field.strip_prefix(b"\"").and_then(|text| text.strip_suffix(b"\""));
        if let Some(login) = login.filter(|login| index >= 5 && !login.contains(&b'/')) {
            push(at + 1, at + 1 + login.len(), Kind::User, found);
        }
        at += field.len() + 1;
    }
}

/// IIS' `192.0.2.7, login, 01/02/2026, 03:04:05, W3SVC1, HOST, 192.0.2.8, …`.
fn sites(line: &[u8], found: &mut Vec<Found>) {
    let mut at = 0;
    let mut login = None;
    let mut served = false;
    for (index, field) in line.split(|byte| *byte == b',').take(6).enumerate() {
        let text = field.trim_ascii();
        let start = at + (field.len() - field.trim_ascii_start().len());
        at += field.len() + 1;
        match index {
            1 => login = Some((start, start + text.len())).filter(|_| text != b"-"),
            4 => served = SITES.contains(&text),
            5 if served && text.iter().all(|byte| is_name(*byte)) => {
                push(start, start + text.len(), Kind::Host, found);
                if let Some((start, end)) = login {
                    push(start, end, Kind::User, found);
                }
            }
            _ => {}
        }
    }
}

/// Services of IIS, with the numbers of sites that there are nearly everywhere.
const SITES: [&[u8]; 5] = [b"W3SVC1", b"W3SVC2", b"W3SVC3", b"MSFTPSVC1", b"SMTPSVC1"];

/// vCenter's `[vim.event.UserLoginSessionEvent] [info] [login] [site] …`.
fn events(line: &[u8], found: &mut Vec<Found>) {
    let Some(open) = bytes::find(line, b"[vim.event.") else { return };
    let Some(level) = bytes::find(&line[open..], b"] [").map(|length| open + length + 3) else { return };
    let Some(start) = bytes::find(&line[level..], b"] [").map(|length| level + length + 3) else { return };
    let Some(length) = memchr::memchr(b']', &line[start..]) else { return };
    let login = &line[start..start + length];
    if login.iter().all(|byte| is_name(*byte) || matches!(byte, b'\\' | b'@')) {
        push(start, start + length, Kind::User, found);
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::texts(line, find)
    }

    #[test]
    fn columns_of_windows_services_are_found() {
        let line = "\"ZORGAL\",\"IAS\",01/02/2026,03:04:05,1,\"gwen\",\"PLANT\\gwen\",,\"7\"";
        assert_eq!(texts(line), ["ZORGAL", "gwen", "PLANT\\gwen"]);
        let line = "192.0.2.7, gwen, 01/02/2026, 03:04:05, W3SVC1, ZORGAL, 192.0.2.8, 7, 7, 7, 200, 0, GET, /, -,";
        assert_eq!(texts(line), ["ZORGAL", "gwen"]);
        let line = "192.0.2.7, -, 01/02/2026, 03:04:05, W3SVC1, ZORGAL, 192.0.2.8, 7";
        assert_eq!(texts(line), ["ZORGAL"]);
        assert_eq!(texts("a, b, c, d, e, f"), Vec::<String>::new());
    }

    #[test]
    fn an_event_of_a_hypervisor_names_who_it_is_of() {
        let event = "[7] [1-1] [t] [vim.event.UserLogoutSessionEvent] [info]";
        assert_eq!(texts(&format!("{event} [gwen] [] [7] [User x]")), ["gwen"]);
        assert_eq!(texts(&format!("{event} [] [Works] [7] [x]")), Vec::<String>::new());
    }
}
