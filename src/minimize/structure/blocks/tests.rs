use super::{Blocks, Fields, Found};

fn texts(lines: &[&str]) -> Vec<String> {
    let mut blocks = Blocks::default();
    crate::minimize::testing::texts_of_lines(lines, |line, found| {
        blocks.line(line, &Fields::default(), found);
    })
}

#[test]
fn values_on_the_next_line_belong_to_the_name_before() {
    assert_eq!(texts(&["- name: DB_PASSWORD", "  value: \"h4x 0r\"", "- name: X", "  value: y"]), ["h4x 0r"]);
    assert_eq!(texts(&["- name: API_TOKEN", "  value: h4x0r # note", "  value: z"]), ["h4x0r"]);
    assert_eq!(texts(&["- name: API_TOKEN", "  valueFrom:", "    key: token"]), Vec::<String>::new());
    assert_eq!(texts(&["- --smtp-password", "- 'h4x0r'", "- --verbose", "- x"]), ["h4x0r"]);
    assert_eq!(texts(&["- \"--password\"", "- \"$(PASS)\"", "- --token=x", "- x"]), Vec::<String>::new());
}

#[test]
fn a_key_may_stand_below_what_it_encrypts() {
    let key = format!("{}=", "h4x0r".repeat(9).get(..43).unwrap_or_default());
    assert_eq!(texts(&["api:", "  encryption:", &format!("    key: \"{key}\"")]), [&*key]);
    assert_eq!(texts(&["  encryption:", "    key: !secret api_key"]), Vec::<String>::new());
    assert_eq!(texts(&["  encryption:", "    kind: x", &format!("    key: \"{key}\"")]), Vec::<String>::new());
}

#[test]
fn secrets_have_names_of_their_own_below_one_key() {
    let lines =
        ["secrets:", "  # all", "  attic: h4x0rh4x0r", "  \"hall\": \"h4x0r 7x7\"", "limits:", "  x: h4x1rh4x1r"];
    assert_eq!(texts(&lines), ["h4x0rh4x0r", "h4x0r 7x7"]);
    let lines = [
        "secrets:",
        "  engine: kv-v2x77y",
        "  attic:",
        "    file: h4x0rh4x0r",
        "  x: quvnix-creds-7",
        "  y: ${H4X0RQQ}",
    ];
    assert_eq!(texts(&lines), Vec::<String>::new());
    assert_eq!(texts(&["secrets: inherit", "  attic: h4x0rh4x0r"]), Vec::<String>::new());
}

#[test]
fn a_value_may_stand_on_a_line_behind_its_key() {
    assert_eq!(texts(&["{", "\"key\": \"smtp.password\",", "\"val\": \"h4x 0r\"", "}", "\"val\": \"x\""]), ["h4x 0r"]);
    assert_eq!(texts(&["env {", "  name  = \"API_TOKEN\"", "  value = \"h4x0r\"", "}"]), ["h4x0r"]);
    assert_eq!(texts(&["- key: API_TOKEN", "  value: h4x0r", "- key: size", "  value: 7"]), ["h4x0r"]);
}

#[test]
fn a_server_s_key_stands_below_its_name() {
    let lines = ["tacacs server quvnix", " address ipv4 192.0.2.7", " key h4x0rqq9", "!", " key rollover"];
    assert_eq!(texts(&lines), ["h4x0rqq9"]);
    assert_eq!(texts(&["radius server quvnix is dead", " key rollover"]), Vec::<String>::new());
    assert_eq!(texts(&[" radius server quvnix", "  key h4x0r", "  key chain x", " key rekeying"]), ["h4x0r"]);
}

#[test]
fn settings_of_some_files_reach_to_the_line_s_end() {
    assert_eq!(Blocks::new("etc/quvnix.properties").section(), Some(&b""[..]));
    assert_eq!(Blocks::new("etc/quvnix.conf").section(), None);
}

#[test]
fn a_text_that_a_word_closes_is_secret() {
    assert_eq!(texts(&["admin_password = <<EOT", "h4x 0r", "EOT", "nodes = 3"]), ["h4x 0r"]);
    assert_eq!(texts(&["export TOKEN=<<-'END_IT'", "  h4x0r", "  END_IT"]), ["h4x0r"]);
    assert_eq!(texts(&["script = <<EOT", "make it", "EOT"]), Vec::<String>::new());
}

