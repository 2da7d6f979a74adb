//! Positions on the earth, as receivers, modems and browsers write them: `GPS: 46.948123 N, 17.447412 E`,
//! `geo:46.948123,17.447412`, `POINT(17.447412 46.948123)`, `+QGPSLOC: 081530.0,4656.8874N,01726.8447E,…`.
//!
//! Two numbers with four decimals or more that stand side by side are one, in a line that speaks of positions.

use crate::minimize::ascii::{DIGIT, DOTTED, LETTER};
use crate::minimize::prefilter::{Finder, Needs};
use crate::minimize::{Evidence, Found, Kind, bytes};

/// What a line must show to hold one.
pub(super) const NEEDS: Needs = Needs {
    finder: Finder::Coordinates,
    marks: 0,
    words: &[
        "gps",
        "gpsd",
        "gpslatitude",
        "gpslongitude",
        "gpsposition",
        "weather",
        "gnss",
        "geo",
        "point",
        "lat",
        "latitude",
        "longitude",
        "cgpsinfo",
        "qgpsloc",
        "cgnsinf",
        "coordinates",
        "located",
        "location",
        "latlng",
        "coords",
        "loc",
        "maps",
    ],
};

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    let mut last: Option<(usize, usize)> = None;
    let before = found.len();
    for dot in memchr::memchr_iter(b'.', line) {
        let Some(number) = degrees(line, dot) else { continue };
        // `gps-location latitude 46.948123`
        let title = line[..number.0].trim_ascii_end();
        if title.len() < number.0 && bytes::ends_with_any(title, &["latitude", "longitude"]) {
            found.push(Found::new(number.0..number.1, Kind::Location, Evidence::Structure));
        }
        if let Some(before) = last.filter(|before| joins(&line[before.1..number.0])) {
            for (start, end) in [before, number] {
                found.push(Found::new(start..end, Kind::Location, Evidence::Structure));
            }
        }
        last = Some(number);
    }
    angles(line, found);
    if found.len() > before && !says(line) {
        found.truncate(before);
    }
}

/// `47 deg 29' 52.30" N`, as exiftool(1) has an angle.
fn angles(line: &[u8], found: &mut Vec<Found>) {
    for at in bytes::every(line, b" deg ") {
        let digits = DIGIT.run_back(&line[..at]);
        let minutes = at + b" deg ".len();
        let length = DIGIT.run(&line[minutes..]);
        let Some(rest) =
            line[minutes + length..].strip_prefix(b"' ").filter(|_| (1..=3).contains(&digits) && length > 0)
        else {
            continue;
        };
        let seconds = DOTTED.run(rest);
        if seconds > 0 {
            let end = line.len() - rest.len() + seconds;
            let close = usize::from(line.get(end) == Some(&b'"'));
            found.push(Found::new(at - digits..end + close, Kind::Location, Evidence::Structure));
        }
    }
}

/// Whether a line holds one of the words that call this finder.
fn says(line: &[u8]) -> bool {
    let mut words = line.split(|byte| !byte.is_ascii_alphanumeric() && *byte < 0x80);
    words.any(|word| bytes::is_one_of_in_any_case(word, NEEDS.words))
}

/// A number of one to five digits before the dot and four or more behind it.
fn degrees(line: &[u8], dot: usize) -> Option<(usize, usize)> {
    let before = DIGIT.run_back(&line[..dot]);
    let behind = DIGIT.run(&line[dot + 1..]);
    let start = dot - before;
    let sign = usize::from(start > 0 && line[start - 1] == b'-');
    let end = dot + 1 + behind;
    let open = (start - sign).checked_sub(1).is_none_or(|at| !line[at].is_ascii_alphanumeric() && line[at] != b'.');
    let compass = matches!(line.get(end), Some(b'N' | b'S' | b'E' | b'W'));
    let closed = |at: usize| !line.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric());
    let last = line.get(end) != Some(&b'.') || closed(end + 1);
    let whole = closed(end) && last || compass && closed(end + 1);
    (open && whole && (1..=5).contains(&before) && (4..=9).contains(&behind)).then_some((start - sign, end))
}

/// Whether what stands between two numbers makes them one position.
fn joins(text: &[u8]) -> bool {
    if text.is_empty() || text.len() > BETWEEN {
        return false;
    }
    let letters = text.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let word =
        [&b"lon"[..], b"lng"].iter().any(|word| text.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word)));
    LETTER.or(b" ,;:/=\"'&_").fills(text) && (letters <= 1 || word)
}

/// Bytes that may stand between the two numbers of a position.
const BETWEEN: usize = 20;

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn two_numbers_side_by_side_are_a_position() {
        for (line, position) in [
            ("GPS: 46.948123 N, 17.447412 E", ["46.948123", "17.447412"]),
            ("geo:-33.868820,151.209290;u=35", ["-33.868820", "151.209290"]),
            ("POINT(17.447412 46.948123)", ["17.447412", "46.948123"]),
            ("LatLng(46.948123, 17.447412) exit", ["46.948123", "17.447412"]),
            ("https://maps.x.example/?q=46.948123,17.447412", ["46.948123", "17.447412"]),
            ("fix lat:46.948123 lon:17.447412 hdop:0.9", ["46.948123", "17.447412"]),
            ("+CGPSINFO: 4656.887400,N,01726.844700,E,100326,081530.0", ["4656.887400", "01726.844700"]),
            ("+QGPSLOC: 081530.0,4656.8874N,01726.8447E,0.9", ["4656.8874", "01726.8447"]),
        ] {
            assert_eq!(texts(line), position, "{line}");
        }
    }

    #[test]
    fn an_angle_is_half_of_one() {
        assert_eq!(
            texts(r#"GPS Position : 47 deg 29' 52.30" N, 19 deg 2' 24.10" E"#),
            [r#"47 deg 29' 52.30""#, r#"19 deg 2' 24.10""#]
        );
        assert_eq!(texts(r#"GPSLatitude: 47 deg 29' 52.30" N"#), [r#"47 deg 29' 52.30""#]);
        assert_eq!(texts("GPS heading 47 deg magnetic"), Vec::<String>::new());
    }

    #[test]
    fn other_numbers_stay() {
        for line in ["lat min=12.12345 max=13.12345", "gps offset 0.000123", "lat 1.23 2.34", "point 1.2345.6 2.34567"]
        {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
