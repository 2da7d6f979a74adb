//! Secrets on command lines: `--password X`, `mysql -pX`, `curl -u name:X`.

mod accounts;
mod credentials;
mod piped;
pub(super) mod places;
mod words;

use std::sync::LazyLock;

use super::flags::{self, Flags};
use super::programs::{Named, Programs};
use super::{Fields, databases, options, positions, protocols};
use crate::minimize::prefilter::{Finder, Needs, mark};
use crate::minimize::{Found, Kind, bytes};
use words::plain;

pub(super) use accounts::NEEDS as ACCOUNTS;
pub(super) use words::{Strings, argument, extent, secret, word};

/// What a line must show to hold one; [`ACCOUNTS`] calls the finder too.
pub(super) const NEEDS: Needs = Needs {
    finder: Finder::CommandLine,
    marks: mark::OPTION | mark::FLAG,
    words: &[
        "identified",
        "pragma",
        "secret",
        "attach",
        "rsync",
        "scp",
        "nmcli",
        "password",
        "pass",
        "passin",
        "passout",
        "tcp",
        "unix",
        "thin",
        "oci",
        "sqlplus",
        "expdp",
        "impdp",
        "rman",
        "connect",
        "rabbitmqctl",
        "zfs",
        "mc",
        "mosquitto",
        "kv",
        "etcdctl",
        "net",
        "schtasks",
        "cmdkey",
        "cwjap",
        "cwsap",
        "cgauth",
        "clck",
        "cpwd",
        "unseal",
        "wps",
        "ngrok",
        "signtool",
        "wpa",
        "wps",
        "stats",
        "chpasswd",
        "sudo",
        "wmic",
        "xfreerdp",
        "wfreerdp",
        "ktpass",
        "smbclient",
        "config",
        "configure",
        "stdin",
        "cryptsetup",
        "radtest",
        "ipmitool",
        "samba",
        "consul",
        "login",
        "kinit",
        "docker",
        "ipa",
        "isi",
        "userconfig",
        "create",
    ],
};

/// Finds them in one line.
pub(super) fn find(line: &[u8], fields: &Fields, found: &mut Vec<Found>) {
    let (flags, named) = (Flags::of(line), RULES.named(line));
    if named.holds(FLAGS) {
        flags.find(line, found);
    }
    if !flags.is_empty() {
        flagged(line, flags, named, fields, found);
    }
    if named.holds(POSITIONS) {
        positions::find(line, found);
    }
    if named.holds(OTHERS) {
        places::remote(line, found);
        protocols::find(line, found);
        credentials::statistics(line, found);
        places::network(line, found);
        places::property(line, found);
    }
    if memchr::memchr(b'|', line).is_some() {
        piped::find(line, found);
    }
    if memchr::memchr(b'<', line).is_some() {
        piped::here(line, found);
    }
    if named.holds(LOGINS) {
        accounts::find(line, found);
    }
    places::printed(line, found);
    databases::find(line, found);
}

/// What stands behind flags of a line that has some.
fn flagged(line: &[u8], flags: Flags, named: Named, fields: &Fields, found: &mut Vec<Found>) {
    options::find(line, fields, found);
    for flag in [&b"-passin pass:"[..], b"-passout pass:", b"-pass pass:"] {
        if flags.may_hold(flag)
            && let Some(at) = bytes::find(line, flag)
        {
            word(line, at + flag.len(), &Strings::default(), found);
        }
    }
    if flags.may_hold(b"-y") {
        credentials::signed(line, found);
    }
    if flags.may_hold(b"-u") {
        credentials::named(line, found);
    }
    if flags.may_hold(b"-p") || flags.may_hold(b"-P") {
        credentials::beside(line, found);
        credentials::before(line, found);
    }
    if flags.may_hold(b"--") {
        places::added(line, found);
    }
    if flags.may_hold(b"-l") {
        places::secure_shell(line, found);
    }
    if flags.may_hold(b"-H") {
        places::checked(line, found);
    }
    if [&b"-u"[..], b"-U", b"-a", b"--"].into_iter().any(|flag| flags.may_hold(flag)) {
        credentials::find(line, found);
        if named.holds(JOINTS) {
            credentials::joined(line, found);
        }
    }
    if named.holds(JOINTS) {
        credentials::clustered(line, found);
    }
    for (flag, kind) in NAMES {
        if flags.may_hold(flag)
            && let Some(at) = bytes::every(line, flag).find(|at| flag[1] == b'-' || line[..*at].ends_with(b" "))
            && (flag[1] == b'-' || !is_switch(&line[..at]))
        {
            plain(line, at + flag.len(), kind, found);
        }
    }
    if named.holds(OTHERS) {
        credentials::positional(line, found);
    }
}

