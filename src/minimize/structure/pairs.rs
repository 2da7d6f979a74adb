//! Keys and values: `key=value`, `key: value`, `"key":"value"`, `<key>value</key>`, headers, cookies, queries.

use super::super::bytes;
use super::super::pseudonym::is_pseudonym;
use super::super::sight::{Finder, Needs, mark};
use super::super::{Found, Kind, Way};
use super::keys::Normal;
use super::plausible::{Candidate, is_ceph_key, is_plausible, is_public_key};
use super::spelling::{
    LONG, begins_with_pair, is_dense_secret, is_dumped, is_indexed, is_opaque, is_title, node, phrases,
};
use super::value::{Reach, span};
use super::{Fields, directory, headers, keys, lists, named, stations};

/// What a line must show to hold a key and its value.
pub(super) const NEEDS: Needs = Needs {
    finder: Finder::Pairs,
    marks: mark::EQUALS | mark::VALUE | mark::ELEMENT | mark::BRACE,
    words: &[
        "cookie",
        "bearer",
        "basic",
        "name",
        "define",
        "auth",
        "password",
        "passwd",
        "passphrase",
        "pwd",
        "secret",
        "token",
        "apikey",
        "pass",
    ],
};

/// Finds the values of keys that say what they are.
pub(super) fn find(line: &[u8], section: Option<&[u8]>, fields: &Fields, found: &mut Vec<Found>) {
    let whole = whole_secret(section);
    // What is replaced as a whole is not looked into.
    let mut covered = 0;
    for at in memchr::memchr2_iter(b'=', b':', line) {
        if at >= covered
            && let Some(pair) = Pair::at(line, at)
        {
            let before = found.len();
            pair.find(line, section, fields, whole, found);
            covered = found[before..].iter().filter(|one| is_long(one)).map(|one| one.end).max().unwrap_or(covered);
        }
    }
    named::find(line, fields, found);
    headers::find(line, found);
}

/// A separator and the key before it.
struct Pair {
    /// Where the key begins and ends.
    key: (usize, usize),
    /// Where the value begins, spaces skipped.
    value: usize,
    separator: u8,
    /// Whether the key stands in quotes.
    quoted: bool,
    /// Whether nothing but white space and comment marks stands before the key.
    first: bool,
    /// Whether nothing stands between key, colon and value, so that only a secret's key tells a pair.
    dense: bool,
}

