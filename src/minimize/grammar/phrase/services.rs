//! Phrases of what watches, clusters and manages machines, of databases, and of the commands that somebody types.

use super::table::{
    Phrase, machine, machine_before, machine_between, maybe_machine, maybe_machine_between, maybe_user, user,
    user_between,
};

pub(super) const SERVICES: &[Phrase] = &[
    // ssh, its kin, and what looks names up
    machine_between("Connection to ", "", " closed by remote host"),
    machine_between("Connection to ", "", " closed."),
    maybe_machine("ssh-keyscan "),
    machine_between("host address \u{2018}", "", "\u{2019}"),
    machine("service not known: '"),
    machine("set-hostname --static "),
    machine("set-hostname --transient "),
    maybe_machine("make a connection to "),
    machine_between("omfwd\"", "target=\"", "\""),
    machine("Data Source="),
    machine_between("Welcome to ", "", " running "),
    // Nagios, Icinga, Zabbix
    machine("HOST FLAPPING ALERT: "),
    machine("SERVICE FLAPPING ALERT: "),
    machine("HOST DOWNTIME ALERT: "),
    machine("SERVICE DOWNTIME ALERT: "),
    machine("INITIAL HOST STATE: "),
    machine("INITIAL SERVICE STATE: "),
    machine("PASSIVE HOST CHECK: "),
    machine("PASSIVE SERVICE CHECK: "),
    machine_between("HOST NOTIFICATION: ", ";", ";"),
    machine_between("SERVICE NOTIFICATION: ", ";", ";"),
    user("HOST NOTIFICATION: "),
    user("SERVICE NOTIFICATION: "),
    maybe_machine("check configuration update from ["),
    // Clusters
    machine("EventMemberJoin: "),
    machine("EventMemberLeave: "),
    machine("EventMemberFailed: "),
    machine("EventMemberUpdate: "),
    machine("EventMemberReap: "),
    maybe_machine("member: "),
    machine_between("Lost executor ", " on ", ":"),
    maybe_machine_between("Nodes ", "", " not responding"),
    machine_between("Successfully assigned ", " to ", ""),
    machine_between("[o.e.", "] [", "]"),
    machine_between("[o.o.", "] [", "]"),
    machine("rabbit@"),
    machine("ejabberd@"),
    machine("couchdb@"),
    machine("emqx@"),
    machine("riak@"),
    machine_before(" : ok="),
    // PostgreSQL
    user("DROP OWNED BY "),
    user("DROP ROLE IF EXISTS "),
    // su, and commands that name a login
    user("smbpasswd -a "),
    user("smbpasswd -x "),
    user("enable-linger "),
    user("disable-linger "),
    user_between("setfacl -m u:", "", ":"),
    user_between("setfacl -m user:", "", ":"),
    maybe_user("ssh -l "),
    maybe_user("kubectl --as "),
    maybe_user("adduser "),
    maybe_user("--author="),
    maybe_user("/user:"),
    // Supervision of plants
    user_between("operator ", "", " logged on"),
    user_between("operator ", "", " logged off"),
    maybe_user("user identity "),
    maybe_user("acknowledged by "),
    maybe_user("Acknowledged by "),
    maybe_user("changed by "),
    maybe_user("changed by: "),
    // Oracle
    user("USERID \""),
    user_between("authentication of '", "", "' with EAP"),
];

#[cfg(test)]
mod tests {
    use super::super::tests::texts;

    #[test]
    fn machines_of_clusters_and_of_what_watches_them_are_found() {
        assert_eq!(texts("Connection to quvnix closed by remote host."), ["quvnix"]);
        assert_eq!(texts("Connection to gw-ann 22 port [tcp/ssh] succeeded!"), ["gw-ann"]);
        assert_eq!(texts("Warning: Permanently added 'quvnix' (ED25519) to the list of known hosts."), ["quvnix"]);
        assert_eq!(texts("wget: unable to resolve host address \u{2018}quvnix\u{2019}"), ["quvnix"]);
        assert_eq!(texts("hostnamectl set-hostname --static quvnix"), ["quvnix"]);
        assert_eq!(texts("HOST ALERT: quvnix;DOWN;HARD;3;CRITICAL"), ["quvnix"]);
        assert_eq!(texts("SERVICE NOTIFICATION: gwen;quvnix;HTTP;CRITICAL"), ["gwen", "quvnix"]);
        assert_eq!(texts("serf: EventMemberFailed: quvnix 192.0.2.7"), ["quvnix"]);
        assert_eq!(texts("Successfully assigned shop/web-1 to quvnix"), ["quvnix"]);
        assert_eq!(texts("[INFO ][o.e.c.s.MasterService    ] [quvnix] elected-as-master"), ["quvnix"]);
        assert_eq!(texts("rabbit@quvnix is down"), ["quvnix"]);
        assert_eq!(texts("fatal: [gw-7]: UNREACHABLE! => {}"), ["gw-7"]);
        assert_eq!(texts("gw-7        : ok=12   changed=3"), ["gw-7"]);
        assert_eq!(texts("Data Source=quvnix,1433;Initial Catalog=mes"), ["quvnix"]);
    }

    #[test]
    fn logins_in_statements_and_commands_are_found() {
        assert_eq!(texts("ALTER TABLE public.t OWNER TO gwen;"), ["gwen"]);
        assert_eq!(texts("DROP ROLE IF EXISTS gwen;"), ["gwen"]);
        assert_eq!(texts("Failed su for ann by gwen"), ["ann", "gwen"]);
        assert_eq!(texts("setfacl -m u:gwen:rwx /srv"), ["gwen"]);
        assert_eq!(texts("runas /user:QUVNIX\\gwen cmd"), ["QUVNIX\\gwen"]);
        assert_eq!(texts("operator gwen logged on"), ["gwen"]);
        assert_eq!(texts("Last changed by: gwen"), ["gwen"]);
        assert_eq!(texts("authentication of 'gwen' with EAP successful"), ["gwen"]);
    }

    #[test]
    fn what_only_begins_like_these_phrases_stays() {
        for line in [
            "Connection to server lost",
            "Connection to database timed out after 30 s",
            "fatal: [Errno 2] no such file",
            "ok: [done]",
            "Nodes are not responding",
            "ALTER TABLE t OWNER TO CURRENT_USER;",
            "SET ROLE NONE;",
            "Data Source=plant.db",
            "Data Source=|DataDirectory|\\plant.mdf",
            "changed by update",
            "operator has been logged on",
            "adduser depends on passwd",
            "Invalid user from 192.0.2.7 port 22",
            "input_userauth_request: invalid user  [preauth]",
            "server can't find 7.2.0.192.in-addr.arpa: NXDOMAIN",
            "set-hostname --help",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
