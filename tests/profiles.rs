//! Profiles from the view of their authors: what is valid, what is not and with which message, and the schema for
//! editors.

#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
#![expect(clippy::disallowed_methods, reason = "tests start the program")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use casepack::profile::{self, Category, Kind, Library};
use serde_json::{Map, Value};

#[test]
fn what_is_right_checks_and_fits_the_schema() {
    let schema = jsonschema::validator_for(&schema()).unwrap();
    for path in files("tests/profiles/valid").into_iter().chain(files("profiles")) {
        let run = run_on(&path, &["profile", "check"]);
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        assert_eq!((run.status.code(), &*said), (Some(0), ""), "{}", path.display());
        let value = as_json(&path);
        let wrong: Vec<String> = schema.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{}: {wrong:#?}", path.display());
    }
}

#[test]
fn what_is_wrong_is_told_at_its_place_with_what_would_be_right() {
    for path in files("tests/profiles/invalid") {
        let run = run_on(&path, &["profile", "check"]);
        let told = String::from_utf8(run.stderr).unwrap();
        let expected = fs::read_to_string(path.with_extension("stderr")).unwrap_or_default();
        assert_eq!(told, expected, "{}", path.display());
        assert_eq!((run.status.code(), &*run.stdout), (Some(2), &b""[..]), "{}", path.display());
    }
}

#[test]
fn a_profile_s_own_examples_hold_or_are_told_with_what_came_out() {
    for path in
        [repository("tests/profiles/valid/identifiers-of-a-product.toml"), repository("profiles/reference.toml")]
    {
        let run = run_on(&path, &["profile", "test"]);
        assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stdout));
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("edge.toml");
    let text = "schema = 1\nname = \"edge\"\n[[test]]\ninput = \"unit EG01 up\"\ngone = [\"EG01\"]\nkept = [\"EG01\", \"down\"]\n";
    fs::write(&path, text).unwrap();
    let run = run_on(&path, &["profile", "test"]);
    let told = String::from_utf8(run.stdout).unwrap();
    assert_eq!(run.status.code(), Some(2), "{told}");
    let expected = "edge.toml:4: `EG01` was not replaced\n  the output is:  unit EG01 up\n\
        edge.toml:4: `down` is not in the input\n  the output is:  unit EG01 up\n\
        edge.toml: some examples fail (1 in total)\n";
    assert_eq!(told, expected);
}

#[test]
fn every_source_of_a_built_in_profile_says_how_important_it_is() {
    let profile = as_json(&repository("profiles/linux-base.toml"));
    for kind in ["file", "command", "journal", "kernel"] {
        for source in profile[kind].as_array().unwrap() {
            assert!(source["importance"].is_u64(), "{}", source["id"]);
        }
    }
}

#[test]
fn the_reference_has_every_key_of_the_schema() {
    let reference = as_json(&repository("profiles/reference.toml"));
    let present = keys(&reference);
    let missing: Vec<_> = tables(&schema())
        .into_iter()
        .flat_map(|(table, keys)| {
            keys.into_iter().map(move |key| if table.is_empty() { key } else { format!("{table}.{key}") })
        })
        // Every kind of source has these; the reference shows each of them once.
        .filter(|key| ![".sensitive", ".importance", ".requires"].iter().any(|end| key.ends_with(end)))
        .filter(|key| !present.contains(key))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
    let common = ["file.sensitive", "file.importance", "command.requires"];
    assert!(common.iter().all(|key| present.contains(*key)), "{common:?}");
}

#[test]
fn the_schema_knows_the_keys_that_the_program_knows() {
    for (table, keys) in tables(&schema()) {
        let heading = match &*table {
            "" => String::new(),
            "match" | "limits" | "pack" | "seal" | "minimize" => format!("[{table}]\n"),
            array => format!("[[{array}]]\n"),
        };
        let text = match &*heading {
            "" => "zzzzzzzz = 1\nschema = 1\nname = \"edge\"\n".to_owned(),
            heading => format!("schema = 1\nname = \"edge\"\n{heading}zzzzzzzz = 1\n"),
        };
        let profile::Error::Invalid { problems } = load(&text).unwrap_err() else { unreachable!("an unknown key") };
        let hint = problems[0].hint.clone().unwrap_or_default();
        let known = hint.strip_prefix("expected one of: ").unwrap_or_else(|| unreachable!("{table}: {hint}"));
        assert_eq!(known.split(", ").map(str::to_owned).collect::<BTreeSet<_>>(), keys, "[{table}]");
    }
}

