//! Keys that are names themselves: logins of a section (`[admins]`, `gwen = h4x0r`), and devices of Zigbee
//! (`'0x00158d0001ab12cd':`).

use super::keys;
use super::value::{is_placeholder, is_secret_alone};
use crate::minimize::ascii::{ALNUM, HEX};
use crate::minimize::quote::unquoted;
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary};

/// Finds them in one line, which stands in that section.
pub(super) fn find(line: &[u8], section: Option<&[u8]>, found: &mut Vec<Found>) {
    if matches!(section, Some(b"admins" | b"users")) {
        login(line, found);
    }
    for at in bytes::every(line, b"0x") {
        device(line, at, found);
    }
}

/// `gwen = h4x0r, role`: who may log in, and with what. What else is set there is a word, a number, or has a key of
/// several words.
fn login(line: &[u8], found: &mut Vec<Found>) {
    let indent = line.len() - line.trim_ascii_start().len();
    let Some(equals) = memchr::memchr(b'=', line) else { return };
    let key = line[indent..equals.max(indent)].trim_ascii_end();
    if key.len() < 2 || !key[0].is_ascii_alphabetic() || !ALNUM.or(b"-.@").fills(key) {
        return;
    }
    let value = line[equals + 1..].trim_ascii();
    let value = unquoted(value.split(|byte| *byte == b',').next().unwrap_or(value).trim_ascii());
    let (name, lower) = (key.to_ascii_lowercase(), value.to_ascii_lowercase());
    let word = dictionary::is_ordinary(&name);
    let number = value.iter().all(|byte| byte.is_ascii_digit() || byte.is_ascii_punctuation());
    let other = value.len() < LEAST
        || value.contains(&b' ')
        || number
        || matches!(value[0], b'/' | b'[' | b'{' | b'=')
        || is_placeholder(value)
        || dictionary::is_ordinary(&lower);
    // A key that says something speaks for itself.
    if other || keys::kind(&keys::normal(key)).is_some() || word && !is_secret_alone(value) {
        return;
    }
    let Some(start) = bytes::find(&line[equals..], value).map(|at| equals + at) else { return };
    if !word {
        found.push(Found::new(indent..indent + key.len(), Kind::User, Evidence::Structure).teaching_unless_short());
    }
    found.push(Found::new(start..start + value.len(), Kind::Secret, Evidence::Structure).teaching_unless_short());
}

/// Bytes of the shortest secret.
const LEAST: usize = 4;

/// The 64 bits of a device's address, in quotes before a colon.
fn device(line: &[u8], at: usize, found: &mut Vec<Found>) {
    let quote = at.checked_sub(1).map(|before| line[before]).filter(|byte| matches!(byte, b'"' | b'\''));
    let end = at + 2 + DIGITS;
    let digits = line.get(at + 2..end).is_some_and(|digits| HEX.fills(digits));
    let closes = || quote.is_some() && line.get(end).copied() == quote && line.get(end + 1) == Some(&b':');
    // A pointer of the kernel's.
    let pointer = || line[at + 2..end].starts_with(b"ffff") || line[at + 2..end].starts_with(b"0000");
    if digits && closes() && !pointer() {
        found.push(Found::new(at + 2..end, Kind::Serial, Evidence::Structure).teaching());
    }
}

/// Hexadecimal digits of such an address.
const DIGITS: usize = 16;

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(section: &str, line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, |line, found| find(line, Some(section.as_bytes()), found))
    }

    #[test]
    fn logins_of_a_section_have_their_secrets_beside_them() {
        assert_eq!(texts("users", "gwenq = h4x0r, role"), ["gwenq", "h4x0r"]);
        assert_eq!(texts("admins", "admin = -pbkdf2-0a1b2c3d4e5f,00ff,10"), ["-pbkdf2-0a1b2c3d4e5f"]);
        for line in ["allow_sign_up = h4x0r", "gwenq = false", "gwenq = 1001:100", "default = dark", "gwenq = a b c d"]
        {
            assert_eq!(texts("users", line), Vec::<String>::new(), "{line}");
        }
        assert_eq!(texts("server", "gwenq = h4x0r"), Vec::<String>::new());
    }

    #[test]
    fn a_device_may_be_a_key() {
        assert_eq!(texts("", "  '0x00158d0001ab12cd':"), ["00158d0001ab12cd"]);
        for line in ["at 0x00158d0001ab12cd:", "'0xffff888001ab12cd':", "'0x00158d0001ab12cd'"] {
            assert_eq!(texts("", line), Vec::<String>::new(), "{line}");
        }
    }
}
