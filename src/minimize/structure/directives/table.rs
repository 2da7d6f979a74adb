//! Directives and the words in them that say what stands behind.

use super::super::super::Kind;

/// The last word of a line.
pub(super) const LAST: usize = usize::MAX;

/// A directive, which of its words is meant, and what that is.
pub(super) const SIMPLE: [(&str, usize, Kind); 35] = [
    ("defSecurityName", 1, Kind::User),
    ("sysname", 1, Kind::Host),
    ("remote_username", 1, Kind::User),
    ("full-name", 1, Kind::Person),
    ("bindpw", 1, Kind::Secret),
    ("rootbindpw", 1, Kind::Secret),
    ("rootpw", 1, Kind::Secret),
    ("rocommunity", 1, Kind::Secret),
    ("rwcommunity", 1, Kind::Secret),
    ("rocommunity6", 1, Kind::Secret),
    ("rwcommunity6", 1, Kind::Secret),
    ("trapcommunity", 1, Kind::Secret),
    ("com2sec", LAST, Kind::Secret),
    ("com2sec6", LAST, Kind::Secret),
    ("key-string", 1, Kind::Secret),
    ("requirepass", 1, Kind::Secret),
    ("masterauth", 1, Kind::Secret),
    ("auth-user-pass-verify", 1, Kind::Host),
    ("verify-x509-name", 1, Kind::Host),
    ("wpa-ssid", 1, Kind::Ssid),
    ("wpa-psk", 1, Kind::Secret),
    ("trapsink", 2, Kind::Secret),
    ("trap2sink", 2, Kind::Secret),
    ("hostname", 1, Kind::Host),
    ("host_name", 1, Kind::Host),
    ("contact_name", 1, Kind::User),
    ("visible_hostname", 1, Kind::Host),
    ("ServerAdmin", 1, Kind::Email),
    ("client-hostname", 1, Kind::Host),
    ("send-name", 1, Kind::Host),
    ("host-name", 1, Kind::Host),
    ("ssid", 1, Kind::Ssid),
    ("remote_username", 1, Kind::User),
    ("essid", 1, Kind::Ssid),
    ("ap-name", 1, Kind::Host),
];

/// First words of lines in which routers keep secrets.
pub(super) const NETWORK: [&str; 36] = [
    "enable",
    "username",
    "password",
    "neighbor",
    "snmp-server",
    "radius-server",
    "tacacs-server",
    "tacacs",
    "radius",
    "ip",
    "ipv6",
    "isis",
    "standby",
    "vrrp",
    "crypto",
    "ntp",
    "secret",
    "set",
    "server",
    "passwd",
    "failover",
    "ikev1",
    "ikev2",
    "security",
    "poll",
    "pre-shared-key",
    "ldap-login-password",
    "authentication-key",
    "cachemgr_passwd",
    "wlan",
    "snmp-agent",
    "ospf",
    "local-user",
    "local-userdb",
    "ppp",
    "community-name",
];

/// Words behind which a secret stands there.
pub(super) const SECRET: [&str; 23] = [
    "password",
    "secret",
    "community",
    "key",
    "md5",
    "sha",
    "pre-shared-key",
    "authentication-key",
    "key-string",
    "passphrase",
    "auth-key",
    "encrypted-password",
    "passwd",
    "set-key",
    "psksecret",
    "auth-pwd",
    "ldap-login-password",
    "cachemgr_passwd",
    "sha1",
    "sha256",
    "shared-key",
    "community-name",
    "phash",
];

/// Words that say in which form the secret behind them stands.
pub(super) const FORMS: [&str; 17] = [
    "ascii-text",
    "hexadecimal",
    "plain-text",
    "clear",
    "cipher",
    "simple",
    "encrypted",
    "local",
    "remote",
    "ENC",
    "ascii",
    "hex",
    "irreversible-cipher",
    "read",
    "write",
    "mode",
    "--iscrypted",
];

/// Words between a trap's receiver and its community.
pub(super) const HOST_WORDS: [&str; 10] =
    ["version", "2c", "traps", "trap", "informs", "inform", "auth", "noauth", "priv", "vrf"];

/// Words of Junos and PAN-OS behind which a name stands.
pub(super) const JUNOS: [(&str, Kind); 6] = [
    ("host-name", Kind::Host),
    ("domain-name", Kind::Domain),
    ("user", Kind::User),
    ("users", Kind::User),
    ("full-name", Kind::Person),
    ("location", Kind::Location),
];
