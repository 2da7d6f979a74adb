//! The events of a run conform to `schemas/events.json`.

use serde_json::{Value, json};

use crate::appliance::Appliance;

#[test]
fn every_event_of_a_run_matches_the_schema() {
    let appliance = Appliance::new();
    appliance.file("var/log/messages", b"Jan  2 03:04:05 relay7 app[1]: a line\n".repeat(60_000));
    let run = appliance.collect(&["--events", "json"]).expect(0);
    let events = events(&run.err);
    let kinds: Vec<_> = events.iter().map(|event| event["event"].as_str().unwrap()).collect();
    for kind in ["plan", "source-started", "progress", "source-finished", "bundle"] {
        assert!(kinds.contains(&kind), "no {kind} in {kinds:?}");
    }
    assert_eq!(events.last().unwrap()["path"].as_str(), run.bundle().path.to_str());
    // The events are the only output for machines.
    assert!(run.out.is_empty());
}

#[test]
fn a_run_that_fails_says_so_in_an_event_that_matches_the_schema() {
    let appliance = Appliance::new();
    let run = appliance.collect(&["--events", "json", "--only", "none"]).expect(2);
    let lines: String = run.err.lines().filter(|line| line.starts_with('{')).map(|line| format!("{line}\n")).collect();
    let events = events(&lines);
    assert_eq!(events.last().unwrap()["event"], "failed");
    assert!(events.last().unwrap()["message"].as_str().unwrap().contains("error: "));
}

#[test]
fn a_silent_run_says_nothing() {
    let run = Appliance::new().collect(&["--events", "none"]).expect(0);
    assert_eq!((run.err.as_str(), run.out.as_slice()), ("", &b""[..]));
}

#[test]
fn what_is_no_event_does_not_match_the_schema() {
    let good = json!({"v": 1, "ts": "2026-01-02T03:04:05Z", "event": "plan", "items": 1, "bytes": 2});
    assert_eq!(fault(&schema(), &good), None);
    for (key, value) in [("v", json!(2)), ("event", json!("other")), ("items", json!("1")), ("more", json!(1))] {
        let mut bad = good.clone();
        bad[key] = value;
        assert!(fault(&schema(), &bad).is_some(), "{bad}");
    }
}

/// Returns the events of standard error, each checked against the schema.
fn events(text: &str) -> Vec<Value> {
    let schema = schema();
    let event = |line: &str| {
        let event: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        assert_eq!(fault(&schema, &event), None, "{line}");
        assert!(event["ts"].as_str().unwrap().parse::<jiff::Timestamp>().is_ok(), "{line}");
        event
    };
    text.lines().map(event).collect()
}

fn schema() -> Value {
    serde_json::from_str(include_str!("../../schemas/events.json")).unwrap()
}

/// Returns why a value does not match a schema, for the keywords of JSON Schema that ours uses.
fn fault(schema: &Value, value: &Value) -> Option<String> {
    let schema = schema.as_object()?;
    let is = |word: &str| match word {
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "object" => value.is_object(),
        word => panic!("the test does not know type {word}"),
    };
    schema.iter().find_map(|(word, rule)| {
        let holds = match word.as_str() {
            "$schema" | "title" | "description" => true,
            "const" => rule == value,
            "enum" => rule.as_array()?.contains(value),
            "type" => match rule {
                Value::String(word) => is(word),
                rule => rule.as_array()?.iter().filter_map(Value::as_str).any(is),
            },
            "required" => rule.as_array()?.iter().filter_map(Value::as_str).all(|key| value.get(key).is_some()),
            "properties" => {
                return rule.as_object()?.iter().find_map(|(key, rule)| fault(rule, value.get(key)?));
            }
            "additionalProperties" => value.as_object()?.keys().all(|key| schema["properties"].get(key).is_some()),
            "oneOf" => rule.as_array()?.iter().filter(|rule| fault(rule, value).is_none()).count() == 1,
            word => panic!("the test does not know the word {word}"),
        };
        (!holds).then(|| format!("{word}: {rule}"))
    })
}
