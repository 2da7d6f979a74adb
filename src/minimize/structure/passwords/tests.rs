use super::Form;

fn texts(name: &str, line: &str) -> Vec<String> {
    let form = Form::of(name);
    form.map_or_else(Vec::new, |form| crate::minimize::testing::texts(line, |line, found| form.find(line, found)))
}

#[test]
fn the_name_says_what_stands_where() {
    assert_eq!(texts("/etc/rsyncd.secrets", "gwen:h4x 0r"), ["gwen", "h4x 0r"]);
    assert_eq!(texts("/etc/chrony/chrony.keys", "1 SHA1 HEX:0A1B2C"), ["HEX:0A1B2C"]);
    assert_eq!(texts("/etc/pgbouncer/userlist.txt", "\"gwen\" \"h4x 0r\""), ["gwen", "h4x 0r"]);
    assert_eq!(texts("/etc/pg/pg_ident.conf", "crew  gwen  bo7"), ["gwen", "bo7"]);
    assert_eq!(texts("/etc/pg/pg_ident.conf", "crew  /^(.*)@x$  \\1"), Vec::<String>::new());
    assert_eq!(texts("/etc/jetty/realm.properties", "gwen: OBF:1v2j1u,crew"), ["gwen", "OBF:1v2j1u"]);
    assert_eq!(texts("/etc/jetty/realm.properties", "gwen: ${secret},crew"), Vec::<String>::new());
    assert_eq!(texts("/etc/salt/minion", "id: quvnix"), ["quvnix"]);
    assert_eq!(texts("/etc/salt/minion_id", "quvnix"), ["quvnix"]);
    assert_eq!(texts("/etc/davfs2/secrets", "https://x/dav gwen \"h4x 0r\""), ["gwen", "h4x 0r"]);
    assert_eq!(texts("/etc/postfix/sasl_passwd", "relay7 gwen:h4x0r"), ["relay7", "gwen", "h4x0r"]);
    assert_eq!(texts("/etc/rsyncd.secrets", "# gwen:h4x0r"), Vec::<String>::new());
    assert_eq!(texts("/run/secrets/db.password", "h4x0r=="), ["h4x0r=="]);
    assert_eq!(texts("/var/lib/iwd/attic.psk", "AutoConnect=true"), Vec::<String>::new());
    assert_eq!(texts("/etc/exim4/passwd.client", "*.relay7:gwen:h4x0r"), ["*.relay7", "gwen", "h4x0r"]);
    assert_eq!(texts("/etc/aliases", "root: gwen, ann@x.example, /dev/null"), ["gwen"]);
    assert_eq!(texts("/etc/aliases", "gwen7: \"|/bin/x\""), ["gwen7"]);
    assert_eq!(texts("/etc/postfix/virtual", "info@x.example  gwen, bo@x.example"), ["gwen"]);
    let row = "user:gwen@pve:1:0:Gwendolyn:Zorgal:x@y.example:::";
    assert_eq!(texts("etc/pve/user.cfg", row), ["gwen", "Gwendolyn", "Zorgal"]);
    assert_eq!(texts("etc/pve/user.cfg", "acl:1:/vms:gwen@pve,bo@ldap7:Audit:"), ["gwen", "bo"]);
    assert_eq!(texts("/etc/ha.d/authkeys", "1 crc"), Vec::<String>::new());
    assert_eq!(texts("/etc/pg/pg_hba.conf", "host  all  gwen,bo7  192.0.2.0/24  md5"), ["gwen", "bo7"]);
    assert_eq!(texts("/etc/pg/pg_hba.conf", "local all all peer"), Vec::<String>::new());
    assert_eq!(texts("/etc/swanctl/conf.d/x.conf", "    id = gwen"), ["gwen"]);
    assert_eq!(texts("/etc/swanctl/conf.d/x.conf", "    id = %any"), Vec::<String>::new());
    assert_eq!(texts("/etc/hostapd.eap_user", "\"gwen\"\tMSCHAPV2\t\"h4x 0r\"\t[2]"), ["gwen", "h4x 0r"]);
    assert_eq!(texts("/etc/hostapd.eap_user", "\"gwen\" MSCHAPV2 hash:0a1b2c"), ["gwen", "0a1b2c"]);
    assert_eq!(texts("/etc/hostapd.eap_user", "* PEAP,TLS"), Vec::<String>::new());
    assert_eq!(texts("/etc/tacacs/tac_plus.conf", "key = \"h4x 0r\""), ["h4x 0r"]);
    assert_eq!(texts("/etc/pam_radius_auth.conf", "gw7.example:1812\th4x0r\t3"), ["gw7.example:1812", "h4x0r"]);
    assert_eq!(texts("/etc/raddb/server", "gw7.example h4x0r"), ["gw7.example", "h4x0r"]);
    for line in ["include foo bar", "include quvnix", "timeout 3", "gw7", ""] {
        assert_eq!(texts("/etc/raddb/server", line), Vec::<String>::new(), "{line}");
    }
    assert_eq!(texts("/etc/racoon/psk.txt", "192.0.2.7\th4x0r"), ["192.0.2.7", "h4x0r"]);
    assert_eq!(texts("/etc/hostapd.wpa_psk", "02:00:5e:00:53:01 h4x0r"), ["02:00:5e:00:53:01", "h4x0r"]);
    assert_eq!(texts("/etc/pam_ldap.secret", "h4x0r"), ["h4x0r"]);
    assert_eq!(texts("/var/lib/rabbitmq/.erlang.cookie", "QUVNIXZORGAL"), ["QUVNIXZORGAL"]);
    assert_eq!(texts("/etc/app/db.password", "h4x0r"), ["h4x0r"]);
    let cookie = "#HttpOnly_.quvnix.example\tTRUE\t/\tTRUE\t0\tsid\tfa4e9b";
    assert_eq!(texts("/root/cookies.txt", cookie), ["quvnix.example", "fa4e9b"]);
    assert_eq!(texts("/etc/nginx/.htpasswd", "gwen:abJnggxhB"), ["gwen", "abJnggxhB"]);
    assert_eq!(texts("/etc/app/db.token", "no token here"), Vec::<String>::new());
    assert_eq!(texts("/etc/cron.allow", "gwen"), ["gwen"]);
    assert_eq!(texts("/etc/hosts.equiv", "+quvnix gwen"), ["quvnix", "gwen"]);
    assert_eq!(texts("/etc/hosts.equiv", "+ +@crew"), Vec::<String>::new());
    assert_eq!(texts("/etc/motd", "gwen:h4x0r"), Vec::<String>::new());
}
