//! Checks README.md: every command of its `console` blocks runs, one after the other, and prints what the page shows.
//!
//! What differs between machines (numbers, pseudonyms, fingerprints) is compared by its shape; a line `...` matches any
//! number of lines.

#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
#![expect(clippy::disallowed_methods, reason = "tests start the program")]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use regex_automata::meta::Regex;

#[test]
fn every_command_prints_what_the_readme_says() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let reader = Reader { folder: folder.path() };
    reader.prepare(&readme);
    let steps: Vec<Step> = blocks(&readme, "console").iter().flat_map(|block| steps(block)).collect();
    assert!(steps.len() >= 8, "README.md shows next to nothing");
    for step in steps {
        let (printed, code) = reader.run(&step.command);
        let (said, expected) = (shapes(&printed), shapes(&step.output));
        assert!(
            is_like(&said, &expected),
            "$ {}\n{printed}\nis not what README.md says:\n{}",
            step.command,
            step.output
        );
        assert!(matches!(code, 0 | 3) || step.output.starts_with("error:"), "$ {}: exit code {code}", step.command);
    }
}

#[test]
fn the_profile_of_the_readme_fits_the_schema() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let schema = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/profile.json")).unwrap();
    let schema = serde_json::from_str(&schema).unwrap();
    for block in blocks(&readme, "toml") {
        let profile: serde_json::Value = toml::from_str(&block).unwrap();
        assert!(jsonschema::is_valid(&schema, &profile), "{block}");
    }
}

#[test]
fn a_line_of_dots_stands_for_any_lines() {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    assert!(is_like(&lines("a\nb\nc"), &lines("a\n...\nc")) && is_like(&lines("a\nc"), &lines("a\n...\nc")));
    assert!(!is_like(&lines("a\nb\nc"), &lines("a\nc")) && !is_like(&lines("a\nb"), &lines("a\n...\nc")));
}

/// A reader who types the commands of the page, in an empty folder.
struct Reader<'a> {
    folder: &'a Path,
}

impl Reader<'_> {
    /// Makes what the page assumes: a log, and its own profile in a file.
    fn prepare(&self, readme: &str) {
        let log =
            blocks(readme, "console").iter().flat_map(|block| steps(block)).find(|step| step.command == "cat auth.log");
        fs::write(self.folder.join("auth.log"), log.unwrap().output).unwrap();
        fs::write(self.folder.join("edge-gateway.toml"), &blocks(readme, "toml")[0]).unwrap();
        fs::create_dir(self.folder.join("bundles")).unwrap();
    }

    /// Runs a line of shell; the bundles of the state folder are in the current folder, as if the reader had gone
    /// there.
    fn run(&self, line: &str) -> (String, i32) {
        let program = Path::new(env!("CARGO_BIN_EXE_casepack")).parent().unwrap();
        let line = line.replace("casepack-4711-*", "state/bundles/casepack-4711-*");
        let mut command = Command::new("bash");
        command.args(["-c", &format!("umask 077; {{ {line}; }} 2>&1")]).current_dir(self.folder).stdin(Stdio::null());
        command.env_clear().env("PATH", format!("{}:/usr/bin:/bin:/usr/sbin:/sbin", program.display()));
        command.env("STATE_DIRECTORY", self.folder.join("state")).env("RUNTIME_DIRECTORY", self.folder.join("run"));
        let output = command.output().unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        let printed = printed.replace(&self.folder.join("state").display().to_string(), "/var/lib/casepack");
        (printed.replace("state/bundles/", ""), output.status.code().unwrap())
    }
}

/// A command with its expected output.
struct Step {
    command: String,
    output: String,
}

/// Returns the fenced blocks of one language.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut open: Option<String> = None;
    for line in page.lines() {
        match &mut open {
            None if line == format!("```{language}") => open = Some(String::new()),
            Some(_) if line == "```" => blocks.extend(open.take()),
            Some(block) => {
                block.push_str(line);
                block.push('\n');
            }
            None => {}
        }
    }
    blocks
}

fn steps(block: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for line in block.lines() {
        match (line.strip_prefix("$ "), steps.last_mut()) {
            (Some(command), _) => steps.push(Step { command: command.to_owned(), output: String::new() }),
            (None, Some(step)) => {
                step.output.push_str(line);
                step.output.push('\n');
            }
            (None, None) => {}
        }
    }
    steps
}

/// Returns lines without what differs between machines.
fn shapes(text: &str) -> Vec<String> {
    let text = SHAPES.iter().fold(text.to_owned(), |text, (pattern, instead)| {
        let mut shape = String::new();
        let mut last = 0;
        for found in Regex::new(pattern).unwrap().find_iter(&text) {
            shape.push_str(&text[last..found.start()]);
            shape.push_str(instead);
            last = found.end();
        }
        shape + &text[last..]
    });
    text.lines().map(str::to_owned).collect()
}

/// Returns whether lines are as expected, where `...` matches any lines.
fn is_like(lines: &[String], expected: &[String]) -> bool {
    match expected.split_first() {
        None => lines.is_empty(),
        Some((any, rest)) if any == "..." => (0..=lines.len()).any(|skipped| is_like(&lines[skipped..], rest)),
        Some((first, rest)) => lines.split_first().is_some_and(|(line, lines)| line == first && is_like(lines, rest)),
    }
}

const SHAPES: [(&str, &str); 8] = [
    (" +", " "),
    ("SHA256:[A-Za-z0-9+/]{43}", "SHA256:KEY"),
    (r"-[0-9]{8}T[0-9]{6}Z-[0-9a-f]{6}", "-TIME"),
    ("(user|host|dom)-[a-z2-7]{10}", "PSEUDONYM"),
    (r"[0-9]+(\.[0-9]+)?( (B|KiB|MiB|GiB|s)\b)?", "N"),
    (r"N\.N", "N"),
    ("complete|with losses", "END"),
    ("replaced: .*", "replaced:"),
];
