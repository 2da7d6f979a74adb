//! Which files match a source's patterns: walkdir proposes names, `open` says what stands behind them.

use std::collections::BTreeSet;
use std::io;
use std::os::fd::AsRawFd;
use std::path::{Path, PathBuf};
use std::time::Instant;

use globset::{GlobBuilder, GlobMatcher};
use walkdir::{DirEntry, WalkDir};

use super::open::{Opener, bytes_of};
use crate::plan::{FoundFile, SkippedPath, Status};
use crate::profile::{Floor, PathPattern, never_collected};

/// Which files are looked for, and how long.
pub(crate) struct Sought {
    /// What they match.
    pub(crate) paths: Vec<PathPattern>,
    /// What takes them out again.
    pub(crate) exclude: Vec<PathPattern>,
    pub(crate) floor: Floor,
    /// The folder of our own keys and ledgers, which no source can name.
    pub(crate) own: Option<PathBuf>,
    /// When looking ends, so that what was found by then can still be told.
    pub(crate) until: Instant,
}

/// Calls `found` for each file that matches, `skipped` for each that matches and is not read.
pub(crate) fn list(
    opener: &Opener,
    sought: &Sought,
    found: impl FnMut(FoundFile),
    mut skipped: impl FnMut(SkippedPath),
) {
    let Sought { paths, exclude, floor, own, until } = sought;
    let (mut seen, mut unlisted) = (Candidates::default(), Unlisted::default());
    // Names alone are worth nothing: half of the time is for what stands behind them.
    let now = Instant::now();
    let half = now + until.saturating_duration_since(now) / 2;
    for pattern in paths {
        if let Err(reason) = candidates(opener, pattern, half, &mut seen, &mut unlisted) {
            skipped(SkippedPath { path: pattern.anchor().as_bytes().to_vec(), status: Status::Denied, reason });
        }
    }
    unlisted.tell(&mut skipped);
    let late = Instant::now() >= half;
    let names = seen.paths.len();
    if seen.are_full() {
        skipped(of_all(Status::Cut, format!("more than {names} names match; the rest is not looked at")));
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
        let reason = format!("the time for looking was over after {looked} of {names} names{more}");
        skipped(of_all(Status::Cut, reason));
    }
    sights.tell(found, skipped);
}

/// What stands behind names.
#[derive(Default)]
struct Sights {
    /// Files, the newest of them where there are more than are collected.
    files: Vec<FoundFile>,
    /// How many older ones were dropped.
    older: usize,
    /// How many paths are not read.
    passed: usize,
}

/// Folders that were not looked into, because the system did not let us.
#[derive(Default)]
struct Unlisted {
    count: usize,
    /// Why, of the first.
    why: String,
}

impl Unlisted {
    /// What was met, where it is no error; one that came of a folder that is gone by now is none.
    fn sift(&mut self, met: walkdir::Result<DirEntry>) -> Option<DirEntry> {
        met.map_err(|error| match error.io_error() {
            Some(error) if error.kind() != io::ErrorKind::NotFound => {
                if self.count == 0 {
                    self.why = error.to_string();
                }
                self.count += 1;
            }
            _ => {}
        })
        .ok()
    }

    fn tell(&self, mut skipped: impl FnMut(SkippedPath)) {
        if self.count > 0 {
            let folders =
                if self.count == 1 { "a folder was".to_owned() } else { format!("{} folders were", self.count) };
            skipped(of_all(Status::Denied, format!("{folders} not looked into: {}", self.why)));
        }
    }
}

impl Sights {
    /// Takes what stands behind a name; tells of the first paths that are not read.
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

    /// Tells of the files, and of how many nothing was told.
    fn tell(mut self, found: impl FnMut(FoundFile), mut skipped: impl FnMut(SkippedPath)) {
        if self.passed > MOST_SKIPS {
            let more = self.passed - MOST_SKIPS;
            skipped(of_all(Status::Denied, format!("{more} more files are not read")));
        }
        self.older += drop_older(&mut self.files);
        if self.older > 0 {
            let reason = format!("the newest {MOST_FILES} files; {} older ones are left out", self.older);
            skipped(of_all(Status::Cut, reason));
            self.files.sort_by(|one, two| one.path.cmp(&two.path));
        }
        self.files.into_iter().for_each(found);
    }
}

/// What is told of the request as a whole.
fn of_all(status: Status, reason: String) -> SkippedPath {
    SkippedPath { path: Vec::new(), status, reason }
}

/// Keeps the newest of the files, as many as are collected; says how many it dropped. Of two that are as old the first
/// by name stays, whenever this is done.
fn drop_older(files: &mut Vec<FoundFile>) -> usize {
    let more = files.len().saturating_sub(MOST_FILES);
    if more > 0 {
        files.sort_by_key(|file| std::cmp::Reverse(file.modified));
        files.truncate(MOST_FILES);
    }
    more
}

