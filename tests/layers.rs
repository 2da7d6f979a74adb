//! Holds the house together: which module may use which, read from the sources themselves.

#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// A stage uses stages before it and foundations; foundations use nothing above them but the words listed in
/// [`WORDS`]; `pipeline` alone knows every stage, and `cli` alone knows `pipeline`.
const MAY_USE: [(&str, &[&str]); 18] = [
    ("profile", &[]),
    ("plan", &["profile"]),
    ("collect", &["plan", "host"]),
    ("minimize", &["profile", "panics"]),
    ("pack", &["profile", "plan", "minimize", "clock"]),
    ("seal", &["pack"]),
    ("inspect", &["minimize", "pack", "seal"]),
    ("report", &["profile", "plan", "minimize", "pack", "quoting"]),
    (
        "pipeline",
        &[
            "profile", "plan", "collect", "minimize", "pack", "seal", "report", "host", "clock", "output", "progress",
            "state",
        ],
    ),
    ("host", &["trust"]),
    ("clock", &[]),
    ("output", &["trust"]),
    ("panics", &[]),
    ("progress", &[]),
    ("quoting", &[]),
    ("state", &["output", "clock", "progress", "quoting", "trust"]),
    ("trust", &["quoting"]),
    (
        "cli",
        &[
            "profile", "plan", "inspect", "report", "pipeline", "host", "clock", "output", "panics", "progress",
            "quoting", "state", "seal",
        ],
    ),
];

/// Single words of a stage that may be spoken before or below it, and by whom.
const WORDS: [(&str, &str, &str); 12] = [
    // What is there, and what a source came to, is told by the reader that met it, and by events.
    ("host", "plan", "FoundFile"),
    ("host", "plan", "Listing"),
    ("host", "plan", "SkippedPath"),
    ("host", "plan", "Status"),
    ("progress", "plan", "Status"),
    // What is looked for, and the floor under it, go with the question to the reader.
    ("host", "profile", "Keep"),
    ("host", "profile", "PathPattern"),
    ("host", "profile", "Library"),
    ("host", "profile", "never_collected"),
    ("host", "profile", "Floor"),
    // The state folder keeps the key; a bundle's README names the key that will sign it.
    ("state", "seal", "PublicKey ROTATION SigningKey key sshsig"),
    ("pack", "seal", "PublicKey"),
];

#[test]
fn a_stage_uses_only_what_comes_before_it() {
    let mut wrong = BTreeSet::new();
    for (module, used) in uses() {
        let allowed = MAY_USE.iter().find(|(name, _)| *name == module).map(|(_, allowed)| *allowed);
        let allowed = allowed.unwrap_or_else(|| panic!("module `{module}` is new: say here what it may use"));
        let word_allowed = |other: &str, word: &str| {
            WORDS.iter().any(|(who, whose, words)| {
                (*who, *whose) == (&*module, other) && words.split(' ').any(|known| known == word)
            })
        };
        for (other, word) in used {
            if other != module && !allowed.contains(&&*other) && !word_allowed(&other, &word) {
                wrong.insert(format!("{module} uses {other}::{word}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_exception_is_needed() {
    let uses = uses();
    for (who, whose, words) in WORDS {
        for word in words.split(' ') {
            let spoken = uses.get(who).is_some_and(|used| used.contains(&(whose.to_owned(), word.to_owned())));
            assert!(spoken, "{who} no longer uses {whose}::{word}");
        }
    }
}

#[test]
fn every_permission_is_needed() {
    let uses = uses();
    let is_used =
        |who: &str, whose: &str| uses.get(who).is_some_and(|used| used.iter().any(|(module, _)| module == whose));
    let needless: Vec<_> = MAY_USE
        .iter()
        .flat_map(|(who, allowed)| allowed.iter().map(move |whose| (*who, *whose)))
        .filter(|(who, whose)| !is_used(who, whose))
        .collect();
    assert!(needless.is_empty(), "no longer used: {needless:?}");
}

#[test]
fn use_trees_are_read_whole() {
    let found =
        paths_in("use crate::{plan::{self, Status}, seal};\nlet a = crate::profile::Keep::Tail;\n// crate::cli::run\n");
    let found: Vec<_> = found.iter().map(|(module, word)| format!("{module}::{word}")).collect();
    assert_eq!(found, ["plan::Status", "plan::self", "profile::Keep", "seal::"]);
}

/// Every module with the words of other modules that it uses outside its tests.
fn uses() -> BTreeMap<String, BTreeSet<(String, String)>> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut uses: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
    for (path, text) in files(&source) {
        let first = path.strip_prefix(&source).unwrap().components().next().unwrap();
        let module = Path::new(&first).file_stem().unwrap().to_str().unwrap().to_owned();
        if !matches!(&*module, "lib" | "main") {
            let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
            uses.entry(module).or_default().extend(paths_in(code));
        }
    }
    uses
}

fn files(folder: &Path) -> Vec<(std::path::PathBuf, String)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            files.push((path, text));
        }
    }
    files
}

/// Module and first word behind every `crate::` of a text, comments aside; trees of braces are followed.
fn paths_in(code: &str) -> BTreeSet<(String, String)> {
    let code: String = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        for path in tree(&code[at + "crate::".len()..]) {
            let mut parts = path.split("::");
            let module = parts.next().unwrap().to_owned();
            found.insert((module, parts.next().unwrap_or_default().to_owned()));
        }
    }
    found
}

/// The paths of a use tree, `a::{b, c::d}` as `a::b` and `a::c::d`, up to where it ends.
fn tree(text: &str) -> Vec<String> {
    let text = text.trim_start();
    let end = text.find(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '_' | ':')).unwrap_or(text.len());
    let head = &text[..end];
    match text[end..].strip_prefix('{') {
        Some(inside) => branches(inside).iter().flat_map(|one| tree(one)).map(|tail| format!("{head}{tail}")).collect(),
        None => vec![head.to_owned()],
    }
}

/// What stands between commas up to the closing brace, braces within kept whole.
fn branches(text: &str) -> Vec<String> {
    let (mut depth, mut branches) = (0, vec![String::new()]);
    for letter in text.chars() {
        match letter {
            '}' if depth == 0 => break,
            ',' if depth == 0 => {
                branches.push(String::new());
                continue;
            }
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        branches.last_mut().unwrap().push(letter);
    }
    branches.retain(|branch| !branch.trim().is_empty());
    branches
}
