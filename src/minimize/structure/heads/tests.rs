use super::{Fields, Heads};

pub(super) fn texts(lines: &[&str]) -> Vec<String> {
    let mut heads = Heads::default();
    crate::minimize::testing::texts_of_lines(lines, |line, found| {
        if !heads.begin(line, &Fields::default()) {
            heads.row(line, found);
        }
    })
}

#[test]
fn lines_of_a_log_are_no_heads() {
    let bars = ["2026-02-01 | INFO | user | came", "2026-02-01 | INFO | gwen | came"];
    assert_eq!(texts(&bars), Vec::<String>::new());
    assert_eq!(texts(&["WARNING: CLUSTER NODE LOST", "quvnix   zorgal  gwen quvnix"]), Vec::<String>::new());
}

#[test]
fn serial_numbers_stand_below_their_head() {
    let lines = [
        "NAME   MODEL     SERIAL       WWN                SIZE",
        "sda    Maker_870 S5ST0R123456 0x5002538f31234567 931G",
        "\u{251c}\u{2500}sda1                                        512M",
        "",
        "sdb    Maker_870 S5ST0R123457 0x5002538f31234568 931G",
    ];
    assert_eq!(texts(&lines), ["S5ST0R123456", "5002538f31234567"]);
    let lines =
        ["Node         SN           Model", "------------ ------------ -----", "/dev/nvme0n1 50026B7283A4 Maker M4"];
    assert_eq!(texts(&lines), ["50026B7283A4"]);
}

#[test]
fn serial_numbers_stand_around_their_title_in_the_middle() {
    let lines = [
        "  F/S/P   ONT         SN         Control     Run",
        "  0/ 1/0    0  1234567890ABCDEF  active      online",
        "  0/ 2/0    1  QBFGXVIPMQZN0E1T  configuring online",
        "  0/ 3/0    2  -                 ACTIVE-STATE4  ok",
        "  0/ 4/0    3  123456789012      active      online",
    ];
    assert_eq!(texts(&lines), ["1234567890ABCDEF", "QBFGXVIPMQZN0E1T"]);
}

#[test]
fn nodes_and_neighbours_stand_below_their_head() {
    let lines = [
        "NAME     STATUS   ROLES    AGE   VERSION",
        "quvnix   Ready    <none>   21d   v1.28.4",
        "gw-ann   Ready    worker   21d   v1.28.4",
        "No resources found",
        "",
        "zorgal   Ready    worker   21d   v1.28.4",
    ];
    assert_eq!(texts(&lines), ["quvnix", "gw-ann"]);
    let lines = [
        "NAME    READY   STATUS    IP           NODE      GATES",
        "web-7   1/1     Running   192.0.2.7    quvnix    <none>",
        "NAME    READY   STATUS",
        "web-8   1/1     Running   192.0.2.7    zorgal    <none>",
    ];
    assert_eq!(texts(&lines), ["quvnix"]);
    let lines = [
        "Device ID        Local Intrfce     Holdtme    Capability  Platform  Port ID",
        "quvnix           Gig 1/0/3         172              T I   AIR-AP280 Gig 0",
        "Total cdp entries displayed : 1",
        "Total of      it all",
    ];
    assert_eq!(texts(&lines), ["quvnix"]);
    let lines = ["ID        HOSTNAME   STATUS    AVAILABILITY", "q1x7 *    quvnix     Ready     Active"];
    assert_eq!(texts(&lines), ["quvnix"]);
}

