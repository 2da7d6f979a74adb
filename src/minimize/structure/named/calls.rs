//! Arguments of calls and pairs of Erlang's: `define('DB_PASSWORD', '…');`, `config.set("mqtt.password", "…")`,
//! `env('APP_KEY', '…')`, and what a program falls back on: `process.env.JWT_SECRET || '…'`.

use super::string_at;
use crate::minimize::ascii::{Class, DIGIT, NAME, SPACE};
use crate::minimize::structure::plausible::{Value, around, is_plausible, is_wireguard_key};
use crate::minimize::structure::{keys, pairs};
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary, opaque};

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    let mut rows = None;
    for open in memchr::memchr_iter(b'(', line) {
        variable(line, open, found);
        argument(line, open, *rows.get_or_insert_with(|| inserts(line)), found);
        if bytes::ends_with_any(&line[..open], &CONNECTING) {
            connected(line, open, found);
        }
        // dnsdist's `setKey("…")`, 32 bytes in base64.
        if line[..open].ends_with(b"Key")
            && let Some((start, end)) = string_at(line, open + 1)
            && is_wireguard_key(&line[start..end])
        {
            found.push(Found::new(start..end, Kind::Secret, Evidence::Structure).teaching());
        }
        if bytes::ends_with_any(&line[..open], &LOGGING_IN) {
            logged_in(line, open, found);
        }
    }
    tuples(line, found);
    setting(line, found);
    if memchr::memchr2(b'"', b'\'', line).is_none() {
        return;
    }
    for operator in OPERATORS {
        for at in bytes::every(line, operator) {
            fallback(line, at, at + operator.len(), found);
        }
    }
}

/// `call('KEY', 'value')`
fn argument(line: &[u8], open: usize, row: bool, found: &mut Vec<Found>) {
    // `(7,'smtp_user','gwen')`: what numbers the row.
    let number = DIGIT.run_within(&line[open + 1..], 8);
    let numbered = row && number > 0 && line.get(open + 1 + number) == Some(&b',');
    let Some(name) = string_at(line, open + 1 + if numbered { number + 1 } else { 0 }) else { return };
    let comma = name.1 + 1;
    let Some(value) = string_at(line, comma + 1).filter(|_| line.get(comma) == Some(&b',')) else { return };
    let (key, text) = (keys::normal(&line[name.0..name.1]), &line[value.0..value.1]);
    let kind = if line[..open].ends_with(b"define") {
        // `define('AUTH_KEY', 'X')`, `define('NONCE_SALT', 'X')` are WordPress' keys and salts.
        if key.ends_with(b"key") || key.ends_with(b"salt") { Some(Kind::Secret) } else { keys::kind(&key) }
    } else {
        let stored = bytes::ends_with_any(&line[..open], &STORES);
        let named = || {
            let meant =
                |kind: &Kind| row && matches!(kind, Kind::User | Kind::Host) || stored && *kind == Kind::Session;
            if stored && *key == *b"sid" { Some(Kind::Session) } else { keys::kind(&key).filter(meant) }
        };
        secret(&line[name.0..name.1]).filter(|_| !is_said(text)).or_else(named)
    };
    push(line, &key, kind, value, found);
}

/// `Set($DatabasePassword, 'h4x0r');`, `Set($DatabaseUser, q{gwen});`, as Perl's programs are configured.
fn variable(line: &[u8], open: usize, found: &mut Vec<Found>) {
    let Some(name) = line[open + 1..].strip_prefix(b"$").filter(|_| line[..open].trim_ascii_start() == b"Set") else {
        return;
    };
    let length = SETTING.run_within(name, LONGEST);
    let comma = open + 2 + length;
    if length == 0 || line.get(comma) != Some(&b',') {
        return;
    }
    let near = &line[..line.len().min(comma + ARGUMENT)];
    let quoted = near[comma + 1..].trim_ascii_start().strip_prefix(b"q{").and_then(|rest| {
        let start = near.len() - rest.len();
        memchr::memchr(b'}', rest).map(|length| (start, start + length))
    });
    let Some(value) = quoted.or_else(|| string_at(near, comma + 1)).filter(|(start, end)| start < end) else { return };
    let key = keys::normal(&name[..length]);
    let kind = keys::kind(&key).filter(|kind| matches!(kind, Kind::Secret | Kind::User | Kind::Host));
    push(line, &key, kind, value, found);
}

