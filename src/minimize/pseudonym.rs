//! What stands in an identifier's place: keyed, consistent within a case, meaningless elsewhere.
//!
//! A pseudonym is its kind's word, a dash and ten base32 characters of HMAC-SHA-256 (case key, kind ‖ canonical form).
//! Where the space is small the map is a permutation instead, see [`super::network`].

mod hmac;

use ring::hkdf;
use zeroize::Zeroizing;

use super::bytes;
use hmac::HmacKey;

/// The key of one case: two cases share no pseudonym.
#[derive(Clone)]
pub struct CaseKey(HmacKey);

impl CaseKey {
    /// Derives it from the appliance's secret and the case's id by HKDF-SHA-256 (RFC 5869).
    #[must_use]
    pub fn derive(secret: &[u8], case: &str) -> Self {
        let salt = hkdf::Salt::new(hkdf::HKDF_SHA256, b"casepack case key 1");
        let extracted = salt.extract(secret);
        let info = [case.as_bytes()];
        // A key shorter than a block is filled up with zeros (RFC 2104), as the array is.
        let mut block = Zeroizing::new([0; 64]);
        let filled = extracted.expand(&info, hkdf::HKDF_SHA256).and_then(|key| key.fill(&mut block[..32]));
        // HKDF refuses only outputs over 255 digests; the key is one digest long.
        #[expect(clippy::expect_used, reason = "no other key will do")]
        filled.expect("a key of 32 bytes");
        Self(HmacKey::new(&block))
    }

    /// Six hexadecimal digits for a bundle's name.
    #[must_use]
    pub fn bundle_suffix(&self, time: &str) -> String {
        self.hex("bundle", time.as_bytes(), 6)
    }

    /// HMAC-SHA-256 of `parts`, each closed by a NUL, so that no two lists of parts give one message.
    pub(crate) fn hmac(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut message = self.0.start();
        for part in parts {
            message.update(part);
            message.update(&[0]);
        }
        message.finalize()
    }

    /// Appends `WORD-xxxxxxxxxx` for a canonical form.
    pub(crate) fn append_pseudonym(&self, word: &str, canonical: &[u8], out: &mut Vec<u8>) {
        let mut round = 0_u8;
        loop {
            let tag = self.hmac(&[word.as_bytes(), canonical, &[round]]);
            let bits = tag[..7].iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
            // Of 56 bits the first 50, five for each character.
            let letter = |place: usize| BASE32[(bits >> (51 - 5 * place) & 31) as usize];
            if (0..LENGTH).any(|place| letter(place).is_ascii_digit()) {
                bytes::append(out, word.as_bytes());
                out.push(b'-');
                let letters: [u8; LENGTH] = std::array::from_fn(letter);
                return bytes::append(out, &letters);
            }
            round = round.wrapping_add(1);
        }
    }

    /// `length` lower-case hexadecimal digits for a canonical form, at most 64.
    pub(crate) fn hex(&self, word: &str, canonical: &[u8], length: usize) -> String {
        let tag = self.hmac(&[word.as_bytes(), canonical]);
        let mut text = data_encoding::HEXLOWER.encode(&tag);
        text.truncate(length);
        text
    }
}

/// Whether `text` has the form of a pseudonym or of a constant that stands for something removed.
#[must_use]
pub fn is_pseudonym(text: &[u8]) -> bool {
    if text.starts_with(b"removed-") {
        return text == SECRET.as_bytes() || text == LOCATION.as_bytes();
    }
    let Some(dash) = text.len().checked_sub(LENGTH + 1) else { return false };
    let (word, body) = text.split_at(dash);
    body[0] == b'-'
        && body[1..].iter().all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7'))
        && body[1..].iter().any(u8::is_ascii_digit)
        && WORDS.iter().any(|known| known.as_bytes() == word)
}

/// Stands for every secret: equal secrets must not show as equal.
pub const SECRET: &str = "removed-secret";
/// Stands for every place.
pub const LOCATION: &str = "removed-location";

const LENGTH: usize = 10;
/// RFC 4648, in lower case.
const BASE32: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
const WORDS: [&str; 11] =
    ["user", "host", "dom", "person", "org", "title", "serial", "ssid", "session", "account", "key"];

#[cfg(test)]
mod tests {
    use super::{CaseKey, is_pseudonym};

    fn word(key: &CaseKey, canonical: &[u8]) -> Vec<u8> {
        let mut word = Vec::new();
        key.append_pseudonym("user", canonical, &mut word);
        word
    }

    #[test]
    fn a_pseudonym_holds_a_digit_and_is_known_for_one() {
        let key = CaseKey::derive(b"secret of a test", "case-1");
        for number in 0..2000_u32 {
            let word = word(&key, &number.to_be_bytes());
            assert!(is_pseudonym(&word), "{word:?}");
        }
    }

    #[test]
    fn two_cases_share_no_pseudonym() {
        let (one, two) = (CaseKey::derive(b"s", "a"), CaseKey::derive(b"s", "b"));
        assert_ne!(word(&one, b"ann"), word(&two, b"ann"));
    }

    #[test]
    fn ordinary_words_are_no_pseudonyms() {
        for text in ["user", "user-name", "host-abcdefghij", "key-exchange-22", "users-abc2defghi"] {
            assert!(!is_pseudonym(text.as_bytes()), "{text}");
        }
    }
}
