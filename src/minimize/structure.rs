//! Identifiers by structure: the value of a key that says what it is, and formats whose columns say it.
//!
//! Reads a line at a time and remembers little from line to line: the section, a block that is secret as a whole, the
//! columns of a table. Which format an item has is seen from its lines, as its name is not always known.

mod accounts;
mod addressed;
mod addresses;
mod assigned;
mod below;
mod blocks;
mod bordered_cells;
mod certificate;
mod columns;
mod command_line;
mod compound;
mod coordinates;
mod counted;
mod couples;
mod credentials;
mod databases;
mod directives;
mod directory;
mod dns_zone;
mod endpoints;
mod entries;
mod fields;
mod flags;
mod grants;
mod headers;
mod heads;
mod hosts;
mod inserts;
mod joined;
mod json_rpc;
mod jwk;
mod key_files;
mod keys;
mod kubernetes;
mod labels;
mod listings;
mod lists;
mod mailboxes;
mod members;
mod named;
mod nest;
mod numbers;
mod options;
mod pairs;
mod passwords;
mod people;
mod plain;
mod plausible;
mod positions;
mod programs;
mod protocols;
mod radius_stations;
mod records;
mod redis;
mod registry;
mod remarks;
mod row;
mod rows;
mod schedule;
mod separated;
mod settings;
mod snmp;
mod spelling;
mod sql;
mod statements;
mod torn_keys;
mod value;
mod vcard;

use std::sync::Arc;

use super::Found;
use super::document::Document;
use super::prefilter::{Find, Needs, Prefilter};
use crate::profile::Format;

pub(crate) use fields::Fields;

/// Reads the lines of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Structure {
    fields: Arc<Fields>,
    blocks: blocks::Blocks,
    compound: compound::Compound,
    torn_key: torn_keys::TornKey,
    columns: columns::Columns,
    certificate: certificate::Certificate,
    jwk: jwk::Jwk,
    document: Option<Document>,
}

impl Structure {
    pub(crate) fn new(name: &str, format: Format) -> Self {
        Self {
            fields: Arc::default(),
            blocks: blocks::Blocks::new(name),
            compound: compound::Compound::default(),
            torn_key: torn_keys::TornKey::default(),
            columns: columns::Columns::new(name),
            certificate: certificate::Certificate::default(),
            jwk: jwk::Jwk::default(),
            document: Document::of(name, format),
        }
    }

    pub(crate) fn with_fields(self, fields: &Arc<Fields>) -> Self {
        Self { fields: Arc::clone(fields), ..self }
    }

    /// What the profile names.
    pub(crate) fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Whether a line may hold a name of the profile's, so that no other line is like it.
    pub(crate) fn may_name_a_field(&self, line: &[u8]) -> bool {
        self.fields.may_be_in(line)
    }

    /// What the item is read by, where its name says that something reads it.
    pub(super) fn document(&mut self) -> Option<&mut Document> {
        self.document.as_mut()
    }

    /// Whether something reads the item.
    pub(super) fn is_document(&self) -> bool {
        self.document.is_some()
    }

    /// Whether nothing is remembered from earlier lines that could matter for the next.
    pub(crate) fn is_plain(&self) -> bool {
        let Self { fields: _, blocks, compound: _, torn_key: _, columns, certificate, jwk, document: _ } = self;
        !self.is_within()
            && blocks.section().is_none()
            && !certificate.is_open()
            && !jwk.is_open()
            && columns.is_plain()
    }

    /// Whether nothing is remembered but the section, what the columns of a list or of a table of processes hold, and
    /// that the text is a directory's: by these, lines of one shape are alike.
    pub(crate) fn is_stable(&self) -> bool {
        let Self { fields: _, blocks: _, compound: _, torn_key: _, columns, certificate, jwk, document } = self;
        document.is_none() && !self.is_within() && certificate.is_stable() && !jwk.is_open() && columns.is_stable()
    }

    /// Whether the next line may belong to what an earlier one opened, but for tables and certificates.
    fn is_within(&self) -> bool {
        let Self { fields: _, blocks, compound, torn_key, columns: _, certificate: _, jwk: _, document: _ } = self;
        blocks.is_open() || compound.is_open() || torn_key.is_open()
    }

