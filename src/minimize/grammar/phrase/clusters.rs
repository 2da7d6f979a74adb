//! Phrases of machines that work as one, and of what sets them up: Pacemaker and Corosync, ZooKeeper, Spark, Kubernetes,
//! Ansible, and Nagios, which watches them.

use super::table::{
    Phrase, machine, machine_before, machine_between, machines, maybe_machine, maybe_machine_before, users,
};

/// Members of a cluster, and who may look at it.
pub(super) const CLUSTERS: &[Phrase] = &[
    // Pacemaker, Corosync
    machines("Online: [ "),
    machines("OFFLINE: [ "),
    machines("Started: [ "),
    machines("Promoted: [ "),
    maybe_machine("processor joined: "),
    maybe_machine("lost contact with "),
    maybe_machine("rebooting node "),
    maybe_machine("fencing node "),
    maybe_machine_before(" is alive"),
    // ZooKeeper, Spark, Kubernetes
    machine("quorum peer on "),
    users("view acls to: "),
    users("modify acls to: "),
    users("view permissions: Set("),
    users("modify permissions: Set("),
    users("admin acls to: "),
    maybe_machine("Lost executor on "),
    machine_between("Successfully assigned ", " to ", "\""),
    maybe_machine("annotation on \""),
    // Ansible
    machine_before(" ansible_host="),
    maybe_machine("fatal: ["),
    maybe_machine("ok: ["),
    maybe_machine("changed: ["),
    maybe_machine("skipping: ["),
    maybe_machine("failed: ["),
    maybe_machine_before(" | UNREACHABLE!"),
    maybe_machine_before(" | SUCCESS =>"),
    maybe_machine_before(" | SUCCESS | rc="),
    maybe_machine_before(" | CHANGED =>"),
    maybe_machine_before(" | CHANGED | rc="),
    maybe_machine_before(" | FAILED! =>"),
    maybe_machine_before(" | FAILED | rc="),
    // Nagios
    machine("HOST ALERT: "),
    machine("SERVICE ALERT: "),
    machine("CURRENT HOST STATE: "),
    machine("CURRENT SERVICE STATE: "),
    maybe_machine("configuration update from ["),
];

#[cfg(test)]
mod tests {
    use super::super::tests::texts;

    #[test]
    fn machines_that_answer_are_found() {
        assert_eq!(texts("quvnix-7 | UNREACHABLE! => {}"), ["quvnix-7"]);
        assert_eq!(texts("quvnix-7 | CHANGED | rc=0 >>"), ["quvnix-7"]);
        assert_eq!(texts("job-7 | FAILED"), Vec::<String>::new());
    }
}
