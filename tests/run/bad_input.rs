//! Bad input gets a clear error or a recorded loss, and leaves nothing behind.

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use crate::appliance::{Appliance, NOBODY, PROGRAM, has, is_root};
use crate::background::Background;

#[test]
fn w3_an_output_folder_that_does_not_exist_is_refused_before_anything_is_read() {
    let appliance = Appliance::new();
    let root = appliance.root();
    for output in ["none/", "none/b.tar.gz"] {
        let mut command = appliance.command();
        command.arg("collect").arg("--root").arg(&root).args(["-o", output, "--events", "json"]);
        let run = appliance.end(&mut command).expect(1).says("does not exist").says("hint: create it first");
        assert!(!run.err.contains("\"event\":\"plan\""), "{}", run.err);
        assert!(!appliance.path("none").exists());
    }
}

#[test]
fn w4_two_bundles_of_one_second_have_two_names() {
    let appliance = Appliance::new();
    let minute = "2000-01-01T00:00:00Z";
    // A profile without sources takes little time: some of these runs begin within one second.
    let profile = appliance.profile("");
    (0..4).for_each(|_| drop(appliance.collect(&["-p", &profile, "--since", minute, "--case", "4711"]).expect(0)));
    assert_eq!(appliance.names("out").len(), 4);
}

#[test]
fn a_bundle_s_path_is_told_once_on_a_terminal_and_to_a_script_on_standard_output() {
    let appliance = Appliance::new();
    let run = appliance.collect(&[]).expect(0);
    assert_eq!(String::from_utf8_lossy(&run.out).trim_end(), run.bundle().path.display().to_string());
    if !has("script", "a_bundle_s_path_is_told_once") {
        return;
    }
    let line = format!("{PROGRAM} collect --root {} -o out", appliance.root().display());
    let mut terminal = appliance.through("script");
    terminal.args(["-qec", &line, "/dev/null"]);
    let shown = String::from_utf8_lossy(&appliance.end(&mut terminal).expect(0).out).into_owned();
    assert_eq!(shown.matches(".tar.").count(), 1, "{shown}");
}

#[test]
fn what_is_wrong_with_the_selection_is_told_before_anything_is_made() {
    let appliance = Appliance::new();
    let nothing = ["--only", "system-logs", "--skip", "system-logs"];
    for (wrong, said) in [
        (&["--only", "nginx-lgos"][..], "no source `nginx-lgos`"),
        (&["--since", "yesterdayish"], "yesterdayish"),
        (&nothing, "nothing is selected"),
    ] {
        appliance.collect(wrong).expect(2).says(said);
        assert_eq!(appliance.names("out"), Vec::<String>::new());
        // This fails before the place for the bundle is checked, and long before the tree is.
        let mut command = appliance.command();
        command.arg("collect").arg("--root").arg(appliance.root()).args(["-o", "nowhere/b.tar.gz"]).args(wrong);
        appliance.end(&mut command).expect(2).says(said);
    }
    // A note alone is enough to collect.
    appliance.collect(&[&nothing[..], &["--note", "as asked"]].concat()).expect(0);
}

#[test]
fn w3_a_file_that_exists_is_never_overwritten() {
    let appliance = Appliance::new();
    fs::write(appliance.path("out/b.tar.gz"), "mine").unwrap();
    let root = appliance.root();
    let mut command = appliance.command();
    command.arg("collect").arg("--root").arg(root).args(["-o", "out/b.tar.gz"]);
    appliance.end(&mut command).expect(1).says("out/b.tar.gz already exists").says("hint: ");
    assert_eq!(fs::read(appliance.path("out/b.tar.gz")).unwrap(), b"mine");
    assert_eq!(appliance.names("out"), ["b.tar.gz"]);
}

#[test]
fn w3_an_output_folder_that_others_may_write_to_is_refused() {
    let appliance = Appliance::new();
    fs::set_permissions(appliance.path("out"), fs::Permissions::from_mode(0o777)).unwrap();
    appliance.collect(&[]).expect(5).says("is writable by others").says("hint: ");
    assert_eq!(appliance.names("out"), Vec::<String>::new());
    // In a sticky folder nobody can remove or replace our files.
    fs::set_permissions(appliance.path("out"), fs::Permissions::from_mode(0o1777)).unwrap();
    appliance.collect(&[]).expect(0).bundle();
}

