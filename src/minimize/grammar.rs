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
mod pairs;
mod people;
mod phrase;
mod prompts;
mod resolver;
mod rows;
mod traffic;
mod web;

use super::Found;
use super::sight::{Needs, Sight, mark};

pub(crate) use phrase::{phrases, stands};

/// What each of the finders here needs that is called by a word.
pub(super) const NEEDS: [&Needs; 9] = [
    &audit::NEEDS,
    &devices::NEEDS,
    &event::NEEDS,
    &mail::NEEDS,
    &pairs::NEEDS,
    &prompts::NEEDS,
    &resolver::NEEDS,
    &rows::NEEDS,
    &traffic::NEEDS,
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
    if sight.shows(mark::BACKSLASH) {
        logons::find(line, found);
    }
    if sight.shows(mark::BRACKET_DIGIT) {
        web::find(line, found);
        beside::find(line, found);
    }
    if sight.calls(&mail::NEEDS) {
        mail::find(line, found);
    }
    if sight.calls(&resolver::NEEDS) {
        resolver::find(line, found);
    }
    if sight.calls(&devices::NEEDS) {
        devices::find(line, found);
    }
    if sight.calls(&rows::NEEDS) {
        rows::find(line, found);
    }
    if sight.calls(&traffic::NEEDS) {
        traffic::find(line, found);
    }
    if sight.calls(&audit::NEEDS) {
        audit::find(line, found);
    }
}
