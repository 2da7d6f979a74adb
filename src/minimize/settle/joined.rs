//! Names that are joined by other marks than a dot or an `@`: domains in a directory, principals of Kerberos.

use super::super::parts::Parts;
use super::super::pseudonym::is_pseudonym;
use super::super::{Evidence, Found, Kind, contact, domain};
use super::Settler;

impl Settler {
    /// The labels of a domain in a name of a directory, `plant,dc=acme,dc=example`: each as it is in a name with dots.
    pub(super) fn distinguished(&mut self, line: &[u8], found: Found, out: &mut Parts) {
        let (mut spans, mut at) = (Vec::new(), found.start);
        for part in line[found.start..found.end].split(|byte| *byte == b',') {
            let key = memchr::memchr(b'=', part).map_or(0, |equals| equals + 1);
            spans.push((at + key, at + part.len()));
            at += part.len() + 1;
        }
        let labels: Vec<&[u8]> = spans.iter().map(|(start, end)| &line[*start..*end]).collect();
        let name = labels.join(&b'.').to_ascii_lowercase();
        let mut parent = name.as_slice();
        let own = spans.len().saturating_sub(domain::suffix_labels(&name));
        // With dots, the first of several labels that nobody said is a domain's reads as a machine's.
        let machine = own >= 2 && !self.domains.contains(&name);
        for (index, (start, end)) in spans.iter().copied().take(own).enumerate() {
            if start < end && !is_pseudonym(&line[start..end]) {
                let from = out.texts().len();
                match machine && index == 0 {
                    true => self.key.append_pseudonym("host", &line[start..end].to_ascii_lowercase(), out.texts()),
                    false => self.domain(parent, out.texts()),
                }
                self.close(&Found { start, end, ..found }, from, out);
            }
            parent = &parent[memchr::memchr(b'.', parent).map_or(parent.len(), |dot| dot + 1)..];
        }
    }

    /// Kerberos' `service/machine@REALM`, `login/role@REALM`: the service stays.
    pub(super) fn principal(&mut self, line: &[u8], found: Found, slash: usize, out: &mut Parts) {
        let Found { start, end, .. } = found;
        let at = start + memchr::memchr(b'@', &line[start..end]).unwrap_or(end - start);
        let instance = &line[start + slash + 1..at];
        if !instance.contains(&b'.') && !contact::is_service(&line[start..start + slash]) {
            self.user(line, Found { end: start + slash, ..found }, out);
        }
        self.host(line, Found { start: start + slash + 1, end: at, kind: Kind::Host, ..found }, out);
        if at + 1 < end {
            self.host(line, Found { start: at + 1, kind: Kind::Domain, evidence: Evidence::Structure, ..found }, out);
        }
    }
}
