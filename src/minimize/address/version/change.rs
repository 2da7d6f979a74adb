//! What a version becomes, and the versions of a package that dpkg(1) and apt(8) log.
//!
//! Flows, links and rules of a firewall have arrows and colons too, so that only words that speak of versions and
//! packages tell, each at its place.

use super::{ARCHITECTURES, LONGEST, ends_as_version, is_change, near, without_marks};
use crate::minimize::ascii::{DOTTED, LETTER};
use crate::minimize::bytes;

/// `firmware 4.2.1.0 -> 4.2.1.7`, `from version 4.2.1.0 to 4.2.1.7`: what a version becomes. Neither has a port.
pub(super) fn is_next(line: &[u8], start: usize, end: usize) -> bool {
    let before = near(line, start).trim_ascii_end();
    let arrow = ARROWS.iter().find_map(|arrow| before.strip_suffix(*arrow));
    let Some(head) = arrow.or_else(|| before.strip_suffix(b" to")).map(<[u8]>::trim_ascii_end) else { return false };
    let rest = bytes::without_end(head, b".0123456789", LONGEST);
    let dots = memchr::memchr_iter(b'.', &head[rest.len()..]).count();
    if dots != 3 || line.get(end) == Some(&b':') && line.get(end + 1).is_some_and(u8::is_ascii_digit) {
        return false;
    }
    let first = start - near(line, start).len() + rest.len();
    let rest = rest.trim_ascii_end();
    let named = without_marks(rest);
    let length = LETTER.run_back(named);
    let (lead, word) = named.split_at(named.len() - length);
    let word = word.to_ascii_lowercase();
    // A firewall has addresses, and the kernel speaks of them.
    let speaks = word == b"fw" || rest.ends_with(b"kernel:");
    match arrow {
        Some(_) => !speaks && (ends_as_version(&word) || is_change(line, first, &word)),
        // A program is sent to a machine too.
        None => ends_as_version(&word) && lead.trim_ascii_end().ends_with(b"from"),
    }
}

/// `upgrade libx:amd64 4.2.1.0 4.2.1.7`, `Upgrade: libx:amd64 (4.2.1.0, 4.2.1.7)`: what stands behind a package.
pub(super) fn is_packaged(before: &[u8]) -> bool {
    let first = before.strip_suffix(b",").unwrap_or(before);
    let first = bytes::without_end(first, b".0123456789", LONGEST);
    is_package(before) || first.len() < before.len() && is_package(first.trim_ascii_end())
}

/// Whether a text ends with the name of a package and its architecture, of which dpkg or apt tell what they do.
fn is_package(text: &[u8]) -> bool {
    let inner = text.strip_suffix(b"(").map(<[u8]>::trim_ascii_end);
    let text = inner.or_else(|| text.strip_suffix(b" <none>")).unwrap_or(text);
    let named = |name: &&str| text.strip_suffix(name.as_bytes())?.strip_suffix(b":");
    let Some(head) = ARCHITECTURES.iter().chain(&OTHERS).find_map(named) else { return false };
    let is_part = |byte: &&u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"+-.".contains(byte);
    let length = head.iter().rev().take(LONGEST).take_while(is_part).count();
    let (lead, name) = head.split_at(head.len() - length);
    if name.len() < 2 || !lead.last().is_some_and(u8::is_ascii_whitespace) {
        return false;
    }
    let lead = lead.trim_ascii_end();
    if inner.is_some() { is_told(lead) } else { is_logged(lead) }
}

/// Whether apt tells of what it does with the package behind, or with others before it.
fn is_told(lead: &[u8]) -> bool {
    let begin = &lead[..lead.len().min(BEGIN)];
    TOLD.iter().any(|told| {
        lead.ends_with(told.as_bytes())
            || lead.ends_with(b"),") && bytes::find(begin, told.as_bytes()).is_some_and(|at| is_begun(&begin[..at]))
    })
}

