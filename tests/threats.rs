//! Checks that the tests of `docs/threats.md` exist, and contains some threats that have no other place.

#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
#![expect(clippy::disallowed_methods, reason = "tests start the program")]

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use nix::sys::resource::{UsageWho, getrusage};

#[test]
fn every_row_names_tests_that_are_there() {
    let (rows, tests) = (rows(), tests());
    assert!(rows.len() > 35, "{}", rows.len());
    for (id, named) in &rows {
        assert!(!named.is_empty(), "{id} has no test");
        for name in named {
            assert!(tests.contains(name), "{id} names `{name}`, which is no test");
        }
    }
}

#[test]
fn every_test_with_an_id_in_its_name_has_a_row() {
    let ids: BTreeSet<String> = rows().into_iter().map(|(id, _)| id.to_lowercase()).collect();
    let with_ids = tests().into_iter().filter_map(|name| {
        let (id, _) = name.split_once('_')?;
        let (letter, digit) = id.split_at_checked(1)?;
        (id.len() == 2 && "rcwms".contains(letter) && digit.parse::<u8>().is_ok()).then(|| id.to_owned())
    });
    for id in with_ids {
        assert!(ids.contains(&id), "no row {id}");
    }
}

#[test]
fn m0_a_secret_is_gone_however_often_it_stands_there() {
    let secret = "Xk29-quiet-Harbor!7";
    for times in [1, 2, 7, 40] {
        let again = format!("password={secret} ").repeat(times);
        for text in [
            format!("{again}\n"),
            format!(
                "{{\"password\": \"{secret}\", {}\"b\": 1}}\n",
                format!("\"password\": \"{secret}\", ").repeat(times)
            ),
        ] {
            let (out, _) = minimized(text.as_bytes());
            assert!(!out.contains(secret) && !out.contains("Harbor"), "{times}: {out}");
        }
    }
}

#[test]
fn m2_the_time_grows_with_the_input_and_no_faster() {
    // The input is four times as long, and the fastest of three runs counts, against noise: code that looks back takes
    // sixteen times as long.
    for (what, piece) in
        [("dots", "1.1.1.1."), ("brackets", "[{\"a\":"), ("colons", "::1:"), ("one line", "user=anna, ")]
    {
        let once = |times: usize| minimized(piece.repeat(times << 10).as_bytes()).1.max(Duration::from_millis(20));
        let took = |times| (0..3).map(|_| once(times)).min().unwrap();
        let (once, fourfold) = (took(128), took(512));
        assert!(fourfold < once * 8, "{what}: {once:?}, and {fourfold:?} for four times as much");
    }
}

#[test]
fn s7_a_seal_says_who_and_not_whether_it_is_true() {
    let folder = tempfile::tempdir().unwrap();
    let below = |path: &str| folder.path().join(path);
    fs::create_dir_all(below("root/etc")).unwrap();
    fs::create_dir(below("out")).unwrap();
    // Only root there knows that this is not such a system.
    fs::write(below("root/etc/os-release"), "ID=debian\nPRETTY_NAME=\"A System That Never Was\"\n").unwrap();
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_casepack"));
        command.args(arguments).env_clear().env("STATE_DIRECTORY", below("state")).current_dir(folder.path());
        let output = command.env("RUNTIME_DIRECTORY", below("run")).stderr(Stdio::inherit()).output().unwrap();
        assert!(output.status.success(), "{arguments:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    run(&["collect", "--root", "root", "-o", "out/b.tar.gz", "--events", "none"]);
    // The false statement is under a valid seal: what is checked and what is stated are kept apart.
    assert!(run(&["inspect", "out/b.tar.gz", "--cat", "manifest.json"]).contains("A System That Never Was"));
    let told = run(&["verify", "out/b.tar.gz"]);
    let (checked, said) = told.split_once("it states: ").unwrap();
    assert!(checked.contains("holds\n  signer UNKNOWN: compare the fingerprint"), "{told}");
    assert!(said.contains("case none") && !checked.contains("case "), "{told}");
    let page = fs::read_to_string(project().join("FORMAT.md")).unwrap();
    for text in [run(&["verify", "--help"]), page] {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains("what an appliance says of itself is true"), "{text}");
    }
}

/// Returns the output of `casepack minimize` for a text, and its processor time.
fn minimized(text: &[u8]) -> (String, Duration) {
    let folder = tempfile::tempdir().unwrap();
    // Processor time includes all children, so only one test runs at a time.
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let before = children();
    let mut command = Command::new(env!("CARGO_BIN_EXE_casepack"));
    command.arg("minimize").env_clear().env("STATE_DIRECTORY", folder.path().join("state"));
    command.env("RUNTIME_DIRECTORY", folder.path().join("run"));
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let text = text.to_owned();
    let writer = std::thread::spawn(move || input.write_all(&text));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success());
    (String::from_utf8(output.stdout).unwrap(), children().saturating_sub(before))
}

/// Returns the processor time of the children that were waited for.
fn children() -> Duration {
    let time = getrusage(UsageWho::RUSAGE_CHILDREN).unwrap().user_time();
    Duration::new(time.tv_sec().unsigned_abs(), u32::try_from(time.tv_usec()).unwrap() * 1000)
}

/// Returns the ids of the table's rows, with the tests that each names.
fn rows() -> Vec<(String, Vec<String>)> {
    let page = fs::read_to_string(project().join("docs/threats.md")).unwrap();
    let rows = page.lines().filter_map(|line| {
        let cells: Vec<&str> = line.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ").collect();
        let [id, _, _, tests] = cells.as_slice() else { return None };
        let named = tests.split('`').skip(1).step_by(2).filter(|name| name.contains('_')).map(str::to_owned);
        (*id != "id" && *id != "---").then(|| ((*id).to_owned(), named.collect()))
    });
    rows.collect()
}

/// Returns the names of all tests of the project.
fn tests() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for folder in ["src", "tests"] {
        for entry in walkdir::WalkDir::new(project().join(folder)).into_iter().flatten() {
            if entry.path().extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(entry.path()).unwrap();
                let lines: Vec<&str> = text.lines().map(str::trim).collect();
                let marked = lines.windows(2).filter(|pair| pair[0] == "#[test]");
                names
                    .extend(marked.filter_map(|pair| Some(pair[1].strip_prefix("fn ")?.split('(').next()?.to_owned())));
            }
        }
    }
    names
}

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

static ALONE: Mutex<()> = Mutex::new(());
