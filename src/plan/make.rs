//! Makes a plan from a profile, a selection and a survey.

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;

use super::lacking::lacking;
use super::{
    Error, FoundFile, Item, Listing, Plan, Selection, Skipped, SkippedPath, Status, Survey, Task, Window, fits,
};
use crate::profile::{
    Category, FileSource, Format, Keep, PathPattern, Profile, Source, SourceId, SourceKind, TraceSource,
};

/// Makes the plan of a run.
///
/// # Errors
/// If the window, a source or the purpose is invalid.
pub fn make(profile: &Profile, selection: &Selection, survey: &mut dyn Survey, now: Timestamp) -> Result<Plan, Error> {
    fits(profile, selection)?;
    let (limits, is_short_of_room) = selection.limits(profile);
    let window = Window::new(selection.since.as_deref(), selection.until.as_deref(), limits.since, now)
        .map_err(|why| Error::Window { why })?;
    let compress = selection.compress.unwrap_or(profile.compress);
    let (items, skipped) = (Vec::new(), Vec::new());
    let plan = Plan { purpose: selection.purpose, window, limits, is_short_of_room, compress, items, skipped };
    let mut making = Making { plan, survey, seen: HashSet::new() };
    for category in Category::ALL {
        profile
            .sources
            .iter()
            .filter(|source| source.category == category)
            .for_each(|source| making.source(source, selection));
        if category == Category::Support {
            making.given(selection);
        }
    }
    making.plan.shed(making.survey);
    Ok(making.plan)
}

struct Making<'a> {
    plan: Plan,
    survey: &'a mut dyn Survey,
    /// Paths that an earlier source has already.
    seen: HashSet<Vec<u8>>,
}

