//! The heads of events in ArcSight's and QRadar's formats: `CEF:0|maker|product|version|number|…`, `LEEF:2.0|…`.
//!
//! They say which product speaks, and are the same for everybody: nothing in them is anybody's.

use crate::minimize::prefilter::{Finder, Needs};
use crate::minimize::{Found, bytes};

/// What a line must show to hold one.
pub(crate) const NEEDS: Needs = Needs { finder: Finder::Cef, marks: 0, words: &["cef", "leef"] };

/// Drops what was found in the head of an event.
pub(crate) fn spare(line: &[u8], found: &mut Vec<Found>) {
    for name in [&b"CEF:"[..], b"LEEF:"] {
        let Some(start) = bytes::find(line, name) else { continue };
        let near = &line[start..line.len().min(start + HEAD)];
        let digit = near.get(name.len()).is_some_and(u8::is_ascii_digit);
        let Some(end) = memchr::memchr_iter(b'|', near).nth(BARS - 1).filter(|_| digit) else { continue };
        found.retain(|one| one.end <= start || one.start >= start + end);
    }
}

/// Bars behind the maker, the product, its version and the kind of event.
const BARS: usize = 5;

/// Bytes of a head that are read.
const HEAD: usize = 512;

#[cfg(test)]
mod tests {
    use super::{Found, spare};
    use crate::minimize::{Evidence, Kind};

    fn left(line: &str, words: &[&str]) -> Vec<String> {
        let one = |word: &&str| {
            let start = line.find(word).unwrap();
            Found::new(start..start + word.len(), Kind::Host, Evidence::Shape)
        };
        let mut found: Vec<Found> = words.iter().map(one).collect();
        spare(line.as_bytes(), &mut found);
        found.iter().map(|one| line[one.start..one.end].to_owned()).collect()
    }

    #[test]
    fn the_head_of_an_event_is_nobodys_and_what_follows_may_be() {
        let line = "Jan  2 03:04:05 gw7 CEF:0|Quvnix Works|Wall 7|7.1.2.3|77|gwen logs in|5|src=192.0.2.7";
        assert_eq!(left(line, &["gw7", "Quvnix", "7.1.2.3", "gwen", "192.0.2.7"]), ["gw7", "gwen", "192.0.2.7"]);
        assert_eq!(left("CEF:0|x and 192.0.2.7", &["192.0.2.7"]), ["192.0.2.7"]);
    }
}
