//! Phrases of machines that work as one, of what sets them up (Ansible, Salt, Chef), and of what watches them and keeps
//! copies of them (Nagios, Icinga, Bacula).

use super::table::{
    Phrase, machine, machine_before, machine_between, machines, maybe_machine, maybe_machine_before,
    maybe_machine_between, maybe_user, maybe_user_between, user, user_between, users,
};

/// Members of a cluster, and who may look at it.
pub(super) const CLUSTERS: &[Phrase] = &[
    // Whose message it is: Greenplum's tools, and ONTAP's events
    machine_before(":gpadmin-["),
    maybe_machine_between("Owner changed from ", "", " to "),
    maybe_machine_between("Owner changed from ", " to ", ""),
    maybe_machine_before(":notice]"),
    maybe_machine_before(":info]"),
    maybe_machine_before(":debug]"),
    maybe_machine_before(":error]"),
    maybe_machine_before(":alert]"),
    maybe_machine_before(":ALERT]"),
    maybe_machine_before(":emergency]"),
    maybe_machine_before(":EMERGENCY]"),
    // Pacemaker, Corosync
    machines("Online: [ "),
    machines("OFFLINE: [ "),
    machine_between(" (root) on ", "", ":"),
    maybe_machine_between("Last updated: ", " on ", ""),
    machine_between("Last change: ", " on ", ""),
    machines("RemoteOnline: [ "),
    machines("GuestOnline: [ "),
    machines("Standby: [ "),
    machines("Node List: [ "),
    machines("Started: [ "),
    machines("Stopped: [ "),
    machines("Masters: [ "),
    machines("Slaves: [ "),
    machines("Unpromoted: [ "),
    machines("Promoted: [ "),
    maybe_machine("processor joined: "),
    maybe_machine("lost contact with "),
    maybe_machine("rebooting node "),
    maybe_machine("fencing node "),
    maybe_machine("fencing "),
    maybe_machine("successful: delegate="),
    maybe_machine("failed: delegate="),
    maybe_machine_between(": delegate=", " origin=", ","),
    maybe_machine_between(" monitor on ", "", " returned"),
    maybe_machine_between(" start on ", "", " returned"),
    maybe_machine_between(" stop on ", "", " returned"),
    maybe_machine_between("(ocf:", " Started ", ""),
    maybe_machine_between("(stonith:", " Started ", ""),
    maybe_machine_between("(systemd:", " Started ", ""),
    maybe_machine_before(" is alive"),
    machine_between("fail-count-", "[", "]"),
    machine_between("last-failure-", "[", "]"),
    machine_between("nodelist.node.", ".name (str) = ", ""),
    maybe_machine("' targeting "),
    maybe_machine("] targeting "),
    maybe_machine(") targeting "),
    maybe_machine_between(" targeting ", " on ", " for"),
    maybe_machine_between(" targeting ", " by ", " for"),
    machine("system:node:"),
    maybe_machine_between("operation for ", " on ", ":"),
    maybe_machine_between("Operation reboot of ", " by ", ""),
    maybe_machine_between("operation reboot of ", " by ", ""),
    maybe_machine_between("pacemaker-schedulerd[", " ( ", " -> "),
    maybe_machine_between("pacemaker-schedulerd[", " -> ", " )"),
    maybe_machine_between("pacemaker-schedulerd[", " ( ", " )"),
    machine_between("pacemaker-controld.", "@", ":"),
    machine_between(" (node = ", "", ","),
    machine_between(" (node = ", ", target = ", ")"),
    machine_between("Initiating start operation ", " on ", ""),
    machine_between("Initiating stop operation ", " on ", ""),
    machine_between("Initiating monitor operation ", " on ", ""),
    machine_between("Initiating promote operation ", " on ", ""),
    machine_between("Initiating demote operation ", " on ", ""),
    // Galera, JGroups
    machine_between("Selected ", " (", ")(SYNCED)"),
    maybe_machine("Sender was "),
    maybe_machine_between(" messages from ", "", " in the last"),
    machine_between("cluster view for channel ", "[", "|"),
    machines("cluster view for channel "),
    maybe_machine_between("(jgroups-", ",", ")"),
    machine_between("pbcast.GMS] (", ") ", ":"),
    // What takes over from another, is like it or does not answer
    maybe_machine("ping to "),
    maybe_machine("rebooting "),
    maybe_machine("Rebooting "),
    maybe_machine("failover to "),
    maybe_machine("Failover to "),
    maybe_machine("failover from "),
    maybe_machine("Failover from "),
    maybe_machine("failing over to "),
    maybe_machine("replicating from "),
    maybe_machine("Replicating from "),
    maybe_machine("replication to "),
    maybe_machine("replication from "),
    maybe_machine("syncing with "),
    maybe_machine("syncing from "),
    maybe_machine("syncing to "),
    maybe_machine("migrated from "),
    maybe_machine("mounted from "),
    maybe_machine("domain controller "),
    maybe_machine("Domain controller "),
    maybe_machine("leader is "),
    maybe_machine("new leader "),
    maybe_machine("New leader "),
    maybe_machine("elected leader "),
    maybe_machine("elected leader: "),
    maybe_machine("disk full on "),
    maybe_machine("alert from "),
    maybe_machine("heartbeat from "),
    maybe_machine("heartbeat of "),
    maybe_machine("response from "),
    maybe_machine("slave "),
    maybe_machine("daemon at "),
    maybe_machine("of client \""),
    maybe_machine("node/"),
    maybe_machine("ssh to "),
    machine_between("nodes \"", "", "\" not found"),
    maybe_machine_between("Member ", "", " is now"),
    maybe_machine_between("Agent ", "", " is "),
    maybe_machine_between("agent ", "", " has "),
    maybe_machine_before(" lost connection"),
    maybe_machine("takeover of "),
    maybe_machine("Vserver "),
    maybe_machine_between("agent ", "", " is "),
    maybe_machine_between("failover from ", " to ", ""),
    // Ceph, etcd, GlusterFS
    maybe_machine("mon."),
    maybe_machine("mgr."),
    maybe_machine_between("mds.", ".", "."),
    maybe_machine_before("(active, since "),
    machines("standbys: "),
    machines("daemons, quorum "),
    machines("new leader, mons "),
    machines("mons down, quorum "),
    machine_between("Deploying daemon ", " on ", ""),
    machine_between("Reconfiguring daemon ", " on ", ""),
    machine_between("Removing daemon ", " from ", ""),
    maybe_user_between("entity='client.", "", "'"),
    machine_between("CTX_ID:", "-HOST:", "-PC_NAME:"),
    machine_between("{Name:", "", " ClientURLs"),
    machine_between("not held by ", "", ":/"),
    maybe_machine("Request failed to "),
    maybe_machine("Peer <"),
    // Keepalived, libvirt
    maybe_machine("router_id "),
    maybe_machine("Domain '"),
    maybe_machine("domain '"),
    // Serf
    machine("EventMemberJoin: "),
    machine("EventMemberLeave: "),
    machine("EventMemberFailed: "),
    machine("EventMemberUpdate: "),
    machine("EventMemberReap: "),
    machines("nodes are "),
    maybe_machine("push sync with: "),
    maybe_machine("push/pull sync with: "),
    maybe_machine("Failed ping: "),
    machine_between("memberlist: Marking ", "", " as "),
    machine_between("memberlist: Suspect ", "", " has "),
    machine_between("suspect message (from: ", "", ")"),
    machine("leader elected: payload="),
    machine_between("storage.raft: ", " server-id=", ""),
    machine_between("storage.raft: ", " leader-id=", ""),
    machine_between("starting replication: ", "peer=", ""),
    maybe_machine_between("allocation for instance ", " on ", ""),
    maybe_machine("member: "),
    // ZooKeeper, Spark, Kubernetes, Slurm
    machine("quorum peer on "),
    users("view acls to: "),
    users("modify acls to: "),
    users("view permissions: Set("),
    users("modify permissions: Set("),
    users("admin acls to: "),
    maybe_machine("Lost executor on "),
    machine_between("Lost executor ", " on ", ":"),
    maybe_machine("block manager "),
    machine_between("BlockManagerId(", ", ", ","),
    maybe_machine_between("Lost task ", ", ", ")"),
    maybe_machine_between("Lost task ", ") (", " executor "),
    maybe_machine_between("Starting task ", ", ", ","),
    maybe_machine_between("Finished task ", " ms on ", " ("),
    user("PriviledgedActionException as:"),
    user("PrivilegedActionException as:"),
    user("SPARK_USER -> "),
    maybe_machine("Received new token for : "),
    user_between("/node/containerlogs/", "/", "/"),
    machine_between("\"kind\":\"Node\"", "\"name\":\"", "\""),
    machine_between("Kind:\"Node\"", " Name:\"", "\""),
    machine_between("nodes?fieldSelector=metadata.name", "=", "&"),
    machine_between("nodes?fieldSelector=metadata.name", "%3D", "&"),
    maybe_machine("heartbeat to "),
    maybe_machine_between("Nodes ", "", " not responding"),
    maybe_machine_between(" Started JobId=", " on ", ""),
    maybe_machine_between("*** JOB ", " ON ", " CANCELLED "),
    maybe_machine_between("*** STEP ", " ON ", " CANCELLED "),
    user_between("JobId=", " UserId=", "("),
    // PBS: who runs a job, and who has it in its books
    machines("exec_host="),
    machine_before(";user="),
    machine_before(";queue="),
    machine_between(";Job;", ".", ";"),
    // Blue Gene, by where in a rack it is
    machine("bit sparing on "),
    machine("(mLctn("),
    maybe_machine_between("MidplaneSwitchController::", " failed: ", ""),
    machine_between("Successfully assigned ", " to ", "\""),
    machine_between("Successfully assigned ", " to ", ""),
    maybe_machine("annotation on \""),
    // Elasticsearch, OpenSearch: members between brackets, and each between braces
    machine_between("[o.e.", "] [", "]"),
    machine_between("[o.o.", "] [", "]"),
    maybe_machine_between("joined)[{", "", "}"),
    maybe_machine_between("joined in term ", "[{", "}"),
    maybe_machine_between("current [{", "", "}"),
    maybe_machine_between("discovered [{", "", "}"),
    maybe_machine_between("added {{", "", "}"),
    maybe_machine_between("removed {{", "", "}"),
    maybe_machine_between("node-join[{", "", "}"),
    maybe_machine_between("node-left[{", "", "}"),
    // Patroni
    maybe_machine("I am "),
    maybe_machine("I am ("),
    maybe_machine("following a leader ("),
    maybe_machine("Lock owner: "),
    // What Erlang runs
    machine("rabbit@"),
    machine("ejabberd@"),
    machine("couchdb@"),
    machine("emqx@"),
    machine("riak@"),
    // Ansible
    machine_before(" : ok="),
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
    // Salt, Chef
    maybe_machine_before(": Minion did not return"),
    maybe_machine("Minion "),
    maybe_machine("minion "),
    maybe_machine("to master at "),
    maybe_machine("node["),
    // Nagios, Icinga
    machine_between("HOST FLAPPING ALERT: ", "", ";"),
    machine_between("SERVICE FLAPPING ALERT: ", "", ";"),
    machine_between("HOST DOWNTIME ALERT: ", "", ";"),
    machine_between("SERVICE DOWNTIME ALERT: ", "", ";"),
    machine_between("INITIAL HOST STATE: ", "", ";"),
    machine_between("INITIAL SERVICE STATE: ", "", ";"),
    machine_between("PASSIVE HOST CHECK: ", "", ";"),
    machine_between("PASSIVE SERVICE CHECK: ", "", ";"),
    machine_between("HOST NOTIFICATION: ", ";", ";"),
    machine_between("SERVICE NOTIFICATION: ", ";", ";"),
    user("HOST NOTIFICATION: "),
    user("SERVICE NOTIFICATION: "),
    machine_between("HOST ALERT: ", "", ";"),
    machine_between("SERVICE ALERT: ", "", ";"),
    machine_between("CURRENT HOST STATE: ", "", ";"),
    machine_between("CURRENT SERVICE STATE: ", "", ";"),
    maybe_machine_between("checkable '", "", "!"),
    maybe_machine_between("Checkable '", "", "!"),
    maybe_machine("Checkable '"),
    machine_between("for object '", "", "!"),
    machine_between("notification '", "", "!"),
    machine_between("request for a new agent (", "", ")"),
    maybe_machine("configuration update from ["),
    maybe_machine("check configuration update from ["),
    maybe_machine_between("item \"", "", ":"),
    maybe_machine("/objects/hosts/"),
    machine_between("STREAM ", "", " [send to"),
    machine_between("STREAM ", "", " [receive from"),
    machine_between("cannot process proxy \"", "", "\""),
    // Directors of Bacula
    maybe_machine_before(" JobId "),
    // Whose copy is made, as others say it
    machine_between("  Client: ", "\"", "-fd\""),
    machine_between("Connected Client: ", "", "-fd"),
    machine_between("to Client: ", "", "-fd"),
    machine_between("to client \"", "", "-fd\""),
    maybe_machine_between("[Request to ", "", " failed"),
    maybe_machine_between("bpbrm ", " client ", " EXIT"),
    maybe_machine_between("backup job (jobid=", " for client ", ","),
    maybe_machine_between("Started ", " backup on ", " (pid="),
    maybe_machine_between("Starting ", " backup of \"", "\""),
    maybe_machine("FAIL dumper "),
    maybe_machine("FAIL planner "),
    maybe_machine("Processing object '"),
    machine_between("Session ", " for node ", " ("),
    user_between("unable to authenticate ", "", "@"),
    maybe_user("Unable to authenticate "),
    maybe_user("unable to authenticate "),
    machine_between("unable to authenticate ", "@", ":"),
    machine_between("Storage daemon ", "", "-sd"),
    machine_between(" by PID ", " on ", " by "),
    machine_between("has been locked by ", "", "@"),
    machine("ok for client: "),
    machine_between("Snapshot ", "", " revision "),
    maybe_machine_between("vault ", "", " image "),
];

