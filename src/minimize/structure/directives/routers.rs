//! Configuration of routers and switches: the secret behind a word that says one comes, a number for its form aside,
//! and the names of Junos and PAN-OS.
//!
//! Many of these words begin sentences too, so that what follows must not go on as one.

use super::table::{ANSWERS, FORMS, HOST_WORDS, JUNOS, SECRET, SENTENCE};
use super::{push, text};
use crate::minimize::ascii::{DIGIT, LOWER};
use crate::minimize::quote::unquoted;
use crate::minimize::structure::columns::words;
use crate::minimize::structure::plausible::{is_package_version, is_routing};
use crate::minimize::structure::sql::is_column;
use crate::minimize::{Found, Kind, bytes, dictionary};

/// Finds what one line says whose first word is one of theirs.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    let spans = words(line);
    if is_other(line, &spans) {
        return;
    }
    for index in 0..spans.len() {
        secret(line, &spans, index, found);
    }
    if text(line, &spans, 0) == b"set" {
        for pair in spans.windows(2) {
            if let Some((_, kind)) = JUNOS.iter().find(|(word, _)| word.as_bytes() == &line[pair[0].0..pair[0].1]) {
                push(line, in_quotes(line, pair[1]), *kind, found);
            }
        }
    }
    if matches!(text(line, &spans, 0), b"set" | b"add" | b"config" | b"configure") {
        for pair in spans.windows(2).skip(1) {
            if let Some((_, kind)) = ANSWERS.iter().find(|(word, _)| word.as_bytes() == &line[pair[0].0..pair[0].1]) {
                push(line, in_quotes(line, pair[1]), *kind, found);
            }
        }
    }
    if text(line, &spans, 0) == b"snmp-server" {
        // ProCurve's `contact "Ann Lee" location "Street 7"`.
        for pair in spans.windows(2).skip(2).filter(|pair| &line[pair[0].0..pair[0].1] == b"location") {
            push(line, in_quotes(line, pair[1]), Kind::Location, found);
        }
    }
    receiver(line, &spans, found);
    redundancy(line, &spans, found);
    logins(line, &spans, found);
}

/// A word, or all that stands in the quotes that it opens.
fn in_quotes(line: &[u8], (start, end): (usize, usize)) -> (usize, usize) {
    let inner = line[start..].strip_prefix(b"\"");
    let close = inner.and_then(|inner| memchr::memchr(b'"', inner)).filter(|length| *length > 0);
    close.map_or((start, end), |length| (start + 1, start + 1 + length))
}

/// Whether a line is a pair, one of PAM's, a column of SQL, or `secret "x" created`, as Kubernetes says.
fn is_other(line: &[u8], spans: &[(usize, usize)]) -> bool {
    let text = |index| text(line, spans, index);
    let named = text(0) == b"secret" && text(1).starts_with(b"\"");
    // H3C's `primary authentication ADDRESS key X`; of keys a table has a primary one.
    let server = !matches!(text(0), b"primary" | b"secondary") || matches!(text(1), b"authentication" | b"accounting");
    matches!(text(1).first(), None | Some(b'=' | b':' | b'['))
        || text(2) == b"="
        || !server
        // `passwd -l gwen` is a command, `passwd 1:4.13-1` a package.
        || text(0) == b"passwd" && (text(1).starts_with(b"-") || is_package_version(text(1)))
        || line.trim_ascii().ends_with(b".so")
        || is_column(text(1), text(2))
        || named && dictionary::is_ordinary(trimmed(text(2)))
}

/// The secret behind the word at `index`, if that says one comes.
fn secret(line: &[u8], spans: &[(usize, usize)], index: usize, found: &mut Vec<Found>) {
    let text = |index| text(line, spans, index);
    let cipher = matches!(text(index), b"aes" | b"des" | b"3des") && spans.len() > index + 1 && index > 0;
    let localized = text(index) == b"priv" && text(index + 1).starts_with(b"0x");
    // `auth sha512 X`, `priv aes-128 X`
    let before = index.checked_sub(1).map_or(&b""[..], text);
    let named =
        before == b"auth" && text(index).starts_with(b"sha") || before == b"priv" && text(index).starts_with(b"aes");
    if !bytes::is_one_of(text(index), &SECRET) && !cipher && !localized && !named {
        return;
    }
    // `password reset link sent; secret …`: a sentence goes on.
    let goes_on = text(0) == b"password" && index > 1 && text(index - 1).len() > 1 && text(index - 1).ends_with(b";");
    if goes_on {
        return;
    }
    let last = spans.len() - 1;
    let next = (index + 1..last).find(|index| !is_form(text(*index))).unwrap_or(last);
    if is_sentence(line, spans, index, next) {
        return;
    }
    // `; password root h4x0r` is GRUB's for a login.
    let login = index > 0 && text(index) == b"password" && text(index - 1) == b";" && index + 2 == last;
    if login {
        push(line, spans[index + 1], Kind::User, found);
    }
    let next = if login { last } else { next };
    let (word, (start, end)) = (text(next), spans[next]);
    // `add key mapping`, `config secret store`: what somebody does.
    if matches!(text(0), b"add" | b"config") && dictionary::is_ordinary(trimmed(word)) {
        return;
    }
    // `set community no-advertise`: what routers of BGP send each other.
    let routed = text(index) == b"community" && is_routing(word);
    // `password hash sha512`: with which algorithm one is made.
    let algorithm = text(next - 1) == b"hash" && !word.starts_with(b"$") && word.len() < HASH;
    // `passwd crew {`: a part of a configuration.
    let opened = next + 1 == last && text(last) == b"{" && matches!(text(index), b"passwd" | b"password" | b"secret");
    // `md5 key-chain NAME`: where the secrets are; `pre-shared-key address 192.0.2.7 key X`: whom they are for.
    let chained = matches!(word, b"key-chain" | b"address" | b"hostname");
    if !bytes::is_one_of(word, &SECRET) && !is_number(word) && !routed && !algorithm && !opened && !chained {
        let opens = usize::from(word.starts_with(b"\""));
        let closes = usize::from(word.len() > 1 && word.ends_with(b"\""));
        push(line, (start + opens, end - closes), Kind::Secret, found);
    }
}

