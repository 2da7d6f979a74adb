//! What can be a name beside a phrase, and what only stands where one would.

use super::around::{is_hardware, is_terminal, is_zone};
use super::hints::says_enough;
use super::names::{is_file, is_firm, is_model, is_negation, is_reverse, is_role, is_wired};
use super::table::{Phrase, Place};
use crate::minimize::ascii::{ALNUM, Class, DIGIT, HEX, KEY, LOWER, NAME, SERIAL, UPPER, is_number};
use crate::minimize::domain::is_region;
use crate::minimize::{Kind, bytes, dictionary, host, uuid};

/// Whether what stands there can be a name: anything for a phrase that is sure, else what looks like one.
pub(super) fn is_name(text: &[u8], phrase: &Phrase) -> bool {
    match (phrase.kind, phrase.sure) {
        (Kind::Person, true) => !is_firm(text),
        // A single word behind a title.
        (Kind::Person, false) => text[0].is_ascii_uppercase() && is_likely_login(text),
        (kind, true) => has_form(text, kind) && !is_said(text, kind) && !is_else(text, phrase),
        (_, false) => is_likely(text, phrase),
    }
}

/// Whether a text has the form that all of its kind have.
fn has_form(text: &[u8], kind: Kind) -> bool {
    match kind {
        // `ConvertTo-SecureString -String $x` has it elsewhere.
        Kind::Secret => !matches!(text[0], b'-' | b'$' | b'<' | b'?'),
        Kind::Key => text.len() >= 16,
        Kind::Phone => text.len() >= 7 && DIGIT.or(b"+").fills(text),
        Kind::Mac => matches!(text.len(), 12 | 16) && HEX.fills(text),
        Kind::Uuid => matches!(text.len(), 32 | 36),
        Kind::Account => text.len() >= 5 && DIGIT.fills(text),
        // `RS-232C-9600`: how a line works.
        Kind::Serial => text.len() >= 4 && DIGIT.is_in(text) && !text.starts_with(b"RS-"),
        _ => true,
    }
}

/// Whether programs say the words that stand there instead of a name.
fn is_said(text: &[u8], kind: Kind) -> bool {
    let nobody = ["invalid user", "illegal user", "unknown", "user ", "*"];
    let product = || {
        let slash = memchr::memchr(b'/', text).filter(|_| kind == Kind::User);
        slash.is_some_and(|slash| text.get(slash + 1).is_some_and(u8::is_ascii_digit))
    };
    let noun = || match kind {
        // `resolve host address` and `server at "…"` say no name.
        Kind::Host => {
            // `helo=<[IPv6:2001:db8::7]>`: an address is found as such.
            matches!(text, b"address" | b"name" | b"UNDEF" | b"IPv6")
                || text.strip_prefix(b"[").unwrap_or(text).starts_with(b"IPv6:")
                || text[0] == b'-'
                || is_reverse(text)
                || is_file(text)
                || dictionary::is_stop_word(text)
        }
        Kind::Ssid => is_wired(text),
        // sshd has nothing, or two blanks, where somebody gave no name.
        _ => {
            matches!(text, b"logging" | b"agent" | b"MAPPING" | b"from" | b"preauth" | b"failed" | b"statement")
                || matches!(
                    text,
                    b"option"
                        | b"flag"
                        | b"be"
                        | b"the"
                        | b"for"
                        | b"to"
                        | b"is"
                        | b"in"
                        | b"and"
                        | b"or"
                        | b"with"
                        | b"that"
                        | b"which"
                        | b"has"
                )
                || matches!(text[0], b'/' | b'%')
                || is_role(text)
        }
    };
    text == b"LOGIN" || bytes::starts_with_any(text, &nobody) || product() || noun()
}

