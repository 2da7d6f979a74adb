//! What the appliance knows of itself, from the files that say it.
//!
//! Given bytes only; who reads them, and from where, is `host`'s business. Files with keys and values are read by the
//! same finders as everything else; here are those whose form is their own.

use super::known::Known;
use super::{Kind, dictionary};

/// A file of the appliance: its path below the root and its bytes.
pub(super) type Source<'a> = (&'a str, &'a [u8]);

/// What was harvested.
#[derive(Debug, Default)]
pub(crate) struct Harvest {
    pub(crate) known: Known,
    /// Names that are domains, not machines.
    pub(crate) domains: Vec<Vec<u8>>,
}

impl Harvest {
    /// Reads one file.
    pub(crate) fn read(&mut self, (path, bytes): Source<'_>) {
        let lines = bytes.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
        match path {
            "etc/passwd" => lines.for_each(|line| self.account(line)),
            "etc/hosts" => lines.for_each(|line| self.hosts(line)),
            "etc/hostname" | "proc/sys/kernel/hostname" => lines.take(1).for_each(|line| self.host(line)),
            "etc/resolv.conf" => lines.for_each(|line| self.resolver(line)),
            "etc/machine-id" => lines.take(1).for_each(|line| self.learn(line, Kind::Uuid)),
            _ if path.starts_with("sys/class/net/") => lines.take(1).for_each(|line| self.hardware(line)),
            _ if path.ends_with("_uuid") => lines.take(1).for_each(|line| self.learn(line, Kind::Uuid)),
            _ if path.ends_with("_serial") || path.ends_with("_asset_tag") || path.ends_with("/serial") => {
                lines.take(1).for_each(|line| self.serial(line))
            }
            _ => {}
        }
    }

    /// A folder below `/home`.
    pub(crate) fn home(&mut self, name: &[u8]) {
        if !dictionary::is_system_account(name) {
            self.learn(name, Kind::User);
        }
    }

    /// `login:x:1000:1000:Full Name,Room,Phone:/home/login:/bin/sh` (passwd(5)).
    fn account(&mut self, line: &[u8]) {
        let fields: Vec<&[u8]> = line.split(|byte| *byte == b':').collect();
        let [login, _, uid, _, gecos, ..] = fields.as_slice() else { return };
        let uid: u32 = std::str::from_utf8(uid).ok().and_then(|text| text.parse().ok()).unwrap_or(0);
        if !(1000..65_000).contains(&uid) || dictionary::is_system_account(login) {
            return;
        }
        self.learn(login, Kind::User);
        let mut parts = gecos.split(|byte| *byte == b',');
        self.learn(parts.next().unwrap_or_default(), Kind::Person);
    }

    /// `127.0.1.1 name.domain name` (hosts(5)).
    fn hosts(&mut self, line: &[u8]) {
        let line = line.split(|byte| *byte == b'#').next().unwrap_or_default();
        for name in line.split(u8::is_ascii_whitespace).skip(1).filter(|name| !name.is_empty()) {
            self.host(name);
        }
    }

    /// `search domain…`, `domain name` (resolv.conf(5)).
    fn resolver(&mut self, line: &[u8]) {
        let mut words = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        if matches!(words.next(), Some(b"search" | b"domain")) {
            words.for_each(|name| self.domain(name));
        }
    }

    fn host(&mut self, name: &[u8]) {
        if dictionary::is_nobodys_host(name) {
            return;
        }
        self.learn(name, Kind::Host);
        if let Some(dot) = memchr::memchr(b'.', name) {
            self.learn(&name[..dot], Kind::Host);
            self.domain(&name[dot + 1..]);
        }
    }

    /// A domain, and the label in it that somebody registered.
    fn domain(&mut self, name: &[u8]) {
        let name = name.strip_suffix(b".").unwrap_or(name);
        if name.is_empty() || dictionary::is_nobodys_host(name) {
            return;
        }
        self.domains.push(name.to_ascii_lowercase());
        if name.contains(&b'.') {
            self.learn(name, Kind::Domain);
            let labels: Vec<&[u8]> = name.split(|byte| *byte == b'.').collect();
            let registered = labels.len().saturating_sub(super::domain::suffix_labels(name) + 1);
            self.learn(labels[registered], Kind::Domain);
        }
    }

    fn serial(&mut self, line: &[u8]) {
        self.learn(line, Kind::Serial);
    }

    /// The form without marks, which no shape tells from a number.
    fn hardware(&mut self, line: &[u8]) {
        let digits: Vec<u8> = line.iter().copied().filter(u8::is_ascii_hexdigit).collect();
        if digits.iter().any(|digit| *digit != b'0') {
            self.learn(&digits, Kind::Mac);
        }
    }

    fn learn(&mut self, text: &[u8], kind: Kind) {
        self.known.learn(text, kind);
    }
}

#[cfg(test)]
mod tests {
    use super::{Harvest, Kind};

    #[test]
    fn people_hosts_and_domains_are_harvested_and_system_accounts_are_not() {
        let mut harvest = Harvest::default();
        harvest
            .read(("etc/passwd", b"root:x:0:0:root:/root:/bin/sh\nanna:x:1000:1000:Anna Lund,,:/home/anna:/bin/sh\n"));
        harvest.read(("etc/hosts", b"127.0.0.1 localhost\n127.0.1.1 plc-7.lundworks.example plc-7\n"));
        let mut texts: Vec<_> =
            harvest.known.texts().map(|(text, kind)| (String::from_utf8_lossy(text).into_owned(), kind)).collect();
        texts.sort();
        let expected = [
            ("anna", Kind::User),
            ("anna lund", Kind::Person),
            ("lundworks", Kind::Domain),
            ("lundworks.example", Kind::Domain),
            ("plc-7", Kind::Host),
            ("plc-7.lundworks.example", Kind::Host),
        ];
        assert_eq!(texts, expected.map(|(text, kind)| (text.to_owned(), kind)));
    }
}
