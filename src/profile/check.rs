//! The rules that a profile must keep beyond its schema, each problem at its place.

use std::collections::HashSet;
use std::ops::Range;
use std::time::Duration;

use toml::Spanned;

use super::error::Problem;
use super::file::{CommandEntry, File, JournalEntry, KernelEntry, TraceEntry};
use super::pattern::PathPattern;
use super::value::SourceId;

/// Every problem of one file, in the order of its text.
pub(super) fn problems(place: &str, text: &str, file: &File) -> Vec<Problem> {
    let mut check = Check { place, text, problems: Vec::new() };
    if *file.schema.get_ref() != 1 {
        check.report(file.schema.span(), "schema is not 1, the only one there is");
    }
    check.ids(file);
    check.limits(file);
    file.files.iter().for_each(|entry| check.paths(&entry.paths, entry.sensitive.as_deref()));
    file.traces.iter().for_each(|entry| check.paths(&entry.paths, entry.sensitive.as_deref()));
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

    fn ids(&mut self, file: &File) {
        let mut seen = HashSet::new();
        for (id, importance, sensitive) in entries(file) {
            if !seen.insert(id.get_ref().clone()) {
                self.report(id.span(), format!("source `{}` is there twice", id.get_ref()));
            }
            if let Some(importance) = importance.filter(|importance| *importance.get_ref() > 9) {
                self.report(importance.span(), "importance goes from 0 to 9");
            }
            if sensitive.is_some_and(|reason| reason.trim().is_empty()) {
                self.report(id.span(), "`sensitive` says why; it is empty");
            }
        }
    }

    fn limits(&mut self, file: &File) {
        let limits = &file.limits;
        let start = self.text.find("[limits]").unwrap_or(0);
        let span = start..start + "[limits]".len();
        if limits.memory.is_some_and(|memory| memory.0 < 16 << 20) {
            self.report(span.clone(), "limits.memory is below 16 MiB, with which nothing runs");
        }
        if limits.bundle.is_some_and(|bundle| bundle.0 < 64 << 10) {
            self.report(span.clone(), "limits.bundle is below 64 KiB, into which no manifest fits");
        }
        if limits.time.is_some_and(|time| time.0 < Duration::from_secs(5)) {
            self.report(span, "limits.time is below 5 s");
        }
    }

    fn paths(&mut self, paths: &[Spanned<PathPattern>], sensitive: Option<&str>) {
        for pattern in paths {
            let text = pattern.get_ref().as_str();
            if !text.starts_with('/') {
                self.report(pattern.span(), format!("`{text}` is no absolute path"));
            }
            let Some(why) = super::load::never_collected(text).filter(|_| sensitive.is_none()) else { continue };
            let hint = "a source that must have it says why: sensitive = \"…\"";
            self.advise(pattern.span(), format!("`{text}` is never collected: {why}"), hint);
        }
    }

    fn command(&mut self, entry: &CommandEntry) {
        let span = entry.run.span();
        match entry.run.get_ref().first() {
            None => self.report(span, "a command needs a program"),
            Some(program) if program.is_empty() || program.contains('\0') => {
                self.report(span, "the program's name is empty")
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
        if entry.writes.as_deref().is_some_and(|folder| !folder.starts_with('/') || folder == "/") {
            self.report(entry.id.span(), "`writes` names one folder by its absolute path");
        }
    }

    fn journal(&mut self, entry: &JournalEntry) {
        if let Some(level) = entry.priority.as_ref().filter(|level| !LEVELS.contains(&level.get_ref().as_str())) {
            let known = format!("known: {}", LEVELS.join(", "));
            self.advise(level.span(), format!("`{}` is no journal priority", level.get_ref()), &known);
        }
        if entry.units.iter().any(|unit| unit.starts_with('-') || unit.is_empty()) {
            self.report(entry.id.span(), "a unit's name is empty or begins with a dash");
        }
    }

    fn kernel(&mut self, entry: &KernelEntry) {
        for name in &entry.read {
            if !SNAPSHOTS.contains(&name.get_ref().as_str()) {
                let known = format!("known: {}", SNAPSHOTS.join(", "));
                self.advise(name.span(), format!("no kernel snapshot `{}`", name.get_ref()), &known);
            }
        }
        if !(1..=600).contains(&entry.samples) {
            self.report(entry.id.span(), "samples goes from 1 to 600");
        }
    }

    fn trace(&mut self, entry: &TraceEntry) {
        if !TRACES.contains(&entry.kind.get_ref().as_str()) {
            let known = format!("known: {}", TRACES.join(", "));
            self.advise(entry.kind.span(), format!("no kind of trace `{}`", entry.kind.get_ref()), &known);
        }
    }
}

/// Id, importance and reason of every source.
type Entry<'a> = (&'a Spanned<SourceId>, Option<&'a Spanned<u8>>, Option<&'a str>);

fn entries(file: &File) -> Vec<Entry<'_>> {
    let mut all: Vec<Entry<'_>> = Vec::new();
    all.extend(file.files.iter().map(|one| (&one.id, one.importance.as_ref(), one.sensitive.as_deref())));
    all.extend(file.commands.iter().map(|one| (&one.id, one.importance.as_ref(), one.sensitive.as_deref())));
    all.extend(file.journals.iter().map(|one| (&one.id, one.importance.as_ref(), one.sensitive.as_deref())));
    all.extend(file.kernels.iter().map(|one| (&one.id, one.importance.as_ref(), one.sensitive.as_deref())));
    all.extend(file.traces.iter().map(|one| (&one.id, one.importance.as_ref(), one.sensitive.as_deref())));
    all
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
