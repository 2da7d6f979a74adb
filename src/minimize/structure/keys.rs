//! What the name of a key says of its value.

mod lookalikes;
mod machines;
mod people;
mod secrets;
mod weak;

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use crate::minimize::ascii::DIGIT;
use crate::minimize::{Kind, bytes};
use lookalikes::LOOKALIKES;
use machines::MACHINES;
use people::PEOPLE;
use secrets::SECRETS;
use weak::WEAK;

/// The class of a key in normal form; `None` where it says nothing.
pub(super) fn kind(normal: &[u8]) -> Option<Kind> {
    if let Some(kind) = LISTED.get(normal) {
        return *kind;
    }
    if normal.last().is_some_and(u8::is_ascii_digit) {
        return numbered(normal);
    }
    // What follows differs from one site to the next.
    if normal.starts_with(b"aspsessionid") {
        return Some(Kind::Session);
    }
    if is_qualified(normal) {
        return Some(Kind::Secret);
    }
    if !ends_as_listed(normal) {
        return None;
    }
    let ends =
        |ends: &[&str]| ends.iter().any(|end| normal.len() > end.len() && bytes::ends_with(normal, end.as_bytes()));
    match normal {
        _ if ends(&NO_SECRET_ENDS) => None,
        _ if ends(&SECRET_ENDS) => Some(Kind::Secret),
        _ if ends(&SESSION_ENDS) => Some(Kind::Session),
        _ if ends(&USER_ENDS) => Some(Kind::User),
        _ if ends(&HOST_ENDS) => Some(Kind::Host),
        _ if ends(&DOMAIN_ENDS) => Some(Kind::Domain),
        _ if ends(&PERSON_ENDS) => Some(Kind::Person),
        _ if ends(&ORGANISATION_ENDS) => Some(Kind::Organisation),
        _ if ends(&SERIAL_ENDS) => Some(Kind::Serial),
        _ if ends(&MAC_ENDS) && !normal.ends_with(b"hmac") => Some(Kind::Mac),
        _ if ends(&PHONE_ENDS) => Some(Kind::Phone),
        _ if ends(&ACCOUNT_ENDS) => Some(Kind::Account),
        _ if ends(&LOCATION_ENDS) => Some(Kind::Location),
        _ if ends(&KEY_ENDS) => Some(Kind::Key),
        _ => None,
    }
}

/// `password2`, `smtp_password_v4`, `imei1`: one of several, and what one of them alone would be.
fn numbered(normal: &[u8]) -> Option<Kind> {
    let digits = DIGIT.run_back(normal);
    let stem = &normal[..normal.len() - digits];
    let stem = stem.strip_suffix(b"v").unwrap_or(stem);
    let known = bytes::ends_with_any(stem, &NUMBERED);
    (digits <= 2 && known).then(|| kind(stem))?
}

/// Whether a key says that its value is none of what its end says: `check_ntlm_password`, `unexpected token`.
pub(super) fn is_denied(normal: &[u8]) -> bool {
    if let Some(kind) = LISTED.get(normal) {
        return kind.is_none();
    }
    let ends = |ends: &[&str]| bytes::ends_with_any(normal, ends);
    let begins = || bytes::starts_with_any(normal, &NO_SECRET_STARTS);
    ends_as_listed(normal) && (ends(&NO_SECRET_ENDS) || begins() && normal.ends_with(b"password"))
}

/// What `name` says as the last part of a path, by what it is the name of: `users.1.name`, `system.users[0].name`.
pub(super) fn of_path(path: &[u8]) -> Option<Kind> {
    let name = path.len().checked_sub(b".name".len())?;
    let head = path[name..].eq_ignore_ascii_case(b".name").then(|| &path[..name]).or_else(|| {
        let rooted = path.starts_with(b"/") && path[name..].eq_ignore_ascii_case(b"/name");
        rooted.then(|| &path[..name])
    })?;
    let head = bytes::without_end(head, b"0123456789.[]", INDEX);
    let owner = head.rsplit(|byte| matches!(byte, b'.' | b'/')).next().unwrap_or(head);
    let is = |list: &[&str]| bytes::is_one_of_in_any_case(owner, list);
    if is(&["user", "users", "account", "accounts"]) {
        Some(Kind::User)
    } else if is(&["host", "hosts", "system", "setup"]) {
        Some(Kind::Host)
    } else {
        None
    }
}

