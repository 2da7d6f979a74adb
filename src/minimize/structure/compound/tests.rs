use super::{Compound, Owner, in_brackets};
use crate::minimize::Kind;
use crate::minimize::structure::Fields;

fn texts(lines: &[&str], fields: &Fields) -> Vec<String> {
    let mut compound = Compound::default();
    crate::minimize::testing::texts_of_lines(lines, |line, found| compound.line(line, fields, found))
}

fn declared(lines: &[&str]) -> Vec<String> {
    texts(lines, &Fields::new(&[(Kind::Account, vec!["tenant".to_owned(), "Site Id".to_owned()])]))
}

fn secrets(lines: &[&str]) -> Vec<String> {
    texts(lines, &Fields::default())
}

#[test]
fn what_is_below_a_key_of_the_profile_belongs_to_it() {
    assert_eq!(declared(&["tenant:", "  - Quvnix One", "  - id: zorgal # x", "x: y"]), ["Quvnix One", "zorgal"]);
    assert_eq!(declared(&["tenant:", "- quvnix", "- {name: zorgal, age: 7}", "x: y"]), ["quvnix", "zorgal", "7"]);
    assert_eq!(declared(&["  tenant: |", "    QUVNIX 1", "", "    z: y", "  x: y"]), ["QUVNIX 1", "z: y"]);
    assert_eq!(declared(&["\"tenant\": {", "\"name\": \"quvnix\",", "\"no\": [7]", "},", "\"x\": 8"]), ["quvnix", "7"]);
    assert_eq!(declared(&["site_id = [", "quvnix,", "'zorgal'", "]", "x"]), ["quvnix", "zorgal"]);
    assert_eq!(declared(&["<tenant>", " <a>quvnix</a>", " zorgal", "</tenant>", "<b>c</b>"]), ["quvnix", "zorgal"]);
    assert_eq!(declared(&["<x><tenant><a>quvnix</a></tenant><b>c</b></x>", "d"]), ["quvnix"]);
    assert_eq!(declared(&["tenant: \"quvnix", "  zorgal\"", "x: y"]), ["zorgal"]);
    assert_eq!(declared(&["tenant=\\", "  quvnix\\", "  zorgal", "x=y"]), ["quvnix", "zorgal"]);
}

#[test]
fn what_is_not_below_it_does_not() {
    for lines in [
        ["tenant:", "other: x", "  y: z"],
        ["tenant: [a,", "2026-03-10 gw came up", "b"],
        ["tenants:", "  - quvnix", "x"],
        ["tenant: none", "  - quvnix", "x"],
        ["tenant: {{ tenant }}", "  - quvnix", "x"],
        ["tenant: \"quvnix", "zorgal\"", "x"],
    ] {
        assert_eq!(declared(&lines), Vec::<String>::new(), "{lines:?}");
    }
}

#[test]
fn a_secret_may_stand_on_the_next_line() {
    assert_eq!(secrets(&["<password>", "  h4x0r", "</password>", "x"]), ["h4x0r"]);
    assert_eq!(secrets(&["<dbPassword kind='a'>", "  quvnix</dbPassword>", "<x>y</x>"]), ["quvnix"]);
    assert_eq!(secrets(&["password =", "  h4x0r", "port = 7"]), ["h4x0r"]);
    assert_eq!(secrets(&["db.password = \\", "  h4x0r\\", "  h4x1r", "port = 7"]), ["h4x0r", "h4x1r"]);
    assert_eq!(secrets(&["password=h4x\\", "0rQuvnix"]), ["0rQuvnix"]);
    assert_eq!(secrets(&["  password: \"h4x", "    0r Quvnix\"", "  port: 7"]), ["0r Quvnix"]);
    assert_eq!(secrets(&["passwords:", "  gwen: h4x0r", "  bo: 'h4x1r'", "port: 7"]), ["h4x0r", "h4x1r"]);
    assert_eq!(secrets(&["\"api_keys\": {", "  \"prod\": \"h4x0rq\"", "}", "\"x\": \"y7z8w9\""]), ["h4x0rq"]);
}

#[test]
fn what_else_stands_there_is_none() {
    for lines in [
        ["<password>", "  <value>x</value>", "  h4x0r"],
        ["<passwordPolicy>", "  quvnix7", "</passwordPolicy>"],
        ["password =", "  user = gwen", "  x"],
        ["password =", "port = 7", "  x"],
        ["password =", "    get_password()", "x"],
        ["password =", "    config.password;", "x"],
        ["PASSWORD= \\", "  OTHER=h4x0r", "x"],
        ["mysql --password=h4x0r \\", "  --host=gw7", "x"],
        ["ENV PASSWORD=h4x0r \\", "  HOST=gw7", "x"],
        ["passwords:", "  min_length: 8", "  hash: sha512"],
        ["passwords:", "  policy: strict7", "  store: vault"],
        ["staticPasswords:", "- email: 'h4x0r'", "  user: h4x1r"],
        ["Passwords:", "  Use strong ones", "  Minimum length: 8 letters"],
        ["<auth-user-pass>", "gwenq7", "</auth-user-pass>"],
        ["\"passwords\": {", "  \"min\": 8, \"algorithm\": \"argon2id\"", "}"],
        ["\"tokens\": {", "  \"prod\": \"h4x0rq\"", "}"],
        ["password: \"h4x0r", "2026-03-10 gw came up", "x"],
        ["password: 'h4x0r'", "  more: x", "y"],
    ] {
        assert_eq!(secrets(&lines), Vec::<String>::new(), "{lines:?}");
    }
}

#[test]
fn brackets_hold_lists_and_members() {
    let texts = |line: &str, owner: Owner| {
        let at = line.find(['{', '[']).unwrap();
        crate::minimize::testing::texts(line, |line, found| in_brackets(line, at, owner, found))
    };
    let (tenant, several) = (Owner::Declared(Kind::Account), Owner::Secrets);
    assert_eq!(texts(r#""tenant":{"name":"quvnix","no":[7,true]},"x":8"#, tenant), ["quvnix", "7", "true"]);
    assert_eq!(texts(r#""tenant":[["quvnix","zorgal"],null] x"#, tenant), ["quvnix", "zorgal"]);
    assert_eq!(texts("tenant={id=quvnix, name=Zorgal One}, x=8", tenant), ["quvnix", "Zorgal One"]);
    assert_eq!(texts("tenant: {name}", tenant), Vec::<String>::new());
    assert_eq!(texts(r#"{"gwen":"h4x0r","bo":{"min":"h4x1r"},"n":12345678}"#, several), ["h4x0r"]);
    assert_eq!(texts("{a: h4x0r, hash: sha512, kept: vault}", several), ["h4x0r"]);
    let deep = "{tenant:".repeat(5_000);
    assert_eq!(texts(&deep, tenant), Vec::<String>::new());
}