impl Pair {
    fn at(line: &[u8], at: usize) -> Option<Self> {
        let separator = line[at];
        let mut behind = at + 1;
        let ldif = matches!(line.get(behind), Some(b':')) && line.get(behind + 1) == Some(&b' ');
        if separator == b':' && (ldif || line.get(behind) == Some(&b'=')) {
            // LDIF's `key:: base64`, and `key:=value`.
            behind += 1;
        }
        // `'key' => value`, as in Ruby and PHP.
        let arrow = separator == b'=' && line.get(at + 1) == Some(&b'>');
        behind += usize::from(arrow);
        let blanks = |end: usize| line[..end].iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let mut end = at - blanks(at);
        // Windows' `Host Name . . . . . : `
        if separator == b':' && line[..end].ends_with(b" .") {
            end -= line[..end].iter().rev().take_while(|byte| matches!(byte, b' ' | b'.')).count();
        }
        // The key of a table stands in brackets: `table['key'] = …`, `[key] => …`.
        let bracket = line[..end].ends_with(b"']") || line[..end].ends_with(b"\"]") || arrow && line[..end].ends_with(b"]")
                // `env[DB_PASSWORD] = …`
                || separator == b'=' && is_indexed(&line[..end]);
        end -= usize::from(bracket);
        // Ruby's `ENV["KEY"] ||= value`
        end -= if separator == b'=' && line[..end].ends_with(b" ||") { 3 } else { 0 };
        end -= usize::from(line[..end].ends_with(b"\"]")) * usize::from(line[..at].ends_with(b" ||"));
        let quoted = end > 0 && is_quote(line[end - 1]);
        end -= usize::from(quoted);
        let is_key = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
        let start = end - line[..end].iter().rev().take(64).take_while(|byte| is_key(byte)).count();
        if start == end || (quoted && start == 0) {
            return None;
        }
        let spaces = line[behind..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        // A colon separates before white space, behind quotes, before quotes; elsewhere it is a port's or a time's.
        let separates = separator == b'='
            || quoted
            || spaces > 0
            || matches!(line.get(behind), Some(b'"' | b'\''))
            || behind > at + 1;
        let dense = !separates && (is_dumped(line, start) || is_dense_secret(line, (start, end), behind));
        if !separates && !dense {
            return None;
        }
        let before = line[..start - usize::from(quoted)].trim_ascii();
        let first = before.iter().all(|byte| matches!(byte, b'#' | b';' | b'!' | b'-' | b'|' | b'{' | b'>' | b'<'))
            || [&b"export"[..], b"E:", b"set", b"setenv", b"env", b"declare -x"].contains(&before);
        let value = behind + spaces;
        // `logname= uid=0`: an equals sign right behind its key and before a space has no value.
        let alone = first && !begins_with_pair(&line[value..]);
        let empty = separator == b'=' && end == at && spaces > 0 && !alone && !arrow;
        (!empty).then_some(Self { key: (start, end), value, separator, quoted, first, dense })
    }

    fn find(&self, line: &[u8], section: Option<&[u8]>, fields: &Fields, whole: bool, found: &mut Vec<Found>) {
        let key = &line[self.key.0..self.key.1];
        let all = (whole && self.first).then(|| (Kind::Secret, keys::normal(key)));
        let Some((kind, words)) = self.kind(line, key, section, fields).or(all) else { return };
        // `community:"branches"` is one of Check Point's networks.
        let joined = !self.quoted && self.separator == b':' && self.value == self.key.1 + 1 && *words == *b"community";
        if self.dense && kind != Kind::Secret || joined {
            return;
        }
        let value = self.value + self.skip(line, key, kind);
        // Its pairs speak for themselves.
        if line[..value].ends_with(b"Digest ") {
            return;
        }
        if line.get(value) == Some(&b'[') && (self.quoted || line[value..].iter().any(|byte| is_quote(*byte))) {
            return lists::find(line, value, kind, !self.quoted, found);
        }
        if *words == *b"dc" && directory::is_joined(line, value) {
            return;
        }
        let reach = self.reach(line, section, kind);
        self.take(line, value, (kind, &words), reach, found);
        if let Some(node) = node(line, value).filter(|_| self.separator == b':') {
            self.take(line, node, (kind, &words), reach, found);
        }
    }

    /// Takes the value that begins at `start`, where it can be one of the key's.
    fn take(&self, line: &[u8], start: usize, (kind, key): (Kind, &[u8]), reach: Reach, found: &mut Vec<Found>) {
        // A name that is longer than any is none; a secret is one however long it is.
        let near = &line[..line.len().min(start + LONG)];
        let mut extent = span(near, start, kind, reach);
        if near.len() < line.len() && extent.is_none_or(|(_, end)| end == near.len()) {
            extent = if is_unbounded(kind) { span(line, start, kind, reach) } else { None };
        }
        let Some((from, end)) = extent else { return };
        let quoted = from > start;
        let text = &line[from..end];
        // What stands in a URL is found there.
        if kind == Kind::Host && bytes::find(text, b"://").is_some() {
            return;
        }
        let kind = if kind == Kind::Host && is_public_key(text) { Kind::Key } else { kind };
        if kind == Kind::Mac && key.ends_with(b"stationid") && stations::find(text, from, found) {
            return;
        }
        let sure = self.quoted || quoted || self.separator == b'=';
        let candidate = Candidate { kind, key, text, sure, quoted, line };
        if is_plausible(&candidate) {
            found.push(Found { start: from, end, kind, way: Way::Structure, learn: candidate.teaches() });
        }
    }

    /// What the key says, and in which words: its last one, or up to three more before it.
    fn kind(&self, line: &[u8], key: &[u8], section: Option<&[u8]>, fields: &Fields) -> Option<(Kind, Normal)> {
        if is_pseudonym(key) {
            return None;
        }
        let key = key.strip_suffix(b".0").unwrap_or(key);
        let last = key.rsplit(|byte| *byte == b'.').next().unwrap_or(key);
        let (whole, normal) = (keys::normal(key), keys::normal(last));
        let query = self.key.0 > 0 && matches!(line[self.key.0 - 1], b'?' | b'&');
        if *normal == *b"key" && (whole.starts_with(b"wireless") || is_ceph_key(line, self.value)) {
            return Some((Kind::Secret, normal));
        }
        if query && is_queried(last) && is_opaque(line, self.value) {
            return Some((Kind::Secret, normal));
        }
        // `PASS: test_login`: a verdict.
        if self.separator == b':' && !self.quoted && matches!(key, b"PASS" | b"Pass") {
            return None;
        }
        if let Some(kind) = fields.0.get(&*whole).or_else(|| fields.0.get(&*normal)) {
            return Some((*kind, normal));
        }
        // `PWD=/srv/x OLDPWD=/srv`: a working folder is one whatever stands before.
        let folder = [&b"pwd"[..], b"oldpwd"].contains(&&*normal);
        for words in phrases(line, self.key).filter(|_| !folder) {
            let words = keys::normal(words);
            if keys::is_denied(&words) {
                return None;
            }
            if let Some(kind) = keys::kind(&words) {
                return Some((kind, words));
            }
        }
        // `cloud.auth` says more than `auth`.
        if whole.len() > normal.len() && keys::is_listed(&whole) {
            return keys::kind(&whole).map(|kind| (kind, whole));
        }
        match (normal.as_slice(), section) {
            (b"name", Some(b"user")) => return Some((Kind::Person, normal)),
            (b"id", Some(b"connection")) => return Some((Kind::Ssid, normal)),
            // npm's `_auth` is a login and a password in base64.
            (b"auth", _) if key == b"_auth" => return Some((Kind::Secret, normal)),
            (b"auth", _) => return self.quoted.then_some((Kind::Secret, normal)),
            (b"sn", _) if self.separator == b'=' => return Some((Kind::Serial, normal)),
            (b"cn" | b"o" | b"ou" | b"sn" | b"id" | b"leftid" | b"rightid", _) => return None,
            _ if keys::is_denied(&normal) => return None,
            _ => {}
        }
        keys::kind(&normal).map(|kind| (kind, normal)).or_else(|| keys::kind(&whole).map(|kind| (kind, whole)))
    }

    /// Whether the value is the rest of the line.
    fn reach(&self, line: &[u8], section: Option<&[u8]>, kind: Kind) -> Reach {
        let spaced = line.get(self.key.1) == Some(&b' ') && self.separator == b'=';
        // Looked for last, as a line may be long and have many pairs.
        let json = || self.quoted || memchr::memchr(b'{', line).is_some();
        let alone = self.first && (self.separator == b':' || spaced || section.is_some()) && !json();
        // What stands in the query of a URL ends with it.
        let query = self.key.0 > 0 && matches!(line[self.key.0 - 1], b'?' | b'&');
        let only = || !query && memchr::memchr2(b'=', b':', &line[self.value.min(line.len())..]).is_none();
        let free =
            matches!(kind, Kind::Person | Kind::Organisation | Kind::Title | Kind::Location | Kind::Phone | Kind::Ssid);
        match kind {
            Kind::Secret if alone => Reach::Line,
            // `latitude = 48.2 longitude = 16.3`
            Kind::Location if line[self.key.0..self.key.1].to_ascii_lowercase().ends_with(b"itude") => Reach::Word,
            Kind::Serial if (alone || is_title(line, self.key.0)) && self.separator == b':' => Reach::Line,
            _ if free && (alone || (only() && !json()) || line[self.value..].starts_with(b"STRING: ")) => Reach::Line,
            _ => Reach::Word,
        }
    }

    /// What stands between the separator and the value: an authorization's scheme, SNMP's type, a digest's name.
    fn skip(&self, line: &[u8], key: &[u8], kind: Kind) -> usize {
        let rest = &line[self.value.min(line.len())..];
        let header = key.to_ascii_lowercase().ends_with(b"authorization");
        let quote = usize::from(header && rest.starts_with(b"\""));
        let scheme =
            ["Basic ", "Bearer ", "Digest ", "Negotiate ", "Token ", "NTLM ", "ApiKey "].iter().find(|scheme| {
                rest.get(quote..quote + scheme.len()).is_some_and(|text| text.eq_ignore_ascii_case(scheme.as_bytes()))
            });
        let prefixes: &[&str] = match kind {
            Kind::Key => &["MD5:", "SHA256:", "SHA1:", "sha256:"],
            Kind::Serial => &["0x"],
            Kind::Session => &["<"],
            _ => &["STRING: "],
        };
        // systemd's `SetCredential=NAME:value`.
        if kind == Kind::Secret && key.starts_with(b"SetCredential") {
            return memchr::memchr(b':', rest).map_or(0, |colon| colon + 1);
        }
        match scheme.filter(|_| header) {
            Some(scheme) => quote + scheme.len(),
            None => prefixes.iter().find(|one| rest.starts_with(one.as_bytes())).map_or(0, |one| one.len()),
        }
    }
}

/// Whether a kind is as long as somebody likes.
const fn is_unbounded(kind: Kind) -> bool {
    matches!(kind, Kind::Secret | Kind::Session | Kind::Key)
}

/// Whether what was found is longer than a name, and gone as a whole.
fn is_long(found: &Found) -> bool {
    found.kind == Kind::Secret && found.end - found.start >= LONG
}

const fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'')
}

