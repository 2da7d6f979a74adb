//! Words that stand around a secret in a sentence, and what looks like one and is none.

/// Words before a code that make it a secret.
pub(super) const CODES: [&str; 18] = [
    "pin",
    "verification",
    "unlock",
    "activation",
    "access",
    "security",
    "auth",
    "authentication",
    "login",
    "otp",
    "2fa",
    "mfa",
    "recovery",
    "backup",
    "confirmation",
    "sms",
    "time",
    "pairing",
];

/// Words before a thing that make it a secret.
pub(super) const QUALIFIERS: [&str; 43] = [
    "ipsec",
    "2fa",
    "access",
    "activation",
    "aes",
    "api",
    "app",
    "auth",
    "bearer",
    "bot",
    "client",
    "csrf",
    "encryption",
    "hmac",
    "jwt",
    "licence",
    "license",
    "link",
    "master",
    "mfa",
    "network",
    "otp",
    "private",
    "product",
    "recovery",
    "refresh",
    "reset",
    "secret",
    "security",
    "session",
    "shared",
    "signing",
    "sso",
    "totp",
    "unseal",
    "vpn",
    "webhook",
    "wep",
    "wifi",
    "fi",
    "wlan",
    "wpa",
    "wpa2",
];

/// Those of them that are of a network.
pub(super) const NETWORKS: [&str; 9] = ["wep", "wifi", "fi", "wlan", "wpa", "wpa2", "shared", "network", "recovery"];

/// Words before a noun behind which something else stands.
pub(super) const OTHERS: [&str; 12] = [
    "unexpected",
    "syntax",
    "next",
    "illegal",
    "public",
    "primary",
    "foreign",
    "registry",
    "cache",
    "sort",
    "partition",
    "index",
];

/// Words that lead to a value.
pub(super) const LEADS: [&str; 14] =
    ["is", "was", "to", "as", "are", "be", "=>", "->", "ist", "lautet", "est", "now", "becomes", "written"];

/// Words that may stand between a noun and such a word.
pub(super) const CHANGES: [&str; 10] =
    ["been", "generated", "set", "changed", "reset", "updated", "configured", "assigned", "will", "has"];

/// Words before a noun that is set.
pub(super) const VERBS: [&str; 9] =
    ["set", "sets", "setting", "change", "changing", "changed", "reset", "resetting", "updating"];

/// Behind a number: how long or how old something is.
pub(super) const UNITS: [&str; 22] = [
    "bit",
    "bits",
    "byte",
    "bytes",
    "char",
    "chars",
    "character",
    "characters",
    "ms",
    "s",
    "sec",
    "secs",
    "second",
    "seconds",
    "min",
    "mins",
    "minutes",
    "h",
    "hours",
    "d",
    "days",
    "kb",
];

/// Beginnings of what keys and passwords are made with.
pub(super) const ALGORITHMS: [&str; 21] = [
    "aes", "argon", "base", "bcrypt", "blake", "des", "ecdsa", "ed", "hmac", "hs", "id", "md", "ntlm", "pbkdf", "pkcs",
    "rc", "rs", "rsa", "sha", "utf", "x5",
];
