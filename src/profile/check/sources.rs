//! Parses sources and checks them in one pass: a source with a problem is reported and left out.

use std::time::Duration;

use toml::Spanned;

use super::super::error::Problem;
use super::super::file::{CommandEntry, Common, File, FileEntry, JournalEntry, KernelEntry, TraceEntry};
use super::super::value::{Period, Priority, SourceId, TraceKind};
use super::super::{
    CommandSource, FileSource, JournalSource, KernelSource, PathPattern, Source, SourceKind, TraceSource,
    never_collected,
};
use super::Check;

impl Check<'_> {
    /// Returns every source of a file, kind by kind.
    pub(super) fn sources(&mut self, file: &File) -> Vec<Source> {
        let mut sources = self.each(&file.files, FileEntry::common, |check, entry| Some(check.files(entry)));
        sources.extend(self.each(&file.commands, CommandEntry::common, |check, entry| Some(check.command(entry))));
        sources.extend(self.each(&file.journals, JournalEntry::common, |check, entry| Some(check.journal(entry))));
        sources.extend(self.each(&file.kernels, KernelEntry::common, |check, entry| Some(check.kernel(entry))));
        sources.extend(self.each(&file.traces, TraceEntry::common, Self::trace));
        sources
    }

    /// Adds the sources of one kind, without those that are invalid.
    fn each<E>(
        &mut self,
        entries: &[E],
        common: fn(&E) -> Common<'_>,
        kind: impl Fn(&mut Self, &E) -> Option<SourceKind>,
    ) -> Vec<Source> {
        let source = |entry| {
            let kind = kind(self, entry);
            self.source(&common(entry), kind)
        };
        entries.iter().filter_map(source).collect()
    }

    /// Adds a source of any kind.
    fn source(&mut self, common: &Common<'_>, kind: Option<SourceKind>) -> Option<Source> {
        let Common { id, category, requires, sensitive, importance } = *common;
        if !self.seen.insert(id.get_ref().clone()) {
            self.report(id.span(), format!("duplicate source id `{}`", id.get_ref()));
        }
        if let Some(importance) = importance.filter(|importance| *importance.get_ref() > 9) {
            self.report(importance.span(), "importance must be 0 to 9");
        }
        if let Some(reason) = sensitive.filter(|reason| reason.get_ref().trim().is_empty()) {
            self.report(reason.span(), "`sensitive` must give a reason; it is empty");
        }
        requires.iter().for_each(|path| self.required(path));
        Some(Source {
            id: id.get_ref().clone(),
            category,
            requires: texts(requires),
            kind: kind?,
            sensitive: sensitive.map(|reason| reason.get_ref().clone()),
            importance: importance.map_or(IMPORTANCE, |importance| *importance.get_ref()),
        })
    }

    fn files(&mut self, entry: &FileEntry) -> SourceKind {
        self.limit("limit", entry.limit.as_ref());
        SourceKind::File(FileSource {
            paths: self.paths(&entry.id, &entry.paths, entry.sensitive.as_ref()),
            exclude: entry.exclude.iter().filter_map(|pattern| self.pattern(pattern)).collect(),
            keep: entry.keep,
            format: entry.format,
            limit: entry.limit.as_ref().map(|limit| *limit.get_ref()),
        })
    }

    /// Parses the patterns of a source: they must be absolute, and must not match what is never collected.
    fn paths(
        &mut self,
        id: &Spanned<SourceId>,
        paths: &[Spanned<String>],
        sensitive: Option<&Spanned<String>>,
    ) -> Vec<PathPattern> {
        if paths.is_empty() {
            self.report(id.span(), "`paths` is empty, so nothing would be collected");
        }
        let mut patterns = Vec::new();
        for path in paths {
            let text = path.get_ref();
            if let Some(pattern) = self.pattern(path) {
                if !text.starts_with('/') {
                    self.report(path.span(), format!("`{text}` is not an absolute path"));
                }
                patterns.push(pattern);
            }
            let Some(why) = never_collected(text.as_bytes()).filter(|_| sensitive.is_none()) else { continue };
            let hint = "to collect it all the same, give a reason: sensitive = \"…\"";
            self.advise(path.span(), format!("`{text}` is never collected: {why}"), hint);
        }
        patterns
    }

    fn pattern(&mut self, written: &Spanned<String>) -> Option<PathPattern> {
        written.get_ref().parse().map_err(|why: String| self.report(written.span(), why)).ok()
    }

    fn command(&mut self, entry: &CommandEntry) -> SourceKind {
        let span = entry.run.span();
        match entry.run.get_ref().first() {
            None => self.report(span, "a command needs a program"),
            Some(program) if program.is_empty() => self.report(span, "the program name is empty"),
            Some(_) if entry.run.get_ref().iter().any(|word| word.contains('\0')) => {
                self.report(span, "a command cannot contain a NUL byte");
            }
            Some(program) if program.contains('/') && !program.starts_with('/') => {
                self.report(span, format!("`{program}` is neither a program name nor an absolute path"));
            }
            Some(program) if program.contains(char::is_whitespace) => {
                let hint = "commands run without a shell: write each argument separately, as in [\"ip\", \"route\"]";
                self.advise(span, format!("`{program}` is not a program name"), hint);
            }
            Some(_) => {}
        }
        let folder =
            |folder: &str| folder.starts_with('/') && folder != "/" && !folder.split('/').any(|part| part == "..");
        if let Some(wrong) = entry.writes.as_ref().filter(|writes| !folder(writes.get_ref())) {
            self.report(wrong.span(), "`writes` must be the absolute path of one folder");
        }
        SourceKind::Command(CommandSource {
            run: entry.run.get_ref().clone(),
            timeout: self.timeout(entry.timeout.as_ref()).unwrap_or(TIMEOUT),
            format: entry.format,
            writes: entry.writes.as_ref().map(|writes| writes.get_ref().clone()),
        })
    }

    fn journal(&mut self, entry: &JournalEntry) -> SourceKind {
        for unit in entry.units.iter().filter(|unit| unit.get_ref().is_empty() || unit.get_ref().starts_with('-')) {
            self.report(unit.span(), "a unit name cannot be empty or begin with a dash");
        }
        let level = |word: &str| format!("`{word}` is not a journal priority");
        SourceKind::Journal(JournalSource {
            units: texts(&entry.units),
            priority: entry.priority.as_ref().and_then(|word| self.word(word, Priority::WORDS, level)),
            kernel: entry.kernel,
            timeout: self.timeout(entry.timeout.as_ref()).unwrap_or(JOURNAL_TIMEOUT),
        })
    }

    fn timeout(&mut self, timeout: Option<&Spanned<Period>>) -> Option<Period> {
        self.period("timeout", timeout);
        timeout.map(|timeout| *timeout.get_ref())
    }

    fn kernel(&mut self, entry: &KernelEntry) -> SourceKind {
        if entry.read.is_empty() {
            self.report(entry.id.span(), "`read` is empty, so nothing would be collected");
        }
        for (place, name) in entry.read.iter().enumerate() {
            if entry.read.iter().take(place).any(|before| before.get_ref() == name.get_ref()) {
                self.report(name.span(), format!("duplicate snapshot `{}`", name.get_ref()));
            }
            if !SNAPSHOTS.contains(&name.get_ref().as_str()) {
                self.unknown(name, format!("unknown kernel snapshot `{}`", name.get_ref()), &SNAPSHOTS);
            }
        }
        if let Some(samples) = entry.samples.as_ref().filter(|samples| !(1..=600).contains(samples.get_ref())) {
            self.report(samples.span(), "samples must be 1 to 600");
        }
        SourceKind::Kernel(KernelSource {
            read: texts(&entry.read),
            samples: entry.samples.as_ref().map_or(1, |samples| *samples.get_ref()),
            every: entry.every.map_or(Duration::from_secs(1), |every| every.0),
        })
    }

    /// Makes a trace source; `None` if its values are invalid.
    fn trace(&mut self, entry: &TraceEntry) -> Option<SourceKind> {
        if let Some(newest) = entry.newest.as_ref().filter(|newest| *newest.get_ref() == 0) {
            self.report(newest.span(), "newest must be at least 1");
        }
        let paths = self.paths(&entry.id, &entry.paths, entry.sensitive.as_ref());
        let kind = self.word(&entry.kind, TraceKind::WORDS, |word| format!("unknown kind of trace `{word}`"))?;
        let newest = entry.newest.as_ref().map_or(NEWEST, |newest| *newest.get_ref());
        Some(SourceKind::Trace(TraceSource { paths, kind, newest }))
    }

    /// Returns the meaning of a word; if it is unknown, reports all known ones.
    fn word<T: Copy>(
        &mut self,
        written: &Spanned<String>,
        known: &[(&str, T)],
        message: impl Fn(&str) -> String,
    ) -> Option<T> {
        let text = written.get_ref();
        let found = known.iter().find(|(word, _)| word == text).map(|(_, value)| *value);
        if found.is_none() {
            let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
            self.unknown(written, message(text), &words);
        }
        found
    }

    fn unknown(&mut self, written: &Spanned<String>, message: String, known: &[&str]) {
        let problem = Problem::at(self.place, self.text, written.span(), message);
        self.problems.push(problem.known(written.get_ref(), known));
    }
}

fn texts(written: &[Spanned<String>]) -> Vec<String> {
    written.iter().map(|text| text.get_ref().clone()).collect()
}

// Default values of a source.
const IMPORTANCE: u8 = 5;
const NEWEST: u32 = 5;
const TIMEOUT: Period = Period(Duration::from_secs(10));
const JOURNAL_TIMEOUT: Period = Period(Duration::from_secs(60));

/// Snapshots that `collect::kernel` can take.
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
