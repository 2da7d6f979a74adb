//! The values that a profile's text parses into: parsed once, right from then on.
//!
//! Each has its own `Deserialize`, so that a wrong value is reported at its place in the file.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// What kind of data a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Category {
    /// How the product and its environment are set up.
    Configuration,
    /// Who may and did get in.
    Access,
    /// What the customer gives with the case.
    Support,
    /// How it performs.
    Performance,
    /// What services log of events and state.
    ServiceLogs,
    /// Other log, event and trace files.
    Diagnostics,
    /// Which features are used.
    FeatureUsage,
    /// Answers to in-product surveys.
    Survey,
}

impl Category {
    /// Every category, in the order in which a bundle holds them: those that teach the minimizer come first.
    pub const ALL: [Self; 8] = [
        Self::Configuration,
        Self::Access,
        Self::Support,
        Self::Performance,
        Self::ServiceLogs,
        Self::Diagnostics,
        Self::FeatureUsage,
        Self::Survey,
    ];

    /// Its word in profiles, paths and the manifest.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Configuration => "configuration",
            Self::Access => "access",
            Self::Support => "support",
            Self::Performance => "performance",
            Self::ServiceLogs => "service-logs",
            Self::Diagnostics => "diagnostics",
            Self::FeatureUsage => "feature-usage",
            Self::Survey => "survey",
        }
    }

    /// Whether what its items teach the minimizer holds for all items after them.
    #[must_use]
    pub const fn teaches(self) -> bool {
        matches!(self, Self::Configuration | Self::Access)
    }

    /// Whether it is taken for a purpose.
    #[must_use]
    pub const fn serves(self, purpose: Purpose) -> bool {
        match purpose {
            Purpose::Operations => !matches!(self, Self::Survey),
            Purpose::Usage => matches!(self, Self::FeatureUsage | Self::Performance | Self::Survey),
        }
    }
}

/// What a bundle is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Purpose {
    /// Operating and supporting the service.
    #[default]
    Operations,
    /// Analytics and product improvement.
    Usage,
}

impl Purpose {
    /// Its word on the command line and in the manifest.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Operations => "operations",
            Self::Usage => "usage",
        }
    }
}

/// Within what pseudonyms agree, and whether the appliance can say what they stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Scope {
    /// All bundles of a case.
    #[default]
    Case,
    /// One bundle: its key is forgotten, and nobody can go back.
    Bundle,
}

/// A number of bytes, written `64 MiB`, `500M`, `1 GB` or `4096`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ByteSize(pub u64);

impl FromStr for ByteSize {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no size; write a number and a unit, such as `64 MiB`");
        let (number, unit) = number_and_unit(text).ok_or_else(wrong)?;
        let factor = BYTE_UNITS.iter().find(|(name, _)| name.eq_ignore_ascii_case(unit)).ok_or_else(wrong)?.1;
        number.checked_mul(factor).map(Self).ok_or_else(|| format!("`{text}` is more than fits in 64 bits"))
    }
}

impl fmt::Display for ByteSize {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (unit, bytes) in [("GiB", 1_u64 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)] {
            if self.0 >= bytes {
                let tenths = (u128::from(self.0) * 10 / u128::from(bytes)) as u64;
                return match tenths % 10 {
                    0 => write!(formatter, "{} {unit}", tenths / 10),
                    rest => write!(formatter, "{}.{rest} {unit}", tenths / 10),
                };
            }
        }
        write!(formatter, "{} B", self.0)
    }
}

/// A length of time, written `10 min`, `7 d`, `24h` or `500 ms`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period(pub Duration);

impl FromStr for Period {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no length of time; write a number and a unit, such as `10 min` or `7 d`");
        let (number, unit) = number_and_unit(text).ok_or_else(wrong)?;
        let unit = TIME_UNITS.iter().find(|(names, _)| names.contains(&unit)).ok_or_else(wrong)?.1;
        let milliseconds = number.checked_mul(unit).filter(|length| *length <= LONGEST);
        milliseconds
            .map(|length| Self(Duration::from_millis(length)))
            .ok_or_else(|| format!("`{text}` is longer than ten years"))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = self.0.as_millis() as u64;
        for (names, unit) in TIME_UNITS {
            if length >= unit && length.is_multiple_of(unit) {
                return write!(formatter, "{} {}", length / unit, names[0]);
            }
        }
        write!(formatter, "{length} ms")
    }
}

/// A share, written `50 %`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percent(pub u8);

impl FromStr for Percent {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no share; write 1 to 100 and a percent sign, such as `50 %`");
        let (number, unit) = number_and_unit(text).ok_or_else(wrong)?;
        let share = u8::try_from(number).ok().filter(|share| unit == "%" && (1..=100).contains(share));
        share.map(Self).ok_or_else(wrong)
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} %", self.0)
    }
}

/// A profile's name: lower-case letters, digits and dashes, 1 to 64 of them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProfileName(String);

/// A source's id: lower-case letters, digits and dashes, 1 to 64 of them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(String);

