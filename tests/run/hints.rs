//! The hints for a person who requested something impossible, or used a misleading name.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::appliance::{Appliance, PROGRAM, has, is_root};

#[test]
fn a_consent_that_others_could_have_recorded_is_refused_with_what_mends_it() {
    let appliance = Appliance::new();
    let usage = ["--purpose", "usage"];
    appliance.collect(&usage).expect(5).says("no consent").says("hint: when the customer has agreed");
    appliance.file("etc/casepack/consent/usage", "");
    let consent = appliance.root().join("etc/casepack/consent/usage");
    fs::set_permissions(&consent, fs::Permissions::from_mode(0o666)).unwrap();
    let mend = format!("{} is writable by others; run: chmod go-w ", consent.canonicalize().unwrap().display());
    appliance.collect(&usage).expect(5).says("cannot be trusted").says(&mend);
    fs::set_permissions(&consent, fs::Permissions::from_mode(0o644)).unwrap();
    appliance.collect(&usage).bundle();
}

#[test]
fn of_several_folders_that_systemd_gives_the_first_is_taken() {
    let appliance = Appliance::new();
    let mut command = appliance.command();
    let (one, two) = (appliance.path("one:and"), appliance.path("two"));
    command.env("STATE_DIRECTORY", format!("{}:{}", one.display(), two.display())).args(["key", "show"]);
    appliance.end(&mut command).expect(0);
    assert!(one.is_dir() && !two.exists());
}

#[test]
fn a_bundle_whose_name_says_that_it_is_something_else_is_made_with_a_warning() {
    let appliance = Appliance::new();
    let shown = String::from_utf8(appliance.run(&["key", "show"]).expect(0).out).unwrap();
    let key = shown.lines().nth(1).unwrap();
    let collect = |name: &str, arguments: &[&str]| {
        let mut command = appliance.command();
        command.arg("collect").arg("--root").arg(appliance.root()).args(["-o", name]).args(arguments);
        appliance.end(&mut command).expect(0)
    };
    for (name, arguments, usual) in [
        ("out/a.tar.gz", &["--compress", "zstd"][..], Some(".tar.zst")),
        ("out/b.tgz", &["--compress", "none"], Some(".tar")),
        ("out/c.tar.gz", &["--encrypt-to", key], Some(".tar.gz.age")),
        ("out/d.tar.zst", &["--compress", "zstd"], None),
        ("out/e.tgz", &[], None),
        ("out/f", &["--compress", "zstd"], None),
    ] {
        let told = collect(name, arguments).err;
        let warning = told.lines().find(|line| line.starts_with("warning: "));
        let ends = usual.map(|usual| format!("the name {name} is misleading: such a bundle usually ends in `{usual}`"));
        assert_eq!(warning.map(str::to_owned), ends.map(|ends| format!("warning: {ends}")), "{told}");
    }
}

#[test]
fn a_place_for_a_bundle_that_cannot_be_is_told_at_once_with_what_to_do() {
    let appliance = Appliance::new();
    let line = format!(
        "mkdir gone && cd gone && rmdir ../gone && exec {PROGRAM} collect --root {} -o .",
        appliance.root().display()
    );
    let run = appliance.end(appliance.through("sh").args(["-c", &line])).expect(5);
    assert!(run.err.contains("hint: ") && !run.err.contains("or run: \n"), "{}", run.err);
    let long = format!("out/{}", "n".repeat(300));
    let mut command = appliance.command();
    command.arg("collect").arg("--root").arg(appliance.root()).args(["-o", &long]);
    appliance.end(&mut command).expect(1).says("File name too long").says("hint: choose a shorter name");
    let mut command = appliance.command();
    command.env("STATE_DIRECTORY", "/dev/null").arg("collect").arg("--root").arg(appliance.root());
    appliance.end(&mut command).expect(1).says("hint: it is not a directory");
}

#[test]
fn a_key_that_the_configuration_names_wrongly_is_told_with_the_configuration() {
    let appliance = Appliance::new();
    fs::create_dir(appliance.path("configuration")).unwrap();
    let name = |key: &str| {
        fs::write(appliance.path("configuration/config.toml"), format!("[seal]\nkey = \"{key}\"\n")).unwrap();
        appliance.collect(&[]).expect(5)
    };
    name("/nope").says("config.toml: `seal.key` is /nope, which cannot be accessed");
    let public = appliance.path("host_key.pub").display().to_string();
    fs::write(&public, "ssh-ed25519 AAAA\n").unwrap();
    name(&public).says("a public key; name the private key: ").says("/host_key\n");
}

