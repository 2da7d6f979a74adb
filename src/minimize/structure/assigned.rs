//! Names and numbers with nothing but blanks between them and their key: `NODename        gw-7`, `admin-name gwen7`,
//! `config.users.user1.username gwen7`, SoftEther's `string Username gwen7`, LANCOM's `set /Setup/Name "gw-7"`.
//!
//! Nothing else stands in such a line, so that no sentence is one; and its key is a path or made of several words, or
//! stands apart from its value, or the value is a string.

use super::keys;
use super::plausible::{Value, is_plausible, is_street, is_wireguard_key};
use crate::minimize::ascii::{ALNUM, BLANK, DOTTED};
use crate::minimize::quote::whole_string;
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary, host};

/// Finds the value in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    let first = line.trim_ascii_start();
    let first = &first[..ALNUM.run(first)];
    if !FIRST.iter().any(|known| first.eq_ignore_ascii_case(&known.as_bytes()[1..])) {
        return;
    }
    let Some(setting) = Setting::of(line) else { return };
    let Some((kind, key)) = setting.says(line) else { return };
    let (start, end) = setting.value;
    let text = &line[start..end];
    let spaced = matches!(kind, Kind::Person | Kind::Location | Kind::Organisation);
    if text.contains(&b' ') && !(setting.quoted || setting.path && spaced) {
        return;
    }
    let candidate = Value { kind, key: &key, text, sure: true, quoted: setting.quoted, line };
    if is_plausible(&candidate) {
        found.push(Found::new(start..end, kind, Evidence::Structure).teaching_if(candidate.teaches()));
    }
}

/// A key and its value, which are all that a line holds.
struct Setting {
    key: (usize, usize),
    /// Without its quotes.
    value: (usize, usize),
    quoted: bool,
    /// Whether a word before the key says of which type the value is.
    typed: bool,
    /// Whether more than one blank stands between key and value.
    apart: bool,
    /// Whether the key is made of several words.
    several: bool,
    /// Whether the key is one of a tree.
    path: bool,
}

impl Setting {
    /// The setting that a line holds.
    fn of(line: &[u8]) -> Option<Self> {
        let indent = line.len() - line.trim_ascii_start().len();
        let opening = |word: &&[u8]| line[indent..].starts_with(word);
        let typed = TYPES.iter().find(|word| opening(word)).map_or(0, |word| word.len());
        let rooted = line[indent..].starts_with(b"set /");
        let set = if line[indent..].starts_with(b"set ") { b"set ".len() } else { 0 };
        let start = indent + typed + set;
        let is_key = |byte: &&u8| byte.is_ascii_alphanumeric() || b"_-.".contains(byte) || rooted && **byte == b'/';
        let end = start + line[start..].iter().take_while(is_key).count();
        let key = &line[start..end];
        let gap = BLANK.run(&line[end..]);
        let text = line[end + gap..].trim_ascii_end();
        let text = text.strip_suffix(b";").unwrap_or(text);
        let from = end + gap;
        let inner = whole_string(text).filter(|inner| !inner.is_empty());
        let path = rooted || memchr::memchr_iter(b'.', key).count() > 1;
        let several = memchr::memchr2(b'-', b'_', key).is_some();
        let apart = gap > 1 || line[end..].starts_with(b"\t");
        let value = inner.map_or((from, from + text.len()), |inner| (from + 1, from + 1 + inner.len()));
        let setting =
            Self { key: (start, end), value, quoted: inner.is_some(), typed: typed > 0, apart, several, path };
        let server = || matches!(key, b"server1" | b"server2");
        (gap > 0 && !key.is_empty() && !text.is_empty() && (setting.told() || server())).then_some(setting)
    }

    /// Whether what stands there is more than two words.
    const fn told(&self) -> bool {
        self.typed || self.path || self.several || self.apart || self.quoted
    }

