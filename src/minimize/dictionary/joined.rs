//! Words of the language joined by a dash or an underscore that are a name after all: `gw-east`, `plant_rw`,
//! `web-front`.

use super::is_stop_word;
use crate::minimize::ascii::{Class, LOWER};
use crate::minimize::bytes;

/// Whether a text is words joined with an abbreviation among them: `gw-east`, `plant_rw`. Where somebody gives names,
/// that is one; a sentence's `e-mail` and `log-in` are not.
pub(crate) fn is_abbreviated(lower: &[u8]) -> bool {
    let mut parts = lower.split(|byte| matches!(byte, b'-' | b'_'));
    let short = |part: &[u8]| (1..3).contains(&part.len()) && !is_stop_word(part) && LOWER.fills(part);
    Class::of(b"-_").is_in(lower) && lower.len() >= 4 && parts.any(short) && !bytes::is_one_of(lower, &MARKED)
}

/// Words that have such a part.
const MARKED: [&str; 16] = [
    "ad-hoc",
    "cd-rom",
    "e-mail",
    "e_mail",
    "host_id",
    "host_ip",
    "n_a",
    "node-id",
    "pre-up",
    "server_id",
    "up-to-date",
    "user-id",
    "user_id",
    "wi-fi",
    "x-axis",
    "y-axis",
];

/// Whether a text is words joined by dashes of which one says what a machine does or where it stands: `web-front`.
/// Behind a key that says that a machine comes that is its name.
pub(crate) fn names_machine(lower: &[u8]) -> bool {
    is_joined(lower) && lower.split(|byte| *byte == b'-').any(|part| is_duty(part) || is_stand(part))
}

/// Whether one of the words says what a machine does and another one where it stands, or which of several it is:
/// `db-main`, `app-east`.
pub(crate) fn places_machine(lower: &[u8]) -> bool {
    let parts = || lower.split(|byte| *byte == b'-');
    is_joined(lower) && parts().any(is_duty) && parts().any(is_stand)
}

/// Whether two to four words in small letters are joined by dashes.
fn is_joined(lower: &[u8]) -> bool {
    (1..=3).contains(&memchr::memchr_iter(b'-', lower).count())
        && LOWER.or(b"-").fills(lower)
        && !lower.split(|byte| *byte == b'-').any(is_stop_word)
}

fn is_duty(part: &[u8]) -> bool {
    bytes::is_one_of(part, &DUTIES)
}

fn is_stand(part: &[u8]) -> bool {
    bytes::is_one_of(part, &STANDS)
}

/// What machines do, in their names.
const DUTIES: [&str; 38] = [
    "ap", "api", "app", "backup", "build", "cache", "cam", "ci", "db", "dc", "dns", "esx", "file", "fs", "fw", "gw",
    "hmi", "hv", "kvm", "ldap", "log", "mail", "mon", "mq", "mx", "nas", "ns", "pc", "plc", "print", "proxy", "rt",
    "san", "sql", "srv", "stor", "sw", "web",
];

/// Where they stand, and which of several they are.
const STANDS: [&str; 28] = [
    "central",
    "dev",
    "east",
    "edge",
    "floor",
    "front",
    "hall",
    "hq",
    "lab",
    "left",
    "lobby",
    "main",
    "master",
    "north",
    "office",
    "plant",
    "primary",
    "prod",
    "rack",
    "replica",
    "right",
    "room",
    "secondary",
    "site",
    "south",
    "stage",
    "staging",
    "west",
];

#[cfg(test)]
mod tests {
    use super::{is_abbreviated, names_machine, places_machine};

    #[test]
    fn joined_words_with_an_abbreviation_are_names() {
        assert!(is_abbreviated(b"gw-east") && is_abbreviated(b"plant_rw"));
        for text in [&b"log-in"[..], b"e-mail", b"read-only", b"not_set", b"east"] {
            assert!(!is_abbreviated(text), "{text:?}");
        }
    }

    #[test]
    fn joined_words_that_say_what_a_machine_does_are_its_name() {
        assert!(names_machine(b"web-server") && !names_machine(b"read-only") && !names_machine(b"built-in"));
        assert!(places_machine(b"db-main") && places_machine(b"app-east") && !places_machine(b"web-server"));
    }
}
