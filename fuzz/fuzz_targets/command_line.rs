//! Secrets on command lines, in statements and in names of data sources.
#![no_main]

use casepack_fuzz::hides;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| hides(&NAMES, &PLACES, input));

const NAMES: [&str; 3] = ["var/log/app.log", "root/run.sh", "etc/crontab"];
const PLACES: [&str; 12] = [
    "\nmysql -uada -p{} db\n",
    "\nbackup --password {} --to x\n",
    "\nbackup --password={} --to x\n",
    "\ncurl -u ada:{} https://works.example/\n",
    "\nsmbclient -U ada%{} //host/share\n",
    "\nsshpass -p {} ssh host\n",
    "\nopenssl rsa -passin pass:{} -in key\n",
    "\nALTER USER ada IDENTIFIED BY '{}';\n",
    "\nCREATE ROLE ada PASSWORD '{}';\n",
    "\nada:{}@tcp(192.0.2.1:3306)/db\n",
    "\nmail -c 'x' --api-token {}\n",
    "\nipmitool -H 192.0.2.1 -U ada -P {} sel\n",
];