#[test]
fn sections_of_nut_are_named_after_who_may_log_in() {
    assert_eq!(texts(&["[monitor7]", "  upsmon primary", "[gwen7]", "  actions = SET"]), ["gwen7"]);
    let mut blocks = Blocks::new("/etc/nut/upsd.users");
    let mut found = Vec::new();
    blocks.line(b"[gwen7]", &Fields::default(), &mut found);
    assert_eq!(found.len(), 1);
    assert_eq!(texts(&["[gwen7]", "actions = SET", "[bo7]"]), Vec::<String>::new());
}

#[test]
fn a_value_of_xml_may_stand_on_the_next_line() {
    let lines = ["<name>ssl.keystore.password</name>", " <value>h4x0r</value>", "<name>x</name>", "<value>y</value>"];
    assert_eq!(texts(&lines), ["h4x0r"]);
    assert_eq!(texts(&["<key>Password</key>", "\t<string>h4x0r</string>", "<string>x</string>"]), ["h4x0r"]);
    assert_eq!(texts(&["<AdminPassword>", "  <Value>h4x0r</Value>"]), ["h4x0r"]);
    let lines = ["<setting name=\"ApiPassword\" as=\"String\">", "  <value>h4x0r</value>", "</setting>"];
    assert_eq!(texts(&lines), ["h4x0r"]);
    assert_eq!(texts(&["<setting name=\"Interval\">", "  <value>15</value>"]), Vec::<String>::new());
    assert_eq!(texts(&["<key>Title</key>", "<string>x</string>"]), Vec::<String>::new());
    assert_eq!(texts(&["<key>UserName</key>", "<string>quvnix7</string>"]), ["quvnix7"]);
    assert_eq!(texts(&["<key>UserName</key>", "<string>_quvnixd</string>"]), Vec::<String>::new());
    assert_eq!(texts(&["<key>SSID_STR</key>", "<string>Attic</string>", "<string>x</string>"]), ["Attic"]);
    assert_eq!(texts(&["<domain type='kvm'>", " <name>gw-7</name>", " <name>x</name>"]), ["gw-7"]);
    let lines = ["<SSID>", " <hex>417474</hex>", " <name>Attic</name>", "</SSID>", "<name>x</name>"];
    assert_eq!(texts(&lines), ["417474", "Attic"]);
}

#[test]
fn objects_of_json_say_what_their_names_are() {
    let lines =
        ["  \"host\": {", "    \"os\": {", "      \"name\": \"x\"", "    },", "    \"name\": \"gw-ann\"", "  }"];
    assert_eq!(texts(&lines), ["gw-ann"]);
    assert_eq!(texts(&["\"user\": {", "  \"id\": 7,", "  \"name\": \"gwen\"", "}", "\"name\": \"x\""]), ["gwen"]);
    let lines = ["\"users\": [", "  {", "    \"name\": \"gwen.lee\",", "    \"id\": 7", "  },", "  {"];
    let more =
        ["    \"roles\": [", "      {", "        \"name\": \"x\"", "      } ],", "    \"name\": \"bo7\"", "  } ],"];
    assert_eq!(texts(&[&lines[..], &more].concat()), ["gwen.lee", "bo7"]);
    let lines =
        ["\"users\" : [ {", "  \"name\" : \"gwen.lee\"", "}, {", "  \"name\" : \"bo7\"", "} ],", "\"name\": \"x\""];
    assert_eq!(texts(&lines), ["gwen.lee", "bo7"]);
}

#[test]
fn objects_of_a_list_say_what_their_names_are() {
    let names = |text: &str| texts(&text.lines().collect::<Vec<_>>());
    let one_a_line = r#"
"users": [
  {"name": "gwen.lee", "roles": [7]},
  { "id": 8, "name": "bo7" }
],
  "name": "x""#;
    assert_eq!(names(one_a_line), ["gwen.lee", "bo7"]);
    let nested = r#"
"users": [
  {
    "name": "gwen.lee",
    "roles": [
      {"name": "x"}
    ],
    "user": {
      "name": "ann7"
    }
  },
  {
    "name": "bo7"
  }
]
"name": "x""#;
    assert_eq!(names(nested), ["gwen.lee", "ann7", "bo7"]);
    let nested = r#"
"users" : [ {
  "roles" : [
    {"name": "x"}
  ],
  "name" : "gwen.lee"
}, {
  "name" : "bo7"
} ],
"name" : "x""#;
    assert_eq!(names(nested), ["gwen.lee", "bo7"]);
}

