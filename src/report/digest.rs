//! The contents of a bundle for a terminal: the same as `report.html`, in lines of at most a hundred columns.

use std::fmt::Write;

use crate::pack::manifest::{Collected, Manifest};
use crate::profile::ByteSize;

/// Returns the text; `show` makes a text safe to show.
#[must_use]
pub fn text(manifest: &Manifest, show: &dyn Fn(&str) -> String) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let state = if manifest.complete { "complete" } else { "with losses" };
    let _ = writeln!(out, "{}, {state}", show(&manifest.bundle));
    let or = |text: &Option<String>, other: &str| text.as_deref().map_or_else(|| other.to_owned(), show);
    for (name, value) in [
        ("case", or(&manifest.case, "none")),
        ("purpose", manifest.purpose.word().to_owned()),
        ("made", show(&manifest.created)),
        ("covers", format!("{} to {}", show(&manifest.window.since), show(&manifest.window.until))),
        ("appliance", or(&manifest.appliance.name, "without a name")),
        ("system", or(&manifest.appliance.os, "unknown")),
        ("signed by", show(&manifest.appliance.fingerprint)),
    ] {
        let _ = writeln!(out, "  {name:<10} {value}");
    }
    collected(&mut out, manifest);
    replaced(&mut out, manifest);
    losses(&mut out, manifest, show);
    largest(&mut out, manifest, show);
    out
}

fn collected(out: &mut String, manifest: &Manifest) {
    out.push_str("\ncollected\n");
    for Collected { category, items, bytes } in manifest.collected() {
        let _ = writeln!(out, "  {:<14} {items:>6} items {:>10}", category.word(), ByteSize(bytes).to_string());
    }
}

fn replaced(out: &mut String, manifest: &Manifest) {
    if manifest.totals.replaced.is_empty() {
        return;
    }
    out.push_str("\nreplaced\n");
    for (kind, count) in &manifest.totals.replaced {
        let _ = writeln!(out, "  {:<14} {count:>10}", kind.word());
    }
}

fn losses(out: &mut String, manifest: &Manifest, show: &dyn Fn(&str) -> String) {
    let losses = manifest.missing();
    if losses.is_empty() {
        return;
    }
    out.push_str("\nmissing\n");
    for loss in losses.iter().take(MOST) {
        let name = loss.name.as_ref().map(|name| format!(" {}", show(name))).unwrap_or_default();
        let reason = loss.reason.as_ref().map(|reason| format!(": {}", show(reason))).unwrap_or_default();
        let _ = writeln!(out, "  {:<9} {}{name}{reason}", loss.status.word(), show(&loss.id));
    }
    if losses.len() > MOST {
        let _ = writeln!(out, "  and {} more, listed in manifest.json", losses.len() - MOST);
    }
}

fn largest(out: &mut String, manifest: &Manifest, show: &dyn Fn(&str) -> String) {
    let items = manifest.largest(LARGEST);
    if items.is_empty() {
        return;
    }
    out.push_str("\nlargest\n");
    for item in items {
        let _ = writeln!(out, "  {:>10}  {}", ByteSize(item.bytes_out).to_string(), show(&item.path));
    }
}

/// Maximum number of lines for what is missing.
const MOST: usize = 40;
/// Number of lines for the largest items.
const LARGEST: usize = 5;
