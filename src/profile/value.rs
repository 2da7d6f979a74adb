//! The values that a profile's text parses into.

/// What kind of data a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Category {
    /// How the product and its environment are set up.
    Configuration,
    /// Which features are used.
    FeatureUsage,
    /// How it performs.
    Performance,
    /// What services log of events and state.
    ServiceLogs,
    /// Other log, event and trace files.
    Diagnostics,
    /// Who may and did get in.
    Access,
    /// What the customer gives with the case.
    Support,
    /// Answers to in-product surveys.
    Survey,
}

/// What a bundle is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// Operating and supporting the service.
    #[default]
    Operations,
    /// Analytics and product improvement.
    Usage,
}

/// A number of bytes, written `64 MiB`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ByteSize(pub u64);

/// A length of time, written `10 min`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period(pub std::time::Duration);

/// A share, written `50 %`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percent(pub u8);

/// A profile's name: `[a-z0-9-]`, 1 to 64 characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProfileName(pub(crate) String);

/// A source's id: `[a-z0-9-]`, 1 to 64 characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(pub(crate) String);

/// A pattern for absolute paths, or for last components where it holds no slash.
#[derive(Debug, Clone)]
pub struct PathPattern {
    pub(crate) text: String,
}
