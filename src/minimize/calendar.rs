//! How logs and tables call months and days of the week.

use super::bytes;

/// `Jan`, as most write it.
pub(crate) fn is_month(text: &[u8]) -> bool {
    bytes::is_one_of(text, &MONTHS)
}

/// `jan`, `Mon`: a month or a day, as crontab(5) has them.
pub(crate) fn is_named(text: &[u8]) -> bool {
    MONTHS.iter().chain(&DAYS).any(|name| name.as_bytes().eq_ignore_ascii_case(text))
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

#[cfg(test)]
mod tests {
    use super::{is_month, is_named};

    #[test]
    fn months_and_days_are_told_from_other_words() {
        assert!(is_month(b"Sep") && !is_month(b"sep") && !is_month(b"Mon"));
        assert!(is_named(b"sep") && is_named(b"MON") && !is_named(b"zor"));
    }
}
