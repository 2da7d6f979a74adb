//! Words that stand around a secret in a sentence, and what looks like one and is none.

/// Whether a list holds a word, in capitals or not.
pub(super) fn has(list: &[&[u8]], word: &[u8]) -> bool {
    list.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// Words before a code that make it a secret.
pub(super) const CODES: [&[u8]; 18] = [
    b"pin",
    b"verification",
    b"unlock",
    b"activation",
    b"access",
    b"security",
    b"auth",
    b"authentication",
    b"login",
    b"otp",
    b"2fa",
    b"mfa",
    b"recovery",
    b"backup",
    b"confirmation",
    b"sms",
    b"time",
    b"pairing",
];

/// Words before a thing that make it a secret.
pub(super) const QUALIFIERS: [&[u8]; 43] = [
    b"ipsec",
    b"2fa",
    b"access",
    b"activation",
    b"aes",
    b"api",
    b"app",
    b"auth",
    b"bearer",
    b"bot",
    b"client",
    b"csrf",
    b"encryption",
    b"hmac",
    b"jwt",
    b"licence",
    b"license",
    b"link",
    b"master",
    b"mfa",
    b"network",
    b"otp",
    b"private",
    b"product",
    b"recovery",
    b"refresh",
    b"reset",
    b"secret",
    b"security",
    b"session",
    b"shared",
    b"signing",
    b"sso",
    b"totp",
    b"unseal",
    b"vpn",
    b"webhook",
    b"wep",
    b"wifi",
    b"fi",
    b"wlan",
    b"wpa",
    b"wpa2",
];

/// Those of them that are of a network.
pub(super) const NETWORKS: [&[u8]; 9] =
    [b"wep", b"wifi", b"fi", b"wlan", b"wpa", b"wpa2", b"shared", b"network", b"recovery"];

/// Words before a noun behind which something else stands.
pub(super) const OTHERS: [&[u8]; 12] = [
    b"unexpected",
    b"syntax",
    b"next",
    b"illegal",
    b"public",
    b"primary",
    b"foreign",
    b"registry",
    b"cache",
    b"sort",
    b"partition",
    b"index",
];

/// Words that lead to a value.
pub(super) const LEADS: [&[u8]; 14] = [
    b"is", b"was", b"to", b"as", b"are", b"be", b"=>", b"->", b"ist", b"lautet", b"est", b"now", b"becomes", b"written",
];

/// Words that may stand between a noun and such a word.
pub(super) const CHANGES: [&[u8]; 10] =
    [b"been", b"generated", b"set", b"changed", b"reset", b"updated", b"configured", b"assigned", b"will", b"has"];

/// Words before a noun that is set.
pub(super) const VERBS: [&[u8]; 9] =
    [b"set", b"sets", b"setting", b"change", b"changing", b"changed", b"reset", b"resetting", b"updating"];

/// Behind a number: how long or how old something is.
pub(super) const UNITS: [&[u8]; 22] = [
    b"bit",
    b"bits",
    b"byte",
    b"bytes",
    b"char",
    b"chars",
    b"character",
    b"characters",
    b"ms",
    b"s",
    b"sec",
    b"secs",
    b"second",
    b"seconds",
    b"min",
    b"mins",
    b"minutes",
    b"h",
    b"hours",
    b"d",
    b"days",
    b"kb",
];

/// Beginnings of what keys and passwords are made with.
pub(super) const ALGORITHMS: [&str; 21] = [
    "aes", "argon", "base", "bcrypt", "blake", "des", "ecdsa", "ed", "hmac", "hs", "id", "md", "ntlm", "pbkdf", "pkcs",
    "rc", "rs", "rsa", "sha", "utf", "x5",
];