    /// What the key says of the value.
    fn says(&self, line: &[u8]) -> Option<(Kind, keys::Normal)> {
        let key = &line[self.key.0..self.key.1];
        let text = &line[self.value.0..self.value.1];
        let last = key.rsplit(|byte| matches!(byte, b'.' | b'/')).next().unwrap_or(key);
        let normal = keys::normal(last);
        let own = keys::of_path(key).filter(|_| self.path);
        let cipher = || self.typed && text.len() >= CIPHER && (normal.ends_with(b"key") || normal.ends_with(b"hash"));
        let place = || *normal == *b"location" && (self.path || self.quoted && is_street(text));
        let kind = own.or_else(|| keys::kind(&normal)).or_else(|| cipher().then_some(Kind::Secret));
        let kind = kind.or_else(|| place().then_some(Kind::Location))?;
        let word = dictionary::is_ordinary(text);
        // How many tests did pass, and of what type a token is.
        let number = text.len() < CIPHER && DOTTED.or(b":s%").fills(text);
        let elsewhere = matches!(text[0], b'/' | b'$') || bytes::find(text, b"://").is_some();
        let sure = self.typed || self.path || self.apart && normal.len() > 4 && !number;
        let shown = kind == Kind::Secret && (elsewhere || !sure);
        // `server1 gw-7`, of a realm.
        let numbered = key.last().is_some_and(u8::is_ascii_digit) && !self.told();
        let other = numbered && !host::is_likely(text);
        (!shown && !word && !other && (kind != Kind::Key || is_wireguard_key(text))).then_some((kind, normal))
    }
}

/// Words that such lines begin with, as their finder is called by them.
pub(super) const FIRST: [&str; 19] = [
    "^accessor",
    "^admin",
    "^ams",
    "^asnodename",
    "^byte",
    "^config",
    "^nas",
    "^nodename",
    "^option",
    "^organization",
    "^serial",
    "^server1",
    "^server2",
    "^set",
    "^string",
    "^system",
    "^vmchost",
    "^vmcpw",
    "^vmcuser",
];

/// Words before a key that say of which type its value is.
const TYPES: [&[u8]; 3] = [b"string ", b"byte ", b"option "];

/// Letters of the shortest key of a cipher in base64.
const CIPHER: usize = 16;

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn a_value_stands_alone_behind_its_key() {
        assert_eq!(texts("   NODename           QUVNIX-7"), ["QUVNIX-7"]);
        assert_eq!(texts("    admin-name gwenq"), ["gwenq"]);
        assert_eq!(texts("config.users.user1.username gwenq"), ["gwenq"]);
        assert_eq!(texts("config.system.name zorgal-console"), ["zorgal-console"]);
        assert_eq!(texts("config.system.location Zorgalgasse 2, Quvnix"), ["Zorgalgasse 2, Quvnix"]);
        assert_eq!(texts("\tserial-number 18B169F4C2D8"), ["18B169F4C2D8"]);
        assert_eq!(texts("\t\tbyte EncryptedPassword Rb7cYKs0GdHfJoE="), ["Rb7cYKs0GdHfJoE="]);
        assert_eq!(texts("\t\tstring Hostname gw7.plant.example"), ["gw7.plant.example"]);
        assert_eq!(texts(" organization-name     \"Quvnix Zorgal AG\""), ["Quvnix Zorgal AG"]);
        assert_eq!(texts("config.cellmodem.simpin 4417"), ["4417"]);
        assert_eq!(texts("\tserver1 dc1-quvnix"), ["dc1-quvnix"]);
        assert_eq!(texts("\toption endpoint_host 'quvnix-7'"), ["quvnix-7"]);
        assert_eq!(texts("    option remote-host gfs1-quvnix"), ["gfs1-quvnix"]);
        assert_eq!(texts("        set phone-number \"06861-70233\""), ["06861-70233"]);
        assert_eq!(texts("set /Setup/Name \"LC-Quvnix\""), ["LC-Quvnix"]);
        assert_eq!(texts("   VMCPW              H4x0rqq"), ["H4x0rqq"]);
    }

    #[test]
    fn sentences_heads_and_columns_stay() {
        for line in [
            "user logged in",
            "hostname lookup",
            "hostname    username",
            "pass      23",
            "password        required",
            "token     identifier",
            "system-name unknown",
            "user-name is wrong",
            "com.quvnix.user logged in now",
            "serial-number Yes",
            "string name",
            "    proxy_pass http://192.0.2.7;",
            "auth-user-pass /etc/zorgal",
            "server1 up",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
