//! A run within chroot(2): the root is then no mount of its own, and no line of mountinfo tells what it lies on.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use crate::appliance::{Appliance, PROGRAM, has, is_root};

#[test]
fn a_root_that_is_no_mount_point_is_collected_and_what_hangs_below_it_is_not() {
    let test = "a_root_that_is_no_mount_point";
    if !is_root(test) || !["unshare", "chroot", "mount"].into_iter().all(|program| has(program, test)) {
        return;
    }
    let appliance = Appliance::new();
    let root = appliance.root();
    for folder in ["proc", "dev", "usr", "program", "foreign", "out"] {
        fs::create_dir_all(root.join(folder)).unwrap();
    }
    for folder in ["bin", "lib", "lib64"] {
        symlink(format!("usr/{folder}"), root.join(folder)).unwrap();
    }
    appliance.file("foreign/file", "x\n").file(
        "profile.toml",
        "schema = 1\nname = \"test\"\n[[file]]\nid = \"names\"\ncategory = \"configuration\"\n\
         paths = [\"/etc/os-release\", \"/var/log/*\", \"/foreign/*\"]\n",
    );
    let program = std::path::Path::new(PROGRAM);
    // All of it is mounted in a view of its own, which ends with the shell.
    let script = format!(
        "mount --make-rprivate / && cd {root} && mount -t proc proc proc && mount --bind /dev dev && \
         mount --bind /usr usr && \
         mount --bind {folder} program && mount -t mqueue none foreign && exec chroot {root} /program/{name} collect \
         -o /out -p /profile.toml",
        root = root.display(),
        folder = program.parent().unwrap().display(),
        name = program.file_name().unwrap().display(),
    );
    let mut command = Command::new("unshare");
    command.args(["-m", "sh", "-c", &script]).env_clear().env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    let run = appliance.end(&mut command);
    assert_eq!(run.code, 3, "{}", run.err);
    let bundle = crate::bundle::Bundle::only_in(&root.join("out"));
    let manifest = bundle.manifest();
    let items: Vec<_> = manifest["items"].as_array().unwrap().iter().map(|item| item["name"].to_string()).collect();
    assert_eq!(items, ["\"etc/os-release\"", "\"var/log/syslog\""]);
    assert_eq!(crate::bundle::outcome(&manifest, "names", "foreign").0, "denied");
}
