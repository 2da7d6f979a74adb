//! The names behind addresses in hosts(5): of a system elsewhere, of a container, of Windows, of a backup.
//!
//! Known by the item's name, or from the line that every such file has: `127.0.0.1 localhost`.

use std::net::IpAddr;

use super::columns::{spans, words};
use crate::minimize::ascii::{Class, LETTER, NAME};
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary, host};

/// Whether the lines at hand are those of such a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Hosts {
    named: bool,
    open: bool,
    /// Who may reach which service (hosts_access(5)).
    permits: bool,
    /// Machines that Ansible looks after, each at the beginning of a line.
    inventory: bool,
}

impl Hosts {
    pub(super) fn new(name: &str) -> Self {
        let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
        Self {
            named: matches!(file, "hosts" | "hosts.txt" | "extrahosts"),
            open: false,
            permits: matches!(file, "hosts.allow" | "hosts.deny"),
            inventory: name.contains("ansible") && matches!(file, "hosts" | "hosts.ini")
                || matches!(file, "inventory" | "inventory.ini"),
        }
    }

    /// Whether nothing is remembered.
    pub(super) const fn is_plain(self) -> bool {
        let Self { named, open, permits, inventory } = self;
        !named && !open && !permits && !inventory
    }

    pub(super) fn line(&mut self, line: &[u8], found: &mut Vec<Found>) {
        if self.permits {
            return clients(line, found);
        }
        if self.inventory
            && let Some((start, end)) = words(line).first().copied()
            && is_name(&line[start..end])
            && host::is_likely(&line[start..end])
        {
            found.push(Found::new(start..end, Kind::Host, Evidence::Structure).teaching_unless_short());
        }
        // What is not in force may still be read.
        let comment = Class::of(b"# ").run(line);
        let comment = if line.first() == Some(&b'#') { comment } else { 0 };
        let spans = words(&line[comment..]);
        let text = |(start, end): (usize, usize)| &line[comment + start..comment + end];
        let Some(address) = spans.first().and_then(|span| address(text(*span))) else {
            self.open &= line.trim_ascii().is_empty() || comment > 0;
            return;
        };
        let names = spans.iter().skip(1).take_while(|span| !text(**span).starts_with(b"#"));
        if !names.clone().all(|span| is_name(text(*span))) {
            self.open = false;
            return;
        }
        self.open |= address.is_loopback() && names.clone().any(|span| bytes::is_one_of(text(*span), &LOCAL));
        if self.is_plain() || address.is_loopback() && names.clone().all(|span| bytes::is_one_of(text(*span), &LOCAL)) {
            return;
        }
        for (start, end) in names.copied().filter(|span| !dictionary::is_nobodys_host(text(*span))) {
            let (start, end) = (comment + start, comment + end);
            found.push(Found::new(start..end, Kind::Host, Evidence::Structure).teaching_unless_short());
        }
    }
}

/// `sshd: NAME, .works.example EXCEPT NAME : ALLOW`: the machines and domains between the colons.
fn clients(line: &[u8], found: &mut Vec<Found>) {
    let Some(colon) = memchr::memchr(b':', line).filter(|_| line.first() != Some(&b'#')) else { return };
    let from = colon + 1;
    let rest = &line[from..];
    let length = bytes::find(rest, b" :").unwrap_or(rest.len());
    for (start, end) in spans(&rest[..length]) {
        let word = &rest[start..end];
        let text = word.strip_suffix(b",").or_else(|| word.strip_suffix(b":")).unwrap_or(word);
        let domain = text.strip_prefix(b".");
        let name = domain.unwrap_or(text);
        if is_name(name) && (domain.is_some() || host::is_likely(name)) {
            let kind = if domain.is_some() { Kind::Domain } else { Kind::Host };
            let start = from + start + usize::from(domain.is_some());
            found.push(Found::new(start..start + name.len(), kind, Evidence::Structure).teaching_if(domain.is_none()));
        }
        // What is done for them stands behind (hosts_options(5)).
        if word.ends_with(b":") {
            return;
        }
    }
}

/// The address that a text spells, without its zone.
fn address(text: &[u8]) -> Option<IpAddr> {
    let first = text.first()?;
    if !first.is_ascii_hexdigit() && *first != b':' {
        return None;
    }
    let text = text.split(|byte| *byte == b'%').next()?;
    std::str::from_utf8(text).ok()?.parse().ok()
}

/// Whether a text can be a machine's name.
fn is_name(text: &[u8]) -> bool {
    LETTER.is_in(text) && NAME.fills(text)
}

/// What the loopback addresses are called everywhere.
const LOCAL: [&str; 5] = ["localhost", "localhost.localdomain", "ip6-localhost", "localhost6", "localhost4"];

#[cfg(test)]
mod tests {
    use super::Hosts;

    fn texts(name: &str, lines: &[&str]) -> Vec<String> {
        let mut hosts = Hosts::new(name);
        crate::minimize::testing::texts_of_lines(lines, |line, found| hosts.line(line, found))
    }

    #[test]
    fn names_behind_addresses_are_found_where_the_loopback_has_its_own() {
        let lines = ["127.0.0.1\tlocalhost", "192.0.2.7 gw7.plant.example  quvnix # the west", "#192.0.2.8 zorgq"];
        assert_eq!(texts("", &lines), ["gw7.plant.example", "quvnix", "zorgq"]);
        assert_eq!(texts("a/etc/hosts", &["192.0.2.7 quvnix"]), ["quvnix"]);
    }

    #[test]
    fn machines_of_an_inventory_begin_its_lines() {
        let lines = ["[web]", "quvnix-7", "zorgal-2 http_port=80", "ntp_server=x", "[web:vars]"];
        assert_eq!(texts("etc/ansible/hosts", &lines), ["quvnix-7", "zorgal-2"]);
        assert_eq!(texts("etc/x/hosts", &lines), Vec::<String>::new());
    }

    #[test]
    fn clients_stand_up_to_the_second_colon() {
        for line in ["sshd: zorgal-7 : spawn quvnix-8", "sshd: zorgal-7: spawn quvnix-8"] {
            assert_eq!(texts("etc/hosts.allow", &[line]), ["zorgal-7"], "{line}");
        }
    }

    #[test]
    fn other_lines_that_begin_with_an_address_stay() {
        assert_eq!(texts("", &["192.0.2.7 is down"]), Vec::<String>::new());
        let lines = ["127.0.0.1 localhost", "that was all", "192.0.2.7 is down"];
        assert_eq!(texts("", &lines), Vec::<String>::new());
        assert_eq!(texts("etc/hosts", &["127.0.0.1 localhost", "192.0.2.7 - - [x] \"GET /\""]), Vec::<String>::new());
        assert_eq!(
            texts("etc/hosts", &["ff02::1 ip6-allnodes", "::1 ip6-localhost ip6-loopback"]),
            Vec::<String>::new()
        );
    }
}
