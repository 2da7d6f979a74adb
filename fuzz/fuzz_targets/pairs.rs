//! A key that marks its value as a secret, in every notation of a pair that is read by the line.
#![no_main]

use casepack_fuzz::hides;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| hides(&NAMES, &PLACES, input));

const NAMES: [&str; 5] = ["var/log/app.log", "etc/app.conf", "etc/app.ini", "etc/environment", "app.json"];
const PLACES: [&str; 16] = [
    "\npassword={}\n",
    "\npassword = {}\n",
    "\npassword: {}\n",
    "\ndb.password={}\n",
    "\nAPI_TOKEN=\"{}\"\n",
    "\nexport DB_PASSWORD='{}'\n",
    "\n\"password\": \"{}\",\n",
    "\n{\"client_secret\":\"{}\",\"n\":1}\n",
    "\n{\\\"password\\\":\\\"{}\\\"}\n",
    "\n<password>{}</password>\n",
    "\n<user name=\"a\" password=\"{}\"/>\n",
    "\nEnvironment=\"DB_PASSWORD={}\"\n",
    "\n-e API_KEY={} \n",
    "\nn=1; password={}; m=2\n",
    "\n  psk=\"{}\"\n",
    "\n\u{1b}[31mpassword={}\u{1b}[0m\n",
];