/// Whether a key says that its value is a secret.
pub(super) fn is_secret_key(key: &[u8], query: bool) -> bool {
    let last = key.rsplit(|byte| *byte == b'.').next().unwrap_or(key);
    query && is_queried(last) || [last, key].iter().any(|key| keys::kind(&keys::normal(key)) == Some(Kind::Secret))
}

/// Whether a key is a secret's in the query of a URL.
fn is_queried(key: &[u8]) -> bool {
    QUERY.iter().any(|known| known.as_bytes() == key)
}

/// Whether every value of a section is a secret: NetworkManager's `[vpn-secrets]`.
fn whole_secret(section: Option<&[u8]>) -> bool {
    section.is_some_and(|section| section.ends_with(b"-secrets"))
}

/// Keys that are secrets in a URL's query and words elsewhere.
const QUERY: [&str; 8] = ["code", "state", "key", "sig", "ticket", "assertion", "nonce", "auth"];

#[cfg(test)]
mod tests {
    use super::{Fields, Found, find};

    fn texts(line: &str) -> Vec<String> {
        let mut found: Vec<Found> = Vec::new();
        find(line.as_bytes(), None, &Fields::default(), &mut found);
        let mut texts: Vec<_> = found.iter().map(|one| line[one.start..one.end].to_owned()).collect();
        texts.dedup();
        texts
    }