    /// Finds what the structure of one line says.
    pub(crate) fn line(&mut self, line: &[u8], prefilter: &Prefilter, found: &mut Vec<Found>) {
        let before = found.len();
        // What a profile names no list holds by which lines are told apart.
        let declared = self.fields.may_be_in(line);
        let admits = |needs: &Needs| declared || prefilter.admits(needs);
        self.compound.line(line, &self.fields, found);
        self.torn_key.line(line, found);
        if (self.blocks.is_open() || admits(&blocks::NEEDS)) && self.blocks.line(line, &self.fields, found) {
            return;
        }
        if admits(&pairs::NEEDS) {
            pairs::find(line, self.blocks.section(), &self.fields, found);
        }
        let head = self.columns.line(line, prefilter, (&self.fields, declared), found);
        if line.trim_ascii_start().first() == Some(&b'|') {
            bordered_cells::find(line, &self.fields, found);
        }
        if prefilter.admits(&statements::NEEDS) {
            statements::find(line, prefilter, found);
        }
        if self.certificate.is_open() || prefilter.admits(&certificate::NEEDS) {
            self.certificate.line(line, found);
        }
        if self.jwk.is_open() || prefilter.admits(&jwk::NEEDS) {
            self.jwk.line(line, found);
        }
        if admits(&couples::NEEDS) {
            couples::find(line, &self.fields, found);
        }
        prefilter.call(&FINDERS, line, found);
        if admits(&command_line::NEEDS) {
            command_line::find(line, &self.fields, found);
        }
        if head {
            separated::keep_names(line, before, found);
        }
    }
}

/// Whether a key says that its value is a secret.
pub(super) fn is_secret_key(key: &[u8]) -> bool {
    pairs::is_secret_key(key)
}

/// Whether a key of a URL's query does.
pub(super) fn is_secret_key_of_query(key: &[u8]) -> bool {
    pairs::is_secret_key_of_query(key)
}

/// Whether a word in lower case may be a key that is known by its end.
pub(super) fn may_end_a_key(word: &[u8]) -> bool {
    keys::ends_as_listed(word)
}

/// Whether a text stands for a value and is none.
pub(super) fn is_placeholder(text: &[u8]) -> bool {
    value::is_placeholder(text)
}

/// Whether a text is two to four words as people's names are.
pub(super) fn is_full_name(text: &[u8]) -> bool {
    people::is_full_name(text)
}

/// What becomes of the lines behind one that opens a key without armour.
pub(super) fn key_body(line: &[u8]) -> Option<super::Kind> {
    key_files::body(line)
}

/// What each of the finders here needs.
pub(super) fn needs() -> impl Iterator<Item = &'static Needs> {
    FINDERS.into_iter().map(|(needs, _)| needs).chain(OTHERS)
}

/// Finders that remember nothing from line to line.
const FINDERS: [(&Needs, Find); 11] = [
    (&directives::NEEDS, directives::find),
    (&settings::NEEDS, settings::find),
    (&snmp::NEEDS, snmp::find),
    (&redis::NEEDS, redis::find),
    (&grants::NEEDS, grants::find),
    (&listings::NEEDS, listings::find),
    (&key_files::NEEDS, key_files::find),
    (&directory::NEEDS, directory::find),
    (&vcard::NEEDS, vcard::find),
    (&coordinates::NEEDS, coordinates::find),
    (&registry::NEEDS, registry::find),
];

/// What the others need.
const OTHERS: [&Needs; 14] = [
    &couples::NEEDS,
    &command_line::NEEDS,
    &statements::NEEDS,
    &inserts::NEEDS,
    &blocks::NEEDS,
    &pairs::NEEDS,
    &columns::TABLE,
    &columns::IPSEC,
    &columns::ZONE,
    &separated::NEEDS,
    &heads::NEEDS,
    &certificate::NEEDS,
    &jwk::NEEDS,
    &command_line::ACCOUNTS,
];
