//! A bundle conforms to stock tools: the same list in every reader, seals that `ssh-keygen` accepts.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use crate::appliance::{Appliance, NOBODY, PROGRAM, has, is_root};
use crate::bundle::{Bundle, Unpacked, piped};

#[test]
fn a_live_collection_as_root_leaves_one_bundle_that_verifies() {
    if !is_root("a_live_collection_as_root") {
        return;
    }
    let appliance = Appliance::bare();
    let run = appliance.run(&["collect", "-o", "out", "--since", "1h"]);
    let bundle = run.bundle();
    assert_eq!(fs::metadata(&bundle.path).unwrap().permissions().mode() & 0o777, 0o600);
    appliance.run(&["verify", &bundle.path.display().to_string()]).expect(0);
    assert_eq!(
        String::from_utf8(run.out).unwrap().trim(),
        bundle.path.strip_prefix(appliance.path("")).unwrap().display().to_string()
    );
}

#[test]
fn a_live_collection_as_nobody_leaves_one_bundle_that_verifies() {
    let test = "a_live_collection_as_nobody";
    if !is_root(test) || !has("setpriv", test) {
        return;
    }
    let appliance = Appliance::bare();
    // The program may have been built where other users cannot reach it.
    let program = appliance.path("casepack");
    fs::copy(PROGRAM, &program).unwrap();
    appliance.give_to(NOBODY);
    let user = NOBODY.to_string();
    let mut command = Command::new("setpriv");
    command.args(["--reuid", &user, "--regid", &user, "--clear-groups"]).arg(&program);
    command.args(["collect", "-o", "out", "--since", "1h"]).current_dir(appliance.path(""));
    command
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("XDG_STATE_HOME", appliance.path("home"))
        .env("CONFIGURATION_DIRECTORY", appliance.path("none"));
    let run = appliance.end(&mut command);
    let bundle = run.bundle();
    appliance.run(&["verify", &bundle.path.display().to_string()]).expect(0);
}

#[test]
fn every_reader_lists_a_bundle_alike() {
    let test = "every_reader_lists_a_bundle_alike";
    let appliance = Appliance::new();
    // A long item takes several members, and an empty one only a header.
    appliance.file("var/log/messages", "Jan  2 03:04:05 relay7 app[1]: a line of some length\n".repeat(60_000));
    appliance.file(&format!("etc/default/{}", "n".repeat(200)), "A=1\n").file("etc/default/empty", "");
    let bundle = appliance.collect(&[]).bundle();
    let path = bundle.path.display().to_string();
    let list = |program: &str, arguments: &[&str]| {
        let done = Command::new(program).args(arguments).output().unwrap();
        assert!(done.status.success() && done.stderr.is_empty(), "{program}: {done:?}");
        String::from_utf8(done.stdout).unwrap()
    };
    let names = list("tar", &["-tzf", &path]);
    assert!(names.lines().count() > 8 && names.contains("manifest.json"));
    if has("bsdtar", test) {
        assert_eq!(names, list("bsdtar", &["-tf", &path]));
    }
    if has("busybox", test) {
        assert_eq!(names, list("busybox", &["tar", "-tzf", &path]));
    }
    if has("python3", test) {
        assert_eq!(names, list("python3", &["-c", PYTHON, &path]));
    }
}

#[test]
fn the_commands_that_readme_gives_check_a_bundle() {
    if !has("ssh-keygen", "the_commands_that_readme_gives") {
        return;
    }
    let appliance = Appliance::new();
    let bundle = appliance.collect(&["--case", "4711"]).bundle();
    let script = script(&bundle);
    assert_eq!(script.matches("ssh-keygen -Y verify").count(), 2, "{script}");
    assert!(script.contains("sha256sum --check"), "{script}");
    let checked = shell(&appliance, &script);
    assert!(checked.status.success(), "{checked:?}");
    assert_eq!(String::from_utf8_lossy(&checked.stdout).matches("Good ").count(), 2);
}

#[test]
fn the_commands_that_readme_gives_refuse_a_changed_bundle() {
    if !has("ssh-keygen", "the_commands_that_readme_gives_refuse") {
        return;
    }
    let appliance = Appliance::new();
    let bundle = appliance.collect(&[]).bundle();
    let script = script(&bundle);
    let mut bytes = fs::read(&bundle.path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&bundle.path, bytes).unwrap();
    assert!(!shell(&appliance, &script).status.success());
}