/// Whether something else stands behind the very words of a phrase.
fn is_else(text: &[u8], phrase: &Phrase) -> bool {
    match phrase.words {
        // A piece of a program, or one with the number of its process: `client=auth.client.form`, `client=stonith.22192`.
        " client=" => {
            let last = text.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
            let process = DIGIT.fills(last) && text[0].is_ascii_alphabetic();
            let piece =
                !host::is_domain_name(text) && text.split(|byte| *byte == b'.').all(dictionary::is_word_as_written);
            // `client="Quvnix Media Center"`: a program.
            text.contains(&b' ') || text.contains(&b'.') && (process || piece)
        }
        // `UnknownHostException: Unable to resolve host "gw7"`: a sentence.
        "UnknownHostException: " => text == b"Unable",
        // Postfix counts greetings: `helo=1 mail=0/1`.
        "helo=" => DIGIT.or(b"/").fills(text),
        // In the output of ps(1) the time behind a process's state: `SN   05:05`, `SN   Nov25`.
        " SN " => text.len() < 6 || text.contains(&b':'),
        // That of a memory card; of much else it is shorter.
        "cid " => !(text.len() == 32 && HEX.fills(text)),
        // That of a chip for SIM profiles has as many digits; others count endpoints.
        "EID " => !(text.len() == 32 && DIGIT.fills(text)),
        "tenant " | "Tenant " | "subscription " => !uuid::has_shape(text),
        // A digest; else it is a sentence.
        words if phrase.kind == Kind::Key && words.contains("print") => !is_digest(text),
        // In groups it ends in a hardware address, which is found as such.
        "duid " | "DUID " => Class::of(b":-").is_in(text) || text.len() < 16,
        "User " => dictionary::is_word(text),
        "utilisateur " | "usuario " | "Benutzer " | "Anmeldung von " => is_negation(text),
        // A whole name is a person's, and whoever may do everything is nobody.
        "user '" => text.contains(&b' ') || text == b"admin",
        // How many there are; whose it is has more digits.
        "card number " => text.len() < 6,
        // A network's name ends before its channel.
        "Connecting to AP1 " | "Connecting to AP2 " => bytes::find(text, b" Channel ").is_some(),
        // `OPS ALL=(root)`: capitals alone are an alias of sudoers(5).
        " ALL=(" => !LOWER.is_in(text),
        // `WWN count 12`: a name of a port or a disk has sixteen digits.
        words if WIDE.contains(&words) => !(text.len() == 16 && HEX.fills(text)),
        _ => false,
    }
}

