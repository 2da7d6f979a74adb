//! Secrets in URLs, headers, cookies and queries.
#![no_main]

use casepack_fuzz::hides;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| hides(&NAMES, &PLACES, input));

const NAMES: [&str; 3] = ["var/log/nginx/access.log", "var/log/app.log", "app.har"];
const PLACES: [&str; 12] = [
    "\nhttps://ada:{}@works.example/x\n",
    "\npostgresql://ada:{}@192.0.2.1:5432/db\n",
    "\nredis://:{}@192.0.2.1/0\n",
    "\nGET /x?token={}&n=1 HTTP/1.1\n",
    "\nGET /x?n=1&api_key={} HTTP/1.1\n",
    "\nAuthorization: Bearer {}\n",
    "\nAuthorization: Basic {}\n",
    "\nCookie: n=1; sessionid={}\n",
    "\nSet-Cookie: sessionid={}; Path=/\n",
    "\nX-Api-Key: {}\n",
    "\ncurl -H 'X-Auth-Token: {}' x\n",
    "\nProxy-Authorization: Digest response=\"{}\"\n",
];
