//! Which folders a pattern leads through: none is opened below which nothing can match.

use std::path::Path;

use globset::{GlobBuilder, GlobMatcher};

use crate::profile::PathPattern;

/// The pattern cut off after each of its components: which folders can hold something that matches.
pub(super) struct Prefixes {
    /// For a folder at each depth; `None`: any, because a brace holds a slash and what is cut off is no pattern.
    matchers: Vec<Option<GlobMatcher>>,
    /// The depth of the first `**`, below which anything may lie.
    recursive: Option<usize>,
}

impl Prefixes {
    pub(super) fn of(pattern: &PathPattern) -> Self {
        let parts: Vec<&str> = pattern.as_str().split('/').collect();
        // The last component is that of a file, below which nothing lies.
        let matchers = (0..parts.len() - 1).map(|depth| {
            let prefix = parts.get(..=depth).unwrap_or_default().join("/");
            let glob = GlobBuilder::new(&prefix).literal_separator(true).backslash_escape(true).build();
            glob.ok().map(|glob| glob.compile_matcher())
        });
        let matchers = matchers.collect();
        Self { matchers, recursive: parts.iter().position(|part| part.contains("**")) }
    }

    /// Whether something below a folder can match.
    pub(super) fn lead_on(&self, folder: &Path) -> bool {
        let depth = depth(folder);
        let here = |matcher: &Option<GlobMatcher>| matcher.as_ref().is_none_or(|matcher| matcher.is_match(folder));
        self.recursive.is_some_and(|from| depth >= from) || self.matchers.get(depth).is_some_and(here)
    }

    /// The same for a link to a folder; below `**` links are not followed, so that there is no circle.
    pub(super) fn link_leads_on(&self, link: &Path) -> bool {
        self.recursive.is_none_or(|from| depth(link) < from) && self.lead_on(link)
    }

    /// Whether a folder lies deeper than any is read: below `**` only the limit ends a circle of mounts.
    pub(super) fn end_above(&self, folder: &Path) -> bool {
        self.recursive.is_some() && depth(folder) >= DEEPEST
    }
}

fn depth(path: &Path) -> usize {
    path.components().count().saturating_sub(1)
}

/// Folders below one another.
pub(super) const DEEPEST: usize = 64;