/// Bytes of the shortest hash of a secret; the names of algorithms are shorter.
const HASH: usize = 12;

/// Whether the word at `index` and the one at `next` behind it stand in a sentence: `password expired, …`,
/// `password is h4x0r`, or say how much of something there is: `password history 5`.
fn is_sentence(line: &[u8], spans: &[(usize, usize)], index: usize, next: usize) -> bool {
    let text = |index| text(line, spans, index);
    let stops = dictionary::is_stop_word;
    let word = |text: &[u8]| dictionary::is_ordinary(trimmed(text));
    let last = spans.len() - 1;
    let ends = text(next).ends_with(b",") || text(next).ends_with(b";") && next < last;
    next < last && (stops(text(next)) || text(next).ends_with(b":") && word(text(next)))
        || word(text(next)) && (ends || next < last && (word(text(next + 1)) || is_number(text(next + 1))))
        || stops(text(index + 1)) && text(index + 1) != b"root" && !is_form(text(index + 1))
        || bytes::is_one_of(text(next), &SENTENCE)
}

/// Whether a word says in which form a secret stands.
fn is_form(text: &[u8]) -> bool {
    // `radius server key auth "192.0.2.7" X`: whose it is.
    let address = || {
        let text = unquoted(text);
        std::str::from_utf8(text).is_ok_and(|text| text.parse::<std::net::Ipv4Addr>().is_ok())
    };
    is_number(text) || bytes::is_one_of(text, &FORMS) || address()
}

fn is_number(text: &[u8]) -> bool {
    (1..=3).contains(&text.len()) && DIGIT.fills(text)
}

/// The community behind `snmp-server host RECEIVER`.
fn receiver(line: &[u8], spans: &[(usize, usize)], found: &mut Vec<Found>) {
    if (text(line, spans, 0), text(line, spans, 1)) == (b"snmp-server", b"host") {
        // Behind `vrf` and `use-vrf` stands in which of several tables the receiver is, and from where it is sent to.
        let valued = |word: &[u8]| word.ends_with(b"vrf") || word == b"source-interface";
        let skips = |index: usize| {
            let word = text(line, spans, index);
            is_number(word)
                || bytes::is_one_of(word, &HOST_WORDS)
                || valued(word)
                || valued(text(line, spans, index - 1))
        };
        let community = (3..spans.len()).find(|index| !skips(*index));
        community.into_iter().for_each(|index| push(line, spans[index], Kind::Secret, found));
    }
}

/// What routers that stand in for each other say to be believed: `standby 1 authentication X`, `vrrp 7 authentication
/// text X`, and those of a tunnel: `ip nhrp authentication X`.
fn redundancy(line: &[u8], spans: &[(usize, usize)], found: &mut Vec<Found>) {
    let text = |index| text(line, spans, index);
    let at = if text(3) == b"text" { 4 } else { 3 };
    let tunnel = text(0) == b"ip" && text(1) == b"nhrp" && at == 3;
    // `ip rip authentication string X`
    if (text(0), text(1), text(2), text(3)) == (b"ip", b"rip", b"authentication", b"string") && spans.len() == 5 {
        push(line, spans[4], Kind::Secret, found);
    }
    // `wlan NAME 3 NETWORK`; a sentence ends with a word in small letters.
    if text(0) == b"wlan" && is_number(text(2)) && spans.len() == 4 && !is_small(text(3)) {
        push(line, spans[3], Kind::Ssid, found);
    }
    if (matches!(text(0), b"standby" | b"vrrp" | b"glbp") || tunnel)
        && text(2) == b"authentication"
        && spans.len() == at + 1
        && !dictionary::is_stop_word_as_written(text(at))
        && (at == 4 || text(at) != b"md5" && !dictionary::is_word_as_written(text(at)))
    {
        push(line, spans[at], Kind::Secret, found);
    }
}

