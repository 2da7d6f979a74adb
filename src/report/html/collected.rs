//! What was collected, by category, and the largest items.

use std::fmt::Write;

use super::markup::{bar, escape, number, path, size};
use crate::pack::manifest::{Collected, Manifest};
use crate::profile::Category;

/// Writes the items and bytes of each category, with a bar for their sizes.
pub(super) fn section(out: &mut String, manifest: &Manifest) {
    out.push_str("<section aria-labelledby=\"collected\">\n<h2 id=\"collected\">What was collected</h2>\n");
    if manifest.items.is_empty() {
        out.push_str("<p>Nothing.</p>\n</section>\n");
        return;
    }
    let rows = manifest.collected();
    let most = rows.iter().map(|row| row.bytes).max().unwrap_or(0);
    out.push_str(
        "<table>\n<caption>Items and size by category, before packing</caption>\n<thead><tr>\
         <th scope=\"col\">Category</th><th scope=\"col\" class=\"n\">Items</th>\
         <th scope=\"col\" class=\"n\">Size</th><td class=\"picture\"></td></tr></thead>\n<tbody>\n",
    );
    for Collected { category, items, bytes } in rows {
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}<small>{}</small></th><td class=\"n\">{}</td><td class=\"n\">{}</td>\
             <td class=\"picture\">{}</td></tr>",
            category.word(),
            about(category),
            number(items),
            size(bytes),
            bar(bytes, most)
        );
    }
    let _ = write!(
        out,
        "</tbody>\n<tfoot><tr><th scope=\"row\">Total</th><td class=\"n\">{}</td><td class=\"n\">{}</td>\
         <td class=\"picture\"></td></tr></tfoot>\n</table>\n</section>\n",
        number(manifest.totals.items),
        size(manifest.totals.bytes_out)
    );
}

/// Writes the largest items.
pub(super) fn largest(out: &mut String, manifest: &Manifest) {
    let items = manifest.largest(LARGEST);
    let Some(most) = items.first().map(|item| item.bytes_out) else { return };
    out.push_str(
        "<section aria-labelledby=\"largest\">\n<h2 id=\"largest\">The largest items</h2>\n<table>\n\
         <caption>What takes the most room, before packing</caption>\n<thead><tr><th scope=\"col\">Item</th>\
         <th scope=\"col\" class=\"n\">Size</th><td class=\"picture\"></td></tr></thead>\n<tbody>\n",
    );
    for item in items {
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}<small>{}{}</small></th><td class=\"n\">{}</td><td class=\"picture\">{}</td></tr>",
            path(&item.name),
            escape(&item.source),
            if item.cut { ", cut" } else { "" },
            size(item.bytes_out),
            bar(item.bytes_out, most)
        );
    }
    out.push_str("</tbody>\n</table>\n</section>\n");
}

const fn about(category: Category) -> &'static str {
    match category {
        Category::Configuration => "how it is set up",
        Category::FeatureUsage => "which features are used",
        Category::Performance => "how it performs",
        Category::ServiceLogs => "what services log",
        Category::Diagnostics => "traces and dumps",
        Category::Access => "who may and did get in",
        Category::Support => "given with the case",
        Category::Survey => "answers to surveys",
    }
}

const LARGEST: usize = 5;
