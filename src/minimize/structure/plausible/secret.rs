//! Whether a value can be a secret.

use super::Value;
use super::prose::{
    is_code, is_file, is_key_file, is_object, is_package_version, is_pair, is_prose, is_reference, is_sentence,
};
use crate::minimize::ascii::{ALNUM, BASE64, Class, DIGIT, LOWER, NAME, UPPER};
use crate::minimize::structure::keys;
use crate::minimize::{bytes, dictionary, host};

/// Whether a value can be the secret that its key says it is.
pub(super) fn is_secret(value: &Value<'_>) -> bool {
    of_its_own(value).unwrap_or_else(|| of_any(value))
}

/// The same where it is settled by what this key says besides, or by where the value stands; `None` elsewhere.
fn of_its_own(value: &Value<'_>) -> Option<bool> {
    let (key, text) = (value.key, value.text);
    Some(match key {
        // `PWD=/root` is the working folder, which sudo(8) and shells call so.
        b"pwd" | b"oldpwd" => !matches!(text.first(), Some(b'/' | b'~')),
        // A piece of a program: `key_material: bytes`, `p_hash = D::digest(x)`.
        b"keymaterial" => value.quoted,
        b"phash" if !BASE64.or(b"$.,*-").fills(text) => false,
        // A signal in `sig=11`, a state in `signature: valid`.
        _ if key == b"sig" || key.ends_with(b"signature") => {
            // `signature: 30:65:02:…` is a kernel module's, as modinfo(8) shows it: digits in pairs.
            let paired = text.get(2) == Some(&b':') && text.get(5) == Some(&b':');
            text.len() >= 16 && !text.contains(&b' ') && !is_scheme(text) && !paired
        }
        // `password_hash = sha512` says by which algorithm hashes are made.
        b"passwordhash" if !value.quoted && text.len() < 16 && ALNUM.fills(text) => false,
        // `credentials=/root/smb` is the file that holds them, as mount.cifs(8) is told.
        b"credentials" | b"credential" if text.starts_with(b"/") => false,
        // `credentials: 'same-origin'` says whether a browser sends them along with what it asks for.
        b"credentials" if bytes::starts_with_any(text, &["same-origin", "include", "omit"]) => false,
        // What an answer file of Windows' is read for: `<settings pass="specialize">`.
        _ if key.ends_with(b"pass") && bytes::is_one_of(text, &PHASES) => false,
        // `"credentials": "LOGIN_PASSWORD"`: of which sort.
        b"credentials" | b"credential" if is_constant(text) => false,
        // `deploy_key: add`, `~/.ssh/id`, `code_challenge=S256` are what is done with one, where it lies and how one is
        // made.
        b"deploykey" | b"codechallenge" if text.len() < 16 || matches!(text.first(), Some(b'/' | b'~')) => false,
        // `pass 1.7.4-6`, `passwd (1:4.13)` are packages and their versions.
        b"passwd" | b"pass" if is_package_version(text) => false,
        // A verdict.
        b"pass" if !value.quoted && matches!(text, b"ok" | b"OK") => false,
        // A key of WEP has five bytes or thirteen, as they are or in hexadecimal digits.
        b"wepkey" if matches!(text.len(), 5 | 13 | 10) => value.digits() > 0 && !text.contains(&b' '),
        // How often a test did, and a word that a program reads.
        b"pass" if !value.sure && counts_more(text) => false,
        // `renewed token: policy=nomad ttl=72h`: what is said of it.
        _ if key.ends_with(b"token") && !value.sure && is_setting(text) => false,
        b"token" | b"changetoken" if value.is_hexadecimal() => false,
        b"token" if value.is_word() || bytes::find(value.line, b"start_offset").is_some() => false,
        // `SetCredential=` outside a unit of systemd's is an option's name in prose.
        _ if key.starts_with(b"setcredential") && bytes::find(value.line, b"SetCredential").is_none() => false,
        // `password: ${DB_PASSWORD}`, `key: /etc/ssl/gw.key` say where a secret stands, not what it is.
        _ if !value.quoted && is_reference(text) || may_be_file(key) && is_file(text) => false,
        _ if key.ends_with(b"key") && is_key_file(text) => false,
        // `connectionString=Server=gw;Password=X` holds pairs, each of which is looked at by itself.
        b"connectionstring" => !text.contains(&b'=') && bytes::find(text, b"://").is_none(),
        // How often something happened, in columns, and which package is preferred.
        b"pin" | b"pin1" | b"pin2" | b"simpin" | b"vmpin" => {
            // A digest that a certificate is pinned by says itself what it is.
            value.digits() >= 4 && !text.contains(&b' ') && !text.starts_with(b"sha256/")
        }
        b"adminpin" | b"setpin" | b"sopin" | b"defaultpin" | b"doorpin" | b"masterpin" | b"userpin" => {
            value.is_number() && text.len() >= 4
        }
        // `exit_code=137` is what a program ended with, while a code that lets somebody in has more digits.
        _ if key.len() > 4 && key.ends_with(b"code") && !key.ends_with(b"passcode") => {
            value.digits() >= 4 && !text.contains(&b' ')
        }
        // `AES key: 256 bits`
        b"aeskey" | b"enckey" | b"encryptkey" => text.len() >= 16 && !text.contains(&b' '),
        // Consul's, Serf's and Nomad's key of their gossip; elsewhere which cipher is meant, or whether one is.
        b"encrypt" => text.len() >= 24 && text.ends_with(b"=") && BASE64.fills(text),
        // `"auth":"WPA2-PSK"`: how one gets into a network.
        b"auth" if is_method(text) => false,
        // What SASL answers, in base64; of its letters only their number counts.
        b"resp" => text.len() >= 12 && text.len().is_multiple_of(4) && BASE64.fills(text),
        // `routing_key=orders.new` is a queue's, and `service_key` may be a service's name: such words are no secrets.
        b"routingkey" | b"servicekey" | b"userkey" | b"appkey" => {
            // `UserKey` in the audit log of Microsoft 365 is the number of an account, of sixteen digits.
            let least = if key == b"userkey" { 17 } else { 16 };
            text.len() >= least && value.digits() > 0 && !text.contains(&b' ')
        }
        _ => return None,
    })
}

