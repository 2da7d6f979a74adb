//! The kernel's audit log: login names in quotes or in hex, command lines in hex; OpenStack's ids of users and projects.

use super::super::bytes;
use super::super::sight::{Finder, Needs};
use super::super::{Found, Kind, Way};

/// What a line must show to hold one.
pub(super) const NEEDS: Needs = Needs { finder: Finder::Audit, marks: 0, words: &["audit", "req"] };

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    if bytes::find(line, b"audit(").is_some() {
        for (key, kind) in KEYS {
            for at in memchr::memmem::find_iter(line, key) {
                value(line, at, key.len(), kind, found);
            }
        }
    }
    if let Some(at) = bytes::find(line, b"[req-") {
        openstack(line, at, found);
    }
}

/// A value in quotes is a name; one in hex is what could not be printed, and who knows what is in it.
fn value(line: &[u8], at: usize, length: usize, kind: Kind, found: &mut Vec<Found>) {
    if at > 0 && line[at - 1].is_ascii_alphanumeric() {
        return;
    }
    let start = at + length;
    let quoted = line.get(start) == Some(&b'"');
    let start = start + usize::from(quoted);
    let end = start
        + line[start..]
            .iter()
            .take_while(|byte| if quoted { **byte != b'"' } else { !byte.is_ascii_whitespace() && **byte != b'\'' })
            .count();
    let text = &line[start..end];
    let hexadecimal =
        !quoted && text.len() >= 4 && text.len().is_multiple_of(2) && text.iter().all(u8::is_ascii_hexdigit);
    if hexadecimal || (kind == Kind::User && !text.is_empty()) {
        found.push(Found { start, end, kind, way: Way::Structure, learn: kind == Kind::User });
    }
}

/// `[req-UUID USER PROJECT …]`: 32 hexadecimal digits each.
fn openstack(line: &[u8], at: usize, found: &mut Vec<Found>) {
    let mut start = at;
    for (index, word) in line[at..].split(|byte| *byte == b' ').take(3).enumerate() {
        let end = start + word.len();
        if index > 0 && word.len() == 32 && word.iter().all(u8::is_ascii_hexdigit) {
            found.push(Found { start, end, kind: Kind::Account, way: Way::Grammar, learn: true });
        }
        start = end + 1;
    }
}

const KEYS: [(&[u8], Kind); 11] = [
    (b"acct=", Kind::User),
    (b"AUID=", Kind::User),
    (b"UID=", Kind::User),
    (b"EUID=", Kind::User),
    (b"SUID=", Kind::User),
    (b"FSUID=", Kind::User),
    (b"OUID=", Kind::User),
    (b"ID=", Kind::User),
    (b"proctitle=", Kind::Secret),
    (b"cmd=", Kind::Secret),
    (b"data=", Kind::Secret),
];

#[cfg(test)]
mod tests {
    use super::{Found, find};

    fn texts(line: &str) -> Vec<String> {
        let mut found: Vec<Found> = Vec::new();
        find(line.as_bytes(), &mut found);
        found.iter().map(|one| line[one.start..one.end].to_owned()).collect()
    }

    #[test]
    fn names_and_hidden_command_lines_are_found() {
        assert_eq!(texts("type=X msg=audit(1.2:3): uid=0 acct=\"ada\" exe=\"/x\" AUID=\"ada\""), ["ada", "ada"]);
        assert_eq!(texts("type=PROCTITLE msg=audit(1.2:3): proctitle=6C73002D6C"), ["6C73002D6C"]);
    }
}
