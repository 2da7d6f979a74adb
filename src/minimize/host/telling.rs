//! Names of machines that are told from everything else wherever they stand.

use super::super::dictionary;

/// Whether a machine's name says by itself that it is one: a word that is in no list, a dash, and a digit at its end, as
/// in `zorgal-mx1`.
pub(crate) fn is_telling(text: &[u8]) -> bool {
    let Some(dash) = memchr::memchr(b'-', text) else { return false };
    let (word, rest) = text.split_at(dash);
    let plain = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'-';
    rest.last().is_some_and(u8::is_ascii_digit)
        && rest.iter().all(plain)
        && word.len() >= 4
        && word.iter().all(u8::is_ascii_lowercase)
        && !dictionary::is_word(word)
}

#[cfg(test)]
mod tests {
    use super::is_telling;

    #[test]
    fn a_word_of_nobodys_and_a_number_tell_a_machine() {
        assert!(is_telling(b"zorgal-mx1") && is_telling(b"quvnix-a-7"));
        for text in [&b"backup-mx1"[..], b"zorgal1", b"zorgal-mx", b"zorgal-1.conf", b"gwx-mx1"] {
            assert!(!is_telling(text), "{text:?}");
        }
    }
}
