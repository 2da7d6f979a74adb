//! The activity of each log over time: a small chart each, with errors marked by more than their colour.

use std::fmt::Write;

use super::markup::{count, escape, moment, path, when};
use crate::pack::manifest::{Activity, ItemRecord, Manifest};

/// Writes the logs with the most lines, those with errors first.
pub(super) fn section(out: &mut String, manifest: &Manifest) {
    let mut logs: Vec<(&ItemRecord, &Activity)> =
        manifest.items.iter().filter_map(|item| Some((item, item.activity.as_ref()?))).collect();
    if logs.is_empty() {
        return;
    }
    logs.sort_by_key(|(item, log)| {
        (
            std::cmp::Reverse(log.errors.iter().sum::<u64>()),
            std::cmp::Reverse(log.lines.iter().sum::<u64>()),
            &item.path,
        )
    });
    out.push_str(
        "<section aria-labelledby=\"activity\">\n<h2 id=\"activity\">How busy the logs were</h2>\n\
         <p>Lines over time: the taller, the more; a red foot with a triangle below it marks lines that mention an \
         error.</p>\n<div class=\"logs\">\n",
    );
    for (item, log) in logs.iter().take(MOST) {
        figure(out, item, log);
    }
    out.push_str("</div>\n");
    if logs.len() > MOST {
        let rest = count((logs.len() - MOST) as u64, "other log");
        let _ = writeln!(out, "<p>And {rest}, with their numbers in <code>manifest.json</code>.</p>");
    }
    out.push_str("</section>\n");
}

fn figure(out: &mut String, item: &ItemRecord, log: &Activity) {
    let (lines, errors): (u64, u64) = (log.lines.iter().sum(), log.errors.iter().sum());
    let slot = width(log.seconds);
    let _ = write!(
        out,
        "<figure>\n<figcaption>{}<small>{}, {}; a bar is {slot}</small></figcaption>\n\
         <svg class=\"log\" viewBox=\"0 0 480 58\" preserveAspectRatio=\"none\" role=\"img\" \
         aria-label=\"{}, {}, from {} to {}, in slots of {slot}\">\n",
        path(&item.name),
        count(lines, "line"),
        count(errors, "error"),
        count(lines, "line"),
        count(errors, "error"),
        escape(&when(&log.first)),
        escape(&when(&log.last)),
    );
    bars(out, log);
    let _ = write!(out, "</svg>\n<p class=\"axis\">{} {}</p>\n</figure>\n", moment(&log.first), moment(&log.last));
}

/// Writes one path for all lines, one for all errors, one for all marks, so that a page of forty logs stays small.
fn bars(out: &mut String, log: &Activity) {
    let most = log.lines.iter().copied().max().unwrap_or(1).max(1) as f64;
    let step = 480.0 / log.lines.len().max(12) as f64;
    let (mut all, mut wrong, mut marks) = (String::new(), String::new(), String::new());
    for (slot, (lines, errors)) in log.lines.iter().zip(&log.errors).enumerate() {
        let (left, wide) = (slot as f64 * step, step * 0.84);
        let height = |count: u64| if count == 0 { 0.0 } else { (count as f64 / most * HEIGHT).clamp(1.5, HEIGHT) };
        if *lines > 0 {
            _ = write!(all, "M{left:.1} {HEIGHT}h{wide:.1}v-{0:.1}h-{wide:.1}z", height(*lines));
        }
        if *errors > 0 {
            _ = write!(wrong, "M{left:.1} {HEIGHT}h{wide:.1}v-{0:.1}h-{wide:.1}z", height(*errors).max(3.0));
            _ = write!(marks, "M{:.1} 57l3-6l3 6z", left + wide / 2.0 - 3.0);
        }
    }
    let _ = write!(out, "<path class=\"value\" d=\"{all}\"/>");
    if !wrong.is_empty() {
        let _ = write!(out, "<path class=\"error\" d=\"{wrong}\"/><path class=\"error\" d=\"{marks}\"/>");
    }
    let _ = writeln!(out, "<path class=\"ground\" d=\"M0 {HEIGHT}h480\"/>");
}

/// Formats the width of a slot, which is a minute, doubled any number of times.
fn width(seconds: u64) -> String {
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
    match (days, hours, minutes) {
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, minutes) => format!("{hours} h {minutes} min"),
        (days, hours, _) => format!("{days} d {hours} h"),
    }
}

/// Maximum number of charts on the page.
const MOST: usize = 40;
/// Height of a chart, above the marks.
const HEIGHT: f64 = 48.0;