#[test]
fn who_only_looks_makes_nothing_and_needs_nothing_that_can_be_written_to() {
    let appliance = Appliance::new();
    let status = || String::from_utf8(appliance.run(&["status"]).expect(0).out).unwrap();
    assert_eq!(status(), "no collection is running\n");
    appliance.run(&["cancel"]).expect(1).says("no collection is running");
    appliance.run(&["reveal", "host-j2fqbusxmn"]).expect(1).says("not known on this machine");
    assert!(!appliance.path("state").exists() && !appliance.path("run").exists());
    let bundle = appliance.collect(&[]).expect(0).bundle().path.display().to_string();
    appliance.run(&["audit", &bundle]).expect(0);
    let test = "who_only_looks_makes_nothing";
    if !is_root(test) || !has("unshare", test) {
        return;
    }
    let read_only = |arguments: &str| {
        let folder = appliance.path("").display().to_string();
        let script = format!(
            "mount --bind {folder} {folder} && mount -o remount,bind,ro {folder} && cd {folder} && exec {PROGRAM} {arguments}"
        );
        appliance.end(appliance.through("unshare").args(["-m", "sh", "-c", &script]))
    };
    assert!(read_only("status").expect(0).out.starts_with(b"no collection is running; the last one began "));
    read_only("cancel").expect(1).says("no collection is running");
    read_only(&format!("audit {bundle}")).expect(0);
}

#[test]
fn where_nothing_can_be_written_a_bundle_goes_to_standard_output() {
    let test = "where_nothing_can_be_written";
    if !is_root(test) || !has("unshare", test) {
        return;
    }
    let appliance = Appliance::new();
    appliance.file("var/log/app.log", "one line\n");
    let profile = appliance.profile("[[file]]\nid = \"log\"\ncategory = \"service-logs\"\npaths = [\"/var/log/*\"]\n");
    appliance.collect(&["-p", &profile]).expect(0).bundle();
    let (state, root) = (appliance.path("state"), appliance.root());
    let script = format!(
        "mount --bind {state} {state} && mount -o remount,bind,ro {state} && \
         exec {PROGRAM} collect --root {root} -p {profile} -o -",
        state = state.display(),
        root = root.display()
    );
    let run = appliance.end(appliance.through("unshare").args(["-m", "sh", "-c", &script]));
    let run = run.says("no ledger");
    assert!(run.code == 0 && run.out.starts_with(&[0x1f, 0x8b]), "{run:?}");
}

#[test]
fn a_private_key_on_the_command_line_is_not_repeated() {
    let appliance = Appliance::new();
    for key in ["-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNz", "AGE-SECRET-KEY-1QQQQQQQ"] {
        let run = appliance.run(&["collect", "--encrypt-to", key]).expect(2).says("hint: give the public key");
        assert!(!run.err.contains("b3Blb") && !run.err.contains("1QQQ"), "{run:?}");
    }
}

#[test]
fn on_a_narrow_terminal_nothing_is_wider_than_it() {
    if !has("script", "on_a_narrow_terminal") {
        return;
    }
    let appliance = Appliance::new();
    let long = "a-source-whose-name-is-as-long-as-may-be-which-is-sixty-four-ab";
    let source = format!("[[file]]\nid = \"{long}\"\ncategory = \"service-logs\"\npaths = [\"/var/log/*\"]\n");
    let profile = appliance.profile(&source);
    appliance.file("var/log/long", "Jan  2 03:04:05 relay7 app[1]: a line\n".repeat(200_000));
    let terminal = |columns: u32, arguments: &str| {
        let line = format!("stty cols {columns} rows 24; exec {PROGRAM} {arguments}");
        let run = appliance.end(appliance.through("script").args(["-qec", &line, "/dev/null"])).expect(0);
        String::from_utf8_lossy(&run.out).into_owned()
    };
    let collect = format!("collect --root {} -o out -p {profile}", appliance.root().display());
    for columns in [40, 80] {
        let shown = terminal(columns, &collect);
        let bars: Vec<_> = shown.split(['\r', '\n', '\u{1b}']).filter(|part| part.contains(" items  ")).collect();
        assert!(!bars.is_empty(), "{shown:?}");
        for bar in bars {
            let bar = bar.trim_start_matches("[2K");
            assert!(bar.chars().count() <= columns as usize, "{columns}: {bar:?}");
        }
    }
    let plain = |text: String| {
        let parts: Vec<_> = text
            .split('\u{1b}')
            .map(|part| {
                part.strip_prefix('[')
                    .and_then(|part| part.split_once('m'))
                    .map_or(part.to_owned(), |(_, part)| part.to_owned())
            })
            .collect();
        parts.concat()
    };
    let widest = |text: &str| text.lines().map(|line| line.trim_end().chars().count()).max().unwrap_or(0);
    assert!(widest(&plain(terminal(60, "collect --help"))) <= 60);
    assert!(widest(&String::from_utf8(appliance.run(&["collect", "--help"]).expect(0).out).unwrap()) <= 80);
}
