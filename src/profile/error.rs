//! Errors in a profile, with their position in the file.

use std::fmt;
use std::ops::Range;

/// Why there is no profile.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The text violates the schema or a rule; every problem that was found.
    #[error("{}", Listing(.problems))]
    Invalid {
        /// At least one.
        problems: Vec<Problem>,
    },
    /// There is no profile of this name on the search path.
    #[error("no profile `{name}`{}", nearest(.near))]
    Unknown {
        /// The requested name.
        name: String,
        /// The most similar one.
        near: Option<String>,
    },
    /// `extends` leads back to its beginning, or too far.
    #[error("profiles extend each other in a cycle or too deeply: {chain}")]
    Circle {
        /// Names in order, with arrows.
        chain: String,
    },
    /// A profile can run commands, and this one could have been written by others.
    #[error("profile {place} is not trusted: {why}")]
    Untrusted {
        /// Its path.
        place: String,
        /// What is wrong, and with which path.
        why: String,
    },
    /// No profile of the appliance's own fits, and one of them cannot be used.
    #[error("none of the appliance's own profiles can be used: {source}")]
    Broken {
        /// The first that cannot, and why.
        source: Box<Error>,
    },
    /// The profile cannot be read.
    #[error("cannot read profile {place}: {why}")]
    Unreadable {
        /// Its path.
        place: String,
        /// The system's error.
        why: String,
    },
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file's path or name.
    pub place: String,
    /// Line, counted from 1.
    pub line: usize,
    /// Column, counted from 1 in characters.
    pub column: usize,
    /// The line itself.
    pub text: String,
    /// Number of its characters that are wrong.
    pub width: usize,
    /// What is wrong.
    pub message: String,
    /// What would be right.
    pub hint: Option<String>,
}

impl Problem {
    /// Makes a problem at a span of the text, in bytes.
    #[must_use]
    pub fn at(place: &str, text: &str, span: Range<usize>, message: impl Into<String>) -> Self {
        let start = span.start.min(text.len());
        let before = text.get(..start).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line_text = text.get(line_start..).unwrap_or_default().lines().next().unwrap_or_default();
        let column = before.get(line_start..).unwrap_or_default().chars().count();
        let width = text.get(start..span.end.min(text.len())).unwrap_or_default().lines().next().unwrap_or_default();
        let room = line_text.chars().count().saturating_sub(column).max(1);
        Self {
            place: place.to_owned(),
            line: before.matches('\n').count() + 1,
            column: column + 1,
            text: line_text.to_owned(),
            width: width.chars().count().clamp(1, room),
            message: message.into(),
            hint: None,
        }
    }

    /// Makes a problem from an error of the TOML parser.
    #[must_use]
    pub(super) fn of_toml(place: &str, text: &str, error: &toml::de::Error) -> Self {
        let message = error.message();
        let problem = |message: String| Self::at(place, text, error.span().unwrap_or(0..0), message);
        if let Some((key, known)) = unknown(message, "unknown field `") {
            return problem(format!("unknown key `{key}`")).known(key, &known);
        }
        if let Some((word, known)) = unknown(message, "unknown variant `") {
            return problem(format!("`{word}` is not a known value")).known(word, &known);
        }
        match message.strip_prefix("missing field ") {
            Some(key) => problem(format!("missing key {key}")),
            // The messages of serde use its own types.
            None => problem(
                message
                    .replace("a sequence", "a list")
                    .replace("expected u8", "expected a whole number")
                    .replace("expected u32", "expected a whole number"),
            ),
        }
    }

    /// Adds the most similar known word as a hint, or else all of them.
    #[must_use]
    pub(super) fn known(self, text: &str, known: &[&str]) -> Self {
        match closest(text, known.iter().copied()) {
            Some(near) => self.hint(format!("did you mean `{near}`?")),
            None => self.hint(format!("expected one of: {}", known.join(", "))),
        }
    }

    /// Adds a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, line, column, text, width, message, hint } = self;
        writeln!(formatter, "{place}:{line}:{column}: {message}")?;
        let gutter = line.to_string().len();
        writeln!(formatter, " {line} | {text}")?;
        write!(formatter, " {:gutter$} | {:skip$}{}", "", "", "^".repeat(*width), skip = column - 1)?;
        hint.as_ref().map_or(Ok(()), |hint| write!(formatter, "\n {:gutter$} = {hint}", ""))
    }
}

/// Returns the candidate that is most similar to `text`, if one is similar at all.
pub(crate) fn closest<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let scored = candidates.into_iter().map(|candidate| (strsim::jaro_winkler(text, candidate), candidate));
    scored.filter(|(score, _)| *score > 0.75).max_by(|one, two| one.0.total_cmp(&two.0)).map(|(_, candidate)| candidate)
}

/// Parses the word and the known ones from a message of serde: "unknown field `x`, expected one of `a`, `b`".
fn unknown<'a>(message: &'a str, prefix: &str) -> Option<(&'a str, Vec<&'a str>)> {
    let (word, rest) = message.strip_prefix(prefix)?.split_once('`')?;
    Some((word, rest.split('`').skip(1).step_by(2).collect()))
}

/// Returns the suggestion that follows an unknown name.
pub(crate) fn nearest(near: &Option<String>) -> String {
    near.as_ref().map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}

struct Listing<'a>(&'a [Problem]);

impl fmt::Display for Listing<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            write!(formatter, "{}{problem}", if index == 0 { "" } else { "\n" })?;
        }
        Ok(())
    }
}
