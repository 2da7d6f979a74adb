//! Servers of RADIUS that pam_radius asks, and logins that hostapd answers for as one.

use super::Span;
use crate::minimize::ascii::is_number;
use crate::minimize::structure::columns::quoted_words;
use crate::minimize::{Kind, dictionary};

/// A server and what it shares with the machine, before a number of seconds where there is more. A word before another
/// is a setting.
pub(super) fn server(line: &[u8], words: &[Span]) -> Option<(Span, Span)> {
    let text = |index: usize| words.get(index).map_or(&b""[..], |(start, end)| &line[*start..*end]);
    let timed = is_number(text(2));
    let alone = words.len() == 2 && !dictionary::is_word_as_written(text(0));
    ((timed || alone) && text(0) != b"include").then(|| (words[0], words[1]))
}

/// A login in quotes, how it may authenticate, and with which secret, in quotes or as `hash:…`.
pub(super) fn methods(line: &[u8], mut push: impl FnMut(Span, Kind)) {
    let words = quoted_words(line);
    let quoted = |span: &Span| span.0 > 0 && line[span.0 - 1] == b'"';
    if let Some(login) = words.first().filter(|span| quoted(span) && &line[span.0..span.1] != b"*") {
        push(*login, Kind::User);
    }
    for span in words.iter().skip(1) {
        let hash = line[span.0..span.1].strip_prefix(b"hash:").map(|hash| (span.1 - hash.len(), span.1));
        if let Some(secret) = hash.or_else(|| Some(*span).filter(&quoted)).filter(|(start, end)| start < end) {
            push(secret, Kind::Secret);
        }
    }
}