#[test]
fn the_schema_knows_the_words_that_the_program_knows() {
    let schema = schema();
    let words = |name: &str| {
        let list = schema["$defs"][name]["enum"].as_array().unwrap().iter();
        list.map(|word| word.as_str().unwrap().to_owned()).collect::<BTreeSet<_>>()
    };
    assert_eq!(words("category"), Category::ALL.map(|category| category.word().to_owned()).into());
    let other = ["organisation", "organization", "job-title"].map(str::to_owned);
    let kinds = Kind::ALL.map(|kind| kind.word().to_owned()).into_iter().chain(other);
    assert_eq!(words("kind"), kinds.collect());
    let snapshots = words("snapshot").into_iter().collect::<Vec<_>>();
    let source = |read: &str| {
        format!("schema = 1\nname = \"edge\"\n[[kernel]]\nid = \"a\"\ncategory = \"performance\"\nread = {read}\n")
    };
    assert!(load(&source(&format!("{snapshots:?}"))).is_ok());
    let profile::Error::Invalid { problems } = load(&source("[\"zzzzzzzz\"]")).unwrap_err() else {
        unreachable!("an unknown snapshot")
    };
    assert_eq!(problems[0].hint.as_ref().unwrap().matches(", ").count() + 1, snapshots.len());
}

/// Returns the tables of the schema by the path of their keys, with the keys that each may have.
fn tables(schema: &Value) -> Vec<(String, BTreeSet<String>)> {
    let mut tables = Vec::new();
    walk("", schema, &mut tables);
    tables
}

fn walk(path: &str, schema: &Value, tables: &mut Vec<(String, BTreeSet<String>)>) {
    if let Some(properties) = schema["properties"].as_object() {
        tables.push((path.to_owned(), properties.keys().cloned().collect()));
        for (key, value) in properties {
            walk(&if path.is_empty() { key.clone() } else { format!("{path}.{key}") }, value, tables);
        }
    }
    if let Some(items) = schema.get("items") {
        walk(path, items, tables);
    }
}

/// Returns the paths of all keys of a value, through arrays.
fn keys(value: &Value) -> BTreeSet<String> {
    let inside =
        |key: &str, value: &Value| keys(value).into_iter().map(|tail| format!("{key}.{tail}")).collect::<Vec<_>>();
    match value {
        Value::Object(object) => {
            object.iter().flat_map(|(key, value)| inside(key, value).into_iter().chain([key.clone()])).collect()
        }
        Value::Array(array) => array.iter().flat_map(keys).collect(),
        _ => BTreeSet::new(),
    }
}

fn schema() -> Value {
    let run = program(Path::new("/"), &["profile", "schema"]);
    serde_json::from_slice(&run.stdout).unwrap()
}

fn as_json(path: &Path) -> Value {
    let value: Map<String, Value> = toml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    Value::Object(value)
}

/// Returns the profiles of a folder of the project, in order.
fn files(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(repository(folder)).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries.filter(|path| path.extension().is_some_and(|end| end == "toml")).collect();
    assert!(!files.is_empty(), "{folder} holds no profile");
    files.sort();
    files
}

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Runs a sub-command on a copy that nobody else can write to, whatever the permissions of the checkout are.
fn run_on(path: &Path, arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let name = path.file_name().unwrap().to_str().unwrap();
    let copy = folder.path().join(name);
    fs::write(&copy, fs::read(path).unwrap()).unwrap();
    fs::set_permissions(&copy, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    program(folder.path(), &[arguments, &[name]].concat())
}

fn program(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_casepack")).args(arguments).current_dir(folder).output().unwrap()
}

fn load(text: &str) -> Result<profile::Profile, profile::Error> {
    profile::load(&["edge.toml".to_owned()], &One(text))
}

/// A library of one profile.
struct One<'a>(&'a str);

impl Library for One<'_> {
    fn read(&self, _: &Path) -> Result<Vec<u8>, String> {
        Ok(self.0.as_bytes().to_vec())
    }

    fn list(&self, _: &Path) -> Vec<PathBuf> {
        Vec::new()
    }

    fn trust(&self, _: &Path) -> Result<(), String> {
        Ok(())
    }
}
