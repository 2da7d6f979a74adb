//! What becomes of a command whose reader stops before its end.

use crate::appliance::{Appliance, Run};

#[test]
fn a_bundle_that_does_not_hold_is_told_by_the_exit_code_to_who_reads_nothing() {
    let appliance = Appliance::new();
    let bundle = appliance.collect(&[]).bundle().path.display().to_string();
    unheard(&appliance, &["verify", &bundle]).expect(0);
    unheard(&appliance, &["verify", &bundle, "root/etc/hosts"]).expect(4);
}

/// Runs the program for somebody who reads nothing of what it prints.
pub(crate) fn unheard(appliance: &Appliance, arguments: &[&str]) -> Run {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    appliance.end(appliance.command().args(arguments).stdout(writer))
}
