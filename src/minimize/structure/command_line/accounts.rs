//! The login behind the programs that make, change and remove one, and behind chown(1), where they begin a command:
//! `useradd -m gwen`, `chown gwen:crew /srv`.

use crate::minimize::ascii::NAME;
use crate::minimize::prefilter::{Finder, Needs};
use crate::minimize::structure::columns;
use crate::minimize::{Evidence, Found, Kind, dictionary};

/// The words of a line that call the finder of command lines for a login.
pub(in crate::minimize::structure) const NEEDS: Needs =
    Needs { finder: Finder::CommandLine, marks: 0, words: &PROGRAMS };

/// Finds it in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    let words = columns::words(line);
    let text = |(start, end): (usize, usize)| &line[start..end];
    let program = |span: (usize, usize)| {
        let text = &text(span)[usize::from(quoted(text(span)).is_some())..];
        text.rsplit(|byte| *byte == b'/').next().unwrap_or_default()
    };
    let known = |span: &(usize, usize)| programs().any(|name| name == program(*span));
    let Some(index) = words.iter().position(known) else { return };
    let path = text(words[index]).starts_with(b"/") || text(words[index]).starts_with(b"COMMAND=/");
    let before = index.checked_sub(1).map(|before| text(words[before]));
    let begins = path || before.is_none_or(|before| matches!(before, b"sudo" | b"$" | b"&&" | b";" | b"|" | b"getent"));
    let chown = program(words[index]) == CHOWN;
    let added = (index + 1..words.len()).find(|at| matches!(text(words[*at]), b"-a" | b"-d"));
    let login = if let Some(at) = added
        && program(words[index]) == b"gpasswd"
    {
        // Behind it stands the group.
        words.get(at + 1)
    } else if chown {
        words[index + 1..].iter().find(|span| !text(**span).starts_with(b"-"))
    } else {
        words[index + 1..].last()
    };
    let quote = quoted(text(words[index]));
    let within = quote.and_then(|quote| words[index + 1..].iter().find(|span| text(**span).ends_with(&[quote])));
    let begins = begins || within.is_some();
    let Some((start, end)) = within.map(|span| (span.0, span.1 - 1)).or(login.copied()).filter(|_| begins) else {
        return;
    };
    let end = start + memchr::memchr2(b':', b'.', &line[start..end]).filter(|_| chown).unwrap_or(end - start);
    if is_login(&line[start..end]) {
        found.push(Found::new(start..end, Kind::User, Evidence::Grammar).teaching_unless_short());
    }
}

/// The quotation mark before a program, which closes behind its login: `Executing command 'useradd -m gwen'`.
fn quoted(text: &[u8]) -> Option<u8> {
    text.first().copied().filter(|byte| matches!(byte, b'\'' | b'"' | b'`'))
}

/// The programs behind which a login stands.
pub(super) fn programs() -> impl Iterator<Item = &'static [u8]> {
    PROGRAMS.into_iter().map(str::as_bytes)
}

/// Whether a word can be a login, and is no word of the language.
fn is_login(name: &[u8]) -> bool {
    let plain = name.first().is_some_and(u8::is_ascii_alphabetic) && !name.ends_with(b".") && NAME.fills(name);
    plain && !dictionary::is_ordinary(name)
}

/// Programs whose last word is a login, or that treat it as [`CHOWN`] and gpasswd(1) do.
const PROGRAMS: [&str; 16] = [
    "useradd",
    "adduser",
    "userdel",
    "deluser",
    "usermod",
    "passwd",
    "chage",
    "gpasswd",
    "smbpasswd",
    "chsh",
    "chfn",
    "finger",
    "pinky",
    "kinit",
    "edquota",
    "chown",
];

/// Behind it the login is the first word that is no option.
const CHOWN: &[u8] = b"chown";

#[cfg(test)]
mod tests {
    use crate::minimize::structure::Fields;
    use crate::minimize::structure::command_line::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, |line, found| find(line, &Fields::default(), found))
    }

    #[test]
    fn an_indented_command_begins_a_line() {
        assert_eq!(texts("   useradd -m gwendolyn77"), ["gwendolyn77"]);
        assert_eq!(texts("smbpasswd -a -s gwendolyn77"), ["gwendolyn77"]);
        assert_eq!(texts("gpasswd -a gwendolyn77 docker"), ["gwendolyn77"]);
        assert_eq!(texts("getent passwd gwendolyn77"), ["gwendolyn77"]);
        assert_eq!(texts("chsh -s /bin/zsh gwendolyn77"), ["gwendolyn77"]);
        assert_eq!(texts("USER=root ; COMMAND=/usr/sbin/useradd -m gwendolyn77"), ["gwendolyn77"]);
        assert_eq!(texts("Executing command 'useradd -m gwendolyn77' in /root"), ["gwendolyn77"]);
        assert_eq!(texts("run 'passwd' as gwendolyn77"), Vec::<String>::new());
    }
}
