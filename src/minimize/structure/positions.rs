//! Commands whose words are what their places say: `rabbitmqctl add_user LOGIN SECRET`, `AT+CWJAP="NETWORK","SECRET"`.

use super::super::bytes;
use super::super::{Found, Kind, Way, dictionary};
use super::columns::quoted_words;

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    for (words, kinds) in COMMANDS {
        let Some(start) = bytes::find(line, words).filter(|at| begins(line, *at)).map(|at| at + words.len()) else {
            continue;
        };
        let spans = quoted_words(&line[start..]);
        for (index, kind) in kinds.iter().enumerate() {
            let Some((from, to)) = spans.get(index).map(|(from, to)| (start + from, start + to)) else { break };
            let text = &line[from..to];
            // Another option, or a sentence.
            let lower = text.to_ascii_lowercase();
            if text.is_empty() || matches!(text[0], b'/' | b'-' | b'<' | b'$') || dictionary::is_stop_word(&lower) {
                break;
            }
            found.push(Found { start: from, end: to, kind: *kind, way: Way::Structure, learn: to - from >= 4 });
        }
    }
    for (words, kinds) in MODEM {
        let Some(start) = bytes::find(line, words).map(|at| at + words.len()) else { continue };
        let mut strings = line[start..].split(|byte| *byte == b'"');
        let mut at = start + strings.next().map_or(0, |head| head.len() + 1);
        for (index, text) in strings.enumerate() {
            if let Some(kind) = kinds.get(index / 2).filter(|_| index % 2 == 0 && !text.is_empty()) {
                let learn = text.len() >= 4;
                found.push(Found { start: at, end: at + text.len(), kind: *kind, way: Way::Structure, learn });
            }
            at += text.len() + 1;
        }
    }
}

/// Whether a command may begin there: behind nothing, a mark, a shell's option; not within a sentence or a word.
fn begins(line: &[u8], at: usize) -> bool {
    let before = line[..at].trim_ascii_end();
    let option = before.rsplit(|byte| *byte == b' ').next().is_some_and(|word| matches!(word, b"/c" | b"-c" | b"/C"));
    option || before.last().is_none_or(|byte| !byte.is_ascii_alphanumeric()) || before.ends_with(b"sudo")
}

/// What stands behind the words of a command.
const COMMANDS: [(&[u8], &[Kind]); 4] = [
    (b"rabbitmqctl add_user ", &[Kind::User, Kind::Secret]),
    (b"rabbitmqctl change_password ", &[Kind::User, Kind::Secret]),
    (b"net user ", &[Kind::User, Kind::Secret]),
    (b"wpa_passphrase ", &[Kind::Ssid, Kind::Secret]),
];

/// Strings of a modem's commands (3GPP TS 27.007, and Espressif's).
const MODEM: [(&[u8], &[Kind]); 2] =
    [(b"AT+CWJAP=", &[Kind::Ssid, Kind::Secret]), (b"AT+CGAUTH=", &[Kind::User, Kind::Secret])];

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::texts(line, find)
    }

    #[test]
    fn words_are_what_their_places_say() {
        assert_eq!(texts("rabbitmqctl add_user gwen h4x0r"), ["gwen", "h4x0r"]);
        assert_eq!(texts("net user gwen h4x0r /add"), ["gwen", "h4x0r"]);
        assert_eq!(texts("wpa_passphrase \"Attic Net\" h4x0r"), ["Attic Net", "h4x0r"]);
        assert_eq!(texts("AT+CWJAP=\"Attic\",\"h4x0r\""), ["Attic", "h4x0r"]);
        assert_eq!(texts("AT+CGAUTH=1,1,\"gwen\",\"h4x0r\""), ["gwen", "h4x0r"]);
    }

    #[test]
    fn options_and_sentences_stay() {
        assert_eq!(texts("net user gwen /active:no"), ["gwen"]);
        for line in [
            "the net user sessions active",
            "subnet user gwen h4x0r",
            "net user /domain",
            "rabbitmqctl add_user and more",
            "wpa_passphrase <ssid>",
            "AT+CWJAP?",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