/// Bytes of what says which of several one is.
const INDEX: usize = 8;

/// Whether a key is known as a whole, not only by its end.
pub(super) fn is_listed(normal: &[u8]) -> bool {
    LISTED.contains_key(normal)
}

/// Whether a key is a secret's only where its value looks like a key's.
pub(super) fn is_weak(normal: &[u8]) -> bool {
    bytes::is_one_of(normal, &WEAK) || is_salt(normal) || is_qualified(normal)
}

/// A hash and what it is made with, where the list of whole keys does not know it.
fn is_salt(normal: &[u8]) -> bool {
    (normal.ends_with(b"salt") || normal.ends_with(b"hash")) && !is_listed(normal)
}

/// `api_key_weather`: a secret, and of what.
fn is_qualified(normal: &[u8]) -> bool {
    normal.strip_prefix(b"apikey").is_some_and(|rest| rest.len() >= 4)
}

/// Whether the last two letters of a key are those of any end that is listed: of most keys they are not.
pub(super) fn ends_as_listed(normal: &[u8]) -> bool {
    normal.last_chunk::<2>().is_some_and(|last| LAST.contains(last))
}

/// A key in normal form: a line has several, and nearly all of them are short.
pub(super) type Normal = SmallVec<[u8; 64]>;

/// Whether a key that is a word of two means what it says only in one spelling: PAM's `logname`, where `logName` and
/// `log_name` name a log.
pub(super) fn is_spelt_so(key: &[u8], normal: &[u8]) -> bool {
    match normal {
        b"logname" => matches!(key, b"logname" | b"LOGNAME"),
        // `X-Auth: …` is a header that holds a secret, and `xauth` in IPsec is a way to log in.
        b"xauth" => key.contains(&b'-'),
        _ => true,
    }
}

