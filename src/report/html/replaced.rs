//! What was replaced: a shaded table of kinds by categories, and the sources with the most replacements.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::markup::{bar, count, escape, number};
use crate::minimize::Kind;
use crate::pack::manifest::Manifest;
use crate::profile::{Category, Purpose, Scope};

/// Writes the counts by kind and category, then by source.
pub(super) fn section(out: &mut String, manifest: &Manifest) {
    out.push_str("<section aria-labelledby=\"replaced\">\n<h2 id=\"replaced\">What was replaced</h2>\n");
    let mut cells: BTreeMap<(Kind, Category), u64> = BTreeMap::new();
    let mut sources: BTreeMap<&str, u64> = BTreeMap::new();
    for item in &manifest.items {
        for (kind, times) in &item.replaced {
            *cells.entry((*kind, item.category)).or_default() += times;
            *sources.entry(&item.source).or_default() += times;
        }
    }
    if cells.is_empty() {
        out.push_str("<p>Nothing: no identifier was found.</p>\n</section>\n");
        return;
    }
    let place = match (manifest.purpose, manifest.scope) {
        (Purpose::Usage, _) => KINDS,
        (Purpose::Operations, Scope::Case) => OF_A_CASE,
        (Purpose::Operations, Scope::Bundle) => OF_A_BUNDLE,
    };
    let _ = writeln!(
        out,
        "<p>Each of these stood for a person, a machine or an organisation, or gave access to something. {place}</p>"
    );
    matrix(out, &cells);
    places(out, sources);
    out.push_str("</section>\n");
}

/// Writes kinds by categories; the more, the darker.
fn matrix(out: &mut String, cells: &BTreeMap<(Kind, Category), u64>) {
    let columns: Vec<Category> =
        Category::ALL.into_iter().filter(|category| cells.keys().any(|(_, other)| other == category)).collect();
    let rows: Vec<Kind> = Kind::ALL.into_iter().filter(|kind| cells.keys().any(|(other, _)| other == kind)).collect();
    let most = cells.values().copied().max().unwrap_or(1);
    out.push_str(
        "<div class=\"wide\" role=\"region\" aria-labelledby=\"matrix\" tabindex=\"0\">\n<table class=\"matrix\">\n\
         <caption id=\"matrix\">Number of replacements by kind and category; the more, the darker</caption>\n\
         <thead><tr><th scope=\"col\">Kind</th>",
    );
    for category in &columns {
        let _ = write!(out, "<th scope=\"col\" class=\"n\">{}</th>", category.word());
    }
    out.push_str("<th scope=\"col\" class=\"n\">total</th></tr></thead>\n<tbody>\n");
    for kind in rows {
        let _ = write!(out, "<tr><th scope=\"row\">{}</th>", word(kind));
        let mut sum = 0;
        for category in &columns {
            let times = cells.get(&(kind, *category)).copied().unwrap_or(0);
            sum += times;
            match times {
                0 => out.push_str("<td class=\"n none\">–</td>"),
                _ => _ = write!(out, "<td class=\"n h{}\">{}</td>", shade(times, most), number(times)),
            }
        }
        let _ = writeln!(out, "<td class=\"n\">{}</td></tr>", number(sum));
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}

/// Writes the sources with the most replacements.
fn places(out: &mut String, sources: BTreeMap<&str, u64>) {
    let all = sources.len();
    let mut sources: Vec<(&str, u64)> = sources.into_iter().collect();
    sources.sort_by_key(|(source, times)| (std::cmp::Reverse(*times), *source));
    sources.truncate(MOST);
    let most = sources.first().map_or(1, |(_, times)| *times);
    out.push_str(
        "<table>\n<caption>Where most of it was found</caption>\n<thead><tr><th scope=\"col\">Source</th>\
         <th scope=\"col\" class=\"n\">Times</th><td class=\"picture\"></td></tr></thead>\n<tbody>\n",
    );
    for (source, times) in &sources {
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"picture\">{}</td></tr>",
            escape(source),
            number(*times),
            bar(*times, most)
        );
    }
    out.push_str("</tbody>\n</table>\n");
    if all > sources.len() {
        let _ = writeln!(out, "<p>And less in {}.</p>", count((all - sources.len()) as u64, "other source"));
    }
}

/// Returns one of five shades, by orders of magnitude.
fn shade(times: u64, most: u64) -> u32 {
    let share = (times as f64).ln_1p() / (most as f64).ln_1p();
    1 + (share * 4.0).round().clamp(0.0, 4.0) as u32
}

const fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Ipv4 => "IPv4 addresses",
        Kind::Ipv6 => "IPv6 addresses",
        Kind::Mac => "hardware addresses",
        Kind::Host => "host names",
        Kind::Domain => "domain names",
        Kind::User => "login names",
        Kind::Email => "mail addresses",
        Kind::Person => "names of people",
        Kind::Organisation => "organisations",
        Kind::Title => "job titles",
        Kind::Phone => "phone numbers",
        Kind::Serial => "serial numbers",
        Kind::Uuid => "machine and disk ids",
        Kind::Ssid => "wireless networks",
        Kind::Session => "session ids",
        Kind::Account => "account numbers",
        Kind::Secret => "secrets, removed",
        Kind::Key => "keys, certificates",
        Kind::Location => "places",
    }
}

/// How identifiers were replaced, by the purpose of the bundle and the scope of its pseudonyms.
const KINDS: &str = "Each was replaced by the name of its kind, and cannot be recovered.";
const OF_A_CASE: &str = "Each was replaced by a pseudonym, the same one for the same original in all bundles of the \
    case; secrets were removed. What a pseudonym stands for is known only on the appliance.";
const OF_A_BUNDLE: &str = "Each was replaced by a pseudonym, the same one for the same original in this bundle; \
    secrets were removed. What a pseudonym stands for cannot be recovered.";
/// Maximum number of rows of the table.
const MOST: usize = 8;
