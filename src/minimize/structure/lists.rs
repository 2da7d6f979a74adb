//! Lists behind a key that says what each of their strings is: `"tokens": ["a", "b"]`.

use super::spelling::{LONG, is_unbounded};
use super::value::is_placeholder;
use crate::minimize::ascii::QUOTE;
use crate::minimize::{Evidence, Found, Kind, bytes};

/// Whether what stands in a list without quotes is a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quotes {
    /// No: in JSON it is a number.
    Needed,
    /// Yes, as in YAML.
    Optional,
}

/// The strings of a list.
pub(super) fn find(line: &[u8], open: usize, kind: Kind, quotes: Quotes, found: &mut Vec<Found>) {
    let end = memchr::memchr(b']', &line[open..]).map_or(line.len(), |at| open + at);
    let mut at = open + 1;
    while let Some(item) = (at..end).find(|at| !matches!(line[*at], b' ' | b'\t' | b',' | b'[')) {
        // The keys of an object speak for themselves.
        if line[item] == b'{' {
            return;
        }
        let quote = Some(line[item]).filter(|byte| QUOTE.has(*byte));
        let start = item + usize::from(quote.is_some());
        let Some(length) =
            memchr::memchr(quote.unwrap_or(b','), &line[start..end]).or(quote.is_none().then_some(end - start))
        else {
            return;
        };
        // A table of PHP's: its keys speak for themselves.
        if quote.is_some() && line[start + length + 1..].trim_ascii_start().starts_with(b"=>") {
            return;
        }
        // What is longer than any name is none: where nothing closes the list it is the rest of the line.
        if length >= LONG && !is_unbounded(kind) {
            at = start + length + usize::from(quote.is_some());
            continue;
        }
        let scheme = ["Basic ", "Bearer "]
            .iter()
            .find(|scheme| line[start..].starts_with(scheme.as_bytes()))
            .map_or(0, |scheme| scheme.len());
        // The name of a cookie and its attributes stay (RFC 6265).
        let item = &line[start..start + length];
        let named = memchr::memchr(b'=', item).filter(|_| kind == Kind::Session).map(|equals| {
            let value = item[equals + 1..].iter().take_while(|byte| **byte != b';').count();
            (start + equals + 1, start + equals + 1 + value)
        });
        if let Some((from, to)) = named {
            if to > from {
                found.push(Found::new(from..to, kind, Evidence::Structure).teaching_if(to - from >= 6));
            }
            at = start + length + usize::from(quote.is_some());
            continue;
        }
        // A login before its hash is found with the hash.
        let hashed = kind == Kind::User && line[start..start + length].windows(2).any(|pair| pair == b":$");
        // `"users": ["group:crew", "autogroup:member"]`: what several are.
        let several = kind == Kind::User && bytes::starts_with_any(item, &SEVERAL);
        // `"coordinates": [16.37, 48.2]`
        let place = kind == Kind::Location && line[start..start + length].contains(&b'.');
        // What stands in a URL is found there, and Consul's `"provider=aws tag_key=x"` says where machines are asked for.
        let url = kind == Kind::Host && (item.contains(&b'=') || bytes::find(item, b"://").is_some());
        // And a mail address as one: `"contact": ["mailto:…"]`.
        let mail = kind == Kind::Person && line[start..].starts_with(b"mailto:");
        // `"Cookie": ["REDACTED"]`
        let taken = matches!(kind, Kind::Secret | Kind::Session) && is_placeholder(&line[start..start + length]);
        // `"password": [8, 64]`: how long it may be.
        let long = kind != Kind::Secret || length >= LEAST;
        let told = quotes == Quotes::Optional && long || place || quote.is_some();
        if length > scheme && !taken && !several && !hashed && !url && !mail && told {
            found.push(
                Found::new(start + scheme..start + length, kind, Evidence::Structure).teaching_if(kind == Kind::Secret),
            );
        }
        at = start + length + usize::from(quote.is_some());
    }
}

/// What a group of people begins with where logins are listed.
const SEVERAL: [&str; 4] = ["group:", "autogroup:", "tag:", "role:"];

/// Bytes of the shortest secret without quotes.
const LEAST: usize = 4;

#[cfg(test)]
mod tests {
    use super::{Quotes, find};
    use crate::minimize::Kind;

    fn texts(line: &str, kind: Kind, quotes: Quotes) -> Vec<String> {
        crate::minimize::testing::texts(line, |line, found| find(line, 0, kind, quotes, found))
    }

    #[test]
    fn every_string_is_what_the_key_says() {
        assert_eq!(texts("[\"h4x0r\", \"Bearer h4x1r\"] x", Kind::Secret, Quotes::Needed), ["h4x0r", "h4x1r"]);
        assert_eq!(texts("[16.3738, 48.2081] x", Kind::Location, Quotes::Needed), ["16.3738", "48.2081"]);
        assert_eq!(texts("[gwen, 'bo7']", Kind::User, Quotes::Optional), ["gwen", "bo7"]);
        assert_eq!(texts("[\"autogroup:member\", \"gwen\"]", Kind::User, Quotes::Needed), ["gwen"]);
    }

    #[test]
    fn one_that_is_longer_than_a_name_ends_no_list() {
        let long = "q".repeat(2_000);
        let line = format!("[\"{long}\", \"quvnix7\"]");
        assert_eq!(texts(&line, Kind::User, Quotes::Needed), ["quvnix7"]);
        assert_eq!(texts(&line, Kind::Session, Quotes::Needed), [&*long, "quvnix7"]);
    }

    #[test]
    fn numbers_objects_and_logins_with_a_hash_stay() {
        assert_eq!(texts("[\"REDACTED\"]", Kind::Session, Quotes::Needed), Vec::<String>::new());
        assert_eq!(texts("[1, 2]", Kind::Secret, Quotes::Needed), Vec::<String>::new());
        assert_eq!(texts("[8, 64]", Kind::Secret, Quotes::Optional), Vec::<String>::new());
        assert_eq!(texts("['save' => 'x', 'port' => 7]", Kind::Session, Quotes::Optional), Vec::<String>::new());
        assert_eq!(texts("[{\"a\":\"b\"}]", Kind::Secret, Quotes::Needed), Vec::<String>::new());
        assert_eq!(texts("[\"gwen:$apr1$x\"]", Kind::User, Quotes::Optional), Vec::<String>::new());
        assert_eq!(texts("[\"mailto:gwen@x.example\"]", Kind::Person, Quotes::Needed), Vec::<String>::new());
    }
}
