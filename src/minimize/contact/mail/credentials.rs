//! A login and its secret before a machine, without the scheme of a URL: `proxy = gwen:SECRET@gw7.plant.example:3128`.

use crate::minimize::ascii::{DIGIT, LETTER, NAME};
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary, host};

/// `proxy = gwen:SECRET@gw7.plant.example:3128`: a login, its secret and the machine that takes both, before its port,
/// which behind a mail address none has.
pub(super) fn find(line: &[u8], at: usize, end: usize, found: &mut Vec<Found>) -> bool {
    let Some(port) = line[end..].strip_prefix(b":") else { return false };
    let digits = DIGIT.run(port);
    // `02:00:5e:00:53:07@02:00:5e:00:53:08`
    let goes_on = port.get(digits).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b':');
    if !(2..=5).contains(&digits) || goes_on {
        return false;
    }
    let opens = |byte: &u8| byte.is_ascii_whitespace() || b"=\"'`(".contains(byte);
    let near = &line[at.saturating_sub(PASSED)..at];
    let start = at - near.len() + near.iter().rposition(opens).map_or(0, |open| open + 1);
    let Some(colon) = memchr::memchr(b':', &line[start..at]).map(|length| start + length) else { return false };
    let login = &line[start..colon];
    let plain = NAME.fills(login);
    let lower = login.to_ascii_lowercase();
    // `sip:gwen@192.0.2.7:5060`
    let scheme = bytes::is_one_of(&lower, &SCHEMES);
    let word = scheme || dictionary::is_word(&lower) || dictionary::is_stop_word(&lower);
    let machine = line[at + 1..end].contains(&b'.') || host::is_likely(&line[at + 1..end]);
    // `jdbc:base://…`: a URL, which is read as one.
    let url = bytes::find(&line[start..at], b"//").is_some();
    if login.is_empty() || !plain || word || !machine || url || colon + 1 >= at {
        return false;
    }
    let one = |start, end, kind| Found::new(start..end, kind, Evidence::Structure).teaching_unless_short();
    found.extend([one(start, colon, Kind::User), one(colon + 1, at, Kind::Secret)]);
    if LETTER.is_in(&line[at + 1..end]) {
        found.push(one(at + 1, end, Kind::Host));
    }
    true
}

/// What stands so before somebody's address.
const SCHEMES: [&str; 8] = ["h323", "sip", "sips", "ssh", "stun", "tls", "turn", "xmpp"];

/// Bytes of the longest login and secret there.
const PASSED: usize = 128;

#[cfg(test)]
mod tests {
    use crate::minimize::contact::mail::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::kinds_and_texts(line, find)
    }

    #[test]
    fn a_login_and_its_secret_stand_before_a_machine_and_its_port() {
        let proxy = ["User gwen", "Secret h4x0r!7", "Host gw7.plant.example"];
        assert_eq!(texts("proxy = gwen:h4x0r!7@gw7.plant.example:3128"), proxy);
        assert_eq!(texts("curl -x gwen:h4x0r@192.0.2.7:3128"), ["User gwen", "Secret h4x0r"]);
        assert_eq!(texts("from:gwen@192.0.2.7:22"), ["User gwen"]);
        assert_eq!(texts("to:gwen@plant.example: done"), ["Email gwen@plant.example"]);
        assert_eq!(texts("zorgal:4@sha:12 zorgal:v7@web:80"), Vec::<String>::new());
        assert_eq!(texts("contact sip:gwen@192.0.2.7:5060"), ["User gwen"]);
        assert_eq!(texts("wlan1: D8:1F:12:72:69:DC@08:55:31:06:F6:E8"), Vec::<String>::new());
    }
}