    #[test]
    fn secrets_are_found_and_what_follows_them_stays() {
        assert_eq!(texts("db_password='a b;c' retries=4"), ["a b;c"]);
        let ceph = "AQBSdFhcGZMRBhAAR5oT1kKz2W7vTq9Lm2vB7g==";
        assert_eq!(texts(&format!("\tkey = {ceph}")), [ceph]);
        assert_eq!(texts("wireless.default_radio0.key='h4x 0r'"), ["h4x 0r"]);
        assert_eq!(texts("SetCredential=token:h4x0r"), ["h4x0r"]);
        assert_eq!(texts("mount -o password=h4x,vers=3"), ["h4x"]);
        assert_eq!(texts("map[apikey:h4x0r7 port:22] password:h4x1r7"), ["h4x0r7", "h4x1r7"]);
        assert_eq!(texts("env[DB_PASSWORD] = h4x0r"), ["h4x0r"]);
        assert_eq!(texts("   Host Name . . . . . . . . . : WKS-GWEN7"), ["WKS-GWEN7"]);
        assert_eq!(texts("ENV[\"SECRET_KEY\"] ||= \"h4x0r\""), ["h4x0r"]);
        assert_eq!(texts("K3S_TOKEN=K10fa4efa4e::server:h4x0r"), ["K10fa4efa4e::server:h4x0r"]);
        assert_eq!(texts("latitude = 48.2081 longitude = 16.3738"), ["48.2081", "16.3738"]);
        assert_eq!(texts("GET /cb?code=4fX9aB12&state=closed"), ["4fX9aB12"]);
        assert_eq!(texts("GET /x?access_token=ab12&page=2"), ["ab12"]);
        assert_eq!(texts("password = a#b c;d"), ["a#b c;d"]);
        assert_eq!(texts("GET /p?lat=48.1374&lon=11.5755 HTTP/1.1"), ["48.1374", "11.5755"]);
        assert_eq!(texts("rails['smtp_password'] = \"h4x0r\""), ["h4x0r"]);
        assert_eq!(texts("$config[\"db\"][\"pass\"] = 'h4x0r';"), ["h4x0r"]);
        assert_eq!(texts("{Port:5432 Password:h4x0r SSLMode:disable}"), ["h4x0r"]);
        assert_eq!(texts("    [password] => h4x0r"), ["h4x0r"]);
        assert_eq!(texts("  'password' => 'h4x0r', :secret => 'h4x1r'"), ["h4x0r", "h4x1r"]);
        assert_eq!(texts("{\"name\":\"DB_PASS\",\"value\":\"xyz9\"}"), ["xyz9"]);
    }

