//! Identifiers by their position in lines whose form is known: envelopes of logs, and the phrases of programs.
//!
//! A phrase is found by its longest word, which the first sight of a line has seen already; what stands behind the
//! phrase (or before) is what it says it is. Whether it really is one (an address, `root`, nothing) is settled later.

mod accounts;
mod audit;
mod beside;
mod devices;
mod dialects;
mod envelope;
pub(crate) mod event;
mod firewall;
mod logons;
mod mail;
mod neighbours;
mod pairs;
mod people;
mod phrase;
mod prompts;
mod resolver;
mod spans;
mod traffic;
mod web;
mod windows;

use super::Found;
use super::sight::{Needs, Sight, mark};

pub(crate) use neighbours::is_neighbour;
pub(crate) use people::connects;
pub(crate) use phrase::{phrases, stands};

/// What each of the finders here needs that is called by a word.
pub(super) fn needs() -> impl Iterator<Item = &'static Needs> {
    NEEDS.into_iter().chain(devices::needs())
}

const NEEDS: [&Needs; 9] = [
    &audit::NEEDS,
    &event::NEEDS,
    &mail::NEEDS,
    &neighbours::NEEDS,
    &pairs::NEEDS,
    &prompts::NEEDS,
    &resolver::NEEDS,
    &traffic::NEEDS,
    &windows::NEEDS,
];

/// Finds what positions say in one line.
pub(crate) fn line(line: &[u8], sight: &Sight, found: &mut Vec<Found>) {
    envelope::find(line, found);
    phrase::find(line, &sight.hits, found);
    if sight.calls(&pairs::NEEDS) {
        pairs::find(line, found);
    }
    if sight.calls(&prompts::NEEDS) {
        prompts::find(line, found);
    }
    if sight.shows(mark::LESS) && sight.shows(mark::AT | mark::PLUS) {
        people::find(line, found);
    }
    if sight.shows(mark::AT) {
        people::coupled(line, found);
        people::stamped(line, found);
    }
    if sight.shows(mark::BACKSLASH) {
        logons::find(line, found);
    }
    if sight.shows(mark::BRACKET_DIGIT) {
        web::find(line, found);
        beside::find(line, found);
    }
    if sight.shows(mark::DOTS | mark::COLONS) {
        beside::doers(line, found);
    }
    if sight.shows(mark::COLONS | mark::DASHES) {
        beside::stations(line, found);
        beside::holders(line, found);
    }
    if sight.calls(&mail::NEEDS) {
        mail::find(line, found);
    }
    if sight.calls(&neighbours::NEEDS) {
        neighbours::find(line, found);
    }
    if sight.calls(&resolver::NEEDS) {
        resolver::find(line, found);
    }
    devices::find(line, sight, found);
    if sight.calls(&windows::NEEDS) {
        windows::find(line, found);
    }
    if sight.calls(&traffic::NEEDS) {
        traffic::find(line, found);
    }
    if sight.calls(&audit::NEEDS) {
        audit::find(line, found);
    }
}
