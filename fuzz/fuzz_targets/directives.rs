//! Secrets in the configuration of daemons and routers.
#![no_main]

use casepack_fuzz::hides;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| hides(&NAMES, &PLACES, input));

const NAMES: [&str; 4] = ["etc/snmp/snmpd.conf", "etc/frr/frr.conf", "config.boot", "var/log/app.log"];
const PLACES: [&str; 14] = [
    "\nrocommunity {} default\n",
    "\ncom2sec reader default {}\n",
    "\ncreateUser ada SHA \"{}\" AES \"x\"\n",
    "\nbindpw {}\n",
    "\nrequirepass {}\n",
    "\nenable secret 5 {}\n",
    "\n neighbor 192.0.2.1 password {}\n",
    "\nsnmp-server community {} ro\n",
    "\nsnmp-server host 192.0.2.1 version 2c {}\n",
    "\nradius-server key {}\n",
    "\nusername ada password 7 {}\n",
    "\nset snmp community {} authorization read-only\n",
    "\nset system root-authentication encrypted-password \"{}\"\n",
    "\n key-string {}\n",
];
