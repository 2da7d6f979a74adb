//! Logins as Windows writes them: `QUVNIX\ann`, with the domain in capitals, as a word of their own.
//!
//! A path, a key of the registry and an escape hold a backslash too: what is longer than one name behind one domain,
//! what the dictionary knows and what ends as a file does is none.

use super::spans::push;
use crate::minimize::ascii::SERIAL;
use crate::minimize::{Found, Kind, dictionary};

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    for at in memchr::memchr_iter(b'\\', line) {
        logon(line, at, found);
    }
}

fn logon(line: &[u8], at: usize, found: &mut Vec<Found>) {
    let is_login =
        |byte: &&u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'_');
    let start = at - SERIAL.or(b"-").run_back_within(&line[..at], NETBIOS + 1);
    let mut end = at + 1 + line[at + 1..].iter().take(LOGIN + 1).take_while(is_login).count();
    let closed = line.get(end).is_none_or(|byte| byte.is_ascii_whitespace() || b"\"',;)]:".contains(byte));
    let open = start.checked_sub(1).is_none_or(|before| {
        line[before].is_ascii_whitespace() || matches!(line[before], b'"' | b'\'' | b'(' | b'[' | b'=' | b':' | b'<')
    });
    while end > at + 1 && line[end - 1] == b'.' {
        end -= 1;
    }
    let (domain, login) = (&line[start..at], &line[at + 1..end]);
    let fits = (2..=NETBIOS).contains(&domain.len()) && (3..=LOGIN).contains(&login.len());
    if !open || !closed || !fits || !domain[0].is_ascii_uppercase() || !login[0].is_ascii_lowercase() {
        return;
    }
    let word = dictionary::is_ordinary_as_written;
    // `ERROR\nstack`: an escape and a word.
    let escape = matches!(login[0], b'n' | b't' | b'r') && word(&login[1..]) || is_byte(login);
    let file = memchr::memrchr(b'.', login).is_some_and(|dot| login.len() - dot <= 5);
    let hive = domain.starts_with(b"HK") || domain == b"NT";
    if !hive && !file && !dictionary::is_ordinary(domain) && !word(login) && !escape {
        push(start, at, Kind::Domain, found);
        push(at + 1, end, Kind::User, found);
    }
}

/// `x00`: a byte that is no letter, as many programs write it behind a backslash.
fn is_byte(text: &[u8]) -> bool {
    matches!(text, [b'x', high, low] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit())
}

/// Characters of a domain's NetBIOS name.
const NETBIOS: usize = 15;
/// Characters of a login that Windows takes.
const LOGIN: usize = 20;

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn a_login_behind_its_domain_is_found() {
        assert_eq!(texts("LastUser    REG_SZ    QUVNIX\\gwen7"), ["QUVNIX", "gwen7"]);
        assert_eq!(texts("(QUVNIX\\g.loevgren) saved"), ["QUVNIX", "g.loevgren"]);
        assert_eq!(texts("by QUVNIX\\jblack now"), ["QUVNIX", "jblack"]);
    }

    #[test]
    fn paths_keys_escapes_and_words_stay() {
        for line in [
            "C:\\Users\\gwen7",
            "BIN\\quvnix.exe",
            "HKLM\\quvnix",
            "SYSTEM32\\drivers\\quvnix",
            "ERROR\\nquvnix",
            "QUVNIX\\nstack",
            "QUVNIX\\update",
            "NT AUTHORITY\\SYSTEM",
            "\\\\GW7\\share7",
            "[A-Z]\\d+",
            "refid QUV\\x00 1096",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