#[test]
fn people_stand_below_what_says_so() {
    let lines = ["config system admin", "    edit \"gwen\"", "    next", "end", "    edit \"zorgal\""];
    assert_eq!(texts(&lines), ["gwen"]);
    let lines = ["users:", "  - name: gwen", "    shell: x", "chpasswd:", "  list: |", "    root:h4x0r", "  x: y"];
    assert_eq!(texts(&lines), ["gwen", "root", "h4x0r"]);
}

#[test]
fn networks_are_the_names_right_below_their_key() {
    let lines = ["access-points:", "  Attic 5:", "    auth:", "      key-management: eap", "  \"B c\":", "renderer:"];
    assert_eq!(texts(&lines), ["Attic 5", "\"B c\""]);
}

#[test]
fn a_file_of_openvpn_holds_a_login_and_a_password() {
    let texts = |name: &str| {
        let mut blocks = Blocks::new(name);
        let mut one = |line: &str| {
            let mut found: Vec<Found> = Vec::new();
            blocks.line(line.as_bytes(), &Fields::default(), &mut found);
            found.len()
        };
        [one("gwen7"), one("h4x 0r"), one("verb 3")]
    };
    assert_eq!(texts("/etc/openvpn/client/auth.txt"), [1, 1, 0]);
    assert_eq!(texts("/etc/openvpn/client.conf"), [0, 0, 0]);
}

#[test]
fn a_value_belongs_to_the_object_around() {
    let lines = ["\"db_password\": {", "  \"sensitive\": true,", "  \"value\": \"h4x 0r\"", "},", "\"value\": \"x\""];
    assert_eq!(texts(&lines), ["h4x 0r"]);
    assert_eq!(texts(&["\"db_size\": {", "  \"value\": \"7\"", "}"]), Vec::<String>::new());
}

#[test]
fn files_within_a_configuration_of_openvpn_are_secret() {
    let lines = ["remote gw 1194", "<auth-user-pass>", "gwen7", " h4x 0r", "</auth-user-pass>", "verb 3"];
    assert_eq!(texts(&lines), ["gwen7", "h4x 0r"]);
    assert_eq!(texts(&["<pkcs12>", "MIIKOgIB", "AzCCCfYG", "</pkcs12>", "verb 3"]), ["MIIKOgIB", "AzCCCfYG"]);
    assert_eq!(texts(&["<auth-user-pass>", "</auth-user-pass>", "verb 3"]), Vec::<String>::new());
}

#[test]
fn an_object_over_several_lines_says_what_its_name_is() {
    let lines =
        ["  \"host\": {", "    \"os\": {", "      \"name\": \"Zorgal\"", "    },", "    \"name\": \"gw-7\",", "  }"];
    assert_eq!(texts(&lines), ["gw-7"]);
    assert_eq!(texts(&["\"user\" : {", "  \"id\": 7,", "  \"name\": \"gwen\"", "}", "\"name\": \"x\""]), ["gwen"]);
    assert_eq!(texts(&["\"host\": {", "  \"ip\": \"x\"", "},", "\"name\": \"x\""]), Vec::<String>::new());
    assert_eq!(texts(&["\"device\": {", "  \"name\": \"zorgal-nb7\"", "}"]), ["zorgal-nb7"]);
    for thing in ["Intel Quvnix Adapter", "nvme0n1", "sda", "eth0", "default"] {
        let name = format!("  \"name\": \"{thing}\"");
        assert_eq!(texts(&["\"device\": {", &name, "}"]), Vec::<String>::new(), "{thing}");
    }
}

#[test]
fn machines_of_an_inventory_are_keys_below_their_word() {
    let lines = ["all:", "  hosts:", "    quvnix:", "      ansible_host: x", "    gw-7:", "  vars:", "    x:"];
    assert_eq!(texts(&lines), ["quvnix", "gw-7"]);
    assert_eq!(texts(&["  node {", "    name: quvnix", "  }", "  name: x"]), ["quvnix"]);
}

#[test]
fn what_a_menu_of_routeros_names_is_what_the_menu_is_of() {
    let lines = ["/ppp secret", "add name=gwen7 service=l2tp", "/interface", "add name=lan"];
    assert_eq!(texts(&lines), ["gwen7"]);
    assert_eq!(texts(&["/snmp community", "set [ find default=yes ] name=\"h4x 0r\""]), ["h4x 0r"]);
}

#[test]
fn values_between_the_braces_of_tokens_are_secret() {
    let token = "h4x0rh4x0rh4x0rh4x0r";
    let lines =
        ["tokens {", &format!("  agent = \"{token}\""), "  ttl = \"1h\"", "}", "  agent = \"h4x1rh4x1rh4x1rh4x1r\""];
    assert_eq!(texts(&lines), [token]);
}
