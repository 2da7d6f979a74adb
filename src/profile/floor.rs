//! The floor under every profile: what is never collected, because it gives access or no minimizer can make it safe.

/// Whether the floor holds for a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Floor {
    /// What is never collected is skipped and reported.
    Holds,
    /// The floor does not hold: a source gives a reason, or the file is only read to learn from and goes nowhere.
    Lifted,
}

/// Returns why only a source that gives a reason (`sensitive`) may collect a path, if so; patterns are paths too.
#[must_use]
pub fn never_collected(path: &[u8]) -> Option<&'static str> {
    // A path with `//`, `/./` or a final slash is judged by what it leads to.
    let parts = path.split(|byte| *byte == b'/').filter(|part| !matches!(*part, b"" | b"."));
    let lower = parts.flat_map(|part| [b"/", part]).flatten().map(u8::to_ascii_lowercase).collect::<Vec<_>>();
    let mut last = lower.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
    // A copy contains what the file contained.
    while let Some(copied) = COPIES.iter().find_map(|end| last.strip_suffix(end.as_bytes())) {
        last = copied;
    }
    // A file of the same name elsewhere contains the same.
    let device = lower.starts_with(b"/dev/").then_some("devices are never opened");
    let whole = FLOOR_PATHS.iter().find(|(part, _)| memchr::memmem::find(&lower, part.as_bytes()).is_some());
    let name = FLOOR_NAMES.iter().find(|(known, _)| known.as_bytes() == last);
    let end = FLOOR_ENDS.iter().find(|(end, _)| last.ends_with(end.as_bytes()));
    device.or(whole.or(name).or(end).map(|(_, why)| *why))
}

/// Endings that are added to the names of copies.
const COPIES: [&str; 16] = [
    ".bak",
    ".bz2",
    ".dpkg-dist",
    ".dpkg-new",
    ".dpkg-old",
    ".gz",
    ".old",
    ".orig",
    ".rpmnew",
    ".rpmorig",
    ".rpmsave",
    ".save",
    ".swp",
    ".xz",
    ".zst",
    "~",
];

/// Parts of paths.
const FLOOR_PATHS: [(&str, &str); 16] = [
    ("/etc/ssl/private", "private keys"),
    ("/etc/pki/tls/private", "private keys"),
    ("/.gnupg/", "private keys"),
    ("/.aws/credentials", "cloud credentials"),
    ("/.config/gcloud", "cloud credentials"),
    ("/.azure/", "cloud credentials"),
    ("/.kube/config", "cloud credentials"),
    ("/etc/kubernetes/admin.conf", "cloud credentials"),
    ("/serviceaccount/token", "tokens"),
    ("/vault/token", "tokens"),
    ("/proc/kcore", "memory"),
    ("/proc/keys", "keys"),
    ("/proc/kmsg", "messages that only one reader gets"),
    ("trace_pipe", "endless traces"),
    ("/casepack/keys", "casepack's own keys"),
    ("/casepack/ledgers", "casepack's own ledgers"),
];

/// Last components.
const FLOOR_NAMES: [(&str, &str); 22] = [
    ("shadow", "password hashes"),
    ("shadow-", "password hashes"),
    ("gshadow", "password hashes"),
    ("gshadow-", "password hashes"),
    ("id_rsa", "private keys"),
    ("id_dsa", "private keys"),
    ("id_ecdsa", "private keys"),
    ("id_ed25519", "private keys"),
    ("ssh_host_rsa_key", "private keys"),
    ("ssh_host_ecdsa_key", "private keys"),
    ("ssh_host_ed25519_key", "private keys"),
    ("ssh_host_dsa_key", "private keys"),
    (".netrc", "passwords"),
    (".pgpass", "passwords"),
    (".git-credentials", "passwords"),
    ("kubeconfig", "cloud credentials"),
    ("environ", "environments of processes"),
    ("mem", "memory"),
    ("flush", "files with side effects when read"),
    ("kcore", "memory"),
    ("vmcore", "memory"),
    ("swapfile", "memory"),
];

/// Endings of last components.
const FLOOR_ENDS: [(&str, &str); 20] = [
    (".key", "private keys"),
    (".keystore", "keystores"),
    (".jks", "keystores"),
    (".p12", "keystores"),
    (".pfx", "keystores"),
    (".kdbx", "keystores"),
    (".keytab", "keytabs"),
    ("krb5.keytab", "keytabs"),
    (".ppk", "private keys"),
    ("_key.pem", "private keys"),
    ("-key.pem", "private keys"),
    ("privkey.pem", "private keys"),
    (".db", "database files"),
    (".sqlite", "database files"),
    (".sqlite3", "database files"),
    (".mdb", "database files"),
    (".ibd", "database files"),
    (".ldb", "database files"),
    ("_history", "shell histories"),
    (".history", "shell histories"),
];

#[cfg(test)]
mod tests {
    use super::never_collected;

    #[test]
    fn the_floor_holds_for_parts_names_and_ends_of_paths_and_for_devices_where_they_lie() {
        for path in [
            "/dev/sda",
            "/dev/shm/x",
            "/home/x/.aws/credentials",
            "/etc/shadow.bak.gz",
            "/srv/x/Server.KEY",
            "//etc/./shadow/",
            "/x/.aws//./credentials",
        ] {
            assert!(never_collected(path.as_bytes()).is_some(), "{path}");
        }
        for path in ["/srv/dev/app.log", "/var/log/shadow.log", "/etc/hosts.bak"] {
            assert_eq!(never_collected(path.as_bytes()), None, "{path}");
        }
    }
}