/// Flags behind which a name stands.
const NAMES: [(&[u8], Kind); 5] = [
    (b"-h ", Kind::Host),
    (b"-u ", Kind::User),
    (b"-U ", Kind::User),
    (b"--server\0", Kind::Host),
    (b"--server ", Kind::Host),
];

/// Whether the command that goes on behind a text is one whose flags of one letter name nobody: `sort -u`, `df -h`.
fn is_switch(head: &[u8]) -> bool {
    let opens = |at: usize| match head[at] {
        b'|' | b';' | b'&' | b'`' | b'(' | b'"' | b'\'' => true,
        // A key, a log's program, and a prompt.
        b':' | b'$' | b'#' => head.get(at + 1) == Some(&b' '),
        _ => false,
    };
    let begin = (0..head.len()).rev().find(|at| opens(*at)).map_or(0, |at| at + 1);
    let mut words = head[begin..].split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let leads = |word: &[u8]| {
        let set = memchr::memchr(b'=', word).is_some_and(|at| word.get(at + 1) != Some(&b'/'));
        set || word[0] == b'-' || bytes::is_one_of(word, &LEADING)
    };
    // `env -u NAME`: a variable.
    let Some(command) = words.find(|word| !leads(word)) else { return head.ends_with(b"env ") };
    let program = command.rsplit(|byte| *byte == b'/').next().unwrap_or(command);
    // What stands behind these is a program with flags of its own.
    let known = |program: &[u8]| bytes::is_one_of(program, &SWITCHED);
    if !program.starts_with(b"python") {
        return known(program);
    }
    match words.next() {
        Some(b"-m") => words.next().is_some_and(known),
        behind => behind.is_none() && known(program),
    }
}

/// Words before a command.
const LEADING: [&str; 8] = ["sudo", "env", "nohup", "time", "exec", "doas", "watch", "nice"];

/// Programs whose `-u`, `-U` or `-h` is a switch, or names a unit.
const SWITCHED: [&str; 30] = [
    "anacron",
    "journalctl",
    "systemctl",
    "git",
    "sort",
    "date",
    "uniq",
    "diff",
    "pip",
    "pip3",
    "unzip",
    "zip",
    "du",
    "df",
    "ls",
    "free",
    "tar",
    "ss",
    "netstat",
    "umount",
    "python",
    "python3",
    "patch",
    "rpm",
    "cp",
    "mv",
    "sar",
    "shutdown",
    "grep",
    "iostat",
];

/// What the rules begin with: lists by their places.
static RULES: LazyLock<Programs> = LazyLock::new(|| {
    let joints =
        credentials::JOINED.iter().flat_map(|(_, _, programs)| programs.iter().map(|program| program.as_bytes()));
    let others = [&b"rsync "[..], b"scp ", b"htpasswd -", b"stats auth ", b"wifi connect ", b"nmcli "];
    Programs::new([
        flags::programs().collect(),
        positions::words().collect(),
        joints.collect(),
        others.into_iter().chain(protocols::WORDS).collect(),
        accounts::programs().collect(),
    ])
});

/// The places of the lists.
const FLAGS: u32 = 0;
const POSITIONS: u32 = 1;
const JOINTS: u32 = 2;
const OTHERS: u32 = 3;
const LOGINS: u32 = 4;

