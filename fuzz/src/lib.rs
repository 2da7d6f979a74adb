//! What the targets of the minimizer share: one engine that lives as long as the process, and the properties that hold
//! for every text.
//!
//! The engine is frozen, so that no run teaches another one anything, and keeps its caches, so that an error of a cache
//! shows as a difference to a new engine.

use std::cell::RefCell;

use casepack::minimize::{CaseKey, Minimizer};
use casepack::profile::{Format, Purpose, Rules};

thread_local! {
    static ENGINE: RefCell<Minimizer> = RefCell::new(fresh());
}

/// A secret that no text contains by chance.
pub const SECRET: &str = "Tr0mb0nePx7Qz";

/// Returns an engine that knows nothing.
#[must_use]
pub fn fresh() -> Minimizer {
    let key = CaseKey::derive(b"secret of a target", "case");
    let mut minimizer = Minimizer::new(key, Purpose::Operations, &Rules::default());
    minimizer.freeze();
    minimizer
}

/// Minimizes an item that comes in these pieces; `None` if it is withheld.
#[must_use]
pub fn minimized(name: &str, pieces: &[&[u8]]) -> Option<Vec<u8>> {
    ENGINE.with_borrow_mut(|engine| minimized_by(engine, name, pieces))
}

/// Does the same with a given engine.
pub fn minimized_by(engine: &mut Minimizer, name: &str, pieces: &[&[u8]]) -> Option<Vec<u8>> {
    let mut scan = engine.scan(name, Format::Auto);
    let mut blocks = Vec::new();
    for piece in pieces {
        blocks.extend(scan.push(engine, piece));
    }
    blocks.extend(scan.finish(engine).ok()?);
    Some(blocks.into_iter().flat_map(|block| block.rewrite().into_bytes()).collect())
}

/// Minimizes a text with the secret at a place where it must be found, between texts of the fuzzer; nothing of it may
/// come out.
///
/// The input is the name of an item out of `names`, a place out of `places` (one byte each), and text, in which a byte
/// of value 1 stands for the place. A place is a text with `{}` for the secret.
pub fn hides(names: &[&str], places: &[&str], input: &[u8]) {
    let [name, place, text @ ..] = input else { return };
    // UTF-16 belongs to another target: an insertion here would be half a character there.
    if memchr::memchr(0, text).is_some() || text.starts_with(b"\xff\xfe") || text.starts_with(b"\xfe\xff") {
        return;
    }
    // If the fuzzer itself has inserted the secret, nothing marks it as one.
    if memchr::memmem::find(text, SECRET.as_bytes()).is_some() {
        return;
    }
    let name = names[usize::from(*name) % names.len()];
    let place = places[usize::from(*place) % places.len()].replace("{}", SECRET);
    let at = memchr::memchr(1, text).unwrap_or(text.len());
    let (before, behind) = (&text[..at], text.get(at + 1..).unwrap_or_default());
    let whole = [before, place.as_bytes(), behind].concat();
    if let Some(out) = minimized(name, &[&whole]) {
        let left = memchr::memmem::find(&out, SECRET.as_bytes()).is_some();
        assert!(!left, "{name}: {:?} became {:?}", text_of(&whole), text_of(&out));
        assert_eq!(ends(&whole), ends(&out));
    }
}

/// Minimizes a text that a parser accepts; the parser must still accept it.
pub fn still_parses(name: &str, text: &str, parses: impl Fn(&str) -> bool) {
    if !parses(text) {
        return;
    }
    let Some(out) = minimized(name, &[text.as_bytes()]) else { return };
    let out = String::from_utf8(out).expect("text stays text");
    assert!(parses(&out), "{text:?} became {out:?}");
}

/// Returns the line ends in a text, in order.
#[must_use]
pub fn ends(text: &[u8]) -> Vec<u8> {
    text.iter().copied().filter(|byte| matches!(byte, b'\n' | b'\r')).collect()
}

/// Returns bytes as readable text.
#[must_use]
pub fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
