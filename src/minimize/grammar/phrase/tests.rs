use super::find;

/// What phrases find in a line, in order and once each.
pub(super) fn texts(line: &str) -> Vec<String> {
    let mut texts =
        crate::minimize::testing::texts_at_sight(line, |line, prefilter, found| find(line, &prefilter.hits, found));
    texts.sort();
    texts.dedup();
    texts
}

#[test]
fn how_machines_are_called_and_were_called_is_found() {
    assert_eq!(texts("changing hostname from quvnix-7 to zorgal-7"), ["quvnix-7", "zorgal-7"]);
    assert_eq!(texts("Hostname press-line4 is taken, hostname option: quvnix-7"), ["press-line4", "quvnix-7"]);
    for line in ["Hostname lookup failed", "hostname from DHCP", "hostname option: none"] {
        assert_eq!(texts(line), Vec::<String>::new(), "{line}");
    }
}

#[test]
fn servers_of_calls_say_whose_and_where() {
    assert_eq!(texts("session 7: user <1767225600:gwenq>: incoming"), ["gwenq"]);
    assert_eq!(texts("new, realm=<x>, username=<1767225600:@gwenq:chat.x>, lifetime=600"), ["gwenq"]);
    assert_eq!(texts("new, realm=<x>, username=<gwenq>, lifetime=600"), ["gwenq"]);
    assert_eq!(texts("auth failed for gwenq from 192.0.2.7"), ["gwenq"]);
    assert_eq!(texts("Starting Quvnix v7 using Java 17 on gw7 with PID 7 (/x"), ["gw7"]);
    for line in [
        "user <>: incoming packet, peer <y>",
        "auth failed for this user",
        "Starting server on port 80 with PID 7",
        "username=<login>, x",
    ] {
        assert_eq!(texts(line), Vec::<String>::new(), "{line}");
    }
}

