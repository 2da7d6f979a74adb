//! Constants and tables of PHP: `define('DB_PASSWORD', '…');`, `s:8:"password";s:12:"…";`.

use super::super::super::{Found, Kind, Way, bytes};
use super::super::keys;
use super::super::plausible::{Candidate, is_plausible};
use super::super::value::is_placeholder;
use super::string_at;

/// `define('DB_PASSWORD', '…');`
pub(super) fn constants(line: &[u8], found: &mut Vec<Found>) {
    let mut from = 0;
    while let Some(at) = bytes::find(&line[from..], b"define(").map(|at| from + at + 7) {
        from = at;
        let Some(name) = string_at(line, at) else { continue };
        let comma = name.1 + 1;
        let Some(value) = string_at(line, comma + 1).filter(|_| line.get(comma) == Some(&b',')) else { continue };
        from = value.1;
        let key = keys::normal(&line[name.0..name.1]);
        // WordPress' keys and salts.
        let kind = if key.ends_with(b"key") || key.ends_with(b"salt") { Some(Kind::Secret) } else { keys::kind(&key) };
        let Some(kind) = kind else { continue };
        let text = &line[value.0..value.1];
        let candidate = Candidate { kind, key: &key, text, sure: true, quoted: true, line };
        if is_plausible(&candidate) {
            let learn = candidate.teaches();
            found.push(Found { start: value.0, end: value.1, kind, way: Way::Structure, learn });
        }
    }
}

/// `s:8:"password";s:12:"…";`, as PHP serializes a table.
pub(super) fn serialized(line: &[u8], found: &mut Vec<Found>) {
    for close in bytes::every(line, b"\";s:") {
        let Some(open) = memchr::memrchr(b'"', &line[close.saturating_sub(KEY)..close]) else { continue };
        let key = &line[close.saturating_sub(KEY) + open + 1..close];
        let digits = line[close + 4..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let start = close + 4 + digits + 2;
        if line.get(start - 2..start) != Some(b":\"") || keys::kind(&keys::normal(key)) != Some(Kind::Secret) {
            continue;
        }
        let end = start + bytes::find(&line[start..], b"\";").unwrap_or(line.len() - start);
        if start < end && !is_placeholder(&line[start..end]) {
            found.push(Found { start, end, kind: Kind::Secret, way: Way::Structure, learn: true });
        }
    }
}

/// Bytes of a key that PHP serializes.
const KEY: usize = 64;

#[cfg(test)]
mod tests {
    use super::super::texts;

    #[test]
    fn constants_of_php_are_read() {
        let line =
            "define( 'DB_PASSWORD', 'h4x\\'0r' ); define('WP_DEBUG', false); define(\"NONCE_SALT\", \"x]v3|+a b\");";
        assert_eq!(texts(line), ["h4x\\'0r", "x]v3|+a b"]);
    }

    #[test]
    fn tables_that_php_serialized_are_read() {
        assert_eq!(texts(r#"a:2:{s:8:"password";s:5:"h4x0r";s:4:"size";s:1:"7";}"#), ["h4x0r"]);
    }
}
