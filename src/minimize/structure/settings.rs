//! Settings with nothing but a blank between key and value: `auth_pass X`, `AuthLDAPBindPassword "X"`,
//! `SetEnv DB_PASSWORD X`.
//!
//! A word of prose may stand before another too, so that the key must be made of several words and begin the line.

use super::columns::quoted_words;
use super::plausible::is_package_version;
use super::row::Row;
use super::sql::is_column;
use super::value::is_placeholder;
use super::{assigned, joined, keys, pairs, plain};
use crate::minimize::ascii::{BLANK, Class, NAME};
use crate::minimize::prefilter::{Finder, Needs};
use crate::minimize::quote::whole_string;
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary};

/// What a line must show to hold one.
pub(super) const NEEDS: Needs = Needs {
    finder: Finder::Settings,
    marks: 0,
    words: &[
        "pass",
        "passwd",
        "password",
        "passphrase",
        "secret",
        "psk",
        "community",
        "token",
        "key",
        "ssid",
        "api",
        "authorization",
        "^d",
        "^admin",
        "^ams",
        "^asnodename",
        "^byte",
        "^accessor",
        "^config",
        "^nas",
        "^node",
        "^tls",
        "^mailto",
        "^nodename",
        "^option",
        "^organization",
        "^serial",
        "^server1",
        "^server2",
        "^string",
        "^system",
        "^vmchost",
        "^vmcpw",
        "^vmcuser",
        "certificatekeypassword",
        "keypassword",
        "keystring",
        "privatekeypassword",
        "keystorepassword",
        "truststorepassword",
        "^set",
        "^allow",
        "^user",
        "^username",
        "^host",
        "^hostname",
        "^server",
        "^http",
        "^self",
        "^db",
        "^remote",
        "^proxy",
        "^smtp",
        "^imap",
        "^mail",
        "^mysql",
        "^ldap",
        "^sasl",
        "^bind",
        "^admin",
        "^redis",
        "^backlog",
        "^mqtthost",
        "^mqttuser",
        "^mqttclient",
        "auth",
        "authentication",
        "basicauth",
        "httpauth",
        "userpass",
        "userpwd",
        "defauthpassphrase",
        "defprivpassphrase",
        "defpassphrase",
        "authldapbindpassword",
        "^servername",
        "^sysname",
        "defauthmasterkey",
        "defprivmasterkey",
        "defauthlocalizedkey",
        "defprivlocalizedkey",
        "defcommunity",
        "hashedcontrolpassword",
        "authpassphrase",
        "privacypassphrase",
        "bindpassword",
        "ldapbindpassword",
        "adminpassword",
        "rootpassword",
        "userpassword",
        "dbpassword",
        "authpassword",
        "authtoken",
        "accesstoken",
        "apikey",
        "apitoken",
        "secretkey",
        "clientsecret",
        "sharedsecret",
        "presharedkey",
        "sslkeypassphrase",
        "mellonsecret",
        "olcdbbindcredentials",
        "oidcclientsecret",
        "oidccryptopassphrase",
        "sslproxymachinecertificatepassphrase",
    ],
};

