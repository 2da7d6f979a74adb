//! A secret on the lines below its key, as YAML, JSON and TOML may break it: `password:`, `- X`; `"passwords": [`,
//! `"X",`.

use super::keys;
use super::nest::Nest;
use super::value::is_placeholder;
use crate::minimize::ascii::{Class, NAME};
use crate::minimize::quote::whole_string;
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary, host};

/// A key whose value stands on the lines below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Below {
    nest: Nest,
    /// Whether a bracket has opened a list.
    list: bool,
    /// The quotation mark whose third closes the string of several lines that the key's value is (TOML), and how many
    /// lines it may still have.
    string: Option<(u8, u8)>,
    /// Whether the key stands in quotes, so that how deep its value stands says nothing.
    quoted: bool,
    kind: Kind,
}

impl Below {
    /// What a line opens that holds nothing but a key.
    pub(super) fn opened_by(text: &[u8], indent: usize) -> Option<Self> {
        let string =
            [&b"\"\"\""[..], b"'''"].into_iter().find_map(|quotes| Some((text.strip_suffix(quotes)?, quotes[0])));
        let text = string.map_or(text, |(text, _)| text.trim_ascii_end());
        let string = string.map(|(_, quote)| (quote, LINES));
        let (text, list) = text.strip_suffix(b"[").map_or((text, false), |text| (text.trim_ascii_end(), true));
        let colon = text.strip_suffix(b":").filter(|_| string.is_none());
        let equals = || text.strip_suffix(b"=").filter(|_| list || string.is_some());
        let key = colon.or_else(equals)?.trim_ascii_end();
        let key = key.strip_prefix(b"- ").unwrap_or(key);
        let quoted = key.first() == Some(&b'"');
        let key = if quoted { key.strip_prefix(b"\"")?.strip_suffix(b"\"")? } else { key };
        let plain = NAME.fills(key);
        let key = keys::normal(key.rsplit(|byte| *byte == b'.').next().unwrap_or(key));
        // A list of secrets may be one of their names, and one of tokens of words.
        let secret = keys::kind(&key) == Some(Kind::Secret) && !key.starts_with(b"credential") && *key != *b"secret";
        let joined = key.starts_with(b"retryjoin") || key.starts_with(b"startjoin");
        let kind = match &*key {
            _ if !list => None,
            b"user" | b"users" => Some(Kind::User),
            _ => joined.then_some(Kind::Host),
        };
        let kind = kind.or((secret || is_plural(&key)).then_some(Kind::Secret)).filter(|_| plain)?;
        Some(Self { nest: Nest::below(indent), list, string, quoted, kind })
    }

    /// Reads a line; what remains open behind it.
    pub(super) fn line(self, line: &[u8], found: &mut Vec<Found>) -> Option<Self> {
        let text = line.trim_ascii();
        let indent = line.len() - line.trim_ascii_start().len();
        if let Some((quote, left)) = self.string {
            let close = bytes::find(text, &[quote; 3]);
            // Security: a log that one such line got into says nothing secret on the others.
            if close.is_none() && ends_strings(text) {
                return None;
            }
            let inner = text[..close.unwrap_or(text.len())].trim_ascii_end();
            if !inner.is_empty() && !is_placeholder(inner) {
                let end = indent + inner.len();
                let teaches = inner.len() >= WHOLE && !inner.contains(&b' ');
                found.push(Found::new(indent..end, Kind::Secret, Evidence::Structure).teaching_if(teaches));
            }
            let left = left.checked_sub(1).filter(|_| close.is_none())?;
            return Some(Self { string: Some((quote, left)), ..self });
        }
        if text.first() == Some(&b'#') {
            return Some(self);
        }
        let belongs = self.nest.has_item(text, indent);
        let item = text.strip_prefix(b"- ").map(<[u8]>::trim_ascii_start);
        let value = item.unwrap_or(text);
        let value = value.strip_suffix(b",").unwrap_or(value).trim_ascii_end();
        let bare = |text: &[u8]| !Class::of(b" :{}[]=").is_in(text);
        let text = whole_string(value).or_else(|| Some(value).filter(|value| !self.list && bare(value)))?;
        if !(belongs || self.quoted || self.list) || text.is_empty() {
            return None;
        }
        let other = match self.kind {
            Kind::Host => !host::is_likely(text) || text.contains(&b' '),
            Kind::User => dictionary::is_ordinary(text) || text.contains(&b' '),
            _ => false,
        };
        if !is_placeholder(text) && !other {
            let start = line.len() - line.trim_ascii_start().len();
            let start = start + line[start..].windows(text.len()).position(|window| window == text)?;
            found.push(Found::new(start..start + text.len(), self.kind, Evidence::Structure).teaching_unless_short());
        }
        (self.list || item.is_some()).then_some(self)
    }
}

