//! Names that match: folders are read one after another, each only after its file system was asked for.
//!
//! A folder is opened as a file is: by its path without links, resolved below the held mount that it lies on. Nothing
//! is opened below which no pattern can match, and nothing that may not answer.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::time::Instant;

use nix::errno::Errno;
use rustix::fs::{AtFlags, Dir, DirEntry, FileType, statat};

use super::super::open::{Opener, Refusal, bytes_of, failed, normal, refusal};
use super::prefixes::{DEEPEST, Prefixes};
use crate::plan::{SkippedPath, Status};
use crate::profile::PathPattern;

/// Looks for names.
pub(super) struct Walk<'a> {
    opener: &'a Opener,
    /// When it ends.
    until: Instant,
    pub(super) seen: Candidates,
    pub(super) unlisted: Unlisted,
}

/// Paths that match, as many as memory has room for.
#[derive(Default)]
pub(super) struct Candidates {
    pub(super) paths: BTreeSet<PathBuf>,
    pub(super) bytes: usize,
}

impl Candidates {
    pub(super) fn are_full(&self) -> bool {
        self.paths.len() >= MOST_NAMES || self.bytes >= MOST_BYTES
    }

    pub(super) fn add(&mut self, path: PathBuf) {
        let bytes = bytes_of(&path).len();
        if !self.are_full() && self.paths.insert(path) {
            self.bytes += bytes;
        }
    }
}

/// Folders that were not looked into.
#[derive(Default)]
pub(super) struct Unlisted {
    /// Those that have a name of their own in what is told: mounts that may not answer, links that are not followed.
    refused: BTreeMap<PathBuf, Refusal>,
    /// How many others there are.
    count: usize,
    /// Why, of the first.
    why: String,
}

impl Unlisted {
    /// A folder that must not be entered; one that is gone by now is none.
    fn refuse(&mut self, folder: PathBuf, refusal: Refusal) {
        if refusal.status == Status::Absent || self.refused.contains_key(&folder) {
            return;
        }
        if self.refused.len() < MOST_REFUSED {
            self.refused.insert(folder, refusal);
        } else {
            self.pass(refusal);
        }
    }

    /// A folder that was not looked into, and is counted; one that is gone by now is none.
    fn pass(&mut self, refusal: Refusal) {
        if refusal.status == Status::Absent {
            return;
        }
        if self.count == 0 {
            self.why = refusal.reason;
        }
        self.count += 1;
    }

    /// Tells of them, but for those of which `exclude` takes out all that may lie there.
    pub(super) fn tell(self, exclude: &[PathPattern], mut skipped: impl FnMut(SkippedPath)) {
        for (path, Refusal { status, reason }) in self.refused {
            let any = path.join(ANY);
            if !exclude.iter().any(|pattern| pattern.matches(&path) || pattern.matches(&any)) {
                skipped(SkippedPath { path: bytes_of(&path).to_vec(), status, reason });
            }
        }
        if self.count > 0 {
            let folders =
                if self.count == 1 { "a folder was".to_owned() } else { format!("{} folders were", self.count) };
            skipped(super::of_all(Status::Denied, format!("{folders} not searched: {}", self.why)));
        }
    }
}

impl<'a> Walk<'a> {
    pub(super) fn new(opener: &'a Opener, until: Instant) -> Self {
        Self { opener, until, seen: Candidates::default(), unlisted: Unlisted::default() }
    }

    /// Adds the paths that match one pattern.
    pub(super) fn add(&mut self, pattern: &PathPattern) {
        let anchor = Path::new(pattern.anchor());
        if pattern.is_literal() {
            return self.seen.add(anchor.to_owned());
        }
        let mut way = Way { pattern, prefixes: Prefixes::of(pattern), bases: vec![anchor.to_owned()], links: 0 };
        while let Some(base) = way.bases.pop() {
            match self.opener.folder(&base) {
                Ok((_, real)) => self.below(&base, &real, &mut way),
                Err(_) if base != anchor && self.leads_to_no_folder(&base) => {}
                Err(refusal) => self.unlisted.refuse(base, refusal),
            }
        }
    }

    /// Whether a link on the way certainly leads to a file, or to nothing. Security: where it leads is looked up as any
    /// path is, by the rules for links.
    fn leads_to_no_folder(&self, link: &Path) -> bool {
        let Ok(target) = std::fs::read_link(self.opener.locate_here(link)) else { return false };
        let target = normal(&link.parent().unwrap_or(link).join(target));
        self.opener.folder(&target).is_err_and(|refusal| refusal.status == Status::Absent)
    }

    /// Adds those below a folder, which lies at another path where links lead to it.
    fn below(&mut self, base: &Path, real: &Path, way: &mut Way<'_>) {
        let mut waiting = Waiting::from(PathBuf::new());
        while let Some(rest) = waiting.next().filter(|_| Instant::now() < self.until) {
            let (shown, real) = (joined(base, &rest), joined(real, &rest));
            if way.prefixes.end_above(&shown) {
                self.unlisted.pass(refusal(Status::Denied, &format!("it lies more than {DEEPEST} folders deep")));
                continue;
            }
            match self.opener.subfolder(&real).and_then(|folder| self.opener.entries(&folder)) {
                Ok(entries) => self.folder(entries, &shown, &real, way, |name| waiting.add(rest.join(name))),
                Err(refusal) => self.unlisted.pass(refusal),
            }
        }
    }

