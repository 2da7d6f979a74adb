//! What says which machine it is: addresses, hardware addresses, names of machines and their domains, UUIDs.

use std::net::Ipv4Addr;

use super::super::parts::Parts;
use super::super::pseudonym::is_pseudonym;
use super::super::resolution_cache::{Context, Key};
use super::super::{Evidence, Found, Kind, address, bytes, dictionary, domain, mac, uuid};
use super::Settler;
use super::forms::{address_end, is_bracket, is_called, is_name, may_be_address};

impl Settler {
    /// An address of either version, in the network that its prefix says.
    pub(super) fn address(&mut self, line: &[u8], found: Found, out: &mut Parts) {
        let text = &line[found.start..found.end];
        // By far the most are of this form.
        if let Some(address) = std::str::from_utf8(text).ok().and_then(|text| text.parse::<Ipv4Addr>().ok()) {
            let length = address::prefix::length(line, found.end);
            let pseudonym = address::prefix::network4(address, self.network.ipv4(address), length);
            if pseudonym != address {
                let from = out.texts().len();
                address::dotted_decimal(pseudonym, out.texts());
                self.close(&found, from, out);
            }
            return;
        }
        let next = line.get(found.end).copied();
        let length = address::prefix::length(line, found.end);
        if let Some(pseudonym) = address::pseudonym(text, next, length, &mut self.network)
            && !pseudonym.as_bytes().eq_ignore_ascii_case(text)
        {
            self.put(&found, pseudonym.as_bytes(), out);
        }
    }

    /// A hardware address; what is none after all is a serial number.
    pub(super) fn hardware(&mut self, line: &[u8], found: Found, out: &mut Parts) {
        let text = &line[found.start..found.end];
        if mac::is_nobody(text) {
            return;
        }
        match mac::pseudonym(text, &mut self.network) {
            Some(pseudonym) => self.put(&found, pseudonym.as_bytes(), out),
            None => self.settle(line, Found { kind: Kind::Serial, ..found }, out),
        }
    }

    /// A name, an address, a name with a port, `login@name`.
    pub(super) fn host(&mut self, line: &[u8], found: Found, out: &mut Parts) {
        let Found { mut start, mut end, .. } = found;
        if found.kind == Kind::Domain && line[start..end].contains(&b'=') {
            return self.distinguished(line, found, out);
        }
        if dictionary::is_nobodys_host(&line[start..end]) {
            return;
        }
        // What somebody calls a device of theirs: `Gwen's iPad`.
        if (found.kind, found.evidence) == (Kind::Host, Evidence::Structure) && is_called(&line[start..end]) {
            return self.word(&found, "host", &line[start..end], out);
        }
        while let Some(mark) = line[start..end].iter().position(|byte| is_bracket(*byte)) {
            if mark == 0 { start += 1 } else { end = start + mark }
        }
        // Lustre's `192.0.2.7@o2ib`: an address, and through what network it is reached.
        if may_be_address(&line[start..end])
            && let Some(at) = memchr::memchr(b'@', &line[start..end])
            && address_end(&line[start..start + at]).is_some()
        {
            end = start + at;
        }
        if let Some(at) = memchr::memchr(b'@', &line[start..end]).filter(|at| *at > 0) {
            self.user(line, Found { end: start + at, kind: Kind::User, ..found }, out);
            start += at + 1;
        }
        if line[start..end].starts_with(b"unix:") {
            return;
        }
        for prefix in [&b"tcp:"[..], b"ipv4:", b"ipv6:", b"*.", b"//", b"\\\\", b"."] {
            let begins = line[start..end].first() == prefix.first() && line[start..end].starts_with(prefix);
            start += if begins { prefix.len() } else { 0 };
        }
        if may_be_address(&line[start..end])
            && let Some(length) = address_end(&line[start..end])
        {
            let kind = if line[start..start + length].contains(&b':') { Kind::Ipv6 } else { Kind::Ipv4 };
            return if length > 0 {
                self.address(line, Found { start, end: start + length, kind, ..found }, out)
            };
        }
        end = start + line[start..end].iter().take_while(|byte| is_name(**byte)).count();
        while end > start && matches!(line[end - 1], b'.' | b'-' | b'_') {
            end -= 1;
        }
        let text = &line[start..end];
        let number = text.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.');
        if text.is_empty()
            || dictionary::is_nobodys_host(text)
            || (number && (found.evidence != Evidence::Grammar || text.contains(&b'.')))
        {
            return;
        }
        self.name(line, Found { start, end, ..found }, out);
    }

