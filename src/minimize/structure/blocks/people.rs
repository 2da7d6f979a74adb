//! People that lists in a configuration name: FortiOS' administrators, each behind an `edit`; cloud-init's `users:`, and the
//! passwords below its `chpasswd:`.

use super::super::super::quote::unquoted;
use super::super::super::{Found, Kind, Way};

/// What is remembered from line to line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct People {
    /// Lines of a firewall's administrators, each of whom an `edit` names.
    administrators: bool,
    /// Items deeper than this, below `users:`, are people's.
    users: Option<usize>,
    /// The line before was `chpasswd:`.
    passwords: bool,
}

impl People {
    /// Whether the next line may name somebody.
    pub(super) const fn is_open(&self) -> bool {
        self.administrators || self.users.is_some() || self.passwords
    }

    /// Reads a line that is indented so deep; gives whether the deeper lines are secret.
    pub(super) fn line(&mut self, line: &[u8], indent: usize, found: &mut Vec<Found>) -> bool {
        let text = line.trim_ascii();
        if let Some(name) = text.strip_prefix(b"edit ").filter(|_| self.administrators) {
            push(line, unquoted(name), found);
        }
        self.administrators &= text != b"end";
        self.administrators |= matches!(text, b"config system admin" | b"config user local");
        let item = text.starts_with(b"- ");
        self.users = self.users.filter(|outer| indent > *outer || item && indent == *outer);
        if self.users.is_some()
            && let Some(name) = text.strip_prefix(b"- name: ").or_else(|| text.strip_prefix(b"name: "))
            && name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(byte))
        {
            push(line, name, found);
        }
        if text == b"users:" {
            self.users = Some(indent);
        }
        let secret = std::mem::take(&mut self.passwords) && matches!(text, b"list: |" | b"list: |-");
        self.passwords = text == b"chpasswd:";
        secret
    }
}

/// Finds a name, which is the line's last word.
fn push(line: &[u8], name: &[u8], found: &mut Vec<Found>) {
    let Some(start) = memchr::memmem::rfind(line, name).filter(|_| name.len() > 1) else { return };
    let (end, learn) = (start + name.len(), name.len() >= 4);
    found.push(Found { start, end, kind: Kind::User, way: Way::Structure, learn });
}