#[cfg(test)]
mod tests {
    use super::{Fields, find};

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, |line, found| find(line, &Fields::default(), found))
    }

    #[test]
    fn secrets_on_command_lines_are_found() {
        assert_eq!(texts("mysql -uroot -pHunter1 shop"), ["Hunter1", "root"]);
        assert_eq!(texts("mysqldump -pabc1 shop | /usr/bin/mysql -pabc2 shop; mysql -p shop"), ["abc1", "abc2"]);
        assert_eq!(texts("curl --proxy-user svc:abc1 https://x"), ["svc", "abc1"]);
        assert_eq!(texts("curl -sku svc:abc1 https://x; curl -su 'svd:abc 2'"), ["svc", "abc1", "svd", "abc 2"]);
        assert_eq!(texts("http --auth svc:abc1 GET x"), ["svc", "abc1"]);
        assert_eq!(texts("ncat --proxy-auth svc:abc1 x 22"), ["svc", "abc1"]);
        assert_eq!(texts("ncat --proxy-auth 1000:481516 x 22"), ["1000", "481516"]);
        assert_eq!(texts("lftp -u 1001,481516 gw"), ["1001", "481516"]);
        assert_eq!(texts("wget --user=1000:481516 x; restic -u 1000:481516"), ["1000", "481516", "1000", "481516"]);
        assert_eq!(texts("docker exec web restic -u 1000:481516 x"), ["1000", "481516"]);
        assert_eq!(texts("docker run --rm quvnix -u 1000:481516 x"), ["1000", "481516"]);
        assert_eq!(texts("bcp t out a -U x -P abc2 -c; racadm -u x -p abc3 y"), ["abc2", "abc3"]);
        assert_eq!(texts("lftp -u svc,abc1 gw; x"), ["svc", "abc1"]);
        assert_eq!(texts("smbclient //gw/x -Ugwen%abc1"), ["gwen", "abc1"]);
        assert_eq!(texts("ssh-keygen -N 'abc 1' -f /tmp/k"), ["abc 1"]);
        assert_eq!(texts("plink -ssh -pw abc1 gw"), ["abc1"]);
        assert_eq!(texts("xfreerdp /v:gw /p:abc1"), ["abc1"]);
        assert_eq!(texts("backup --token abc1 --verbose"), ["abc1"]);
        assert_eq!(texts("curl -s -u svc:abc1 https://x"), ["svc", "abc1"]);
        assert_eq!(texts("curl -u \"svc:abc 1\" https://x"), ["svc", "abc 1"]);
        assert_eq!(texts("curl -u 'svc:abc 1' https://x"), ["svc", "abc 1"]);
        assert_eq!(texts("ALTER USER x IDENTIFIED BY 'abc1';"), ["abc1"]);
        assert_eq!(texts(r#"["CMD", "mysqladmin", "ping", "-u", "root", "-pabc1"]"#), ["abc1"]);
        assert_eq!(texts("['curl', '-u', 'mon:abc1', 'http://x']"), ["mon", "abc1"]);
        assert_eq!(texts(r#"args: ["--password", "abc 1", "--token", "--x"]"#), ["abc 1"]);
        assert_eq!(texts("sshpass -pabc1 ssh gw7; sshpass -p abc2 ssh gw7"), ["abc1", "abc2"]);
        assert_eq!(texts("tool -x -u gwenda -p abc1 -n; cli -U 'gwen b' -P abc2"), ["abc1", "abc2", "gwenda"]);
        assert_eq!(texts("tool -p h4x0r -u gwenda"), ["h4x0r", "gwenda"]);
        assert_eq!(texts("ssh -p h4x0r -u gwenda"), ["gwenda"]);
        assert_eq!(texts("check_snmp -H gw7box -C abc1 -o x"), ["abc1", "gw7box"]);
        assert_eq!(texts("ipmitool -H gw7box -I lanplus user set password 2 abc1"), ["abc1"]);
        assert_eq!(texts("Running echo \"abc1\" | /usr/bin/sudo -S ls"), ["abc1"]);
        assert_eq!(texts("AT+CWJAP_CUR=\"Attic\",\"abc1\""), ["Attic", "abc1"]);
        assert_eq!(texts("  stats auth adm7:abc1"), ["adm7", "abc1"]);
        assert_eq!(texts("7z x -pabc1 a.7z; bcp t out a -U x -Pabc2 -c"), ["abc1", "abc2"]);
        assert_eq!(texts("snmpget -v3 -a SHA -A abc1 -x AES -X abc2 gw"), ["abc1", "abc2"]);
        assert_eq!(texts("nsupdate -y hmac-sha256:zone:abc1= x"), ["abc1="]);
        assert_eq!(texts("ssh -i /root/id -l gwen7 zorgal7 uptime"), ["gwen7", "zorgal7"]);
    }

    #[test]
    fn a_command_line_in_a_string_or_an_element_ends_with_it() {
        assert_eq!(texts(r#"{"cmd":"openssl x -passin pass:abc1"}"#), ["abc1"]);
        assert_eq!(texts(r#"["sh -c \"mysql -pabc1\""]"#), [r#"abc1\""#]);
        assert_eq!(texts(r#"{"cmd":"htpasswd -b f ann abc1","n":1}"#), ["ann", "abc1"]);
        assert_eq!(texts(r#"{"cmd":"mysql -u a -p","n":"b"}"#), Vec::<String>::new());
        assert_eq!(texts("<cmd>mysql -pabc1</cmd>"), ["abc1"]);
        assert_eq!(texts("<![CDATA[mysql -pabc1]]>"), ["abc1"]);
        assert_eq!(texts(r#"{"a":"x --user =0","b":["x:y"]}"#), Vec::<String>::new());
        assert_eq!(texts(r#"{"a":"impdp ","b":"x/y@z"}"#), Vec::<String>::new());
    }

    #[test]
    fn other_flags_stay() {
        for line in [
            "ssh -p 2222 x",
            "tar --verbose --retries 3",
            "ls -p x",
            "$ journalctl -u quvnix.service",
            "sort -u quvnix; /usr/bin/df -h quvnix",
            "sudo -n LANG=C /usr/bin/sort -u quvnix",
            "ExecStart=/usr/bin/journalctl -u quvnix",
            "python3 -u quvnix",
            "python -m pip install -U quvnix",
            "env -u QUVNIX x",
            "ntpd -g -u ntp:ntp",
            "docker run -u 1000:1000 x",
            "/usr/bin/podman run --rm -v /a:/b --user 1000:1000 x",
            "docker exec -it -e A=b --user=1000:1000 x",
            "by the -i or -h command line switches",
            "Using --password via the CLI is insecure. Use --password-stdin.",
            "the --token option is ignored, --secret is deprecated",
            "user set password 2 quvnix7",
            "usage: x [--token QUVNIX] [--password ZORGAL]",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn what_stands_behind_a_login_may_be_a_port_or_a_priority() {
        for line in [
            "docker run -u gwenda -p 127.0.0.1:8080:80/tcp quvnix",
            "sudo -u gwenda -p quvnix7 ls",
            "mysql -u gwenda -p quvnix7",
            "lsof -u gwenda -p ^1234",
            "tool -u gwenda -p /srv/quvnix7",
            "journalctl -u gwenda -p warning",
        ] {
            assert!(!texts(line).iter().any(|text| text != "gwenda"), "{line}");
        }
    }

    #[test]
    fn a_program_is_known_by_the_command_alone() {
        assert_eq!(texts("python3 quvnix.py -u gwenda"), ["gwenda"]);
        assert_eq!(texts("docker exec python3 quvnix -h gw7box -u gwenda"), ["gw7box", "gwenda"]);
        assert_eq!(texts("/home/git/bin/quvnix -u gwenda"), ["gwenda"]);
    }
}
