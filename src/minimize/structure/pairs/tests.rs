use super::{Fields, Head, Pair, find};

fn texts(line: &str) -> Vec<String> {
    let mut texts = crate::minimize::testing::texts(line, |line, found| find(line, None, &Fields::default(), found));
    texts.dedup();
    texts
}

#[test]
fn secrets_are_found_and_what_follows_them_stays() {
    assert_eq!(texts("db_password='a b;c' retries=4"), ["a b;c"]);
    assert_eq!(texts("psk: \"h4x 0r\" -> \"h4x 1r\""), ["h4x 0r", "h4x 1r"]);
    assert_eq!(texts("Auth { password: Some(\"h4x0rq\"), retries: 3 }"), ["h4x0rq"]);
    assert_eq!(texts("approver=quvnix change=7, assignee: zorgal"), ["quvnix", "zorgal"]);
    assert_eq!(texts("site_lat: 53.480759, pass=ok, use R: quvnix"), ["53.480759"]);
    assert_eq!(texts("assignee: none, reviewer=system, approver: 7"), Vec::<String>::new());
    let ceph = "AQBSdFhcGZMRBhAAR5oT1kKz2W7vTq9Lm2vB7g==";
    assert_eq!(texts(&format!("\tkey = {ceph}")), [ceph]);
    assert_eq!(texts("wireless.default_radio0.key='h4x 0r'"), ["h4x 0r"]);
    assert_eq!(texts("SetCredential=token:h4x0r"), ["h4x0r"]);
    assert_eq!(texts("-Dbasicauth=gwen:h4x0rh4x0rh4x0r"), ["gwen:h4x0rh4x0rh4x0r"]);
    assert_eq!(texts("{\"Account\": \"771204418823\"}"), ["771204418823"]);
    assert_eq!(texts("{\"Account\": \"7712\"}"), Vec::<String>::new());
    assert_eq!(texts("Provisioning.MonitorHostName=y"), Vec::<String>::new());
    assert_eq!(texts("passwordSecret=H4x0rSecret"), ["H4x0rSecret"]);
    assert_eq!(texts("passwordSecret: quvnix-secret"), Vec::<String>::new());
    assert_eq!(texts("client-key-data: DATA+OMITTED"), Vec::<String>::new());
    assert_eq!(texts("authorization: Bearer h4x0rq x-request-id: 7"), ["h4x0rq"]);
    assert_eq!(texts("Authorization: Bearer h4x0rq is invalid"), ["h4x0rq"]);
    for secret in ["h4x0rq123 456H4X0R", "gwen:h4x 0r", " cXV2bml4Onpvcmc=="] {
        let scheme = if secret.contains("q123") { "Bearer" } else { "Basic" };
        let found = texts(&format!("Authorization: {scheme} {secret}"));
        assert!(found.iter().any(|text| text == secret.trim_start()), "{found:?}");
    }
    assert_eq!(texts("password: ${DB_PASS:?unset}"), Vec::<String>::new());
    assert_eq!(texts("sig=ecdsa_secp256r1_sha256"), Vec::<String>::new());
    assert_eq!(texts("signature=ssh-h4x0rh4x0rh4x0rh4"), ["ssh-h4x0rh4x0rh4x0rh4"]);
    assert_eq!(texts("phone: 004930555019 from modem 3"), ["004930555019"]);
    assert_eq!(texts("omapi-key: quvnix7"), Vec::<String>::new());
    for line in [
        "User=0.04s Sys=0.01s Real=0.01s",
        "host: x86_64-unknown-linux-gnu",
        "--build=x86_64-linux-gnu --host=aarch64-linux-gnu",
        "Hash Cond: (o.customer_id = c.id)",
        "controller_check_password: allow unauthorized connection",
        "renewed token: policy=quvnix ttl=72h",
    ] {
        assert_eq!(texts(line), Vec::<String>::new(), "{line}");
    }
    assert_eq!(texts("mount -o password=h4x,vers=3"), ["h4x"]);
    assert_eq!(texts("map[apikey:h4x0r7 port:22] password:h4x1r7"), ["h4x0r7", "h4x1r7"]);
    assert_eq!(texts("env[DB_PASSWORD] = h4x0r"), ["h4x0r"]);
    assert_eq!(texts("   Host Name . . . . . . . . . : WKS-GWEN7"), ["WKS-GWEN7"]);
    assert_eq!(texts("ENV[\"SECRET_KEY\"] ||= \"h4x0r\""), ["h4x0r"]);
    assert_eq!(texts("K3S_TOKEN=K109b3dc07a::server:h4x0r"), ["K109b3dc07a::server:h4x0r"]);
    let print = "0123 4567 89AB CDEF 0123  4567 89AB CDEF 0123 4567";
    assert_eq!(texts(&format!("      Key fingerprint = {print}")), [print]);
    assert_eq!(texts("Product ID: 00425-00000-44110-AAOEM"), ["00425-00000-44110-AAOEM"]);
    assert_eq!(texts("hardwareId=hw-44qx77-0011"), ["hw-44qx77-0011"]);
    assert_eq!(texts("GPSLatitude=48.2081 ssid2=\"Attic 7\""), ["48.2081", "Attic 7"]);
    assert_eq!(texts("path=/x serial=187266019255"), ["187266019255"]);
    assert_eq!(texts("for domain: _acme-challenge.quvnix.example"), ["quvnix.example"]);
    let signed = "Authorization: AWS4-HMAC-SHA256 Credential=QUVNIX7Z/20260311/x/s3/aws4_request, SignedHeaders=host";
    assert_eq!(texts(signed), ["QUVNIX7Z"]);
    assert_eq!(texts("latitude = 48.2081 longitude = 16.3738"), ["48.2081", "16.3738"]);
    assert_eq!(texts("GET /cb?code=4fX9aB12&state=closed"), ["4fX9aB12"]);
    assert_eq!(texts("GET /x?access_token=ab12&page=2"), ["ab12"]);
    assert_eq!(texts("password = a#b c;d"), ["a#b c;d"]);
    assert_eq!(texts("GET /p?lat=48.1374&lon=11.5755 HTTP/1.1"), ["48.1374", "11.5755"]);
    assert_eq!(texts("rails['smtp_password'] = \"h4x0r\""), ["h4x0r"]);
    assert_eq!(texts("$config[\"db\"][\"pass\"] = 'h4x0r';"), ["h4x0r"]);
    assert_eq!(texts("{Port:5432 Password:h4x0r SSLMode:disable}"), ["h4x0r"]);
    assert_eq!(texts("    [password] => h4x0r"), ["h4x0r"]);
    assert_eq!(texts("api_tokens = [\"h4x0r\", \"h4x1r\"]"), ["h4x0r", "h4x1r"]);
    assert_eq!(texts("\"passwords\": [7], \"tokens\": [\"the\"]"), Vec::<String>::new());
    assert_eq!(texts("X-Hub-Signature-256: sha256=9b3dc07a44e1"), ["9b3dc07a44e1"]);
    assert_eq!(texts("# software id = QUVN-7ZOR"), ["QUVN-7ZOR"]);
    assert_eq!(texts("software_id = 44117788"), Vec::<String>::new());
    assert_eq!(texts("signature:      2D:4F:6E:55:4F:E8"), Vec::<String>::new());
    assert_eq!(texts("serial: ttyS0 at I/O 0x3f8"), Vec::<String>::new());
    assert_eq!(texts("  'password' => 'h4x0r', :secret => 'h4x1r'"), ["h4x0r", "h4x1r"]);
}

