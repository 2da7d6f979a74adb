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

use crate::minimize::prefilter::{Find, Needs};

/// Each with what it needs.
pub(super) const FINDERS: [(&Needs, Find); 9] = [
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