    /// Adds those in one folder; `read_next` is told of the folders in it, and says whether there is room for one more.
    fn folder(
        &mut self,
        mut entries: Dir,
        shown: &Path,
        real: &Path,
        way: &mut Way<'_>,
        mut read_next: impl FnMut(&OsStr) -> bool,
    ) {
        while let Some(entry) = entries.read().filter(|_| Instant::now() < self.until) {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    return self.unlisted.pass(failed("read", Errno::from_raw(error.raw_os_error())));
                }
            };
            let name = OsStr::from_bytes(entry.file_name().to_bytes());
            let is_folder = !is_own(&entry) && self.entry(&entry, &entries, shown.join(name), &real.join(name), way);
            if is_folder && !read_next(name) {
                self.unlisted.pass(refusal(Status::Denied, "memory has no room for more of them"));
            }
        }
    }

    /// Adds one entry where it matches; says whether it is a folder that is to be read.
    fn entry(&mut self, entry: &DirEntry, folder: &Dir, shown: PathBuf, real: &Path, way: &mut Way<'_>) -> bool {
        let (mut kind, matches) = (entry.file_type(), way.pattern.matches(&shown));
        let leads_on = kind != FileType::RegularFile && way.prefixes.lead_on(&shown);
        let is_unknown = kind == FileType::Unknown && (leads_on || matches);
        // Security: on a file system that may not answer even to ask what something is can take for ever, and to open
        // it can have it mounted.
        if (is_unknown || kind == FileType::Directory && leads_on)
            && let Some(reason) = self.opener.refusal(real)
        {
            self.unlisted.refuse(shown, refusal(Status::Denied, &reason));
            return false;
        }
        if is_unknown {
            // Some file systems do not keep the kind beside the name.
            let stat = folder.fd().and_then(|folder| statat(folder, entry.file_name(), AtFlags::SYMLINK_NOFOLLOW));
            kind = stat.map_or(kind, |stat| FileType::from_raw_mode(stat.st_mode));
        }
        if kind == FileType::Directory {
            return leads_on;
        }
        if kind == FileType::Symlink && way.links < MOST_LINKS && way.prefixes.link_leads_on(&shown) {
            way.links += 1;
            way.bases.push(shown.clone());
        }
        if matches {
            self.seen.add(shown);
        }
        false
    }
}

/// The way of one pattern.
struct Way<'a> {
    pattern: &'a PathPattern,
    prefixes: Prefixes,
    /// Folders to walk: the anchor, and links to folders on the way (`/sys/class/net/eth0`).
    bases: Vec<PathBuf>,
    /// How many links there were.
    links: usize,
}

/// Folders that are still to be read. The last that was met is read first: then those that wait are no more than what
/// lies beside the way to it.
struct Waiting {
    folders: Vec<PathBuf>,
    bytes: usize,
}

impl Waiting {
    fn from(first: PathBuf) -> Self {
        Self { folders: vec![first], bytes: 0 }
    }

    /// Whether there was room for it.
    fn add(&mut self, folder: PathBuf) -> bool {
        let bytes = self.bytes + bytes_of(&folder).len();
        let has_room = self.folders.len() < MOST_NAMES && bytes < MOST_BYTES;
        if has_room {
            self.bytes = bytes;
            self.folders.push(folder);
        }
        has_room
    }

    fn next(&mut self) -> Option<PathBuf> {
        self.folders.pop().inspect(|folder| self.bytes -= bytes_of(folder).len())
    }
}

/// Names of a folder's entries, in order; none where it cannot be read.
pub(super) fn names(opener: &Opener, folder: &Path) -> Vec<Vec<u8>> {
    let entries = opener.folder(folder).and_then(|(folder, _)| opener.entries(&folder));
    let entries = entries.into_iter().flatten().flatten().filter(|entry| !is_own(entry));
    let mut names: Vec<_> = entries.map(|entry| entry.file_name().to_bytes().to_vec()).collect();
    names.sort_unstable();
    names
}

/// Whether an entry is the folder's own, or that of the one above.
fn is_own(entry: &DirEntry) -> bool {
    matches!(entry.file_name().to_bytes(), b"." | b"..")
}

/// A path below a folder; of nothing below it no slash comes.
fn joined(folder: &Path, rest: &Path) -> PathBuf {
    if rest.as_os_str().is_empty() { folder.to_owned() } else { folder.join(rest) }
}

/// Names that one source may have.
const MOST_NAMES: usize = 250_000;
/// Bytes of them all.
pub(super) const MOST_BYTES: usize = 16 << 20;
/// Links to folders that are followed for one pattern.
const MOST_LINKS: usize = 1000;
/// Folders of one source that are named with the reason why they are not entered.
const MOST_REFUSED: usize = 500;
/// What stands for anything that lies below a folder.
const ANY: &str = "\u{1}/\u{1}";
