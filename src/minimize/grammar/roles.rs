//! What somebody or something is, and the name behind it: `agent quvnix-east`, `Client ID: quvnix-7`, `instance 'quvnix-7'`,
//! `owner g.zorgal`.
//!
//! Each program has its own words around a name, but few nouns lead up to one. Such a noun is enough where the name shows
//! by itself that it is one: a word of nobody's and a dash, a dot or a number. A single word without any mark is not
//! taken: programs say `client hellos` too.

use super::spans::{client, name_end, push};
use crate::minimize::ascii::{Class, DIGIT, HEX, KEY, LETTER, NAME, UPPER};
use crate::minimize::prefilter::{Finder, Needs};
use crate::minimize::{Found, Kind, bytes, dictionary, host, uuid};

/// What a line must hold to name one of them.
pub(super) const NEEDS: Needs = Needs { finder: Finder::Roles, marks: 0, words: &NOUNS };

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    let mut at = 0;
    while at < line.len() {
        let length = LETTER.run(&line[at..]);
        if length > 0
            && !at.checked_sub(1).is_some_and(|before| PART.has(line[before]))
            && let Some(role) = Role::called(&line[at..at + length])
            && let Some((start, end)) = name(line, at + length)
            && role.may_be_called(&line[start..end], &line[at + length..start], is_loose(&line[at..at + length]))
        {
            let kind = match role {
                Role::Person => Kind::User,
                Role::Either => client(&line[start..end]),
                Role::Machine => Kind::Host,
            };
            // `quvnix-fd`: which of a machine's daemons it is.
            let daemon = [&b"-fd"[..], b"-sd", b"-dir"].into_iter().find(|daemon| line[start..end].ends_with(daemon));
            push(start, end - daemon.map_or(0, <[u8]>::len), kind, found);
        }
        at += length.max(1);
    }
}

/// What a noun says of the name behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Person,
    /// Whoever takes part, be it a machine.
    Either,
    Machine,
}

impl Role {
    /// What a noun in any case says.
    fn called(noun: &[u8]) -> Option<Self> {
        let place = NOUNS.iter().position(|known| noun.eq_ignore_ascii_case(known.as_bytes()))?;
        Some(match place {
            _ if place < PEOPLE => Self::Person,
            _ if place < PEOPLE + PARTIES => Self::Either,
            _ => Self::Machine,
        })
    }

    /// Whether a name shows that somebody or a machine may be called so, behind what leads from the noun to it: what is
    /// assigned shows less, and a part of a program is called `cts_lnum`.
    fn may_be_called(self, name: &[u8], lead: &[u8], loose: bool) -> bool {
        let assigned = lead.contains(&b'=');
        let identified = MIDDLES.iter().any(|middle| lead.starts_with(middle.as_bytes()));
        // `no member named 'x'` is said of code, as `self.x` is.
        if loose && (lead == b" " || lead.starts_with(b" named")) || name.starts_with(b"self.") {
            return false;
        }
        let machine = || shows_machine(name) && (!assigned || name.contains(&b'-'));
        match self {
            Self::Person => is_login(name),
            Self::Either => machine() || is_login(name) && !assigned && (identified || !name.contains(&b'_')),
            Self::Machine => machine(),
        }
    }
}

/// Whether a noun is as often a verb, or said of parts of programs, so that a mark must lead on from it: `cannot probe
/// PKCS12 keystore`, `operator characterwise-exclusive`.
fn is_loose(noun: &[u8]) -> bool {
    bytes::is_one_of_in_any_case(noun, &LOOSE)
}

