//! Phrases of commands that somebody typed: clients of remote desktops, Windows' cmdkey, OpenSSL and others.

use super::table::{Phrase, machine, maybe_machine, maybe_user, user, user_between};

/// Whom a command names, and where it leads.
pub(super) const COMMANDS: &[Phrase] = &[
    machine("xfreerdp /v:"),
    machine("wfreerdp /v:"),
    machine("mstsc /v:"),
    user("xfreerdp /u:"),
    user_between("xfreerdp /v:", " /u:", ""),
    machine("cmdkey /add:"),
    machine("cmdkey /generic:"),
    machine("cmdkey /delete:"),
    maybe_machine("s_client -connect "),
    maybe_machine("ssh -J "),
    maybe_user("install -o "),
    machine("set-hostname "),
    machine("set-hostname --static "),
    machine("set-hostname --transient "),
    user("enable-linger "),
    user("disable-linger "),
    user_between("setfacl -m u:", "", ":"),
    user_between("setfacl -m user:", "", ":"),
    maybe_user("ssh -l "),
    maybe_user("kubectl --as "),
    maybe_user("adduser "),
    maybe_user("--author="),
    maybe_user("/user:"),
    // What looks a machine up, or asks whether it answers
    maybe_machine("nslookup "),
    maybe_machine("ssh-keyscan "),
    maybe_machine("tracert "),
    maybe_machine("Test-NetConnection "),
    maybe_machine("Test-Connection "),
    maybe_machine("Resolve-DnsName "),
    maybe_machine("Enter-PSSession "),
];

#[cfg(test)]
mod tests {
    use super::super::tests::texts;

    #[test]
    fn whom_and_what_commands_name_is_found() {
        assert_eq!(texts("hostnamectl set-hostname --static quvnix"), ["quvnix"]);
        assert_eq!(texts("setfacl -m u:gwen:rwx /srv"), ["gwen"]);
        assert_eq!(texts("runas /user:QUVNIX\\gwen cmd"), ["QUVNIX\\gwen"]);
        for line in ["adduser depends on passwd", "set-hostname --help"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
