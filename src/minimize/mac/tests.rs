use super::{find, is_nobody, pseudonym};
use crate::minimize::network::Network;
use crate::minimize::pseudonym::CaseKey;

fn texts(line: &str) -> Vec<String> {
    crate::minimize::testing::texts_at_sight(line, find)
}

#[test]
fn every_notation_is_found() {
    for text in ["52:54:00:ab:cd:ef", "52-54-00-AB-CD-EF", "5254.00ab.cdef", "dev_52_54_00_AB_CD_EF"] {
        assert_eq!(texts(&format!("seen {text} now")).len(), 1, "{text}");
    }
    assert_eq!(texts("MAC=52:54:00:ab:cd:ef:52:54:00:ab:cd:01:08:00 SRC="), ["52:54:00:ab:cd:ef", "52:54:00:ab:cd:01"]);
    assert_eq!(texts("name enx525400abcdef up, mac525400abcde7"), ["525400abcdef", "525400abcde7"]);
    assert_eq!(texts("(from client gw port 1 cli 525400abcdef)"), ["525400abcdef"]);
    assert_eq!(texts("boot: MAC address 525400abcdef, sta 525400abcdea 7"), ["525400abcdef", "525400abcdea"]);
}

#[test]
fn behind_its_title_an_address_may_be_all_digits() {
    assert_eq!(texts("   Physical Address. . . . . : 02-00-53-07-11-22"), ["02-00-53-07-11-22"]);
    assert_eq!(texts("Ethernet II, hardware address: 0200-5307-1122"), ["0200-5307-1122"]);
    assert_eq!(texts("MAC Addr      : 020053-aabbcc"), ["020053-aabbcc"]);
    assert_eq!(texts("MAC Address of 7: 2026-02-01, 0200-5307-1122"), Vec::<String>::new());
}

#[test]
fn the_head_of_a_packet_holds_two() {
    let tagged = "MAC=52:54:00:ab:cd:ef:52:54:00:ab:cd:01:81:00:00:14:08:00 SRC=";
    assert_eq!(texts(tagged), ["52:54:00:ab:cd:ef", "52:54:00:ab:cd:01"]);
    let head = "ll header: 00000000: ff ff ff ff ff ff 52 54 00 ab cd ef 08 06";
    assert_eq!(texts(head), ["ff ff ff ff ff ff", "52 54 00 ab cd ef"]);
    assert_eq!(texts("ll header: 00000000: ff ff ff"), Vec::<String>::new());
}

#[test]
fn zeros_may_be_left_out_and_a_priority_stand_before() {
    assert_eq!(texts("new station 192.0.2.7 2:1c:73:91:a2:ba eth0"), ["2:1c:73:91:a2:ba"]);
    assert_eq!(texts("at 52:54:0:ab:cd:ef on en0"), ["52:54:0:ab:cd:ef"]);
    assert_eq!(texts("id 1:2:1c:73:91:a2:ba; 1:52:54:00:ab:cd:ef;"), ["2:1c:73:91:a2:ba", "52:54:00:ab:cd:ef"]);
    assert_eq!(texts("br0\t8000.021c7391a2d0\tno"), ["021c7391a2d0"]);
    for line in ["1:2:3:4:5:6", "a:b:c", "80001.021c7391a2d0 8000.021c7391a2d01 1.8000.021c7391a2d0"] {
        assert_eq!(texts(line), Vec::<String>::new(), "{line}");
    }
    assert!(!is_nobody(b"0:1c:42:0:0:8") && is_nobody(b"1:0:5e:0:0:fb"));
    let mut network = Network::new(CaseKey::derive(b"s", "c"));
    let whole = pseudonym(b"52:54:00:ab:cd:ef", &mut network).unwrap();
    let short = pseudonym(b"52:54:0:ab:cd:ef", &mut network).unwrap();
    assert_eq!(whole.replace(":00:", ":0:"), short);
}

#[test]
fn a_client_is_known_by_its_hardware() {
    assert_eq!(texts("client-identifier 0152.5400.abcd.ef"), ["52.5400.abcd.ef"]);
    assert_eq!(texts("x 0152.5400.abcd.ef.01 152.5400.abcd.ef"), Vec::<String>::new());
}

#[test]
fn dashes_stand_between_quads_and_halves() {
    for text in ["0200-5e00-5307", "02005E-005307", "0200-5E00-53AB"] {
        assert_eq!(texts(&format!("192.0.2.7 {text} 10 Vlanif1")), [text]);
    }
    for line in
        ["0200-5e00-5307-1", "0200-1000-5307", "a0200-5e00-5307", "facade-decade", "0200-5e00", "0200-5E00-53ab"]
    {
        assert_eq!(texts(line), Vec::<String>::new(), "{line}");
    }
}

#[test]
fn an_address_ends_a_unique_identifier_of_dhcp() {
    assert_eq!(texts("duid 00:01:00:01:2b:17:04:99:52:54:00:ab:cd:ef x"), ["52:54:00:ab:cd:ef"]);
    assert_eq!(texts("DUID. . : 00-01-00-01-2B-17-04-99-52-54-00-AB-CD-EF"), ["52-54-00-AB-CD-EF"]);
    assert_eq!(
        texts("infiniband 80:00:02:08:fe:80:00:00:00:00:00:00:f4:52:14:03:00:ab:cd:ef brd x"),
        ["f4:52:14:03:00:ab:cd:ef"]
    );
    assert_eq!(texts("duid 00:03:00:01:52:54:00:ab:cd:ef x"), ["52:54:00:ab:cd:ef"]);
    assert_eq!(texts("duid 00:02:00:00:ab:11:fa:4e:00:11:22:33:44:55"), ["fa:4e:00:11:22:33:44:55"]);
    assert_eq!(
        texts("id ff:b5:5e:67:ff:00:02:00:00:ab:11:fa:4e:00:11:22:33:44:55"),
        ["b5:5e:67:ff", "fa:4e:00:11:22:33:44:55"]
    );
    assert_eq!(texts("id ff:00:ab:cd:ef:00:03:00:01:52:54:00:ab:cd:ef x"), ["00:ab:cd:ef", "52:54:00:ab:cd:ef"]);
    assert_eq!(
        texts("DUID 00:04:4c:4c:45:44:00:52:31:10:80:51:b4:c0:4f:33:47:32"),
        ["4c:4c:45:44:00:52:31:10:80:51:b4:c0:4f:33:47:32"]
    );
}

#[test]
fn other_runs_of_pairs_are_none() {
    for line in ["52:54:00:ab:cd", "00:1A-2B:3C:4D:5E", "sig 2d:4f:6e:55:4f:e8:5e:d2:d2:a3", "12-11-10-09-08-07"] {
        assert_eq!(texts(line), Vec::<String>::new(), "{line}");
    }
}

#[test]
fn the_vendor_part_and_the_notation_stay() {
    let mut network = Network::new(CaseKey::derive(b"s", "c"));
    let colons = pseudonym(b"52:54:00:ab:cd:ef", &mut network).unwrap();
    let dots = pseudonym(b"5254.00ab.cdef", &mut network).unwrap();
    assert!(colons.starts_with("52:54:00:") && colons != "52:54:00:ab:cd:ef");
    assert_eq!(colons.replace(':', ""), dots.replace('.', ""));
}