    /// A name of the domain system, label by label.
    fn name(&mut self, line: &[u8], found: Found, out: &mut Parts) {
        let mut lower = std::mem::take(&mut self.name);
        lower.clear();
        bytes::append(&mut lower, &line[found.start..found.end]);
        lower.make_ascii_lowercase();
        // What somebody visited is theirs to know, though everybody may visit it.
        let visited = found.kind == Kind::Domain && found.evidence == Evidence::Grammar;
        let public = !visited && domain::is_public(&lower);
        if !(is_pseudonym(lower.split(|byte| *byte == b'.').next().unwrap_or_default()) || public) {
            self.labels(&lower, found, out);
        }
        self.name = lower;
    }

    /// The labels of a name in lower case.
    fn labels(&mut self, lower: &[u8], found: Found, out: &mut Parts) {
        let kind = if lower.contains(&b'.') { found.kind } else { Kind::Host };
        let count = lower.split(|byte| *byte == b'.').count();
        let cloud = domain::cloud_labels(lower);
        let suffix = domain::suffix_labels(lower).max(cloud);
        let registered = count - suffix >= 2 || cloud > 0;
        let machine = count == 1 || (registered && !self.domains.contains(lower));
        let from = out.texts().len();
        let mut parent = lower;
        for index in 0..count {
            let end = memchr::memchr(b'.', parent).unwrap_or(parent.len());
            let label = &parent[..end];
            let text = out.texts();
            if index > 0 {
                text.push(b'.');
            }
            match index {
                // A machine that is called after its service says nothing by it once its domain is gone.
                0 if machine && registered && domain::is_service_name(label) => text.extend_from_slice(label),
                0 if machine => self.key.append_pseudonym("host", label, text),
                // Whose customer it is says the name alone.
                _ if index >= count - cloud => text.extend_from_slice(label),
                _ if index >= count - suffix => text.extend_from_slice(domain::suffix_text(label, index + 1 == count)),
                // Security: what is longer is no name, and to write all of it down for each label takes long.
                _ if index + LABELS < count => self.domain(label, text),
                _ => self.domain(parent, text),
            }
            parent = parent.get(end + 1..).unwrap_or_default();
        }
        self.close(&Found { kind, ..found }, from, out);
    }

    /// Appends the word for a domain, which is remembered: many machines are in it.
    pub(super) fn domain(&mut self, name: &[u8], out: &mut Vec<u8>) {
        let key = Key { kind: Kind::Domain, context: Context::Domain, text: name };
        if let Some(known) = self.resolutions.get(key) {
            let parts = self.resolutions.parts(known).iter();
            return parts.for_each(|part| bytes::append(out, self.resolutions.replacement(part)));
        }
        let from = out.len();
        self.key.append_pseudonym("dom", name, out);
        let part = (0..name.len(), Kind::Domain, &out[from..]);
        self.resolutions.put(key, std::iter::once(part));
    }

    /// A UUID stays a UUID, in the same notation.
    pub(super) fn uuid(&mut self, line: &[u8], found: Found, out: &mut Parts) {
        let text = &line[found.start..found.end];
        if let Some(inner) = text.strip_prefix(b"{").and_then(|text| text.strip_suffix(b"}")) {
            let start = found.start + 1;
            return self.settle(line, Found { start, end: start + inner.len(), ..found }, out);
        }
        let digits: Vec<u8> = text.iter().filter(|byte| byte.is_ascii_hexdigit()).map(u8::to_ascii_lowercase).collect();
        let marks = text.iter().all(|byte| byte.is_ascii_hexdigit() || *byte == b'-');
        if digits.len() != 32 || !marks {
            return self.settle(line, Found { kind: Kind::Serial, ..found }, out);
        }
        if uuid::is_constant(text) {
            return;
        }
        let upper = text.iter().any(u8::is_ascii_uppercase);
        let hex = self.key.hex("uuid", &digits, 32);
        let mut hex = if upper { hex.to_ascii_uppercase() } else { hex }.into_bytes().into_iter();
        let text: Vec<u8> =
            text.iter().map(|byte| if *byte == b'-' { b'-' } else { hex.next().unwrap_or(b'0') }).collect();
        self.put(&found, &text, out);
    }
}

/// Labels of the longest name that is taken for one.
const LABELS: usize = 32;
