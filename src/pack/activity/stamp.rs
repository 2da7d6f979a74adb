//! Parses the time at the beginning of a log line, in the usual forms.

/// Returns the first time stamp near the beginning of a line, in seconds since 1970; one without a zone is read as UTC.
///
/// It may be ISO 8601 or similar (`2026-01-02T03:04:05.6+01:00`, `2026/01/02 03:04:05`), syslog's form (`Jan  2
/// 03:04:05`), that of the common log format (`02/Jan/2026:03:04:05 +0100`), or seconds since 1970 with a fraction
/// (auditd, squid).
pub(super) fn of(line: &[u8], now: i64) -> Option<i64> {
    let head = line.get(..line.len().min(REACH)).unwrap_or_default();
    let begin = priority(head);
    let time = syslog(head.get(begin..)?, now).or_else(|| {
        let mut digit = false;
        (begin..head.len()).find_map(|at| {
            let before = std::mem::replace(&mut digit, head[at].is_ascii_digit());
            (digit && !before).then(|| number(&head[at..], now)).flatten()
        })
    });
    time.filter(|time| (now - OLDEST..now + NEWEST).contains(time))
}

/// Returns the bytes of a syslog priority, `<134>`.
fn priority(head: &[u8]) -> usize {
    match head.iter().take(5).position(|byte| *byte == b'>') {
        Some(end) if head.first() == Some(&b'<') => end + 1,
        _ => 0,
    }
}

/// Parses a stamp that begins with a digit.
fn number(text: &[u8], now: i64) -> Option<i64> {
    match text.get(4)? {
        separator @ (b'-' | b'/') if text.get(7) == Some(separator) => {
            let day = civil(digits(text, 0, 4)?, digits(text, 5, 2)?, digits(text, 8, 2)?)?;
            matches!(text.get(10)?, b'T' | b' ' | b'_').then_some(())?;
            Some(day * DAY + clock(text, 11)? - offset(text.get(19..).unwrap_or_default()))
        }
        _ if text.get(2) == Some(&b'/') => {
            let day = civil(digits(text, 7, 4)?, month(text.get(3..6)?)?, digits(text, 0, 2)?)?;
            (text.get(11) == Some(&b':')).then_some(())?;
            Some(day * DAY + clock(text, 12)? - offset(text.get(20..).unwrap_or_default()))
        }
        _ => {
            let seconds = digits(text, 0, 10)?;
            let plain = text.get(10) == Some(&b'.') && text.get(11)?.is_ascii_digit();
            (plain && (seconds - now).abs() < OLDEST).then_some(seconds)
        }
    }
}

/// Parses `Jan  2 03:04:05`, in the year that makes it the latest time before now.
fn syslog(text: &[u8], now: i64) -> Option<i64> {
    let month = month(text.get(..3)?)?;
    let day = if text.get(4) == Some(&b' ') { digits(text, 5, 1)? } else { digits(text, 4, 2)? };
    let time = clock(text, 7)?;
    let year = year_of(now);
    let in_year = |year: i64| civil(year, month, day).map(|day| day * DAY + time);
    in_year(year).filter(|time| *time < now + NEWEST).or_else(|| in_year(year - 1))
}

/// Parses `03:04:05`; returns seconds.
fn clock(text: &[u8], at: usize) -> Option<i64> {
    let (hour, minute, second) = (digits(text, at, 2)?, digits(text, at + 3, 2)?, digits(text, at + 6, 2)?);
    let marks = text.get(at + 2) == Some(&b':') && text.get(at + 5) == Some(&b':');
    (marks && hour < 24 && minute < 60 && second <= 60).then_some(hour * 3600 + minute * 60 + second)
}

/// Parses `.678+01:00`, ` -0500` or `Z`; returns seconds east of UTC.
fn offset(mut text: &[u8]) -> i64 {
    if let [b'.' | b',', rest @ ..] = text {
        text = rest.get(rest.iter().take_while(|byte| byte.is_ascii_digit()).count()..).unwrap_or_default();
    }
    let text = text.strip_prefix(b" ").unwrap_or(text);
    let sign = match text.first() {
        Some(b'+') => 1,
        Some(b'-') => -1,
        _ => return 0,
    };
    let minutes = if text.get(3) == Some(&b':') { 4 } else { 3 };
    match (digits(text, 1, 2), digits(text, minutes, 2)) {
        (Some(hours), Some(minutes)) if hours < 15 && minutes < 60 => sign * (hours * 3600 + minutes * 60),
        _ => 0,
    }
}

