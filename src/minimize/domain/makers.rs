//! Companies that make what runs everywhere: a name of theirs says nothing of whose machine it is.

use crate::minimize::bytes;

/// Whether a text is a maker's name, with the form of the company behind it or without one.
pub(crate) fn is_maker(text: &[u8]) -> bool {
    let mut words = text.split(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let Some(first) = words.next().filter(|_| text.len() <= LONGEST) else { return false };
    let mut name = first.to_ascii_lowercase();
    for word in words {
        let lower = word.to_ascii_lowercase();
        if !bytes::is_one_of(&lower, &FORMS) {
            name.push(b' ');
            name.extend_from_slice(&lower);
        }
    }
    bytes::is_one_of(&name, &MAKERS)
}

/// Bytes of the longest name that is looked for.
const LONGEST: usize = 48;

/// What companies are, and where they say they are.
const FORMS: [&str; 18] = [
    "ag",
    "co",
    "company",
    "computer",
    "corp",
    "corporation",
    "gmbh",
    "inc",
    "incorporated",
    "international",
    "limited",
    "llc",
    "ltd",
    "software",
    "sys",
    "systems",
    "technologies",
    "trust",
];

/// Makers of systems, hardware, programs and certificates, in lower case and without the form of the company.
const MAKERS: [&str; 48] = [
    "adobe",
    "amazon",
    "amazon com",
    "amd",
    "apple",
    "aruba networks",
    "asustek",
    "avaya",
    "aws",
    "broadcom",
    "canonical",
    "check point",
    "cisco",
    "citrix",
    "cloudflare",
    "comodo ca",
    "dell",
    "dell emc",
    "digicert",
    "entrust",
    "eset",
    "f5 networks",
    "fortinet",
    "globalsign",
    "godaddy com",
    "google",
    "hewlett packard",
    "huawei",
    "ibm",
    "intel",
    "juniper networks",
    "let s encrypt",
    "logitech",
    "microsoft",
    "mikrotik",
    "mozilla",
    "netapp",
    "nvidia",
    "oracle",
    "palo alto networks",
    "qnap",
    "realtek",
    "red hat",
    "samsung",
    "sectigo",
    "synology",
    "verisign",
    "vmware",
];

#[cfg(test)]
mod tests {
    use super::is_maker;

    #[test]
    fn makers_are_known_by_their_name_alone() {
        for text in
            ["Microsoft Corporation", "Google LLC", "Cisco Systems, Inc.", "Let's Encrypt", "FORTINET", "Amazon.com"]
        {
            assert!(is_maker(text.as_bytes()), "{text}");
        }
        for text in ["Quvnix GmbH", "Microsoft Zorgal Ltd", "Apple Quvnix", "Inc.", ""] {
            assert!(!is_maker(text.as_bytes()), "{text}");
        }
    }
}