/// Finds the value in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    let (first, rest) = word(line);
    answer(line, rest, found);
    joined::find(line, found);
    plain::find(line, found);
    assigned::find(line, found);
    login(line, found);
    wireless(line, first, rest, found);
    radius(line, found);
    clause(line, found);
    let (key, rest, introduced) = key(first, rest);
    let plain = NAME.fills(key);
    if !plain
        || matches!(key, b"wpa_passphrase" | b"authCommunity")
        || bytes::is_one_of(key, &PASSING)
        || !(introduced || is_joined(key) || is_quoted(rest))
        || keys::kind(&keys::normal(key)) != Some(Kind::Secret)
        // `basicAuth=gwen:X` holds a login and its password.
        || *keys::normal(key) == *b"basicauth"
    {
        return;
    }
    let values = Row::quoted(rest);
    let from = line.len() - rest.len();
    // A number says in which form the value stands.
    let digit = values.text(0).len() == 1 && values.text(0)[0].is_ascii_digit();
    let word = values.words.len() == 2 && bytes::is_one_of(values.text(0), &FORMS);
    let form = values.words.len() > 1 && (values.text(0) == b"ENC" || digit || word);
    if is_column(values.text(0), values.text(1)) {
        return;
    }
    let index = usize::from(form);
    let Some((start, end)) = values.words.get(index) else { return };
    let value = values.text(index).strip_suffix(b";").unwrap_or(values.text(index));
    // `base-passwd 3.6.1`: a package.
    if !is_quoted(rest) && is_package_version(value) {
        return;
    }
    let word = dictionary::is_ordinary(value);
    let crypt = value.len() > CRYPT && value[0] == b'$' && value[2] == b'$';
    let separated = !crypt && matches!(value.first(), None | Some(b'=' | b':' | b'/' | b'$' | b'{' | b'('));
    // `process.env.JWT_SECRET || 'x'`
    // `proxy_set_header Authorization "Basic X"`: what a header says is read as one.
    let header = pairs::begins_with_scheme(value);
    let operator = bytes::is_one_of(value, &["||", "??", "?:", "&&", "==", "!=", "->", "=>", "+="]);
    if separated
        || operator
        || header
        || is_placeholder(value)
        || word && values.words.len() > index + 1
        || values.words.len() > index + WORDS
    {
        return;
    }
    let end = end - (values.text(index).len() - value.len());
    found.push(Found::new(from + start..from + end, Kind::Secret, Evidence::Structure).teaching_unless_short());
}

/// The key that a line sets, what stands behind it, and whether a word says that one is set.
fn key<'a>(first: &'a [u8], rest: &'a [u8]) -> (&'a [u8], &'a [u8], bool) {
    // fish(1)'s `set -gx NAME X`: a switch stands before the key.
    let fish = first == b"set" && rest.trim_ascii_start().starts_with(b"-") && word(rest).0.contains(&b'x');
    // Windows' `setx /M NAME X`.
    let switched = first.eq_ignore_ascii_case(b"setx") && rest.trim_ascii_start().starts_with(b"/");
    let rest = if switched { word(rest).1 } else { rest };
    let (first, rest) = if fish { word(rest) } else { (first, rest) };
    let variable = first == b"set" && rest.trim_ascii_start().starts_with(b"$");
    let introduced = fish || variable || bytes::is_one_of_in_any_case(first, &INTRODUCING);
    let header = matches!(first, b"RequestHeader" | b"http-request" | b"http-response");
    let rest = if introduced && header { word(rest).1 } else { rest };
    let (key, rest) = if introduced { word(rest) } else { (first, rest) };
    // nginx' `set $NAME "X";`.
    let key = key.strip_prefix(b"$").filter(|_| variable && is_quoted(rest)).unwrap_or(key);
    (key, rest, introduced)
}

/// OpenWrt's key of a wireless network: `option key 'X'`.
fn wireless(line: &[u8], first: &[u8], rest: &[u8], found: &mut Vec<Found>) {
    let (key, value) = word(rest);
    let value = value.trim_ascii_start();
    if first != b"option" || key != b"key" || value.first() != Some(&b'\'') {
        return;
    }
    let start = line.len() - value.len() + 1;
    if let Some(length) = memchr::memchr(b'\'', &line[start..]).filter(|length| *length > 1) {
        found.push(Found::new(start..start + length, Kind::Secret, Evidence::Structure).teaching_unless_short());
    }
}

/// What debconf was answered: `package package/root_password password X`, `d-i netcfg/get_hostname string X`.
fn answer(line: &[u8], rest: &[u8], found: &mut Vec<Found>) {
    let (question, rest) = word(rest);
    let Some(slash) = memchr::memchr(b'/', question) else { return };
    let asked = bytes::holds_any(&question[slash..], &["password", "passphrase"]);
    let (kind, value) = word(rest);
    let text = value.trim_ascii();
    let start = line.len() - value.trim_ascii_start().len();
    let installer = line.trim_ascii_start().starts_with(b"d-i ");
    let named = ANSWERS.iter().find(|(name, _)| question[slash + 1..] == *name.as_bytes());
    if let Some((_, kind)) = named
        && installer
        && text.len() > 1
    {
        let (end, kind) = (start + text.len(), *kind);
        found.push(Found::new(start..end, kind, Evidence::Structure).teaching_unless_short());
    }
    if asked && kind == b"password" && !text.is_empty() && !is_placeholder(text) {
        found.push(Found::new(start..start + text.len(), Kind::Secret, Evidence::Structure).teaching());
    }
}

