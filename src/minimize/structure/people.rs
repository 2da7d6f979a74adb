//! Values that are people's whole names, where the key says so of other things too.

use crate::minimize::ascii::{LETTER, LOWER};
use crate::minimize::grammar::connects;
use crate::minimize::{bytes, dictionary, host};

/// Whether a text is two to four words as people's names are: with capitals, of letters alone, none of them a word of
/// logs.
pub(super) fn is_full_name(text: &[u8]) -> bool {
    let mut count = 0;
    let named = text.split(|byte| *byte == b' ').all(|word| {
        count += 1;
        connects(word) && count > 1 || is_name(word)
    });
    named && (2..=4).contains(&count)
}

/// Whether a text is two words with a capital each, one of which may be a word of logs: `Bob Cat`.
pub(super) fn is_likely_name(text: &[u8]) -> bool {
    let mut words = text.split(|byte| *byte == b' ');
    let capital = |word: &[u8]| word.len() > 1 && word[0].is_ascii_uppercase() && LOWER.fills(&word[1..]);
    let known = dictionary::is_word;
    let (Some(first), Some(last), None) = (words.next(), words.next(), words.next()) else { return false };
    capital(first) && capital(last) && !known(first) && last.len() < 4
}

/// Whether the value of `displayName` is a person's: it looks like their name, or the line says that somebody is meant.
pub(super) fn is_displayed(text: &[u8], line: &[u8]) -> bool {
    let words = text.split(|byte| *byte == b' ').count();
    let letters = LETTER.or(b" .'-,()").or_not_ascii().fills(text);
    let known = text.split(|byte| *byte == b' ').filter(|word| dictionary::is_word(word)).count();
    is_full_name(text) || letters && known < words && says_person(line)
}

/// Whether what is shown of something is one word with a hyphen that may be a machine's name.
pub(super) fn is_shown_guest(text: &[u8]) -> bool {
    text.contains(&b'-') && !text.contains(&b' ') && host::is_likely(text)
}

/// Whether a text is made of nothing but words of logs.
pub(super) fn is_words(text: &[u8]) -> bool {
    text.split(|byte| !byte.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).all(dictionary::is_ordinary)
}

/// Whether a line is a record of a person.
pub(super) fn says_person(line: &[u8]) -> bool {
    bytes::holds_any(line, &SAYING)
}

fn is_name(word: &[u8]) -> bool {
    let capital = word.first().is_some_and(|byte| byte.is_ascii_uppercase() || *byte >= 0x80);
    let letters = LETTER.or(b".'-").or_not_ascii().fills(word);
    // `McAdam` and `O'Neill` have a capital within, and other names that do are products'.
    let inner =
        word.iter().skip(1).zip(word).any(|(byte, before)| byte.is_ascii_uppercase() && before.is_ascii_lowercase());
    let clan = word.starts_with(b"Mc") || word.starts_with(b"Mac") || word.starts_with(b"De");
    capital && letters && (!inner || clan) && !dictionary::is_word(word)
}

/// What stands beside a person's name in a record of theirs.
const SAYING: [&str; 7] =
    ["rincipalName", "givenName", "surname", "samAccountName", "sAMAccountName", "\"Upn\"", "\"ParticipantRole\""];

#[cfg(test)]
mod tests {
    use super::{is_displayed, is_full_name};

    #[test]
    fn whole_names_are_told_from_titles_of_things() {
        for name in ["Gwen Quvnix", "QUVNIX Gwen", "Gwendolyn van der Zorgal", "Zoë McZorgal"] {
            assert!(is_full_name(name.as_bytes()), "{name}");
        }
        for thing in
            ["Gwen", "Windows Update", "OpenZorgal Agent", "AppRole.Id", "Quvnix Update Service 2", "gwen quvnix"]
        {
            assert!(!is_full_name(thing.as_bytes()), "{thing}");
        }
    }

    #[test]
    fn what_the_line_says_of_a_person_makes_a_name_of_words_one() {
        let line = br#"{"displayName": "Rose Field", "userPrincipalName": "rose@plant.example"}"#;
        assert!(is_displayed(b"Rose Zorgal", line) && !is_displayed(b"Windows Update", line));
        assert!(!is_displayed(b"Update Zorgal", b"") && is_displayed(b"gwen.zorgal", line));
    }
}