impl Making<'_> {
    fn source(&mut self, source: &Source, selection: &Selection) {
        if !selection.takes(&source.id) {
            return self.skip(source, None, Status::Withheld, "not selected on the command line");
        }
        if !source.category.serves(selection.purpose) {
            return self.skip(source, None, Status::Withheld, OTHER_PURPOSE);
        }
        if let Some((status, reason)) = lacking(source, self.survey) {
            return self.skip(source, None, status, &reason);
        }
        match &source.kind {
            SourceKind::File(files) => self.files(source, files),
            SourceKind::Trace(traces) => self.traces(source, traces),
            SourceKind::Command(command) => {
                let ending = if command.format == Format::Json { "json" } else { "txt" };
                let task = Task::Command { run: command.run.clone(), writes: command.writes.clone() };
                let item = self.item(source, format!("{}.{ending}", source.id), task, command.format);
                self.plan.items.push(Item { deadline: command.timeout.0, ..item });
            }
            SourceKind::Journal(journal) => {
                let (units, priority) = (journal.units.clone(), journal.priority);
                let task = Task::Journal { units, priority, kernel: journal.kernel };
                let item = self.item(source, format!("{}.log", source.id), task, Format::Text);
                self.plan.items.push(Item { deadline: journal.timeout.0, ..item });
            }
            SourceKind::Kernel(kernel) => {
                for read in &kernel.read {
                    let task = Task::Kernel { read: read.clone(), samples: kernel.samples, every: kernel.every };
                    let item = self.item(source, format!("{read}.json"), task, Format::Json);
                    let deadline = kernel.every.saturating_mul(kernel.samples) + Duration::from_secs(5);
                    self.plan.items.push(Item { deadline, ..item });
                }
            }
        }
    }

    /// Returns the files that match, newest first, because limits cut the oldest. Matching paths that are not read are
    /// skipped.
    fn find(&mut self, source: &Source, paths: &[PathPattern], exclude: &[PathPattern]) -> Vec<FoundFile> {
        let Listing { mut found, skipped } = self.survey.find(paths, exclude, source.floor());
        if found.is_empty() && skipped.is_empty() {
            self.skip(source, None, Status::Absent, "no file matches");
        }
        for SkippedPath { path, status, reason } in skipped {
            self.skip(source, Some(path).filter(|path| !path.is_empty()), status, &reason);
        }
        found.sort_by(|one, two| two.modified.cmp(&one.modified).then_with(|| one.path.cmp(&two.path)));
        found
    }

    fn files(&mut self, source: &Source, files: &FileSource) {
        let (items, skipped, mut taken) = (self.plan.items.len(), self.plan.skipped.len(), false);
        for FoundFile { path, size, modified } in self.find(source, &files.paths, &files.exclude) {
            let old = modified > 0 && modified < self.plan.window.since.as_second();
            if old && source.category.is_windowed(&path) {
                self.skip(source, Some(path), Status::Empty, "not changed within the window");
            } else if self.seen.insert(path.clone()) {
                let task = Task::File(PathBuf::from(OsString::from_vec(path.clone())));
                let mut item = self.item(source, String::new(), task, files.format);
                item.name = path.strip_prefix(b"/").unwrap_or(&path).to_vec();
                item.limit = files.limit.map_or(item.limit, |limit| limit.min(self.plan.limits.bundle).0);
                // Kernel files do not give their length before they are read.
                let expected = Some(size).filter(|size| *size > 0 || !is_kernel_file(&path));
                self.plan.items.push(Item { keep: files.keep, expected, ..item });
            } else {
                taken = true;
            }
        }
        // Without a record it would look as if the source had been forgotten.
        if taken && self.plan.items.len() == items {
            let alone = self.plan.skipped.len() == skipped;
            self.skip(source, None, Status::Empty, if alone { TAKEN } else { REST_TAKEN });
        }
    }

    /// Records traces as withheld, because they have no minimizer yet and nothing vouches for them.
    fn traces(&mut self, source: &Source, traces: &TraceSource) {
        let found = self.find(source, &traces.paths, &[]);
        for (index, FoundFile { path, .. }) in found.into_iter().enumerate() {
            let reason = if index < traces.newest as usize {
                format!("no minimizer for traces of kind {}", traces.kind.word())
            } else {
                format!("not among the newest {}", traces.newest)
            };
            self.skip(source, Some(path), Status::Withheld, &reason);
        }
    }

    /// Adds what the operator gives with the case.
    fn given(&mut self, selection: &Selection) {
        let given = |name: &[u8], task| Item {
            source: SourceId::given(),
            category: Category::Support,
            name: name.to_vec(),
            task,
            format: Format::Auto,
            limit: self.plan.limits.item.0,
            keep: Keep::Head,
            deadline: READING,
            expected: None,
            sample: None,
            importance: 9,
        };
        let mut items = Vec::new();
        if let Some(note) = &selection.note {
            items.push(given(b"note.txt", Task::Note(note.clone())));
        }
        for path in &selection.attach {
            let name = path.file_name().map(OsStr::as_bytes).unwrap_or_default();
            items.push(given(name, Task::Attachment(path.clone())));
        }
        if Category::Support.serves(selection.purpose) {
            return self.plan.items.extend(items);
        }
        self.plan.skipped.extend(items.into_iter().map(|item| Skipped {
            source: item.source,
            category: item.category,
            name: Some(item.name),
            status: Status::Withheld,
            reason: OTHER_PURPOSE.to_owned(),
        }));
    }

    fn item(&self, source: &Source, name: String, task: Task, format: Format) -> Item {
        Item {
            source: source.id.clone(),
            category: source.category,
            name: name.into_bytes(),
            task,
            format,
            limit: self.plan.limits.item.0,
            keep: Keep::Head,
            deadline: READING,
            expected: None,
            sample: None,
            importance: source.importance,
        }
    }

    fn skip(&mut self, source: &Source, name: Option<Vec<u8>>, status: Status, reason: &str) {
        let (source, category) = (source.id.clone(), source.category);
        self.plan.skipped.push(Skipped { source, category, name, status, reason: reason.to_owned() });
    }
}

fn is_kernel_file(path: &[u8]) -> bool {
    path.starts_with(b"/proc/") || path.starts_with(b"/sys/")
}