/// The first word of a text, and what stands behind it.
fn word(text: &[u8]) -> (&[u8], &[u8]) {
    let text = text.trim_ascii_start();
    let length = BLANK.until(text);
    text.split_at(length)
}

/// Whether all that is left of a line is one string: `Password "h4x0r"`, as collectd has it.
pub(super) fn is_quoted(rest: &[u8]) -> bool {
    let text = rest.trim_ascii();
    let text = text.strip_suffix(b";").unwrap_or(text);
    whole_string(text).is_some_and(|inner| !inner.is_empty())
}

/// BIND's `key "x" { algorithm hmac-md5; secret "X"; };`, on one line.
fn clause(line: &[u8], found: &mut Vec<Found>) {
    // F5's `{ community-name X source default }`.
    if let Some(start) = bytes::find_past(line, b"{ community-name ") {
        let end = start + word(&line[start..]).0.len();
        found.push(Found::new(start..end, Kind::Secret, Evidence::Structure).teaching_unless_short());
    }
    for head in [&b"; secret \""[..], b"{ secret \""] {
        let Some(start) = bytes::find_past(line, head) else { continue };
        if let Some(length) = memchr::memchr(b'"', &line[start..]).filter(|length| *length > 0) {
            let end = start + length;
            found.push(Found::new(start..end, Kind::Secret, Evidence::Structure).teaching_unless_short());
        }
    }
}

/// `… user gwen pass X`: a login and its secret among other words of a command.
fn login(line: &[u8], found: &mut Vec<Found>) {
    let Some(at) = bytes::find(line, b" pass ") else { return };
    let before = memchr::memrchr(b' ', &line[..at]).map_or(&b""[..], |blank| &line[..blank]);
    let start = at + b" pass ".len();
    let secret = word(&line[start..]).0;
    let said = dictionary::is_ordinary(secret);
    if before.ends_with(b" user") && !secret.is_empty() && line[start] != b' ' && !said && !is_placeholder(secret) {
        let end = start + secret.len();
        found.push(Found::new(start..end, Kind::Secret, Evidence::Structure).teaching_unless_short());
    }
}

/// FreeRADIUS' `login Cleartext-Password := "h4x0r"`, `"Ann Lee" Auth-Type := LDAP`: whose entry it is.
fn radius(line: &[u8], found: &mut Vec<Found>) {
    let Some((start, end)) = quoted_words(line).first().copied() else { return };
    let (first, quoted) = (&line[start..end], usize::from(start > 0));
    let (attribute, rest) = word(line.get(end + quoted..).unwrap_or_default());
    let checked = bytes::starts_with_any(rest.trim_ascii_start(), &[":=", "=="]);
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"._@\\-".contains(byte) || quoted == 1 && *byte == b' ';
    let plain = first.iter().all(is_part) && first != b"DEFAULT" && line.first().is_some_and(|byte| *byte > b' ');
    let says = attribute.ends_with(b"-Password") || attribute == b"Auth-Type";
    if checked && plain && says && start == quoted && !first.is_empty() {
        found.push(Found::new(start..end, Kind::User, Evidence::Structure).teaching_unless_short());
    }
}

/// Whether a key is made of several words, as no word of prose is: `auth_pass`, `wpa-psk`, `BindPassword`.
pub(super) fn is_joined(key: &[u8]) -> bool {
    Class::of(b"_-.").is_in(key)
        || key.windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase())
}

/// What the installer of Debian asks.
const ANSWERS: [(&str, Kind); 5] = [
    ("get_hostname", Kind::Host),
    ("hostname", Kind::Host),
    ("get_domain", Kind::Domain),
    ("user-fullname", Kind::Person),
    ("username", Kind::User),
];

/// Words that say in which form a value stands.
const FORMS: [&str; 7] = ["ciphertext", "cleartext", "encrypted", "hashed", "plaintext", "cipher", "md5"];

