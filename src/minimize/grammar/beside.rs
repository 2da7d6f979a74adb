//! Names right before an address in brackets: `web4[192.0.2.7]`, `from andy [192.0.2.7]`, as servers of mail and files
//! have a client's.

use super::roles;
use super::spans::{client, name_end, name_start, push};
use crate::minimize::ascii::{Class, DOTTED, HEX, KEY, LETTER, LOWER, UPPER};
use crate::minimize::{Found, Kind, bytes, dictionary, host, mac};

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    for open in memchr::memchr_iter(b'[', line) {
        if line.get(open + 1).is_some_and(u8::is_ascii_digit) && is_address(&line[open + 1..]) {
            name(line, open, found);
        }
    }
}

/// `'Attic' (02:00:5e:00:53:07)`: what a network or a device is called, in quotes before its hardware address.
pub(super) fn stations(line: &[u8], found: &mut Vec<Found>) {
    for (quote, mark) in [(b'\'', b"' ("), (b'"', b"\" ("), (b'\'', b"' ["), (b'"', b"\" [")] {
        for end in bytes::every(line, mark) {
            let address = line.get(end + 3..end + 20).is_some_and(mac::is_in_pairs);
            let head = &line[end.saturating_sub(STATION)..end];
            let Some(open) = memchr::memrchr(quote, head).filter(|_| address) else { continue };
            let text = &head[open + 1..];
            if LETTER.is_in(text) && !is_known(text) {
                push(end - text.len(), end, Kind::Ssid, found);
            }
        }
    }
}

/// `lease for printer-7 02:00:5e:00:53:07`: a machine's name right before its hardware address, where it says itself
/// that it is one or a preposition does.
pub(super) fn holders(line: &[u8], found: &mut Vec<Found>) {
    for end in memchr::memchr_iter(b' ', line) {
        let address = line.get(end + 1..end + 18).is_some_and(mac::is_in_pairs);
        let closed = address && !line.get(end + 18).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b':');
        if !closed {
            continue;
        }
        let start = name_start(line, end);
        let text = &line[start..end];
        // `assigned to 02:00:5e:00:53:07 (till7)`
        let rest = line[end + 18..].strip_prefix(b" (").unwrap_or_default();
        let length = KEY.run(rest);
        let held = &rest[..length];
        let numbered = held.last().is_some_and(u8::is_ascii_digit) && held.first().is_some_and(u8::is_ascii_alphabetic);
        let given = line[..end].ends_with(b" to") || line[..end].ends_with(b" for");
        if numbered && given && rest[length..].starts_with(b")") && !is_known(held) {
            push(end + 20, end + 20 + length, Kind::Host, found);
        }
        let led = || line[..start].ends_with(b" for ") && host::is_likely(text) && text.contains(&b'-');
        if host::is_telling(text) || host::says_machine(text) || led() {
            push(start, end, Kind::Host, found);
        }
    }
}

/// `changed by gwen (192.0.2.7)`: who did something, before where they did it from.
pub(super) fn doers(line: &[u8], found: &mut Vec<Found>) {
    for at in bytes::every(line, b" (") {
        let length = HEX.or(b".:").run_within(&line[at + 2..], ADDRESS);
        let address = &line[at + 2..at + 2 + length];
        let marks = |mark| memchr::memchr_iter(mark, address).count();
        let addressed = line.get(at + 2 + length) == Some(&b')') && (marks(b'.') == 3 || marks(b':') >= 5);
        let start = name_start(line, at);
        let text = &line[start..at];
        let letters = text.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
        let small = !UPPER.is_in(text);
        if addressed && small && line[..start].ends_with(b" by ") && letters >= 2 && !is_known(text) {
            push(start, at, Kind::User, found);
        }
    }
}

