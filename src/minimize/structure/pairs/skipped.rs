//! What stands between a separator and the value that is meant.

use super::Pair;
use crate::minimize::ascii::{DIGIT, SPACE};
use crate::minimize::structure::spelling::{COOKIES, SCHEMES, cookie_prefix};
use crate::minimize::{Kind, bytes};

impl Pair<'_> {
    /// What stands between the separator and the value: an authorization's scheme, SNMP's type, a digest's name.
    pub(super) fn skip(&self, line: &[u8], key: &[u8], kind: Kind) -> usize {
        let rest = &line[self.value.min(line.len())..];
        let header = key.to_ascii_lowercase().ends_with(b"authorization");
        let quote = usize::from(header && matches!(rest.first(), Some(b'"' | b'\'')));
        let scheme = SCHEMES.iter().find(|scheme| {
            rest.get(quote..quote + scheme.len()).is_some_and(|text| text.eq_ignore_ascii_case(scheme.as_bytes()))
        });
        let prefixes: &[&str] = match kind {
            Kind::Key => &["MD5:", "SHA256:", "SHA1:", "sha256:"],
            Kind::Serial => &["0x"],
            Kind::Mac => &["0x", "STRING: "],
            Kind::Session => &["<"],
            // `sha256=…` stands before what a webhook signs with.
            Kind::Secret => &["STRING: ", "str:", "sha256=", "sha1="],
            // What an installer was answered, with its type: `OVEHOSTED_VM/name=str:X`.
            _ => &["STRING: ", "str:"],
        };
        // systemd's `SetCredential=NAME:value`.
        if kind == Kind::Secret && key.starts_with(b"SetCredential") {
            return memchr::memchr(b':', rest).map_or(0, |colon| colon + 1);
        }
        if kind == Kind::Secret && key == b"key" && self.is_cipher_key(line) {
            return 2;
        }
        // PHP's `["password"]=> string(7) "…"`
        if rest.starts_with(b"string(")
            && let Some(length) = bytes::find(&rest[..rest.len().min(16)], b") \"")
        {
            return length + 2;
        }
        // IEC 61131's `host : STRING(20) := '…'`
        if let Some(length) = declared(rest) {
            return length;
        }
        // Erlang's `password => <<"…">>`.
        if rest.starts_with(b"<<\"") {
            return 2;
        }
        if bytes::is_one_of(key, &COOKIES) {
            return cookie_prefix(rest);
        }
        match scheme.filter(|_| header) {
            Some(scheme) => {
                let behind = quote + scheme.len();
                behind + SPACE.run(&rest[behind..])
            }
            None => prefixes.iter().find(|one| rest.starts_with(one.as_bytes())).map_or(0, |one| one.len()),
        }
    }
}

/// How long a type and the sign before what it is set to are, as controllers declare a variable (IEC 61131-3).
fn declared(rest: &[u8]) -> Option<usize> {
    let behind = rest.strip_prefix(b"W").unwrap_or(rest).strip_prefix(b"STRING")?;
    let size = DIGIT.or(b"()[]").run(behind);
    let behind = behind[size..].trim_ascii_start().strip_prefix(b":=")?.trim_ascii_start();
    behind.starts_with(b"'").then_some(rest.len() - behind.len())
}