/// Paths that match, as many as memory has room for.
#[derive(Default)]
struct Candidates {
    paths: BTreeSet<PathBuf>,
    bytes: usize,
}

impl Candidates {
    fn are_full(&self) -> bool {
        self.paths.len() >= MOST_NAMES || self.bytes >= MOST_BYTES
    }

    fn add(&mut self, path: PathBuf) {
        let bytes = bytes_of(&path).len();
        if !self.are_full() && self.paths.insert(path) {
            self.bytes += bytes;
        }
    }
}

/// Names of a folder's entries, in order; none where it cannot be read.
pub(crate) fn names(opener: &Opener, folder: &Path) -> Vec<Vec<u8>> {
    let Ok((handle, _)) = opener.folder(folder) else { return Vec::new() };
    let walk = WalkDir::new(held(&handle)).min_depth(1).max_depth(1).sort_by_file_name();
    walk.into_iter().flatten().take(MOST_FILES).map(|entry| bytes_of(Path::new(entry.file_name())).to_vec()).collect()
}

/// What stands behind a name; nothing where it is gone.
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
            withheld("our own keys and ledgers")
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

/// Adds the paths that match one pattern.
fn candidates(
    opener: &Opener,
    pattern: &PathPattern,
    until: Instant,
    seen: &mut Candidates,
    unlisted: &mut Unlisted,
) -> Result<(), String> {
    let anchor = Path::new(pattern.anchor());
    if pattern.is_literal() {
        seen.add(anchor.to_owned());
        return Ok(());
    }
    if let Some(reason) = opener.refusal(anchor) {
        return Err(reason);
    }
    let prefixes = Prefixes::of(pattern);
    // Folders to walk: the anchor, and links to folders on the way of the pattern (`/sys/class/net/eth0`).
    let (mut bases, mut links) = (vec![anchor.to_owned()], 0);
    while let Some(base) = bases.pop() {
        let Ok((handle, _)) = opener.folder(&base) else { continue };
        let top = held(&handle);
        let shown = |entry: &DirEntry| base.join(entry.path().strip_prefix(&top).unwrap_or(Path::new("")));
        let most = prefixes.depth.saturating_sub(depth(&base));
        let walk = WalkDir::new(&top).min_depth(1).max_depth(most).into_iter().filter_entry(|entry| {
            let path = shown(entry);
            // Security: a folder on a file system that may not answer is not entered.
            entry.depth() == 0
                || !entry.file_type().is_dir()
                || prefixes.lead_on(&path) && opener.refusal(&path).is_none()
        });
        let walk = walk.take_while(|_| Instant::now() < until).filter_map(|met| unlisted.sift(met));
        for entry in walk.filter(|entry| !entry.file_type().is_dir()) {
            let path = shown(&entry);
            if entry.path_is_symlink() && entry.depth() < most && links < MOST_LINKS && prefixes.link_leads_on(&path) {
                links += 1;
                bases.push(path.clone());
            }
            if pattern.matches(&path) {
                seen.add(path);
            }
        }
    }
    Ok(())
}

/// A held folder as a path that nobody can swap.
fn held(handle: &impl AsRawFd) -> PathBuf {
    PathBuf::from(format!("/proc/self/fd/{}/", handle.as_raw_fd()))
}

fn depth(path: &Path) -> usize {
    path.components().count().saturating_sub(1)
}

/// The pattern cut off after each of its components: which folders can hold something that matches.
struct Prefixes {
    /// For a folder at each depth; `None`: any, because a brace holds a slash and what is cut off is no pattern.
    matchers: Vec<Option<GlobMatcher>>,
    /// The depth of the first `**`, below which anything may lie.
    recursive: Option<usize>,
    /// How deep a match can lie.
    depth: usize,
}

impl Prefixes {
    fn of(pattern: &PathPattern) -> Self {
        let parts: Vec<&str> = pattern.as_str().split('/').collect();
        let matchers = (0..parts.len()).map(|depth| {
            let prefix = parts.get(..=depth).unwrap_or_default().join("/");
            let glob = GlobBuilder::new(&prefix).literal_separator(true).backslash_escape(true).build();
            glob.ok().map(|glob| glob.compile_matcher())
        });
        let matchers = matchers.collect();
        let recursive = parts.iter().position(|part| part.contains("**"));
        Self { matchers, recursive, depth: recursive.map_or(parts.len() - 1, |_| DEEPEST) }
    }

    /// Whether something below a folder can match.
    fn lead_on(&self, folder: &Path) -> bool {
        let depth = depth(folder);
        let here = |matcher: &Option<GlobMatcher>| matcher.as_ref().is_none_or(|matcher| matcher.is_match(folder));
        self.recursive.is_some_and(|from| depth >= from) || self.matchers.get(depth).is_some_and(here)
    }