/// Whether a line can be none of a string of several lines that is a secret: `[section]`, `key = value`.
fn ends_strings(text: &[u8]) -> bool {
    let key = NAME.run(text);
    let value = text[key..].trim_ascii_start().strip_prefix(b"=");
    text.starts_with(b"[") && text.ends_with(b"]")
        || key > 0 && value.is_some_and(|value| !matches!(value.trim_ascii().first(), None | Some(b'=')))
}

/// Lines of such a string at most: a key of some thousand bits has as many.
const LINES: u8 = 16;

/// Bytes of a line of one that is long enough to be looked for elsewhere.
const WHOLE: usize = 12;

/// Whether a key in normal form says that its values are secrets.
pub(super) fn is_plural(key: &[u8]) -> bool {
    bytes::ends_with_any(key, &PLURALS)
}

/// Ends of keys of several secrets.
const PLURALS: [&str; 7] =
    ["passwords", "passphrases", "apikeys", "accesskeys", "accesstokens", "apitokens", "authtokens"];

#[cfg(test)]
mod tests {
    use super::Below;

    fn texts(lines: &[&str]) -> Vec<String> {
        let indent = lines[0].len() - lines[0].trim_start().len();
        let mut below = Below::opened_by(lines[0].trim().as_bytes(), indent);
        crate::minimize::testing::texts_of_lines(&lines[1..], |line, found| {
            below = below.take().and_then(|below| below.line(line, found));
        })
    }

    #[test]
    fn a_value_stands_below_its_key() {
        assert_eq!(texts(&["password:", "  h4x0r", "port: 7"]), ["h4x0r"]);
        assert_eq!(texts(&["  token:", "  - h4x0r", "  # more", "  - 'h4x 1r'", "  size: 7"]), ["h4x0r", "h4x 1r"]);
        assert_eq!(texts(&["\"password\":", "\"h4x 0r\",", "\"x\""]), ["h4x 0r"]);
        assert_eq!(texts(&["passwords = [", "  \"h4x0r\",", "  \"h4x1r\",", "]", "\"x\""]), ["h4x0r", "h4x1r"]);
    }

    #[test]
    fn names_of_a_list_stand_below_its_key() {
        let lines = ["retry_join = [", "  \"gw-7\",", "  \"provider=x y=z\",", "  \"quvnix-7\"", "]"];
        assert_eq!(texts(&lines), ["gw-7", "quvnix-7"]);
        assert_eq!(texts(&["\"users\": [", "  \"gwenq\",", "  \"all\"", "]"]), ["gwenq"]);
    }

    #[test]
    fn a_string_of_several_lines_ends_with_its_quotes() {
        let quotes = "\"\"\"";
        assert_eq!(texts(&["password = '''", "h4x 0r", "h4x1r'''", "port = 7"]), ["h4x 0r", "h4x1r"]);
        assert_eq!(texts(&[&format!("secret_key = {quotes}"), "h4x0r", quotes, "x"]), ["h4x0r"]);
        assert_eq!(texts(&[&format!("notes = {quotes}"), "h4x0r", quotes]), Vec::<String>::new());
    }

    #[test]
    fn a_string_that_nothing_closes_ends_before_long() {
        assert_eq!(texts(&["password = '''", "h4x0rh4x0r==", "[quvnix]", "x"]), ["h4x0rh4x0r=="]);
        assert_eq!(texts(&["password = '''", "h4x0r", "port = 7", "x"]), ["h4x0r"]);
        let mut lines = vec!["token = '''"];
        lines.resize(100, "quvnix done");
        assert!(texts(&lines).len() <= 17);
    }

    #[test]
    fn tables_and_names_stay() {
        assert_eq!(texts(&["password:", "  from: vault", "  x: y"]), Vec::<String>::new());
        assert_eq!(texts(&["secrets:", "  - db_password"]), Vec::<String>::new());
        assert_eq!(texts(&["password:", "port"]), Vec::<String>::new());
        assert_eq!(texts(&["Enter the password:", "  gwen7"]), Vec::<String>::new());
    }
}