/// Calls by which a page or a service keeps something in a browser.
const STORES: [&str; 5] = ["setItem", "set_cookie", "setcookie", "setCookie", ".cookie"];

/// Whether a line inserts rows by SQL.
fn inserts(line: &[u8]) -> bool {
    let near = &line[..line.len().min(INSERT)];
    bytes::holds_any(near, &["INSERT INTO ", "insert into "])
}

/// Bytes in which the words stand that insert rows.
const INSERT: usize = 128;

/// `PDO->__construct('mysql:host=…', 'LOGIN', 'SECRET')`, as a stack of PHP's has it: the second string and the
/// third.
fn connected(line: &[u8], open: usize, found: &mut Vec<Found>) {
    let mut at = open + 1;
    for kind in [None, Some(Kind::User), Some(Kind::Secret)] {
        let near = &line[..line.len().min(at + ARGUMENT)];
        let string = string_at(near, at);
        if let Some(((start, end), kind)) = string.filter(|(start, end)| start < end).zip(kind)
            && !line[start..end].starts_with(b"$")
        {
            found.push(Found::new(start..end, kind, Evidence::Structure).teaching_unless_short());
        }
        let from = string.map_or(at, |(_, end)| end + 1);
        let Some(comma) = near.get(from..).and_then(|rest| memchr::memchr(b',', rest)) else { return };
        at = from + comma + 1;
    }
}

/// `auth=('LOGIN', 'SECRET')`, as Python's libraries have it.
fn logged_in(line: &[u8], open: usize, found: &mut Vec<Found>) {
    let near = &line[..line.len().min(open + ARGUMENT)];
    let Some(login) = string_at(near, open + 1) else { return };
    let behind = near.get(login.1 + 1..).and_then(|rest| rest.strip_prefix(b","));
    let secret = behind.and_then(|rest| string_at(near, near.len() - rest.len()));
    // `page.login("Title", "Sign in")`
    let shown = |(start, end): (usize, usize)| line[..open].ends_with(b"n") && is_said(&line[start..end]);
    let secret = secret.filter(|secret| secret.0 < secret.1 && login.0 < login.1 && !shown(*secret));
    if let Some(secret) = secret {
        for ((start, end), kind) in [(login, Kind::User), (secret, Kind::Secret)] {
            found.push(Found::new(start..end, kind, Evidence::Structure).teaching_unless_short());
        }
    }
}

/// Calls and arguments that somebody logs in with.
const LOGGING_IN: [&str; 5] = ["auth=", "username_pw_set", "HTTPBasicAuth", "HTTPDigestAuth", ".login"];

/// Calls that open a connection for a login and its secret.
const CONNECTING: [&str; 10] = [
    "getConnection",
    "PDO->__construct",
    "PDO::__construct",
    "new PDO",
    "mysqli->__construct",
    "mysqli->real_connect",
    "mysqli_connect",
    "new mysqli",
    "ldap_bind",
    "ftp_login",
];

/// Bytes of the longest argument of one.
const ARGUMENT: usize = 512;

/// `{password,"…"}`, `{user,<<"…">>}`, as Erlang has its options.
fn tuples(line: &[u8], found: &mut Vec<Found>) {
    for open in memchr::memchr_iter(b'{', line) {
        let length = SETTING.run_within(&line[open + 1..], LONGEST);
        let comma = open + 1 + length;
        if length == 0 || line.get(comma) != Some(&b',') {
            continue;
        }
        let key = keys::normal(&line[open + 1..comma]);
        let Some(kind) = keys::kind(&key).filter(|kind| matches!(kind, Kind::Secret | Kind::User | Kind::Host)) else {
            continue;
        };
        let blanks = SPACE.run_within(&line[comma + 1..], 2);
        let binary = if line[comma + 1 + blanks..].starts_with(b"<<") { blanks + 2 } else { 0 };
        let near = &line[..line.len().min(comma + ARGUMENT)];
        if let Some(value) = string_at(near, comma + 1 + binary).filter(|(start, end)| start < end) {
            push(line, &key, Some(kind), value, found);
        }
    }
}

