//! What is missing from the bundle in whole or in part, and why.

use std::fmt::Write;

use super::markup::{count, escape, path};
use crate::pack::manifest::{Manifest, SourceRecord};
use crate::plan::Status;

/// Writes what was cut, withheld, denied, or failed.
pub(super) fn section(out: &mut String, manifest: &Manifest) {
    out.push_str("<section aria-labelledby=\"losses\">\n<h2 id=\"losses\">What is missing</h2>\n");
    let losses = manifest.missing();
    if losses.is_empty() {
        out.push_str("<p>Nothing: all that exists and was requested is in the bundle.</p>\n");
    } else {
        table(out, &losses);
    }
    let with = |status| manifest.sources.iter().filter(|source| source.status == status).count() as u64;
    let (absent, empty) = (with(Status::Absent), with(Status::Empty));
    if absent + empty > 0 {
        let _ = writeln!(
            out,
            "<p>Not on this appliance: {absent}. Present, but with nothing for this bundle: {empty}.</p>"
        );
    }
    out.push_str("</section>\n");
}

fn table(out: &mut String, losses: &[&SourceRecord]) {
    out.push_str(
        "<table class=\"stacked\">\n<caption>What was cut, withheld, denied or failed</caption>\n<thead><tr>\
         <th scope=\"col\">What</th><th scope=\"col\">Outcome</th><th scope=\"col\">Why</th></tr></thead>\n<tbody>\n",
    );
    for loss in losses.iter().take(MOST) {
        let what = match &loss.name {
            Some(name) => format!("{}<small>{}</small>", path(name), escape(&loss.id)),
            None => format!("<span>{}</span>", escape(&loss.id)),
        };
        let reason = loss.reason.as_deref().unwrap_or("no reason was recorded");
        let exit = loss.exit.filter(|exit| *exit != 0).map(|exit| format!("exit status {exit}"));
        let exit = exit.filter(|exit| !reason.starts_with(exit)).map(|exit| format!(" ({exit})")).unwrap_or_default();
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{what}</th><td><span class=\"status {}\">{}</span></td><td>{}{exit}</td></tr>",
            class(loss.status),
            word(loss.status),
            escape(reason)
        );
    }
    out.push_str("</tbody>\n</table>\n");
    if losses.len() > MOST {
        let rest = count((losses.len() - MOST) as u64, "other");
        let _ = writeln!(out, "<p>And {rest}, which <code>manifest.json</code> lists.</p>");
    }
}

const fn word(status: Status) -> &'static str {
    match status {
        Status::Collected => "collected",
        Status::Cut => "cut",
        Status::Empty => "empty",
        Status::Absent => "absent",
        Status::Denied => "not accessible",
        Status::Withheld => "kept back",
        Status::TimedOut => "too slow",
        Status::Failed => "failed",
    }
}

/// Returns the style of a status: withheld items are intended, the others are not.
const fn class(status: Status) -> &'static str {
    match status {
        Status::Withheld => "kept",
        Status::Cut => "part",
        _ => "lost",
    }
}

/// Maximum number of rows of the table.
const MOST: usize = 100;
