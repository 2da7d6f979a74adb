//! Which files match a source's patterns: a walk proposes names, `open` says what stands behind them.

mod candidates;
mod prefixes;

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::open::{Opener, bytes_of};
use crate::plan::{FoundFile, SkippedPath, Status};
use crate::profile::{Floor, PathPattern, never_collected};
use candidates::Walk;

/// Which files to search for, and how long.
pub(crate) struct Sought {
    /// Patterns that they must match.
    pub(crate) paths: Vec<PathPattern>,
    /// Patterns that exclude them again.
    pub(crate) exclude: Vec<PathPattern>,
    pub(crate) floor: Floor,
    /// The folder of our own keys and ledgers, which no source can name.
    pub(crate) own: Option<PathBuf>,
    /// When the search must end, so that its findings can still be reported.
    pub(crate) until: Instant,
}

/// Calls `found` for each file that matches, and `skipped` for each matching path that will not be read.
pub(crate) fn list(
    opener: &Opener,
    sought: &Sought,
    found: impl FnMut(FoundFile),
    mut skipped: impl FnMut(SkippedPath),
) {
    let Sought { paths, exclude, floor, own, until } = sought;
    // Names alone are of no use: half of the time is reserved for opening what is behind them.
    let now = Instant::now();
    let half = now + until.saturating_duration_since(now) / 2;
    let mut walk = Walk::new(opener, half);
    paths.iter().for_each(|pattern| walk.add(pattern));
    let Walk { seen, unlisted, .. } = walk;
    unlisted.tell(exclude, &mut skipped);
    let late = Instant::now() >= half;
    let names = seen.paths.len();
    if seen.are_full() {
        skipped(of_all(Status::Cut, format!("more than {names} names match; the rest was not looked at")));
    }
    let (mut sights, mut looked) = (Sights::default(), 0);
    for path in seen.paths.into_iter().take_while(|_| Instant::now() < *until) {
        looked += 1;
        if !exclude.iter().any(|pattern| pattern.matches(&path)) {
            sights.take(sight(opener, &path, *floor, own.as_deref()), &mut skipped);
        }
    }
    if looked < names || late {
        let more = if late { ", and there are more" } else { "" };
        let reason = format!("the time for searching ran out after {looked} of {names} names{more}");
        skipped(of_all(Status::Cut, reason));
    }
    sights.tell(found, skipped);
}

/// What is behind the names.
#[derive(Default)]
struct Sights {
    /// Files; only the newest of them if there are more than are collected.
    files: Vec<FoundFile>,
    /// Number of older files that were dropped.
    older: usize,
    /// Number of paths that are not read.
    passed: usize,
}

impl Sights {
    /// Takes what is behind a name; reports the first paths that are not read.
    fn take(&mut self, sight: Option<Result<FoundFile, SkippedPath>>, skipped: &mut impl FnMut(SkippedPath)) {
        match sight {
            Some(Ok(sighted)) => {
                self.files.push(sighted);
                if self.files.len() >= 2 * MOST_FILES {
                    self.older += drop_older(&mut self.files);
                }
            }
            Some(Err(skip)) => {
                self.passed += 1;
                if self.passed <= MOST_SKIPS {
                    skipped(skip);
                }
            }
            None => {}
        }
    }

    /// Reports the files, and the number of those that were not reported.
    fn tell(mut self, found: impl FnMut(FoundFile), mut skipped: impl FnMut(SkippedPath)) {
        if self.passed > MOST_SKIPS {
            let more = self.passed - MOST_SKIPS;
            skipped(of_all(Status::Denied, format!("{more} more files were not read")));
        }
        self.older += drop_older(&mut self.files);
        if self.older > 0 {
            let reason = format!("only the newest {MOST_FILES} files; {} older ones were left out", self.older);
            skipped(of_all(Status::Cut, reason));
            self.files.sort_by(|one, two| one.path.cmp(&two.path));
        }
        self.files.into_iter().for_each(found);
    }
}

/// Makes a report that concerns the request as a whole.
fn of_all(status: Status, reason: String) -> SkippedPath {
    SkippedPath { path: Vec::new(), status, reason }
}

/// Keeps only as many of the newest files as are collected; returns how many it dropped. Of two files of the same age,
/// the first by name stays, whenever this is called.
fn drop_older(files: &mut Vec<FoundFile>) -> usize {
    let more = files.len().saturating_sub(MOST_FILES);
    if more > 0 {
        files.sort_by_key(|file| std::cmp::Reverse(file.modified));
        files.truncate(MOST_FILES);
    }
    more
}

/// Returns the names of a folder's entries, in order; none if it cannot be read.
pub(crate) fn names(opener: &Opener, folder: &Path) -> Vec<Vec<u8>> {
    let mut names = candidates::names(opener, folder);
    names.truncate(MOST_FILES);
    names
}

/// Returns what is behind a name; `None` if it has disappeared.
fn sight(opener: &Opener, path: &Path, floor: Floor, own: Option<&Path>) -> Option<Result<FoundFile, SkippedPath>> {
    let skip = |status, reason| Some(Err(SkippedPath { path: bytes_of(path).to_vec(), status, reason }));
    let forbidden = |path| never_collected(bytes_of(path)).filter(|_| floor == Floor::Holds);
    let withheld = |why| skip(Status::Withheld, format!("never collected: {why}"));
    // Security: the floor holds for the name that was asked for, and for the one that links lead to.
    if let Some(why) = forbidden(path) {
        return withheld(why);
    }
    match opener.locate_real(path) {
        Ok((_, real)) if let Some(why) = forbidden(&real) => withheld(why),
        Ok((_, real)) if own.is_some_and(|own| opener.locate_here(&real).starts_with(own)) => {
            withheld("casepack's own keys and ledgers")
        }
        Ok((located, _)) => Some(Ok(FoundFile {
            path: bytes_of(path).to_vec(),
            size: u64::try_from(located.stat.st_size).unwrap_or(0),
            modified: located.stat.st_mtime,
        })),
        Err(refusal) if refusal.status == Status::Absent => None,
        Err(refusal) => skip(refusal.status, refusal.reason),
    }
}

/// Maximum number of files of one source that are collected.
const MOST_FILES: usize = 10_000;
/// Maximum number of files of one source that are listed with the reason why they are not read.
const MOST_SKIPS: usize = 500;

#[cfg(test)]
mod tests;
