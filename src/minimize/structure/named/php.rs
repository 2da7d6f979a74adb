//! Tables of PHP as it serializes them: `s:8:"password";s:12:"…";`.

use crate::minimize::ascii::DIGIT;
use crate::minimize::structure::keys;
use crate::minimize::structure::value::is_placeholder;
use crate::minimize::{Evidence, Found, Kind, bytes};

/// `s:8:"password";s:12:"…";`, as PHP serializes a table.
pub(super) fn serialized(line: &[u8], found: &mut Vec<Found>) {
    for close in bytes::every(line, b"\";s:") {
        let Some(open) = memchr::memrchr(b'"', &line[close.saturating_sub(KEY)..close]) else { continue };
        let key = &line[close.saturating_sub(KEY) + open + 1..close];
        let digits = DIGIT.run(&line[close + 4..]);
        let start = close + 4 + digits + 2;
        let kind = keys::kind(&keys::normal(key)).filter(|kind| matches!(kind, Kind::Secret | Kind::User));
        let Some(kind) = kind.filter(|_| line.get(start - 2..start) == Some(b":\"")) else { continue };
        let end = start + bytes::find(&line[start..], b"\";").unwrap_or(line.len() - start);
        if start < end && !is_placeholder(&line[start..end]) {
            found.push(Found::new(start..end, kind, Evidence::Structure).teaching_unless_short());
        }
    }
}

/// Bytes of a key that PHP serializes.
const KEY: usize = 64;

#[cfg(test)]
mod tests {
    use crate::minimize::structure::named::texts;

    #[test]
    fn tables_that_php_serialized_are_read() {
        assert_eq!(texts(r#"a:2:{s:8:"password";s:5:"h4x0r";s:4:"size";s:1:"7";}"#), ["h4x0r"]);
        assert_eq!(texts(r#"a:1:{s:4:"user";s:6:"quvnix";}"#), ["quvnix"]);
    }
}
