//! Laws of the output: nothing of an identifier is left in any notation, structures still parse, pseudonyms are one to
//! one.

#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]

use std::collections::{HashMap, HashSet};
use std::net::{Ipv4Addr, Ipv6Addr};

use casepack::minimize::pseudonym::is_pseudonym;
use casepack::minimize::{CaseKey, Minimizer};
use casepack::profile::{Format, Purpose, Rules};
use proptest::prelude::{Strategy, any, prop, prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;
use serde_json::{Value, json};

proptest! {
    #[test]
    fn no_spelling_of_a_login_or_a_machine_survives(login in login(), host in host()) {
        let lines = [
            format!("Jan  2 03:04:05 {host} sshd[7]: Accepted password for {login} from 192.0.2.7 port 4 ssh2"),
            format!("mail for {login} kept, {} kept, path /srv/{login}/x", login.to_uppercase()),
            format!("GET /find?who={}&at={} HTTP/1.1", percent(&login), percent(&percent(&host))),
            format!("{{\"a\":\"{}\",\"b\":\"<{host}>\"}}", unicode(&login)),
            format!("{}.{host}.{}", "x", "y"),
            format!("\u{1b}[31m{}\u{1b}[0m{}", &login[..3], &login[3..]),
        ];
        let out = minimized("messages", &lines.join("\n"));
        for text in [&login, &host] {
            prop_assert!(!holds(&out, text), "{text} in {out}");
            prop_assert!(!out.contains(&percent(text)) && !out.contains(&unicode(text)), "{text} in {out}");
        }
    }

    #[test]
    fn no_spelling_of_a_secret_survives(secret in "[A-Za-z]{3}[A-Za-z0-9!#*+.-]{6,14}[0-9]") {
        let lines = [
            format!("{{\"password\":\"{secret}\",\"retries\":3}}"),
            format!("tried {secret} and {}", secret.to_uppercase()),
            format!("header {}", data_encoding::BASE64.encode(secret.as_bytes())),
            format!("dump {} end", data_encoding::HEXLOWER.encode(secret.as_bytes())),
            format!("Authorization: Basic {}", data_encoding::BASE64.encode(format!("ann:{secret}").as_bytes())),
            format!("curl -u ann:{secret} http://192.0.2.7/"),
        ];
        let out = minimized("run.log", &lines.join("\n"));
        let base64 = data_encoding::BASE64_NOPAD.encode(secret.as_bytes());
        let hex = data_encoding::HEXLOWER.encode(secret.as_bytes());
        for text in [&secret, &base64, &hex] {
            prop_assert!(!out.to_lowercase().contains(&text.to_lowercase()), "{text} in {out}");
        }
    }

    #[test]
    fn no_spelling_of_an_address_survives(four in any::<[u8; 4]>(), six in any::<u128>()) {
        let [a, b, c, d] = four;
        let four = Ipv4Addr::from([a.clamp(1, 126), b.max(1), c.clamp(1, 254), d.clamp(1, 254)]);
        let six = Ipv6Addr::from(six >> 3 | 1 << 125);
        let [a, b, c, d] = four.octets();
        let groups = six.segments().map(|group| format!("{group:04X}")).join(":");
        let nibbles = six.octets().into_iter().rev().flat_map(|octet| [octet & 15, octet >> 4]);
        let nibbles = nibbles.map(|digit| format!("{digit:x}")).collect::<Vec<_>>().join(".");
        let kernels = format!("{:08X}:0016", u32::from(four).swap_bytes());
        let lines = [
            format!("from {four}:80, [{six}]:443, ::ffff:{four}, {groups} done"),
            format!("{d}.{c}.{b}.{a}.in-addr.arpa. PTR, {nibbles}.ip6.arpa. PTR"),
            format!("   1: {kernels} 00000000:0000 0A 00000000:00000000"),
            format!("host ip-{a}-{b}-{c}-{d} up"),
        ];
        let out = minimized("net.log", &lines.join("\n")).to_lowercase();
        let spellings = [
            four.to_string(),
            six.to_string(),
            groups.to_lowercase(),
            nibbles,
            format!("{d}.{c}.{b}.{a}.in-addr"),
            kernels.to_lowercase(),
            format!("ip-{a}-{b}-{c}-{d} "),
        ];
        for text in spellings {
            let mut words = out.split(|letter: char| letter.is_whitespace() || letter == ',');
            prop_assert!(!words.any(|word| word == text), "{text} in {out}");
        }
    }

    #[test]
    fn json_still_parses_to_the_same_shape(value in document()) {
        for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
            let out = minimized("state.json", &text);
            let out: Value = serde_json::from_str(&out).map_err(|why| fault(&why, &text, &out))?;
            prop_assert!(same_shape(&value, &out), "{value} became {out}");
        }
    }

    #[test]
    fn toml_still_parses(entries in prop::collection::btree_map("[a-z_]{3,12}", scalar(), 1..8), login in login()) {
        let entries = entries.into_iter().map(|(key, value)| (key, toml::Value::try_from(value).unwrap()));
        let mut table: toml::Table = entries.collect();
        table.insert("password".to_owned(), toml::Value::Integer(48_151_623));
        table.insert("user".to_owned(), toml::Value::String(login));
        let text = toml::to_string(&table).unwrap();
        let out = minimized("etc/app.toml", &text);
        prop_assert!(out.parse::<toml::Table>().is_ok(), "{text} became {out}");
    }

    #[test]
    fn yaml_still_parses_to_the_same_events(value in document(), style in any::<u64>()) {
        let text = yaml(&value, style);
        let before = events(&text).map_err(|why| fault(&why, &text, "nothing yet"))?;
        let out = minimized("etc/app.yaml", &text);
        let after = events(&out).map_err(|why| fault(&why, &text, &out))?;
        prop_assert_eq!(before, after, "{} became {}", text, out);
    }

    #[test]
    fn xml_still_parses_to_the_same_elements(value in document(), style in any::<u64>()) {
        let text = format!("<?xml version=\"1.0\"?>\n{}\n", xml("doc", &value, style));
        let before = elements(&text).map_err(|why| fault(&why, &text, "nothing yet"))?;
        let out = minimized("etc/app.xml", &text);
        let after = elements(&out).map_err(|why| fault(&why, &text, &out))?;
        prop_assert_eq!(before, after, "{} became {}", text, out);
    }

    #[test]
    fn a_second_pass_leaves_every_pseudonym_but_addresses(
        logins in prop::collection::vec(login(), 1..4),
        host in host(),
    ) {
        let mut lines = vec![
            format!("host = {host}.works.example"),
            format!("https://{host}.works.example/x?token=abcd1234efgh"),
        ];
        for login in &logins {
            lines.push(format!(
                "Jan  2 03:04:05 {host} sudo:  {login} : TTY=pts/0 ; PWD=/home/{login} ; USER=root ; COMMAND=/bin/ls"
            ));
            lines.push(format!(
                "{{\"user\":\"{login}\",\"serial\":\"X{login}7\",\"sessionid\":\"s{login}9\",\
                 \"mail\":\"{login}@{host}.example\"}}"
            ));
        }
        let once = minimized("messages", &lines.join("\n"));
        prop_assert_eq!(&once, &minimized("messages", &once));
    }

    #[test]
    fn pseudonyms_are_one_to_one(logins in prop::collection::hash_set(login(), 2..30), seed in any::<u32>()) {
        let mut originals: Vec<(String, String)> = logins.iter().enumerate().map(|(index, login)| {
            let address = Ipv4Addr::from(0x0a00_0000 | (seed.wrapping_add(index as u32 * 7919) & 0x00ff_ffff));
            (login.clone(), address.to_string())
        }).collect();
        originals.sort();
        let twice: Vec<_> = originals.iter().chain(&originals).collect();
        let line = |(login, address): &&(String, String)| {
            format!("Failed password for invalid user {login} from {address} port 7 ssh2")
        };
        let lines: Vec<String> = twice.iter().map(line).collect();
        let out = minimized("auth.log", &lines.join("\n"));
        let (mut names, mut addresses) = (HashMap::new(), HashMap::new());
        for ((login, address), line) in twice.iter().zip(out.lines()) {
            let words: Vec<&str> = line.split(' ').collect();
            prop_assert!(is_pseudonym(words[5].as_bytes()), "{line}");
            prop_assert_eq!(*names.entry(login).or_insert(words[5]), words[5]);
            prop_assert_eq!(*addresses.entry(address).or_insert(words[7]), words[7]);
        }
        prop_assert_eq!(names.values().collect::<HashSet<_>>().len(), names.len());
        prop_assert_eq!(addresses.values().collect::<HashSet<_>>().len(), addresses.len());
    }
}