#[test]
fn w3_a_state_folder_below_one_that_others_may_write_to_is_refused() {
    let appliance = Appliance::new();
    let above = appliance.path("above");
    fs::create_dir(&above).unwrap();
    fs::set_permissions(&above, fs::Permissions::from_mode(0o777)).unwrap();
    for variable in ["STATE_DIRECTORY", "RUNTIME_DIRECTORY"] {
        let mut command = appliance.command();
        command.arg("collect").arg("--root").arg(appliance.root()).args(["-o", "out"]);
        let run = appliance.end(command.env(variable, above.join("ours")));
        run.expect(5).says("above is writable by others").says(&format!("hint: chmod go-w {}", above.display()));
    }
    let key = above.join("key");
    assert!(std::process::Command::new("cp").arg("/dev/null").arg(&key).status().unwrap().success());
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
    fs::create_dir(appliance.path("configuration")).unwrap();
    let text = format!("[seal]\nkey = \"{}\"\n", key.display());
    fs::write(appliance.path("configuration/config.toml"), text).unwrap();
    appliance.collect(&[]).expect(5).says("above is writable by others");
}

#[test]
fn w3_a_bundle_has_its_mode_whatever_the_callers_umask_is() {
    let appliance = Appliance::new();
    for umask in ["000", "777"] {
        let line = format!("umask {umask}; exec {PROGRAM} collect --root {} -o out", appliance.root().display());
        let bundle = appliance.end(appliance.through("sh").args(["-c", &line])).expect(0).bundle();
        assert_eq!(fs::metadata(&bundle.path).unwrap().permissions().mode() & 0o7777, 0o600, "{umask}");
        assert_eq!(fs::metadata(appliance.path("state")).unwrap().permissions().mode() & 0o7777, 0o700, "{umask}");
        fs::remove_file(bundle.path).unwrap();
        fs::remove_dir_all(appliance.path("state")).unwrap();
    }
}

#[test]
fn w3_an_output_folder_below_another_users_folder_is_refused() {
    if !is_root("w3_an_output_folder_below_another_users") {
        return;
    }
    let appliance = Appliance::new();
    let theirs = appliance.path("theirs");
    fs::create_dir_all(theirs.join("ours")).unwrap();
    std::os::unix::fs::chown(&theirs, Some(NOBODY), Some(NOBODY)).unwrap();
    std::os::unix::fs::symlink(theirs.join("ours"), appliance.path("link")).unwrap();
    let root = appliance.root();
    for output in ["theirs", "theirs/ours", "link"] {
        let mut command = appliance.command();
        command.arg("collect").arg("--root").arg(&root).args(["-o", output]);
        appliance.end(&mut command).expect(5).says("belongs to user 65534");
    }
}

#[test]
fn a_bundle_is_not_written_to_a_terminal() {
    if !has("script", "a_bundle_is_not_written_to_a_terminal") {
        return;
    }
    let appliance = Appliance::new();
    let line = format!("{PROGRAM} collect --root {} -o -", appliance.root().display());
    let run = appliance.end(appliance.through("script").args(["-qec", &line, "/dev/null"]));
    let said = String::from_utf8_lossy(&run.out).into_owned();
    assert_eq!(run.code, 2, "{said}");
    assert!(said.contains("error: ") && said.contains("hint: ") && said.contains("terminal"), "{said}");
}

#[test]
fn s6_a_key_that_others_may_read_is_refused_with_the_command_that_mends_it() {
    let appliance = Appliance::new();
    appliance.run(&["key", "init"]).expect(0);
    let key = appliance.path("state/keys/signing.pk8");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o640)).unwrap();
    let hint = format!("hint: chmod 600 {}", key.display());
    appliance.collect(&[]).expect(5).says(&hint);
    assert_eq!(appliance.names("out"), Vec::<String>::new());
}

#[test]
fn s6_nobody_is_told_to_take_what_is_anothers() {
    let test = "s6_nobody_is_told_to_take";
    if !is_root(test) || !has("setpriv", test) {
        return;
    }
    let appliance = Appliance::new();
    // Anyone may pass through the test's own folder.
    fs::set_permissions(appliance.path(""), fs::Permissions::from_mode(0o755)).unwrap();
    let program = appliance.path("casepack");
    fs::copy(PROGRAM, &program).unwrap();
    appliance.run(&["key", "init"]).expect(0);
    let user = NOBODY.to_string();
    let mut command = appliance.through("setpriv");
    command.args(["--reuid", &user, "--regid", &user, "--clear-groups"]).arg(&program).args(["key", "show"]);
    let run = appliance.end(&mut command).expect(5).says("belongs to user 0").says("hint: run it as user 0");
    assert!(!run.err.contains("chown"), "{}", run.err);
}