/// The same by the look of the value, whatever the key.
fn of_any(value: &Value<'_>) -> bool {
    let (key, text) = (value.key, value.text);
    match key {
        // `key` is what a row of a table or a file is called by as well: only what looks made by chance is a secret.
        _ if keys::is_weak(key) => is_key_material(text),
        // `secret => 20 bytes`
        _ if !value.quoted && is_measured(value) => false,
        // `community 65000:100` is a BGP community, two numbers, and SNMP's is a word.
        _ if key.ends_with(b"community") => {
            !is_routing(text) && (value.sure || !matches!(text, b"unauthorized" | b"unauthorised"))
        }
        _ if key.ends_with(b"pass") && value.is_number() && (text.len() <= 2 || counts_passes(value)) => false,
        // `TrustStorePass:  version: general`: nothing, and what is said next.
        _ if !value.quoted && begins_with_key(text) => false,
        // `ExpiredToken: The provided token has expired`: a sentence.
        _ if !value.sure && dictionary::is_stop_word(text) => false,
        // `UI_SET_SECRET: User 'gwen' set …`, `log_community: unauthorized access from …`
        _ if !value.sure && !value.quoted && (is_told(value) || is_sentence(text)) => false,
        // `login : TTY=pts/0` has no password behind its colon.
        _ if !value.sure && is_pair(text) => false,
        _ => {
            text.len() > 1
                && (value.sure || !is_prose(text))
                && (value.quoted || !is_object(text) && !is_code(text) && !host::is_reversed(text))
        }
    }
}

/// A word, and a string behind it: what happened to whom.
fn is_told(value: &Value<'_>) -> bool {
    let word = value.text.len() >= 4 && dictionary::is_word(value.text);
    word && bytes::every(value.line, value.text).any(|at| value.line[at + value.text.len()..].starts_with(b" '"))
}

/// `policy=nomad`: a word, and what it is set to; base64 has an equals sign at its end alone.
fn is_setting(text: &[u8]) -> bool {
    let word = LOWER.or(b"_").run(text);
    word >= 3 && text.get(word) == Some(&b'=') && text.get(word + 1).is_some_and(u8::is_ascii_alphanumeric)
}

/// Whether a number says how long something is: `20 bytes @ 0x7f1c`.
fn is_measured(value: &Value<'_>) -> bool {
    let digits = DIGIT.run(value.text);
    let measures = |rest: &[u8]| bytes::starts_with_any(rest, &UNITS);
    let behind = |at: usize| measures(&value.line[at + digits..]);
    match &value.text[digits..] {
        _ if !(1..=4).contains(&digits) => false,
        b"" => bytes::every(value.line, value.text).any(behind),
        rest => measures(rest),
    }
}

/// What lengths are counted in.
const UNITS: [&str; 3] = [" bytes", " bits", " characters"];

/// Capitals with underscores between them: what a program calls one of several sorts.
fn is_constant(text: &[u8]) -> bool {
    text.contains(&b'_') && UPPER.or(b"_").fills(text)
}

/// `ecdsa_secp256r1_sha256`, `rsa-sha2-512-cert-v01@openssh.com`: how something is signed, in names of algorithms and
/// curves (RFC 8446, section 4.2.3; RFC 8332) and short numbers alone.
pub(super) fn is_scheme(text: &[u8]) -> bool {
    let listed = |name: &[u8]| bytes::is_one_of_in_any_case(name, &ALGORITHMS);
    let mut numbers = text.split(|byte| !byte.is_ascii_digit());
    Class::of(b"_-").is_in(text)
        && NAME.or(b"@").fills(text)
        && text.split(|byte| !byte.is_ascii_alphabetic()).filter(|name| !name.is_empty()).all(listed)
        && text[0].is_ascii_alphabetic()
        && numbers.all(|number| number.len() <= NUMBER)
}

