//! What the labels of a name say: which are a public suffix, which names belong to the public ([`is_public`]).

mod clouds;
mod makers;
mod public;
mod services;
mod vendors;

pub(crate) use clouds::cloud_labels;
pub(crate) use makers::is_maker;
pub(crate) use public::{is_public, is_region};

use super::bytes;

/// How many of the last labels of a name are a suffix under which anybody may register.
pub(crate) fn suffix_labels(name: &[u8]) -> usize {
    let mut labels = name.rsplit(|byte| *byte == b'.');
    match (labels.next(), labels.next(), labels.next()) {
        (_, None, _) => 0,
        (Some(last), Some(second), Some(_)) if last.len() == 2 && bytes::is_one_of(second, &SECOND) => 2,
        _ => 1,
    }
}

/// What stands for a label of the suffix: names of special use and generic second labels stay.
pub(crate) fn suffix_text(label: &[u8], last: bool) -> &[u8] {
    let stays = if last { SPECIAL.as_slice() } else { SECOND.as_slice() };
    if bytes::is_one_of(label, stays) { label } else { b"example" }
}

/// Whether what stands before the `@` of a domain is an algorithm of SSH (RFC 4251, section 6), not a person.
pub(crate) fn names_algorithms(domain: &[u8]) -> bool {
    bytes::is_one_of(domain, &["openssh.com", "libssh.org", "lysator.liu.se", "tinyssh.org"])
}

/// Whether a machine's label is nothing but the name of the protocol that it speaks.
pub(crate) fn is_service_name(label: &[u8]) -> bool {
    bytes::is_one_of(label, &PROTOCOLS)
}

/// Second labels under which anybody may register, as `co` in `co.uk`.
const SECOND: [&str; 10] = ["com", "co", "net", "org", "gov", "ac", "edu", "or", "ne", "go"];

/// RFC 6761, 6762, 8375, 9476, and what people use at home.
const SPECIAL: [&str; 15] = [
    "intra",
    "example",
    "test",
    "invalid",
    "localhost",
    "local",
    "localdomain",
    "lan",
    "home",
    "internal",
    "intranet",
    "corp",
    "private",
    "arpa",
    "onion",
];

/// Labels that say what a machine serves, and not whose it is.
const PROTOCOLS: [&str; 14] =
    ["www", "sip", "smtp", "imap", "pop3", "mail", "mx", "ldap", "ftp", "xmpp", "stun", "turn", "ntp", "autodiscover"];

#[cfg(test)]
mod tests {
    use super::suffix_labels;

    #[test]
    fn a_second_label_of_a_country_belongs_to_the_suffix() {
        assert_eq!(suffix_labels(b"a.b.com.mx"), 2);
        assert_eq!(suffix_labels(b"a.b.com"), 1);
        assert_eq!(suffix_labels(b"a"), 0);
    }
}