/// Where the name stands behind the noun that ends at `at`.
fn name(line: &[u8], at: usize) -> Option<(usize, usize)> {
    let rest = &line[at..];
    let middle = MIDDLES.iter().find(|middle| rest.starts_with(middle.as_bytes())).map_or(0, |middle| middle.len());
    let mark = [&b": "[..], b" = ", b"=", b" is ", b" "].into_iter().find(|mark| rest[middle..].starts_with(mark))?;
    // `client is quvnix-7` would be said of what it is.
    if mark == b" is " && middle == 0 {
        return None;
    }
    let start = at + middle + mark.len();
    let open = *line.get(start)?;
    let start = start + usize::from(b"'\"`[<(".contains(&open));
    let end = name_end(line, start);
    let end = end - Class::of(b".-").run_back(&line[start..end]);
    let next = line.get(end).copied().unwrap_or(b' ');
    let after = line.get(end + 1).copied().unwrap_or(b' ');
    let closed = match open {
        b'\'' | b'"' | b'`' => next == open || open == b'`' && next == b'\'',
        b'[' => matches!(next, b']' | b','),
        b'<' => next == b'>',
        b'(' => matches!(next, b')' | b',' | b' '),
        _ => match next {
            b' ' | b'\t' | b',' | b';' | b'.' | b'\'' | b'"' | b')' | b']' | b'>' | b'|' => true,
            // A port.
            b':' => matches!(after, b' ' | b'0'..=b'9'),
            _ => false,
        },
    };
    (closed && end > start && line[start].is_ascii_alphabetic()).then_some((start, end))
}

/// Whether a name shows by itself that it may be a machine's: a dash beside a word of nobody's, or such a word and a
/// number.
pub(super) fn shows_machine(name: &[u8]) -> bool {
    // `i-0123456789abcdef0`: what a cloud numbers.
    let numbered = name.strip_prefix(b"i-").unwrap_or(name);
    KEY.fills(name)
        && !name.contains(&b'_')
        && !HEX.or(b"-").fills(numbered)
        && !name.windows(UUID).any(uuid::has_shape)
        && !name.starts_with(b"CVE-")
        && !host::is_camel(name)
        && host::is_likely(name)
        && !host::is_platform(name)
        // `MX6453`: a model.
        && (name.contains(&b'-') || DIGIT.run_back(name) < 3)
        && is_nobodys(name, b"-")
}

/// Whether a name shows by itself that it may be a login: parts with a mark between them, or a number behind a word of
/// nobody's.
pub(super) fn is_login(name: &[u8]) -> bool {
    let marks = |mark: u8| memchr::memchr_iter(mark, name).count();
    let last = name.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    let marked = marks(b'.') + marks(b'-') + marks(b'_') > 0 || name.last().is_some_and(u8::is_ascii_digit);
    !UPPER.is_in(name)
        && marked
        // `main.c`, `org.quvnix.Zorgal`
        && (marks(b'.') == 0
            || marks(b'.') == 1 && last.len() >= 3 && last[0].is_ascii_alphabetic() && !dictionary::is_word(last))
        && !name.windows(UUID).any(uuid::has_shape)
        && !HEX.or(b"._-").fills(name)
        && !dictionary::is_ordinary(name)
        && !dictionary::is_system_account(name)
        && !host::is_domain_name(name)
        && !host::is_interface(name)
        && is_nobodys(name, b"-._")
}

/// Whether some part of a name is a word of nobody's, which is longer where a number ends it.
fn is_nobodys(name: &[u8], marks: &[u8]) -> bool {
    let digits = |part: &[u8]| DIGIT.run_back(part);
    let parts = || name.split(|byte| marks.contains(byte));
    // `qvx-lab7`: a number right behind the last letters tells more.
    let last = parts().next_back().unwrap_or_default();
    let least = if parts().count() > 1 && (1..last.len()).contains(&digits(last)) { 3 } else { 4 };
    parts().any(|part| {
        let stem = &part[..part.len() - digits(part)];
        part.len() >= if digits(part) > 0 { NUMBERED } else { least }
            && !stem.is_empty()
            && LETTER.fills(stem)
            && !stem.ends_with(b"ing")
            && !dictionary::is_word(stem)
    })
}