#[test]
fn a_key_of_our_own_that_is_damaged_is_to_be_put_back() {
    let appliance = Appliance::new();
    appliance.run(&["key", "init"]).expect(0);
    fs::write(appliance.path("state/keys/signing.pk8"), "").unwrap();
    appliance.run(&["key", "show"]).expect(1).says("hint: restore the file from a copy");
}

#[test]
fn s6_the_command_that_mends_a_path_can_be_run_as_it_is_told() {
    let appliance = Appliance::new();
    let names: [&[u8]; 4] = [b"it's a state", "x\u{202e}y\u{200b}".as_bytes(), b"a\nb'%d\\n", b"\x1b[2J\xff"];
    for name in names {
        let state = appliance.path("").join(OsStr::from_bytes(name));
        let init = || appliance.end(appliance.command().env("STATE_DIRECTORY", &state).args(["key", "init"]));
        init().expect(0);
        fs::set_permissions(state.join("keys/signing.pk8"), fs::Permissions::from_mode(0o644)).unwrap();
        let told = init().expect(5).err;
        let hint = told.lines().find_map(|line| line.strip_prefix("hint: ")).unwrap();
        // This is the simplest shell of many appliances.
        appliance.end(appliance.through("sh").args(["-c", hint])).expect(0);
        init().expect(0);
    }
}