/// `set :password, 'SECRET'`, as Ruby's tools have a setting.
fn setting(line: &[u8], found: &mut Vec<Found>) {
    let text = line.trim_ascii_start();
    let Some(rest) = text.strip_prefix(b"set :") else { return };
    let length = SETTING.run_within(rest, LONGEST);
    let start = line.len() - rest.len();
    let key = keys::normal(&rest[..length]);
    let kind = keys::kind(&key).filter(|kind| matches!(kind, Kind::Secret | Kind::User | Kind::Host));
    let near = &line[..line.len().min(start + length + ARGUMENT)];
    if rest.get(length) == Some(&b',')
        && let Some(value) = string_at(near, start + length + 1).filter(|(start, end)| start < end)
    {
        push(line, &key, kind, value, found);
    }
}

/// Bytes of the longest name of an option.
const LONGEST: usize = 64;

/// `getenv("DB_PASSWORD") ?: 'value'`: the name before an operator, in a call or alone.
fn fallback(line: &[u8], at: usize, from: usize, found: &mut Vec<Found>) {
    let head = line[..at].trim_ascii_end();
    // Of a sentence, where no call ends before it.
    if line[at..from] == *b" or " && head.last() != Some(&b')') {
        return;
    }
    let head = bytes::without_end(head, b")]\"'", head.len());
    let length = SETTING.run_back(head);
    let name = &head[head.len() - length..];
    let Some(value) = string_at(line, from).filter(|_| length > 0) else { return };
    push(line, &keys::normal(name), secret(name), value, found);
}

/// Takes a string for what its name says.
fn push(line: &[u8], key: &[u8], kind: Option<Kind>, (start, end): (usize, usize), found: &mut Vec<Found>) {
    let Some(kind) = kind else { return };
    let text = &line[start..end];
    let candidate = Value { kind, key, text, sure: true, quoted: true, line: around(line, (start, end)) };
    if is_plausible(&candidate) {
        found.push(Found::new(start..end, kind, Evidence::Structure).teaching_if(candidate.teaches()));
    }
}

/// Whether a string is an option, another key, or what somebody is told: `add_argument('--password', '-p')`,
/// `label("password", "Your password")`, `error("password", "PASSWORD_TOO_SHORT")`.
///
/// Only keys that are listed whole are asked for: a secret may end as a key does.
fn is_said(text: &[u8]) -> bool {
    let word = dictionary::is_ordinary;
    text.first() == Some(&b'-')
        || keys::is_listed(&text.to_ascii_lowercase())
        || text.split(|byte| b" ._".contains(byte)).filter(|part| !part.is_empty()).all(word)
        || text.contains(&b' ') && !DIGIT.is_in(text)
}

/// Whether a name, or the last of its parts, is a secret's.
fn secret(name: &[u8]) -> Option<Kind> {
    // One of the words that call this finder stands in the name, which is no path.
    let called = |part: &[u8]| bytes::is_one_of_in_any_case(part, pairs::NEEDS.words);
    let plain = SETTING.fills(name)
        && name.first() != Some(&b'/')
        && name.split(|byte| !byte.is_ascii_alphanumeric()).any(called);
    let last = name.rsplit(|byte| matches!(byte, b'.' | b'/' | b':')).next().unwrap_or(name);
    // An opaque word says no more by its end than any other of its make.
    let word = name.rsplit(|byte| !byte.is_ascii_alphanumeric()).next().unwrap_or(name);
    let opaque = opaque::word(word, 0, word.len()).is_some();
    let is = |name: &[u8]| !opaque && keys::kind(&keys::normal(name)) == Some(Kind::Secret);
    (plain && (is(name) || is(last))).then_some(Kind::Secret)
}

const SETTING: Class = NAME.or(b"/:");

/// What stands between a name that may have no value and what counts then.
const OPERATORS: [&[u8]; 4] = [b" || ", b" ?? ", b" ?: ", b" or "];

#[cfg(test)]
mod tests {
    use crate::minimize::structure::named::texts;

    #[test]
    fn what_a_connection_is_opened_with_is_found() {
        let line = "#0 /srv/db.php(7): PDO->__construct('mysql:host=zorgal', 'gwen', 'h4x0r@(x)')";
        assert_eq!(texts(line), ["gwen", "h4x0r@(x)"]);
        assert_eq!(texts("new mysqli($host, 'gwen', 'h4x0r', 'shop')"), ["gwen", "h4x0r"]);
        assert_eq!(texts("PDO->__construct(Object(X), '$user')"), Vec::<String>::new());
    }

