//! The system calls of the program, observed by strace(1).

use std::fs;

use crate::appliance::{Appliance, PROGRAM, has};

#[test]
fn every_call_of_a_run_is_one_that_it_may_make() {
    if !has("strace", "every_call_of_a_run") {
        return;
    }
    let appliance = Appliance::new();
    appliance.file("etc/default/tool", "A=1\n").file("var/log/messages", "x\n".repeat(200_000));
    let log = appliance.path("calls");
    let mut strace = appliance.through("strace");
    strace.args(["-f", "-qq", "-y", "-s", "300", "-o"]).arg(&log).args(["-e", CALLS, "--", PROGRAM]);
    strace.arg("collect").arg("--root").arg(appliance.root()).args(["-o", "out"]);
    appliance.end(&mut strace).expect(0);
    let log = fs::read_to_string(log).unwrap();
    let calls: Vec<&str> = log.lines().filter_map(|line| line.split_once(' ').map(|(_, call)| call.trim())).collect();
    assert!(calls.iter().filter(|call| call.starts_with("openat2(")).count() > 10, "{log}");
    let root = appliance.root().display().to_string();
    for call in calls {
        if let Some(why) = fault(call, &root) {
            panic!("{why}: {call}");
        }
    }
}

/// Returns why a run may not make a call.
fn fault(call: &str, root: &str) -> Option<&'static str> {
    let failed = call.contains(" = -1 ");
    let (name, arguments) = call.split_once('(')?;
    match name {
        "open" | "openat" => {
            let made = arguments.contains("O_CREAT");
            // The lock is opened whether it exists or not, in our own folder, and not through a link.
            let lock = arguments.contains("/state/lock\"") && arguments.contains("O_NOFOLLOW");
            if made && !arguments.contains("O_EXCL") && !lock {
                return Some("a file is made that may be there already");
            }
            // Files of the tree are opened below an open folder, or through an own descriptor; the folder itself is
            // also listed through a descriptor.
            let by_path = arguments.split('"').nth(1).unwrap_or_default();
            let inside = by_path.starts_with(root) && by_path.len() > root.len();
            (inside && !failed).then_some("a file of the tree is opened by its path")
        }
        "execve" => {
            let program = arguments.split('"').nth(1).unwrap_or_default();
            let known = ["/casepack", "/ionice", "/journalctl", "/exe"].iter().any(|end| program.ends_with(end));
            (!known && !failed).then_some("a program is run that is not in the plan")
        }
        "socket" => Some("a socket is made"),
        "connect" | "bind" | "listen" => Some("somebody is talked to"),
        "chmod" | "fchmodat" | "chown" | "fchownat" | "lchown" | "truncate" | "mknod" | "mknodat" | "symlink"
        | "symlinkat" => (!failed).then_some("something is changed by its path"),
        "unlink" | "unlinkat" | "rename" | "renameat" | "renameat2" | "rmdir" => {
            let ours = arguments.contains("/state") || arguments.contains("/run") || arguments.contains("/out");
            (!ours).then_some("something is changed that is not ours")
        }
        _ => None,
    }
}

const CALLS: &str = "trace=open,openat,openat2,execve,socket,connect,bind,listen,chmod,fchmodat,chown,fchownat,lchown,\
    truncate,mknod,mknodat,symlink,symlinkat,unlink,unlinkat,rename,renameat,renameat2,rmdir";