/// `quvnix-east (192.0.2.7:1883)`, `g.zorgal (IP: 192.0.2.7)`, `02:00:5e:00:53:07 (quvnix-7)`: a name before or behind an
/// address, one of which stands in brackets.
pub(super) fn bearers(line: &[u8], found: &mut Vec<Found>) {
    for at in bytes::every(line, b" (") {
        let inner = at + 2;
        let titled = ["IP: ", "IP ", "ip "].iter().find(|title| line[inner..].starts_with(title.as_bytes()));
        let address = inner + titled.map_or(0, |title| title.len());
        let inside = bracketed(line, address);
        let quoted = line[..at].ends_with(b"'");
        let (start, end) = if inside {
            let end = at - usize::from(quoted);
            (name_start(line, end), end)
        } else if addressed(&line[..at]) {
            (inner, name_end(line, inner))
        } else {
            continue;
        };
        // In quotes before a hardware address stands a network.
        let closed =
            inside && !(quoted && line[address..].get(2) == Some(&b':')) || !inside && line.get(end) == Some(&b')');
        let open = inner == start || start == 0 || matches!(line[start - 1], b' ' | b'\'' | b'"' | b'\t');
        let name = &line[start..end];
        let shows = || roles::shows_machine(name) || roles::is_login(name) && !name.contains(&b'_');
        let named = start < end && line[start].is_ascii_alphabetic() && !is_known(name);
        if closed && open && named && (shows() || inside && is_subject(line, start, name)) {
            push(start, end, if inside { client(name) } else { Kind::Host }, found);
        }
    }
}

/// Whether a single word is whom a line tells of, behind what tells it: `Admin: gwenx (192.0.2.7) logged in`.
fn is_subject(line: &[u8], start: usize, name: &[u8]) -> bool {
    name.len() >= TELLING && LOWER.fills(name) && line[..start].ends_with(b": ")
}

/// Whether an address begins at `start`, in brackets that close behind it, its port or a comma.
fn bracketed(line: &[u8], start: usize) -> bool {
    let length = ADDRESSES.run_within(&line[start..], ADDRESS);
    is_whole(&line[start..start + length])
        && matches!(line.get(start + length), Some(b')' | b',' | b' '))
        && memchr::memchr(b')', &line[start + length..]).is_some()
}

/// Whether a text ends with an address.
fn addressed(head: &[u8]) -> bool {
    let length = ADDRESSES.run_back_within(head, ADDRESS);
    let (before, address) = head.split_at(head.len() - length);
    is_whole(address) && before.last().is_none_or(|byte| !byte.is_ascii_alphanumeric())
}

/// Whether a text is four numbers with dots or has five colons.
fn is_whole(text: &[u8]) -> bool {
    let marks = |mark| memchr::memchr_iter(mark, text).count();
    text.len() >= 7 && (marks(b'.') == 3 && text[0].is_ascii_digit() || marks(b':') >= 5)
}

/// Letters of a word that may be whom a line tells of.
const TELLING: usize = 4;

/// What addresses are made of, and a port.
const ADDRESSES: Class = HEX.or(b".:");
/// Bytes of the longest address.
const ADDRESS: usize = 45;

/// Bytes of the longest name of a network, and its quote.
const STATION: usize = 33;

/// The name that ends at `open`; behind a blank, where the word before says that a machine follows.
fn name(line: &[u8], open: usize, found: &mut Vec<Found>) {
    let spaced = line[..open].ends_with(b" ");
    let end = open - usize::from(spaced);
    let start = name_start(line, end);
    let says = bytes::ends_with_any(&line[..start], &WORDS);
    let text = &line[start..end];
    let letters = text.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    if (!spaced || says) && letters >= 2 && !is_known(text) {
        push(start, end, Kind::Host, found);
    }
    // `proftpd[7]: gw7 (client[192.0.2.7])`: the machine itself, behind its program.
    if !spaced && line[..start].ends_with(b" (") {
        let end = start - 2;
        let start = name_start(line, end);
        let text = &line[start..end];
        let named = LETTER.is_in(text) && text != b"localhost" && !is_known(text);
        if (line[..start].ends_with(b"]: ") || line[..start].ends_with(b"] ")) && named {
            push(start, end, Kind::Host, found);
        }
    }
}