/// Whether a text looks like a name of its kind.
fn is_likely(text: &[u8], phrase: &Phrase) -> bool {
    match phrase.kind {
        Kind::Host => {
            host::is_likely(text)
                && says_enough(text, phrase)
                && !text.contains(&b' ')
                && !matches!(text[0], b'-' | b'/')
                && !bytes::starts_with_any(text, &["unix:", "UID:", "ap:", "AP:", "CTX_ID:"])
                && !is_deed_of_thing(text, phrase)
                // `[vim.HostSystem:host-7,…]`: an object.
                && !text.starts_with(b"vim.")
                && !is_hardware(text)
                && !is_terminal(text)
                && !is_zone(text)
                && !is_reverse(text)
                && !matches!(text, b"AP1" | b"AP2")
                && !is_member(text)
                && !uuid::has_shape(text)
                && !(phrase.words == "I am " && text.starts_with(b"not-"))
                // `migrated from mysql8`: another version of a program.
                && !(phrase.words == "migrated from " && dictionary::is_system_account(bytes::without_end(text, b"0123456789", 2)))
                // `mgr.go:123] started`: a line of a source file; `mon.a@0`: a member by its letter and its rank.
                && !(matches!(phrase.words, "mgr." | "mon.") && memchr::memchr2(b':', b'@', text).is_some())
                // `AP 192.0.2.7-02:00:5E:00:53:07-gw7`: an address, a hardware address and a name.
                && !(phrase.words == "AP " && (is_model(text) || memchr::memchr(b':', text).is_some()))
                // `gateway G7`: what a tunnel's other end is called in a configuration.
                && !(phrase.words == "gateway " && text.len() < 3)
        }
        Kind::Secret if bytes::ends_with_any(phrase.words.as_bytes(), &CODES) => is_code(text) || is_telling(text),
        // `sid 2019401` numbers a rule, `sid S-1-5-18` is Windows', and `Session [main-1]` is what a program calls one.
        Kind::Session if matches!(phrase.words, "sid " | "Session [") => {
            let has = |is: fn(&u8) -> bool| text.iter().any(is);
            let plain = text.len() >= 16 && ALNUM.fills(text);
            plain && has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic)
        }
        // `unexpected token "x12"`: what a parser read.
        Kind::Secret if phrase.words == "token \"" => is_telling(text) && text.len() >= 16 && !text.contains(&b' '),
        // `otp seed otpauth://…`
        Kind::Secret | Kind::Session => is_telling(text) && bytes::find(text, b"://").is_none(),
        // `K-4417-2201`, `44172201`
        Kind::Account => {
            let digits = text.iter().filter(|byte| byte.is_ascii_digit()).count();
            digits >= 5 && SERIAL.or(b"-").fills(text)
        }
        Kind::Serial => is_serial(text) || phrase.words.ends_with(" number ") && is_short_serial(text),
        // A key of 32 bytes in base64, its mark aside.
        Kind::Key => text.len() == 43 && DIGIT.is_in(text) && UPPER.is_in(text),
        // A registry or a region of a cloud has credentials too, and programs do something.
        _ => {
            let place = || host::is_domain_name(text) || is_region(text);
            is_likely_login(text)
                && !(phrase.kind == Kind::Domain && text.ends_with(b".arpa"))
                && !(phrase.kind == Kind::Ssid && host::is_interface(text))
                // `HANDLER FOR SQLEXCEPTION`
                && !(phrase.words == " FOR " && is_shouted(text))
                // `ticket7 moved QVX-44`: what something is, and its number.
                && !(phrase.is_of_issue() && dictionary::is_word_as_written(bytes::without_end(text, b"0123456789", text.len())))
                // `running as 64-bit process`
                && !(matches!(phrase.words, "running as " | "Running as ") && text[0].is_ascii_digit())
                && !(phrase.words == "credentials for " && place())
                // `wrong password for archive.zip`
                && !(phrase.words.ends_with("password for ") && (is_file(text) || host::is_interface(text)))
                && !(phrase.words.ends_with(" by ") && (host::is_camel(text) || is_act(text)))
        }
    }
}

/// `tunnel7 is unreachable`, `zorgal.exe is not responding`: what else does as members of a cluster do, by a word with its
/// number or with a dot, which no machine's short name has.
fn is_deed_of_thing(text: &[u8], phrase: &Phrase) -> bool {
    let deed = matches!(phrase.place, Place::Before)
        && (phrase.words.starts_with(" is ")
            || bytes::ends_with_any(phrase.words.as_bytes(), &[" cluster", " leader"]));
    let stem = bytes::without_end(text, b"0123456789", text.len());
    let thing = text.contains(&b'.') || stem.len() < text.len() && dictionary::is_word(stem);
    // `Client 23e6ed8c4b4a connected`: what a server numbers its clients by.
    let numbered = matches!(phrase.words, "client " | "Client ") && HEX.fills(text);
    deed && thing || numbered
}

/// Whether a text is as long as a digest, and of hexadecimal digits.
fn is_digest(text: &[u8]) -> bool {
    matches!(text.len(), 32 | 40 | 64) && HEX.fills(text)
}

/// `client.4711`: what Ceph calls who takes part, by its number.
fn is_member(text: &[u8]) -> bool {
    let Some(dot) = memchr::memchr(b'.', text) else { return false };
    let number = &text[dot + 1..];
    bytes::is_one_of(&text[..dot], &["client", "osd", "mds", "mgr", "mon"]) && is_number(number)
}

/// Whether a text looks like a secret: long, and with digits or made of hexadecimal ones alone.
fn is_telling(text: &[u8]) -> bool {
    let digits = DIGIT.is_in(text) || HEX.fills(text);
    text.len() >= 8 && digits && !matches!(text[0], b'/' | b'-' | b'$' | b'<') && !dictionary::is_word(text)
}

