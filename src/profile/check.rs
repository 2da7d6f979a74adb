//! The rules that a profile must keep beyond its schema, each problem at its place.

use std::collections::HashSet;
use std::ops::Range;
use std::time::Duration;

use toml::Spanned;

use super::error::Problem;
use super::file::{CommandEntry, File, JournalEntry, KernelEntry, TraceEntry};
use super::pattern::PathPattern;
use super::value::{ByteSize, Period, SMALLEST_BUNDLE, SourceId};

/// Every problem of one file, in the order of its text.
pub(super) fn problems(place: &str, text: &str, file: &File) -> Vec<Problem> {
    let mut check = Check { place, text, problems: Vec::new() };
    if *file.schema.get_ref() != 1 {
        check.report(file.schema.span(), "schema is not 1, the only one there is");
    }
    check.common(file);
    check.limits(file);
    file.files.iter().for_each(|entry| check.paths(&entry.paths, entry.sensitive.as_ref()));
    file.files.iter().for_each(|entry| check.excluded(&entry.exclude));
    file.files.iter().for_each(|entry| check.limit("limit", entry.limit.as_ref()));
    file.traces.iter().for_each(|entry| check.paths(&entry.paths, entry.sensitive.as_ref()));
    file.commands.iter().for_each(|entry| check.command(entry));
    file.journals.iter().for_each(|entry| check.journal(entry));
    file.kernels.iter().for_each(|entry| check.kernel(entry));
    file.traces.iter().for_each(|entry| check.trace(entry));
    check.problems.sort_by_key(|problem| (problem.line, problem.column));
    check.problems
}

struct Check<'a> {
    place: &'a str,
    text: &'a str,
    problems: Vec<Problem>,
}

