//! Whether a value can be a place: coordinates, a post code, a street.

use super::Value;
use crate::minimize::ascii::{DIGIT, DOTTED, LOWER};
use crate::minimize::structure::value::is_placeholder;
use crate::minimize::{bytes, dictionary};

/// Whether a value can be the place that its key says it is.
pub(super) fn is_place(value: &Value<'_>) -> bool {
    let short = matches!(value.key, b"lat" | b"lon" | b"lng" | b"long") && !value.sure;
    let latency = value.key == b"lat" && bytes::find(value.line, b"on").is_none();
    let dotted = value.text.contains(&b'.');
    let number = DOTTED.or(b"-+").fills(value.text);
    match value.key {
        // `zip: backup.zip`, `zip: 6` are the name of an archive and a degree of compression: a postal code has four
        // digits.
        b"zip" | b"postalcode" | b"zipcode" => value.digits() >= 4 && value.text.len() <= 10,
        // `postcode: 12 passed`: of a test.
        b"postcode" => value.digits() >= 2 && value.text.len() <= 10 && !holds_a_word(value.text),
        b"city" | b"locality" | b"addresslocality" => {
            (value.quoted || value.sure && text_begins_high(value.text))
                && value.digits() == 0
                && value.text.len() >= 3
                && !is_placeholder(value.text)
        }
        b"address" | b"shipto" | b"billto" => is_street(value.text),
        // `coordinates: x=7.5 y=8.5`: of a point on a screen or in a plant.
        b"coordinates" if value.text.contains(&b'=') => false,
        b"addressline1" | b"addressline2" | b"billingaddress" | b"deliveryaddress" | b"homeaddress"
        | b"shippingaddress" | b"siteaddress" => value.digits() > 0 && value.text.contains(&b' '),
        b"lat" | b"lon" | b"lng" | b"long" => {
            number && dotted && (!(short || latency && value.line.contains(&b'=')) || is_alone(value))
        }
        _ => value.digits() > 0 && (value.has_letters() || dotted),
    }
}

/// Whether nothing but an angle stands in the line, with digits as only positions have: `lat: 46.94812`, where `lat:
/// 0.0041` may be how long something takes.
fn is_alone(value: &Value<'_>) -> bool {
    let line = value.line.trim_ascii();
    let Some(dot) = memchr::memchr(b'.', value.text) else { return false };
    let long = value.text.len() - dot > 4 && (value.key != b"lat" || dot >= 2) && value.key != b"long";
    // Where values stand in a column there are more blanks.
    let length = line.iter().filter(|byte| **byte != b' ').count();
    long && line.ends_with(value.text) && length <= value.key.len() + 1 + value.text.len()
}

/// Whether a text begins with a capital, as names of places do.
fn text_begins_high(text: &[u8]) -> bool {
    text.first().is_some_and(u8::is_ascii_uppercase)
}

/// Whether one of the words of a text is one of logs.
fn holds_a_word(text: &[u8]) -> bool {
    text.split(|byte| *byte == b' ').any(|word| word.len() > 2 && dictionary::is_word(word))
}

/// `Quvnixgasse 23, 8020 Zorgal`: a number of a house, and a name with a capital that is no word of logs.
pub(in crate::minimize::structure) fn is_street(text: &[u8]) -> bool {
    let mut words = text.split(|byte| matches!(byte, b' ' | b',')).filter(|word| !word.is_empty());
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || *byte >= 0x80 || b" ,.'-/".contains(byte);
    let number = |word: &[u8]| (1..=5).contains(&word.len()) && DIGIT.fills(word);
    let name = |word: &[u8]| {
        word.len() >= 4
            && word[0].is_ascii_uppercase()
            && LOWER.or_not_ascii().fills(&word[1..])
            && !dictionary::is_word(word)
    };
    let part = |word: &[u8]| bytes::is_one_of_in_any_case(word, &PARTS);
    text.iter().all(plain) && words.clone().any(number) && !words.clone().any(part) && words.any(name)
}

/// What machines have numbers of.
const PARTS: [&str; 8] = ["slot", "port", "rack", "unit", "bay", "node", "module", "line"];
