//! Phrases of commands that somebody typed: clients of remote desktops, Windows' cmdkey, OpenSSL and others.

use super::table::{
    Phrase, machine, machine_between, maybe_machine, maybe_machine_before, maybe_machine_between, maybe_user,
    maybe_user_before, maybe_user_between, user, user_before, user_between,
};

/// Whom a command names, and where it leads.
pub(super) const COMMANDS: &[Phrase] = &[
    maybe_machine(" /node:"),
    maybe_user(" /ru "),
    maybe_user("-Identity "),
    // zfs(8), of what somebody may take and takes
    user("userquota@"),
    user("userused@"),
    user("userobjquota@"),
    user("userobjused@"),
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
    maybe_machine("ping "),
    maybe_machine_between("ping -c ", " ", ""),
    maybe_machine("telnet "),
    maybe_machine("tracepath "),
    maybe_machine("showmount -e "),
    maybe_machine("nc -zv "),
    maybe_machine("nc -vz "),
    maybe_machine_between("ssh -J ", " ", ""),
    maybe_machine_between("ssh -L ", ":", ":"),
    maybe_machine_between("ipmitool ", "-H ", ""),
    maybe_machine_between("oracle:thin:@", "", ":"),
    // Whom it runs as, or acts on
    maybe_user("sudo -iu "),
    maybe_user("sudo -Hu "),
    maybe_user("runuser -l "),
    maybe_user("su -l "),
    maybe_user("terminate-user "),
    maybe_user(" -user "),
    maybe_user_between("id ", "", ": no such user"),
    // Windows' remote desktops, shells and rights; installers, terminals, Ansible
    user("username:s:"),
    machine("full address:s:"),
    maybe_user("-Credential "),
    user_between("RSOP data for ", "", " on "),
    machine_between("RSOP data for ", " on ", " :"),
    maybe_machine_before("]: PS "),
    maybe_user_before(":(I)("),
    maybe_user_before(":(OI)("),
    maybe_user_before(":(CI)("),
    maybe_user_before(":(F)"),
    maybe_user_before(":(M)"),
    maybe_user_before(":(RX)"),
    user_between("user --", "name=", ""),
    user("--autologin "),
    user_between(" p=", " u=", " n="),
    user_between("peer id ", ", name ", "@"),
    machine_between("peer id ", "@", ""),
    user_before("\tRemoteControl\t"),
    user_before("\tFileTransfer\t"),
    maybe_user("with account "),
];

#[cfg(test)]
mod tests {
    use crate::minimize::grammar::phrase::tests::texts;

    #[test]
    fn whom_and_what_commands_name_is_found() {
        assert_eq!(texts("hostnamectl set-hostname --static quvnix"), ["quvnix"]);
        assert_eq!(texts("setfacl -m u:gwen:rwx /srv"), ["gwen"]);
        assert_eq!(texts("runas /user:QUVNIX\\gwen cmd"), ["QUVNIX\\gwen"]);
        for line in ["adduser depends on passwd", "set-hostname --help"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn what_a_command_reaches_and_whom_it_runs_as_is_found() {
        assert_eq!(texts("ping -c 3 quvnix-7"), ["quvnix-7"]);
        assert_eq!(texts("telnet quvnix-7 502"), ["quvnix-7"]);
        assert_eq!(texts("ssh -L 8080:quvnix-7:80 root@192.0.2.7"), ["quvnix-7"]);
        assert_eq!(texts("jdbc:oracle:thin:@quvnix-7:1521:MES"), ["quvnix-7"]);
        assert_eq!(texts("sudo -iu gwen"), ["gwen"]);
        assert_eq!(texts("find / -user gwen -type f"), ["gwen"]);
        assert_eq!(texts("id gwen: no such user"), ["gwen"]);
        for line in ["ping failed 3 times", "telnet protocol off", "invalid -user option", "job id 7: no such user"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn remote_desktops_installers_and_rights_name_logins() {
        assert_eq!(texts("username:s:PLANT\\gwen7"), ["PLANT\\gwen7"]);
        assert_eq!(texts("[QUVNIX-7]: PS C:\\x> Get-Service"), ["QUVNIX-7"]);
        assert_eq!(texts("D:\\x PLANT\\gwenq:(OI)(CI)(M)"), ["PLANT\\gwenq"]);
        assert_eq!(texts("user --groups=wheel --name=gwen --iscrypted"), ["gwen"]);
        assert_eq!(texts("2026-03-10 p=7 u=gwen n=ansible | PLAY"), ["gwen"]);
        assert_eq!(
            texts("Call from 'gwen' (192.0.2.7:5060) to extension '004722000007' rejected"),
            ["004722000007", "gwen"]
        );
        for line in ["BUILTIN\\Administrators:(I)(F)", "to extension 'default'"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