impl ProfileName {
    /// The name of a profile before any file is merged into it.
    pub(super) fn unnamed() -> Self {
        Self("none".to_owned())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl SourceId {
    /// The id of what the operator gives with a case.
    pub(crate) fn given() -> Self {
        Self("given".to_owned())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ProfileName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        name(text, "a profile's name").map(Self)
    }
}

impl FromStr for SourceId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        name(text, "a source's id").map(Self)
    }
}

impl fmt::Display for ProfileName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl fmt::Display for SourceId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

/// Who will be able to read a bundle, by form: an `age1…` key, or an SSH public key. Whether it is one, `seal` knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient(String);

impl Recipient {
    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Recipient {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let age = text.strip_prefix("age1");
        let age = age.is_some_and(|rest| rest.len() > 50 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        let mut words = text.split(' ');
        let ssh =
            matches!(words.next(), Some("ssh-ed25519" | "ssh-rsa")) && words.next().is_some_and(|key| key.len() > 60);
        if age || ssh {
            return Ok(Self(text.to_owned()));
        }
        // Security: what was put here by mistake may be a secret, so it is not repeated.
        Err("a recipient is a key that begins with `age1`, or an SSH public key (`ssh-ed25519 AAAA…`)".to_owned())
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

/// A value that is written as text reads and writes itself so; a wrong one is reported at its place.
macro_rules! text_value {
    ($($value:ty),*) => {$(
        impl<'de> serde::Deserialize<'de> for $value {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }

        impl serde::Serialize for $value {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    )*};
}

pub(super) use text_value;

text_value!(ByteSize, Period, Percent, ProfileName, Recipient, SourceId);

fn number_and_unit(text: &str) -> Option<(u64, &str)> {
    let text = text.trim();
    let digits = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    Some((text[..digits].parse().ok()?, text[digits..].trim()))
}

fn name(text: &str, what: &str) -> Result<String, String> {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if (1..=64).contains(&text.len()) && text.bytes().all(fits) && !text.starts_with('-') {
        return Ok(text.to_owned());
    }
    Err(format!("`{text}` is not {what}: 1 to 64 lower-case letters, digits and dashes, no dash first"))
}

const BYTE_UNITS: [(&str, u64); 12] = [
    ("", 1),
    ("B", 1),
    ("K", 1 << 10),
    ("KiB", 1 << 10),
    ("kB", 1000),
    ("M", 1 << 20),
    ("MiB", 1 << 20),
    ("MB", 1_000_000),
    ("G", 1 << 30),
    ("GiB", 1 << 30),
    ("GB", 1_000_000_000),
    ("TiB", 1 << 40),
];

/// Names of a unit and its milliseconds, the longest first.
const TIME_UNITS: [(&[&str], u64); 6] = [
    (&["w"], 604_800_000),
    (&["d", "day", "days"], 86_400_000),
    (&["h", "hour", "hours"], 3_600_000),
    (&["min", "m", "minutes"], 60_000),
    (&["s", "sec", "seconds"], 1000),
    (&["ms"], 1),
];

/// Ten years in milliseconds.
const LONGEST: u64 = 10 * 366 * 86_400_000;

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::{ByteSize, Percent, Period, Recipient, SourceId};

    proptest! {
        #[test]
        fn a_period_reads_back_what_it_shows(seconds in 1_u64..1_000_000) {
            let period = Period(std::time::Duration::from_secs(seconds));
            prop_assert_eq!(period.to_string().parse(), Ok(period));
        }
    }

    #[test]
    fn sizes_take_the_usual_units() {
        assert_eq!("64 MiB".parse(), Ok(ByteSize(64 << 20)));
        assert_eq!("500M".parse(), Ok(ByteSize(500 << 20)));
        assert_eq!("1 GB".parse(), Ok(ByteSize(1_000_000_000)));
        assert!("64 MB/s".parse::<ByteSize>().is_err() && "99999999999 GiB".parse::<ByteSize>().is_err());
    }

    #[test]
    fn shares_lie_between_one_and_a_hundred() {
        assert_eq!("50 %".parse(), Ok(Percent(50)));
        assert!(
            "0 %".parse::<Percent>().is_err() && "101%".parse::<Percent>().is_err() && "50".parse::<Percent>().is_err()
        );
    }

    #[test]
    fn recipients_are_keys_by_their_form() {
        let age = format!("age1{}", "q".repeat(58));
        assert!(age.parse::<Recipient>().is_ok());
        assert!(format!("ssh-ed25519 {} name", "A".repeat(68)).parse::<Recipient>().is_ok());
        assert!(["", "age1", "ssh-ed25519 AAAA", "someone"].iter().all(|text| text.parse::<Recipient>().is_err()));
    }

    #[test]
    fn ids_are_plain() {
        assert!("nginx-logs".parse::<SourceId>().is_ok());
        assert!(
            "Nginx".parse::<SourceId>().is_err()
                && "".parse::<SourceId>().is_err()
                && "-a".parse::<SourceId>().is_err()
        );
    }
}
