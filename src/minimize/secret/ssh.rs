//! What SSH shows of keys and of the machines that have them: fingerprints, lines of `known_hosts`.

use super::{is_base64, is_dotted};
use crate::minimize::ascii::HEX;
use crate::minimize::{Evidence, Found, Kind, bytes};

/// Sixteen pairs or more with colons, where the line says that they are a key's or a certificate's fingerprint.
pub(super) fn fingerprint(line: &[u8], found: &mut Vec<Found>) {
    let Some(first) = memchr::memchr(b':', line) else { return };
    let says = |word: &[u8]| bytes::find(line, word).is_some();
    // `2048 0a:1b:… gwen@gw7 (RSA)`
    let listed = || bytes::ends_with_any(line.trim_ascii_end(), &KEYS);
    if !(says(b"ingerprint") || says(b"MD5:") || says(b"host key") || says(b"FINGERPRINT") || listed()) {
        return;
    }
    let mut at = first.saturating_sub(2);
    while let Some(start) =
        (at..line.len()).find(|at| is_pair(&line[*at..]) && (*at == 0 || !line[at - 1].is_ascii_alphanumeric()))
    {
        let pairs = line[start..]
            .chunks(3)
            .take_while(|pair| is_pair(pair) && matches!(pair.get(2), None | Some(b':')))
            .count();
        let last = line.get(start + pairs * 3..).is_some_and(is_pair) as usize;
        let end = (start + (pairs + last) * 3 - 1).min(line.len());
        if pairs + last >= 16 {
            found.push(Found::new(start..end, Kind::Key, Evidence::Structure).teaching());
        }
        at = end.max(start + 1);
    }
}

/// What ssh-keygen(1) and nmap(1) end a line with in which they list a key.
const KEYS: [&str; 4] = [" (RSA)", " (DSA)", " (ECDSA)", " (ED25519)"];

/// `fingerprint sha256:0a1b…`, `fingerprint is 0a1b…`: of a key or a certificate, in digits without colons.
pub(super) fn digest(line: &[u8], found: &mut Vec<Found>) {
    for at in bytes::every(line, b"ingerprint ").map(|at| at + b"ingerprint ".len()) {
        let said = if line[at..].starts_with(b"is ") { 3 } else { 0 };
        let named = NAMES.iter().find(|name| line[at + said..].starts_with(name));
        let start = at + said + named.map_or(0, |name| name.len());
        let length = HEX.run(&line[start..]);
        let ends = !line.get(start + length).is_some_and(u8::is_ascii_alphanumeric);
        let keyed = bytes::holds_any(&line[..at], &["key", "Key", "ert"]);
        if matches!(length, 40 | 64) && ends && keyed {
            found.push(Found::new(start..start + length, Kind::Key, Evidence::Structure).teaching());
        }
    }
}

/// What may stand before the digits.
const NAMES: [&[u8]; 4] = [b"sha256:", b"sha1:", b"SHA256:", b"SHA1:"];

/// `|1|salt|hash`: a machine's name in `known_hosts`, hashed; `name,192.0.2.7 ssh-ed25519 …` where it is not.
pub(super) fn known_host(line: &[u8], found: &mut Vec<Found>) {
    let length = memchr::memchr(b' ', line).unwrap_or(line.len());
    if bytes::starts_with_any(&line[length..], &[" ssh-", " ecdsa-", " sk-"])
        && bytes::find(&line[length..], b" AAAA").is_some()
        && !line[..length].ends_with(b":")
        && line[..length].iter().all(|byte| is_dotted(*byte) || matches!(byte, b',' | b'[' | b']' | b':' | b'*'))
    {
        let mut start = 0;
        for name in line[..length].split(|byte| *byte == b',') {
            let bracket = usize::from(name.first() == Some(&b'['));
            let end = memchr::memchr(b']', name).filter(|_| bracket > 0).unwrap_or(name.len());
            found.push(Found::new(start + bracket..start + end, Kind::Host, Evidence::Grammar).teaching_if(end >= 4));
            start += name.len() + 1;
        }
    }
    let Some(at) = bytes::find(line, b"|1|") else { return };
    let start = at + 3;
    let end = start + line[start..].iter().take_while(|byte| is_base64(**byte) || **byte == b'|').count();
    // Twenty bytes each, in base64.
    let parts: Vec<&[u8]> = line[start..end].split(|byte| *byte == b'|').collect();
    if parts.len() == 2 && parts.iter().all(|part| part.len() == 28 && part.ends_with(b"=")) {
        found.push(Found::new(start..end, Kind::Key, Evidence::Structure));
    }
}

/// Whether two hexadecimal digits stand at the beginning, alone.
fn is_pair(text: &[u8]) -> bool {
    text.len() >= 2 && HEX.fills(&text[..2]) && !text.get(2).is_some_and(u8::is_ascii_alphanumeric)
}
