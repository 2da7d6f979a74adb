//! Ways to reach a person: mail addresses, telephone numbers, and the names and passwords in URLs.

mod mail;
mod phone;
mod url;

use super::host::is_camel;
use super::prefilter::{Finder, Needs, mark};
use super::{Found, bytes};

pub(crate) use mail::is_service;

/// What a line must show to hold one.
pub(crate) const NEEDS: Needs = Needs {
    finder: Finder::Contact,
    marks: mark::AT | mark::SCHEME | mark::PLUS,
    words: &[
        "sms",
        "call",
        "calling",
        "dial",
        "dialing",
        "dialling",
        "message",
        "fax",
        "tel",
        "telefon",
        "telephone",
        "phone",
        "mobile",
        "mobil",
        "handy",
    ],
};

/// Finds them in one line.
pub(crate) fn find(line: &[u8], found: &mut Vec<Found>) {
    mail::find(line, found);
    url::find(line, found);
    phone::find(line, found);
}

/// Whether a part of a program stands before the `@`, where a login would: `CoarseGrainedScheduler@192.0.2.7`.
fn is_part_of_program(text: &[u8]) -> bool {
    is_camel(text) && bytes::ends_with_any(text, &PARTS)
}

/// Last words of the names of such parts.
const PARTS: [&str; 13] = [
    "Actor",
    "Client",
    "Driver",
    "Endpoint",
    "Executor",
    "Manager",
    "Master",
    "Receiver",
    "Scheduler",
    "Server",
    "System",
    "Tracker",
    "Worker",
];
