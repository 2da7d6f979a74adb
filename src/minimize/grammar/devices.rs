//! Names that one maker alone puts in a place of its own, most between marks: a module for each sort of device, called
//! by the words that its makers' lines hold and no other.

mod channels;
mod filers;
mod gateways;
mod hypervisors;
mod records;
mod stations;
mod supplies;
mod tickets;
mod tunnels;

use super::super::Found;
use super::super::sight::{Needs, Sight};

/// Finds them in one line.
pub(super) fn find(line: &[u8], sight: &Sight, found: &mut Vec<Found>) {
    for (needs, find) in FINDERS {
        if sight.calls(needs) {
            find(line, found);
        }
    }
}

/// What each of the finders here needs.
pub(super) fn needs() -> impl Iterator<Item = &'static Needs> {
    FINDERS.into_iter().map(|(needs, _)| needs)
}

/// A finder that needs nothing but the line.
type Find = fn(&[u8], &mut Vec<Found>);

const FINDERS: [(&Needs, Find); 9] = [
    (&tunnels::NEEDS, tunnels::find),
    (&filers::NEEDS, filers::find),
    (&tickets::NEEDS, tickets::find),
    (&stations::NEEDS, stations::find),
    (&hypervisors::NEEDS, hypervisors::find),
    (&supplies::NEEDS, supplies::find),
    (&channels::NEEDS, channels::find),
    (&gateways::NEEDS, gateways::find),
    (&records::NEEDS, records::find),
];
