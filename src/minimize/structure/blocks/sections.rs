//! Heads of sections.

use crate::minimize::ascii::{KEY, LETTER, NAME};
use crate::minimize::{Kind, dictionary, uuid};

/// `[name]`, `[name "more"]`.
pub(super) fn section_name(text: &[u8]) -> Option<&[u8]> {
    // TOML's tables of a list stand in two brackets.
    let inner = text.strip_prefix(b"[")?.strip_suffix(b"]")?;
    let inner = inner.strip_prefix(b"[").and_then(|inner| inner.strip_suffix(b"]")).unwrap_or(inner);
    let name = inner.split(|byte| *byte == b' ').next()?;
    let plain = (1..=64).contains(&name.len()) && NAME.or(b":").fills(name);
    (plain && LETTER.is_in(name)).then_some(name)
}

/// Who or what a section is called after: Ceph's `[client.gwen]`, Netdata's `[UUID]`, a key that lets others in.
pub(super) fn named_after(section: &[u8]) -> Option<(&[u8], Kind)> {
    let id = uuid::has_shape(section).then_some((section, Kind::Uuid));
    id.or_else(|| keyholder(section).map(|login| (login, Kind::User)))
}

/// Who a key of Ceph's is for, by the head of its section: `client.gwen`.
fn keyholder(section: &[u8]) -> Option<&[u8]> {
    let login = section.strip_prefix(b"client.")?;
    let plain = KEY.fills(login);
    let chosen = LETTER.is_in(login) && !dictionary::is_word(login);
    (plain && chosen).then_some(login)
}

/// Files whose sections are named after who may log in: NUT's, and Asterisk's.
pub(super) const SECTIONS: [&str; 3] = ["upsd.users", "asterisk/manager.conf", "asterisk/ari.conf"];

/// What lines of NUT's that say what a user may do begin with.
pub(super) const NUT: [&str; 4] = ["upsmon primary", "upsmon secondary", "upsmon master", "upsmon slave"];

#[cfg(test)]
mod tests {
    use super::keyholder;

    #[test]
    fn keys_of_ceph_are_for_somebody_or_for_a_role() {
        assert_eq!(keyholder(b"client.gwenq"), Some(&b"gwenq"[..]));
        for section in [&b"client.admin"[..], b"client.bootstrap.osd", b"client.4123", b"client"] {
            assert_eq!(keyholder(section), None, "{section:?}");
        }
    }
}
