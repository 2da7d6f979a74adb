//! The phrases: what programs say before a name, or behind it.

use super::super::super::Kind;

/// A phrase and what stands where in it.
pub(super) struct Phrase {
    pub(super) words: &'static str,
    pub(super) kind: Kind,
    pub(super) place: Place,
    /// Whether whatever stands there is a name; else it must look like one.
    pub(super) sure: bool,
}

#[derive(Clone, Copy)]
pub(super) enum Place {
    Behind(End),
    Before,
}

#[derive(Clone, Copy)]
pub(super) enum End {
    /// Where the word ends.
    Word,
    /// Where these words begin, or where the word ends.
    At(&'static str),
    /// Where the second words begin, or where the word ends if there are none; the name begins behind the first ones.
    Between(&'static str, &'static str),
    /// At the line's end; the name begins behind the last space.
    Line,
    /// At the line's end; several names with spaces between them.
    Words,
    /// Where the closing bracket stands or the line ends; several names with commas between them.
    List,
}

pub(super) const fn user(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::User, place: Place::Behind(End::Word), sure: true }
}

const fn user_until(words: &'static str, end: &'static str) -> Phrase {
    Phrase { words, kind: Kind::User, place: Place::Behind(End::At(end)), sure: true }
}

pub(super) const fn user_between(words: &'static str, first: &'static str, second: &'static str) -> Phrase {
    Phrase { words, kind: Kind::User, place: Place::Behind(End::Between(first, second)), sure: true }
}

const fn users(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::User, place: Place::Behind(End::List), sure: true }
}

const fn machines(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Host, place: Place::Behind(End::Words), sure: true }
}

const fn serial(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Serial, place: Place::Behind(End::Word), sure: true }
}

const fn serial_before(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Serial, place: Place::Before, sure: true }
}

pub(super) const fn machine_between(words: &'static str, first: &'static str, second: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Host, place: Place::Behind(End::Between(first, second)), sure: true }
}

pub(super) const fn user_last(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::User, place: Place::Behind(End::Line), sure: true }
}

const fn maybe_user_until(words: &'static str, end: &'static str) -> Phrase {
    Phrase { words, kind: Kind::User, place: Place::Behind(End::At(end)), sure: false }
}

const fn maybe_user_before(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::User, place: Place::Before, sure: false }
}

pub(super) const fn maybe_user(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::User, place: Place::Behind(End::Word), sure: false }
}

const fn user_before(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::User, place: Place::Before, sure: true }
}

pub(super) const fn machine(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Host, place: Place::Behind(End::Word), sure: true }
}

pub(super) const fn maybe_machine(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Host, place: Place::Behind(End::Word), sure: false }
}

const fn machine_before(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Host, place: Place::Before, sure: true }
}

const fn maybe_machine_before(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Host, place: Place::Before, sure: false }
}

const fn session(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Session, place: Place::Behind(End::Word), sure: true }
}

const fn secret(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Secret, place: Place::Behind(End::Word), sure: true }
}

const fn key(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Key, place: Place::Behind(End::Word), sure: true }
}

const fn ssid(words: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Ssid, place: Place::Behind(End::Word), sure: true }
}

const fn ssid_until(words: &'static str, end: &'static str) -> Phrase {
    Phrase { words, kind: Kind::Ssid, place: Place::Behind(End::At(end)), sure: true }
}

