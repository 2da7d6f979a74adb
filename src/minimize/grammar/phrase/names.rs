//! What stands where a name would: its edges, and files, roles and addresses in reverse, which are none.

/// A database that is a file: `plant.db`, `plant.mdf`.
pub(super) fn is_file(text: &[u8]) -> bool {
    let end = text.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    end.len() < text.len() && matches!(end, b"db" | b"db3" | b"sqlite" | b"sdf" | b"mdf" | b"accdb" | b"xlsx")
}

/// A whole address in reverse, `7.2.0.192.in-addr.arpa`, which stays one.
pub(super) fn is_reverse(text: &[u8]) -> bool {
    text.ends_with(b".arpa") && text[0].is_ascii_hexdigit() && memchr::memchr_iter(b'.', text).count() >= 5
}

/// What SQL says for everybody, or for whoever asks.
pub(super) fn is_role(text: &[u8]) -> bool {
    matches!(text, b"PUBLIC" | b"CURRENT_USER" | b"CURRENT_ROLE" | b"SESSION_USER" | b"NONE" | b"DEFAULT")
}

/// Without white space at both ends and the sentence's marks at its end.
pub(super) fn trimmed(line: &[u8], mut start: usize, mut end: usize) -> Option<(usize, usize)> {
    while start < end && line[start] == b' ' {
        start += 1;
    }
    while end > start && matches!(line[end - 1], b' ' | b'.' | b':' | b'!' | b'?') {
        end -= 1;
    }
    (start < end).then_some((start, end))
}

#[cfg(test)]
mod tests {
    use super::{is_file, is_reverse, is_role, trimmed};

    #[test]
    fn what_is_no_name_is_known() {
        assert!(is_file(b"plant.db") && !is_file(b"db") && !is_file(b"db.plant"));
        assert!(is_reverse(b"7.2.0.192.in-addr.arpa") && !is_reverse(b"gw.2.0.192.in-addr.arpa."));
        assert_eq!(trimmed(b" gw7. ", 0, 6), Some((1, 4)));
        assert!(is_role(b"PUBLIC") && !is_role(b"public7"));
    }
}
