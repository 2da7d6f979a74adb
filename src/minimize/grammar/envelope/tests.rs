use super::{Kind, find};

fn texts(line: &str) -> Vec<String> {
    crate::minimize::testing::texts(line, find)
}

#[test]
fn the_machine_stands_behind_the_time() {
    assert_eq!(texts("Jan  2 03:04:05 relay9 sshd[7]: x"), ["relay9"]);
    assert_eq!(texts("<34>Jan  2 03:04:05 relay9 su: x"), ["relay9"]);
    assert_eq!(texts("Jan  2 03:04:05 backup syslogd 1.4.1: restart."), ["backup"]);
    assert_eq!(texts("<34>1 2026-01-02T03:04:05Z relay9 su - - x"), ["relay9"]);
    assert_eq!(texts("2026-01-02T03:04:05.678+00:00 relay9 cron[7]: x"), ["relay9"]);
    assert_eq!(texts("- 1131566461 2005.11.09 dn7 Nov 9 12:01:01 dn7/dn7 crond[1]: x"), ["dn7", "dn7", "dn7"]);
}

#[test]
fn a_machine_may_stand_behind_another_that_passes_it_on() {
    let inner = "2026-01-02T03:04:05.678Z gw-ann RT_FLOW - RT_FLOW_DENY [junos@2636.1.1.1.2.39 x=\"7\"]";
    assert_eq!(texts(inner), ["gw-ann"]);
    assert_eq!(texts(&format!("Jan  2 03:04:05 relay9 junos-flow: {inner}")), ["relay9", "gw-ann"]);
}

#[test]
fn the_machine_stands_behind_other_times_and_a_kernel() {
    assert_eq!(texts("[  112.223344] relay9 sshd[7]: x"), ["relay9"]);
    assert_eq!(texts("1748935000.112233 relay9 sshd[7]: x"), ["relay9"]);
    assert_eq!(texts("Tue 2026-01-02 03:04:05 CEST relay9 sshd[7]: x"), ["relay9"]);
    assert_eq!(texts("Linux 6.1.0-18-amd64 (relay9) \t02/11/2026 \t_x86_64_\t(8 CPU)"), ["relay9"]);
    for line in ["[  112.223344] usb 1-1: new device", "[ 1.0] systemd[1]: x", "Linux version 6.1.0 (x@y) (gcc)"] {
        assert_eq!(texts(line), Vec::<String>::new(), "{line}");
    }
}

#[test]
fn the_machine_stands_behind_times_in_other_orders() {
    for time in [
        "[2026-01-02 03:04:05]",
        "2026-01-02 03:04:05",
        "2026/01/02 03:04:05",
        "02 Jan 03:04:05",
        "02-Jan-2026 03:04:05",
        "Fri Jan 2 03:04:05 2026",
        "02.01.2026 03:04:05 CET",
        "2026:01:02-03:04:05",
        "01-02-2026\t03:04:05\tLocal0.Info",
    ] {
        assert_eq!(texts(&format!("{time} relay-9 sshd[7]: x")), ["relay-9"], "{time}");
    }
    assert_eq!(texts("01-02-2026\t03:04:05\tLocal0.Info\tquvnix\tsu: x"), ["quvnix"]);
    assert_eq!(texts("Jan  2 03:04:05 192.0.2.7 relay-9 sshd[7]: x"), ["192.0.2.7", "relay-9"]);
    assert_eq!(texts("[    3.112233] relay9 kernel: x"), ["relay9"]);
    for line in [
        "2026-01-02 03:04:05 INFO main[7]: x",
        "2026-01-02 03:04:05 started worker[7]: x",
        "[2026-01-02 03:04:05] worker-thread pool[7]: x",
        "03:04:05 one of many",
        "2026 relay-9 sshd[7]: x",
    ] {
        assert_eq!(texts(line), Vec::<String>::new(), "{line}");
    }
}

#[test]
fn appliances_have_times_of_their_own() {
    assert_eq!(texts("01/24/2026:12:06:37 GMT zorgal_1 0-PPE-0 : default AAA LOGIN_FAILED"), ["zorgal_1"]);
    assert_eq!(texts("2026/01/24:12:06:37  zorgal 0-PPE-0 : default AAA LOGIN_FAILED"), ["zorgal"]);
    let passed = "Jan  2 03:04:05 192.0.2.7 01/24/2026:12:06:37 GMT zorgal 0-PPE-0 : default";
    assert_eq!(texts(passed), ["192.0.2.7", "zorgal"]);
    assert_eq!(texts("<190>zorgal: 2026 Mar 13 17:07:57 UTC: %AAA-6-AAA_X: x"), ["zorgal"]);
    assert_eq!(texts("Jan  2 03:04:05 zorgal: *spamApTask7: Jan  2 03:04:05.123: %X-3-Y: x"), ["zorgal"]);
    assert_eq!(texts("Jan  2 03:04:05 zorgal: iLO: Browser login: x"), ["zorgal"]);
    assert_eq!(texts("Jan  2 03:04:05 zorgal: 00000011.0012345 0000abcd Sat Jan 2 2026 x"), ["zorgal"]);
    let cloud_key = "Jan  2 03:04:05 zorgal UCKG2,02005e005307,UCK-2.5.11: hub: x";
    assert_eq!(texts(cloud_key), ["zorgal", "02005e005307"]);
    assert_eq!(texts("Jan  2 03:04:05 kernel: usb: x"), Vec::<String>::new());
    assert_eq!(texts("Jan  2 03:04:05 SYSMGR[77]: %X-6-Y: x"), Vec::<String>::new());
    assert_eq!(texts("Jan  2 2026 03:04:05 CEST: %LINK-3-UPDOWN: x"), Vec::<String>::new());
    assert_eq!(texts("1748935000.112233445 zorgal_1 events dhcp lease"), ["zorgal_1"]);
    assert_eq!(texts("2026-01-02T03:04:05.123Z zorgal Protector - - - Event: x"), ["zorgal"]);
    assert_eq!(texts("2026-01-02T03:04:05.123Z zorgal Auth2 2000 ID00000 [x y=\"z\"]"), ["zorgal"]);
    assert_eq!(texts("Jan  2 03:04:05 zorgal,02005e005307,v4.0.66.7: x"), ["02005e005307", "zorgal"]);
    assert_eq!(texts("Jan  2 03:04:05 02005e005307,v4.0.66.7: x"), ["02005e005307"]);
    let mut found = Vec::new();
    find(b"2026-01-02T03:04:05Z e5a81dbf7fd1 app[7]: x", &mut found);
    assert!(matches!(found.as_slice(), [one] if one.kind == Kind::Host));
    assert_eq!(texts("Jan  2 03:04:05 U7PG2,02005e005307,v4.0.66.7: x"), ["02005e005307"]);
    assert_eq!(texts("Jan  2 03:04:05 gw-7 02005e005307,U7-Pro-6.5.28+14491: x"), ["gw-7", "02005e005307"]);
    for line in [
        "01/24/2026:12:06:37 GMT starting up : x",
        "1748935000.112233445 starting 7 workers",
        "2026-01-02T03:04:05Z worker task 12 done [x]",
        "Jan  2 03:04:05 NumberOfLogins=15801 Used: x",
    ] {
        assert_eq!(texts(line), Vec::<String>::new(), "{line}");
    }
}

