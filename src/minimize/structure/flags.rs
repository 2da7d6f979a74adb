//! Flags of one letter on command lines, and the secrets behind those of some programs: `mysql -pX`, `ldapsearch -w X`.

use super::command_line::{Strings, argument, extent, secret};
use crate::minimize::{Found, bytes};

/// Which letters stand behind the dashes of a line: most flags that are looked for are in few lines.
#[derive(Debug, Clone, Copy)]
pub(super) struct Flags(u128);

impl Flags {
    pub(super) fn of(line: &[u8]) -> Self {
        let letters = memchr::memchr_iter(b'-', line).filter_map(|at| line.get(at + 1));
        Self(letters.filter(|letter| letter.is_ascii()).fold(0, |flags, letter| flags | 1 << letter))
    }

    pub(super) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether a flag may be there; one of Windows' begins with a slash and is looked for.
    pub(super) const fn may_hold(self, flag: &[u8]) -> bool {
        flag[0] != b'-' || self.0 >> flag[1] & 1 == 1
    }

    /// Finds the secrets behind flags of one letter.
    pub(super) fn find(self, line: &[u8], found: &mut Vec<Found>) {
        let strings = Strings::default();
        for (programs, flag, value) in SHORT.into_iter().filter(|(_, flag, _)| self.may_hold(flag)) {
            short(line, programs, (flag, value), &strings, found);
        }
    }
}

/// The programs whose flags are known.
pub(super) fn programs() -> impl Iterator<Item = &'static [u8]> {
    SHORT.into_iter().flat_map(|(programs, ..)| programs.iter().map(|program| program.as_bytes()))
}

/// A flag of one letter behind one of its programs, every time that one is run.
fn short(line: &[u8], programs: &[&str], (flag, value): (&[u8], Value), strings: &Strings, found: &mut Vec<Found>) {
    for program in programs {
        let mut from = 0;
        while let Some(program) = bytes::find(&line[from..], program.as_bytes()).map(|at| from + at) {
            let Some(at) = flagged(line, program, flag) else { break };
            from = at + flag.len();
            // `java -url jdbc:mysql://… -password X`
            if value == Value::Joined && line[at..].starts_with(b"-password") {
                continue;
            }
            let span = match value {
                Value::Argument => argument(line, from, strings),
                // A flag in quotes ends with them.
                Value::Joined if matches!(line[at - 1], b'"' | b'\'') => {
                    memchr::memchr(line[at - 1], &line[from..]).map(|length| (from, from + length))
                }
                Value::Joined => extent(line, from, strings).filter(|_| !line[from].is_ascii_whitespace()),
            };
            if let Some(span) = span.filter(|(start, end)| start < end) {
                secret(line, span, found);
            }
        }
    }
}

/// Where a flag begins, at or behind `from`: a word of its own, or an item of a list in quotes.
pub(super) fn flagged(line: &[u8], from: usize, flag: &[u8]) -> Option<usize> {
    let begins = |at: &usize| matches!(line[*at - 1], b' ' | 0 | b'"' | b'\'' | b'!');
    bytes::every(&line[from..], flag).map(|at| from + at).filter(|at| *at > 0).find(begins)
}

/// Where a flag has its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Value {
    /// Right behind it.
    Joined,
    /// In the next word.
    Argument,
}

/// Programs, and the flag behind which they take a secret.
const SHORT: [(&[&str], &[u8], Value); 40] = [
    (&["kadmin "], b"-w", Value::Argument),
    (&["openssl s_client", "openssl s_server"], b"-psk", Value::Argument),
    (&["mysql", "mariadb", "sshpass"], b"-p", Value::Joined),
    (&["sshpass", "docker login", "podman login", "mongo", "cqlsh", "rdesktop"], b"-p", Value::Argument),
    (&["ldapsearch", "ldapmodify", "ldapadd", "ldappasswd", "ldapwhoami"], b"-w", Value::Argument),
    (&["basic_ldap_auth", "squid_ldap_", "ext_ldap_group_acl"], b"-w", Value::Argument),
    (&["ldapsearch", "ldapmodify", "ldapadd", "ldappasswd", "ldapwhoami"], b"-w", Value::Joined),
    (&["snmpwalk", "snmpget", "snmpset", "snmpbulk", "snmptrap", "snmptable"], b"-c", Value::Argument),
    (&["ipmitool", "sqlcmd", "mosquitto_", "zip ", "bcp "], b"-P", Value::Argument),
    (&["redis-cli"], b"-a", Value::Argument),
    (&["wbinfo"], b"-a", Value::Argument),
    (
        &["snmpwalk", "snmpget", "snmpset", "snmpbulk", "snmptrap", "snmptable", "trapsess", "create-v3-user"],
        b"-A",
        Value::Argument,
    ),
    (
        &["snmpwalk", "snmpget", "snmpset", "snmpbulk", "snmptrap", "snmptable", "trapsess", "create-v3-user"],
        b"-X",
        Value::Argument,
    ),
    (&["x11vnc"], b"-passwd", Value::Argument),
    (&["7z ", "7za "], b"-p", Value::Joined),
    (&["bcp "], b"-P", Value::Joined),
    (&["az login"], b"-p", Value::Argument),
    (&["schtasks"], b"/rp", Value::Argument),
    (&["cmdkey"], b"/pass:", Value::Joined),
    (&["nmcli"], b"password", Value::Argument),
    (&["ssh-keygen", "ssh-add"], b"-N", Value::Argument),
    (&["ssh-keygen", "isql", "tsql", "mosquitto_passwd"], b"-P", Value::Argument),
    (&["openssl enc", "openssl aes", "openssl des"], b"-k", Value::Argument),
    (&["openssl enc", "openssl aes", "openssl des"], b"-K", Value::Argument),
    (&["psexec", "PsExec", "helm registry login", "skopeo login", "buildah login", "cf login"], b"-p", Value::Argument),
    (&["useradd ", "usermod "], b"-p", Value::Argument),
    (&["security "], b"-w", Value::Argument),
    (&["rar "], b"-hp", Value::Joined),
    (&["rar "], b"-p", Value::Joined),
    (&["freerdp", "FreeRDP"], b"/p:", Value::Joined),
    (&["wmic", "WMIC"], b"/password:", Value::Joined),
    (&["ktpass"], b"/pass", Value::Argument),
    (&["upscmd", "upsrw", "ncftp", "fence_", "esxcli", "doveadm pw", "racadm"], b"-p", Value::Argument),
    (&["freerdp", "psexec"], b"/password:", Value::Joined),
    (&["erl ", "iex "], b"-setcookie", Value::Argument),
    (&["ldappasswd"], b"-s", Value::Argument),
    (&["check_snmp", "check_if"], b"-C", Value::Argument),
    (&["signtool"], b"/p", Value::Argument),
    (&["tpm2_"], b"-P", Value::Argument),
    (&["rclone"], b"pass", Value::Argument),
];
