//! JSON must stay JSON of the same shape.
#![no_main]

use casepack_fuzz::{minimized, text_of};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|bytes: &[u8]| {
    let Ok(before) = serde_json::from_slice::<Value>(bytes) else { return };
    let Some(out) = minimized("state.json", &[bytes]) else { return };
    let after = serde_json::from_slice::<Value>(&out);
    let (bytes, out) = (text_of(bytes), text_of(&out));
    assert!(after.is_ok_and(|after| same_shape(&before, &after)), "{bytes:?} became {out:?}");
});

/// Returns whether two documents differ only in names, strings, and numbers that became strings.
fn same_shape(before: &Value, after: &Value) -> bool {
    match (before, after) {
        // Two different keys may become equal.
        (Value::Object(before), Value::Object(after)) if before.len() != after.len() => before.len() > after.len(),
        (Value::Object(before), Value::Object(after)) => {
            before.values().zip(after.values()).all(|(one, two)| same_shape(one, two))
        }
        (Value::Array(before), Value::Array(after)) => {
            before.len() == after.len() && before.iter().zip(after).all(|(one, two)| same_shape(one, two))
        }
        (Value::String(_) | Value::Number(_), Value::String(_)) => true,
        (before, after) => before == after,
    }
}
