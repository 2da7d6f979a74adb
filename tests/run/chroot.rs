//! A run within chroot(2): the root is then not a mount, and no line of mountinfo lists its file system.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use crate::appliance::{Appliance, PROGRAM, Run, has, is_root};
use crate::bundle::{Bundle, outcome};

#[test]
fn a_root_that_is_no_mount_point_is_collected_and_what_hangs_below_it_is_not() {
    let Some(appliance) = jail("a_root_that_is_no_mount_point") else { return };
    appliance.file("foreign/file", "x\n");
    let run = within(&appliance, "mount -t proc proc proc && mount --bind /dev dev && mount -t mqueue none foreign");
    assert_eq!(run.code, 3, "{}", run.err);
    let bundle = Bundle::only_in(&appliance.root().join("out"));
    let manifest = bundle.manifest();
    let items: Vec<_> = manifest["items"].as_array().unwrap().iter().map(|item| item["name"].to_string()).collect();
    assert_eq!(items, ["\"etc/os-release\"", "\"var/log/syslog\""]);
    assert_eq!(outcome(&manifest, "names", "foreign").0, "denied");
}

#[test]
fn a_root_without_proc_is_told() {
    let Some(appliance) = jail("a_root_without_proc") else { return };
    within(&appliance, "true").expect(1).says("error: /proc is not mounted").says("hint: mount it");
}

#[test]
fn s6_a_new_key_remembers_the_machine_that_it_was_made_on() {
    let Some(appliance) = jail("s6_a_new_key_remembers_the_machine") else { return };
    let mounting = "mount -t proc proc proc && mount --bind /dev dev";
    let another = "made on another machine";
    // An image that has not been booted has no id yet.
    for id in ["uninitialized", "0123456789abcdef0123456789abcdef"] {
        appliance.file("etc/machine-id", format!("{id}\n"));
        let run = program(&appliance, mounting, "key init").expect(0);
        assert!(!run.err.contains(another), "{}", run.err);
    }
    appliance.file("etc/machine-id", "fedcba9876543210fedcba9876543210\n");
    program(&appliance, mounting, "key init").expect(0).says(another);
    let rotated = program(&appliance, mounting, "key rotate").expect(0);
    assert!(!rotated.err.contains(another), "{}", rotated.err);
    appliance.file("etc/machine-id", "0123456789abcdef0123456789abcdef\n");
    program(&appliance, mounting, "key show").expect(0).says(another);
}

#[test]
fn s6_a_new_key_is_told_where_its_machine_cannot_be_remembered() {
    let Some(appliance) = jail("s6_a_new_key_is_told") else { return };
    let mounting = "mount -t proc proc proc && mount --bind /dev dev";
    appliance.file("etc/machine-id", "0123456789abcdef0123456789abcdef\n");
    appliance.file("var/lib/casepack/keys/signing.machine/file", "");
    for action in ["init", "show", "rotate"] {
        let run = program(&appliance, mounting, &format!("key {action}")).expect(0);
        let run = run.says("warning: the key is usable").says("cause: /var/lib/casepack/keys/signing.machine is not a");
        let printed = String::from_utf8(run.out).unwrap();
        assert_eq!(
            printed.matches("appliance namespaces=").count(),
            usize::from(action != "init") + usize::from(action == "rotate")
        );
    }
}

/// Makes an appliance that can be a root, and contains a profile; `None` if it cannot be confined there.
fn jail(test: &str) -> Option<Appliance> {
    if !is_root(test) || !["unshare", "chroot", "mount"].into_iter().all(|program| has(program, test)) {
        return None;
    }
    let appliance = Appliance::new();
    for folder in ["proc", "dev", "usr", "program", "foreign", "out"] {
        fs::create_dir_all(appliance.root().join(folder)).unwrap();
    }
    for folder in ["bin", "lib", "lib64"] {
        symlink(format!("usr/{folder}"), appliance.root().join(folder)).unwrap();
    }
    appliance.file(
        "profile.toml",
        "schema = 1\nname = \"test\"\n[[file]]\nid = \"names\"\ncategory = \"configuration\"\n\
         paths = [\"/etc/os-release\", \"/var/log/*\", \"/foreign/*\"]\n",
    );
    Some(appliance)
}

/// Collects in it.
fn within(appliance: &Appliance, mounting: &str) -> Run {
    program(appliance, mounting, "collect -o /out -p /profile.toml")
}

/// Runs the program in it; everything is mounted in a separate mount namespace, which ends with the shell.
fn program(appliance: &Appliance, mounting: &str, arguments: &str) -> Run {
    let (root, program) = (appliance.root(), Path::new(PROGRAM));
    let script = format!(
        "mount --make-rprivate / && cd {root} && mount --bind /usr usr && mount --bind {folder} program && {mounting} && \
         exec chroot {root} /program/{name} {arguments}",
        root = root.display(),
        folder = program.parent().unwrap().display(),
        name = program.file_name().unwrap().display(),
    );
    let mut command = Command::new("unshare");
    command.args(["-m", "sh", "-c", &script]).env_clear().env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    appliance.end(&mut command)
}
