//! The summary after a collection: at most twenty lines of at most eighty columns.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;
use std::time::Duration;

use crate::minimize::Kind;
use crate::pack::manifest::{Collected, Manifest, SourceRecord};
use crate::plan::Status;
use crate::profile::ByteSize;

/// What to report after a collection.
#[derive(Debug, Clone)]
pub struct Summary {
    /// The bundle's path; `None` for standard output.
    pub path: Option<PathBuf>,
    /// Its length.
    pub bytes: u64,
    /// The fingerprint of the key that signed it.
    pub fingerprint: String,
    /// Items and bytes by category.
    pub collected: Vec<Collected>,
    /// Identifiers replaced, by kind.
    pub replaced: Vec<(Kind, u64)>,
    /// What was left out, the worst first.
    pub losses: Vec<Loss>,
    /// Whether everything that exists and was requested is in it.
    pub complete: bool,
    /// Duration of the run.
    pub took: Duration,
}

/// Something that is missing from the bundle in whole or in part.
#[derive(Debug, Clone)]
pub struct Loss {
    /// Its source, with its name if it is one of several.
    pub name: String,
    /// The outcome.
    pub status: Status,
    /// The reason.
    pub reason: String,
}

impl Summary {
    /// Summarises the manifest; `path` is `None` for standard output.
    #[must_use]
    pub fn new(manifest: &Manifest, path: Option<PathBuf>, bytes: u64, took: Duration) -> Self {
        let loss = |source: &SourceRecord| {
            let name = source.name.as_ref().map_or_else(|| source.id.clone(), |name| format!("{}: {name}", source.id));
            Loss { name, status: source.status, reason: source.reason.clone().unwrap_or_default() }
        };
        Self {
            path,
            bytes,
            fingerprint: manifest.appliance.fingerprint.clone(),
            collected: manifest.collected(),
            replaced: manifest.totals.replaced.iter().map(|(kind, count)| (*kind, *count)).collect(),
            losses: manifest.missing().into_iter().map(loss).collect(),
            complete: manifest.complete,
            took,
        }
    }
}

/// Returns the summary; `show` makes a text safe to show.
#[must_use]
pub fn summary(summary: &Summary, show: &dyn Fn(&str) -> String) -> String {
    let mut out = String::new();
    let place =
        summary.path.as_ref().map_or_else(|| "standard output".to_owned(), |path| show(&path.display().to_string()));
    // Writing to a string cannot fail.
    let _ = writeln!(
        out,
        "{place}\n{}, in {:.1} s, {}",
        ByteSize(summary.bytes),
        summary.took.as_secs_f64(),
        if summary.complete { "complete" } else { "with losses" }
    );
    for Collected { category, items, bytes } in &summary.collected {
        let _ = writeln!(out, "  {:<14} {items:>5} items {:>10}", category.word(), ByteSize(*bytes).to_string());
    }
    let replaced: Vec<String> =
        summary.replaced.iter().map(|(kind, count)| format!("{count} {}", kind.word())).collect();
    if !replaced.is_empty() {
        let _ = writeln!(out, "{}", folded("replaced:", &replaced, 3));
    }
    let told = alike(&summary.losses);
    for (Loss { name, status, reason }, others) in told.iter().take(LOSSES) {
        let others = if *others > 0 { format!(" and {others} more") } else { String::new() };
        let line = format!("  {} {}{others}: {}", status.word(), show(name), show(reason));
        let _ = writeln!(out, "{}", cut(&line));
    }
    let rest: usize = told.iter().skip(LOSSES).map(|(_, others)| others + 1).sum();
    if rest > 0 {
        let _ = writeln!(out, "  and {rest} more, listed in manifest.json");
    }
    let _ = writeln!(out, "signed by {}", summary.fingerprint);
    let _ = writeln!(out, "check it: casepack verify BUNDLE, or with stock tools as in its README.txt");
    out
}

/// Groups losses with the same status and reason: returns the first of each group, and the number of the others.
fn alike(losses: &[Loss]) -> Vec<(&Loss, usize)> {
    let (mut told, mut places) = (Vec::new(), BTreeMap::new());
    for loss in losses {
        let place = *places.entry((loss.status, loss.reason.as_str())).or_insert(told.len());
        match told.get_mut(place) {
            Some((_, others)) => *others += 1,
            None => told.push((loss, 0)),
        }
    }
    told
}

/// Breaks a list into at most `most` lines of at most eighty columns; dots show that it continues.
fn folded(head: &str, parts: &[String], most: usize) -> String {
    let (mut lines, mut line) = (Vec::new(), head.to_owned());
    for (index, part) in parts.iter().enumerate() {
        let last = index + 1 == parts.len();
        let part = if last { part.clone() } else { format!("{part},") };
        // On the last line, the dots must fit as well.
        let room = if last || lines.len() + 1 < most { WIDTH } else { WIDTH - 2 };
        if line.len() + 1 + part.len() > room {
            if lines.len() + 1 == most {
                line.push_str(" …");
                break;
            }
            lines.push(std::mem::replace(&mut line, " ".to_owned()));
        }
        line.push(' ');
        line.push_str(&part);
    }
    lines.push(line);
    lines.join("\n")
}

fn cut(line: &str) -> String {
    match line.char_indices().nth(WIDTH) {
        None => line.to_owned(),
        Some(_) => line.chars().take(WIDTH - 1).chain(['…']).collect(),
    }
}

const WIDTH: usize = 80;
const LOSSES: usize = 4;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Collected, Loss, Summary, alike, summary};
    use crate::minimize::Kind;
    use crate::plan::Status;
    use crate::profile::Category;

    #[test]
    fn the_summary_of_a_hard_day_fits_twenty_lines_of_eighty_columns() {
        let loss = |number: u32| Loss {
            name: "some-source: var/log/a/rather/long/path/to/a/file".to_owned(),
            status: Status::Denied,
            reason: format!("a reason that goes on and on for long, the {number}th"),
        };
        let text = summary(
            &Summary {
                path: Some("/var/lib/casepack/bundles/b.tar.gz".into()),
                bytes: 1 << 20,
                fingerprint: format!("SHA256:{}", "x".repeat(43)),
                collected: Category::ALL.map(|category| Collected { category, items: 10, bytes: 1000 }).to_vec(),
                replaced: Kind::ALL.map(|kind| (kind, 123_456)).to_vec(),
                losses: (0..30).map(loss).collect(),
                complete: false,
                took: Duration::from_secs(3),
            },
            &|text| text.to_owned(),
        );
        assert!(text.lines().count() <= 20, "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
        assert!(text.contains(", …\n"), "{text}");
        assert!(text.contains("  and 26 more, listed"), "{text}");
    }

    #[test]
    fn what_came_to_the_same_for_the_same_reason_is_told_once() {
        let loss = |name: &str, reason: &str| Loss {
            name: name.to_owned(),
            status: Status::Withheld,
            reason: reason.to_owned(),
        };
        let losses = [loss("first", "not asked for"), loss("second", "no text"), loss("third", "not asked for")];
        let told: Vec<_> = alike(&losses).iter().map(|(loss, others)| (loss.name.as_str(), *others)).collect();
        assert_eq!(told, [("first", 1), ("second", 0)]);
    }
}
