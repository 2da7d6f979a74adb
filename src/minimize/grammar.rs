//! Identifiers by their position in lines whose form is known: envelopes of logs, and the phrases of programs.
//!
//! A phrase is found by its longest word, which the prefilter has seen already; what stands behind the
//! phrase (or before) is what it says it is. Whether it really is one (an address, `root`, nothing) is settled later.

mod access_log;
mod accounts;
mod audit;
mod belongings;
mod beside;
pub(crate) mod cef;
mod devices;
mod dialects;
mod dnsmasq;
mod envelope;
mod logons;
mod mail;
mod neighbours;
mod pairs;
mod pan_os;
mod people;
mod phrase;
mod prompts;
mod roles;
mod spans;
mod tcpdump;
mod windows;

use super::Found;
use super::prefilter::{Find, Needs, Prefilter, mark};

pub(crate) use neighbours::is_neighbour;
pub(crate) use people::connects;
pub(crate) use phrase::{phrases, stands};

/// What each of the finders here needs that is called by a word.
pub(super) fn needs() -> impl Iterator<Item = &'static Needs> {
    FINDERS.into_iter().chain(devices::FINDERS).map(|(needs, _)| needs).chain([&cef::NEEDS])
}

/// Finders that are called by words.
const FINDERS: [(&Needs, Find); 10] = [
    (&pairs::NEEDS, pairs::find),
    (&prompts::NEEDS, prompts::find),
    (&mail::NEEDS, mail::find),
    (&neighbours::NEEDS, neighbours::find),
    (&dnsmasq::NEEDS, dnsmasq::find),
    (&windows::NEEDS, windows::find),
    (&tcpdump::NEEDS, tcpdump::find),
    (&audit::NEEDS, audit::find),
    (&roles::NEEDS, roles::find),
    (&belongings::NEEDS, belongings::find),
];

/// Finds what positions say in one line.
pub(crate) fn line(line: &[u8], prefilter: &Prefilter, found: &mut Vec<Found>) {
    envelope::find(line, found);
    phrase::find(line, &prefilter.hits, found);
    if prefilter.shows(mark::LESS) && prefilter.shows(mark::AT | mark::PLUS) {
        people::find(line, found);
    }
    if prefilter.shows(mark::AT) {
        people::coupled(line, found);
        people::stamped(line, found);
    }
    if prefilter.shows(mark::BACKSLASH) {
        logons::find(line, found);
    }
    if prefilter.shows(mark::BRACKET_DIGIT) {
        access_log::find(line, found);
        beside::find(line, found);
    }
    if prefilter.shows(mark::DOTS | mark::COLONS) {
        beside::doers(line, found);
        beside::bearers(line, found);
    }
    if prefilter.shows(mark::COLONS | mark::DASHES) {
        beside::stations(line, found);
        beside::holders(line, found);
    }
    prefilter.call(&FINDERS, line, found);
    prefilter.call(&devices::FINDERS, line, found);
}
