//! Phrases of what lets people in beside sshd and PAM, and of what keeps their accounts: dropbear, vsftpd, Kerberos,
//! LDAP, the tools of shadow and of the core utilities.

use super::table::{
    End, Phrase, machine, maybe, maybe_machine, maybe_machine_between, maybe_user, maybe_user_before,
    maybe_user_between, maybe_user_until, secret_between, user, user_before, user_between, user_last, user_until,
    users,
};
use crate::minimize::Kind;

/// Who logs in, who was refused, and whose account is changed.
pub(super) const LOGINS: &[Phrase] = &[
    maybe_user_between("Client '", "", "@"),
    maybe_user_before(" committed revision "),
    maybe_user_before(" committed rev "),
    maybe_user_between("Ticket ", " assigned to ", ""),
    maybe_user_between("ticket ", " assigned to ", ""),
    maybe_user_between("Issue ", " assigned to ", ""),
    maybe_user_between("issue ", " assigned to ", ""),
    // strongSwan, sssd, Asterisk
    user_between("EAP method ", " succeeded for ", ","),
    maybe_user_between("EAP method ", " failed for peer ", ""),
    maybe_user_between("[name=", "", "@"),
    maybe_user_between("Endpoint ", "", " is now "),
    maybe_user_before(" is now logged in"),
    user_between("Endpoint ", "", " is now Reachable"),
    user_between("Endpoint ", "", " is now Unreachable"),
    user_between("Registration of '", "", "' rejected"),
    user_between("Registration from '\"", "", "\" <sip:"),
    user("new lease to '"),
    user("offline lease to '"),
    user("online lease to '"),
    user_between("lease ", " by '", "' went "),
    user_between("assigning virtual IP ", " to peer '", "'"),
    user_between("AUTH-PAM: ", "user '", "'"),
    user("user '"),
    user_between("auth_status:\"", " (", ")\""),
    user_between("] name '", "", "' matched without domain"),
    user_between("] name '", "", "' matched expression for domain"),
    user("without domain, user is "),
    // FreeRADIUS, and whose process left a core
    maybe_user("{User-Name} --> "),
    maybe_user("{User-Name}} --> "),
    maybe_user_between("    UID: ", " (", ")"),
    maybe_user_between("    GID: ", " (", ")"),
    user_between("Owner UID: ", " (", ")"),
    user("no passwd entry for "),
    user("user information for: "),
    // dropbear
    maybe_user("password attempt for "),
    user("auth attempt for user '"),
    user("auth succeeded for '"),
    user("exit before auth (user '"),
    user("Exit (user '"),
    maybe_user("Exit ("),
    maybe_user("unknown algo for '"),
    // Kerberos, LDAP, RADIUS
    user("authenticated as principal "),
    user_until("Successfully authenticated as principal ", " on "),
    user_between("A ticket for ", "", " of type"),
    user_between("Client: ", "", " @ "),
    maybe_machine("Server: cifs/"),
    maybe_machine("Server: host/"),
    maybe_machine("Server: ldap/"),
    maybe_user("bind as "),
    user_between("Authentication request for ", "", " has been"),
    user_between("Authentication request for ", "", " has succeeded"),
    user("authenticate with '"),
    user("Authenticating as: "),
    // ssh, as its client says it
    machine("Authenticating to "),
    user_between("Authenticating to ", " as '", "'"),
    user_between("Starting session: ", " for ", " from "),
    user("Failed adding some keys for "),
    user("keys for user "),
    // login, su, sudo, cron
    maybe_user_before(" on pts/"),
    maybe_user_before(" on tty1"),
    maybe_user_before(" on /dev/pts/"),
    maybe_user_before(" on tty2"),
    user("BE_REQ_USER][name="),
    user("BE_REQ_INITGROUPS][name="),
    user_between("[CHAP ", "name = \"", "\""),
    user("BAD SU "),
    user("password check failed for user ("),
    user("Failed su for "),
    user_last("Failed su for "),
    user_before(" ALL=("),
    maybe_user("(to root) "),
    user("new crontab for "),
    user("daemon control file for "),
    // shadow, the core utilities, systemd
    user("Login shell for "),
    user("/etc/group: name="),
    users(" set by root to "),
    user_between("administrators of group ", " to ", ""),
    user_before(" is not in the sudoers file"),
    maybe_user("Access denied for "),
    maybe_user("access denied for "),
    maybe_user("role changed for "),
    maybe_user_between("role changed for ", " by ", ""),
    maybe_user_between("account ", "", " locked"),
    maybe_user_between("Account ", "", " locked"),
    user("password expiry for "),
    user("expiry information changed for "),
    user("unknown user: \""),
    maybe_user_between("shared key with id '", "for: '", "'"),
    maybe_user_between("shared key with id '", "', '", "'"),
    user("the user name is \""),
    user_between("Unable to log in for ", "", " from "),
    user_between("Authentication of [", "", "] was terminated by realm"),
    user("for admin user '"),
    user_between("FSSO-logon event from ", ": user ", " logged on "),
    user_between("[dashboard INFO request] [", "s] [", "]"),
    user_before("@pam)"),
    user_before("@pve)"),
    user_before("@pbs)"),
    maybe_user_between("Manager '", "", "' logged"),
    user("password aging for "),
    maybe_user("home directory for "),
    user_between("id: \u{2018}", "", "\u{2019}"),
    user_between("invalid user: \u{2018}", "", "\u{2019}"),
    user_between("user \u{2018}", "", "\u{2019}"),
    user_before("': no such user"),
    user_before("\u{2019}: no such user"),
    maybe_user("invalid user: '"),
    user("unix-user:"),
    user("whoami: "),
    // Forms and services of the web
    user("authentication failed for ["),
    maybe_user_until("authentication failed for ", " on "),
    user_until("Authentication failure for ", " from "),
    user_until("authentication failure for ", " from "),
    user("authentication error for '"),
    user("authentication error for user '"),
    user_between("no EAP key found for hosts '", "' - '", "'"),
    user("pam_authenticate for '"),
    user_before(" was not found in LDAP directory"),
    maybe_user_until("Bad password for ", " ("),
    user_before(" : wrong password, IP"),
    user("authentication failures for "),
    user("authentication for '"),
    user("authenticate as '"),
    user("received for user "),
    user("Login failed: '"),
    user("[LOGIN_ERROR] "),
    maybe_user("FAILED LOGIN for "),
    user_before("] failed to login"),
    user("attempts. Account '"),
    user("login name '"),
    user("been provided was \""),
    user_between("[uid: ", "name: ", "]"),
    user("User {Name: "),
    maybe_user("login attempt for "),
    maybe_user("logon attempt for "),
    maybe_user("logged in using "),
    maybe_user("session for "),
    maybe_user("Session opened for "),
    maybe_user("Session closed for "),
    maybe("account ", Kind::User, End::Between("", " is locked")),
    maybe("Account ", Kind::User, End::Between("", " locked")),
    maybe_user("username:"),
    maybe_user("Username:"),
    maybe_user("User:"),
    maybe_user("user:"),
    maybe_user("failed auth for "),
    user("performed by user "),
    user_between("operator ", "", " acknowledged"),
    user_between("username ", "", ", ip "),
    user_between("User [", "", "] from ["),
    user_between(", User: ", "", ", IP: "),
    user_between("proftpd[", " - USER ", ":"),
    user_between("proftpd[", " - USER ", " (Login"),
    user("context values set for "),
    user("no such user ('"),
    user("nonexistent user '"),
    user("auth/userpass/login/"),
    user("auth/ldap/login/"),
    user("Failed to authenticate user <"),
    maybe_user_before(" created user ["),
    maybe_user_before(" deleted user ["),
    maybe_user_between("shell[", "]: [", "]: "),
    user("Identity received from STA: '"),
    maybe_user("nickName is "),
    // Where they come from
    maybe_machine("logged in from "),
    maybe_machine("logged on from "),
    maybe_machine("login from "),
    // Daemons and terminals
    user("shadow information for "),
    user_between("+ /dev/", " ", ":"),
    user_between("- /dev/", " ", ":"),
    user_between("+ pts/", " ", ":"),
    user_between("- pts/", " ", ":"),
    maybe_user_between("login: [", "] ", " "),
    maybe_user("Authentication failed for "),
    maybe_user("Authentication succeeded for "),
    maybe_user("authentication succeeded for "),
    maybe_user("credentials for "),
    maybe_user("credentials for principal "),
    maybe_user_before(" login from "),
    user("password change for "),
    user_between("LOGIN ON tty", " BY ", ""),
    user("password for '"),
    user("EAP identity '"),
    // What asks for a password, and what is said of those who may do nothing
    user("[sudo] password for "),
    maybe_user("Password required for "),
    maybe_user_before("'s password:"),
    user("login as: "),
    user("Call from '"),
    user_between("Name (", "): ", ""),
    maybe_machine_between("Name (", "", ":"),
    maybe_machine("ftp> open "),
    machine("may not run sudo on "),
    machine("may run the following commands on "),
    maybe_machine_between("not allowed to execute ", " on ", ""),
    maybe_user("login query for "),
    maybe_user_between("login: ", "] ", " plaintext"),
    maybe_user_between("login: ", "] ", " PLAIN"),
    maybe_user_before(" signed in from "),
    maybe_user_before(" signed in using "),
    user("Failed login for '"),
    user("failed login for '"),
    maybe_user("Successful login for "),
    maybe_user("authenticated as "),
    maybe_user("identity '"),
    maybe_user("pam_authenticate() failed for "),
    maybe_user("Admin '"),
    maybe_user_between("Admin[", "", "]"),
    maybe_user_between("otpauth://totp/", ":", "?"),
    maybe_user_between("otpauth://totp/", "%3A", "?"),
    maybe_user_between("otpauth://hotp/", ":", "?"),
    user_between("Operator ", "", " acknowledged"),
    user_between("Operator ", "", " logged in"),
    user_between("Operator ", "", " logged out"),
    maybe_user_until("user denied: ", " ("),
    user_between(" for db:", " login:", ""),
    maybe_user_between(" for client : ", "", " / "),
    user_between("systemd-homed[", "]: ", ": changing state"),
    maybe_machine_between("Last login", " from ", ""),
    user_between("accepted login on ", " for ", " "),
    user_between("failed login on ", " for ", " "),
    user("with user["),
    user_between("operator ", "", " logged in"),
    user_between("operator ", "", " logged out"),
    user_between("operator ", "", " logged on"),
    user_between("operator ", "", " logged off"),
    maybe_user("user identity "),
    user_between("authentication of '", "", "' with EAP"),
    user_until(" = static:", ":"),
    secret_between(" = static:", ":", ""),
    maybe_user_between("Permission to ", " denied to ", ""),
    maybe_user_between("Joined domain ", " as ", ""),
    maybe_user("authentication succeeded: Welcome "),
    maybe_user("connected as "),
    // What is done with an account, in words of any program
    maybe_user("Authenticated as "),
    maybe_user_between("login on tty", " as ", ""),
    maybe_user("switched user to "),
    maybe_user("password reset for "),
    maybe_user("created account "),
    maybe_user("deleted account "),
    maybe_user_between("account ", "", " disabled"),
    maybe_user_between("account ", "", " created"),
    maybe_user_between("account ", "", " has been "),
    maybe_user_between("Account ", "", " has been "),
    maybe_user_between("password of ", "", " changed"),
    maybe_user("running as "),
    maybe_user("Running as "),
    maybe_user_before(" changed the password"),
    maybe_user("Auth fail for "),
    // What SQL Server is told of who may log in
    maybe_user("sp_addlogin '"),
    maybe_user("sp_addlogin N'"),
    maybe_user("@loginame = '"),
    maybe_user("@loginame = N'"),
    maybe_user("@loginame='"),
    maybe_user("@loginame=N'"),
    secret_between("sp_addlogin ", "','", "'"),
    secret_between("sp_addlogin ", "', '", "'"),
    secret_between("sp_addlogin ", ", N'", "'"),
    secret_between("sp_addlogin ", ",N'", "'"),
];