    #[test]
    fn a_variable_of_perls_is_set_to_what_it_says() {
        assert_eq!(texts("Set($DatabasePassword, q{h4x0r});"), ["h4x0r"]);
        assert_eq!(texts("  Set($DatabaseHost, \"quvnix-7\");"), ["quvnix-7"]);
        assert_eq!(texts("Set($LogLevel, 'debug'); Set($x"), Vec::<String>::new());
    }

    #[test]
    fn what_a_program_logs_in_with_is_found() {
        assert_eq!(texts("requests.get(url, auth=('gwen', 'h4x0r'))"), ["gwen", "h4x0r"]);
        assert_eq!(texts("client.username_pw_set(\"gwen\", \"h4x 0r\")"), ["gwen", "h4x 0r"]);
        assert_eq!(texts("smtp.login('gwen', 'h4x0r')"), ["gwen", "h4x0r"]);
        assert_eq!(texts("DriverManager.getConnection(url, \"gwen\", \"h4x0r\")"), ["gwen", "h4x0r"]);
        assert_eq!(texts("requests.get(url, auth=(user, password)); page.login('a', 'Sign in')"), Vec::<String>::new());
        assert_eq!(texts("DriverManager.getConnection(\"jdbc:h2\")"), Vec::<String>::new());
    }

    #[test]
    fn options_of_erlang_are_read() {
        assert_eq!(texts("[{password,\"h4x0r\"},{port,5672}]"), ["h4x0r"]);
        assert_eq!(texts("{username, <<\"gwen7\">>},{size,\"x\"}"), ["gwen7"]);
    }

    #[test]
    fn settings_of_ruby_are_read() {
        assert_eq!(texts("  set :password, 'h4x 0r'"), ["h4x 0r"]);
        assert_eq!(texts("set :user, \"gwen7\""), ["gwen7"]);
        for line in ["set :application, 'quvnix'", "set :password, ENV['X']", "set :password", "set :"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn constants_of_php_are_read() {
        let line =
            "define( 'DB_PASSWORD', 'h4x\\'0r' ); define('WP_DEBUG', false); define(\"NONCE_SALT\", \"x]v3|+a b\");";
        assert_eq!(texts(line), ["h4x\\'0r", "x]v3|+a b"]);
    }

    #[test]
    fn an_argument_is_what_the_one_before_it_says() {
        for line in [
            "config.set(\"mqtt.password\", \"h4x0r\")",
            "'x' => env('DB_PASSWORD', 'h4x0r'),",
            "os.environ.setdefault('SECRET_KEY', 'h4x0r')",
            "System.getProperty(\"db/password\", \"h4x0r\")",
            "setenv(\"API_TOKEN\", \"h4x0r\", 1)",
            "localStorage.setItem('sessionid', 'h4x0r')",
            "response.set_cookie(\"sid\", \"h4x0r\", secure=True)",
            "x = process.env.JWT_SECRET || 'h4x0r'",
            "$x = getenv(\"DB_PASSWORD\") ?: 'h4x0r';",
            "os.environ.get(\"DB_PASSWORD\") or \"h4x0r\"",
        ] {
            assert_eq!(texts(line), ["h4x0r"], "{line}");
        }
        assert_eq!(texts("x = process.env.JWT_SECRET || 'zorgsecret'"), ["zorgsecret"]);
        assert_eq!(texts("$x = getenv(\"DB_PASSWORD\") ?: 'zorguser';"), ["zorguser"]);
        assert_eq!(texts("set(\"password\", \"zorgpw\")"), ["zorgpw"]);
        for line in [
            "check('DB_SIZE', 'h4x0r')",
            "expect(page, 'password', 'x')",
            "t('token', count)",
            "if x.password or y == 'h4x0r'",
            "log(\"password for user\", \"gwen\")",
            "add_argument('--password', '-p7')",
            "label(\"password\", \"Your password\")",
            "rename('token', 'access_token')",
            "rejectValue(\"password\", \"error.password.value\")",
            "addError(\"password\",\"PASSWORD_TOO_SHORT\")",
            "set(\"token_dbmpwd\",\"h4x0r\")",
            "type the password or 'q7' to quit or \"secret\"",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
