//! Files that are called as a machine might be.

/// Whether a name with dots is a file's: one of its own name, or the copy of one that a machine's owner changed.
pub(super) fn is_file(text: &[u8]) -> bool {
    let named = NAMES.iter().any(|name| text.eq_ignore_ascii_case(name.as_bytes()));
    let mut labels = text.rsplit(|byte| *byte == b'.');
    let copied = match (labels.next(), labels.next()) {
        (Some(b"local" | b"example"), Some(stem)) => ENDS.iter().any(|end| end.as_bytes() == stem),
        _ => false,
    };
    named || copied
}

/// Names that stand without their folder.
const NAMES: [&str; 8] =
    ["rc.local", "issue.net", "jail.local", "fail2ban.local", "subject.local", "named.ca", "osgi.ee", "kadmin.local"];

/// Ends of files of which a copy is called `local` or `example`.
const ENDS: [&str; 16] = [
    "cfg",
    "cnf",
    "conf",
    "env",
    "html",
    "ini",
    "json",
    "md",
    "php",
    "properties",
    "py",
    "sh",
    "txt",
    "xml",
    "yaml",
    "yml",
];

#[cfg(test)]
mod tests {
    use super::is_file;

    #[test]
    fn copies_of_files_are_files() {
        for name in ["named.conf.local", "ui.json.example", "rc.local"] {
            assert!(is_file(name.as_bytes()), "{name}");
        }
        assert!(!is_file(b"gw7.plant.local") && !is_file(b"quvnix.example"));
    }
}