#[cfg(test)]
mod tests {
    use crate::minimize::grammar::phrase::tests::texts;

    #[test]
    fn who_was_let_in_is_found() {
        assert_eq!(texts("dropbear[7]: Password auth succeeded for 'gwen7' from x"), ["gwen7"]);
        assert_eq!(texts("ORA-28000: the account GWEN_7 is locked"), ["GWEN_7"]);
        assert_eq!(texts("su: (to root) gwen7 on none"), ["gwen7"]);
        assert_eq!(texts("Failed su for ann by gwen"), ["ann", "gwen"]);
        assert_eq!(texts("client x connected as quvnix, clean"), ["quvnix"]);
        assert_eq!(texts("Running as quvnix, running as 64-bit process"), ["quvnix"]);
        assert_eq!(texts("account quvnix has been locked, password of zorgal changed"), ["quvnix", "zorgal"]);
        assert_eq!(texts("account data has been saved, account lockout disabled"), Vec::<String>::new());
        assert_eq!(texts("ERROR: Permission to works/x.git denied to quvnix-7."), ["quvnix-7"]);
        assert_eq!(texts("ERROR: Permission to works/x.git denied to deploy key"), Vec::<String>::new());
        assert_eq!(texts("EXEC sp_addlogin 'quvnix', 'h4x0r', 'works'"), ["h4x0r", "quvnix"]);
        assert_eq!(texts("operator gwen logged on"), ["gwen"]);
        assert_eq!(texts("Admin[gwen7] logged in"), ["gwen7"]);
        assert_eq!(texts("otpauth://totp/Zorgal:gwen7?secret=x"), ["gwen7"]);
        assert_eq!(texts("authentication of 'gwen' with EAP successful"), ["gwen"]);
        for line in [
            "User             MAC address",
            "operator has been logged on",
            "Invalid user from 192.0.2.7 port 22",
            "input_userauth_request: invalid user  [preauth]",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn whose_telephone_and_whose_tunnel_it_is_is_found() {
        assert_eq!(texts("Endpoint gwen is now Reachable"), ["gwen"]);
        assert_eq!(texts("Registration of 'gwen' rejected: 'Registration Refused'"), ["gwen"]);
        assert_eq!(texts("assigning new lease to 'gwen'"), ["gwen"]);
        assert_eq!(texts("lease 192.0.2.7 by 'gwen' went offline"), ["gwen"]);
        assert_eq!(texts("assigning virtual IP 192.0.2.7 to peer 'gwen'"), ["gwen"]);
        assert_eq!(texts("AUTH-PAM: BACKGROUND: user 'm7' failed to authenticate: x"), ["m7"]);
        assert_eq!(texts("user 'lab-user' authenticated"), ["lab-user"]);
        assert_eq!(texts("Endpoint is now Reachable"), Vec::<String>::new());
    }

    #[test]
    fn logins_that_are_words_are_found_between_sure_marks() {
        assert_eq!(texts("created session: username reception, ip ::ffff:192.0.2.7"), ["reception"]);
        assert_eq!(texts("Connection: User [reception] from [192.0.2.7] failed"), ["reception"]);
        assert_eq!(texts("Size: 1 MB, User: lab-user, IP: 192.0.2.7"), ["lab-user"]);
        assert_eq!(texts("proftpd[7]: x (y[192.0.2.7]) - USER m7: no such user found"), ["m7"]);
        assert_eq!(texts("User info context values set for gwen"), ["gwen"]);
        assert_eq!(texts("Identity received from STA: 'gwen'"), ["gwen"]);
        assert_eq!(texts("tried to authenticate with nonexistent user 'reception'"), ["reception"]);
        assert_eq!(texts("core: successful login: path=auth/userpass/login/gwen"), ["gwen"]);
        assert_eq!(texts("Failed to authenticate user <lab-user> (error: 9)."), ["lab-user"]);
        assert_eq!(texts("System: gwen created user [bo7]."), ["bo7", "gwen"]);
        assert_eq!(texts("System: deleted user [7]."), Vec::<String>::new());
        assert_eq!(texts("shell[7]: [gwen]: esxcli network ip"), ["gwen"]);
        assert_eq!(texts("shell[7]: [error]: x"), Vec::<String>::new());
    }

    #[test]
    fn logins_stand_where_daemons_put_them() {
        assert_eq!(texts("Could not get shadow information for gwen7"), ["gwen7"]);
        assert_eq!(texts("su[7]: + /dev/pts/2 gwen7:root"), ["gwen7"]);
        assert_eq!(texts("imaps[7]: login: [192.0.2.7] gwen7 plaintext User logged in"), ["gwen7"]);
        for line in [
            "login: [ERROR] password refused",
            "- /dev/sda1 is mounted",
            "Removing login credentials for ghcr.example.org",
            "credentials for eu-west-7",
            r#"{"a":"operator ","b":"x logged in"}"#,
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn who_is_asked_and_who_may_do_nothing_is_found() {
        assert_eq!(texts("[sudo] password for gwen: "), ["gwen"]);
        assert_eq!(texts("Sorry, user gwen may not run sudo on quvnix."), ["gwen", "quvnix"]);
        assert_eq!(texts("User gwen may run the following commands on quvnix:"), ["gwen", "quvnix"]);
        assert_eq!(texts("login query for 'gwen' port tty1 from 192.0.2.7 rejected"), ["gwen"]);
        assert_eq!(texts("Login failed for db:shop login:gwen from 192.0.2.7"), ["gwen"]);
        assert_eq!(texts("[ACCEPTED LOGIN] for client : gwen / 192.0.2.7."), ["gwen"]);
        assert_eq!(texts("Last login: Tue Mar 10 07:58:12 2026 from quvnix-7"), ["quvnix-7"]);
        assert_eq!(texts("Last login Tue Mar 10 08:12 2026 (CET) on pts/0 from quvnix-7"), ["quvnix-7"]);
        assert_eq!(texts("Name (quvnix-7:root): gwen"), ["gwen", "quvnix-7"]);
        assert_eq!(texts("gwen's password: "), ["gwen"]);
        for line in ["[sudo] password for %p: ", "signed in from a browser", "Last login from console"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn logins_that_are_parsed_expanded_and_left_by_a_core_are_found() {
        assert_eq!(texts("[CID#7] name 'gwen' matched without domain, user is gwen"), ["gwen"]);
        assert_eq!(texts("(7)   EXPAND %{User-Name} --> gwen7"), ["gwen7"]);
        assert_eq!(texts("     Owner UID: 1014 (gwen7)"), ["gwen7"]);
        assert_eq!(texts("           UID: 1014 (gwen7)"), ["gwen7"]);
        for line in
            ["           UID: 0 (unknown)", "    UID: 1014 of quvd (worker7)", "[core] name 'quvnix' matched pattern"]
        {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn accounts_that_change_and_logins_that_nobody_has_are_found() {
        assert_eq!(texts("members of group docker set by root to gwen7,bo7"), ["bo7", "gwen7"]);
        assert_eq!(texts("id: 'gwen': no such user"), ["gwen"]);
        assert_eq!(texts("id: \u{2018}gwen\u{2019}: no such user"), ["gwen"]);
        assert_eq!(texts("id: 'gauge'"), Vec::<String>::new());
    }
}