    #[test]
    fn headers_cookies_and_elements_are_read() {
        assert_eq!(texts("Authorization: Basic YWJjOmRlZg=="), ["YWJjOmRlZg=="]);
        assert_eq!(texts("AUTHORIZATION: basic YWJjOmRlZg=="), ["YWJjOmRlZg=="]);
        assert_eq!(texts("//npm.plant.example/:_auth=YWJjOmRlZg=="), ["YWJjOmRlZg=="]);
        assert_eq!(texts("Set-Cookie: sid=abc123; Path=/; HttpOnly"), ["abc123"]);
        assert_eq!(texts("<adminPassword>h4x0r</adminPassword><level>3</level>"), ["h4x0r"]);
    }

    #[test]
    fn what_only_looks_like_a_secret_stays() {
        for line in [
            "password: ${DB} token: {{ t }}",
            "passwd:  files systemd",
            "monkey=3 keyboard=us bypass=1",
            "using password: YES",
            "LoadCredential=passwd.hashed-password.root",
            "ImportCredential=sysctl.*",
            "mount -o credentials=/root/.smbcred,uid=0",
            "private_key = $dir/private/cakey.pem",
            "  password = var.db_password",
            "existingSecret: shop-db",
            "foo.c:token:12ab34 token:identifier secret:7 password:/etc/x7y",
            "PASS: test_login_7 (0.1s)",
            "PWD=/srv/x OLDPWD=/srv SHLVL=1",
            "password=%DB_PASSWORD% token=@TOKEN@ secret=(unset) apikey=file:///run/key",
            "const password = req.body.password;",
            "<sip:+49@x;user=phone>",
            "--- PASS: TestAuth7",
            "GET /items?state=closed&sort=name&code=17",
            "note ...: x",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