/// The reason for withholding what the purpose does not need.
const OTHER_PURPOSE: &str = "its category is not collected for this purpose";
/// The reason for a source whose files all belong to other sources.
const TAKEN: &str = "its files are collected by earlier sources";
/// The reason for the files of a source that are not listed otherwise.
const REST_TAKEN: &str = "the rest of its files are collected by earlier sources";
/// Maximum time for reading one file.
const READING: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use super::{Error, FoundFile, OTHER_PURPOSE, Profile, REST_TAKEN, Selection, Status, Survey, TAKEN, make};
    use crate::plan::{Listing, Sample, SkippedPath};
    use crate::profile::{Compression, Floor, Keep, PathPattern, Purpose};

    struct Fixed {
        files: Vec<FoundFile>,
        live: bool,
    }

    impl Survey for Fixed {
        fn is_live(&self) -> bool {
            self.live
        }

        fn has(&mut self, path: &str) -> Result<(), (Status, String)> {
            let absent = ["/run/systemd/system", "/.casepack/commands/routes"].contains(&path);
            let status = if absent { Status::Absent } else { Status::Denied };
            if absent || path == "/etc/lvm" { Err((status, "no answer".to_owned())) } else { Ok(()) }
        }

        fn has_program(&mut self, program: &str) -> bool {
            program != "lspci"
        }

        fn find(&mut self, paths: &[PathPattern], _: &[PathPattern], _: Floor) -> Listing {
            let matches = |path: &[u8]| {
                paths.iter().any(|pattern| pattern.matches(String::from_utf8_lossy(path).as_ref().as_ref()))
            };
            let found = self.files.iter().filter(|file| matches(&file.path)).cloned().collect();
            let denied = matches(DENIED).then(|| SkippedPath {
                path: DENIED.to_vec(),
                status: Status::Denied,
                reason: "a FIFO".to_owned(),
            });
            Listing { found, skipped: denied.into_iter().collect() }
        }

        fn sample(&mut self, _: &std::path::Path, _: Keep, _: Compression) -> Option<Sample> {
            None
        }
    }

    /// What matches and cannot be read.
    const DENIED: &[u8] = b"/run/fifo";

    /// A library whose every file holds this.
    struct OneFile(String);

    impl crate::profile::Library for OneFile {
        fn read(&self, _: &std::path::Path) -> Result<Vec<u8>, String> {
            Ok(self.0.clone().into_bytes())
        }

        fn list(&self, _: &std::path::Path) -> Vec<std::path::PathBuf> {
            Vec::new()
        }

        fn trust(&self, _: &std::path::Path) -> Result<(), String> {
            Ok(())
        }
    }

    fn profile() -> Profile {
        crate::profile::load(&["generic-linux".to_owned()], &OneFile(String::new())).unwrap()
    }

    fn plan(selection: &Selection) -> Result<super::Plan, Error> {
        plan_of(true, selection)
    }

    fn plan_of(live: bool, selection: &Selection) -> Result<super::Plan, Error> {
        let now = "2026-03-10T12:00:00Z".parse().unwrap();
        let old = now_seconds() - 30 * 86_400;
        let file = |path: &str, modified| FoundFile { path: path.as_bytes().to_vec(), size: 1000, modified };
        let seen =
            vec![file("/var/log/syslog", now_seconds()), file("/var/log/syslog.2", old), file("/etc/hosts", old)];
        make(&profile(), selection, &mut Fixed { files: seen, live }, now)
    }

    fn now_seconds() -> i64 {
        "2026-03-10T12:00:00Z".parse::<jiff::Timestamp>().unwrap().as_second()
    }

    #[test]
    fn configuration_comes_first_and_old_logs_are_left_out() {
        let plan = plan(&Selection::default()).unwrap();
        assert!(
            plan.items.iter().position(|item| item.name == b"etc/hosts")
                < plan.items.iter().position(|item| item.name == b"var/log/syslog")
        );
        let old = plan.skipped.iter().find(|skipped| skipped.name.as_deref() == Some(b"/var/log/syslog.2")).unwrap();
        assert_eq!((old.status, old.reason.as_str()), (Status::Empty, "not changed within the window"));
    }

    #[test]
    fn analytics_take_no_logs_and_no_configuration() {
        let plan = plan(&Selection { purpose: Purpose::Usage, ..Selection::default() }).unwrap();
        assert!(!plan.items.is_empty() && plan.items.iter().all(|item| item.category.word() == "performance"));
    }

    #[test]
    fn what_is_given_with_the_case_is_kept_back_for_analytics_and_that_is_told() {
        let note = Some("as you asked".to_owned());
        let plan = plan(&Selection { purpose: Purpose::Usage, note, ..Selection::default() }).unwrap();
        let skipped = plan.skipped.iter().find(|skipped| skipped.name.as_deref() == Some(b"note.txt")).unwrap();
        assert_eq!((skipped.status, skipped.reason.as_str()), (Status::Withheld, OTHER_PURPOSE));
    }

    #[test]
    fn what_matches_and_cannot_be_read_is_told_of_traces_too_and_is_not_called_absent() {
        let source = "id = \"x\"\ncategory = \"diagnostics\"\npaths = [\"/run/*\"]\n";
        for kind in ["[[file]]\n", "[[trace]]\nkind = \"pcap\"\n"] {
            let text = format!("schema = 1\nname = \"x\"\n{kind}{source}");
            let profile = crate::profile::load(&["/x.toml".to_owned()], &OneFile(text)).unwrap();
            let mut survey = Fixed { files: Vec::new(), live: true };
            let plan = make(&profile, &Selection::default(), &mut survey, jiff::Timestamp::UNIX_EPOCH).unwrap();
            let skipped: Vec<_> =
                plan.skipped.iter().map(|skipped| (skipped.name.as_deref(), skipped.status)).collect();
            assert_eq!(skipped, [(Some(DENIED), Status::Denied)], "{kind}");
        }
    }

    #[test]
    fn a_source_whose_files_another_takes_is_told_of_and_its_old_files_are_not_taken() {
        let source = |id: &str, path: &str| {
            format!("[[file]]\nid = \"{id}\"\ncategory = \"service-logs\"\npaths = [\"/var/log/{path}\"]\n")
        };
        let text = format!("schema = 1\nname = \"x\"\n{}{}", source("first", "new"), source("second", "*"));
        let profile = crate::profile::load(&["/x.toml".to_owned()], &OneFile(text)).unwrap();
        let file = |path: &str, modified| FoundFile { path: path.as_bytes().to_vec(), size: 9, modified };
        let both = [file("/var/log/new", now_seconds()), file("/var/log/old", 9)];
        for (count, told) in [(1, &[TAKEN][..]), (2, &["not changed within the window", REST_TAKEN])] {
            let mut survey = Fixed { files: both[..count].to_vec(), live: true };
            let now = "2026-03-10T12:00:00Z".parse().unwrap();
            let plan = make(&profile, &Selection::default(), &mut survey, now).unwrap();
            assert_eq!(plan.items.iter().map(|item| item.source.as_str()).collect::<Vec<_>>(), ["first"]);
            assert_eq!(plan.skipped.iter().map(|skipped| skipped.reason.as_str()).collect::<Vec<_>>(), told);
        }
    }

    #[test]
    fn of_who_may_get_in_everything_is_taken_and_of_who_did_the_window() {
        let text = "schema = 1\nname = \"x\"\n[[file]]\nid = \"logins\"\ncategory = \"access\"\npaths = [\"/**\"]\n";
        let profile = crate::profile::load(&["/x.toml".to_owned()], &OneFile(text.to_owned())).unwrap();
        let old = |path: &str| FoundFile { path: path.as_bytes().to_vec(), size: 9, modified: 9 };
        let files = ["/etc/passwd", "/etc/pam.d/sshd", "/var/log/secure", "/srv/x/access.log.1"].map(old).to_vec();
        let now = "2026-03-10T12:00:00Z".parse().unwrap();
        let plan = make(&profile, &Selection::default(), &mut Fixed { files, live: true }, now).unwrap();
        let names: Vec<_> = plan.items.iter().map(|item| String::from_utf8_lossy(&item.name)).collect();
        assert_eq!(names, ["etc/pam.d/sshd", "etc/passwd"]);
    }

    #[test]
    fn a_source_that_is_not_there_is_named_with_the_nearest() {
        let selection = Selection { only: vec!["system-log".parse().unwrap()], ..Selection::default() };
        let near = Some("system-logs".to_owned());
        assert_eq!(plan(&selection).unwrap_err(), Error::Source { id: "system-log".parse().unwrap(), near });
    }

    #[test]
    fn what_requires_another_system_is_absent_and_what_nobody_can_look_for_is_not() {
        let plan = plan(&Selection::default()).unwrap();
        for (id, status, reason) in [
            ("units", Status::Absent, "a path that it requires does not exist"),
            ("pci-devices", Status::Absent, "its program is not installed"),
            ("logical-volumes", Status::Denied, "it is unknown whether what it requires exists: no answer"),
        ] {
            let skipped = plan.skipped.iter().find(|skipped| skipped.source.as_str() == id).unwrap();
            assert_eq!((skipped.status, skipped.reason.as_str()), (status, reason));
        }
    }

    #[test]
    fn another_tree_has_no_kernel_and_of_commands_only_recordings() {
        let plan = plan_of(false, &Selection::default()).unwrap();
        let skipped: Vec<_> = plan.skipped.iter().map(|skipped| skipped.source.as_str()).collect();
        assert!(skipped.contains(&"load") && skipped.contains(&"routes") && !skipped.contains(&"addresses"));
    }

    #[test]
    fn what_does_not_fit_is_shed_from_the_least_important() {
        let selection = Selection { max_size: Some("90 KiB".parse().unwrap()), ..Selection::default() };
        let plan = plan(&selection).unwrap();
        assert!(plan.bundle_bytes() <= 90 * 1024);
        assert!(plan.items.iter().any(|item| item.name == b"etc/hosts"));
    }
}
