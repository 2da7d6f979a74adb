//! Which files match a source's patterns: walkdir proposes names, `open` says what stands behind them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::frame::{Sighted, Skip};
use super::open::{Opener, bytes_of};
use super::root::Root;
use crate::plan::Status;
use crate::profile::{PathPattern, never_collected};

/// Calls `found` for each file that matches, `skipped` for each that matches and is not read.
pub(crate) fn list(
    opener: &Opener,
    root: &Root,
    (paths, exclude, sensitive): (&[PathPattern], &[PathPattern], bool),
    mut found: impl FnMut(Sighted),
    mut skipped: impl FnMut(Skip),
) {
    let mut seen = BTreeSet::new();
    for pattern in paths {
        if let Err(reason) = candidates(opener, root, pattern, &mut seen) {
            skipped(Skip { path: pattern.anchor().as_bytes().to_vec(), status: Status::Denied, reason });
        }
    }
    if seen.len() >= MOST {
        let reason = format!("more than {MOST} files match; the rest is left out");
        skipped(Skip { path: Vec::new(), status: Status::Cut, reason });
    }
    for path in seen {
        if exclude.iter().any(|pattern| pattern.matches(&path)) {
            continue;
        }
        let skip = |status, reason| Skip { path: bytes_of(&path).to_vec(), status, reason };
        // Security: the floor holds for the name that was asked for, whatever stands behind it.
        if let Some(why) = never_collected(bytes_of(&path)).filter(|_| !sensitive) {
            skipped(skip(Status::Withheld, format!("never collected: {why}")));
            continue;
        }
        match opener.locate(&path) {
            Ok(located) => found(Sighted {
                path: bytes_of(&path).to_vec(),
                size: u64::try_from(located.stat.st_size).unwrap_or(0),
                modified: located.stat.st_mtime,
            }),
            Err(refusal) if refusal.status == Status::Absent => {}
            Err(refusal) => skipped(skip(refusal.status, refusal.reason)),
        }
    }
}

/// Names of a folder's entries, in order; none where it cannot be read.
pub(crate) fn names(opener: &Opener, root: &Root, folder: &Path) -> Vec<Vec<u8>> {
    if opener.refusal(folder).is_some() {
        return Vec::new();
    }
    let walk = WalkDir::new(root.locate(folder)).min_depth(1).max_depth(1).sort_by_file_name();
    walk.into_iter().flatten().take(MOST).map(|entry| bytes_of(Path::new(entry.file_name())).to_vec()).collect()
}

/// Adds the paths that match one pattern.
fn candidates(opener: &Opener, root: &Root, pattern: &PathPattern, seen: &mut BTreeSet<PathBuf>) -> Result<(), String> {
    let anchor = Path::new(pattern.anchor());
    if pattern.is_literal() {
        seen.insert(anchor.to_owned());
        return Ok(());
    }
    if let Some(reason) = opener.refusal(anchor) {
        return Err(reason);
    }
    let base = root.locate(anchor);
    let depth = if pattern.as_str().contains("**") { DEEPEST } else { pattern.as_str().matches('/').count() };
    let walk = WalkDir::new(&base).min_depth(1).max_depth(depth).into_iter().filter_entry(|entry| {
        // Security: a folder on a file system that may not answer is not entered.
        let path = anchor.join(entry.path().strip_prefix(&base).unwrap_or(Path::new("")));
        !entry.file_type().is_dir() || opener.refusal(&path).is_none()
    });
    for entry in walk.flatten().filter(|entry| !entry.file_type().is_dir()) {
        let path = anchor.join(entry.path().strip_prefix(&base).unwrap_or(Path::new("")));
        if pattern.matches(&path) && seen.len() < MOST {
            seen.insert(path);
        }
    }
    Ok(())
}

/// Files that one source may have.
const MOST: usize = 200_000;
/// Folders below one another.
const DEEPEST: usize = 64;
