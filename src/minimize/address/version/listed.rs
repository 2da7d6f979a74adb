//! Versions that stand together, and what is said of a version right before or behind it.

use super::product::{is_short, is_slight};
use super::{FIELDS, LONGEST, begins_with_word, ends_as_version, near, without_marks};
use crate::minimize::ascii::LETTER;
use crate::minimize::bytes;

/// `versions 4.2.1.0, 4.2.1.7 and 4.3.0.1`, `section 4.1.2.3 or 4.1.2.4`: a number behind others, of which the first
/// stands behind a word for what they all are. Commas join what has nothing to do with each other too, so that behind
/// them, and behind `to`, only a word in the plural tells.
pub(super) fn is_listed(line: &[u8], start: usize, end: usize) -> bool {
    let mut head = near(line, start);
    let (mut joined, mut loose) = (0, false);
    while joined < MOST {
        let Some((rest, loosely)) = before_joint(head) else { break };
        let first = bytes::without_end(rest, b".0123456789", LONGEST);
        let number = &rest[first.len()..];
        if memchr::memchr_iter(b'.', number).count() != 3 || !number[0].is_ascii_digit() {
            break;
        }
        (head, joined, loose) = (first, joined + 1, loose | loosely);
    }
    let word = last_word(without_marks(head.trim_ascii_end()));
    let plural = || bytes::is_one_of(&word, &PLURALS);
    let number = &line[start..end];
    let one = || joined > 0 && !loose && !number.starts_with(b"10.") && ends_as_version(&word);
    head.ends_with(b" ") && is_slight(number) && (plural() || one())
}

/// What stands before a word or a mark that joins two, and whether it may join other things than versions too.
fn before_joint(text: &[u8]) -> Option<(&[u8], bool)> {
    let text = text.strip_suffix(b" ")?;
    let joint = JOINTS.iter().find_map(|joint| text.strip_suffix(joint.as_bytes()));
    let rest = joint.unwrap_or(text);
    let comma = rest.strip_suffix(b",");
    let loose = comma.is_some() || text.ends_with(b" to");
    (joint.is_some() || loose).then(|| (comma.unwrap_or(rest), loose))
}

/// `fixed in 4.2.1.7`, `the latest is 4.2.1.7`: what is said of versions in two words, before short numbers.
pub(super) fn is_told(head: &[u8]) -> bool {
    let Some((rest, told)) = TOLD.iter().find_map(|(word, told)| Some((head.strip_suffix(word.as_bytes())?, told)))
    else {
        return false;
    };
    let word = last_word(rest);
    bytes::is_one_of(&word, told)
}

/// `app 4.2.1.7`, `installed agent 4.2.1.7`: what is no machine, or was installed, before short numbers.
pub(super) fn is_of_software(head: &[u8]) -> bool {
    let word = last_word(head);
    let before = || last_word(head[..head.len() - word.len()].trim_ascii_end());
    let is = |list: &[&str], word: &[u8]| bytes::is_one_of(word, list);
    is(&SOFTWARE, &word) || is(&INSTALLED, &word) && is(&INSTALLING, &before())
}

/// What only programs are.
const SOFTWARE: [&str; 7] = ["app", "application", "addon", "applet", "extension", "module", "library"];
/// What programs may be and machines too, and what is done to programs alone.
const INSTALLED: [&str; 5] = ["agent", "client", "server", "service", "update"];
const INSTALLING: [&str; 7] =
    ["installed", "installing", "upgraded", "upgrading", "downloaded", "downloading", "uninstalled"];

/// `4.2.1.7 or later`: what is said of versions behind them; `4.2.1.7 loaded`, of short ones. Machines have things done
/// to them first and later.
pub(super) fn is_followed(before: &[u8], number: &[u8], after: &[u8]) -> bool {
    let begins = |words: &[&str]| words.iter().any(|word| begins_with_word(after, word.as_bytes()));
    let closes = |word: &&str| {
        let rest = after.strip_prefix(word.as_bytes());
        rest.is_some_and(|rest| rest.first().is_none_or(|byte| b",;.)".contains(byte)))
    };
    is_slight(number) && (begins(&OR) || AND.iter().any(closes))
        || is_short(number) && begins(&BEHIND) && !is_addressed(&last_word(before.trim_ascii_end()))
}

