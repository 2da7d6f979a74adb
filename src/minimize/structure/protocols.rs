//! Logins as protocols of text have them: `PASS X` of POP3, FTP and IRC, `a1 LOGIN name X` of IMAP.

use super::columns::quoted_words;
use crate::minimize::ascii::{DIGIT, LETTER};
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary};

/// What the rules begin with.
pub(super) const WORDS: [&[u8]; 2] = [b"PASS ", b" LOGIN "];

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    for at in bytes::every(line, b"PASS ") {
        let behind = at + b"PASS ".len();
        let end = memchr::memchr(b';', &line[behind..]).map_or(line.len(), |length| behind + length);
        if let [(start, past)] = quoted_words(&line[behind..end])[..]
            && is_command(&line[..at])
        {
            push(line, (behind + start, behind + past), Kind::Secret, found);
        }
    }
    for at in bytes::every(line, b" LOGIN ") {
        let behind = at + b" LOGIN ".len();
        if let [(login, login_end), (start, past)] = quoted_words(&line[behind..])[..]
            && is_tag(line[..at].rsplit(|byte| *byte == b' ').next().unwrap_or_default())
        {
            push(line, (behind + login, behind + login_end), Kind::User, found);
            push(line, (behind + start, behind + past), Kind::Secret, found);
        }
    }
}

/// Whether a command may stand behind a text: behind a prompt, another command, what a client calls it; the verdicts of
/// tests begin alike.
fn is_command(before: &[u8]) -> bool {
    let before = before.trim_ascii_end();
    let follows = before.ends_with(b";") && bytes::find(before, b"USER ").is_some();
    follows || before.ends_with(b"quote") || before.ends_with(b">") || before.ends_with(b"C:")
}

/// `a1`, `A0002`: what IMAP numbers its commands by.
fn is_tag(word: &[u8]) -> bool {
    let letters = LETTER.run(word);
    (1..=4).contains(&letters) && letters < word.len() && DIGIT.fills(&word[letters..])
}

fn push(line: &[u8], (start, end): (usize, usize), kind: Kind, found: &mut Vec<Found>) {
    let text = &line[start..end];
    let marked = matches!(text.first(), None | Some(b'<' | b'*' | b'$'));
    let verdict = marked || dictionary::is_stop_word(text);
    if !verdict {
        found.push(Found::new(start..end, kind, Evidence::Structure).teaching_unless_short());
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn what_a_client_says_is_found() {
        assert_eq!(texts("C: PASS h4x0r"), ["h4x0r"]);
        assert_eq!(texts("USER anonymous; PASS h4x0r"), ["h4x0r"]);
        assert_eq!(texts("ftp> quote PASS h4x0r"), ["h4x0r"]);
        assert_eq!(texts("C: a1 LOGIN \"gwen\" \"h4x 0r\""), ["gwen", "h4x 0r"]);
    }

    #[test]
    fn verdicts_and_sentences_stay() {
        for line in [
            "PASS test_login took 3 ms",
            "PASS: x",
            "PASS src/App.test.js",
            "suite PASS 12",
            "PASS ***",
            "USER LOGIN failed twice",
            "x LOGIN a b",
            "PASS \"",
            "C: a1 LOGIN \"\" \"\"",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