#[test]
fn r8_names_of_any_bytes_are_collected_under_safe_names() {
    let appliance = Appliance::new();
    let folder = appliance.root().join("etc/default");
    fs::create_dir_all(&folder).unwrap();
    let long = [b'n'; 255];
    let bidi = "bidi\u{202e}txt".as_bytes();
    let names: [&[u8]; 8] = [b"new\nline", b"esc\x1b[31m", b"not\xffutf8", b"not\xfeutf8", bidi, b"..x", b"-rf", &long];
    for name in names {
        fs::write(folder.join(OsStr::from_bytes(name)), "A=1\n").unwrap();
    }
    let bundle = appliance.collect(&["--only", "services-config"]).expect(0).bundle();
    let manifest = bundle.manifest();
    let items = manifest["items"].as_array().unwrap();
    assert_eq!(items.len(), names.len());
    for item in items {
        let path = item["path"].as_str().unwrap();
        assert!(path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._+=@%/-".contains(&byte)), "{path}");
    }
    for name in ["not%FFutf8", "not%FEutf8"] {
        let is_it = |item: &&serde_json::Value| item["path"].as_str().is_some_and(|path| path.ends_with(name));
        let item = items.iter().find(is_it).unwrap_or_else(|| panic!("no {name} in {items:#?}"));
        assert_eq!(item["name"], format!("etc/default/{name}"));
    }
    let plan = appliance.end(appliance.command().arg("plan").arg("--root").arg(appliance.root())).expect(0);
    let shown = String::from_utf8(plan.out).unwrap();
    assert!(!shown.contains('\u{1b}') && !shown.contains('\u{202e}'), "{shown}");
}

#[test]
fn r8_names_that_differ_in_control_characters_alone_do_not_meet() {
    let appliance = Appliance::new();
    for (name, text) in [("a\u{1}_b", "one"), ("a\u{2}_b", "two"), ("a__b", "three"), ("wkowalska\u{1}\u{7f}", "four")]
    {
        appliance.file(&format!("etc/default/{name}"), text);
    }
    let bundle = appliance.collect(&["--only", "services-config"]).expect(0).bundle();
    let unpacked = bundle.unpack();
    for (name, text) in [("a%01_b", "one"), ("a%02_b", "two"), ("a__b", "three")] {
        assert_eq!(unpacked.read(&format!("data/configuration/services-config/etc/default/{name}")), text.as_bytes());
        let items = bundle.manifest()["items"].to_string();
        assert!(items.contains(&format!("\"name\":\"etc/default/{name}\"")), "{items}");
        assert!(!items.contains("wkowalska") && items.contains("%01%7F\""), "{items}");
    }
    let plan = appliance.end(appliance.command().arg("plan").arg("--root").arg(appliance.root())).expect(0);
    let shown = String::from_utf8(plan.out).unwrap();
    assert!(shown.contains("/etc/default/a\\u{1}_b") && shown.contains("/etc/default/a\\u{2}_b"), "{shown}");
}

#[test]
fn a_source_that_gives_nothing_because_it_is_no_text_is_a_loss() {
    let appliance = Appliance::new();
    let binary = b"\x00\x01\x02\x03".repeat(100);
    appliance.file("etc/group", "adm:x:4:\n").file("etc/default/picture", &binary);
    fs::write(appliance.path("photo.jpg"), &binary).unwrap();
    let source = |paths: &str| format!("[[file]]\nid = \"files\"\ncategory = \"configuration\"\npaths = [{paths}]\n");
    for (paths, arguments, code) in [
        ("\"/etc/group\"", &["--note", "see the photo", "--attach", "photo.jpg"][..], 3),
        ("\"/etc/default/*\"", &[], 3),
        ("\"/etc/default/*\", \"/etc/group\"", &[], 0),
    ] {
        let profile = appliance.profile(&source(paths));
        let bundle = appliance.collect(&[&["-p", &profile], arguments].concat()).expect(code).bundle();
        assert_eq!(bundle.manifest()["complete"], code == 0, "{paths}");
        fs::remove_file(bundle.path).unwrap();
    }
}

#[test]
fn r4_a_file_that_vanishes_before_its_turn_is_absent() {
    let appliance = with_a_long_first_source();
    appliance.file("etc/group", "adm:x:4:\n");
    let run = start(&appliance);
    run.wait_for("source-started", Some("first"));
    fs::remove_file(appliance.root().join("etc/group")).unwrap();
    assert_eq!(run.end().0, 0);
    assert_eq!(crate::bundle::Bundle::only_in(&appliance.path("out")).outcome("second", "etc/group").0, "absent");
}

#[test]
fn r4_a_file_that_grows_is_read_as_long_as_it_was() {
    let appliance = with_a_long_first_source();
    let path = appliance.root().join("etc/long");
    let length = fs::metadata(&path).unwrap().len();
    let run = start(&appliance);
    run.wait_for("source-started", Some("first"));
    let mut file = fs::OpenOptions::new().append(true).open(path).unwrap();
    file.write_all(&b"a line of later\n".repeat(100_000)).unwrap();
    assert_eq!(run.end().0, 0);
    let manifest = crate::bundle::Bundle::only_in(&appliance.path("out")).manifest();
    assert_eq!(manifest["items"][0]["bytes_in"], length);
}

#[test]
fn r4_a_file_that_shrinks_while_it_is_read_is_cut() {
    let appliance = with_a_long_first_source();
    let run = start(&appliance);
    run.wait_for("source-started", Some("first"));
    fs::OpenOptions::new().write(true).open(appliance.root().join("etc/long")).unwrap().set_len(100).unwrap();
    assert_eq!(run.end().0, 3);
    let bundle = crate::bundle::Bundle::only_in(&appliance.path("out"));
    let cut = ("cut".to_owned(), "it shrank while it was being read".to_owned());
    assert_eq!(bundle.outcome("first", "etc/long"), cut);
}

#[test]
fn without_permission_a_source_is_denied_and_the_rest_is_collected() {
    let test = "without_permission_a_source_is_denied";
    if !is_root(test) || !has("setpriv", test) {
        return;
    }
    let appliance = Appliance::new();
    let program = appliance.path("casepack");
    fs::copy(PROGRAM, &program).unwrap();
    let profile = appliance.profile(FILES);
    appliance.file("etc/group", "adm:x:4:\n").file("etc/long", "A=1\n").give_to(NOBODY);
    let secret = appliance.root().join("etc/group");
    std::os::unix::fs::chown(&secret, Some(0), Some(0)).unwrap();
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)).unwrap();
    let user = NOBODY.to_string();
    let mut command = Command::new("setpriv");
    command.args(["--reuid", &user, "--regid", &user, "--clear-groups"]).arg(&program);
    command.arg("collect").arg("--root").arg(appliance.root()).args(["-o", "out", "-p", &profile]);
    command
        .env_clear()
        .env("XDG_STATE_HOME", appliance.path("home"))
        .env("CONFIGURATION_DIRECTORY", appliance.path("none"))
        .current_dir(appliance.path(""));
    let bundle = appliance.end(&mut command).expect(3).bundle();
    assert_eq!(bundle.outcome("second", "etc/group").0, "denied");
    assert_eq!(bundle.outcome("first", "etc/long").0, "collected");
}

