//! vCenter's own ids of what it manages: `host-83`, `vm-101`, `datastore-22`.

use crate::minimize::ascii::is_number;
use crate::minimize::{Found, Kind, bytes};

/// Drops every `host-83` that was taken for a machine's name in a line that speaks of vCenter's objects.
pub(crate) fn spare(line: &[u8], found: &mut Vec<Found>) {
    let managed = |one: &Found| {
        let number = line.get(one.start..one.end).and_then(|text| text.strip_prefix(b"host-"));
        one.kind == Kind::Host && number.is_some_and(is_number)
    };
    if found.iter().any(managed) && speaks_of_objects(line) {
        found.retain(|one| !managed(one));
    }
}

/// Whether a line names a type of vCenter's, or an object of another type by its id.
fn speaks_of_objects(line: &[u8]) -> bool {
    let behind = |prefix: &'static [u8]| bytes::every(line, prefix).map(move |at| (at, at + prefix.len()));
    let begins = |at: usize| !at.checked_sub(1).is_some_and(|at| line[at].is_ascii_alphanumeric() || line[at] == b'-');
    let number = |at: usize| line.get(at).is_some_and(u8::is_ascii_digit);
    bytes::holds_any(line, &TYPES)
        || OBJECTS.iter().any(|prefix| behind(prefix).any(|(at, end)| begins(at) && number(end)))
}

/// What says that an id of a managed object stands there.
const TYPES: [&str; 5] = ["HostSystem", "moref", "MoRef", "moid", "ManagedObject"];

/// What ids of managed objects of other types begin with.
const OBJECTS: [&[u8]; 5] = [b"vm-", b"datastore-", b"domain-c", b"resgroup-", b"dvportgroup-"];

#[cfg(test)]
mod tests {
    use super::{Found, Kind, spare};
    use crate::minimize::Evidence;

    fn left(line: &str, word: &str) -> bool {
        let start = line.find(word).unwrap();
        let mut found = vec![Found::new(start..start + word.len(), Kind::Host, Evidence::Shape)];
        spare(line.as_bytes(), &mut found);
        !found.is_empty()
    }

    #[test]
    fn what_vcenter_manages_is_nobodys() {
        for line in [
            "vim.HostSystem:host-83",
            "moref=host-83",
            "moid\":\"host-83\"",
            "move vm-101 to host-83",
            "host-83 datastore-22",
        ] {
            assert!(!left(line, "host-83"), "{line}");
        }
        assert!(left("host-83 is down", "host-83"));
        assert!(left("host-83 and kvm-7", "host-83"));
        assert!(left("vm-101 on host-gw7", "host-gw7"));
    }
}