#[test]
fn s1_one_flipped_byte_anywhere_does_not_hold_and_verify_says_where() {
    let appliance = Appliance::new();
    let profile =
        appliance.profile("[[file]]\nid = \"host\"\ncategory = \"configuration\"\npaths = [\"/etc/hosts\"]\n");
    let bundle = appliance.collect(&["-p", &profile]).bundle();
    let bytes = fs::read(&bundle.path).unwrap();
    // Every process costs milliseconds, so one process gets many bundles, with the boundaries of the parts among them.
    let borders = [0, 1, 2, 3, 9, 10, bytes.len() - 513, bytes.len() - 512, bytes.len() - 511, bytes.len() - 1];
    let places = (0..bytes.len()).step_by(29).chain(bytes.len() - 512..bytes.len() - 480).chain(borders);
    let folder = appliance.path("flipped");
    fs::create_dir(&folder).unwrap();
    let mut paths = Vec::new();
    for place in places {
        let mut changed = bytes.clone();
        changed[place] ^= 0x20;
        let path = folder.join(format!("{place}.tar.gz"));
        fs::write(&path, changed).unwrap();
        paths.push(path);
    }
    for some in paths.chunks(100) {
        let run = appliance.end(appliance.command().arg("verify").arg("--json").args(some)).expect(4);
        for line in String::from_utf8(run.out).unwrap().lines() {
            let verdict: serde_json::Value = serde_json::from_str(line).unwrap();
            assert_eq!(verdict["holds"], false, "{verdict}");
            assert!(verdict["fault"].as_str().unwrap().len() > 10, "{verdict}");
        }
    }
}

#[test]
fn s1_a_bundle_that_was_cut_short_or_extended_does_not_hold() {
    let appliance = Appliance::new();
    let bundle = appliance.collect(&[]).bundle();
    let bytes = fs::read(&bundle.path).unwrap();
    let path = appliance.path("changed.tar.gz");
    let cuts = [0, 1, 511, 512, 513, bytes.len() / 2, bytes.len() - 512, bytes.len() - 1];
    let changed = cuts.map(|cut| bytes[..cut].to_vec()).into_iter().chain([[bytes.as_slice(), b"\0"].concat()]);
    for bytes in changed {
        fs::write(&path, &bytes).unwrap();
        let run = appliance.run(&["verify", "changed.tar.gz"]).expect(4);
        assert!(String::from_utf8(run.out).unwrap().contains("DOES NOT HOLD"), "{}", bytes.len());
    }
}

#[test]
fn a_bundle_on_standard_output_is_the_bundle() {
    let appliance = Appliance::new();
    let root = appliance.root();
    let run = appliance.end(appliance.command().arg("collect").arg("--root").arg(root).args(["-o", "-"])).expect(0);
    assert!(Unpacked::from(&run.out).manifest()["complete"].as_bool().unwrap());
    let listed = piped(Command::new("tar").arg("tz"), &run.out);
    assert!(listed.status.success() && String::from_utf8(listed.stdout).unwrap().contains("/SHA256SUMS.sig"));
    fs::write(appliance.path("b.tar.gz"), &run.out).unwrap();
    appliance.run(&["verify", "b.tar.gz"]).expect(0);
}

/// Returns the commands of README.txt.
fn script(bundle: &Bundle) -> String {
    let readme = String::from_utf8(bundle.unpack().read("README.txt")).unwrap();
    let commands =
        readme.lines().skip_while(|line| !line.starts_with("  printf")).take_while(|line| !line.starts_with("or,"));
    commands.map(str::trim).collect::<Vec<_>>().join("\n")
}

fn shell(appliance: &Appliance, script: &str) -> std::process::Output {
    let script = format!("set -euo pipefail\n{script}");
    Command::new("bash").args(["-c", &script]).current_dir(appliance.path("out")).output().unwrap()
}

const PYTHON: &str = "import sys, tarfile\nfor name in tarfile.open(sys.argv[1], errorlevel=2).getnames(): print(name)";