/// Digits that somebody types, in groups or not: what no sentence has behind `PIN`.
fn is_code(text: &[u8]) -> bool {
    DIGIT.or(b"-").fills(text) && (4..=12).contains(&text.len())
}

/// Phrases behind which a name of sixteen hexadecimal digits stands.
const WIDE: [&str; 5] = ["WWN ", "WWPN ", "WWNN ", "gateway ID ", "Gateway ID "];

/// Last words of phrases behind which digits are a secret.
const CODES: [&str; 5] = ["PIN ", "pin ", "PUK ", "code ", "one-time password "];

/// Digits of a number that no zone of the domain system has, whose serial number is one of 32 bits.
const LONG: usize = 11;

/// Whether a text looks like a serial number: eight characters with capitals and three digits, or two where no small
/// letter is among them, and no file's name; or more digits than anything else that is counted so.
fn is_serial(text: &[u8]) -> bool {
    if text.len() >= LONG && DIGIT.fills(text) {
        return true;
    }
    let count = |is: fn(&u8) -> bool| text.iter().filter(|byte| is(byte)).count();
    let least = if count(u8::is_ascii_lowercase) == 0 { 2 } else { 3 };
    text.len() >= 8
        && !text.starts_with(b"RS-")
        && count(u8::is_ascii_digit) >= least
        && count(u8::is_ascii_uppercase) >= 1
        && KEY.fills(text)
}

/// `78A412K` behind `serial number `: six or seven capitals and digits, of both some.
fn is_short_serial(text: &[u8]) -> bool {
    let digits = text.iter().filter(|byte| byte.is_ascii_digit()).count();
    matches!(text.len(), 6 | 7) && (2..text.len()).contains(&digits) && SERIAL.fills(text)
}

/// Whether a single word can be a login where the words around it only hint at one.
fn is_likely_login(text: &[u8]) -> bool {
    let lower = text.to_ascii_lowercase();
    // `User Data\Default\Cache`: a path, in which words with spaces stand too.
    let path = memchr::memchr(b'\\', text).is_some_and(|at| {
        let rest = text[at + 1..].strip_prefix(b"\\").unwrap_or(&text[at + 1..]);
        rest.contains(&b'\\')
            || dictionary::is_word(&lower[..at]) && dictionary::is_word(&lower[text.len() - rest.len()..])
    });
    let plain = !path && NAME.or(b"\\@$").fills(text);
    let letters = text.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    // `-Credential $x`: a variable; `User "@6b1f…" joined`: who has no name yet.
    let variable = text.first() == Some(&b'$') || text.strip_prefix(b"@").is_some_and(uuid::has_shape);
    // `removed by f9456a2`
    let commit = text.len() == 7 && HEX.fills(text);
    plain
        && !variable
        // `User 0xa6 connected`: a number of a radio.
        && !text.starts_with(b"0x")
        && !commit
        && letters >= 2
        && !is_terminal(text)
        && !dictionary::is_ordinary(&lower)
}

/// Whether a word has no small letter.
fn is_shouted(text: &[u8]) -> bool {
    !LOWER.is_in(text)
}

/// `by rotating`, `by IANA`: how something is done, or an office that does it.
fn is_act(text: &[u8]) -> bool {
    text.ends_with(b"ing") && text.len() > 5 || text.len() < 6 && UPPER.fills(text)
}

/// Whether a text begins with what people say of a login instead of one: `name or password`, `logon with …`.
pub(super) fn is_noun(text: &[u8]) -> bool {
    let length = ALNUM.run(text);
    let plain = text.get(length).is_none_or(|byte| matches!(byte, b' ' | b'/' | b',' | b'\'' | b'\\'));
    plain && bytes::is_one_of_in_any_case(&text[..length], &NOUNS)
}

/// What people say behind `user` where no login follows.
const NOUNS: [&str; 23] = [
    "account",
    "accounts",
    "against",
    "and",
    "credentials",
    "dn",
    "doesn",
    "domainname",
    "environment",
    "has",
    "id",
    "ids",
    "is",
    "logon",
    "name",
    "names",
    "not",
    "objects",
    "or",
    "totp",
    "via",
    "was",
    "with",
];
