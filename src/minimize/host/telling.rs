//! Names of machines that are told from everything else wherever they stand.

use super::super::dictionary;

/// Whether a machine's name says by itself that it is one: a word that is in no list, a dash, and a digit at its end, as
/// in `zorgal-mx1` and `ZORGAL-MX1`; or two such words of three letters and a number, as in `qvx-zrg-07`.
pub(crate) fn is_telling(text: &[u8]) -> bool {
    let Some(dash) = memchr::memchr(b'-', text) else { return false };
    let (word, rest) = text.split_at(dash);
    let small = word.first().is_some_and(u8::is_ascii_lowercase);
    let letter = |byte: &u8| if small { byte.is_ascii_lowercase() } else { byte.is_ascii_uppercase() };
    let plain = |byte: &u8| letter(byte) || byte.is_ascii_digit() || *byte == b'-';
    let nobodys = |word: &[u8]| word.iter().all(letter) && !dictionary::is_word(&word.to_ascii_lowercase());
    let second = rest[1..].split(|byte| *byte == b'-').next().unwrap_or_default();
    let two = || word.len() == 3 && second.len() >= 3 && nobodys(second);
    rest.last().is_some_and(u8::is_ascii_digit) && rest.iter().all(plain) && (word.len() >= 4 || two()) && nobodys(word)
}

#[cfg(test)]
mod tests {
    use super::is_telling;

    #[test]
    fn a_word_of_nobodys_and_a_number_tell_a_machine() {
        for text in [&b"zorgal-mx1"[..], b"quvnix-a-7", b"ZORGAL-PC7", b"qvx-zrg-07"] {
            assert!(is_telling(text), "{text:?}");
        }
        for text in [&b"backup-mx1"[..], b"zorgal1", b"zorgal-mx", b"zorgal-1.conf", b"gwx-mx1", b"BACKUP-MX1"] {
            assert!(!is_telling(text), "{text:?}");
        }
        for text in [&b"Zorgal-MX1"[..], b"qvx-mail-07", b"qvx-zr-07", b"qvx-07-zrg"] {
            assert!(!is_telling(text), "{text:?}");
        }
    }
}
