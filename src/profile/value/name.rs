//! Values that name something: profiles, sources, recipients of a bundle.

use std::fmt;
use std::str::FromStr;

/// A profile's name: 1 to 64 lowercase letters, digits and dashes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProfileName(String);

/// A source's id: 1 to 64 lowercase letters, digits and dashes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(String);

impl ProfileName {
    /// Returns the name of a profile before any file is merged into it.
    pub(in crate::profile) fn unnamed() -> Self {
        Self("none".to_owned())
    }

    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl SourceId {
    /// Returns the id of the source for what the operator gives with a case.
    pub(crate) fn given() -> Self {
        Self("given".to_owned())
    }

    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ProfileName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        name(text, "profile name").map(Self)
    }
}

impl FromStr for SourceId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        name(text, "source id").map(Self)
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

/// A recipient of a bundle, in the form of an `age1…` key or an SSH public key. `seal` checks whether it is valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient(String);

impl Recipient {
    /// Returns the text.
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
        // Security: a secret may have been put here by mistake, so it is not repeated.
        Err("a recipient must be an `age1…` key or an SSH public key (`ssh-ed25519 AAAA…`)".to_owned())
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

fn name(text: &str, what: &str) -> Result<String, String> {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if (1..=64).contains(&text.len()) && text.bytes().all(fits) && !text.starts_with('-') {
        return Ok(text.to_owned());
    }
    Err(format!("`{text}` is not a valid {what}; use 1 to 64 lowercase letters, digits and dashes, no dash first"))
}

#[cfg(test)]
mod tests {
    use super::{Recipient, SourceId};

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