/// What makes a noun behind it a part of another word.
const PART: Class = NAME.or(b"/$%@\\");
/// Bytes of the shortest word of nobody's with a number behind it.
const NUMBERED: usize = 6;
/// Bytes of a UUID with its dashes.
const UUID: usize = 36;

/// Such nouns.
const LOOSE: [&str; 10] =
    ["account", "author", "caller", "device", "instance", "member", "operator", "principal", "probe", "sender"];

/// What may stand between a noun and the mark before a name.
const MIDDLES: [&str; 8] = [" id", " ID", " Id", "_id", "-id", " named", " name", " Name"];

/// How many of the nouns are of people, and how many of those who take part: they come first.
const PEOPLE: usize = 14;
const PARTIES: usize = 7;

/// Nouns that lead up to a name.
const NOUNS: [&str; 44] = [
    "account",
    "admin",
    "administrator",
    "author",
    "caller",
    "login",
    "operator",
    "owner",
    "principal",
    "recipient",
    "requester",
    "sender",
    "uname",
    "user",
    // Whoever takes part
    "agent",
    "client",
    "guest",
    "member",
    "peer",
    "player",
    "subscriber",
    // Machines
    "appliance",
    "broker",
    "camera",
    "computer",
    "device",
    "endpoint",
    "gateway",
    "host",
    "instance",
    "laptop",
    "machine",
    "neighbor",
    "node",
    "printer",
    "probe",
    "replica",
    "satellite",
    "server",
    "station",
    "tablet",
    "terminal",
    "worker",
    "workstation",
];

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn nouns_of_machines_lead_up_to_names() {
        assert_eq!(texts("Agent quvnix-east connected, lost client zorgal7:"), ["quvnix-east", "zorgal7"]);
        assert_eq!(texts("Client ID: quvnix-7, IP: x; client id quvnix-8 refused"), ["quvnix-7", "quvnix-8"]);
        assert_eq!(
            texts("remote agent [quvnix-7] and instance 'zorgal-db' of peer \"QUV-ZORGAL\""),
            ["quvnix-7", "zorgal-db", "QUV-ZORGAL"]
        );
        assert_eq!(texts("with node name quvnix-7 and member=zorgal-8 up"), ["quvnix-7", "zorgal-8"]);
        assert_eq!(texts("for client quvnix-7:8443 (guest zorgal-a)."), ["quvnix-7", "zorgal-a"]);
        assert_eq!(texts("Client: quvnix-fd at 192.0.2.7, worker qvx-lab7 lost"), ["quvnix", "qvx-lab7"]);
    }

    #[test]
    fn nouns_of_people_lead_up_to_logins() {
        assert_eq!(texts("owner g.zorgal, sender: gwendol7, Admin zorgal_q"), ["g.zorgal", "gwendol7", "zorgal_q"]);
        assert_eq!(texts("Guest g.zorgal, principal: g.quvnix."), ["g.zorgal", "g.quvnix"]);
    }

    #[test]
    fn words_files_and_numbers_stay() {
        for line in [
            "client hellos, server re-added, node not-ready, device read-only, peer timed-out",
            "agent zorgal, client quvnix is up",
            "probe displaced-stepping, has no member named 'sa_restorer', host: aarch64-unknown-linux-gnu",
            "instance i-0123456789abcdef0, server req-01234567-89ab-cdef-0123-456789abcdef",
            "device eth0-1, device veth91c0ffe, host 192.0.2.7, node 12-34ab",
            "owner www-data, user main.c, user org.quvnix.Zorgal, user config.py, account no-reply",
            "wsgi.server quvnix-7, /dev/node quvnix-7, my_client quvnix-7",
            "client quvnix-7=3, client quvnix-7/x, client quvnix-7(x), client 'quvnix-7 x'",
            "client p11-kit, root device PCI0, new member cts_lnum, Gateway QVX6453, client quvnix.2107, camera focus-quvnixing, output device=latin1, host=\"latin1\", client (CVE-2020-12345), replica x-7",
            "client is quvnix-7, client ZorgalQuvnix-7, server zorgal_quvnix_7",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
