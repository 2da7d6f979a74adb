//! Words of logs and configuration that must not become identifiers wherever they turn up, though somebody may bear
//! one as a login or give one to a machine.

mod applications;
mod joined;
mod stops;

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use stops::STOPS;

pub(crate) use joined::{is_abbreviated, names_machine, places_machine};

use super::ascii::{Class, DIGIT, UPPER};
use super::bytes;

/// Whether a text is an ordinary word here, or several of them joined; in capitals or not.
pub(crate) fn is_word(text: &[u8]) -> bool {
    in_small_letters(text, is_word_as_written)
}

/// The same of a text in which a capital tells: `Backup` is a name where `backup` is none.
pub(crate) fn is_word_as_written(text: &[u8]) -> bool {
    WORDS.contains(text)
        || (Class::of(b"-_").is_in(text)
            && text.split(|byte| matches!(byte, b'-' | b'_')).all(|part| part.len() < 3 || WORDS.contains(part))
            && !DIGIT.is_in(text))
}

/// Asks of a text in small letters.
fn in_small_letters(text: &[u8], ask: fn(&[u8]) -> bool) -> bool {
    if !UPPER.is_in(text) {
        return ask(text);
    }
    let mut room = [0; LONGEST];
    let Some(lower) = room.get_mut(..text.len()) else { return ask(&text.to_ascii_lowercase()) };
    lower.copy_from_slice(text);
    lower.make_ascii_lowercase();
    ask(lower)
}

/// Whether a login belongs to the system, not to a person.
pub(crate) fn is_system_account(login: &[u8]) -> bool {
    static LISTED: LazyLock<FxHashSet<&[u8]>> = LazyLock::new(|| accounts().map(str::as_bytes).collect());
    login.starts_with(b"_")
        || login.get(..8).is_some_and(|begin| begin.eq_ignore_ascii_case(b"systemd-"))
        || in_small_letters(login, |login| LISTED.contains(login))
        || is_cut_account(login)
        || applications::is_application(login)
        || bytes::is_one_of_in_any_case(login, &NAMED)
}

/// Windows' own accounts whose names are two words.
const NAMED: [&str; 3] = ["local service", "local system", "network service"];

/// Whether ps(1) or top(1) cut the name of such an account to its width: `prometh+`.
fn is_cut_account(login: &[u8]) -> bool {
    let cut = login.strip_suffix(b"+").filter(|cut| cut.len() >= 7);
    cut.is_some_and(|cut| accounts().any(|account| account.as_bytes().starts_with(cut)))
}

/// Whether a word binds others together and so is nobody's login; in capitals or not.
pub(crate) fn is_stop_word(text: &[u8]) -> bool {
    in_small_letters(text, is_stop_word_as_written)
}

/// The same of a word in which a capital tells.
pub(crate) fn is_stop_word_as_written(text: &[u8]) -> bool {
    static LISTED: LazyLock<FxHashSet<&[u8]>> = LazyLock::new(|| STOPS.iter().map(|one| one.as_bytes()).collect());
    LISTED.contains(text)
}

/// Whether a text is a word of either sort, one that says nothing of anybody; in capitals or not.
pub(crate) fn is_ordinary(text: &[u8]) -> bool {
    in_small_letters(text, is_ordinary_as_written)
}

/// The same of a text in which a capital tells.
pub(crate) fn is_ordinary_as_written(text: &[u8]) -> bool {
    is_word_as_written(text) || is_stop_word_as_written(text)
}

/// Whether a name stands for no machine of anybody's.
pub(crate) fn is_nobodys_host(name: &[u8]) -> bool {
    static LISTED: LazyLock<FxHashSet<&[u8]>> = LazyLock::new(|| HOSTS.iter().map(|one| one.as_bytes()).collect());
    in_small_letters(name, |name| LISTED.contains(name))
}

/// Every word and name that is listed here.
pub(crate) fn all() -> impl Iterator<Item = &'static str> {
    let lists = accounts().chain(STOPS).chain(HOSTS);
    lists.chain(TEXT.split_ascii_whitespace())
}