impl Check<'_> {
    fn report(&mut self, span: Range<usize>, message: impl Into<String>) {
        self.problems.push(Problem::at(self.place, self.text, span, message));
    }

    fn advise(&mut self, span: Range<usize>, message: impl Into<String>, hint: &str) {
        self.problems.push(Problem::at(self.place, self.text, span, message).hint(hint));
    }

    fn unknown(&mut self, word: &Spanned<String>, message: String, known: &[&str]) {
        self.problems.push(Problem::at(self.place, self.text, word.span(), message).known(word.get_ref(), known));
    }

    fn common(&mut self, file: &File) {
        if let Some(purposes) = file.purposes.as_ref().filter(|purposes| purposes.get_ref().is_empty()) {
            self.report(purposes.span(), "purposes names none, so that no bundle could be made");
        }
        let mut seen = HashSet::new();
        for Common { id, importance, sensitive, requires } in common(file) {
            if !seen.insert(id.get_ref().clone()) {
                self.report(id.span(), format!("source `{}` is there twice", id.get_ref()));
            }
            if let Some(importance) = importance.filter(|importance| *importance.get_ref() > 9) {
                self.report(importance.span(), "importance goes from 0 to 9");
            }
            if let Some(reason) = sensitive.filter(|reason| reason.get_ref().trim().is_empty()) {
                self.report(reason.span(), "`sensitive` says why; it is empty");
            }
            for path in requires {
                self.required(path);
            }
        }
    }

    fn required(&mut self, path: &Spanned<String>) {
        let text = path.get_ref();
        if !text.starts_with('/') || text.split('/').any(|part| part == "..") {
            self.report(path.span(), format!("`{text}` is no absolute path"));
        } else if text.contains(['*', '?', '[', '{']) {
            self.report(path.span(), format!("`{text}` is a pattern; what is required is one path"));
        }
    }

    fn limits(&mut self, file: &File) {
        for mount in &file.mounts {
            self.required(mount);
        }
        let limits = &file.limits;
        self.limit("limits.item", limits.item.as_ref());
        self.period("limits.since", limits.since.as_ref());
        if let Some(memory) = limits.memory.as_ref().filter(|memory| memory.get_ref().0 < 40 << 20) {
            self.report(memory.span(), "limits.memory is below 40 MiB, with which nothing runs");
        }
        if let Some(bundle) = limits.bundle.as_ref().filter(|bundle| bundle.get_ref() < &SMALLEST_BUNDLE) {
            let why = format!("limits.bundle is below {SMALLEST_BUNDLE}, into which no manifest fits");
            self.report(bundle.span(), why);
        }
        if let Some(time) = limits.time.as_ref().filter(|time| time.get_ref().0 < Duration::from_secs(5)) {
            self.report(time.span(), "limits.time is below 5 s, in which nothing is collected");
        }
    }

    fn limit(&mut self, key: &str, limit: Option<&Spanned<ByteSize>>) {
        if let Some(limit) = limit.filter(|limit| limit.get_ref().0 == 0) {
            self.report(limit.span(), format!("{key} is 0, with which nothing is collected"));
        }
    }

    fn period(&mut self, key: &str, period: Option<&Spanned<Period>>) {
        if let Some(period) = period.filter(|period| period.get_ref().0.is_zero()) {
            self.report(period.span(), format!("{key} is 0, in which nothing is collected"));
        }
    }

    fn paths(&mut self, paths: &[Spanned<String>], sensitive: Option<&Spanned<String>>) {
        for path in paths {
            let text = path.get_ref();
            if let Err(why) = text.parse::<PathPattern>() {
                self.report(path.span(), why);
            } else if !text.starts_with('/') {
                self.report(path.span(), format!("`{text}` is no absolute path"));
            }
            let Some(why) = super::never_collected(text.as_bytes()).filter(|_| sensitive.is_none()) else { continue };
            let hint = "a source that must have it says why: sensitive = \"…\"";
            self.advise(path.span(), format!("`{text}` is never collected: {why}"), hint);
        }
    }

    fn excluded(&mut self, patterns: &[Spanned<String>]) {
        for pattern in patterns {
            if let Err(why) = pattern.get_ref().parse::<PathPattern>() {
                self.report(pattern.span(), why);
            }
        }
    }

    fn command(&mut self, entry: &CommandEntry) {
        let span = entry.run.span();
        match entry.run.get_ref().first() {
            None => self.report(span, "a command needs a program"),
            Some(program) if program.is_empty() => self.report(span, "the program's name is empty"),
            Some(_) if entry.run.get_ref().iter().any(|word| word.contains('\0')) => {
                self.report(span, "no program can be given a NUL");
            }
            Some(program) if program.contains('/') && !program.starts_with('/') => {
                self.report(span, format!("`{program}` is neither a program's name nor an absolute path"));
            }
            Some(program) if program.contains(char::is_whitespace) => {
                let hint = "there is no shell: write each argument on its own, [\"ip\", \"route\"]";
                self.advise(span, format!("`{program}` is no program's name"), hint);
            }
            Some(_) => {}
        }
        self.period("timeout", entry.timeout.as_ref());
        let folder =
            |folder: &str| folder.starts_with('/') && folder != "/" && !folder.split('/').any(|part| part == "..");
        if let Some(wrong) = entry.writes.as_ref().filter(|writes| !folder(writes.get_ref())) {
            self.report(wrong.span(), "`writes` names one folder by its absolute path");
        }
    }

    fn journal(&mut self, entry: &JournalEntry) {
        if let Some(level) = entry.priority.as_ref().filter(|level| !LEVELS.contains(&level.get_ref().as_str())) {
            self.unknown(level, format!("`{}` is no journal priority", level.get_ref()), &LEVELS);
        }
        self.period("timeout", entry.timeout.as_ref());
        for unit in entry.units.iter().filter(|unit| unit.get_ref().is_empty() || unit.get_ref().starts_with('-')) {
            self.report(unit.span(), "a unit's name is neither empty nor begins with a dash");
        }
    }

    fn kernel(&mut self, entry: &KernelEntry) {
        for name in &entry.read {
            if !SNAPSHOTS.contains(&name.get_ref().as_str()) {
                self.unknown(name, format!("no kernel snapshot `{}`", name.get_ref()), &SNAPSHOTS);
            }
        }
        if let Some(samples) = entry.samples.as_ref().filter(|samples| !(1..=600).contains(samples.get_ref())) {
            self.report(samples.span(), "samples goes from 1 to 600");
        }
    }

    fn trace(&mut self, entry: &TraceEntry) {
        if !TRACES.contains(&entry.kind.get_ref().as_str()) {
            self.unknown(&entry.kind, format!("no kind of trace `{}`", entry.kind.get_ref()), &TRACES);
        }
        if let Some(newest) = entry.newest.as_ref().filter(|newest| *newest.get_ref() == 0) {
            self.report(newest.span(), "newest is at least 1");
        }
    }
}

/// What every source has.
struct Common<'a> {
    id: &'a Spanned<SourceId>,
    importance: Option<&'a Spanned<u8>>,
    sensitive: Option<&'a Spanned<String>>,
    requires: &'a [Spanned<String>],
}

/// What every source has, kind by kind.
fn common(file: &File) -> Vec<Common<'_>> {
    macro_rules! of {
        ($entries:expr) => {
            $entries.iter().map(|entry| Common {
                id: &entry.id,
                importance: entry.importance.as_ref(),
                sensitive: entry.sensitive.as_ref(),
                requires: &entry.requires,
            })
        };
    }
    let (files, commands, journals) = (of!(file.files), of!(file.commands), of!(file.journals));
    files.chain(commands).chain(journals).chain(of!(file.kernels)).chain(of!(file.traces)).collect()
}

/// syslog(3)'s names, as journalctl(1) takes them.
const LEVELS: [&str; 8] = ["emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"];

/// What `collect::kernel` can read.
const SNAPSHOTS: [&str; 12] = [
    "meminfo",
    "loadavg",
    "stat",
    "vmstat",
    "pressure",
    "diskstats",
    "net-dev",
    "interrupts",
    "uptime",
    "cpuinfo",
    "mounts",
    "processes",
];

const TRACES: [&str; 4] = ["pcap", "core", "ftrace", "perf"];