#[cfg(test)]
mod tests {
    use crate::minimize::grammar::phrase::tests::texts;

    #[test]
    fn machines_of_clusters_and_of_what_watches_them_are_found() {
        assert_eq!(texts("HOST ALERT: quvnix;DOWN;HARD;3;CRITICAL"), ["quvnix"]);
        assert_eq!(texts("SERVICE NOTIFICATION: gwen;quvnix;HTTP;CRITICAL"), ["gwen", "quvnix"]);
        assert_eq!(texts("HOST NOTIFICATION: gwen;Switch Zorgal West;DOWN;x"), ["Switch Zorgal West", "gwen"]);
        assert_eq!(texts("SERVICE ALERT: Switch Zorgal;HTTP;OK;HARD;3;x"), ["Switch Zorgal"]);
        assert_eq!(
            texts("netdata: STREAM quvnix [send to x:1]: y, GET /v1/objects/hosts/zorgal-7"),
            ["quvnix", "zorgal-7"]
        );
        assert_eq!(texts("serf: EventMemberFailed: quvnix 192.0.2.7"), ["quvnix"]);
        assert_eq!(texts("Initiating push/pull sync with: quvnix-7 192.0.2.7:4648"), ["quvnix-7"]);
        assert_eq!(texts("memberlist: Suspect quvnix has failed, no acks"), ["quvnix"]);
        assert_eq!(texts("Successfully assigned shop/web-1 to quvnix"), ["quvnix"]);
        assert_eq!(texts("[INFO ][o.e.c.s.MasterService    ] [quvnix] elected-as-master"), ["quvnix"]);
        assert_eq!(texts("rabbit@quvnix is down"), ["quvnix"]);
        assert_eq!(texts("fatal: [gw-7]: UNREACHABLE! => {}"), ["gw-7"]);
        assert_eq!(texts("gw-7        : ok=12   changed=3"), ["gw-7"]);
        assert_eq!(texts("agent.server: New leader elected: payload=quvnix"), ["quvnix"]);
        assert_eq!(texts("item \"quvnix-7:system.cpu.load\" became not supported"), ["quvnix-7"]);
        for line in ["fatal: [Errno 2] no such file", "ok: [done]", "Nodes are not responding"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn executors_members_and_who_runs_their_tasks_are_found() {
        assert_eq!(texts("Lost task 7.0 in stage 3.0 (TID 12, quvnix-7): java.io.IOException"), ["quvnix-7"]);
        assert_eq!(texts("Lost task 7.0 in stage 3.0 (TID 12) (quvnix-7 executor 1): x"), ["quvnix-7"]);
        assert_eq!(texts("Starting task 1.0 in stage 0.0 (TID 1, quvnix-7, partition 1,ANY"), ["quvnix-7"]);
        assert_eq!(texts("Finished task 1.0 in stage 0.0 (TID 1) in 41 ms on quvnix-7 (1/16)"), ["quvnix-7"]);
        assert_eq!(texts("PriviledgedActionException as:gwen (auth:SIMPLE) cause:x"), ["gwen"]);
        assert_eq!(texts("yarn.ExecutorRunnable: SPARK_USER -> gwen"), ["gwen"]);
        assert_eq!(texts("AMRMClientImpl: Received new token for : quvnix-7:45454"), ["quvnix-7:45454"]);
        assert_eq!(texts("http://x:8042/node/containerlogs/container_7/gwen/stderr?start=-4096"), ["gwen"]);
        assert_eq!(texts("/api/v1/nodes?fieldSelector=metadata.name%3Dquvnix-7&limit=500"), ["quvnix-7"]);
        assert_eq!(texts("elected-as-master ([1] nodes joined)[{quvnix-7}{a}{b}{192.0.2.7}]"), ["quvnix-7"]);
        for line in
            ["/api/v1/pods?fieldSelector=metadata.name%3Dquvnix-7&limit=5", "Lost task 7.0 in stage 3.0 (TID 12)"]
        {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn machines_that_answer_are_found() {
        assert_eq!(texts("quvnix-7 | UNREACHABLE! => {}"), ["quvnix-7"]);
        assert_eq!(texts("quvnix-7 | CHANGED | rc=0 >>"), ["quvnix-7"]);
        assert_eq!(texts("job-7 | FAILED"), Vec::<String>::new());
    }

    #[test]
    fn members_are_found_where_their_daemons_put_them() {
        assert_eq!(texts("Setting fail-count-db[quvnix] in attributes: 1"), ["quvnix"]);
        assert_eq!(texts("nodelist.node.0.name (str) = quvnix"), ["quvnix"]);
        assert_eq!(texts("'reboot' targeting gw-7 on gw-8 for x: OK"), ["gw-7", "gw-8"]);
        assert_eq!(texts("'reboot' targeting gw-7 by gw-8 for x: OK"), ["gw-7", "gw-8"]);
        assert_eq!(texts("User \"system:node:quvnix-7\" cannot list"), ["quvnix-7"]);
        assert_eq!(texts("Peer <gw-7> (<x>), in state <Peer in Cluster>"), ["gw-7"]);
        assert_eq!(texts("changed {previous [], current [{quvnix-7}{x}{y}]}"), ["quvnix-7"]);
        assert_eq!(texts("Lock owner: quvnix-7; I am zorgal-7"), ["quvnix-7", "zorgal-7"]);
        assert_eq!(
            texts("no action. I am (quvnix-7), a secondary, and following a leader (zorgal-7)"),
            ["quvnix-7", "zorgal-7"]
        );
        assert_eq!(
            texts("Registering block manager quvnix-7:41 with RAM, BlockManagerId(1, quvnix-7, 41, None)"),
            ["quvnix-7", "quvnix-7:41"]
        );
        let moved = "pacemaker-schedulerd[7]:  notice:  * Move  vip  ( quvnix-7 -> zorgal-7 )";
        assert_eq!(texts(moved), ["quvnix-7", "zorgal-7"]);
        assert_eq!(texts("10-Mar 08:12 quvnix7-dir JobId 412: Start Backup JobId 412, Job=x"), ["quvnix7-dir"]);
        for line in [
            "Last updated: Monday on request",
            "I am ready",
            "node[internal]: loaded",
            "Peer <unknown>",
            "mgr.go:777] started",
            "clang targeting x86_64-quvnix-elf7",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