fn digits(text: &[u8], at: usize, count: usize) -> Option<i64> {
    text.get(at..at + count)?
        .iter()
        .try_fold(0, |value, byte| byte.is_ascii_digit().then(|| value * 10 + i64::from(byte - b'0')))
}

fn month(name: &[u8]) -> Option<i64> {
    let index = MONTHS.iter().position(|month| *month == name)?;
    i64::try_from(index + 1).ok()
}

/// Returns the days since 1970 of a day of the Gregorian calendar.
fn civil(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Years begin in March here, so that the leap day comes last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = 365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    Some(days + (153 * month + 2) / 5 + day - 1 - 719_468)
}

fn year_of(time: i64) -> i64 {
    let days = time.div_euclid(DAY);
    let guess = 1970 + days.div_euclid(366);
    (guess..guess + 3).rev().find(|year| civil(*year, 1, 1).is_some_and(|first| first <= days)).unwrap_or(guess)
}

const DAY: i64 = 86_400;
/// Maximum age of a stamp, and how far it may be ahead because a clock is wrong.
const OLDEST: i64 = 20 * 366 * DAY;
const NEWEST: i64 = 2 * DAY;
/// Bytes of a line within which its stamp must begin.
const REACH: usize = 120;
const MONTHS: [&[u8]; 12] =
    [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"];

#[cfg(test)]
mod tests {
    use proptest::prelude::proptest;

    use super::{civil, of, year_of};

    /// 2026-01-03T00:00:00Z.
    const NOW: i64 = 1_767_398_400;

    #[test]
    fn the_stamps_of_logs_are_read() {
        for (line, expected) in [
            ("2026-01-02T03:04:05Z x", Some("2026-01-02T03:04:05Z")),
            ("2026-01-02T03:04:05.678+01:00 x", Some("2026-01-02T02:04:05Z")),
            ("2026-01-02 03:04:05,678 INFO x", Some("2026-01-02T03:04:05Z")),
            ("2026/01/02 03:04:05 [error] 7#7: x", Some("2026-01-02T03:04:05Z")),
            ("<134>Jan  2 03:04:05 host x", Some("2026-01-02T03:04:05Z")),
            ("Dec 31 23:59:59 host x", Some("2025-12-31T23:59:59Z")),
            ("192.0.2.7 - - [02/Jan/2026:03:04:05 -0100] \"GET / HTTP/1.1\"", Some("2026-01-02T04:04:05Z")),
            ("type=SYSCALL msg=audit(1767323045.123:7): x", Some("2026-01-02T03:04:05Z")),
            ("{\"level\":\"info\",\"time\":\"2026-01-02T03:04:05Z\"}", Some("2026-01-02T03:04:05Z")),
            ("I0102 03:04:05.678 7 x.go:1] x", None),
            ("[   12.345678] kernel: x", None),
            ("1999-01-02T03:04:05Z older than any log", None),
            ("2031-01-02T03:04:05Z newer than now", None),
            ("2026-13-02T03:04:05Z", None),
            ("serial 2026-01-0", None),
            ("", None),
        ] {
            let time = expected.map(|text: &str| text.parse::<jiff::Timestamp>().unwrap().as_second());
            assert_eq!(of(line.as_bytes(), NOW), time, "{line}");
        }
    }

    proptest! {
        #[test]
        fn days_are_those_of_the_calendar(second in -2_000_000_000_i64..8_000_000_000) {
            let date = jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::from_second(second).unwrap()).date();
            let days = civil(i64::from(date.year()), i64::from(date.month()), i64::from(date.day()));
            assert_eq!(days, Some(second.div_euclid(86_400)));
        }

        #[test]
        fn the_year_of_a_time_is_the_calendar_s(second in 0_i64..4_000_000_000) {
            let date = jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::from_second(second).unwrap()).date();
            assert_eq!(year_of(second), i64::from(date.year()));
        }

        #[test]
        fn any_bytes_are_read_without_harm(line in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            of(&line, NOW);
        }
    }
}