/// Whether dpkg logs what it does with the package behind.
fn is_logged(lead: &[u8]) -> bool {
    let word = |text: &[u8]| text.iter().rev().take(LONGEST).take_while(|byte| !byte.is_ascii_whitespace()).count();
    let (rest, last) = lead.split_at(lead.len() - word(lead));
    let rest = rest.trim_ascii_end();
    match rest.strip_suffix(b"status") {
        Some(rest) => is_begun(rest),
        None => is_begun(rest) && bytes::is_one_of(last, &DONE),
    }
}

/// Whether nothing stands in a text but a time, or what a log has before a message.
fn is_begun(text: &[u8]) -> bool {
    let text = text.trim_ascii_end();
    text.ends_with(b":") || DOTTED.or(b" -:,+TZ").fills(text)
}

/// Marks between a version and the next.
const ARROWS: [&[u8]; 3] = [b"->", b"=>", b"\xe2\x86\x92"];

/// Architectures that no program says it was built for.
const OTHERS: [&str; 3] = ["all", "any", "armhf"];

/// What dpkg logs that it does (dpkg.log).
const DONE: [&str; 8] = ["configure", "disappear", "install", "purge", "remove", "startup", "trigproc", "upgrade"];

/// What apt says before the packages, in its history and on a terminal.
const TOLD: [&str; 9] =
    ["Downgrade:", "Install:", "Purge:", "Reinstall:", "Remove:", "Removing", "Setting up", "Unpacking", "Upgrade:"];

/// Bytes of a line in which apt says what it does.
const BEGIN: usize = 128;

#[cfg(test)]
mod tests {
    use super::{is_next, is_packaged};

    fn next(line: &str) -> bool {
        let at = line.rfind("8.0.0.15").unwrap();
        is_next(line.as_bytes(), at, at + 8)
    }

    #[test]
    fn what_a_version_becomes_is_one() {
        assert!(next("firmware: 8.0.0.12 -> 8.0.0.15"));
        assert!(next("quvnix upgraded from 8.0.0.12 => 8.0.0.15"));
        assert!(next("updated from version 8.0.0.12 to 8.0.0.15"));
    }

    #[test]
    fn ends_of_flows_and_links_are_none() {
        for line in [
            "websocket upgrade 8.0.0.12:5123 -> 8.0.0.15:80",
            "upgrading link 8.0.0.12 => 8.0.0.15",
            "peer downgraded: 8.0.0.12 -> 8.0.0.15",
            "firmware 8.0.0.12 -> 8.0.0.15:443",
            "kernel: 8.0.0.12 -> 8.0.0.15",
            "fw=8.0.0.12 -> 8.0.0.15",
            "version 7 -> 8.0.0.15",
            "to 8.0.0.15",
        ] {
            assert!(!next(line), "{line}");
        }
    }

    #[test]
    fn versions_stand_behind_packages_that_are_told_of() {
        for text in [
            "2026-03-10 12:00:01 upgrade quvnix:amd64",
            "2026-03-10 12:00:01 upgrade quvnix:amd64 8.0.0.12",
            "2026-03-10 12:00:01 install quvnix:all <none>",
            "2026-03-10 12:00:01 status half-configured quvnix:amd64",
            "Upgrade: quvnix:amd64 (",
            "Upgrade: quvnix:amd64 (8.0.0.12,",
            "Upgrade: quvnix:amd64 (8.0.0.12, 8.0.0.15), zorgal:all (",
            "Setting up quvnix:armhf (",
        ] {
            assert!(is_packaged(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn what_else_ends_like_an_architecture_names_none() {
        for text in [
            "permit quvnix:any",
            "GET /?scope=read:any",
            "GET /?upgrade=read:any",
            "user read:all (",
            "install of read:any",
            "client asks to install read:any",
            "2026-03-10 upgrade :any",
            "x:any",
            "(",
            "",
        ] {
            assert!(!is_packaged(text.as_bytes()), "{text}");
        }
    }
}
