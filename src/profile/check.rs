//! The rules of a profile beyond its schema, each problem with its position; also makes the sources, so that they need
//! not be parsed again.

mod sources;

use std::collections::HashSet;
use std::net::IpAddr;
use std::ops::Range;
use std::time::Duration;

use toml::Spanned;

use super::Source;
use super::error::Problem;
use super::file::File;
use super::value::{ByteSize, Period, SMALLEST_BUNDLE, SourceId};

/// Returns the sources of one file, which are complete if there is no problem, and every problem in the order of its
/// text.
pub(super) fn check(place: &str, text: &str, file: &File) -> (Vec<Source>, Vec<Problem>) {
    let mut check = Check { place, text, seen: HashSet::new(), problems: Vec::new() };
    if *file.schema.get_ref() != 1 {
        check.report(file.schema.span(), "schema must be 1, the only version that is supported");
    }
    if let Some(purposes) = file.purposes.as_ref().filter(|purposes| purposes.get_ref().is_empty()) {
        check.report(purposes.span(), "purposes is empty, so no bundle could be made");
    }
    check.limits(file);
    check.kept(&file.minimize.keep);
    for field in &file.minimize.fields {
        let names = field.names.get_ref();
        if names.is_empty() || names.iter().any(String::is_empty) {
            check.report(field.names.span(), "`names` must list at least one key, none of them empty");
        }
    }
    for test in file.tests.iter().filter(|test| test.gone.is_empty() && test.kept.is_empty()) {
        check.report(test.input.span(), "a test must name something in `gone` or `kept`");
    }
    let sources = check.sources(file);
    check.problems.sort_by_key(|problem| (problem.line, problem.column));
    (sources, check.problems)
}

struct Check<'a> {
    place: &'a str,
    text: &'a str,
    /// The ids of its sources so far.
    seen: HashSet<SourceId>,
    problems: Vec<Problem>,
}

impl Check<'_> {
    fn report(&mut self, span: Range<usize>, message: impl Into<String>) {
        self.problems.push(Problem::at(self.place, self.text, span, message));
    }

    fn advise(&mut self, span: Range<usize>, message: impl Into<String>, hint: &str) {
        self.problems.push(Problem::at(self.place, self.text, span, message).hint(hint));
    }

    fn required(&mut self, path: &Spanned<String>) {
        let text = path.get_ref();
        if !text.starts_with('/') || text.split('/').any(|part| part == "..") {
            self.report(path.span(), format!("`{text}` is not an absolute path"));
        } else if text.contains(['*', '?', '[', '{']) {
            self.report(path.span(), format!("`{text}` is a pattern; `requires` takes plain paths"));
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
            self.report(memory.span(), "limits.memory is too small; the minimum is 40 MiB");
        }
        if let Some(bundle) = limits.bundle.as_ref().filter(|bundle| bundle.get_ref() < &SMALLEST_BUNDLE) {
            let why = format!("limits.bundle is too small; the minimum is {SMALLEST_BUNDLE}");
            self.report(bundle.span(), why);
        }
        if let Some(time) = limits.time.as_ref().filter(|time| time.get_ref().0 < Duration::from_secs(5)) {
            self.report(time.span(), "limits.time is too short; the minimum is 5 s");
        }
    }

    fn limit(&mut self, key: &str, limit: Option<&Spanned<ByteSize>>) {
        if let Some(limit) = limit.filter(|limit| limit.get_ref().0 == 0) {
            self.report(limit.span(), format!("{key} is 0, so nothing would be collected"));
        }
    }

    fn period(&mut self, key: &str, period: Option<&Spanned<Period>>) {
        if let Some(period) = period.filter(|period| period.get_ref().0.is_zero()) {
            self.report(period.span(), format!("{key} is 0, so nothing would be collected"));
        }
    }

    fn kept(&mut self, texts: &[Spanned<String>]) {
        for text in texts {
            if let Some(why) = keeps_nothing(text.get_ref()) {
                self.report(text.span(), why);
            }
        }
    }
}

/// Returns why a text to keep is invalid, if so: it is empty, or looks like an address or a network and is not.
fn keeps_nothing(text: &str) -> Option<String> {
    if text.is_empty() {
        return Some("an empty text keeps nothing".to_owned());
    }
    let is_number = |part: &str| !part.is_empty() && part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit());
    let (address, length) = text.split_once('/').filter(|(_, length)| is_number(length)).unwrap_or((text, "0"));
    let most = match address.parse() {
        Ok(IpAddr::V4(_)) => 32,
        Ok(IpAddr::V6(_)) => 128,
        Err(_) if address.split('.').count() == 4 && address.split('.').all(is_number) => {
            return Some(format!("`{text}` is not a valid IP address"));
        }
        Err(_) => return None,
    };
    let fits = length.parse::<u8>().is_ok_and(|length| length <= most);
    (!fits).then(|| format!("`{text}` is not a valid network; the prefix length must be 0 to {most}"))
}