    /// The same for a link to a folder; below `**` links are not followed, so that there is no circle.
    fn link_leads_on(&self, link: &Path) -> bool {
        self.recursive.is_none_or(|from| depth(link) < from) && self.lead_on(link)
    }
}

/// Names that one source may have.
const MOST_NAMES: usize = 250_000;
/// Bytes of them all.
const MOST_BYTES: usize = 16 << 20;
/// Files of one source that are collected.
const MOST_FILES: usize = 10_000;
/// Files of one source that are named with the reason why they are not.
const MOST_SKIPS: usize = 500;
/// Links to folders that are followed for one pattern.
const MOST_LINKS: usize = 1000;
/// Folders below one another.
const DEEPEST: usize = 64;

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::time::{Duration, Instant};

    use super::super::root::Root;
    use super::{
        Candidates, Floor, FoundFile, MOST_BYTES, MOST_FILES, Opener, Sought, Status, drop_older, list, names,
    };

    fn found(folder: &tempfile::TempDir, pattern: &str) -> Vec<String> {
        let opener = Opener::new(Root::Tree(folder.path().canonicalize().unwrap()));
        let mut out = Vec::new();
        let sought = sought(pattern, Instant::now() + Duration::from_secs(60));
        list(&opener, &sought, |file| out.push(String::from_utf8(file.path).unwrap()), |_| {});
        out
    }

    fn sought(pattern: &str, until: Instant) -> Sought {
        Sought { paths: vec![pattern.parse().unwrap()], exclude: Vec::new(), floor: Floor::Holds, own: None, until }
    }

    fn tree() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let below = |path: &str| folder.path().join(path);
        fs::create_dir_all(below("sys/devices/pci0/net/eth0")).unwrap();
        fs::create_dir_all(below("sys/class/net")).unwrap();
        fs::write(below("sys/devices/pci0/net/eth0/address"), "x").unwrap();
        symlink("../../devices/pci0/net/eth0", below("sys/class/net/eth0")).unwrap();
        symlink("/sys/class", below("sys/also")).unwrap();
        folder
    }

    #[test]
    fn links_to_folders_on_the_way_of_a_pattern_are_followed() {
        let tree = tree();
        assert_eq!(found(&tree, "/sys/class/net/*/address"), ["/sys/class/net/eth0/address"]);
        assert_eq!(found(&tree, "/sys/also/net/*/address"), ["/sys/also/net/eth0/address"]);
        assert_eq!(found(&tree, "/sys/**/address"), ["/sys/devices/pci0/net/eth0/address"]);
        assert_eq!(found(&tree, "/sys/class/net/{eth0/address,none}"), ["/sys/class/net/eth0/address"]);
    }

    #[test]
    fn r5_of_more_files_than_are_collected_the_newest_stay() {
        let file = |number: usize, modified| FoundFile { path: number.to_string().into_bytes(), size: 1, modified };
        let mut files: Vec<_> = (0..MOST_FILES + 3).map(|number| file(number, 7)).collect();
        files.push(file(0, 9));
        files[5].modified = 1;
        assert_eq!(drop_older(&mut files), 4);
        assert_eq!((files.len(), files[0].modified, files[MOST_FILES - 1].modified), (MOST_FILES, 9, 7));
        assert_eq!(drop_older(&mut files), 0);
        let mut names = Candidates::default();
        (0..MOST_BYTES / 1000 + 10).for_each(|number| names.add(format!("{number:01000}").into()));
        assert!(names.are_full() && names.bytes < MOST_BYTES + 1000, "{}", names.bytes);
    }

    #[test]
    fn r5_who_looks_stops_in_time_to_tell_what_was_found() {
        let tree = tree();
        let opener = Opener::new(Root::Tree(tree.path().canonicalize().unwrap()));
        let sought = sought("/sys/devices/pci0/net/eth0/address", Instant::now());
        let mut skips = Vec::new();
        list(&opener, &sought, |_| {}, |skip| skips.push((skip.status, skip.reason)));
        assert_eq!(
            skips,
            [(Status::Cut, "the time for looking was over after 0 of 1 names, and there are more".to_owned())]
        );
    }

    #[test]
    fn r1_a_folder_that_leads_out_of_the_root_has_no_names() {
        let (tree, other) = (tree(), tempfile::tempdir().unwrap());
        fs::write(other.path().join("secret"), "x").unwrap();
        symlink(other.path(), tree.path().join("out")).unwrap();
        let opener = Opener::new(Root::Tree(tree.path().canonicalize().unwrap()));
        assert!(names(&opener, "/out".as_ref()).is_empty());
        assert!(found(&tree, "/out/*").is_empty());
    }
}