/// Bytes of the shortest text that is encrypted as crypt(3) writes it, and one of which is no variable.
const CRYPT: usize = 10;

/// Words of a value and of what may stand behind it.
const WORDS: usize = 3;

/// Directives whose first word is a name of somebody's choice.
const INTRODUCING: [&str; 11] = [
    "setx",
    "SetEnv",
    "RequestHeader",
    "http-request",
    "http-response",
    "setenv",
    "env",
    "fastcgi_param",
    "uwsgi_param",
    "proxy_set_header",
    "passenger_env_var",
];

/// Directives of nginx' that pass a request on.
const PASSING: [&str; 6] = ["proxy_pass", "fastcgi_pass", "uwsgi_pass", "scgi_pass", "grpc_pass", "memcached_pass"];

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn a_value_stands_behind_a_key_of_several_words() {
        assert_eq!(texts("    auth_pass h4x0r"), ["h4x0r"]);
        assert_eq!(texts("AuthLDAPBindPassword \"h4x 0r\""), ["h4x 0r"]);
        assert_eq!(texts("\tshared-secret \"h4x0r\";"), ["h4x0r"]);
        assert_eq!(texts("shared-secret encrypted h4x0r"), ["h4x0r"]);
        assert_eq!(texts("SetEnv DB_PASSWORD h4x0r"), ["h4x0r"]);
        assert_eq!(texts("    set $api_token \"h4x0r\";"), ["h4x0r"]);
        assert_eq!(texts("    set $api_token $http_x_api_token;"), Vec::<String>::new());
        assert_eq!(texts("    http-request set-header X-Api-Key h4x0r"), ["h4x0r"]);
        assert_eq!(texts("hibernate.connection.password h4x0r"), ["h4x0r"]);
        assert_eq!(texts("olcDbBindCredentials h4x0r"), ["h4x0r"]);
        assert_eq!(texts("fastcgi_param DB_PASS h4x0r;"), ["h4x0r"]);
        assert_eq!(texts("proxy_set_header Authorization \"h4x0r\";"), ["h4x0r"]);
        assert_eq!(texts("RequestHeader set X-Api-Key \"h4x0r\""), ["h4x0r"]);
        assert_eq!(texts(" pre-shared-key 7 h4x0r"), ["h4x0r"]);
        assert_eq!(texts("\toption ssid 'Attic of Gwen'"), ["Attic of Gwen"]);
        assert_eq!(texts("d-i passwd/root-password password h4x 0r"), ["h4x 0r"]);
        assert_eq!(texts("d-i netcfg/get_hostname string quvnix"), ["quvnix"]);
        assert_eq!(texts("d-i passwd/user-fullname string Gwen Loevgren"), ["Gwen Loevgren"]);
        assert_eq!(texts("setx API_KEY h4x0r"), ["h4x0r"]);
        assert_eq!(texts("SETX /M DB_PASSWORD \"h4x 0r\""), ["h4x 0r"]);
        assert_eq!(texts("key \"x\" { algorithm hmac-md5; secret \"h4x0r==\"; };"), ["h4x0r=="]);
        assert_eq!(texts("defAuthPassphrase h4x0r"), ["h4x0r"]);
        assert_eq!(texts("  Password \"h4x 0r\""), ["h4x 0r"]);
        assert_eq!(texts("base-passwd\t3.6.1"), Vec::<String>::new());
        assert_eq!(texts("gwen7\tCleartext-Password := \"x\""), ["gwen7"]);
    }

    #[test]
    fn prose_pairs_files_and_variables_stay() {
        for line in [
            "password expired yesterday",
            "auth_pass = h4x0r",
            "auth_token was not sent to the server",
            "proxy_set_header X-Api-Key $http_x_api_key;",
            "proxy_set_header Authorization \"Basic h4x0r\";",
            "ssl-passphrase /etc/pass",
            "    proxy_pass http://gw7;",
            "auth_pass",
            "  password_hash varchar(255) NOT NULL,",
            "  secret_key bytea,",
            "  password_hash character varying(64)",
            "secret_key text NOT NULL",
            "option mode 'ap'",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
