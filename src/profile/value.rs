//! The types that the values of a profile parse into: checked once, valid from then on.
//!
//! Each has its own `Deserialize`, so that an invalid value is reported at its position in the file.

mod name;
mod quantity;
mod word;

use serde::{Deserialize, Serialize};

pub use name::{ProfileName, Recipient, SourceId};
pub use quantity::{ByteSize, Percent, Period, SMALLEST_BUNDLE};
pub use word::{Priority, TraceKind};

/// What kind of data a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Category {
    /// How the product and its environment are set up.
    Configuration,
    /// Who may and did log in.
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
    /// All categories, in their order in a bundle: those that teach the minimizer come first.
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

    /// Returns its word in profiles, paths and the manifest.
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

    /// Returns whether what its items teach the minimizer applies to all items after them.
    #[must_use]
    pub const fn teaches(self) -> bool {
        matches!(self, Self::Configuration | Self::Access)
    }

    /// Returns whether it is collected for a purpose.
    #[must_use]
    pub const fn serves(self, purpose: Purpose) -> bool {
        match purpose {
            Purpose::Operations => !matches!(self, Self::Survey),
            Purpose::Usage => matches!(self, Self::FeatureUsage | Self::Performance | Self::Survey),
        }
    }

    /// Whether a file of it tells what happened, so that one that was last changed before the window says nothing of
    /// it. Who may get in is configuration, and who did get in is a log.
    #[must_use]
    pub fn is_windowed(self, path: &[u8]) -> bool {
        match self {
            Self::ServiceLogs | Self::Diagnostics | Self::Performance => true,
            Self::Access => {
                ["/log/", "/logs/", ".log"].iter().any(|part| memchr::memmem::find(path, part.as_bytes()).is_some())
            }
            Self::Configuration | Self::Support | Self::FeatureUsage | Self::Survey => false,
        }
    }
}

/// The purpose of a bundle.
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
    /// Returns its word on the command line and in the manifest.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Operations => "operations",
            Self::Usage => "usage",
        }
    }
}

/// Scope within which pseudonyms are the same, and whether the appliance can reveal them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Scope {
    /// All bundles of a case.
    #[default]
    Case,
    /// One bundle: its key is discarded, so pseudonyms cannot be revealed.
    Bundle,
}

/// Implements reading and writing of a value as text; an invalid one is reported at its position.
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
