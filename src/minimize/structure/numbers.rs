//! Numbers that keys and certificates are made of: in pairs of hexadecimal digits below their name, as OpenSSL and
//! keytool print them, and in base64 behind it, as BIND and PuTTY keep them.

use crate::minimize::ascii::{BASE64, HEX};
use crate::minimize::{Evidence, Found, Kind};

/// What the lines below one are: a public key, a fingerprint or a signature, or what nobody may know.
pub(super) fn opened_by(text: &[u8]) -> Option<Kind> {
    match text.strip_suffix(b":").unwrap_or(text) {
        b"priv" | b"privateExponent" | b"prime1" | b"prime2" | b"exponent1" | b"exponent2" | b"coefficient" => {
            Some(Kind::Secret)
        }
        b"pub" | b"modulus" | b"Modulus" | b"Signature Value" => Some(Kind::Key),
        _ if text.starts_with(b"X509v3 Subject Key Id") || text.starts_with(b"X509v3 Authority Key Id") => {
            Some(Kind::Key)
        }
        // keytool has several of them, each behind the name of what it is made with.
        b"Certificate fingerprints" => Some(Kind::Key),
        _ if text.starts_with(b"Modulus (") => Some(Kind::Key),
        _ => None,
    }
}

/// Where the pairs of a line begin and end, which holds nothing else but what they are made with.
pub(super) fn pairs(line: &[u8]) -> Option<(usize, usize)> {
    let end = line.trim_ascii_end().len();
    let start = line.len() - line.trim_ascii_start().len();
    let name = [&b"keyid:"[..], b"SHA1: ", b"SHA256: ", b"MD5: ", b"MD5:  "].into_iter().rev();
    let start = start + name.into_iter().find(|name| line[start..].starts_with(name)).map_or(0, <[u8]>::len);
    let text = line.get(start..end)?;
    let whole =
        text.chunks(3).all(|pair| pair.len() >= 2 && HEX.fills(&pair[..2]) && matches!(pair.get(2), None | Some(b':')));
    (whole && text.len() >= 2).then_some((start, end))
}

/// `PrivateExponent: …` of `K*.private`, and what PuTTY signs a key with: one text behind the key.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    let Some(colon) = memchr::memchr(b':', &line[..line.len().min(LABEL)]) else { return };
    let kind = match &line[..colon] {
        b"Modulus" => Kind::Key,
        b"PrivateExponent" | b"Prime1" | b"Prime2" | b"Exponent1" | b"Exponent2" | b"Coefficient" | b"Private-MAC"
        | b"Private-Hash" => Kind::Secret,
        _ => return,
    };
    let text = line[colon + 1..].trim_ascii();
    if text.len() >= LEAST && BASE64.fills(text) {
        let start = line.len() - line[colon + 1..].trim_ascii_start().len();
        found.push(Found::new(start..start + text.len(), kind, Evidence::Structure));
    }
}

/// Bytes of the longest name of such a number.
const LABEL: usize = 20;
/// Characters of the shortest in base64.
const LEAST: usize = 24;

#[cfg(test)]
mod tests {
    use super::{Kind, find, opened_by, pairs};

    #[test]
    fn numbers_behind_their_names_are_found() {
        let texts = |line: &str| crate::minimize::testing::texts(line, find);
        let number = "qB3xW7mK9pL2vT5nR8sD4fG6";
        assert_eq!(texts(&format!("PrivateExponent: {number}==")), [format!("{number}==")]);
        assert_eq!(texts(&format!("Private-MAC: {number}")), [number]);
        for line in ["Modulus: 2048 bits", "Prime1: unknown", "Private-MAC: none"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn what_is_below_a_name_is_known() {
        assert_eq!(opened_by(b"privateExponent:"), Some(Kind::Secret));
        assert_eq!(opened_by(b"Modulus (2048 bit):"), Some(Kind::Key));
        assert_eq!(opened_by(b"X509v3 Subject Key Identifier: "), Some(Kind::Key));
        assert_eq!(opened_by(b"X509v3 Basic Constraints: critical"), None);
        assert_eq!(opened_by(b"public: yes"), None);
    }

    #[test]
    fn pairs_are_told_from_other_lines() {
        let text = |line: &str| pairs(line.as_bytes()).map(|(start, end)| line[start..end].to_owned());
        assert_eq!(text("    04:0a:1b:"), Some("04:0a:1b:".to_owned()));
        assert_eq!(text("\t SHA1: 0A:1B:2C"), Some("0A:1B:2C".to_owned()));
        assert_eq!(text("   keyid:0A:1B"), Some("0A:1B".to_owned()));
        for line in ["ASN1 OID: prime256v1", "NIST CURVE: P-256", "", "0a:1", "CA:TRUE"] {
            assert_eq!(text(line), None, "{line}");
        }
    }
}