/// A violation of a law: a text that does not parse as it did before.
fn fault(why: &dyn std::fmt::Display, text: &str, out: &str) -> TestCaseError {
    TestCaseError::fail(format!("{why}: {text} became {out}"))
}

fn minimized(name: &str, text: &str) -> String {
    let key = CaseKey::derive(b"secret of a test", "case");
    let mut minimizer = Minimizer::new(key, Purpose::Operations, &Rules::default());
    let mut scan = minimizer.scan(name, Format::Auto);
    let mut blocks = scan.push(&mut minimizer, text.as_bytes());
    blocks.extend(scan.finish(&mut minimizer).unwrap());
    String::from_utf8(blocks.into_iter().flat_map(|block| block.rewrite().into_bytes()).collect()).unwrap()
}

/// Makes a login that is in no dictionary.
fn login() -> impl Strategy<Value = String> {
    "[a-z]{2}q[a-z]{3,6}[0-9]{1,2}"
}

fn host() -> impl Strategy<Value = String> {
    "[a-z]{3}x[a-z]{2,5}-[0-9]{1,2}"
}

/// Makes a document with identifiers, secrets and lookalikes.
fn document() -> impl Strategy<Value = Value> {
    let leaf = scalar();
    leaf.prop_recursive(3, 24, 5, |inner| {
        let key = prop::sample::select(vec![
            "user",
            "password",
            "token",
            "host",
            "serial",
            "lat",
            "lon",
            "mac",
            "ip",
            "note",
            "pin",
            "secret",
            "name",
            "value",
            "session_id",
            "customer_id",
            "phone",
            "email",
            "a.b",
            "x y",
        ]);
        let object = prop::collection::vec((key, inner.clone()), 0..5)
            .prop_map(|pairs| Value::Object(pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()));
        proptest::prop_oneof![object, prop::collection::vec(inner, 0..4).prop_map(Value::Array)]
    })
}