pub(super) static PHRASES: [Phrase; 407] = [
    user_before(" http-nio-"),
    user_before(" DIRECT/"),
    user_before(" NONE/-"),
    user_before(" FIRST_UP_PARENT/"),
    user_before(" DEFAULT_PARENT/"),
    maybe_user_before(" on vty0"),
    maybe_user_before(" on vty1"),
    maybe_user_before(" on vty2"),
    maybe_user_before(" on vty3"),
    maybe_user_before(" on vty4"),
    maybe_user_before(" on vty5"),
    user("from vty by "),
    user("authenticate with '"),
    user("authenticated as principal "),
    user_between("Authentication request for ", "", " has been"),
    user("authentication failed for ["),
    maybe_user_before(" (client ip"),
    maybe_user("username:"),
    user_between("[uid: ", "name: ", "]"),
    user_between("A ticket for ", "", " of type"),
    machine("quorum peer on "),
    machine("Lustre mount FAILED : "),
    machine_before("->/var/log/"),
    machine("Authenticating to "),
    user_between("Authenticating to ", " as '", "'"),
    user_before("]: Login_"),
    user_before("]: First_Login"),
    user_before("]: Logout - "),
    maybe_user("failed command for "),
    maybe_user("failed auth for "),
    maybe_user_before(" ran command "),
    maybe_user("ran command as "),
    user("BAD SU "),
    user("IMAP("),
    user("POP3("),
    user("userdb("),
    machine("H=("),
    user("Login failed: '"),
    maybe_user("for admin "),
    maybe_user_before(" via web from"),
    maybe_user_before(" via ssh from"),
    maybe_machine("request from "),
    maybe_machine("connection from "),
    maybe_machine("connect from "),
    maybe_machine("connected to "),
    maybe_machine("connecting to "),
    maybe_machine("Connected to "),
    maybe_machine("Connecting to "),
    user_between("New client connected from ", "u'", "'"),
    serial(" SN "),
    serial("SN: "),
    machines("data source name "),
    user("authentication failures for "),
    serial("mCardSernum("),
    serial("Serial number is "),
    users("view acls to: "),
    users("modify acls to: "),
    users("view permissions: Set("),
    users("modify permissions: Set("),
    users("admin acls to: "),
    ssid("starting connection '"),
    ssid("activating connection '"),
    ssid("(wifi) connection '"),
    ssid("access point '"),
    ssid("policy: set '"),
    machine_between("hostname changed from ", " to \"", "\""),
    user("imap("),
    user("pop3("),
    user("lmtp("),
    user("lda("),
    user("managesieve("),
    user("passwd-file("),
    maybe_user("pam("),
    maybe_user("ldap("),
    maybe_user("sql("),
    machine("workstation ["),
    machine("from workstation "),
    user_before(" HIER_"),
    machine_before("] Peer Connection Initiated"),
    serial("S/N:"),
    serial("S/N: "),
    serial("WWN:"),
    maybe_user("from console by "),
    maybe_user("User:"),
    maybe_user("user:"),
    serial("board ID "),
    serial_before(",TRAFFIC,"),
    serial_before(",THREAT,"),
    serial_before(",SYSTEM,"),
    serial_before(",CONFIG,"),
    serial_before(",GLOBALPROTECT,"),
    serial_before(",USERID,"),
    serial_before(",HIPMATCH,"),
    user_until("Authentication failure for ", " from "),
    user_between("Starting session: ", " for ", " from "),
    user("received for user "),
    user_until("authentication failure for ", " from "),
    maybe_user_before(" on pts/"),
    maybe_user_before(" on tty1"),
    maybe_user_before(" on /dev/pts/"),
    maybe_user_before(" on tty2"),
    user("password expiry for "),
    user("password aging for "),
    user("unix-user:"),
    user_last("FTP LOGIN FROM "),
    user_before("] OK LOGIN"),
    user_before("] FAIL LOGIN"),
    user_before("] OK DOWNLOAD"),
    user_before("] OK UPLOAD"),
    user_before("] FAIL UPLOAD"),
    user_before("] FAIL DOWNLOAD"),
    user_before("] OK DELETE"),
    user_before(" ALL=("),
    maybe_user("USER "),
    machine_before(" ansible_host="),
    user_between("plaintext ", "", " SASL("),
    user("been provided was \""),
    user("authentication for '"),
    user("authenticate as '"),
    maybe_user("Session opened for "),
    maybe_user("Session closed for "),
    user_before("] failed to login"),
    user("attempts. Account '"),
    user("[LOGIN_ERROR] "),
    maybe_user("FAILED LOGIN for "),
    user(" OWNER TO "),
    user("SESSION AUTHORIZATION "),
    user("SCHEMA AUTHORIZATION "),
    user("REASSIGN OWNED BY "),
    user("SET ROLE "),
    user("Failed su for "),
    user_last("Failed su for "),
    machine("Permanently added '"),
    machine("HOST ALERT: "),
    machine("SERVICE ALERT: "),
    machine("CURRENT HOST STATE: "),
    machine("CURRENT SERVICE STATE: "),
    machine("server can't find "),
    maybe_machine("Connection to "),
    maybe_machine("fatal: ["),
    maybe_machine("ok: ["),
    maybe_machine("changed: ["),
    maybe_machine("skipping: ["),
    maybe_machine("failed: ["),
    maybe_machine("Lost executor on "),
    maybe_machine("SM_NOTIFY from "),
    machine("set-hostname "),
    secret("ConvertTo-SecureString "),
    secret("CONFIG SET requirepass "),
    secret("AT+CPIN="),
    key("using RSA key "),
    key("using ECDSA key "),
    key("using EDDSA key "),
    key("using DSA key "),
    key(" made by key ID "),
    serial("Serial Number (system): "),
    serial("Volume Serial Number is "),
    serial("; serial "),
    serial(": sn "),
    machines("Online: [ "),
    machines("OFFLINE: [ "),
    machines("Started: [ "),
    machines("Promoted: [ "),
    machine("Name or service not known: '"),
    machine("database server at `"),
    maybe_machine("connection to "),
    maybe_machine("configuration update from ["),
    machine_between("Successfully assigned ", " to ", "\""),
    // sshd
    user_until("invalid user ", " from "),
    user_until("Invalid user ", " from "),
    user_until("illegal user ", " from "),
    user_until("Illegal user ", " from "),
    user_until("Failed password for ", " from "),
    user_until("Failed publickey for ", " from "),
    user_until("Failed none for ", " from "),
    user_until("Failed hostbased for ", " from "),
    user_until("Failed keyboard-interactive/pam for ", " from "),
    user_until("Failed gssapi-with-mic for ", " from "),
    user_until("Accepted password for ", " from "),
    user_until("Accepted publickey for ", " from "),
    user_until("Accepted hostbased for ", " from "),
    user_until("Accepted keyboard-interactive/pam for ", " from "),
    user_until("Accepted gssapi-with-mic for ", " from "),
    user_until("Postponed publickey for ", " from "),
    user_until("Postponed keyboard-interactive for ", " from "),
    user_until("attempts exceeded for ", " from "),
    user_until("Partial publickey for ", " from "),
    user_until("Starting session: command for ", " from "),
    user_until("Starting session: subsystem 'sftp' for ", " from "),
    user("authenticating user "),
    user("Disconnected from user "),
    user("disconnected from user "),
    user("pam_unix_account: user "),
    machine("ROOT LOGIN REFUSED FROM "),
    user_before(" not allowed because"),
    machine("getaddrinfo for "),
    machine_between("Address ", " maps to ", ","),
    machine("getnameinfo for "),
    user_between("-CERT ", "ID ", " (serial"),
    user("certificate ID "),
    user_between("error: PAM: ", " for ", " from "),
    user("Accepted google_authenticator for "),
    user("identify password for "),
    // PAM and its older form
    user("ruser="),
    user("logname="),
    user(" user="),
    machine("rhost="),
    user("session opened for user "),
    user("session closed for user "),
    user_before("(uid="),
    user("check pass; user "),
    user("account for user "),
    user("password for user "),
    user("password changed for "),
    user("password for role "),
    // sudo, su, login, shadow
    user_before(" : TTY="),
    user_before(" : user NOT in sudoers"),
    user_before(" : command not allowed"),
    user("; USER="),
    user(" FOR '"),
    maybe_user_until(" FOR ", ","),
    user("LOGIN ON tty1 BY "),
    user("LOGIN ON tty2 BY "),
    user("Login by "),
    user("login by "),
    user("new user: name="),
    user("new group: name="),
    user("add '"),
    user("delete user '"),
    user("removed group '"),
    user("change user '"),
    user("Successful su for "),
    user_last("Successful su for "),
    user("FAILED su for "),
    user_last("FAILED su for "),
    user("FAILED SU (to "),
    maybe_user("(to "),
    maybe_user(" by user "),
    // cron
    user_before(") CMD ("),
    user_before(") CMDOUT ("),
    user_before(") CMDEND ("),
    user_before(") BEGIN EDIT ("),
    user_before(") END EDIT ("),
    user_before(") LIST ("),
    user_before(") REPLACE ("),
    user_before(") DELETE ("),
    user_before(") RELOAD ("),
    user_before(") AUTH ("),
    user(") BEGIN EDIT ("),
    user(") END EDIT ("),
    user(") LIST ("),
    user(") REPLACE ("),
    // systemd
    user(" of user "),
    user(" of User "),
    maybe_user("User Slice of "),
    machine("Hostname set to "),
    machine("hostname set to "),
    machine("Set hostname to "),
    machine("set hostname to "),
    machine("hostname changed from "),
    // mail
    user("from=<"),
    user("orig_to=<"),
    user("ctladdr="),
    user("setuid to "),
    user("(set_id="),
    user_between("processing message ", " for ", ":"),
    user_between("clean message ", " for ", ":"),
    user_between("identified spam ", " for ", ":"),
    // names and connections
    machine("client provides name: "),
    machine("not giving name "),
    user("received EAP identity "),
    user("of EAP identity "),
    maybe_user_before(" opened file "),
    maybe_user_before(" closed file "),
    user("Unix account for "),
    maybe_user_until("Username ", " is invalid"),
    maybe_machine("kernel: NFS: "),
    machine("cannot monitor "),
    machine("to resolve hostname "),
    machine("resolve hostname "),
    machine("to host "),
    machine("resolve host "),
    machine("resolve '"),
    machine("resolving '"),
    machine("SNI '"),
    maybe_machine("SNI "),
    machine("servername "),
    machine("NetBIOS name is "),
    machine("helo=<"),
    machine("helo="),
    machine("ehlo=<"),
    machine(" client="),
    machine(" relay="),
    machine("lookup server "),
    machine("Name Server: "),
    maybe_machine("lookup "),
    maybe_machine("host "),
    maybe_machine("Host "),
    maybe_machine("hostname "),
    maybe_machine("node "),
    maybe_machine("Node "),
    maybe_machine("server "),
    maybe_machine("peer "),
    maybe_machine("machine "),
    maybe_machine("container on "),
    machine_before(" (ipv4:"),
    machine_before(" (ipv6:"),
    machine("server at \""),
    machine("translate host name \""),
    machine("MySQL server on '"),
    machine("UnknownHostException: "),
    machine(" ENOTFOUND "),
    machine(" EAI_AGAIN "),
    machine("resolve host address '"),
    machine("host-name \""),
    maybe_machine("Host key for "),
    maybe_machine("connect to "),
    maybe_machine("Connect to "),
    maybe_machine("connect to server "),
    maybe_machine_before(": Name or service not known"),
    maybe_machine_before(": Temporary failure in name resolution"),
    maybe_machine_before(": No address associated with hostname"),
    machine("Received PUBLISH from "),
    machine("Received SUBSCRIBE from "),
    machine("Received PINGREQ from "),
    machine("Received DISCONNECT from "),
    machine("Sending PUBLISH to "),
    machine("Sending PINGRESP to "),
    machine("Sending CONNACK to "),
    machine("Sending SUBACK to "),
    machine("Socket error on client "),
    machine_between("New client connected from ", " as ", " ("),
    maybe_machine_before(" closed its connection"),
    maybe_machine_before(" disconnected, not authorised"),
    maybe_machine_before(" has exceeded timeout, disconnecting"),
    user_until("User@Host: ", "["),
    user_between("User@Host: ", "[", "]"),
    user("CREATE ROLE "),
    user("Role \""),
    machine("standby \""),
    user("XAuth authentication of "),
    user("EAP secret for "),
    maybe_user("Authorized to "),
    maybe_user_until("login as ", " from"),
    maybe_user("authentication attempt for "),
    user("invalid password for '"),
    // Samba, mail, databases, others
    user("password attempt for '"),
    user("Duo login for '"),
    user_between("home-", "", ".mount"),
    maybe_machine("connect_to "),
    machine_between("Call From ", " to ", ":"),
    maybe_user_until("Login failed: ", " (Remote IP"),
    maybe_user("Login attempt failed for "),
    maybe_user_until("started by ", " in "),
    maybe_user("Authorized as "),
    user("for user ["),
    user("-> ["),
    user(" as user "),
    user("user=<"),
    user("denied for user "),
    user("failed for user "),
    user("failed for role "),
    user("role \""),
    user("user \""),
    user("owner \""),
    user("logged in as "),
    user("as uid "),
    user("ALTER USER "),
    user("CREATE USER "),
    user("DROP USER "),
    user("ALTER ROLE "),
    maybe_user("user "),
    maybe_user("User "),
    maybe_user("username "),
    maybe_user("login "),
    session("session token '"),
    session("session id '"),
    // Wireless
    ssid("SSID '"),
    ssid("SSID=\""),
    ssid("wireless network \""),
    ssid("'ssid' value '"),
    ssid_until("Connecting to AP1 ", " in mode"),
    ssid_until("Connecting to AP2 ", " in mode"),
    machine("in mode 11n as "),
    maybe_machine("broker "),
    maybe_machine("Connection refused ("),
    machine("not found in upstream \""),
    machine_between("Server ", "/", " is DOWN"),
    machine_between("Server ", "/", " is UP"),
    machine_between("attempt to connect to ", " (", ") failed"),
    machine_between("WSREP: Member ", "(", ")"),
    machine_between("Selected source ", " (", ")"),
    user_before("@pam>"),
    user_before("@pve>"),
    user_before("@pbs>"),
    maybe_machine("/api2/json/nodes/"),
    user("Registered SIP '"),
    user("Unregistered SIP '"),
    user("to AOR '"),
    user_between("Queued on ", "by \"", "\""),
    user_between("auth failed on module ", " for ", ":"),
    user_between("lookup(", "key \"", "\" not found in map"),
    user_between("logportalauth", "ACCEPT: ", ","),
    user("with account \""),
    user_between("AuthorizedKeysCommand ", " ", " failed,"),
    machine_between("port forward: ", "target ", " port "),
    user_between("user does not exist [", "name: ", ","),
];
