//! What the minimizer finds in lines of real programs, and what it leaves unchanged.
//!
//! The cases are in `tests/minimize/*.toml`, a file for each family of formats. What must be replaced is between `‹`
//! and `›`, what may be replaced between `‹?` and `›`; every other byte must stay as it is. `lines` run each on its own
//! and then all together as one item, so that a line that teaches a word which other lines need is seen too.

#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]

use std::path::Path;

use casepack::minimize::{CaseKey, Minimizer};
use casepack::profile::{Format, Purpose, Rules};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Family {
    #[serde(default)]
    lines: Vec<String>,
    #[serde(default)]
    item: Vec<Item>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Item {
    #[serde(default)]
    file: String,
    text: String,
}

#[test]
fn every_family_loses_its_identifiers_and_nothing_else() {
    let mut failures = Vec::new();
    let mut cases = 0;
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/minimize")).unwrap() {
        let path = entry.unwrap().path();
        let family: Family = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        cases += family.lines.len() + family.item.len();
        for line in &family.lines {
            failures.extend(check("", line).map(|why| format!("{name}: {why}")));
        }
        for item in &family.item {
            failures.extend(check(&item.file, &item.text).map(|why| format!("{name}: {why}")));
        }
        failures.extend(together(&family.lines).into_iter().map(|why| format!("{name}, together: {why}")));
    }
    assert!(failures.is_empty(), "{} of {cases}:\n{}", failures.len(), failures.join("\n"));
    assert!(cases >= 300, "only {cases} cases");
}

/// Runs one text as an item of its own.
fn check(file: &str, marked: &str) -> Option<String> {
    let parts = parts(marked);
    compare(&parts, &minimized(file, &plain(&parts)))
}

/// Runs all lines as one item.
fn together(lines: &[String]) -> Vec<String> {
    let parts: Vec<Vec<Part<'_>>> = lines.iter().map(|line| parts(line)).collect();
    let texts: Vec<String> = parts.iter().map(|parts| plain(parts)).collect();
    let out = minimized("", &texts.join("\n"));
    parts.iter().zip(out.split('\n')).filter_map(|(parts, out)| compare(parts, out)).collect()
}

/// A part of a case.
#[derive(Debug, Clone, Copy)]
enum Part<'a> {
    Stays(&'a str),
    Goes(&'a str),
    Open(&'a str),
}

fn parts(marked: &str) -> Vec<Part<'_>> {
    let mut out = Vec::new();
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once('‹') {
        let (inside, behind) = after.split_once('›').unwrap();
        out.push(Part::Stays(before));
        out.push(inside.strip_prefix('?').map_or(Part::Goes(inside), Part::Open));
        rest = behind;
    }
    out.push(Part::Stays(rest));
    out
}

fn plain(parts: &[Part<'_>]) -> String {
    parts.iter().map(|(Part::Stays(text) | Part::Goes(text) | Part::Open(text))| *text).collect()
}

/// Returns why `out` is not what the case requires.
fn compare(parts: &[Part<'_>], out: &str) -> Option<String> {
    let mut at = 0;
    let mut pending: Option<Part<'_>> = None;
    let input = plain(parts);
    let fail = |why: &str| Some(format!("{why}\n    in  {input}\n    out {out}"));
    for (index, part) in parts.iter().enumerate() {
        let Part::Stays(text) = part else {
            pending = Some(*part);
            continue;
        };
        let last = index + 1 == parts.len();
        let found = match pending {
            None => out[at..].starts_with(text).then_some(0),
            Some(_) if last => out[at..].ends_with(text).then(|| out[at..].len() - text.len()),
            Some(_) => out[at..].find(text),
        };
        let Some(found) = found else { return fail(&format!("lost `{text}`")) };
        if let Some(Part::Goes(gone)) = pending
            && out[at..at + found].to_lowercase().contains(&gone.to_lowercase())
        {
            return fail(&format!("kept `{gone}`"));
        }
        at += found + text.len();
        pending = None;
    }
    (at != out.len()).then(|| fail("more came out than went in")).flatten()
}

fn minimized(file: &str, text: &str) -> String {
    let key = CaseKey::derive(b"secret of a test", "case");
    let mut minimizer = Minimizer::new(key, Purpose::Operations, &Rules::default());
    let mut scan = minimizer.scan(file, Format::Auto);
    let mut blocks = scan.push(&mut minimizer, text.as_bytes());
    blocks.extend(scan.finish(&mut minimizer).unwrap());
    String::from_utf8(blocks.into_iter().flat_map(|block| block.rewrite().into_bytes()).collect()).unwrap()
}
