//! `report.html`: the page for those who decide whether a bundle may be sent.
//!
//! It is made from the manifest alone, as one file: no script, no external content, and a policy in its head that
//! enforces both. The numbers of every chart are also there as text, so that it reads the same on paper and with a
//! screen reader.

mod activity;
mod collected;
mod losses;
mod markup;
mod replaced;

use std::fmt::Write;

use crate::pack::manifest::Manifest;
use crate::profile::Purpose;
use markup::{escape, moment, number};

/// Returns the page.
#[must_use]
pub fn page(manifest: &Manifest) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail, here and in every part.
    let _ = write!(out, "{HEAD_BEFORE_TITLE}{}{HEAD_BEFORE_STYLE}{STYLE}{HEAD_END}", escape(&manifest.bundle));
    head(&mut out, manifest);
    collected::section(&mut out, manifest);
    replaced::section(&mut out, manifest);
    losses::section(&mut out, manifest);
    activity::section(&mut out, manifest);
    collected::largest(&mut out, manifest);
    check(&mut out, manifest);
    let _ = write!(
        out,
        "</main>\n<footer><p>Made by {} {} from <code>manifest.json</code>, which has the same for each item.</p>\
         </footer>\n</body>\n</html>\n",
        escape(&manifest.tool.name),
        escape(&manifest.tool.version)
    );
    out
}

fn head(out: &mut String, manifest: &Manifest) {
    let (class, state) = if manifest.complete {
        ("good", "Complete: everything that was requested is in it.")
    } else {
        ("lossy", "With losses: some of what was requested is missing or was cut.")
    };
    let _ = write!(
        out,
        "<header>\n<h1>Diagnostic bundle</h1>\n<p class=\"name\"><code>{}</code></p>\n\
         <p class=\"state {class}\">{state}</p>\n</header>\n<main>\n",
        escape(&manifest.bundle)
    );
    out.push_str("<section aria-labelledby=\"glance\">\n<h2 id=\"glance\">At a glance</h2>\n<dl>\n");
    let replaced: u64 = manifest.totals.replaced.values().sum();
    let rows = [
        ("Case", escape(manifest.case.as_deref().unwrap_or("none"))),
        ("Purpose", purpose(manifest.purpose).to_owned()),
        ("Made", moment(&manifest.created)),
        ("Covers", format!("{} to {}", moment(&manifest.window.since), moment(&manifest.window.until))),
        ("Appliance", escape(manifest.appliance.name.as_deref().unwrap_or("without a name"))),
        ("System", escape(manifest.appliance.os.as_deref().unwrap_or("unknown"))),
        ("Profile", manifest.profiles.iter().map(|profile| escape(&profile.name)).collect::<Vec<_>>().join(", ")),
        ("Replaced", format!("{} identifiers, before anything was written", number(replaced))),
        (
            "Proof",
            format!(
                "{} made-up identifiers were planted; {} were not replaced",
                manifest.canaries.planted, manifest.canaries.survived
            ),
        ),
    ];
    for (name, value) in rows {
        let _ = writeln!(out, "<div><dt>{name}</dt><dd>{value}</dd></div>");
    }
    out.push_str("</dl>\n</section>\n");
}

fn check(out: &mut String, manifest: &Manifest) {
    let _ = write!(
        out,
        "<section aria-labelledby=\"check\">\n<h2 id=\"check\">How to check it</h2>\n\
         <p>The appliance signed this bundle with the key</p>\n<p class=\"key\"><code>{}</code></p>\n\
         <p>Compare it with the output of <code>casepack key show</code> on the appliance. Then</p>\n\
         <pre><code>casepack verify {}.*</code></pre>\n\
         <p>checks that nothing was changed since. <code>README.txt</code> beside this page says how to do the same with \
         nothing but <code>ssh-keygen</code> and <code>sha256sum</code>. A signature says who sealed the bundle, not that \
         what an appliance says of itself is true.</p>\n</section>\n",
        escape(&manifest.appliance.fingerprint),
        escape(&manifest.bundle)
    );
}

const fn purpose(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Operations => "operating and supporting the service",
        Purpose::Usage => "analytics and product improvement",
    }
}

const HEAD_BEFORE_TITLE: &str = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
    <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
    <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>";
const HEAD_BEFORE_STYLE: &str = "</title>\n<style>\n";
const HEAD_END: &str = "</style>\n</head>\n<body>\n";
const STYLE: &str = include_str!("html/style.css");