/// What signatures are made with, and what else their names are made of.
const ALGORITHMS: [&str; 20] = [
    "cert", "com", "dss", "ecdsa", "ed", "k", "mgf", "nistp", "openssh", "p", "pkcs", "pss", "r", "rsa", "rsae",
    "secp", "sha", "sk", "ssh", "v",
];

/// Digits of the longest number in such a name.
const NUMBER: usize = 5;

/// Phases in which Windows reads the file that answers its setup.
const PHASES: [&str; 7] =
    ["windowsPE", "offlineServicing", "generalize", "specialize", "auditSystem", "auditUser", "oobeSystem"];

/// Whether a text is a way to get into a network, and nothing else.
fn is_method(text: &[u8]) -> bool {
    let known = |part: &[u8]| bytes::is_one_of_in_any_case(part, &METHODS);
    text.split(|byte| !byte.is_ascii_alphanumeric()).all(known)
}

const METHODS: [&str; 13] =
    ["wpa", "wpa2", "wpa3", "wep", "psk", "sae", "owe", "eap", "open", "shared", "enterprise", "personal", "mixed"];

/// What routers of BGP send each other (RFC 1997, RFC 4360): numbers, and words of their own.
pub(in crate::minimize::structure) fn is_routing(text: &[u8]) -> bool {
    let is_number = |text: &[u8]| DIGIT.or(b":").fills(text);
    let is_extended = |word: &[u8]| {
        let rest = EXTENDED.iter().find_map(|sort| word.strip_prefix(sort.as_bytes()));
        rest.is_some_and(|rest| rest.len() > 1 && rest[0] == b':' && is_number(rest))
    };
    text.split(|byte| *byte == b' ')
        .all(|word| is_number(word) || is_extended(word) || bytes::is_one_of(word, &ROUTING))
}

/// A word in small letters, a colon, a blank and more.
fn begins_with_key(text: &[u8]) -> bool {
    let key = LOWER.run(text);
    key >= 3 && text[key..].starts_with(b": ")
}

/// Communities that all routers know.
const ROUTING: [&str; 12] = [
    "internet",
    "no-export",
    "no-advertise",
    "no-peer",
    "local-as",
    "local-AS",
    "additive",
    "add",
    "delete",
    "replace",
    "none",
    "graceful-shutdown",
];

/// Sorts of extended communities, before a colon and their numbers.
const EXTENDED: [&str; 6] = ["RT", "SoO", "origin", "rt", "soo", "target"];

/// Sixteen bytes or more as digits or in base64, or words to keep in mind.
fn is_key_material(text: &[u8]) -> bool {
    let words = text.split(|byte| *byte == b' ').count();
    let digits = DIGIT.is_in(text);
    let plain = BASE64.or(b"-_:!*#&^~@$").fills(text);
    words >= 12 || text.len() >= 16 && plain && digits && text[0] != b'/'
}

/// `12 fail: 0`: a number, and what else happened.
fn counts_more(text: &[u8]) -> bool {
    let digits = DIGIT.run(text);
    (1..=6).contains(&digits) && matches!(text.get(digits), Some(b' ' | b','))
}

/// `"full_hash_pass":2128`: how often something passed, a bare number in JSON.
fn counts_passes(value: &Value<'_>) -> bool {
    !value.quoted && bytes::find(value.line, b"_pass\":").is_some()
}

/// Whether what a key says may be kept in a file of its own that its value names.
fn may_be_file(key: &[u8]) -> bool {
    bytes::ends_with_any(key, &["credential", "credentials", "privatekey", "secret", "token", "password"])
}

#[cfg(test)]
mod tests {
    use super::{is_routing, is_scheme};

    #[test]
    fn how_something_is_signed_is_said_in_known_names() {
        for scheme in ["ecdsa_secp256r1_sha256", "rsa_pss_rsae_sha512", "rsa-sha2-512-cert-v01@openssh.com"] {
            assert!(is_scheme(scheme.as_bytes()), "{scheme}");
        }
        for secret in ["ssh-h4x0rh4x0rh4x0rh4", "rsa-QuVnIxZoRgAlWyZq", "ecdsa_quvnixzorgal", "rsa-1234567890123", "-"]
        {
            assert!(!is_scheme(secret.as_bytes()), "{secret}");
        }
    }

    #[test]
    fn communities_of_bgp_are_numbers_and_what_they_are_for() {
        assert!(is_routing(b"65000:100 no-export") && is_routing(b"RT:65000:100 SoO:65000:7"));
        assert!(!is_routing(b"RT:h4x0r") && !is_routing(b"target") && !is_routing(b"quvnix"));
    }
}
