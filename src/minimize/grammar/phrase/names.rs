//! What stands where a name would: its edges, and files, roles and addresses in reverse, which are none.

use crate::minimize::ascii::{HEX, LOWER, NAME, UPPER};
use crate::minimize::{bytes, dictionary, host};

/// A file: a database (`plant.db`, `plant.mdf`), or one that a password locks.
pub(super) fn is_file(text: &[u8]) -> bool {
    let end = text.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    let locked = matches!(end, b"zip" | b"rar" | b"pdf" | b"docx" | b"jks" | b"pfx" | b"kdbx");
    let data = matches!(end, b"db" | b"db3" | b"sqlite" | b"sdf" | b"mdf" | b"accdb" | b"xlsx");
    end.len() < text.len() && (data || locked)
}

/// A whole address in reverse, `7.2.0.192.in-addr.arpa`, which stays one.
pub(super) fn is_reverse(text: &[u8]) -> bool {
    text.ends_with(b".arpa") && text[0].is_ascii_hexdigit() && memchr::memchr_iter(b'.', text).count() >= 5
}

/// What SQL says for everybody, or for whoever asks.
pub(super) fn is_role(text: &[u8]) -> bool {
    matches!(text, b"PUBLIC" | b"CURRENT_USER" | b"CURRENT_ROLE" | b"SESSION_USER" | b"NONE" | b"DEFAULT")
}

/// Whether a name of several words is a company's.
pub(super) fn is_firm(text: &[u8]) -> bool {
    let last = text.rsplit(|byte| *byte == b' ').next().unwrap_or_default();
    matches!(last, b"Inc" | b"Ltd" | b"GmbH" | b"LLC" | b"AG" | b"Corp")
}

/// `Ann Lee (alee)`: what somebody logs in as whose name ends at `end`.
pub(super) fn login(line: &[u8], end: usize) -> Option<(usize, usize)> {
    let rest = line.get(end..)?.strip_prefix(b" (")?;
    let length = NAME.run(rest);
    let text = &rest[..length];
    let said = || dictionary::is_ordinary_as_written(text) || dictionary::is_system_account(text);
    let named = length > 2 && rest[length..].starts_with(b")") && text[0].is_ascii_lowercase();
    (named && !said()).then_some((end + 2, end + 2 + length))
}

/// What NetworkManager and its kin call a connection by a cable: after the interface, or after nothing at all.
pub(super) fn is_wired(text: &[u8]) -> bool {
    let named = bytes::starts_with_any(text, &["Wired connection ", "Ifupdown (", "netplan-"]);
    let interface = text.strip_prefix(b"System ").or_else(|| text.strip_prefix(b"cloud-init ")).unwrap_or(text);
    named || host::is_interface(interface)
}

/// What stands between somebody and what they did not do, or who did it, in French, in Spanish and in German.
pub(super) fn is_negation(text: &[u8]) -> bool {
    matches!(text, b"ne" | b"no" | b"qui" | b"que" | b"se" | b"nicht" | b"bereits" | b"ist" | b"wird" | b"wieder")
}

/// A version, `v8.10.1`, or a model: one capital or two and digits, `C9120AXI-E`. What may be a hexadecimal number and
/// `AP07` are neither.
pub(super) fn is_model(text: &[u8]) -> bool {
    let capitals = UPPER.run(text);
    let numbered = text.get(capitals.max(1)).is_some_and(u8::is_ascii_digit);
    let model = (1..=2).contains(&capitals) && !text.starts_with(b"AP") && !LOWER.is_in(text) && !HEX.fills(text);
    numbered && (model || text.starts_with(b"v"))
}

/// Without white space at both ends and the sentence's marks at its end.
pub(super) fn trimmed(line: &[u8], mut start: usize, mut end: usize) -> Option<(usize, usize)> {
    while start < end && line[start] == b' ' {
        start += 1;
    }
    // `gwen@'%'`: of an account of a database's the machine stands behind, in quotes.
    if end > start && line[end - 1] == b'@' && matches!(line.get(end), Some(b'\'' | b'"')) {
        end -= 1;
    }
    while end > start && matches!(line[end - 1], b' ' | b'.' | b':' | b'!' | b'?') {
        end -= 1;
    }
    (start < end).then_some((start, end))
}

#[cfg(test)]
mod tests {
    use super::{is_file, is_firm, is_model, is_negation, is_reverse, is_role, is_wired, login, trimmed};

    #[test]
    fn what_is_no_name_is_known() {
        assert!(is_file(b"plant.db") && !is_file(b"db") && !is_file(b"db.plant"));
        assert!(is_reverse(b"7.2.0.192.in-addr.arpa") && !is_reverse(b"gw.2.0.192.in-addr.arpa."));
        assert_eq!(trimmed(b" gw7. ", 0, 6), Some((1, 4)));
        assert_eq!(trimmed(b"gwen@'%'", 0, 5), Some((0, 4)));
        assert_eq!(login(b"Gwen Lee (gwlee) x", 8), Some((10, 15)));
        assert!(login(b"Gwen Lee (admin)", 8).is_none() && login(b"Gwen Lee (the owner)", 8).is_none());
        assert!(is_firm(b"Zorgal Horvath Ltd") && !is_firm(b"Ludmila Horvath"));
        assert!(is_negation(b"ne") && !is_negation(b"nela"));
        assert!(is_model(b"v7.10") && is_model(b"Z7120QXI-E") && !is_model(b"AP07") && !is_model(b"zorgal-7"));
        assert!(is_wired(b"Wired connection 1") && is_wired(b"eth0") && !is_wired(b"Quvnix Works"));
        assert!(is_role(b"PUBLIC") && !is_role(b"public7"));
    }
}
