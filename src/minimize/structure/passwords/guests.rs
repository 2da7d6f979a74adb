//! What hypervisors keep of their guests and of whom they know, and Salt of a machine.

use super::Span;
use crate::minimize::Kind;
use crate::minimize::structure::columns::quoted_words;

/// `name: gw7`, `name = "gw7"`, and Salt's `id: gw7`.
pub(super) fn name(line: &[u8], mut push: impl FnMut(Span, Kind)) {
    match &*quoted_words(line) {
        [key, name] if matches!(&line[key.0..key.1], b"name:" | b"id:") => push(*name, Kind::Host),
        [key, _, name] if &line[key.0..key.1] == b"name" => push(*name, Kind::Host),
        _ => {}
    }
}

/// `user:LOGIN@realm:1:0:First:Last:…`, and logins with their realms in other lines (its user.cfg).
pub(super) fn users(line: &[u8], mut push: impl FnMut(Span, Kind)) {
    let user = line.starts_with(b"user:");
    let mut at = 0;
    for (index, field) in line.split(|byte| *byte == b':').enumerate() {
        if user && matches!(index, 4 | 5) && !field.is_empty() {
            push((at, at + field.len()), Kind::Person);
        }
        let mut from = at;
        for name in field.split(|byte| *byte == b',') {
            let login = memchr::memchr(b'@', name).filter(|length| *length > 0 && !name[*length..].contains(&b'.'));
            if let Some(length) = login {
                push((from, from + length), Kind::User);
            }
            from += name.len() + 1;
        }
        at += field.len() + 1;
    }
}