/// Accounts that systems, packages and products make.
fn accounts() -> impl Iterator<Item = &'static str> {
    include_str!("accounts.txt").split_ascii_whitespace()
}

/// Names that every machine gives itself, and words that stand where a name would, in the order of their bytes.
const HOSTS: [&str; 110] = [
    "*",
    "-",
    ".",
    "0",
    "<world>",
    "?",
    "__jdbc__",
    "_gateway",
    "admin",
    "all",
    "any",
    "autorite nt",
    "bad_address",
    "beegfs-client",
    "beegfs-meta",
    "beegfs-mgmtd",
    "beegfs-storage",
    "broadcasthost",
    "builtin",
    "client",
    "cluster.local",
    "cyrus",
    "debug",
    "default",
    "docker0",
    "domain-0",
    "dovecot",
    "error",
    "example.com",
    "example.net",
    "example.org",
    "false",
    "font driver host",
    "gateway",
    "gni",
    "host",
    "host.docker.internal",
    "hostname",
    "http",
    "https",
    "iis apppool",
    "info",
    "ip6-allhosts",
    "ip6-allnodes",
    "ip6-allrouters",
    "ip6-localhost",
    "ip6-localnet",
    "ip6-loopback",
    "ip6-mcastprefix",
    "kernel",
    "kubernetes",
    "kubernetes.default",
    "kubernetes.default.svc",
    "kubernetes.default.svc.cluster.local",
    "last",
    "lmtp",
    "local",
    "localdomain",
    "localhost",
    "localhost.localdomain",
    "localhost4",
    "localhost4.localdomain4",
    "localhost6",
    "localhost6.localdomain6",
    "loghost",
    "loopback",
    "maildrop",
    "mailman",
    "message",
    "mshome",
    "no",
    "none",
    "notice",
    "nt",
    "nt authority",
    "nt service",
    "nt virtual machine",
    "null",
    "o2ib",
    "o2ib0",
    "o2ib1",
    "o2ib2",
    "off",
    "on",
    "pam",
    "pbs",
    "procmail",
    "pve",
    "repeated",
    "router",
    "self",
    "server",
    "spamassassin",
    "tcp",
    "tcp0",
    "tcp1",
    "tcp2",
    "true",
    "tsclient",
    "udp",
    "unknown",
    "unknown_location",
    "virtual",
    "vsphere.local",
    "warning",
    "window manager",
    "workgroup",
    "world",
    "www.example.com",
    "yes",
];

/// Bytes of the longest account or host that is listed; of what is longer a copy is made.
const LONGEST: usize = 48;

static WORDS: LazyLock<FxHashSet<&'static [u8]>> =
    LazyLock::new(|| TEXT.split_ascii_whitespace().map(str::as_bytes).collect());
/// English, and the words of computing; the names of programs, vendors and roles among them.
const TEXT: &str = include_str!("words.txt");

#[cfg(test)]
mod tests {
    use super::{HOSTS, LONGEST, STOPS, accounts, is_system_account, is_word};

    #[test]
    fn words_are_known_alone_and_joined_and_names_are_not() {
        for word in ["server", "backup", "log-level", "max_connections", "kubernetes", "x86_64"] {
            assert!(is_word(word.as_bytes()), "{word}");
        }
        for name in ["gwendolyn", "srv-07", "mkowalski", "db-prod7", "thomas"] {
            assert!(!is_word(name.as_bytes()), "{name}");
        }
    }

    #[test]
    fn the_lists_are_in_order_and_none_is_longer_than_what_is_looked_for() {
        assert!(accounts().is_sorted() && STOPS.is_sorted() && HOSTS.is_sorted());
        assert!(accounts().chain(HOSTS).all(|one| one.len() <= LONGEST));
    }

    #[test]
    fn system_accounts_are_known_in_any_case() {
        assert!(is_system_account(b"Root") && is_system_account(b"systemd-resolve") && !is_system_account(b"ann"));
        assert!(is_system_account(b"QSYSOPR") && !is_system_account(b"QUVNIX"));
        assert!(is_system_account(b"prometh+") && is_system_account(b"systemd+") && !is_system_account(b"gwendol+"));
    }
}
