//! What a phrase is, and all phrases by their number.

use std::sync::LazyLock;

use super::access::ACCESS;
use super::clusters::CLUSTERS;
use super::commands::COMMANDS;
use super::connections::CONNECTIONS;
use super::databases::DATABASES;
use super::deeds::DEEDS;
use super::files::FILES;
use super::gear::GEAR;
use super::hardware::HARDWARE;
use super::hints::HINTS;
use super::logins::LOGINS;
use super::machines::MACHINES;
use super::mail::MAIL;
use super::proxies::PROXIES;
use super::secrets::SECRETS;
use super::services::SERVICES;
use crate::minimize::Kind;

/// All phrases, in the order of their numbers.
pub(super) fn all() -> impl Iterator<Item = &'static Phrase> {
    TABLES.into_iter().flatten()
}

const TABLES: [&[Phrase]; 16] = [
    GEAR,
    PROXIES,
    MAIL,
    FILES,
    HARDWARE,
    CLUSTERS,
    DATABASES,
    MACHINES,
    SECRETS,
    LOGINS,
    COMMANDS,
    ACCESS,
    CONNECTIONS,
    DEEDS,
    HINTS,
    SERVICES,
];

/// The phrase of that number.
pub(super) fn numbered(phrase: u16) -> &'static Phrase {
    NUMBERED[usize::from(phrase)]
}

static NUMBERED: LazyLock<Vec<&Phrase>> = LazyLock::new(|| all().collect());

/// A phrase and what stands where in it.
pub(super) struct Phrase {
    pub(super) words: &'static str,
    pub(super) kind: Kind,
    pub(super) place: Place,
    /// Whether whatever stands there is a name; else it must look like one.
    pub(super) sure: bool,
}

impl Phrase {
    /// Whether it says what somebody does with an issue.
    pub(super) fn is_of_issue(&self) -> bool {
        matches!(self.words, " moved " | " resolved " | " reopened " | " commented on ")
    }
}

#[derive(Clone, Copy)]
pub(super) enum Place {
    Behind(End),
    Before,
}

#[derive(Clone, Copy)]
pub(super) enum End {
    /// Where the word ends.
    Word,
    /// Where these words begin, or where the word ends.
    At(&'static str),
    /// Where the second words begin, or where the word ends if there are none; the name begins behind the first ones.
    Between(&'static str, &'static str),
    /// Where a person's name of several words ends.
    Name,
    /// At the line's end; the name begins behind the last space.
    Line,
    /// At the line's end; several names with spaces between them.
    Words,
    /// Where the closing bracket stands or the line ends; several names with commas between them.
    List,
}

pub(super) const fn user(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::User, place: Place::Behind(End::Word), sure: true }
}

pub(super) const fn user_until(words: &'static str, end: &'static str) -> Phrase {
    Phrase { words, kind: Kind::User, place: Place::Behind(End::At(end)), sure: true }
}

pub(super) const fn user_between(words: &'static str, first: &'static str, second: &'static str) -> Phrase {
    Phrase { words, kind: Kind::User, place: Place::Behind(End::Between(first, second)), sure: true }
}

/// A login, where what stands between looks like one.
pub(super) const fn maybe_user_between(words: &'static str, first: &'static str, second: &'static str) -> Phrase {
    Phrase { words, kind: Kind::User, place: Place::Behind(End::Between(first, second)), sure: false }
}

/// Somebody's name of several words.
pub(super) const fn person(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Person, place: Place::Behind(End::Name), sure: true }
}

/// A company's name of several words.
pub(super) const fn company(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Organisation, place: Place::Behind(End::Name), sure: true }
}

/// Somebody's name behind a title.
pub(super) const fn titled(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Person, place: Place::Behind(End::Word), sure: false }
}

pub(super) const fn users(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::User, place: Place::Behind(End::List), sure: true }
}

pub(super) const fn machines(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Host, place: Place::Behind(End::Words), sure: true }
}

pub(super) const fn serial(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Serial, place: Place::Behind(End::Word), sure: true }
}

pub(super) const fn serial_before(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Serial, place: Place::Before, sure: true }
}

pub(super) const fn serial_between(words: &'static str, first: &'static str, second: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Serial, place: Place::Behind(End::Between(first, second)), sure: true }
}

pub(super) const fn machine_between(words: &'static str, first: &'static str, second: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Host, place: Place::Behind(End::Between(first, second)), sure: true }
}

pub(super) const fn maybe_machine_between(words: &'static str, first: &'static str, second: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Host, place: Place::Behind(End::Between(first, second)), sure: false }
}

pub(super) const fn phone_between(words: &'static str, first: &'static str, second: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Phone, place: Place::Behind(End::Between(first, second)), sure: true }
}

pub(super) const fn user_last(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::User, place: Place::Behind(End::Line), sure: true }
}

pub(super) const fn maybe_user_until(words: &'static str, end: &'static str) -> Phrase {
    Phrase { words, kind: Kind::User, place: Place::Behind(End::At(end)), sure: false }
}

pub(super) const fn maybe_user_before(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::User, place: Place::Before, sure: false }
}

pub(super) const fn maybe_user(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::User, place: Place::Behind(End::Word), sure: false }
}

pub(super) const fn user_before(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::User, place: Place::Before, sure: true }
}

pub(super) const fn machine(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Host, place: Place::Behind(End::Word), sure: true }
}

pub(super) const fn maybe_machine(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Host, place: Place::Behind(End::Word), sure: false }
}

pub(super) const fn machine_before(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Host, place: Place::Before, sure: true }
}

pub(super) const fn maybe_machine_before(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Host, place: Place::Before, sure: false }
}

pub(super) const fn session(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Session, place: Place::Behind(End::Word), sure: true }
}

pub(super) const fn secret_between(words: &'static str, first: &'static str, second: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Secret, place: Place::Behind(End::Between(first, second)), sure: true }
}

pub(super) const fn secret(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Secret, place: Place::Behind(End::Word), sure: true }
}

pub(super) const fn key(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Key, place: Place::Behind(End::Word), sure: true }
}

pub(super) const fn ssid(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Ssid, place: Place::Behind(End::Word), sure: true }
}

pub(super) const fn ssid_until(words: &'static str, end: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Ssid, place: Place::Behind(End::At(end)), sure: true }
}

pub(super) const fn mac_between(words: &'static str, first: &'static str, second: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Mac, place: Place::Behind(End::Between(first, second)), sure: true }
}

pub(super) const fn account_between(words: &'static str, first: &'static str, second: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Account, place: Place::Behind(End::Between(first, second)), sure: true }
}

pub(super) const fn ssid_between(words: &'static str, first: &'static str, second: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Ssid, place: Place::Behind(End::Between(first, second)), sure: true }
}

/// A name of that kind.
pub(super) const fn named(words: &'static str, kind: Kind) -> Phrase {
    Phrase { words, kind, place: Place::Behind(End::Word), sure: true }
}

/// A name of that kind, where what stands there looks like one.
pub(super) const fn maybe(words: &'static str, kind: Kind, end: End) -> Phrase {
    Phrase { words, kind, place: Place::Behind(end), sure: false }
}

pub(super) const fn maybe_serial(words: &'static str) -> Phrase {
    maybe(words, Kind::Serial, End::Word)
}

pub(super) const fn maybe_secret(words: &'static str) -> Phrase {
    maybe(words, Kind::Secret, End::Word)
}

pub(super) const fn maybe_session(words: &'static str) -> Phrase {
    maybe(words, Kind::Session, End::Word)
}