#[test]
fn logins_of_sshd_and_pam_are_found() {
    assert_eq!(texts("Failed password for invalid user gwen7 from 192.0.2.1 port 7 ssh2"), ["gwen7"]);
    assert_eq!(texts("Disconnected from authenticating user gwen 192.0.2.1 port 7"), ["gwen"]);
    assert_eq!(texts("session opened for user root(uid=0) by gwen(uid=1000)"), ["gwen", "root"]);
    assert_eq!(texts(r#"{"m":"accepted as user ","at":"gwen7"}"#), Vec::<String>::new());
    assert_eq!(texts("object=\"<Approval(uid='a1', quorum=1)>\""), Vec::<String>::new());
    assert_eq!(texts("ruser= rhost=h7.isp.example  user=gwen"), ["gwen", "h7.isp.example"]);
}

#[test]
fn logins_of_other_programs_are_found() {
    assert_eq!(texts("  gwen : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/ls"), ["gwen", "root"]);
    assert_eq!(texts("(gwen) CMD (/usr/bin/true)"), ["gwen"]);
    assert_eq!(texts("debug1: Authenticating to gwx:22 as 'gwen7'"), ["gwen7", "gwx:22"]);
    assert_eq!(texts("FAILED LOGIN (2) on '/dev/tty1' FOR 'gwen', Authentication failure"), ["gwen"]);
}

#[test]
fn logins_and_machines_of_appliances_are_found() {
    assert_eq!(texts("reset by gwenx on vty0 (192.0.2.7)"), ["gwenx"]);
    assert_eq!(texts("Configured from vty by gwenx on 192.0.2.7@pts/0"), ["gwenx"]);
    assert_eq!(texts("logon attempt: authenticate with 'gwenx' successful"), ["gwenx"]);
    assert_eq!(texts("Authentication request for \"gwenx\" has been denied"), ["gwenx"]);
    assert_eq!(texts("Authentication request for gwenx has been denied"), ["gwenx"]);
    assert_eq!(texts("authentication failed for [gwen.x], account not found"), ["gwen.x"]);
    assert_eq!(texts("Login Attempt - username:gwenx ip:192.0.2.7"), ["gwenx"]);
    assert_eq!(texts("[02/Jan/2026:03:04:05 +0000] gwenx http-nio-8080-exec-3 x"), ["gwenx"]);
    assert_eq!(texts("TCP_MISS/200 77 GET http://x/ gwenx DIRECT/192.0.2.7 text/html"), ["gwenx"]);
    assert_eq!(texts("TCP_DENIED/407 1785 GET http://x gwenx NONE/- text/html"), ["gwenx"]);
    assert_eq!(texts("Starting quorum peer on zorgal"), ["zorgal"]);
    assert_eq!(texts("Location: zorgal->/var/log/secure; x"), ["zorgal"]);
    for line in [
        "AAA user authentication request for the user x",
        "Line protocol up on vty0",
        "quota exceeded (client ip 192.0.2.7)",
        "username:password",
    ] {
        assert_eq!(texts(line), Vec::<String>::new(), "{line}");
    }
}

#[test]
fn what_is_said_of_logins_is_none() {
    for line in [
        "login failed because of invalid user name",
        "failed due to invalid user or password, or account is disabled",
        "Invalid user name/password on session from 192.0.2.7",
        "Authentication of user via MFA",
        "User logon with misspelled name",
        r"x\\User Data\\Default\\Cache",
        "the hostname cn2=205",
    ] {
        assert_eq!(texts(line), Vec::<String>::new(), "{line}");
    }
    assert_eq!(texts("Invalid user name from 192.0.2.7 port 7"), ["name"]);
    assert_eq!(texts("password check failed for user (gwen)"), ["gwen"]);
    assert_eq!(texts("Got request for [0x1][BE_REQ_USER][name=gwen]"), ["gwen"]);
    assert_eq!(texts("Set(CALLERID(all)=Gwen Zorgal <2104>)"), ["Gwen Zorgal"]);
    assert_eq!(texts("Set(CALLERID(num)=004930555019)"), ["004930555019"]);
    assert_eq!(texts(r"for user QUVNIX\gwen"), [r"QUVNIX\gwen"]);
}

#[test]
fn a_peer_of_wireguard_is_a_key() {
    let key = "9jalV3EEBnVXahro0pRMQ+cHlmjE33Slo9tddzCVtCw=";
    assert_eq!(texts(&format!("[#] wg set wg0 peer {key} endpoint x")), [key]);
}

#[test]
fn names_in_mail_and_of_certificates_are_found() {
    assert_eq!(texts("postfix/pickup[7]: 4XyZ: uid=1001 from=<gwen>"), ["gwen"]);
    assert_eq!(texts("spamd: clean message (0.0/5.0) for gwen:1001 in 0.8 seconds"), ["gwen"]);
    assert_eq!(texts("ssh2: ED25519-CERT SHA256:x ID gwen@relay (serial 7) CA"), ["gwen@relay"]);
    assert_eq!(texts("error: PAM: Account has expired for gwen from 192.0.2.7"), ["gwen"]);
    assert_eq!(texts("unable to resolve host address 'gw-ann'"), ["gw-ann"]);
    assert_eq!(texts("ping: gw-ann: Name or service not known"), ["gw-ann"]);
    assert_eq!(texts("connection to server at \"db7\", port 5432 failed"), ["db7"]);
    assert_eq!(texts("starting connection 'Attic of Gwen'"), ["Attic of Gwen"]);
    assert_eq!(texts("associate with SSID 'Gwen's Net'"), ["Gwen's Net"]);
    assert_eq!(texts("systemd[1]: home-gwen.mount: Deactivated successfully."), ["gwen"]);
    assert_eq!(texts("Call From db7/192.0.2.7 to relay-7:8020 failed"), ["relay-7"]);
    assert_eq!(texts("# User@Host: gwen[gwen2] @  [192.0.2.7]"), ["gwen", "gwen2"]);
    assert_eq!(texts("Failed password for user from 192.0.2.7 port 7 ssh2"), ["user"]);
    assert_eq!(texts("Login failed for user 'O'Gwen'. Reason: x"), ["O'Gwen"]);
    assert_eq!(texts("badlogin: x [192.0.2.7] plaintext gwen SASL(-13): failure"), ["gwen"]);
    assert_eq!(texts("The user name that has been provided was \"gwen\", from x."), ["gwen"]);
    assert_eq!(texts("Host x failed MD5 authentication for 'gwen' (a != b)"), ["gwen"]);
    assert_eq!(texts("Host x failed to authenticate as 'gwen'"), ["gwen"]);
    assert_eq!(texts("|1||Session opened for gwen."), ["gwen"]);
    assert_eq!(texts("DROP USER IF EXISTS gwen; CREATE USER IF NOT EXISTS 'bo7'@'gw'"), ["bo7", "gwen"]);
    assert_eq!(texts("ALTER TABLE public.items OWNER TO gwen;"), ["gwen"]);
    assert_eq!(texts("Failed su for root by gwen"), ["gwen", "root"]);
    assert_eq!(texts("Warning: Permanently added 'quvnix' (ED25519) to the list"), ["quvnix"]);
    assert_eq!(texts("HOST ALERT: quvnix;DOWN;HARD;3;x"), ["quvnix"]);
}

#[test]
fn names_in_what_services_say_are_found() {
    assert_eq!(texts("fatal: [gw-ann]: UNREACHABLE! ok: [7/9]"), ["gw-ann"]);
    assert_eq!(texts("$x = ConvertTo-SecureString \"h4x 0r\" -AsPlainText"), ["h4x 0r"]);
    assert_eq!(texts("ConvertTo-SecureString $x"), Vec::<String>::new());
    assert_eq!(texts("gpg: using RSA key 0123456789ABCDEF01234567"), ["0123456789ABCDEF01234567"]);
    assert_eq!(texts("nvme0: sn S4EWNX0R15 fr 2B"), ["S4EWNX0R15"]);
    assert_eq!(texts("  * Online: [ gw-ann gw-bo7 ]"), ["gw-ann", "gw-bo7"]);
    assert_eq!(texts("use disallowed plaintext auth"), Vec::<String>::new());
    assert_eq!(texts("Successfully assigned default/web-7d4b to quvnix"), ["quvnix"]);
    assert_eq!(texts("{\"m\":\"Successfully assigned default/web to quvnix\",\"n\":7}"), ["quvnix"]);
    assert_eq!(texts("[gwen] failed to login from 192.0.2.7"), ["gwen"]);
    assert_eq!(texts("2 failed login attempts. Account 'gwen'"), ["gwen"]);
    assert_eq!(texts("[LOGIN_ERROR] gwen (x) from 192.0.2.7"), ["gwen"]);
    assert_eq!(texts("[error] FAILED LOGIN for gwen [192.0.2.7] to Horde"), ["gwen"]);
    assert_eq!(texts("Session opened for the backup"), Vec::<String>::new());
    assert_eq!(texts("Aborted login by logging out"), Vec::<String>::new());
    assert_eq!(texts("Received PUBLISH from quvnix (d0, q1)"), ["quvnix"]);
    assert_eq!(texts("Login failed: gwen (Remote IP: 192.0.2.7)"), ["gwen"]);
    assert_eq!(texts("Successful su for ann by gwen"), ["ann", "gwen"]);
    assert_eq!(texts("Login failed for user `gwen` from x"), ["gwen"]);
    assert_eq!(texts("Bootstrap broker queue-7:9092 (id: -1) disconnected"), ["queue-7:9092"]);
    assert_eq!(texts("host not found in upstream \"quvnix\" in /etc/nginx/x:7"), ["quvnix"]);
    assert_eq!(texts("Server be_app/quvnix is DOWN, reason: x"), ["quvnix"]);
    assert_eq!(texts("attempt to connect to 192.0.2.7:8080 (quvnix) failed"), ["quvnix"]);
    assert_eq!(texts("WSREP: Member 1.0 (quvnix) synced with group."), ["quvnix"]);
    assert_eq!(texts("pvedaemon[7]: <gwen@pam> successful auth"), ["gwen"]);
    assert_eq!(texts("-- Registered SIP 'gwen' at 192.0.2.7:5060"), ["gwen"]);
    assert_eq!(texts("[Job 7] Queued on \"HP\" by \"gwen\"."), ["gwen"]);
    assert_eq!(texts("auth failed on module data from x (192.0.2.7) for gwen: mismatch"), ["gwen"]);
    assert_eq!(texts("logportalauth[7]: Zone: x - ACCEPT: gwen, 02:00:5e:00:53:07"), ["gwen"]);
    assert_eq!(texts("login with account \"gwen\" and failed"), ["gwen"]);
    assert_eq!(texts("AuthorizedKeysCommand /usr/bin/keys gwen failed, status 1"), ["gwen"]);
    assert_eq!(texts("refused local port forward: originator ::1 port 7, target db7 port 5432"), ["db7"]);
    assert_eq!(texts("WIF: Connecting to AP1 Attic Net in mode 11n as plug-1A-7"), ["Attic Net", "plug-1A-7"]);
    assert_eq!(texts("Created slice User Slice of UID 1000."), Vec::<String>::new());
    assert_eq!(texts("(*system*) RELOAD (/etc/crontab)"), Vec::<String>::new());
}

#[test]
fn ordinary_words_behind_user_and_host_stay() {
    for line in [
        "root  36  0.0  0.0  0  0 ?  SN   Nov25   0:00 [ksmd]",
        "COMMAND PID USER FD TYPE DEVICE",
        "    PID USER      PR  NI    VIRT",
        "SESSION UID USER SEAT TTY",
        "check pass; user unknown",
        "reading of user environment enabled",
        "no such user",
        "host key verification",
        "user space and user request",
        "server is ready",
        "server sm-mta[7]: starting",
        "server unix:/run/app-7.sock;",
        "authentication failure for \"/basic/file\":",
        "user IP = 192.0.2.7",
        "end task UPID:x:7:vncproxy:113:gwen@pve: OK",
        "Server version: Apache/2.4 (Debian) is UP",
        "ruser=rhost= x",
        "connection from DMZ-1_in:192.0.2.7/40012",
        "peer 02:00:5e:00:53:07: error",
        "openvpn server 'ovpns1' x",
        "Jan  2 03:04:05 server imapd-7: LOGIN",
        "Jan  2 03:04:05 servername x-7[7]: started",
        "Configured from console by vty0 (192.0.2.7)",
        "connection with peer 8e9e05c52164694d (stream)",
    ] {
        assert_eq!(texts(line), Vec::<String>::new(), "{line}");
    }
}

#[test]
fn nuls_of_a_loss_of_power_are_no_part_of_a_name() {
    let nuls = "\0".repeat(1_100);
    assert_eq!(texts(&format!("{nuls}quvnix7 : user NOT in sudoers ; TTY=pts/0")), ["quvnix7"]);
    assert_eq!(texts(&format!("connection from host gw-zorgal7{nuls}")), ["gw-zorgal7"]);
}

#[test]
fn of_a_word_without_end_goes_as_much_as_a_name_has() {
    let found = texts(&format!("sudo: {}quvnix7 : user NOT in sudoers", "a/".repeat(1_000)));
    assert!(found.iter().any(|text| text.ends_with("/quvnix7") && text.len() == 1024), "{found:?}");
}

#[test]
fn machines_that_clusters_and_windows_name_are_found() {
    assert_eq!(texts("Health check failed: 1/3 mons down, quorum quvnix-7,gw8 (MON_DOWN)"), ["gw8", "quvnix-7"]);
    assert_eq!(texts("Deploying daemon osd.7 on quvnix"), ["quvnix"]);
    assert_eq!(texts("from='client.? x' entity='client.gwen7' cmd"), ["gwen7"]);
    assert_eq!(texts("entity='client.admin' cmd"), Vec::<String>::new());
    assert_eq!(texts("CTX_ID:1-GRAPH_ID:0-PID:7-HOST:quvnix-PC_NAME:gv0"), ["quvnix"]);
    assert_eq!(texts("netbios connect: name1=QUVNIX          0x20 name2=ZORGAL         0x0"), ["QUVNIX", "ZORGAL"]);
    assert_eq!(texts("got NetBIOS name QUVNIX<20> from 192.0.2.7"), ["QUVNIX"]);
    assert_eq!(texts("Samba name server QUVNIX is now a local master browser"), ["QUVNIX"]);
    assert_eq!(texts("root namespace host/quvnix-7/2026-01-02T03:04:05Z/x"), ["quvnix-7"]);
    assert_eq!(texts("Agent key generated for 'quvnix' (requested by any)"), ["quvnix"]);
    assert_eq!(texts("ERROR: Issue with creating launcher for agent quvnix-7. The agent"), ["quvnix-7"]);
    assert_eq!(texts("Running on Jenkins in /var/lib/x"), Vec::<String>::new());
    assert_eq!(texts("kid1| Detected DEAD Parent: quvnix"), ["quvnix"]);
    assert_eq!(texts("rejected EHLO or HELO QUVNIX: invalid HELO"), ["QUVNIX"]);
    assert_eq!(texts("Added new forward map from Gwens-iPad.plant.example to 192.0.2.7"), ["Gwens-iPad.plant.example"]);
}

#[test]
fn who_works_on_switches_and_hypervisors_is_found() {
    assert_eq!(texts("%AAA-6-AAA_ACCOUNTING_MESSAGE: update:192.0.2.7@pts/1:gwen7:show run"), ["gwen7"]);
    assert_eq!(texts("set: [system host-name] \"quvnix\" -> \"zorgal\""), ["quvnix", "zorgal"]);
    assert_eq!(texts("UI_LOGIN_EVENT: User 'reception' login, class 'x' [7]"), ["reception"]);
    assert_eq!(texts("UI_CMDLINE_READ_LINE: User 'lab-user', command 'show'"), ["lab-user"]);
    assert_eq!(texts("UPID:x:1:2:3:imgcopy::gwen@pve!ci: 7 OK"), ["gwen"]);
    assert_eq!(texts("permission check failed. (gwen@pbs)"), ["gwen"]);
    assert_eq!(texts("and the user name is \"gwen\"."), ["gwen"]);
    assert_eq!(texts("a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:Wm8Kq2Zr|2^20"), ["Wm8Kq2Zr"]);
}

#[test]
fn who_asks_controllers_and_gateways_is_found() {
    assert_eq!(texts("Message: Unable to log in for gwen from 192.0.2.7 using SSH."), ["gwen"]);
    assert_eq!(texts("Authentication of [gwen] was terminated by realm [native]"), ["gwen"]);
    assert_eq!(texts("Authentication succeeded for admin user 'lab-user'"), ["lab-user"]);
    assert_eq!(texts("FSSO-logon event from one: user RECEPTION logged on 192.0.2.7"), ["RECEPTION"]);
    assert_eq!(texts("[dashboard INFO request] [192.0.2.7:1] [POST] [201] [0.231s] [gwen] [2.0B] /x"), ["gwen"]);
    assert_eq!(texts("mds.cephfs.quvnix-7.wpRJAx Updating MDS map"), ["quvnix-7"]);
    assert_eq!(texts("client login info: ip [192.0.2.7:1] version [0.5] hostname [quvnix] os"), ["quvnix"]);
    assert_eq!(texts("Ageout AP 192.0.2.7-02:00:5E:00:53:07-ap x"), Vec::<String>::new());
}

#[test]
fn machines_behind_balancers_switches_and_radios_are_found() {
    assert_eq!(texts("AUDIT - client tmui, user gwenq - transaction #7"), ["gwenq"]);
    assert_eq!(texts("httpd(pam_audit): user=gwenq(gwenq) partition=[All]"), ["gwenq"]);
    assert_eq!(texts("Pool /Common/p member /Common/zorgal:443 monitor status down"), ["zorgal"]);
    assert_eq!(texts("Device \"server_x_192.0.2.7:80(zorgal)\" - State DOWN"), ["zorgal"]);
    assert_eq!(texts("username:domainname gwenq:QUVNIX - applicationName x"), ["gwenq"]);
    assert_eq!(
        texts("[SEC-7], INFO, SECURITY, gwenq/admin/192.0.2.7/ssh, ad_0/zorgal/FID 128, 8"),
        ["gwenq", "zorgal"]
    );
    assert_eq!(texts("[SEC-7], 7, FID 128, INFO, zorgal, x"), ["zorgal"]);
    assert_eq!(texts("is connected to [ap:zorgal-7:02-00-5E-00-53-07] with"), ["zorgal-7"]);
    assert_eq!(texts("():User[gwenq] joins WLAN[Quvnix Works] from"), ["Quvnix Works", "gwenq"]);
    assert_eq!(texts("New lease 192.0.2.7 for client zorgal, MAC x"), ["zorgal"]);
    for line in ["a, SECURITY, none", "request from UID:1000 GID:1000", "removing from VS [192.0.2.7]:tcp:443"] {
        assert_eq!(texts(line), Vec::<String>::new(), "{line}");
    }
}

#[test]
fn members_guests_and_copies_are_found() {
    assert_eq!(texts("Initiating start operation vip_start_0 on zorgal"), ["zorgal"]);
    assert_eq!(texts("for pacemaker-controld.7@zorgal: OK"), ["zorgal"]);
    assert_eq!(texts("Selected 0.0 (zorgal)(SYNCED) as donor."), ["zorgal"]);
    assert_eq!(texts("cluster view for channel ejb: [zorgal-7|3] (2) [zorgal-7, zorgal-8]"), ["zorgal-7", "zorgal-8"]);
    assert_eq!(texts("notifications for object 'zorgal!disk'"), ["zorgal"]);
    assert_eq!(texts("Migration started (VM: zorgal-7, Source: x"), ["zorgal-7"]);
    assert_eq!(texts("VM.import_metadata x (name-label: zorgal-7)"), ["zorgal-7"]);
    assert_eq!(texts("\"requestURI\":\"/api/v1/nodes/zorgal-7\",\"verb\""), ["zorgal-7"]);
    assert_eq!(texts("\"requestURI\":\"/api/v1/nodes/zorgal/status\",\"verb\""), ["zorgal"]);
    assert_eq!(texts("  Client:    \"zorgal-fd\" 11.0"), ["zorgal"]);
    assert_eq!(texts("repository is already locked by PID 7 on zorgal by gwenq (UID 1000)"), ["gwenq", "zorgal"]);
    assert_eq!(texts("VMMS 18304 'zorgal' was realized."), ["zorgal"]);
    assert_eq!(texts("action=start instance=zorgal project=default"), ["zorgal"]);
    assert_eq!(texts("joined computer 'ZORGAL' to domain"), ["ZORGAL"]);
    assert_eq!(texts("Device 7 client is \"x v1\" named \"zorgal\" at"), ["zorgal"]);
    for line in
        ["Initiating start operation", "for object 'all disks!'", "Starting backup of \"settings\"", "from VM list"]
    {
        assert_eq!(texts(line), Vec::<String>::new(), "{line}");
    }
}

#[test]
fn logins_are_told_by_what_they_do() {
    assert_eq!(texts("User m7 failed login from 192.0.2.7"), ["m7"]);
    assert_eq!(texts("Login for user m7 denied by PAM"), ["m7"]);
    assert_eq!(texts("User \"reception\" connected to connection"), ["reception"]);
    assert_eq!(texts("The user 'lab_user' has FAILED authentication"), ["lab_user"]);
    assert_eq!(texts("Login failed for gwenq from 192.0.2.7"), ["gwenq"]);
    assert_eq!(texts("provider|LOCAL][IP|192.0.2.7|][login|gwenq]"), ["gwenq"]);
    assert_eq!(texts("('x' 'gwenq' 'ALLOWED' 'OK' 'API'"), ["gwenq"]);
    assert_eq!(texts("Failed authentication attempt for m7 from 192.0.2.7:40000"), ["m7"]);
    assert_eq!(texts("requested by @quvnixq"), ["@quvnixq"]);
    assert_eq!(texts("User m7 from 192.0.2.7 login failed"), ["m7"]);
    assert_eq!(texts("zorgal SHELL/5/SHELL_LOGIN: gwenq logged in from 192.0.2.7."), ["gwenq"]);
    assert_eq!(texts("ipa: INFO: x: user_add/1('gwenq', givenname='x', sn='Zorgal'"), ["Zorgal", "gwenq"]);
    assert_eq!(texts("[gwenq] FTP response: Client"), ["gwenq"]);
    assert_eq!(texts("Access granted: card 0081223188 holder \"Quvna Zorgal\" door"), ["0081223188", "Quvna Zorgal"]);
    for line in [
        "User session logged out",
        "user 'account' has been authenticated",
        "User \"@6b1f9c20-77aa-4c11-9d33-0123456789ab\" joined connection",
        "Initialized sound card 7",
        "update downloaded for quvnix from 192.0.2.7",
        "session opened by update from 192.0.2.7",
        "failed to authenticate user against LDAP",
    ] {
        assert_eq!(texts(line), Vec::<String>::new(), "{line}");
    }
}

#[test]
fn machines_of_racks_jobs_and_agents_are_found() {
    assert_eq!(texts("performing bit sparing on R07-M1-L2-U17-A bit 3"), ["R07-M1-L2-U17-A"]);
    assert_eq!(texts("user=m7 jobname=x exec_host=quvnix7/8+zorgal-8/3 end=7"), ["quvnix7", "zorgal-8"]);
    assert_eq!(texts("01/02/2026 03:04:05;E;7120.quvnix;user=m7 group=x"), ["quvnix"]);
    assert_eq!(texts("PBS_Server.77;Job;7120.quvnix;Job Queued at request of x"), ["quvnix"]);
    assert_eq!(texts("JobId=7 JobName=x UserId=m7(5888) GroupId=users(7)"), ["m7"]);
    assert_eq!(texts("SamLogon: Network logon of x from QUVNIX Entered"), ["QUVNIX"]);
    assert_eq!(texts("SamLogon: Transitive logon of x from QUVNIX (via ZORGAL) Returns 0x0"), ["QUVNIX", "ZORGAL"]);
    assert_eq!(texts("(jgroups-7,quvnix-7120) ISPN000094: x"), ["quvnix-7120"]);
    assert_eq!(texts("lib/bsock.cc: Unable to connect to Client: quvnix-fd on 192.0.2.7"), ["quvnix"]);
    assert_eq!(texts("Receive connector Default Frontend QUVNIX7. The source"), ["QUVNIX7"]);
    assert_eq!(texts("LLDP_NEIGHBOR_DOWN: Neighbor Port ID ge-0/0/7, System Name quvnix"), ["quvnix"]);
    assert_eq!(texts("VDSM quvnix-7 command Get Host Capabilities failed"), ["quvnix-7"]);
    assert_eq!(texts("pbcast.GMS] (Pool -- 7) quvnix-7120: no members discovered"), ["quvnix-7120"]);
    assert_eq!(texts("storage.raft: failed to contact: server-id=quvnix time=2.5s"), ["quvnix"]);
    assert_eq!(texts("from 'started' to 'migrate'  (node = quvnix, target = zorgal)"), ["quvnix", "zorgal"]);
    assert_eq!(texts("error: *** JOB 7120 ON quvnix-7 CANCELLED AT x"), ["quvnix-7"]);
    assert_eq!(texts("Building remotely on quvnix-7 (linux) in workspace /x"), ["quvnix-7"]);
    for line in [
        "jdbc:sqlserver://x:1433;databaseName=shop;user=sa",
        "a;7;user=m7",
        "tryReconnect: Attempting to reconnect in 7 s",
        "(jgroups-7, timer) stopped",
        "Terminating the channel because of a timeout",
        "Host 00dc.7118.343b in vlan 3 is flapping",
        "is connected to [AP:02-00-5e-00-53-07] with x",
        "disconnecting connection from CTX_ID:6b1f9c20-GRAPH",
        "request through proxy failed",
    ] {
        assert_eq!(texts(line), Vec::<String>::new(), "{line}");
    }
}

#[test]
fn logins_and_networks_in_marks_are_found_be_they_words() {
    assert_eq!(texts("User [reception] from computer [x] connected"), ["reception"]);
    assert_eq!(texts("openvpn: user 'reception' could not authenticate."), ["reception"]);
    assert_eq!(texts("User[gwenq@02:00:5e:00:53:07] left"), ["gwenq"]);
    assert_eq!(
        texts("disconnects from WLAN[Quvnix Works] at AP[quvnix-7@02:00:5e:00:53:07]"),
        ["Quvnix Works", "quvnix-7"]
    );
    assert_eq!(texts("WIF: Connecting to AP1 Quvnix Works Channel 6 BSSId x in mode 11n"), ["Quvnix Works"]);
    assert_eq!(texts("SamLogon: Network logon of QUVNIX\\reception from ZORGAL Entered"), ["ZORGAL", "reception"]);
    assert_eq!(texts("for user [gwenq] -> [m7] FAILED"), ["gwenq", "m7"]);
    assert_eq!(texts("EAP method EAP_MSCHAPV2 failed for peer gwenq"), ["gwenq"]);
    assert_eq!(texts("allowed=true ugi=x cmd=open src=/user/reception/x dst=null"), ["reception"]);
    assert_eq!(texts("<gwenq@works> starting task UPID:x"), ["gwenq@works"]);
    assert_eq!(texts("UNIFIadmin=reception src=192.0.2.7 msg=x"), ["reception"]);
    assert_eq!(texts("Failed to configure '0x02005efffe005307', attempt 1"), ["02005efffe005307"]);
    for line in [
        "user 'account' is locked",
        "user 'id' and 'name'",
        "User [settings] from cache",
        "x-7 made changes to y",
        "missing user 'mail' attribute",
        "WLAN[0]: up",
        "EAP method PEAP failed for peer due to x",
    ] {
        assert_eq!(texts(line), Vec::<String>::new(), "{line}");
    }
}
