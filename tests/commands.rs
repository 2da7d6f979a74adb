//! The command line with its output: `tests/cmd/*.trycmd`, whose names describe them.
//!
//! `TRYCMD=overwrite cargo test --test commands` replaces the expected output after an intended change.

#[test]
fn the_command_line_says_what_its_cases_say() {
    let folder = tempfile::tempdir().unwrap();
    let of = |name: &str| folder.path().join(name).display().to_string();
    let cases = trycmd::TestCases::new();
    cases.env("STATE_DIRECTORY", of("state")).env("RUNTIME_DIRECTORY", of("run")).env("COLUMNS", "100");
    cases.case("tests/cmd/*.trycmd").run();
}
