//! The time window of a run.

use jiff::{SignedDuration, Timestamp, civil, tz::TimeZone};

use crate::profile::Period;

/// The beginning and the end, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The beginning.
    pub since: Timestamp,
    /// The end.
    pub until: Timestamp,
}

impl Window {
    /// Makes the window that ends at `until` (default: now) and begins at `since` (default: `reach` before its end).
    ///
    /// # Errors
    /// If a text is not a valid time, or if the window begins after its end; for people.
    pub fn new(since: Option<&str>, until: Option<&str>, reach: Period, now: Timestamp) -> Result<Self, String> {
        let until = until.map_or(Ok(now), |text| moment(text, now))?;
        let since = match since {
            Some(text) => moment(text, now)?,
            None => before(until, reach),
        };
        if since >= until {
            return Err(format!("the window is empty: it begins at {since:.0} and ends at {until:.0}"));
        }
        Ok(Self { since, until })
    }
}

/// Parses `24h` (that long before now), RFC 3339, `2026-01-02` or `2026-01-02 03:04` in UTC.
fn moment(text: &str, now: Timestamp) -> Result<Timestamp, String> {
    if let Ok(period) = text.parse::<Period>() {
        return Ok(before(now, period));
    }
    if let Ok(timestamp) = text.parse::<Timestamp>() {
        return Ok(timestamp);
    }
    let civil = text.parse::<civil::DateTime>().or_else(|_| text.parse::<civil::Date>().map(civil::DateTime::from));
    let timestamp = civil.ok().and_then(|civil| TimeZone::UTC.to_timestamp(civil).ok());
    timestamp.ok_or_else(|| {
        format!(
            "`{text}` is not a valid time; write a duration (`24h`, `7 d`) or a time in UTC (`2026-01-02`, `2026-01-02T03:04Z`)"
        )
    })
}

fn before(moment: Timestamp, period: Period) -> Timestamp {
    let length = SignedDuration::try_from(period.0).unwrap_or(SignedDuration::ZERO);
    moment.checked_sub(length).unwrap_or(Timestamp::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::{Period, Timestamp, Window};

    fn window(since: Option<&str>, until: Option<&str>) -> Result<(String, String), String> {
        let now: Timestamp = "2026-03-10T12:00:00Z".parse().unwrap();
        let reach: Period = "7 d".parse().unwrap();
        Window::new(since, until, reach, now).map(|window| (window.since.to_string(), window.until.to_string()))
    }

    #[test]
    fn lengths_count_from_now_and_dates_are_utc() {
        let pair = |since: &str, until: &str| Ok((since.to_owned(), until.to_owned()));
        assert_eq!(window(None, None), pair("2026-03-03T12:00:00Z", "2026-03-10T12:00:00Z"));
        assert_eq!(window(Some("24h"), None), pair("2026-03-09T12:00:00Z", "2026-03-10T12:00:00Z"));
        assert_eq!(
            window(Some("2026-03-01"), Some("2026-03-02 06:00")),
            pair("2026-03-01T00:00:00Z", "2026-03-02T06:00:00Z")
        );
    }

    #[test]
    fn what_is_no_time_or_no_window_is_refused() {
        assert!(window(Some("yesterday"), None).is_err_and(|why| why.contains("not a valid time")));
        assert!(window(Some("1h"), Some("2h")).is_err_and(|why| why.contains("empty")));
    }
}