#[test]
fn w7_a_run_that_gets_few_threads_or_none_makes_the_same_bundle() {
    let test = "w7_a_run_that_gets_few_threads";
    if !is_root(test) || !has("setpriv", test) || !has("prlimit", test) {
        return;
    }
    let appliance = Appliance::new();
    let program = appliance.path("casepack");
    fs::copy(PROGRAM, &program).unwrap();
    // The log has several blocks, so that all kinds of threads have work.
    let line = format!("Jan  2 03:04:05 relay7 app[7]: {}\n", "-".repeat(8000));
    appliance.file("var/log/syslog", line.repeat(150));
    // The processes of other users do not count, nor those of other tests.
    appliance.give_to(FEW);
    let (user, root) = (FEW.to_string(), appliance.root());
    let mut digests = Vec::new();
    let run = |most: u32| {
        let mut command = appliance.through("prlimit");
        command.arg(format!("--nproc={most}")).args(["setpriv", "--reuid", &user, "--regid", &user, "--clear-groups"]);
        command.arg(&program).args(["collect", "-o", "out", "--only", "system-logs", "--root"]).arg(&root);
        command
    };
    // A run needs at least a thread that takes signals, one that reads, and one that starts both.
    for most in [3, 4, 5, 7, 8, 1000] {
        let bundle = appliance.end(&mut run(most)).expect(0).bundle();
        digests.push(bundle.manifest()["items"][0]["sha256"].to_string());
        fs::remove_file(&bundle.path).unwrap();
    }
    digests.dedup();
    assert_eq!(digests.len(), 1, "{digests:?}");
    for most in [1, 2] {
        appliance.end(&mut run(most)).expect(1).says("the limit on processes and threads is reached");
    }
}

#[test]
fn without_journalctl_the_journal_is_absent() {
    let test = "without_journalctl_the_journal_is_absent";
    if !is_root(test) || !has("unshare", test) || !has("/usr/bin/journalctl", test) {
        return;
    }
    let appliance = Appliance::new();
    let profile = appliance.profile("[[journal]]\nid = \"all\"\ncategory = \"service-logs\"\n");
    let script = format!("mount --bind /dev/null /usr/bin/journalctl && exec {PROGRAM} collect -o out -p {profile}");
    let mut command = appliance.through("unshare");
    command.args(["-m", "sh", "-c", &script]);
    let bundle = appliance.end(&mut command).expect(0).bundle();
    assert_eq!(bundle.outcome("all", "all.log"), ("absent".to_owned(), "journalctl is not installed".to_owned()));
}

#[test]
fn each_kind_of_failure_has_its_exit_code() {
    let appliance = Appliance::new();
    let root = appliance.root().display().to_string();
    fs::write(appliance.path("no-bundle"), "text").unwrap();
    let cases: [(&[&str], i32, &str); 11] = [
        (&["collect", "--root", "none"], 2, "--root "),
        (&["collect", "--root", "no-bundle"], 2, "not a directory"),
        (&["collect", "--root", &root, "--only", "system-log"], 2, "did you mean `system-logs`"),
        (&["collect", "--root", &root, "--since", "soon"], 2, "error: "),
        (&["collect", "--root", &root, "-p", "none"], 2, "hint: "),
        (&["collect", "--root", &root, "--case", "a/b"], 2, "a case id"),
        (&["collect", "--root", &root, "--purpose", "usage"], 5, "consent"),
        (&["collect", "--root", &root, "--attach", "none"], 2, "--attach none cannot be read"),
        (&["verify", "none"], 1, ""),
        (&["verify", "no-bundle"], 4, ""),
        (&["bundle"], 2, "unrecognized subcommand"),
    ];
    for (arguments, code, said) in cases {
        appliance.run(arguments).expect(code).says(said);
    }
    assert_eq!(appliance.names("state/bundles"), Vec::<String>::new());
}

#[test]
fn w4_a_second_run_is_told_to_try_again() {
    let appliance = with_a_long_first_source();
    let run = start(&appliance);
    run.wait_for("plan", None);
    appliance.collect(&[]).expect(75).says("another collection is running").says("hint: ");
    assert_eq!(run.end().0, 0);
}

/// Makes an appliance whose first source takes a second or more, and a profile of two sources.
fn with_a_long_first_source() -> Appliance {
    let appliance = Appliance::new();
    appliance.file("etc/long", b"Jan  2 03:04:05 relay7 app[1]: a line of some length\n".repeat(200_000));
    appliance.profile(FILES);
    appliance
}

fn start(appliance: &Appliance) -> Background {
    let mut command = appliance.command();
    command.arg("collect").arg("--root").arg(appliance.root()).args(["-o", "out", "-p", "profiles/test.toml"]);
    Background::start(&mut command)
}

/// A user who runs nothing else.
const FEW: u32 = 64_321;
const FILES: &str = r#"
[[file]]
id = "first"
category = "configuration"
paths = ["/etc/long"]

[[file]]
id = "second"
category = "access"
paths = ["/etc/group"]
"#;
