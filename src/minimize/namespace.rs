//! Names in URIs that name a vocabulary and lead nowhere: `xmlns="http://…"`, `xsi:schemaLocation="…"`, `"$schema":
//! "…"`.
//!
//! A parser compares them byte for byte, and who made a vocabulary is in every copy of it. What the appliance knows for
//! its own is replaced in them all the same.

use super::ascii::NAME;
use super::bytes;

/// Whether the name that begins at `start`, right behind `://`, stands in such a URI.
pub(crate) fn holds(line: &[u8], start: usize) -> bool {
    let near = start.saturating_sub(NEAR);
    let head = &line[near..start];
    if !head.ends_with(b"://") {
        return false;
    }
    let Some(quote) = memchr::memrchr2(b'"', b'\'', head) else { return false };
    let key = head[..quote].trim_ascii_end();
    if let Some(key) = key.strip_suffix(b"\":") {
        return key.ends_with(b"\"$schema");
    }
    let Some(key) = key.strip_suffix(b"=") else { return bytes::find(&head[..quote], b"<!DOCTYPE ").is_some() };
    let length = NAME.or(b":").run_back(key);
    let name = &key[key.len() - length..];
    name.starts_with(b"xmlns") || bytes::ends_with_any(name, &["chemaLocation", "targetNamespace", "amespace"])
}

/// Bytes before a name in which the attribute is looked for.
const NEAR: usize = 512;

#[cfg(test)]
mod tests {
    use super::holds;

    fn stays(line: &str) -> bool {
        holds(line.as_bytes(), line.rfind("://").unwrap() + 3)
    }

    #[test]
    fn vocabularies_are_named_by_attributes() {
        assert!(stays("<a xmlns=\"http://quvnix.example/v1\">"));
        assert!(stays("<a xmlns:q='http://quvnix.example/v1'>"));
        assert!(stays("<a xsi:schemaLocation=\"http://one.example http://two.example/a.xsd\">"));
        assert!(stays("{\"$schema\": \"https://quvnix.example/v1\"}"));
        assert!(stays("<!DOCTYPE a PUBLIC \"-//Q\" \"http://quvnix.example/a.dtd\">"));
    }

    #[test]
    fn other_addresses_lead_somewhere() {
        for line in ["<a href=\"http://quvnix.example\">", "url: http://quvnix.example", "xmlns http://quvnix.example"]
        {
            assert!(!stays(line), "{line}");
        }
    }
}
