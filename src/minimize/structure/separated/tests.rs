use super::{Fields, Found, Separated, machine, status};

fn head(line: &str) -> Option<Separated> {
    Separated::head(line.as_bytes(), &Fields::default())
}

fn rows(lines: &[&str]) -> Vec<String> {
    let list = head(lines[0]).unwrap();
    crate::minimize::testing::texts_of_lines(&lines[1..], |line, found| {
        list.row(line, found);
    })
}

#[test]
fn a_head_says_what_its_columns_hold() {
    let leases = "address,hwaddr,valid_lifetime,fqdn_fwd,hostname,state,user_context";
    assert_eq!(rows(&[leases, "192.0.2.7,,3600,0,pad-of-gwen,0,", "192.0.2.8,,3600,0,,0"]), ["pad-of-gwen"]);
    let clients = "Common Name,Real Address,Connected Since";
    assert_eq!(
        rows(&[clients, "gwen,192.0.2.7:41130,Tue Jun 3", "\"gwen, ann\",192.0.2.8:7,x"]),
        ["gwen", "gwen, ann"]
    );
    assert_eq!(rows(&["id\tuser\tsize", "7\tgwen\t42", "8\t9\t42"]), ["gwen"]);
    assert_eq!(rows(&["time;user;action", "08:12;gwen;ACK"]), ["gwen"]);
    let devices = ["sn,model,ip,owner", "QVX4471,zorgal,192.0.2.7,Gwen Quvnix"];
    assert_eq!(rows(&devices), ["QVX4471", "Gwen Quvnix"]);
    let people = ["id,first_name,last_name,email", "7,Gwen,Quvnix,g@x.example"];
    assert_eq!(rows(&people), ["Gwen", "Quvnix", "g@x.example"]);
    assert_eq!(rows(&["first_name,last_name,level", "Gwen,Quvnix,7"]), ["Gwen", "Quvnix"]);
    let people = ["id,name,email", "7,Gwen Quvnix,g@x.example", "8,,h@x.example"];
    assert_eq!(rows(&people), ["Gwen Quvnix", "g@x.example", "h@x.example"]);
    let devices = ["name,address", "quvnix-web,192.0.2.7", "default,192.0.2.1"];
    assert_eq!(rows(&devices), ["quvnix-web"]);
    let book = [
        "\"No\",\"Name\",\"UserID\",\"Password\"",
        "\"1\",\"Gwen Quvnix\",\"\",\"\"",
        "\"2\",\"Scan Jobs\",\"gwenq\",\"h4x0r\"",
    ];
    assert_eq!(rows(&book), ["Gwen Quvnix", "gwenq", "h4x0r"]);
    assert_eq!(crate::minimize::testing::texts("quvnix-7;192.0.2.7", machine), ["quvnix-7"]);
    assert_eq!(crate::minimize::testing::texts("eth0,192.0.2.7", machine), Vec::<String>::new());
    assert_eq!(rows(&["# pxname,svname,hrsp_1xx,", "web,quvnix-7,0,", "web,BACKEND,0,"]), ["quvnix-7"]);
}

#[test]
fn a_secret_may_stand_in_one_of_two_columns() {
    assert_eq!(rows(&["username,password", "gwenq,h4x0r"]), ["gwenq", "h4x0r"]);
    assert_eq!(rows(&["ssid;psk", "zorgnet;\"h4x 0r7\""]), ["zorgnet", "h4x 0r7"]);
    assert_eq!(rows(&["username\tpassword", "gwenq\th4x0r"]), ["gwenq", "h4x0r"]);
    assert_eq!(rows(&["host,community", "quvnix-1,h4x0r"]), ["quvnix-1", "h4x0r"]);
    for line in ["passwd,stable", "password,Passwort", "/usr/bin/passwd,suid"] {
        assert_eq!(head(line), None, "{line}");
    }
}

#[test]
fn quotation_marks_hold_a_value_together() {
    let list = ["id,name,password", "1,\"Quvnix, Gwen\",h4x0r", "2,\"Disk, spare\",\"h4x 1r\""];
    assert_eq!(rows(&list), ["Quvnix, Gwen", "h4x0r", "h4x 1r"]);
}

#[test]
fn names_of_columns_may_have_digits_and_dots() {
    assert_eq!(rows(&["id,username,password,addr1", "1,gwenq,h4x0r,x"]), ["gwenq", "h4x0r"]);
    assert_eq!(rows(&["id,user.name,user.password,role", "1,gwenq,h4x0r,x"]), ["gwenq", "h4x0r"]);
    for line in ["gw7,user,active", "a,user,2", "gwen7,token,x", "sda1.part,host,up", "zorg8host,a,b"] {
        assert_eq!(head(line), None, "{line}");
    }
    assert!(head("id,user,age").unwrap().is_row(b"gwen,user,active"));
}

#[test]
fn a_list_ends_where_no_mark_stands() {
    let list = head("user,size,age").unwrap();
    assert!(list.row(b"a,b,c,d,e", &mut Vec::new()));
    assert!(!list.row(b"ROUTING TABLE", &mut Vec::new()));
}

#[test]
fn sentences_and_rows_are_no_heads() {
    for line in ["the user, the host, and more", "user,host", "user=gwen,host=gw7,x", "a,b,c", "user,,x", ""] {
        assert_eq!(head(line), None, "{line}");
    }
}

#[test]
fn who_is_connected_stands_in_a_status() {
    let texts = |line: &str| crate::minimize::testing::texts(line, status);
    let client = "CLIENT_LIST,gwen7,192.0.2.7:41130,10.8.0.10,,1,2,Tue Jun 3 09:00:00 2025,1748935000,gwen,3,0";
    assert_eq!(texts(client), ["gwen7", "gwen"]);
    assert_eq!(texts(&client.replace(',', "\t")), ["gwen7", "gwen"]);
    assert_eq!(texts("ROUTING_TABLE,10.8.0.10,gwen,192.0.2.7:41130,x,1748935000"), ["gwen"]);
    assert_eq!(texts("CLIENT_LIST,UNDEF,192.0.2.7:41130"), Vec::<String>::new());
    assert_eq!(texts("HEADER,CLIENT_LIST,Common Name"), Vec::<String>::new());
}

#[test]
fn a_head_of_the_extended_format_names_its_columns() {
    let list = head("#Fields: date time s-computername s-ip cs-method cs-username sc-status").unwrap();
    let line = "2026-01-02 03:04:05 QUVNIX 192.0.2.7 GET PLANT\\gwen 200";
    let mut found: Vec<Found> = Vec::new();
    assert!(list.row(line.as_bytes(), &mut found));
    let texts: Vec<_> = found.iter().map(|one| &line[one.start..one.end]).collect();
    assert_eq!(texts, ["QUVNIX", "PLANT\\gwen"]);
    assert!(head("#Fields: date time sc-status sc-bytes").is_none());
}
