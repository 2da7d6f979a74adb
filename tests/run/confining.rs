//! Commands: which of them run at all, and what they cannot change.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::appliance::{Appliance, has, is_root};
use crate::running::{collect, command, output};

#[test]
fn c5_a_program_that_others_could_have_put_there_is_not_run() {
    if !is_root("c5_a_program_that_others_could_have_put_there") {
        return;
    }
    let appliance = Appliance::new();
    let folder = appliance.path("open");
    fs::create_dir(&folder).unwrap();
    let program = folder.join("tool");
    fs::write(&program, "#!/bin/sh\necho ran\n").unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o777)).unwrap();
    let source =
        format!("[[command]]\nid = \"tool\"\ncategory = \"configuration\"\nrun = [\"{}\"]\n", program.display());
    let bundle = collect(&appliance, &source).expect(3).bundle();
    let (status, reason) = bundle.outcome("tool", "tool.txt");
    assert_eq!(status, "denied");
    assert!(reason.contains("is writable by others") && reason.contains("chmod go-w"), "{reason}");
}

#[test]
fn c5_a_profile_that_others_could_have_written_is_refused() {
    let appliance = Appliance::new();
    let profile = appliance.profile(&command("any", "true", "1 s"));
    fs::set_permissions(&profile, fs::Permissions::from_mode(0o666)).unwrap();
    appliance.collect(&["-p", &profile]).expect(5).says(&profile).says("chmod go-w");
    fs::set_permissions(&profile, fs::Permissions::from_mode(0o644)).unwrap();
    fs::set_permissions(appliance.path("profiles"), fs::Permissions::from_mode(0o777)).unwrap();
    appliance.collect(&["-p", &profile]).expect(5).says("profiles is writable by others");
}

#[test]
fn c5_rights_that_the_caller_has_not_are_refused() {
    let test = "c5_rights_that_the_caller_has_not";
    if !is_root(test) || !has("setpriv", test) {
        return;
    }
    let appliance = Appliance::new();
    for lent in [&["--ruid=65534"][..], &["--rgid=65534", "--keep-groups"]] {
        // This has the effect of a setuid or setgid bit: the caller's real id, and the rights of another user.
        let mut setpriv = appliance.through("setpriv");
        setpriv.args(lent).arg(crate::appliance::PROGRAM);
        appliance.end(setpriv.args(["collect", "-o", "out"])).expect(5).says("hint: remove the setuid and setgid bits");
    }
    assert_eq!((appliance.names("out"), appliance.names("state")), (Vec::new(), Vec::new()));
}

#[test]
fn c6_a_command_writes_nowhere_but_where_its_profile_lets_it() {
    if !is_root("c6_a_command_writes_nowhere") || !has_landlock("c6_a_command_writes_nowhere") {
        return;
    }
    let appliance = Appliance::new();
    let [allowed, other] = ["allowed", "other"].map(|name| appliance.path(name));
    for folder in [&allowed, &other] {
        fs::create_dir(folder).unwrap();
        fs::write(folder.join("kept"), "kept").unwrap();
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let attempts = format!(
        "for f in /etc /tmp {0} {1} {2}; do (echo x > $f/casepack-wrote) 2>&1 | grep -o 'Permission denied'; done; \
         rm -f {0}/kept; mv {0}/kept {0}/gone; chmod 700 {0}; ln -s a {0}/link; (echo x >> {0}/kept); kill -0 {3} || echo alone",
        other.display(),
        appliance.path("state").display(),
        appliance.path("out").display(),
        std::process::id(),
    );
    let script = format!("{{ {attempts}; }} 2>/dev/null; (echo x > {}/wrote) && echo wrote", allowed.display());
    let source = command("writer", &script, "60 s").replacen(
        "timeout",
        &format!("writes = \"{}\"\ntimeout", allowed.display()),
        1,
    );
    let bundle = collect(&appliance, &source).expect(0).bundle();
    let printed = output(&bundle, "writer");
    assert_eq!(printed.matches("Permission denied").count(), 5, "{printed}");
    assert!(printed.ends_with("wrote\n"), "{printed}");
    assert_eq!(
        (appliance.names("other"), appliance.names("allowed")),
        (vec!["kept".to_owned()], vec!["kept".to_owned(), "wrote".to_owned()])
    );
    assert_eq!(fs::read(other.join("kept")).unwrap(), b"kept");
    assert_eq!(fs::metadata(&other).unwrap().permissions().mode() & 0o777, 0o755);
    let manifest = bundle.manifest();
    assert_eq!(manifest["confined"], serde_json::json!({"landlock": true, "seccomp": true}));
    let record = manifest["sources"].as_array().unwrap().iter().find(|record| record["id"] == "writer").unwrap();
    assert!(record["writes"].as_str().unwrap().ends_with("/allowed"), "{record}");
}

#[test]
fn c6_a_command_changes_nothing_that_is_open_for_reading_alone() {
    let test = "c6_a_command_changes_nothing_that_is_open";
    if !is_root(test) || !has("python3", test) {
        return;
    }
    let appliance = Appliance::new();
    let file = appliance.path("file");
    fs::write(&file, "x").unwrap();
    // The script sets the flags of a file and freezes a file system, by ioctl(2), and sets the console's level by
    // syslog(2), which is 7 by default.
    let script = format!(
        "import ctypes, fcntl, os, struct\nfile = os.open('{}', os.O_RDONLY)\nlibc = ctypes.CDLL(None, use_errno=True)\n\
         for request, argument in (0x40086602, struct.pack('l', 0x40)), (0xc0045878, 0):\n\
         \x20   try: fcntl.ioctl(file, request, argument); print('done')\n\
         \x20   except OSError as error: print(error.errno)\n\
         print(libc.klogctl(8, None, 7), ctypes.get_errno(), libc.klogctl(10, None, 0) > 0)\n\
         print(fcntl.ioctl(file, 0x80086601, bytes(8)) is not None)\n",
        file.display()
    );
    fs::write(appliance.path("script.py"), script).unwrap();
    let run = format!("exec python3 {}", appliance.path("script.py").display());
    let bundle = collect(&appliance, &command("attributes", &run, "30 s")).expect(0).bundle();
    // Each gives EPERM; reading still works.
    assert_eq!(output(&bundle, "attributes"), "1\n1\n-1 1 True\nTrue\n");
}

fn has_landlock(test: &str) -> bool {
    use landlock::{ABI, AccessFs, CompatLevel, Compatible, Ruleset, RulesetAttr};
    let strict = Ruleset::default().set_compatibility(CompatLevel::HardRequirement);
    let has = strict.handle_access(AccessFs::from_write(ABI::V1)).and_then(Ruleset::create).is_ok();
    if !has {
        eprintln!("{test}: skipped, the kernel has no landlock");
    }
    has
}