/// GRUB's `password LOGIN X`, ProCurve's `user-name "LOGIN"`, PPP's `sent-username LOGIN`, and `username LOGIN …`.
fn logins(line: &[u8], spans: &[(usize, usize)], found: &mut Vec<Found>) {
    let text = |index| text(line, spans, index);
    let plain = |text: &[u8]| (!dictionary::is_ordinary(text) || text == b"root") && text[0].is_ascii_alphabetic();
    if text(0) == b"password" && spans.len() == 3 && plain(text(1)) && !dictionary::is_word_as_written(text(2)) {
        found.retain(|one| (one.start, one.end) != spans[1]);
        push(line, spans[1], Kind::User, found);
        push(line, spans[2], Kind::Secret, found);
    }
    if let Some(index) = (1..spans.len()).find(|index| matches!(text(*index - 1), b"user-name" | b"sent-username")) {
        push(line, spans[index], Kind::User, found);
    }
    // `username    uid   gid`: the head of a table. `username field is empty`: a sentence.
    let head = spans.get(1).is_some_and(|(start, _)| *start > spans[0].1 + 1);
    let said = spans.len() > 2
        && dictionary::is_ordinary(text(1))
        && !bytes::is_one_of(text(2), &SECRET)
        && !bytes::is_one_of(text(2), &RIGHTS);
    // Huawei's and H3C's: `local-user LOGIN privilege level 3`.
    let local = text(0) == b"local-user" && spans.len() > 2 && !dictionary::is_ordinary(text(1));
    if (text(0) == b"username" && !head && !said || local) && !bytes::is_one_of(text(1), &SENTENCE) {
        // A telephone's.
        let number = text(1).len() >= NUMBER && DIGIT.fills(text(1));
        let kind = if number { Kind::Phone } else { Kind::User };
        spans.get(1).into_iter().for_each(|span| push(line, *span, kind, found));
    }
}

/// Digits of the shortest number of a telephone that somebody logs in as.
const NUMBER: usize = 7;

/// What stands behind a login of Cisco's and others' where no secret does.
const RIGHTS: [&str; 8] =
    ["algorithm-type", "attributes", "autocommand", "group", "nopassword", "privilege", "role", "view"];

/// Whether a text is a word as sentences have it, without capitals.
fn is_small(text: &[u8]) -> bool {
    LOWER.fills(text) && dictionary::is_ordinary(text)
}

/// A word without the mark of a sentence behind it.
fn trimmed(text: &[u8]) -> &[u8] {
    let marks = [&b","[..], b";", b":"];
    marks.into_iter().find_map(|mark| text.strip_suffix(mark)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use crate::minimize::structure::directives::tests::texts;

    #[test]
    fn a_community_has_a_name_and_a_telephone_a_number() {
        assert_eq!(texts("snmp community name h4x0r ro"), ["h4x0r"]);
        assert_eq!(texts("username 4955512345 password h4x0r"), ["h4x0r", "4955512345"]);
        assert_eq!(texts("  devname quvnix"), ["quvnix"]);
        assert_eq!(
            texts("  dec: spi=0f1e2d3c esp=aes key=32 0f1e2d3c4b5a69788796a5b4c3d2e1f0"),
            ["0f1e2d3c4b5a69788796a5b4c3d2e1f0"]
        );
        for line in ["snmp community string changed", "devname is unknown", "enc: x key=32 of them", "ah=sha1 key=20 -"]
        {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn what_is_said_of_logins_and_passwords_stays() {
        for line in [
            "password history 5",
            "password age 90 days",
            "secret version 4",
            "username  uid  gid  shell",
            "username field is empty",
            "password mismatch",
            "tacacs key rejected",
            "primary key constraint \"quvnix\" violated",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
        assert_eq!(texts(" primary authentication 192.0.2.7 key cipher $c$3$h4x0r"), ["$c$3$h4x0r"]);
        assert_eq!(texts("  authentication-mode md5 1 cipher %^%#h4x0r%^%#"), ["%^%#h4x0r%^%#"]);
        assert_eq!(texts(" peer 192.0.2.7 password cipher h4x0r"), ["h4x0r"]);
        assert_eq!(texts("password manager user-name \"gwenq\" plaintext \"h4x0r\""), ["h4x0r", "\"gwenq\""]);
        assert_eq!(texts("snmp-server contact \"x\" location \"EG, Mill Lane 3\""), ["x", "EG, Mill Lane 3"]);
        assert_eq!(texts("username operator privilege 15 secret 5 h4x0r"), ["h4x0r", "operator"]);
        assert_eq!(texts("password h4x0r"), ["h4x0r"]);
        assert_eq!(texts(" pre-shared-key address 192.0.2.7 key h4x0r"), ["h4x0r"]);
    }
}
