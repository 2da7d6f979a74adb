//! The kinds of identifiers.

use std::fmt;
use std::str::FromStr;

use super::value::text_value;

/// What an identifier identifies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// An IPv4 address in any notation.
    Ipv4,
    /// An IPv6 address in any notation.
    Ipv6,
    /// A hardware address of 48 or 64 bits.
    Mac,
    /// A machine's name, short or fully qualified.
    Host,
    /// A DNS name that is not a machine's.
    Domain,
    /// A login name.
    User,
    /// A mail address.
    Email,
    /// A person's name.
    Person,
    /// An organisation's name.
    Organisation,
    /// A job title.
    Title,
    /// A telephone number.
    Phone,
    /// A serial number, WWN, asset tag, IMEI, IMSI, ICCID.
    Serial,
    /// An identifier of 128 bits: machine id, file-system UUID, DMI UUID.
    Uuid,
    /// The name of a wireless network.
    Ssid,
    /// A cookie, session or tracking id.
    Session,
    /// A number or id of an account, tenant or customer.
    Account,
    /// A password, key, token or hash of one.
    Secret,
    /// The body of a certificate or public key, or a fingerprint.
    Key,
    /// Coordinates or a street address.
    Location,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 19] = [
        Self::Ipv4,
        Self::Ipv6,
        Self::Mac,
        Self::Host,
        Self::Domain,
        Self::User,
        Self::Email,
        Self::Person,
        Self::Organisation,
        Self::Title,
        Self::Phone,
        Self::Serial,
        Self::Uuid,
        Self::Ssid,
        Self::Session,
        Self::Account,
        Self::Secret,
        Self::Key,
        Self::Location,
    ];

    /// Returns its word in pseudonyms, the manifest and profiles.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ipv4 => "ipv4",
            Self::Ipv6 => "ipv6",
            Self::Mac => "mac",
            Self::Host => "host",
            Self::Domain => "domain",
            Self::User => "user",
            Self::Email => "email",
            Self::Person => "person",
            Self::Organisation => "org",
            Self::Title => "title",
            Self::Phone => "phone",
            Self::Serial => "serial",
            Self::Uuid => "uuid",
            Self::Ssid => "ssid",
            Self::Session => "session",
            Self::Account => "account",
            Self::Secret => "secret",
            Self::Key => "key",
            Self::Location => "location",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.word())
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let word = match text {
            "organisation" | "organization" => "org",
            "job-title" => "title",
            other => other,
        };
        Self::ALL.into_iter().find(|kind| kind.word() == word).ok_or_else(|| {
            let words = Self::ALL.map(Self::word);
            match super::closest(word, words) {
                Some(near) => format!("`{text}` is not a kind of identifier; did you mean `{near}`?"),
                None => format!("`{text}` is not a kind of identifier; expected one of: {}", words.join(", ")),
            }
        })
    }
}

text_value!(Kind);
