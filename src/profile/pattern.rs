//! Patterns: for the paths of a source, and for a product's own identifiers.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use regex_automata::meta::Regex;
use regex_automata::util::syntax;

use super::value::text_value;

/// A pattern for absolute paths (`*` stays within one folder, `**` does not), or for last components if it contains no
/// slash.
#[derive(Debug, Clone)]
pub struct PathPattern {
    text: String,
    matcher: globset::GlobMatcher,
}

impl PathPattern {
    /// Returns the pattern as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns whether it matches an absolute path.
    #[must_use]
    pub fn matches(&self, path: &Path) -> bool {
        match (self.text.contains('/'), path.file_name()) {
            (true, _) => self.matcher.is_match(path),
            (false, Some(last)) => self.matcher.is_match(Path::new(last)),
            (false, None) => false,
        }
    }

    /// Returns the folders before the first component with a wildcard, or the whole path if there is none.
    #[must_use]
    pub fn anchor(&self) -> &str {
        let Some(wild) = self.text.find(['*', '?', '[', '{', '\\']) else { return &self.text };
        let slash = self.text[..wild].rfind('/').unwrap_or(0);
        if slash == 0 { "/" } else { &self.text[..slash] }
    }

    /// Returns whether it is a single path.
    #[must_use]
    pub fn is_literal(&self) -> bool {
        self.anchor().len() == self.text.len()
    }
}

impl FromStr for PathPattern {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.is_empty() || text.len() > 4096 || text.contains('\0') {
            return Err("a path pattern must have 1 to 4096 characters and no NUL byte".to_owned());
        }
        if text.contains('/') && !text.starts_with('/') {
            return Err(format!("`{text}` is neither an absolute path nor a name without a slash"));
        }
        if text.split('/').any(|part| part == "..") {
            return Err(format!("`{text}` contains `..`"));
        }
        if text.split('/').skip(1).any(|part| matches!(part, "" | ".")) {
            return Err(format!("`{text}` contains `//` or `/.`, or ends with a slash"));
        }
        let glob = globset::GlobBuilder::new(text).literal_separator(true).backslash_escape(true).build();
        let glob = glob.map_err(|error| format!("`{text}` is not a valid pattern: {}", error.kind()))?;
        let matcher = glob.compile_matcher();
        Ok(Self { text: text.to_owned(), matcher })
    }
}

impl fmt::Display for PathPattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

/// A regular expression for a product's own identifiers, matched within one line.
#[derive(Debug, Clone)]
pub struct IdentifierPattern {
    text: String,
    regex: Regex,
}

impl IdentifierPattern {
    /// Returns first byte and end of each match that is not empty, from left to right.
    pub fn find_iter<'a>(&'a self, line: &'a [u8]) -> impl Iterator<Item = (usize, usize)> + 'a {
        self.regex.find_iter(line).filter(|found| !found.is_empty()).map(|found| (found.start(), found.end()))
    }
}

impl FromStr for IdentifierPattern {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err("an empty pattern finds nothing".to_owned());
        }
        // A profile's author is trusted, but a pattern that would use up the memory limit is a mistake that should be
        // reported.
        let limits = Regex::config().nfa_size_limit(Some(1 << 20)).hybrid_cache_capacity(1 << 20).utf8_empty(false);
        let build = |syntax: syntax::Config| {
            let regex = Regex::builder().configure(limits.clone()).syntax(syntax).build(text);
            regex.map_err(|error| format!("`{text}` is not a valid regular expression: {}", reason(&error)))
        };
        let letters = syntax::Config::new().utf8(false);
        // Constructs that depend on the classes of characters (`\b`, `\d`, `(?i)`) are limited to ASCII.
        let regex = build(letters).or_else(|_| build(letters.unicode(false)))?;
        Ok(Self { text: text.to_owned(), regex })
    }
}

impl fmt::Display for IdentifierPattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

text_value!(PathPattern, IdentifierPattern);

/// Returns what is wrong, on one line.
fn reason(error: &regex_automata::meta::BuildError) -> String {
    match (error.syntax_error(), error.size_limit()) {
        (Some(syntax), _) => {
            let text = syntax.to_string();
            text.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned()
        }
        (None, Some(limit)) => format!("it needs more than {limit} bytes when compiled"),
        (None, None) => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{IdentifierPattern, PathPattern};

    #[test]
    fn a_star_stays_within_its_folder_and_a_bare_name_matches_everywhere() {
        let logs: PathPattern = "/var/log/*.log".parse().unwrap();
        assert!(logs.matches("/var/log/a.log".as_ref()) && !logs.matches("/var/log/x/a.log".as_ref()));
        assert_eq!((logs.anchor(), logs.is_literal()), ("/var/log", false));
        let name: PathPattern = "*.pid".parse().unwrap();
        assert!(name.matches("/run/a/b.pid".as_ref()));
        assert!("etc/passwd".parse::<PathPattern>().is_err() && "/a/../b".parse::<PathPattern>().is_err());
    }

    #[test]
    fn a_pattern_finds_bytes_of_a_line_and_says_what_is_wrong_with_it_on_one_line() {
        let pattern: IdentifierPattern = "EG[0-9]{4}".parse().unwrap();
        assert_eq!(pattern.find_iter(b"\xff EG0001,EG0002").collect::<Vec<_>>(), [(2, 8), (9, 15)]);
        for text in [r"\bEG\d{4}\b", "(?i)eg[0-9]{4}"] {
            let pattern: IdentifierPattern = text.parse().unwrap();
            assert_eq!(pattern.find_iter(b"\xc3\xa4 EG0001,EG0002").collect::<Vec<_>>(), [(3, 9), (10, 16)], "{text}");
        }
        let wrong = "EG[0-9".parse::<IdentifierPattern>().unwrap_err();
        assert_eq!(wrong, "`EG[0-9` is not a valid regular expression: unclosed character class");
        let large = "a{500}{500}{500}".parse::<IdentifierPattern>().unwrap_err();
        assert!(large.contains("bytes when compiled"), "{large}");
    }
}
