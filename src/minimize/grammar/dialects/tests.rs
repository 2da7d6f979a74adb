use super::find;

fn texts(line: &str) -> Vec<String> {
    crate::minimize::testing::texts(line, find)
}

#[test]
fn whatever_cron_says_of_somebody_names_them_in_brackets() {
    assert_eq!(texts("Jan  2 03:04:05 gw7 CRON[7]: (gwen) MAIL (mailed 7 bytes)"), ["gwen"]);
    assert_eq!(texts("crond[7]: (gwen) FAILED to authorize user with PAM"), ["gwen"]);
    assert_eq!(texts("cron: (tabs) loading /var"), Vec::<String>::new());
    assert_eq!(texts("cron[7]: (*system*) RELOAD (/etc/crontab)"), Vec::<String>::new());
}

#[test]
fn accounts_have_marks_around_them_and_messages_are_sent_to_machines() {
    assert_eq!(texts("DEFINER=`gwen`@`quvnix` SQL SECURITY"), ["gwen", "quvnix"]);
    assert_eq!(texts("   2 QUVNIX7$@PLANT.EXAMPLE"), ["QUVNIX7"]);
    assert_eq!(texts("local4.* @quvnix:514"), ["quvnix"]);
    assert_eq!(texts("*.*\t@@quvnix"), ["quvnix"]);
    assert_eq!(texts("227 Entering Passive Mode (192,0,2,7,195,80)"), ["192,0,2,7"]);
    assert_eq!(texts("(7)3/10/2026 8:12:44 AM - gwen (192.0.2.7)> 230 Logged on"), ["gwen"]);
    for line in [
        "cc -o x$@ y",
        "s@X@QUVNIX$@Y@",
        "gwen.x @mention this",
        "1.2 @angular/core",
        "a.b @@ -1,7 +1,7 @@",
        "Passive Mode (1,2,3)",
    ] {
        assert_eq!(texts(line), Vec::<String>::new(), "{line}");
    }
}

#[test]
fn sessions_and_leases_are_found() {
    assert_eq!(texts("auth: ldap(gwen@plant.example,192.0.2.7,<YzAb1234>): failed"), ["YzAb1234"]);
    assert_eq!(texts("SLAAC-CONFIRM(br0) 2001:db8::5300:7 quvnix"), ["quvnix"]);
    assert_eq!(texts("DHCPREPLY(br0) fd00::7 00:01:00:01:2a:bb:cc:dd:02:00:5e:11:22:37 gw-ann"), ["gw-ann"]);
}

#[test]
fn names_before_addresses_are_machines_and_kinds_of_them_are_not() {
    assert_eq!(texts("gw-7 (192.0.2.7) is up"), ["gw-7"]);
    assert_eq!(texts("hotspot,account,info,debug lab_user (192.0.2.7): logged in"), ["lab_user"]);
    assert_eq!(texts("02:00:5E:00:53:E7 (192.0.2.7): logged in"), Vec::<String>::new());
    assert_eq!(texts("192.0.2.7(gw-7) rcvd UPDATE, 192.0.2.8(443) 192.0.2.9(default)"), ["gw-7"]);
    assert_eq!(texts(" 7  disk-pool (192.0.2.7)  0.221 ms"), ["disk-pool"]);
    assert_eq!(texts("disk-pool (192.0.2.7) is up"), Vec::<String>::new());
    assert_eq!(texts("gw IN TYPE65 (192.0.2.7), ipv4(192.0.2.7) -> ipv6(192.0.2.8)"), Vec::<String>::new());
}

#[test]
fn samba_says_who_opens_what() {
    assert_eq!(texts("smbd_audit[7]: gwen|192.0.2.7|gw-7|works|openat|ok|r|x"), ["gwen", "gw-7"]);
    assert_eq!(texts("smbd_audit: gwen|192.0.2.7|gw-7|works|rename|ok"), ["gwen", "gw-7"]);
    assert_eq!(texts("smbd_audit: gwen|quvnix|192.0.2.7|works|rename|ok"), ["gwen", "quvnix"]);
    assert_eq!(texts("smbd_audit: gwen|192.0.2.7|unlinkat|ok|/x"), ["gwen"]);
    assert_eq!(texts("smbd_audit: gwen|192.0.2.7|unlinkat|fail (x)|/x"), ["gwen"]);
    assert_eq!(texts(r"Login for user [WORKS]\[gwen]@[QUVNIX] failed"), ["WORKS", "gwen", "QUVNIX"]);
}

#[test]
fn a_machine_that_logs_in_has_no_password_in_clear() {
    assert_eq!(texts("Login OK: [%{User-Name}] (from client %{Client-Shortname})"), Vec::<String>::new());
    assert_eq!(texts("Login OK: [host/pad7] (from client relay port 7)"), ["pad7", "relay"]);
    assert_eq!(texts("Login OK: [gwen/h4x0r] (from client relay port 7)"), ["gwen", "h4x0r", "relay"]);
}

#[test]
fn a_router_says_whom_it_gave_an_address() {
    assert_eq!(texts("dhcp,info dhcp1 assigned 192.0.2.7 for 02:00:5E:00:53:07 GWX-X1"), ["GWX-X1"]);
}

#[test]
fn whatever_sudo_says_begins_with_a_login() {
    assert_eq!(texts("Jan  2 03:04:05 gw7 sudo[7]:    gwen : a password is required ; PWD=/"), ["gwen"]);
    assert_eq!(texts("sudo: gwen : PWD=/ ; USER=root ; COMMAND=/bin/ls"), ["gwen"]);
    assert_eq!(texts("<86>Jan  2 03:04:05 gw7 sudo: gwen@plant : command not allowed ; PWD=/"), ["gwen@plant"]);
    for line in ["sudo: unable to resolve host", "sudo[7]: pam_unix(sudo:auth): x", "sudo", "sudo[", "sudo:"] {
        assert_eq!(texts(line), Vec::<String>::new(), "{line}");
    }
}
