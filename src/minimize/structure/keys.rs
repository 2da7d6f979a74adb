//! What the name of a key says of its value.

mod table;

use super::super::Kind;
use table::EXACT;

/// The class of a key in normal form; `None` where it says nothing.
pub(super) fn kind(normal: &[u8]) -> Option<Kind> {
    if let Ok(index) = EXACT.binary_search_by(|(key, _)| key.as_bytes().cmp(normal)) {
        return EXACT[index].1;
    }
    let ends = |ends: &[&str]| ends.iter().any(|end| normal.len() > end.len() && normal.ends_with(end.as_bytes()));
    match normal {
        _ if ends(&NO_SECRET_ENDS) => None,
        _ if ends(&SECRET_ENDS) => Some(Kind::Secret),
        _ if ends(&["sessionid", "sessid", "csrftoken", "trackingid"]) => Some(Kind::Session),
        _ if ends(&["username", "loginname", "user"]) => Some(Kind::User),
        _ if ends(&["hostname"]) => Some(Kind::Host),
        _ if ends(&["serialnumber", "serialno", "serialnum"]) => Some(Kind::Serial),
        _ => None,
    }
}

/// Whether a key says that its value is none of what its end says: `check_ntlm_password`, `unexpected token`.
pub(super) fn is_denied(normal: &[u8]) -> bool {
    EXACT.binary_search_by(|(key, _)| key.as_bytes().cmp(normal)).is_ok_and(|index| EXACT[index].1.is_none())
        || NO_SECRET_ENDS.iter().any(|end| normal.ends_with(end.as_bytes()))
        || NO_SECRET_STARTS.iter().any(|start| normal.starts_with(start.as_bytes()) && normal.ends_with(b"password"))
}

/// Whether a key is known as a whole, not only by its end.
pub(super) fn is_listed(normal: &[u8]) -> bool {
    EXACT.binary_search_by(|(key, _)| key.as_bytes().cmp(normal)).is_ok()
}

/// Lower case, without marks: `API-Key`, `api_key` and `apiKey` are one.
pub(super) fn normal(key: &[u8]) -> Vec<u8> {
    key.iter().filter(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect()
}

/// Ends of keys whose value is a secret.
const SECRET_ENDS: [&str; 34] = [
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "pass",
    "pwd",
    "pw",
    "secret",
    "secretkey",
    "token",
    "authtoken",
    "apikey",
    "accesskey",
    "privatekey",
    "presharedkey",
    "sharedkey",
    "encryptionkey",
    "authkey",
    "masterkey",
    "signingkey",
    "sessionkey",
    "accountkey",
    "accesskeyid",
    "credential",
    "credentials",
    "psk",
    "bindpw",
    "rootpw",
    "sharedsecret",
    "clientsecret",
    "keystring",
    "pincode",
    "userpassword",
    "signature",
];

/// Beginnings of names of functions whose end is a secret's key.
const NO_SECRET_STARTS: [&str; 8] = ["check", "verify", "validate", "invalid", "wrong", "using", "change", "no"];

/// Ends of keys that look alike and are none.
const NO_SECRET_ENDS: [&str; 19] = [
    "nopasswd",
    "unexpectedtoken",
    "nexttoken",
    "syncpass",
    "multipass",
    "secondpass",
    "tokencount",
    "bypass",
    "compass",
    "nopass",
    "trypass",
    "modulesignature",
    "onetoken",
    "tokenizer",
    "firstpass",
    "surpass",
    "encompass",
    "maxtoken",
    "certificatekey",
];

#[cfg(test)]
mod tests {
    use super::{EXACT, Kind, kind, normal};

    #[test]
    fn the_table_is_in_order() {
        assert!(EXACT.is_sorted_by_key(|(key, _)| *key));
    }

    #[test]
    fn spellings_of_a_key_are_one_and_lookalikes_are_none() {
        assert_eq!(kind(&normal(b"DB_PASSWORD")), Some(Kind::Secret));
        assert_eq!(kind(&normal(b"apiKey")), Some(Kind::Secret));
        for key in ["monkey", "keyboard", "bypass", "token_type", "passed", "tokenizer"] {
            assert_eq!(kind(&normal(key.as_bytes())), None, "{key}");
        }
    }
}
