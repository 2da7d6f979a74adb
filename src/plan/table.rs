//! Formats a plan for people, and for machines.

use std::fmt::Write;

use serde_json::{Value, json};

use super::{Item, Plan, Skipped, Task};
use crate::profile::{ByteSize, Category};

impl Plan {
    /// Returns the plan as a table; `show` makes a name safe to show.
    #[must_use]
    pub fn table(&self, show: &mut dyn FnMut(&[u8]) -> String) -> String {
        let mut out = String::new();
        for category in Category::ALL {
            let items: Vec<_> = self.items.iter().filter(|item| item.category == category).collect();
            if items.is_empty() {
                continue;
            }
            // Writing to a string cannot fail.
            let _ = writeln!(out, "{}", category.word());
            for item in items {
                let size =
                    item.expected.map_or_else(|| "?".to_owned(), |bytes| ByteSize(bytes.min(item.limit)).to_string());
                let _ = writeln!(out, "  {:<19} {size:>9}  {}", item.source, short(name(item, show)));
            }
        }
        if !self.skipped.is_empty() {
            let _ = writeln!(out, "not collected");
            for skipped in &self.skipped {
                let name = skipped.name.as_ref().map(|name| format!("{}: ", show(name))).unwrap_or_default();
                let _ = writeln!(out, "  {:<19} {name}{}", skipped.source, skipped.reason);
            }
        }
        let _ = writeln!(
            out,
            "{} items, {} to read; a bundle of about {} in about {} s (limits: {}, {})",
            self.items.len(),
            ByteSize(self.bytes()),
            ByteSize(self.bundle_bytes()),
            self.duration().as_secs().max(1),
            self.limits.bundle,
            self.limits.time,
        );
        out
    }

    /// Returns the plan as JSON; `show` makes a name safe to show.
    #[must_use]
    pub fn json(&self, show: &mut dyn FnMut(&[u8]) -> String) -> Value {
        let item = |item: &Item| {
            json!({
                "source": item.source, "category": item.category, "name": name(item, show),
                "bytes": item.expected, "limit": item.limit,
            })
        };
        let items: Vec<Value> = self.items.iter().map(item).collect();
        let skipped = |skipped: &Skipped| {
            json!({
                "source": skipped.source, "category": skipped.category,
                "name": skipped.name.as_ref().map(|name| show(name)),
                "status": skipped.status, "reason": skipped.reason,
            })
        };
        let skipped: Vec<Value> = self.skipped.iter().map(skipped).collect();
        let (window, limits) = (&self.window, &self.limits);
        json!({
            "purpose": self.purpose,
            "window": {"since": window.since.to_string(), "until": window.until.to_string()},
            "limits": {"bundle": limits.bundle.0, "item": limits.item.0, "seconds": limits.time.0.as_secs()},
            "estimate": {
                "bytes": self.bytes(), "bundle_bytes": self.bundle_bytes(), "seconds": self.duration().as_secs_f64(),
            },
            "items": items,
            "skipped": skipped,
        })
    }
}

/// Shortens a name to what fits on a line beside the source and its size.
fn short(name: String) -> String {
    if name.chars().count() <= WIDTH {
        return name;
    }
    name.chars().take(WIDTH - 1).chain(['…']).collect()
}

/// Returns a file's path, a command's words, or the item's name.
fn name(item: &Item, show: &mut dyn FnMut(&[u8]) -> String) -> String {
    match &item.task {
        Task::File(_) => format!("/{}", show(&item.name)),
        Task::Command { run, .. } => show(run.join(" ").as_bytes()),
        _ => show(&item.name),
    }
}

/// Maximum columns of a name.
const WIDTH: usize = 88;
