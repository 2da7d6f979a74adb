//! Scalars of YAML.

use crate::minimize::quote::unquoted;
use crate::minimize::structure::value::is_placeholder;
use crate::minimize::{Evidence, Found, Kind, bytes};

/// A scalar of YAML at the end of a line is of that kind, where it is no placeholder.
pub(super) fn scalar(line: &[u8], value: &[u8], kind: Kind, found: &mut Vec<Found>) {
    let comment = [&b" #"[..], b"\t#"].iter().filter_map(|mark| bytes::find(value, mark)).min();
    let quoted = matches!(value.first(), Some(b'"' | b'\''));
    let text = unquoted(value[..comment.filter(|_| !quoted).unwrap_or(value.len())].trim_ascii_end());
    let Some(start) = bytes::find(line, text).filter(|_| !text.is_empty() && !is_placeholder(text)) else { return };
    found.push(Found::new(start..start + text.len(), kind, Evidence::Structure).teaching());
}