/// Whether a text is a word or an interface rather than somebody's machine.
fn is_known(text: &[u8]) -> bool {
    let lower = text.to_ascii_lowercase();
    let family = matches!(lower.as_slice(), b"ipv4" | b"ipv6" | b"ip");
    family || dictionary::is_ordinary(&lower) || host::is_interface(text)
}

/// Whether four numbers with dots and a closing bracket stand at the beginning.
fn is_address(text: &[u8]) -> bool {
    let length = DOTTED.run_within(text, 16);
    text.get(length) == Some(&b']') && memchr::memchr_iter(b'.', &text[..length]).count() == 3
}

/// What stands before a machine's name and a blank.
const WORDS: [&str; 5] = [" from ", " by ", " host ", "badlogin: ", " relay="];

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn a_name_stands_before_its_address() {
        assert_eq!(texts("ftpd[7] localhost (quvnix[192.0.2.7]): x"), ["quvnix"]);
        assert_eq!(texts("no such user found from quvnix [192.0.2.7] to x"), ["quvnix"]);
        assert_eq!(texts("badlogin: quvnix [192.0.2.7] plain"), ["quvnix"]);
    }

    #[test]
    fn who_did_something_stands_before_an_address() {
        let texts = |line: &str| crate::minimize::testing::texts(line, super::doers);
        assert_eq!(texts("HostName=x by gwenx (192.0.2.7), reset by bo7 (2001:db8:0:7:0:7)"), ["gwenx", "bo7"]);
        for line in ["used by server (192.0.2.7)", "by gwenx (7.2)", "by Zorgal (192.0.2.7)", "by eth0 (192.0.2.7)"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn names_and_addresses_stand_beside_each_other() {
        let texts = |line: &str| crate::minimize::testing::texts(line, super::bearers);
        assert_eq!(
            texts("client quvnix-east (192.0.2.7:1883), zorgal-b (2001:db8:0:7:0:7)"),
            ["quvnix-east", "zorgal-b"]
        );
        assert_eq!(texts("Admin: gwenx (192.0.2.7) ok, 'g.zorgal' (IP: 192.0.2.7)"), ["gwenx", "g.zorgal"]);
        assert_eq!(texts("02:00:5e:00:53:07 (QUVNIX-7) got 192.0.2.7 (zorgal7)"), ["QUVNIX-7", "zorgal7"]);
        for line in [
            "eth0 (192.0.2.7), gateway (192.0.2.7), quvnix (192.0.2.7), zorgal-7 (7.2.1)",
            "192.0.2.7 (dynamic), 192.0.2.7 (read-only), 192.0.2.7 (quvnix), 7.2.1.12 (build 7)",
            "i-0123456789abcdef0 (192.0.2.7), x/zorgal-7 (192.0.2.7), zorgal-7 (192.0.2.7",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn in_quotes_a_name_stands_before_its_hardware_address() {
        let texts = |line: &str| crate::minimize::testing::texts(line, super::stations);
        assert_eq!(texts("- 'Quvnix 7' (02:00:5E:00:53:07) ok"), ["Quvnix 7"]);
        assert_eq!(texts("seen \"quvnix\" (02:00:5e:00:53:07), \"zorgal\" [02:00:5e:00:53:08]"), ["quvnix", "zorgal"]);
        for line in ["'eth0' (02:00:5e:00:53:07)", "'gateway' (02:00:5e:00:53:07)", "'Quvnix' (02:00) 'x"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn programs_words_and_interfaces_stay() {
        for line in [
            "sshd[77]: x",
            "sshd[77]: connection (client[192.0.2.7])",
            "client[192.0.2.7]",
            "eth0[192.0.2.7]",
            "DNN[internet] IPv4[192.0.2.7]",
            "bound quvnix [192.0.2.7]",
            "[192.0.2.7]",
            "a[1.2.3]",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