#[test]
fn whole_names_stand_where_logins_do() {
    assert_eq!(texts("Acked-by: Quvna Zorgal"), ["Quvna Zorgal"]);
    assert_eq!(texts("# Modified by: Quvna Zorgal"), ["Quvna Zorgal"]);
    assert_eq!(texts("# Contact: Quvna Zorgal, room 7"), ["Quvna Zorgal"]);
    assert_eq!(texts("Owner: Quvna Zorgal (IT), building 7"), ["Quvna Zorgal"]);
    assert_eq!(texts("Reviewed-by: Quvna Zorgal"), ["Quvna Zorgal"]);
    assert_eq!(texts("Author: Quvna Zorgal, Wyzquo Plonk"), ["Quvna Zorgal, Wyzquo Plonk"]);
    assert_eq!(texts("owner: quvnix 7"), ["quvnix"]);
    assert_eq!(texts("technician: Quvna van Zorgal signed off"), ["Quvna van Zorgal"]);
    assert_eq!(texts("Contact: Quvna Zorgal, Tel 7"), ["Quvna Zorgal"]);
    assert_eq!(texts("patient=\"Zorgal, Quvna\" ward=7"), ["Zorgal, Quvna"]);
    assert_eq!(texts("name: \"Quvna Zorgal\", role: admin"), ["Quvna Zorgal"]);
    assert_eq!(texts("name: \"Windows Update\", role: x"), Vec::<String>::new());
    assert_eq!(texts("<saml:NameID Format=\"x\">quvnix</saml:NameID>"), ["quvnix"]);
    assert_eq!(texts("GET /x?operator=Quvna+Zorgal&line=4"), ["Quvna+Zorgal"]);
    assert_eq!(texts("simple_allow_users = quvnix, zorgal7"), ["quvnix", "zorgal7"]);
}

