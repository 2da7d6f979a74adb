//! Secrets that span several lines: armoured keys, certificates, block scalars, secret sections.
#![no_main]

use casepack_fuzz::hides;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| hides(&NAMES, &PLACES, input));

const NAMES: [&str; 3] = ["etc/ssl/key.pem", "etc/app.yaml", "var/log/app.log"];
const PLACES: [&str; 8] = [
    "\n-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEF{}\n-----END PRIVATE KEY-----\n",
    "\n-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNz\nMIIEvQIBADANBgkqhkiG9w0BAQEF{}\n",
    "\n  -----BEGIN RSA PRIVATE KEY-----\n  MIIEvQIBADANBgkqhkiG9w0BAQEF{}\n  -----END RSA PRIVATE KEY-----\n",
    "\npassword: |\n  {}\nnext: 1\n",
    "\nprivate_key: >-\n  a\n  {}\n",
    "\n<tls-auth>\n-----BEGIN OpenVPN Static key V1-----\nMIIEvQIBADANBgkqhkiG9w0BAQEF{}\n-----END OpenVPN Static key V1-----\n</tls-auth>\n",
    "\nkey: \"-----BEGIN EC PRIVATE KEY-----\\nMIIEvQIBADANBgkqhkiG9w0BAQEF{}\\n-----END EC PRIVATE KEY-----\\n\"\n",
    "\n<key>\n-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEF{}\n-----END PRIVATE KEY-----\n</key>\n",
];
