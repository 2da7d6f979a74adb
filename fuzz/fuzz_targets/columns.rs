//! Files whose columns contain secrets: accounts, CHAP, netrc, pgpass, IPsec.
#![no_main]

use casepack_fuzz::hides;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| hides(&NAMES, &PLACES, input));

const NAMES: [&str; 4] = ["etc/ppp/chap-secrets", "root/.netrc", "etc/app.conf", "etc/secrets"];
const PLACES: [&str; 8] = [
    "\nada:$6${}:19700:0:99999:7:::\n",
    "\ndb.works.example:5432:*:ada:{}\n",
    "\nada:$apr1${}\n",
    "\nada:{SHA}{}\n",
    "\nmachine db.works.example login ada password {}\n",
    "\n192.0.2.1 198.51.100.2 : PSK \"{}\"\n",
    "\nada : XAUTH \"{}\"\n",
    "\n: EAP \"{}\"\n",
];
