//! What says who somebody is: logins, mail addresses, telephone numbers.

use super::super::parts::Parts;
use super::super::pseudonym::is_pseudonym;
use super::super::{Evidence, Found, Kind, dictionary, domain, mac};
use super::Settler;
use super::forms::{address_end, is_nothing, is_template, principal};

impl Settler {
    /// A login, with a domain on either side or without one.
    pub(super) fn user(&mut self, line: &[u8], found: Found, out: &mut Parts) {
        let Found { start, end, .. } = found;
        let text = &line[start..end];
        // `uid=\S`: any letter.
        if matches!(text, [b'\\', class] if class.is_ascii_alphabetic()) {
            return;
        }
        if let Some(slash) = principal(text) {
            return self.principal(line, found, slash, out);
        }
        if let Some(at) = memchr::memchr(b'@', text).filter(|at| *at > 0 && *at + 1 < text.len()) {
            if text[at..].contains(&b'.') {
                return self.email(line, Found { kind: Kind::Email, ..found }, out);
            }
            self.user(line, Found { end: start + at, ..found }, out);
            let evidence = Evidence::Structure;
            return self.host(line, Found { start: start + at + 1, kind: Kind::Domain, evidence, ..found }, out);
        }
        if let Some(at) = memchr::memrchr(b'\\', text).filter(|at| *at + 1 < text.len()) {
            let before = start + text[..at].iter().take_while(|byte| **byte != b'\\').count();
            if before > start {
                self.host(line, Found { end: before, kind: Kind::Domain, ..found }, out);
            }
            return self.user(line, Found { start: start + at + 1, ..found }, out);
        }
        if text.contains(&b':') && address_end(text) == Some(text.len()) {
            return self.address(line, Found { kind: Kind::Ipv6, ..found }, out);
        }
        // Kafka says so what kind of principal it is.
        let kinds = text.chunks(5).take_while(|part| *part == b"User:").count();
        if kinds > 0 && text.len() > 5 * kinds {
            let whom = Found { start: start + 5 * kinds, ..found };
            return match line[whom.start..end].contains(&b'=') {
                true => self.host(line, Found { kind: Kind::Domain, ..whom }, out),
                false => self.login(line, whom, out),
            };
        }
        // What Kubernetes made for itself; only a node is somebody's.
        if text.starts_with(b"system:") {
            let node = Found { start: start + b"system:node:".len(), kind: Kind::Host, ..found };
            return if text.starts_with(b"system:node:") {
                self.host(line, node, out)
            };
        }
        if text.len() >= 8 && text[0] == b'+' && text[1..].iter().all(u8::is_ascii_digit) {
            return self.phone(line, Found { kind: Kind::Phone, ..found }, out);
        }
        self.login(line, found, out);
    }

    /// A login alone, or a machine's account.
    fn login(&mut self, line: &[u8], found: Found, out: &mut Parts) {
        let Found { start, end, .. } = found;
        let text = &line[start..end];
        let end = start + memchr::memchr(b'(', text).filter(|at| *at > 0).unwrap_or(text.len());
        // A group of sudoers.
        let start = start + usize::from(text.first() == Some(&b'%') && !is_nothing(text));
        let text = &line[start..end];
        // A machine's account in Windows' domains, and a machine that logs in by its hardware address.
        if let Some(name) = text.strip_suffix(b"$").filter(|name| name.iter().any(u8::is_ascii_alphanumeric)) {
            return self.host(line, Found { start, end: start + name.len(), kind: Kind::Host, ..found }, out);
        }
        if mac::is_in_pairs(text) {
            return self.hardware(line, Found { start, end, kind: Kind::Mac, ..found }, out);
        }
        // `lambda.amazonaws.com`: a service did it.
        if text.contains(&b'.') && domain::is_public(&text.to_ascii_lowercase()) {
            return;
        }
        let number = text.iter().all(|byte| byte.is_ascii_digit() || *byte == b'-');
        let letters = text.iter().any(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80);
        // sshd says from where somebody came, whatever they called themselves.
        let template = is_template(text) && !line[end..].starts_with(b" from ");
        let nobody = is_nothing(text) || template || dictionary::is_system_account(text);
        if number || !letters || nobody || is_pseudonym(text) {
            return;
        }
        self.word(&Found { start, end, kind: Kind::User, ..found }, "user", text, out);
    }

    /// A mail address: the local part is a login, the rest a domain.
    pub(super) fn email(&mut self, line: &[u8], found: Found, out: &mut Parts) {
        let Found { start, end, .. } = found;
        let Some(at) = memchr::memrchr(b'@', &line[start..end]) else { return };
        let (local, domain) = (&line[start..start + at], &line[start + at + 1..end]);
        if domain::names_algorithms(domain)
            || domain::is_public(&domain.to_ascii_lowercase()) && dictionary::is_word(&local.to_ascii_lowercase())
        {
            return;
        }
        let before = out.len();
        let local = &line[start..start + at];
        let digits = local.strip_prefix(b"+").unwrap_or(local);
        let number = digits.first().is_some_and(u8::is_ascii_digit)
            && digits.iter().all(|byte| byte.is_ascii_digit() || *byte == b'-');
        if number && local.len() >= 7 {
            // A telephone number in a SIP address.
            self.phone(line, Found { end: start + at, kind: Kind::Phone, ..found }, out);
        } else if number {
            self.word(&Found { end: start + at, kind: Kind::User, ..found }, "user", local, out);
        }
        let local_end = if at > 0 && line[start + at - 1] == b'"' { start + at - 1 } else { start + at };
        if !number {
            self.user(line, Found { end: local_end, kind: Kind::User, ..found }, out);
        }
        let evidence = Evidence::Structure;
        self.host(line, Found { start: start + at + 1, kind: Kind::Domain, evidence, ..found }, out);
        out.turn(before, Kind::Email);
    }

    /// A number of the same length that begins with 00.
    pub(super) fn phone(&mut self, line: &[u8], found: Found, out: &mut Parts) {
        let text = &line[found.start..found.end];
        let digits: Vec<u8> = text.iter().copied().filter(u8::is_ascii_digit).collect();
        if digits.len() < 5 {
            return;
        }
        let significant = digits.iter().position(|digit| *digit != b'0').unwrap_or(0);
        let tag = self.key.hmac(&[b"phone", &digits[significant..]]);
        let (mut place, mut start) = (0, found.start);
        let mut digit = |byte: &u8| {
            if !byte.is_ascii_digit() {
                return char::from(*byte);
            }
            place += 1;
            if place <= 2 { '0' } else { char::from(b'0' + tag[place % 32] % 10) }
        };
        // What an escape or a letter beyond ASCII stands for is left as it is written.
        for part in text.split(|byte| !is_plain(*byte)) {
            let end = start + part.len();
            if part.iter().any(u8::is_ascii_digit) {
                let number: String = part.iter().map(&mut digit).collect();
                self.put(&Found { start, end, ..found }, number.as_bytes(), out);
            }
            start = end + 1;
        }
    }
}

/// Whether a byte of a number stands for itself wherever it is written.
const fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\' | b'\'' | b'<' | b'&')
}