fn scalar() -> impl Strategy<Value = Value> {
    proptest::prop_oneof![
        login().prop_map(Value::String),
        prop::sample::select(vec![
            "192.0.2.7",
            "2001:db8::7",
            "52:54:00:ab:cd:ef",
            "ann@mail.example",
            "a \"b\" \\ c",
            "é\n\t/",
            "p{a}[b],;:=&",
            "http://u:p4ss@h.example/?q=1",
            "+49 30 5550100",
            "",
            "true",
            "/home/qed7/x",
            "Ann Lee <a@x.example>",
        ])
        .prop_map(|text| Value::String(text.to_owned())),
        any::<i32>().prop_map(|number| json!(number)),
        any::<bool>().prop_map(Value::Bool),
        (-90.0_f64..90.0).prop_map(|number| json!(number)),
    ]
}

/// Writes a document as people write YAML: blocks or flows, with or without quotes, block scalars, comments.
fn yaml(value: &Value, style: u64) -> String {
    fn put(out: &mut String, value: &Value, indent: usize, style: u64) {
        let (pad, style) = ("  ".repeat(indent), style.rotate_right(3));
        match value {
            Value::Object(entries) if !entries.is_empty() && style & 1 == 0 => {
                for (at, (key, value)) in entries.iter().enumerate() {
                    if at > 0 || indent > 0 {
                        out.push_str(&format!("\n{pad}"));
                    }
                    out.push_str(&format!("{key}:"));
                    put(out, value, indent + 1, style.rotate_right(at as u32));
                }
            }
            Value::Array(values) if !values.is_empty() && style & 2 == 0 => {
                for (at, value) in values.iter().enumerate() {
                    out.push_str(&format!("\n{pad}-"));
                    put(out, value, indent + 1, style.rotate_right(at as u32));
                }
            }
            Value::String(text) if style & 12 == 0 && !text.is_empty() && !text.contains('\n') => {
                out.push_str(&format!(" |\n{pad}  {text}"));
            }
            Value::String(text) if style & 12 == 4 && !text.contains(['\n', '\t']) => {
                out.push_str(&format!(" '{}'", text.replace('\'', "''")));
            }
            Value::String(text)
                if style & 12 == 8
                    && text.chars().all(|letter| letter.is_alphanumeric() || "./-@".contains(letter)) =>
            {
                out.push_str(&format!(" {text}  # as it was"));
            }
            // JSON is valid YAML.
            value => out.push_str(&format!(" {value}")),
        }
    }
    let mut out = String::new();
    put(&mut out, value, 0, style);
    out.trim_start().to_owned() + "\n"
}

