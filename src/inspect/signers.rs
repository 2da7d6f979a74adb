//! Who may sign: ssh-keygen's `allowed_signers` file.

use data_encoding::BASE64;
use jiff::Timestamp;

use crate::seal::PublicKey;

/// The Ed25519 lines of an `allowed_signers` file (ssh-keygen(1), ALLOWED SIGNERS).
#[derive(Debug, Clone, Default)]
pub struct Signers(Vec<Line>);

#[derive(Debug, Clone)]
struct Line {
    principals: String,
    namespaces: Option<Vec<String>>,
    valid_after: Option<Timestamp>,
    valid_before: Option<Timestamp>,
    key: PublicKey,
}

impl Signers {
    /// Parses the file.
    ///
    /// # Errors
    /// The number of the first line that cannot be understood, and what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut lines = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let parsed = parse(line).map_err(|why| format!("line {}: {why}", index + 1))?;
            lines.extend(parsed);
        }
        Ok(Self(lines))
    }

    /// The name under which a key may sign in `namespace` at `moment`.
    ///
    /// # Errors
    /// Why it may not.
    pub fn principal(&self, key: &PublicKey, namespace: &str, moment: Timestamp) -> Result<&str, String> {
        let mut why = format!("{} is not in the file of allowed signers", key.fingerprint());
        for line in self.0.iter().filter(|line| line.key == *key) {
            let named = line
                .namespaces
                .as_ref()
                .is_none_or(|patterns| patterns.iter().any(|pattern| matches(pattern, namespace)));
            if !named {
                why = format!("{} may not sign for {namespace}", line.principals);
            } else if line.valid_after.is_some_and(|after| moment < after) {
                why = format!("{}'s key was not valid yet at {moment}", line.principals);
            } else if line.valid_before.is_some_and(|before| moment > before) {
                why = format!("{}'s key was not valid any more at {moment}", line.principals);
            } else {
                return Ok(&line.principals);
            }
        }
        Err(why)
    }
}

/// `principals [options] keytype base64 [comment]`; keys of other kinds give nothing.
fn parse(line: &str) -> Result<Option<Line>, String> {
    let (principals, rest) = line.split_once(char::is_whitespace).ok_or("no key")?;
    let words = words(rest);
    let kind =
        words.iter().position(|word| word.starts_with("ssh-") || word.starts_with("ecdsa-") || word.starts_with("sk-"));
    let kind = kind.ok_or("no key")?;
    if words.get(kind).map(String::as_str) != Some("ssh-ed25519") {
        return Ok(None);
    }
    let blob =
        words.get(kind + 1).and_then(|text| BASE64.decode(text.as_bytes()).ok()).ok_or("the key is not base64")?;
    let key = PublicKey::from_blob(&blob).ok_or("the key is no Ed25519 key")?;
    let mut line =
        Line { principals: principals.to_owned(), namespaces: None, valid_after: None, valid_before: None, key };
    for option in words.iter().take(kind).flat_map(|word| options(word)) {
        let (name, value) = option.split_once('=').unwrap_or((&option, ""));
        let value = value.trim_matches('"');
        match name.to_ascii_lowercase().as_str() {
            "namespaces" => line.namespaces = Some(value.split(',').map(str::to_owned).collect()),
            "valid-after" => line.valid_after = Some(moment(value)?),
            "valid-before" => line.valid_before = Some(moment(value)?),
            other => return Err(format!("option `{other}` is not supported")),
        }
    }
    Ok(Some(line))
}

/// Words, where white space between quotes belongs to the word.
fn words(text: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut quoted = false;
    for letter in text.chars() {
        quoted ^= letter == '"';
        match (letter.is_whitespace() && !quoted, out.last_mut()) {
            (true, _) => out.push(String::new()),
            (false, Some(last)) => last.push(letter),
            (false, None) => {}
        }
    }
    out.retain(|word| !word.is_empty());
    out
}

/// The options of one word, at the commas outside quotes.
fn options(word: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut quoted = false;
    for letter in word.chars() {
        quoted ^= letter == '"';
        if letter == ',' && !quoted {
            out.push(String::new());
        } else if let Some(last) = out.last_mut() {
            last.push(letter);
        }
    }
    out
}

/// `YYYYMMDD`, `YYYYMMDDHHMM` or `YYYYMMDDHHMMSS`, in UTC where a Z follows; local times are read as UTC too.
fn moment(text: &str) -> Result<Timestamp, String> {
    let digits = text.strip_suffix('Z').unwrap_or(text);
    let wrong = || format!("`{text}` is no time");
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) || !matches!(digits.len(), 8 | 12 | 14) {
        return Err(wrong());
    }
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or("00");
    let text =
        format!("{}-{}-{}T{}:{}:{}Z", part(0, 4), part(4, 6), part(6, 8), part(8, 10), part(10, 12), part(12, 14));
    text.parse().map_err(|_| wrong())
}

fn matches(pattern: &str, namespace: &str) -> bool {
    globset::Glob::new(pattern).is_ok_and(|glob| glob.compile_matcher().is_match(namespace))
}

#[cfg(test)]
mod tests {
    use super::{PublicKey, Signers};

    #[test]
    fn namespaces_and_validity_are_held_to() {
        let key = PublicKey([7; 32]);
        let text =
            format!("# people\nedge namespaces=\"casepack@*\",valid-before=\"20260101\" {} comment\n", key.line());
        let signers = Signers::parse(&text).unwrap();
        let moment = |text: &str| text.parse().unwrap();
        assert_eq!(signers.principal(&key, "casepack@sums", moment("2025-06-01T00:00:00Z")), Ok("edge"));
        assert!(signers.principal(&key, "file", moment("2025-06-01T00:00:00Z")).is_err());
        assert!(signers.principal(&key, "casepack@sums", moment("2026-06-01T00:00:00Z")).is_err());
        assert!(signers.principal(&PublicKey([8; 32]), "casepack@sums", moment("2025-06-01T00:00:00Z")).is_err());
    }

    #[test]
    fn a_line_that_cannot_be_understood_is_named() {
        assert_eq!(Signers::parse("a b\n").unwrap_err(), "line 1: no key");
    }
}