#[test]
fn what_stands_between_the_time_and_a_machine_is_none() {
    assert_eq!(texts("Jan  2 03:04:05 <daemon.info> zorgal relayd[7]: x"), ["zorgal"]);
    assert_eq!(texts("Jan  2 03:04:05 <3.6> zorgal relayd[7]: x"), ["zorgal"]);
    assert_eq!(texts("2026-01-02T03:04:05+02:00 zorgal firewall,info forward: in:x"), ["zorgal"]);
    assert_eq!(texts("2026-01-02T03:04:05Z zorgal 1,2026/01/02 03:04:05,007,TRAFFIC,end"), ["zorgal"]);
    assert_eq!(texts("Jan  2 03:04:05 user.info zorgal authp: x"), ["zorgal"]);
    assert_eq!(texts("<134>2026-01-02 03:04:05 zorgal relayd[7]: x"), ["zorgal"]);
    assert_eq!(texts("<134>2026-01-02T03:04:05Z zorgal CEF:0|Quvnix|x"), ["zorgal"]);
    assert_eq!(texts("Jan  2 03:04:05 zorgal-7: CEF:0|Quvnix|x"), ["zorgal-7"]);
    assert_eq!(texts("<134>zorgal: 00:01:01: %SYS-5-RESTART: x"), ["zorgal"]);
    assert_eq!(texts("<134>zorgal: *spamApTask1: Jan  2 03:04:05.123: %CAPWAP-4-X: x"), ["zorgal"]);
    assert_eq!(texts("Jan  2 03:04:05 relay9 Jan  2 03:04:05 zorgal quvnixd[7]: x"), ["relay9", "zorgal"]);
    assert_eq!(texts("Jan  2 03:04:05 zorgal-7 [77]: x"), ["zorgal-7"]);
    assert_eq!(texts("2026-01-02 03:04:05 W3SVC1 ZORGAL 192.0.2.7 GET /x 80"), ["ZORGAL"]);
    for line in [
        "Jan  2 03:04:05 backup [77]: x",
        "Jan  2 03:04:05 daemon.info zorgald[7]: x",
        "2026-01-02 03:04:05 zorgal relayd: x",
        "2026-01-02T03:04:05Z zorgal a,b c",
        "2026-01-02 03:04:05 W3SVC1 stopped at 7",
    ] {
        assert_eq!(texts(line), Vec::<String>::new(), "{line}");
    }
}

#[test]
fn other_words_behind_a_time_are_no_machine() {
    for line in [
        "2026-01-02T03:04:05Z INFO starting up",
        "Jan  2 03:04:05 last message repeated 2 times",
        "May the force",
        "Jan  2 03:04:05 backup finished",
        "Jan  2 03:04:05 HORDE [error] [horde] x",
        "2026-01-02T03:04:05.678Z: Failed Login: x",
        "2026-01-02T03:04:05.678Z Failed Login: x",
    ] {
        assert_eq!(texts(line), Vec::<String>::new(), "{line}");
    }
}

#[test]
fn a_machine_stands_behind_the_name_of_its_system() {
    assert_eq!(texts("Linux relay9 5.15.0-94-generic #104-Ubuntu SMP Tue Jan 9 x86_64 GNU/Linux"), ["relay9"]);
    assert_eq!(texts("Darwin relay9 23.3.0 Darwin Kernel Version 23.3.0"), ["relay9"]);
    assert_eq!(texts("FreeBSD relay9 14.0-RELEASE FreeBSD 14.0-RELEASE GENERIC amd64"), ["relay9"]);
    assert_eq!(texts("MINGW64_NT-10.0-19045 relay9 3.4.9.x86_64 2023-09-15"), ["relay9"]);
    for line in ["Linux version 6.1.0 #1", "Linux kernel 6.1.0 is old", "Darwin was here 7 times"] {
        assert_eq!(texts(line), Vec::<String>::new(), "{line}");
    }
}
