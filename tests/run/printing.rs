//! A command whose reader stops before its end.

use crate::appliance::{Appliance, Run};

#[test]
fn a_bundle_that_does_not_hold_is_told_by_the_exit_code_to_who_reads_nothing() {
    let appliance = Appliance::new();
    let bundle = appliance.collect(&[]).bundle().path.display().to_string();
    unheard(&appliance, &["verify", &bundle]).expect(0);
    unheard(&appliance, &["verify", &bundle, "root/etc/hosts"]).expect(4);
}

#[test]
fn who_has_seen_enough_is_told_of_no_failure() {
    let appliance = Appliance::new();
    appliance.file("var/log/messages", "Jan  2 03:04:05 relay7 kernel: eth0: link up\n".repeat(20_000));
    let bundle = appliance.collect(&["--since", "3650d"]).bundle();
    let path = bundle.path.display().to_string();
    let item = bundle.manifest()["items"].as_array().unwrap().iter().find_map(|item| {
        let path = item["path"].as_str()?;
        path.ends_with("var/log/messages").then(|| path.to_owned())
    });
    for arguments in [&["inspect", &path, "--cat", &item.unwrap()][..], &["minimize", "root/var/log/messages"]] {
        assert_eq!(unheard(&appliance, arguments).expect(0).err, "", "{arguments:?}");
    }
}

#[test]
fn what_cannot_be_printed_is_a_failure() {
    let appliance = Appliance::new();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let run = appliance.end(appliance.command().args(["minimize", "root/etc/hosts"]).stdout(full));
    run.expect(1).says("error: cannot minimize root/etc/hosts\ncause: cannot write to standard output: ");
}

/// Runs the program with a reader that reads nothing of its output.
pub(crate) fn unheard(appliance: &Appliance, arguments: &[&str]) -> Run {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    appliance.end(appliance.command().args(arguments).stdout(writer))
}
