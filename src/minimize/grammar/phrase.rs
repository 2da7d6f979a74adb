//! Phrases of programs: fixed words, and a name behind them or before them.

mod access;
mod around;
mod authors;
mod clusters;
mod commands;
mod connections;
mod databases;
mod deeds;
mod files;
mod gear;
mod hardware;
mod hints;
mod logins;
mod machines;
mod mail;
mod name;
mod names;
mod place;
mod proxies;
mod secrets;
mod services;
mod table;

use super::{pan_os, spans};
use crate::minimize::ascii::LETTER;
use crate::minimize::keywords::Hit;
use crate::minimize::{Evidence, Found, Kind, bytes, host, structure};
use around::{
    is_addressed, is_agent, is_before_address, is_checked, is_doer, is_elsewhere, is_head_of_table, is_key, is_last,
    is_mere_origin, is_object, is_part, is_program, is_said_of_login, is_speaker, is_table, is_told, is_unnumbered,
};
use authors::{is_author, may_be_login, may_be_name};
use name::is_name;
use names::is_firm;
use place::{Ends, NEAR};
use table::{End, Phrase, Place, all, numbered};

/// The fixed words of every phrase, in the order of their numbers.
pub(crate) fn phrases() -> impl Iterator<Item = &'static str> {
    all().map(|phrase| phrase.words)
}

/// Whether the words of a phrase stand at `start`, and not in the middle of another word.
pub(crate) fn stands(phrase: u16, line: &[u8], start: usize) -> bool {
    let words = numbered(phrase).words.as_bytes();
    let inside = words[0].is_ascii_alphanumeric() && start > 0 && line[start - 1].is_ascii_alphanumeric();
    !inside && line[start..].starts_with(words)
}

/// Finds the names beside the phrases that a line holds. They may overlap, as `invalid user ` holds `user `; which one
/// counts in the end is decided by who is surer.
pub(super) fn find(line: &[u8], hits: &[Hit], found: &mut Vec<Found>) {
    // A name longer than any is looked for once: what stands in it is gone with it.
    let (mut covered, mut listed, mut ends) = (0, 0, Ends::new());
    for hit in hits {
        let (phrase, start) = (numbered(hit.phrase), hit.start as usize);
        if start < covered {
            continue;
        }
        if phrase.kind == Kind::Serial && phrase.words.starts_with(',') {
            pan_os::find(line, start, found);
        }
        match phrase.place {
            // `0/3 nodes are available: 3 Insufficient memory.`
            Place::Behind(End::Words) if line[start + phrase.words.len()..].starts_with(b"available") => {}
            Place::Behind(End::Words) => {
                let from = listed.max(start + phrase.words.len());
                listed = from + NEAR;
                place::machines(line, from, found);
            }
            Place::Behind(End::List) => place::logins(line, start + phrase.words.len(), found),
            _ => {
                let one = one(line, start, phrase, &mut ends);
                covered = one.as_ref().filter(|one| one.end - one.start >= NEAR).map_or(covered, |one| one.end);
                let person = one.as_ref().filter(|one| one.kind == Kind::Person);
                let login = person.and_then(|one| names::login(line, one.end));
                found
                    .extend(login.map(|(start, end)| Found::new(start..end, Kind::User, Evidence::Grammar).teaching()));
                let pair = one.as_ref().filter(|one| one.kind == Kind::Host);
                let pair = pair.and_then(|one| hints::counterpart(line, one.end, phrase));
                found.extend(one);
                found.extend(pair.map(|(start, end)| {
                    let learn = host::is_telling(&line[start..end]);
                    Found::new(start..end, Kind::Host, Evidence::Grammar).teaching_if(learn)
                }));
            }
        }
    }
}

/// The one name beside the phrase that stands at `start`; where the next names end is remembered.
fn one(line: &[u8], start: usize, phrase: &Phrase, ends: &mut Ends) -> Option<Found> {
    let span = place::of(line, start, phrase, ends)?;
    let other = is_part(line, start, phrase)
        || is_program(line, start, phrase, span.1)
        || is_mere_origin(line, phrase, start, span.0);
    if other {
        return None;
    }
    // `wg set wg0 peer KEY`.
    if let Some(end) = place::key_end(line, span)
        && phrase.kind == Kind::Host
    {
        return Some(Found::new(span.0..end, Kind::Key, Evidence::Grammar).teaching());
    }
    // `modified by Ann Lee`: who did something, by name.
    if phrase.kind == Kind::User
        && bytes::ends_with_any(phrase.words.as_bytes(), &[" by ", " by: "])
        && (!is_author(phrase) || may_be_name(line, start))
        && let Some((start, end)) = place::full_name(line, span.0)
    {
        let found = || Found::new(start..end, Kind::Person, Evidence::Grammar).teaching_if(end - start >= 8);
        return (!is_firm(&line[start..end])).then(found);
    }
    let other = is_author(phrase) && !may_be_login(line, start, span.0)
        || is_key(line, start, phrase, span.1)
        || is_said_of_login(line, phrase, span)
        || is_object(line, phrase, span)
        || is_agent(line, phrase, start)
        || is_last(line, phrase, span.0)
        || is_speaker(line, phrase, span)
        || is_checked(line, start, phrase)
        || is_told(line, phrase, span.1)
        || is_table(line, start, phrase)
        || is_unnumbered(line, start, phrase, span.0)
        || is_elsewhere(line, start, phrase)
        || is_head_of_table(line, phrase, span);
    let (start, end) = span;
    let learn = phrase.sure && end - start >= 4 || phrase.kind == Kind::Host && host::is_telling(&line[start..end]);
    // `sql(contact,192.0.2.7)`: whose mail it is, be it a word.
    let text = &line[start..end];
    if phrase.kind == Kind::User && phrase.words.ends_with('(') && is_before_address(line, end) {
        let named = LETTER.is_in(text) && !structure::is_placeholder(text);
        return named.then_some(Found::new(start..end, phrase.kind, Evidence::Grammar));
    }
    // Behind a phrase that is sure what is longer than any name is gone, whatever it looks like: it is not asked again.
    let named = !other
        && (end - start >= NEAR
            || is_name(text, phrase)
            || is_addressed(line, phrase, span)
            || is_doer(line, phrase, span));
    let called = phrase.kind == Kind::Host && text.contains(&b' ');
    let evidence = if called { Evidence::Structure } else { Evidence::Grammar };
    let kind = if TUNNELS.contains(&phrase.words) { spans::client(text) } else { phrase.kind };
    named.then_some(Found::new(start..end, kind, evidence).teaching_if(learn))
}

/// Phrases behind or before which OpenVPN says who or which machine is at the other end of a tunnel.
const TUNNELS: [&str; 5] = [
    "] Peer Connection Initiated",
    "SENT CONTROL [",
    "new connection by client '",
    "ifconfig_pool_read(), in='",
    "MANAGEMENT: CMD 'kill ",
];

#[cfg(test)]
mod tests;