/// Lower case, without marks: `API-Key`, `api_key` and `apiKey` are one.
pub(super) fn normal(key: &[u8]) -> Normal {
    key.iter().filter(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect()
}

/// Whole keys and what their values are; `None`: says nothing although its end would.
static LISTED: LazyLock<FxHashMap<&[u8], Option<Kind>>> = LazyLock::new(|| {
    let telling = TELLING.into_iter().flatten().map(|(key, kind)| (key.as_bytes(), Some(*kind)));
    telling.chain(LOOKALIKES.iter().map(|key| (key.as_bytes(), None))).collect()
});

static LAST: LazyLock<FxHashSet<[u8; 2]>> = LazyLock::new(|| {
    let lists: [&[&str]; 14] = [
        &SECRET_ENDS,
        &NO_SECRET_ENDS,
        &SESSION_ENDS,
        &USER_ENDS,
        &HOST_ENDS,
        &DOMAIN_ENDS,
        &PERSON_ENDS,
        &ORGANISATION_ENDS,
        &SERIAL_ENDS,
        &MAC_ENDS,
        &PHONE_ENDS,
        &ACCOUNT_ENDS,
        &LOCATION_ENDS,
        &KEY_ENDS,
    ];
    lists.into_iter().flatten().filter_map(|end| end.as_bytes().last_chunk::<2>().copied()).collect()
});

/// The lists of whole keys that say something; none stands in two of them.
const TELLING: [&[(&str, Kind)]; 3] = [&PEOPLE, &MACHINES, &SECRETS];

/// Ends of keys that are not listed whole, by what they mean.
const SESSION_ENDS: [&str; 6] = ["sessionid", "sessid", "csrftoken", "trackingid", "sessioncookie", "sessauth"];
const USER_ENDS: [&str; 7] =
    ["username", "loginname", "user", "accountname", "upn", "usernamelookup", "ownernamelookup"];
const HOST_ENDS: [&str; 8] =
    ["host", "hostname", "computername", "machinename", "devicename", "servername", "netbiosname", "nodename"];
const DOMAIN_ENDS: [&str; 5] = ["accountdomain", "logondomain", "subjectdomain", "targetdomain", "userdomain"];
const PERSON_ENDS: [&str; 7] =
    ["userdisplayname", "fullname", "calleridname", "firstname", "lastname", "givenname", "familyname"];
const ORGANISATION_ENDS: [&str; 5] =
    ["organization", "organisation", "organizationname", "organisationname", "companyname"];
const SERIAL_ENDS: [&str; 9] =
    ["assettag", "serialnbr", "servicetag", "serialnumber", "serialno", "serialnum", "devicesn", "serial", "udid"];
const MAC_ENDS: [&str; 3] = ["mac", "macaddr", "macaddress"];
const PHONE_ENDS: [&str; 10] = [
    "callerid",
    "phonenumber",
    "mobilephone",
    "smsnumber",
    "mobilenumber",
    "faxnumber",
    "calleridnumber",
    "calleridnum",
    "destinationnumber",
    "partynumber",
];
const ACCOUNT_ENDS: [&str; 3] = ["tenantid", "subscriptionid", "principalid"];
const KEY_ENDS: [&str; 2] = ["publickey", "pubkey"];
const LOCATION_ENDS: [&str; 4] = ["latitude", "longitude", "streetaddress", "postaladdress"];

/// Ends of keys before a number.
const NUMBERED: [&str; 22] = [
    "username",
    "hostname",
    "servername",
    "server",
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "pin",
    "puk",
    "ssid",
    "imei",
    "imsi",
    "iccid",
    "macaddr",
    "macaddress",
    "phone",
    "email",
    "pass",
    "pwd",
    "realname",
];

/// Ends of keys whose value is a secret.
const SECRET_ENDS: [&str; 55] = [
    "secrethex",
    "secretbase64",
    "secretenc",
    "passwordenc",
    "passwordbase64",
    "tokenenc",
    "licensekey",
    "communityname",
    "community",
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
    "keybase",
    "authtok",
    "passkey",
    "cryptkey",
    "pskkey",
    "passwordencrypted",
    "credentialencrypted",
    "pepper",
    "passwordhash",
    "pwdhash",
    "passwdhash",
    "salt",
];

/// Beginnings of names of functions whose end is a secret's key.
const NO_SECRET_STARTS: [&str; 8] = ["check", "verify", "validate", "invalid", "wrong", "using", "change", "no"];

/// Ends of keys that look alike and are none.
const NO_SECRET_ENDS: [&str; 21] = [
    "checkpassword",
    "nopasswd",
    "unexpectedtoken",
    "unknowntoken",
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
    use super::{Kind, LISTED, LOOKALIKES, TELLING, is_weak, kind, normal};

    #[test]
    fn the_lists_are_in_order_and_no_key_stands_in_two() {
        assert!(TELLING.iter().all(|list| list.is_sorted_by_key(|(key, _)| *key)) && LOOKALIKES.is_sorted());
        let rows = TELLING.iter().map(|list| list.len()).sum::<usize>() + LOOKALIKES.len();
        assert_eq!(LISTED.len(), rows);
    }

    #[test]
    fn spellings_of_a_key_are_one_and_lookalikes_are_none() {
        assert_eq!(kind(&normal(b"DB_PASSWORD")), Some(Kind::Secret));
        assert_eq!(kind(&normal(b"apiKey")), Some(Kind::Secret));
        assert_eq!(kind(&normal(b"password2")), Some(Kind::Secret));
        assert_eq!(kind(&normal(b"smtp_password_v4")), Some(Kind::Secret));
        assert_eq!(kind(&normal(b"node-manager-password-encrypted")), Some(Kind::Secret));
        assert_eq!(kind(&normal(b"sr_check_password")), Some(Kind::Secret));
        assert!(is_weak(&normal(b"securitySalt")) && !is_weak(&normal(b"password_salt")));
        assert_eq!(kind(&normal(b"owner_organization")), Some(Kind::Organisation));
        assert_eq!(kind(&normal(b"contact_last_name")), Some(Kind::Person));
        for key in ["sha256", "bypass2", "ipv4", "token_type_2", "reorganizations"] {
            assert_eq!(kind(&normal(key.as_bytes())), None, "{key}");
        }
        for key in ["monkey", "keyboard", "bypass", "token_type", "passed", "tokenizer", "guestFullName"] {
            assert_eq!(kind(&normal(key.as_bytes())), None, "{key}");
        }
    }
}