#[test]
fn headers_cookies_and_elements_are_read() {
    assert_eq!(texts("Authorization: Basic YWJjOmRlZg=="), ["YWJjOmRlZg=="]);
    assert_eq!(texts("AUTHORIZATION: basic YWJjOmRlZg=="), ["YWJjOmRlZg=="]);
    assert_eq!(texts("//npm.plant.example/:_auth=YWJjOmRlZg=="), ["YWJjOmRlZg=="]);
    assert_eq!(texts("Set-Cookie: sid=abc123; Path=/; HttpOnly"), ["abc123"]);
    assert_eq!(texts("<adminPassword>h4x0r</adminPassword><level>3</level>"), ["h4x0r"]);
}

#[test]
fn one_key_has_several_meanings_and_the_value_tells() {
    assert_eq!(texts(r#""displayName": "Gwen Quvnix", "user_name":"Gwen Zorgal""#), ["Gwen Quvnix", "Gwen Zorgal"]);
    assert_eq!(texts(r#""uid": "gwen7" uid=quvnix "email":"zorgal" "email":"daily""#), ["gwen7", "quvnix", "zorgal"]);
    assert_eq!(texts(r#""hostname":"storage" logname=gwen Application_User=”gwen7”"#), ["storage", "gwen", "gwen7"]);
    assert_eq!(texts(r#""event.login.accountName":"gwen7$" deviceExternalId=FGX7012345"#), ["gwen7$", "FGX7012345"]);
    assert_eq!(texts(r#"fw="QUVNIX" tz=+0100 startime="x" dvchost=zorgal-host"#), ["QUVNIX", "zorgal-host"]);
    assert_eq!(texts(r#"fw="v1x" tz=+0100, dvchost=hostname"#), Vec::<String>::new());
    for line in [
        r#""displayName": "Windows PowerShell", "displayName": "AppRole.Id""#,
        r#""logName": "projects/quvnix/logs/x", "log_name":"quvnix7""#,
        r#""uid": "TA0008", "uid": "RateBased", "uid":"arn:aws:sts::1:x""#,
        r#""domain": "Update modules" dest_hostname="N/A""#,
        r#"HOSTNAME: Oct 21 05:12:05 connection_serial_number=123456789 incidentserialno=231408777"#,
        r#""AccountSid":"S-1-5-18", sid=S-1-5-18"#,
        r#""OriginalFileName": "x.dll", "Company": "Quvnix Works""#,
    ] {
        assert_eq!(texts(line), Vec::<String>::new(), "{line}");
    }
}

#[test]
fn what_only_looks_like_a_secret_stays() {
    for line in [
        "password: ${DB} token: {{ t }}",
        "passwd:  files systemd",
        "monkey=3 keyboard=us bypass=1",
        "using password: YES",
        "LoadCredential=passwd.hashed-password.root",
        "ImportCredential=sysctl.*",
        "mount -o credentials=/root/.smbcred,uid=0",
        "private_key = $dir/private/cakey.pem",
        "  password = var.db_password",
        "existingSecret: shop-db",
        "foo.c:token:12ab34 token:identifier secret:7 password:/etc/x7y",
        "PASS: test_login_7 (0.1s)",
        "userland=1 superuser=f",
        "PWD=/srv/x OLDPWD=/srv SHLVL=1",
        "password=%DB_PASSWORD% token=@TOKEN@ secret=(unset) apikey=file:///run/key",
        "const password = req.body.password;",
        "<sip:+49@x;user=phone>",
        "--- PASS: TestAuth7",
        "GET /items?state=closed&sort=name&code=17",
        "note ...: x",
        "%SYS-5-PRIV_AUTH_PASS: Privilege level set",
        "\"ElevatedToken\":\"%%1843\"",
        "\"UserKey\":\"10033FFF80D15ECF\"",
        "Hardware Id  = *PNP0C08",
        "HardwareId=PCI\\VEN_8086&DEV_15B8",
        "DsTenantId=0",
        "ProductId=0x6001",
        "barcode=code128",
        "extcommunity=RT:65000:100",
        "display: 1920x1080:60",
    ] {
        assert_eq!(texts(line), Vec::<String>::new(), "{line}");
    }
}

#[test]
fn what_a_query_signs_is_secret_and_short() {
    assert_eq!(texts("GET /x?file=a.zip&signature=qZ7-h4x0r&expires=9 HTTP/1.1"), ["qZ7-h4x0r"]);
    assert_eq!(texts("fetch https://x/fw.bin?sr=b&sig=h4x0rQ9%3D"), ["h4x0rQ9%3D"]);
    assert_eq!(texts("signature=valid sig=11"), Vec::<String>::new());
}

#[test]
fn a_text_in_a_string_ends_with_it_and_with_the_next_pair() {
    assert_eq!(texts("{\"msg\":\"street: 12 Mill Lane\",\"n\":7}"), ["12 Mill Lane"]);
    assert_eq!(texts("product_serial: QX7714 hw_rev: C"), ["QX7714"]);
    assert_eq!(texts("  Ont SN      : QX77A12BC3AB0"), ["QX77A12BC3AB0"]);
    assert_eq!(texts("{\"set-cookie\":[\"sid=ab12cd; Path=/\"]}"), ["ab12cd"]);
    assert_eq!(texts("db::password: ENC[PKCS7,MIIBq9+/=]"), ["PKCS7,MIIBq9+/="]);
    assert_eq!(texts("api_key: ENV[API_KEY]"), Vec::<String>::new());
    assert_eq!(texts("connection.id:    Attic"), ["Attic"]);
    assert_eq!(texts("<givenName>Gwen</givenName><sn>Loevgren</sn>"), ["Gwen", "Loevgren"]);
}

#[test]
fn words_of_a_name_go_on_until_something_else_begins() {
    assert_eq!(texts("app: ok, operator_name: Gwen Loevgren, rc: 0"), ["Gwen Loevgren"]);
    assert_eq!(texts("failed (company=Zorgal & Sons GmbH) again"), ["Zorgal & Sons GmbH"]);
    assert_eq!(texts("site_address: 12 Mill Lane rc=0 street=7 Mill Lane ERROR n=1"), ["12 Mill Lane", "7 Mill Lane"]);
    assert_eq!(texts("First Name: Gwen Last Name: Loevgren"), ["Gwen", "Loevgren"]);
    assert_eq!(texts("[operator_name: Gwen Loevgren] done"), ["Gwen Loevgren"]);
    assert_eq!(texts("evt=4 operator=gwen7 rc=0"), ["gwen7"]);
    assert_eq!(
        texts("{\"author\":\"Gwen Loevgren\",\"location\":\"12 Zorgal Lane\"}"),
        ["Gwen Loevgren", "12 Zorgal Lane"]
    );
    assert_eq!(texts("unit_serial=QX7714 console_serial=ttyS0 soa_serial=2026031001"), ["QX7714"]);
    assert_eq!(texts("author=see operator=eq location=Hall"), Vec::<String>::new());
}

#[test]
fn what_is_not_looked_into_ends_with_its_string() {
    let text = format!("{}a\\\"quvnix", "quvnix ".repeat(super::LONG));
    let line = format!("{{\"token\":\"{text}\",\"zorg\":1}}");
    let head = Head::of(line.as_bytes());
    head.vain.set(usize::MAX - 1);
    let mut found = Vec::new();
    Pair::at(line.as_bytes(), 8, &head).unwrap().find(line.as_bytes(), None, &Fields::default(), false, &mut found);
    assert_eq!(found.iter().map(|one| &line[one.start..one.end]).collect::<Vec<_>>(), [text]);
}

#[test]
fn people_machines_and_members_have_keys_in_other_words_too() {
    assert_eq!(texts("ugi=gwen (auth:KERBEROS)"), ["gwen"]);
    assert_eq!(texts("MQTT_HOST=quvnix-7 MQTT_PORT=1883"), ["quvnix-7"]);
    assert_eq!(texts("wsrep_node_name = quvnix"), ["quvnix"]);
    assert_eq!(texts("mon_initial_members = quvnix-7,zorgal-7"), ["quvnix-7", "zorgal-7"]);
    assert_eq!(texts("valid users = gwen bo7 @crew"), ["gwen", "bo7"]);
    assert_eq!(texts("valid users = gwen, @crew, bo7"), ["gwen", "bo7"]);
    assert_eq!(texts(r#"{"name":"quvnix-7","transport_address":"192.0.2.7:9300"}"#), ["quvnix-7"]);
    assert_eq!(texts("Calibrated by: Gwen Quvnix"), ["Gwen Quvnix"]);
    assert_eq!(texts(r#""caller":"Gwen Quvnix","priority":3"#), ["Gwen Quvnix"]);
    for line in [
        "localhost: refused-7",
        "network_host = re.search(r'x')",
        "my @gethost = gethostbyname($x);",
        "caller=poll7.go:41",
        "caller=poll7",
        "Warning: Unknown token: foo7bar9.",
        "supervisor: none",
        r#"{"name":"Zorgal","version":"7"}"#,
    ] {
        assert_eq!(texts(line), Vec::<String>::new(), "{line}");
    }
}

#[test]
fn what_calls_shares_and_stores_are_told_of_people_is_found() {
    assert_eq!(texts("callerid=\"Ann Zorgal <+49301234567>\""), ["Ann Zorgal", "+49301234567"]);
    assert_eq!(texts(r#"{"caller":"01632 960155","callee":"0800 5550123"}"#), ["01632 960155", "0800 5550123"]);
    assert_eq!(texts("caller_id_number: 01632960155"), ["01632960155"]);
    assert_eq!(texts("   write list = gwen bo7 @crew"), ["gwen", "bo7"]);
    assert_eq!(
        texts(r#"{"users":[{"name":"gwen7","password_hash":"h4x0r"}],"vhosts":[{"name":"x7"}]}"#),
        ["gwen7", "h4x0r", "gwen7"]
    );
    assert_eq!(texts("Array in Slot 0 (sn: QVNX1234ZG)"), ["QVNX1234ZG"]);
    assert_eq!(texts("using DB_PASSWORD=h4x0r now"), ["h4x0r"]);
    assert_eq!(texts("password=\"no more zorgal 7\""), ["no more zorgal 7"]);
    let gossip = "cXV2bml4cXV2bml4cXV2bml4cXV2bml4cXV2bml4cXU=";
    assert_eq!(texts(&format!("consul agent -encrypt={gossip}")), [gossip]);
    for line in [
        r#"{"auth":"WPA2-PSK","encrypt":"yes"}"#,
        "failed to list *v1.Secret: secrets is forbidden",
        "using password=YES",
        r#"{"password":"no password set"}"#,
        "chpasswd: (user x) pam_chauthtok() failed, error: x",
        "cid=4711",
    ] {
        assert_eq!(texts(line), Vec::<String>::new(), "{line}");
    }
}

#[test]
fn one_word_as_long_as_a_key_is_one_in_a_section() {
    let of = |line: &str| {
        crate::minimize::testing::texts(line, |line, found| find(line, Some(b"store"), &Fields::default(), found))
    };
    assert_eq!(of("key = K0qvnixzorgalqvnixzorgalqvnix77"), ["K0qvnixzorgalqvnixzorgalqvnix77"]);
    assert_eq!(of("key = quvnix"), Vec::<String>::new());
}

#[test]
fn parts_of_headers_bytes_of_keys_and_states_are_what_they_are() {
    assert_eq!(texts("{'Authorization': 'Token h4x0r', 'Accept': '*/*'}"), ["h4x0r"]);
    let oauth = "Authorization: OAuth oauth_version=\"1.0\", oauth_token=\"h4x0r\"";
    assert_eq!(texts(oauth), ["h4x0r"]);
    assert_eq!(texts("Authorization: Token h4x0rh4x0r=="), ["h4x0rh4x0r=="]);
    assert_eq!(texts("coap: PSK key=0a1b2c3d4e5f60718293a4b5c6d7e8f9"), ["0a1b2c3d4e5f60718293a4b5c6d7e8f9"]);
    let bytes = "1, 3, 5, 7, 9, 11, 13, 15, 0, 2, 4, 6, 8, 10, 12, 13";
    assert_eq!(texts(&format!("network_key: [{bytes}]")), [bytes]);
    assert_eq!(
        texts("network_key: [1, 3, 5]; host key: ecdsa-sha2-nistp256; secret => 20 bytes"),
        Vec::<String>::new()
    );
    assert_eq!(texts("wifi_password: missing; password: Incorrect; pin1=high; pin2=7"), Vec::<String>::new());
}

#[test]
fn what_looks_like_a_secret_is_one_among_credentials() {
    let of = |line: &str| {
        crate::minimize::testing::texts(line, |line, found| find(line, Some(b"credentials"), &Fields::default(), found))
    };
    assert_eq!(of("attic = h4x0r 77xyz"), ["h4x0r 77xyz"]);
    for line in ["helper = store --file /x", "kind = quvnix-store", "path = /run/h4x0r77", "timeout = 30"] {
        assert_eq!(of(line), Vec::<String>::new(), "{line}");
    }
}

#[test]
fn which_of_several_a_value_is_may_stand_in_brackets() {
    assert_eq!(texts("ICE pwd (local):     h4x0rh4x0r7"), ["h4x0rh4x0r7"]);
    assert_eq!(texts("SNMP community (ro): quvnix7"), ["quvnix7"]);
    assert_eq!(texts("Serial number (hex): 0F7A77120093"), ["0F7A77120093"]);
    for line in ["password (optional): x7", "Passwords (local): 7", "policy (read): all", "host (): quvnix"] {
        assert_eq!(texts(line), Vec::<String>::new(), "{line}");
    }
}

#[test]
fn devices_and_who_takes_part_are_found() {
    assert_eq!(texts("Product: Q-7  SerNo: QX77Q10044  BIOS 5.19"), ["QX77Q10044"]);
    assert_eq!(texts("AT+CCID: 893204200012345678 OK"), ["893204200012345678"]);
    assert_eq!(texts("gateway_id=02005efffe005307 uplink_id=7"), ["02005efffe005307"]);
    assert_eq!(texts("DevEUI: 0x02005EFFFE005307"), ["02005EFFFE005307"]);
    assert_eq!(texts("dev_eui=02-00-5E-FF-FE-00-53-07, dr=5"), ["02-00-5E-FF-FE-00-53-07"]);
    assert_eq!(texts(r#"{"participant": "gwenq", "room": "x"}"#), ["gwenq"]);
    for line in [
        "account_id=7 tenant_id=12",
        "gateway_id=eth0",
        "gateway_id=020053001122",
        r#"{"participant": "shard7", "term": 7}"#,
        "participant: 7",
    ] {
        assert_eq!(texts(line), Vec::<String>::new(), "{line}");
    }
}

#[test]
fn in_a_document_sn_is_a_number_or_a_surname() {
    assert_eq!(texts("{\"dev\":{\"sn\":\"QX77A1\u{2d}0221\",\"fw\":\"1.2\"}}"), ["QX77A1-0221"]);
    assert_eq!(texts("{\"sn\":\"Quvnix\",\"fw\":1}"), Vec::<String>::new());
    assert_eq!(texts("{\"sn\":\"12\"} {\"sn\":\"seq-0012345\"}"), Vec::<String>::new());
}