/// Returns the events of a YAML parser, without the text of scalars.
fn events(text: &str) -> Result<Vec<String>, String> {
    use saphyr_parser::{Event, Parser};
    let event = |event| match event {
        Event::Scalar(..) => "scalar".to_owned(),
        other => format!("{other:?}").split(['(', ' ']).next().unwrap_or_default().to_owned(),
    };
    let all: Result<Vec<_>, _> =
        Parser::new_from_str(text).map(|next| next.map(|(one, _)| event(one)).map_err(|why| why.to_string())).collect();
    // A list that is secret as a whole has a single entry afterwards.
    all.map(|mut all| {
        all.dedup();
        all
    })
}

/// Writes a document as people write XML: attributes or elements, entities or CDATA.
fn xml(name: &str, value: &Value, style: u64) -> String {
    let style = style.rotate_right(3);
    let escaped =
        |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    let name: String = name.chars().map(|letter| if letter == ' ' { '_' } else { letter }).collect();
    match value {
        Value::Object(entries) => {
            let inner =
                entries.iter().enumerate().map(|(at, (key, value))| xml(key, value, style.rotate_right(at as u32)));
            format!("<{name}>{}</{name}>", inner.collect::<Vec<_>>().join("\n  "))
        }
        Value::Array(values) => {
            values
                .iter()
                .enumerate()
                .map(|(at, value)| xml(&name, value, style.rotate_right(at as u32)))
                .fold(format!("<{name}s>"), |all, one| all + &one)
                + &format!("</{name}s>")
        }
        Value::String(text) if style & 3 == 0 => format!("<{name} value=\"{}\" n='1'/>", escaped(text)),
        Value::String(text) if style & 3 == 1 => format!("<{name}><![CDATA[{text}]]></{name}>"),
        Value::String(text) if style & 3 == 2 => {
            format!("<entry {}=\"{}\"/><!-- {name} -->", name.replace('.', "_"), escaped(text))
        }
        Value::String(text) => format!("<{name}>{}</{name}>", escaped(text)),
        other => format!("<{name}>{other}</{name}>"),
    }
}

/// Returns the elements of an XML parser, without texts and the values of attributes.
fn elements(text: &str) -> Result<Vec<String>, String> {
    let document = roxmltree::Document::parse(text).map_err(|why| why.to_string())?;
    let of = |node: roxmltree::Node<'_, '_>| {
        let attributes: Vec<_> = node.attributes().map(|attribute| attribute.name().to_owned()).collect();
        format!("{:?} {} {attributes:?}", node.node_type(), node.tag_name().name())
    };
    Ok(document.descendants().map(of).collect())
}

/// Returns whether two documents differ only in their strings, and in numbers that became strings.
fn same_shape(before: &Value, after: &Value) -> bool {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            before.len() == after.len() && before.values().zip(after.values()).all(|(one, two)| same_shape(one, two))
        }
        (Value::Array(before), Value::Array(after)) => {
            before.len() == after.len() && before.iter().zip(after).all(|(one, two)| same_shape(one, two))
        }
        (Value::String(_) | Value::Number(_), Value::String(_)) => true,
        (before, after) => before == after,
    }
}

/// Returns whether `text` occurs in `out` between characters other than letters and digits, ignoring case.
fn holds(out: &str, text: &str) -> bool {
    let (out, text) = (out.to_lowercase(), text.to_lowercase());
    out.match_indices(&text).any(|(at, _)| {
        let before = out[..at].chars().next_back();
        let after = out[at + text.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn unicode(text: &str) -> String {
    text.bytes().map(|byte| format!("\\u{byte:04x}")).collect()
}