/// Whether a word stands before addresses, and binds nothing that is loaded to a version.
fn is_addressed(word: &[u8]) -> bool {
    bytes::ends_with_any(word, &FIELDS) || bytes::is_one_of(word, &ADDRESSED)
}

/// Words before addresses that are no fields.
const ADDRESSED: [&str; 21] = [
    "at",
    "ban",
    "by",
    "entry",
    "flow",
    "for",
    "from",
    "lease",
    "list",
    "neighbor",
    "network",
    "of",
    "on",
    "prefix",
    "primary",
    "route",
    "rule",
    "secondary",
    "to",
    "with",
    "zone",
];

/// The word that a text ends with, in small letters.
fn last_word(text: &[u8]) -> Vec<u8> {
    let length = LETTER.run_back_within(text, LONGEST);
    text[text.len() - length..].to_ascii_lowercase()
}

/// Words between two numbers of a list.
const JOINTS: [&str; 6] = [" and", " or", " through", " to", " until", " -"];

/// What several numbers are, before them.
const PLURALS: [&str; 8] =
    ["versions", "releases", "revisions", "builds", "sections", "chapters", "clauses", "paragraphs"];

/// Words before a version, and the words before them.
const TOLD: [(&str, [&str; 6]); 3] = [
    (" in", ["fixed", "introduced", "resolved", "deprecated", "patched", "removed"]),
    (" is", ["supported", "required", "latest", "minimum", "recommended", "newest"]),
    (" with", ["compatible", "compiled", "fixed", "linked", "shipped", "bundled"]),
];

/// What bounds a range of versions, behind the one that it begins or ends with.
const OR: [&str; 6] = ["or later", "or newer", "or higher", "or above", "or earlier", "or older"];
const AND: [&str; 4] = ["and later", "and newer", "and earlier", "and above"];

/// What programs say that a version of something is, behind it.
const BEHIND: [&str; 4] = ["loaded", "installed", "unpacked", "(runtime)"];

/// Numbers of a list that are looked at.
const MOST: usize = 16;

#[cfg(test)]
mod tests {
    use super::{is_followed, is_listed, is_told};

    fn listed(line: &str) -> bool {
        is_listed(line.as_bytes(), line.rfind(' ').unwrap() + 1, line.len())
    }

    #[test]
    fn numbers_behind_a_version_are_versions_too() {
        for line in [
            "versions 8.0.0.12, 8.0.0.15 and 8.0.1.2",
            "versions 8.0.0.12",
            "section 8.0.0.12 or 8.0.0.15",
            "firmware 8.0.0.12 through 8.0.0.15",
        ] {
            assert!(listed(line), "{line}");
        }
        for line in [
            "firmware 8.0.0.12, 8.0.0.15",
            "links 8.0.0.12 and 8.0.0.15",
            "firmware 8.0.0.12 to 8.0.0.15",
            "firmware 8.0.0.12 and 203.0.113.7",
            "firmware 8.0.0.12 and 10.0.0.15",
            "from 8.0.0.12 to 8.0.0.15",
            "versions 8.0 and 8.0.0.15",
            "versions 203.0.113.7",
            "and 8.0.0.15",
        ] {
            assert!(!listed(line), "{line}");
        }
    }

    #[test]
    fn words_beside_a_version_say_that_it_is_one() {
        assert!(is_told(b"resolved in") && is_told(b"the latest is") && !is_told(b"logged in") && !is_told(b"it is"));
        assert!(is_followed(b"", b"42.1.0.7", b"or later, x") && is_followed(b"x:", b"4.1.0.7", b"loaded"));
        for before in ["zone secondary", "master host", "config from"] {
            assert!(!is_followed(before.as_bytes(), b"4.1.0.7", b"loaded"), "{before}");
        }
        assert!(is_followed(b"", b"4.1.0.7", b"and later)") && !is_followed(b"", b"4.1.0.7", b"and later 4.1.0.8"));
        assert!(!is_followed(b"", b"203.0.113.7", b"or later"));
        assert!(!is_followed(b"", b"42.1.0.7", b"loaded") && !is_followed(b"", b"4.1.0.7", b"and laterally"));
    }
}
