use super::{Fields, View};
use crate::minimize::Kind;

fn view(line: &str) -> (String, View) {
    let mut view = View::default();
    view.decode(line.as_bytes(), &Fields::default());
    (String::from_utf8_lossy(view.text()).into_owned(), view)
}

#[test]
fn letters_beyond_ascii_are_letters_in_strings_of_json() {
    let (text, view) = view(r#"{"a":"J\u00f6rg \ud83d\ude00\ud800\u0001x"}"#);
    assert_eq!(text, "{\"a\":\"J\u{f6}rg \u{1f600}\u{fffd}\nx\"}");
    assert_eq!((view.locate(6, 9), view.locate(7, 8)), ((6, 13), (7, 13)));
}

#[test]
fn marks_in_hexadecimal_are_undone_and_letters_are_not() {
    assert_eq!(view(r#""POST /x" "{\x22login\x22:\x22gwen\x22}""#).0, r#""POST /x" "{"login":"gwen"}""#);
    assert_eq!(view(r"a\x5Cb\x2d7 \x41\x7f\x0a C:\xy").0, r"a\b-7 \x41\x7f\x0a C:\xy");
}

#[test]
fn layers_are_undone_and_lead_back() {
    let (text, view) = view("mail=ann%2540example.org&x");
    assert_eq!(text, "mail=ann@example.org&x");
    assert_eq!(view.locate(5, 20), (5, 24));
}

#[test]
fn an_escape_within_a_secret_ends_it_nowhere() {
    assert_eq!(view("GET /x?pin=7&password=a%20b%26c%3Dd%22&e=f%20g").0, "GET /x?pin=7&password=a+b+c+d+&e=f g");
    assert_eq!(view("password=%2520a%2520").0, "password=+a+");
    assert_eq!(view("redis://gwen:a%20b%40c@gw7/x%20y").0, "redis://gwen:a+b+c@gw7/x y");
    assert_eq!(view("GET /x?code=a%3Bb&at=a%3Bb").0, "GET /x?code=a+b&at=a;b");
    let fields = Fields::new(&[(Kind::Account, vec!["customer_ref".to_owned()])]);
    let mut declared = View::default();
    declared.decode(b"GET /x?customer-ref=a%20b%2Fc&e=f%20g", &fields);
    assert_eq!(declared.text(), b"GET /x?customer-ref=a+b+c&e=f g");
    let (_, view) = view("password=a%20b");
    assert_eq!(view.locate(9, 12), (9, 14));
}

#[test]
fn an_escaped_quote_within_a_secret_ends_it_nowhere() {
    assert_eq!(view(r#"{"password":"a\"b","x":"c\"d"}"#).0, r#"{"password":"a+b","x":"c"d"}"#);
    assert_eq!(view(r#"msg="{\"password\":\"a\\\"b\"}""#).0, r#"msg="{"password":"a+b"}""#);
    assert_eq!(view(r#"<x password="a &quot;b&quot;" y="1"/>"#).0, r#"<x password="a +b+" y="1"/>"#);
}

#[test]
fn escapes_colours_and_entities_are_undone() {
    assert_eq!(view(r#"{"a":"b\u0040c\/d"}"#).0, r#"{"a":"b@c/d"}"#);
    assert_eq!(view("\u{1b}[32mok\u{1b}[0m").0, "ok");
    assert_eq!(view("x&#64;y").0, "x@y");
    assert_eq!(view("&lt;a&gt;&quot;b&quot;&amp;&apos;&lang=x").0, "<a>\"b\"&'&lang=x");
    assert_eq!(view("BY\\040'x'").0, "BY 'x'");
}

#[test]
fn a_colour_behind_a_word_is_no_part_of_it() {
    let (text, view) = view("\u{1b}[32mok\u{1b}[0m!");
    assert_eq!((text.as_str(), view.locate(0, 2)), ("ok!", (5, 7)));
}

#[test]
fn marks_are_written_as_they_were() {
    let line = "mac=02%3A1c x=a:b";
    let (_, view) = view(line);
    assert_eq!(view.spelt(line.as_bytes(), (4, 9), b"7:8"), Some(b"7%3A8".to_vec()));
    assert_eq!(view.spelt(line.as_bytes(), (12, 15), b"7:8"), None);
    assert_eq!(view.spelt(line.as_bytes(), (4, 9), b"x-7"), None);
}

#[test]
fn values_of_the_audit_log_are_read_and_lead_back() {
    let (text, view) = view("type=PROCTITLE msg=audit(1.2:3): proctitle=6C73002F686F6D652F62 x=6C73");
    assert_eq!(text, "type=PROCTITLE msg=audit(1.2:3): proctitle=ls /home/b x=6C73");
    assert_eq!(view.locate(46, 53), (49, 63));
    assert_eq!(view.fit((61, 63), b"z"), Some((61, 63, b"7A".to_vec())));
    assert_eq!(view.fit((40, 45), b"z"), Some((40, 63, b"z".to_vec())));
    assert_eq!(view.fit((64, 65), b"z"), None);
}

#[test]
fn arguments_are_read_where_a_program_is_run_alone() {
    let (text, _) = view("type=EXECVE msg=audit(1.2:3): argc=2 a0=\"sh\" a1=6C73206C");
    assert_eq!(text, "type=EXECVE msg=audit(1.2:3): argc=2 a0=\"sh\" a1=ls l");
    for line in [
        "type=SYSCALL msg=audit(1.2:3): a0=6C73 a1=6C73206C",
        "type=TTY msg=audit(1.2:3): data=6C73206C",
        "type=PATH msg=audit(1.2:3): name=6C7301",
        "type=PATH msg=audit(1.2:3): name=6C736 comm=\"6C73\"",
        "cmd=6C73206C",
    ] {
        assert!(!View::default().decode(line.as_bytes(), &Fields::default()), "{line}");
    }
}

#[test]
fn a_windows_path_outside_quotes_stays() {
    assert_eq!(view(r"C:\Users\new\tom %d").0, r"C:\Users\new\tom %d");
}

#[test]
fn colours_are_gone_however_their_escape_is_spelt() {
    for line in [
        "\x1b[32mab\x1b[0m c",
        r"\x1b[32mab\x1b[0m c",
        r"\033[1;32mab\e[0m c",
        "#033[32mab#033[0m c",
        "^[[32mab^[[0m c",
    ] {
        assert_eq!(view(line).0, "ab c", "{line}");
    }
    assert_eq!(view(r#"{"m":"\u001b[32mab\u001B[0m c"}"#).0, r#"{"m":"ab c"}"#);
    assert_eq!(view(r"\e[x] #033 a\b").0, r"\e[x] #033 a\b");
    assert_eq!(view(r"\e[x] ^[[a-z] a^[[3").0, r"\e[x] ^[[a-z] a^[[3");
}

#[test]
fn a_share_keeps_its_backslashes() {
    assert_eq!(view(r#"msg="open \\gw\x no""#).0, r#"msg="open \\gw\x no""#);
    assert_eq!(view(r#"{"m":"\\\\gw\\x"}"#).0, r#"{"m":"\\gw\x"}"#);
}
