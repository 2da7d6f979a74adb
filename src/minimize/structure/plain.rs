//! Settings of machines and logins with nothing but a blank between key and value: `Hostname "gw7"`, `HTTP_User gwen`;
//! several of one line, as Tasmota takes them: `Backlog MqttHost gw7; MqttUser gwen`.

use super::columns::quoted_words;
use super::keys;
use super::plausible::{Value, is_plausible};
use super::settings::is_joined;
use super::value::is_placeholder;
use crate::minimize::ascii::NAME;
use crate::minimize::{Evidence, Found, Kind, dictionary, host};

/// Finds their values in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    let indent = line.len() - line.trim_ascii_start().len();
    let many = line[indent..].starts_with(BACKLOG);
    let mut at = if many { indent + BACKLOG.len() } else { 0 };
    let several = many || line[at..].contains(&b';') && line[indent..].starts_with(b"Mqtt");
    if !several {
        return setting(line, (0, line.len()), Place::Line, found);
    }
    for part in line[at..].split(|byte| *byte == b';') {
        setting(line, (at, at + part.len()), Place::List, found);
        at += part.len() + 1;
    }
}

/// Where a setting stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Alone on its line.
    Line,
    /// Among others, in a line that is known to hold some.
    List,
}

/// A key and its value, and nothing else.
fn setting(line: &[u8], (start, end): (usize, usize), place: Place, found: &mut Vec<Found>) {
    let (part, several) = (&line[start..end], place == Place::List);
    let spans = quoted_words(part);
    let [(from, to), (value, last)] = spans[..] else { return };
    let (key, text) = (&part[from..to], &part[value..last]);
    let text = text.strip_suffix(b";").unwrap_or(text);
    let quoted = matches!(part[value - 1], b'"' | b'\'');
    let plain = NAME.fills(key);
    let begins = from == 0 || part[from - 1].is_ascii_whitespace();
    let told = quoted || several || is_joined(key);
    if !(plain && begins && told) {
        return;
    }
    let normal = keys::normal(key);
    let Some(kind) = keys::kind(&normal).filter(|kind| KINDS.contains(kind) || several && OTHERS.contains(kind)) else {
        return;
    };
    let word = dictionary::is_ordinary(text);
    let machine = kind != Kind::Host || quoted || several || host::is_likely(text);
    let candidate = Value { kind, key: &normal, text, sure: true, quoted, line: part };
    if !text.is_empty() && machine && (quoted || !word) && !is_placeholder(text) && is_plausible(&candidate) {
        let start = start + value;
        found.push(Found::new(start..start + text.len(), kind, Evidence::Structure).teaching_unless_short());
    }
}

const BACKLOG: &[u8] = b"Backlog ";

/// What such a key may say.
const KINDS: [Kind; 2] = [Kind::User, Kind::Host];

/// What it may say besides where several stand on a line.
const OTHERS: [Kind; 2] = [Kind::Secret, Kind::Ssid];

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn a_value_stands_behind_a_key_of_machines_or_logins() {
        assert_eq!(texts("Hostname \"quvnix\""), ["quvnix"]);
        assert_eq!(texts("    HTTP_User    gwenq"), ["gwenq"]);
        assert_eq!(texts("  Self_Hostname quvnix-7"), ["quvnix-7"]);
        assert_eq!(
            texts("Backlog SSId1 Zorgal; Password1 h4x0r; MqttHost quvnix; Power 1"),
            ["Zorgal", "h4x0r", "quvnix"]
        );
        assert_eq!(texts("MqttHost quvnix; MqttUser gwenq"), ["quvnix", "gwenq"]);
    }

    #[test]
    fn words_and_sentences_stay() {
        for line in [
            "remote_user unknown",
            "user gwenq",
            "host \"localhost\"",
            "proxy_host is quvnix-7",
            "server_name quvnix; listen 80;",
            "MqttHost",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