#[test]
fn who_is_served_stands_below_its_head() {
    let lines = [
        "PID     Username     Group        Machine             Protocol Version",
        "----------------------------------------------------------------------",
        "12345   PLANT\\gwen   domain crew  quvnix (ipv4:x)     SMB3_11",
    ];
    assert_eq!(texts(&lines), ["PLANT\\gwen", "quvnix"]);
    let lines = [
        " USERNAME              SESSIONNAME        ID  STATE   IDLE TIME",
        ">gwen                  rdp-tcp#12          2  Active          .",
        " bo7                                       3  Disc         1:12",
    ];
    assert_eq!(texts(&lines), ["gwen", "bo7"]);
    let lines = [
        "USERNAME   OSUSER     MACHINE    PROGRAM",
        "---------- ---------- ---------- ----------",
        "GWEN       gwen2      WKS-7      SQLPLUS",
    ];
    assert_eq!(texts(&lines), ["GWEN", "gwen2", "WKS-7"]);
    let lines = [
        "IN-USE  BSSID              SSID       MODE",
        "*       02:00:5E:00:53:07  Attic Net  Infra",
        "        02:00:5E:00:53:08  --         Infra",
    ];
    assert_eq!(texts(&lines), ["Attic Net"]);
    let lines = ["User Name   SID", "=========== =====", "works\\gwen  S-1-5"];
    assert_eq!(texts(&lines), ["works\\gwen"]);
    let lines = ["User            used    soft", "gwen      +-  118211  100000"];
    assert_eq!(texts(&lines), ["gwen"]);
    let lines = [
        "Item             Version  Part number  Serial number     Description",
        "Chassis                                JN1199R95         SRX",
    ];
    assert_eq!(texts(&lines), ["JN1199R95"]);
    let lines = [
        "Login     Name           Tty      Idle  Login Time   Office",
        "gwen      Gwen Quvnix   *tty1      14d  Mar 22 21:14",
        "bo7       bo7            pts/0          Apr  5 15:33 (192.0.2.7)",
    ];
    assert_eq!(texts(&lines), ["gwen", "Gwen Quvnix", "bo7"]);
    let id = "6c1fb0a2-7a52-4f0e-9d27-0123456789ab";
    let row = format!("sda2 ext4         {id} 12G");
    assert_eq!(texts(&["NAME FSTYPE LABEL UUID                                 SIZE", &row]), [id]);
    let lines = [" id | username | active", "----+----------+-------", "  1 | gwen     | t"];
    assert_eq!(texts(&lines), ["gwen"]);
}

#[test]
fn machines_and_people_stand_below_other_heads() {
    let lines = ["JOBID PARTITION USER NODES NODELIST(REASON)", "41    batch     gwen 2     quvnix-1,quvnix-2"];
    assert_eq!(texts(&lines), ["quvnix-2", "quvnix-1"]);
    let lines =
        ["  UID USER   PWD-LOCK GECOS", " 1000 gwen          0 Gwen Quvnix,Room 7", "    0 root          0 root"];
    assert_eq!(texts(&lines), ["Gwen Quvnix"]);
    let lines = ["Source DSA       largest delta    fails/total", " ZORG01          14m:11s          0 /   5"];
    assert_eq!(texts(&lines), ["ZORG01"]);
    let lines = ["NAME     ZONE  INTERNAL_IP  STATUS", "zorg-7   a     192.0.2.7    RUNNING"];
    assert_eq!(texts(&lines), ["zorg-7"]);
    let lines = ["#   NAME   SERVICE  CALLER-ID", "0   gwen   l2tp     192.0.2.7"];
    assert_eq!(texts(&lines), ["gwen"]);
    let lines =
        ["AP Name     Slots    Ethernet MAC    State", "---------------", "zorg-ap-2     2      0200.5e00.5307  up"];
    assert_eq!(texts(&lines), ["zorg-ap-2"]);
    let lines = ["ID        Name      Drain  Eligibility", "7f0e55d2  zorg-w3   false  eligible"];
    assert_eq!(texts(&lines), ["zorg-w3"]);
    let lines = ["Name          ID   Mem VCPUs\tState", "zorg-7         3  1024     1\t-b----"];
    assert_eq!(texts(&lines), ["zorg-7"]);
    let lines = ["MACHINE CLASS     SERVICE OS", "zorg-7  container nspawn  debian"];
    assert_eq!(texts(&lines), ["zorg-7"]);
}

#[test]
fn other_tables_and_sentences_are_none() {
    let lines = ["NAME    READY   STATUS", "web-7   1/1     Running"];
    assert_eq!(texts(&lines), Vec::<String>::new());
    assert_eq!(texts(&["the NODE is ready", "the quvnix is up"]), Vec::<String>::new());
    assert_eq!(texts(&["NAME   CPU(cores)   MEMORY(bytes)", "web-7  1m           7Mi"]), Vec::<String>::new());
}

#[test]
fn machines_that_a_scan_found_stand_below_their_head() {
    let lines = [
        "IP address       NetBIOS Name     Server    User             MAC address",
        "------------------------------------------------------------------------",
        "192.0.2.7        QUVNIX           <server>  <unknown>        02:00:5e:00:53:07",
    ];
    assert_eq!(texts(&lines), ["QUVNIX"]);
}
