//! Times in the columns of tables: when crontab(5) runs what and as whom, and since when somebody is logged in.

use super::columns::spans;
use super::row::Row;
use crate::minimize::ascii::{ALNUM, DIGIT, NAME};
use crate::minimize::{Evidence, Found, Kind, calendar, dictionary};

/// The login in the system's crontab(5): behind five fields of time and before a path, or, where the item's name says
/// that it is one, before any command.
pub(super) fn crontab(line: &[u8], system: bool, found: &mut Vec<Found>) {
    let is_time = |text: &[u8]| {
        // Months and days of the week have names too.
        text.split(|byte| !byte.is_ascii_alphabetic()).all(|name| name.is_empty() || calendar::is_named(name))
            && ALNUM.or(b"*/,-").fills(text)
    };
    if !matches!(line.first(), Some(b'*' | b'0'..=b'9'))
        || !spans(line).take(5).all(|(start, end)| is_time(&line[start..end]))
    {
        return;
    }
    let row = Row::of(line);
    let login = NAME.fills(row.text(5))
        && row.text(5).first().is_some_and(u8::is_ascii_alphabetic)
        && !dictionary::is_word(row.text(5));
    if row.words.len() > 6 && login && (system || row.text(6).starts_with(b"/")) {
        found.push(Found::new(row.words[5].0..row.words[5].1, Kind::User, Evidence::Structure).teaching_unless_short());
    }
}

/// `Feb  7`, `2026-02-07`: since when somebody is logged in, as who(1) and last(1) say it.
pub(super) fn is_since(one: &[u8], other: &[u8]) -> bool {
    let day = |text: &[u8]| matches!(text.len(), 1 | 2) && DIGIT.fills(text);
    let iso = one.len() == 10 && one[4] == b'-' && DIGIT.fills(&one[..4]);
    iso || calendar::is_named(one) && (day(other) || calendar::is_named(other))
}

/// `Fri18`, `22Mar21`: since when somebody is logged in, where w(1) leaves out from where.
pub(super) fn is_login_time(text: &[u8]) -> bool {
    let digits = DIGIT.run(text);
    let name = text.get(digits..digits + 3).unwrap_or_default();
    let rest = text.get(digits + 3..).unwrap_or_default();
    digits <= 2 && calendar::is_named(name) && rest.len() == 2 && DIGIT.fills(rest)
}

#[cfg(test)]
mod tests {
    use super::{crontab, is_login_time, is_since};

    #[test]
    fn months_and_days_have_names_in_a_crontab() {
        let texts = |line: &str| crate::minimize::testing::texts(line, |line, found| crontab(line, false, found));
        let system = |line: &str| crate::minimize::testing::texts(line, |line, found| crontab(line, true, found));
        assert_eq!(system("*/5 * * * * gwenq mysql -e x"), ["gwenq"]);
        assert_eq!(texts("*/5 * * * * gwenq mysql -e x"), Vec::<String>::new());
        assert_eq!(texts("17 *  * * *  gwenq  /usr/bin/x -a"), ["gwenq"]);
        assert_eq!(texts("00 */3 15-25/2 May mon-tue gwenq /usr/bin/x"), ["gwenq"]);
        assert_eq!(texts("00 3 15 May quvnix gwenq /usr/bin/x"), Vec::<String>::new());
    }

    #[test]
    fn a_login_is_dated() {
        assert!(is_since(b"Feb", b"7") && is_since(b"Fri", b"Feb") && is_since(b"2026-02-07", b"20:06"));
        assert!(!is_since(b"enabled:", b"7") && !is_since(b"Feb", b"quvnix"));
        assert!(is_login_time(b"Fri18") && is_login_time(b"22Mar21") && !is_login_time(b"gw718"));
    }
}
