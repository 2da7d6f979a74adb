//! Values that are numbers with units: bytes, durations, percentages.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// A number of bytes, written `64 MiB`, `500M`, `1 GB` or `4096`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ByteSize(pub u64);

/// The minimum limit of a bundle: less has no room for a manifest.
pub const SMALLEST_BUNDLE: ByteSize = ByteSize(64 << 10);

impl FromStr for ByteSize {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a valid size; write a number and a unit, such as `64 MiB`");
        let (number, unit) = number_and_unit(text).ok_or_else(wrong)?;
        let factor = BYTE_UNITS.iter().find(|(name, _)| name.eq_ignore_ascii_case(unit)).ok_or_else(wrong)?.1;
        number.checked_mul(factor).map(Self).ok_or_else(|| format!("`{text}` does not fit in 64 bits"))
    }
}

impl fmt::Display for ByteSize {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (unit, bytes) in [("GiB", 1_u64 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)] {
            if self.0 >= bytes {
                let tenths = (u128::from(self.0) * 10 / u128::from(bytes)) as u64;
                return match tenths % 10 {
                    0 => write!(formatter, "{} {unit}", tenths / 10),
                    rest => write!(formatter, "{}.{rest} {unit}", tenths / 10),
                };
            }
        }
        write!(formatter, "{} B", self.0)
    }
}

/// A duration, written `10 min`, `7 d`, `24h` or `500 ms`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period(pub Duration);

impl FromStr for Period {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong =
            || format!("`{text}` is not a valid duration; write a number and a unit, such as `10 min` or `7 d`");
        let (number, unit) = number_and_unit(text).ok_or_else(wrong)?;
        let unit = TIME_UNITS.iter().find(|(names, _)| names.contains(&unit)).ok_or_else(wrong)?.1;
        let milliseconds = number.checked_mul(unit).filter(|length| *length <= LONGEST);
        milliseconds
            .map(|length| Self(Duration::from_millis(length)))
            .ok_or_else(|| format!("`{text}` is longer than ten years"))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = self.0.as_millis() as u64;
        for (names, unit) in TIME_UNITS {
            if length >= unit && length.is_multiple_of(unit) {
                return write!(formatter, "{} {}", length / unit, names[0]);
            }
        }
        write!(formatter, "{length} ms")
    }
}

/// A percentage, written `50 %`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percent(pub u8);

impl FromStr for Percent {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a valid percentage; write 1 to 100 and a percent sign, such as `50 %`");
        let (number, unit) = number_and_unit(text).ok_or_else(wrong)?;
        let share = u8::try_from(number).ok().filter(|share| unit == "%" && (1..=100).contains(share));
        share.map(Self).ok_or_else(wrong)
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} %", self.0)
    }
}

fn number_and_unit(text: &str) -> Option<(u64, &str)> {
    let text = text.trim();
    let digits = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    Some((text[..digits].parse().ok()?, text[digits..].trim()))
}

const BYTE_UNITS: [(&str, u64); 12] = [
    ("", 1),
    ("B", 1),
    ("K", 1 << 10),
    ("KiB", 1 << 10),
    ("kB", 1000),
    ("M", 1 << 20),
    ("MiB", 1 << 20),
    ("MB", 1_000_000),
    ("G", 1 << 30),
    ("GiB", 1 << 30),
    ("GB", 1_000_000_000),
    ("TiB", 1 << 40),
];

/// Names of a unit and its milliseconds, the longest first.
const TIME_UNITS: [(&[&str], u64); 6] = [
    (&["w"], 604_800_000),
    (&["d", "day", "days"], 86_400_000),
    (&["h", "hour", "hours"], 3_600_000),
    (&["min", "m", "minutes"], 60_000),
    (&["s", "sec", "seconds"], 1000),
    (&["ms"], 1),
];

/// Ten years in milliseconds.
const LONGEST: u64 = 10 * 366 * 86_400_000;

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::{ByteSize, Percent, Period};

    proptest! {
        #[test]
        fn a_period_reads_back_what_it_shows(seconds in 1_u64..1_000_000) {
            let period = Period(std::time::Duration::from_secs(seconds));
            prop_assert_eq!(period.to_string().parse(), Ok(period));
        }
    }

    #[test]
    fn sizes_take_the_usual_units() {
        assert_eq!("64 MiB".parse(), Ok(ByteSize(64 << 20)));
        assert_eq!("500M".parse(), Ok(ByteSize(500 << 20)));
        assert_eq!("1 GB".parse(), Ok(ByteSize(1_000_000_000)));
        assert!("64 MB/s".parse::<ByteSize>().is_err() && "99999999999 GiB".parse::<ByteSize>().is_err());
    }

    #[test]
    fn shares_lie_between_one_and_a_hundred() {
        assert_eq!("50 %".parse(), Ok(Percent(50)));
        assert!(
            "0 %".parse::<Percent>().is_err() && "101%".parse::<Percent>().is_err() && "50".parse::<Percent>().is_err()
        );
    }
}
