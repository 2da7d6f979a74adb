//! Arguments and variables that NULs close, as the kernel shows those of a process: they are read as the words of a
//! command line.

use super::{INNER, bytes, is_secret_key};

/// Whether a line holds some; where power was lost, many NULs stand in a row.
pub(super) fn are_in(line: &[u8]) -> bool {
    memchr::memchr(0, line).is_some() && bytes::find(line, &[0; ROW]).is_none()
}

/// Reads the NULs of a text as blanks. What stands within a secret ends it no longer.
pub(super) fn separate(text: &mut [u8]) {
    let mut secret = false;
    for part in text.split_mut(|byte| *byte == 0) {
        let dashes = part.iter().take_while(|byte| **byte == b'-').count();
        let key = dashes + part[dashes..].iter().take_while(|byte| is_key(**byte)).count();
        let named = key > dashes && is_secret_key(&part[dashes..key]);
        let value = match part.get(key) {
            Some(b'=') if named => Some(key + 1),
            _ if secret => Some(0),
            _ => None,
        };
        if let Some(value) = value {
            part[value..]
                .iter_mut()
                .filter(|byte| !byte.is_ascii_alphanumeric() && may_end(**byte))
                .for_each(|byte| *byte = INNER);
        }
        // `--password`, and what it is in the next argument.
        secret = named && dashes == 2 && key == part.len();
    }
    text.iter_mut().filter(|byte| **byte == 0).for_each(|byte| *byte = b' ');
}

const fn is_key(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

/// Whether a byte would end a word, a string or a value.
fn may_end(byte: u8) -> bool {
    byte.is_ascii_whitespace() || b"\"'`,;&|<>()[]{}#?".contains(&byte)
}

/// NULs in a row that close no argument.
const ROW: usize = 4;

#[cfg(test)]
mod tests {
    use super::{are_in, separate};

    fn read(text: &str) -> String {
        let mut text = text.as_bytes().to_vec();
        separate(&mut text);
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn arguments_are_words_and_a_secret_is_one_word() {
        assert_eq!(read("sh\0-c\0ls -l\0"), "sh -c ls -l ");
        assert_eq!(
            read("x\0--password=h4x 0r;\0--token\0h4x 1r\0--port\0x7\0"),
            "x --password=h4x+0r+ --token h4x+1r --port x7 "
        );
        assert_eq!(read("A=b c\0DB_PASS=h4x \"0r\0"), "A=b c DB_PASS=h4x++0r ");
    }

    #[test]
    fn where_power_was_lost_there_are_none() {
        assert!(are_in(b"x\0y") && are_in(b"x\0\0y") && !are_in(b"xy") && !are_in(b"x\0\0\0\0"));
    }
}
