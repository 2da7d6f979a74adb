//! How far a name reaches, and the finding that it becomes. A name is letters and digits of ASCII, dots, hyphens and
//! underscores; what reaches further (a login with its domain) is seen to where it stands.

use crate::minimize::ascii::NAME;
use crate::minimize::{Evidence, Found, Kind, host};

/// One past the name that begins at `start`; `start` where none does.
pub(super) fn name_end(line: &[u8], start: usize) -> usize {
    start + NAME.run(&line[start..])
}

/// Where the name that ends at `end` begins; `end` where none does.
pub(super) fn name_start(line: &[u8], end: usize) -> usize {
    end - NAME.run_back(&line[..end])
}

/// What the other end of a tunnel is called after, be it before its address or in brackets: a machine, where the name
/// has a dash or is one of the domain system's, else whoever logs in there.
pub(super) fn client(name: &[u8]) -> Kind {
    if name.contains(&b'-') || host::is_domain_name(name) { Kind::Host } else { Kind::User }
}

/// Adds what stands from `start` to `end`, if anything does; of four bytes and more it is known in the lines behind
/// too.
pub(super) fn push(start: usize, end: usize, kind: Kind, found: &mut Vec<Found>) {
    if start >= end {
        return;
    }
    found.push(Found::new(start..end, kind, Evidence::Grammar).teaching_unless_short());
}

#[cfg(test)]
mod tests {
    use super::{name_end, name_start};

    #[test]
    fn a_name_ends_where_other_bytes_begin() {
        let line = b"to gw-7.plant_x: ok";
        assert_eq!((name_end(line, 3), name_start(line, 15)), (15, 3));
        assert_eq!((name_end(line, 2), name_start(line, 3)), (2, 3));
        assert_eq!((name_end(line, line.len()), name_start(line, 0)), (line.len(), 0));
    }
}
